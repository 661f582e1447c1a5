package simulator

import (
	"net/http"
	"net/url"
	"time"
)

// exchange is one request and the answer that grows from it.
type exchange struct {
	sim    *Simulator
	req    *http.Request
	client string // address that a block goes by
	now    time.Time
	method string
	path   string // decoded; below /api once that is known
	query  url.Values
	params [2]string // path parameters in the order of the template
	answer *answer
	w      *wire // the answer's body

	strictPages bool     // a max above the limit is refused
	payload     fields   // the JSON body, once it was judged
	violations  []string // what was wrong with the request
	operation   string   // key of the route, "" for an unknown one
	sites       siteCache
	fault       *Fault // bends this answer, nil as a rule
	item        string // name of the array, in the answer to a list
}

func newExchange(s *Simulator, r *http.Request, client string) *exchange {
	x := &exchange{sim: s, req: r, client: client, now: s.clock.Now(), method: r.Method, w: newWire()}
	if x.method == "" {
		x.method = http.MethodGet
	}
	if x.method == http.MethodHead {
		x.method = http.MethodGet
	}
	x.answer = &answer{status: http.StatusOK, buffer: x.w, stopAt: -1}
	if r.URL != nil {
		x.path = r.URL.Path
		// Pairs that do not parse are dropped, as the servlet container does.
		x.query = r.URL.Query()
	}
	return x
}

// finish hands the body over to the answer.
func (x *exchange) finish() {
	x.answer.body = x.w.b
	x.answer.at = x.now
}

// origin is the scheme and host that the caller used, which the API's absolute
// URLs repeat.
func (x *exchange) origin() string {
	if u := x.req.URL; u != nil && u.Scheme != "" && u.Host != "" {
		host := x.req.Host
		if host == "" {
			host = u.Host
		}
		return u.Scheme + "://" + host
	}
	if x.req.TLS != nil {
		return "https://" + x.req.Host
	}
	return "http://" + x.req.Host
}

func (x *exchange) header(name, value string) {
	x.answer.header = append(x.answer.header, [2]string{name, value})
}

// json starts a JSON answer and returns where to write it.
func (x *exchange) json() *wire {
	x.answer.contentType = "application/json"
	return x.w
}

// html makes the answer a page for people.
func (x *exchange) html(status int, page string) {
	x.answer.status = status
	x.answer.contentType = "text/html; charset=utf-8"
	x.w.b = append(x.w.b[:0], page...)
}

// void is how writes without a result answer: 200 and not a byte.
func (x *exchange) void() { x.answer.status = http.StatusOK }

// violation notes something wrong with the request. It must not repeat values,
// which may be secrets.
func (x *exchange) violation(problem string) { x.violations = append(x.violations, problem) }
