package datto

import (
	"context"
	"math"
	"sync"
	"time"
)

// What the server is known to allow, until it is asked.
const (
	defaultWindowSize  = time.Minute
	defaultReadLimit   = 600
	defaultWriteLimit  = 600
	defaultBucketLimit = 100
	defaultCutOff      = 0.9
)

// knownBuckets are the write windows whose limit is not [defaultBucketLimit].
var knownBuckets = map[string]int{"device-udf-set": 600}

const (
	// minCallsPerCalibration bounds what calibration costs to 2 % of the reads.
	minCallsPerCalibration = 50
	// alarmedCalls is how many requests are waited for when an answer was refused
	// or held back, so that a row of such answers makes one look.
	alarmedCalls = 5
	// calmCallsPerCalibration is enough while nobody else uses the account.
	calmCallsPerCalibration = 100
	// callsBeforeFirst is how many reads a client makes at most before the server
	// has told it whether it is alone.
	callsBeforeFirst = 2 * minCallsPerCalibration
	// trickle is the part of a limit that a client uses even when others have
	// taken all of it. It keeps below the hard limit, and without it two clients
	// could wait for each other for ever.
	trickle = 0.02
	// noise is the difference to the server's count that means nothing: requests
	// that were under way while it was read.
	noise = 2
	// delayed is by how much an answer must be slower than usual to be taken for
	// one that the server has held back.
	delayed = 900 * time.Millisecond
)

// limiter keeps the client's requests inside the account's budget. It has one
// window for reads, one for all writes, and one for each kind of write.
type limiter struct {
	share float64
	epoch time.Time
	// stopped reports that nothing is sent at present, so that nobody need wait.
	stopped func() bool

	mu      sync.Mutex
	size    time.Duration
	cutOff  float64
	reads   *window
	writes  *window
	buckets map[string]*window
	turns   map[*window]chan struct{} // who is next in each window
	changed chan struct{}             // closed when a waiting request may fit sooner
	legacy  bool                      // the account counts reads and writes together

	calibrating  bool
	asked        bool  // the server has been asked, with whatever success
	calibrated   int64 // when it last answered, zero before
	sinceAsked   int   // requests since it was asked
	askSoon      bool  // something happened that only the server can explain
	lastRefused  int64
	usualLatency time.Duration
}

func newLimiter(share float64) *limiter {
	l := &limiter{
		share: share, epoch: time.Now(), stopped: func() bool { return false }, size: defaultWindowSize, cutOff: defaultCutOff,
		reads:   &window{limit: defaultReadLimit},
		writes:  &window{limit: defaultWriteLimit},
		buckets: map[string]*window{},
		turns:   map[*window]chan struct{}{},
		changed: make(chan struct{}),
	}
	l.turns[l.reads] = make(chan struct{}, 1)
	return l
}

// now is nanoseconds on the limiter's clock. It starts above zero, which stands
// for never.
func (l *limiter) now() int64 { return int64(time.Since(l.epoch)) + 1 }

// slot is a place in up to three windows.
type slot struct {
	windows [3]*window
	begin   int64
}

// windowsFor lists the windows that count op. The caller holds the lock.
func (l *limiter) windowsFor(op *Operation) [3]*window {
	if !op.Write {
		return [3]*window{l.reads}
	}
	name := op.Bucket
	if name == "" {
		name = op.ID // the server counts it, under a name that nobody has seen
	}
	w := [3]*window{l.bucket(name), l.writes}
	if l.legacy {
		w[2] = l.reads
	}
	return w
}

func (l *limiter) bucket(name string) *window {
	w := l.buckets[name]
	if w == nil {
		w = &window{limit: defaultBucketLimit}
		if limit, ok := knownBuckets[name]; ok {
			w.limit = limit
		}
		l.buckets[name] = w
		l.turns[w] = make(chan struct{}, 1)
	}
	return w
}

// allowed is how many requests of this client may be in the window.
func (l *limiter) allowed(w *window) int {
	// Strictly below the mark: at the mark itself answers may be held back.
	mark := int(math.Ceil(float64(w.limit)*l.cutOff)) - 1
	own := int(float64(mark) * l.share)
	least := max(1, int(float64(w.limit)*trickle))
	return max(least, min(own, mark-w.others-reserve(w)))
}

// reserve is what is left free where others are at work: their use is an estimate
// and moves a little all the time.
func reserve(w *window) int { return min((w.others+19)/20, w.limit/50) }

// open is how much of what is allowed is open now: not all of it before the server
// was asked how much others use.
func (l *limiter) open(w *window) int {
	n := l.allowed(w)
	if w == l.reads && !l.asked {
		n = min(n, callsBeforeFirst)
	}
	return n
}

