package simulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestFilterPutsOtherParametersOutOfForce(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 400}))
	ids := make(map[any]string)
	for _, list := range []string{"default-filters", "custom-filters"} {
		for _, row := range c.rows("/v2/filter/"+list, "filters") {
			ids[row["name"]] = fmt.Sprintf("%.0f", row["id"])
			assert.Greater(t, row["dateCreate"], 1e12)
		}
	}
	laptops := c.walk("/v2/account/devices?filterId="+ids["All Laptops"], "devices")
	require.NotEmpty(t, laptops)
	for _, row := range laptops {
		assert.Equal(t, "Laptop", row["deviceType"].(map[string]any)["category"])
	}
	assert.Equal(t, laptops, c.walk("/v2/account/devices?deviceType=printer&hostname=zzz&filterId="+ids["All Laptops"], "devices"), "facts 3.4")
	assert.NotEmpty(t, c.walk("/v2/account/devices?filterId="+ids["Patch backlog"], "devices"))

	r := c.do(http.MethodGet, "/v2/account/devices?filterId=999999", "")
	assert.Equal(t, http.StatusNotFound, r.status)
	assert.Equal(t, "Filter was not found", r.object(t)["message"], "facts 3.4")
}

// Facts 3.4: a site's list knows filterId, and ignores the rest in silence.
func TestSiteDevicesKnowNoFilterButTheID(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{Now: standing, Devices: 400})
	c := newCaller(t, sim)
	path := "/v2/site/" + c.device("device")["siteUid"].(string) + "/devices"
	all := c.walk(path, "devices")
	assert.Equal(t, all, c.walk(path+"?hostname=zzz&deviceType=printer", "devices"))
	assert.NotEmpty(t, sim.Violations())
	servers := c.walk(path+"?filterId=101", "devices")
	assert.NotEmpty(t, servers)
	assert.Less(t, len(servers), len(all))
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, path+"?filterId=999999", "").status)
	assert.NotEmpty(t, c.rows("/v2/site/"+c.device("device")["siteUid"].(string)+"/filters", "filters"))
}

func TestDeviceClassIsNoFilter(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	assert.Len(t, c.walk("/v2/account/devices?deviceClass=printer", "devices"), 120, "facts 3.4")
}

func TestFiltersAddUp(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 400}))
	both := c.walk("/v2/account/devices?operatingSystem=WINDOWS&deviceType=server", "devices")
	require.NotEmpty(t, both)
	for _, row := range both {
		assert.Contains(t, row["operatingSystem"], "Windows")
		assert.Equal(t, "Server", row["deviceType"].(map[string]any)["category"])
	}
	assert.Empty(t, c.walk("/v2/account/devices?operatingSystem=windows&deviceType=printer", "devices"))
}
