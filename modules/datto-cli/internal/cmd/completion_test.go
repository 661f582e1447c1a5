package cmd_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCompletionOfNames(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"device show ORCA-DC":                "ORCA-DC01\tOrchard Accounting",
		"device move ORCA-DC01 orca-esx":     "ORCA-ESX01\tOrchard Accounting",
		"device list --site Orch":            "Orchard Accounting\tMonthly contract, all workstations",
		"device move ORCA-DC01 --to Pine":    "Pinecrest Logistics",
		"job run ORCA-DC01 --component Cle":  "Clear temporary files\tEmpties the temporary folders",
		"component show Ad":                  "Ad-hoc command\tRuns the text in the variable command",
		"variable delete backup":             "backupPortal",
		"device list --filter Old":           "Old servers\tWindows Server 2016",
		"device show 0a68cb57-6ca1":          "", // the server narrows by name only
		"device udf set ORCA-DC01 7":         "",
		"device list --output js":            "table\ntsv\njson\njsonl\ncsv\nyaml",
		"site show nothing-is-called-so":     "",
		"device warranty set ORCA-DC01 2030": "",
	} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), append([]string{"__complete", "--demo"}, strings.Fields(args)...)...), w.err.String())
		lines, _, _ := strings.Cut(w.out.String(), ":")
		require.Equal(t, want, strings.TrimSuffix(lines, "\n"), args)
	}
}

func TestCompletionWithoutCredentialsIsSilent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	delete(w.env, "DATTO_API_KEY")
	delete(w.env, "DATTO_API_SECRET")
	require.Zero(t, w.run(t.Context(), "__complete", "device", "show", "ORCA"))
	require.Equal(t, ":1\n", w.out.String())
	require.NotContains(t, w.err.String(), "datto:")
}

func TestHelpTopics(t *testing.T) {
	t.Parallel()
	for topic, want := range map[string]string{
		"exit-codes": "8  Uncertain", "environment": "DATTO_API_SECRET", "formats": "jsonl  The server's own objects",
	} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), "help", topic))
		require.Contains(t, w.out.String(), want)
	}
}
