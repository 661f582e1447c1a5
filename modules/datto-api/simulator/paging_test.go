package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestPagesAreCountedFromZero(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 30}))
	first, second := c.page("/v2/account/devices?max=20", "devices"), c.page("/v2/account/devices?max=20&page=1", "devices")
	assert.Equal(t, first.rows, c.rows("/v2/account/devices?max=20&page=0", "devices"))
	assert.Len(t, second.rows, 10)
	assert.Nil(t, second.details["nextPageUrl"])
	assert.Equal(t, "https://merlot.example/api/v2/account/devices?max=20&page=0", second.details["prevPageUrl"])
	assert.InDelta(t, 10, second.details["count"], 0)
	assert.InDelta(t, 30, second.details["totalCount"], 0)
	for _, page := range []string{"2", "99", "2147483647"} {
		past := c.page("/v2/account/devices?max=20&page="+page, "devices")
		assert.Empty(t, past.rows, "facts 3.1: past the end")
		assert.Nil(t, past.details["nextPageUrl"])
	}
	for _, query := range []string{"page=-1", "max=0", "max=-5", "page=x", "max=1e3", "page=2147483648"} {
		assert.Equal(t, http.StatusBadRequest, c.do(http.MethodGet, "/v2/account/devices?"+query, "").status, query)
	}
	assert.Len(t, c.rows("/v2/account/devices?max=&page=", "devices"), 30, "an empty value is a missing one")
}

// Facts 3.1: sources conflict on a max above the limit; both were seen live.
func TestOversizedPages(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 300}))
	assert.InDelta(t, 250, c.get("/v2/system/pagination")["max"], 0)
	page := c.page("/v2/account/devices?max=1000", "devices")
	assert.Len(t, page.rows, 250)
	assert.Contains(t, page.details["nextPageUrl"], "max=250&page=1")
	device := c.device("device")
	for _, path := range []string{"/v2/device/" + device["uid"].(string), "/v2/site/" + device["siteUid"].(string)} {
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, path+"/patches?max=250", "").status)
		r := c.do(http.MethodGet, path+"/patches?max=251", "")
		assert.Equal(t, http.StatusBadRequest, r.status)
		assert.Contains(t, string(r.body), "exceeds the defined limit of 250")
	}
	strict := newCaller(t, simulator.New(simulator.Config{Now: standing, RefuseOversizedPages: true, PageSize: 50}))
	assert.InDelta(t, 50, strict.get("/v2/system/pagination")["max"], 0)
	assert.Len(t, strict.rows("/v2/account/devices", "devices"), 50)
	for path, want := range map[string]int{"/v2/account/devices?max=50": 200, "/v2/account/devices?max=51": 400, "/v2/activity-logs?size=50": 200, "/v2/activity-logs?size=51": 400} {
		assert.Equal(t, want, strict.do(http.MethodGet, path, "").status, path)
	}
}

func TestEveryListPagesAlike(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Limits: simulator.Limits{Off: true}}))
	device := c.device("device")
	uid, site := device["uid"].(string), device["siteUid"].(string)
	job := c.startJob(uid, c.component("Collect event logs"), "[]")
	for path, item := range map[string]string{
		"/v2/account/devices": "devices", "/v2/account/sites": "sites", "/v2/account/users": "users", "/v2/account/variables": "variables",
		"/v2/account/components": "components", "/v2/account/dnet-site-mappings": "dnetSiteMappings", "/v2/account/alerts/open": "alerts",
		"/v2/account/alerts/resolved": "alerts", "/v2/site/" + site + "/devices": "devices", "/v2/site/" + site + "/devices/network-interface": "devices",
		"/v2/site/" + site + "/variables": "variables", "/v2/site/" + site + "/filters": "filters", "/v2/site/" + site + "/alerts/open": "alerts",
		"/v2/site/" + site + "/alerts/resolved": "alerts", "/v2/site/" + site + "/patches": "patches", "/v2/device/" + uid + "/patches": "patches",
		"/v2/device/" + uid + "/alerts/open": "alerts", "/v2/device/" + uid + "/alerts/resolved": "alerts", "/v2/filter/default-filters": "filters",
		"/v2/filter/custom-filters": "filters", "/v2/audit/device/" + uid + "/software": "software", "/v2/job/" + job + "/components": "jobComponents",
		"/v3/account/devices": "devices", "/v3/site/" + site + "/devices": "devices",
	} {
		whole := c.page(path, item)
		_, counted := whole.details["totalCount"]
		assert.Equal(t, item != "alerts", counted, "facts 3.1: totalCount of %s", path)
		require.Less(t, len(whole.rows), 250, path)
		walked := c.walk(path+"?max=3", item)
		require.Len(t, walked, len(whole.rows), path)
		for i := range walked {
			require.Equal(t, whole.rows[i], walked[i], path)
		}
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{Now: standing, Compress: true})
	c := newCaller(t, sim)
	ask := func(path, accept string) result {
		req := c.request(http.MethodGet, "/api"+path, "")
		req.Header.Set("Accept-Encoding", accept)
		return c.send(req)
	}
	plain := ask(deviceList, "identity")
	assert.Empty(t, plain.header.Get("Content-Encoding"))
	packed := ask(deviceList, "deflate, gzip;q=0.8")
	assert.Equal(t, "gzip", packed.header.Get("Content-Encoding"))
	assert.Less(t, len(packed.body), len(plain.body)/4)
	assert.Equal(t, inflate(t, packed.body), string(plain.body))
	assert.Empty(t, ask(deviceList, "gzip;q=0").header.Get("Content-Encoding"))
	assert.Empty(t, ask("/v2/system/pagination", "gzip").header.Get("Content-Encoding"), "too small to be worth it")

	off := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	req := off.request(http.MethodGet, "/api"+deviceList, "")
	req.Header.Set("Accept-Encoding", "gzip")
	assert.Empty(t, off.send(req).header.Get("Content-Encoding"))

	server := simulator.NewServer(t, simulator.Config{Compress: true})
	assert.Len(t, newServedCaller(t, server).rows(deviceList, "devices"), 10, "net/http unpacks by itself")
}

func TestHeadHasNoBody(t *testing.T) {
	t.Parallel()
	server := simulator.NewServer(t, simulator.Config{})
	for _, c := range []*caller{newCaller(t, server.Simulator), newServedCaller(t, server)} {
		r := c.do(http.MethodHead, deviceList, "")
		assert.Equal(t, http.StatusOK, r.status)
		assert.Empty(t, r.body)
		assert.Greater(t, len(r.header.Get("Content-Length")), 3)
	}
}

func TestUnknownMethods(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	r := c.do(http.MethodPatch, "/v2/site/anything", `{}`)
	assert.Equal(t, http.StatusMethodNotAllowed, r.status)
	assert.ElementsMatch(t, []string{"GET", "POST"}, strings.Split(r.header.Get("Allow"), ", "))
	require.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v2/site/", "").status)
}
