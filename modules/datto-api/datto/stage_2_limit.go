package datto

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// limit waits until the request fits into the account's budget. It is also where
// every call stops while the server has shut this address out.
func (c *Client) limit(ctx context.Context, x *exchange) error {
	if err := c.breaker.check(x.op); err != nil {
		return err
	}
	if x.calibration {
		x.slot = c.limits.acquireAtOnce(x.op)
		return nil
	}
	start := time.Now()
	if c.limits.calibrationDue() {
		c.calibrate(ctx)
	}
	slot, err := c.limits.acquire(ctx, x.op, c.calibrate)
	x.queued = time.Since(start)
	if err == nil {
		x.slot = slot
	}
	// The block may have come while this call was queued, or looked.
	if blocked := c.breaker.check(x.op); blocked != nil {
		return blocked
	}
	if left, ok := errors.AsType[pausedError](err); ok {
		return &APIError{
			StatusCode: http.StatusTooManyRequests, Operation: x.op.String(), RetryAfter: time.Duration(left),
			Message: "not sent, because the server has asked for a pause",
		}
	}
	if err != nil {
		return fmt.Errorf("datto: %s: %w", x.op, err)
	}
	return nil
}
