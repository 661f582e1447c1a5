package simulator_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// handClock is a clock that moves when it is told to. It is safe for
// concurrent use.
type handClock struct{ passed atomic.Int64 }

// epoch is where hand clocks start; any moment would do.
var epoch = time.Date(2026, time.October, 5, 8, 30, 0, 0, time.UTC)

func (c *handClock) Now() time.Time { return epoch.Add(time.Duration(c.passed.Load())) }

func (c *handClock) pass(d time.Duration) { c.passed.Add(int64(d)) }

func TestTimeScaleShortensWaitsAndWindows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := simulator.New(simulator.Config{
			TimeScale: 10,
			Limits:    simulator.Limits{Reads: 1},
			Faults:    []simulator.Fault{{Kind: simulator.FaultDelay, Wait: 20 * time.Second, Times: 1}},
		})
		c := newCaller(t, sim)
		began := time.Now()
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/system/pagination", "").status)
		// The delay of the fault, and that of a window that is full.
		assert.Equal(t, 2100*time.Millisecond, time.Since(began))
		assert.Equal(t, http.StatusTooManyRequests, c.do(http.MethodGet, "/v2/system/pagination", "").status)
		bubbleWait(6 * time.Second)
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/system/pagination", "").status, "a minute of simulated time is over")
	})
}

// bubbleWait lets time pass in a bubble, where it is fake and takes none.
func bubbleWait(d time.Duration) { <-time.After(d) }

// standing is a clock that stands still, for tests that compare what was read
// twice: devices check in, and a row changes.
func standing() time.Time { return epoch }
