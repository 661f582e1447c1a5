package datto

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// blockTime is how long the server is said to shut an address out. Calling in
// that time makes it longer.
const blockTime = 5 * time.Minute

// breaker stops every call while the server has shut this address out.
type breaker struct {
	until  atomic.Int64 // Unix nanoseconds, zero when closed
	events func(context.Context, Blocked)
}

// trip notes a block that the answer to op has shown.
func (b *breaker) trip(ctx context.Context, op *Operation, after time.Duration) *APIError {
	if after <= 0 {
		after = blockTime
	}
	until := time.Now().Add(after)
	b.until.Store(until.UnixNano())
	b.events(ctx, Blocked{Operation: op, Until: until})
	return blockedError(op, after, until)
}

// check fails a call that must not be sent now.
func (b *breaker) check(op *Operation) error {
	nanos := b.until.Load()
	if nanos == 0 {
		return nil
	}
	until := time.Unix(0, nanos)
	left := time.Until(until)
	if left <= 0 {
		b.until.CompareAndSwap(nanos, 0)
		return nil
	}
	return blockedError(op, left, until)
}

func blockedError(op *Operation, after time.Duration, until time.Time) *APIError {
	return &APIError{
		StatusCode: http.StatusForbidden, Operation: op.String(),
		RetryAfter: after, RetryAt: until, blocked: true,
	}
}

func (b *breaker) blockedUntil() time.Time {
	if nanos := b.until.Load(); nanos != 0 && time.Unix(0, nanos).After(time.Now()) {
		return time.Unix(0, nanos)
	}
	return time.Time{}
}
