package cmd_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

const noUID = "00000000-0000-4000-8000-000000000000"

// answering is a transport that answers requests for some paths itself.
type answering struct {
	next    http.RoundTripper
	answers map[string]string
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, ok := a.answers[strings.TrimPrefix(r.URL.Path, "/api")]
	if !ok {
		return a.next.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(answer)), Request: r,
	}, nil
}

// runWith runs the program on a server that answers some paths in its own way.
func (w *world) runWith(t *testing.T, answers map[string]string, args ...string) int {
	t.Helper()
	w.out.Reset()
	w.err.Reset()
	f := w.factory()
	f.Transport = answering{w.sim.Transport(), answers}
	return cmd.Run(t.Context(), f, args)
}

func TestAUIDInFullIsLookedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "component", "list", "--limit", "1", "--columns", "uid,name"))
	uid, name, _ := strings.Cut(strings.TrimSpace(w.out.String()), "\t")
	for _, text := range []string{uid, strings.ToUpper(uid)} {
		require.Zero(t, w.run(t.Context(), "component", "show", text, "--output", "json"), w.err.String())
		var shown struct{ UID, Name string }
		require.NoError(t, json.Unmarshal(w.out.Bytes(), &shown))
		require.Equal(t, name, shown.Name)
	}
	require.Zero(t, w.run(t.Context(), "job", "run", "ORCA-DC01", "--component", uid, "--dry-run"), w.err.String())
	require.Contains(t, w.out.String(), uid)
	const device = "0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f"
	require.Zero(t, w.run(t.Context(), "device", "interfaces", device, "--columns", "uid"), w.err.String())
	require.Equal(t, device+"\n", w.out.String())
}

func TestWhatDoesNotExistIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const noDevice, noSite = `there is no device "` + noUID + `"`, `there is no site "` + noUID + `"`
	for args, want := range map[string]string{
		"component show UID":                       `there is no component "` + noUID + `"` + "\nnext: datto component list",
		"job run ORCA-DC01 --component UID --yes":  `there is no component "` + noUID + `"`,
		"device show UID":                          noDevice + "\nnext: datto device list",
		"device audit UID":                         noDevice,
		"device interfaces UID":                    noDevice,
		"device alerts UID":                        noDevice,
		"device udf list UID":                      noDevice,
		"device udf set UID 7=x --yes":             noDevice,
		"device move UID --to Orchard --yes":       noDevice,
		"device move ORCA-DC01 --to UID --yes":     noSite,
		"device software UID":                      "device " + noUID + ": GET /v2/audit/device/{deviceUid}/software: 404",
		"device patches UID":                       "device " + noUID + ": GET /v2/device/{deviceUid}/patches: 404",
		"device find --id 7":                       `there is no device with the number "7"` + "\nnext: ",
		"device find --mac 000000000000":           `there is no device with the MAC address "000000000000"`,
		"device find --hostname nosuch":            `there is no device whose host name contains "nosuch"`,
		"device list --filter 99999999":            `there is no filter "99999999"` + "\nnext: datto filter list",
		"device list --filter 99999999 --site UID": `there is no site "` + noUID + `" with the filter "99999999"`,
		"device list --site UID":                   noSite,
		"alert list --site UID":                    noSite,
		"alert list --device UID":                  noDevice,
		"alert show UID":                           `there is no alert "` + noUID + `"` + "\nnext: datto alert list",
		"site show UID":                            noSite + "\nnext: datto site list",
		"site settings UID":                        noSite,
		"site devices UID":                         noSite,
		"site interfaces UID":                      noSite,
		"site patches UID":                         "site " + noUID + ": GET /v2/site/{siteUid}/patches: 404",
		"site update UID --notes x --yes":          noSite,
		"site proxy delete UID --yes":              noSite,
		"filter list --site UID":                   noSite,
		"variable list --site UID":                 noSite,
		"variable delete x --site UID --yes":       noSite,
		"activity list --site UID":                 noSite,
	} {
		require.Equal(t, exitcode.NotFound, w.run(t.Context(), strings.Fields(strings.ReplaceAll(args, "UID", noUID))...), args)
		require.Empty(t, w.out.String(), args)
		require.True(t, strings.HasPrefix(w.err.String(), "datto: "+want), "%s: %s", args, w.err.String())
	}
	for _, call := range w.sim.Calls() {
		require.True(t, strings.HasPrefix(call.Operation, "GET ") || strings.HasPrefix(call.Operation, "POST /auth"), call.Operation)
	}
}

