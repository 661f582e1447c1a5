package simulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

const deviceList = "/v2/account/devices?max=10"

// try sends a request that may fail, and returns what came and how it ended.
func (c *caller) try(req *http.Request) (r result, sent, read error) {
	c.t.Helper()
	res, err := c.http.Do(req)
	if err != nil {
		return result{}, err, nil
	}
	body, read := io.ReadAll(res.Body)
	require.NoError(c.t, res.Body.Close())
	return result{res.StatusCode, res.Header, body}, nil, read
}

// page is a list in the form that faults bend.
type page struct {
	details map[string]any
	rows    []map[string]any
}

func (c *caller) page(path, item string) page {
	c.t.Helper()
	v := c.get(path)
	return page{v["pageDetails"].(map[string]any), rowsOf(c.t, v, item)}
}

// shown is a fault on the wire: struck is called with the fault in force, and
// what went before was read without it.
type shown struct {
	fault  simulator.Fault
	served bool // over a real connection too
	struck func(t *testing.T, c *caller)
}

// onEveryRequest makes a demonstration of what one plain read gets.
func onEveryRequest(kind simulator.FaultKind, check func(t *testing.T, r result)) shown {
	return shown{simulator.Fault{Kind: kind}, true, func(t *testing.T, c *caller) {
		t.Helper()
		check(t, c.do(http.MethodGet, deviceList, ""))
	}}
}

func gatewayPage(status int) func(*testing.T, result) {
	return func(t *testing.T, r result) {
		t.Helper()
		assert.Equal(t, status, r.status)
		assert.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"))
		assert.Contains(t, string(r.body), http.StatusText(status))
		assert.False(t, json.Valid(r.body))
	}
}

func errorBody(status int, retryAfter func(string) bool) func(*testing.T, result) {
	return func(t *testing.T, r result) {
		t.Helper()
		assert.Equal(t, status, r.status)
		body := r.object(t)
		assert.InDelta(t, status, body["status"], 0)
		assert.Equal(t, "/v2/account/devices", body["path"])
		assert.True(t, retryAfter(r.header.Get("Retry-After")), "Retry-After: %q", r.header.Get("Retry-After"))
	}
}

func absent(text string) bool { return text == "" }

// writeStruck makes a demonstration of a write whose connection is reset, and
// of whether it took effect.
func writeStruck(kind simulator.FaultKind, took bool) shown {
	return shown{simulator.Fault{Kind: kind, Operation: "POST /v2/device/{deviceUid}/udf", Times: 1}, true, func(t *testing.T, c *caller) {
		t.Helper()
		path := "/v2/device/" + c.device("device")["uid"].(string)
		_, sent, _ := c.try(c.request(http.MethodPost, "/api"+path+"/udf", `{"udf200":"arrived"}`))
		number, ok := errors.AsType[syscall.Errno](sent)
		require.True(t, ok, "%v", sent)
		// Windows has its own number for it.
		assert.Contains(t, []syscall.Errno{syscall.ECONNRESET, 10054}, number)
		var want any
		if took {
			want = "arrived"
		}
		assert.Equal(t, want, c.get(path)["udf"].(map[string]any)["udf200"])
		c.void(http.MethodPost, path+"/udf", `{"udf200":"again"}`)
	}}
}

func rowFault(kind simulator.FaultKind, check func(t *testing.T, r result)) shown {
	return onEveryRequest(kind, func(t *testing.T, r result) {
		t.Helper()
		require.Equal(t, http.StatusOK, r.status)
		check(t, r)
	})
}

// nextFault shows what becomes of the URL of the next page.
func nextFault(kind simulator.FaultKind, path, want string) shown {
	return shown{simulator.Fault{Kind: kind}, false, func(t *testing.T, c *caller) {
		t.Helper()
		assert.Equal(t, want, c.page(path, "devices").details["nextPageUrl"])
	}}
}

