package datto_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// simTroubles counts the answers that were refused with 429 and those that the
// server held back.
func simTroubles(w *simWorld) (refused, delayed int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.events {
		a, ok := e.(datto.Attempt)
		switch {
		case !ok:
		case a.StatusCode == http.StatusTooManyRequests:
			refused++
		case a.Duration >= time.Second:
			delayed++
		}
	}
	return refused, delayed
}

// simRepeat makes n calls, so many at a time, and returns how long they took.
func simRepeat(w *simWorld, n, workers int, call func(i int) error) time.Duration {
	w.t.Helper()
	start := time.Now()
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || !assert.NoError(w.t, call(i)) {
					return
				}
			}
		})
	}
	group.Wait()
	return time.Since(start)
}

func (w *simWorld) readAccount(int) error {
	_, err := w.client.Account.Get(w.t.Context())
	return err
}

// The server allows 600 reads a minute and delays answers above 540 of them.
func TestManyReadsAreNeitherRefusedNorDelayed(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 16, 64} {
		simRun(t, simulator.Config{}, func(w *simWorld) {
			took := simRepeat(w, 2000, workers, w.readAccount)
			refused, delayed := simTroubles(w)
			assert.Zero(w.t, refused)
			assert.Zero(w.t, delayed)
			// 540 at once, and three times 540 a minute later.
			assert.GreaterOrEqual(w.t, took, 3*time.Minute)
			assert.LessOrEqual(w.t, took, 3*time.Minute+5*time.Second)
			asked := w.sim.CountCalls(simRateOp)
			assert.Positive(w.t, asked)
			assert.LessOrEqual(w.t, asked, 2000/50, "calibration costs at most 2 % of the reads")
		})
	}
}

func TestIdleClientAsksNothing(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		for range 20 {
			require.NoError(w.t, w.readAccount(0))
			simWait(w.t, 5*time.Minute)
		}
		assert.Zero(w.t, w.sim.CountCalls(simRateOp))
	})
}

func TestBudgetLeavesRoomForOthers(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		took := simRepeat(w, 1000, 16, w.readAccount)
		assert.GreaterOrEqual(w.t, took, 3*time.Minute)
		assert.LessOrEqual(w.t, took, 3*time.Minute+5*time.Second)
		most := 0
		calls := w.sim.Calls()
		for i, j := 0, 0; i < len(calls); i++ {
			for calls[i].At.Sub(calls[j].At) >= time.Minute {
				j++
			}
			most = max(most, i-j+1)
		}
		assert.LessOrEqual(w.t, most, 270+2, "token and calibration aside")
		assert.GreaterOrEqual(w.t, most, 260)
		assert.LessOrEqual(w.t, w.client.Limits().Reads.Allowed, 270)
	}, datto.WithBudget(0.5))
}

// A consumer that was there first and steadily takes half of the budget keeps it.
func TestOtherConsumersAreRespected(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		other := newSimNeighbour(w)
		ctx, stop := context.WithCancel(w.t.Context())
		var neighbour sync.WaitGroup
		neighbour.Go(func() { other.read(ctx, time.Minute/270) })
		simWait(w.t, 2*time.Minute)
		took := simRepeat(w, 1000, 16, w.readAccount)
		limits := w.client.Limits()
		stop()
		neighbour.Wait()
		refused, delayed := simTroubles(w)
		assert.Zero(w.t, refused)
		assert.Zero(w.t, other.refused.Load())
		w.t.Logf("%d answers delayed, others seen as %d, took %v", delayed, limits.Reads.Others, took)
		assert.LessOrEqual(w.t, delayed, 30)
		assert.InDelta(w.t, 270, limits.Reads.Others, 30)
		// At least 90 % of the 270 a minute that are left.
		assert.LessOrEqual(w.t, took, 1000*time.Minute/243)
	})
}

// simNeighbour is another program that uses the same account.
type simNeighbour struct {
	client  *http.Client
	address string
	token   string
	refused atomic.Int64
	t       *testing.T
}

