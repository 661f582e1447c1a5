package datto_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// simUDFs are fields with a secret in them.
func simUDFs(w *simWorld) datto.UDFs {
	w.t.Helper()
	udfs, err := datto.NewUDFs(map[int]string{7: simUDFValue})
	require.NoError(w.t, err)
	return udfs
}

var simTransientFaults = []simulator.FaultKind{
	simulator.FaultTooMany, simulator.FaultTooManySeconds, simulator.FaultTooManyDate, simulator.FaultServerError,
	simulator.FaultBadGateway, simulator.FaultUnavailable, simulator.FaultGatewayTimeout, simulator.FaultConflict,
	simulator.FaultResetBefore, simulator.FaultResetAfter, simulator.FaultHang,
}

func TestReadsAreRepeated(t *testing.T) {
	t.Parallel()
	for _, kind := range append(simTransientFaults, simulator.FaultTruncate, simulator.FaultStall, simulator.FaultEmptyBody) {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: simAccountOp, Nth: 1, Times: 2}}}, func(w *simWorld) {
				account, err := w.client.Account.Get(w.t.Context())
				require.NoError(w.t, w.note(err))
				assert.NotEmpty(w.t, account.UID)
				tries := w.attempts("getAccount")
				require.Len(w.t, tries, 3)
				for i, a := range tries {
					assert.Equal(w.t, i+1, a.Number)
					assert.Equal(w.t, i == 2, a.Err == nil)
				}
			})
		})
	}
	for _, status := range []int{http.StatusRequestTimeout, http.StatusGatewayTimeout} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				w.wire.intercept(simFailFirst("/api/v2/account", status))
				_, err := w.client.Account.Get(w.t.Context())
				require.NoError(w.t, w.note(err))
			})
		})
	}
}

// simFailFirst answers the first request for a path with a status.
func simFailFirst(path string, status int) func(*http.Request) *simReply {
	var failed atomic.Bool
	return func(req *http.Request) *simReply {
		if req.URL.Path != path || failed.Swap(true) {
			return nil
		}
		return simAnswer(status, "application/json", "{}")
	}
}

func TestIdempotentWritesAreRepeated(t *testing.T) {
	t.Parallel()
	for _, kind := range simTransientFaults {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: simUDFOp, Nth: 1}}}, func(w *simWorld) {
				uid := simDevice(w)
				require.NoError(w.t, w.note(w.client.Devices.SetUDFs(w.t.Context(), uid, simUDFs(w))))
				assert.Equal(w.t, 2, w.sim.CountCalls(simUDFOp))
				device, err := w.client.Devices.Get(w.t.Context(), uid)
				require.NoError(w.t, err)
				value, _ := device.UDF.Get(7)
				assert.Equal(w.t, simUDFValue, value)
				w.say("device", device)
			})
		})
	}
}

func TestFailuresThatAreNotRepeated(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 404, 405, 410, 415, 422, 501} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				var asked atomic.Int32
				w.wire.intercept(func(req *http.Request) *simReply {
					if req.URL.Path != "/api/v2/account" {
						return nil
					}
					asked.Add(1)
					return simAnswer(status, "application/json", `{"status":`+strconv.Itoa(status)+`,"error":"Because"}`)
				})
				_, err := w.client.Account.Get(w.t.Context())
				api, ok := errors.AsType[*datto.APIError](w.note(err))
				require.True(w.t, ok, "%v", err)
				assert.Equal(w.t, status, api.StatusCode)
				assert.Equal(w.t, "Because", api.Code)
				want := int32(1)
				if status == http.StatusUnauthorized {
					want = 2 // with a new token
				}
				assert.Equal(w.t, want, asked.Load())
			})
		})
	}
}

