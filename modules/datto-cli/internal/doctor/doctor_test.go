package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/tokencache"
)

// host is a name that the certificates of httptest are good for.
const host = "https://example.com"

// clinic is a patient: a machine with an environment, a network and a platform
// behind it. All of it is well until a test makes it ill.
type clinic struct {
	*Doctor
	sim    *simulator.Simulator
	server *httptest.Server
	env    map[string]string
	dials  []string
	// routes answer in place of the simulator.
	routes map[string]http.HandlerFunc
}

func newClinic(t *testing.T, simulated simulator.Config) *clinic {
	t.Helper()
	keyring.MockInit()
	c := &clinic{sim: simulator.New(simulated), routes: map[string]http.HandlerFunc{}}
	c.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if route, ok := c.routes[r.URL.Path]; ok {
			route(w, r)
			return
		}
		c.sim.ServeHTTP(w, r)
	}))
	// Many tests break connections off.
	c.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	c.server.StartTLS()
	t.Cleanup(c.server.Close)
	c.describe(contractOf(datto.Operations()))

	key, secret := c.sim.Credentials()
	c.env = map[string]string{"DATTO_API_KEY": key, "DATTO_API_SECRET": secret, "DATTO_BASE_URL": host}
	getenv := func(name string) string { return c.env[name] }
	dirs := config.Directories{Config: filepath.Join(t.TempDir(), "config"), Cache: filepath.Join(t.TempDir(), "cache")}
	load := func() (*config.File, error) { return config.Load(dirs.Settings()) }
	roots := x509.NewCertPool()
	roots.AddCert(c.server.Certificate())
	c.Doctor = &Doctor{
		Now: time.Now, Getenv: getenv, Directories: dirs, Config: load,
		Credentials: &credential.Source{
			Getenv: getenv, Config: load,
			Stores: credential.Stores{Keyring: credential.NewKeyring(), File: credential.NewPrivateFile(dirs.Credentials())},
			Tokens: tokencache.New(dirs.Tokens(), time.Now),
		},
		LookupHost: func(context.Context, string) ([]string, error) { return []string{"192.0.2.1"}, nil },
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			c.dials = append(c.dials, address)
			return new(net.Dialer).DialContext(ctx, network, c.server.Listener.Addr().String())
		},
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
		TLS:   &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	}
	return c
}

