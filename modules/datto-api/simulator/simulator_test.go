package simulator_test

import (
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// transcript is the sum of what a fixed series of requests gets, headers and
// all.
func transcript(t *testing.T, seed uint64, devices int) [sha256.Size]byte {
	t.Helper()
	var clock handClock
	sim := simulator.New(simulator.Config{Seed: seed, Devices: devices, Now: clock.Now})
	c := newCaller(t, sim)
	key, secret := sim.Credentials()
	text := key + secret + c.token
	ask := func(method, path, body string) {
		r := c.do(method, path, body)
		header, err := json.Marshal(r.header)
		require.NoError(t, err)
		text += method + " " + path + "\n" + string(header) + string(r.body) + "\n"
	}
	device := c.device("device")
	uid, site := "/"+device["uid"].(string), "/"+device["siteUid"].(string)
	for _, path := range []string{
		"/v2/account", "/v2/account/devices", "/v2/account/sites", "/v2/account/alerts/open", "/v2/account/alerts/resolved", "/v2/account/users",
		"/v2/account/variables", "/v2/account/components", "/v2/account/dnet-site-mappings", "/v2/activity-logs", "/v2/audit/device" + uid,
		"/v2/audit/device" + uid + "/software", "/v2/device" + uid + "/patches", "/v2/site" + site + "/patches", "/v2/site" + site + "/settings",
		"/v2/site" + site + "/devices/network-interface", "/v2/filter/default-filters", "/v2/system/status", "/v2/system/request_rate", "/v3/account/devices",
		"/v2/audit/esxihost/" + c.device("esxihost")["uid"].(string), "/v2/audit/printer/" + c.device("printer")["uid"].(string), "/v2/nothing",
	} {
		ask(http.MethodGet, path, "")
	}
	ask(http.MethodPut, "/v2/site", `{"name":"made"}`)
	ask(http.MethodPut, "/v2/device"+uid+"/quickjob", `{"jobName":"x","jobComponent":{"componentUid":"`+c.component("Restart a service")+`"}}`)
	ask(http.MethodPost, "/v2/user/resetApiKeys", "")
	return sha256.Sum256([]byte(text))
}

func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	one := transcript(t, 7, 300)
	assert.Equal(t, one, transcript(t, 7, 300), "two simulators of a seed differ")
	assert.NotEqual(t, one, transcript(t, 8, 300), "two seeds are alike")
}

func TestFleetSizes(t *testing.T) {
	t.Parallel()
	for devices, want := range map[int]int{0: 120, -1: 0, 1: 1, 7: 7, 39: 39, 251: 251} {
		c := newCaller(t, simulator.New(simulator.Config{Devices: devices}))
		assert.Len(t, c.walk("/v2/account/devices", "devices"), want)
		assert.InDelta(t, want, c.get("/v2/account")["devicesStatus"].(map[string]any)["numberOfDevices"], 0)
		for path, item := range map[string]string{
			"/v2/account/sites": "sites", "/v2/account/alerts/open": "alerts", "/v2/account/alerts/resolved": "alerts", "/v2/activity-logs": "activities",
		} {
			c.rows(path, item)
		}
	}
	c := newCaller(t, simulator.New(simulator.Config{Devices: 50, Sites: 3}))
	assert.Len(t, c.walk("/v2/account/sites", "sites"), 6, "the system sites come on top")
}

func TestNothingPanicsOnNonsense(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Devices: -5, Sites: -5, PageSize: -5, TokenLife: -5, TimeScale: -5, RecordedCalls: -5}))
	assert.Empty(t, c.walk("/v2/account/devices", "devices"))
}

// heap returns the bytes that are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // the first empties the pools into a second-chance list
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestMemoryIsFlat walks 100,000 devices, which are more than half a gigabyte
// of JSON, and wants none of it to stay. It must not run beside other tests.
func TestMemoryIsFlat(t *testing.T) { //nolint:paralleltest // It measures the whole process.
	const devices, bound = 100_000, 8 << 20
	empty := heap()
	sim := simulator.New(simulator.Config{Devices: devices, Seed: 7, Limits: simulator.Limits{Off: true}})
	c := newCaller(t, sim)
	started := heap()
	assert.Less(t, int64(started)-int64(empty), int64(bound), "the fleet itself is held")
	var bytes int64
	for page := range devices / 250 {
		req := c.request(http.MethodGet, "/api/v2/account/devices?max=250", "")
		req.URL.RawQuery += "&page=" + strconv.Itoa(page)
		res, err := c.http.Do(req)
		require.NoError(t, err)
		n, err := io.Copy(io.Discard, res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusOK, res.StatusCode)
		bytes += n
		if page%50 == 49 {
			assert.Less(t, int64(heap())-int64(started), int64(bound), "after %d pages", page+1)
		}
	}
	assert.Greater(t, bytes, int64(400<<20), "all of it came")
	runtime.KeepAlive(sim)
}
