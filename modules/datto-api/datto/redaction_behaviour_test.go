package datto_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// What a program may print by accident holds no secret, in any form.
func TestNothingPrintsASecret(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		token, err := w.client.EnsureToken(w.t.Context())
		require.NoError(w.t, err)
		credentials := datto.Credentials{APIKey: simKey, APISecret: simSecret}
		password, value := datto.NewSecret(simProxyPassword), datto.NewSecret(simVariableValue)
		for what, v := range map[string]any{
			"client":            w.client,
			"services":          w.client.Devices,
			"HTTP client":       w.client.HTTPClient(),
			"credentials":       credentials,
			"credentials' face": &credentials,
			"in a struct":       struct{ C datto.Credentials }{credentials},
			"in a map":          map[string]any{"c": credentials},
			"token":             datto.Token{AccessToken: token, Expires: time.Now()},
			"fields":            simUDFs(w),
			"proxy":             datto.ProxySettingsRequest{Host: "h", Port: 1, Password: &password},
			"variable":          datto.CreateVariableRequest{Name: "n", Value: value},
			"variable pointer":  &datto.UpdateVariableRequest{Name: "n", Value: value},
			"device":            datto.Device{UDF: simUDFs(w)},
			"row":               &datto.RowError{Raw: json.RawMessage(`{"udf1":"` + simUDFValue + `"}`), Reason: "r"},
		} {
			w.say(what, v)
		}
		w.sayEncoded("credentials", credentials)
		w.sayEncoded("row", &datto.RowError{Raw: json.RawMessage(`{"udf1":"` + simUDFValue + `"}`), Reason: "r"})
		w.sayEncoded("attempt", datto.Attempt{Operation: datto.Operations()[0], StatusCode: http.StatusOK})
		w.sayEncoded("client", struct{ C datto.Credentials }{credentials})
	})
}

// The client as a value, which nobody should make but somebody will.
func TestClientByValuePrintsNoSecret(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		_, err := w.client.EnsureToken(w.t.Context())
		require.NoError(w.t, err)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			_, _ = w.Write(fmt.Appendf(nil, verb+"\n", *w.client))
		}
	})
}

// An error's value in place of its pointer leaves the answer's body out too.
func TestErrorByValuePrintsNoBody(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(func(req *http.Request) *simReply {
			if req.URL.Path != "/api/v2/account" {
				return nil
			}
			return simAnswer(http.StatusBadRequest, "application/json", `{"message":"no","value":"`+simVariableValue+`"}`)
		})
		_, err := w.client.Account.Get(w.t.Context())
		api, ok := errors.AsType[*datto.APIError](w.note(err))
		require.True(w.t, ok)
		assert.Contains(w.t, string(api.Body()), simVariableValue, "the body is there for who asks for it")
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			_, _ = w.Write(fmt.Appendf(nil, verb+"\n", *api))
		}
	})
}

