package simulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goodToken in a request of the fuzz target stands for a token that is good.
const goodToken = "GOOD-TOKEN"

// FuzzRawRequests sends whatever bytes make a request. No request may bring
// the simulator down or to a 500 that nobody ordered, and JSON must be JSON.
func FuzzRawRequests(f *testing.F) {
	sim := New(Config{Devices: 40, Limits: Limits{Off: true}, RecordedCalls: 16})
	for _, seed := range rawRequests(sim) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
		if err != nil {
			return // net/http refuses it before a handler sees it
		}
		// Key resets are among the requests, so the token is made anew each time.
		sim.mu.Lock()
		token, _ := sim.newToken(sim.clock.Now())
		sim.mu.Unlock()
		for i, value := range req.Header["Authorization"] {
			req.Header["Authorization"][i] = strings.ReplaceAll(value, goodToken, token)
		}
		recorder := httptest.NewRecorder()
		sim.ServeHTTP(recorder, req)
		res := recorder.Result()
		defer func() { require.NoError(t, res.Body.Close()) }()
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.Less(t, res.StatusCode, 500, "%s", body)
		require.GreaterOrEqual(t, res.StatusCode, 200)
		if strings.HasSuffix(res.Header.Get("Content-Type"), "json") {
			require.True(t, json.Valid(body), "%s", body)
		}
		for _, call := range sim.Calls() {
			require.NotContains(t, fmt.Sprint(call), token, "a call that was recorded has the token")
		}
		for _, violation := range sim.Violations() {
			require.NotContains(t, violation.String(), token)
		}
	})
}

// exampleParams are parameters that not just anything will do for.
var exampleParams = map[string]string{
	"filterId": "101", "max": "3", "page": "0", "size": "3", "searchAfter": "1790000000000,x", "siteIds": "48112", "userIds": "3301",
	"from": "2026-10-05T08:00:00Z", "until": "2026-10-05T08:30:00Z",
}

// rawRequests makes a good request for every operation, and a few that are
// none. It gives the first site and device what the requests are about.
func rawRequests(sim *Simulator) []string {
	fleet := sim.fleet
	sim.state.site(0).proxy, sim.state.site(0).proxied = &proxySettings{host: "proxy.example", kind: "http", port: 3128}, true
	sim.state.variables[0] = []variable{{id: accountVariableID, name: "a"}, {id: accountVariableID + 1, name: "b"}}
	now := millis(sim.clock.Now())
	sim.state.jobs = append(sim.state.jobs, &job{uid: fleet.uid(uidJob, 0, quickJobMark), component: fleet.component(0), created: now, started: now, finished: now, result: jobSuccess})
	values := map[string]string{
		"deviceUid": fleet.deviceUID(0), "siteUid": fleet.siteUID(0), "alertUid": fleet.alertUID(alertKey{device: 0}), "jobUid": fleet.uid(uidJob, 0, quickJobMark),
		"deviceId": fmt.Sprint(fleet.deviceID(0)), "variableId": fmt.Sprint(accountVariableID), "macAddress": macOf(devicePrefix, 0),
	}
	ofClass := func(class string) string {
		for device := range fleet.devices {
			if fleet.kindOf(device).deviceClass() == class {
				return fleet.deviceUID(device)
			}
		}
		panic("no " + class)
	}
	bodies := map[string]string{
		"PUT /v2/device/{deviceUid}/quickjob":  `{"jobName":"a","jobComponent":{"componentUid":"` + fleet.componentUID(0) + `","variables":[{"name":"command","value":"a"}]}}`,
		"POST /v2/device/{deviceUid}/warranty": `{"warrantyDate":"2029-01-31"}`,
	}
	var seeds []string
	for _, spec := range operationTable {
		target := apiPrefix + spec.Path
		for _, param := range spec.Params {
			value := values[param.Name]
			switch {
			case strings.HasPrefix(spec.Path, "/v2/audit/esxihost"):
				value = ofClass("esxihost")
			case strings.HasPrefix(spec.Path, "/v2/audit/printer"):
				value = ofClass("printer")
			case spec.Method == http.MethodDelete && param.Name == "variableId":
				value = fmt.Sprint(accountVariableID + 1)
			}
			target = strings.ReplaceAll(target, "{"+param.Name+"}", value)
		}
		query := make(url.Values)
		for _, param := range spec.Query {
			query.Set(param.Name, exampleOf(param))
		}
		if len(query) > 0 {
			target += "?" + query.Encode()
		}
		body := ""
		if spec.Body != nil {
			body = bodies[spec.Method+" "+spec.Path]
		}
		if spec.Body != nil && body == "" {
			text, err := json.Marshal(exampleBody(spec.Body))
			if err != nil {
				panic(err)
			}
			body = string(text)
		}
		seeds = append(seeds, rawRequest(spec.Method, target, "Bearer "+goodToken, "application/json", body))
	}
	form := url.Values{"grant_type": {"password"}, "username": {sim.state.key}, "password": {sim.state.secret}}.Encode()
	return append(seeds,
		rawRequest("POST", tokenPath, "Basic cHVibGljLWNsaWVudDpwdWJsaWM=", "application/x-www-form-urlencoded", form),
		rawRequest("GET", loginPath, "", "", ""),
		rawRequest("GET", "/api/v2/account/devices?page=-1&max=99999999999&filterId=x", "Bearer "+goodToken, "", ""),
		rawRequest("GET", "/api/v2/account/devices?token="+goodToken+"&"+goodToken+"=1", "bearer "+goodToken, "", ""),
		rawRequest("GET", "/api/v2/activity-logs?searchAfter=1&searchAfter=2&page=previous&order=asc&from=1970-01-01T00:00:00Z", "Bearer "+goodToken, "", ""),
		rawRequest("HEAD", "http://[::1]:80/api/%2e%2e//v2/device/%ff%00?%zz", "Bearer "+goodToken, "", ""),
		rawRequest("PATCH", "*", "", "", "{"),
		rawRequest("OPTIONS", "/api", "Bearer", "", ""),
	)
}

