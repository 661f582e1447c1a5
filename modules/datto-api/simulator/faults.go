package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FaultKind is a way for an answer to go wrong.
type FaultKind string

// Faults of the gateway and the connection. They strike before the request
// reaches the API, except FaultResetAfter and those of the body.
const (
	FaultBadGateway     FaultKind = "502"          // an HTML page
	FaultUnavailable    FaultKind = "503"          // an HTML page
	FaultGatewayTimeout FaultKind = "504"          // an HTML page
	FaultBlockPage      FaultKind = "block-page"   // 403 as HTML, as a blocked address gets
	FaultLoginPage      FaultKind = "login-page"   // 200 as HTML
	FaultResetBefore    FaultKind = "reset-before" // connection reset, nothing was done
	FaultResetAfter     FaultKind = "reset-after"  // connection reset after the request took effect
	FaultDelay          FaultKind = "delay"        // the answer comes after Wait
	FaultHang           FaultKind = "hang"         // no answer comes, and nothing was done
	FaultTruncate       FaultKind = "truncate"     // the connection closes after Bytes of the body
	FaultStall          FaultKind = "stall"        // after Bytes of the body nothing more comes
	FaultSlow           FaultKind = "slow"         // Bytes of the body at a time, with Wait between
	FaultEmptyBody      FaultKind = "empty-body"   // the status is right, the body is missing
)

// Faults of the API itself.
const (
	FaultTooMany         FaultKind = "429"              // no Retry-After
	FaultTooManySeconds  FaultKind = "429-seconds"      // Retry-After in seconds
	FaultTooManyDate     FaultKind = "429-date"         // Retry-After as a date
	FaultServerError     FaultKind = "500"              // nothing was done
	FaultForbidden       FaultKind = "403"              // as the API itself forbids
	FaultConflict        FaultKind = "409"              // somebody else was writing
	FaultRevokeToken     FaultKind = "revoke-token"     // the token is dead from this request on
	FaultEchoCredentials FaultKind = "echo-credentials" // the token endpoint refuses, and repeats key and secret
)

// Faults of what an answer says. Those of pages and rows leave other answers
// as they are.
const (
	FaultLostRow        FaultKind = "lost-row"        // the last row of the page is missing
	FaultShiftedRows    FaultKind = "shifted-rows"    // a row was added before: the last row of the page before comes again
	FaultRepeatedCursor FaultKind = "repeated-cursor" // nextPageUrl leads to the same page
	FaultLossyNext      FaultKind = "lossy-next"      // nextPageUrl lacks the filters
	FaultForeignNext    FaultKind = "foreign-next"    // nextPageUrl is on another host
	FaultEmptyNext      FaultKind = "empty-next"      // "" instead of null at the end
	FaultMalformedRow   FaultKind = "malformed-row"   // one row has an object where its id belongs
	FaultInvalidUTF8    FaultKind = "invalid-utf8"    // one text has bytes that are no text
	FaultHostileText    FaultKind = "hostile-text"    // the names in one row are escape sequences for a terminal
	FaultFutureField    FaultKind = "future-field"    // rows have a member that nobody knows
	FaultFutureValue    FaultKind = "future-value"    // rows have an enum value that nobody knows
	FaultLogError       FaultKind = "log-error"       // the activity log carries an error with status 200
)

// faultKinds lists every kind.
var faultKinds = []FaultKind{
	FaultBadGateway, FaultUnavailable, FaultGatewayTimeout, FaultBlockPage, FaultLoginPage, FaultResetBefore, FaultResetAfter, FaultDelay, FaultHang,
	FaultTruncate, FaultStall, FaultSlow, FaultEmptyBody,
	FaultTooMany, FaultTooManySeconds, FaultTooManyDate, FaultServerError, FaultForbidden, FaultConflict, FaultRevokeToken, FaultEchoCredentials,
	FaultLostRow, FaultShiftedRows, FaultRepeatedCursor, FaultLossyNext, FaultForeignNext, FaultEmptyNext, FaultMalformedRow, FaultInvalidUTF8,
	FaultHostileText, FaultFutureField, FaultFutureValue, FaultLogError,
}

// FaultKinds returns the names of all faults.
func FaultKinds() []FaultKind { return slices.Clone(faultKinds) }