// describe makes the platform declare a document, in a group.
func (c *clinic) describe(document map[string]any) {
	c.routes["/api/v3/api-docs/swagger-config"] = func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"urls":[{"url":"/api/v3/api-docs/Any-Name","name":"Any-Name"},{"url":"https://evil.example/x","name":"x"}]}`))
	}
	text, err := json.Marshal(document)
	c.routes["/api/v3/api-docs/Any-Name"] = func(w http.ResponseWriter, r *http.Request) {
		if err != nil || r.Header.Get("Authorization") != "" {
			http.Error(w, "no token was expected", http.StatusTeapot)
			return
		}
		_, _ = w.Write(text)
	}
}

func contractOf(operations []*datto.Operation) map[string]any {
	paths := map[string]map[string]any{}
	for _, op := range operations {
		path := strings.ReplaceAll(op.Path, "{", "{other")
		if paths[path] == nil {
			paths[path] = map[string]any{"parameters": []string{}}
		}
		paths[path][strings.ToLower(op.Method)] = map[string]any{}
	}
	return map[string]any{"info": map[string]any{"version": "Build 300"}, "paths": paths}
}

// examine runs all checks and returns the results by name.
func (c *clinic) examine(t *testing.T) (map[string]Result, error) {
	t.Helper()
	results := map[string]Result{}
	var names []string
	err := c.Run(t.Context(), func(r Result) error {
		results[r.Check] = r
		names = append(names, r.Check)
		return nil
	})
	assert.Equal(t, []string{
		"settings", "files", "account", "block", "proxy", "dns", "connection", "tls", "api", "clock",
		"credentials", "platform", "budget", "contract",
	}, names, "every check is reported, whatever the others say")
	key, secret := c.sim.Credentials()
	for _, r := range results {
		text := r.Detail + r.Next
		for _, hidden := range []string{key, secret, "CANARY", "simulated-"} {
			assert.NotContains(t, text, hidden)
		}
		if r.Status == Fail {
			assert.NotEmpty(t, r.Next, "%s says what to do", r.Check)
		}
	}
	return results, err
}

func statuses(results map[string]Result, status Status) []string {
	var names []string
	for name, r := range results {
		if r.Status == status {
			names = append(names, name)
		}
	}
	return names
}

func TestAllIsWell(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Len(t, statuses(results, OK), len(results), "%v", results)
	for name, detail := range map[string]string{
		"settings":    "set in the environment: DATTO_API_KEY, DATTO_API_SECRET, DATTO_BASE_URL",
		"account":     "from the environment, for https://example.com/api",
		"dns":         "example.com resolves to 192.0.2.1",
		"connection":  "port 443",
		"tls":         "TLS 1.3, certificate by Acme Co",
		"clock":       "right to within",
		"credentials": "a new token was granted",
		"platform":    "with 120 devices",
		"budget":      "of 600 reads",
		"contract":    fmt.Sprintf("all %d operations of the platform (Build 300) are known", len(datto.Operations())),
	} {
		assert.Contains(t, results[name].Detail, detail, name)
	}
	require.NoFileExists(t, c.Directories.Tokens().Path, "a check keeps nothing")
	require.NoFileExists(t, c.Directories.Settings().Path)
	for _, address := range c.dials {
		assert.Equal(t, "example.com:443", address)
	}
}

func TestNothingIsSentWithoutKnowingWhereTo(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	clear(c.env)
	results, err := c.examine(t)
	require.Equal(t, exitcode.Credentials, exitcode.For(err).Code)
	assert.Equal(t, []string{"account"}, statuses(results, Fail))
	assert.Contains(t, results["account"].Next, "datto auth login")
	assert.Contains(t, results["dns"].Detail, "it is not known which platform")
	assert.Empty(t, c.dials)
}

func TestTheNetworkIsCheckedWithoutCredentials(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.env = map[string]string{"DATTO_BASE_URL": host}
	results, err := c.examine(t)
	require.Equal(t, exitcode.Credentials, exitcode.For(err).Code)
	assert.Equal(t, OK, results["api"].Status)
	assert.Equal(t, Skip, results["credentials"].Status)
	assert.Equal(t, Skip, results["platform"].Status)
}

func TestCredentialsThatAreRefused(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.env["DATTO_API_SECRET"] = "WRONG-CANARY"
	results, err := c.examine(t)
	report := exitcode.For(err)
	require.Equal(t, exitcode.Credentials, report.Code)
	assert.Contains(t, report.Cause, "1 check failed, the credentials among them")
	assert.Equal(t, []string{"credentials"}, statuses(results, Fail))
	assert.Contains(t, results["credentials"].Detail, "refused")
	assert.Contains(t, results["platform"].Detail, "there is no token")
}

func TestATokenThatWasKeptDoesNotHideAWrongSecret(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	found, err := c.Credentials.Find(t.Context(), account.Choice{})
	require.NoError(t, err)
	a, err := c.Credentials.Open(found)
	require.NoError(t, err)
	client, err := datto.NewClient("", a.Credentials, datto.WithBaseURL(a.BaseURL),
		datto.WithTokenStore(a.Tokens), datto.WithHTTPClient(&http.Client{Transport: c.sim.Transport()}))
	require.NoError(t, err)
	_, err = client.EnsureToken(t.Context())
	require.NoError(t, err)
	require.FileExists(t, c.Directories.Tokens().Path)

	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Contains(t, results["credentials"].Detail, "a new token")
	calls := 0
	for _, call := range c.sim.Calls() {
		if strings.HasSuffix(call.Path, "/auth/oauth/token") {
			calls++
		}
	}
	assert.Equal(t, 2, calls, "the second is the doctor's")
}

func TestABlockedMachineSendsNothing(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	until := time.Now().Add(5 * time.Minute)
	require.NoError(t, c.Credentials.Tokens.Block(t.Context(), host+"/api", until))
	results, err := c.examine(t)
	require.Equal(t, exitcode.Limited, exitcode.For(err).Code)
	assert.Equal(t, Fail, results["block"].Status)
	assert.Contains(t, results["block"].Next, until.Local().Format(time.RFC3339))
	assert.Empty(t, c.dials)
}

func TestABlockThatIsMetIsNoted(t *testing.T) {
	c := newClinic(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultBlockPage, Operation: "GET /v2/account"}}})
	results, err := c.examine(t)
	require.Equal(t, exitcode.Limited, exitcode.For(err).Code)
	assert.Equal(t, Fail, results["platform"].Status)
	assert.Equal(t, Skip, results["budget"].Status)
	assert.Equal(t, Skip, results["contract"].Status)
	require.ErrorIs(t, c.Credentials.Tokens.CheckBlock(host+"/api"), datto.ErrBlocked)
}

func TestTheNetwork(t *testing.T) {
	refuse := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	for _, test := range []struct {
		name    string
		ill     func(c *clinic)
		check   string
		detail  string
		next    string
		skipped string
	}{
		{
			name: "no such host",
			ill: func(c *clinic) {
				c.LookupHost = func(_ context.Context, name string) ([]string, error) {
					return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
				}
			},
			check: "dns", detail: "there is no host of the name of example.com", next: "platform", skipped: "connection",
		},
		{
			name: "no name server",
			ill: func(c *clinic) {
				c.LookupHost = func(_ context.Context, name string) ([]string, error) {
					return nil, &net.DNSError{Err: "server misbehaving", Name: name}
				}
			},
			check: "dns", detail: "server misbehaving", next: "name server", skipped: "api",
		},
		{name: "a firewall", ill: func(c *clinic) { c.Dial = refuse }, check: "connection", detail: "connection refused", next: "firewall", skipped: "tls"},
		{
			name: "an unknown authority", ill: func(c *clinic) { c.TLS = &tls.Config{RootCAs: x509.NewCertPool()} },
			check: "tls", detail: "made by Acme Co", next: "root certificate", skipped: "api",
		},
		{
			name: "another host's certificate",
			ill: func(c *clinic) {
				c.env["DATTO_BASE_URL"] = "https://other.test"
			},
			check: "tls", detail: "for another host", next: "captive portal", skipped: "credentials",
		},
		{
			name: "an expired certificate",
			ill: func(c *clinic) {
				c.TLS.Time = func() time.Time { return time.Now().AddDate(100, 0, 0) }
			},
			check: "tls", detail: "expired", next: "clock is right", skipped: "api",
		},
		{
			name: "a login page",
			ill: func(c *clinic) {
				c.routes["/api/v2/system/status"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }
			},
			check: "api", detail: "a page", next: "captive portal", skipped: "credentials",
		},
		{
			name: "a redirect",
			ill: func(c *clinic) {
				c.routes["/api/v2/system/status"] = func(w http.ResponseWriter, r *http.Request) {
					http.Redirect(w, r, "https://evil.example/", http.StatusFound)
				}
			},
			check: "api", detail: "redirect", next: "captive portal", skipped: "credentials",
		},
		{
			name: "plain HTTP",
			ill: func(c *clinic) {
				c.Dial = answering("HTTP/1.1 400 Bad Request\r\n\r\n")
			},
			check: "tls", detail: "plain HTTP", next: "--base-url", skipped: "api",
		},
		{
			name: "a portal where the token should be",
			ill: func(c *clinic) {
				c.routes["/auth/oauth/token"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }
			},
			check: "credentials", detail: "a web page came in place of a token", next: "portal", skipped: "platform",
		},
		{
			name: "a proxy without a name", ill: viaProxy(nil),
			check: "dns", detail: "the proxy http://proxy.example:3128 does not exist", next: "correct HTTPS_PROXY", skipped: "connection",
		},
		{
			name: "a proxy that is not running", ill: viaProxy(func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
			}),
			check: "connection", detail: "nothing answers at the proxy http://proxy.example:3128", next: "correct HTTPS_PROXY", skipped: "tls",
		},
		{
			name: "a proxy that wants to know who asks", ill: viaProxy(answering("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")),
			check: "api", detail: "the proxy http://proxy.example:3128 wants a user name and password (407)",
			next: "http://USER:PASSWORD@host:port", skipped: "credentials",
		},
		{
			name: "a proxy that forbids", ill: viaProxy(answering("HTTP/1.1 403 Forbidden\r\n\r\n")),
			check: "api", detail: "does not allow connections to example.com (403 Forbidden)", next: "ask whoever runs the proxy", skipped: "credentials",
		},
		{
			name: "a proxy that hangs up", ill: viaProxy(answering("")),
			check: "api", detail: "the proxy http://proxy.example:3128 closed the connection", next: "HTTPS_PROXY", skipped: "credentials",
		},
		{
			name:  "a proxy that wants a password",
			ill:   func(c *clinic) { c.routes["/api/v2/system/status"] = status(http.StatusProxyAuthRequired) },
			check: "api", detail: "407", next: "HTTPS_PROXY", skipped: "credentials",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newClinic(t, simulator.Config{})
			test.ill(c)
			results, err := c.examine(t)
			require.Equal(t, exitcode.Failed, exitcode.For(err).Code)
			assert.Equal(t, []string{test.check}, statuses(results, Fail), "%v", results)
			assert.Contains(t, results[test.check].Detail, test.detail)
			assert.Contains(t, results[test.check].Next, test.next)
			assert.Equal(t, Skip, results[test.skipped].Status)
			for _, call := range c.sim.Calls() {
				assert.NotContains(t, call.Path, "oauth", "the key is not shown to whoever is there")
			}
		})
	}
}

// answering makes connections to somebody who reads what comes first and answers
// with text.
func answering(text string) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go func() {
			defer func() { _ = there.Close() }()
			if _, err := there.Read(make([]byte, 4096)); err == nil {
				_, _ = io.WriteString(there, text)
			}
		}()
		return here, nil
	}
}

// viaProxy puts a proxy in between that is reached by dial, or has no name.
func viaProxy(dial func(context.Context, string, string) (net.Conn, error)) func(*clinic) {
	return func(c *clinic) {
		c.Proxy = func(*http.Request) (*url.URL, error) {
			return url.Parse("http://USER-CANARY:PASSWORD-CANARY@proxy.example:3128")
		}
		if dial != nil {
			c.Dial = dial
			return
		}
		c.LookupHost = func(_ context.Context, name string) ([]string, error) {
			return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
		}
	}
}

func TestABlockBeforeAnyKeyIsShownIsNoted(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.routes["/api/v2/system/status"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte("<html>"))
	}
	before := time.Now()
	results, err := c.examine(t)
	report := exitcode.For(err)
	require.Equal(t, exitcode.Limited, report.Code)
	assert.Equal(t, []string{"api"}, statuses(results, Fail))
	assert.Contains(t, results["api"].Detail, "blocked")
	assert.Equal(t, Skip, results["credentials"].Status)
	assert.Equal(t, report.Next, results["api"].Next)

	blocked, ok := errors.AsType[*tokencache.BlockedError](c.Credentials.Tokens.CheckBlock(host + "/api"))
	require.True(t, ok, "the next run knows")
	assert.WithinRange(t, blocked.Until, before.Add(89*time.Second), time.Now().Add(91*time.Second))
	c.dials = nil
	_, err = c.examine(t)
	require.Equal(t, exitcode.Limited, exitcode.For(err).Code)
	assert.Empty(t, c.dials, "nor does a second visit send anything")
}

func TestARightThatIsMissingIsNoBlock(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.routes["/api/v2/system/status"] = func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"error":"Forbidden"}`))
	}
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, Warn, results["api"].Status)
	require.NoError(t, c.Credentials.Tokens.CheckBlock(host+"/api"))
}

