package cmd_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

// scriptNow is what the clock shows in scripts, so that the same is printed in
// every run. A script moves it with the command advance.
var scriptNow = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

const nowVariable = "TEST_NOW"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"datto": func() { os.Exit(runInScript()) }})
}

// runInScript is the program, with the script's clock, or a real one when the
// script has none.
func runInScript() int {
	now, demo := time.Now, simulator.Config{TimeScale: 100}
	if text := os.Getenv(nowVariable); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic(err)
		}
		now = func() time.Time { return time.Unix(seconds, 0).UTC() }
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
	env.Values[clockKey{}] = &scriptClock{now: scriptNow}
	env.Values[inputKey{}] = new(string)
	return nil
}

// scriptCommands are what scripts can do besides what testscript brings.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"simulator": startSimulator,
		"advance":   advance,
		"status":    checkStatus,
		"run":       runHere,
		"input":     setInput,
	}
}

// simulatedSecret is the secret of every simulation with the usual seed.
func simulatedSecret() string {
	_, secret := simulator.New(simulator.Config{}).Credentials()
	return secret
}

type (
	clockKey struct{}
	inputKey struct{}
)

// scriptClock is the clock of a script's simulator. The zero clock is the real one.
type scriptClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *scriptClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.IsZero() {
		return time.Now()
	}
	return c.now
}

func (c *scriptClock) advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

// startSimulator serves a simulator and puts its address and credentials into the
// environment: simulator [devices=N] [sites=N] [pagesize=N] [fault]...
func startSimulator(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("simulator: cannot be negated")
	}
	clock := clockOf(ts)
	config := simulator.Config{Now: clock.Now}
	var faults []simulator.Fault
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		number := map[string]*int{"devices": &config.Devices, "sites": &config.Sites, "pagesize": &config.PageSize}[name]
		if number == nil {
			parsed, err := simulator.ParseFaults(arg)
			ts.Check(err)
			faults = append(faults, parsed...)
			continue
		}
		n, err := strconv.Atoi(value)
		ts.Check(err)
		*number = n
	}
	server := simulator.NewServer(cleaner{ts}, config)
	for _, fault := range faults {
		server.AddFault(fault)
	}
	key, secret := server.Credentials()
	ts.Setenv("DATTO_BASE_URL", server.BaseURL)
	ts.Setenv("DATTO_API_KEY", key)
	ts.Setenv("DATTO_API_SECRET", secret)
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

// runHere runs datto in this process, which is many times faster than another one:
// run [-status] args... A status other than 0 is given as -5.
func runHere(ts *testscript.TestScript, neg bool, args []string) {
	want := 0
	if len(args) > 0 && len(args[0]) == 2 && args[0][0] == '-' {
		n, err := strconv.Atoi(args[0][1:])
		ts.Check(err)
		want, args = n, args[1:]
	}
	if neg {
		ts.Fatalf("run: say which status, such as run -5 device show nowhere")
	}
	input := inputOf(ts)
	in := strings.NewReader(*input)
	*input = ""
	streams := terminal.New(in, ts.Stdout(), ts.Stderr(), ts.Getenv)
	got := cmd.Run(context.Background(), &factory.Factory{
		Streams: streams, Getenv: ts.Getenv, Now: clockOf(ts).Now, Version: "1.2.3",
		Demo:  simulator.Config{Now: clockOf(ts).Now},
		Retry: datto.NoRetry{},
	}, args)
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
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
