package simulator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// caller is a client of the tests' own, as plain as curl: nothing of the
// project's client may hide what the simulator puts on the wire.
type caller struct {
	t      testing.TB
	http   *http.Client
	origin string
	token  string
}

// result is an answer read to the end.
type result struct {
	status int
	header http.Header
	body   []byte
}

// newCaller returns a caller with a token, in memory.
func newCaller(tb testing.TB, sim *simulator.Simulator) *caller {
	tb.Helper()
	c := &caller{t: tb, http: &http.Client{Transport: sim.Transport(), CheckRedirect: noRedirect}, origin: "https://merlot.example"}
	c.login(sim)
	return c
}

// newServedCaller returns a caller with a token that talks over loopback.
func newServedCaller(tb testing.TB, server *simulator.Server) *caller {
	tb.Helper()
	c := &caller{t: tb, http: &http.Client{Transport: &http.Transport{}, CheckRedirect: noRedirect}, origin: server.URL}
	tb.Cleanup(c.http.CloseIdleConnections)
	c.login(server.Simulator)
	return c
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (c *caller) login(sim *simulator.Simulator) {
	c.t.Helper()
	key, secret := sim.Credentials()
	r := c.askToken(key, secret)
	require.Equal(c.t, http.StatusOK, r.status, string(r.body))
	token, ok := r.object(c.t)["access_token"].(string)
	require.True(c.t, ok)
	c.token = token
}

func (c *caller) askToken(key, secret string) result {
	c.t.Helper()
	form := url.Values{"grant_type": {"password"}, "username": {key}, "password": {secret}}
	req := c.request(http.MethodPost, "/auth/oauth/token", form.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("public-client", "public")
	return c.send(req)
}

func (c *caller) request(method, path, body string) *http.Request {
	c.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.origin+path, reader)
	require.NoError(c.t, err)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req
}

func (c *caller) send(req *http.Request) result {
	c.t.Helper()
	res, err := c.http.Do(req)
	require.NoError(c.t, err)
	defer func() { require.NoError(c.t, res.Body.Close()) }()
	body, err := io.ReadAll(res.Body)
	require.NoError(c.t, err)
	return result{res.StatusCode, res.Header, body}
}

// do calls an API path, such as /v2/account/sites.
func (c *caller) do(method, path, body string) result {
	c.t.Helper()
	return c.send(c.request(method, "/api"+path, body))
}

// get reads an API path that must answer 200 with an object.
func (c *caller) get(path string) map[string]any {
	c.t.Helper()
	r := c.do(http.MethodGet, path, "")
	require.Equal(c.t, http.StatusOK, r.status, "%s: %s", path, r.body)
	return r.object(c.t)
}

// void calls a write whose answer is 200 and not a byte.
func (c *caller) void(method, path, body string) {
	c.t.Helper()
	r := c.do(method, path, body)
	require.Equal(c.t, http.StatusOK, r.status, "%s %s: %s", method, path, r.body)
	require.Empty(c.t, r.body, "%s %s", method, path)
}

// change calls a write that answers 200 with an object.
func (c *caller) change(method, path, body string) map[string]any {
	c.t.Helper()
	r := c.do(method, path, body)
	require.Equal(c.t, http.StatusOK, r.status, "%s %s: %s", method, path, r.body)
	return r.object(c.t)
}

// array reads an API path that must answer 200 with a bare array.
func (c *caller) array(path string) []any {
	c.t.Helper()
	r := c.do(http.MethodGet, path, "")
	require.Equal(c.t, http.StatusOK, r.status, "%s: %s", path, r.body)
	var list []any
	require.NoError(c.t, json.Unmarshal(r.body, &list))
	return list
}

// device finds a device of a class and returns its row.
func (c *caller) device(class string) map[string]any {
	c.t.Helper()
	for _, row := range c.walk("/v2/account/devices", "devices") {
		if row["deviceClass"] == class && row["online"] == true {
			return row
		}
	}
	c.t.Fatalf("no %s is online", class)
	return nil
}

// rows reads one page of a list.
func (c *caller) rows(path, item string) []map[string]any {
	c.t.Helper()
	return rowsOf(c.t, c.get(path), item)
}

// walk reads all pages of a list, following nextPageUrl.
func (c *caller) walk(path, item string) []map[string]any {
	c.t.Helper()
	var all []map[string]any
	for range 100_000 {
		page := c.get(path)
		all = append(all, rowsOf(c.t, page, item)...)
		next, ok := page["pageDetails"].(map[string]any)["nextPageUrl"].(string)
		if !ok {
			return all
		}
		var found bool
		path, found = strings.CutPrefix(next, c.origin+"/api")
		require.True(c.t, found, next)
	}
	c.t.Fatal("the walk has no end")
	return nil
}

func rowsOf(tb testing.TB, page map[string]any, item string) []map[string]any {
	tb.Helper()
	list, ok := page[item].([]any)
	require.True(tb, ok, "no list %q in %v", item, page)
	rows := make([]map[string]any, len(list))
	for i, row := range list {
		rows[i], ok = row.(map[string]any)
		require.True(tb, ok)
	}
	return rows
}

// inflate undoes gzip.
func inflate(tb testing.TB, packed []byte) string {
	tb.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(tb, err)
	plain, err := io.ReadAll(reader)
	require.NoError(tb, err)
	return string(plain)
}

func (r result) object(tb testing.TB) map[string]any {
	tb.Helper()
	var v map[string]any
	require.NoError(tb, json.Unmarshal(r.body, &v), "%.300s", r.body)
	return v
}