// demonstrations has one entry for each kind of fault.
var demonstrations = map[simulator.FaultKind]shown{
	simulator.FaultBadGateway:     onEveryRequest(simulator.FaultBadGateway, gatewayPage(502)),
	simulator.FaultUnavailable:    onEveryRequest(simulator.FaultUnavailable, gatewayPage(503)),
	simulator.FaultGatewayTimeout: onEveryRequest(simulator.FaultGatewayTimeout, gatewayPage(504)),
	simulator.FaultBlockPage:      onEveryRequest(simulator.FaultBlockPage, gatewayPage(403)),
	simulator.FaultLoginPage: onEveryRequest(simulator.FaultLoginPage, func(t *testing.T, r result) {
		t.Helper()
		assert.Equal(t, http.StatusOK, r.status)
		assert.Contains(t, string(r.body), "<form")
	}),
	simulator.FaultResetBefore: writeStruck(simulator.FaultResetBefore, false),
	simulator.FaultResetAfter:  writeStruck(simulator.FaultResetAfter, true),
	simulator.FaultEmptyBody: onEveryRequest(simulator.FaultEmptyBody, func(t *testing.T, r result) {
		t.Helper()
		assert.Equal(t, http.StatusOK, r.status)
		assert.Empty(t, r.body)
	}),
	simulator.FaultTruncate: {simulator.Fault{Kind: simulator.FaultTruncate, Bytes: 700}, true, func(t *testing.T, c *caller) {
		t.Helper()
		r, sent, read := c.try(c.request(http.MethodGet, "/api"+deviceList, ""))
		require.NoError(t, sent)
		assert.Equal(t, http.StatusOK, r.status)
		require.ErrorIs(t, read, io.ErrUnexpectedEOF)
		assert.Len(t, r.body, 700)
		promised, err := strconv.Atoi(r.header.Get("Content-Length"))
		require.NoError(t, err)
		assert.Greater(t, promised, 700)
	}},
	simulator.FaultTooMany:        onEveryRequest(simulator.FaultTooMany, errorBody(429, absent)),
	simulator.FaultTooManySeconds: onEveryRequest(simulator.FaultTooManySeconds, errorBody(429, func(text string) bool { return text == "60" })),
	simulator.FaultTooManyDate: onEveryRequest(simulator.FaultTooManyDate, errorBody(429, func(text string) bool {
		at, err := http.ParseTime(text)
		return err == nil && !at.IsZero()
	})),
	simulator.FaultServerError: onEveryRequest(simulator.FaultServerError, errorBody(500, absent)),
	simulator.FaultForbidden:   onEveryRequest(simulator.FaultForbidden, errorBody(403, absent)),
	simulator.FaultConflict:    onEveryRequest(simulator.FaultConflict, errorBody(409, absent)),
	simulator.FaultRevokeToken: {simulator.Fault{Kind: simulator.FaultRevokeToken, Operation: "GET /v2/account/devices", Nth: 2}, true, func(t *testing.T, c *caller) {
		t.Helper()
		c.get(deviceList)
		assert.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, deviceList+"&page=1", "").status, "in the middle of a walk")
		assert.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, "/v2/account", "").status, "and for good")
	}},
	simulator.FaultEchoCredentials: {simulator.Fault{Kind: simulator.FaultEchoCredentials}, true, func(t *testing.T, c *caller) {
		t.Helper()
		r := c.askToken("KEY", "not-a-secret")
		assert.Equal(t, http.StatusUnauthorized, r.status)
		assert.Contains(t, string(r.body), "KEY")
		assert.Contains(t, string(r.body), "not-a-secret")
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, deviceList, "").status, "it strikes nothing else")
	}},
	simulator.FaultLostRow: rowFault(simulator.FaultLostRow, func(t *testing.T, r result) {
		t.Helper()
		v := r.object(t)
		assert.Len(t, v["devices"], 9)
		assert.InDelta(t, 10, v["pageDetails"].(map[string]any)["count"], 0)
	}),
	simulator.FaultShiftedRows: {simulator.Fault{Kind: simulator.FaultShiftedRows, Operation: "GET /v2/account/devices", Nth: 2, Times: 20}, false, func(t *testing.T, c *caller) {
		t.Helper()
		first, second := c.page(deviceList, "devices"), c.page(deviceList+"&page=1", "devices")
		assert.Equal(t, first.rows[9], second.rows[0], "the last row comes again")
		assert.Len(t, second.rows, 10)
		rows := c.walk(deviceList, "devices")
		seen := make(map[any]bool)
		for _, row := range rows {
			seen[row["uid"]] = true
		}
		assert.Len(t, seen, 120, "no row is lost by it")
		assert.Greater(t, len(rows), 120)
	}},
	simulator.FaultRepeatedCursor: nextFault(simulator.FaultRepeatedCursor, deviceList+"&page=2", "https://merlot.example/api/v2/account/devices?max=10&page=2"),
	simulator.FaultLossyNext:      nextFault(simulator.FaultLossyNext, "/v2/account/devices?max=2&deviceType=laptop", "https://merlot.example/api/v2/account/devices?max=2&page=1"),
	simulator.FaultForeignNext:    nextFault(simulator.FaultForeignNext, deviceList, "https://elsewhere.example/api/v2/account/devices?max=10&page=1"),
	simulator.FaultEmptyNext:      nextFault(simulator.FaultEmptyNext, deviceList+"&page=11", ""),
	simulator.FaultMalformedRow: rowFault(simulator.FaultMalformedRow, func(t *testing.T, r result) {
		t.Helper()
		bad := 0
		rows := rowsOf(t, r.object(t), "devices")
		for _, row := range rows {
			if _, number := row["id"].(float64); !number {
				bad++
			}
		}
		assert.Len(t, rows, 10)
		assert.Equal(t, 1, bad)
	}),
	simulator.FaultInvalidUTF8: rowFault(simulator.FaultInvalidUTF8, func(t *testing.T, r result) {
		t.Helper()
		assert.False(t, utf8.Valid(r.body))
		assert.Equal(t, 1, bytes.Count(r.body, []byte{0xff}))
	}),
	simulator.FaultHostileText: rowFault(simulator.FaultHostileText, func(t *testing.T, r result) {
		t.Helper()
		hostile := 0
		for _, row := range rowsOf(t, r.object(t), "devices") {
			name, ok := row["hostname"].(string)
			require.True(t, ok)
			if strings.HasPrefix(name, "\x1b]0;owned\a\x1b[2J\u202e") {
				hostile++
			}
		}
		assert.Equal(t, 1, hostile)
	}),
	simulator.FaultFutureField: rowFault(simulator.FaultFutureField, func(t *testing.T, r result) {
		t.Helper()
		for _, row := range rowsOf(t, r.object(t), "devices") {
			assert.Contains(t, row, "futureField")
			assert.Contains(t, row, "id")
		}
	}),
	simulator.FaultFutureValue: rowFault(simulator.FaultFutureValue, func(t *testing.T, r result) {
		t.Helper()
		for _, row := range rowsOf(t, r.object(t), "devices") {
			assert.Equal(t, "FromTheFuture", row["deviceClass"])
		}
	}),
	simulator.FaultLogError: {simulator.Fault{Kind: simulator.FaultLogError}, true, func(t *testing.T, c *caller) {
		t.Helper()
		assert.NotEmpty(t, c.get("/v2/activity-logs")["error"])
		assert.NotContains(t, c.get(deviceList), "error")
	}},
	// Those that take time are shown by TestFaultsThatTakeTime, and over a
	// connection by TestFaultsThatHoldAConnection.
	simulator.FaultDelay: {},
	simulator.FaultHang:  {},
	simulator.FaultStall: {},
	simulator.FaultSlow:  {},
}

