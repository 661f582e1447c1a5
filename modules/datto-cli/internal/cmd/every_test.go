package cmd_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// samples has a call that works for each command that calls an operation. In it,
// {alert}, {job} and {jobDevice} stand for uids of the simulation.
var samples = map[string]string{
	"datto account show":          "",
	"datto activity list":         "--since 1d --limit 5",
	"datto alert list":            "--limit 5",
	"datto alert resolve":         "{alert}",
	"datto alert show":            "{alert}",
	"datto component list":        "--limit 5",
	"datto component show":        "Clear",
	"datto device alerts":         "ORCA-DC01",
	"datto device audit":          "ORCA-DC01",
	"datto device find":           "--id 1204117",
	"datto device interfaces":     "ORCA-DC01",
	"datto device list":           "--limit 5",
	"datto device move":           "ORCA-DC01 --to Pinecrest",
	"datto device patches":        "ORCA-DC01 --limit 5",
	"datto device show":           "ORCA-DC01",
	"datto device software":       "ORCA-DC01 --limit 5",
	"datto device udf clear":      "ORCA-DC01 7",
	"datto device udf list":       "ORCA-DC01 --all --limit 5",
	"datto device udf set":        "ORCA-DC01 7=CANARY",
	"datto device warranty clear": "ORCA-DC01",
	"datto device warranty set":   "ORCA-DC01 2030-01-31",
	"datto filter list":           "",
	"datto job components":        "{job}",
	"datto job output":            "{job} {jobDevice}",
	"datto job results":           "{job} {jobDevice}",
	"datto job run":               "ORCA-DC01 --component Clear",
	"datto job show":              "{job}",
	"datto job wait":              "{job} {jobDevice}",
	"datto site create":           "New",
	"datto site devices":          "Orchard --limit 5",
	"datto site interfaces":       "Orchard --limit 5",
	"datto site list":             "",
	"datto site mappings":         "",
	"datto site patches":          "Orchard --limit 5",
	"datto site proxy delete":     "Orchard",
	"datto site proxy set":        "Orchard --host proxy.example --port 3128",
	"datto site settings":         "Orchard",
	"datto site show":             "Orchard",
	"datto site update":           "Orchard --notes text",
	"datto system limits":         "",
	"datto system pagination":     "",
	"datto system status":         "",
	"datto user list":             "",
	"datto user reset-keys":       "",
	"datto variable create":       "name value",
	"datto variable delete":       "backupPortal",
	"datto variable list":         "",
	"datto variable update":       "backupPortal value",
}

// world is a simulation with a program that works on it.
type world struct {
	sim      *simulator.Simulator
	env      map[string]string
	in       string
	tty      bool
	canAsk   bool
	out, err bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{sim: simulator.New(simulator.Config{Now: func() time.Time { return scriptNow }})}
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
	return &factory.Factory{
		Streams: &terminal.Streams{
			In: strings.NewReader(w.in), Out: &w.out, Err: &w.err,
			OutTTY: w.tty, Columns: 100, InTTY: w.canAsk, ErrTTY: w.canAsk,
		},
		Getenv:    func(name string) string { return w.env[name] },
		Now:       func() time.Time { return scriptNow },
		Version:   "1.2.3",
		Transport: w.sim.Transport(),
		Retry:     datto.NoRetry{},
	}
}

