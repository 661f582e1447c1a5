package cmd_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

func TestWhatMeansNothingIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"activity list --follow --until 1m":                                                     "--until cannot be used with --follow",
		"activity list --follow --every 0h1s --sort date":                                       "--sort cannot be used with --follow, which has no end",
		"activity list --follow --limit 3":                                                      "--limit cannot be used with --follow, which has no end",
		"activity list --follow --out x.csv":                                                    "--out cannot be used with --follow, which has no end",
		"api POST /v2/site --paginate":                                                          "--paginate is for GET",
		"api PUT /v2/site --input - -f name=x":                                                  "--input cannot be used with fields",
		"api PUT /v2/site --input -":                                                            "--input is not JSON",
		"api GET /v2/account --input -":                                                         "a GET has no body",
		"api /v2/account --limit 2":                                                             "--limit and --sort need --paginate",
		"api /v2/account --sort .name":                                                          "--limit and --sort need --paginate",
		"api GET /v2/account -f name":                                                           `-f must be name=value: "name" is not`,
		"api GET /v2/account -F =name":                                                          `-F must be name=value: "=name" is not`,
		"api GET /v2/account -H name":                                                           `-H must be name:value: "name" is not`,
		"api POST /v2/site/x -f a=b -H name":                                                    `-H must be name:value: "name" is not`,
		"api GET /v2/account --method GET":                                                      "--method cannot be used with a method as argument",
		"device find --mac 02:44:53":                                                            "--mac must be a MAC address, such as 02:44:53:D5:8A:F3",
		"device find --mac 0244zz53d58a":                                                        "--mac must be a MAC address, such as 02:44:53:D5:8A:F3",
		"device list --online --offline":                                                        "--online and --offline cannot be used together",
		"device move ORCA-DC01":                                                                 "--to is missing",
		"device udf set ORCA-DC01 7=" + strings.Repeat("ü", 256):                                "the value of field 7 is longer than 255 characters",
		"device udf set ORCA-DC01 7=a udf7=b":                                                   "field 7 is named twice",
		"device udf clear ORCA-DC01 7=":                                                         "fields to clear are named by number alone",
		"site proxy set Orchard --port 80":                                                      "--host is missing",
		"site proxy set Orchard --host a:80 --port 80":                                          "--host is the name or address alone, without scheme, user and port",
		"site proxy set Orchard --host a --port 80 --type ftp":                                  "--type must be http, socks4 or socks5",
		"site proxy set Orchard --host a --port 80 --password-stdin":                            "--password-stdin needs --username",
		"site proxy set Orchard --host a --port 80 --no-password":                               "--no-password needs --username",
		"site proxy set Orchard --host a --port 80 --username b":                                "--username needs --password-stdin, or --no-password if there is none",
		"site proxy set Orchard --host a --port 80 --username b --no-password --password-stdin": "--no-password cannot be used with --password-stdin",
		"variable create a b --value-stdin":                                                     "--value-stdin cannot be used with a value",
		"site list --jq . --columns name":                                                       "--columns cannot be used with --jq or --template: choose the members in the expression",
		"site list --jq . --template x":                                                         "--jq and --template cannot be used together",
	} {
		w := newWorld(t)
		w.in = "no JSON"
		require.Equal(t, exitcode.Failed, w.run(t.Context(), append(strings.Fields(args), "--quiet")...), args)
		require.True(t, strings.HasPrefix(w.err.String(), "datto: "+want+"\nusage: datto "), "%s: %s", args, w.err.String())
		require.Empty(t, w.sim.Calls(), args)
	}
	for args, want := range map[string]string{
		"job run ORCA-DC01 --component x --wait --timeout 200y":                                "it must be a number with a unit",
		"job run ORCA-DC01 --component x --wait --timeout h":                                   "it must be a number with a unit",
		"job run ORCA-DC01 --component x --wait --timeout 90":                                  "it must be a number with a unit",
		"job run ORCA-DC01 --component x --wait --timeout 0h":                                  "it must be more than 0, such as",
		"job run ORCA-DC01 --component x --wait --timeout 9999w":                               "it is longer than 100 years",
		"job run ORCA-DC01 --component x --wait --timeout 5000w5000w5000w5000w5000w5000w5000w": "it is longer than 100 years",
		"activity list --follow --every 1ms":                                                   "it must be a number with a unit",
		"site list --budget 2":                                                                 "it must be more than 0 and at most 1, such as 0.5 or 50%",
	} {
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...), args)
		require.Contains(t, w.err.String(), want, args)
		require.Empty(t, w.sim.Calls(), args)
	}
}