func TestEveryFaultIsShown(t *testing.T) {
	t.Parallel()
	for _, kind := range simulator.FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			show, there := demonstrations[kind]
			require.True(t, there, "a fault that no test shows")
			if show.struck == nil {
				assert.Contains(t, takesTime, kind)
				return
			}
			require.Equal(t, kind, show.fault.Kind)
			config := simulator.Config{Now: standing}
			t.Run("in memory", func(t *testing.T) {
				t.Parallel()
				sim := simulator.New(config)
				c := newCaller(t, sim)
				sim.AddFault(show.fault)
				show.struck(t, c)
				struck := false
				for _, call := range sim.Calls() {
					struck = struck || call.Fault == kind
				}
				assert.True(t, struck, "the record names the fault")
				sim.ClearFaults()
				c.login(sim)
				c.get(deviceList)
			})
			if !show.served {
				return
			}
			t.Run("over a connection", func(t *testing.T) {
				t.Parallel()
				server := simulator.NewServer(t, config)
				c := newServedCaller(t, server)
				server.AddFault(show.fault)
				show.struck(t, c)
			})
		})
	}
}

var takesTime = []simulator.FaultKind{simulator.FaultDelay, simulator.FaultHang, simulator.FaultStall, simulator.FaultSlow}

func TestFaultsThatTakeTime(t *testing.T) {
	t.Parallel()
	const patience = time.Hour
	var clock handClock // stands still, so that all bodies are the same
	plain := len(newCaller(t, simulator.New(simulator.Config{Now: clock.Now})).do(http.MethodGet, deviceList, "").body)
	for name, test := range map[string]struct {
		fault simulator.Fault
		took  time.Duration
		bytes int
		sent  error
		read  error
	}{
		"delay":         {fault: simulator.Fault{Kind: simulator.FaultDelay, Wait: 7 * time.Second}, took: 7 * time.Second, bytes: plain},
		"delay default": {fault: simulator.Fault{Kind: simulator.FaultDelay}, took: time.Second, bytes: plain},
		"hang":          {fault: simulator.Fault{Kind: simulator.FaultHang}, took: patience, sent: errTimeout},
		"stall":         {fault: simulator.Fault{Kind: simulator.FaultStall, Bytes: 300}, took: patience, bytes: 300, read: errTimeout},
		"stall default": {fault: simulator.Fault{Kind: simulator.FaultStall}, took: patience, bytes: plain / 2, read: errTimeout},
		"slow":          {fault: simulator.Fault{Kind: simulator.FaultSlow, Bytes: 1000, Wait: 2 * time.Second}, took: time.Duration((plain-1)/1000) * 2 * time.Second, bytes: plain},
		"slow default":  {fault: simulator.Fault{Kind: simulator.FaultSlow}, took: time.Duration((plain-1)/1024) * time.Second, bytes: plain},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := simulator.New(simulator.Config{Now: clock.Now})
				c := newCaller(t, sim)
				c.http.Timeout = patience
				sim.AddFault(test.fault)
				began := time.Now()
				r, sent, read := c.try(c.request(http.MethodGet, "/api"+deviceList, ""))
				assert.Equal(t, test.took, time.Since(began))
				assert.Equal(t, test.bytes, len(r.body)) //nolint:testifylint // Len would print the body.
				assert.Equal(t, test.sent != nil, isTimeout(sent), "%v", sent)
				assert.Equal(t, test.read != nil, isTimeout(read), "%v", read)
			})
		})
	}
}