// args is the command line of a sample.
func (w *world) args(t *testing.T, path string) []string {
	t.Helper()
	sample := samples[path]
	if strings.Contains(sample, "{alert}") {
		require.Zero(t, w.run(t.Context(), "alert", "list", "--limit", "1", "--columns", "uid"))
		sample = strings.ReplaceAll(sample, "{alert}", strings.TrimSpace(w.out.String()))
	}
	if strings.Contains(sample, "{job") {
		require.Zero(t, w.run(t.Context(), "activity", "list", "--since", "7d", "--category", "job", "--limit", "1", "--columns", "jobUid,deviceUid"))
		uids := strings.Fields(w.out.String())
		require.Len(t, uids, 2)
		sample = strings.NewReplacer("{job}", uids[0], "{jobDevice}", uids[1]).Replace(sample)
	}
	return append(strings.Fields(path)[1:], strings.Fields(sample)...)
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

// eachCommand runs test for each command that calls an operation.
func eachCommand(t *testing.T, test func(t *testing.T, c *cobra.Command, w *world, args []string)) {
	t.Helper()
	seen := 0
	for _, c := range commands(t) {
		// Those that look after accounts have scripts of their own, because for them
		// a refused key is not the end.
		about := strings.Fields(c.CommandPath())[1]
		if len(command.Operations(c)) == 0 || about == "auth" || about == "doctor" {
			continue
		}
		seen++
		t.Run(c.CommandPath(), func(t *testing.T) {
			t.Parallel()
			require.Contains(t, samples, c.CommandPath(), "give it a sample")
			w := newWorld(t)
			test(t, c, w, w.args(t, c.CommandPath()))
		})
	}
	require.Len(t, samples, seen, "a sample is of no command")
}

func TestEveryCommandWorksAndCallsWhatItSays(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		before := len(w.sim.Calls())
		if isWrite(c) {
			args = append(args, "--yes")
		}
		require.Zero(t, w.run(t.Context(), args...), w.err.String())
		// What it calls to find what is meant by a name is not its own business.
		allowed := append(command.Operations(c), "GET /v2/account/devices", "GET /v2/account/sites", "GET /v2/account/components",
			"GET /v2/filter/default-filters", "GET /v2/filter/custom-filters", "GET /v2/site/{siteUid}", "GET /v2/device/{deviceUid}",
			"GET /v2/system/request_rate", "POST /auth/oauth/token")
		for _, call := range w.sim.Calls()[before:] {
			require.Contains(t, allowed, call.Operation)
		}
		require.Empty(t, w.sim.Violations())
	})
}

func TestEveryFormatOfEveryCommand(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		if c.Flags().Lookup("output") == nil {
			return
		}
		if isWrite(c) {
			args = append(args, "--yes")
		}
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

func TestEveryCommandWithAWrongKey(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		if isWrite(c) {
			args = append(args, "--yes")
		}
		if c.CommandPath() == "datto system status" {
			return // it needs no key
		}
		w.env["DATTO_API_SECRET"] = "CANARY-SECRET"
		w.env["DATTO_CONFIG_DIR"] = t.TempDir() // without the token of before
		require.Equal(t, exitcode.Credentials, w.run(t.Context(), args...))
		require.Empty(t, w.out.String())
		require.Contains(t, w.err.String(), "datto: the credentials were refused for platform merlot")
		require.NotContains(t, w.err.String(), "CANARY-SECRET")
		require.NotContains(t, w.err.String(), w.env["DATTO_API_KEY"])
	})
}

func TestEveryCommandWhenTheBudgetIsUsedUp(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		if isWrite(c) {
			args = append(args, "--yes")
		}
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultTooMany})
		require.Equal(t, exitcode.Limited, w.run(t.Context(), args...), w.err.String())
		require.Empty(t, w.out.String())
	})
}

func TestEveryCommandWhenInterrupted(t *testing.T) {
	t.Parallel()
	eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
		t.Helper()
		if isWrite(c) {
			args = append(args, "--yes")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.Equal(t, exitcode.Cancelled, w.run(ctx, args...), w.err.String())
		require.Contains(t, w.err.String(), "cancelled")
	})
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
		require.Contains(t, w.err.String(), "there is no terminal to ask on\nnext: say --yes")
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
	for _, op := range datto.Operations() {
		switch reason := apiOnly[op.String()]; {
		case reason != "":
			require.Empty(t, called[op.String()], "%s has a command, and is in the list of those that have none", op)
		default:
			require.NotEmpty(t, called[op.String()], "%s has no command", op)
		}
		delete(called, op.String())
	}
	require.Empty(t, called, "commands name operations that the contract does not have")
}
