package cmd_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is a call of a command that works.
type sample struct {
	// args are the arguments.
	args string
	// calls are those of the command's operations that are called: method, path and
	// what is to be in the query, such as "GET /v2/account/sites?siteName=Orch".
	calls []string
	// in is standard input.
	in string
}

func calling(args string, calls ...string) sample { return sample{args: args, calls: calls} }

func piping(in, args string, calls ...string) sample { return sample{args: args, calls: calls, in: in} }

// names stand for uids of the simulation, in samples and in their calls. {alert},
// {job} and {jobDevice}, {warned} and {warned} and {warnedDevice} stand for what is looked up:
// an open alert, a job on a device, and one that wrote to its standard error.
var names = strings.NewReplacer(
	"{orchard}", "c0ff4295-753a-44d5-82f7-d1d92a0a682e",
	"{pinecrest}", "e58f4efc-8737-4015-8280-a51f8c5a5434",
	"{dc}", "0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f",
	"{fs}", "179a885f-92ca-47fe-878f-cfcd615768f6",
	"{esx}", "ef85f2d6-5692-48dc-b837-2f025e388e4f",
	"{printer}", "7c07a75d-7b46-4617-896f-703d3c383528",
	"{warning}", "ab1b8602-19ed-4ba7-b715-85ada6fbbe10",
	"{clear}", "60766844-476e-4c2d-8308-854ffc470eba",
	"{nobody}", "00000000-0000-4000-8000-000000000000",
)

