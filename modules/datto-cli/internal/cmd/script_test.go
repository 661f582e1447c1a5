package cmd_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

// scriptNow is what the clock shows in scripts, so that the same is printed in
// every run. A script moves it with the command advance.
var scriptNow = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

const (
	nowVariable = "TEST_NOW"
	// startVariable is when a program starts whose clock goes on from there.
	startVariable = "TEST_START"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"datto": func() { os.Exit(runInScript()) }})
}

// runInScript is the program, with the script's clock, or a real one when the
// script has none.
func runInScript() int {
	now, demo := time.Now, simulator.Config{TimeScale: 100}
	if start, ok := timeIn(startVariable); ok {
		now = from(start)
		demo.Now = now
	}
	if fixed, ok := timeIn(nowVariable); ok {
		now = still(fixed)
		demo = simulator.Config{Now: now}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return cmd.Run(ctx, &factory.Factory{
		Streams: terminal.System(os.Getenv),
		Getenv:  os.Getenv,
		Now:     now,
		Version: "1.2.3",
		Demo:    demo,
		Retry:   datto.NoRetry{},
	}, os.Args[1:])
}

// timeIn is the time in an environment variable, as seconds since 1970.
func timeIn(variable string) (_ time.Time, ok bool) {
	text := os.Getenv(variable)
	if text == "" {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return time.Unix(seconds, 0).UTC(), true
}

// still is a clock that stands.
func still(at time.Time) func() time.Time { return func() time.Time { return at } }

// from is a clock that shows start now, and goes.
func from(start time.Time) func() time.Time {
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }
}

// TestScripts runs testdata/script, a file a noun: what the program prints, to a
// terminal and into a pipe, compared whole. Run it with -update to write what is
// printed into the scripts.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUpScript,
		Cmds:                scriptCommands(),
	})
}

// setUpScript gives a script its clock and a place for its files.
func setUpScript(env *testscript.Env) error {
	env.Setenv("DATTO_CONFIG_DIR", env.WorkDir+"/config")
	env.Setenv("DATTO_KEYRING", "off")
	env.Setenv("NO_COLOR", "")
	// With the race detector, each program would wait a second before it ends.
	env.Setenv("GORACE", "atexit_sleep_ms=0")
	env.Setenv(nowVariable, strconv.FormatInt(scriptNow.Unix(), 10))
	env.Values[clockKey{}] = &scriptClock{now: still(scriptNow)}
	env.Values[inputKey{}] = new(string)
	env.Values[insideKey{}] = &inside{}
	env.Values[recordKey{}] = &strings.Builder{}
	return nil
}

// scriptCommands are what scripts can do besides what testscript brings.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"simulator": startSimulator,
		"world":     makeWorld,
		"advance":   advance,
		"status":    checkStatus,
		"run":       runHere,
		"record":    recordRun,
		"formats":   recordFormats,
		"recorded":  printRecord,
		"interrupt": interruptProcess,
		"input":     setInput,
		"let":       setFromFile,
		"write":     writeFile,
	}
}

// simulatedSecret is the secret of every simulation with the usual seed.
func simulatedSecret() string {
	_, secret := simulator.New(simulator.Config{}).Credentials()
	return secret
}

type (
	clockKey  struct{}
	inputKey  struct{}
	insideKey struct{}
	recordKey struct{}
)

// scriptClock is the clock of a script's simulator.
type scriptClock struct {
	now   func() time.Time
	mu    sync.Mutex
	ahead time.Duration // how far the script has moved it
}

func (c *scriptClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Add(c.ahead)
}

func (c *scriptClock) advance(d time.Duration) time.Time {
	c.mu.Lock()
	c.ahead += d
	c.mu.Unlock()
	return c.Now()
}

// startSimulator serves a simulator and puts its address and credentials into the
// environment: simulator [devices=N] [sites=N] [pagesize=N] [fault]...
func startSimulator(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("simulator: cannot be negated")
	}
	*insideOf(ts) = inside{}
	server := simulator.NewServer(cleaner{ts}, parseConfig(ts, args, nil))
	key, secret := server.Credentials()
	ts.Setenv("DATTO_BASE_URL", server.BaseURL)
	ts.Setenv("DATTO_API_KEY", key)
	ts.Setenv("DATTO_API_SECRET", secret)
}

// parseConfig reads what a simulation is to be like. more takes further settings.
func parseConfig(ts *testscript.TestScript, args []string, more map[string]func(value string)) simulator.Config {
	config := simulator.Config{Now: clockOf(ts).Now}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		if set := more[name]; set != nil {
			set(value)
			continue
		}
		number := map[string]*int{"devices": &config.Devices, "sites": &config.Sites, "pagesize": &config.PageSize}[name]
		if number == nil {
			faults, err := simulator.ParseFaults(arg)
			ts.Check(err)
			config.Faults = append(config.Faults, faults...)
			continue
		}
		n, err := strconv.Atoi(value)
		ts.Check(err)
		*number = n
	}
	return config
}

