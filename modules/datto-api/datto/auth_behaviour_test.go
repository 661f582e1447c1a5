package datto_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestConcurrentFirstCallsShareOneToken(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultDelay, Operation: simTokenOp}}}, func(w *simWorld) {
		var calls sync.WaitGroup
		for range 32 {
			calls.Go(func() {
				_, err := w.client.Account.Get(w.t.Context())
				assert.NoError(w.t, err)
			})
		}
		calls.Wait()
		assert.Equal(w.t, 1, w.sim.CountCalls(simTokenOp))
		assert.Equal(w.t, 32, w.sim.CountCalls(simAccountOp))
	})
}

func TestTokenIsReplacedBeforeItExpires(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		life, margin time.Duration
	}{
		{"a tenth of a short life", 20 * time.Minute, 2 * time.Minute},
		{"five minutes of a long life", 100 * time.Hour, 5 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{TokenLife: c.life}, func(w *simWorld) {
				first, err := w.client.EnsureToken(w.t.Context())
				require.NoError(w.t, err)
				simWait(w.t, c.life-c.margin-time.Second)
				same, err := w.client.EnsureToken(w.t.Context())
				require.NoError(w.t, err)
				assert.Equal(w.t, first, same)
				simWait(w.t, 2*time.Second)
				other, err := w.client.EnsureToken(w.t.Context())
				require.NoError(w.t, err)
				assert.NotEqual(w.t, first, other)
				assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
			})
		})
	}
}

// simWait lets fake time pass.
func simWait(t *testing.T, d time.Duration) {
	t.Helper()
	<-time.After(d)
}

func TestWaiterTakesOverFromACancelledLeader(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultHang, Operation: simTokenOp, Nth: 1}}}, func(w *simWorld) {
		leader, cancel := context.WithCancel(w.t.Context())
		var both sync.WaitGroup
		var leaderErr error
		both.Go(func() { _, leaderErr = w.client.Account.Get(leader) })
		synctest.Wait()
		both.Go(func() {
			_, err := w.client.Account.Get(w.t.Context())
			assert.NoError(w.t, err)
		})
		synctest.Wait()
		start := time.Now()
		cancel()
		both.Wait()
		require.ErrorIs(w.t, w.note(leaderErr), context.Canceled)
		assert.Zero(w.t, time.Since(start))
		assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
	})
}

func TestRevokedTokenCostsOneTokenAndOneRepeat(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultRevokeToken, Operation: simAccountOp, Nth: 2}}}, func(w *simWorld) {
		for range 2 {
			_, err := w.client.Account.Get(w.t.Context())
			require.NoError(w.t, err)
		}
		assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
		assert.Equal(w.t, 3, w.sim.CountCalls(simAccountOp))
	})
}

func TestTokenThatIsRefusedTwiceIsAnError(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultRevokeToken, Operation: simAccountOp}}}, func(w *simWorld) {
		_, err := w.client.Account.Get(w.t.Context())
		require.ErrorIs(w.t, w.note(err), datto.ErrUnauthorized)
		api, ok := errors.AsType[*datto.APIError](err)
		require.True(w.t, ok)
		assert.Equal(w.t, http.StatusUnauthorized, api.StatusCode)
		assert.Equal(w.t, 2, w.sim.CountCalls(simAccountOp))
		assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
	})
}

// A quick job that was refused for its token did not run, so it is sent again.
func TestRevokedTokenRepeatsEvenAQuickJob(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultRevokeToken, Operation: simQuickJobOp, Nth: 1}}}, func(w *simWorld) {
		uid, job := simDevice(w), simQuickJob(w)
		_, err := w.client.Jobs.CreateQuickJob(w.t.Context(), uid, job)
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, 1, w.sim.QuickJobs(uid))
		assert.Equal(w.t, 2, w.sim.CountCalls(simQuickJobOp))
	})
}

func TestRefusedCredentials(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status int
		fault  simulator.FaultKind
		body   string
	}{
		{name: "401 that repeats key and secret", status: http.StatusUnauthorized, fault: simulator.FaultEchoCredentials},
		{
			name: "400 that repeats key and secret", status: http.StatusBadRequest,
			body: `{"error":"invalid_grant","error_description":"` + simKey + " " + simSecret + `"}`,
		},
		{name: "401 with nothing in it", status: http.StatusUnauthorized, body: " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				if c.fault != "" {
					w.sim.AddFault(simulator.Fault{Kind: c.fault, Operation: simTokenOp})
				} else {
					w.wire.intercept(func(_ *http.Request) *simReply {
						return simAnswer(c.status, "application/json", c.body)
					})
				}
				_, err := w.client.Account.Get(w.t.Context())
				require.ErrorIs(w.t, w.note(err), datto.ErrUnauthorized)
				auth, ok := errors.AsType[*datto.AuthError](err)
				require.True(w.t, ok)
				assert.True(w.t, auth.Refused)
				assert.Equal(w.t, c.status, auth.StatusCode)
				assert.Equal(w.t, datto.Merlot, auth.Platform)
				assert.Contains(w.t, err.Error(), "merlot")
				assert.Len(w.t, w.wire.requests(), 1, "refused credentials are not offered again")
			})
		})
	}
}