func TestTooManyRequestsAreNoOtherFailure(t *testing.T) {
	for path, check := range map[string]string{
		"/api/v2/system/status": "api", "/auth/oauth/token": "credentials", "/api/v2/account": "platform", "/api/v2/system/request_rate": "budget",
	} {
		c := newClinic(t, simulator.Config{})
		c.routes[path] = status(http.StatusTooManyRequests)
		results, err := c.examine(t)
		require.Equal(t, exitcode.Limited, exitcode.For(err).Code, path)
		assert.Equal(t, []string{check}, statuses(results, Fail))
	}
}

func TestAClockThatIsWrongIsSeenThoughNoCertificateIsGood(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	later := func() time.Time { return time.Now().AddDate(100, 0, 0) }
	c.Now, c.TLS.Time = later, later
	var asked []string
	c.routes["/api/v2/system/status"] = func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Authorization"))
		_, _ = w.Write([]byte(`{}`))
	}
	results, err := c.examine(t)
	require.Equal(t, exitcode.Failed, exitcode.For(err).Code)
	assert.ElementsMatch(t, []string{"tls", "clock"}, statuses(results, Fail))
	assert.Contains(t, results["tls"].Next, "set this machine's clock first")
	assert.Contains(t, results["clock"].Detail, "fast by an answer whose certificate is not accepted")
	assert.Equal(t, []string{""}, asked, "no key is shown")
	assert.Equal(t, Skip, results["credentials"].Status)
}