func TestTheBeginningOfAUIDNeedsFourDigits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, prefix := range []string{"0a68cb57-6", "0a68c", "0A68"} {
		require.Zero(t, w.run(t.Context(), "device", "show", prefix, "--output", "json"), w.err.String())
		require.Contains(t, w.out.String(), `"hostname":"ORCA-DC01"`, prefix)
	}
	require.Equal(t, exitcode.NotFound, w.run(t.Context(), "device", "show", "0a6"))
	require.Equal(t, "datto: there is no device called \"0a6\"\nnext: the beginning of a uid needs at least 4 digits; datto device list shows all devices\n", w.err.String())
}

// page is a page of a list that is whole.
func page(items string, rows ...string) string {
	return `{"pageDetails":{"count":` + string(rune('0'+len(rows))) + `},"` + items + `":[` + strings.Join(rows, ",") + `]}`
}

func TestNamesGoBeforeUIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	named := `{"uid":"11111111-0000-4000-8000-000000000000","name":"cafe"}`
	begins := `{"uid":"22222222-0000-4000-8000-000000000000","name":"Cafeteria"}`
	byUID := `{"uid":"cafe1111-0000-4000-8000-000000000000","name":"third"}`
	other := `{"uid":"cafe2222-0000-4000-8000-000000000000","name":"the cafe"}`
	for _, test := range []struct {
		rows []string
		want string
	}{
		{[]string{byUID, begins, named}, `"name":"cafe"`},
		{[]string{byUID, begins}, `"name":"Cafeteria"`},
		{[]string{byUID}, `"name":"third"`},
		{[]string{byUID, other}, `"cafe" could be any of 2`},
	} {
		w.runWith(t, map[string]string{"/v2/account/components": page("components", test.rows...)}, "component", "show", "cafe", "--output", "json")
		require.Contains(t, w.out.String()+w.err.String(), test.want)
	}
	// The server narrows sites by name: a uid among those says nothing of the rest.
	narrowed := page("sites", other)
	f := w.factory()
	f.Transport = narrowing{answering{w.sim.Transport(), map[string]string{"/v2/account/sites": page("sites", byUID, other)}}, narrowed}
	w.err.Reset()
	require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, []string{"site", "show", "cafe"}))
	require.Contains(t, w.err.String(), `"cafe" could be any of 2 sites`)
}

// narrowing answers with one page what asks for a part, and passes the rest on.
type narrowing struct {
	next http.RoundTripper
	page string
}

func (n narrowing) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Get("siteName") == "" {
		return n.next.RoundTrip(r)
	}
	return answering{n.next, map[string]string{"/v2/account/sites": n.page}}.RoundTrip(r)
}

func TestAlertResolveTakesUIDsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "alert", "list", "--limit", "2", "--columns", "uid"))
	uids := w.out.String()
	uid, _, _ := strings.Cut(uids, "\n")
	for _, args := range []string{
		"", "--columns site,uid", "--output csv --columns uid", "--output csv", "--output json", "--output jsonl",
		"--output yaml", "--columns deviceUid,uid --output csv",
	} {
		require.Zero(t, w.run(t.Context(), append(strings.Fields("alert list --limit 2"), strings.Fields(args)...)...), w.err.String())
		w.in = w.out.String()
		for _, yes := range []string{"--yes", "--dry-run"} {
			require.Equal(t, exitcode.Failed, w.run(t.Context(), "alert", "resolve", "-", yes), args)
			require.Empty(t, w.out.String(), args)
			require.Regexp(t, `^datto: (".+", number 1 of \d+, is not the uid of an alert, so nothing was sent`+
				"\nnext: pipe the uids alone: datto alert list --columns uid \\| datto alert resolve -"+
				"|standard input holds JSON instead of names, so nothing was done\nnext: print the lines with --columns uid, as TSV)\n$", w.err.String())
		}
	}
	w.in = uids + "Moderate\n"
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "alert", "resolve", "-", "--yes"))
	require.Contains(t, w.err.String(), `"Moderate", number 3 of 3,`)
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "alert", "resolve", uid[:13], "--yes"))
	require.Contains(t, w.err.String(), `"`+uid[:13]+`" is not the uid`)
	require.Zero(t, w.sim.CountCalls("POST /v2/alert/{alertUid}/resolve"))
	w.in = uids
	require.Zero(t, w.run(t.Context(), "alert", "resolve", "-", "--yes"), w.err.String())
	require.Equal(t, 2, w.sim.CountCalls("POST /v2/alert/{alertUid}/resolve"))
	require.Equal(t, exitcode.NotFound, w.run(t.Context(), "alert", "resolve", noUID, "--yes"))
	require.True(t, strings.HasPrefix(w.err.String(), `datto: there is no alert "`+noUID+`"`), w.err.String())
}

func TestTimesOfAnAlertsContextAreTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	show := func(context string, args ...string) string {
		answers := map[string]string{"/v2/alert/" + noUID: `{"alertUid":"` + noUID + `","alertContext":` + context + `}`}
		require.Zero(t, w.runWith(t, answers, append([]string{"alert", "show", noUID}, args...)...), w.err.String())
		return w.out.String()
	}
	for _, test := range []struct{ context, piped, terminal string }{
		{`{"@class":"eventlog_ctx","code":"1772008331786","lastTriggered":1772008331786}`, "code: 1772008331786; lastTriggered: 2026-02-25T08:32:11Z", "lastTriggered: 5d ago"},
		{`{"@class":"ransomware_ctx","alertTime":"1772008331786"}`, "alertTime: 2026-02-25T08:32:11Z", "alertTime: 5d ago"},
		{`{"@class":"eventlog_ctx","lastTriggered":"2026-02-25T08:32:11.5Z"}`, "lastTriggered: 2026-02-25T08:32:11Z", "lastTriggered: 5d ago"},
		{`{"@class":"eventlog_ctx","lastTriggered":"at noon"}`, "lastTriggered: at noon", "lastTriggered: at noon"},
		{`{"@class":"eventlog_ctx","lastTriggered":-62135596800000}`, "lastTriggered: ", "lastTriggered: "},
		{`{"@class":"unheard_of_ctx","lastTriggered":1772008331786}`, "lastTriggered: 1772008331786", "lastTriggered: 1772008331786"},
	} {
		w.tty = false
		for _, format := range []string{"tsv", "csv"} {
			require.Contains(t, show(test.context, "--columns", "context", "--output", format), test.piped+"\n")
		}
		require.Contains(t, show(test.context, "--output", "json"), test.context)
		w.tty = true
		require.Contains(t, show(test.context), test.terminal+"\n")
	}
	require.Contains(t, show("null"), noUID)
}

// clearing are the flags and arguments that may be empty, because that clears
// something.
var clearing = map[string]bool{
	"datto site create --description": true, "datto site create --notes": true,
	"datto site update --description": true, "datto site update --notes": true,
	"datto variable create 1": true, "datto variable update 1": true,
}

// textFlags are the names of the flags that take text.
func textFlags(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(flag *pflag.Flag) {
		if strings.HasPrefix(flag.Value.Type(), "string") {
			names = append(names, flag.Name)
		}
	})
	return names
}

