package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestDeviceWalkReturnsEveryDeviceOnce(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 1_234, Seed: 7}))
	first := c.get("/v2/account/devices")
	details := first["pageDetails"].(map[string]any)
	assert.InDelta(t, 250, details["count"], 0)
	assert.InDelta(t, 1_234, details["totalCount"], 0)
	assert.Nil(t, details["prevPageUrl"])
	assert.Equal(t, "https://merlot.example/api/v2/account/devices?max=250&page=1", details["nextPageUrl"], "facts 3.1: absolute, this host, zero-based, keeps max")

	rows := c.walk("/v2/account/devices?max=100", "devices")
	seen := make(map[any]bool)
	for _, row := range rows {
		seen[row["uid"]] = true
	}
	assert.Len(t, rows, 1_234)
	assert.Len(t, seen, 1_234)

	past := c.get("/v2/account/devices?page=5")
	assert.Empty(t, past["devices"], "facts 3.1: past the end is an empty page")
	assert.Nil(t, past["pageDetails"].(map[string]any)["nextPageUrl"])
}

func TestDeviceWireForm(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	classes := make(map[any]map[string]any)
	for _, row := range c.walk("/v2/account/devices", "devices") {
		udf, ok := row["udf"].(map[string]any)
		require.True(t, ok)
		require.Len(t, udf, 300, "facts 6.3: all 300 keys")
		for n := 1; n <= 300; n++ {
			require.Contains(t, udf, fmt.Sprintf("udf%d", n))
		}
		assert.Greater(t, row["lastSeen"], 1e12, "facts 6.2: epoch ms")
		classes[row["deviceClass"]] = row
	}
	for _, class := range []string{"device", "printer", "esxihost", "rmmnetworkdevice", "unknown", "cloudinstance"} {
		assert.Contains(t, classes, class)
	}
	for _, class := range []string{"printer", "rmmnetworkdevice"} {
		for member := range strings.FieldsSeq("operatingSystem domain cagVersion displayVersion extIpAddress lastLoggedInUser lastReboot antivirus patchManagement softwareStatus webRemoteUrl warrantyDate a64Bit rebootRequired") {
			value, there := classes[class][member]
			assert.True(t, there, "%s of %s", member, class)
			assert.Nil(t, value, "facts 6.1: %s of %s", member, class)
		}
	}
}

func TestDeviceGet(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 300}))
	for _, row := range c.rows("/v2/account/devices?max=20&page=3", "devices") {
		assert.Equal(t, row, c.get("/v2/device/"+row["uid"].(string)))
	}
	r := c.do(http.MethodGet, "/v2/device/00000000-0000-4000-8000-000000000000", "")
	assert.Equal(t, http.StatusNotFound, r.status)
	body := r.object(t)
	assert.Equal(t, "/v2/device/00000000-0000-4000-8000-000000000000", body["path"], "facts 5: without /api")
	assert.Equal(t, "Not Found", body["error"])
	assert.InDelta(t, 404, body["status"], 0)
	assert.Greater(t, body["timestamp"], 1e12)
	assert.NotContains(t, body, "message")
}

func TestDeviceFiltersArePartialAndIgnoreCase(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 400}))
	for query, member := range map[string]string{"hostname=dc0": "hostname", "operatingSystem=windows+server": "operatingSystem", "siteName=an": "siteName"} {
		rows := c.walk("/v2/account/devices?"+query, "devices")
		require.NotEmpty(t, rows, query)
		require.Less(t, len(rows), 400, query)
		_, want, _ := strings.Cut(strings.ReplaceAll(query, "+", " "), "=")
		for _, row := range rows {
			assert.Contains(t, strings.ToLower(row[member].(string)), want)
		}
	}
	for _, row := range c.walk("/v2/account/devices?deviceType=esxi", "devices") {
		assert.Equal(t, "ESXi Host", row["deviceType"].(map[string]any)["category"])
	}
	page := c.get("/v2/account/devices?hostname=LT&max=5")
	assert.Equal(t, "https://merlot.example/api/v2/account/devices?max=5&page=1&hostname=LT", page["pageDetails"].(map[string]any)["nextPageUrl"])
}

func TestSiteDevicesAddUpToTheAccount(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 500}))
	total := 0
	for _, site := range c.walk("/v2/account/sites", "sites") {
		devices := c.walk("/v2/site/"+site["uid"].(string)+"/devices", "devices")
		status := site["devicesStatus"].(map[string]any)
		assert.InDelta(t, len(devices), status["numberOfDevices"], 0)
		online := 0
		for _, device := range devices {
			assert.Equal(t, site["uid"], device["siteUid"])
			if device["online"] == true {
				online++
			}
		}
		assert.InDelta(t, online, status["numberOfOnlineDevices"], 0)
		if site["name"] != "Deleted Devices" {
			total += len(devices)
		}
	}
	assert.Equal(t, 500, total)
}