// acquire waits until a request for op fits into all of its windows, in the
// order of asking. A request that has to wait before the server was asked for the
// first time calls ask, because nobody else may come by to do so.
func (l *limiter) acquire(ctx context.Context, op *Operation, ask func(context.Context)) (slot, error) {
	if err := ctx.Err(); err != nil {
		return slot{}, err
	}
	l.mu.Lock()
	windows := l.windowsFor(op)
	turn := l.turns[windows[0]]
	l.mu.Unlock()
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return slot{}, ctx.Err()
	}
	for {
		l.mu.Lock()
		if l.stopped() {
			l.mu.Unlock()
			return slot{}, ErrBlocked
		}
		windows = l.windowsFor(op)
		now := l.now()
		at := int64(0)
		for _, w := range windows {
			if w != nil {
				w.expire(now, l.size)
				at = max(at, w.readyAt(l.open(w), l.size))
			}
		}
		if at <= now {
			s := l.take(windows)
			l.mu.Unlock()
			return s, nil
		}
		if left := l.pauseOf(windows, now); left > longestPause {
			l.mu.Unlock()
			return slot{}, pausedError(left)
		}
		changed := l.changed
		askNow := !l.asked && !l.calibrating && l.reads.paused <= now
		l.calibrating = l.calibrating || askNow
		l.mu.Unlock()
		if askNow {
			ask(ctx)
			continue
		}
		if err := waitFor(ctx, at, now, changed); err != nil {
			return slot{}, err
		}
	}
}

// longestPause bounds how long requests queue because the server told one of them
// to come back later. Beyond it they fail and say so.
const longestPause = 5 * time.Minute

// pausedError says for how much longer the server wants no requests of a kind.
type pausedError time.Duration

func (e pausedError) Error() string { return "no request is sent for " + time.Duration(e).String() }

// pauseOf is for how much longer one of the windows is paused. The caller holds the
// lock.
func (l *limiter) pauseOf(windows [3]*window, now int64) time.Duration {
	left := int64(0)
	for _, w := range windows {
		if w != nil {
			left = max(left, w.paused-now)
		}
	}
	return time.Duration(left)
}

// acquireAtOnce takes a place whether there is room or not. It is for the look at
// the server's counters.
func (l *limiter) acquireAtOnce(op *Operation) slot {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.take(l.windowsFor(op))
}

// take takes a place. The caller holds the lock.
func (l *limiter) take(windows [3]*window) slot {
	l.sinceAsked++
	for _, w := range windows {
		if w != nil {
			w.inFlight++
		}
	}
	return slot{windows: windows, begin: l.now()}
}

// waitFor waits until the time, a change, or the end of ctx.
func waitFor(ctx context.Context, at, now int64, changed <-chan struct{}) error {
	var due <-chan time.Time
	if at != never {
		timer := time.NewTimer(time.Duration(at - now))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-due:
		return nil
	case <-changed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release gives a slot back. A request that was sent counts for one window more,
// whatever its answer; one that was not sent leaves no trace.
func (l *limiter) release(s slot, sent bool) {
	if s.windows[0] == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	full := false
	for _, w := range s.windows {
		if w == nil {
			continue
		}
		full = full || w.inFlight >= l.open(w)
		w.inFlight--
		if sent {
			w.push(passage{begin: s.begin, end: l.now()})
		}
	}
	if full || !sent {
		l.wake()
	}
}

// wake lets waiting requests look again. The caller holds the lock.
func (l *limiter) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// stop lets waiting requests see that they are stopped.
func (l *limiter) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wake()
}

// windowSize is the length of the server's windows.
func (l *limiter) windowSize() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.size
}

// refused notes a 429: the kind of request that got it rests for as long as the
// server says, or one window.
func (l *limiter) refused(op *Operation, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if after <= 0 {
		after = l.size
	}
	now := l.now()
	l.lastRefused = now
	w := l.windowsFor(op)[0]
	w.paused = max(w.paused, now+int64(after))
	l.askSoon = true
	l.wake()
}

// recentlyRefused reports whether the last 429 is less than a window ago.
func (l *limiter) recentlyRefused() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lastRefused != 0 && l.now()-l.lastRefused <= int64(l.size)
}

// answered takes note of how long an answer took. One that took much longer than
// they do as a rule may have been held back, which means that somebody else has
// begun to use the account.
func (l *limiter) answered(took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.usualLatency == 0:
		l.usualLatency = took
	case took > l.usualLatency+delayed:
		l.askSoon = true
	default:
		l.usualLatency += (took - l.usualLatency) / 16
	}
}
