package cmd_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// world is a simulation with a program that works on it.
type world struct {
	sim      *simulator.Simulator
	now      func() time.Time
	between  func(http.RoundTripper) http.RoundTripper
	found    map[string]string
	env      map[string]string
	in       string
	tty      bool
	canAsk   bool
	out, err bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldOf(t, simulator.Config{Now: func() time.Time { return scriptNow }})
}

func newWorldOf(t *testing.T, config simulator.Config) *world {
	t.Helper()
	w := &world{sim: simulator.New(config), now: config.Now}
	key, secret := w.sim.Credentials()
	w.env = map[string]string{
		"DATTO_API_KEY": key, "DATTO_API_SECRET": secret, "DATTO_PLATFORM": "merlot",
		"DATTO_CONFIG_DIR": t.TempDir(), "DATTO_KEYRING": "off",
	}
	return w
}

// run runs the program and returns its exit status.
func (w *world) run(ctx context.Context, args ...string) int {
	w.out.Reset()
	w.err.Reset()
	return cmd.Run(ctx, w.factory(), args)
}

func (w *world) factory() *factory.Factory {
	transport := w.sim.Transport()
	if w.between != nil {
		transport = w.between(transport)
	}
	return &factory.Factory{
		Streams: &terminal.Streams{
			In: strings.NewReader(w.in), Out: &w.out, Err: &w.err,
			OutTTY: w.tty, Columns: 100, InTTY: w.canAsk, ErrTTY: w.canAsk,
		},
		Getenv:    func(name string) string { return w.env[name] },
		Now:       w.now,
		Version:   "1.2.3",
		Transport: transport,
		Retry:     datto.NoRetry{},
	}
}

// commands are all commands that can be run.
func commands(t *testing.T) []*cobra.Command {
	t.Helper()
	var all []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() && !c.HasSubCommands() {
			all = append(all, c)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(cmd.NewRoot(newWorld(t).factory()))
	return all
}

func isWrite(c *cobra.Command) bool { return c.Flags().Lookup("dry-run") != nil }

// eachCommand runs test for each command that calls an operation, with its first
// sample.
func eachCommand(t *testing.T, test func(t *testing.T, c *cobra.Command, w *world, args []string)) {
	t.Helper()
	for _, c := range callers(t) {
		if c.Name() == "api" {
			continue
		}
		t.Run(c.CommandPath(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			test(t, c, w, w.args(t, c.CommandPath(), samplesOf(t, c)[0].args))
		})
	}
}

// callers are the commands that call the API, but for those that are tried
// elsewhere.
func callers(t *testing.T) []*cobra.Command {
	t.Helper()
	var all []*cobra.Command
	excused, sampled := 0, 0
	for _, c := range commands(t) {
		if elsewhere[c.CommandPath()] != "" {
			excused++
			continue
		}
		if samples[c.CommandPath()] != nil {
			sampled++
		}
		all = append(all, c)
	}
	require.Len(t, elsewhere, excused, "a command that is tried elsewhere does not exist")
	require.Len(t, samples, sampled, "a sample is of no command")
	return all
}

func samplesOf(t *testing.T, c *cobra.Command) []sample {
	t.Helper()
	require.NotEmpty(t, samples[c.CommandPath()], "give it a sample")
	return samples[c.CommandPath()]
}

// sure are the arguments with what a write needs where nobody can be asked.
func sure(c *cobra.Command, args []string) []string {
	if isWrite(c) {
		return append(slices.Clone(args), "--yes")
	}
	return args
}

// finding are the operations by which commands find what is meant by a name.
var finding = []string{
	"GET /v2/account/devices", "GET /v2/account/sites", "GET /v2/account/components",
	"GET /v2/filter/default-filters", "GET /v2/filter/custom-filters", "GET /v2/site/{siteUid}", "GET /v2/device/{deviceUid}",
	"GET /v2/system/request_rate", "POST /auth/oauth/token",
}

func TestEveryCommandWorksAndCallsWhatItSays(t *testing.T) {
	t.Parallel()
	for _, c := range callers(t) {
		t.Run(c.CommandPath(), func(t *testing.T) {
			t.Parallel()
			declared := command.Operations(c)
			called := map[string]bool{}
			for _, s := range samplesOf(t, c) {
				inTime(t, func(t *testing.T, w *world) {
					t.Helper()
					args := sure(c, w.args(t, c.CommandPath(), s.args))
					w.in = w.named(t, s.in)
					before := len(w.sim.Calls())
					require.Zero(t, w.run(t.Context(), args...), "%v: %s", args, w.err.String())
					calls := w.sim.Calls()[before:]
					for _, call := range calls {
						called[call.Operation] = true
						if len(declared) > 0 && !slices.Contains(declared, call.Operation) {
							require.Contains(t, finding, call.Operation, "%v", args)
						}
					}
					require.Equal(t, w.wanted(t, s), ownCalls(calls, declared), "%v", args)
					requireAsked(t, s, calls)
					require.Empty(t, w.sim.Violations())
				})
			}
			for _, operation := range declared {
				require.True(t, called[operation], "no sample calls %s", operation)
			}
		})
	}
}

// inTime runs test in a world in which time passes, because some commands wait.
func inTime(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		test(t, newWorldOf(t, simulator.Config{Now: func() time.Time { return scriptNow.Add(time.Since(begun)) }}))
	})
}

