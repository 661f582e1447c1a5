package cmd_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

const (
	dc01 = "0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f"
	fs01 = "179a885f-92ca-47fe-878f-cfcd615768f6"
)

func TestWhatIsNamedTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	alerts := newWorld(t)
	require.Zero(t, alerts.run(t.Context(), "alert", "list", "--limit", "2", "--columns", "uid"))
	alert, other, _ := strings.Cut(strings.TrimSpace(alerts.out.String()), "\n")
	three := strings.Join([]string{dc01, "ORCA-DC01", strings.ToUpper(dc01), "ORCA-FS01", "ORCA-FS01", "orca-ap01"}, "\n")
	for _, test := range []struct {
		operation, args, in, asked, warning string
		writes                              int
	}{
		{"PUT /v2/device/{deviceUid}/quickjob", "job run ORCA-DC01 " + dc01 + " orca-dc0 --component Clear", "", "Run Clear temporary files on ORCA-DC01?", "2 of 3 names", 1},
		{"PUT /v2/device/{deviceUid}/quickjob", "job run - --component Clear", "ORCA-DC01\nORCA-FS01\n" + fs01, "", "1 of 3 names", 2},
		{"POST /v2/device/{deviceUid}/warranty", "device warranty clear -", three, "", "3 of 6 names were left out: what they stand for was named before\n", 3},
		{"POST /v2/device/{deviceUid}/warranty", "device warranty clear " + dc01 + " orca-dc01", "", "Clear the warranty of ORCA-DC01?", "1 of 2 names", 1},
		{"PUT /v2/device/{deviceUid}/site/{siteUid}", "device move ORCA-DC01 ORCA-FS01 ORCA-DC01 --to Pinecrest", "", "Move 2 devices to Pinecrest Logistics?", "1 of 3 names", 2},
		{"POST /v2/alert/{alertUid}/resolve", "alert resolve " + alert + " " + alert, "", "Resolve the alert " + alert + "?", "1 of 2 names", 1},
		{"POST /v2/alert/{alertUid}/resolve", "alert resolve -", alert + "\n" + other + "\n" + other, "", "1 of 3 names", 2},
		{"POST /v2/alert/{alertUid}/resolve", "alert resolve " + alert + " " + other, "", "", "", 2},
	} {
		t.Run(test.args, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.in = test.in
			require.Zero(t, w.run(t.Context(), append(strings.Fields(test.args), "--yes")...), w.err.String())
			require.Equal(t, test.writes, w.sim.CountCalls(test.operation))
			if test.warning == "" {
				require.Empty(t, w.err.String())
				return
			}
			require.Contains(t, w.err.String(), "datto: warning: "+test.warning)
			if test.asked == "" {
				return
			}
			w.canAsk, w.in = true, "n\n"
			require.Equal(t, exitcode.Cancelled, w.run(t.Context(), strings.Fields(test.args)...))
			require.Contains(t, w.err.String(), test.asked)
		})
	}
}

func TestAVariableOfAJobIsGivenOnce(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"--var command=a --var command=b", "--var command=a --var-stdin command"} {
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), append(strings.Fields("job run ORCA-DC01 --component ad-hoc --dry-run"), strings.Fields(args)...)...))
		require.Contains(t, w.err.String(), "datto: the variable \"command\" is given twice\nusage: ")
	}
}

func TestANameThatComesManyTimesIsLookedUpOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in = strings.Repeat("ORCA-DC01\nORCA-FS01\n", 50)
	require.Zero(t, w.run(t.Context(), "device", "warranty", "clear", "-", "--dry-run"), w.err.String())
	require.Equal(t, 2, w.sim.CountCalls("GET /v2/account/devices"))
	require.Equal(t, 2, strings.Count(w.out.String(), "POST "), w.out.String())
}
