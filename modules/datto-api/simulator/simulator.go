package simulator

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

// What a zero Config stands for.
const (
	DefaultDevices   = 120
	DefaultPageSize  = 250
	DefaultTokenLife = 100 * time.Hour

	devicesPerSite = 10
	mostSites      = 2000
)

var errClosed = errors.New("simulator: body read after close")

// Config says what to simulate. The zero value is a fleet of 120 devices in 12
// sites with the documented limits switched on.
type Config struct {
	// Seed decides every invented value. With the same seed and the same clock,
	// the same request gets the same bytes.
	Seed uint64
	// Devices is the number of devices in the account's list; 0 means
	// DefaultDevices, a negative number none. Any size starts at once.
	Devices int
	// Sites is the number of customers' sites; 0 means one for each ten devices.
	// The three system sites come on top.
	Sites int

	// APIKey and APISecret are what the token endpoint accepts; "" means a pair
	// made from the seed, see [Simulator.Credentials].
	APIKey, APISecret string
	// TokenLife is how long a token is good for; 0 means DefaultTokenLife.
	TokenLife time.Duration

	// Now is the clock; nil means time.Now. The fleet's times count back from
	// its first answer. Waiting uses plain timers, so in a testing/synctest
	// bubble leave Now nil: time is fake already.
	Now func() time.Time
	// TimeScale makes simulated time run that many times faster than Now; 0
	// means 1. At 10 the 60-second window passes in 6 seconds.
	TimeScale float64

	// PageSize is the default and the greatest page size; 0 means DefaultPageSize.
	PageSize int
	// RefuseOversizedPages answers 400 to a max above PageSize on every list.
	// Live accounts were seen to do so for patches only, which is the default,
	// and to cut the page to size elsewhere.
	RefuseOversizedPages bool

	// Limits are the rate limits; the zero value means the documented ones.
	Limits Limits
	// Faults make answers go wrong; see [Simulator.AddFault] and [ParseFaults].
	Faults []Fault

	// Compress answers with gzip to callers that accept it.
	Compress bool
	// RecordedCalls is how many calls are remembered; 0 means
	// DefaultRecordedCalls, a negative number none.
	RecordedCalls int
}

// Simulator is an API with one account. It is an http.Handler that serves the
// routes of any platform host: the token endpoint at the root and the API
// below /api. It is safe for concurrent use.
type Simulator struct {
	config   Config
	clock    *clock
	fleet    *fleet
	limits   *limiter
	faults   *faultList
	recorder *recorder

	mu    sync.RWMutex // guards state
	state state
}

// New returns a simulator that is ready to answer. It holds no resources that
// would need releasing. Numbers of config that make no sense count as zero; a
// fault that makes none panics, see [Simulator.AddFault].
func New(config Config) *Simulator {
	if config.Devices == 0 {
		config.Devices = DefaultDevices
	}
	if config.Sites <= 0 {
		config.Sites = min((max(config.Devices, 0)+devicesPerSite-1)/devicesPerSite, mostSites)
	}
	if config.PageSize <= 0 {
		config.PageSize = DefaultPageSize
	}
	if config.TokenLife <= 0 {
		config.TokenLife = DefaultTokenLife
	}
	s := &Simulator{config: config, clock: newClock(config.Now, config.TimeScale)}
	s.fleet = newFleet(config.Seed, config.Devices, config.Sites, millis(s.clock.started))
	s.limits = newLimiter(config.Limits)
	s.faults = &faultList{seed: config.Seed}
	for _, fault := range config.Faults {
		s.faults.add(fault)
	}
	s.recorder = newRecorder(config.RecordedCalls)
	s.state = newState(config)
	return s
}

// Credentials returns the API key and secret that the token endpoint accepts
// at the moment. They are invented and open nothing else.
func (s *Simulator) Credentials() (key, secret string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.key, s.state.secret
}

// ServeHTTP answers a request as the API would. A fault that kills the
// connection needs a writer that can be hijacked; with any other it panics
// with http.ErrAbortHandler, which net/http understands.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.respond(r, clientAddress(r.RemoteAddr))
	defer a.release()
	if s.await(r.Context(), a) != nil {
		panic(http.ErrAbortHandler)
	}
	s.deliver(w, r, a)
}

// await waits until an answer is due.
func (s *Simulator) await(ctx context.Context, a *answer) error {
	if a.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	return s.clock.sleep(ctx, nil, a.delay)
}

// clientAddress is the part of a remote address that an IP block goes by.
func clientAddress(remote string) string {
	if i := strings.LastIndexByte(remote, ':'); i >= 0 {
		return remote[:i]
	}
	return remote
}

// respond decides the whole answer to a request, without waiting for anything
// but the request's own body.
func (s *Simulator) respond(r *http.Request, client string) *answer {
	x := newExchange(s, r, client)
	s.serve(x)
	x.strikeBody()
	if s.config.Compress {
		x.compress()
	}
	x.strikeDelivery()
	x.finish()
	s.recorder.record(x)
	return x.answer
}

// apiPrefix is where the API begins on a host.
const apiPrefix = "/api"

// serve answers a request. The order is that of the layers it would pass: the
// firewall, the gateway, the token, the limits, the operation.
func (s *Simulator) serve(x *exchange) {
	path, ok := strings.CutPrefix(x.path, apiPrefix)
	inAPI := ok && (path == "" || path[0] == '/')
	var route *route
	var allowed []string
	if inAPI {
		x.path = path
		route, allowed = routes.match(x)
		if route != nil {
			x.operation = route.key()
		}
		x.fault = s.faults.strike(x.operation)
	} else if x.path == tokenPath && x.method == http.MethodPost {
		x.operation = tokenOperation
		x.fault = s.faults.strike(x.operation)
	}
	switch {
	case s.limits.blocks(x.client, x.now):
		x.blockPage()
	case s.strikeFirst(x):
	case inAPI:
		s.serveAPI(x, route, allowed)
	default:
		s.serveRoot(x)
	}
}

// serveAPI answers what lies below /api. allowed are the methods that a path
// without a route has.
func (s *Simulator) serveAPI(x *exchange, route *route, allowed []string) {
	if route != nil && route.public {
		s.handle(x, route)
		return
	}
	// The token is checked before the route: an unknown path without one is a
	// 401, not a 404.
	if !s.authorized(x) {
		x.fail(http.StatusUnauthorized, "")
		return
	}
	switch s.limits.admit(x.client, bucketOf(x.method, route), isWrite(x.method), x.now) {
	case shutOut:
		x.blockPage()
		return
	case refused:
		x.tooMany(s.limits.retryAfter)
		return
	case delayed:
		x.answer.delay += s.limits.delay
	case admitted:
	}
	switch {
	case route != nil:
		s.handle(x, route)
	case len(allowed) > 0:
		x.violation("the path has no such method")
		x.header("Allow", strings.Join(allowed, ", "))
		x.fail(http.StatusMethodNotAllowed, "")
	default:
		x.violation("unknown path")
		x.fail(http.StatusNotFound, "No static resource "+strings.TrimPrefix(x.path, "/")+".")
	}
}

// handle carries out an operation. The body is read before the state is
// locked, so that a slow caller holds nobody up.
func (s *Simulator) handle(x *exchange, route *route) {
	if x.strikeInstead() || !x.judge(specs[x.operation]) {
		return
	}
	if route.write {
		s.mu.Lock()
		defer s.mu.Unlock()
	} else {
		s.mu.RLock()
		defer s.mu.RUnlock()
	}
	route.handle(s, x)
}