// ownCalls are the calls of the given operations, or all but that for a token: each
// once, with method and path, in the order in which they came first.
func ownCalls(calls []simulator.Call, operations []string) []string {
	own := []string{}
	for _, call := range calls {
		text := call.Method + " " + call.Path
		if slices.Contains(operations, call.Operation) || len(operations) == 0 && call.Operation != "POST /auth/oauth/token" {
			if !slices.Contains(own, text) {
				own = append(own, text)
			}
		}
	}
	return own
}

// started finds the uid of a job that was started.
var started = regexp.MustCompile(`(?m)^([0-9a-f-]{36})$`)

// wanted are the calls of a sample that was run.
func (w *world) wanted(t *testing.T, s sample) []string {
	t.Helper()
	printed := w.out.String()
	wanted := []string{}
	for _, call := range s.calls {
		path, _, _ := strings.Cut(call, "?")
		if strings.Contains(path, "{started}") {
			match := started.FindStringSubmatch(printed)
			require.NotNil(t, match, printed)
			path = strings.ReplaceAll(path, "{started}", match[1])
		}
		wanted = append(wanted, w.named(t, path))
	}
	return wanted
}

// requireAsked looks for what is to be in the query of a sample's calls.
func requireAsked(t *testing.T, s sample, calls []simulator.Call) {
	t.Helper()
	for _, wanted := range s.calls {
		path, text, _ := strings.Cut(names.Replace(wanted), "?")
		query, err := url.ParseQuery(text)
		require.NoError(t, err)
		for name, values := range query {
			for _, call := range calls {
				if call.Method+" "+call.Path == path {
					require.Equal(t, values, call.Query[name], "%s: %s", wanted, name)
				}
			}
		}
	}
}

func TestEveryFormatOfEveryCommand(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		if c.Flags().Lookup("output") == nil {
			return
		}
		args = sure(c, args)
		run := func(more ...string) []byte {
			require.Zero(t, w.run(t.Context(), slices.Concat(args, more)...), w.err.String())
			return bytes.Clone(w.out.Bytes())
		}
		var whole any
		require.NoError(t, json.Unmarshal(run("--output", "json"), &whole))
		for line := range bytes.Lines(run("--output", "jsonl")) {
			require.True(t, json.Valid(line))
		}
		var read any
		require.NoError(t, yaml.Unmarshal(run("--output", "yaml"), &read))
		records, err := csv.NewReader(bytes.NewReader(run("--output", "csv"))).ReadAll()
		require.NoError(t, err)
		require.NotEmpty(t, records)
		for line := range bytes.Lines(run("--output", "tsv")) {
			require.NotContains(t, string(line[:len(line)-1]), "\x1b")
		}
		w.tty = true
		for line := range strings.Lines(string(run())) {
			if rows, ok := whole.([]any); ok && len(rows) > 0 {
				require.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 100, line)
			}
		}
	})
}

