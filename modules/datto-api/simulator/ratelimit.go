package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// RetryAfterForm is how a 429 says when to come back.
type RetryAfterForm uint8

// Forms of Retry-After. Nobody has shown a live 429 with the header.
const (
	RetryAfterAbsent  RetryAfterForm = iota // no header
	RetryAfterSeconds                       // the window's length in seconds
	RetryAfterDate                          // an HTTP date
)

// Limits are the account's rate limits. Zero fields mean the documented
// values.
type Limits struct {
	// Off switches all limits off; requests are still counted.
	Off bool
	// Window is the length of the sliding windows; 0 means 60 seconds.
	Window time.Duration
	// Reads is how many GETs fit in a window; 0 means 600.
	Reads int
	// Writes is how many other requests fit in a window, all operations
	// together; 0 means 600.
	Writes int
	// Operations changes the limit of single write operations, by the name the
	// API gives their bucket, such as "device-move". Those not named keep the
	// documented limit: 600 for "device-udf-set", 100 for the others.
	Operations map[string]int
	// CutOff is the share of a limit from which answers are delayed; 0 means 0.9.
	CutOff float64
	// Delay is how long such an answer takes; 0 means one second, a negative
	// value no delay.
	Delay time.Duration
	// BlockAfter is how many refusals within one window get the caller's
	// address blocked; 0 means 50, a negative value never. The real number is
	// not known.
	BlockAfter int
	// BlockFor is how long a block lasts; 0 means five minutes.
	BlockFor time.Duration
	// RetryAfter is what a 429 tells about when to come back.
	RetryAfter RetryAfterForm
	// ShortStatus answers system/request_rate without the write counters, as
	// older accounts do.
	ShortStatus bool
}

// writeBucket is one write operation with a limit of its own.
type writeBucket struct {
	name, operation string
	limit           int
}

// writeBuckets are the names that live accounts report.
var writeBuckets = []writeBucket{
	{"site-create", "PUT /v2/site", 100},
	{"site-update", "POST /v2/site/{siteUid}", 100},
	{"site-variable-create", "PUT /v2/site/{siteUid}/variable", 100},
	{"site-variable-update", "POST /v2/site/{siteUid}/variable/{variableId}", 100},
	{"site-variable-delete", "DELETE /v2/site/{siteUid}/variable/{variableId}", 100},
	{"site-proxy-create", "POST /v2/site/{siteUid}/settings/proxy", 100},
	{"site-proxy-delete", "DELETE /v2/site/{siteUid}/settings/proxy", 100},
	{"device-move", "PUT /v2/device/{deviceUid}/site/{siteUid}", 100},
	{"device-job-create", "PUT /v2/device/{deviceUid}/quickjob", 100},
	{"device-warranty-create", "POST /v2/device/{deviceUid}/warranty", 100},
	{"device-udf-set", "POST /v2/device/{deviceUid}/udf", 600},
	{"alert-resolve", "POST /v2/alert/{alertUid}/resolve", 100},
	{"account-variable-create", "PUT /v2/account/variable", 100},
	{"account-variable-update", "POST /v2/account/variable/{variableId}", 100},
	{"account-variable-delete", "DELETE /v2/account/variable/{variableId}", 100},
	{"user-reset-keys", "POST /v2/user/resetApiKeys", 100},
}

// noBucket is for reads, and for writes that only the account's window counts.
const noBucket = -1

// bucketOf returns the index in writeBuckets of a request's own window.
func bucketOf(method string, r *route) int {
	if method == http.MethodGet || r == nil {
		return noBucket
	}
	key := r.key()
	return slices.IndexFunc(writeBuckets, func(b writeBucket) bool { return b.operation == key })
}

// verdict is what the limits say to a request.
type verdict uint8

const (
	admitted verdict = iota
	delayed
	refused
	shutOut // the block began after the request came in
)

// limiter keeps the account's windows. The limits belong to the account, so
// only requests with a good token count; those to system/status and the token
// endpoint have none. Everything else counts, whatever its answer, a 429
// included. A block is on an address and comes before everything.
type limiter struct {
	off         bool
	window      time.Duration
	delay       time.Duration
	cutOff      float64
	blockAfter  int
	blockFor    time.Duration
	retryAfter  RetryAfterForm
	shortStatus bool

	mu       sync.Mutex
	reads    window
	writes   window
	buckets  []window
	refusals map[string]*window // by address
	blocked  map[string]time.Time
}

