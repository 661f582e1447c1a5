package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestSiteCreate(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	before := len(c.walk("/v2/account/sites", "sites"))
	made := c.change(http.MethodPut, "/v2/site", `{"name":"Zürich Workshop","description":"d","notes":"n","onDemand":true,"splashtopAutoInstall":true,
		"proxySettings":{"host":"proxy.example","port":3128,"type":"socks5"}}`)
	assert.Equal(t, "Zürich Workshop", made["name"])
	assert.Equal(t, "d", made["description"])
	assert.Equal(t, "n", made["notes"])
	assert.Equal(t, true, made["onDemand"])
	assert.Equal(t, true, made["splashtopAutoInstall"])
	assert.Equal(t, map[string]any{"host": "proxy.example", "port": 3128.0, "type": "socks5", "username": nil, "password": nil}, made["proxySettings"])
	assert.Equal(t, map[string]any{"numberOfDevices": 0.0, "numberOfOnlineDevices": 0.0, "numberOfOfflineDevices": 0.0}, made["devicesStatus"])

	uid := made["uid"].(string)
	assert.Equal(t, made, c.get("/v2/site/"+uid))
	sites := c.walk("/v2/account/sites", "sites")
	require.Len(t, sites, before+1)
	assert.Equal(t, made, sites[before])
	assert.Equal(t, []map[string]any{made}, c.rows("/v2/account/sites?siteName=RICH+work", "sites"), "facts 3.4: the filter is partial and ignores case")
	assert.Empty(t, c.rows("/v2/site/"+uid+"/devices", "devices"))

	for name, body := range map[string]string{
		"no name": `{"description":"d"}`, "blank name": `{"name":" "}`, "null name": `{"name":null}`,
		"upper-case proxy type": `{"name":"x","proxySettings":{"host":"proxy.example","port":1,"type":"HTTP"}}`,
		"text for a boolean":    `{"name":"x","onDemand":"true"}`,
	} {
		assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPut, "/v2/site", body).status, name)
	}
	assert.Len(t, c.walk("/v2/account/sites", "sites"), before+1)
}

// Facts 7: an update is a replace. What is left out is wiped.
func TestSiteUpdateReplaces(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	uid := c.change(http.MethodPut, "/v2/site", `{"name":"Old","description":"d","notes":"n","onDemand":true,"splashtopAutoInstall":true,
		"proxySettings":{"host":"proxy.example","port":3128,"type":"http"}}`)["uid"].(string)

	changed := c.change(http.MethodPost, "/v2/site/"+uid, `{"name":"New","notes":"kept"}`)
	assert.Equal(t, "New", changed["name"])
	assert.Equal(t, "kept", changed["notes"])
	assert.Nil(t, changed["description"])
	assert.Equal(t, false, changed["onDemand"])
	assert.Equal(t, false, changed["splashtopAutoInstall"])
	assert.NotNil(t, changed["proxySettings"], "the proxy is no part of an update")
	assert.Equal(t, changed, c.get("/v2/site/"+uid))

	assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPost, "/v2/site/"+uid, `{"notes":"no name"}`).status)
	assert.Equal(t, changed, c.get("/v2/site/"+uid), "a refused update changes nothing")
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodPost, "/v2/site/no-such-site", `{"name":"x"}`).status)
}

func TestSiteRenameShowsEverywhere(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	device := c.device("device")
	site := device["siteUid"].(string)
	c.change(http.MethodPost, "/v2/site/"+site, `{"name":"Renamed Ltd"}`)
	assert.Equal(t, "Renamed Ltd", c.get("/v2/device/" + device["uid"].(string))["siteName"])
	assert.NotEmpty(t, c.rows("/v2/account/devices?siteName=renamed", "devices"))
	assert.Equal(t, "Renamed Ltd", c.get("/v2/site/" + site + "/settings")["generalSettings"].(map[string]any)["name"])
	for _, alert := range c.rows("/v2/site/"+site+"/alerts/open", "alerts") {
		assert.Equal(t, "Renamed Ltd", alert["alertSourceInfo"].(map[string]any)["siteName"])
	}
}

func TestSiteProxy(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	uid := c.change(http.MethodPut, "/v2/site", `{"name":"Proxied"}`)["uid"].(string)
	path := "/v2/site/" + uid + "/settings/proxy"

	none := c.do(http.MethodDelete, path, "")
	assert.Equal(t, http.StatusNoContent, none.status, "facts 5: there was nothing to delete")
	assert.Empty(t, none.body)

	settings := c.change(http.MethodPost, path, `{"host":"proxy.example","port":"8080","type":"http","username":"svc","password":"not-a-password"}`)
	proxy := map[string]any{"host": "proxy.example", "port": 8080.0, "type": "http", "username": "svc", "password": "not-a-password"}
	assert.Equal(t, proxy, settings["proxySettings"])
	assert.Equal(t, settings, c.get("/v2/site/"+uid+"/settings"))
	assert.Equal(t, proxy, c.get("/v2/site/" + uid)["proxySettings"])

	for _, body := range []string{
		`{"host":"","port":1,"type":"http"}`, `{"host":"h","port":0,"type":"http"}`, `{"host":"h","port":70000,"type":"http"}`,
		`{"host":"h","port":1,"type":"SOCKS5"}`, `{"host":"h","port":true,"type":"http"}`,
	} {
		assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPost, path, body).status, body)
	}
	assert.Equal(t, proxy, c.get("/v2/site/" + uid)["proxySettings"])

	c.void(http.MethodDelete, path, "")
	assert.Nil(t, c.get("/v2/site/" + uid)["proxySettings"])
	assert.Equal(t, http.StatusNoContent, c.do(http.MethodDelete, path, "").status)
}

// A proxy that was there from the start goes as one does that was set.
func TestFirstProxyIsDeletedToo(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing, Devices: 600}))
	deleted := 0
	for _, site := range c.walk("/v2/account/sites", "sites") {
		if site["proxySettings"] == nil {
			continue
		}
		deleted++
		path := "/v2/site/" + site["uid"].(string)
		c.void(http.MethodDelete, path+"/settings/proxy", "")
		assert.Nil(t, c.get(path)["proxySettings"])
		assert.Nil(t, c.get(path + "/settings")["proxySettings"])
	}
	assert.Positive(t, deleted)
}

func TestSystemSites(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Now: standing}))
	names := make(map[any]any)
	for _, site := range c.walk("/v2/account/sites", "sites") {
		names[site["name"]] = site["uid"]
	}
	for _, name := range []string{"Managed", "OnDemand", "Deleted Devices"} {
		assert.Contains(t, names, name)
	}
	uid := names["Deleted Devices"].(string)
	assert.NotRegexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, uid, "facts 3.4")
	assert.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, names["Managed"])
	for _, device := range c.walk("/v2/site/"+uid+"/devices", "devices") {
		assert.Equal(t, true, device["deleted"])
	}
}