// samples has calls for each command that calls an operation, together all that it
// can call. The first is the one that is tried in every situation.
var samples = map[string][]sample{
	"datto account show": {calling("", "GET /v2/account")},
	"datto activity list": {
		calling("--since 1d --limit 5", "GET /v2/activity-logs"),
		calling("--site Orchard --limit 2", "GET /v2/activity-logs?siteIds=48112"),
		calling("--user 2117 --entity device --limit 2", "GET /v2/activity-logs?userIds=2117&entities=device"),
		calling("--device ORCA-DC01 --limit 2", "GET /v2/activity-logs"),
	},
	"datto alert list": {
		calling("--limit 5", "GET /v2/account/alerts/open"),
		calling("--resolved --limit 2", "GET /v2/account/alerts/resolved"),
		calling("--open --resolved", "GET /v2/account/alerts/open", "GET /v2/account/alerts/resolved"),
		calling("--site Orchard", "GET /v2/site/{orchard}/alerts/open"),
		calling("--site Orchard --resolved", "GET /v2/site/{orchard}/alerts/resolved"),
		calling("--site {pinecrest} --open --resolved", "GET /v2/site/{pinecrest}/alerts/open", "GET /v2/site/{pinecrest}/alerts/resolved"),
		calling("--device ORCA-DC01", "GET /v2/device/{dc}/alerts/open"),
		calling("--device ORCA-DC01 --resolved", "GET /v2/device/{dc}/alerts/resolved"),
		calling("--device {esx} --open --resolved", "GET /v2/device/{esx}/alerts/open", "GET /v2/device/{esx}/alerts/resolved"),
	},
	"datto alert resolve": {calling("{alert}", "POST /v2/alert/{alert}/resolve")},
	"datto alert show":    {calling("{alert}", "GET /v2/alert/{alert}")},
	"datto api": {
		calling("/v2/account/sites --paginate --limit 5", "GET /v2/account/sites"),
		calling("/v2/account", "GET /v2/account"),
		calling("POST /v2/alert/{alert}/resolve", "POST /v2/alert/{alert}/resolve"),
	},
	"datto component list": {calling("--limit 5", "GET /v2/account/components")},
	"datto component show": {calling("Clear", "GET /v2/account/components")},
	"datto device alerts": {
		calling("ORCA-DC01", "GET /v2/device/{dc}/alerts/open"),
		calling("ORCA-DC01 --resolved", "GET /v2/device/{dc}/alerts/resolved"),
		calling("{esx} --open --resolved", "GET /v2/device/{esx}/alerts/open", "GET /v2/device/{esx}/alerts/resolved"),
	},
	"datto device audit": {
		calling("ORCA-DC01", "GET /v2/audit/device/{dc}"),
		calling("ORCA-ESX01", "GET /v2/audit/esxihost/{esx}"),
		calling("ORCA-PRN01", "GET /v2/audit/printer/{printer}"),
		calling("{printer}", "GET /v2/device/{printer}", "GET /v2/audit/printer/{printer}"),
	},
	"datto device find": {
		calling("--id 1204117", "GET /v2/device/id/1204117"),
		calling("--mac 02:44:53:d5:8a:f3", "GET /v2/device/macAddress/024453D58AF3"),
		calling("--hostname dc01", "GET /v2/account/devices?hostname=dc01"),
	},
	"datto device interfaces": {
		calling("ORCA-DC01", "GET /v2/site/{orchard}/devices/network-interface"),
		calling("{dc}", "GET /v2/device/{dc}", "GET /v2/site/{orchard}/devices/network-interface"),
	},
	"datto device list": {
		calling("--limit 5", "GET /v2/account/devices"),
		calling("--hostname dc0 --type server --os windows", "GET /v2/account/devices?hostname=dc0&deviceType=server&operatingSystem=windows"),
		calling("--filter macOS --limit 1", "GET /v2/account/devices?filterId=109"),
		calling("--filter 4202 --limit 1", "GET /v2/account/devices?filterId=4202"),
		calling("--site Orchard --offline", "GET /v2/site/{orchard}/devices"),
		calling("--site {pinecrest} --filter 102", "GET /v2/site/{pinecrest}/devices?filterId=102"),
	},
	"datto device move": {
		calling("ORCA-DC01 --to Pinecrest", "PUT /v2/device/{dc}/site/{pinecrest}"),
		calling("{esx} --to {pinecrest}", "GET /v2/device/{esx}", "PUT /v2/device/{esx}/site/{pinecrest}"),
	},
	"datto device patches": {
		calling("ORCA-DC01 --limit 5", "GET /v2/device/{dc}/patches"),
		calling("{dc} --status installed --limit 2", "GET /v2/device/{dc}/patches?installStatus=INSTALLED"),
	},
	"datto device show": {calling("ORCA-DC01"), calling("{esx}", "GET /v2/device/{esx}")},
	"datto device software": {
		calling("ORCA-DC01 --limit 5", "GET /v2/audit/device/{dc}/software"),
	},
	"datto device udf clear": {
		calling("ORCA-DC01 7", "POST /v2/device/{dc}/udf"),
		calling("{dc} 7", "GET /v2/device/{dc}", "POST /v2/device/{dc}/udf"),
	},
	"datto device udf list": {calling("ORCA-DC01 --all --limit 5"), calling("{dc} --all --limit 5", "GET /v2/device/{dc}")},
	"datto device udf set": {
		calling("ORCA-DC01 7=CANARY", "POST /v2/device/{dc}/udf"),
		calling("{dc} 7=CANARY", "GET /v2/device/{dc}", "POST /v2/device/{dc}/udf"),
	},
	"datto device warranty clear": {
		calling("ORCA-DC01", "POST /v2/device/{dc}/warranty"),
		calling("{dc}", "GET /v2/device/{dc}", "POST /v2/device/{dc}/warranty"),
		calling("{dc} {esx}", "POST /v2/device/{dc}/warranty", "POST /v2/device/{esx}/warranty"),
	},
	"datto device warranty set": {
		calling("ORCA-DC01 2030-01-31", "POST /v2/device/{dc}/warranty"),
		calling("{dc} 2030-01-31", "GET /v2/device/{dc}", "POST /v2/device/{dc}/warranty"),
	},
	"datto filter list": {
		calling("", "GET /v2/filter/default-filters", "GET /v2/filter/custom-filters"),
		calling("--default", "GET /v2/filter/default-filters"),
		calling("--custom", "GET /v2/filter/custom-filters"),
		calling("--site Orchard", "GET /v2/site/{orchard}/filters"),
	},
	"datto job components": {calling("{job}", "GET /v2/job/{job}/components")},
	"datto job output": {
		calling("{job} {jobDevice}", "GET /v2/job/{job}/results/{jobDevice}/stdout", "GET /v2/job/{job}/results/{jobDevice}/stderr"),
		calling("{job} {jobDevice} --output json", "GET /v2/job/{job}/results/{jobDevice}/stdout"),
		calling("{job} {jobDevice} --output json --stderr", "GET /v2/job/{job}/results/{jobDevice}/stderr"),
	},
	"datto job results": {calling("{job} {jobDevice}", "GET /v2/job/{job}/results/{jobDevice}")},
	"datto job run": {
		calling("ORCA-DC01 --component Clear", "GET /v2/account/components", "PUT /v2/device/{dc}/quickjob"),
		calling("{dc} {fs} --component {clear}",
			"GET /v2/account/components", "PUT /v2/device/{dc}/quickjob", "PUT /v2/device/{fs}/quickjob"),
		calling("ORCA-DC01 --component {warning} --wait --columns jobUid", "GET /v2/account/components", "PUT /v2/device/{dc}/quickjob",
			"GET /v2/job/{started}/results/{dc}", "GET /v2/job/{started}/results/{dc}/stdout", "GET /v2/job/{started}/results/{dc}/stderr"),
	},
	"datto job show": {calling("{job}", "GET /v2/job/{job}")},
	"datto job wait": {
		calling("{warned} {warnedDevice}", "GET /v2/job/{warned}/results/{warnedDevice}",
			"GET /v2/job/{warned}/results/{warnedDevice}/stdout", "GET /v2/job/{warned}/results/{warnedDevice}/stderr"),
		piping("{warned}\t{warnedDevice}\n{warned}\t{warnedDevice}\tx\n\n", "-", "GET /v2/job/{warned}/results/{warnedDevice}",
			"GET /v2/job/{warned}/results/{warnedDevice}/stdout", "GET /v2/job/{warned}/results/{warnedDevice}/stderr"),
	},
	"datto site create": {calling("New", "PUT /v2/site")},
	"datto site devices": {
		calling("Orchard --limit 5", "GET /v2/site/{orchard}/devices"),
		calling("{pinecrest} --filter 102", "GET /v2/site/{pinecrest}/devices?filterId=102"),
	},
	"datto site interfaces": {calling("Orchard --limit 5", "GET /v2/site/{orchard}/devices/network-interface")},
	"datto site list":       {calling("", "GET /v2/account/sites"), calling("--name orch", "GET /v2/account/sites?siteName=orch")},
	"datto site mappings":   {calling("", "GET /v2/account/dnet-site-mappings")},
	"datto site patches": {
		calling("Orchard --limit 5", "GET /v2/site/{orchard}/patches"),
		calling("Orchard --status not_approved --limit 2", "GET /v2/site/{orchard}/patches?installStatus=NOT_APPROVED"),
	},
	"datto site proxy delete": {calling("Orchard", "DELETE /v2/site/{orchard}/settings/proxy")},
	"datto site proxy set":    {calling("Orchard --host proxy.example --port 3128", "POST /v2/site/{orchard}/settings/proxy")},
	"datto site settings":     {calling("Orchard", "GET /v2/site/{orchard}/settings")},
	"datto site show":         {calling("Orchard"), calling("{pinecrest}", "GET /v2/site/{pinecrest}")},
	"datto site update": {
		calling("Orchard --notes text", "GET /v2/site/{orchard}", "POST /v2/site/{orchard}"),
		calling("{pinecrest} --notes text", "GET /v2/site/{pinecrest}", "POST /v2/site/{pinecrest}"),
	},
	"datto system limits":     {calling("", "GET /v2/system/request_rate")},
	"datto system pagination": {calling("", "GET /v2/system/pagination")},
	"datto system status":     {calling("", "GET /v2/system/status")},
	"datto user list":         {calling("", "GET /v2/account/users")},
	"datto user reset-keys":   {calling("", "POST /v2/user/resetApiKeys")},
	"datto variable create": {
		calling("name value", "PUT /v2/account/variable"),
		calling("name value --site Orchard", "PUT /v2/site/{orchard}/variable"),
	},
	"datto variable delete": {
		calling("backupPortal", "GET /v2/account/variables", "DELETE /v2/account/variable/880"),
		calling("siteContact --site Orchard", "GET /v2/site/{orchard}/variables", "DELETE /v2/site/{orchard}/variable/20000"),
	},
	"datto variable list": {
		calling("", "GET /v2/account/variables"),
		calling("--site Orchard", "GET /v2/site/{orchard}/variables"),
	},
	"datto variable update": {
		calling("backupPortal value", "GET /v2/account/variables", "POST /v2/account/variable/880"),
		calling("siteContact value --site Orchard", "GET /v2/site/{orchard}/variables", "POST /v2/site/{orchard}/variable/20000"),
	},
}

