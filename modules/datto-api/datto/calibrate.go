package datto

import (
	"context"
	"time"
)

// calibrationDue reports whether the caller should read the server's counters
// before it goes on, and if so takes on the task. It is due once in so many
// requests, so that it stays a small part of the traffic and an idle client makes
// none.
func (l *limiter) calibrationDue() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if l.calibrating || l.reads.paused > now {
		return false
	}
	calls := calmCallsPerCalibration
	switch {
	case l.askSoon || l.reads.others > 0 && now-l.calibrated >= int64(l.size/2):
		// What others used half a window ago says little about now.
		calls = alarmedCalls
	case l.calibrated == 0 || l.reads.others > 0 || l.writes.others > 0:
		calls = minCallsPerCalibration
	}
	if l.sinceAsked < calls {
		return false
	}
	l.calibrating = true
	return true
}

// calibrate reads the server's counters and corrects the limiter. When that
// fails the limiter goes on with what it knows: the failure is reported as an
// [Attempt], and the call that is waiting meets whatever caused it itself.
func (c *Client) calibrate(ctx context.Context) {
	before := c.limits.snapshot()
	var status RequestRate
	x := &exchange{
		op: opGetRequestRate, path: opGetRequestRate.Path, calibration: true,
		decode: func(code int, body []byte) error { return decodeValue(opGetRequestRate, code, body, &status) },
	}
	err := c.run(ctx, x)
	c.limits.calibrate(before, status, err == nil)
}

// localCount is what the client believes to have used when it asks the server.
type localCount struct {
	since         int64 // requests from here on are in the windows
	reads, writes int
	buckets       map[string]int
}

func (l *limiter) snapshot() localCount {
	l.mu.Lock()
	defer l.mu.Unlock()
	since := l.now() - int64(l.size)
	n := localCount{since: since, reads: l.reads.begunSince(since), writes: l.writes.begunSince(since), buckets: map[string]int{}}
	for name, w := range l.buckets {
		n.buckets[name] = w.begunSince(since)
	}
	return n
}

// calibrate takes over the server's limits, and holds what it counted beyond the
// client's own requests to be the use that others will go on making.
func (l *limiter) calibrate(before localCount, status RequestRate, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calibrating, l.asked = false, true
	defer l.wake()
	// A look that was taken early is paid for by the next one.
	l.sinceAsked = min(l.sinceAsked-minCallsPerCalibration, 0)
	limit := intOf(status.AccountRateLimit)
	if !ok || limit <= 0 {
		return
	}
	l.askSoon = false
	l.calibrated = l.now()
	if s := intOf(status.SlidingTimeWindowSizeSeconds); s > 0 && s <= int(time.Hour/time.Second) {
		l.size = time.Duration(s) * time.Second
	}
	if r := status.AccountCutOffRatio; r != nil && *r > 0 && *r <= 1 {
		l.cutOff = *r
	}
	// Accounts on older builds have one count for everything.
	l.legacy = status.AccountWriteRateLimit == nil
	own := before.reads + 1 // the look itself is a read
	most := l.reads.heldSince(before.since)
	if l.legacy {
		own += before.writes
		most += l.writes.heldSince(before.since)
	}
	l.reads.limit = limit
	l.reads.foreign(intOf(status.AccountCount), own, most)
	if writes := intOf(status.AccountWriteRateLimit); writes > 0 {
		l.writes.limit = writes
		l.writes.foreign(intOf(status.AccountWriteCount), before.writes, l.writes.heldSince(before.since))
	}
	for name, rate := range status.OperationWriteStatus {
		w := l.bucket(name)
		if n := intOf(rate.Limit); n > 0 {
			w.limit = n
		}
		w.foreign(intOf(rate.Count), before.buckets[name], w.heldSince(before.since))
	}
}

// intOf reads a number that an answer may lack. Nothing that the limiter counts
// comes near the end of the range.
func intOf[N int32 | int64](n *N) int {
	if n == nil || *n < 0 || int64(*n) > 1<<30 {
		return 0
	}
	return int(*n)
}

// foreign takes what the server counted beyond the client's own requests for the
// use of others. A larger one holds at once, a smaller one by half: requests under
// way when the server counts can make others seem to use less.
//
// Own is what the client had used before it looked, and most is what the server
// can have counted of it at all: requests that went out beside the look are nobody
// else's. A client that is alone would otherwise make room for itself.
func (w *window) foreign(counted, own, most int) {
	n := counted - own
	if counted-max(own, most) <= noise {
		n = 0
	}
	w.others = max(n, (w.others+n)/2)
}

// Limits is the request budget as the client sees it.
type Limits struct {
	// WindowSize is the length of all windows.
	WindowSize time.Duration
	// Reads counts the reads of the account.
	Reads Window
	// Writes counts all writes of the account.
	Writes Window
	// Operations counts the writes of each kind, by bucket. It holds the buckets
	// that were used or that the server has told of.
	Operations map[string]Window
	// Calibrated is when the server was last asked for its counters, zero before
	// the first time. It is asked after some 50 calls.
	Calibrated time.Time
	// BlockedUntil is when calls are sent again after the server has shut this
	// address out, zero when it has not.
	BlockedUntil time.Time
}

// Window is one sliding window.
type Window struct {
	// Limit is the number of requests at which the server refuses more.
	Limit int
	// Allowed is the number of requests that this client allows itself: less
	// than the mark at which answers are delayed, less what others use, and no
	// more than the share set with [WithBudget]. Before the
	// server was first asked, no more than 100 reads are made of it.
	Allowed int
	// Used is the number of this client's requests in the window.
	Used int
	// Others is the number of requests of others when the server was last asked.
	Others int
	// ResumesAt is when the next request is sent, because the window is full or
	// rests after a 429. It is zero when one can be sent now, and when it takes the
	// answer to one that is under way to tell.
	ResumesAt time.Time
}

// Limits returns the request budget as the client sees it now. It asks nothing.
func (c *Client) Limits() Limits {
	l := c.limits
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	describe := func(w *window) Window {
		w.expire(now, l.size)
		out := Window{Limit: w.limit, Allowed: l.allowed(w), Used: w.used(), Others: w.others}
		if at := w.readyAt(out.Allowed, l.size); at > now && at != never {
			out.ResumesAt = l.epoch.Add(time.Duration(at))
		}
		return out
	}
	out := Limits{
		WindowSize: l.size, Reads: describe(l.reads), Writes: describe(l.writes),
		Operations: map[string]Window{}, BlockedUntil: c.breaker.blockedUntil(),
	}
	for name, w := range l.buckets {
		out.Operations[name] = describe(w)
	}
	if l.calibrated != 0 {
		out.Calibrated = l.epoch.Add(time.Duration(l.calibrated))
	}
	return out
}