func TestNothingEmptyStandsForEverything(t *testing.T) {
	t.Parallel()
	everywhere := textFlags(cmd.NewRoot(newWorld(t).factory()).PersistentFlags())
	require.Contains(t, everywhere, "profile")
	var seen sync.Map
	t.Run("commands", func(t *testing.T) { //nolint:paralleltest // It ends when all that it starts have.
		eachCommand(t, func(t *testing.T, c *cobra.Command, w *world, args []string) {
			t.Helper()
			if isWrite(c) {
				args = append(args, "--dry-run")
			}
			before := len(w.sim.Calls())
			refused := func(name, want string, args []string) {
				if clearing[c.CommandPath()+" "+name] {
					seen.Store(c.CommandPath()+" "+name, true)
					args[slices.Index(args, "EMPTY")] = ""
					require.Zero(t, w.run(t.Context(), args...), w.err.String())
					before = len(w.sim.Calls())
					return
				}
				for _, value := range []string{"", " "} {
					args[slices.Index(args, "EMPTY")] = value
					require.Equal(t, exitcode.Failed, w.run(t.Context(), args...), args)
					require.Contains(t, w.err.String(), want, args)
					require.Contains(t, w.err.String(), "usage: "+c.CommandPath(), args)
					require.Len(t, w.sim.Calls(), before, args)
					args[slices.Index(args, value)] = "EMPTY"
				}
			}
			for _, name := range append(textFlags(c.Flags()), everywhere...) {
				refused("--"+name, "--"+name+" is empty", append(slices.Clone(args), "--"+name, "EMPTY"))
			}
			words := len(strings.Fields(c.CommandPath())) - 1
			for i := words; i < len(args) && !strings.HasPrefix(args[i], "-"); i++ {
				with := slices.Clone(args)
				with[i] = "EMPTY"
				refused(strconv.Itoa(i-words), "argument "+strconv.Itoa(i-words+1)+" is empty", with)
			}
		})
	})
	for name := range clearing {
		_, ok := seen.Load(name)
		require.True(t, ok, name)
	}
}

func TestAShellMayAskWhatCouldStandWhereNothingStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "__complete", "device", "show", ""), w.err.String())
	require.Contains(t, w.out.String(), "ORCA-DC01")
}

func TestAFlagThatNarrowsIsNotFalse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, args := range []string{
		"device list --online=false", "device list --offline=false", "site devices Orchard --reboot-required=0",
		"alert list --open=false", "device alerts ORCA-DC01 --resolved=f", "filter list --custom=false", "filter list --default=FALSE",
	} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...), args)
		require.Contains(t, w.err.String(), " cannot be false: leave it out\nusage: ", args)
	}
	require.Empty(t, w.sim.Calls())
	require.Zero(t, w.run(t.Context(), "device", "list", "--online=true"))
}

func TestAFieldOfTwoLinesDoesNotPassForTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "device", "udf", "set", "ORCA-DC01", "7=one\n8 = two", "--yes"), w.err.String())
	w.tty = true
	require.Zero(t, w.run(t.Context(), "device", "show", "ORCA-DC01", "--columns", "udf"), w.err.String())
	require.Contains(t, w.out.String(), "7 = one 8 = two")
}

func TestAListWithAnEmptyItemIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, args := range []string{"alert list --class disk,", "alert list --priority="} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...), args)
		require.Contains(t, w.err.String(), "is empty: leave it out, or give it a value\nusage: ", args)
	}
	require.Empty(t, w.sim.Calls())
}

func TestAnEmptyValueClearsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "site", "update", "Orchard", "--description", "", "--yes", "--output", "json"), w.err.String())
	require.Contains(t, w.out.String(), `"description":null`)
	require.Zero(t, w.run(t.Context(), "variable", "update", "backupPortal", "", "--dry-run"), w.err.String())
	require.Contains(t, w.out.String(), `"value":""`)
}

func TestANameWithACommaIsOneName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const name = "Smith, Jones & Co"
	require.Zero(t, w.run(t.Context(), "site", "create", name, "--yes", "--output", "json"))
	var site struct{ ID int }
	require.NoError(t, json.Unmarshal(w.out.Bytes(), &site))
	asked := ""
	f := w.factory()
	f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/activity-logs") {
			asked = r.URL.Query().Get("siteIds")
		}
	}}
	require.Zero(t, cmd.Run(t.Context(), f, []string{"activity", "list", "--site", name}), w.err.String())
	require.Equal(t, strconv.Itoa(site.ID), asked)
	row := `{"id":"1","date":1772008331,"user":{"id":1,"userName":"Archer, Ines"}}`
	require.Zero(t, w.runWith(t, map[string]string{"/v2/activity-logs": page("activities", row)},
		"activity", "list", "--limit", "1", "--user", "archer, ines", "--columns", "user"), w.err.String())
	require.Equal(t, "Archer, Ines\n", w.out.String())
}

func TestMisspeltValuesAreWarnedOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for args, want := range map[string]string{
		"alert list --priority Critcal":                     `"Critcal" is not a known priority; did you mean Critical? (known are Critical, High, `,
		"device alerts ORCA-DC01 --priority hihg":           `"hihg" is not a known priority; did you mean High? (`,
		"device list --class prnter":                        `"prnter" is not a known class; did you mean printer? (`,
		"device list --patch-status NoData,Reboot":          `"Reboot" is not a known patch status; did you mean RebootRequired? (`,
		"device list --antivirus-status nonsense":           `"nonsense" is not a known antivirus status (known are `,
		"site devices Orchard --antivirus-status NotRunnig": `"NotRunnig" is not a known antivirus status; did you mean NotRunning? (`,
	} {
		require.Zero(t, w.run(t.Context(), append(strings.Fields(args), "--output", "json")...), args)
		require.True(t, strings.HasPrefix(w.err.String(), "datto: warning: "+want), w.err.String())
		require.Equal(t, 1, strings.Count(w.err.String(), "\n"))
		require.True(t, json.Valid(w.out.Bytes()))
	}
	for _, args := range []string{"alert list --priority critical,HIGH", "device list --class Printer --patch-status nopolicy --antivirus-status NotDetected"} {
		require.Zero(t, w.run(t.Context(), strings.Fields(args)...), args)
		require.Empty(t, w.err.String())
	}
	// What the server has learned since is still found.
	rows := page("devices", `{"hostname":"a","deviceClass":"toaster"}`, `{"hostname":"b","deviceClass":"printer"}`)
	require.Zero(t, w.runWith(t, map[string]string{"/v2/account/devices": rows}, "device", "list", "--class", "toaster", "--columns", "hostname"))
	require.Equal(t, "a\n", w.out.String())
	require.Contains(t, w.err.String(), `"toaster" is not a known class`)
}

// The values that flags know are all that the contract does.
func TestKnownValuesAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../../openapi/datto-rmm.json")
	require.NoError(t, err)
	var contract struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct {
					Values []string `json:"x-extensible-enum"`
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(text, &contract))
	w := newWorld(t)
	for args, of := range map[string][2]string{
		"alert list --priority":          {"Alert", "priority"},
		"device list --class":            {"Device", "deviceClass"},
		"device list --patch-status":     {"PatchManagement", "patchStatus"},
		"device list --antivirus-status": {"Antivirus", "antivirusStatus"},
	} {
		values := contract.Components.Schemas[of[0]].Properties[of[1]].Values
		require.NotEmpty(t, values, args)
		require.Zero(t, w.run(t.Context(), append(strings.Fields(args), strings.Join(values, ","))...), args)
		require.Empty(t, w.err.String(), "the contract knows more")
		require.Zero(t, w.run(t.Context(), append(strings.Fields(args), "nonsense")...), args)
		_, known, _ := strings.Cut(strings.TrimSuffix(w.err.String(), ")\n"), "known are ")
		require.ElementsMatch(t, values, strings.Split(known, ", "))
	}
}

func TestAPIPaginateNeedsAList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"v2/account", "/v2/system/request_rate"} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), "api", "GET", path, "--paginate"))
		require.NotContains(t, w.out.String(), "]", "nobody can take it for all")
		require.Equal(t, "datto: the response to GET /"+strings.TrimPrefix(path, "/")+
			" is not a list: it is JSON, but no page of a list\nnext: leave --paginate out to see it\n", w.err.String())
	}
	require.Equal(t, exitcode.NotFound, w.run(t.Context(), "api", "/v2/no/such/route", "--paginate"))
	require.Zero(t, w.runWith(t, map[string]string{"/v2/new": page("things")}, "api", "/v2/new", "--paginate"), w.err.String())
	require.Equal(t, "[]\n", w.out.String())
	// What breaks later is no reason to leave --paginate out.
	f := w.factory()
	f.Transport = pageServer{`{"pageDetails":{"nextPageUrl":"https://x.invalid/?page=1"},"things":[1]}`, `{"no":"page"}`}
	w.err.Reset()
	require.Equal(t, exitcode.Incomplete, cmd.Run(t.Context(), f, []string{"--demo=false", "api", "/v2/new", "--paginate", "--output", "jsonl"}))
	require.NotContains(t, w.err.String(), "--paginate")
}