// errTimeout stands for any error that says it is a timeout.
var errTimeout = errors.New("timeout")

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && timeout.Timeout()
}

// TestFaultsThatHoldAConnection shows on a real connection what would last.
// The server's end of the test must not wait for them.
func TestFaultsThatHoldAConnection(t *testing.T) {
	t.Parallel()
	t.Run("stall", func(t *testing.T) {
		t.Parallel()
		server := simulator.NewServer(t, simulator.Config{})
		c := newServedCaller(t, server)
		server.AddFault(simulator.Fault{Kind: simulator.FaultStall, Bytes: 300})
		res, err := c.http.Do(c.request(http.MethodGet, "/api"+deviceList, ""))
		require.NoError(t, err)
		part := make([]byte, 300)
		_, err = io.ReadFull(res.Body, part)
		require.NoError(t, err, "what comes before the stall must arrive")
		assert.True(t, bytes.HasPrefix(part, []byte(`{"pageDetails":`)))
		assert.Greater(t, res.ContentLength, int64(300))
		require.NoError(t, res.Body.Close())
	})
	t.Run("hang", func(t *testing.T) {
		t.Parallel()
		server := simulator.NewServer(t, simulator.Config{})
		c := newServedCaller(t, server)
		server.AddFault(simulator.Fault{Kind: simulator.FaultHang})
		c.http.Timeout = 50 * time.Millisecond
		_, err := c.http.Do(c.request(http.MethodGet, "/api"+deviceList, "")) //nolint:bodyclose // There is none.
		assert.True(t, isTimeout(err), "%v", err)
	})
	t.Run("slow", func(t *testing.T) {
		t.Parallel()
		// Scaled, as nobody wants to wait for a test.
		server := simulator.NewServer(t, simulator.Config{TimeScale: 10_000})
		c := newServedCaller(t, server)
		server.AddFault(simulator.Fault{Kind: simulator.FaultSlow, Bytes: 2000})
		assert.Len(t, c.rows(deviceList, "devices"), 10)
	})
}

