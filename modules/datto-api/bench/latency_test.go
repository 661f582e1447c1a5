package bench

import (
	"net/http"
	"testing"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// BenchmarkReadAhead walks 100 pages, each 400 ms away, one page after another and with eight under way.
func BenchmarkReadAhead(b *testing.B) {
	const pages, rows, latency = 100, 2, 400 * time.Millisecond
	var alone, ahead time.Duration
	for b.Loop() {
		alone += timeWalk(b, pages*rows, rows, 1, latency)
		ahead += timeWalk(b, pages*rows, rows, 8, latency)
	}
	b.ReportMetric(alone.Seconds()/float64(b.N), "one-by-one-s")
	b.ReportMetric(ahead.Seconds()/float64(b.N), "eight-ahead-s")
	b.ReportMetric(alone.Seconds()/ahead.Seconds(), "times-faster")
	b.ReportMetric(0, "ns/op")
}

// far is a network with a round trip as long as given.
type far struct {
	next    http.RoundTripper
	latency time.Duration
}

func (f far) RoundTrip(request *http.Request) (*http.Response, error) {
	timer := time.NewTimer(f.latency)
	defer timer.Stop()
	select {
	case <-timer.C:
		return f.next.RoundTrip(request)
	case <-request.Context().Done():
		return nil, request.Context().Err()
	}
}

func timeWalk(b *testing.B, devices, rows, ahead int, latency time.Duration) time.Duration {
	b.Helper()
	sim := simulator.New(simulator.Config{Devices: devices})
	client := newClient(b, sim, far{next: sim.Transport(), latency: latency}, datto.WithReadAhead(ahead))
	if _, err := client.EnsureToken(b.Context()); err != nil {
		b.Fatal(err)
	}
	start, got := time.Now(), 0
	for _, err := range client.Devices.All(b.Context(), &datto.DeviceListOptions{PageSize: rows}) {
		if err != nil {
			b.Fatal(err)
		}
		got++
	}
	if got != devices {
		b.Fatalf("%d devices of %d", got, devices)
	}
	return time.Since(start)
}

func newClient(b *testing.B, sim *simulator.Simulator, transport http.RoundTripper, options ...datto.Option) *datto.Client {
	b.Helper()
	var credentials datto.Credentials
	credentials.APIKey, credentials.APISecret = sim.Credentials()
	client, err := datto.NewClient(datto.Merlot, credentials, append(options, datto.WithHTTPClient(&http.Client{Transport: transport}))...)
	if err != nil {
		b.Fatal(err)
	}
	return client
}