func TestACallThatHangsSaysWhatToDo(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	v := &visit{Doctor: c.Doctor}
	r := v.apiProblem(fmt.Errorf("datto: GET /v2/account: %w", context.DeadlineExceeded))
	assert.Equal(t, "GET /v2/account: there was no answer in time", r.Detail)
	assert.Contains(t, r.Next, "network")
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestAnUnwellAPIIsNoReasonToStop(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.routes["/api/v2/system/status"] = status(http.StatusBadGateway)
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, Warn, results["api"].Status)
	assert.Equal(t, OK, results["credentials"].Status)
}

func TestAProxyThatInspects(t *testing.T) {
	assert.Empty(t, inspector([]*x509.Certificate{issuedBy("Amazon", "Amazon RSA 2048 M02")}))
	assert.NotEmpty(t, inspector([]*x509.Certificate{issuedBy("Zscaler Inc.", "Zscaler Intermediate Root CA")}))
	assert.NotEmpty(t, inspector([]*x509.Certificate{issuedBy("", "Leaf"), issuedBy("Fortinet", "FortiGate CA")}))
	assert.Equal(t, "Zscaler Inc. Root", nameOf(issuedBy("Zscaler Inc.", "Root")))
	assert.Equal(t, "Acme Co", nameOf(issuedBy("Acme Co", "")))
	assert.Equal(t, "Amazon RSA 2048 M02", nameOf(issuedBy("Amazon", "Amazon RSA 2048 M02")))
	assert.Equal(t, "an issuer without a name", nameOf(issuedBy("", "")))
}

