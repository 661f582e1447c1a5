package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// component finds a component by name.
func (c *caller) component(name string) string {
	c.t.Helper()
	for _, row := range c.walk("/v2/account/components", "components") {
		if row["name"] == name {
			return row["uid"].(string)
		}
	}
	c.t.Fatalf("no component %q", name)
	return ""
}

// startJob starts a quick job and returns its uid.
func (c *caller) startJob(device, component, variables string) string {
	c.t.Helper()
	answer := c.change(http.MethodPut, "/v2/device/"+device+"/quickjob",
		fmt.Sprintf(`{"jobName":"nightly","jobComponent":{"componentUid":%q,"variables":%s}}`, component, variables))
	job := answer["job"].(map[string]any)
	assert.Equal(c.t, "nightly", job["name"])
	assert.Equal(c.t, "active", job["status"])
	assert.Greater(c.t, job["dateCreated"], 1e12)
	assert.Equal(c.t, component, answer["jobComponents"].([]any)[0].(map[string]any)["uid"])
	return job["uid"].(string)
}

func TestQuickJobLife(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		outcomes []any
		stderr   bool
	}{
		"Exit with failure":     {[]any{"Failure"}, true},
		"Exit with warning":     {[]any{"Warning"}, true},
		"Clear temporary files": {[]any{"Success"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var clock handClock
			sim := simulator.New(simulator.Config{Now: clock.Now})
			c := newCaller(t, sim)
			device := c.device("device")["uid"].(string)
			uid := c.startJob(device, c.component(name), "[]")
			results := "/v2/job/" + uid + "/results/" + device
			assert.Equal(t, 1, sim.QuickJobs(device))

			pending := c.get(results)
			assert.Equal(t, "Pending", pending["jobDeploymentStatus"])
			assert.Nil(t, pending["ranOn"])
			assert.Empty(t, pending["componentResults"])
			assert.Empty(t, c.array(results+"/stdout"), "nothing is printed yet")

			var seen []any
			for range 130 { // seconds; waiting takes 15 at most, running 90
				clock.pass(time.Second)
				status := c.get(results)["jobDeploymentStatus"]
				if len(seen) == 0 || seen[len(seen)-1] != status {
					seen = append(seen, status)
				}
				want := "active"
				if status != "Pending" && status != "Running" {
					want = "completed"
				}
				require.Equal(t, want, c.get("/v2/job/" + uid)["status"])
			}
			assert.Equal(t, slices.Concat([]any{"Pending", "Running"}, want.outcomes), seen)

			done := c.get(results)
			assert.Greater(t, done["ranOn"], 1e12)
			component := done["componentResults"].([]any)[0].(map[string]any)
			assert.Equal(t, true, component["hasStdOut"])
			assert.Equal(t, want.stderr, component["hasStdErr"])
			if want.outcomes[0] == "Failure" {
				assert.Equal(t, "Failure", component["componentStatus"])
			} else {
				assert.Equal(t, "Success", component["componentStatus"])
			}
			out := c.array(results + "/stdout")
			require.Len(t, out, 1)
			assert.Contains(t, out[0].(map[string]any)["stdData"], name)
			if errors := c.array(results + "/stderr"); want.stderr {
				require.Len(t, errors, 1)
				assert.NotEmpty(t, errors[0].(map[string]any)["stdData"])
			} else {
				assert.Empty(t, errors, "facts 6.7: an empty array when there is none")
			}
			actions := make(map[any]bool)
			for _, row := range c.rows("/v2/activity-logs", "activities") {
				if details, _ := row["details"].(string); assert.NotEmpty(t, details) && containsJob(details, uid) {
					actions[row["action"]] = true
				}
			}
			assert.Equal(t, map[any]bool{"create": true, "deployment": true}, actions, "the log tells of the beginning and the end")
		})
	}
}

func TestQuickJobVariables(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	device := c.device("device")["uid"].(string)
	component := c.component("Restart a service")
	uid := c.startJob(device, component, `[{"name":"serviceName","value":"W32Time"}]`)
	rows := c.rows("/v2/job/"+uid+"/components", "jobComponents")
	assert.Equal(t, []any{map[string]any{"name": "serviceName", "value": "W32Time"}}, rows[0]["variables"])

	path := "/v2/device/" + device + "/quickjob"
	for name, body := range map[string]string{
		"case of a variable": `{"jobName":"x","jobComponent":{"componentUid":"` + component + `","variables":[{"name":"servicename","value":"v"}]}}`,
		"unknown component":  `{"jobName":"x","jobComponent":{"componentUid":"00000000-0000-4000-8000-000000000000"}}`,
		"no name":            `{"jobComponent":{"componentUid":"` + component + `"}}`,
	} {
		assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPut, path, body).status, name)
	}
	printer := c.device("printer")["uid"].(string)
	assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPut, "/v2/device/"+printer+"/quickjob", `{"jobName":"x","jobComponent":{"componentUid":"`+component+`"}}`).status)
	assert.Equal(t, 1, sim.QuickJobs(device))

	c.startJob(device, component, "[]")
	assert.Equal(t, 2, sim.QuickJobs(device), "facts 7: asking twice runs twice")
}

// Facts 7: the flat body that many clients tried first.
func TestFlatQuickJobBodyIsUnreadable(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	device := c.device("device")["uid"].(string)
	r := c.do(http.MethodPut, "/v2/device/"+device+"/quickjob", `{"jobName":"x","componentUid":"`+c.component("Restart a service")+`","variables":{}}`)
	assert.Equal(t, http.StatusBadRequest, r.status)
	assert.Equal(t, "Failed to read request", r.object(t)["detail"])
	assert.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
	assert.Zero(t, sim.QuickJobs(device))
}

func TestJobResultsNeedTheDeviceOfTheJob(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{}))
	device := c.device("device")["uid"].(string)
	uid := c.startJob(device, c.component("Collect event logs"), "[]")
	for _, path := range []string{"/v2/job/" + uid + "/results/" + c.device("printer")["uid"].(string), "/v2/job/" + device, "/v2/job/nonsense/results/" + device + "/stdout"} {
		assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, path, "").status, path)
	}
}

func containsJob(details, uid string) bool { return strings.Contains(details, `"job.uid":"`+uid+`"`) }
