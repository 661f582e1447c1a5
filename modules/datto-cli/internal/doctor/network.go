package doctor

import (
	"context"
	cryptotls "crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// target is where the first connection goes: the API's host, or the proxy's.
func (v *visit) target() (host, port, name string, err error) {
	base, err := url.Parse(v.address.BaseURL)
	if err != nil {
		return "", "", "", err
	}
	via, err := v.proxyFor(base)
	if err != nil {
		return "", "", "", err
	}
	name = base.Hostname()
	if via != nil {
		base, name = via, "the proxy "+via.Hostname()
	}
	port = base.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[base.Scheme]
	}
	return base.Hostname(), port, name, nil
}

func (v *visit) proxyFor(base *url.URL) (*url.URL, error) {
	if v.Proxy == nil || v.Simulated != nil {
		return nil, nil
	}
	return v.Proxy(&http.Request{Method: http.MethodGet, URL: base, Host: base.Host})
}

var proxyVariables = []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"}

// proxy says which proxy settings there are, and whether one is used for the
// platform's address.
func (v *visit) proxy(context.Context) Result {
	var set []string
	for _, name := range proxyVariables {
		value := v.Getenv(name)
		if value == "" {
			continue
		}
		if !strings.EqualFold(name, "NO_PROXY") {
			value = withoutPassword(value)
		}
		set = append(set, name+"="+value)
	}
	variables := ""
	if len(set) > 0 {
		variables = " (" + strings.Join(set, ", ") + ")"
	}
	if v.address.IsZero() || v.Simulated != nil {
		if len(set) == 0 {
			return ok("none is set")
		}
		return ok("set in the environment: %s", strings.Join(set, ", "))
	}
	base, err := url.Parse(v.address.BaseURL)
	if err != nil {
		return problem(Fail, err)
	}
	via, err := v.proxyFor(base)
	switch {
	case err != nil:
		v.stop = "the proxy settings cannot be used"
		// The error's text holds the address as it is set, password and all.
		return Result{
			Status: Fail, Detail: "the proxy settings cannot be used" + variables,
			Next: "write them as http://host:port",
		}
	case via == nil && len(set) == 0:
		return ok("none is set")
	case via == nil:
		return ok("none is used for %s%s", base.Hostname(), variables)
	}
	return ok("%s goes through %s%s", base.Hostname(), via.Scheme+"://"+via.Host, variables)
}

// withoutPassword is a proxy's address without what it may hold before the host.
func withoutPassword(value string) string {
	scheme, rest, ok := strings.Cut(value, "://")
	if !ok {
		scheme, rest = "", value
	} else {
		scheme += "://"
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = "[redacted]@" + rest[i+1:]
	}
	return scheme + rest
}

func (v *visit) dns(ctx context.Context) Result {
	if v.Simulated != nil {
		return skip("there is no network in a simulation")
	}
	host, _, name, err := v.target()
	if err != nil {
		// Both ways to get here have failed their own check before.
		return skip("the address cannot be used")
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return ok("%s needs no name server", name)
	}
	addresses, err := v.LookupHost(ctx, host)
	if err != nil {
		v.stop = "the name cannot be resolved"
		r := Result{Status: Fail, Detail: "the name of " + name + " cannot be resolved"}
		if failure, ok := errors.AsType[*net.DNSError](err); ok && failure.IsNotFound {
			r.Detail = "there is no host of the name of " + name
			r.Next = "check the platform's name (datto platform list), and that the name server knows the internet"
			return r
		}
		r.Detail += ": " + cause(err)
		r.Next = "check the network connection and the name server"
		return r
	}
	return ok("%s resolves to %s", name, strings.Join(addresses, ", "))
}

func (v *visit) connection(ctx context.Context) Result {
	if v.Simulated != nil {
		return skip("there is no network in a simulation")
	}
	host, port, name, err := v.target()
	if err != nil {
		return skip("the address cannot be used")
	}
	start := v.Now()
	conn, err := v.Dial(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		v.stop = "there is no connection"
		return Result{
			Status: Fail, Detail: fmt.Sprintf("no connection to %s, port %s: %s", name, port, cause(err)),
			Next: "check the firewall: programs on this machine need to reach that port; " +
				"where only a proxy may, set HTTPS_PROXY",
		}
	}
	_ = conn.Close() // Nothing was sent.
	return ok("%s answers on port %s within %s", name, port, max(v.Now().Sub(start).Round(time.Millisecond), time.Millisecond))
}