func newLimiter(l Limits) *limiter {
	or := func(v, missing int) int {
		if v == 0 {
			return missing
		}
		return v
	}
	lim := &limiter{
		off:         l.Off,
		window:      l.Window,
		delay:       max(l.Delay, 0),
		cutOff:      l.CutOff,
		blockAfter:  or(l.BlockAfter, 50),
		blockFor:    l.BlockFor,
		retryAfter:  l.RetryAfter,
		shortStatus: l.ShortStatus,
		reads:       window{limit: or(l.Reads, 600)},
		writes:      window{limit: or(l.Writes, 600)},
		refusals:    make(map[string]*window),
		blocked:     make(map[string]time.Time),
	}
	if l.Window <= 0 {
		lim.window = time.Minute
	}
	if l.Delay == 0 {
		lim.delay = time.Second
	}
	if l.CutOff <= 0 {
		lim.cutOff = 0.9
	}
	if l.BlockFor <= 0 {
		lim.blockFor = 5 * time.Minute
	}
	for _, bucket := range writeBuckets {
		limit := bucket.limit
		if own, ok := l.Operations[bucket.name]; ok {
			limit = own
		}
		lim.buckets = append(lim.buckets, window{limit: limit})
	}
	return lim
}

// admit counts a request and says what becomes of it.
func (l *limiter) admit(client string, bucket int, write bool, now time.Time) verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.blocksNow(client, now) {
		return shutOut
	}
	result := admitted
	judge := func(w *window) {
		n := w.add(now, l.window)
		switch {
		case l.off:
		case n > w.limit:
			result = refused
		case float64(n) > float64(w.limit)*l.cutOff && result == admitted:
			result = delayed
		}
	}
	if write {
		judge(&l.writes)
		if bucket != noBucket {
			judge(&l.buckets[bucket])
		}
	} else {
		judge(&l.reads)
	}
	if result == refused && l.blockAfter > 0 {
		breaches := l.refusals[client]
		if breaches == nil {
			breaches = new(window)
			l.refusals[client] = breaches
		}
		if breaches.add(now, l.window) >= l.blockAfter {
			l.blocked[client] = now.Add(l.blockFor)
			delete(l.refusals, client)
		}
	}
	return result
}

// blocks tells whether an address is shut out.
func (l *limiter) blocks(client string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.blocksNow(client, now)
}

// blocksNow needs mu.
func (l *limiter) blocksNow(client string, now time.Time) bool {
	until, found := l.blocked[client]
	if found && !now.Before(until) {
		delete(l.blocked, client)
		return false
	}
	return found
}

func (l *limiter) windowSeconds() string {
	return strconv.FormatInt(int64((l.window+time.Second-1)/time.Second), 10)
}

// status writes the members of system/request_rate.
func (l *limiter) status(w *wire, account string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w.num("slidingTimeWindowSizeSeconds", int64(l.window/time.Second))
	w.str("accountUid", account)
	w.num("accountCount", int64(l.reads.count(now, l.window)))
	w.num("accountRateLimit", int64(l.reads.limit))
	w.float("accountCutOffRatio", l.cutOff)
	if l.shortStatus {
		return
	}
	w.num("accountWriteCount", int64(l.writes.count(now, l.window)))
	w.num("accountWriteRateLimit", int64(l.writes.limit))
	w.object("operationWriteStatus")
	for i, bucket := range writeBuckets {
		w.object(bucket.name)
		w.num("limit", int64(l.buckets[i].limit))
		w.num("count", int64(l.buckets[i].count(now, l.window)))
		w.endObject()
	}
	w.endObject()
}

// window counts requests over a sliding length of time. Requests of the same
// millisecond share a slot, so that a flood takes no more memory than a minute
// has milliseconds.
type window struct {
	limit int
	slots []slot
	first int // slots before it have left the window
	total int
}

type slot struct {
	at    int64 // ms
	count int
}

// add counts one request and returns how many the window holds with it.
func (w *window) add(now time.Time, length time.Duration) int {
	w.expire(now, length)
	at := now.UnixMilli()
	if n := len(w.slots); n > w.first && w.slots[n-1].at >= at {
		w.slots[n-1].count++
	} else {
		w.slots = append(w.slots, slot{at, 1})
	}
	w.total++
	return w.total
}

func (w *window) count(now time.Time, length time.Duration) int {
	w.expire(now, length)
	return w.total
}

func (w *window) expire(now time.Time, length time.Duration) {
	oldest := now.Add(-length).UnixMilli()
	for w.first < len(w.slots) && w.slots[w.first].at <= oldest {
		w.total -= w.slots[w.first].count
		w.first++
	}
	if w.first > len(w.slots)/2 {
		w.slots = append(w.slots[:0], w.slots[w.first:]...)
		w.first = 0
	}
}
