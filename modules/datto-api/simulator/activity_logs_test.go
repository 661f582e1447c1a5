package simulator_test

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

const logPath = "/v2/activity-logs"

// window is a query for the log of some time before the epoch of the tests.
func window(back time.Duration, more string) string {
	return logPath + "?from=" + epoch.Add(-back).Format(time.RFC3339) + "&until=" + epoch.Format(time.RFC3339) + more
}

func newLogCaller(t *testing.T) *caller {
	t.Helper()
	var clock handClock
	return newCaller(t, simulator.New(simulator.Config{Now: clock.Now, Limits: simulator.Limits{Off: true}}))
}

// walkLog follows the cursor until a page is empty, as the last page has a
// next one too, and returns the ids and the number of pages.
func walkLog(c *caller, path string) (ids []any, pages int) {
	c.t.Helper()
	for range 1_000 {
		p := c.page(path, "activities")
		pages++
		if len(p.rows) == 0 {
			assert.Nil(c.t, p.details["nextPageUrl"])
			return ids, pages
		}
		for _, row := range p.rows {
			ids = append(ids, row["id"])
		}
		next, err := url.Parse(p.details["nextPageUrl"].(string))
		require.NoError(c.t, err)
		assert.Len(c.t, next.Query()["searchAfter"], 2, "facts 3.3: two values under one key")
		assert.Equal(c.t, "next", next.Query().Get("page"))
		path = next.RequestURI()[len("/api"):]
	}
	c.t.Fatal("the walk has no end")
	return nil, 0
}

func TestActivityLogShowsFifteenMinutes(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	rows := c.rows(logPath, "activities")
	require.NotEmpty(t, rows)
	for _, row := range rows {
		at := row["date"].(float64)
		assert.Greater(t, at, float64(epoch.Add(-15*time.Minute).Unix()), "facts 3.3")
		assert.LessOrEqual(t, at, float64(epoch.Unix()), "facts 6.2: seconds")
	}
	assert.Equal(t, rows, c.rows(window(15*time.Minute, ""), "activities"))
	assert.Greater(t, len(c.rows(window(time.Hour, ""), "activities")), len(rows))
	assert.Less(t, len(rows), 31, "a line for each half minute at most")
	assert.NotContains(t, c.get(logPath)["pageDetails"], "totalCount", "facts 3.1")
}

func TestActivityLogPageSizeIsSize(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	all := len(c.rows(logPath, "activities"))
	assert.Len(t, c.rows(logPath+"?max=2", "activities"), all, "facts 3.3: max is ignored")
	assert.Len(t, c.rows(logPath+"?size=2", "activities"), 2)
	for _, query := range []string{"size=0", "size=-1", "size=x", "from=yesterday", "until=2026-10-05T08:30:00.000Z", "page=1", "order=up", "entities=DEVICE", "searchAfter=1"} {
		assert.Equal(t, http.StatusBadRequest, c.do(http.MethodGet, logPath+"?"+query, "").status, query)
	}
}

func TestActivityLogCursor(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	for _, order := range []string{"", "&order=desc", "&order=asc"} {
		whole, pages := walkLog(c, window(2*time.Hour, order+"&size=250"))
		require.Greater(t, len(whole), 150)
		require.Less(t, len(whole), 250)
		assert.Equal(t, 2, pages, "facts 3.3: the last page has a next one, which is empty")
		small, pages := walkLog(c, window(2*time.Hour, order+"&size=7"))
		assert.Equal(t, whole, small)
		assert.Equal(t, (len(whole)+6)/7+1, pages)
	}
	down, _ := walkLog(c, window(time.Hour, "&order=desc"))
	up, _ := walkLog(c, window(time.Hour, "&order=asc"))
	for i := range up {
		assert.Equal(t, down[len(down)-1-i], up[i])
	}
}

func TestActivityLogGoesBack(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	first := c.page(window(time.Hour, "&size=5"), "activities")
	assert.Nil(t, first.details["prevPageUrl"])
	follow := func(details map[string]any, name string) page {
		next, err := url.Parse(details[name].(string))
		require.NoError(t, err)
		return c.page(next.RequestURI()[len("/api"):], "activities")
	}
	second := follow(first.details, "nextPageUrl")
	assert.NotEqual(t, first.rows, second.rows)
	assert.Equal(t, first.rows, follow(second.details, "prevPageUrl").rows)
}

func TestActivityLogFilters(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	all := c.rows(window(2*time.Hour, ""), "activities")
	sample := all[0]
	for _, row := range all {
		if row["entity"] == "DEVICE" && row["category"] == "remote" {
			sample = row
		}
	}
	number := func(v any) string {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		return string(text)
	}
	site, user := sample["site"].(map[string]any), sample["user"].(map[string]any)
	for query, matches := range map[string]func(row map[string]any) bool{
		"&entities=device":                            func(row map[string]any) bool { return row["entity"] == "DEVICE" },
		"&entities=user":                              func(row map[string]any) bool { return row["entity"] == "USER" },
		"&entities=device,user":                       func(map[string]any) bool { return true },
		"&categories=remote,job":                      func(row map[string]any) bool { return row["category"] == "remote" || row["category"] == "job" },
		"&categories=remote&categories=job":           func(row map[string]any) bool { return row["category"] == "remote" || row["category"] == "job" },
		"&actions=deployment":                         func(row map[string]any) bool { return row["action"] == "deployment" },
		"&siteIds=" + number(site["id"]):              func(row map[string]any) bool { s, _ := row["site"].(map[string]any); return s["id"] == site["id"] },
		"&userIds=" + number(user["id"]):              func(row map[string]any) bool { u, _ := row["user"].(map[string]any); return u["id"] == user["id"] },
		"&siteIds=1":                                  func(map[string]any) bool { return false },
		"&searchQuery=" + sample["hostname"].(string): func(row map[string]any) bool { return row["hostname"] == sample["hostname"] },
	} {
		var want []any
		for _, row := range all {
			if matches(row) {
				want = append(want, row["id"])
			}
		}
		got, _ := walkLog(c, window(2*time.Hour, query))
		assert.Equal(t, want, got, query)
	}
}

func TestActivityLogWireForm(t *testing.T) {
	t.Parallel()
	c := newLogCaller(t)
	fractional := false
	for _, row := range c.rows(window(time.Hour, ""), "activities") {
		at := row["date"].(float64)
		fractional = fractional || at != math.Trunc(at)
		var details map[string]any
		require.NoError(t, json.Unmarshal([]byte(row["details"].(string)), &details), "facts 6.7: a string that holds JSON")
		assert.Equal(t, row["id"], details["uid"])
		assert.Equal(t, row["action"], details["event.action"])
		if created, ok := details["job.date_created"]; ok {
			assert.Greater(t, created, 1e12, "facts 6.2: milliseconds inside")
		}
	}
	assert.True(t, fractional)
}
