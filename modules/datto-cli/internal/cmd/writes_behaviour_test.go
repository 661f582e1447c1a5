package cmd_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

func (w *world) writes() int {
	n := 0
	for _, call := range w.sim.Calls() {
		if call.Method != http.MethodGet && !strings.Contains(call.Path, "/oauth/") {
			n++
		}
	}
	return n
}

func TestAPipeThatBringsNothingOverwritesNothing(t *testing.T) {
	t.Parallel()
	for args := range valueReaders {
		for _, in := range []string{"", "\n", "\r\n", "\xef\xbb\xbf", windowsText("\r\n")} {
			w := newWorld(t)
			w.in = in
			require.Equal(t, exitcode.Failed, w.run(t.Context(), append(strings.Fields(args), "--yes")...), args)
			require.Contains(t, w.err.String(), "standard input is empty\n", args)
			require.Zero(t, w.writes(), args)
		}
	}
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "variable", "update", "backupPortal", "", "--yes"), "an empty argument is meant")
}

func TestAVariableNameThatSeveralHaveIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		require.Zero(t, w.run(t.Context(), "variable", "create", "twin", "value", "--yes"))
	}
	before := w.writes()
	for _, args := range []string{"variable delete twin --yes", "variable delete backupPortal twin --yes", "variable update twin value --yes"} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...))
		require.Regexp(t, `^datto: "twin" could be any of 2 variables: twin \(\d+\), twin \(\d+\)\nnext: use the number\n$`, w.err.String())
	}
	require.Equal(t, before, w.writes())
	_, text, _ := strings.Cut(w.err.String(), "twin (")
	id, _, _ := strings.Cut(text, ")")
	require.Zero(t, w.run(t.Context(), "variable", "delete", id, "--yes"), w.err.String())
	require.Zero(t, w.run(t.Context(), "variable", "delete", "twin", "--yes"), w.err.String())
}

func TestALineOfInputNamesWithSpacesOrByUID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for line, name := range map[string]string{
		"Front Desk":         "Front Desk",
		"Front Desk\tSite A": "Front Desk",
		" ORCA-DC 01 ":       "ORCA-DC 01",
	} {
		w.in = line + "\r\n"
		require.Equal(t, exitcode.NotFound, w.run(t.Context(), "device", "warranty", "clear", "-", "--yes"))
		require.Contains(t, w.err.String(), `there is no device "`+name+"\"\n")
	}
	w.in = dc01 + " ORCA-DC01 online\n\n\t" + fs01 + "\tx\n"
	require.Zero(t, w.run(t.Context(), "device", "udf", "set", "-", "7=x", "--dry-run"), w.err.String())
	require.Equal(t, "POST /v2/device/"+dc01+"/udf\n{\"udf7\":\"x\"}\nPOST /v2/device/"+fs01+"/udf\n{\"udf7\":\"x\"}\n", w.out.String())
	w.in = "ORCA-DC01\nORCA-FS01\n"
	require.Zero(t, w.run(t.Context(), "device", "udf", "clear", "-", "7", "--yes"), w.err.String())
	require.Equal(t, 2, w.sim.CountCalls("POST /v2/device/{deviceUid}/udf"))
}

func TestOfABatchThatBreaksOffTheRestIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sim.AddFault(simulator.Fault{Kind: simulator.FaultResetAfter, Operation: "PUT /v2/device/{deviceUid}/quickjob", Nth: 2})
	code := w.run(t.Context(), strings.Fields("job run ORCA-DC01 ORCA-FS01 ORCA-LT012 ORCA-AP01 --component Clear --yes --columns device")...)
	require.Equal(t, exitcode.Uncertain, code)
	require.Equal(t, "ORCA-DC01\n", w.out.String())
	require.Equal(t, "datto: 1 of 4 jobs started, 1 uncertain, 2 not tried (from ORCA-LT012 on): ORCA-FS01: PUT /v2/device/{deviceUid}/quickjob was sent, "+
		"but it is not known whether the server acted on it\nnext: check whether it took effect (datto activity list --category job) before you run this again\n", w.err.String())
	require.Equal(t, 2, w.sim.CountCalls("PUT /v2/device/{deviceUid}/quickjob"), "nothing is sent twice")
}

func TestAWriteThatMayBeRepeatedIsUncertainToo(t *testing.T) {
	t.Parallel()
	inTime(t, func(t *testing.T, w *world) {
		t.Helper()
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultResetAfter, Operation: "POST /v2/device/{deviceUid}/udf"})
		require.Equal(t, exitcode.Uncertain, w.run(t.Context(), "device", "udf", "set", "ORCA-DC01", "7=x", "--yes"))
		require.Contains(t, w.err.String(), "datto: POST /v2/device/{deviceUid}/udf was sent, but it is not known whether the server acted on it: ")
		require.Contains(t, w.err.String(), "\nnext: run it again: to do this twice does no harm\n")
	})
}

func TestJobsThatWereStartedAreToldOfBesideThoseThatWereNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		args := []string{"--demo", "job", "run", "ORCA-ESX01", "ORCA-DC01", "ORCA-MAC01", "--component", "Exit with failure", "--wait", "--timeout", "10m", "--yes", "--columns", "device,status"}
		require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, args))
		require.Equal(t, "ORCA-DC01\tFailure\nORCA-MAC01\tPending\n", out.String())
		require.Regexp(t, `^datto: ORCA-ESX01: PUT .*
datto: 1 of 2 jobs has not ended after 10m0s: it is on ORCA-MAC01; 1 failed
next: the job goes on; datto job wait .* waits for it
datto: 2 of 3 jobs started, 1 failed: ORCA-ESX01: PUT .*
next: .*
$`, errs.String())
	})
}

func TestTheHostOfAProxyIsAName(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"http://proxy.example", "user@proxy.example", "proxy.example/"} {
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), "site", "proxy", "set", "Orchard", "--host", host, "--port", "3128", "--yes"))
		require.Contains(t, w.err.String(), "--host is the name or address alone")
		require.Empty(t, w.sim.Calls())
	}
}

func TestJSONInPlaceOfNamesIsNeitherLookedForNorRepeated(t *testing.T) {
	t.Parallel()
	object := `{"uid":"` + dc01 + `","hostname":"ORCA-DC01","siteName":"Orchard Accounting","udf":{"udf1":"CANARY"}}`
	for _, in := range []string{object, "[\n" + object + "\n]\n", "[" + object + "]", "{\r\n  \"udf1\": \"CANARY\"\r\n}"} {
		for _, args := range []string{"device udf set - 7=x", "device move - --to Pinecrest", "device warranty clear -"} {
			w := newWorld(t)
			w.in = in
			require.Equal(t, exitcode.Failed, w.run(t.Context(), append(strings.Fields(args), "--yes")...), args)
			require.Contains(t, w.err.String(), "datto: standard input holds JSON instead of names, so nothing was done\nnext: print the lines with --columns uid, as TSV\n")
			require.NotContains(t, w.err.String(), "CANARY")
			for _, call := range w.sim.Calls() {
				require.NotContains(t, call.Path, "/device", "nothing is looked for by it")
			}
		}
	}
	w := newWorld(t)
	w.in = object
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "job", "wait", "-"))
	require.Contains(t, w.err.String(), `in the line "{\"uid\":`)
	require.NotContains(t, w.err.String(), "CANARY")
}
