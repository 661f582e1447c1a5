package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
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
		{"PUT /v2/device/{deviceUid}/quickjob", "job run ORCA-DC01 " + dc01 + " orca-dc0 --component Clear", "", "Run Clear temporary files on ORCA-DC01?", "2 of 3\n", 1},
		{"PUT /v2/device/{deviceUid}/quickjob", "job run - --component Clear", "ORCA-DC01\nORCA-FS01\n" + fs01, "", "1 of 3\n", 2},
		{"POST /v2/device/{deviceUid}/warranty", "device warranty clear -", three, "", "3 of 6\n", 3},
		{"POST /v2/device/{deviceUid}/warranty", "device warranty clear " + dc01 + " orca-dc01", "", "Clear the warranty of ORCA-DC01?", "1 of 2\n", 1},
		{"PUT /v2/device/{deviceUid}/site/{siteUid}", "device move ORCA-DC01 ORCA-FS01 ORCA-DC01 --to Pinecrest", "", "Move 2 devices to Pinecrest Logistics?", "1 of 3\n", 2},
		{"POST /v2/alert/{alertUid}/resolve", "alert resolve " + alert + " " + alert, "", "Resolve the alert " + alert + "?", "1 of 2\n", 1},
		{"POST /v2/alert/{alertUid}/resolve", "alert resolve -", alert + "\n" + other + "\n" + other, "", "1 of 3\n", 2},
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
			require.Contains(t, w.err.String(), "datto: warning: repeated names are left out: "+test.warning)
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

// jobRow is a row of job run --wait --output json.
type jobRow struct {
	Device  struct{ UID, Hostname string }
	Job     struct{ UID, Name string }
	Ended   bool
	Results *struct{ JobDeploymentStatus string }
	Stdout  []datto.JobOutput
	Stderr  []datto.JobOutput
}

func jobRows(t *testing.T, text string) []jobRow {
	t.Helper()
	var rows []jobRow
	require.NoError(t, json.Unmarshal([]byte(text), &rows), text)
	for _, row := range rows {
		require.Regexp(t, "^[0-9a-f-]{36}$", row.Job.UID)
		require.Regexp(t, "^[0-9a-f-]{36}$", row.Device.UID)
		require.Equal(t, row.Ended, row.Stdout != nil && row.Stderr != nil)
	}
	return rows
}

func hostnames(rows []jobRow) []string {
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = row.Device.Hostname
	}
	return names
}

// threeJobs runs a job on a device that is offline and on two that are not.
const threeJobs = "--demo job run ORCA-MAC01 ORCA-DC01 ORCA-FS01 --component Clear --wait --yes"

func TestAJobThatDoesNotEndKeepsNothingBackOfTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		started := time.Now()
		code := cmd.Run(t.Context(), f, strings.Fields(threeJobs+" --timeout 20m --output json"))
		require.Equal(t, exitcode.Incomplete, code)
		require.InDelta(t, 20, time.Since(started).Minutes(), 0.1)
		rows := jobRows(t, out.String())
		require.Equal(t, []string{"ORCA-FS01", "ORCA-DC01", "ORCA-MAC01"}, hostnames(rows), "in the order in which they end")
		for i, status := range []string{"Success", "Success", "Pending"} {
			require.Equal(t, status, rows[i].Results.JobDeploymentStatus)
			require.Equal(t, status != "Pending", rows[i].Ended)
			require.Equal(t, "Clear temporary files", rows[i].Job.Name)
		}
		require.Contains(t, rows[0].Stdout[0].StdData, "Clear temporary files on ORCA-FS01")
		require.Equal(t, fmt.Sprintf("datto: 1 of 3 jobs has not ended after 20m0s: it is on ORCA-MAC01\n"+
			"next: the job goes on; datto job wait %s %s waits for it\n", rows[2].Job.UID, rows[2].Device.UID), errs.String())
	})
}

func TestAJobThatIsNotThereIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	inTime(t, func(t *testing.T, w *world) {
		t.Helper()
		started := time.Now()
		require.Equal(t, exitcode.NotFound, w.run(t.Context(), "job", "wait", "00000000-0000-4000-8000-000000000000", "ORCA-DC01"))
		require.Less(t, time.Since(started), time.Second)
		require.Equal(t, `datto: there is no job "00000000-0000-4000-8000-000000000000"`+"\n"+
			"next: datto activity list --category job --columns date,hostname,jobName,jobUid,deviceUid shows the latest\n", w.err.String())
		asked := 0
		for _, call := range w.sim.Calls() {
			if call.Operation == "GET /v2/job/{jobUid}" {
				asked++
			}
		}
		require.Equal(t, 1, asked)
	})
}

func TestWhatEndsJustBeforeTheTimeIsOverHasEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		// It takes 85 seconds, between two looks after 64 and after 94 seconds.
		code := cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-FS01 --component Clear --wait --yes --timeout 90s --columns status"))
		require.Zero(t, code, errs.String())
		require.Equal(t, "Success\n", out.String())
		looks := f.Simulation().CountCalls("GET /v2/job/{jobUid}/results/{deviceUid}")
		require.Equal(t, 9, looks, "one more than there is time for")
	})
}

// waitForMany is how to go on waiting for jobs that were just started.
const waitForMany = "the jobs go on; to wait again, pipe the printed rows (TSV) into datto job wait -, or run " +
	"datto activity list --since 2h --category job --columns jobUid,deviceUid | datto job wait -\n"

// Rows of every form in which the program prints jobs will do.
func TestManyJobsAreWaitedForAgain(t *testing.T) {
	t.Parallel()
	for _, run := range []string{
		"--wait --timeout 10s",
		"--wait --timeout 10s --columns jobUid,deviceUid",
		"--wait --timeout 10s --columns jobUid,device",
		"",
		"--columns jobUid,deviceUid,device",
		"activity",
	} {
		synctest.Test(t, func(t *testing.T) {
			f, out, errs := bubble(t)
			args := "--demo job run ORCA-DC01 ORCA-FS01 --component Clear --yes "
			if run != "activity" {
				args += run
			}
			code := cmd.Run(t.Context(), f, strings.Fields(args))
			if strings.Contains(run, "--wait") {
				require.Equal(t, exitcode.Incomplete, code)
				require.Contains(t, errs.String(), "datto: 2 of 2 jobs have not ended after 10s, the first is on ORCA-DC01\nnext: "+waitForMany)
			}
			if run == "activity" {
				out.Reset()
				_, listed, _ := strings.Cut(waitForMany, "run datto ")
				listed, _, _ = strings.Cut(listed, " | ")
				listed = strings.Replace(listed, "2h", "1m", 1)
				require.Zero(t, cmd.Run(t.Context(), f, append([]string{"--demo"}, strings.Fields(listed)...)), errs.String())
			}
			f.Streams.In = strings.NewReader(out.String() + out.String())
			out.Reset()
			errs.Reset()
			require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("--demo job wait - --output json")), errs.String())
			// The simulated account starts jobs as well.
			rows := slices.DeleteFunc(jobRows(t, out.String()), func(row jobRow) bool { return row.Device.UID != dc01 && row.Device.UID != fs01 })
			require.Len(t, rows, 2, "%s: each once", run)
			devices := []string{rows[0].Device.UID, rows[1].Device.UID}
			require.ElementsMatch(t, []string{dc01, fs01}, devices)
			require.Equal(t, "Success", rows[0].Results.JobDeploymentStatus)
			require.True(t, rows[0].Ended && rows[1].Ended)
		})
	}
}

func TestOneOfManyJobsThatIsNotThereKeepsNothingBackOfTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-FS01 --component Clear --yes --columns jobUid,device")), errs.String())
		f.Streams.In = strings.NewReader("00000000-0000-4000-8000-000000000000\tORCA-DC01\r\n" + out.String())
		out.Reset()
		require.Equal(t, exitcode.NotFound, cmd.Run(t.Context(), f, strings.Fields("--demo job wait - --columns device,status")))
		require.Equal(t, "ORCA-DC01\tunknown\nORCA-FS01\tSuccess\n", out.String())
		require.Contains(t, errs.String(), "datto: 1 of 2 jobs done, 1 failed: ORCA-DC01: ")
	})
}

