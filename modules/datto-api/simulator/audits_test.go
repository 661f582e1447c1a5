package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// Facts 5: each class has an audit of its own, network devices have none.
func TestAuditOfTheWrongClass(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 400}))
	for class, own := range map[string]string{"device": "device", "esxihost": "esxihost", "printer": "printer", "rmmnetworkdevice": ""} {
		uid := c.device(class)["uid"].(string)
		for _, kind := range []string{"device", "esxihost", "printer"} {
			r := c.do(http.MethodGet, "/v2/audit/"+kind+"/"+uid, "")
			if kind == own {
				assert.Equal(t, http.StatusOK, r.status, "%s of %s", kind, class)
				continue
			}
			assert.Equal(t, http.StatusBadRequest, r.status, "%s of %s", kind, class)
			assert.Contains(t, r.object(t)["message"], kind)
		}
		r := c.do(http.MethodGet, "/v2/audit/device/"+uid+"/software", "")
		assert.Equal(t, own == "device", r.status == http.StatusOK, class)
	}
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v2/audit/device/no-such-device", "").status)
}

func TestSoftwareOfAComputer(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	rows := c.walk("/v2/audit/device/"+c.device("device")["uid"].(string)+"/software", "software")
	assert.GreaterOrEqual(t, len(rows), 40)
	assert.LessOrEqual(t, len(rows), 400)
	for _, row := range rows {
		require.Len(t, row, 2, "facts 6.7: name and version")
		require.Contains(t, row, "name")
		require.Contains(t, row, "version")
	}
}

// Facts 3.2: several devices can share an address.
func TestByMACAddressIsABareArray(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	device := c.device("device")
	var mac string
	for _, row := range c.walk("/v2/site/"+device["siteUid"].(string)+"/devices/network-interface", "devices") {
		if row["uid"] == device["uid"] {
			mac = strings.ReplaceAll(row["nics"].([]any)[0].(map[string]any)["macAddress"].(string), ":", "")
		}
	}
	require.Regexp(t, `^[0-9A-Fa-f]{12}$`, mac)
	for _, path := range []string{"/v2/device/macAddress/", "/v3/device/macAddress/", "/v2/audit/device/macAddress/"} {
		assert.NotEmpty(t, c.array(path+mac), path)
		assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, path+"000000000000", "").status, path)
	}
	assert.Equal(t, device["uid"], c.array("/v2/device/macAddress/" + mac)[0].(map[string]any)["uid"])
}

// Facts 6.7: one patch up to three times, a row for each status.
func TestSitePatchesRepeatAPatch(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	device := c.device("device")
	path := "/v2/site/" + device["siteUid"].(string) + "/patches"
	statuses := make(map[any]map[any]bool)
	rows := c.walk(path, "patches")
	for _, row := range rows {
		id := row["patchId"]
		if statuses[id] == nil {
			statuses[id] = make(map[any]bool)
		}
		require.False(t, statuses[id][row["installStatus"]], "a status twice")
		statuses[id][row["installStatus"]] = true
		require.NotContains(t, row, "manualOverride")
		require.GreaterOrEqual(t, row["totalDevices"], 1.0)
	}
	assert.Less(t, len(statuses), len(rows))
	installed := c.walk(path+"?installStatus=INSTALLED", "patches")
	assert.NotEmpty(t, installed)
	assert.Less(t, len(installed), len(rows))
	for _, row := range installed {
		assert.Equal(t, "INSTALLED", row["installStatus"])
	}
	assert.Equal(t, http.StatusBadRequest, c.do(http.MethodGet, path+"?installStatus=SOMETIMES", "").status)

	management := device["patchManagement"].(map[string]any)
	own := c.walk("/v2/device/"+device["uid"].(string)+"/patches", "patches")
	assert.InDelta(t, management["patchesInstalled"].(float64)+management["patchesApprovedPending"].(float64)+management["patchesNotApproved"].(float64), len(own), 0)
}
