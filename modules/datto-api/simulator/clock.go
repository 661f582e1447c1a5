package simulator

import (
	"context"
	"time"
)

// clock gives simulated time. At scale 10 one real second is ten simulated
// ones, so that a served simulator shows a 60-second window in 6.
type clock struct {
	now     func() time.Time
	started time.Time
	scale   float64
}

func newClock(now func() time.Time, scale float64) *clock {
	if now == nil {
		now = time.Now
	}
	if scale <= 0 {
		scale = 1
	}
	return &clock{now: now, started: now(), scale: scale}
}

// Now returns the simulated time.
func (c *clock) Now() time.Time {
	now := c.now()
	if c.scale == 1 {
		return now
	}
	return c.started.Add(time.Duration(float64(now.Sub(c.started)) * c.scale))
}

// sleep waits for d of simulated time and reports why it stopped early: the
// context's error, or errClosed when stop was closed. A nil stop never closes.
// It uses a plain timer, which testing/synctest turns into fake time.
func (c *clock) sleep(ctx context.Context, stop <-chan struct{}, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(time.Duration(float64(d) / c.scale))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-stop:
		return errClosed
	}
}

// millis is how the API writes times: milliseconds since 1970, UTC.
func millis(t time.Time) int64 { return t.UnixMilli() }

// dateOf writes the UTC day of an epoch-millisecond time as yyyy-MM-dd.
func dateOf(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.DateOnly) }