// inside is a simulation in this process, for what is run here.
type inside struct {
	transport http.RoundTripper
	interrupt context.CancelFunc // of the run that is on
}

func insideOf(ts *testscript.TestScript) *inside {
	in, ok := ts.Value(insideKey{}).(*inside)
	if !ok {
		ts.Fatalf("the script has no place for a simulation")
	}
	return in
}

// makeWorld makes a simulation for what is run here. Its address has no port, which
// would be another one each time, and a token of before is forgotten:
// world [devices=N] [sites=N] [pagesize=N] [empty=end of a path] [interrupt=N] [fault]...
// With empty, lists at such paths have no rows; with interrupt, the request with
// that number is not answered.
func makeWorld(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("world: cannot be negated")
	}
	var last int
	var empty []string
	config := parseConfig(ts, args, map[string]func(string){
		"empty": func(value string) { empty = append(empty, value) },
		"interrupt": func(value string) {
			n, err := strconv.Atoi(value)
			ts.Check(err)
			last = n
		},
	})
	sim := simulator.New(config)
	in := insideOf(ts)
	var sent atomic.Int32
	in.transport = gate{
		emptied{sim.Transport(), func(r *http.Request) bool {
			return slices.ContainsFunc(empty, func(end string) bool { return strings.HasSuffix(r.URL.Path, end) })
		}},
		func(r *http.Request) {
			// Pages are asked for side by side: those after the interrupt fail too.
			if strings.HasPrefix(r.URL.Path, "/api/") && int(sent.Add(1)) >= last && last > 0 {
				in.interrupt()
			}
		},
	}
	key, secret := sim.Credentials()
	ts.Setenv("DATTO_BASE_URL", "https://datto-test.invalid")
	ts.Setenv("DATTO_API_KEY", key)
	ts.Setenv("DATTO_API_SECRET", secret)
	ts.Check(os.RemoveAll(filepath.Join(ts.Getenv("DATTO_CONFIG_DIR"), "cache")))
}

// cleaner is the script as what a server for tests wants.
type cleaner struct{ ts *testscript.TestScript }

func (cleaner) Helper()                             {}
func (c cleaner) Cleanup(f func())                  { c.ts.Defer(f) }
func (c cleaner) Fatalf(format string, args ...any) { c.ts.Fatalf(format, args...) }

// advance moves the clock of the script and its simulator: advance 90s.
func advance(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: advance duration")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Setenv(nowVariable, strconv.FormatInt(clockOf(ts).advance(d).Unix(), 10))
}

func clockOf(ts *testscript.TestScript) *scriptClock {
	clock, ok := ts.Value(clockKey{}).(*scriptClock)
	if !ok {
		ts.Fatalf("the script has no clock")
	}
	return clock
}

// setInput is what the next datto reads from its standard input: input text.
func setInput(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: input text")
	}
	*inputOf(ts) = strings.NewReplacer(`\n`, "\n").Replace(args[0])
}

func inputOf(ts *testscript.TestScript) *string {
	input, ok := ts.Value(inputKey{}).(*string)
	if !ok {
		ts.Fatalf("the script has no input")
	}
	return input
}

// setFromFile puts a word of a file, or of what was printed last, into the
// environment: let NAME file [number of the word, from 1].
func setFromFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: let name file [number]")
	}
	n := 1
	if len(args) > 2 {
		var err error
		n, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	words := strings.Fields(ts.ReadFile(args[1]))
	if len(words) < n {
		ts.Fatalf("%s has %d words", args[1], len(words))
	}
	ts.Setenv(args[0], words[n-1])
}

// writeFile makes a file that holds a text: write file text.
func writeFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: write file text")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]), 0o600))
}

// runHere runs datto in this process, which is many times faster than another one:
// run [-status] args... A status other than 0 is given as -5.
func runHere(ts *testscript.TestScript, neg bool, args []string) {
	want, args := wantedStatus(ts, neg, args)
	runTo(ts, ts.Stdout(), ts.Stderr(), want, args)
}

// wantedStatus takes the status that is expected off the arguments.
func wantedStatus(ts *testscript.TestScript, neg bool, args []string) (status int, rest []string) {
	if neg {
		ts.Fatalf("say which status, such as run -5 device show nowhere")
	}
	if len(args) == 0 || len(args[0]) != 2 || args[0][0] != '-' {
		return 0, args
	}
	n, err := strconv.Atoi(args[0][1:])
	ts.Check(err)
	return n, args[1:]
}