func rawRequest(method, target, authorization, kind, body string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: simulator.example\r\nAccept-Encoding: gzip\r\n", method, target)
	if authorization != "" {
		fmt.Fprintf(&b, "Authorization: %s\r\n", authorization)
	}
	if kind != "" {
		fmt.Fprintf(&b, "Content-Type: %s\r\n", kind)
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return b.String()
}

func exampleOf(p paramSpec) string {
	if value, ok := exampleParams[p.Name]; ok && (p.Name != "page" || p.Type == "integer") {
		return value
	}
	kind := p.Type
	if kind == "array" {
		kind = p.Items
	}
	switch {
	case len(p.Enum) > 0:
		return p.Enum[0]
	case kind == "integer":
		return "1"
	case kind == "boolean":
		return "true"
	}
	return "a"
}

func exampleBody(s *schemaSpec) any {
	switch s.Type {
	case "object":
		object := make(map[string]any)
		for name, member := range s.Properties {
			// Three hundred fields would drown what the fuzzer changes.
			if len(object) < 6 || slices.Contains(s.Required, name) {
				object[name] = exampleBody(member)
			}
		}
		return object
	case "array":
		return []any{exampleBody(s.Items)}
	case "integer", "number":
		return 1
	case "boolean":
		return true
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	return "a"
}

// TestEveryOperationAnswersItsExample keeps the seeds of the fuzz target from
// rotting: a seed that is refused leads nowhere.
func TestEveryOperationAnswersItsExample(t *testing.T) {
	t.Parallel()
	sim := New(Config{Devices: 40, Limits: Limits{Off: true}})
	token, _ := sim.newToken(sim.clock.Now())
	refused := make(map[string]int)
	for i, raw := range rawRequests(sim)[:len(operationTable)] {
		req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.ReplaceAll(raw, goodToken, token))))
		require.NoError(t, err)
		recorder := httptest.NewRecorder()
		sim.ServeHTTP(recorder, req)
		if recorder.Code != http.StatusOK {
			refused[operationTable[i].Method+" "+operationTable[i].Path] = recorder.Code
		}
		sim.mu.Lock()
		if sim.state.keyVersion > 0 {
			token, _ = sim.newToken(sim.clock.Now())
		}
		sim.mu.Unlock()
	}
	require.Equal(t, map[string]int{}, refused)
}
