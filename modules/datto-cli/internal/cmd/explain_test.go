package cmd_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

// foreseen is what an explanation says of one operation, or of several of which one
// is called.
type foreseen struct {
	operations  []string
	least, most int
}

var (
	operationLine = regexp.MustCompile(`^(or )?((?:GET|PUT|POST|DELETE) /\S+)$`)
	countLine     = regexp.MustCompile(`^  (at least |up to |(\d+) to )?(\d+) (?:read|write|token)s?( \(fewer)?`)
)

// explanation reads what --explain printed. The request for a token and the look at
// the counters are left out: whether they are made depends on what was before.
func explanation(t *testing.T, printed string) []foreseen {
	t.Helper()
	byOperations := map[string]*foreseen{}
	var next []string
	for line := range strings.Lines(printed) {
		line = strings.TrimSuffix(line, "\n")
		if match := operationLine.FindStringSubmatch(line); match != nil {
			next = append(next, match[2])
			continue
		}
		match := countLine.FindStringSubmatch(line)
		if match == nil {
			require.Empty(t, next, "nothing is said of it: %s", printed)
			continue
		}
		most, err := strconv.Atoi(match[3])
		require.NoError(t, err)
		least := most
		switch {
		case match[1] == "at least ":
			most = math.MaxInt / 2
		case match[1] == "up to ":
			least = 0
		case match[2] != "":
			least, err = strconv.Atoi(match[2])
			require.NoError(t, err)
		case match[4] != "":
			least = 1
		}
		key := strings.Join(next, " ")
		if byOperations[key] == nil {
			byOperations[key] = &foreseen{operations: next}
		}
		byOperations[key].least += least
		byOperations[key].most += most
		next = nil
	}
	var all []foreseen
	for _, key := range slices.Sorted(maps.Keys(byOperations)) {
		if key != "POST /auth/oauth/token" && key != "GET /v2/system/request_rate" {
			all = append(all, *byOperations[key])
		}
	}
	return all
}

// requireForeseen compares calls with what was said before.
func requireForeseen(t *testing.T, printed string, calls []simulator.Call) {
	t.Helper()
	counts := map[string]int{}
	for _, call := range calls {
		counts[call.Operation]++
	}
	delete(counts, "POST /auth/oauth/token")
	delete(counts, "GET /v2/system/request_rate")
	for _, f := range explanation(t, printed) {
		total, kinds := 0, 0
		for _, operation := range f.operations {
			total += counts[operation]
			if counts[operation] > 0 {
				kinds++
			}
			delete(counts, operation)
		}
		require.GreaterOrEqual(t, total, f.least, "%v in\n%s", f.operations, printed)
		require.LessOrEqual(t, total, f.most, "%v in\n%s", f.operations, printed)
		require.LessOrEqual(t, kinds, 1, "%v in\n%s", f.operations, printed)
	}
	require.Empty(t, counts, "not foreseen in\n%s", printed)
}

func TestEveryCommandMakesTheCallsThatItExplains(t *testing.T) {
	t.Parallel()
	for _, c := range callers(t) {
		t.Run(c.CommandPath(), func(t *testing.T) {
			t.Parallel()
			for _, s := range samplesOf(t, c) {
				if c.CommandPath() == "datto system limits" {
					continue // It is the look at the counters.
				}
				var printed string
				inTime(t, func(t *testing.T, w *world) {
					t.Helper()
					args := w.args(t, c.CommandPath(), s.args)
					w.in = w.named(t, s.in)
					before := len(w.sim.Calls())
					require.Zero(t, w.run(t.Context(), append(args, "--explain")...), w.err.String())
					require.Len(t, w.sim.Calls(), before, "something was sent")
					printed = w.out.String()
				})
				inTime(t, func(t *testing.T, w *world) {
					t.Helper()
					args := sure(c, w.args(t, c.CommandPath(), s.args))
					w.in = w.named(t, s.in)
					before := len(w.sim.Calls())
					require.Zero(t, w.run(t.Context(), args...), w.err.String())
					requireForeseen(t, printed, w.sim.Calls()[before:])
				})
			}
		})
	}
}