// unrecorded are the commands whose output is not compared whole in each format, and
// why.
var unrecorded = map[string]string{
	"datto api":          "table, tsv and csv need --columns; testdata/script/api.txtar records each format",
	"datto device find":  "it prints the rows of device list",
	"datto site devices": "it prints the rows of device list",
	"datto job output":   "it prints text; testdata/script/job.txtar and TestTheOutputOfAJobIsTextUnlessAFormatIsAskedFor",
}

func TestEveryCommandIsRecordedInEveryFormat(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	require.NoError(t, err)
	var scripts strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		scripts.Write(text)
	}
	excused := 0
	for _, c := range commands(t) {
		if c.Flags().Lookup("output") == nil {
			continue
		}
		path := c.CommandPath()
		recorded := regexp.MustCompile(`(?m)^formats (--demo )?` + regexp.QuoteMeta(strings.TrimPrefix(path, "datto ")) + `\b`)
		if unrecorded[path] != "" {
			excused++
			require.NotRegexp(t, recorded, scripts.String())
			continue
		}
		require.Regexp(t, recorded, scripts.String(), "record it in testdata/script")
	}
	require.Len(t, unrecorded, excused, "a command that is not recorded does not exist")
}

// book collects what commands print in one situation, to be compared whole.
type book struct {
	mu    sync.Mutex
	pages map[string]string
}

// openBook makes a book that is compared with testdata/every/name.golden once every
// command has written its page. Run the test with -update to write the file.
func openBook(t *testing.T, name string, pages int) *book {
	t.Helper()
	b := &book{pages: map[string]string{}}
	t.Cleanup(func() {
		if t.Failed() || len(b.pages) < pages {
			return // Not all were run, or not all went well.
		}
		var text strings.Builder
		for _, command := range slices.Sorted(maps.Keys(b.pages)) {
			text.WriteString(b.pages[command])
		}
		path := filepath.Join("testdata", "every", name+".golden")
		if *update {
			assert.NoError(t, os.WriteFile(path, []byte(text.String()), 0o600))
			return
		}
		want, err := os.ReadFile(path)
		if assert.NoError(t, err) {
			assert.Equal(t, string(want), text.String(), "run go test ./internal/cmd -run TestEvery -update")
		}
	})
	return b
}

func TestWhatFailsSaysWhyAndWhatToDo(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"not-found", "rate-limited", "wrong-key", "interrupted", "empty"} {
		data, err := os.ReadFile(filepath.Join("testdata", "every", name+".golden"))
		require.NoError(t, err)
		var header, text string
		failures := 0
		check := func() {
			_, code, _ := strings.Cut(header, ": ")
			if code == "" || code == "0" || code == "2" {
				return // Who cancelled knows what to do.
			}
			failures++
			require.Contains(t, text, "\n  datto: ", header)
			require.Contains(t, text, "\n  next: ", header)
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "datto ") {
				check()
				header, text = strings.TrimSpace(line), ""
			}
			text += "\n" + line
		}
		check()
		require.Equal(t, name != "empty", failures > 0, name)
	}
}

