package datto_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
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

// Secrets of every test. They stand in testdata/canaries.txt too, one a line, and
// with them the beginning of each token that the simulator gives out.
const (
	simKey           = "CANARY-KEY-6f1d0b"
	simSecret        = "CANARY-SECRET-92ac44"
	simUDFValue      = "CANARY-UDF-3b7715"
	simVariableValue = "CANARY-VARIABLE-c80e9d"
	simProxyPassword = "CANARY-PROXY-51f2aa"
	simJobValue      = "CANARY-JOB-07e4d1"
)

// Operations that faults are aimed at.
const (
	simTokenOp    = "POST /auth/oauth/token"
	simDevicesOp  = "GET /v2/account/devices"
	simDeviceOp   = "GET /v2/device/{deviceUid}"
	simSitesOp    = "GET /v2/account/sites"
	simAccountOp  = "GET /v2/account"
	simAlertsOp   = "GET /v2/account/alerts/open"
	simQuickJobOp = "PUT /v2/device/{deviceUid}/quickjob"
	simUDFOp      = "POST /v2/device/{deviceUid}/udf"
	simRateOp     = "GET /v2/system/request_rate"
)

// simWorld is a simulator, a client of it, and all that the client lets out.
type simWorld struct {
	t      *testing.T
	sim    *simulator.Simulator
	wire   *simWire
	client *datto.Client

	mu     sync.Mutex
	said   bytes.Buffer // logs, hook events and errors, in every form
	events []datto.Event
}

// simRun runs test in a bubble with a fake clock. At its end nothing that the
// client let out may hold a canary, and no request may have broken the contract.
func simRun(t *testing.T, config simulator.Config, test func(w *simWorld), opts ...datto.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// A bubble begins in 2000, when times in milliseconds still had a digit less.
		simWait(t, 27*365*24*time.Hour)
		w := newSimWorld(t, config, opts...)
		test(w)
		w.finish()
	})
}

func newSimWorld(t *testing.T, config simulator.Config, opts ...datto.Option) *simWorld {
	t.Helper()
	config.APIKey, config.APISecret = simKey, simSecret
	w := &simWorld{t: t, sim: simulator.New(config)}
	w.wire = &simWire{next: w.sim.Transport()}
	w.client = w.another(opts...)
	return w
}

// another makes one more client of the same simulator.
func (w *simWorld) another(opts ...datto.Option) *datto.Client {
	w.t.Helper()
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: simKey, APISecret: simSecret}, append([]datto.Option{
		datto.WithHTTPClient(&http.Client{Transport: w.wire}),
		datto.WithLogger(slog.New(simHandlers{
			slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}),
			slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}),
		})),
		datto.WithHook(w.hook),
	}, opts...)...)
	require.NoError(w.t, err)
	return client
}

// Write takes down what is logged.
func (w *simWorld) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.Write(p)
}

func (w *simWorld) hook(_ context.Context, e datto.Event) {
	w.mu.Lock()
	w.events = append(w.events, e)
	w.mu.Unlock()
	a, ok := e.(datto.Attempt)
	_, progress := e.(datto.ListProgress)
	if progress || ok && a.Err == nil && a.Number == 1 {
		return // there are thousands, and they hold numbers only
	}
	w.sayEncoded("event", e)
	if ok && a.Err != nil {
		w.sayEncoded("attempt error", a.Err)
	}
}

// note takes down an error that the client returned, in every form, and passes it
// on.
func (w *simWorld) note(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		w.sayEncoded("error", e)
	}
	return err
}

// say writes a value in every form in which a program may print it.
func (w *simWorld) say(what string, v any) {
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&b, "%s "+verb+"\n", what, v)
	}
	slog.New(slog.NewTextHandler(&b, nil)).Info(what, "value", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info(what, "value", v)
	_, _ = w.Write(b.Bytes())
}

// sayEncoded is say for what may hold no secret in JSON either.
func (w *simWorld) sayEncoded(what string, v any) {
	w.say(what, v)
	if encoded, err := json.Marshal(v); err == nil {
		_, _ = w.Write(append(encoded, '\n'))
	}
}

