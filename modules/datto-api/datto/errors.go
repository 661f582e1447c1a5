package datto

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Classes of failure, to be tested with [errors.Is].
var (
	// ErrUnauthorized: the credentials or the token were refused (401).
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden: the key's user may not do this (403 with a JSON body).
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound: there is no such object or route (404).
	ErrNotFound = errors.New("not found")
	// ErrConflict: somebody else was writing the same object (409).
	ErrConflict = errors.New("conflict")
	// ErrRateLimited: the account's request budget is used up (429).
	ErrRateLimited = errors.New("rate limited")
	// ErrBlocked: this address is shut out for some minutes after overuse. Until
	// [APIError.RetryAt] no call of the client is sent.
	ErrBlocked = errors.New("blocked")
	// ErrServer: the server or a gateway before it failed (5xx).
	ErrServer = errors.New("server error")
	// ErrIncomplete: a walk ended with fewer rows than the server announced.
	ErrIncomplete = errors.New("incomplete")
	// ErrReadOnly: the client was made with [WithReadOnly].
	ErrReadOnly = errors.New("read-only client")
)

// APIError is an answer of the API that is not a success.
type APIError struct {
	// StatusCode is the HTTP status. It is 200 when a page reports an error in
	// its body.
	StatusCode int
	// Operation is the method and path template, such as
	// "GET /v2/device/{deviceUid}".
	Operation string
	// Message is the most telling text of the body, shortened, without control
	// characters, and without any secret the client knows of. It may be empty.
	Message string
	// Code is the body's short reason, such as "Not Found" or "invalid_grant".
	Code string
	// RetryAfter is the pause that the server asked for, zero when it did not.
	RetryAfter time.Duration
	// RetryAt is when the client will send calls again. It is set on errors that
	// are [ErrBlocked].
	RetryAt time.Time

	blocked bool
	body    *keptBody
}

// keptBody stands behind a pointer, which package fmt prints as an address, so
// that printing an error's value leaves the body out as printing the error does.
type keptBody struct{ data []byte }

// Error states operation, status and message. It holds no query, header or body.
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "datto: %s: %d", e.Operation, e.StatusCode)
	if text := http.StatusText(e.StatusCode); text != "" {
		b.WriteString(" " + text)
	}
	if e.blocked {
		b.WriteString(": this address is blocked for overuse, no call is sent before " + e.RetryAt.UTC().Format(time.RFC3339))
	}
	if e.Message != "" && !strings.EqualFold(e.Message, http.StatusText(e.StatusCode)) {
		b.WriteString(": " + e.Message)
	}
	if e.RetryAfter > 0 && !e.blocked {
		b.WriteString(" (retry after " + e.RetryAfter.String() + ")")
	}
	return b.String()
}

// Body returns the first 64 KB of the answer as it came. It can hold anything
// that the server repeats, so it is left out of every printed form.
func (e *APIError) Body() []byte {
	if e.body == nil {
		return nil
	}
	return e.body.data
}

// Is matches the Err… classes by status.
func (e *APIError) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized
	case ErrForbidden:
		return e.StatusCode == http.StatusForbidden && !e.blocked
	case ErrBlocked:
		return e.blocked
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound
	case ErrConflict:
		return e.StatusCode == http.StatusConflict
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests
	case ErrServer:
		return e.StatusCode >= http.StatusInternalServerError
	}
	return false
}

// GoString leaves the body out.
func (e *APIError) GoString() string { return "&datto.APIError{" + strconv.Quote(e.Error()) + "}" }

// LogValue groups operation, status and message.
func (e *APIError) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("operation", e.Operation),
		slog.Int("status", e.StatusCode),
		slog.String("message", e.Message),
	)
}

// AuthError says that no token was to be had: the credentials were refused, or
// the token endpoint did not answer with a token. A network failure on the way
// there is a [*TransportError] instead.
//
// What the endpoint sent is never kept, because it can repeat key and secret.
type AuthError struct {
	// Platform is the client's platform, empty when it was made for a base URL.
	Platform Platform
	// Host is the host of the token endpoint.
	Host string
	// StatusCode is the HTTP status of the token endpoint.
	StatusCode int
	// Reason says what was wrong with the answer, without repeating any of it.
	Reason string
	// RetryAfter is the pause that the server asked for, zero when it did not.
	RetryAfter time.Duration
	// Refused is true when key and secret themselves were turned down.
	Refused bool
}

// Error says where authentication failed, why, and what to check.
func (e *AuthError) Error() string {
	where := e.Host
	if e.Platform != "" {
		where = "platform " + string(e.Platform) + " (" + e.Host + ")"
	}
	if e.Refused {
		return fmt.Sprintf("datto: %s refused the credentials (%d): check the API key and secret, "+
			"that they were generated on this platform, and that API access is switched on", where, e.StatusCode)
	}
	return fmt.Sprintf("datto: no token from %s: %s (%d)", where, e.Reason, e.StatusCode)
}

// Is matches [ErrUnauthorized] when the credentials were refused, and
// [ErrRateLimited] and [ErrServer] by status.
func (e *AuthError) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return e.Refused
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests
	case ErrServer:
		return e.StatusCode >= http.StatusInternalServerError
	}
	return false
}

// TransportError says that no whole answer arrived: name resolution, connection,
// TLS, a reset, a timeout of this client, or a body that was cut or too large.
// A context that ended is not a TransportError: its own error comes back.
type TransportError struct {
	// Operation is the method and path template.
	Operation string
	// Host is the host that was called.
	Host string
	// Sent is false when it is certain that the request never left.
	Sent bool
	// Err is the cause, without the request's address.
	Err error
}