// simOnce makes calls that must not be sent twice, and counts what they did.
func simOnce(w *simWorld) map[string]struct {
	operation string
	call      func() error
	done      func() int
} {
	w.t.Helper()
	uid, job := simDevice(w), simQuickJob(w)
	variables := func() int {
		n := 0
		for _, err := range w.client.Variables.All(w.t.Context(), nil) {
			require.NoError(w.t, err)
			n++
		}
		return n
	}
	sites := func() int {
		page, err := w.client.Sites.List(w.t.Context(), nil)
		require.NoError(w.t, err)
		return len(page.Items)
	}
	hadVariables, hadSites := variables(), sites()
	return map[string]struct {
		operation string
		call      func() error
		done      func() int
	}{
		"quick job": {simQuickJobOp, func() error {
			_, err := w.client.Jobs.CreateQuickJob(w.t.Context(), uid, job)
			return err
		}, func() int { return w.sim.QuickJobs(uid) }},
		"site": {"PUT /v2/site", func() error {
			_, err := w.client.Sites.Create(w.t.Context(), datto.CreateSiteRequest{Name: "new"})
			return err
		}, func() int { return sites() - hadSites }},
		"variable": {"PUT /v2/account/variable", func() error {
			return w.client.Variables.Create(w.t.Context(), datto.CreateVariableRequest{Name: "n", Value: datto.NewSecret(simVariableValue)})
		}, func() int { return variables() - hadVariables }},
		"key reset": {"POST /v2/user/resetApiKeys", func() error {
			_, err := w.client.Users.ResetAPIKeys(w.t.Context())
			return err
		}, func() int {
			if key, _ := w.sim.Credentials(); key != simKey {
				return 1
			}
			return 0
		}},
	}
}

func TestWhatActsAgainIsNeverSentTwice(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"quick job", "site", "variable", "key reset"} {
		for kind, acted := range map[simulator.FaultKind]int{
			simulator.FaultResetBefore: 0, simulator.FaultResetAfter: 1, simulator.FaultHang: 0, simulator.FaultServerError: 0,
			simulator.FaultBadGateway: 0, simulator.FaultUnavailable: 0, simulator.FaultGatewayTimeout: 0, simulator.FaultTruncate: 1,
			simulator.FaultStall: 1, simulator.FaultLoginPage: 0,
		} {
			if what == "variable" && (kind == simulator.FaultTruncate || kind == simulator.FaultStall || kind == simulator.FaultLoginPage) {
				continue // its answer is empty: there is nothing to cut or to read
			}
			t.Run(what+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				simRun(t, simulator.Config{}, func(w *simWorld) {
					once := simOnce(w)[what]
					w.sim.AddFault(simulator.Fault{Kind: kind, Operation: once.operation, Nth: 1})
					err := w.note(once.call())
					ambiguous, ok := errors.AsType[*datto.AmbiguousError](err)
					require.True(w.t, ok, "%v", err)
					assert.Equal(w.t, once.operation, ambiguous.Operation)
					assert.Equal(w.t, 1, w.sim.CountCalls(once.operation))
					if what != "key reset" || acted == 0 {
						assert.Equal(w.t, acted, once.done())
					}
				})
			})
		}
	}
}

func TestWhatActsAgainIsSentAgainWhenTheServerCertainlyDidNotAct(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"quick job", "site", "variable", "key reset"} {
		for _, kind := range []simulator.FaultKind{
			simulator.FaultTooMany, simulator.FaultTooManySeconds, simulator.FaultTooManyDate, simulator.FaultRevokeToken,
		} {
			t.Run(what+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				simRun(t, simulator.Config{}, func(w *simWorld) {
					once := simOnce(w)[what]
					w.sim.AddFault(simulator.Fault{Kind: kind, Operation: once.operation, Nth: 1})
					require.NoError(w.t, w.note(once.call()))
					assert.Equal(w.t, 2, w.sim.CountCalls(once.operation))
					if what != "key reset" {
						assert.Equal(w.t, 1, once.done())
					}
				})
			})
		}
		t.Run(what+" connection refused", func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				once := simOnce(w)[what]
				var refused atomic.Int32
				w.wire.intercept(func(*http.Request) *simReply {
					if refused.Add(1) > 2 {
						return nil
					}
					return &simReply{err: &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}}
				})
				require.NoError(w.t, w.note(once.call()))
				assert.Equal(w.t, 1, w.sim.CountCalls(once.operation))
			})
		})
	}
}

// A conflict is an answer: the server did not act, and trying again is up to the
// caller.
func TestWhatActsAgainAndWasRefusedIsAnErrorOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{simulator.FaultConflict, simulator.FaultForbidden} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				once := simOnce(w)["quick job"]
				w.sim.AddFault(simulator.Fault{Kind: kind, Operation: once.operation})
				err := w.note(once.call())
				_, ambiguous := errors.AsType[*datto.AmbiguousError](err)
				assert.False(w.t, ambiguous)
				_, ok := errors.AsType[*datto.APIError](err)
				assert.True(w.t, ok, "%v", err)
				assert.Equal(w.t, 1, w.sim.CountCalls(once.operation))
				assert.Zero(w.t, once.done())
			})
		})
	}
}

