package datto_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// simFar makes each answer take some time, as it does on a real network, so that
// calls of several programs mix.
func simFar(w *simWorld, latency time.Duration) {
	w.wire.intercept(func(req *http.Request) *simReply {
		select {
		case <-time.After(latency):
		case <-req.Context().Done():
		}
		return nil
	})
}

// troubled is the span of time in which answers were refused or held back.
func troubled(w *simWorld) (span time.Duration, answers int) {
	var first, last time.Time
	for _, a := range simEvents[datto.Attempt](w) {
		if a.Duration < time.Second && a.StatusCode != http.StatusTooManyRequests {
			continue
		}
		if answers++; first.IsZero() || a.Start.Before(first) {
			first = a.Start
		}
		if a.Start.After(last) {
			last = a.Start
		}
	}
	return last.Sub(first), answers
}

// A burst of somebody else costs a client that uses all there is, or all that a
// steady consumer leaves, at most one window of trouble, whenever it comes.
func TestBurstOfOthersCostsOneWindow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		steady time.Duration // pace of the other consumer before its burst, zero for none
		burst  int
		calls  int
	}{
		"alone before":           {0, 200, 3000},
		"beside a steady reader": {time.Minute / 270, 100, 1500},
	} {
		for _, at := range []time.Duration{122 * time.Second, 124 * time.Second, 126 * time.Second, 150 * time.Second} {
			t.Run(name+" "+at.String(), func(t *testing.T) {
				t.Parallel()
				simRun(t, simulator.Config{Limits: simulator.Limits{BlockAfter: -1}}, func(w *simWorld) {
					other := newSimNeighbour(w)
					simFar(w, 200*time.Millisecond)
					ctx, stop := context.WithCancel(w.t.Context())
					var group sync.WaitGroup
					if c.steady > 0 {
						group.Go(func() { other.read(ctx, c.steady) })
						simWait(w.t, 2*time.Minute)
					}
					group.Go(func() {
						simWait(w.t, at)
						for range c.burst {
							other.once(w.t.Context())
						}
					})
					took := simRepeat(w, c.calls, 16, w.readAccount)
					stop()
					group.Wait()
					span, answers := troubled(w)
					w.t.Logf("%d calls took %v, %d answers refused or held back within %v", c.calls, took, answers, span)
					// A batch of calls takes some seconds to get through, and one that is refused
					// at its end comes again a window later, into the last of the delays.
					assert.LessOrEqual(w.t, span, time.Minute+10*time.Second)
					require.Less(w.t, answers, 120)
				})
			})
		}
	}
}