func newSimNeighbour(w *simWorld) *simNeighbour {
	w.t.Helper()
	token, err := w.client.EnsureToken(w.t.Context())
	require.NoError(w.t, err)
	return &simNeighbour{client: &http.Client{Transport: w.sim.Transport()}, address: w.client.BaseURL() + "/v2/account", token: token, t: w.t}
}

// read reads at a steady pace until ctx ends.
func (n *simNeighbour) read(ctx context.Context, pace time.Duration) {
	var group sync.WaitGroup
	defer group.Wait()
	for ctx.Err() == nil {
		group.Go(func() { n.once(ctx) }) // its pace does not depend on the answers
		select {
		case <-time.After(pace):
		case <-ctx.Done():
		}
	}
}

func (n *simNeighbour) once(ctx context.Context) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.address, http.NoBody)
	if err != nil {
		n.t.Error(err)
		return
	}
	req.Header.Set("Authorization", "Bearer "+n.token)
	res, err := n.client.Do(req)
	if err != nil {
		return
	}
	if res.StatusCode == http.StatusTooManyRequests {
		n.refused.Add(1)
	}
	assert.NoError(n.t, res.Body.Close())
}

func TestLimitsComeFromTheServer(t *testing.T) {
	t.Parallel()
	limits := simulator.Limits{Window: 30 * time.Second, Reads: 120, Writes: 60, CutOff: 0.8, Operations: map[string]int{"device-move": 7}}
	simRun(t, simulator.Config{Limits: limits}, func(w *simWorld) {
		for range 60 {
			require.NoError(w.t, w.readAccount(0))
		}
		got := w.client.Limits()
		assert.Equal(w.t, 30*time.Second, got.WindowSize)
		assert.Equal(w.t, 120, got.Reads.Limit)
		assert.Equal(w.t, 95, got.Reads.Allowed)
		assert.Equal(w.t, 60, got.Writes.Limit)
		assert.Equal(w.t, 7, got.Operations["device-move"].Limit)
		assert.Equal(w.t, 600, got.Operations["device-udf-set"].Limit)
		assert.False(w.t, got.Calibrated.IsZero())
		assert.Zero(w.t, got.Reads.Others)
		took := simRepeat(w, 300, 16, w.readAccount)
		refused, delayed := simTroubles(w)
		assert.Zero(w.t, refused)
		assert.Zero(w.t, delayed)
		assert.LessOrEqual(w.t, took, 2*time.Minute)
	})
}

// Older accounts answer without the figures for writes.
func TestShortRequestRate(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Limits: simulator.Limits{ShortStatus: true}}, func(w *simWorld) {
		uid := simDevice(w)
		simRepeat(w, 700, 16, w.readAccount)
		simRepeat(w, 150, 4, func(int) error { return w.client.Devices.SetUDFs(w.t.Context(), uid, simUDFs(w)) })
		refused, delayed := simTroubles(w)
		assert.Zero(w.t, refused)
		assert.Zero(w.t, delayed)
		got := w.client.Limits()
		assert.False(w.t, got.Calibrated.IsZero())
		assert.Equal(w.t, 600, got.Writes.Limit)
		assert.Equal(w.t, 600, got.Reads.Limit)
	})
}

