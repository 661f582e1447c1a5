package simulator_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// contextClasses are the context classes of facts 6.5, and the two cases no
// document has: an unknown class and none at all.
var contextClasses = []string{
	"antivirus_ctx", "eventlog_ctx", "comp_script_ctx", "fs_object_ctx", "online_offline_status_ctx", "patch_ctx", "perf_disk_usage_ctx",
	"perf_mon_ctx", "perf_resource_usage_ctx", "process_resource_usage_ctx", "process_status_ctx", "srvc_status_ctx", "srvc_resource_usage_ctx",
	"ping_ctx", "sw_action_ctx", "sec_management_ctx", "custom_snmp_ctx", "wmi_ctx", "endpoint_security_threat_ctx",
	"endpoint_security_windows_defender_ctx", "ransomware_ctx", "disk_health_ctx", "fan_ctx", "psu_ctx", "temperature_ctx",
	"backup_management_ctx", "snmp_probe_ctx", "printer_ctx", "seccenter_ctx", "network_monitor_ctx", "saas_usage_ctx", "",
}

func TestOpenAlertsShowEveryContextClass(t *testing.T) {
	t.Parallel()
	for _, devices := range []int{12, 120, 5_000} {
		c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: devices, Seed: 3}))
		classes := make(map[string]bool)
		for _, row := range c.walk("/v2/account/alerts/open", "alerts") {
			context, ok := row["alertContext"].(map[string]any)
			require.True(t, ok)
			class, _ := context["@class"].(string)
			classes[class] = true
			assert.Greater(t, row["timestamp"], 1e12)
		}
		for _, class := range contextClasses {
			assert.True(t, classes[class], "class %q with %d devices", class, devices)
		}
	}
}

func TestAlertListsHaveNoTotal(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	details := c.get("/v2/account/alerts/open?max=10")["pageDetails"].(map[string]any)
	assert.NotContains(t, details, "totalCount", "facts 3.1")
	assert.InDelta(t, 10, details["count"], 0)
	assert.NotNil(t, details["nextPageUrl"])
}

func TestAlertScopesAgree(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 200}))
	account := c.walk("/v2/account/alerts/open?max=7", "alerts")
	seen := make(map[any]bool)
	for _, alert := range account {
		seen[alert["alertUid"]] = true
		assert.Equal(t, alert, c.get("/v2/alert/"+alert["alertUid"].(string)))
	}
	require.Len(t, seen, len(account))
	bySite, byDevice := 0, 0
	for _, site := range c.walk("/v2/account/sites", "sites") {
		alerts := c.walk("/v2/site/"+site["uid"].(string)+"/alerts/open?max=3", "alerts")
		for _, alert := range alerts {
			assert.True(t, seen[alert["alertUid"]])
		}
		bySite += len(alerts)
	}
	for _, device := range c.walk("/v2/account/devices", "devices") {
		byDevice += len(c.walk("/v2/device/"+device["uid"].(string)+"/alerts/open", "alerts"))
	}
	assert.Equal(t, len(account), bySite)
	assert.Equal(t, len(account), byDevice)
}

func TestResolveMovesAnAlert(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 200}))
	open, resolved := c.walk("/v2/account/alerts/open", "alerts"), c.walk("/v2/account/alerts/resolved", "alerts")
	alert := open[len(open)/2]
	uid := alert["alertUid"].(string)
	source := alert["alertSourceInfo"].(map[string]any)
	holds := func(path string) bool {
		return slices.ContainsFunc(c.walk(path, "alerts"), func(row map[string]any) bool { return row["alertUid"] == uid })
	}
	c.void(http.MethodPost, "/v2/alert/"+uid+"/resolve", "")

	got := c.get("/v2/alert/" + uid)
	assert.Equal(t, true, got["resolved"])
	assert.NotEmpty(t, got["resolvedBy"])
	assert.Greater(t, got["resolvedOn"], 1e12)
	assert.Len(t, c.walk("/v2/account/alerts/open?max=9", "alerts"), len(open)-1)
	assert.Len(t, c.walk("/v2/account/alerts/resolved", "alerts"), len(resolved)+1)
	for _, scope := range []string{"account", "site/" + source["siteUid"].(string), "device/" + source["deviceUid"].(string)} {
		assert.False(t, holds("/v2/"+scope+"/alerts/open"), scope)
		assert.True(t, holds("/v2/"+scope+"/alerts/resolved"), scope)
	}

	c.void(http.MethodPost, "/v2/alert/"+uid+"/resolve", "")
	assert.Equal(t, got, c.get("/v2/alert/"+uid), "once is as good as twice")
	assert.Len(t, c.walk("/v2/account/alerts/resolved", "alerts"), len(resolved)+1)
}

// Facts 7: muting has had no effect for years.
func TestMuteDoesNothing(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	alert := c.rows("/v2/account/alerts/open", "alerts")[0]
	for _, verb := range []string{"mute", "unmute"} {
		c.void(http.MethodPost, "/v2/alert/"+alert["alertUid"].(string)+"/"+verb, "")
		assert.Equal(t, alert, c.get("/v2/alert/"+alert["alertUid"].(string)))
	}
	for _, muted := range []string{"true", "false"} {
		assert.Equal(t, c.walk("/v2/account/alerts/open", "alerts"), c.walk("/v2/account/alerts/open?muted="+muted, "alerts"))
	}
}

// Facts 5: no document declares what an unknown uid gets.
func TestUnknownAlert(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	unknown := "/v2/alert/00000000-0000-4000-8000-000000000000"
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, unknown, "").status)
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodPost, unknown+"/resolve", "").status)
}
