package datto

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// Event is something that a hook is told: an [Attempt], [ListProgress],
// [ForeignNextPage], [UnknownField], [TokenStoreFailed] or [Blocked]. No event holds an address, a
// header, a body or a secret.
type Event interface {
	// Kind is the event's short name, such as "attempt".
	Kind() string
	event()
}

// Attempt reports one request and its answer. A call that is repeated makes
// several. Token requests are attempts of their own, with an operation whose ID
// is "token".
type Attempt struct {
	// Operation is what was tried. Its ID has few values and suits a metric.
	Operation *Operation
	// Number counts the attempts of the call, 1 for the first.
	Number int
	// StatusCode is the HTTP status, zero when there was no answer.
	StatusCode int
	// Start is when the attempt began, after Waited.
	Start time.Time
	// Duration is the time from Start until the answer was decoded.
	Duration time.Duration
	// Waited is the time before Start: the backoff after the attempt before, and
	// the time queued for the request budget.
	Waited time.Duration
	// Bytes is the size of the answer's body after decompression.
	Bytes int64
	// Err is the attempt's error, nil when it succeeded.
	Err error
}

// ListProgress reports how far an All walk has come: once for each page, in
// order, before the page's rows are yielded. It is not logged, because the
// [Attempt] that brought the page is.
type ListProgress struct {
	// Operation is the list.
	Operation *Operation
	// Pages is how many pages have been read, 1 for the first.
	Pages int
	// Rows is how many rows they hold, repeated and broken ones included.
	Rows int
	// Total is how many rows the list has by what the server tells, nil when it
	// tells nothing. It can change from page to page.
	Total *int
}

// ForeignNextPage reports a page whose link to the next one points away from the
// client's own address. Nothing is sent there: the walk takes the page number
// from the link and stays where it is.
type ForeignNextPage struct {
	// Operation is the list.
	Operation *Operation
	// Host is where the link points.
	Host string
}

// UnknownField reports a member of an answer that the model does not know. It is
// told once for each operation and name, and only with [WithUnknownFields].
type UnknownField struct {
	// Operation is where it was seen.
	Operation *Operation
	// Name is the member's path below the row or object, such as
	// "antivirus.vendor".
	Name string
}

// TokenStoreFailed reports that the [TokenStore] returned an error. The client
// went on without it.
type TokenStoreFailed struct {
	// Action is "load" or "save".
	Action string
	// Err is the store's error.
	Err error
}

// Blocked reports that the server has shut this address out.
type Blocked struct {
	// Operation is the call whose answer showed it.
	Operation *Operation
	// Until is when calls are sent again.
	Until time.Time
}

// Kind returns "attempt".
func (Attempt) Kind() string { return "attempt" }

// Kind returns "list-progress".
func (ListProgress) Kind() string { return "list-progress" }

// Kind returns "foreign-next-page".
func (ForeignNextPage) Kind() string { return "foreign-next-page" }

// Kind returns "unknown-field".
func (UnknownField) Kind() string { return "unknown-field" }

// Kind returns "token-store-failed".
func (TokenStoreFailed) Kind() string { return "token-store-failed" }

// Kind returns "blocked".
func (Blocked) Kind() string { return "blocked" }

func (Attempt) event()          {}
func (ListProgress) event()     {}
func (ForeignNextPage) event()  {}
func (UnknownField) event()     {}
func (TokenStoreFailed) event() {}
func (Blocked) event()          {}

// emit logs an event and tells the hooks.
func (c *Client) emit(ctx context.Context, e Event) {
	c.logEvent(ctx, e)
	for _, hook := range c.hooks {
		hook(ctx, e)
	}
}

// logEvent writes the fields that may be logged. Texts of errors are not among
// them: the kind of error is.
func (c *Client) logEvent(ctx context.Context, e Event) {
	level := slog.LevelWarn
	if a, ok := e.(Attempt); ok && a.Err == nil {
		level = slog.LevelDebug
	}
	if !c.logger.Enabled(ctx, level) {
		return
	}
	switch e := e.(type) {
	case Attempt:
		attrs := []slog.Attr{
			slog.String("operation", e.Operation.String()),
			slog.Int("attempt", e.Number),
			slog.Int("status", e.StatusCode),
			slog.Duration("duration", e.Duration),
			slog.Duration("waited", e.Waited),
			slog.Int64("bytes", e.Bytes),
		}
		if e.Err != nil {
			attrs = append(attrs, slog.String("error", kindOf(e.Err)))
		}
		c.logger.LogAttrs(ctx, level, "datto attempt", attrs...)
	case ForeignNextPage:
		c.logger.LogAttrs(ctx, level, "datto next page on another host, not called",
			slog.String("operation", e.Operation.String()), slog.String("host", e.Host))
	case UnknownField:
		c.logger.LogAttrs(ctx, level, "datto unknown field",
			slog.String("operation", e.Operation.String()), slog.String("name", e.Name))
	case TokenStoreFailed:
		c.logger.LogAttrs(ctx, level, "datto token store failed", slog.String("action", e.Action))
	case Blocked:
		c.logger.LogAttrs(ctx, level, "datto blocked by the server",
			slog.String("operation", e.Operation.String()), slog.Time("until", e.Until))
	}
}

// kindOf names the kind of an error for logs.
func kindOf(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline exceeded"
	case errors.Is(err, ErrBlocked):
		return "blocked"
	case isA[*APIError](err):
		return "api"
	case isA[*AuthError](err):
		return "auth"
	case isA[*TransportError](err):
		return "transport"
	case isA[*DecodeError](err):
		return "decode"
	default:
		return "other"
	}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