// pageServer is a server with one list.
type pageServer []string

func (p pageServer) RoundTrip(r *http.Request) (*http.Response, error) {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	answer := p[n]
	if strings.HasSuffix(r.URL.Path, "/token") {
		answer = `{"access_token":"fixture","token_type":"bearer","expires_in":360000}`
	}
	return answering{answers: map[string]string{strings.TrimPrefix(r.URL.Path, "/api"): answer}}.RoundTrip(r)
}

func TestAPIThatSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for args, want := range map[string]string{
		"v2/account --dry-run": "GET /v2/account\n",
		"/v2/account/devices?max=5&hostname=x -X get -f hostname=d&c -F max=7 --dry-run": "GET /v2/account/devices?hostname=d%26c&max=7\n",
		"v2/account/devices --paginate -f hostname=dc -f hostname=fs --dry-run":          "GET /v2/account/devices?hostname=dc&hostname=fs\n",
		"-X put v2/site -f name=x --dry-run":                                             "PUT /v2/site\n{\"name\":\"x\"}\n",
		"v2/account --explain":                                                           "GET /v2/account\n  1 read\n",
		"v2/account/devices --explain":                                                   "GET /v2/account/devices\n  1 read\n",
		"v2/site/UID/devices --explain --paginate":                                       "GET /v2/site/{siteUid}/devices\n  at least 1 read, one for each 250 rows\n",
		"v2/new/things?a=b --explain --paginate":                                         "GET /v2/new/things\n  at least 1 read, one for each 250 rows\n",
		"-X DELETE v2/site/UID/variable/7 --explain":                                     "DELETE /v2/site/{siteUid}/variable/{variableId}\n  1 write of the 100 calls in 60 s that the server takes in the bucket site-variable-delete, of which up to 89 are used here\n",
		"PUT v2/new/thing --explain":                                                     "PUT /v2/new/thing\n  1 write in a bucket that is not known here, taken for one of 100 calls in 60 s, of which up to 89 are used here\n",
	} {
		require.Zero(t, w.run(t.Context(), append([]string{"api"}, strings.Fields(args)...)...), w.err.String())
		printed := strings.TrimPrefix(w.out.String(), "POST /auth/oauth/token\n  1 token, unless one is kept\n")
		require.True(t, strings.HasPrefix(printed, want), printed)
	}
	for args, want := range map[string]string{
		"HEAD v2/account":            `"HEAD" is not a method: it must be GET, POST, PUT or DELETE`,
		"-X HEAD v2/account":         `"HEAD" is not a method: it must be GET, POST, PUT or DELETE`,
		"-X GET GET v2/account":      "--method cannot be used with a method as argument",
		"v2/account?a=%zz --dry-run": "invalid URL escape",
	} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), append([]string{"api"}, strings.Fields(args)...)...))
		require.Contains(t, w.err.String(), want)
	}
	require.Empty(t, w.sim.Calls())
	require.Zero(t, w.run(t.Context(), "api", "-X", "POST", "v2/alert/"+noUID+"/mute", "--dry-run"))
	require.Equal(t, "POST /v2/alert/"+noUID+"/mute\n", w.out.String())
}

