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

// sink is a response writer that copies what it gets into one place, as a
// connection would, and sends it nowhere.
type sink struct {
	header http.Header
	status int
	room   []byte
}

func (s *sink) Header() http.Header { return s.header }

func (s *sink) WriteHeader(status int) { s.status = status }

func (s *sink) Write(p []byte) (int, error) {
	s.room = append(s.room[:0], p...)
	return len(p), nil
}

// spend runs a handler n times and returns how long that took.
func spend(b *testing.B, w *sink, handler http.Handler, req *http.Request, n int) time.Duration {
	b.Helper()
	began := time.Now()
	for range n {
		clear(w.header)
		handler.ServeHTTP(w, req)
		if w.status != http.StatusOK && w.status != 0 {
			b.Fatalf("status %d", w.status)
		}
	}
	return time.Since(began)
}

// preRendered returns a handler that sends the bytes that another one sends
// for a request.
func preRendered(handler http.Handler, req *http.Request) http.Handler {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, req)
	body := recorder.Body.Bytes()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	})
}

// benchmarkRequest measures a request against an empty handler and against one
// that has the same bytes ready, turn and turn about in one run: the machine's
// mood meets all three alike. A ratio of 3 means three times as long.
func benchmarkRequest(b *testing.B, path string) {
	b.Helper()
	sim := simulator.New(simulator.Config{Devices: 5_000, Seed: 7, Limits: simulator.Limits{Off: true}})
	req := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	req.Header.Set("Authorization", "Bearer "+newCaller(b, sim).token)
	empty := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	ready := preRendered(sim, req)

	var simulated, nothing, prepared time.Duration
	const turn = 16
	requests := 0
	w := &sink{header: make(http.Header)}
	b.ReportAllocs()
	for b.Loop() {
		simulated += spend(b, w, sim, req, turn)
		nothing += spend(b, w, empty, req, turn)
		prepared += spend(b, w, ready, req, turn)
		requests += turn
	}
	b.ReportMetric(0, "ns/op") // a turn of three handlers says nothing
	b.ReportMetric(float64(requests)/simulated.Seconds(), "req/s")
	b.ReportMetric(float64(simulated)/float64(nothing), "x-empty")
	b.ReportMetric(float64(simulated)/float64(prepared), "x-prerendered")
}

func BenchmarkSmallRequest(b *testing.B) { benchmarkRequest(b, "/api/v2/system/pagination") }

func BenchmarkDevicePage(b *testing.B) { benchmarkRequest(b, "/api/v2/account/devices?page=3") }

// BenchmarkServedDevicePage measures a full page over loopback, beside the same
// bytes sent by a handler that has them ready.
func BenchmarkServedDevicePage(b *testing.B) {
	sim := simulator.New(simulator.Config{Devices: 5_000, Seed: 7, Limits: simulator.Limits{Off: true}})
	token := newCaller(b, sim).token
	measure := func(handler http.Handler) func() time.Duration {
		server := httptest.NewServer(handler)
		b.Cleanup(server.Close)
		client := server.Client()
		return func() time.Duration {
			began := time.Now()
			req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+"/api/v2/account/devices?page=3", http.NoBody)
			require.NoError(b, err)
			req.Header.Set("Authorization", "Bearer "+token)
			req.Header.Set("Accept-Encoding", "identity")
			res, err := client.Do(req)
			require.NoError(b, err)
			_, err = io.Copy(io.Discard, res.Body)
			require.NoError(b, err)
			require.NoError(b, res.Body.Close())
			return time.Since(began)
		}
	}
	req := httptest.NewRequest(http.MethodGet, "/api/v2/account/devices?page=3", http.NoBody)
	req.Header.Set("Authorization", "Bearer "+token)
	simulatedPage, readyPage := measure(sim), measure(preRendered(sim, req))
	var simulated, prepared time.Duration
	for b.Loop() {
		simulated += simulatedPage()
		prepared += readyPage()
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(b.N)/simulated.Seconds(), "pages/s")
	b.ReportMetric(float64(simulated)/float64(prepared), "x-prerendered")
}

func BenchmarkNew100k(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		simulator.New(simulator.Config{Devices: 100_000, Seed: 7})
	}
}
