package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestTokenAnswer(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	key, secret := sim.Credentials()
	body := c.askToken(key, secret).object(t)
	assert.InDelta(t, 360_000, body["expires_in"], 0, "facts 1: 100 hours")
	assert.Equal(t, "bearer", body["token_type"])
	assert.NotEmpty(t, body["jti"])
	assert.NotContains(t, body, "refresh_token")
	assert.NotEqual(t, c.token, body["access_token"])
	assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/account/sites", "").status, "an older token stays valid")
}

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{APIKey: "KEY", APISecret: "SECRET"})
	c := newCaller(t, sim)
	for name, pair := range map[string][2]string{"key": {"KEX", "SECRET"}, "secret": {"KEY", "SECRETS"}, "newline": {"KEY", "SECRET\n"}, "none": {}} {
		r := c.askToken(pair[0], pair[1])
		assert.Equal(t, http.StatusUnauthorized, r.status, name)
		assert.NotContains(t, string(r.body), "SECRET")
		assert.NotContains(t, string(r.body), "KE")
	}

	req := c.request(http.MethodPost, "/auth/oauth/token", "grant_type=password&username=KEY&password=SECRET")
	req.Header.Del("Authorization")
	r := c.send(req)
	assert.Equal(t, http.StatusFound, r.status, "facts 1: no client header is a redirect to the login page")
	assert.Equal(t, "https://merlot.example/auth/userlogin", r.header.Get("Location"))
	assert.Equal(t, `Basic realm="oauth2/client"`, r.header.Get("Www-Authenticate"))

	login := c.send(c.request(http.MethodGet, "/auth/userlogin", ""))
	assert.Equal(t, http.StatusOK, login.status)
	assert.True(t, strings.HasPrefix(login.header.Get("Content-Type"), "text/html"))

	req = c.request(http.MethodPost, "/api/auth/oauth/token", "grant_type=password")
	assert.Equal(t, http.StatusNotFound, c.send(req).status, "the token endpoint is not under /api")
}

func TestTokenIsNeeded(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	known, unknown := "/v2/account/sites", "/v2/sites/nothing"
	r := c.do(http.MethodGet, unknown, "")
	assert.Equal(t, http.StatusNotFound, r.status)
	assert.Contains(t, r.object(t)["message"], "No static resource v2/sites/nothing")
	c.token = "expired"
	for _, path := range []string{known, unknown, "/swagger.json"} {
		assert.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, path, "").status, path)
	}
	c.token = ""
	assert.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, known, "").status)
	r = c.do(http.MethodGet, "/v2/system/status", "")
	require.Equal(t, http.StatusOK, r.status, "facts 1: status needs no token")
	r = c.send(c.request(http.MethodGet, "/v2/api-docs", ""))
	assert.Equal(t, http.StatusNotFound, r.status)
}

func TestTokenExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := simulator.New(simulator.Config{})
		c := newCaller(t, sim)
		bubbleWait(100*time.Hour - time.Second)
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/account", "").status)
		bubbleWait(time.Second)
		r := c.do(http.MethodGet, "/v2/account", "")
		assert.Equal(t, http.StatusUnauthorized, r.status, "facts 1: 100 hours")
		assert.Equal(t, "Unauthorized", r.object(t)["error"])
		c.login(sim)
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/account", "").status)
	})
}

func TestTokenLifeAsConfigured(t *testing.T) {
	t.Parallel()
	var clock handClock
	sim := simulator.New(simulator.Config{Now: clock.Now, TokenLife: 90 * time.Second})
	c := newCaller(t, sim)
	key, secret := sim.Credentials()
	assert.InDelta(t, 90, c.askToken(key, secret).object(t)["expires_in"], 0)
	clock.pass(90 * time.Second)
	assert.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, "/v2/account", "").status)
}

func TestTokenRequestForms(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{APIKey: "KEY", APISecret: "a+b&c%d"}))
	assert.Equal(t, http.StatusOK, c.askToken("KEY", "a+b&c%d").status)
	for body, want := range map[string]int{
		"grant_type=password&username=KEY&password=a+b&c%d":                 http.StatusBadRequest, // not encoded
		"grant_type=client_credentials&username=KEY&password=a%2Bb%26c%25d": http.StatusBadRequest,
		`{"grant_type":"password"}`:                                         http.StatusBadRequest,
		"":                                                                  http.StatusBadRequest,
	} {
		req := c.request(http.MethodPost, "/auth/oauth/token", body)
		req.SetBasicAuth("public-client", "public")
		assert.Equal(t, want, c.send(req).status, body)
	}
	wrong := c.request(http.MethodPost, "/auth/oauth/token", "grant_type=password&username=KEY&password=a%2Bb%26c%25d")
	wrong.SetBasicAuth("KEY", "a+b&c%d")
	assert.Equal(t, http.StatusFound, c.send(wrong).status, "facts 1: the key is not the client")
	assert.Equal(t, http.StatusMethodNotAllowed, c.send(c.request(http.MethodGet, "/auth/oauth/token", "")).status)
}
