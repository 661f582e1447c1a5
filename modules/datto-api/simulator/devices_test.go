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
	c := newCaller(t, simulator.New(simulator.Config{Devices: 1_234, Seed: 7}))
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
	c := newCaller(t, simulator.New(simulator.Config{}))
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
		for _, member := range strings.Fields("operatingSystem domain cagVersion displayVersion extIpAddress lastLoggedInUser lastReboot antivirus patchManagement softwareStatus webRemoteUrl warrantyDate a64Bit rebootRequired") {
			value, there := classes[class][member]
			assert.True(t, there, "%s of %s", member, class)
			assert.Nil(t, value, "facts 6.1: %s of %s", member, class)
		}
	}
}

func TestDeviceGet(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Devices: 300}))
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
	c := newCaller(t, simulator.New(simulator.Config{Devices: 400}))
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
	c := newCaller(t, simulator.New(simulator.Config{Devices: 500}))
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
