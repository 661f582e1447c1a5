package exitcode

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

const mendProxy = "correct HTTPS_PROXY, or unset it where no proxy is needed (NO_PROXY names hosts to reach without it)"

// explainProxy explains that a proxy did not let a request through to host.
func explainProxy(e *datto.ProxyError, host string) Report {
	fail := func(next, cause string, args ...any) Report {
		return Report{Code: Failed, Cause: fmt.Sprintf(cause, args...), Next: next}
	}
	answer := fmt.Sprintf("%d %s", e.StatusCode, http.StatusText(e.StatusCode))
	switch {
	case e.Proxy == "":
		return fail("write HTTPS_PROXY as http://host:port, or http://USER:PASSWORD@host:port (special characters as %40 and the like)",
			"the address of the proxy cannot be used")
	case e.StatusCode == http.StatusProxyAuthRequired:
		return fail("put the right ones into HTTPS_PROXY: http://USER:PASSWORD@host:port (special characters as %40 and the like)",
			"the proxy %s wants a user name and password (407)", e.Proxy)
	case e.StatusCode >= http.StatusInternalServerError:
		return fail("check that the proxy can reach the internet, then run it again; or "+mendProxy,
			"the proxy %s cannot reach %s (%s)", e.Proxy, host, answer)
	case e.StatusCode != 0:
		return fail("ask whoever runs the proxy to allow "+host+", or "+mendProxy,
			"the proxy %s does not allow connections to %s (%s)", e.Proxy, host, answer)
	}
	if dns, ok := errors.AsType[*net.DNSError](e.Err); ok {
		if dns.IsNotFound {
			return fail(mendProxy, "the proxy %s does not exist: there is no host of that name", e.Proxy)
		}
		return fail("check the network connection and the name server", "the name of the proxy %s cannot be looked up: %s", e.Proxy, dns.Err)
	}
	if cause, ok := tlsCause(e.Err); ok {
		return fail("most proxies are reached by http://, even for https addresses: "+mendProxy,
			"no secure connection to the proxy %s: %s", e.Proxy, cause)
	}
	switch {
	case refused(e.Err):
		return fail("check that the proxy is running; "+mendProxy, "nothing answers at the proxy %s: the connection was refused", e.Proxy)
	case errors.Is(e.Err, io.EOF), errors.Is(e.Err, io.ErrUnexpectedEOF), reset(e.Err):
		return fail("check that it is a proxy of that kind; "+mendProxy, "the proxy %s closed the connection without an answer", e.Proxy)
	case isTimeout(e.Err):
		return fail("check that the proxy is running; "+mendProxy, "the proxy %s did not answer in time", e.Proxy)
	}
	return fail(mendProxy, "the proxy %s does not allow connections to %s: %v", e.Proxy, host, e.Err)
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && t.Timeout() || timedOut(err)
}
