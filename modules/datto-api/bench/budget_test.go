package bench

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

const (
	window = 6 * time.Second // the account's 60 s, ten times as fast
	limit  = 600
	mark   = 540 // from here on answers are delayed
	reads  = 2000
	delay  = 500 * time.Millisecond // of an answer above the mark
)

// BenchmarkBudget makes 2,000 reads as fast as the client lets it, against windows of 600 requests in 6 seconds, first alone
// and then beside somebody who was there before and takes half. The share is, of the windows that are
// over, of the calls that fit below the mark at which the
// server begins to delay, less those of the other; there must be no refusal and no delayed answer.
func BenchmarkBudget(b *testing.B) {
	b.Run("alone", func(b *testing.B) { measureBudget(b, 0) })
	b.Run("beside-another", func(b *testing.B) { measureBudget(b, mark/2) })
}

func measureBudget(b *testing.B, others int) {
	b.Helper()
	for b.Loop() {
		sim := simulator.New(simulator.Config{Limits: simulator.Limits{Window: window, Delay: delay}})
		seen := &observer{next: sim.Transport()}
		other := newClient(b, sim, sim.Transport())
		token, err := other.EnsureToken(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		stop := make(chan struct{})
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			consume(b, sim, token, others, stop)
		}()
		if others > 0 {
			pause(window) // The other was there first.
		}
		client := newClient(b, sim, seen)
		// The client has to look once before it knows how long the windows are; from then on its time counts.
		for range 60 {
			if _, err := client.System.GetPagination(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		pause(window)
		seen.reset()
		start, inWindows := time.Now(), make([]int, 100)
		for range reads {
			if _, err := client.System.GetPagination(b.Context()); err != nil {
				b.Fatal(err)
			}
			inWindows[time.Since(start)/window]++
		}
		took := time.Since(start)
		close(stop)
		<-stopped
		// The last window is not over when the last call is made, and says nothing.
		whole := int(took / window)
		made := 0
		for _, n := range inWindows[:whole] {
			made += n
		}
		b.ReportMetric(took.Seconds(), "s")
		b.ReportMetric(float64(made)/float64(whole*(mark-others))*100, "%-of-budget")
		b.ReportMetric(float64(seen.refused.Load()), "refused")
		b.ReportMetric(float64(seen.delayed.Load()), "delayed")
	}
	b.ReportMetric(0, "ns/op")
}

func pause(d time.Duration) { <-time.After(d) }

// observer counts what the server makes of the requests.
type observer struct {
	next             http.RoundTripper
	refused, delayed atomic.Int64
}

func (o *observer) reset() {
	o.refused.Store(0)
	o.delayed.Store(0)
}

func (o *observer) RoundTrip(request *http.Request) (*http.Response, error) {
	start := time.Now()
	response, err := o.next.RoundTrip(request)
	if time.Since(start) >= delay {
		o.delayed.Add(1)
	}
	if response != nil && response.StatusCode == http.StatusTooManyRequests {
		o.refused.Add(1)
	}
	return response, err
}

// consume makes so many reads a window, evenly, as somebody else who uses the account.
func consume(b *testing.B, sim *simulator.Simulator, token string, perWindow int, stop <-chan struct{}) {
	b.Helper()
	if perWindow == 0 {
		<-stop
		return
	}
	var group sync.WaitGroup
	defer group.Wait()
	ticker := time.NewTicker(window / time.Duration(perWindow))
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		// An answer that is held back does not hold the next request back.
		group.Go(func() { spend(b, sim, token) })
	}
}

func spend(b *testing.B, sim *simulator.Simulator, token string) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "https://merlot-api.centrastage.net/api/v2/system/pagination", http.NoBody)
	if err != nil {
		b.Error(err)
		return
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := sim.Transport().RoundTrip(request)
	if err != nil {
		b.Error(err)
		return
	}
	if err := response.Body.Close(); err != nil {
		b.Error(err)
	}
}
