package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// What is wrong with a request is answered as the API would, which lets much
// pass in silence, and recorded.
func TestViolations(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method, path, body string
		status             int
		problems           []string
	}{
		{"GET", "/v2/account/devices?max=10", "", 200, nil},
		{"GET", "/v2/sites", "", 404, []string{"GET /v2/sites: unknown path"}},
		{"DELETE", "/v2/account", "", 405, []string{"DELETE /v2/account: the path has no such method"}},
		{"GET", "/v2/account/devices?hostName=x", "", 200, []string{`GET /v2/account/devices: unknown query parameter "hostName"`}},
		{"GET", "/v2/account/devices?max=ten", "", 400, []string{"GET /v2/account/devices: query parameter max is not of type integer"}},
		{"GET", "/v2/account/devices?page=0&page=1", "", 200, []string{"GET /v2/account/devices: query parameter page more than once"}},
		{"GET", "/v2/account/devices?max=251", "", 200, []string{"GET /v2/account/devices: max is above the limit"}},
		{"GET", "/v2/account/alerts/open?muted=perhaps", "", 400, []string{"GET /v2/account/alerts/open: query parameter muted is not a boolean"}},
		{"GET", "/v2/activity-logs?order=up", "", 400, []string{"GET /v2/activity-logs: query parameter order is none of asc, desc"}},
		{"GET", "/v2/activity-logs?siteIds=1,x", "", 400, []string{"GET /v2/activity-logs: query parameter siteIds is not of type integer"}},
		{"GET", "/v2/device/id/seven", "", 400, []string{"GET /v2/device/id/{deviceId}: path parameter deviceId is not of type integer"}},
		{"POST", "{device}/udf", `{"udf1":"x","udf301":"y"}`, 200, []string{`POST /v2/device/{deviceUid}/udf: unknown member "udf301"`}},
		{"POST", "{device}/udf", `{"UDF1":"x"}`, 200, []string{
			`POST /v2/device/{deviceUid}/udf: unknown member "UDF1"`, "POST /v2/device/{deviceUid}/udf: no user-defined field is named",
		}},
		{"POST", "{device}/udf", `{"udf1":["x"]}`, 400, []string{"POST /v2/device/{deviceUid}/udf: udf1 is not of type string"}},
		{"POST", "{device}/udf", `{"udf1":7}`, 200, []string{"POST /v2/device/{deviceUid}/udf: udf1 is not of type string"}},
		{"POST", "{device}/udf", `{"udf1":"` + strings.Repeat("x", 256) + `"}`, 400, []string{"POST /v2/device/{deviceUid}/udf: udf1 is longer than 255 characters"}},
		{"POST", "{device}/udf", `["udf1"]`, 400, []string{"POST /v2/device/{deviceUid}/udf: body is not a JSON object"}},
		{"POST", "{device}/udf", `{"udf1":`, 400, []string{"POST /v2/device/{deviceUid}/udf: body is not a JSON object"}},
		{"POST", "{device}/warranty", `{"warrantyDate":"01/02/2030"}`, 400, []string{"POST /v2/device/{deviceUid}/warranty: warrantyDate is not of the form yyyy-MM-dd"}},
		{"PUT", "/v2/site", `{"name":"x","colour":"red"}`, 200, []string{`PUT /v2/site: unknown member "colour"`}},
		{"PUT", "/v2/site", `{"description":"x"}`, 400, []string{"PUT /v2/site: name is missing"}},
		{"PUT", "/v2/site", `{"name":"x","onDemand":"yes"}`, 400, []string{"PUT /v2/site: onDemand is not of type boolean"}},
		{"PUT", "/v2/site", `{"name":"x","proxySettings":{"host":"h","port":1,"type":"ftp"}}`, 400, []string{"PUT /v2/site: proxySettings.type is none of http, socks4, socks5"}},
		{"PUT", "{device}/quickjob", `{"jobName":"x","jobComponent":{"componentUid":"y","variables":{}}}`, 400, []string{
			"PUT /v2/device/{deviceUid}/quickjob: jobComponent.variables is not an array",
		}},
		{"POST", "/v2/alert/unknown/resolve", `{"note":"done"}`, 404, []string{"POST /v2/alert/{alertUid}/resolve: a body, but the operation takes none"}},
	} {
		t.Run(test.method+" "+test.path+" "+test.body, func(t *testing.T) {
			t.Parallel()
			sim := simulator.New(simulator.Config{})
			c := newCaller(t, sim)
			path := test.path
			if rest, ok := strings.CutPrefix(path, "{device}"); ok {
				path = "/v2/device/" + c.device("device")["uid"].(string) + rest
			}
			assert.Equal(t, test.status, c.do(test.method, path, test.body).status)
			var problems []string
			for _, violation := range sim.Violations() {
				problems = append(problems, violation.String())
				assert.Equal(t, test.method, violation.Method)
				assert.Equal(t, strings.Split(path, "?")[0], violation.Path)
			}
			assert.Equal(t, test.problems, problems)
		})
	}
}

func TestBodyNeedsItsMediaType(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	for kind, want := range map[string]int{"": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "application/json": 200, "application/json; charset=UTF-8": 200} {
		req := c.request(http.MethodPut, "/api/v2/site", `{"name":"x"}`)
		req.Header.Set("Content-Type", kind)
		assert.Equal(t, want, c.send(req).status, kind)
	}
	assert.Len(t, sim.Violations(), 3)
}

func TestHugeBodyIsRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{}))
	r := c.do(http.MethodPut, "/v2/site", `{"name":"`+strings.Repeat("x", 11<<20)+`"}`)
	assert.Equal(t, http.StatusRequestEntityTooLarge, r.status)
}

// A well-formed walk through the account leaves nothing to complain of.
func TestGoodRequestsAreNoViolations(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	c.walk("/v2/account/devices?max=50", "devices")
	walkLog(c, "/v2/activity-logs?size=10&entities=device,user&order=asc")
	uid := c.device("device")["uid"].(string)
	c.void(http.MethodPost, "/v2/device/"+uid+"/udf", `{"udf1":null,"udf2":""}`)
	c.void(http.MethodPost, "/v2/device/"+uid+"/warranty", `{"warrantyDate":null}`)
	assert.Empty(t, sim.Violations())
}