// write notes what the world's last command printed to standard error, and how it
// ended.
func (b *book) write(c *cobra.Command, call string, code int, w *world) {
	printed := strings.ReplaceAll(w.err.String(), w.env["DATTO_CONFIG_DIR"], "$DATTO_CONFIG_DIR")
	var page strings.Builder
	fmt.Fprintf(&page, "%s: %d\n", strings.TrimSpace(c.CommandPath()+" "+call), code)
	for line := range strings.Lines(printed) {
		page.WriteString("  " + line)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pages[c.CommandPath()] += page.String()
}

// skip notes that the situation cannot arise.
func (b *book) skip(c *cobra.Command) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pages[c.CommandPath()] = ""
}

// eachSituation runs test for every command that calls the API, and compares what
// it writes into its book.
func eachSituation(t *testing.T, name string, test func(t *testing.T, c *cobra.Command, b *book)) {
	t.Helper()
	all := callers(t)
	b := openBook(t, name, len(all))
	for _, c := range all {
		t.Run(c.CommandPath(), func(t *testing.T) {
			t.Parallel()
			test(t, c, b)
		})
	}
}

func TestEveryCommandWithAWrongKey(t *testing.T) {
	t.Parallel()
	eachSituation(t, "wrong-key", func(t *testing.T, c *cobra.Command, b *book) {
		t.Helper()
		for _, s := range firstOrAll(t, c) {
			w := newWorld(t)
			args := sure(c, w.args(t, c.CommandPath(), s.args))
			w.env["DATTO_API_SECRET"] = "CANARY-SECRET"
			w.env["DATTO_CONFIG_DIR"] = t.TempDir() // without the token of before
			code := w.run(t.Context(), args...)
			b.write(c, s.args, code, w)
			if c.CommandPath() == "datto system status" {
				require.Zero(t, code, "it needs no key")
				continue
			}
			require.Equal(t, exitcode.Credentials, code)
			require.Empty(t, w.out.String())
			require.Contains(t, w.err.String(), "datto: the credentials were refused for platform merlot")
			require.NotContains(t, w.err.String(), "CANARY-SECRET")
			require.NotContains(t, w.err.String(), w.env["DATTO_API_KEY"])
		}
	})
}

// firstOrAll is the sample that stands for a command; the command that can call
// anything has several.
func firstOrAll(t *testing.T, c *cobra.Command) []sample {
	t.Helper()
	if all := samplesOf(t, c); c.Name() == "api" {
		return all
	}
	return samplesOf(t, c)[:1]
}

func TestEveryCommandWhenTheBudgetIsUsedUp(t *testing.T) {
	t.Parallel()
	eachSituation(t, "rate-limited", func(t *testing.T, c *cobra.Command, b *book) {
		t.Helper()
		for _, s := range firstOrAll(t, c) {
			w := newWorld(t)
			args := sure(c, w.args(t, c.CommandPath(), s.args))
			w.sim.AddFault(simulator.Fault{Kind: simulator.FaultTooMany})
			code := w.run(t.Context(), args...)
			b.write(c, s.args, code, w)
			require.Equal(t, exitcode.Limited, code, w.err.String())
			require.Empty(t, w.out.String())
		}
	})
}

func TestEveryCommandWhenInterrupted(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.Equal(t, exitcode.Cancelled, w.run(ctx, sure(c, args)...), w.err.String())
		require.Contains(t, w.err.String(), "cancelled")
	})
}