// answer is what came back from the first request.
type answer struct {
	status     int
	header     http.Header
	connection *cryptotls.ConnectionState
	body       []byte
	// before and after are when it was asked for and when it came.
	before, after time.Time
	err           error
}

// first asks for the status of the API, which needs no token, once.
func (v *visit) first(ctx context.Context) *answer {
	if v.answer == nil {
		v.answer = v.get(ctx, v.address.BaseURL+"/v2/system/status", 1<<16)
	}
	return v.answer
}

// get reads an address without credentials.
func (v *visit) get(ctx context.Context, address string, limit int64) *answer {
	a := &answer{before: v.Now()}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		a.err = err
		return a
	}
	req.Header.Set("Accept", "application/json")
	res, err := v.http.Do(req)
	a.after = v.Now()
	if err != nil {
		a.err = err
		return a
	}
	defer func() { _ = res.Body.Close() }() // It has been read.
	a.status, a.header, a.connection = res.StatusCode, res.Header, res.TLS
	a.body, a.err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	if a.err == nil && int64(len(a.body)) > limit {
		a.err = errors.New("the answer is too large")
	}
	return a
}

// tls checks how the connection is secured, and by whom.
func (v *visit) tls(ctx context.Context) Result {
	if v.Simulated != nil {
		return skip("there is no network in a simulation")
	}
	if strings.HasPrefix(v.address.BaseURL, "http://") {
		return skip("plain HTTP to this machine")
	}
	a := v.first(ctx)
	if a.err != nil && a.connection == nil {
		if r, ok := tlsProblem(a.err); ok {
			v.stop = "there is no secure connection"
			return r
		}
		return skip("not checked: there was no answer")
	}
	if a.connection == nil || len(a.connection.PeerCertificates) == 0 {
		return skip("the answer did not come over TLS")
	}
	leaf := a.connection.PeerCertificates[0]
	issuer := nameOf(leaf)
	r := ok("%s, certificate by %s, good until %s",
		cryptotls.VersionName(a.connection.Version), issuer, leaf.NotAfter.UTC().Format(time.DateOnly))
	if inspector(a.connection.PeerCertificates) != "" {
		r.Status = Warn
		r.Next = issuer + " opens the connection on its way: it sees keys and data; ask for the address to be left out of inspection"
	}
	return r
}

// tlsProblem explains why a connection could not be secured.
func tlsProblem(err error) (Result, bool) {
	r := Result{Status: Fail}
	if unknown, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		r.Detail = "the certificate is not trusted here"
		if unknown.Cert != nil {
			r.Detail += ": it was made by " + nameOf(unknown.Cert)
		}
		r.Next = "if that is a proxy or virus scanner which inspects TLS, have its root certificate installed on this machine" +
			" (on Linux SSL_CERT_FILE can name it), or have the address left out of inspection"
		return r, true
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		r.Detail = "the certificate is not valid: " + invalid.Error()
		r.Next = "check this machine's clock first, then whether something inspects TLS"
		return r, true
	}
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		r.Detail = "the certificate is for another host: " + wrong.Error()
		r.Next = "something on the way answers in place of the API: a captive portal, a proxy, a wrong name server"
		return r, true
	}
	if _, ok := errors.AsType[cryptotls.RecordHeaderError](err); ok {
		r.Detail = "what answers does not speak TLS"
		r.Next = "check --base-url, and whether a captive portal or proxy is in between"
		return r, true
	}
	if alert, ok := errors.AsType[cryptotls.AlertError](err); ok {
		r.Detail = "the other side refused the connection: " + alert.Error()
		r.Next = "check whether a proxy or firewall on the way supports TLS 1.2 and 1.3"
		return r, true
	}
	return r, false
}

// inspectors are names in the certificates of products that open connections to
// look into them. Where their root certificate is installed, nothing else shows.
var inspectors = []string{
	"avast", "barracuda", "bitdefender", "blue coat", "bluecoat", "burp", "charles proxy", "check point", "cisco umbrella",
	"cloudflare gateway", "cloudflare for teams", "do_not_trust", "eset", "fiddler", "forcepoint", "fortigate", "fortinet", "iboss",
	"kaspersky", "mcafee web", "mitmproxy", "netskope", "palo alto", "portswigger", "skyhigh", "sophos", "symantec web",
	"watchguard", "zscaler",
}

