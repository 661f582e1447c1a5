package doctor

import (
	"context"
	cryptotls "crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/tokencache"
)

// target returns where the first connection goes: the API's host, or the proxy's.
func (v *visit) target() (*target, error) {
	base, err := url.Parse(v.address.BaseURL)
	if err != nil {
		return nil, err
	}
	via, err := v.proxyFor(base)
	if err != nil {
		return nil, err
	}
	t := &target{name: base.Hostname()}
	if via != nil {
		base = via
		t.name, t.proxy = "the proxy "+via.Hostname(), via.Scheme+"://"+via.Host
	}
	t.host, t.port = base.Hostname(), base.Port()
	if t.port == "" {
		t.port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[base.Scheme]
	}
	return t, nil
}

// target is a host to connect to.
type target struct {
	host, port string
	// name is what it is called in messages.
	name string
	// proxy is the proxy's address, without user and password. It is empty for the
	// API's own host.
	proxy string
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
		// Windows takes both spellings for one variable.
		if upper := strings.ToUpper(name); value == "" || name != upper && value == v.Getenv(upper) {
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
	case v.unreadableProxy() != "":
		r := Result{
			Status: Warn, Detail: v.unreadableProxy() + " is not an address, and is ignored" + variables,
			Next: "write it as http://host:port, or http://USER:PASSWORD@host:port (special characters as %40 and the like)",
		}
		if via != nil {
			// A part of it was taken for the host.
			v.stop = "the proxy settings cannot be used"
			r.Status, r.Detail = Fail, v.unreadableProxy()+" is not an address"+variables
		}
		return r
	case via == nil && len(set) == 0 && v.Getenv("ALL_PROXY")+v.Getenv("all_proxy") != "":
		return Result{
			Status: Warn, Detail: "ALL_PROXY is set, which this program does not look at",
			Next: "if the platform is reached through that proxy only, set HTTPS_PROXY to it",
		}
	case via == nil && len(set) == 0:
		return ok("none is set")
	case via == nil:
		return ok("none is used for %s%s", base.Hostname(), variables)
	}
	return ok("%s goes through %s%s", base.Hostname(), via.Scheme+"://"+via.Host, variables)
}

// unreadableProxy names the variable whose value is no address. Such a value is
// passed over, or read as one that lacks its scheme.
func (v *visit) unreadableProxy() string {
	for _, name := range proxyVariables[:2] {
		value := v.Getenv(name)
		parsed, err := url.Parse(value)
		switch _, bare := url.Parse("http://" + value); {
		case err != nil && (bare != nil || strings.Contains(value, "://")):
			return name
		case err == nil && parsed.User == nil && strings.Contains(value, "://") && strings.Contains(value, "@"):
			// A password that ends the host: the user's name was taken for it.
			return name
		}
	}
	return ""
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
	to, err := v.target()
	if err != nil {
		// Both ways to get here have failed their own check before.
		return skip("the address cannot be used")
	}
	if _, err := netip.ParseAddr(to.host); err == nil {
		return ok("%s needs no name server", to.name)
	}
	addresses, err := v.LookupHost(ctx, to.host)
	if err != nil {
		v.stop = "the name cannot be resolved"
		if to.proxy != "" {
			return v.networkProblem(&datto.ProxyError{Proxy: to.proxy, Err: err})
		}
		r := Result{Status: Fail, Detail: "the name of " + to.name + " cannot be resolved"}
		if failure, ok := errors.AsType[*net.DNSError](err); ok && failure.IsNotFound {
			r.Detail = "there is no host of the name of " + to.name
			r.Next = "check the platform's name (datto platform list), and that the name server knows the internet"
			return r
		}
		r.Detail += ": " + cause(err)
		r.Next = "check the network connection and the name server"
		return r
	}
	return ok("%s resolves to %s", to.name, strings.Join(addresses, ", "))
}

