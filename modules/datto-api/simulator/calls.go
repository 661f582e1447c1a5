package simulator

import (
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"
)

// DefaultRecordedCalls is how many calls a simulator remembers when
// Config.RecordedCalls is 0.
const DefaultRecordedCalls = 10_000

// Call is one request that a simulator answered. It holds no header and no
// body, so no credentials.
type Call struct {
	At        time.Time // simulated time
	Operation string    // method and path template, such as "GET /v2/device/{deviceUid}"; "" for an unknown path
	Method    string
	Path      string     // as asked for; below /api for operations of the API
	Query     url.Values // values of parameters that the operation does not declare read "[redacted]"
	Status    int        // 0 when the connection was reset
	Fault     FaultKind  // fault that bent the answer, "" for none
}

// Violation is one thing that was wrong with a request. It never repeats a
// value that the request carried.
type Violation struct {
	At        time.Time // simulated time
	Operation string    // "" for an unknown path
	Method    string
	Path      string
	Problem   string
}

// String tells the violation in one line.
func (v Violation) String() string {
	if v.Operation != "" {
		return v.Operation + ": " + v.Problem
	}
	return fmt.Sprintf("%s %s: %s", v.Method, v.Path, v.Problem)
}

// Calls returns the requests answered so far, in the order they came in. Only
// the newest Config.RecordedCalls are kept.
func (s *Simulator) Calls() []Call { return s.recorder.calls.newest() }

// Violations returns what was wrong with the requests so far, in the order
// they came in: paths, parameters and members that the contract does not have,
// values of the wrong type, refused bodies. As many are kept as of calls.
func (s *Simulator) Violations() []Violation { return s.recorder.violations.newest() }

// CountCalls returns how many requests came in for an operation, such as
// "GET /v2/account/devices", since the start; "" stands for all requests.
// Requests that are no longer kept count too.
func (s *Simulator) CountCalls(operation string) int {
	s.recorder.calls.mu.Lock()
	defer s.recorder.calls.mu.Unlock()
	if operation == "" {
		return s.recorder.total
	}
	return s.recorder.byOperation[operation]
}

// recorder remembers requests.
type recorder struct {
	calls       history[Call]
	violations  history[Violation]
	byOperation map[string]int // guarded by calls.mu
	total       int            // guarded by calls.mu
}

func newRecorder(limit int) *recorder {
	if limit == 0 {
		limit = DefaultRecordedCalls
	}
	limit = max(limit, 0)
	return &recorder{calls: history[Call]{limit: limit}, violations: history[Violation]{limit: limit}, byOperation: make(map[string]int)}
}

// longestPath keeps a path somebody made up from filling the record.
const longestPath = 256

func (r *recorder) record(x *exchange) {
	path := x.path
	if len(path) > longestPath {
		path = path[:longestPath]
	}
	call := Call{At: x.now, Operation: x.operation, Method: x.method, Path: path, Query: x.recordedQuery(), Status: x.answer.status}
	if x.answer.reset {
		call.Status = 0
	}
	if x.fault != nil {
		call.Fault = x.fault.Kind
	}
	r.calls.mu.Lock()
	r.total++
	if x.operation != "" {
		r.byOperation[x.operation]++
	}
	r.calls.add(call)
	r.calls.mu.Unlock()

	if len(x.violations) == 0 {
		return
	}
	r.violations.mu.Lock()
	defer r.violations.mu.Unlock()
	for _, problem := range x.violations {
		r.violations.add(Violation{At: x.now, Operation: x.operation, Method: x.method, Path: path, Problem: problem})
	}
}

// recordedQuery is the query without what may be a secret in the wrong place.
func (x *exchange) recordedQuery() url.Values {
	if len(x.query) == 0 {
		return nil
	}
	spec := specs[x.operation]
	query := make(url.Values, len(x.query))
	for name, values := range x.query {
		if spec != nil && slices.ContainsFunc(spec.Query, func(p paramSpec) bool { return p.Name == name }) {
			query[name] = slices.Clone(values)
			continue
		}
		query[shorten(name)] = []string{"[redacted]"}
	}
	return query
}

// history keeps the newest entries.
type history[T any] struct {
	mu      sync.Mutex
	limit   int
	entries []T
}

// add needs mu.
func (h *history[T]) add(entry T) {
	if h.limit == 0 {
		return
	}
	// Twice the limit before the old half goes, so that it moves once each.
	if len(h.entries) >= 2*h.limit {
		h.entries = slices.Delete(h.entries, 0, len(h.entries)-h.limit+1)
	}
	h.entries = append(h.entries, entry)
}

func (h *history[T]) newest() []T {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.entries[max(len(h.entries)-h.limit, 0):])
}