func TestEveryCommandThatCallsTheAPIHasExplain(t *testing.T) {
	t.Parallel()
	for _, c := range commands(t) {
		if !strings.HasPrefix(elsewhere[c.CommandPath()], "it calls nothing;") {
			require.NotNil(t, c.Flags().Lookup("explain"), c.CommandPath())
		}
	}
}

// explained is what a command prints with --explain.
func explained(t *testing.T, w *world, args string) string {
	t.Helper()
	before := len(w.sim.Calls())
	require.Zero(t, w.run(t.Context(), append(strings.Fields(args), "--explain")...), w.err.String())
	require.Len(t, w.sim.Calls(), before)
	return w.out.String()
}

func TestExplainCountsWhatStandardInputNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var lines strings.Builder
	for n := range 250 {
		fmt.Fprintf(&lines, "%08d-0000-4000-8000-000000000000 more\n", n)
	}
	w.in = lines.String() + "00000007-0000-4000-8000-000000000000\n"
	require.Equal(t, `POST /auth/oauth/token
  1 token, unless one is kept
POST /v2/alert/{alertUid}/resolve
  250 writes of the 100 calls in 60 s that the server takes in the bucket alert-resolve, of which up to 89 are used here
GET /v2/system/request_rate
  1 read after 50 calls and one for each further 100, to see what others use
writes: 600 in 60 s for the whole account, of which up to 539 are used here
least time: 2 minutes
nothing was sent
`, explained(t, w, "alert resolve -"))
	w.in = lines.String()
	require.Contains(t, explained(t, w, "alert resolve - --budget 50%"), "up to 44 are used here\n")
	w.in = lines.String()
	require.Contains(t, explained(t, w, "alert resolve - --budget 50%"), "least time: 5 minutes\n")
	w.in = "ORCA-DC01\norca-dc01\nORCA-FS01\n"
	printed := explained(t, w, "device move - --to Pinecrest")
	require.Contains(t, printed, "GET /v2/account/sites\n  at least 1 read, one for each 250 rows, to find Pinecrest\n")
	require.Contains(t, printed, "GET /v2/account/devices\n  at least 2 reads, one for each 250 rows, to find 2 devices by name\n")
	require.Contains(t, printed, "PUT /v2/device/{deviceUid}/site/{siteUid}\n  2 writes (fewer if two names mean the same) of the 100 calls")
	w.in = "a\nb\nc\nd\ne\n"
	require.Contains(t, explained(t, w, "device move - --to Pinecrest"),
		"GET /v2/account/devices\n  at least 2 reads, one for each 250 rows, to find 5 devices by name, or one for each name where that is less\n")
}

func TestExplainIsInterruptedWhileItReadsStandardInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.factory()
	in, out := io.Pipe()
	f.Streams.In = in
	defer func() { require.NoError(t, out.Close()) }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Equal(t, exitcode.Cancelled, cmd.Run(ctx, f, []string{"alert", "resolve", "-", "--explain"}))
	require.NotContains(t, w.out.String(), "nothing was sent")
}

func TestExplainOfLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for args, want := range map[string]string{
		"device list":                               "  at least 1 read, one for each 250 rows\n",
		"device list --limit 10":                    "  1 read\n",
		"device list --limit 125":                   "  1 read\n",
		"device list --limit 126":                   "  1 to 2 reads\n",
		"device list --limit 251":                   "  1 to 6 reads\n",
		"device list --limit 10 --sort hostname":    "  at least 1 read, one for each 250 rows\n",
		"device list --limit 10 --offline":          "  at least 1 read, one for each 250 rows\n",
		"device list --limit 10 --hostname dc":      "  1 read\n",
		"site devices Orchard --limit 3 --type vm":  "devices\n  at least 1 read, one for each 250 rows\n",
		"alert list --limit 5 --open --resolved":    "GET /v2/account/alerts/resolved\n  up to 1 read\n",
		"activity list --limit 10":                  "  1 read\n",
		"activity list --user 5 --limit 10":         "  1 read\n",
		"activity list --user a.b --limit 10":       "  at least 1 read, one for each 250 rows\n",
		"activity list --hostname a --limit 10":     "  at least 1 read, one for each 250 rows\n",
		"activity list --device a --limit 10":       "  at least 1 read, one for each 250 rows, to find a\n",
		"activity list --follow":                    "again each 10s until interrupted\n",
		"api v2/account/sites --paginate --limit 2": "GET /v2/account/sites\n" + "  1 read\n",
	} {
		require.Contains(t, explained(t, w, args), want, args)
	}
	require.Contains(t, explained(t, w, "device list"), "least time: a few seconds, and a minute for each 134750 rows of a list\n")
	require.Contains(t, explained(t, w, "device list --limit 10"), "least time: a few seconds\n")
	require.NotContains(t, explained(t, w, "device list"), "writes:")
	require.Contains(t, explained(t, w, "site show Orchard"), "least time: a few seconds\n")
}

func TestExplainOfWhatIsNoSample(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Equal(t, "POST /auth/oauth/token\n  1 token, unless one is kept\nleast time: a few seconds\nnothing was sent\n",
		explained(t, w, "auth token"))
	// It is only afterwards that anybody is asked for the key, or that it is stored.
	require.Equal(t, "POST /auth/oauth/token\n  1 token, a new one\nGET /v2/account\n  1 read\n"+
		"reads: 600 in 60 s for the whole account, of which up to 539 are used here\nleast time: a few seconds\nnothing was sent\n",
		explained(t, w, "auth login --profile acme --platform merlot"))
	require.Contains(t, explained(t, w, "auth login --probe"),
		"POST /auth/oauth/token\n  1 to 6 tokens, one a platform until one accepts the key\nGET /v2/account\n  1 read\n")
	require.Contains(t, explained(t, w, "auth status"), "GET /v2/account\n  1 read\n")
	require.Equal(t, "no calls\nleast time: a few seconds\nnothing was sent\n", explained(t, w, "platform list"))
	require.NotContains(t, explained(t, w, "system status"), "token")
	require.Contains(t, explained(t, w, "doctor"), "GET /v2/system/status\n  1 read, without a token\nPOST /auth/oauth/token\n  1 token, a new one\n")
	require.Contains(t, explained(t, w, "doctor"), "GET /v3/api-docs/{group}\n  at least 1 read, ")
	simulated := explained(t, w, "--demo doctor")
	require.Contains(t, simulated, "GET /v2/account\n")
	require.NotContains(t, simulated, "/v3/")
	require.NotContains(t, explained(t, w, "job run ORCA-DC01 --component Clear"), "results")
	require.Contains(t, explained(t, w, "job run ORCA-DC01 ORCA-FS01 --component Clear --wait"), "/stdout\n  up to 2 reads, where a job wrote something\n")
	require.Contains(t, explained(t, w, "site update Orchard --notes x"), "GET /v2/site/{siteUid}\n  1 read, to print it\n")
}

func TestNoMorePagesAreReadThanExplained(t *testing.T) {
	t.Parallel()
	inTime(t, func(t *testing.T, small *world) {
		t.Helper()
		w := newWorldOf(t, simulator.Config{Devices: 3000, Now: small.now})
		for _, limit := range []string{"1", "125", "126", "250", "251", "600", "0"} {
			args := "device list --columns uid --limit " + limit
			printed := explained(t, w, args)
			before := len(w.sim.Calls())
			require.Zero(t, w.run(t.Context(), strings.Fields(args)...), w.err.String())
			requireForeseen(t, printed, w.sim.Calls()[before:])
		}
	})
}