// A retry of one's own decides how often and when, never whether it is safe.
type simEager struct{}

func (simEager) Backoff(f datto.Failure) (time.Duration, bool) { return time.Second, f.Attempt < 10 }

func TestOwnRetryCannotSendTwiceWhatActsAgain(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		once := simOnce(w)["quick job"]
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultResetAfter, Operation: once.operation})
		_, ok := errors.AsType[*datto.AmbiguousError](w.note(once.call()))
		assert.True(w.t, ok)
		assert.Equal(w.t, 1, once.done())
	}, datto.WithRetry(simEager{}))
}

func TestCustomWritesAreNeverSentTwice(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		var sent atomic.Int32
		w.wire.intercept(func(req *http.Request) *simReply {
			if req.URL.Path != "/api/v9/unheard/of" {
				return nil
			}
			sent.Add(1)
			return &simReply{err: &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}}
		})
		_, err := datto.Do[map[string]any](w.t.Context(), w.client, http.MethodPost, "/v9/unheard/of", map[string]string{"value": simVariableValue})
		_, ok := errors.AsType[*datto.AmbiguousError](w.note(err))
		assert.True(w.t, ok, "%v", err)
		assert.Equal(w.t, int32(1), sent.Load())
		_, err = datto.Do[map[string]any](w.t.Context(), w.client, http.MethodPost, "/v2/device/x/udf", map[string]string{"udf1": simUDFValue})
		require.ErrorIs(w.t, w.note(err), datto.ErrNotFound, "%v", err)
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	for kind, limits := range map[simulator.FaultKind]simulator.Limits{
		simulator.FaultTooMany: {}, simulator.FaultTooManySeconds: {Window: 17 * time.Second}, simulator.FaultTooManyDate: {Window: 23 * time.Second},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{Limits: limits, Faults: []simulator.Fault{{Kind: kind, Operation: simAccountOp, Nth: 1}}}, func(w *simWorld) {
				start := time.Now()
				_, err := w.client.Account.Get(w.t.Context())
				require.NoError(w.t, w.note(err))
				want := limits.Window
				if want == 0 {
					want = time.Minute // nothing was said: one window
				}
				took := time.Since(start)
				assert.InDelta(w.t, want.Seconds(), took.Seconds(), 1, "%v", took)
				tries := w.attempts("getAccount")
				require.Len(w.t, tries, 2)
				api, ok := errors.AsType[*datto.APIError](tries[0].Err)
				require.True(w.t, ok)
				require.ErrorIs(w.t, api, datto.ErrRateLimited)
				assert.Equal(w.t, kind != simulator.FaultTooMany, api.RetryAfter > 0)
				assert.InDelta(w.t, want.Seconds(), tries[1].Waited.Seconds(), 1)
			})
		})
	}
}

// simAsked takes down what a Retry is asked, and gives up.
type simAsked struct{ failures chan datto.Failure }

func (a simAsked) Backoff(f datto.Failure) (time.Duration, bool) {
	a.failures <- f
	return 0, false
}

func TestRetryIsToldHowLongToWait(t *testing.T) {
	t.Parallel()
	for kind, want := range map[simulator.FaultKind]time.Duration{
		simulator.FaultTooMany: time.Minute, simulator.FaultTooManySeconds: time.Minute, simulator.FaultServerError: 0,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			asked := simAsked{failures: make(chan datto.Failure, 1)}
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: simAccountOp}}}, func(w *simWorld) {
				require.Error(w.t, w.readAccount(0))
			}, datto.WithRetry(asked))
			failure := <-asked.failures
			assert.Equal(t, want, failure.RetryAfter)
			assert.Equal(t, 1, failure.Attempt)
			assert.Equal(t, "getAccount", failure.Operation.ID)
		})
	}
}

// A 429 holds for all calls of its kind, not for the one that got it alone.
func TestARefusalPausesAllCalls(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultTooMany, Operation: simAccountOp, Nth: 1}}}, func(w *simWorld) {
		uid := simDevice(w)
		var first sync.WaitGroup
		first.Go(func() {
			_, err := w.client.Account.Get(w.t.Context())
			assert.NoError(w.t, err)
		})
		synctest.Wait()
		assert.False(w.t, w.client.Limits().Reads.ResumesAt.IsZero())
		start := time.Now()
		_, err := w.client.Devices.Get(w.t.Context(), uid)
		require.NoError(w.t, err)
		assert.InDelta(w.t, 60, time.Since(start).Seconds(), 1)
		first.Wait()
	})
}