func issuedBy(organization, name string) *x509.Certificate {
	cert := &x509.Certificate{}
	if organization != "" {
		cert.Issuer.Organization = []string{organization}
	}
	cert.Issuer.CommonName = name
	return cert
}

func TestTheProxyThatIsInEffect(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.env["HTTPS_PROXY"] = "http://user:PASSWORD-CANARY@proxy.example:3128"
	c.env["https_proxy"] = c.env["HTTPS_PROXY"]
	c.env["NO_PROXY"] = "internal.example"
	c.env["no_proxy"] = "other.example"
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, "none is used for example.com (HTTPS_PROXY=http://[redacted]@proxy.example:3128, NO_PROXY=internal.example, no_proxy=other.example)",
		results["proxy"].Detail)

	c.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(c.env["HTTPS_PROXY"]) }
	c.LookupHost = func(_ context.Context, name string) ([]string, error) {
		assert.Equal(t, "proxy.example", name)
		return []string{"192.0.2.9"}, nil
	}
	c.dials = nil
	results, err = c.examine(t)
	require.Error(t, err, "the simulator is no proxy")
	assert.Contains(t, results["proxy"].Detail, "example.com goes through http://proxy.example:3128")
	assert.Equal(t, "the proxy proxy.example resolves to 192.0.2.9", results["dns"].Detail)
	assert.Contains(t, results["connection"].Detail, "the proxy proxy.example answers on port 3128")
	assert.Equal(t, "proxy.example:3128", c.dials[0])

	c.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("bad PASSWORD-CANARY") }
	results, err = c.examine(t)
	require.Error(t, err)
	assert.Equal(t, Fail, results["proxy"].Status)
}

func TestAProxyThatCannotBeReadIsToldOf(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.env["HTTPS_PROXY"] = "http://user:PASSWORD-CANARY%zz@proxy.example:3128"
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, Warn, results["proxy"].Status)
	assert.Contains(t, results["proxy"].Detail, "HTTPS_PROXY is not an address, and is ignored")
	c.env["HTTPS_PROXY"] = "proxy.example:3128"
	results, err = c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, OK, results["proxy"].Status)

	c.env["HTTPS_PROXY"], c.env["ALL_PROXY"] = "", "socks5://proxy.example"
	results, err = c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, Warn, results["proxy"].Status)
	assert.Contains(t, results["proxy"].Next, "set HTTPS_PROXY")

	// What net/http makes of passwords with a "#" in them.
	for set, taken := range map[string]string{
		"http://user:CANARY#X@proxy.example:3128": "http://http:", "http://user:1967#X@proxy.example:3128": "http://user:1967",
	} {
		c.env["HTTPS_PROXY"] = set
		c.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(taken) }
		results, err = c.examine(t)
		require.Error(t, err)
		assert.Equal(t, Fail, results["proxy"].Status)
		assert.Contains(t, results["proxy"].Detail, "HTTPS_PROXY is not an address")
		assert.Contains(t, results["proxy"].Next, "%40")
		assert.NotContains(t, fmt.Sprint(results, err), "CANARY")
		assert.NotContains(t, fmt.Sprint(results, err), "1967")
	}
}

