package datto

import (
	"context"
	"net/http"
	"time"
)

// exchange is one call on its way through the stages, and what has become of it.
type exchange struct {
	op     *Operation
	path   string // filled in and escaped, below the base URL
	query  string // encoded, without the question mark
	body   []byte // nil when there is none
	header http.Header
	// decode takes the value out of body, which is gone once it returns. The
	// answer is dropped when it is nil.
	decode func(status int, body []byte) error
	// response, when not nil, is told about the last answer.
	response *Response
	// keepConflict leaves a 409 to the caller, who has to read before it writes
	// again.
	keepConflict bool
	// calibration marks the client's own look at the server's counters.
	calibration bool

	// Over all attempts.
	attempt         int
	refusals        int           // attempts that were answered with 429
	elapsed         time.Duration // time in attempts and between them
	uncertain       bool          // the server may have acted on one of them
	reauthenticated bool          // the attempt before was refused for its token

	// Of the present attempt.
	start   time.Time
	backoff time.Duration // waited before it
	queued  time.Duration // waited for the budget
	slot    slot
	grant   *grant
	refused *grant // the grant that the attempt before was refused with
	sent    bool   // the request may have reached the server
	watch   *watchdog
	res     *http.Response
	buf     *bodyBuffer
}

// stage is one step of an attempt. The first error ends the attempt.
type stage func(context.Context, *exchange) error

// pipeline lists the stages of an attempt. The order matters: the budget is
// waited for before a token is taken, because a token can expire in the queue;
// both come before the request, because waiting inside net/http runs into its
// timeouts; and the whole body is read before the status is judged, so that a
// cut body counts as no answer.
//
// Around them stands [Client.run], the first stage, which repeats attempts. Each
// repeat passes all stages again, the budget included.
func (c *Client) pipeline() []stage {
	return []stage{
		c.limit,
		c.authenticate,
		c.send,
		c.read,
		c.classify,
		c.decode,
	}
}

// tryOnce takes the exchange through the stages once.
func (c *Client) tryOnce(ctx context.Context, x *exchange) error {
	x.start = time.Now()
	x.sent, x.grant, x.res, x.queued = false, nil, nil, 0
	var err error
	for _, stage := range c.stages {
		if err = stage(ctx, x); err != nil {
			break
		}
	}
	c.settle(ctx, x, err)
	return err
}

// settle gives back what the attempt held and reports it.
func (c *Client) settle(ctx context.Context, x *exchange, err error) {
	if x.watch != nil {
		x.watch.stop()
		x.watch = nil
	}
	c.limits.release(x.slot, x.sent)
	x.slot = slot{}
	end := time.Now()
	x.elapsed += end.Sub(x.start) - x.queued
	a := Attempt{
		Operation: x.op, Number: x.attempt, Err: err,
		Start: x.start.Add(x.queued), Duration: end.Sub(x.start) - x.queued, Waited: x.backoff + x.queued,
	}
	if x.res != nil {
		a.StatusCode = x.res.StatusCode
	}
	if x.buf != nil {
		a.Bytes = int64(len(x.buf.data))
		x.buf.free()
		x.buf = nil
	}
	c.emit(ctx, a)
}