func TestWhatFlagsSayIsSent(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"site update Orchard --name New --splashtop=false": `"name":"New","notes":"","onDemand":false,"splashtopAutoInstall":false}`,
		"variable update backupPortal x --rename y":        `{"name":"y","value":"x"}`,
		"api /v2/alert/x/mute -f a=1":                      "POST /v2/alert/x/mute\n" + `{"a":"1"}`,
		"api /v2/alert/x/mute -F a=1":                      "POST /v2/alert/x/mute\n" + `{"a":1}`,
		"api /api/v2/alert/x/mute -X put -F a=b":           "PUT /v2/alert/x/mute\n" + `{"a":"b"}`,
	} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), append(strings.Fields(args), "--dry-run")...), w.err.String())
		require.Contains(t, w.out.String(), want)
	}
	w := newWorld(t)
	var asked http.Header
	var query string
	w.between = func(next http.RoundTripper) http.RoundTripper {
		return gate{next, func(r *http.Request) { asked, query = r.Header, r.URL.RawQuery }}
	}
	require.Zero(t, w.run(t.Context(), "api", "/v2/account", "-H", "X-Trace: 7"), w.err.String())
	require.Equal(t, "7", asked.Get("X-Trace"))
	require.Zero(t, w.run(t.Context(), "activity", "list", "--search", "two words", "--limit", "1"), w.err.String())
	require.Contains(t, query, "searchQuery=two+words")
}

func TestThePasswordOfAProxyIsAskedFor(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"CANARY\ny\n": `"password":"CANARY"`,
		"\ny\n":       `"password":null`,
	} {
		w := newWorld(t)
		w.canAsk, w.in = true, answer
		require.Zero(t, w.run(t.Context(), strings.Fields("site proxy set Orchard --host a --port 80 --username agent --output json --show-secrets")...), w.err.String())
		require.Contains(t, w.err.String(), "Password of agent at the proxy (not shown, empty for none): ")
		require.NotContains(t, w.err.String(), "CANARY")
		require.Contains(t, w.out.String(), want)

		// Where nobody can be asked, a password is cleared only on request.
		args := strings.Fields("site proxy set Orchard --host a --port 80 --username agent --yes --output json --show-secrets")
		w.canAsk, w.in = false, ""
		before := w.sim.CountCalls("POST /v2/site/{siteUid}/settings/proxy")
		require.Equal(t, exitcode.Failed, w.run(t.Context(), args...))
		require.Equal(t, before, w.sim.CountCalls("POST /v2/site/{siteUid}/settings/proxy"))
		require.Zero(t, w.run(t.Context(), append(args, "--no-password")...), w.err.String())
		require.Contains(t, w.out.String(), `"password":null`)
		w.canAsk = true
		require.Zero(t, w.run(t.Context(), append(args, "--no-password")...), w.err.String())
		require.NotContains(t, w.err.String(), "Password of", "nobody is asked")
	}
}

func TestHowMuchOfALimitIsUsedHasAColour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for count, want := range map[string]string{"299": "299", "300": "\x1b[33m300\x1b[0m", "539": "\x1b[33m539\x1b[0m", "540": "\x1b[91m540\x1b[0m"} {
		f := w.factory()
		f.Streams.OutTTY, f.Streams.Colored = true, true
		f.Transport = answering{w.sim.Transport(), map[string]string{
			"/v2/system/request_rate": `{"accountCount":` + count + `,"accountRateLimit":600,"operationWriteStatus":{"site-create":{"limit":100,"count":2},"device-move":{"limit":100,"count":0}}}`,
		}}
		w.out.Reset()
		require.Zero(t, cmd.Run(t.Context(), f, []string{"system", "limits", "--columns", "reads,operations"}), w.err.String())
		require.Equal(t, "\x1b[1mREADS\x1b[0m       "+want+"\n\x1b[1mOPERATIONS\x1b[0m  site-create 2 of 100\n", w.out.String())
	}
}

