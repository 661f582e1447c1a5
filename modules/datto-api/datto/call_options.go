package datto

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// CallOption changes one call.
type CallOption func(*callConfig) error

type callConfig struct {
	header       http.Header
	query        url.Values
	timeout      time.Duration
	response     *Response
	readAhead    int
	keepConflict bool
	err          error
}

// Response is what is known of the answer to a call besides its value.
type Response struct {
	// StatusCode is the HTTP status.
	StatusCode int
	// Header is the answer's header.
	Header http.Header
	// Attempts is how many attempts the call took.
	Attempts int
}

func (r *Response) fill(res *http.Response, attempts int) {
	r.StatusCode, r.Header, r.Attempts = res.StatusCode, res.Header, attempts
}

// CallResponse fills r with what is known of the call's last answer, also when
// the call fails. It is not filled by All walks, which make many calls.
func CallResponse(r *Response) CallOption {
	return func(c *callConfig) error {
		if r == nil {
			return invalidOption("CallResponse", "it is nil")
		}
		c.response = r
		return nil
	}
}

// CallTimeout bounds the call with all of its attempts and waits. For an All walk
// it bounds each page.
func CallTimeout(d time.Duration) CallOption {
	return func(c *callConfig) error {
		if d <= 0 {
			return invalidOption("CallTimeout", "it must be positive")
		}
		c.timeout = d
		return nil
	}
}

// CallHeader sends one more header field. The fields that the client sets itself
// cannot be changed.
func CallHeader(name, value string) CallOption {
	return func(c *callConfig) error {
		switch name = http.CanonicalHeaderKey(name); name {
		case "Authorization", "Host", "Accept", "Content-Type", "Content-Length", "User-Agent", "Accept-Encoding":
			return invalidOption("CallHeader", "the client sets "+name+" itself")
		}
		if c.header == nil {
			c.header = http.Header{}
		}
		c.header.Set(name, value)
		return nil
	}
}

// CallQuery adds a query parameter: for custom requests, and for parameters that
// a named method does not have yet.
func CallQuery(name, value string) CallOption {
	return func(c *callConfig) error {
		if name == "" {
			return invalidOption("CallQuery", "the name is empty")
		}
		if c.query == nil {
			c.query = url.Values{}
		}
		c.query.Add(name, value)
		return nil
	}
}

// CallReadAhead sets how many pages an All walk fetches ahead, as [WithReadAhead]
// does for all of them.
func CallReadAhead(pages int) CallOption {
	return func(c *callConfig) error {
		if pages < 1 || pages > maxReadAhead {
			return invalidOption("CallReadAhead", "it must be 1 to 16")
		}
		c.readAhead = pages
		return nil
	}
}

// callKeepConflict leaves a 409 to the caller.
func callKeepConflict(c *callConfig) error {
	c.keepConflict = true
	return nil
}

func newCallConfig(opts []CallOption) callConfig {
	var c callConfig
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(&c); err != nil {
			c.err = err
			break
		}
	}
	return c
}

// exchange makes the call's exchange.
func (c callConfig) exchange(op *Operation, path, query string) *exchange {
	return &exchange{
		op: op, path: path, query: query, header: c.header,
		response: c.response, keepConflict: c.keepConflict,
	}
}

// do runs an exchange within the call's timeout.
func (c *Client) do(ctx context.Context, x *exchange, call callConfig) error {
	if call.err != nil {
		return call.err
	}
	if call.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, call.timeout)
		defer cancel()
	}
	return c.run(ctx, x)
}