func inspector(chain []*x509.Certificate) string {
	for _, cert := range chain {
		text := strings.ToLower(cert.Issuer.String())
		if i := slices.IndexFunc(inspectors, func(name string) bool { return strings.Contains(text, name) }); i >= 0 {
			return inspectors[i]
		}
	}
	return ""
}

func nameOf(cert *x509.Certificate) string {
	name, organization := cert.Issuer.CommonName, strings.Join(cert.Issuer.Organization, ", ")
	switch {
	case name == "" && organization == "":
		return "an issuer without a name"
	case strings.HasPrefix(name, organization):
		return name
	}
	return strings.TrimSpace(organization + " " + name)
}

// api checks that what answers is the API.
func (v *visit) api(ctx context.Context) Result {
	a := v.first(ctx)
	switch {
	case a.err != nil:
		v.stop = "the API does not answer"
		return Result{Status: Fail, Detail: "no answer: " + cause(a.err), Next: "check the network connection and the proxy settings"}
	case a.status >= 300 && a.status < 400:
		v.stop = "something else answers in place of the API"
		return Result{
			Status: Fail, Detail: fmt.Sprintf("a redirect (%d) in place of an answer", a.status),
			Next: "check --base-url, and whether a captive portal or proxy is in between",
		}
	case a.status == http.StatusForbidden:
		v.stop = "this machine may be blocked"
		return Result{
			Status: Fail, Detail: "access was refused (403) before any key was shown: this machine's address may be blocked",
			Next: "send nothing for five minutes, then try again",
		}
	case a.status == http.StatusOK && looksLikeJSON(a.body):
		return ok("the API answers")
	case a.status == http.StatusOK:
		v.stop = "something else answers in place of the API"
		return Result{
			Status: Fail, Detail: "the answer is a page and not the API's",
			Next: "check --base-url, and whether a captive portal or proxy is in between",
		}
	case a.status == http.StatusProxyAuthRequired:
		v.stop = "the proxy lets nothing through"
		return Result{
			Status: Fail, Detail: "the proxy wants a user name and password (407)",
			Next: "put them into HTTPS_PROXY: http://USER:PASSWORD@host:port",
		}
	}
	r := Result{Status: Warn, Detail: fmt.Sprintf("the status of the API could not be read: %d %s", a.status, http.StatusText(a.status))}
	if a.status >= http.StatusInternalServerError {
		r.Next = "the server or a gateway has a problem: try again in a few minutes"
	} else {
		r.Next = "check --base-url and --platform"
	}
	return r
}

func looksLikeJSON(body []byte) bool {
	return strings.HasPrefix(strings.TrimSpace(string(body)), "{")
}

const (
	skewNoticed = 30 * time.Second
	skewTooMuch = 10 * time.Minute
)

// clock compares this machine's clock with the server's. Filters by time, the
// life of tokens and the checks of certificates all depend on it.
func (v *visit) clock(ctx context.Context) Result {
	a := v.first(ctx)
	if a.err != nil && a.header == nil {
		return skip("not checked: there was no answer")
	}
	server, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return skip("the answer does not say what time it is")
	}
	// The header leaves out fractions of a second, and the answer took a while.
	middle := a.before.Add(a.after.Sub(a.before) / 2)
	skew := middle.Sub(server.Add(500 * time.Millisecond)).Round(time.Second)
	direction := "fast"
	if skew < 0 {
		skew, direction = -skew, "slow"
	}
	r := ok("right to within %s", max(skew, time.Second))
	if skew >= skewNoticed {
		r = Result{
			Status: Warn, Detail: fmt.Sprintf("this machine's clock is %s %s", skew, direction),
			Next: "set the clock, or have it set by a time server",
		}
	}
	if skew >= skewTooMuch {
		r.Status = Fail
	}
	return r
}

// cause is an error without the address that net/http puts in front of it.
func cause(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "it took too long"
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Err != nil {
		return op.Err.Error()
	}
	return err.Error()
}