func TestRefusedCredentialsAreOfferedOnceByCallsThatWait(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultEchoCredentials, Operation: simTokenOp}}}, func(w *simWorld) {
		w.wire.intercept(func(req *http.Request) *simReply {
			select {
			case <-time.After(time.Second):
			case <-req.Context().Done():
			}
			if err := req.Context().Err(); err != nil {
				return &simReply{err: err}
			}
			return nil
		})
		var calls sync.WaitGroup
		for range 20 {
			calls.Go(func() {
				_, err := w.client.Account.Get(w.t.Context())
				assert.ErrorIs(w.t, w.note(err), datto.ErrUnauthorized)
			})
		}
		calls.Wait()
		assert.Equal(w.t, 1, w.sim.CountCalls(simTokenOp))
	})
}

func TestNoTokenInTheAnswer(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]struct {
		status            int
		contentType, body string
	}{
		"login page":         {http.StatusOK, "text/html", "<html><form>" + simSecret + "</form></html>"},
		"redirect":           {http.StatusFound, "", ""},
		"JSON without token": {http.StatusOK, "application/json", `{"token_type":"bearer"}`},
		"empty":              {http.StatusOK, "application/json", ""},
		"array":              {http.StatusOK, "application/json", `["` + simSecret + `"]`},
		"token with newline": {http.StatusOK, "application/json", `{"access_token":"a\nb","expires_in":360000}`},
		"404":                {http.StatusNotFound, "text/plain", simSecret},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				w.wire.intercept(func(_ *http.Request) *simReply {
					res := simAnswer(answer.status, answer.contentType, answer.body)
					res.location = "https://elsewhere.example/auth/userlogin"
					return res
				})
				_, err := w.client.Account.Get(w.t.Context())
				auth, ok := errors.AsType[*datto.AuthError](w.note(err))
				require.True(w.t, ok, "%v", err)
				assert.False(w.t, auth.Refused)
				assert.Equal(w.t, answer.status, auth.StatusCode)
				require.NotErrorIs(w.t, err, datto.ErrUnauthorized)
				assert.Len(w.t, w.wire.requests(), 1)
			})
		})
	}
}

// The server says what form its token has; a wrong content type does not matter.
func TestTokenUnderAnotherContentType(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(func(_ *http.Request) *simReply {
			return simAnswer(http.StatusOK, "text/plain", `{"access_token":"simulated-text","expires_in":"360000"}`)
		})
		token, err := w.client.EnsureToken(w.t.Context())
		require.NoError(w.t, w.note(err))
		assert.Equal(w.t, "simulated-text", token)
	})
}

func TestTokenEndpointThatFailsIsAskedAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultUnavailable, simulator.FaultServerError, simulator.FaultResetBefore, simulator.FaultTooManySeconds,
		simulator.FaultTruncate, simulator.FaultHang, simulator.FaultStall,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: kind, Operation: simTokenOp, Nth: 1}}}, func(w *simWorld) {
				_, err := w.client.Account.Get(w.t.Context())
				require.NoError(w.t, w.note(err))
				assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
				assert.Equal(w.t, 1, w.sim.CountCalls(simAccountOp))
			})
		})
	}
}

// The margin is there to be used: while the old token is good, a token endpoint
// that is down costs no call anything.
func TestOldTokenServesWhileTheTokenEndpointIsDown(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{TokenLife: 40 * time.Minute}, func(w *simWorld) {
		_, err := w.client.Account.Get(w.t.Context())
		require.NoError(w.t, err)
		simWait(w.t, 37*time.Minute)
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultHang, Operation: simTokenOp})
		start := time.Now()
		for range 10 {
			_, err := w.client.Account.Get(w.t.Context())
			require.NoError(w.t, w.note(err))
		}
		assert.LessOrEqual(w.t, time.Since(start), time.Minute, "one call waits, as long as for one answer")
		assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
		w.sim.ClearFaults()
		simWait(w.t, time.Minute)
		_, err = w.client.Account.Get(w.t.Context())
		require.NoError(w.t, err)
		assert.Equal(w.t, 3, w.sim.CountCalls(simTokenOp), "it is asked again later")
	})
}

// While one call fetches the next token, the others go on with the old one.
func TestRenewalInTheMarginHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{TokenLife: 40 * time.Minute}, func(w *simWorld) {
		_, err := w.client.Account.Get(w.t.Context())
		require.NoError(w.t, err)
		simWait(w.t, 37*time.Minute)
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultDelay, Operation: simTokenOp, Wait: 20 * time.Second})
		var leader sync.WaitGroup
		leader.Go(func() {
			_, err := w.client.Account.Get(w.t.Context())
			assert.NoError(w.t, err)
		})
		synctest.Wait()
		start := time.Now()
		_, err = w.client.Account.Get(w.t.Context())
		require.NoError(w.t, err)
		assert.Zero(w.t, time.Since(start))
		leader.Wait()
		assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
	})
}