func TestEveryCommandWhenInterruptedAtWork(t *testing.T) {
	t.Parallel()
	eachSituation(t, "interrupted", func(t *testing.T, c *cobra.Command, b *book) {
		t.Helper()
		for _, s := range firstOrAll(t, c) {
			small := simulator.Config{Devices: 40, PageSize: 4, Now: func() time.Time { return scriptNow }}
			first := newWorldOf(t, small)
			args := sure(c, first.args(t, c.CommandPath(), s.args))
			before := len(first.sim.Calls())
			require.Zero(t, first.run(t.Context(), args...), first.err.String())
			path, nth := interruptible(first.sim.Calls()[before:], command.Operations(c))

			w := newWorldOf(t, small)
			args = sure(c, w.args(t, c.CommandPath(), s.args))
			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()
			var seen atomic.Int32
			w.between = func(next http.RoundTripper) http.RoundTripper {
				return gate{next, func(r *http.Request) {
					if r.Method+" "+strings.TrimPrefix(r.URL.Path, "/api") == path && seen.Add(1) >= nth {
						interrupt()
					}
				}}
			}
			code := w.run(ctx, args...)
			b.write(c, s.args, code, w)
			require.GreaterOrEqual(t, seen.Load(), nth, "it was never interrupted")
			if isWrite(c) && code == exitcode.Uncertain {
				continue // It was on its way, and must not be sent twice.
			}
			if c.CommandPath() == "datto user reset-keys" {
				require.Zero(t, code, "the new key would have been lost")
				continue
			}
			require.Equal(t, exitcode.Cancelled, code, w.err.String())
		}
	})
}

// interruptible is the second page of a command's list, or else the last call of
// its own operations, or else its last.
func interruptible(calls []simulator.Call, operations []string) (path string, nth int32) {
	times := map[string]int32{}
	last := ""
	for _, call := range calls {
		path = call.Method + " " + call.Path
		if slices.Contains(operations, call.Operation) || len(operations) == 0 {
			last = path
			if times[path]++; times[path] == 2 {
				return path, 2
			}
		}
	}
	if last == "" {
		last = path
	}
	return last, max(times[last], 1)
}

func TestEveryCommandThatFindsNothing(t *testing.T) {
	t.Parallel()
	eachSituation(t, "not-found", func(t *testing.T, c *cobra.Command, b *book) {
		t.Helper()
		if reason := cannotMiss[c.CommandPath()]; reason != "" {
			require.Empty(t, misses[c.CommandPath()])
			b.skip(c)
			return
		}
		require.NotEmpty(t, misses[c.CommandPath()], "let it look for what is not there")
		for _, miss := range misses[c.CommandPath()] {
			inTime(t, func(t *testing.T, w *world) {
				t.Helper()
				code := w.run(t.Context(), sure(c, w.args(t, c.CommandPath(), miss))...)
				b.write(c, miss, code, w)
				require.Equal(t, exitcode.NotFound, code, "%s: %s", miss, w.err.String())
				require.Empty(t, w.out.String())
			})
		}
	})
}

func TestEveryListThatIsEmpty(t *testing.T) {
	t.Parallel()
	eachSituation(t, "empty", func(t *testing.T, c *cobra.Command, b *book) {
		t.Helper()
		if c.Flags().Lookup("limit") == nil || neverEmpty[c.CommandPath()] {
			b.skip(c)
			return
		}
		sample := samplesOf(t, c)[0].args
		if text, ok := withEmptyAnswers[c.CommandPath()]; ok {
			sample = text
		}
		w := newWorld(t)
		args := w.args(t, c.CommandPath(), sample)
		byColumns := []string{"--output", "table"}
		if c.Name() == "api" {
			byColumns = append(byColumns, "--columns", ".uid")
		}
		w.between = func(next http.RoundTripper) http.RoundTripper {
			return emptied{next, func(r *http.Request) bool {
				operations := command.Operations(c)
				return len(operations) == 0 || slices.Contains(operations, operationOf(r))
			}}
		}
		for format, want := range map[string]string{"tsv": "", "csv": "", "json": "[]\n", "jsonl": "", "yaml": "[]\n"} {
			how := []string{"--output", format}
			if format == "tsv" || format == "csv" {
				how = append(how, byColumns[2:]...)
			}
			require.Zero(t, w.run(t.Context(), append(args, how...)...), w.err.String())
			printed := w.out.String()
			if format == "csv" {
				heading, rest, _ := strings.Cut(printed, "\n")
				require.NotEmpty(t, heading)
				printed = rest
			}
			require.Equal(t, want, printed, format)
			require.Empty(t, w.err.String())
		}
		w.tty = true
		code := w.run(t.Context(), append(args, byColumns...)...)
		b.write(c, sample, code, w)
		require.Zero(t, code)
		require.Empty(t, w.out.String())
		require.NotEmpty(t, w.err.String(), "people are told")
	})
}

