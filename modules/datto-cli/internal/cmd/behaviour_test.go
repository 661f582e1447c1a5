package cmd_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// bubble is a program whose simulation runs on the time of a synctest bubble.
func bubble(t *testing.T) (*factory.Factory, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	// A bubble begins in the year 2000, whose times in milliseconds cannot be told
	// from times in seconds.
	now := func() time.Time { return time.Now().AddDate(26, 0, 0) }
	var out, err bytes.Buffer
	return &factory.Factory{
		Streams: &terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &err},
		Getenv: func(name string) string {
			if name == "DATTO_CONFIG_DIR" {
				return t.TempDir()
			}
			return ""
		},
		Now: now, Version: "1.2.3", Demo: simulator.Config{Now: now},
	}, &out, &err
}

func TestJobRunWaitsUntilTheJobHasEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		started := time.Now()
		code := cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-DC01 ORCA-FS01 --component Clear --wait --yes --columns device,status,stdout"))
		require.Zero(t, code, errs.String())
		require.Regexp(t, `^ORCA-DC01\tSuccess\tClear temporary files on ORCA-DC01\\r\\nFinished in \d+ s\nORCA-FS01\tSuccess\t`, out.String())
		require.Greater(t, time.Since(started), 10*time.Second)
	})
}

func TestJobRunFailsWhenTheJobDoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		code := cmd.Run(t.Context(), f, []string{"--demo", "component", "list", "--columns", "name"})
		require.Zero(t, code)
		failing := ""
		for name := range strings.Lines(out.String()) {
			name = strings.TrimSpace(name)
			out.Reset()
			errs.Reset()
			code = cmd.Run(t.Context(), f, []string{"--demo", "job", "run", "ORCA-DC01", "--component", name, "--wait", "--yes", "--columns", "status"})
			if strings.Contains(out.String(), "Failure") {
				failing = name
				break
			}
		}
		require.NotEmpty(t, failing, "no component of the simulation fails")
		require.Equal(t, exitcode.Failed, code)
		require.Equal(t, "status\tFailure\n", out.String())
		require.Contains(t, errs.String(), "datto: the job failed on ORCA-DC01\nnext: look at what it wrote")
	})
}

func TestJobRunGivesUpWaitingForADeviceThatIsOffline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		code := cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-MAC01 --component Clear --wait --timeout 10m --yes --output json"))
		require.Equal(t, exitcode.Incomplete, code)
		require.Empty(t, out.String())
		require.Regexp(t, `^datto: the job has not ended on ORCA-MAC01 after 10m0s\nnext: the job goes on; datto job wait [0-9a-f-]{36} [0-9a-f-]{36} waits for it\n$`, errs.String())
	})
}

func TestFollowPrintsEachActivityOnceUntilInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
		defer cancel()
		interrupted, interrupt := context.WithCancel(t.Context())
		context.AfterFunc(ctx, interrupt)
		code := cmd.Run(interrupted, f, strings.Fields("--demo activity list --follow --since 5m --every 30s --output jsonl --jq .id"))
		require.Equal(t, exitcode.Cancelled, code)
		ids := strings.Fields(out.String())
		require.Greater(t, len(ids), 5)
		seen := map[string]bool{}
		for _, id := range ids {
			require.False(t, seen[id], "%s came twice", id)
			seen[id] = true
		}
		require.Equal(t, fmt.Sprintf("datto: cancelled: %d activities were printed\n", len(ids)), errs.String())
	})
}

// gate is a transport that lets requests through one by one.
type gate struct {
	next http.RoundTripper
	hold func(*http.Request)
}

func (g gate) RoundTrip(r *http.Request) (*http.Response, error) {
	g.hold(r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return g.next.RoundTrip(r)
}

// watched tells when something was written.
type watched struct {
	mu    sync.Mutex
	text  bytes.Buffer
	first chan struct{}
	once  sync.Once
}

func (w *watched) Write(p []byte) (int, error) {
	w.once.Do(func() { close(w.first) })
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// secondPage runs test when the second page of a list is asked for, once
// something of the first has been printed.
func secondPage(t *testing.T, args string, test func(r *http.Request, interrupt func())) (code int, out, errs string) {
	t.Helper()
	w := newWorld(t)
	w.sim = simulator.New(simulator.Config{Devices: 40, PageSize: 10, Now: func() time.Time { return scriptNow }})
	printed := &watched{first: make(chan struct{})}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	f := w.factory()
	f.Streams.Out = printed
	f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
		if r.URL.Query().Get("page") == "1" {
			<-printed.first
			test(r, interrupt)
		}
	}}
	code = cmd.Run(ctx, f, strings.Fields(args))
	return code, printed.String(), w.err.String()
}

func TestTheFirstRowsAreThereBeforeTheSecondPageIs(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"json", "jsonl", "csv", "tsv", "yaml"} {
		held := false
		code, out, errs := secondPage(t, "device list --output "+format, func(*http.Request, func()) { held = true })
		require.Zero(t, code, errs)
		require.True(t, held)
		require.NotEmpty(t, out)
	}
}

func TestAnInterruptStopsAListAndSaysHowFarItGot(t *testing.T) {
	t.Parallel()
	started := time.Now()
	code, out, errs := secondPage(t, "device list --output json", func(r *http.Request, interrupt func()) {
		interrupt()
		<-r.Context().Done()
	})
	require.Equal(t, exitcode.Cancelled, code)
	require.Less(t, time.Since(started), time.Second)
	require.Equal(t, 10, strings.Count(out, `"deviceClass"`))
	require.False(t, strings.HasSuffix(out, "]\n"), "nobody can take it for all")
	require.Equal(t, "datto: cancelled; 10 devices were printed, the rest is missing\n", errs)
}

// brokenPipe is a reader that has had enough after some bytes.
type brokenPipe struct{ left int }

func (b *brokenPipe) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, syscall.EPIPE
	}
	return len(p), nil
}

func TestAReaderThatHasHadEnoughEndsItQuietly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.factory()
	f.Streams.Out = &brokenPipe{left: 10_000}
	require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, []string{"device", "list", "--output", "jsonl"}))
	require.Empty(t, w.err.String())
}

func TestANameThatIsAnEscapeSequenceDoesNothingToATerminal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	name := "\x1b]0;owned\a\x1b[2Jevil\u202e\u009b31m"
	require.Zero(t, w.run(t.Context(), "site", "create", name, "--yes"), "%s", w.err.String())
	w.tty, w.canAsk = true, true
	for _, args := range [][]string{
		{"site", "list"},
		{"site", "list", "--output", "json"},
		{"site", "list", "--output", "jsonl"},
		{"site", "list", "--output", "yaml"},
		{"site", "list", "--output", "csv"},
		{"site", "list", "--output", "tsv"},
		{"site", "list", "--jq", ".[].name"},
		{"site", "list", "--template", "{{range .}}{{.name}}{{end}}"},
		{"site", "show", "no such name \x1b[2J"},
		{"site", "update", name, "--notes", "x"},
		{"site", "update", name, "--notes", "x", "--dry-run"},
	} {
		w.run(t.Context(), args...)
		printed := w.out.String() + w.err.String()
		require.NotEmpty(t, printed)
		for _, r := range printed {
			if r != '\n' && r != '\t' && r != '\r' {
				require.Falsef(t, terminal.Dangerous(r), "%v prints %q: %q", args, r, printed)
			}
		}
	}
}