// Servers repeat what they refuse. What the request carried, and the keys, are
// taken out of the message, in whatever form they come back.
func TestServersThatRepeatSecrets(t *testing.T) {
	t.Parallel()
	const hard = ` "quoted" & <marked>`
	for _, contentType := range []string{"application/json", "text/plain"} {
		t.Run(contentType, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				token, err := w.client.EnsureToken(w.t.Context())
				require.NoError(w.t, err)
				w.wire.intercept(func(req *http.Request) *simReply {
					if !strings.HasPrefix(req.URL.Path, "/api/") {
						return nil
					}
					sent, err := io.ReadAll(req.Body)
					require.NoError(w.t, err)
					text := strings.Join([]string{"refused", simKey, simSecret, token, req.Header.Get("Authorization"), string(sent)}, " ")
					if contentType == "text/plain" {
						return simAnswer(http.StatusBadRequest, contentType, text)
					}
					body, err := json.Marshal(map[string]string{"message": text, "error": text, "code": text, "detail": text})
					require.NoError(w.t, err)
					return simAnswer(http.StatusBadRequest, contentType, string(body))
				})
				ctx := w.t.Context()
				udfs, err := datto.NewUDFs(map[int]string{1: simUDFValue + hard, 300: simUDFValue})
				require.NoError(w.t, err)
				password := datto.NewSecret(simProxyPassword + hard)
				_, proxyErr := w.client.Sites.SetProxy(ctx, "x", datto.ProxySettingsRequest{
					Host: "h", Port: 1, Type: datto.ProxyTypeHTTP, Password: &password,
				})
				_, jobErr := w.client.Jobs.CreateQuickJob(ctx, "x", datto.CreateQuickJobRequest{
					JobName: "n", JobComponent: datto.QuickJobComponent{
						ComponentUID: "c", Variables: []datto.QuickJobVariable{{Name: "v", Value: datto.NewSecret(simJobValue + hard)}},
					},
				})
				for what, err := range map[string]error{
					"fields": w.client.Devices.SetUDFs(ctx, "x", udfs),
					"variable": w.client.Variables.Create(ctx, datto.CreateVariableRequest{
						Name: "n", Value: datto.NewSecret(simVariableValue + hard),
					}),
					"proxy": proxyErr,
					"job":   jobErr,
				} {
					api, ok := errors.AsType[*datto.APIError](w.note(err))
					require.True(w.t, ok, "%v", err)
					assert.Contains(w.t, api.Message, "refused [redacted] [redacted] [redacted] Bearer [redacted]", what)
					assert.NotContains(w.t, api.Message, "quoted", what)
				}
			})
		})
	}
}

// Texts of servers cannot write on a terminal, or fill it.
func TestMessagesAreSafeToPrint(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(func(req *http.Request) *simReply {
			if req.URL.Path != "/api/v2/account" {
				return nil
			}
			return simAnswer(http.StatusBadRequest, "text/plain", "a\x1b[31mb\u202ec\x00\xff\r\nd"+strings.Repeat("e", 1000))
		})
		_, err := w.client.Account.Get(w.t.Context())
		api, ok := errors.AsType[*datto.APIError](w.note(err))
		require.True(w.t, ok)
		assert.True(w.t, strings.HasPrefix(api.Message, "a [31mb c d"), "%q", api.Message)
		assert.LessOrEqual(w.t, len(api.Message), 310)
	})
}

