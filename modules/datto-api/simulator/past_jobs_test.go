package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// There is no list of jobs: their uids come from the activity log (facts 3.4).
func TestJobsOfThePastAreFoundThroughTheLog(t *testing.T) {
	t.Parallel()
	var clock handClock
	c := newCaller(t, simulator.New(simulator.Config{Now: clock.Now, Devices: 60, Limits: simulator.Limits{Off: true}}))
	from := epoch.Add(-49 * time.Hour)
	lines := c.walk("/v2/activity-logs?categories=job&actions=deployment&from="+from.Format("2006-01-02T15:04:05Z"), "activities")
	require.NotEmpty(t, lines)
	found, gone, scheduled := 0, 0, 0
	for _, line := range lines {
		details := result{body: []byte(line["details"].(string))}.object(t)
		path := "/v2/job/" + details["job.uid"].(string)
		results := path + "/results/" + details["device.uid"].(string)
		_, repeats := details["job.scheduled_job_id"]
		if repeats {
			scheduled++
		}
		r := c.do(http.MethodGet, path, "")
		if repeats && line["date"].(float64)*1000 < float64(epoch.Add(-25*time.Hour).UnixMilli()) {
			require.Equal(t, http.StatusNotFound, r.status, "facts 7: only the latest run of a scheduled job is reachable")
			require.Equal(t, http.StatusNotFound, c.do(http.MethodGet, results, "").status)
			gone++
			continue
		}
		if r.status == http.StatusNotFound {
			require.True(t, repeats)
			continue // the day is not over to the minute
		}
		job := r.object(t)
		require.Equal(t, "completed", job["status"])
		require.Equal(t, details["job.name"], job["name"])
		require.InDelta(t, details["job.id"], job["id"], 0)
		require.InDelta(t, details["job.date_created"], job["dateCreated"], 0)
		outcome := c.get(results)
		require.Equal(t, details["job.status"], outcome["jobDeploymentStatus"])
		require.Len(t, c.rows(path+"/components", "jobComponents"), 1)
		require.NotEmpty(t, c.array(results+"/stdout"))
		found++
	}
	assert.Positive(t, found)
	assert.Positive(t, gone)
	assert.Greater(t, scheduled, gone)
}

func TestJobsThatNeverWere(t *testing.T) {
	t.Parallel()
	var clock handClock
	c := newCaller(t, simulator.New(simulator.Config{Now: clock.Now}))
	other := newCaller(t, simulator.New(simulator.Config{Now: clock.Now, Seed: 1}))
	line := other.rows("/v2/activity-logs?categories=job&from=2026-10-05T00:00:00Z", "activities")[0]
	uid := result{body: []byte(line["details"].(string))}.object(t)["job.uid"].(string)
	assert.Equal(t, http.StatusOK, other.do(http.MethodGet, "/v2/job/"+uid, "").status)
	for _, unknown := range []string{uid, "nothing", line["id"].(string)} {
		for _, rest := range []string{"", "/components", "/results/" + c.device("device")["uid"].(string)} {
			assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v2/job/"+unknown+rest, "").status)
		}
	}
}