func TestLinesThatNameNoJobAreNotWaitedFor(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                              "standard input names nothing, so nothing was done",
		"\r\n":                          "standard input names nothing, so nothing was done",
		dc01:                            `standard input does not name a job and a device in the line "` + dc01 + `"`,
		dc01 + "\t":                     `standard input does not name a job and a device in the line "` + dc01 + `\t"`,
		"\t" + dc01:                     `standard input does not name a job and a device in the line "\t` + dc01 + `"`,
		"ORCA-DC01\tClear":              `standard input does not name a job and a device in the line "ORCA-DC01\tClear"`,
		dc01 + " " + fs01 + "\njobUid,": `standard input does not name a job and a device in the line "jobUid,"`,
	} {
		w := newWorld(t)
		w.in = in
		require.Equal(t, exitcode.Failed, w.run(t.Context(), "job", "wait", "-"), in)
		require.True(t, strings.HasPrefix(w.err.String(), "datto: "+want+"\nnext: "), w.err.String())
		require.Empty(t, w.sim.Calls())
	}
	w := newWorld(t)
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "job", "wait", "x"))
	require.Contains(t, w.err.String(), "datto: <device> is missing\nusage: datto job wait {<job> <device> | -} [flags]\n")
	w.in = dc01 + "\t" + fs01
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "job", "wait", "-", "ORCA-DC01"))
	require.Contains(t, w.err.String(), "datto: \"ORCA-DC01\" is one argument too many\n")
	require.Empty(t, w.sim.Calls())
}

func TestAnInterruptOfAWaitKeepsEveryJob(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]struct {
		ended int
		next  string
	}{
		100 * time.Second:       {2, "the job goes on; datto job wait %s %s waits for it\n"},
		time.Second:             {0, waitForMany},
		1500 * time.Millisecond: {0, waitForMany},
	} {
		synctest.Test(t, func(t *testing.T) {
			f, out, errs := bubble(t)
			ctx, interrupt := context.WithCancel(t.Context())
			time.AfterFunc(after, interrupt)
			started := time.Now()
			require.Equal(t, exitcode.Cancelled, cmd.Run(ctx, f, strings.Fields(threeJobs+" --output json")))
			require.Equal(t, after, time.Since(started), "it stops at once")
			rows := jobRows(t, out.String())
			require.Len(t, rows, 3)
			for i, row := range rows {
				require.Equal(t, i < want.ended, row.Ended)
			}
			first := rows[want.ended]
			require.Equal(t, "ORCA-MAC01", first.Device.Hostname)
			next := want.next
			if want.ended == 2 {
				next = fmt.Sprintf(next, first.Job.UID, first.Device.UID)
			}
			require.Equal(t, fmt.Sprintf("datto: cancelled: %d of 3 jobs had ended\nnext: ", want.ended)+next, errs.String())
		})
	}
}

func TestAnInterruptWhileLookingKeepsEveryJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		f.Simulation().AddFault(simulator.Fault{Kind: simulator.FaultHang, Operation: "GET /v2/job/*"})
		ctx, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, interrupt)
		code := cmd.Run(ctx, f, strings.Fields(threeJobs+" --columns device,status,jobUid"))
		require.Equal(t, exitcode.Cancelled, code)
		require.Regexp(t, `^ORCA-MAC01\tunknown\t[0-9a-f-]{36}\nORCA-DC01\tunknown\t[0-9a-f-]{36}\nORCA-FS01\tunknown\t[0-9a-f-]{36}\n$`, out.String())
		require.Contains(t, errs.String(), "datto: cancelled: 0 of 3 jobs had ended\n")
	})
}