// operationOf is the operation that a request is for.
func operationOf(r *http.Request) string {
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/api"), "/")
	for _, op := range datto.Operations() {
		if r.Method == op.Method && slices.EqualFunc(strings.Split(op.Path, "/"), path, func(want, got string) bool {
			return want == got || strings.HasPrefix(want, "{")
		}) {
			return op.String()
		}
	}
	return ""
}

// emptied is a transport that takes the rows out of the lists which are meant.
type emptied struct {
	next  http.RoundTripper
	meant func(*http.Request) bool
}

func (e emptied) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := e.next.RoundTrip(r)
	if err != nil || !e.meant(r) {
		return answer, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var page map[string]any
	if json.Unmarshal(body, &page) == nil && page["pageDetails"] != nil {
		for member, value := range page {
			if _, rows := value.([]any); rows {
				page[member] = []any{}
			}
		}
		page["pageDetails"] = map[string]any{"count": 0, "totalCount": 0, "prevPageUrl": nil, "nextPageUrl": nil}
		if body, err = json.Marshal(page); err != nil {
			return nil, err
		}
	}
	answer.Header.Del("Content-Length")
	answer.ContentLength = int64(len(body))
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

func TestEveryCommandExplainsWithoutSendingAnything(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, _ *cobra.Command, w *world, args []string) {
		t.Helper()
		before := len(w.sim.Calls())
		require.Zero(t, w.run(t.Context(), append(args, "--explain")...), w.err.String())
		require.Contains(t, w.out.String(), "nothing was sent\n")
		require.Len(t, w.sim.Calls(), before)
	})
}

func TestEveryWriteIsAskedAbout(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		if !isWrite(c) {
			return
		}
		unsent := func() {
			for _, call := range w.sim.Calls() {
				if call.Operation != "POST /auth/oauth/token" {
					require.Equal(t, http.MethodGet, call.Method, "%s was sent", call.Operation)
				}
			}
		}
		require.Equal(t, exitcode.Failed, w.run(t.Context(), args...))
		require.Contains(t, w.err.String(), "there is no terminal to confirm it on\nnext: add --yes")
		unsent()
		require.Zero(t, w.run(t.Context(), append(args, "--dry-run")...), w.err.String())
		require.Regexp(t, `^(PUT|POST|DELETE) /v2/`, w.out.String())
		unsent()
		for _, variable := range []string{"", "DATTO_READ_ONLY"} {
			more := []string{"--yes", "--read-only"}
			if variable != "" {
				more = more[:1]
				w.env[variable] = "1"
			}
			require.Equal(t, exitcode.Failed, w.run(t.Context(), slices.Concat(args, more)...))
			require.Contains(t, w.err.String(), "writes are refused here")
			unsent()
		}
		w.canAsk, w.in = true, "y\n"
		require.Equal(t, exitcode.Failed, w.run(t.Context(), args...))
		require.True(t, strings.HasPrefix(w.err.String(), "datto: this is a write"), "nobody is asked about what is refused")
		delete(w.env, "DATTO_READ_ONLY")
		for _, answer := range []string{"n\n", "\n", ""} {
			w.in = answer
			require.Equal(t, exitcode.Cancelled, w.run(t.Context(), args...))
			require.Contains(t, w.err.String(), "cancelled: nothing was changed")
			unsent()
		}
	})
}

