package datto_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

func TestBaseURLForms(t *testing.T) {
	credentials := datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"}
	for given, want := range map[string]string{
		"https://rmm.example.invalid":                 "https://rmm.example.invalid/api",
		"https://rmm.example.invalid/":                "https://rmm.example.invalid/api",
		"https://rmm.example.invalid/api":             "https://rmm.example.invalid/api",
		"https://rmm.example.invalid/api/":            "https://rmm.example.invalid/api",
		"https://RMM.example.invalid:8443/api":        "https://rmm.example.invalid:8443/api",
		"https://rmm.example.invalid/behind/a/proxy/": "https://rmm.example.invalid/behind/a/proxy/api",
		" https://rmm.example.invalid ":               "https://rmm.example.invalid/api",
		"http://127.0.0.1:8080":                       "http://127.0.0.1:8080/api",
		"http://[::1]:8080/api":                       "http://[::1]:8080/api",
		"http://localhost/api":                        "http://localhost/api",
	} {
		client, err := datto.NewClient("", credentials, datto.WithBaseURL(given))
		require.NoError(t, err, given)
		assert.Equal(t, want, client.BaseURL(), given)
		assert.Empty(t, client.Platform())
	}
	for _, given := range []string{
		"", "rmm.example.invalid", "http://rmm.example.invalid/api", "http://192.0.2.1/api", "ftp://rmm.example.invalid",
		"https://user:fixture-pass@rmm.example.invalid", "https://rmm.example.invalid?x=1", "https://rmm.example.invalid#x",
		"https://", "https://:443", "%zz://fixture-pass@x", "http://127.0.0.1.example.invalid",
	} {
		_, err := datto.NewClient("", credentials, datto.WithBaseURL(given))
		var invalid *datto.ValidationError
		require.ErrorAs(t, err, &invalid, given)
		assert.Equal(t, "base URL", invalid.Field)
		assert.NotContains(t, err.Error(), "fixture-pass")
	}
}

func TestWhatNewClientRefuses(t *testing.T) {
	good := datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"}
	for name, c := range map[string]struct {
		credentials datto.Credentials
		option      datto.Option
		field       string
	}{
		"no key":             {datto.Credentials{APIKey: " \n", APISecret: "s"}, nil, "API key"},
		"no secret":          {datto.Credentials{APIKey: "k"}, nil, "API secret"},
		"nil HTTP client":    {good, datto.WithHTTPClient(nil), "WithHTTPClient"},
		"nil logger":         {good, datto.WithLogger(nil), "WithLogger"},
		"empty agent":        {good, datto.WithUserAgent(" "), "WithUserAgent"},
		"agent with a line":  {good, datto.WithUserAgent("a\r\nX: y"), "WithUserAgent"},
		"nil token store":    {good, datto.WithTokenStore(nil), "WithTokenStore"},
		"nil retry":          {good, datto.WithRetry(nil), "WithRetry"},
		"nil hook":           {good, datto.WithHook(nil), "WithHook"},
		"no budget":          {good, datto.WithBudget(0), "WithBudget"},
		"more than budget":   {good, datto.WithBudget(1.01), "WithBudget"},
		"no page ahead":      {good, datto.WithReadAhead(0), "WithReadAhead"},
		"17 pages ahead":     {good, datto.WithReadAhead(17), "WithReadAhead"},
		"no header timeout":  {good, datto.WithHeaderTimeout(0), "WithHeaderTimeout"},
		"no stall timeout":   {good, datto.WithStallTimeout(-1), "WithStallTimeout"},
		"no idle timeout":    {good, datto.WithIdleTimeout(0), "WithIdleTimeout"},
		"no idle connection": {good, datto.WithIdleConnections(0), "WithIdleConnections"},
		"no body":            {good, datto.WithMaxBodySize(0), "WithMaxBodySize"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := datto.NewClient(datto.Merlot, c.credentials, c.option)
			var invalid *datto.ValidationError
			require.ErrorAs(t, err, &invalid)
			assert.Equal(t, c.field, invalid.Field)
		})
	}
	// The order of options does not matter.
	for _, options := range [][]datto.Option{
		{datto.WithIdleTimeout(time.Second), datto.WithHTTPClient(&http.Client{})},
		{datto.WithHTTPClient(&http.Client{}), datto.WithIdleTimeout(time.Second)},
	} {
		_, err := datto.NewClient(datto.Merlot, good, options...)
		require.ErrorContains(t, err, "WithHTTPClient")
	}
	_, err := datto.NewClient("riesling", good)
	var unknown *datto.PlatformParseError
	require.ErrorAs(t, err, &unknown)
	_, err = datto.NewClient("riesling", good, datto.WithBaseURL("https://rmm.example.invalid"))
	require.ErrorAs(t, err, &unknown, "a platform that is given must be one")
}