func TestManyJobsLeaveOthersHalfOfTheReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		f.Demo.Devices = 2000
		require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("--demo device list --offline --type desktop --limit 60 --columns uid")), errs.String())
		f.Streams.In = strings.NewReader(out.String())
		out.Reset()
		code := cmd.Run(t.Context(), f, strings.Fields("--demo job run - --component Clear --wait --yes --timeout 10m --output json"))
		require.Equal(t, exitcode.Incomplete, code)
		require.Len(t, jobRows(t, out.String()), 60)
		var looks []time.Time
		for _, call := range f.Simulation().Calls() {
			if call.Operation == "GET /v2/job/{jobUid}/results/{deviceUid}" {
				looks = append(looks, call.At)
			}
		}
		require.Greater(t, len(looks), 60*20, "each twice a minute")
		for i := range looks[300:] {
			require.GreaterOrEqual(t, looks[i+300].Sub(looks[i]), time.Minute)
		}
	})
}

func TestAJobThatCannotBeReadKeepsNothingBackOfTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		f.Retry = datto.NoRetry{}
		f.Simulation().AddFault(simulator.Fault{Kind: simulator.FaultServerError, Operation: "GET /v2/job/*", Nth: 2})
		code := cmd.Run(t.Context(), f, strings.Fields(threeJobs+" --timeout 5m --columns device,status"))
		require.Equal(t, exitcode.Incomplete, code, "one has not ended either")
		require.Equal(t, "ORCA-DC01\tunknown\nORCA-FS01\tSuccess\nORCA-MAC01\tPending\n", out.String())
		require.Contains(t, errs.String(), "datto: ORCA-DC01: GET /v2/job/{jobUid}/results/{deviceUid}: 500 Internal Server Error\ndatto: 1 of 3 jobs has not ended")
	})
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		f.Retry = datto.NoRetry{}
		f.Simulation().AddFault(simulator.Fault{Kind: simulator.FaultServerError, Operation: "GET /v2/job/*", Nth: 1})
		code := cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-DC01 ORCA-FS01 --component Clear --wait --yes --columns device,status"))
		require.Equal(t, exitcode.Failed, code)
		require.Equal(t, "ORCA-DC01\tunknown\nORCA-FS01\tSuccess\n", out.String())
		require.Contains(t, errs.String(), "datto: 1 of 2 jobs done, 1 failed: ORCA-DC01: GET ")
	})
}

func TestABudgetThatIsUsedUpLosesNoJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		f.Retry = datto.NoRetry{}
		f.Simulation().AddFault(simulator.Fault{Kind: simulator.FaultTooMany, Operation: "GET /v2/job/*"})
		code := cmd.Run(t.Context(), f, strings.Fields(threeJobs+" --output json"))
		require.Equal(t, exitcode.Limited, code)
		require.Equal(t, []string{"ORCA-MAC01", "ORCA-DC01", "ORCA-FS01"}, hostnames(jobRows(t, out.String())))
		require.Contains(t, errs.String(), "datto: given up when 0 of 3 jobs had ended: GET ")
		require.Equal(t, 1, f.Simulation().CountCalls("GET /v2/job/{jobUid}/results/{deviceUid}"))
	})
}

// rewritten is a simulation that says something else, on the time of a bubble.
func rewritten(t *testing.T, rewrite func(path, body string) string) (f *factory.Factory, out, errs *bytes.Buffer) {
	t.Helper()
	f, out, errs = bubble(t)
	key, secret := f.Simulation().Credentials()
	dir := t.TempDir()
	f.Getenv = func(name string) string {
		return map[string]string{
			"DATTO_API_KEY": key, "DATTO_API_SECRET": secret, "DATTO_PLATFORM": "merlot", "DATTO_CONFIG_DIR": dir, "DATTO_KEYRING": "off",
		}[name]
	}
	f.Transport = rewriter{f.Simulation().Transport(), rewrite}
	return f, out, errs
}

type rewriter struct {
	next    http.RoundTripper
	rewrite func(path, body string) string
}