func TestOfSeveralFailuresTheUncertainOneWeighsMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sim.AddFault(simulator.Fault{Kind: simulator.FaultGatewayTimeout, Operation: "PUT /v2/device/{deviceUid}/quickjob", Nth: 2})
	code := w.run(t.Context(), "job", "run", "ORCA-DC01", fs01, noUID, "--component", "Clear", "--yes", "--columns", "device")
	require.Equal(t, exitcode.Uncertain, code, w.err.String())
	require.Equal(t, "ORCA-DC01\n", w.out.String())
	require.Contains(t, w.err.String(), "\ndatto: 1 of 3 jobs started, 1 failed, 1 uncertain: "+fs01+": PUT /v2/device/{deviceUid}/quickjob was sent, but it is not known "+
		"whether the server acted on it\nnext: check whether it took effect")
	require.Contains(t, w.err.String(), `datto: there is no device "`+noUID+`"`)
}

func TestAWaitBeforeAnotherTrySaysWhy(t *testing.T) {
	t.Parallel()
	for fault, want := range map[simulator.FaultKind]string{
		simulator.FaultTooMany:     "rate limit, ",
		simulator.FaultServerError: "server error, trying again, ",
		simulator.FaultResetBefore: "no whole answer, trying again, ",
	} {
		synctest.Test(t, func(t *testing.T) {
			f, _, errs := bubble(t)
			f.Streams.OutTTY, f.Streams.ErrTTY, f.Streams.Columns = true, true, 100
			f.Simulation().AddFault(simulator.Fault{Kind: fault, Operation: "GET /v2/account/sites"})
			require.NotZero(t, cmd.Run(t.Context(), f, []string{"--demo", "site", "list"}))
			require.Contains(t, errs.String(), want)
		})
	}
}

func TestOutIsNotEmpty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, value := range []string{"", " "} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), "site", "list", "--out", value))
		require.Contains(t, w.err.String(), "it is empty: leave it out, or name a file")
	}
	require.Empty(t, w.sim.Calls())
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, test := range []struct {
		expression, out, err string
	}{
		{"length", "0\n", ""},
		{"1, halt, 2", "1\n", ""},
		{".[", "", "datto: --jq: "},
		{"nonsense", "", "datto: --jq: function not defined: nonsense/0"},
		{".a", "", "datto: --jq: expected an object but got: array\n"},
	} {
		code := w.run(t.Context(), "site", "list", "--name", "nothing", "--jq", test.expression)
		require.Equal(t, test.err == "", code == exitcode.Done, test.expression)
		require.Equal(t, test.out, w.out.String(), test.expression)
		require.True(t, strings.HasPrefix(w.err.String(), test.err), "%s: %s", test.expression, w.err.String())
	}
}

func TestAnswersOfEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, test := range []struct{ answer, yaml string }{
		{`{}`, "{}\n"},
		{`[]`, "[]\n"},
		{`[{"a":[]},{}]`, "- a: []\n- {}\n"},
		{`7`, "7\n"},
		{`"text"`, "text\n"},
	} {
		answers := map[string]string{"/v2/account": test.answer}
		require.Zero(t, w.runWith(t, answers, "api", "/v2/account", "--output", "yaml"), w.err.String())
		require.Equal(t, test.yaml, w.out.String())
		require.Zero(t, w.runWith(t, answers, "api", "/v2/account"), w.err.String())
		require.Equal(t, test.answer+"\n", w.out.String())
	}
	require.Zero(t, w.runWith(t, map[string]string{"/v2/account": `{"a":["x","y"],"b":[1,null]}`}, "account", "show", "--columns", ".a,.b"), w.err.String())
	require.Equal(t, "a\tx, y\nb\t1, \n", w.out.String())
}