func TestTheClock(t *testing.T) {
	for _, test := range []struct {
		off    time.Duration
		status Status
		detail string
	}{
		{0, OK, "right to within 1s"},
		{2 * time.Minute, Warn, "2m0s fast"},
		{-2 * time.Minute, Warn, "2m0s slow"},
		{2 * time.Hour, Fail, "2h0m0s fast"},
	} {
		c := newClinic(t, simulator.Config{})
		now := time.Date(2026, 10, 5, 9, 0, 0, 500_000_000, time.UTC)
		c.Now = func() time.Time { return now.Add(test.off) }
		c.routes["/api/v2/system/status"] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", now.Format(http.TimeFormat))
			_, _ = w.Write([]byte(`{"status":"OK"}`))
		}
		results, err := c.examine(t)
		assert.Equal(t, test.status == Fail, err != nil)
		assert.Equal(t, test.status, results["clock"].Status)
		assert.Contains(t, results["clock"].Detail, test.detail)
	}
}

func TestAnAccountWithoutDevices(t *testing.T) {
	c := newClinic(t, simulator.Config{Devices: -1})
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, Warn, results["platform"].Status)
	assert.Contains(t, results["platform"].Next, "wrong account")
}

func TestRightsThatAreMissing(t *testing.T) {
	c := newClinic(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultForbidden, Operation: "GET /v2/account"}}})
	results, err := c.examine(t)
	require.Equal(t, exitcode.Credentials, exitcode.For(err).Code)
	assert.Equal(t, Fail, results["platform"].Status)
	assert.Equal(t, OK, results["budget"].Status)
}

func TestTheBudget(t *testing.T) {
	for _, test := range []struct {
		answer string
		status Status
	}{
		{`{"accountCount":299,"accountRateLimit":600,"accountCutOffRatio":0.9}`, OK},
		{`{"accountCount":300,"accountRateLimit":600,"accountCutOffRatio":0.9}`, Warn},
		{`{"accountCount":540,"accountRateLimit":600,"accountCutOffRatio":0.9}`, Fail},
		{`{"accountCount":540,"accountRateLimit":600,"accountCutOffRatio":0.95}`, Warn},
		{`{"accountCount":540,"accountRateLimit":600}`, Fail},
		{`{}`, Skip},
	} {
		c := newClinic(t, simulator.Config{})
		c.routes["/api/v2/system/request_rate"] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(test.answer))
		}
		results, err := c.examine(t)
		assert.Equal(t, test.status == Fail, err != nil)
		assert.Equal(t, test.status, results["budget"].Status, test.answer)
	}
}

func TestTheContract(t *testing.T) {
	t.Run("drift", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		operations := datto.Operations()
		kept := operations[1:]
		require.False(t, operations[0].Preview)
		c.describe(contractOf(append(kept, &datto.Operation{Method: http.MethodPost, Path: "/v2/new/{thing}"})))
		results, err := c.examine(t)
		require.NoError(t, err, "news are no failure")
		r := results["contract"]
		assert.Equal(t, Warn, r.Status)
		assert.Contains(t, r.Detail, "1 are not known here: POST /v2/new/{}")
		assert.Contains(t, r.Detail, "1 that are known here are missing: "+operations[0].Method+" "+operations[0].Path)
	})
	t.Run("previews may be missing", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		var stable []*datto.Operation
		for _, op := range datto.Operations() {
			if !op.Preview {
				stable = append(stable, op)
			}
		}
		c.describe(contractOf(stable))
		results, err := c.examine(t)
		require.NoError(t, err)
		assert.Equal(t, OK, results["contract"].Status, results["contract"].Detail)
	})
	t.Run("without groups", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		c.routes["/api/v3/api-docs"] = c.routes["/api/v3/api-docs/Any-Name"]
		delete(c.routes, "/api/v3/api-docs/swagger-config")
		results, err := c.examine(t)
		require.NoError(t, err)
		assert.Equal(t, OK, results["contract"].Status, results["contract"].Detail)
	})
	for name, ill := range map[string]func(c *clinic){
		"no description": func(c *clinic) {
			delete(c.routes, "/api/v3/api-docs/swagger-config")
		},
		"a broken group": func(c *clinic) { c.routes["/api/v3/api-docs/Any-Name"] = status(http.StatusInternalServerError) },
		"a page": func(c *clinic) {
			c.routes["/api/v3/api-docs/Any-Name"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }
		},
		"nothing": func(c *clinic) { c.describe(map[string]any{}) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newClinic(t, simulator.Config{})
			ill(c)
			results, err := c.examine(t)
			require.NoError(t, err)
			assert.Equal(t, Skip, results["contract"].Status)
		})
	}
}