func TestEveryWriteSaysWhatItIsAboutToDoAndThatItIsDone(t *testing.T) {
	t.Parallel()
	eachSituation(t, "asked", func(t *testing.T, c *cobra.Command, b *book) {
		t.Helper()
		if !isWrite(c) {
			b.skip(c)
			return
		}
		for _, s := range samplesOf(t, c) {
			if strings.Contains(s.args, "--wait") {
				continue
			}
			w := newWorld(t)
			args := w.args(t, c.CommandPath(), s.args)
			w.canAsk, w.in = true, "\n"
			w.run(t.Context(), args...)
			answer := "y\n"
			if match := typed.FindStringSubmatch(w.err.String()); match != nil {
				answer = match[1] + "\n"
			}
			if c.Name() == "api" && !strings.Contains(w.err.String(), "[y/N]") {
				continue // It reads.
			}
			w.in = answer
			code := w.run(t.Context(), args...)
			b.write(c, s.args, code, w)
			require.Zero(t, code, w.err.String())
		}
	})
}

// typed finds what has to be typed to do what cannot be undone.
var typed = regexp.MustCompile(`Type (.+) to go on: `)

// apiOnly are the operations that no command but api reaches, and why.
var apiOnly = map[string]string{
	"POST /v2/alert/{alertUid}/mute":               "it has had no effect since release 8.9.0",
	"POST /v2/alert/{alertUid}/unmute":             "it has had no effect since release 8.9.0",
	"GET /v2/audit/device/macAddress/{macAddress}": "device find --mac finds the device, and device audit reads its audit",
	"GET /v3/account/devices":                      "a preview that the vendor may still change",
	"GET /v3/device/id/{deviceId}":                 "a preview that the vendor may still change",
	"GET /v3/device/macAddress/{macAddress}":       "a preview that the vendor may still change",
	"GET /v3/device/{deviceUid}":                   "a preview that the vendor may still change",
	"POST /v3/device/{deviceUid}/udf":              "a preview that is deprecated already",
	"GET /v3/site/{siteUid}/devices":               "a preview that the vendor may still change",
}

func TestEveryOperationHasACommand(t *testing.T) {
	t.Parallel()
	called := map[string][]string{}
	for _, c := range commands(t) {
		for _, operation := range command.Operations(c) {
			called[operation] = append(called[operation], c.CommandPath())
		}
	}
	reached := 0
	for _, op := range datto.Operations() {
		switch reason := apiOnly[op.String()]; {
		case reason != "":
			reached++
			require.Empty(t, called[op.String()], "%s has a command, and is in the list of those that have none", op)
		default:
			require.NotEmpty(t, called[op.String()], "%s has no command", op)
		}
		delete(called, op.String())
	}
	require.Empty(t, called, "commands name operations that the contract does not have")
	require.Len(t, apiOnly, reached, "the list names operations that the contract does not have")
}

// painted are the only escape sequences that are the program's own.
var painted = regexp.MustCompile(`\x1b\[(0|1|2|32|33|91|1;91)m|\r\x1b\[K`)

func TestNothingThatOthersWroteCommandsTheTerminal(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultHostileText})
		ways := [][]string{nil}
		if c.Flags().Lookup("output") != nil {
			for _, format := range output.Formats() {
				ways = append(ways, []string{"--output", string(format)})
			}
			ways = append(ways, []string{"--jq", "."}, []string{"--jq", ".. | strings"}, []string{"--template", "{{.}}"})
		}
		for _, way := range ways {
			var out, errs bytes.Buffer
			f := w.factory()
			f.Streams.Out, f.Streams.Err = &out, &errs
			f.Streams.OutTTY, f.Streams.ErrTTY, f.Streams.Colored, f.Streams.Columns = true, true, true, 200
			// A name that has changed is not found: that is printed, too.
			cmd.Run(t.Context(), f, append(sure(c, args), way...))
			for _, text := range []string{out.String(), errs.String()} {
				text = painted.ReplaceAllString(text, "")
				at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && terminal.Dangerous(r) })
				require.Negative(t, at, "%v %v: %q", args, way, text)
			}
		}
	})
}
