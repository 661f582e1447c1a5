package datto_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// Calls that come all at once must not fill the window before the server was asked
// how much of it others have taken.
func TestCallsAtOnceWaitForTheFirstLook(t *testing.T) {
	slow := simulator.Fault{Kind: simulator.FaultDelay, Operation: simRateOp, Times: 1, Wait: 5 * time.Second}
	simRun(t, simulator.Config{Faults: []simulator.Fault{slow}}, func(w *simWorld) {
		start := time.Now()
		var group sync.WaitGroup
		for range 400 {
			group.Go(func() {
				_, err := w.client.Account.Get(w.t.Context())
				assert.NoError(w.t, w.note(err))
			})
		}
		group.Wait()
		early := 0
		for _, r := range w.wire.requests() {
			if r.path == "/api/v2/account" && r.at.Sub(start) < 5*time.Second {
				early++
			}
		}
		// The look itself may or may not be among the hundred.
		assert.Contains(w.t, []int{99, 100}, early, "reads before the server has answered")
		assert.Less(w.t, time.Since(start), 10*time.Second, "the others follow at once")
	})
}

// A look that fails does not hold anybody up.
func TestFailedFirstLookLetsCallsPass(t *testing.T) {
	broken := simulator.Fault{Kind: simulator.FaultServerError, Operation: simRateOp}
	simRun(t, simulator.Config{Faults: []simulator.Fault{broken}}, func(w *simWorld) {
		start := time.Now()
		var group sync.WaitGroup
		for range 300 {
			group.Go(func() {
				_, err := w.client.Account.Get(w.t.Context())
				assert.NoError(w.t, w.note(err))
			})
		}
		group.Wait()
		assert.Less(w.t, time.Since(start), time.Minute)
		require.NotZero(w.t, w.sim.CountCalls(simRateOp))
		assert.Zero(w.t, w.client.Limits().Calibrated)
	})
}