// Error states operation, host and cause.
func (e *TransportError) Error() string {
	return fmt.Sprintf("datto: %s: no whole answer from %s: %v", e.Operation, e.Host, e.Err)
}

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// Timeout reports whether the cause was a timeout.
func (e *TransportError) Timeout() bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](e.Err)
	return ok && t.Timeout()
}

// Limits of one attempt that were exceeded. They are causes of a [TransportError].
var (
	// ErrHeaderTimeout: the answer's header did not arrive in time.
	ErrHeaderTimeout error = timeoutError("the answer did not begin in time")
	// ErrBodyStalled: the answer's body stopped arriving.
	ErrBodyStalled error = timeoutError("the answer stopped in the middle")
	// ErrBodyTooLarge: the answer's body is larger than allowed.
	ErrBodyTooLarge = errors.New("the answer is larger than allowed")
)

// timeoutError is a limit of time that was exceeded.
type timeoutError string

func (e timeoutError) Error() string { return string(e) }

// Timeout marks the error for those who look for timeouts.
func (timeoutError) Timeout() bool { return true }

// DecodeError says that the server answered with success and a body that is not
// the JSON it should be, such as a login page.
type DecodeError struct {
	// Operation is the method and path template.
	Operation string
	// StatusCode is the HTTP status, in the 200s.
	StatusCode int
	// Reason says what is wrong, and where, without repeating the body.
	Reason string
	// Truncated is true when the JSON ends too early.
	Truncated bool
}

// Error states operation, status and reason.
func (e *DecodeError) Error() string {
	return fmt.Sprintf("datto: %s: %d with a body that cannot be used: %s", e.Operation, e.StatusCode, e.Reason)
}

// ValidationError says that a call was refused before anything was sent.
type ValidationError struct {
	// Operation is the method and path template, empty when a client was made.
	Operation string
	// Field names what is wrong: an argument, a member of the body, an option.
	Field string
	// Reason says what is wrong with it. It does not repeat the value.
	Reason string
}

// Error states operation, field and reason.
func (e *ValidationError) Error() string {
	if e.Operation == "" {
		return fmt.Sprintf("datto: invalid %s: %s", e.Field, e.Reason)
	}
	return fmt.Sprintf("datto: %s: invalid %s: %s", e.Operation, e.Field, e.Reason)
}

// PageError says which page of a walk failed. The rows of the pages before it
// were yielded.
type PageError struct {
	// Operation is the method and path template.
	Operation string
	// Page counts the pages of the walk from zero.
	Page int
	// Err is what went wrong.
	Err error
}

// Error states the page and what went wrong.
func (e *PageError) Error() string { return fmt.Sprintf("page %d: %v", e.Page, e.Err) }

// Unwrap returns what went wrong.
func (e *PageError) Unwrap() error { return e.Err }

// RowError says that one row of a list cannot be decoded. The rows after it
// follow.
type RowError struct {
	// Operation is the method and path template.
	Operation string
	// Page counts the pages of the walk from zero.
	Page int
	// Index counts the rows of the page from zero.
	Index int
	// Raw is the row as it came. It is left out of every printed form, JSON
	// included.
	Raw json.RawMessage `json:"-"`
	// Reason says what is wrong, and where, without repeating the row.
	Reason string
}

// Error states where the row stands and what is wrong with it.
func (e *RowError) Error() string {
	return fmt.Sprintf("datto: %s: row %d of page %d cannot be decoded: %s", e.Operation, e.Index, e.Page, e.Reason)
}

// GoString leaves the row out.
func (e *RowError) GoString() string { return "&datto.RowError{" + strconv.Quote(e.Error()) + "}" }

// LogValue leaves the row out.
func (e *RowError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// IncompleteError ends a walk that gave fewer rows than the server announced.
// The rows that there were have been yielded.
type IncompleteError struct {
	// Operation is the method and path template.
	Operation string
	// Want is the smallest total that the server announced during the walk.
	Want int
	// Got is the number of different rows that arrived.
	Got int
}

// Error states both numbers.
func (e *IncompleteError) Error() string {
	return fmt.Sprintf("datto: %s: the list is incomplete: %d rows of %d arrived", e.Operation, e.Got, e.Want)
}

// Is matches [ErrIncomplete].
func (e *IncompleteError) Is(target error) bool { return target == ErrIncomplete }

// AmbiguousError says that a write failed in a way that leaves open whether the
// server acted on it: the answer was lost, or the server failed. What must not be
// sent twice has been sent once; anything else was repeated in vain.
type AmbiguousError struct {
	// Operation is the method and path template.
	Operation string
	// Repeatable says that sending it again does no harm: the effect of twice is
	// that of once.
	Repeatable bool
	// Err is how it failed.
	Err error
}

// Error says what may have happened and what to do.
func (e *AmbiguousError) Error() string {
	if e.Repeatable {
		return fmt.Sprintf("datto: %s: it is not known whether the server acted; sending it again does no harm: %v", e.Operation, e.Err)
	}
	return fmt.Sprintf("datto: %s: it is not known whether the server acted; it may have, so look before sending it again "+
		"(quick jobs show in the activity log): %v", e.Operation, e.Err)
}

// Unwrap returns how it failed.
func (e *AmbiguousError) Unwrap() error { return e.Err }
