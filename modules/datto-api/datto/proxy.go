package datto

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
)

// ProxyError says that a proxy did not let a request through: the API's own host
// was not reached. It is the cause of a [*TransportError].
type ProxyError struct {
	// Proxy is the proxy's address, without user name and password. It is empty
	// when the address itself cannot be used.
	Proxy string
	// StatusCode is what the proxy answered, zero when it did not.
	StatusCode int
	// Err is why there was no answer. It is nil when there was one.
	Err error
}

// Error states the proxy and what went wrong with it.
func (e *ProxyError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("the proxy %s answered %d %s", e.Proxy, e.StatusCode, http.StatusText(e.StatusCode))
	}
	if e.Proxy == "" {
		return e.Err.Error()
	}
	return "the proxy " + e.Proxy + " failed: " + e.Err.Error()
}

// Unwrap returns why there was no answer.
func (e *ProxyError) Unwrap() error { return e.Err }

// WatchProxy returns a transport that works as t does and reports what a proxy did
// wrong as a [*ProxyError]. A client without [WithHTTPClient] has such a transport.
// t itself is not changed.
func WatchProxy(t *http.Transport) http.RoundTripper {
	t = t.Clone()
	if t.Proxy == nil {
		return t
	}
	next := t.OnProxyConnectResponse
	t.OnProxyConnectResponse = func(ctx context.Context, proxy *url.URL, req *http.Request, res *http.Response) error {
		if trip, ok := ctx.Value(proxyTripKey{}).(*proxyTrip); ok {
			trip.answered.Store(true)
		}
		if res.StatusCode != http.StatusOK {
			return &ProxyError{Proxy: proxyName(proxy), StatusCode: res.StatusCode}
		}
		if next != nil {
			return next(ctx, proxy, req, res)
		}
		return nil
	}
	return &proxyWatch{Transport: t}
}

// proxyWatch is a transport that knows whether a failure is the proxy's.
type proxyWatch struct{ *http.Transport }

// RoundTrip sends the request.
func (w *proxyWatch) RoundTrip(req *http.Request) (*http.Response, error) {
	proxy, err := w.Proxy(req)
	if err != nil || misread(proxy) {
		// The error's text holds the address as it is set, password and all.
		return nil, errors.Join(&ProxyError{Err: errors.New("the address of the proxy cannot be used")}, closeBody(req))
	}
	if proxy == nil {
		return w.Transport.RoundTrip(req)
	}
	trip := new(proxyTrip)
	hooks := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { trip.answered.Store(true) }}
	if strings.HasPrefix(proxy.Scheme, "socks") {
		// Nothing else tells that such a proxy has opened the way.
		hooks.TLSHandshakeStart = func() { trip.answered.Store(true) }
	}
	ctx := httptrace.WithClientTrace(context.WithValue(req.Context(), proxyTripKey{}, trip), hooks)
	res, err := w.Transport.RoundTrip(req.WithContext(ctx))
	if err != nil && trip.stoppedBy(err) {
		err = &ProxyError{Proxy: proxyName(proxy), Err: withoutPhase(err)}
	}
	return res, err
}

// misread reports whether what was set as a proxy's user name and password has been
// taken for its host: a "#", "/" or "?" in the password does that.
func misread(proxy *url.URL) bool {
	return proxy != nil && strings.Contains(proxy.Path+proxy.RawQuery+proxy.Fragment, "@")
}

func closeBody(req *http.Request) error {
	if req.Body == nil {
		return nil
	}
	return req.Body.Close()
}

type proxyTripKey struct{}

// proxyTrip notes whether the way through the proxy was open.
type proxyTrip struct{ answered atomic.Bool }

// stoppedBy reports whether err is what the proxy did. Once a proxy has opened the
// way, what comes after is between this machine and the server.
func (t *proxyTrip) stoppedBy(err error) bool {
	if _, known := errors.AsType[*ProxyError](err); known {
		return false
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && isProxyPhase(op.Op) {
		return true
	}
	return !t.answered.Load()
}

func isProxyPhase(op string) bool { return op == "proxyconnect" || strings.HasPrefix(op, "socks") }

// withoutPhase takes off what only says that it was the proxy.
func withoutPhase(err error) error {
	for {
		op, ok := err.(*net.OpError) //nolint:errorlint // only the outermost layer
		if !ok || !isProxyPhase(op.Op) || op.Err == nil {
			return err
		}
		err = op.Err
	}
}

// proxyName is the proxy's address without user name and password.
func proxyName(proxy *url.URL) string {
	return (&url.URL{Scheme: proxy.Scheme, Host: proxy.Host}).String()
}