func TestFilesAndSettings(t *testing.T) {
	write := func(t *testing.T, c *clinic, text string) {
		t.Helper()
		require.NoError(t, c.Directories.Settings().Write([]byte(text)))
	}
	t.Run("a profile in a file", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		key, secret := c.sim.Credentials()
		clear(c.env)
		write(t, c, "active: acme\nprofiles:\n  acme:\n    base_url: "+host+"\n    store: file\n    settings:\n      read_only: true\n")
		require.NoError(t, c.Credentials.Stores.File.Set(t.Context(), "acme", credential.Record{
			BaseURL: host + "/api", Credentials: datto.Credentials{APIKey: key, APISecret: secret},
		}))
		results, err := c.examine(t)
		require.NoError(t, err)
		assert.Contains(t, results["settings"].Detail, "1 profile")
		assert.Contains(t, results["files"].Detail, "only you can read")
		assert.Contains(t, results["account"].Detail, "from profile acme, in a file, for https://example.com/api; read-only")
	})
	t.Run("credentials that cannot be read", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		clear(c.env)
		write(t, c, "active: acme\nprofiles:\n  acme:\n    base_url: "+host+"\n    store: file\n")
		results, err := c.examine(t)
		require.Equal(t, exitcode.Credentials, exitcode.For(err).Code)
		assert.Equal(t, []string{"account"}, statuses(results, Fail))
		assert.Equal(t, OK, results["api"].Status, "the profile says where to ask")
		assert.Equal(t, Skip, results["credentials"].Status)
	})
	t.Run("a broken file", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		write(t, c, "settings: [x")
		results, err := c.examine(t)
		require.Error(t, err)
		assert.Equal(t, Fail, results["settings"].Status)
		assert.Contains(t, results["settings"].Next, "correct the file")
	})
	t.Run("a broken variable", func(t *testing.T) {
		c := newClinic(t, simulator.Config{})
		c.env["DATTO_READ_ONLY"] = "maybe"
		results, err := c.examine(t)
		require.Error(t, err)
		assert.Contains(t, results["settings"].Detail, "DATTO_READ_ONLY")
	})
}

func TestWithoutAPlaceForFilesTheRestIsChecked(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	c.Homeless = &config.NoDirectoryError{Err: errors.New("neither is defined")}
	c.Directories = config.Directories{}
	c.Config = func() (*config.File, error) { return &config.File{}, nil }
	c.Credentials.Config = c.Config
	c.Credentials.Tokens = tokencache.None(c.Homeless, time.Now)
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Contains(t, results["settings"].Detail, "there is no config file; set in the environment: DATTO_API_KEY")
	assert.Equal(t, Warn, results["files"].Status)
	assert.Contains(t, results["files"].Next, "set DATTO_CONFIG_DIR")
	assert.Equal(t, OK, results["platform"].Status)
}

func TestASimulationHasNoNetwork(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	clear(c.env)
	key, secret := c.sim.Credentials()
	c.Simulated = c.sim.Transport()
	c.SimulatedAccount = &account.Account{Platform: datto.Merlot, Credentials: datto.Credentials{APIKey: key, APISecret: secret}}
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Empty(t, c.dials)
	assert.Equal(t, OK, results["platform"].Status)
	assert.ElementsMatch(t, []string{"dns", "connection", "tls", "contract"}, statuses(results, Skip))
	_, err = os.Stat(c.Directories.Cache)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAnInterruptEndsTheExamination(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := c.Run(ctx, func(r Result) error {
		n++
		if r.Check == "connection" {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, exitcode.Cancelled, exitcode.For(err).Code)
	assert.Equal(t, 7, n)
}

func TestAReportThatCannotBeWrittenEndsIt(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	failure := errors.New("disk full")
	require.ErrorIs(t, c.Run(t.Context(), func(Result) error { return failure }), failure)
}
