package datto

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

var (
	acceptHeader      = []string{"application/json"}
	contentTypeHeader = []string{"application/json; charset=utf-8"}
)

// send makes the request and waits for the answer's header.
func (c *Client) send(ctx context.Context, x *exchange) error {
	x.watch = newWatchdog(ctx, c.headerTimeout)
	reqCtx := x.watch.ctx
	var reached *connectionTrace
	if x.op.Retry == RetryNever {
		// Only these have to know whether the request can have left.
		reached = new(connectionTrace)
		reqCtx = httptrace.WithClientTrace(reqCtx, reached.hooks())
	}
	address := c.base + x.path
	if x.query != "" {
		address += "?" + x.query
	}
	var body io.Reader
	if x.body != nil {
		body = bytes.NewReader(x.body)
	}
	req, err := http.NewRequestWithContext(reqCtx, x.op.Method, address, body)
	if err != nil {
		return &ValidationError{Operation: x.op.String(), Field: "path", Reason: "it cannot be made into an address"}
	}
	maps.Copy(req.Header, x.header)
	req.Header["Accept"] = acceptHeader
	req.Header["User-Agent"] = c.userAgentHeader
	if x.body != nil {
		req.Header["Content-Type"] = contentTypeHeader
	}
	if x.grant != nil {
		req.Header["Authorization"] = x.grant.header
	}
	x.sent = true
	res, err := c.http.Do(req) //nolint:bodyclose // the next stage reads the body and closes it
	if err == nil {
		x.res = res
		return nil
	}
	x.sent = !neverConnected(err) && (reached == nil || !reached.failedBefore())
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("datto: %s: %w", x.op, ended)
	}
	return c.transportError(x.op, x.watch.explain(err), x.sent)
}

// transportError drops the address that net/http puts around its errors: its
// query can name devices and people.
func (c *Client) transportError(op *Operation, err error, sent bool) *TransportError {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return &TransportError{Operation: op.String(), Host: c.endpoint.host, Sent: sent, Err: err}
}

// neverConnected reports whether err itself proves that there was no connection
// to send anything on.
func neverConnected(err error) bool {
	if _, ok := errors.AsType[*ProxyError](err); ok {
		return true
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "dial" || isProxyPhase(op.Op)) {
		return true
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	_, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok
}

// connectionTrace notes how far a request came. A transport that does not report
// leaves both at false, and then nothing is known.
type connectionTrace struct {
	looked, got atomic.Bool
}

func (t *connectionTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { t.looked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.got.Store(true) },
	}
}

// failedBefore reports whether a connection was looked for and none was had.
func (t *connectionTrace) failedBefore() bool { return t.looked.Load() && !t.got.Load() }