func TestAttemptsAreBounded(t *testing.T) {
	t.Parallel()
	for attempts := 1; attempts <= 4; attempts++ {
		t.Run(strconv.Itoa(attempts), func(t *testing.T) {
			t.Parallel()
			policy := datto.DefaultRetry()
			policy.MaxAttempts = attempts
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultServerError, Operation: simAccountOp}}}, func(w *simWorld) {
				_, err := w.client.Account.Get(w.t.Context())
				require.ErrorIs(w.t, w.note(err), datto.ErrServer)
				assert.Equal(w.t, attempts, w.sim.CountCalls(simAccountOp))
			}, datto.WithRetry(policy))
		})
	}
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultServerError, Operation: simAccountOp}}}, func(w *simWorld) {
		_, err := w.client.Account.Get(w.t.Context())
		require.ErrorIs(w.t, w.note(err), datto.ErrServer)
		assert.Equal(w.t, 1, w.sim.CountCalls(simAccountOp))
	}, datto.WithRetry(datto.NoRetry{}))
}

func TestTimeIsBounded(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{simulator.FaultTooMany, simulator.FaultHang, simulator.FaultServerError} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			policy := datto.DefaultRetry()
			policy.MaxAttempts = 1000
			policy.MaxElapsed = 4*time.Minute + 30*time.Second
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: simAccountOp}}}, func(w *simWorld) {
				start := time.Now()
				_, err := w.client.Account.Get(w.t.Context())
				require.Error(w.t, w.note(err))
				took := time.Since(start)
				assert.Greater(w.t, took, 3*time.Minute)
				// The last attempt may still take as long as one does.
				assert.LessOrEqual(w.t, took, policy.MaxElapsed+time.Minute)
			}, datto.WithRetry(policy))
		})
	}
}

func TestPausesGrowAndAreScattered(t *testing.T) {
	t.Parallel()
	policy := datto.RetryPolicy{MaxAttempts: 8, MaxElapsed: time.Hour, MinBackoff: time.Second, MaxBackoff: 20 * time.Second}
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultServerError, Operation: simAccountOp}}}, func(w *simWorld) {
		seen := map[time.Duration]bool{}
		for range 3 {
			_, err := w.client.Account.Get(w.t.Context())
			require.Error(w.t, w.note(err))
		}
		for _, a := range w.attempts("getAccount") {
			if a.Number == 1 {
				continue
			}
			most := min(time.Second<<(a.Number-2), policy.MaxBackoff)
			assert.LessOrEqual(w.t, a.Waited, most)
			assert.GreaterOrEqual(w.t, a.Waited, most/2)
			seen[a.Waited] = true
		}
		assert.Greater(w.t, len(seen), 10)
	}, datto.WithRetry(policy))
}

func TestPatchReadsAgainAfterAConflict(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultConflict, Operation: "POST /v2/site/{siteUid}", Nth: 1}}}, func(w *simWorld) {
		sites, err := w.client.Sites.List(w.t.Context(), &datto.SiteListOptions{Page: 1, PageSize: 5})
		require.NoError(w.t, err)
		before := sites.Items[0]
		rename := func(r *datto.UpdateSiteRequest) error {
			r.Name = "renamed"
			return nil
		}
		_, err = w.client.Sites.Patch(w.t.Context(), before.UID, rename)
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, 2, w.sim.CountCalls("GET /v2/site/{siteUid}"))
		assert.Equal(w.t, 2, w.sim.CountCalls("POST /v2/site/{siteUid}"))
		after, err := w.client.Sites.Get(w.t.Context(), before.UID)
		require.NoError(w.t, err)
		want := before
		want.Name = "renamed"
		assert.Equal(w.t, want, *after, "the rest stays")

		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultConflict, Operation: "POST /v2/site/{siteUid}"})
		_, err = w.client.Sites.Patch(w.t.Context(), before.UID, rename)
		require.ErrorIs(w.t, w.note(err), datto.ErrConflict)
		assert.Equal(w.t, 2+3, w.sim.CountCalls("POST /v2/site/{siteUid}"))
	})
}