func TestTokenGoesToNoOtherHost(t *testing.T) {
	t.Parallel()
	t.Run("link to the next page", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{Devices: 60, PageSize: 20, Faults: []simulator.Fault{{Kind: simulator.FaultForeignNext}}}, func(w *simWorld) {
			devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
			require.Empty(w.t, errs)
			assert.Len(w.t, devices, 60)
			for _, req := range w.wire.requests() {
				assert.Equal(w.t, "merlot-api.centrastage.net", req.host)
			}
			told := simEvents[datto.ForeignNextPage](w)
			require.NotEmpty(w.t, told)
			assert.Equal(w.t, "elsewhere.example", told[0].Host)
		})
	})
	t.Run("redirect", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			w.wire.intercept(func(req *http.Request) *simReply {
				if !strings.HasPrefix(req.URL.Path, "/api/") {
					return nil
				}
				res := simAnswer(http.StatusTemporaryRedirect, "", "")
				res.location = "https://elsewhere.example/api/v2/account"
				return res
			})
			_, err := w.client.Account.Get(w.t.Context())
			api, ok := errors.AsType[*datto.APIError](w.note(err))
			require.True(w.t, ok)
			assert.Equal(w.t, http.StatusTemporaryRedirect, api.StatusCode)
			assert.Len(w.t, w.wire.requests(), 2)
		})
	})
	t.Run("HTTP client of one's own requests", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			for _, address := range []string{
				"https://elsewhere.example/api/v2/account", "http://merlot-api.centrastage.net/api/v2/account",
				"https://merlot-api.centrastage.net:8443/api/v2/account", w.client.BaseURL() + "/v2/account",
			} {
				req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, address, http.NoBody)
				require.NoError(w.t, err)
				res, err := w.client.HTTPClient().Do(req)
				require.NoError(w.t, err)
				require.NoError(w.t, res.Body.Close())
				seen := w.wire.requests()
				last := seen[len(seen)-1]
				assert.Equal(w.t, address == w.client.BaseURL()+"/v2/account", last.authorization != "", address)
			}
		})
	})
}

// simStore is a token store that can be made to fail.
type simStore struct {
	mu     sync.Mutex
	tokens map[datto.TokenKey]datto.Token
	fail   error
	loads  int
	saves  int
}

func (s *simStore) Load(_ context.Context, key datto.TokenKey) (datto.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	return s.tokens[key], s.fail
}

func (s *simStore) Save(_ context.Context, key datto.TokenKey, token datto.Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saves++
	if s.fail == nil {
		s.tokens[key] = token
	}
	return s.fail
}

func TestTokenStoreIsUsed(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		store := &simStore{tokens: map[datto.TokenKey]datto.Token{}}
		for range 3 {
			_, err := w.another(datto.WithTokenStore(store)).Account.Get(w.t.Context())
			require.NoError(w.t, err)
		}
		assert.Equal(w.t, 1, w.sim.CountCalls(simTokenOp), "the later clients go on with the first one's token")
		assert.Equal(w.t, 3, store.loads)
		assert.Equal(w.t, 1, store.saves)
		for key, token := range store.tokens {
			assert.NotContains(w.t, key, simKey)
			assert.Equal(w.t, 100*time.Hour, token.Expires.Sub(token.Issued))
			assert.Equal(w.t, "[redacted] [redacted]", fmt.Sprintf("%v %#v", token, token))
		}
	})
}

func TestStoredTokenThatTheServerRefusesIsReplaced(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultRevokeToken, Nth: 2}}}, func(w *simWorld) {
		store := &simStore{tokens: map[datto.TokenKey]datto.Token{}}
		for range 2 {
			_, err := w.another(datto.WithTokenStore(store)).Account.Get(w.t.Context())
			require.NoError(w.t, w.note(err))
		}
		assert.Equal(w.t, 2, w.sim.CountCalls(simTokenOp))
		assert.Equal(w.t, 2, store.saves)
	})
}

func TestTokenStoreThatFailsIsReportedAndSurvived(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		store := &simStore{fail: errors.New("disk is full")}
		_, err := w.another(datto.WithTokenStore(store)).Account.Get(w.t.Context())
		require.NoError(w.t, err)
		told := simEvents[datto.TokenStoreFailed](w)
		require.Len(w.t, told, 2)
		assert.Equal(w.t, "load", told[0].Action)
		assert.Equal(w.t, "save", told[1].Action)
		assert.ErrorIs(w.t, told[0].Err, store.fail)
	})
}

func TestSystemStatusNeedsNoToken(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		_, err := w.client.System.GetStatus(w.t.Context())
		require.NoError(w.t, w.note(err))
		require.Len(w.t, w.wire.requests(), 1)
		assert.Empty(w.t, w.wire.requests()[0].authorization)
	})
}
