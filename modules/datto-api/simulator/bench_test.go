package simulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// BenchmarkSmallRequests and BenchmarkDevicePages compare the simulator with
// an empty handler and with one that has the same bytes ready, all on loopback
// and in turns, so that a busy machine slows all three. The ratios say how
// many times as long the simulator takes.

func BenchmarkSmallRequests(b *testing.B) { compare(b, "/v2/system/pagination") }

func BenchmarkSingleDevices(b *testing.B) { compare(b, "") }

func BenchmarkDevicePages(b *testing.B) { compare(b, "/v2/account/devices?page=3") }

// compare reads a path of the API, or a device when there is none.
func compare(b *testing.B, path string) {
	b.Helper()
	server := simulator.NewServer(b, simulator.Config{Devices: 5_000, Limits: simulator.Limits{Off: true}})
	c := newServedCaller(b, server)
	if path == "" {
		path = "/v2/device/" + c.rows("/v2/account/devices?max=1", "devices")[0]["uid"].(string)
	}
	r := c.do(http.MethodGet, path, "")
	require.Equal(b, http.StatusOK, r.status)
	ready := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(r.body) // the benchmark fails at the reading end
	}))
	b.Cleanup(ready.Close)
	empty := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	b.Cleanup(empty.Close)

	time1 := func(origin string) time.Duration {
		req := c.request(http.MethodGet, "/api"+path, "")
		req.URL.Host = origin[len("http://"):]
		began := time.Now()
		res, err := c.http.Do(req)
		require.NoError(b, err)
		_, err = io.Copy(io.Discard, res.Body)
		require.NoError(b, err)
		require.NoError(b, res.Body.Close())
		return time.Since(began)
	}
	var simulated, rendered, nothing time.Duration
	for b.Loop() {
		simulated += time1(server.URL)
		rendered += time1(ready.URL)
		nothing += time1(empty.URL)
	}
	b.SetBytes(int64(len(r.body)))
	b.ReportMetric(float64(b.N)/simulated.Seconds(), "answers/s")
	b.ReportMetric(float64(simulated)/float64(rendered), "x-prerendered")
	b.ReportMetric(float64(simulated)/float64(nothing), "x-empty")
	b.ReportMetric(0, "ns/op") // three requests together: no figure of interest
}

// BenchmarkRender measures the simulator alone, with no network.
func BenchmarkRender(b *testing.B) {
	sim := simulator.New(simulator.Config{Devices: 100_000, Limits: simulator.Limits{Off: true}})
	c := newCaller(b, sim)
	for name, path := range map[string]string{
		"device page": "/api/v2/account/devices?page=200", "site page": "/api/v2/account/sites?page=2", "alert page": "/api/v2/account/alerts/open?page=20",
		"filtered page": "/api/v2/account/devices?hostname=DC", "activity page": "/api/v2/activity-logs?size=250",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				res, err := c.http.Do(c.request(http.MethodGet, path, ""))
				require.NoError(b, err)
				n, err := io.Copy(io.Discard, res.Body)
				require.NoError(b, err)
				require.NoError(b, res.Body.Close())
				b.SetBytes(n)
			}
		})
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		simulator.New(simulator.Config{Devices: 100_000})
	}
}

// TestLargeFleetIsCheap walks 100,000 devices, half a gigabyte of JSON, and
// looks at what is left in memory on the way.
func TestLargeFleetIsCheap(t *testing.T) {
	const devices = 100_000
	began := time.Now()
	sim := simulator.New(simulator.Config{Devices: devices, Limits: simulator.Limits{Off: true}})
	assert.Less(t, time.Since(began), 2*time.Second)

	c := newCaller(t, sim)
	heap := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	var before, most uint64
	var total int64
	for page := range devices / 250 {
		res, err := c.http.Do(c.request(http.MethodGet, "/api/v2/account/devices?page="+strconv.Itoa(page), ""))
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, res.StatusCode)
		n, err := io.Copy(io.Discard, res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		total += n
		if page == 20 {
			before = heap()
		}
		if page%50 == 49 {
			most = max(most, heap())
		}
	}
	assert.Greater(t, total, int64(500<<20))
	assert.Less(t, most, before+4<<20, "memory grows with what was served")
}