func TestWriteWindows(t *testing.T) {
	t.Parallel()
	t.Run("100 quick jobs a minute", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			uid, job := simDevice(w), simQuickJob(w)
			took := simRepeat(w, 250, 16, func(int) error {
				_, err := w.client.Jobs.CreateQuickJob(w.t.Context(), uid, job)
				return err
			})
			refused, delayed := simTroubles(w)
			assert.Zero(w.t, refused)
			assert.Zero(w.t, delayed)
			assert.GreaterOrEqual(w.t, took, 2*time.Minute)
			assert.LessOrEqual(w.t, took, 2*time.Minute+5*time.Second)
			assert.Equal(w.t, 250, w.sim.QuickJobs(uid))
		})
	})
	t.Run("600 fields a minute", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			uid := simDevice(w)
			took := simRepeat(w, 1000, 16, func(int) error { return w.client.Devices.SetUDFs(w.t.Context(), uid, simUDFs(w)) })
			refused, delayed := simTroubles(w)
			assert.Zero(w.t, refused)
			assert.Zero(w.t, delayed)
			assert.InDelta(w.t, 60, took.Seconds(), 5)
			used := w.client.Limits()
			assert.Positive(w.t, used.Operations["device-udf-set"].Used)
			assert.Equal(w.t, used.Operations["device-udf-set"].Used, used.Writes.Used)
		})
	})
	t.Run("all writes together", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			uid, job := simDevice(w), simQuickJob(w)
			simRepeat(w, 620, 32, func(i int) error {
				if i%10 == 0 {
					_, err := w.client.Jobs.CreateQuickJob(w.t.Context(), uid, job)
					return err
				}
				return w.client.Devices.SetUDFs(w.t.Context(), uid, simUDFs(w))
			})
			refused, delayed := simTroubles(w)
			assert.Zero(w.t, refused)
			assert.Zero(w.t, delayed)
		})
	})
	t.Run("writes do not wait for reads", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			uid := simDevice(w)
			simRepeat(w, 550, 16, w.readAccount)
			start := time.Now()
			var reader sync.WaitGroup
			reader.Go(func() { simRepeat(w, 100, 4, w.readAccount) })
			synctest.Wait()
			require.NoError(w.t, w.client.Devices.SetUDFs(w.t.Context(), uid, simUDFs(w)))
			assert.Zero(w.t, time.Since(start))
			reader.Wait()
		})
	})
}

func TestBlockStopsEveryCall(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultBlockPage, Operation: simAccountOp, Nth: 3}}}, func(w *simWorld) {
		for range 2 {
			require.NoError(w.t, w.readAccount(0))
		}
		start := time.Now()
		err := w.note(w.readAccount(0))
		require.ErrorIs(w.t, err, datto.ErrBlocked)
		require.NotErrorIs(w.t, err, datto.ErrForbidden)
		api, ok := errors.AsType[*datto.APIError](err)
		require.True(w.t, ok)
		assert.Equal(w.t, start.Add(5*time.Minute), api.RetryAt)
		assert.Equal(w.t, start.Add(5*time.Minute), w.client.Limits().BlockedUntil)
		sent := len(w.wire.requests())
		simWait(w.t, 4*time.Minute)
		require.ErrorIs(w.t, w.note(w.client.Devices.SetUDFs(w.t.Context(), "x", simUDFs(w))), datto.ErrBlocked)
		_, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Len(w.t, errs, 1)
		require.ErrorIs(w.t, errs[0], datto.ErrBlocked)
		_, err = w.client.EnsureToken(w.t.Context())
		require.ErrorIs(w.t, w.note(err), datto.ErrBlocked)
		assert.Len(w.t, w.wire.requests(), sent)
		assert.Equal(w.t, start.Add(4*time.Minute), time.Now(), "at once")
		require.Len(w.t, simEvents[datto.Blocked](w), 1)
		simWait(w.t, time.Minute)
		require.NoError(w.t, w.readAccount(0))
		assert.True(w.t, w.client.Limits().BlockedUntil.IsZero())
	})
}

// Calls that are queued for the budget do not wait for it to hear of the block.
func TestBlockEndsTheQueue(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		simRepeat(w, 500, 16, w.readAccount)
		uid := simDevice(w)
		for w.client.Limits().Reads.Used < w.client.Limits().Reads.Allowed {
			require.NoError(w.t, w.readAccount(0))
		}
		start := time.Now()
		var queue sync.WaitGroup
		for range 5 {
			queue.Go(func() {
				assert.ErrorIs(w.t, w.note(w.readAccount(0)), datto.ErrBlocked)
			})
		}
		synctest.Wait()
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultBlockPage})
		require.ErrorIs(w.t, w.note(w.client.Devices.SetUDFs(w.t.Context(), uid, simUDFs(w))), datto.ErrBlocked)
		queue.Wait()
		assert.Zero(w.t, time.Since(start))
	})
}