// A body that never ends is given up when the caller closes it.
func TestStallEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := simulator.New(simulator.Config{})
		c := newCaller(t, sim)
		sim.AddFault(simulator.Fault{Kind: simulator.FaultStall, Bytes: 10})
		res, err := c.http.Do(c.request(http.MethodGet, "/api"+deviceList, ""))
		require.NoError(t, err)
		defer func() { _ = res.Body.Close() }()
		done := make(chan error)
		go func() {
			_, err := io.ReadAll(res.Body)
			done <- err
		}()
		synctest.Wait()
		require.NoError(t, res.Body.Close())
		assert.Error(t, <-done)
	})
}

// statuses asks n times and returns the answers' statuses.
func statuses(c *caller, n int) string {
	c.t.Helper()
	var b strings.Builder
	for range n {
		if c.do(http.MethodGet, "/v2/system/pagination", "").status == http.StatusOK {
			b.WriteByte('.')
		} else {
			b.WriteByte('x')
		}
	}
	return b.String()
}

func TestFaultPlans(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"500":                                    "xxxxxxxx",
		"500,times=3":                            "xxx.....",
		"500,nth=3":                              "..x.....",
		"500,nth=3,times=2":                      "..xx....",
		"500,nth=2; 502,nth=4":                   ".x.x....",
		"500,nth=2; 502,nth=2":                   ".xx.....", // one a call; the other is still due at the next
		"500,op=GET /v2/account/devices":         "........",
		"500,op=GET /v2/system/*,times=1":        "x.......",
		"500,op=GET /v2/system/pagination,nth=2": ".x......",
		"500,op=POST /auth/oauth/token; 500,op=GET /v3*": "........",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			sim := simulator.New(simulator.Config{})
			c := newCaller(t, sim)
			faults, err := simulator.ParseFaults(text)
			require.NoError(t, err)
			for _, fault := range faults {
				sim.AddFault(fault)
			}
			assert.Equal(t, want, statuses(c, 8))
		})
	}
}