func (r rewriter) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := r.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	text := r.rewrite(request.URL.Path, string(body))
	switch text {
	case string(body):
	case "":
		response.StatusCode = http.StatusNotFound
	default:
		response.StatusCode = http.StatusOK
	}
	response.Body, response.ContentLength = io.NopCloser(strings.NewReader(text)), -1
	response.Header.Del("Content-Length")
	return response, nil
}

func TestAStatusThatNobodyKnowsIsAnEndWhenTheJobIsCompleted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := rewritten(t, func(_, body string) string {
			return strings.NewReplacer(`"Running"`, `"Underway"`, `"Success"`, `"Splendid"`).Replace(body)
		})
		started := time.Now()
		code := cmd.Run(t.Context(), f, strings.Fields("job run ORCA-FS01 --component Clear --wait --yes --columns status,stdout"))
		require.Equal(t, exitcode.Failed, code, "what nobody knows is no success")
		require.Regexp(t, `^Splendid\tClear temporary files on ORCA-FS01`, out.String())
		require.Contains(t, errs.String(), "the job failed on ORCA-FS01")
		require.Greater(t, time.Since(started), 40*time.Second)
	})
}

func TestResultsMayBeMissingForAWhile(t *testing.T) {
	t.Parallel()
	for missing, want := range map[time.Duration]int{25 * time.Second: exitcode.Done, time.Hour: exitcode.NotFound} {
		synctest.Test(t, func(t *testing.T) {
			var begun time.Time
			f, out, errs := rewritten(t, func(path, body string) string {
				switch {
				case strings.HasSuffix(path, "/quickjob"):
					begun = time.Now()
				case strings.Contains(path, "/results/") && time.Since(begun) < missing:
					return ""
				}
				return body
			})
			require.Equal(t, want, cmd.Run(t.Context(), f, strings.Fields("job run ORCA-FS01 --component Clear --wait --yes --columns status")), errs.String())
			require.Equal(t, map[int]string{exitcode.Done: "Success\n", exitcode.NotFound: "unknown\n"}[want], out.String())
			if want != exitcode.Done {
				require.InDelta(t, 30, time.Since(begun).Seconds(), 15, "then it is given up")
			}
		})
	}
}

func TestWhatJobsWroteStandsBelowTheTable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := rewritten(t, func(path, body string) string {
			switch {
			case strings.HasSuffix(path, "/stdout"):
				return strings.Replace(body, `\r\n`, ` \u001b[2J`+strings.Repeat("long ", 20)+`\r\n`, 1)
			case strings.HasSuffix(path, "/stderr"):
				return `[{"componentUid":"x","componentName":"y","stdData":"a warning\r\n"}]`
			}
			return strings.Replace(body, `"hasStdErr":false`, `"hasStdErr":true`, 1)
		})
		f.Streams.OutTTY, f.Streams.Columns = true, 80
		code := cmd.Run(t.Context(), f, strings.Fields(strings.TrimPrefix(threeJobs, "--demo ")+" --timeout 2m"))
		require.Equal(t, exitcode.Incomplete, code, errs)
		long := strings.Repeat("long ", 20)
		require.Equal(t, `DEVICE      STATUS   RAN ON    JOB UID
ORCA-FS01   Success  just now  d68928eb-3cd7-4457-a2a5-328a74135ca9
ORCA-DC01   Success  just now  c5179d43-e665-4db0-9512-a5b9cadf2bec
ORCA-MAC01  Pending            7df84caa-a91f-49c9-8d8b-d80784a54556

ORCA-FS01 STDOUT
Clear temporary files on ORCA-FS01 `+"\uFFFD[2J"+long+`
Finished in 48 s

ORCA-FS01 STDERR
a warning

ORCA-DC01 STDOUT
Clear temporary files on ORCA-DC01 `+"\uFFFD[2J"+long+`
Finished in 59 s

ORCA-DC01 STDERR
a warning
`, out.String())
	})
}

