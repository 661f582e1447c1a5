package cmd_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
)

// completed is what Tab offers after args, the last of which may be empty. Where the
// API is asked it is called in a bubble: only so much time may pass.
func completed(t *testing.T, w *world, args ...string) string {
	t.Helper()
	require.Zero(t, w.run(t.Context(), append([]string{"__complete"}, args...)...), w.err.String())
	at := strings.LastIndex(w.out.String(), ":")
	return strings.TrimSuffix(w.out.String()[:at], "\n")
}

func TestCompletionOfNames(t *testing.T) {
	t.Parallel()
	inTime(t, testCompletionOfNames)
}

func testCompletionOfNames(t *testing.T, w *world) {
	t.Helper()
	for args, want := range map[string]string{
		"device show ORCA-DC":                "ORCA-DC01\tOrchard Accounting",
		"device move ORCA-DC01 orca-esx":     "ORCA-ESX01\tOrchard Accounting",
		"device move ORCA-DC01 ORCA-DC":      "", // it is there already
		"device list --site Orch":            "Orchard Accounting\tMonthly contract, all workstations",
		"device move ORCA-DC01 --to Pine":    "Pinecrest Logistics",
		"job run ORCA-DC01 --component Cle":  "Clear temporary files\tEmpties the temporary folders",
		"component show Ad":                  "Ad-hoc command\tRuns the text in the variable command",
		"variable delete backup":             "backupPortal",
		"variable delete --site Orch site":   "siteContact",
		"variable delete --site Orch backup": "",
		"device list --filter Old":           "Old servers\tWindows Server 2016",
		"device list --filter All-in":        "",
		"device list --filter 0a68cb57":      "",
		"activity list --user ines.a":        "ines.archer\tines.archer@msp.example",
		"device show 0a68cb57-6ca1":          "0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f\tORCA-DC01, Orchard Accounting",
		"site show c0ff4295":                 "c0ff4295-753a-44d5-82f7-d1d92a0a682e\tOrchard Accounting, Monthly contract, all workstations",
		"site show deleted-":                 "deleted-devices-00000000\tDeleted Devices",
		"device udf set ORCA-DC01 7":         "",
		"site show nothing-is-called-so":     "",
		"device warranty set ORCA-DC01 2030": "",
		"device show ORCA-DC01 ORCA":         "",
	} {
		require.Equal(t, want, completed(t, w, strings.Fields(args)...), args)
	}
	require.Contains(t, completed(t, w, "device", "list", "--filter", "All S"), "All Servers\tWindows and Linux servers", "a filter of the system")
}

func TestCompletionOfAlertsAndJobs(t *testing.T) {
	t.Parallel()
	inTime(t, testCompletionOfAlertsAndJobs)
}

func testCompletionOfAlertsAndJobs(t *testing.T, w *world) {
	t.Helper()
	require.Zero(t, w.run(t.Context(), "alert", "list", "--columns", "uid,device,summary"))
	alerts := strings.Split(strings.TrimSpace(w.out.String()), "\n")
	uid, about, _ := strings.Cut(alerts[0], "\t")
	about = strings.Replace(about, "\t", ": ", 1)
	for _, verb := range []string{"show", "resolve"} {
		offered := strings.Split(completed(t, w, "alert", verb, ""), "\n")
		require.Equal(t, uid+"\t"+about, offered[0])
		require.Len(t, offered, len(alerts))
		require.Equal(t, uid+"\t"+about, completed(t, w, "alert", verb, uid[:14]))
	}
	require.NotContains(t, completed(t, w, "alert", "resolve", uid, ""), uid)
	require.Empty(t, completed(t, w, "alert", "show", uid, ""))

	require.Zero(t, w.run(t.Context(), "activity", "list", "--category", "job", "--columns", "jobUid,jobName,hostname", "--limit", "1"))
	job := strings.Split(strings.TrimSpace(w.out.String()), "\t")
	for _, verb := range []string{"show", "components", "results", "output", "wait"} {
		require.Equal(t, job[0]+"\t"+job[1]+" on "+job[2], completed(t, w, "job", verb, job[0][:10]))
		require.NotContains(t, completed(t, w, "job", verb, "")+"\n", "\t\n")
	}
	for _, verb := range []string{"results", "output", "wait"} {
		require.Equal(t, job[2]+"\t"+job[1], completed(t, w, "job", verb, job[0], ""))
		require.Equal(t, "ORCA-DC01\tOrchard Accounting", completed(t, w, "job", verb, "00000000-0000-4000-8000-000000000000", "ORCA-DC"))
	}
	require.Empty(t, completed(t, w, "job", "show", job[0], ""))
}

func TestCompletionOfValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "config", "profile", "create", "acme", "--platform", "merlot"))
	for _, test := range []struct {
		want string
		args []string
	}{
		{"table tsv json jsonl csv yaml", []string{"device", "list", "--output", "js"}},
		{"table tsv json jsonl csv yaml", []string{"job", "results", "x", "y", "-o", ""}},
		{"table tsv json jsonl csv yaml", []string{"config", "set", "output", ""}},
		{"on off", []string{"config", "set", "read_only", ""}},
		{"", []string{"config", "set", "budget", ""}},
		{"", []string{"config", "set", "output", "json", ""}},
		{"pinotage merlot concord vidal zinfandel syrah", []string{"config", "set", "platform", ""}},
		{"pinotage merlot concord vidal zinfandel syrah", []string{"device", "list", "--platform", ""}},
		{"acme", []string{"device", "list", "--profile", ""}},
		{"acme", []string{"config", "profile", "use", ""}},
		{"Critical High Moderate Low Information Unknown", []string{"alert", "list", "--priority", ""}},
		{"Critical,High Critical,Moderate Critical,Low Critical,Information Critical,Unknown", []string{"alert", "list", "--priority", "Critical,"}},
		{"device printer esxihost rmmnetworkdevice unknown", []string{"device", "list", "--class", ""}},
		{"INSTALLED APPROVED_PENDING NOT_APPROVED", []string{"device", "patches", "x", "--status", ""}},
		{"http socks4 socks5", []string{"site", "proxy", "set", "x", "--type", ""}},
		{"name,uid name,id name,description name,devices name,online name,offline", []string{"site", "list", "--columns", "name,"}},
		{"name,-uid name,-id name,-description name,-devices name,-online name,-offline", []string{"site", "list", "--sort", "name,-"}},
	} {
		got := strings.Fields(completed(t, w, test.args...))
		require.Subset(t, got, strings.Fields(test.want), "%q", test.args)
		if test.want == "" {
			require.Empty(t, got, "%q", test.args)
		}
	}
	require.NotContains(t, strings.Fields(completed(t, w, "site", "list", "--columns", "name,")), "name,name")

	// Each class that the simulated alerts have, but for none and the invented one.
	classes := strings.Fields(completed(t, w, "alert", "list", "--class", ""))
	require.Equal(t, classes, strings.Fields(completed(t, w, "device", "alerts", "x", "--class", "")))
	require.Zero(t, w.run(t.Context(), "alert", "list", "--columns", "class"))
	for class := range strings.Lines(w.out.String()) {
		require.Contains(t, append(classes, "saas_usage_ctx", ""), strings.TrimSpace(class))
	}
}

// Files are offered where a file is wanted, and nowhere else.
func TestCompletionOfFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.factory()
	root := cmd.NewRoot(f)
	var walk func(*cobra.Command)
	seen := 0
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			walk(sub)
		}
		if !c.Runnable() || c.HasSubCommands() || c.Hidden || c.Parent().Hidden {
			return
		}
		c.Flags().VisitAll(func(flag *pflag.Flag) {
			if flag.Value.Type() == "bool" || flagKindAsksTheAPI[flag.Name] {
				return
			}
			seen++
			completed(t, w, append(strings.Fields(c.CommandPath())[1:], "--"+flag.Name, "")...)
			files := strings.HasSuffix(w.out.String(), ":0\n")
			require.Equal(t, flag.Name == "out" || flag.Name == "input" || flag.Name == "field", files, "%s --%s", c.CommandPath(), flag.Name)
		})
	}
	walk(root)
	require.Greater(t, seen, 100)
}

var flagKindAsksTheAPI = map[string]bool{"site": true, "to": true, "device": true, "component": true, "filter": true, "user": true}

func TestCompletionReadsAFewPagesOnly(t *testing.T) {
	t.Parallel()
	inTime(t, func(t *testing.T, small *world) {
		t.Helper()
		w := newWorldOf(t, simulator.Config{Devices: 5000, Now: small.now})
		require.Empty(t, completed(t, w, "device", "show", "ffffffff-ffff"))
		// One page that the server narrowed, four of the whole list, and the one that was
		// asked for ahead.
		require.LessOrEqual(t, w.sim.CountCalls("GET /v2/account/devices"), 6)
		require.GreaterOrEqual(t, w.sim.CountCalls("GET /v2/account/devices"), 5)
	})
}

func TestCompletionTakesNoLongerThanSomebodyWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, _ := bubble(t)
		f.Demo.Faults = []simulator.Fault{{Kind: simulator.FaultHang}}
		started := time.Now()
		require.Zero(t, cmd.Run(t.Context(), f, []string{"__complete", "--demo", "device", "show", "ORCA"}))
		require.Equal(t, ":4\n", out.String())
		require.Equal(t, 3*time.Second, time.Since(started))
	})
}

func TestCompletionWithoutCredentialsIsSilent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	delete(w.env, "DATTO_API_KEY")
	delete(w.env, "DATTO_API_SECRET")
	require.Zero(t, w.run(t.Context(), "__complete", "device", "show", "ORCA"))
	require.Equal(t, ":4\n", w.out.String())
	require.NotContains(t, w.err.String(), "datto:")
}