func TestFaultsOfTheTokenEndpointAreNamed(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultServerError}}})
	c := newCaller(t, sim) // asks for a token
	key, secret := sim.Credentials()
	for kind, want := range map[simulator.FaultKind]int{simulator.FaultServerError: 500, simulator.FaultTooMany: 429, simulator.FaultGatewayTimeout: 504, simulator.FaultLoginPage: 200} {
		sim.ClearFaults()
		sim.AddFault(simulator.Fault{Kind: kind, Operation: "POST /auth/oauth/token"})
		r := c.askToken(key, secret)
		assert.Equal(t, want, r.status, kind)
		assert.NotContains(t, string(r.body), "access_token", kind)
		assert.Equal(t, http.StatusOK, c.do(http.MethodGet, deviceList, "").status, kind)
	}
}

func TestShareIsAShareAndComesFromTheSeed(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		sim := simulator.New(simulator.Config{Seed: seed, Limits: simulator.Limits{Off: true}})
		c := newCaller(t, sim)
		sim.AddFault(simulator.Fault{Kind: simulator.FaultServerError, Share: 0.2})
		return statuses(c, 2_000)
	}
	one := run(1)
	assert.InDelta(t, 400, strings.Count(one, "x"), 60)
	assert.Equal(t, one, run(1))
	assert.NotEqual(t, one, run(2))
	assert.Contains(t, one, "xx", "not each fifth")

	sim := simulator.New(simulator.Config{})
	c := newCaller(t, sim)
	sim.AddFault(simulator.Fault{Kind: simulator.FaultServerError, Share: 1})
	assert.Equal(t, "xxxx", statuses(c, 4))
	sim.ClearFaults()
	sim.AddFault(simulator.Fault{Kind: simulator.FaultServerError, Share: 0.5, Times: 2})
	assert.Equal(t, 2, strings.Count(statuses(c, 100), "x"))
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]simulator.Fault{
		"":    nil,
		" ; ": nil,
		"429": {{Kind: simulator.FaultTooMany}},
		" 429 , share=0.05 ;reset-before,op=GET /v2/account/devices,nth=3;": {
			{Kind: simulator.FaultTooMany, Share: 0.05},
			{Kind: simulator.FaultResetBefore, Operation: "GET /v2/account/devices", Nth: 3},
		},
		"slow,op=GET /v2/audit/*,wait=200ms,bytes=512,times=4": {
			{Kind: simulator.FaultSlow, Operation: "GET /v2/audit/*", Wait: 200 * time.Millisecond, Bytes: 512, Times: 4},
		},
		"504,op=POST /auth/oauth/token": {{Kind: simulator.FaultGatewayTimeout, Operation: "POST /auth/oauth/token"}},
		"500,op=*":                      {{Kind: simulator.FaultServerError, Operation: "*"}},
	} {
		got, err := simulator.ParseFaults(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, kind := range simulator.FaultKinds() {
		got, err := simulator.ParseFaults(string(kind))
		require.NoError(t, err)
		assert.Equal(t, []simulator.Fault{{Kind: kind}}, got)
	}
	for text, want := range map[string]string{
		"418":                      `unknown fault "418"`,
		",share=1":                 `unknown fault ""`,
		"429; nonsense":            `unknown fault "nonsense"`,
		"429,often=1":              `unknown setting "often"`,
		"429,nth=x":                `nth is not a number: "x"`,
		"429,nth":                  `nth is not a number: ""`,
		"429,share=a lot":          "share is not a number",
		"429,share=1.01":           "share is not from 0 to 1",
		"429,share=-0.1":           "share is not from 0 to 1",
		"429,share=NaN":            "share is not from 0 to 1",
		"429,nth=1,share=0.5":      "exclude each other",
		"429,times=-1":             "negative number",
		"429,nth=-1":               "negative number",
		"slow,bytes=-1":            "negative number",
		"slow,wait=-1s":            "negative number",
		"slow,wait=7":              "wait is not a duration",
		"429,op=GET /v2/devices":   `no operation is called "GET /v2/devices"`,
		"429,op=GET /v2/nothing/*": "no operation is called",
		"429,op=get /v2/account":   "no operation is called",
	} {
		_, err := simulator.ParseFaults(text)
		assert.ErrorContains(t, err, want, text)
	}
}

func TestAddFaultRefusesNonsense(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	for _, fault := range []simulator.Fault{{}, {Kind: "nonsense"}, {Kind: simulator.FaultSlow, Bytes: -1}, {Kind: simulator.FaultSlow, Share: 2}} {
		assert.Panics(t, func() { sim.AddFault(fault) })
	}
	assert.Panics(t, func() { simulator.New(simulator.Config{Faults: []simulator.Fault{{}}}) })
	kinds := simulator.FaultKinds()
	kinds[0] = "changed"
	assert.NotEqual(t, kinds[0], simulator.FaultKinds()[0], "the list is the caller's own")
}

// Faults that bend pages and rows leave everything else as it is.
func TestRowFaultsLeaveOtherAnswersAlone(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostRow, simulator.FaultShiftedRows, simulator.FaultRepeatedCursor, simulator.FaultLossyNext, simulator.FaultForeignNext,
		simulator.FaultEmptyNext, simulator.FaultLogError,
	} {
		sim := simulator.New(simulator.Config{Now: standing})
		c := newCaller(t, sim)
		uid := c.rows(deviceList, "devices")[0]["uid"].(string)
		plain := c.do(http.MethodGet, "/v2/device/"+uid, "").body
		sim.AddFault(simulator.Fault{Kind: kind})
		assert.Equal(t, plain, c.do(http.MethodGet, "/v2/device/"+uid, "").body, kind)
	}
}