func (v *visit) connection(ctx context.Context) Result {
	if v.Simulated != nil {
		return skip("there is no network in a simulation")
	}
	to, err := v.target()
	if err != nil {
		return skip("the address cannot be used")
	}
	start := v.Now()
	conn, err := v.Dial(ctx, "tcp", net.JoinHostPort(to.host, to.port))
	if err != nil {
		v.stop = "there is no connection"
		if to.proxy != "" {
			return v.networkProblem(&datto.ProxyError{Proxy: to.proxy, Err: err})
		}
		return Result{
			Status: Fail, Detail: fmt.Sprintf("no connection to %s, port %s: %s", to.name, to.port, cause(err)),
			Next: "check the firewall: programs on this machine need to reach that port; " +
				"where only a proxy may, set HTTPS_PROXY",
		}
	}
	_ = conn.Close() // Nothing was sent.
	return ok("%s answers on port %s within %s", to.name, to.port, max(v.Now().Sub(start).Round(time.Millisecond), time.Millisecond))
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

const (
	statusPath = "/v2/system/status"
	maxStatus  = 1 << 16
)

// first asks for the status of the API, which needs no token, once.
func (v *visit) first(ctx context.Context) *answer {
	if v.answer == nil {
		v.answer = v.get(ctx, v.http, v.address.BaseURL+statusPath, maxStatus)
	}
	return v.answer
}

// askAnybody asks for the status of the API without looking at the certificate of
// whoever answers. Nothing but the time can be taken from that, and no key is shown.
func (v *visit) askAnybody(ctx context.Context) *answer {
	security := new(cryptotls.Config)
	if v.TLS != nil {
		security = v.TLS.Clone()
	}
	security.InsecureSkipVerify = true
	client := *v.http
	client.Transport = v.network(security)
	defer client.CloseIdleConnections()
	return v.get(ctx, &client, v.address.BaseURL+statusPath, maxStatus)
}

// get reads an address without credentials.
func (v *visit) get(ctx context.Context, client *http.Client, address string, limit int64) *answer {
	a := &answer{before: v.Now()}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		a.err = err
		return a
	}
	req.Header.Set("Accept", "application/json")
	res, err := client.Do(req)
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
		if _, proxy := errors.AsType[*datto.ProxyError](a.err); proxy {
			return skip("not checked: the proxy does not allow the connection")
		}
		if invalid, ok := errors.AsType[x509.CertificateInvalidError](a.err); ok && invalid.Reason == x509.Expired {
			v.stop = "there is no secure connection"
			return v.outOfDate(ctx, invalid)
		}
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

// outOfDate explains a certificate that is not good yet or any longer. Mostly it is
// this machine that has the wrong date.
func (v *visit) outOfDate(ctx context.Context, invalid x509.CertificateInvalidError) Result {
	r := Result{Status: Fail, Detail: "the certificate is not valid: " + invalid.Error()}
	v.unverified = v.askAnybody(ctx)
	skew, err := v.unverified.skew()
	switch {
	case err != nil:
		r.Next = "check this machine's clock first, then whether something inspects TLS"
	case skew.Abs() >= skewNoticed:
		r.Next = "set this machine's clock first, then run this again"
	default:
		r.Next = "this machine's clock is right: something on the way answers with an old certificate, or the server itself does"
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
	_, garbled := errors.AsType[cryptotls.RecordHeaderError](err)
	if plain := errors.Is(err, http.ErrSchemeMismatch); garbled || plain {
		r.Detail = "what answers does not speak TLS"
		if plain {
			r.Detail = "what answers speaks plain HTTP and not TLS"
		}
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
		return v.networkProblem(a.err)
	case a.status >= 300 && a.status < 400:
		v.stop = "something else answers in place of the API"
		return Result{
			Status: Fail, Detail: fmt.Sprintf("a redirect (%d) in place of an answer", a.status),
			Next: "check --base-url, and whether a captive portal or proxy is in between",
		}
	case a.status == http.StatusForbidden && !json.Valid(a.body):
		return v.meetBlock(ctx, a)
	case a.status == http.StatusTooManyRequests:
		v.stop = tooMany
		v.limited = &datto.APIError{StatusCode: a.status, Operation: "GET " + statusPath}
		return problem(Fail, v.limited)
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
		return v.networkProblem(&datto.ProxyError{Proxy: "on the way", StatusCode: a.status})
	}
	r := Result{Status: Warn, Detail: fmt.Sprintf("the status of the API could not be read: %d %s", a.status, http.StatusText(a.status))}
	if a.status >= http.StatusInternalServerError {
		r.Next = "the server or a gateway has a problem: try again in a few minutes"
	} else {
		r.Next = "check --base-url and --platform"
	}
	return r
}

// blockTime is how long a block is said to last.
const blockTime = 5 * time.Minute

// meetBlock notes that this machine is shut out. Everybody may read the status, so
// that a refusal can be nothing else.
func (v *visit) meetBlock(ctx context.Context, a *answer) Result {
	after := blockTime
	if seconds, err := strconv.Atoi(a.header.Get("Retry-After")); err == nil && seconds > 0 {
		after = time.Duration(seconds) * time.Second
	}
	until := v.Now().Add(after)
	if v.Simulated == nil {
		// A block that cannot be noted is met again by the next command.
		_ = v.Credentials.Tokens.Block(ctx, v.address.BaseURL, until)
	}
	return v.shutOut(&exitcode.HintedError{
		Err:  &tokencache.BlockedError{BaseURL: v.address.BaseURL, Until: until},
		Hint: "wait until " + until.Local().Format(time.RFC3339) + ": requests before that may prolong it",
	})
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
	a, by := v.unverified, " by an answer whose certificate is not accepted"
	if a == nil {
		if v.stop != "" {
			return skip("not checked: %s", v.stop)
		}
		a, by = v.first(ctx), ""
	}
	if a.err != nil && a.header == nil {
		return skip("not checked: there was no answer")
	}
	skew, err := a.skew()
	if err != nil {
		return skip("the answer does not say what time it is")
	}
	direction := "fast"
	if skew < 0 {
		skew, direction = -skew, "slow"
	}
	r := ok("right to within %s%s", max(skew, time.Second), by)
	if skew >= skewNoticed {
		r = Result{
			Status: Warn, Detail: fmt.Sprintf("this machine's clock is %s %s%s", skew, direction, by),
			Next: "set the clock, or have it set by a time server",
		}
	}
	if skew >= skewTooMuch {
		r.Status = Fail
	}
	return r
}

// skew is how fast this machine's clock is. The error is not nil when the answer
// does not tell the time.
func (a *answer) skew() (time.Duration, error) {
	server, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return 0, err
	}
	// The header leaves out fractions of a second, and the answer took a while.
	middle := a.before.Add(a.after.Sub(a.before) / 2)
	return middle.Sub(server.Add(500 * time.Millisecond)).Round(time.Second), nil
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