func TestDeviceMove(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	device := c.device("device")
	uid, from := device["uid"].(string), device["siteUid"].(string)
	to := c.change(http.MethodPut, "/v2/site", `{"name":"Destination"}`)["uid"].(string)
	count := func(site, member string) float64 {
		return c.get("/v2/site/" + site)["devicesStatus"].(map[string]any)[member].(float64)
	}
	members := func(site string) map[any]bool {
		uids := make(map[any]bool)
		for _, row := range c.walk("/v2/site/"+site+"/devices", "devices") {
			uids[row["uid"]] = true
		}
		return uids
	}
	devices, online := count(from, "numberOfDevices"), count(from, "numberOfOnlineDevices")
	total := len(c.walk("/v2/account/devices", "devices"))

	c.void(http.MethodPut, "/v2/device/"+uid+"/site/"+to, "")
	assert.NotContains(t, members(from), uid)
	assert.Equal(t, map[any]bool{uid: true}, members(to))
	assert.InDelta(t, devices-1, count(from, "numberOfDevices"), 0)
	assert.InDelta(t, online-1, count(from, "numberOfOnlineDevices"), 0)
	assert.InDelta(t, 1, count(to, "numberOfDevices"), 0)
	assert.InDelta(t, 1, count(to, "numberOfOnlineDevices"), 0)
	moved := c.get("/v2/device/" + uid)
	assert.Equal(t, to, moved["siteUid"])
	assert.Equal(t, "Destination", moved["siteName"])
	assert.Equal(t, c.get("/v2/site/" + to)["id"], moved["siteId"])
	assert.Len(t, c.walk("/v2/account/devices", "devices"), total)

	log := c.rows("/v2/activity-logs?actions=move.device", "activities")
	require.NotEmpty(t, log)
	assert.Contains(t, log[0]["details"], `"data.to_site_uid":"`+to+`"`)

	c.void(http.MethodPut, "/v2/device/"+uid+"/site/"+to, "")
	c.void(http.MethodPut, "/v2/device/"+uid+"/site/"+from, "")
	assert.InDelta(t, devices, count(from, "numberOfDevices"), 0)
	assert.Contains(t, members(from), uid)
	assert.Empty(t, members(to))
	assert.Equal(t, device, c.get("/v2/device/"+uid))

	for _, path := range []string{"/v2/device/" + uid + "/site/no-such-site", "/v2/device/no-such-device/site/" + to} {
		assert.Equal(t, http.StatusNotFound, c.do(http.MethodPut, path, "").status, path)
	}
}

func TestUDFsArePartial(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	path := "/v2/device/" + c.device("device")["uid"].(string)
	fields := func() map[string]any { return c.get(path)["udf"].(map[string]any) }
	want := fields()

	c.void(http.MethodPost, path+"/udf", `{"udf7":"seven","udf300":"last","udf150":"Grüße 👋"}`)
	want["udf7"], want["udf300"], want["udf150"] = "seven", "last", "Grüße 👋"
	assert.Equal(t, want, fields())
	c.void(http.MethodPost, path+"/udf", `{"udf7":"changed"}`)
	want["udf7"] = "changed"
	assert.Equal(t, want, fields(), "facts 7: what is not named stays")
	c.void(http.MethodPost, path+"/udf", `{"udf7":""}`)
	want["udf7"] = nil
	assert.Equal(t, want, fields(), `facts 7: "" clears and reads back as null`)
	c.void(http.MethodPost, path+"/udf", `{"udf300":null}`)
	want["udf300"] = nil
	assert.Equal(t, want, fields(), "null clears too")
	require.Len(t, fields(), 300)

	full := strings.Repeat("ä", 255)
	c.void(http.MethodPost, path+"/udf", `{"udf1":"`+full+`"}`)
	assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPost, path+"/udf", `{"udf1":"`+full+`ä"}`).status)
	assert.Equal(t, full, fields()["udf1"])
	c.void(http.MethodPost, path+"/udf", `{"udf2":"x","deviceUid":"tolerated"}`)
	assert.Equal(t, "x", fields()["udf2"])
}

func TestUDFsV3(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	uid := c.device("device")["uid"].(string)
	c.void(http.MethodPost, "/v3/device/"+uid+"/udf", `{"udfs":[{"ordinal":40,"valueBoolean":true},{"ordinal":41,"valueNumber":12.5},{"ordinal":9,"valueString":"nine"}]}`)
	udf := c.get("/v2/device/" + uid)["udf"].(map[string]any)
	assert.Equal(t, []any{"true", "12.5", "nine"}, []any{udf["udf40"], udf["udf41"], udf["udf9"]}, "v2 speaks text")
	c.void(http.MethodPost, "/v2/device/"+uid+"/udf", `{"udf41":"a dozen"}`)
	byOrdinal := make(map[any]map[string]any)
	for _, item := range c.get("/v3/device/" + uid)["udfs"].([]any) {
		byOrdinal[item.(map[string]any)["ordinal"]] = item.(map[string]any)
	}
	assert.Equal(t, true, byOrdinal[40.0]["valueBoolean"])
	assert.Equal(t, "a dozen", byOrdinal[41.0]["valueString"])
	assert.Equal(t, true, byOrdinal[41.0]["typeMisMatch"])
	c.void(http.MethodPost, "/v3/device/"+uid+"/udf", `{"udfs":[{"ordinal":9}]}`)
	assert.Nil(t, c.get("/v2/device/" + uid)["udf"].(map[string]any)["udf9"])
}

func TestWarranty(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	path := "/v2/device/" + c.device("device")["uid"].(string)
	c.void(http.MethodPost, path+"/warranty", `{"warrantyDate":"2031-12-24"}`)
	assert.Equal(t, "2031-12-24", c.get(path)["warrantyDate"])
	for _, body := range []string{`{"warrantyDate":"24.12.2031"}`, `{"warrantyDate":"2031-02-30"}`, `{"warrantyDate":""}`, `{}`} {
		assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPost, path+"/warranty", body).status, body)
	}
	assert.Equal(t, "2031-12-24", c.get(path)["warrantyDate"])
	c.void(http.MethodPost, path+"/warranty", `{"warrantyDate":null}`)
	assert.Nil(t, c.get(path)["warrantyDate"], "facts 7: null clears")
}