// Every list and every object that a row fault bends is still JSON.
func TestRowFaultsKeepJSONWhole(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{Limits: simulator.Limits{Off: true}})
	c := newCaller(t, sim)
	device := c.device("device")
	uid, site := device["uid"].(string), device["siteUid"].(string)
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostRow, simulator.FaultMalformedRow, simulator.FaultFutureField, simulator.FaultFutureValue, simulator.FaultLogError,
	} {
		sim.ClearFaults()
		sim.AddFault(simulator.Fault{Kind: kind})
		for _, path := range []string{
			"/v2/account", "/v2/account/devices", "/v2/account/devices?max=1", "/v2/account/sites", "/v2/account/alerts/open", "/v2/account/users", "/v2/account/variables",
			"/v2/account/components", "/v2/account/dnet-site-mappings", "/v2/activity-logs", "/v2/audit/device/" + uid, "/v2/audit/device/" + uid + "/software",
			"/v2/device/" + uid, "/v2/device/" + uid + "/patches", "/v2/filter/default-filters", "/v2/site/" + site + "/settings", "/v2/system/request_rate",
			"/v2/site/" + site + "/devices/network-interface", "/v3/account/devices", "/v2/device/macAddress/000000000000", "/v2/account/devices?hostname=nobody",
		} {
			r := c.do(http.MethodGet, path, "")
			assert.True(t, json.Valid(r.body), "%s %s: %.200s", kind, path, r.body)
		}
	}
}

func TestRetryAfterDateOfAFaultFollowsTheClock(t *testing.T) {
	t.Parallel()
	var clock handClock
	sim := simulator.New(simulator.Config{Now: clock.Now, Limits: simulator.Limits{Window: 90 * time.Second}})
	c := newCaller(t, sim)
	sim.AddFault(simulator.Fault{Kind: simulator.FaultTooManyDate, Times: 1})
	sim.AddFault(simulator.Fault{Kind: simulator.FaultTooManySeconds})
	assert.Equal(t, epoch.Add(90*time.Second).Format(http.TimeFormat), c.do(http.MethodGet, deviceList, "").header.Get("Retry-After"))
	assert.Equal(t, strconv.Itoa(90), c.do(http.MethodGet, deviceList, "").header.Get("Retry-After"))
}