// The answer to a deletion is lost, so it is sent again, and then there is nothing
// to delete: that is what was wanted.
func TestDeletionRepeatedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	const operation = "DELETE /v2/account/variable/{variableId}"
	for _, kind := range []simulator.FaultKind{simulator.FaultResetAfter, simulator.FaultServerError} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: operation, Nth: 1}}}, func(w *simWorld) {
				page, err := w.client.Variables.List(w.t.Context(), nil)
				require.NoError(w.t, err)
				id := page.Items[0].ID
				require.NoError(w.t, w.note(w.client.Variables.Delete(w.t.Context(), id)))
				assert.Equal(w.t, 2, w.sim.CountCalls(operation))
				after, err := w.client.Variables.List(w.t.Context(), nil)
				require.NoError(w.t, err)
				assert.Len(w.t, after.Items, len(page.Items)-1)
				// One that was not there to begin with is an error as ever.
				require.ErrorIs(w.t, w.note(w.client.Variables.Delete(w.t.Context(), id)), datto.ErrNotFound)
			})
		})
	}
	t.Run("refused before", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultTooMany, Operation: operation, Nth: 1}}}, func(w *simWorld) {
			require.ErrorIs(w.t, w.note(w.client.Variables.Delete(w.t.Context(), 99_999_999)), datto.ErrNotFound,
				"the first attempt certainly deleted nothing")
		})
	})
}

func TestCancellationAtEveryWait(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   simulator.Fault
		prepare func(w *simWorld)
	}{
		"token":   {fault: simulator.Fault{Kind: simulator.FaultHang, Operation: simTokenOp}},
		"header":  {fault: simulator.Fault{Kind: simulator.FaultHang, Operation: simAccountOp}},
		"body":    {fault: simulator.Fault{Kind: simulator.FaultStall, Operation: simAccountOp}},
		"backoff": {fault: simulator.Fault{Kind: simulator.FaultTooMany, Operation: simAccountOp}},
		"queue": {prepare: func(w *simWorld) {
			for w.client.Limits().Reads.Used < w.client.Limits().Reads.Allowed {
				_, err := w.client.System.GetPagination(w.t.Context())
				require.NoError(w.t, err)
			}
		}},
		"pause": {prepare: func(w *simWorld) {
			w.sim.AddFault(simulator.Fault{Kind: simulator.FaultTooMany, Operation: simSitesOp})
			ctx, cancel := context.WithTimeout(w.t.Context(), time.Second)
			defer cancel()
			_, err := w.client.Sites.List(ctx, nil)
			require.ErrorIs(w.t, err, context.DeadlineExceeded)
		}},
	} {
		for _, end := range []error{context.Canceled, context.DeadlineExceeded} {
			t.Run(fmt.Sprint(name, " ", end), func(t *testing.T) {
				t.Parallel()
				simRun(t, simulator.Config{}, func(w *simWorld) {
					if c.prepare != nil {
						c.prepare(w)
					} else {
						w.sim.AddFault(c.fault)
					}
					ctx, cancel := context.WithCancel(w.t.Context())
					if errors.Is(end, context.DeadlineExceeded) {
						ctx, cancel = context.WithTimeout(w.t.Context(), 3*time.Second)
					} else {
						time.AfterFunc(3*time.Second, cancel)
					}
					defer cancel()
					start := time.Now()
					_, err := w.client.Account.Get(ctx)
					require.ErrorIs(w.t, w.note(err), end)
					assert.Equal(w.t, 3*time.Second, time.Since(start))
				})
			})
		}
	}
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			ctx, cancel := context.WithCancel(w.t.Context())
			cancel()
			_, err := w.client.Account.Get(ctx)
			require.ErrorIs(w.t, w.note(err), context.Canceled)
			assert.Empty(w.t, w.wire.requests())
		})
	})
	t.Run("timeout of the call", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultHang, Operation: simAccountOp}}}, func(w *simWorld) {
			start := time.Now()
			_, err := w.client.Account.Get(w.t.Context(), datto.CallTimeout(5*time.Second))
			require.ErrorIs(w.t, w.note(err), context.DeadlineExceeded)
			assert.Equal(w.t, 5*time.Second, time.Since(start))
		})
	})
}

