package simulator_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestDeviceByNumber(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{}))
	for _, row := range c.rows("/v2/account/devices?max=12", "devices") {
		id := strconv.FormatInt(int64(row["id"].(float64)), 10)
		assert.Equal(t, row, c.get("/v2/device/id/"+id))
		newer := c.get("/v3/device/id/" + id)
		assert.Equal(t, row["uid"], newer["uid"])
		assert.Contains(t, newer, "udfs")
		assert.NotContains(t, newer, "udf")
	}
	for _, id := range []string{"1", "-9223372036854775808", "1204118"} {
		assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v2/device/id/"+id, "").status, id)
		assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v3/device/id/"+id, "").status, id)
	}
	assert.Equal(t, http.StatusBadRequest, c.do(http.MethodGet, "/v2/device/id/seven", "").status)
}

// Several devices can have the same address: that of a dock (facts 3.2).
func TestDevicesByHardwareAddress(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Devices: 400, Limits: simulator.Limits{Off: true}}))
	holders := make(map[string][]any)
	for _, site := range c.walk("/v2/account/sites", "sites") {
		for _, row := range c.walk("/v2/site/"+site["uid"].(string)+"/devices/network-interface", "devices") {
			for _, nic := range row["nics"].([]any) {
				mac := nic.(map[string]any)["macAddress"].(string)
				require.Regexp(t, "^[0-9A-F]{12}$", mac)
				holders[mac] = append(holders[mac], row["uid"])
			}
		}
	}
	most, audits := 0, 0
	for mac, uids := range holders {
		most = max(most, len(uids))
		var found []any
		for _, row := range c.array("/v2/device/macAddress/" + mac) {
			found = append(found, row.(map[string]any)["uid"])
		}
		assert.Equal(t, uids, found)
		assert.Len(t, c.array("/v3/device/macAddress/"+strings.ToLower(mac)), len(uids))

		r := c.do(http.MethodGet, "/v2/audit/device/macAddress/"+mac, "")
		if r.status == http.StatusNotFound {
			assert.Len(t, uids, 1, "a printer, a host or a network device has no such audit")
			continue
		}
		var list []map[string]any
		require.NoError(t, json.Unmarshal(r.body, &list), "facts 3.2: a bare array")
		assert.Len(t, list, len(uids))
		for _, audit := range list {
			assert.True(t, slices.ContainsFunc(audit["nics"].([]any), func(nic any) bool { return nic.(map[string]any)["macAddress"] == mac }))
		}
		audits++
	}
	assert.Greater(t, most, 2, "no dock is shared")
	assert.Positive(t, audits)
	for _, mac := range []string{"024453000000", "02444BFFFFFF", "00155D0A1B2C", "02:44:53:00:00:00", "xyz", "024453GGGGGG"} {
		assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v2/device/macAddress/"+mac, "").status, mac)
	}
}