// Fault makes answers go wrong. Without Nth and Share it strikes every call of
// its operation.
type Fault struct {
	Kind FaultKind
	// Operation is what it strikes: method and path template, such as
	// "GET /v2/account/devices", or the beginning of one with a star, such as
	// "GET /v2/audit/*". "" strikes everything below /api. The token endpoint,
	// "POST /auth/oauth/token", is struck only when it is named, but for
	// FaultEchoCredentials, which strikes nothing else.
	Operation string
	// Nth strikes from the nth call on, counted from 1 over the calls that
	// match Operation since the fault was added. It strikes Times calls, or one.
	Nth int
	// Share strikes that share of the calls, from 0 to 1. The seed says which.
	Share float64
	// Times is how often it strikes in all; 0 means no end, with Nth once.
	Times int
	// Wait is how long a delay or the pause between chunks of a slow body is,
	// in simulated time; 0 means a second.
	Wait time.Duration
	// Bytes is where a truncated or stalled body breaks off, 0 means in the
	// middle; and how much of a slow body comes at once, 0 means 1024.
	Bytes int
}

// check says what is wrong with a fault.
func (f *Fault) check() error {
	switch {
	case !slices.Contains(faultKinds, f.Kind):
		return fmt.Errorf("simulator: unknown fault %q", f.Kind)
	case f.Nth < 0 || f.Times < 0 || f.Bytes < 0 || f.Wait < 0:
		return fmt.Errorf("simulator: fault %s: negative number", f.Kind)
	case f.Share < 0 || f.Share > 1 || f.Share != f.Share:
		return fmt.Errorf("simulator: fault %s: share is not from 0 to 1", f.Kind)
	case f.Nth > 0 && f.Share > 0:
		return fmt.Errorf("simulator: fault %s: nth and share exclude each other", f.Kind)
	}
	return nil
}

func (f *Fault) matches(operation string) bool {
	if f.Operation == "" {
		return (operation == tokenOperation) == (f.Kind == FaultEchoCredentials)
	}
	if prefix, ok := strings.CutSuffix(f.Operation, "*"); ok {
		return strings.HasPrefix(operation, prefix)
	}
	return f.Operation == operation
}

func (f *Fault) wait() time.Duration {
	if f.Wait == 0 {
		return time.Second
	}
	return f.Wait
}

// ParseFaults reads faults from text: faults are divided by semicolons, and
// each is a kind followed by settings, divided by commas. The settings are op,
// nth, share, times, wait and bytes, after the fields of [Fault]:
//
//	429,share=0.05; reset-before,op=GET /v2/account/devices,nth=3
func ParseFaults(text string) ([]Fault, error) {
	var faults []Fault
	for part := range strings.SplitSeq(text, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		f, err := parseFault(part)
		if err != nil {
			return nil, err
		}
		faults = append(faults, f)
	}
	return faults, nil
}

func parseFault(text string) (Fault, error) {
	kind, settings, _ := strings.Cut(text, ",")
	f := Fault{Kind: FaultKind(strings.TrimSpace(kind))}
	for setting := range strings.SplitSeq(settings, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(setting), "=")
		if name == "" {
			continue
		}
		var err error
		switch name {
		case "op":
			f.Operation = value
		case "nth":
			f.Nth, err = strconv.Atoi(value)
		case "times":
			f.Times, err = strconv.Atoi(value)
		case "bytes":
			f.Bytes, err = strconv.Atoi(value)
		case "share":
			f.Share, err = strconv.ParseFloat(value, 64)
		case "wait":
			f.Wait, err = time.ParseDuration(value)
		default:
			return Fault{}, fmt.Errorf("simulator: fault %s: unknown setting %q", f.Kind, name)
		}
		if err != nil {
			want := "number"
			if name == "wait" {
				want = "duration such as 200ms"
			}
			return Fault{}, fmt.Errorf("simulator: fault %s: %s is not a %s: %q", f.Kind, name, want, value)
		}
	}
	if err := f.check(); err != nil {
		return Fault{}, err
	}
	if f.Operation != "" && !f.hitsSomething() {
		return Fault{}, fmt.Errorf("simulator: fault %s: no operation is called %q", f.Kind, f.Operation)
	}
	return f, nil
}

func (f *Fault) hitsSomething() bool {
	return f.matches(tokenOperation) || slices.ContainsFunc(operationTable, func(spec operationSpec) bool {
		return f.matches(spec.Method + " " + spec.Path)
	})
}

// AddFault makes answers go wrong from now on. It panics when the fault makes
// no sense, which [ParseFaults] would have told.
func (s *Simulator) AddFault(f Fault) { s.faults.add(f) }

// ClearFaults takes all faults away.
func (s *Simulator) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// faultList decides which fault strikes a call: the first that is due.
type faultList struct {
	seed uint64
	mu   sync.Mutex
	list []*plannedFault
	made uint64 // faults ever added
}

type plannedFault struct {
	Fault
	number uint64
	calls  int
	struck int
}