func TestANewKeyIsNotLost(t *testing.T) {
	t.Parallel()
	const reset = "/v2/user/resetApiKeys"
	obstruct := func(t *testing.T, path string) {
		t.Helper()
		require.NoError(t, os.RemoveAll(path))
		require.NoError(t, os.MkdirAll(filepath.Join(path, "full"), 0o700))
	}
	newWorld := func(t *testing.T) (w *world, file string) {
		t.Helper()
		w = newWorld(t)
		return w, filepath.Join(w.env["DATTO_CONFIG_DIR"], "credentials", "new-key-20260302T093000Z.json")
	}
	t.Run("no place for it", func(t *testing.T) {
		t.Parallel()
		w, file := newWorld(t)
		obstruct(t, file)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), "user", "reset-keys", "--yes"))
		require.True(t, strings.HasPrefix(w.err.String(), "datto: the key was not replaced, because the new one could not be kept: "), w.err.String())
		require.Contains(t, w.err.String(), "\nnext: make room for "+file+", or set DATTO_CONFIG_DIR ")
		require.Zero(t, w.sim.CountCalls("POST "+reset))
	})
	t.Run("the place is gone when it comes", func(t *testing.T) {
		t.Parallel()
		w, file := newWorld(t)
		w.between = func(next http.RoundTripper) http.RoundTripper {
			return gate{next, func(r *http.Request) {
				if strings.HasSuffix(r.URL.Path, reset) {
					obstruct(t, file)
				}
			}}
		}
		require.Equal(t, exitcode.Failed, w.run(t.Context(), "user", "reset-keys", "--yes"))
		require.Regexp(t, `(?s)^datto: the new key could not be written: .*\n\{"apiAccessKey":"[^"]+","apiSecretKey":"[^"]+".*\}\ndatto: `, w.err.String())
	})
	t.Run("it has another form", func(t *testing.T) {
		t.Parallel()
		w, file := newWorld(t)
		const answer = `{"apiKey":"CANARY-KEY","apiSecretKey":"CANARY-SECRET"}`
		require.Equal(t, exitcode.Failed, w.runWith(t, map[string]string{reset: answer}, "user", "reset-keys", "--yes"))
		require.Equal(t, "datto: the key was replaced, but the answer has an unexpected form\nnext: the new pair is in "+file+
			": log in with it (datto auth login), then delete the file\n", w.err.String())
		kept, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, answer+"\n", string(kept)) //nolint:testifylint // To the letter: nothing is decoded first.
	})
	t.Run("the profile cannot take it", func(t *testing.T) {
		t.Parallel()
		w, file := newWorld(t)
		key, secret := w.sim.Credentials()
		w.in = secret
		require.Zero(t, w.run(t.Context(), "auth", "login", "--profile", "acme", "--key", key, "--secret-stdin", "--insecure-storage"), w.err.String())
		delete(w.env, "DATTO_API_KEY")
		delete(w.env, "DATTO_API_SECRET")
		stored, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
		require.NoError(t, err)
		require.Equal(t, "profiles.json", filepath.Base(stored[0]))
		w.between = func(next http.RoundTripper) http.RoundTripper {
			return gate{next, func(r *http.Request) {
				if strings.HasSuffix(r.URL.Path, reset) {
					obstruct(t, stored[0])
				}
			}}
		}
		require.NotZero(t, w.run(t.Context(), "user", "reset-keys", "--yes"))
		require.True(t, strings.HasPrefix(w.err.String(), "datto: the key was replaced, but it could not be stored in the file: "), w.err.String())
		require.Contains(t, w.err.String(), "\nnext: the new pair is in "+file+": ")
		kept, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Regexp(t, `"apiAccessKey":"[^"]+","apiSecretKey":"[^"]+"`, string(kept))
	})
	t.Run("no answer", func(t *testing.T) {
		t.Parallel()
		w, file := newWorld(t)
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultResetAfter, Operation: "POST " + reset})
		require.Equal(t, exitcode.Uncertain, w.run(t.Context(), "user", "reset-keys", "--yes"))
		require.Contains(t, w.err.String(), "\nnext: try the pair with datto auth login: if it is refused, the new one is lost, ")
		require.NoFileExists(t, file, "there is nothing in it")
	})
}