func TestJobsAreAListAndAJobIsAnObject(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("--demo job run ORCA-DC01 --component Clear --wait --yes --output json")), errs.String())
		rows := jobRows(t, out.String())
		require.Len(t, rows, 1)
		require.Empty(t, rows[0].Stderr)
		require.Contains(t, out.String(), `"stderr":[]`)
		out.Reset()
		require.Zero(t, cmd.Run(t.Context(), f, []string{"--demo", "job", "wait", rows[0].Job.UID, rows[0].Device.UID, "--output", "json"}), errs.String())
		var one jobRow
		require.NoError(t, json.Unmarshal(out.Bytes(), &one))
		require.Equal(t, rows[0].Job.UID, one.Job.UID)
		require.True(t, one.Ended)
	})
}

func TestTheJobsThatWereStartedFitATerminal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.factory()
	f.Streams.OutTTY, f.Streams.Columns = true, 80
	require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("job run ORCA-DC01 ORCA-MAC01 --component Clear --yes")), w.err.String())
	require.Equal(t, `DEVICE      JOB                    STATUS  JOB UID
ORCA-DC01   Clear temporary files  active  7df84caa-a91f-49c9-8d8b-d80784a54556
ORCA-MAC01  Clear temporary files  active  c5179d43-e665-4db0-9512-a5b9cadf2bec
`, w.out.String())
	require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields("job run ORCA-DC01 --component Clear --timeout 5m --yes")...))
	require.Contains(t, w.err.String(), "datto: --timeout needs --wait\n")
}

func TestOfAJobThatDoesNotExistNothingIsPrinted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, out, errs := bubble(t)
		code := cmd.Run(t.Context(), f, []string{"--demo", "job", "wait", "00000000-0000-4000-8000-000000000000", dc01, "--output", "json"})
		require.Equal(t, exitcode.NotFound, code)
		require.Empty(t, out.String())
		require.Contains(t, errs.String(), "datto: there is no job \"00000000-0000-4000-8000-000000000000\"\n")
	})
}

func TestTheOutputOfAJobIsTextUnlessAFormatIsAskedFor(t *testing.T) {
	t.Parallel()
	f, out, errs := rewritten(t, func(path, body string) string {
		for _, stream := range []string{"out", "err"} {
			if strings.HasSuffix(path, "/std"+stream) {
				return `[{"componentName":"a","stdData":"1 ` + stream + `\r\n"},{"componentName":"b","stdData":"2 ` + stream + `\n"}]`
			}
		}
		return body
	})
	dir := t.TempDir()
	run := func(args ...string) int {
		out.Reset()
		errs.Reset()
		return cmd.Run(t.Context(), f, append([]string{"job", "output", "x", dc01}, args...))
	}
	const stdout, stderr = "1 out\r\n2 out\n", "1 err\r\n2 err\n"
	require.Zero(t, run(), errs.String())
	require.Equal(t, stdout, out.String())
	require.Equal(t, stderr, errs.String())

	require.Zero(t, run("--stderr"), errs.String())
	require.Equal(t, stderr, out.String())
	require.Empty(t, errs.String())

	for name, want := range map[string]string{"f.txt": stdout, "f.log": stdout, "f.json": `"stdData":"1 out\r\n"`, "f.csv": "component,text,componentUid\na,"} {
		require.Zero(t, run("--out", filepath.Join(dir, name)), errs.String())
		require.Empty(t, out.String())
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Contains(t, string(text), want, name)
		require.Equal(t, want == stdout, errs.String() == stderr, name)
		require.Equal(t, want == stdout, string(text) == stdout, name)
	}
	require.Zero(t, run("--stderr", "--out", filepath.Join(dir, "f.txt")), errs.String())
	text, err := os.ReadFile(filepath.Join(dir, "f.txt"))
	require.NoError(t, err)
	require.Equal(t, stderr, string(text))
	require.Equal(t, exitcode.Failed, run("--out", filepath.Join(dir, "nowhere", "f.txt")))
	require.Contains(t, errs.String(), "datto: cannot write ")

	require.Zero(t, run("--jq", ".[1].stdData"), errs.String())
	require.Equal(t, "2 out\n\n", out.String())
	require.Zero(t, run("--template", "{{len .}}"), errs.String())
	require.Equal(t, "2\n", out.String())
	require.Zero(t, run("--stderr", "--output", "tsv", "--columns", "component,text"), errs.String())
	require.Equal(t, "a\t1 err\\r\\n\nb\t2 err\\n\n", out.String())

	f.Streams.OutTTY = true
	require.Zero(t, run(), errs.String())
	require.Equal(t, "1 out\n2 out\n", out.String(), "a terminal gets no control characters")

	for _, flag := range []string{"--columns=text", "--bom"} {
		require.Equal(t, exitcode.Failed, run(flag))
		require.Contains(t, errs.String(), "datto: "+flag[:5])
		require.Contains(t, errs.String(), "needs --output")
		require.Contains(t, errs.String(), "usage: ")
	}
}