// finish looks for canaries and for requests that the contract does not allow.
func (w *simWorld) finish() {
	w.t.Helper()
	for _, violation := range w.sim.Violations() {
		assert.Fail(w.t, "the request breaks the contract", violation.String())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	said := w.said.String()
	for _, canary := range simCanaries(w.t) {
		if at := strings.Index(said, canary); at >= 0 {
			assert.Fail(w.t, "a secret was let out", "%.200q", said[max(0, at-150):])
		}
	}
	if dir := os.Getenv("DATTO_CANARY_DIR"); dir != "" {
		name := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>| `, r) {
				return '-'
			}
			return r
		}, w.t.Name())
		require.NoError(w.t, os.MkdirAll(dir, 0o700))
		require.NoError(w.t, os.WriteFile(filepath.Join(dir, name+".log"), w.said.Bytes(), 0o600))
	}
}

func simCanaries(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "canaries.txt"))
	require.NoError(t, err)
	canaries := strings.Fields(string(text))
	require.Len(t, canaries, 7)
	return canaries
}

// attempts returns the attempts at an operation, by its id, in the order in which
// they ended.
func (w *simWorld) attempts(id string) []datto.Attempt {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []datto.Attempt
	for _, e := range w.events {
		if a, ok := e.(datto.Attempt); ok && a.Operation.ID == id {
			found = append(found, a)
		}
	}
	return found
}

// simEvents returns the events of one type.
func simEvents[E datto.Event](w *simWorld) []E {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []E
	for _, e := range w.events {
		if match, ok := e.(E); ok {
			found = append(found, match)
		}
	}
	return found
}

// calls returns the calls that the simulator saw of an operation.
func (w *simWorld) calls(operation string) []simulator.Call {
	var found []simulator.Call
	for _, call := range w.sim.Calls() {
		if call.Operation == operation {
			found = append(found, call)
		}
	}
	return found
}

// simWire stands between client and simulator, as a network does.
type simWire struct {
	next http.RoundTripper

	mu     sync.Mutex
	seen   []simRequest
	before func(*http.Request) *simReply // answers in place of the simulator unless it returns nil
}

// simRequest is what a request carried besides its body.
type simRequest struct {
	method, host, path, authorization string
	at                                time.Time
}

func (s *simWire) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.seen = append(s.seen, simRequest{
		method: req.Method, host: req.URL.Host, path: req.URL.Path, authorization: req.Header.Get("Authorization"), at: time.Now(),
	})
	before := s.before
	s.mu.Unlock()
	if before != nil {
		if reply := before(req); reply != nil {
			return reply.response(req)
		}
	}
	return s.next.RoundTrip(req)
}

// intercept answers requests in place of the simulator when answer returns
// something.
func (s *simWire) intercept(answer func(*http.Request) *simReply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = answer
}

func (s *simWire) requests() []simRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]simRequest(nil), s.seen...)
}

// simReply is an answer in place of the simulator's.
type simReply struct {
	status                      int
	contentType, body, location string
	retryAfter                  string
	unannounced                 bool  // the length of the body is not told
	err                         error // there is no answer
}

func simAnswer(status int, contentType, body string) *simReply {
	return &simReply{status: status, contentType: contentType, body: body}
}

func (r *simReply) response(req *http.Request) (*http.Response, error) {
	if r.err != nil {
		return nil, r.err
	}
	res := &http.Response{
		StatusCode: r.status, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(r.body)), ContentLength: int64(len(r.body)), Request: req,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if r.contentType != "" {
		res.Header.Set("Content-Type", r.contentType)
	}
	if r.location != "" {
		res.Header.Set("Location", r.location)
	}
	if r.retryAfter != "" {
		res.Header.Set("Retry-After", r.retryAfter)
	}
	if r.unannounced {
		res.ContentLength = -1
	}
	return res, nil
}

// simHandlers hands each record to several handlers.
type simHandlers []slog.Handler

func (h simHandlers) Enabled(context.Context, slog.Level) bool { return true }

func (h simHandlers) Handle(ctx context.Context, r slog.Record) error {
	var err error
	for _, handler := range h {
		err = errors.Join(err, handler.Handle(ctx, r.Clone()))
	}
	return err
}

func (h simHandlers) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := make(simHandlers, len(h))
	for i, handler := range h {
		with[i] = handler.WithAttrs(attrs)
	}
	return with
}

func (h simHandlers) WithGroup(name string) slog.Handler {
	with := make(simHandlers, len(h))
	for i, handler := range h {
		with[i] = handler.WithGroup(name)
	}
	return with
}

// simCollect ranges over a walk and takes apart what it yields.
func simCollect[T any](w *simWorld, walk func(func(T, error) bool)) (items []T, errs []error) {
	for item, err := range walk {
		if err != nil {
			errs = append(errs, w.note(err))
			continue
		}
		items = append(items, item)
	}
	return items, errs
}

// simUIDs are the UIDs of devices, in order.
func simUIDs(devices []datto.Device) []string {
	uids := make([]string, len(devices))
	for i := range devices {
		uids[i] = devices[i].UID
	}
	return uids
}

// simQuickJob is a quick job with a secret in it.
func simQuickJob(w *simWorld) datto.CreateQuickJobRequest {
	w.t.Helper()
	page, err := w.client.Components.List(w.t.Context(), nil)
	require.NoError(w.t, err)
	require.NotEmpty(w.t, page.Items)
	return datto.CreateQuickJobRequest{
		JobName: "behaviour",
		JobComponent: datto.QuickJobComponent{
			ComponentUID: page.Items[0].UID,
		},
	}
}

// simDevice is the UID of the first device.
func simDevice(w *simWorld) string {
	w.t.Helper()
	page, err := w.client.Devices.List(w.t.Context(), nil)
	require.NoError(w.t, err)
	require.NotEmpty(w.t, page.Items)
	return page.Items[0].UID
}
