package datto

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// run takes the exchange through the stages until it succeeds or must not be
// repeated. What must not be sent twice is decided here, per operation; how often
// and how long after is left to the client's [Retry].
func (c *Client) run(ctx context.Context, x *exchange) error {
	if x.op.Write && c.readOnly {
		return fmt.Errorf("datto: %s: %w", x.op, ErrReadOnly)
	}
	for {
		x.attempt++
		err := c.tryOnce(ctx, x)
		if err == nil {
			return nil
		}
		if x.op.Method == http.MethodDelete && x.uncertain && errors.Is(err, ErrNotFound) {
			// An attempt before, whose answer was lost, has deleted it.
			return nil
		}
		if x.sent && !definite(err) {
			x.uncertain = true
			if x.op.Retry == RetryNever {
				return x.failed(err)
			}
		}
		if ended := ctx.Err(); ended != nil {
			if !errors.Is(err, ended) && transient(err, false) {
				err = fmt.Errorf("datto: %s: %w", x.op, ended)
			}
			return x.failed(err)
		}
		if c.takesNewToken(x, err) {
			x.backoff = 0
			continue
		}
		wait, again := c.repeatAfter(x, err)
		if !again {
			return x.failed(err)
		}
		if err := sleep(ctx, wait); err != nil {
			return x.failed(fmt.Errorf("datto: %s: %w", x.op, err))
		}
		x.backoff = wait
		x.elapsed += wait
	}
}

// failed is the error of an exchange that ends with err. Where the server may have
// acted on one of the attempts it says so, unless the last answer settles that the
// request is not one that the server acts on.
func (x *exchange) failed(err error) error {
	api, answered := errors.AsType[*APIError](err)
	settled := answered && definite(err) && !transientStatus(api.StatusCode) && api.StatusCode != http.StatusUnauthorized
	if !x.op.Write || !x.uncertain || settled {
		return err
	}
	return &AmbiguousError{Operation: x.op.String(), Repeatable: x.op.Retry != RetryNever, Err: err}
}

// definite reports whether err makes it certain that the server did not act on
// the request.
func definite(err error) bool {
	if api, ok := errors.AsType[*APIError](err); ok {
		// A timeout can come from a gateway that has passed the request on.
		return api.StatusCode < http.StatusInternalServerError && api.StatusCode != http.StatusRequestTimeout &&
			api.StatusCode >= http.StatusMultipleChoices
	}
	if t, ok := errors.AsType[*TransportError](err); ok {
		return !t.Sent
	}
	return false
}

// takesNewToken reports whether the attempt was refused for its token and has
// one repeat with a new one left. The server did not act, so this holds for
// every operation.
func (c *Client) takesNewToken(x *exchange, err error) bool {
	api, ok := errors.AsType[*APIError](err)
	if !ok || api.StatusCode != http.StatusUnauthorized || x.grant == nil {
		// A call that waits long between attempts can meet the end of more than one
		// token. Only a new one that is refused at once is an error.
		x.reauthenticated = false
		return false
	}
	if x.reauthenticated {
		return false
	}
	x.reauthenticated = true
	x.refused = x.grant
	return true
}

// repeatAfter reports whether the exchange is repeated, and after how long.
func (c *Client) repeatAfter(x *exchange, err error) (time.Duration, bool) {
	if x.calibration || !transient(err, x.keepConflict) {
		return 0, false
	}
	f := Failure{Operation: x.op, Attempt: x.attempt, Err: err, Elapsed: x.elapsed}
	if api, ok := errors.AsType[*APIError](err); ok {
		f.StatusCode, f.RetryAfter = api.StatusCode, api.RetryAfter
	} else if auth, ok := errors.AsType[*AuthError](err); ok {
		f.StatusCode, f.RetryAfter = auth.StatusCode, auth.RetryAfter
	}
	if x.op.Retry == RetryNever && x.sent && f.StatusCode != http.StatusTooManyRequests {
		return 0, false
	}
	if f.StatusCode == http.StatusTooManyRequests {
		x.refusals++
		if f.RetryAfter <= 0 {
			f.RetryAfter = c.limits.windowSize()
		}
	}
	f.Refusals = x.refusals
	wait, again := c.retry.Backoff(f)
	return max(wait, 0), again
}

// transient reports whether the same request may well succeed later.
func transient(err error, keepConflict bool) bool {
	if api, ok := errors.AsType[*APIError](err); ok {
		if api.blocked {
			return false
		}
		return transientStatus(api.StatusCode) && (api.StatusCode != http.StatusConflict || !keepConflict)
	}
	if auth, ok := errors.AsType[*AuthError](err); ok {
		return auth.StatusCode != http.StatusConflict && transientStatus(auth.StatusCode)
	}
	if d, ok := errors.AsType[*DecodeError](err); ok {
		return d.Truncated
	}
	t, ok := errors.AsType[*TransportError](err)
	return ok && !permanent(t.Err)
}

func transientStatus(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// permanent reports whether a transport failure will be the same next time: a
// certificate that is not trusted, a name that does not exist, an answer that is
// too large.
func permanent(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound || errors.Is(err, ErrBodyTooLarge)
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