// A job whose call was given up may run all the same, and the error says both.
func TestCancelledQuickJobIsAmbiguous(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		once := simOnce(w)["quick job"]
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultHang, Operation: once.operation})
		uid, job := simDevice(w), simQuickJob(w)
		ctx, cancel := context.WithTimeout(w.t.Context(), time.Second)
		defer cancel()
		_, err := w.client.Jobs.CreateQuickJob(ctx, uid, job)
		require.ErrorIs(w.t, w.note(err), context.DeadlineExceeded)
		_, ok := errors.AsType[*datto.AmbiguousError](err)
		assert.True(w.t, ok)
	})
	simRun(t, simulator.Config{}, func(w *simWorld) {
		uid, job := simDevice(w), simQuickJob(w)
		ctx, cancel := context.WithCancel(w.t.Context())
		cancel()
		_, err := w.client.Jobs.CreateQuickJob(ctx, uid, job)
		require.ErrorIs(w.t, w.note(err), context.Canceled)
		_, ok := errors.AsType[*datto.AmbiguousError](err)
		assert.False(w.t, ok, "nothing was sent")
		assert.Zero(w.t, w.sim.CountCalls(simQuickJobOp))
	})
}

// What may be sent twice was: the last error alone would not say that one of the
// attempts may have had its effect.
func TestARepeatedWriteThatFailsMayHaveTakenEffect(t *testing.T) {
	t.Parallel()
	lost := &simReply{err: &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}}
	refused := &simReply{err: &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}}
	answer := func(status int) *simReply { return simAnswer(status, "application/json", `{"status":0}`) }
	for name, c := range map[string]struct {
		replies   []*simReply // the last is repeated
		ambiguous bool
		is        error
	}{
		"lost each time":           {[]*simReply{lost}, true, syscall.ECONNRESET},
		"a gateway that fails":     {[]*simReply{answer(502)}, true, datto.ErrServer},
		"lost, then nobody there":  {[]*simReply{lost, refused}, true, syscall.ECONNREFUSED},
		"lost, then too many":      {[]*simReply{lost, answer(429)}, true, datto.ErrRateLimited},
		"lost, then refused":       {[]*simReply{lost, answer(403)}, false, datto.ErrForbidden},
		"nobody there, never sent": {[]*simReply{refused}, false, syscall.ECONNREFUSED},
		"too many":                 {[]*simReply{answer(429)}, false, datto.ErrRateLimited},
		"refused":                  {[]*simReply{answer(404)}, false, datto.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				attempt := 0
				w.wire.intercept(func(req *http.Request) *simReply {
					if !strings.HasSuffix(req.URL.Path, "/udf") {
						return nil
					}
					attempt++
					return c.replies[min(attempt, len(c.replies))-1]
				})
				err := w.note(w.client.Devices.SetUDFs(w.t.Context(), simDevice(w), simUDFs(w)))
				require.ErrorIs(w.t, err, c.is)
				ambiguous, ok := errors.AsType[*datto.AmbiguousError](err)
				require.Equal(w.t, c.ambiguous, ok, "%v", err)
				if ok {
					assert.True(w.t, ambiguous.Repeatable)
					assert.Contains(w.t, err.Error(), "sending it again does no harm")
				}
			})
		})
	}
}

func TestACancelledWriteMayHaveTakenEffect(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultHang, Operation: "POST /v2/device/{deviceUid}/udf"})
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultHang, Operation: "GET /v2/device/{deviceUid}"})
		ctx, cancel := context.WithTimeout(w.t.Context(), time.Second)
		defer cancel()
		err := w.note(w.client.Devices.SetUDFs(ctx, "x", simUDFs(w)))
		require.ErrorIs(w.t, err, context.DeadlineExceeded)
		_, ok := errors.AsType[*datto.AmbiguousError](err)
		assert.True(w.t, ok, "%v", err)
		ctx, cancel = context.WithTimeout(w.t.Context(), time.Second)
		defer cancel()
		_, err = w.client.Devices.Get(ctx, "x")
		require.ErrorIs(w.t, w.note(err), context.DeadlineExceeded)
		_, ok = errors.AsType[*datto.AmbiguousError](err)
		assert.False(w.t, ok, "a read has no effect")
	})
}

func TestNameThatDoesNotExistIsNoReasonToRepeat(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(func(*http.Request) *simReply {
			return &simReply{err: &net.DNSError{Err: "no such host", Name: "merlot-api.centrastage.net", IsNotFound: true}}
		})
		_, err := w.client.Account.Get(w.t.Context())
		failure, ok := errors.AsType[*datto.TransportError](w.note(err))
		require.True(w.t, ok, "%v", err)
		assert.False(w.t, failure.Sent)
		assert.Len(w.t, w.wire.requests(), 1)
	})
}
