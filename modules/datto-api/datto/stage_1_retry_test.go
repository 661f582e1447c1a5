package datto_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// scriptAccount answers the reads of the account with the given statuses in turn,
// and then lets them pass.
func scriptAccount(w *simWorld, statuses ...int) {
	w.wire.intercept(func(req *http.Request) *simReply {
		if !strings.HasSuffix(req.URL.Path, "/v2/account") || len(statuses) == 0 {
			return nil
		}
		status := statuses[0]
		statuses = statuses[1:]
		return simAnswer(status, "application/json", "{}")
	})
}

// One call can meet the end of two tokens when it waits between attempts; a token
// that is refused as soon as it was given is an error.
func TestTokensThatEndDuringOneCall(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []int
		tokens   int
		fails    bool
	}{
		"one":                           {[]int{401}, 2, false},
		"two with a failure in between": {[]int{401, 503, 401}, 3, false},
		"two in a row":                  {[]int{401, 401}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			simRun(t, simulator.Config{}, func(w *simWorld) {
				scriptAccount(w, c.statuses...)
				_, err := w.client.Account.Get(w.t.Context())
				assert.Equal(w.t, c.tokens, w.sim.CountCalls(simTokenOp))
				if c.fails {
					require.ErrorIs(w.t, w.note(err), datto.ErrUnauthorized)
					return
				}
				require.NoError(w.t, w.note(err))
			})
		})
	}
}

// The job was accepted and its UID is lost: running it again would run it twice.
func TestQuickJobWithoutAnAnswerIsAmbiguous(t *testing.T) {
	simRun(t, simulator.Config{}, func(w *simWorld) {
		uid, job := simDevice(w), simQuickJob(w)
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultEmptyBody, Operation: simQuickJobOp})
		_, err := w.client.Jobs.CreateQuickJob(w.t.Context(), uid, job)
		var ambiguous *datto.AmbiguousError
		require.ErrorAs(w.t, w.note(err), &ambiguous)
		assert.Equal(w.t, 1, w.sim.QuickJobs(uid))
	})
}