func TestExplainCountsWritesNotArguments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for args, want := range map[string]string{
		"variable create a b":                  "PUT /v2/account/variable\n  1 write of the 100 calls",
		"variable create a b --site X":         "PUT /v2/site/{siteUid}/variable\n  1 write of the 100 calls",
		"device udf set ORCA-DC01 1=a 2=b":     "  1 write of the 600 calls",
		"device warranty clear a b c":          "  3 writes (fewer if two names mean the same) of the 100 calls",
		"variable delete a b a":                "  2 writes (fewer if two names mean the same) of the 100 calls",
		"alert resolve " + noUID + " " + noUID: "  1 write of the 100 calls",
	} {
		printed := explained(t, w, args)
		require.Contains(t, printed, "\n"+want, args)
		require.Equal(t, 1, strings.Count(printed, "in the bucket"), args)
	}
}

func TestSeveralVariablesAreDeletedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "variable", "list", "--columns", "id,name"))
	lines := strings.Split(strings.TrimSpace(w.out.String()), "\n")
	require.Greater(t, len(lines), 2)
	_, first, _ := strings.Cut(lines[0], "\t")
	id, second, _ := strings.Cut(lines[1], "\t")
	// When one does not exist, the others stay.
	require.Equal(t, exitcode.NotFound, w.run(t.Context(), "variable", "delete", first, "nosuch", "--yes"))
	require.Zero(t, w.sim.CountCalls("DELETE /v2/account/variable/{variableId}"))
	w.canAsk, w.in = true, "y\n"
	require.Equal(t, exitcode.Cancelled, w.run(t.Context(), "variable", "delete", first, second))
	require.Contains(t, w.err.String(), "Delete 2 variables of the account: "+first+", "+second+"? This cannot be undone. Type 2 variables to go on: ")
	before := w.sim.CountCalls("GET /v2/account/variables")
	w.in = "2 variables\n"
	require.Zero(t, w.run(t.Context(), "variable", "delete", first, id, second), w.err.String())
	require.Contains(t, w.err.String(), "2 variables deleted")
	require.Equal(t, 2, w.sim.CountCalls("DELETE /v2/account/variable/{variableId}"), "one was named twice")
	require.Equal(t, before+1, w.sim.CountCalls("GET /v2/account/variables"))
	require.Zero(t, w.run(t.Context(), "variable", "list", "--columns", "id,name"))
	require.Equal(t, strings.Join(lines[2:], "\n")+"\n", w.out.String())
}

func TestThePageOfAnObjectIsOpened(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"device", "show", "ORCA-DC01", "--web"}, {"site", "show", "Orchard", "-w"}} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), args...), w.err.String())
		address := strings.TrimSuffix(w.out.String(), "\n")
		require.Regexp(t, `^https://\S+$`, address)

		w.tty, w.canAsk = true, true
		var opened []string
		f := w.factory()
		var refuse error
		f.OpenPage = func(_ context.Context, address string) error {
			opened = append(opened, address)
			return refuse
		}
		w.out.Reset()
		require.Zero(t, cmd.Run(t.Context(), f, args), w.err.String())
		require.Equal(t, []string{address}, opened)
		require.Empty(t, w.out.String())
		require.Contains(t, w.err.String(), address)
		refuse = errors.New("no display")
		w.err.Reset()
		require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, args))
		require.Contains(t, w.err.String(), "no browser could be started: no display\nnext: open "+address+"\n")

		opened = nil
		require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, append(args, "--output", "json")))
		require.Contains(t, w.err.String(), "--output cannot be used with --web")
		for _, bad := range []string{"null", `""`, `"file:///etc/passwd"`} {
			f.Transport = answering{w.sim.Transport(), map[string]string{"/v2/device/" + noUID: `{"portalUrl":` + bad + `}`}}
			w.err.Reset()
			require.Equal(t, exitcode.Failed, cmd.Run(t.Context(), f, []string{"device", "show", noUID, "--web"}))
			require.Contains(t, w.err.String(), "the server names no page for it")
		}
		require.Empty(t, opened)
	}
}

func TestLimitsAreNumbersForPrograms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), "system", "limits", "--output", "csv", "--columns", "reads,readLimit,writes,writeLimit"))
	require.Regexp(t, `^reads,readLimit,writes,writeLimit\n\d+,600,\d+,600\n$`, w.out.String())
}
