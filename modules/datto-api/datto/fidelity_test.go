package datto_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// The pair that the client holds is dead after it has reset its keys. That must
// come out as refused credentials, after one token request a call, and not loop.
func TestAfterItsOwnKeyResetTheClientIsRefused(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		pair, err := w.client.Users.ResetAPIKeys(w.t.Context())
		require.NoError(w.t, err)
		require.Equal(w.t, 1, w.sim.CountCalls(simTokenOp))
		for range 5 {
			_, err = w.client.Account.Get(w.t.Context())
			refused, ok := errors.AsType[*datto.AuthError](w.note(err))
			require.True(w.t, ok, "%v", err)
			assert.True(w.t, refused.Refused)
			require.ErrorIs(w.t, err, datto.ErrUnauthorized)
		}
		assert.Equal(w.t, 1+5, w.sim.CountCalls(simTokenOp), "a call offers the dead pair once")
		assert.Equal(w.t, 1, w.sim.CountCalls(simAccountOp), "the dead token is sent once")

		fresh, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: pair.APIAccessKey.Reveal(), APISecret: pair.APISecretKey.Reveal()},
			datto.WithHTTPClient(&http.Client{Transport: w.wire}))
		require.NoError(w.t, err)
		_, err = fresh.Account.Get(w.t.Context())
		require.NoError(w.t, err, "the new pair works")
	})
}

// bareTokenCalls takes the client's own name out of token requests, as a proxy
// between client and API may.
type bareTokenCalls struct{ next http.RoundTripper }

func (b bareTokenCalls) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/auth/oauth/token" {
		req = req.Clone(req.Context())
		req.Header.Del("Authorization")
	}
	return b.next.RoundTrip(req)
}

func TestLoginRedirectOfTheTokenEndpointIsAnAuthError(t *testing.T) {
	t.Parallel()
	// No world of its own: the request counts as a mistake, and here it is meant.
	sim := simulator.New(simulator.Config{})
	key, secret := sim.Credentials()
	wire := &simWire{next: sim.Transport()}
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret},
		datto.WithHTTPClient(&http.Client{Transport: bareTokenCalls{wire}}))
	require.NoError(t, err)
	_, err = client.Account.Get(t.Context())
	auth, ok := errors.AsType[*datto.AuthError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, http.StatusFound, auth.StatusCode)
	assert.False(t, auth.Refused, "nothing is known about the pair")
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, auth), secret)
	requests := wire.requests()
	require.Len(t, requests, 1, "the login page is not asked for, and the same request leads there again")
	assert.Equal(t, "/auth/oauth/token", requests[0].path)
	assert.Len(t, sim.Violations(), 1)
}

func TestCustomFiltersMayBeForbidden(t *testing.T) {
	t.Parallel()
	const operation = "GET /v2/filter/custom-filters"
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultForbidden, Operation: operation}}}, func(w *simWorld) {
		_, err := w.client.Filters.ListCustom(w.t.Context(), nil)
		require.ErrorIs(w.t, w.note(err), datto.ErrForbidden)
		require.NotErrorIs(w.t, err, datto.ErrBlocked)
		assert.Equal(w.t, 1, w.sim.CountCalls(operation))
		_, err = w.client.Filters.ListDefault(w.t.Context(), nil)
		require.NoError(w.t, err, "the other filters can still be read")
	})
}

func TestUnknownAlertIsNotFound(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		_, err := w.client.Alerts.Get(w.t.Context(), "00000000-0000-4000-8000-000000000000")
		require.ErrorIs(w.t, w.note(err), datto.ErrNotFound)
	})
}

func TestAlertPagesAreNoLargerThanOthers(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		_, err := w.client.Alerts.ListOpen(w.t.Context(), &datto.AlertListOptions{PageSize: 1000})
		require.NoError(w.t, err)
		calls := w.calls(simAlertsOp)
		require.Len(w.t, calls, 1)
		assert.Equal(w.t, "250", calls[0].Query.Get("max"))
	})
}

// A page of HTML from the firewall may say how long the block lasts.
func TestBlockPageMayTellItsEnd(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		var once sync.Once
		w.wire.intercept(func(req *http.Request) (reply *simReply) {
			if req.URL.Path == "/api/v2/account" {
				once.Do(func() {
					reply = simAnswer(http.StatusForbidden, "text/html", "<html><body>Forbidden</body></html>")
					reply.retryAfter = "600"
				})
			}
			return reply
		})
		_, err := w.client.Account.Get(w.t.Context())
		require.ErrorIs(w.t, w.note(err), datto.ErrBlocked)
		api, ok := errors.AsType[*datto.APIError](err)
		require.True(w.t, ok)
		until := time.Now().Add(10 * time.Minute)
		assert.WithinDuration(w.t, until, api.RetryAt, time.Second)
		simWait(w.t, 10*time.Minute-2*time.Second)
		require.ErrorIs(w.t, w.readAccount(0), datto.ErrBlocked)
		simWait(w.t, 4*time.Second)
		require.NoError(w.t, w.readAccount(0))
	})
}