// Whoever asks why nothing happens learns until when.
func TestResumesAtIsWhenTheNextRequestIsSent(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		simRepeat(w, 500, 16, w.readAccount)
		assert.True(w.t, w.client.Limits().Reads.ResumesAt.IsZero(), "there is room")
		for w.client.Limits().Reads.Used < w.client.Limits().Reads.Allowed {
			require.NoError(w.t, w.readAccount(0))
		}
		resumes := w.client.Limits().Reads.ResumesAt
		require.Greater(w.t, time.Until(resumes), time.Second)
		require.NoError(w.t, w.readAccount(0))
		last, ok := w.events[len(w.events)-1].(datto.Attempt)
		require.True(w.t, ok)
		assert.WithinDuration(w.t, resumes, last.Start, time.Millisecond)
	})
}

func TestForbiddenIsNoBlock(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultForbidden, Operation: simAccountOp, Nth: 1}}}, func(w *simWorld) {
		err := w.note(w.readAccount(0))
		require.ErrorIs(w.t, err, datto.ErrForbidden)
		require.NotErrorIs(w.t, err, datto.ErrBlocked)
		require.NoError(w.t, w.readAccount(0))
		assert.True(w.t, w.client.Limits().BlockedUntil.IsZero())
	})
}

// A 403 that says nothing is a block when it follows a 429, and no permission
// otherwise.
func TestForbiddenWithoutABody(t *testing.T) {
	t.Parallel()
	for _, after429 := range []bool{false, true} {
		simRun(t, simulator.Config{}, func(w *simWorld) {
			if after429 {
				w.sim.AddFault(simulator.Fault{Kind: simulator.FaultTooMany, Operation: simSitesOp, Nth: 1})
				_, err := w.client.Sites.List(w.t.Context(), nil)
				require.NoError(w.t, err)
			}
			w.wire.intercept(simFailFirstEmpty(http.StatusForbidden))
			err := w.note(w.readAccount(0))
			assert.Equal(w.t, after429, errors.Is(err, datto.ErrBlocked))
			assert.Equal(w.t, !after429, errors.Is(err, datto.ErrForbidden))
		})
	}
}

func simFailFirstEmpty(status int) func(*http.Request) *simReply {
	var failed atomic.Bool
	return func(req *http.Request) *simReply {
		if req.URL.Path != "/api/v2/account" || failed.Swap(true) {
			return nil
		}
		return simAnswer(status, "", "")
	}
}

// An account that somebody else overuses: the client is refused, waits, and
// carries on; it is not the one that gets the address blocked.
func TestRefusedByOthersOveruse(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Limits: simulator.Limits{BlockAfter: -1}}, func(w *simWorld) {
		other := newSimNeighbour(w)
		simRepeat(w, 590, 64, func(int) error { other.once(w.t.Context()); return nil })
		took := simRepeat(w, 200, 16, w.readAccount)
		refused, _ := simTroubles(w)
		assert.LessOrEqual(w.t, refused, 16+1, "calls that were under way together")
		assert.LessOrEqual(w.t, took, 4*time.Minute)
	})
}

func TestCalibrationThatFailsCostsNothing(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultServerError, simulator.FaultForbidden, simulator.FaultLoginPage, simulator.FaultEmptyBody, simulator.FaultResetBefore,
		simulator.FaultTruncate, simulator.FaultTooMany,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: simRateOp}}}, func(w *simWorld) {
				simRepeat(w, 400, 16, w.readAccount)
				assert.Positive(w.t, w.sim.CountCalls(simRateOp))
				assert.LessOrEqual(w.t, w.sim.CountCalls(simRateOp), 400/50+1)
				assert.True(w.t, w.client.Limits().Calibrated.IsZero())
			})
		})
	}
}