// A bad day with secrets everywhere: nothing that the client lets out holds one.
// What it let out is searched when the bubble ends.
func TestBadDayLetsNoSecretOut(t *testing.T) {
	t.Parallel()
	var faults []simulator.Fault
	for _, kind := range simulator.FaultKinds() {
		switch kind {
		case simulator.FaultBlockPage, simulator.FaultHang, simulator.FaultStall, simulator.FaultSlow, simulator.FaultDelay:
			continue
		}
		faults = append(faults, simulator.Fault{Kind: kind, Share: 0.02}, simulator.Fault{Kind: kind, Operation: simTokenOp, Share: 0.02})
	}
	for _, kind := range []simulator.FaultKind{simulator.FaultHang, simulator.FaultStall} {
		faults = append(faults, simulator.Fault{Kind: kind, Nth: 40})
	}
	// These are looked for below, so they strike whatever chance says. The first
	// fault that is due strikes.
	faults = slices.Concat([]simulator.Fault{
		{Kind: simulator.FaultForeignNext, Operation: simDevicesOp, Nth: 1, Times: 3},
		{Kind: simulator.FaultFutureField, Operation: simSitesOp, Nth: 1, Times: 3},
		{Kind: simulator.FaultBlockPage, Nth: 150},
	}, faults)
	simRun(t, simulator.Config{Devices: 100, PageSize: 20, TokenLife: time.Hour, Faults: faults}, func(w *simWorld) {
		ctx := w.t.Context()
		password, failed := datto.NewSecret(simProxyPassword), 0
		note := func(err error) {
			if w.note(err) != nil {
				failed++
			}
		}
		for range 12 {
			for _, walk := range []func() []error{
				func() []error { _, errs := simCollect(w, w.client.Devices.All(ctx, nil)); return errs },
				func() []error { _, errs := simCollect(w, w.client.Sites.All(ctx, nil)); return errs },
				func() []error { _, errs := simCollect(w, w.client.Variables.All(ctx, nil)); return errs },
				func() []error { _, errs := simCollect(w, w.client.ActivityLogs.All(ctx, nil)); return errs },
			} {
				failed += len(walk())
			}
			note(w.client.Devices.SetUDFs(ctx, "x", simUDFs(w)))
			note(w.client.Variables.Create(ctx, datto.CreateVariableRequest{Name: "n", Value: datto.NewSecret(simVariableValue)}))
			note(w.client.Variables.Update(ctx, 1, datto.UpdateVariableRequest{Name: "n", Value: datto.NewSecret(simVariableValue)}))
			_, err := w.client.Sites.SetProxy(ctx, "x", datto.ProxySettingsRequest{Host: "h", Port: 1, Type: datto.ProxyTypeHTTP, Password: &password})
			note(err)
			_, err = w.client.Jobs.CreateQuickJob(ctx, "x", datto.CreateQuickJobRequest{
				JobName: "n", JobComponent: datto.QuickJobComponent{
					ComponentUID: "c", Variables: []datto.QuickJobVariable{{Name: "v", Value: datto.NewSecret(simJobValue)}},
				},
			})
			note(err)
			_, err = datto.Do[json.RawMessage](ctx, w.client, http.MethodPut, "/v2/account/variable", map[string]string{"name": "n", "value": simVariableValue})
			note(err)
			simWait(w.t, 20*time.Minute)
		}
		assert.Greater(w.t, failed, 30)
		kinds := map[string]int{}
		for _, e := range w.events {
			kinds[e.Kind()]++
		}
		assert.Greater(w.t, kinds["attempt"], 200)
		assert.Positive(w.t, kinds["blocked"])
		assert.Positive(w.t, kinds["foreign-next-page"])
		assert.Positive(w.t, kinds["unknown-field"])
	}, datto.WithUnknownFields())
}

// Log records have these fields and no others.
func TestLoggerWritesAllowedFieldsOnly(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{}
	for _, name := range []string{
		"time", "level", "msg", "operation", "attempt", "status", "duration", "waited", "bytes", "error", "host", "name", "action", "until",
	} {
		allowed[name] = true
	}
	var mu sync.Mutex
	var log bytes.Buffer
	logger := datto.WithLogger(slog.New(slog.NewJSONHandler(simLocked{&mu, &log}, &slog.HandlerOptions{Level: slog.LevelDebug})))
	faults := []simulator.Fault{
		{Kind: simulator.FaultServerError, Share: 0.2}, {Kind: simulator.FaultForeignNext, Share: 0.5}, {Kind: simulator.FaultFutureField, Share: 0.5},
	}
	simRun(t, simulator.Config{Devices: 100, PageSize: 10, Faults: faults}, func(w *simWorld) {
		client := w.another(logger, datto.WithUnknownFields(), datto.WithTokenStore(&simStore{fail: errors.New(simSecret)}))
		_, errs := simCollect(w, client.Devices.All(w.t.Context(), &datto.DeviceListOptions{Hostname: "s"}))
		require.Empty(w.t, errs)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.said.Reset() // the store's own error is the store's affair, and its test has put a secret in it
		w.said.Write(log.Bytes())
	})
	levels := map[string]int{}
	for line := range strings.Lines(log.String()) {
		var record map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &record))
		for name := range record {
			assert.True(t, allowed[name], name)
		}
		assert.NotContains(t, line, "hostname=")
		levels[fmt.Sprint(record["level"])]++
	}
	assert.Positive(t, levels["DEBUG"])
	assert.Positive(t, levels["WARN"])
	assert.Len(t, levels, 2)
}

// simLocked is a writer for several goroutines.
type simLocked struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l simLocked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
