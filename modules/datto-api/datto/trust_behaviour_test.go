package datto_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestReadOnlyRefusesEveryWrite(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		writes := 0
		for _, op := range datto.Operations() {
			if !op.Write {
				continue
			}
			writes++
			_, err := datto.Do[map[string]any](w.t.Context(), w.client, op.Method, simFillPath(op.Path), map[string]string{"value": simVariableValue})
			require.ErrorIs(w.t, w.note(err), datto.ErrReadOnly, op.String())
		}
		assert.Equal(w.t, 19, writes)
		for _, method := range []string{http.MethodPut, http.MethodPost, http.MethodDelete, http.MethodPatch} {
			_, err := datto.Do[map[string]any](w.t.Context(), w.client, method, "/v9/unheard/of", nil)
			require.ErrorIs(w.t, w.note(err), datto.ErrReadOnly)
		}
		_, err := w.client.Jobs.CreateQuickJob(w.t.Context(), "x", datto.CreateQuickJobRequest{
			JobName: "x", JobComponent: datto.QuickJobComponent{ComponentUID: "x"},
		})
		require.ErrorIs(w.t, w.note(err), datto.ErrReadOnly)
		require.ErrorIs(w.t, w.note(w.client.Devices.SetUDFs(w.t.Context(), "x", simUDFs(w))), datto.ErrReadOnly)
		req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.client.BaseURL()+"/v2/alert/x/resolve", http.NoBody)
		require.NoError(w.t, err)
		res, err := w.client.HTTPClient().Do(req)
		require.ErrorIs(w.t, w.note(err), datto.ErrReadOnly)
		if res != nil {
			require.NoError(w.t, res.Body.Close())
		}
		assert.Empty(w.t, w.wire.requests(), "no token is asked for either")
		_, err = w.client.Account.Get(w.t.Context())
		require.NoError(w.t, err, "reads go on")
	}, datto.WithReadOnly())
}

// simFillPath puts something into each parameter of a path.
func simFillPath(template string) string {
	segments := strings.Split(template, "/")
	for i, segment := range segments {
		if strings.HasPrefix(segment, "{") {
			segments[i] = "1"
		}
	}
	return strings.Join(segments, "/")
}

func TestBodyIsBounded(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]simulator.Config{
		"announced":  {Devices: 200},
		"compressed": {Devices: 200, Compress: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simRun(t, config, func(w *simWorld) {
				_, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
				require.Len(w.t, errs, 1)
				require.ErrorIs(w.t, errs[0], datto.ErrBodyTooLarge)
				assert.Equal(w.t, 1, w.sim.CountCalls(simDevicesOp), "it would be as large the next time")
				_, err := w.client.Account.Get(w.t.Context())
				require.NoError(w.t, err)
			}, datto.WithMaxBodySize(100_000))
		})
	}
	t.Run("not announced", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			w.wire.intercept(func(req *http.Request) *simReply {
				if req.URL.Path != "/api/v2/account" {
					return nil
				}
				res := simAnswer(http.StatusOK, "application/json", `{"name":"`+strings.Repeat("a", 5000)+`"}`)
				res.unannounced = true
				return res
			})
			_, err := w.client.Account.Get(w.t.Context())
			require.ErrorIs(w.t, w.note(err), datto.ErrBodyTooLarge)
		}, datto.WithMaxBodySize(5000))
	})
	t.Run("just fits", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{}, func(w *simWorld) {
			body := `{"name":"` + strings.Repeat("a", 489) + `"}`
			require.Len(w.t, body, 500)
			w.wire.intercept(func(req *http.Request) *simReply {
				if req.URL.Path != "/api/v2/account" {
					return nil
				}
				return simAnswer(http.StatusOK, "application/json", body)
			})
			_, err := w.client.Account.Get(w.t.Context())
			require.NoError(w.t, w.note(err))
		}, datto.WithMaxBodySize(500))
	})
}

func TestWaitsAreBounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind simulator.FaultKind
		want error
		took time.Duration
	}{
		{simulator.FaultHang, datto.ErrHeaderTimeout, 11 * time.Second},
		{simulator.FaultStall, datto.ErrBodyStalled, 7 * time.Second},
	} {
		for _, operation := range []string{simAccountOp, simTokenOp} {
			t.Run(fmt.Sprint(c.kind, " ", operation), func(t *testing.T) {
				t.Parallel()
				simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: c.kind, Operation: operation}}}, func(w *simWorld) {
					start := time.Now()
					_, err := w.client.Account.Get(w.t.Context())
					require.ErrorIs(w.t, w.note(err), c.want)
					failure, ok := errors.AsType[*datto.TransportError](err)
					require.True(w.t, ok)
					assert.True(w.t, failure.Timeout())
					assert.True(w.t, failure.Sent)
					assert.Equal(w.t, c.took, time.Since(start))
				}, datto.WithHeaderTimeout(11*time.Second), datto.WithStallTimeout(7*time.Second), datto.WithRetry(datto.NoRetry{}))
			})
		}
	}
}

// A body that comes slowly is no body that stands still.
func TestSlowBodyIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	slow := []simulator.Fault{{Kind: simulator.FaultSlow, Operation: simDevicesOp, Bytes: 4096, Wait: 20 * time.Second}}
	simRun(t, simulator.Config{Devices: 20, Faults: slow}, func(w *simWorld) {
		start := time.Now()
		page, err := w.client.Devices.List(w.t.Context(), nil)
		require.NoError(w.t, w.note(err))
		assert.Len(w.t, page.Items, 20)
		assert.Greater(w.t, time.Since(start), 5*time.Minute)
		assert.Equal(w.t, 1, w.sim.CountCalls(simDevicesOp))
	})
}

func TestCustomRequestsStayAtHome(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		for _, path := range []string{
			"https://elsewhere.example/v2/account", "//elsewhere.example/v2/account", "v2/account", "", "/v2/../../auth/oauth/token",
			"/v2/%2e%2e/%2e%2e/auth", "mailto:x", "/v2/account?%zz", "https://u:" + simSecret + "@merlot-api.centrastage.net/api/v2/account",
		} {
			_, err := datto.Get[map[string]any](w.t.Context(), w.client, path)
			_, ok := errors.AsType[*datto.ValidationError](w.note(err))
			assert.True(w.t, ok, "%q: %v", path, err)
		}
		assert.Empty(w.t, w.wire.requests())
	})
}