func TestMistakesInWhatAJobIsGiven(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"- --component ad-hoc --var-stdin command":     "standard input cannot hold both the devices and a variable\nusage: ",
		"ORCA-DC01 --component ad-hoc --var command":   `--var must be name=value: "command" is not` + "\nusage: ",
		"ORCA-DC01 --component ad-hoc --var =x":        `--var must be name=value: "=x" is not` + "\nusage: ",
		"ORCA-DC01 --component collect --var a=b":      `Collect event logs has no variables, and so none called "a"` + "\nnext: leave out --var",
		"ORCA-DC01 --component ad-hoc --var-stdin nil": `Ad-hoc command has no variable "nil": it has command, timeoutSeconds` + "\nnext: name one of those",
	} {
		w := newWorld(t)
		w.in = "ORCA-DC01\n"
		require.Equal(t, exitcode.Failed, w.run(t.Context(), append(strings.Fields("job run --yes "+args), "--quiet")...), args)
		require.True(t, strings.HasPrefix(w.err.String(), "datto: "+want), "%s: %s", args, w.err.String())
		require.Zero(t, w.sim.CountCalls("PUT /v2/device/{deviceUid}/quickjob"))
	}
}

func TestHowAJobWentHasTheColourOfWhatItMeans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for status, want := range map[string]string{
		"Success": "\x1b[32mSuccess\x1b[0m", "Warning": "\x1b[33mWarning\x1b[0m", "Failure": "\x1b[91mFailure\x1b[0m",
		"Expired": "\x1b[91mExpired\x1b[0m", "Retired": "\x1b[2mRetired\x1b[0m", "Running": "Running",
	} {
		f := w.factory()
		f.Streams.OutTTY, f.Streams.Colored = true, true
		f.Transport = answering{w.sim.Transport(), map[string]string{
			"/v2/job/x/results/" + dc01: `{"jobDeploymentStatus":"` + status + `","componentResults":[` +
				`{"componentName":"a","componentStatus":"Success","numberOfWarnings":0},{"componentName":"b","componentStatus":"Success","numberOfWarnings":2}]}`,
		}}
		w.out.Reset()
		require.Zero(t, cmd.Run(t.Context(), f, []string{"job", "results", "x", dc01, "--columns", "status,components"}), w.err.String())
		require.Equal(t, "\x1b[1mSTATUS\x1b[0m      "+want+"\n\x1b[1mCOMPONENTS\x1b[0m  a: Success\n            b: Success, warnings: 2\n", w.out.String())
	}
}

func TestTheVariablesThatAJobWasGivenAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), strings.Fields("job run ORCA-DC01 --component Clear --var olderThanDays=14 --var includeRecycleBin=true --yes --columns jobUid")...), w.err.String())
	require.Zero(t, w.run(t.Context(), "job", "components", strings.TrimSpace(w.out.String()), "--columns", "variables"), w.err.String())
	require.Equal(t, "olderThanDays=14, includeRecycleBin=true\n", w.out.String())
}