// misses are calls of each command that name what there is not, in each place
// where something can be named.
var misses = map[string][]string{
	"datto activity list":         {"--site nowhere", "--site {nobody}", "--device nowhere", "--device {nobody}"},
	"datto alert list":            {"--site nowhere", "--site {nobody}", "--device nowhere", "--device {nobody}"},
	"datto alert resolve":         {"{nobody}", "{nobody} {nobody}"},
	"datto alert show":            {"{nobody}"},
	"datto api":                   {"/v2/site/{nobody}", "/v2/site/{nobody}/devices --paginate", "/v2/nothing", "DELETE /v2/account/variable/1"},
	"datto component show":        {"nowhere", "{nobody}"},
	"datto device alerts":         {"nowhere", "{nobody}"},
	"datto device audit":          {"nowhere", "{nobody}"},
	"datto device find":           {"--id 1", "--mac 000000000000", "--hostname nothing"},
	"datto device interfaces":     {"nowhere", "{nobody}"},
	"datto device list":           {"--site nowhere", "--site {nobody}", "--filter nowhere"},
	"datto device move":           {"nowhere --to Pinecrest", "{nobody} --to Pinecrest", "ORCA-DC01 --to nowhere", "ORCA-DC01 --to {nobody}"},
	"datto device patches":        {"nowhere", "{nobody}"},
	"datto device show":           {"nowhere", "{nobody}"},
	"datto device software":       {"nowhere", "{nobody}"},
	"datto device udf clear":      {"nowhere 7", "{nobody} 7"},
	"datto device udf list":       {"nowhere", "{nobody}"},
	"datto device udf set":        {"nowhere 7=x", "{nobody} 7=x"},
	"datto device warranty clear": {"nowhere", "{nobody}", "{dc} {nobody}"},
	"datto device warranty set":   {"nowhere 2030-01-31", "{nobody} 2030-01-31"},
	"datto filter list":           {"--site nowhere", "--site {nobody}"},
	"datto job components":        {"{nobody}"},
	"datto job output":            {"{nobody} ORCA-DC01", "{job} nowhere", "{job} {nobody}"},
	"datto job results":           {"{nobody} ORCA-DC01", "{job} nowhere", "{job} {nobody}"},
	"datto job run":               {"nowhere --component Clear", "{nobody} --component Clear", "ORCA-DC01 --component nowhere", "ORCA-DC01 --component {nobody}"},
	"datto job show":              {"{nobody}"},
	"datto job wait":              {"{nobody} ORCA-DC01", "{job} nowhere", "{job} {nobody}"},
	"datto site devices":          {"nowhere", "{nobody}", "Orchard --filter nowhere"},
	"datto site interfaces":       {"nowhere", "{nobody}"},
	"datto site patches":          {"nowhere", "{nobody}"},
	"datto site proxy delete":     {"nowhere", "{nobody}"},
	"datto site proxy set":        {"nowhere --host proxy.example --port 3128", "{nobody} --host proxy.example --port 3128"},
	"datto site settings":         {"nowhere", "{nobody}"},
	"datto site show":             {"nowhere", "{nobody}"},
	"datto site update":           {"nowhere --notes text", "{nobody} --notes text"},
	"datto variable create":       {"name value --site nowhere", "name value --site {nobody}"},
	"datto variable delete":       {"nowhere", "backupPortal --site Orchard", "siteContact --site nowhere", "siteContact --site {nobody}"},
	"datto variable list":         {"--site nowhere", "--site {nobody}"},
	"datto variable update":       {"nowhere value", "backupPortal value --site Orchard", "siteContact value --site nowhere", "siteContact value --site {nobody}"},
}