func TestConditionsOfActivity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var query string
	w.between = func(next http.RoundTripper) http.RoundTripper {
		return gate{next, func(r *http.Request) {
			if !r.URL.Query().Has("page") {
				query = r.URL.RawQuery // that of the first page
			}
		}}
	}
	for args, want := range map[string]string{
		"--entity DEVICE,User":         "entities=device%2Cuser&",
		"--action deployment,create":   "actions=deployment%2Ccreate&",
		"--category job,remote":        "categories=job%2Cremote&",
		"":                             "order=desc&",
		"--oldest-first":               "order=asc&",
		"--user 2117 --user 3337":      "userIds=2117%2C3337",
		"--user ines.archer --limit 1": "from=2026-03-01T09%3A30%3A00Z&order=desc&size=",
	} {
		require.Zero(t, w.run(t.Context(), append(strings.Fields("activity list"), strings.Fields(args)...)...), w.err.String())
		require.Contains(t, query, want, args)
	}
	// The server knows users by number only.
	require.Zero(t, w.run(t.Context(), "activity", "list", "--since", "3d", "--columns", "user,.user.id", "--sort", "user"), w.err.String())
	all := strings.Split(w.out.String(), "\n")
	name, number, _ := strings.Cut(all[0], "\t")
	last, _, _ := strings.Cut(all[len(all)-2], "\t")
	require.NotEqual(t, name, last)
	require.Zero(t, w.run(t.Context(), "activity", "list", "--since", "3d", "--columns", "user", "--user", number, "--user", strings.ToUpper(last)), w.err.String())
	seen := map[string]bool{}
	for line := range strings.Lines(w.out.String()) {
		seen[strings.TrimSpace(line)] = true
	}
	require.Equal(t, map[string]bool{name: true, last: true}, seen)
}

func TestWhatAnActivityWasAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for details, want := range map[string]string{
		`{\"job.name\":\"a\",\"job.status\":\"Success\"}`:             "a: Success",
		`{\"job.name\":\"a\",\"note\":\"n\"}`:                         "a",
		`{\"job.status\":\"Success\"}`:                                "",
		`{\"data.from_site_name\":\"a\",\"data.to_site_name\":\"b\"}`: "a -> b",
		`{\"data.to_site_name\":\"b\"}`:                               " -> b",
		`{\"data.from_site_name\":\"a\"}`:                             "a -> ",
		`{\"note\":\"n\",\"remote_session.type\":\"jrto\"}`:           "n",
		`{\"remote_session.type\":\"jrto\"}`:                          "jrto",
		`no JSON`:                                                     "",
	} {
		answer := `{"activities":[{"id":"1","date":1772443785.947,"details":"` + details + `"}],"pageDetails":{"count":1,"totalCount":1}}`
		require.Zero(t, w.runWith(t, map[string]string{"/v2/activity-logs": answer}, "activity", "list", "--columns", "about"), w.err.String())
		require.Equal(t, want+"\n", w.out.String(), details)
	}
}

func TestSeveralAlertsAreAskedAboutByTheirNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "alert", "list", "--limit", "2", "--columns", "uid"))
	uids := strings.Fields(w.out.String())
	w.canAsk, w.in = true, "y\n"
	require.Zero(t, w.run(t.Context(), append([]string{"alert", "resolve"}, uids...)...), w.err.String())
	require.Equal(t, "Resolve 2 alerts? [y/N] 2 alerts resolved\n", w.err.String())
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "alert", "resolve", strings.Repeat("ü", 61)))
	require.Contains(t, w.err.String(), `"`+strings.Repeat("ü", 60)+`..." is not the uid of an alert`)
}

func TestNamesAreTakenWithoutTheSpaceAroundThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{" ORCA-DC01 ", " 0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f\t"} {
		require.Zero(t, w.run(t.Context(), "device", "show", name, "--columns", "hostname"), w.err.String())
		require.Equal(t, "hostname\tORCA-DC01\n", w.out.String())
	}
	require.Equal(t, exitcode.NotFound, w.run(t.Context(), "device", "list", "--filter", "abc"))
	require.NotContains(t, w.err.String(), "uid", "filters have none")
}