// The caller's HTTP client is copied: its policy on redirects stays its own.
func TestHTTPClientIsNotChanged(t *testing.T) {
	own := &http.Client{}
	_, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"}, datto.WithHTTPClient(own))
	require.NoError(t, err)
	assert.Nil(t, own.CheckRedirect)
	assert.Nil(t, own.Transport)
}

// A newline at the end of a secret, as files have one, is no part of it.
func TestCredentialsAreTrimmed(t *testing.T) {
	mock := &fixtureRecorder{op: fixtureOperation("GET /v2/account")}
	seen := fixtureTransport(func(req *http.Request) (*http.Response, error) {
		if req.URL.Path == "/auth/oauth/token" {
			if err := req.ParseForm(); err != nil {
				return nil, err
			}
			assert.Equal(t, "fixture-key", req.PostForm.Get("username"))
			assert.Equal(t, "fixture-secret", req.PostForm.Get("password"))
			assert.Equal(t, "password", req.PostForm.Get("grant_type"))
			user, password, _ := req.BasicAuth()
			assert.Equal(t, "public-client:public", user+":"+password)
		}
		return mock.RoundTrip(req)
	})
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: " fixture-key\t", APISecret: "fixture-secret\r\n"},
		datto.WithHTTPClient(&http.Client{Transport: seen}))
	require.NoError(t, err)
	_, err = client.Account.Get(t.Context())
	require.NoError(t, err)
}

// fixtureTransport is a function that is a transport.
type fixtureTransport func(*http.Request) (*http.Response, error)

func (f fixtureTransport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestUserAgent(t *testing.T) {
	client, mock := fixtureClient(t, datto.WithUserAgent("fleet-report/2.1"))
	mock.answers("GET /v2/account", http.StatusOK, fixtureFile(t, "account"))
	_, err := client.Account.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "fleet-report/2.1", mock.sent()[0].header.Get("User-Agent"))
}

func TestPlatformsInAnyCase(t *testing.T) {
	for _, platform := range datto.Platforms() {
		for _, form := range []string{platform.String(), strings.ToUpper(platform.String()), " " + platform.String() + "\n"} {
			got, err := datto.ParsePlatform(form)
			require.NoError(t, err)
			assert.Equal(t, platform, got)
		}
	}
	var config struct{ Platform datto.Platform }
	require.NoError(t, json.Unmarshal([]byte(`{"Platform":"SYRAH"}`), &config))
	assert.Equal(t, datto.Syrah, config.Platform)
	require.Error(t, json.Unmarshal([]byte(`{"Platform":""}`), &config))
	assert.Empty(t, datto.Platform("riesling").BaseURL())
}

func TestClientPrintsItsAddressOnly(t *testing.T) {
	client, _ := fixtureClient(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		printed := fmt.Sprintf(verb, client)
		assert.Contains(t, printed, "merlot", verb)
		assert.NotContains(t, printed, "fixture-", verb)
	}
}