func runTo(ts *testscript.TestScript, out, errs io.Writer, want int, args []string) {
	input := inputOf(ts)
	from := strings.NewReader(*input)
	*input = ""
	in := insideOf(ts)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	in.interrupt = cancel
	got := cmd.Run(ctx, &factory.Factory{
		Streams: terminal.New(from, out, errs, ts.Getenv), Getenv: ts.Getenv, Now: clockOf(ts).Now, Version: "1.2.3",
		Transport: in.transport,
		Demo:      simulator.Config{Now: clockOf(ts).Now},
		Retry:     datto.NoRetry{},
	}, args)
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// recordRun is run, and notes all that is to be seen: the call, both streams and
// the status. The command recorded prints the notes.
func recordRun(ts *testscript.TestScript, neg bool, args []string) {
	want, args := wantedStatus(ts, neg, args)
	var out, errs bytes.Buffer
	runTo(ts, io.MultiWriter(&out, ts.Stdout()), io.MultiWriter(&errs, ts.Stderr()), want, args)
	note(ts, args, want, out.String(), errs.String())
}

func note(ts *testscript.TestScript, args []string, status int, out, errs string) {
	var text strings.Builder
	text.WriteString("$ datto")
	for _, arg := range args {
		if strings.ContainsAny(arg, " |'[") {
			arg = "'" + arg + "'"
		}
		text.WriteString(" " + arg)
	}
	if columns := ts.Getenv("DATTO_FORCE_TTY"); columns != "" {
		text.WriteString("  # terminal, " + columns + " columns")
	}
	text.WriteString("\n" + out)
	if out != "" && !strings.HasSuffix(out, "\n") {
		text.WriteString("# no newline at the end\n")
	}
	for line := range strings.Lines(errs) {
		text.WriteString("2> " + line)
	}
	if status != 0 {
		fmt.Fprintf(&text, "# status %d\n", status)
	}
	recordOf(ts).WriteString(strings.ReplaceAll(text.String(), ts.Getenv("WORK"), "$WORK"))
}

func recordOf(ts *testscript.TestScript) *strings.Builder {
	record, ok := ts.Value(recordKey{}).(*strings.Builder)
	if !ok {
		ts.Fatalf("the script has no record")
	}
	return record
}

// recordFormats records a call to a terminal, into a pipe, and in each format.
func recordFormats(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("formats: cannot be negated")
	}
	color := ts.Getenv("NO_COLOR")
	ts.Setenv("NO_COLOR", "1")
	ts.Setenv("DATTO_FORCE_TTY", "100")
	recordRun(ts, false, args)
	ts.Setenv("DATTO_FORCE_TTY", "")
	ts.Setenv("NO_COLOR", color)
	recordRun(ts, false, args)
	for _, format := range output.Formats() {
		recordRun(ts, false, append(slices.Clone(args), "--output", string(format)))
	}
}

// printRecord prints what was recorded since the last time.
func printRecord(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: recorded")
	}
	record := recordOf(ts)
	_, err := io.WriteString(ts.Stdout(), record.String())
	ts.Check(err)
	record.Reset()
}

// interruptProcess runs datto as a process of its own and sends it an interrupt
// when it asks for the second page of a list, which never comes. It notes what is
// to be seen: interrupt args...
func interruptProcess(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("interrupt: cannot be negated")
	}
	sim := simulator.New(simulator.Config{Devices: 20, PageSize: 2, Now: clockOf(ts).Now})
	asked := make(chan struct{})
	var once sync.Once
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") == "1" {
			once.Do(func() { close(asked) })
			<-r.Context().Done()
			return
		}
		sim.ServeHTTP(w, r)
	}))
	defer server.Close()
	key, secret := sim.Credentials()
	ts.Setenv("DATTO_BASE_URL", server.URL+"/api")
	ts.Setenv("DATTO_API_KEY", key)
	ts.Setenv("DATTO_API_SECRET", secret)

	program, err := exec.LookPath(filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "datto"))
	ts.Check(err)
	var out, errs bytes.Buffer
	process := exec.Command(program, args...)
	process.Env = append(os.Environ(), "DATTO_FORCE_TTY=")
	for _, name := range []string{"DATTO_BASE_URL", "DATTO_API_KEY", "DATTO_API_SECRET", "DATTO_CONFIG_DIR", "DATTO_KEYRING", "GORACE", nowVariable} {
		process.Env = append(process.Env, name+"="+ts.Getenv(name))
	}
	process.Stdout, process.Stderr = &out, &errs
	ts.Check(process.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = process.Wait() // How it ended is read off it below.
	}()
	select {
	case <-asked:
		ts.Check(process.Process.Signal(os.Interrupt))
		<-ended
	case <-ended:
		ts.Fatalf("it ended by itself: %s", errs.String())
	}
	note(ts, args, process.ProcessState.ExitCode(), out.String(), errs.String())
}

// checkStatus runs datto and checks its exit status, which exec cannot tell apart
// from any other failure: status 5 datto device show nowhere.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status number command [args...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		_, got, _ = strings.Cut(fmt.Sprint(err), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s (%v), want %s", got, err, args[0])
	}
}
