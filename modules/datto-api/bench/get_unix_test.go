//go:build unix

package bench

import (
	"io"
	"net/http"
	"runtime"
	"syscall"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// BenchmarkGet compares one Devices.Get with bare net/http and the same decoder, over a real connection to a server in this
// process, in alternating batches. The ratio is of the processor time of the whole process, the server's part included in both.
func BenchmarkGet(b *testing.B) {
	const batch = 200
	server := simulator.NewServer(b, simulator.Config{Seed: 3, Limits: simulator.Limits{Reads: 1_000_000_000}})
	var credentials datto.Credentials
	credentials.APIKey, credentials.APISecret = server.Credentials()
	client, err := datto.NewClient("", credentials, datto.WithBaseURL(server.BaseURL))
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	page, err := client.Devices.List(b.Context(), &datto.DeviceListOptions{PageSize: 1})
	if err != nil {
		b.Fatal(err)
	}
	token, err := client.EnsureToken(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	uid := page.Items[0].UID
	bareClient := &http.Client{}
	defer bareClient.CloseIdleConnections()
	ours := func() {
		if _, err := client.Devices.Get(b.Context(), uid); err != nil {
			b.Fatal(err)
		}
	}
	bare := func() { bareGet(b, bareClient, server.BaseURL+"/v2/device/"+uid, token) }
	var ourCost, bareCost cost
	for b.Loop() {
		bareCost.add(measure(batch, bare))
		ourCost.add(measure(batch, ours))
	}
	calls := float64(b.N * batch)
	b.ReportMetric(ourCost.cpu/bareCost.cpu, "cpu-ratio")
	b.ReportMetric((ourCost.allocations-bareCost.allocations)/calls, "more-allocs")
	b.ReportMetric(ourCost.cpu/calls*1e6, "get-cpu-us")
	b.ReportMetric(bareCost.cpu/calls*1e6, "bare-cpu-us")
	b.ReportMetric(0, "ns/op")
}

func bareGet(b *testing.B, client *http.Client, url, token string) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/json")
	response, err := client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		b.Fatal(err)
	}
	var device datto.Device
	if err := json.Unmarshal(body, &device, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		b.Fatal(err)
	}
}

// cost is what some calls took.
type cost struct{ cpu, allocations float64 }

func (c *cost) add(more cost) {
	c.cpu += more.cpu
	c.allocations += more.allocations
}

func measure(times int, call func()) cost {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	for range times {
		call()
	}
	end := processorTime()
	runtime.ReadMemStats(&after)
	return cost{cpu: end - start, allocations: float64(after.Mallocs - before.Mallocs)}
}

// processorTime is the time that this process has spent computing, in seconds.
func processorTime() float64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}
