package datto_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

const waitJob, waitDevice = "job-1", "device-1"

// scriptJob answers the looks at a job's results with states in turn, the last one
// over and over; "404" is no answer yet. It answers the job itself with status.
func scriptJob(w *simWorld, status string, states ...string) (looks *int) {
	looks = new(int)
	w.wire.intercept(func(req *http.Request) *simReply {
		switch {
		case strings.HasSuffix(req.URL.Path, "/results/"+waitDevice):
			state := states[min(*looks, len(states)-1)]
			*looks++
			if state == "404" {
				return simAnswer(http.StatusNotFound, "application/json", `{"status":404,"error":"Not Found"}`)
			}
			return simAnswer(http.StatusOK, "application/json", `{"jobDeploymentStatus":"`+state+`"}`)
		case strings.HasSuffix(req.URL.Path, "/job/"+waitJob):
			return simAnswer(http.StatusOK, "application/json", `{"uid":"`+waitJob+`","status":"`+status+`"}`)
		}
		return nil
	})
	return looks
}

func TestWaitLooksLessAndLessOften(t *testing.T) {
	simRun(t, simulator.Config{}, func(w *simWorld) {
		looks := scriptJob(w, "active", "Pending", "Running", "Running", "Warning")
		start := time.Now()
		var told []datto.JobDeploymentStatus
		outcome, err := w.client.Jobs.Wait(w.t.Context(), waitJob, waitDevice, &datto.WaitOptions{
			Interval: 2 * time.Second, MaxInterval: 4 * time.Second,
			Progress: func(r datto.JobResults) { told = append(told, r.JobDeploymentStatus) },
		})
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, 4, *looks)
		assert.Equal(w.t, 2*time.Second+3*time.Second+4*time.Second, time.Since(start))
		assert.Equal(w.t, []datto.JobDeploymentStatus{"Pending", "Running", "Running", "Warning"}, told)
		assert.True(w.t, outcome.Succeeded(), "a warning is no failure")
	})
}

// Results that are not there yet belong to a job that was just made; later they are
// an error.
func TestWaitForResultsThatAreNotThereYet(t *testing.T) {
	simRun(t, simulator.Config{}, func(w *simWorld) {
		scriptJob(w, "active", "404", "404", "Success")
		outcome, err := w.client.Jobs.Wait(w.t.Context(), waitJob, waitDevice, nil)
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, datto.JobDeploymentStatusSuccess, outcome.Results.JobDeploymentStatus)

		scriptJob(w, "active", "404")
		start := time.Now()
		outcome, err = w.client.Jobs.Wait(w.t.Context(), waitJob, waitDevice, nil)
		require.ErrorIs(w.t, w.note(err), datto.ErrNotFound)
		assert.Equal(w.t, waitJob, outcome.JobUID, "what is known comes with the error")
		assert.Greater(w.t, time.Since(start), 30*time.Second)
		assert.Less(w.t, time.Since(start), 2*time.Minute)

		scriptJob(w, "active", "Running", "404")
		_, err = w.client.Jobs.Wait(w.t.Context(), waitJob, waitDevice, nil)
		require.ErrorIs(w.t, w.note(err), datto.ErrNotFound, "results that were there are gone")
	})
}

// A status that a later build adds is an end only when the job says so.
func TestWaitAsksTheJobAboutAnUnknownStatus(t *testing.T) {
	simRun(t, simulator.Config{}, func(w *simWorld) {
		looks := scriptJob(w, "active", "Queued", "Queued", "Failure")
		outcome, err := w.client.Jobs.Wait(w.t.Context(), waitJob, waitDevice, nil)
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, 3, *looks)
		assert.False(w.t, outcome.Succeeded())

		looks = scriptJob(w, "completed", "Skipped")
		_, err = w.client.Jobs.Wait(w.t.Context(), waitJob, waitDevice, nil)
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, 1, *looks)
	})
}

func TestWaitEndsWithTheContext(t *testing.T) {
	simRun(t, simulator.Config{}, func(w *simWorld) {
		scriptJob(w, "active", "Running")
		ctx, cancel := context.WithTimeout(w.t.Context(), time.Hour)
		defer cancel()
		outcome, err := w.client.Jobs.Wait(ctx, waitJob, waitDevice, nil)
		require.ErrorIs(w.t, w.note(err), context.DeadlineExceeded)
		assert.Equal(w.t, datto.JobDeploymentStatusRunning, outcome.Results.JobDeploymentStatus)
	})
}
