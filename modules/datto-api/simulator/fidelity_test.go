package simulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// How far back the real log goes is not known.
func TestActivityLogGoesBackHalfAYear(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	const day = 24 * time.Hour
	between := func(from, until time.Duration) []map[string]any {
		return c.rows(logPath+"?size=250&order=asc&from="+epoch.Add(-from).Format(time.RFC3339)+"&until="+epoch.Add(-until).Format(time.RFC3339), "activities")
	}
	assert.NotEmpty(t, between(180*day, 179*day))
	assert.Empty(t, between(182*day, 180*day+time.Second))
	oldest := between(200*day, 179*day)
	require.NotEmpty(t, oldest)
	assert.GreaterOrEqual(t, oldest[0]["date"].(float64), float64(epoch.Add(-180*day).Unix()))
}

// Writes leave their window one by one, each a minute after it came.
func TestWriteWindowSlides(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCaller(t, simulator.New(simulator.Config{Limits: simulator.Limits{
			Operations: map[string]int{"device-warranty-create": 4}, Delay: -1, BlockAfter: -1,
		}}))
		path := "/v2/device/" + c.device("device")["uid"].(string) + "/warranty"
		write := func() int { return c.do(http.MethodPost, path, `{"warrantyDate":null}`).status }
		assert.Equal(t, http.StatusOK, write())
		assert.Equal(t, http.StatusOK, write())
		bubbleWait(30 * time.Second)
		assert.Equal(t, http.StatusOK, write())
		assert.Equal(t, http.StatusOK, write())
		bubbleWait(29 * time.Second)
		assert.Equal(t, http.StatusTooManyRequests, write(), "the window is full, and this one counts too")
		bubbleWait(2 * time.Second)
		assert.Equal(t, http.StatusOK, write(), "the first two have left")
		assert.Equal(t, http.StatusTooManyRequests, write(), "the others are still there")
	})
}

// The list of patches is below the singular; a program that took the plural for
// granted met 404.
func TestPatchesOfSitesInThePluralAreNotFound(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{}))
	site := c.device("device")["siteUid"].(string)
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodGet, "/v2/sites/"+site+"/patches", "").status)
	assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/site/"+site+"/patches", "").status)
}

func TestUDFWriteThatNamesNoFieldChangesNothing(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{Now: standing})
	c := newCaller(t, sim)
	path := "/v2/device/" + c.device("device")["uid"].(string)
	c.void(http.MethodPost, path+"/udf", `{"udf7":"seven"}`)
	before := c.get(path)
	require.Equal(t, "seven", before["udf"].(map[string]any)["udf7"])
	for i, body := range []string{`{}`, `{"UDF7":"x"}`, `{"udf0":"x","udf301":"x","udf07":"x"}`, `{"deviceUid":"x"}`} {
		c.void(http.MethodPost, path+"/udf", body)
		assert.Equal(t, before, c.get(path), body)
		assert.Greater(t, len(sim.Violations()), i, body)
	}
}

// What an update of a variable does with one member alone is not known.
func TestVariableUpdateWithOneMember(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/v2/account/variable", "site"} {
		c := newCaller(t, simulator.New(simulator.Config{}))
		if path == "site" {
			path = "/v2/site/" + c.device("device")["siteUid"].(string) + "/variable"
		}
		c.void(http.MethodPut, path, `{"name":"made","value":"not-a-secret"}`)
		rows := c.walk(path+"s", "variables")
		made := rows[len(rows)-1]
		for _, body := range []string{`{"name":"renamed"}`, `{"value":"changed"}`, `{}`} {
			r := c.do(http.MethodPost, fmt.Sprintf("%s/%.0f", path, made["id"]), body)
			assert.Equal(t, http.StatusBadRequest, r.status, body)
		}
		assert.Equal(t, rows, c.walk(path+"s", "variables"), "a refused update changes nothing")
	}
}
