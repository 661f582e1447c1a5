package exitcode

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
)

// NextStepper is an error that knows what to do about it.
type NextStepper interface {
	error
	// NextStep says in one line what to do.
	NextStep() string
}

// UsageError is a mistake in how a command was called. It is printed with the
// command's usage.
type UsageError struct {
	// Usage is the usage line of the command.
	Usage string
	// Command is the command's full name, for a pointer to its help.
	Command string
	// Err says what is wrong.
	Err error
}

// Error says what is wrong.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong.
func (e *UsageError) Unwrap() error { return e.Err }

// CancelledError says that somebody decided to stop.
type CancelledError struct {
	// Done says how far it got. It may be empty.
	Done string
}

// Error says that it was cancelled, and how far it got.
func (e *CancelledError) Error() string {
	if e.Done == "" {
		return "cancelled"
	}
	return "cancelled: " + e.Done
}

// NotFoundError says that nothing is called what somebody asked for.
type NotFoundError struct {
	// Noun is the kind of thing.
	Noun string
	// Name is what was asked for.
	Name string
	// More are others that do not exist either.
	More []string
	// Hint says how to find the right name.
	Hint string
}

// mostNamed is how many names an error lists.
const mostNamed = 8

// Error states the kind and the names.
func (e *NotFoundError) Error() string {
	names := []string{Quote(e.Name)}
	for _, name := range e.More[:min(len(e.More), mostNamed-1)] {
		names = append(names, Quote(name))
	}
	text := "there is no " + e.Noun + " " + strings.Join(names, ", ")
	if n := len(e.More) + 1 - mostNamed; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// NextStep says how to find the right name.
func (e *NotFoundError) NextStep() string { return e.Hint }

// PartialError says that the output holds only a part of what was asked for.
type PartialError struct {
	// Rows is how many rows were printed.
	Rows int
	// Noun is the plural of what a row is.
	Noun string
	// Err is why there are no more.
	Err error
}

// Error is that of the cause.
func (e *PartialError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *PartialError) Unwrap() error { return e.Err }

// Were is the beginning of a sentence that says what became of so many things. noun
// is their plural.
func Were(n int, noun string) string {
	if n == 1 {
		return "1 of the " + noun + " was"
	}
	return fmt.Sprintf("%d %s were", n, noun)
}

// WithheldError says that output was kept back because it is not whole.
type WithheldError struct {
	// Kept says what has become of it.
	Kept string
	// Err is why it is not whole.
	Err error
}

// Error is that of the cause.
func (e *WithheldError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *WithheldError) Unwrap() error { return e.Err }

// HintedError is an error with a next step.
type HintedError struct {
	// Err says what is wrong.
	Err error
	// Hint says what to do.
	Hint string
}

// Error says what is wrong.
func (e *HintedError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong.
func (e *HintedError) Unwrap() error { return e.Err }

// NextStep says what to do.
func (e *HintedError) NextStep() string { return e.Hint }

// NamedError says what an error is about.
type NamedError struct {
	// Name is what it is about.
	Name string
	// Err is what went wrong with it.
	Err error
}

// Error states the name and what went wrong.
func (e *NamedError) Error() string { return e.about(e.Err.Error()) }

// about puts the name before a text that does not have it.
func (e *NamedError) about(text string) string {
	if strings.HasPrefix(text, e.Name+": ") || strings.Contains(text, Quote(e.Name)) {
		return text
	}
	return e.Name + ": " + text
}

// Unwrap returns what went wrong.
func (e *NamedError) Unwrap() error { return e.Err }

// BatchError says that some of several things were not done.
type BatchError struct {
	// Done of Total were done.
	Done, Total int
	// Noun is the plural of what they are, Past what was to become of them. Without
	// it that is "done".
	Noun, Past string
	// Errs are the errors, one for each that failed.
	Errs []error
	// Unsent is the first of those that nobody has tried. Those behind it were not
	// tried either.
	Unsent string
}

// Error states the numbers.
func (e *BatchError) Error() string { return e.counts() + e.rest() }

// counts says how many of them went how. One that was interrupted before anything was
// sent has not failed.
func (e *BatchError) counts() string {
	failed, unknown := 0, 0
	for _, err := range e.Errs {
		switch {
		case uncertain(err):
			unknown++
		case !errors.Is(err, context.Canceled):
			failed++
		}
	}
	text := fmt.Sprintf("%d of %d %s %s", e.Done, e.Total, e.Noun, cmp.Or(e.Past, "done"))
	if failed > 0 {
		text += fmt.Sprintf(", %d failed", failed)
	}
	if unknown > 0 {
		text += fmt.Sprintf(", %d uncertain", unknown)
	}
	return text
}

// rest says what was not tried.
func (e *BatchError) rest() string {
	if e.Unsent == "" {
		return ""
	}
	n := e.Total - e.Done - len(e.Errs)
	if n == 1 {
		return ", 1 not tried (" + e.Unsent + ")"
	}
	return fmt.Sprintf(", %d not tried (from %s on)", n, e.Unsent)
}

// Unwrap returns the errors.
func (e *BatchError) Unwrap() []error { return e.Errs }
