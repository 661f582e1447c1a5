package simulator_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

const cheapRead = "/v2/system/pagination"

// flood sends requests all at once and counts what becomes of them: by status,
// and how many came late.
func (c *caller) flood(n int, method, path, body string) (byStatus map[int]int, late int) {
	c.t.Helper()
	byStatus = make(map[int]int)
	var mu sync.Mutex
	var group sync.WaitGroup
	for range n {
		group.Go(func() {
			began := time.Now()
			r := c.do(method, path, body)
			mu.Lock()
			defer mu.Unlock()
			byStatus[r.status]++
			switch took := time.Since(began); took {
			case 0:
			case time.Second:
				late++
			default:
				c.t.Errorf("an answer took %v", took)
			}
		})
	}
	group.Wait()
	return byStatus, late
}

func TestReadWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCaller(t, simulator.New(simulator.Config{Limits: simulator.Limits{BlockAfter: -1}}))
		byStatus, late := c.flood(1_000, http.MethodGet, cheapRead, "")
		assert.Equal(t, map[int]int{http.StatusOK: 600, http.StatusTooManyRequests: 400}, byStatus, "facts 4.1: 600 reads a minute")
		assert.Equal(t, 60, late, "facts 4.1: from 90 % on a second each")

		bubbleWait(58 * time.Second) // the late ones took one
		byStatus, _ = c.flood(1, http.MethodGet, cheapRead, "")
		assert.Equal(t, 1, byStatus[http.StatusTooManyRequests], "the window is not over")
		bubbleWait(time.Second)
		byStatus, late = c.flood(599, http.MethodGet, cheapRead, "")
		assert.Equal(t, map[int]int{http.StatusOK: 599}, byStatus, "the one that was refused still counts")
		assert.Equal(t, 60, late)
	})
}

// The delay is what keeps a caller out of trouble that waits for each answer.
func TestSequentialReadsAreSlowedNotRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCaller(t, simulator.New(simulator.Config{}))
		began := time.Now()
		for range 1_000 {
			require.Equal(t, http.StatusOK, c.do(http.MethodGet, cheapRead, "").status)
		}
		assert.Equal(t, time.Minute, time.Since(began))
	})
}

func TestBlockBeginsAndEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := simulator.New(simulator.Config{})
		c := newCaller(t, server)
		byStatus, late := c.flood(1_000, http.MethodGet, cheapRead, "")
		assert.Equal(t, map[int]int{http.StatusOK: 600, http.StatusTooManyRequests: 50, http.StatusForbidden: 350}, byStatus)
		assert.Equal(t, 60, late)

		key, secret := server.Credentials()
		for name, r := range map[string]result{
			"a read": c.do(http.MethodGet, cheapRead, ""), "status": c.do(http.MethodGet, "/v2/system/status", ""), "a token": c.askToken(key, secret),
		} {
			assert.Equal(t, http.StatusForbidden, r.status, name)
			assert.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"), "facts 4.3: the block is not the API's own 403")
		}
		bubbleWait(5*time.Minute - 2*time.Second)
		assert.Equal(t, http.StatusForbidden, c.do(http.MethodGet, cheapRead, "").status)
		bubbleWait(time.Second)
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, cheapRead, "").status)
	})
}

func TestBlockAsConfigured(t *testing.T) {
	t.Parallel()
	var clock handClock
	c := newCaller(t, simulator.New(simulator.Config{
		Now: clock.Now, Limits: simulator.Limits{Reads: 2, Window: 10 * time.Second, Delay: -1, BlockAfter: 3, BlockFor: time.Minute},
	}))
	var got []int
	for range 7 {
		got = append(got, c.do(http.MethodGet, cheapRead, "").status)
	}
	assert.Equal(t, []int{200, 200, 429, 429, 429, 403, 403}, got)
	clock.pass(time.Minute - time.Millisecond)
	assert.Equal(t, 403, c.do(http.MethodGet, cheapRead, "").status)
	clock.pass(time.Millisecond)
	assert.Equal(t, 200, c.do(http.MethodGet, cheapRead, "").status)
	// The first refusal has left the window when the third comes.
	got = nil
	for _, wait := range []time.Duration{0, 0, 6 * time.Second, 5 * time.Second, 0, 0, 0} {
		clock.pass(wait)
		got = append(got, c.do(http.MethodGet, cheapRead, "").status)
	}
	assert.Equal(t, []int{200, 429, 429, 200, 429, 429, 403}, got)
}

// A block is on an address: others of the account are not shut out.
func TestBlockIsOnAnAddress(t *testing.T) {
	t.Parallel()
	var clock handClock
	server := simulator.NewServer(t, simulator.Config{Now: clock.Now, Limits: simulator.Limits{Reads: 1, Delay: -1, BlockAfter: 1}})
	served, inMemory := newServedCaller(t, server), newCaller(t, server.Simulator)
	assert.Equal(t, 200, served.do(http.MethodGet, cheapRead, "").status)
	assert.Equal(t, 429, served.do(http.MethodGet, cheapRead, "").status)
	assert.Equal(t, 403, served.do(http.MethodGet, cheapRead, "").status)
	clock.pass(time.Minute)
	assert.Equal(t, 403, served.do(http.MethodGet, cheapRead, "").status)
	assert.Equal(t, 200, inMemory.do(http.MethodGet, cheapRead, "").status)
}

func TestWriteBucketsAreTheirOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCaller(t, simulator.New(simulator.Config{Limits: simulator.Limits{BlockAfter: -1}}))
		uid := c.device("device")["uid"].(string)
		warranty := "/v2/device/" + uid + "/warranty"
		byStatus, late := c.flood(130, http.MethodPost, warranty, `{"warrantyDate":null}`)
		assert.Equal(t, map[int]int{200: 100, 429: 30}, byStatus, "facts 4.2")
		assert.Equal(t, 10, late)
		c.void(http.MethodPost, "/v2/device/"+uid+"/udf", `{"udf1":"x"}`)
		assert.Equal(t, 200, c.do(http.MethodGet, cheapRead, "").status)

		// All writes together: 130 and 1 so far. The fields alone might take 600.
		byStatus, _ = c.flood(600, http.MethodPost, "/v2/device/"+uid+"/udf", `{"udf1":"x"}`)
		assert.Equal(t, map[int]int{200: 469, 429: 131}, byStatus)

		rate := c.get("/v2/system/request_rate")
		assert.InDelta(t, 731, rate["accountWriteCount"], 0)
		assert.InDelta(t, 600, rate["accountWriteRateLimit"], 0)
		buckets := rate["operationWriteStatus"].(map[string]any)
		assert.Equal(t, map[string]any{"limit": 100.0, "count": 130.0}, buckets["device-warranty-create"])
		assert.Equal(t, map[string]any{"limit": 600.0, "count": 601.0}, buckets["device-udf-set"])
		assert.Equal(t, map[string]any{"limit": 100.0, "count": 0.0}, buckets["site-create"])
	})
}

// Mute has no window of its own; those with one may be given another limit.
func TestBucketLimitsAsConfigured(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Limits: simulator.Limits{Delay: -1, Operations: map[string]int{"site-create": 1}}}))
	assert.Equal(t, 200, c.do(http.MethodPut, "/v2/site", `{"name":"first of two"}`).status)
	assert.Equal(t, 429, c.do(http.MethodPut, "/v2/site", `{"name":"second of two"}`).status)
	assert.Len(t, c.rows("/v2/account/sites?siteName=of+two", "sites"), 1, "what is refused is not done")
	alert := c.rows("/v2/account/alerts/open", "alerts")[0]["alertUid"].(string)
	for range 150 {
		require.Equal(t, 200, c.do(http.MethodPost, "/v2/alert/"+alert+"/mute", "").status)
	}
}

func TestRequestRate(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	rate := c.get("/v2/system/request_rate")
	assert.InDelta(t, 60, rate["slidingTimeWindowSizeSeconds"], 0)
	assert.InDelta(t, 600, rate["accountRateLimit"], 0)
	assert.InDelta(t, 0.9, rate["accountCutOffRatio"], 0)
	assert.InDelta(t, 1, rate["accountCount"], 0, "facts 4.1: asking costs one read")
	assert.Regexp(t, `^[a-z0-9]{8}$`, rate["accountUid"], "facts 4.1: a code, no UUID")
	assert.Len(t, rate["operationWriteStatus"], 16, "facts 4.2")

	key, secret := sim.Credentials()
	c.askToken(key, secret)
	c.do(http.MethodGet, "/v2/system/status", "")
	c.do(http.MethodPut, "/v2/site", `{"name":"a write"}`)
	assert.InDelta(t, 2, c.get("/v2/system/request_rate")["accountCount"], 0, "tokens, the status and writes are no reads")
	c.do(http.MethodGet, "/v2/device/no-such-device", "")
	c.do(http.MethodGet, "/v2/no/such/path", "")
	assert.InDelta(t, 5, c.get("/v2/system/request_rate")["accountCount"], 0, "facts 4.1: errors count")
}

func TestShortRequestRate(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Limits: simulator.Limits{ShortStatus: true}}))
	rate := c.get("/v2/system/request_rate")
	assert.Len(t, rate, 5, "facts 4.1: older accounts lack the write members")
	assert.Contains(t, rate, "accountCount")
	assert.NotContains(t, rate, "accountWriteCount")
	assert.NotContains(t, rate, "operationWriteStatus")
}

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	for form, want := range map[simulator.RetryAfterForm]string{
		simulator.RetryAfterAbsent:  "",
		simulator.RetryAfterSeconds: "60",
		simulator.RetryAfterDate:    epoch.Add(time.Minute).Format(http.TimeFormat),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			var clock handClock
			c := newCaller(t, simulator.New(simulator.Config{Now: clock.Now, Limits: simulator.Limits{Reads: 1, Delay: -1, RetryAfter: form}}))
			c.do(http.MethodGet, cheapRead, "")
			r := c.do(http.MethodGet, cheapRead, "")
			require.Equal(t, http.StatusTooManyRequests, r.status)
			assert.Equal(t, want, r.header.Get("Retry-After"))
			assert.Equal(t, "Too Many Requests", r.object(t)["error"])
		})
	}
}

func TestLimitsOff(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{Limits: simulator.Limits{Off: true}}))
	for range 700 {
		require.Equal(t, http.StatusOK, c.do(http.MethodGet, cheapRead, "").status)
	}
	assert.InDelta(t, 701, c.get("/v2/system/request_rate")["accountCount"], 0, "they count all the same")
}