// cannotMiss are the commands that name nothing which might not be there, and why.
var cannotMiss = map[string]string{
	"datto account show":      "there is one account",
	"datto component list":    "its flags narrow a list, which may be empty",
	"datto site create":       "a name that is new",
	"datto site list":         "its flags narrow a list, which may be empty",
	"datto site mappings":     "it takes nothing",
	"datto system limits":     "it takes nothing",
	"datto system pagination": "it takes nothing",
	"datto system status":     "it takes nothing",
	"datto user list":         "it takes nothing",
	"datto user reset-keys":   "it takes nothing",
}

// withEmptyAnswers are the calls that print an empty list where the first sample
// does not ask for one.
var withEmptyAnswers = map[string]string{
	"datto device udf list": "ORCA-DC01",
}

// neverEmpty are the commands that print rows and fail where there are none.
var neverEmpty = map[string]bool{"datto device find": true}

// elsewhere are the commands that are not tried in every situation, and why.
var elsewhere = map[string]string{
	"datto completion bash":       "it calls nothing; TestExamples",
	"datto completion fish":       "it calls nothing; TestExamples",
	"datto completion powershell": "it calls nothing; TestExamples",
	"datto completion zsh":        "it calls nothing; TestExamples",
	"datto help":                  "it calls nothing; TestHelpTopics",
	"datto auth login":            "a refused key is not the end of it; testdata/script/auth.txtar",
	"datto auth logout":           "it calls nothing; testdata/script/auth.txtar",
	"datto auth status":           "a refused key is not the end of it; testdata/script/auth.txtar",
	"datto auth token":            "a refused key is not the end of it; testdata/script/auth.txtar",
	"datto config get":            "it calls nothing; testdata/script/config.txtar",
	"datto config list":           "it calls nothing; testdata/script/config.txtar",
	"datto config profile active": "it calls nothing; testdata/script/config.txtar",
	"datto config profile create": "it calls nothing; testdata/script/config.txtar",
	"datto config profile delete": "it calls nothing; testdata/script/config.txtar",
	"datto config profile list":   "it calls nothing; testdata/script/config.txtar",
	"datto config profile use":    "it calls nothing; testdata/script/config.txtar",
	"datto config set":            "it calls nothing; testdata/script/config.txtar",
	"datto config unset":          "it calls nothing; testdata/script/config.txtar",
	"datto docs man":              "it calls nothing; TestManPages",
	"datto docs markdown":         "it calls nothing; TestReferencePagesAreUpToDate",
	"datto doctor":                "a refused key is not the end of it; testdata/script/doctor.txtar",
	"datto platform list":         "it calls nothing; testdata/script/platform.txtar",
	"datto simulator serve":       "it calls nothing; testdata/script/simulator.txtar",
	"datto version":               "it calls nothing; testdata/script/version.txtar",
}