// A write window that the server does not name is taken for the smallest that was
// seen.
func TestWindowThatTheServerDoesNotNameHoldsAHundred(t *testing.T) {
	t.Parallel()
	const rate = `{"slidingTimeWindowSizeSeconds":60,"accountUid":"abcd1234","accountCount":1,"accountRateLimit":600,"accountCutOffRatio":0.9,
		"accountWriteCount":0,"accountWriteRateLimit":600,"operationWriteStatus":{"device-move":{"count":0,"limit":500}}}`
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(func(req *http.Request) *simReply {
			if req.URL.Path != "/api/v2/system/request_rate" {
				return nil
			}
			return simAnswer(http.StatusOK, "application/json", rate)
		})
		for range 60 {
			require.NoError(w.t, w.readAccount(0))
		}
		require.False(w.t, w.client.Limits().Calibrated.IsZero())
		uid := simDevice(w)
		require.NoError(w.t, w.client.Devices.SetWarranty(w.t.Context(), uid, datto.Date{}))
		page, err := w.client.Alerts.ListOpen(w.t.Context(), nil)
		require.NoError(w.t, err)
		require.NoError(w.t, w.client.Alerts.Mute(w.t.Context(), page.Items[0].AlertUID))
		got := w.client.Limits().Operations
		assert.Equal(w.t, 500, got["device-move"].Limit, "as the server says")
		assert.Equal(w.t, 100, got["device-warranty-create"].Limit)
		assert.Equal(w.t, 100, got["muteAlert"].Limit)
	})
}

// refusingOnce is an API that answers each first try of a write with 503.
type refusingOnce struct {
	*fixtureRecorder

	mu    sync.Mutex
	tries int
}

func (r *refusingOnce) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/auth/oauth/token" {
		return r.fixtureRecorder.RoundTrip(req)
	}
	r.mu.Lock()
	r.tries++
	tries := r.tries
	r.mu.Unlock()
	if tries == 1 {
		return simAnswer(http.StatusServiceUnavailable, "application/json", `{"status":503}`).response(req)
	}
	return r.fixtureRecorder.RoundTrip(req)
}

// pausingBriefly repeats everything at once.
type pausingBriefly struct{}

func (pausingBriefly) Backoff(f datto.Failure) (time.Duration, bool) { return 0, f.Attempt < 3 }

// What the contract says about repeating a write is what happens to it.
func TestEachWriteIsRepeatedAsTheContractSays(t *testing.T) {
	t.Parallel()
	safe, never := 0, 0
	for _, m := range fixtureMethods(t) {
		if len(m.operations) != 1 {
			continue
		}
		op := fixtureOperation(m.operations[0])
		require.NotNil(t, op, m.name)
		if !op.Write || m.name == "Jobs.RunAndWait" || m.name == "Sites.Patch" {
			continue
		}
		if op.Retry == datto.RetrySafe {
			safe++
		} else {
			never++
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			api := &refusingOnce{fixtureRecorder: &fixtureRecorder{op: op}}
			client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"},
				datto.WithHTTPClient(&http.Client{Transport: api}), datto.WithRetry(pausingBriefly{}))
			require.NoError(t, err)
			_, _, err = fixtureInvokeWith(t, client, m.name, func(i int) string { return "00005E00530" + strconv.Itoa(i) }, 9000)
			if op.Retry == datto.RetrySafe {
				require.NoError(t, err)
				assert.Equal(t, 2, api.tries)
				return
			}
			_, ok := errors.AsType[*datto.AmbiguousError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, 1, api.tries)
		})
	}
	writes := 0
	for _, op := range datto.Operations() {
		if op.Write {
			writes++
		}
	}
	assert.Equal(t, writes, safe+never, "every write has a method")
	assert.Positive(t, safe)
	assert.Positive(t, never)
}

// The server decides about the length, and its refusal does not repeat the value.
func TestUDFThatIsTooLongIsRefusedWithoutItsValue(t *testing.T) {
	t.Parallel()
	// No world of its own: there the request would count as a mistake, and here it
	// is meant.
	sim := simulator.New(simulator.Config{})
	key, secret := sim.Credentials()
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret},
		datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	require.NoError(t, err)
	page, err := client.Devices.List(t.Context(), nil)
	require.NoError(t, err)
	require.NotEmpty(t, page.Items)
	udfs, err := datto.NewUDFs(map[int]string{7: simUDFValue + strings.Repeat("x", 256-len(simUDFValue))})
	require.NoError(t, err)
	err = client.Devices.SetUDFs(t.Context(), page.Items[0].UID, udfs)
	api, ok := errors.AsType[*datto.APIError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, http.StatusBadRequest, api.StatusCode)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, api), simUDFValue)
	assert.Equal(t, 1, sim.CountCalls(simUDFOp))
	assert.Len(t, sim.Violations(), 1)
}

// A value of this length was seen to arrive.
func TestLongJobVariableArrivesWhole(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		value := simJobValue + strings.Repeat("ä", 16_195-len(simJobValue)-1) + "."
		require.Len(w.t, []rune(value), 16_195)
		var component string
		for c, err := range w.client.Components.All(w.t.Context(), nil) {
			require.NoError(w.t, err)
			if c.Name == "Ad-hoc command" {
				component = c.UID
			}
		}
		var computer string
		for d, err := range w.client.Devices.All(w.t.Context(), nil) {
			require.NoError(w.t, err)
			if d.DeviceClass == datto.DeviceClassDevice && d.Online != nil && *d.Online {
				computer = d.UID
			}
		}
		job, err := w.client.Jobs.CreateQuickJob(w.t.Context(), computer, datto.CreateQuickJobRequest{
			JobName: "long", JobComponent: datto.QuickJobComponent{
				ComponentUID: component, Variables: []datto.QuickJobVariable{{Name: "command", Value: datto.NewSecret(value)}},
			},
		})
		require.NoError(w.t, w.note(err))
		page, err := w.client.Jobs.ListComponents(w.t.Context(), job.Job.UID, nil)
		require.NoError(w.t, err)
		require.Len(w.t, page.Items, 1)
		require.NotEmpty(w.t, page.Items[0].Variables)
		found := false
		for _, v := range page.Items[0].Variables {
			if v.Name == "command" {
				found = true
				assert.Equal(w.t, value, v.Value.Reveal())
			}
		}
		assert.True(w.t, found)
	})
}
