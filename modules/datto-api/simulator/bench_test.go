package simulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// answers returns a function that makes one request of a handler on loopback
// and tells how long its answer took.
func answers(b *testing.B, handler http.Handler, path, token string) func() time.Duration {
	b.Helper()
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+path, http.NoBody)
	require.NoError(b, err)
	req.Header.Set("Authorization", "Bearer "+token)
	client := server.Client()
	return func() time.Duration {
		began := time.Now()
		res, err := client.Do(req)
		require.NoError(b, err)
		_, err = io.Copy(io.Discard, res.Body)
		require.NoError(b, err)
		require.NoError(b, res.Body.Close())
		require.Equal(b, http.StatusOK, res.StatusCode)
		return time.Since(began)
	}
}

// compare measures a request of the simulator beside those of an empty handler
// and of one that has the same bytes ready. They take turns, so that the
// machine's mood meets all three alike. A ratio of 2 means twice as long.
func compare(b *testing.B, path string) {
	b.Helper()
	sim := simulator.New(simulator.Config{Devices: 5_000, Seed: 7, Limits: simulator.Limits{Off: true}})
	c := newCaller(b, sim)
	body := c.send(c.request(http.MethodGet, path, "")).body
	simulated := answers(b, sim, path, c.token)
	nothing := answers(b, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), path, c.token)
	ready := answers(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // the benchmark fails at the reading end
	}), path, c.token)

	var tookSimulated, tookNothing, tookReady time.Duration
	for b.Loop() {
		tookSimulated += simulated()
		tookNothing += nothing()
		tookReady += ready()
	}
	b.ReportMetric(0, "ns/op") // three requests together: no figure of interest
	b.ReportMetric(float64(b.N)/tookSimulated.Seconds(), "answers/s")
	b.ReportMetric(float64(tookSimulated)/float64(tookNothing), "x-empty")
	b.ReportMetric(float64(tookSimulated)/float64(tookReady), "x-prerendered")
}

func BenchmarkSmallRequest(b *testing.B) { compare(b, "/api/v2/system/pagination") }

func BenchmarkDevicePage(b *testing.B) { compare(b, "/api/v2/account/devices?page=3") }

// BenchmarkRender measures kinds of answer in memory, from a big fleet.
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
				b.SetBytes(int64(len(c.send(c.request(http.MethodGet, path, "")).body)))
			}
		})
	}
}

// BenchmarkNew100k measures the start of a big fleet, which must stay far
// below two seconds.
func BenchmarkNew100k(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		simulator.New(simulator.Config{Devices: 100_000, Seed: 7})
	}
}