// args is the command line of a sample, with uids in place of names.
func (w *world) args(t *testing.T, path, sample string) []string {
	t.Helper()
	return append(strings.Fields(path)[1:], strings.Fields(w.named(t, sample))...)
}

// named puts uids in place of names. What is looked up is looked up once, because
// time may pass.
func (w *world) named(t *testing.T, text string) string {
	t.Helper()
	look := func(args ...string) []string {
		require.Zero(t, w.run(t.Context(), args...), w.err.String())
		return strings.Fields(w.out.String())
	}
	if w.found == nil {
		w.found = map[string]string{}
	}
	if strings.Contains(text, "{alert}") && w.found["{alert}"] == "" {
		w.found["{alert}"] = look("alert", "list", "--limit", "1", "--columns", "uid")[0]
	}
	for name, which := range map[string]string{"job": "", "warned": "select(.hasStdErr) | "} {
		if strings.Contains(text, "{"+name+"}") && w.found["{"+name+"}"] == "" {
			uids := look("activity", "list", "--since", "7d", "--category", "job", "--limit", "60", "--output", "jsonl",
				"--jq", which+`.details | fromjson | ."job.uid", ."device.uid"`)
			w.found["{"+name+"}"], w.found["{"+name+"Device}"] = uids[0], uids[1]
		}
	}
	for name, uid := range w.found {
		text = strings.ReplaceAll(text, name, uid)
	}
	return names.Replace(text)
}