func (l *faultList) add(f Fault) {
	if err := f.check(); err != nil {
		panic(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, &plannedFault{Fault: f, number: l.made})
	l.made++
}

// strike returns the fault for a call of an operation, or nil. Every fault
// that matches counts the call, also when another one strikes.
func (l *faultList) strike(operation string) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	var chosen *plannedFault
	for _, p := range l.list {
		if !p.matches(operation) {
			continue
		}
		p.calls++
		if chosen == nil && p.due(l.seed) {
			chosen = p
		}
	}
	if chosen == nil {
		return nil
	}
	chosen.struck++
	return &chosen.Fault
}

func (p *plannedFault) due(seed uint64) bool {
	times := p.Times
	if p.Nth > 0 && times == 0 {
		times = 1
	}
	if times > 0 && p.struck >= times {
		return false
	}
	if p.Share > 0 {
		d := roll(seed, streamFault, p.number<<32|uint64(p.calls)&0xffffffff) //nolint:gosec // G115: a count is not negative.
		return d.fraction() < p.Share
	}
	return p.calls >= p.Nth
}

// faulted tells whether a fault of that kind strikes this call.
func (x *exchange) faulted(kind FaultKind) bool { return x.fault != nil && x.fault.Kind == kind }

// strikeFirst applies faults that strike before the API sees the request. It
// returns true when that was the answer.
func (s *Simulator) strikeFirst(x *exchange) bool {
	if x.fault == nil {
		return false
	}
	switch x.fault.Kind {
	case FaultBadGateway:
		x.gatewayPage(http.StatusBadGateway)
	case FaultUnavailable:
		x.gatewayPage(http.StatusServiceUnavailable)
	case FaultGatewayTimeout:
		x.gatewayPage(http.StatusGatewayTimeout)
	case FaultBlockPage:
		x.blockPage()
	case FaultLoginPage:
		x.loginPage()
	case FaultResetBefore:
		x.answer.reset = true
	case FaultHang:
		x.answer.hang = true
	case FaultDelay:
		x.answer.delay += x.fault.wait()
		return false
	case FaultRevokeToken:
		s.revoke(x)
		return false
	default:
		return false
	}
	return true
}

// strikeInstead applies faults that take the place of an operation.
func (x *exchange) strikeInstead() bool {
	if x.fault == nil {
		return false
	}
	switch x.fault.Kind {
	case FaultTooMany:
		x.tooMany(RetryAfterAbsent)
	case FaultTooManySeconds:
		x.tooMany(RetryAfterSeconds)
	case FaultTooManyDate:
		x.tooMany(RetryAfterDate)
	case FaultServerError:
		x.fail(http.StatusInternalServerError, "")
	case FaultForbidden:
		x.fail(http.StatusForbidden, "")
	case FaultConflict:
		x.fail(http.StatusConflict, "")
	default:
		return false
	}
	return true
}

// strikeBody applies faults to what the answer says.
func (x *exchange) strikeBody() {
	if x.fault == nil || x.answer.status != http.StatusOK {
		return
	}
	switch x.fault.Kind {
	case FaultEmptyBody:
		x.w.b = x.w.b[:0]
	case FaultLostRow, FaultMalformedRow, FaultInvalidUTF8, FaultHostileText, FaultFutureField, FaultFutureValue, FaultLogError:
		x.w.b = bendBody(x.fault.Kind, x.w.b, x.item)
	}
}

// strikeDelivery applies faults to how the finished answer comes over.
func (x *exchange) strikeDelivery() {
	if x.fault == nil {
		return
	}
	at := x.fault.Bytes
	switch x.fault.Kind {
	case FaultResetAfter:
		x.answer.reset = true
	case FaultTruncate, FaultStall:
		if at == 0 {
			at = len(x.w.b) / 2
		}
		x.answer.stopAt = at
		x.answer.stall = x.fault.Kind == FaultStall
	case FaultSlow:
		if at == 0 {
			at = 1024
		}
		x.answer.chunk = at
		x.answer.pause = x.fault.wait()
	}
}

// bendNext changes the URL of the next page. own is this page's.
func (x *exchange) bendNext(next, own string) string {
	switch {
	case x.faulted(FaultRepeatedCursor):
		return own
	case x.faulted(FaultForeignNext):
		return strings.Replace(next, x.origin(), "https://elsewhere.example", 1)
	case x.faulted(FaultLossyNext):
		base, query, _ := strings.Cut(next, "?")
		kept := slices.DeleteFunc(strings.Split(query, "&"), func(pair string) bool {
			name, _, _ := strings.Cut(pair, "=")
			return !slices.Contains([]string{"max", "page", "size", "searchAfter"}, name)
		})
		return base + "?" + strings.Join(kept, "&")
	}
	return next
}
