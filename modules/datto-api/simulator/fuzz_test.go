package simulator_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// FuzzRequest sends raw requests as they come from a connection. Whatever they
// are, the simulator must not panic, must not answer 500 unless it was told
// to, and must send valid JSON where it says so.
//
// TOKEN, DEVICE, SITE and ALERT in a request stand for ones that exist.
func FuzzRequest(f *testing.F) {
	var clock handClock
	config := simulator.Config{Devices: 60, Seed: 7, Now: clock.Now, Limits: simulator.Limits{Off: true}, RecordedCalls: 100}
	sim := simulator.New(config)
	c := newCaller(f, sim)
	device := c.device("device")
	names := []string{
		"TOKEN", c.token, "DEVICE", device["uid"].(string), "SITE", device["siteUid"].(string),
		"ALERT", c.rows("/v2/account/alerts/open", "alerts")[0]["alertUid"].(string),
	}
	for _, seed := range []string{
		"GET /api/v2/account/devices?max=3&page=1&hostname=dc HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/account/devices?filterId=101&max=-1&page=99999999999 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/activity-logs?from=2026-10-05T00:00:00Z&until=2026-10-05T08:00:00Z&size=3&searchAfter=1&searchAfter=x&page=previous HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/activity-logs?from=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z&siteIds=1,2&searchQuery=a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/audit/device/DEVICE/software?max=250 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/site/SITE/patches?installStatus=INSTALLED HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/device/macAddress/0011 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET /api/v2/device/id/-9223372036854775808 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"POST /api/v2/device/DEVICE/udf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"udf1\":\"x\",\"udf300\":null}\n",
		"POST /api/v3/device/DEVICE/udf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nContent-Length: 48\r\n\r\n{\"udfs\":[{\"ordinal\":40,\"valueBoolean\":true},{}]}",
		"PUT /api/v2/site HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"name\":\"x\"}\r\n0\r\n\r\n",
		"PUT /api/v2/device/DEVICE/site/SITE HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"PUT /api/v2/device/DEVICE/site/deleted-devices-00000000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"POST /api/v2/alert/ALERT/resolve HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Length: 0\r\n\r\n",
		"DELETE /api/v2/site/SITE/settings/proxy HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"POST /auth/oauth/token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic cHVibGljLWNsaWVudDpwdWJsaWM=\r\nContent-Length: 19\r\n\r\ngrant_type=password",
		"HEAD /api/v2/system/status HTTP/1.0\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /api//v2/%2e%2e/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n",
		"GET http://other.example/api/v2/account/sites?siteName=%ff HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nAccept-Encoding: gzip\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	fill := strings.NewReplacer(names...)
	f.Fuzz(func(t *testing.T, raw []byte) {
		req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader([]byte(fill.Replace(string(raw))))))
		if err != nil {
			t.Skip("net/http would not have passed it on")
		}
		// A new one each time: a request that resets the keys must not spoil
		// those after it. The token is the same, as it comes from the seed.
		sim := simulator.New(config)
		newCaller(t, sim)
		// Nothing here takes time: a simulator that waits is stuck.
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		res, err := sim.Transport().RoundTrip(req.WithContext(ctx))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode >= http.StatusInternalServerError || res.StatusCode < http.StatusOK {
			t.Fatalf("status %d to %q", res.StatusCode, raw)
		}
		if kind := res.Header.Get("Content-Type"); strings.HasSuffix(kind, "json") && req.Method != http.MethodHead && !json.Valid(body) {
			t.Fatalf("no JSON: %.300q", body)
		}
	})
}