func TestJobsThatFailedAreCountedWithThoseThatHaveNotEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, _, errs := rewritten(t, func(_, body string) string { return strings.ReplaceAll(body, `"Success"`, `"Failure"`) })
		code := cmd.Run(t.Context(), f, strings.Fields(strings.TrimPrefix(threeJobs, "--demo ")+" --timeout 5m"))
		require.Equal(t, exitcode.Incomplete, code)
		require.Contains(t, errs.String(), "datto: 1 of 3 jobs has not ended after 5m0s: it is on ORCA-MAC01; 2 failed\n")
	})
}

func TestAJobThatIsThereIsLookedUpOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		f, out, errs := rewritten(t, func(path, body string) string {
			if strings.Contains(path, "/results/") && time.Since(begun) < 25*time.Second {
				return ""
			}
			return body
		})
		require.Zero(t, cmd.Run(t.Context(), f, strings.Fields("job run ORCA-FS01 --component Clear --yes --columns jobUid")), errs.String())
		job := strings.TrimSpace(out.String())
		out.Reset()
		require.Zero(t, cmd.Run(t.Context(), f, []string{"job", "wait", job, fs01, "--columns", "status"}), errs.String())
		require.Equal(t, "status\tSuccess\n", out.String())
		require.Equal(t, 1, f.Simulation().CountCalls("GET /v2/job/{jobUid}"))
	})
}

// Nobody can ask for the uid of a job again.
func TestTheRowOfAJobIsPrintedBeforeTheNextIsStarted(t *testing.T) {
	t.Parallel()
	rows := regexp.MustCompile(`ORCA-DC01.*[0-9a-f]{8}-[0-9a-f]{4}-.*ORCA-FS01.*[0-9a-f]{8}-[0-9a-f]{4}-`)
	for args, early := range map[string]bool{
		"--output tsv": true, "--output csv": true, "--output jsonl": true, "--output yaml": true, "--output json": true,
		"--output jsonl --jq [.device.hostname,.job.uid]|@tsv": true,
		"--output table": false, "--output json --jq .[]": false,
	} {
		w := newWorld(t)
		printed := &watched{}
		f := w.factory()
		f.Streams.Out = printed
		started, before := 0, ""
		f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/quickjob") {
				if started++; started == 3 {
					before = printed.String()
				}
			}
		}}
		run := strings.Fields("job run ORCA-DC01 ORCA-FS01 00000000-0000-4000-8000-000000000000 --component Clear --yes " + args)
		require.Equal(t, exitcode.NotFound, cmd.Run(t.Context(), f, run), w.err.String())
		require.Equal(t, 3, started)
		text := strings.ReplaceAll(before, "\n", " ")
		require.Equal(t, early, rows.MatchString(text), "%s: %q", args, before)
		require.True(t, strings.HasPrefix(printed.String(), before))
		require.Contains(t, printed.String(), "ORCA-FS01", args)
		if args == "--output json" {
			require.True(t, json.Valid([]byte(printed.String())), "what was started is a whole list")
		}
	}
}

func TestWhatCannotBePrintedKeepsNoJobFromBeingStarted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.factory()
	f.Streams.Out = fullDisk{}
	require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, strings.Fields("job run ORCA-DC01 ORCA-FS01 --component Clear --yes")))
	require.Equal(t, 2, w.sim.CountCalls("PUT /v2/device/{deviceUid}/quickjob"))
	require.Equal(t, "datto: write x: no space left on device\nnext: make room there, or write elsewhere (--out FILE)\n", w.err.String())

	require.Equal(t, exitcode.Failed, w.run(t.Context(), append(strings.Fields("job run ORCA-DC01 ORCA-FS01 --component Clear --yes --output jsonl --jq"),
		`if .device.hostname == "ORCA-DC01" then error("no") else .job.uid end`)...))
	require.Equal(t, 4, w.sim.CountCalls("PUT /v2/device/{deviceUid}/quickjob"))
	require.Empty(t, w.out.String(), "nobody takes the rest for all")
}
