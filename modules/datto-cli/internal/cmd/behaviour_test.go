package cmd_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
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
		require.Equal(t, "Failure\n", out.String())
		require.Regexp(t, `^datto: the job failed on ORCA-DC01\nnext: look at what it wrote: datto job output [0-9a-f-]{36} `+dc01+`\n$`, errs.String())
	})
}

func TestJobRunGivesUpWaitingForADeviceThatIsOffline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		code := cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-MAC01 --component Clear --wait --timeout 10m --yes --output json"))
		require.Equal(t, exitcode.Incomplete, code)
		require.Contains(t, out.String(), `"jobDeploymentStatus":"Pending"`)
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

// watched is written while it is read.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// secondPage runs test when the second page of a list is asked for. printed is
// what stands on standard output by then.
func secondPage(t *testing.T, args string, test func(r *http.Request, printed string, interrupt func())) (code int, out, errs string) {
	t.Helper()
	w := newWorld(t)
	w.sim = simulator.New(simulator.Config{Devices: 40, PageSize: 10, Now: func() time.Time { return scriptNow }})
	printed := &watched{}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	f := w.factory()
	f.Streams.Out = printed
	f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
		if r.URL.Query().Get("page") == "1" {
			test(r, printed.String(), interrupt)
		}
	}}
	code = cmd.Run(ctx, f, strings.Fields(args))
	return code, printed.String(), w.err.String()
}

func TestTheFirstRowIsPrintedBeforeTheSecondPageIsAskedFor(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"json", "jsonl", "csv", "tsv", "yaml"} {
		early := ""
		code, out, errs := secondPage(t, "device list --output "+format, func(_ *http.Request, printed string, _ func()) { early = printed })
		require.Zero(t, code, errs)
		require.Contains(t, early, "ORCA-DC01", "%s", format)
		require.True(t, strings.HasPrefix(out, early))
	}
}

func TestAFewRowsTakeOneCall(t *testing.T) {
	t.Parallel()
	code, out, errs := secondPage(t, "device list --limit 5", func(*http.Request, string, func()) { t.Error("the second page was asked for") })
	require.Zero(t, code, errs)
	require.Equal(t, 5, strings.Count(out, "\n"))
}

func TestAnInterruptStopsAListAndSaysHowFarItGot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		code, out, errs := secondPage(t, "device list --output json", func(r *http.Request, _ string, interrupt func()) {
			interrupt()
			<-r.Context().Done()
		})
		require.Equal(t, exitcode.Cancelled, code)
		require.Less(t, time.Since(started), time.Second)
		require.Equal(t, 10, strings.Count(out, `"deviceClass"`))
		require.False(t, strings.HasSuffix(out, "]\n"), "nobody can take it for all")
		require.Equal(t, "datto: cancelled; 10 devices were printed, the rest is missing\n", errs)
	})
}

func TestAnInterruptLeavesNoHalfOfAList(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "devices.json")
	for args, want := range map[string]string{
		"--out " + file:           "nothing was written to " + file,
		"--output json --jq .[0]": "nothing was printed",
		"--sort hostname":         "nothing was printed",
	} {
		code, out, errs := secondPage(t, "device list "+args, func(r *http.Request, _ string, interrupt func()) {
			interrupt()
			<-r.Context().Done()
		})
		require.Equal(t, exitcode.Cancelled, code)
		require.Empty(t, out)
		require.Equal(t, "datto: cancelled: 10 devices were read, "+want+"\n", errs)
		left, err := os.ReadDir(filepath.Dir(file))
		require.NoError(t, err)
		require.Empty(t, left)
	}
}

// long is a list of more pages than the server gives in a minute.
func long(t *testing.T, streams func(*terminal.Streams), args ...string) (out, errs string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f, stdout, stderr := bubble(t)
		f.Demo.Devices, f.Demo.PageSize = 1300, 2
		streams(f.Streams)
		code := cmd.Run(t.Context(), f, append([]string{"--demo", "device", "list"}, args...))
		require.Zero(t, code, stderr)
		out, errs = stdout.String(), stderr.String()
	})
	return out, errs
}

func TestLongWorkSaysHowFarItIsAndWhyItWaits(t *testing.T) {
	t.Parallel()
	onTerminal := func(s *terminal.Streams) { s.OutTTY, s.ErrTTY, s.Columns = true, true, 80 }
	for _, args := range [][]string{nil, {"--output", "jsonl"}, {"--sort", "hostname"}} {
		out, errs := long(t, onTerminal, args...)
		require.GreaterOrEqual(t, strings.Count(out, "\n"), 1300, "%v", args)
		require.Regexp(t, `\r\x1b\[K\d+ of 1300 devices, \d+ calls, \d+ s, about \d+ s left \(rate limit, \d+ s\)`, errs)
		require.True(t, strings.HasSuffix(errs, "\r\x1b[K"), "nothing of it stays")
	}
	_, errs := long(t, onTerminal, "--limit", "1200")
	require.Regexp(t, `\d+ of 1200 devices, \d+ calls`, errs)
}

