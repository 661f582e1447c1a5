package datto_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// A server that asks for an hour's pause gets it, and nobody hangs for that hour.
func TestLongPauseIsAnErrorForEverybody(t *testing.T) {
	t.Parallel()
	hour := simulator.Limits{Window: time.Hour}
	simRun(t, simulator.Config{Limits: hour}, func(w *simWorld) {
		uid := simDevice(w)
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultTooManySeconds, Operation: simAccountOp})
		start := time.Now()
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				_, err := w.client.Account.Get(w.t.Context())
				api, ok := errors.AsType[*datto.APIError](w.note(err))
				if assert.True(w.t, ok, "%v", err) {
					assert.Equal(w.t, http.StatusTooManyRequests, api.StatusCode)
					assert.InDelta(w.t, time.Hour, api.RetryAfter, float64(time.Minute))
				}
			})
		}
		group.Wait()
		sent := len(w.wire.requests())
		_, err := w.client.Users.List(w.t.Context(), nil)
		require.ErrorIs(w.t, w.note(err), datto.ErrRateLimited)
		assert.Less(w.t, time.Since(start), time.Second)
		assert.Len(w.t, w.wire.requests(), sent, "nothing is sent in the pause")
		assert.WithinDuration(w.t, start.Add(time.Hour), w.client.Limits().Reads.ResumesAt, time.Minute)

		require.NoError(w.t, w.note(w.client.Devices.SetWarranty(w.t.Context(), uid, datto.Date{})),
			"writes have windows of their own")
	})
}
