package datto

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// Retry decides how often, and after how long, a failed attempt is repeated.
//
// It is asked only where a repeat can help and cannot do harm: after transport
// failures, cut bodies, and the statuses 408, 409, 429, 500, 502, 503 and 504 of
// operations that may be sent twice; for the others after a 429 and when the
// connection was never made. A token that was refused is replaced, and the call
// repeated once, without asking. A Retry is used by several goroutines at once.
type Retry interface {
	// Backoff returns how long to wait before the next attempt, and false to
	// give up with the error of the last one.
	Backoff(Failure) (wait time.Duration, again bool)
}

// Failure is an attempt that failed.
type Failure struct {
	// Operation is what was tried.
	Operation *Operation
	// Attempt counts the attempts, 1 for the first.
	Attempt int
	// Refusals counts those of the attempts that were answered with 429.
	Refusals int
	// StatusCode is the HTTP status, zero when there was no answer.
	StatusCode int
	// RetryAfter is how long the server asks to wait. After a 429 without a word
	// about that it is one rate window; otherwise it is zero.
	RetryAfter time.Duration
	// Elapsed is the time spent in attempts and between them so far, without the
	// time queued for the request budget.
	Elapsed time.Duration
	// Err is the attempt's error.
	Err error
}

// RetryPolicy is the [Retry] of this package. It waits for a random part, at
// least half, of a time that doubles with each attempt. What the server asks for
// is always waited out in full.
type RetryPolicy struct {
	// MaxAttempts bounds the attempts. Those answered with 429 do not count:
	// only MaxElapsed bounds them.
	MaxAttempts int
	// MaxElapsed bounds the time in attempts and between them. An attempt is not
	// repeated when waiting for it would go beyond.
	MaxElapsed time.Duration
	// MinBackoff is the time to wait after the first attempt.
	MinBackoff time.Duration
	// MaxBackoff bounds the doubling.
	MaxBackoff time.Duration
}

// DefaultRetry returns the policy of a client that was not given another: 5
// attempts within 5 minutes, waiting 0.5 s at first and 20 s at most.
func DefaultRetry() RetryPolicy {
	return RetryPolicy{MaxAttempts: 5, MaxElapsed: 5 * time.Minute, MinBackoff: 500 * time.Millisecond, MaxBackoff: 20 * time.Second}
}

// Backoff follows the policy.
func (p RetryPolicy) Backoff(f Failure) (time.Duration, bool) {
	counted := f.Attempt - f.Refusals
	if f.StatusCode != http.StatusTooManyRequests && counted >= p.MaxAttempts {
		return 0, false
	}
	wait := f.RetryAfter
	if wait <= 0 {
		wait = p.MaxBackoff
		if shift := max(counted-1, 0); shift < 30 {
			wait = min(p.MinBackoff<<shift, p.MaxBackoff)
		}
		if wait > 1 {
			wait = wait/2 + rand.N(wait/2+1) //nolint:gosec // Jitter needs no secrecy.
		}
	}
	if f.Elapsed+wait > p.MaxElapsed {
		return 0, false
	}
	return wait, true
}

// NoRetry never repeats an attempt.
type NoRetry struct{}

// Backoff returns false.
func (NoRetry) Backoff(Failure) (time.Duration, bool) { return 0, false }