func TestProgressIsShownToPeopleOnly(t *testing.T) {
	t.Parallel()
	_, errs := long(t, func(*terminal.Streams) {})
	require.Empty(t, errs, "no terminal")
	_, errs = long(t, func(s *terminal.Streams) { s.OutTTY, s.ErrTTY = true, true }, "--quiet")
	require.Empty(t, errs, "--quiet")
	_, errs = long(t, func(s *terminal.Streams) { s.ErrTTY, s.OutPiped = true, true })
	require.Empty(t, errs, "another program may draw there")
	_, errs = long(t, func(s *terminal.Streams) { s.ErrTTY = true })
	require.Contains(t, errs, "of 1300 devices", "into a file")
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

func TestAFormatForAllCommandsGivesWayToWhatIsTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, test := range []struct{ format, args, want string }{
		{"json", "site list --limit 1 --jq .[].name", "Orchard Accounting\n"},
		{"json", "site list --limit 1 --columns name", "Orchard Accounting\n"},
		{"csv", "site list --limit 1 --jq .[].name", "Orchard Accounting\n"},
		{"csv", "site list --limit 1 --output jsonl --jq .name", "Orchard Accounting\n"},
		{"jsonl", "platform list --limit 1", `{"name":"pinotage","baseUrl":"https://pinotage-api.centrastage.net/api"}` + "\n"},
	} {
		w.env["DATTO_OUTPUT"] = test.format
		require.Zero(t, w.run(t.Context(), strings.Fields(test.args)...), w.err.String())
		require.Equal(t, test.want, w.out.String())
	}
}

func TestDebugTellsOfRequestsWithoutSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "--debug", "device", "udf", "set", "ORCA-DC01", "7=CANARY-UDF", "--yes"), w.err.String())
	require.Contains(t, w.err.String(), `operation="POST /v2/device/{deviceUid}/udf" attempt=1 status=200`)
	require.NotContains(t, w.err.String(), "CANARY-UDF")
	require.NotContains(t, w.err.String(), w.env["DATTO_API_KEY"])
	require.NotContains(t, w.err.String(), w.env["DATTO_API_SECRET"])
	require.NotContains(t, w.err.String(), "ORCA-DC01")
}

// untouched is a keyring that nobody must look into.
type untouched struct{ credential.Store }

func TestStartingTouchesNothing(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"version"}, {"--help"}, {"device", "list", "--help"}, {"help", "formats"}, {"platform", "list"}, {"device"}} {
		w := newWorld(t)
		w.env["DATTO_CONFIG_DIR"] += "/nothing-here"
		f := w.factory()
		f.Transport, f.Keyring = nil, untouched{}
		require.Zero(t, cmd.Run(t.Context(), f, args), w.err.String())
		require.NoDirExists(t, w.env["DATTO_CONFIG_DIR"])
		require.Empty(t, w.sim.Calls())
	}
}

func TestAnInterruptBetweenWritesSaysHowManyWereDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "alert", "list", "--limit", "4", "--columns", "uid"))
	uids := strings.Fields(w.out.String())
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	f := w.factory()
	writes := 0
	f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/resolve") {
			if writes++; writes == 3 {
				interrupt()
			}
		}
	}}
	w.err.Reset()
	require.Equal(t, exitcode.Cancelled, cmd.Run(ctx, f, append([]string{"alert", "resolve", "--yes"}, uids...)))
	require.Equal(t, "datto: cancelled: 2 of 4 alerts done, 1 uncertain\nnext: run it again: to do this twice does no harm\n", w.err.String())
	require.Equal(t, 2, w.sim.CountCalls("POST /v2/alert/{alertUid}/resolve"))
}

func TestAnInterruptBetweenWritesSaysHowManyFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	f := w.factory()
	writes := 0
	f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/warranty") {
			if writes++; writes == 3 {
				interrupt()
			}
		}
	}}
	require.Equal(t, exitcode.Cancelled, cmd.Run(ctx, f, []string{
		"device", "warranty", "clear", "--yes", "00000000-0000-4000-8000-000000000000",
		"0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f", "179a885f-92ca-47fe-878f-cfcd615768f6",
	}))
	require.Contains(t, w.err.String(), "\ndatto: cancelled: 1 of 3 devices done, 1 failed, 1 uncertain\nnext: run it again: to do this twice does no harm\n")
}

func TestProgressOfWritesCountsThoseThatFailed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, _ := bubble(t)
		require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("--demo device list --limit 120 --columns uid")))
		uids := strings.Fields(out.String())
		f, _, errs := bubble(t)
		f.Streams.ErrTTY = true
		require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, append(strings.Fields("--demo job run --component Clear --yes"), uids...)))
		require.Contains(t, errs.String(), "400 Bad Request\n")
		require.Contains(t, errs.String(), "89 of 120 jobs, ", "as many as are sent in a minute")
	})
}

func TestOfSeveralWritesTheRestIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Equal(t, exitcode.NotFound, w.run(t.Context(), "device", "warranty", "clear", "--yes",
		"0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f", "00000000-0000-4000-8000-000000000000", "179a885f-92ca-47fe-878f-cfcd615768f6"))
	require.Contains(t, w.err.String(), "2 of 3 devices done, 1 failed: there is no device \"00000000-0000-4000-8000-000000000000\"")
	require.Equal(t, 3, w.sim.CountCalls("POST /v2/device/{deviceUid}/warranty"))
}

func TestHelpThatCannotBePrintedIsNotDone(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"help"}, {"device", "list", "--help"}, {"--version"}, {}} {
		w := newWorld(t)
		f := w.factory()
		f.Streams.Out = fullDisk{}
		require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, args), "%q", args)
		require.Equal(t, "datto: write x: no space left on device\nnext: make room there, or write elsewhere (--out FILE)\n", w.err.String())
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "x", Err: errors.New("no space left on device")}
}
