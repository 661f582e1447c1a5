package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// account is the simulated account that the tests call, over a real connection.
type account struct {
	t      *testing.T
	server *simulator.Server
	token  string
}

func newAccount(t *testing.T, config simulator.Config) *account {
	t.Helper()
	a := &account{t: t, server: simulator.NewServer(t, config)}
	key, secret := a.server.Credentials()
	form := url.Values{"grant_type": {"password"}, "username": {key}, "password": {secret}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.server.URL+"/auth/oauth/token", strings.NewReader(form.Encode()))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth("public-client", "public")
	status, body := a.send(request)
	require.Equal(t, http.StatusOK, status)
	var answer struct {
		Token string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal(body, &answer))
	a.token = answer.Token
	return a
}

func (a *account) send(request *http.Request) (int, []byte) {
	a.t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request) //nolint:forbidigo // Answers are looked at as they come: no redirects.
	require.NoError(a.t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(a.t, err)
	return response.StatusCode, body
}

func (a *account) call(method, path, body string) (int, []byte) {
	a.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.server.BaseURL+path, reader)
	require.NoError(a.t, err)
	request.Header.Set("Authorization", "Bearer "+a.token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return a.send(request)
}

// read gets an object and wants it to be there.
func (a *account) read(path string) map[string]any {
	a.t.Helper()
	status, body := a.call(http.MethodGet, path, "")
	require.Equal(a.t, http.StatusOK, status, "GET %s: %s", path, body)
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value map[string]any
	require.NoError(a.t, decoder.Decode(&value))
	return value
}

// rows gets the rows of a list's first page.
func (a *account) rows(path, items string) []map[string]any {
	a.t.Helper()
	raw, ok := a.read(path)[items].([]any)
	require.True(a.t, ok, "%s has no %s", path, items)
	list := make([]map[string]any, len(raw))
	for i, row := range raw {
		list[i] = row.(map[string]any)
	}
	return list
}

// examples are the values that fill a path of the contract, found in the account as a user would find them.
type examples struct {
	parameters map[string]string
	component  string
}

func (a *account) examples() examples {
	a.t.Helper()
	values := map[string]string{}
	for _, device := range a.rows("/v2/account/devices", "devices") {
		class, _ := device["deviceClass"].(string)
		uid := device["uid"].(string)
		if _, known := values["device:"+class]; !known && device["deleted"] != true {
			values["device:"+class] = uid
			values["deviceId:"+class] = device["id"].(json.Number).String()
			values["site:"+class] = device["siteUid"].(string)
		}
	}
	for class, name := range map[string]string{"device": "a computer", "esxihost": "an ESXi host", "printer": "a printer", "rmmnetworkdevice": "a network device"} {
		require.NotEmpty(a.t, values["device:"+class], "the fleet has no %s", name)
	}
	values["deviceUid"], values["deviceId"], values["siteUid"] = values["device:device"], values["deviceId:device"], values["site:device"]
	for _, device := range a.rows("/v2/site/"+values["siteUid"]+"/devices/network-interface", "devices") {
		for _, nic := range device["nics"].([]any) {
			if mac, _ := nic.(map[string]any)["macAddress"].(string); mac != "" {
				values["macAddress"] = strings.NewReplacer(":", "", "-", "").Replace(mac)
			}
		}
	}
	values["alertUid"] = a.rows("/v2/account/alerts/open", "alerts")[0]["alertUid"].(string)
	e := examples{parameters: values}
	for _, component := range a.rows("/v2/account/components", "components") {
		if variables, _ := component["variables"].([]any); len(variables) == 0 {
			e.component = component["uid"].(string)
		}
	}
	require.NotEmpty(a.t, e.component, "no component without variables")
	status, body := a.call(http.MethodPut, "/v2/device/"+values["deviceUid"]+"/quickjob", e.body("createQuickJob"))
	require.Equal(a.t, http.StatusOK, status, "%s", body)
	var job struct {
		Job struct {
			UID string `json:"uid"`
		} `json:"job"`
	}
	require.NoError(a.t, json.Unmarshal(body, &job))
	values["jobUid"] = job.Job.UID
	values["variableId"] = a.rows("/v2/account/variables", "variables")[0]["id"].(json.Number).String()
	values["siteVariableId"] = a.siteVariable(values["siteUid"])
	return e
}

// siteVariable makes a variable of a site and finds its id, which creating does not tell.
func (a *account) siteVariable(site string) string {
	a.t.Helper()
	status, body := a.call(http.MethodPut, "/v2/site/"+site+"/variable", `{"name":"contractTest","value":"x","masked":false}`)
	require.Equal(a.t, http.StatusOK, status, "%s", body)
	for _, variable := range a.rows("/v2/site/"+site+"/variables", "variables") {
		if variable["name"] == "contractTest" {
			return variable["id"].(json.Number).String()
		}
	}
	a.t.Fatal("the new variable is not in the list")
	return ""
}

// path fills the template of an operation.
func (e examples) path(op operation) string {
	deviceUID := e.parameters["deviceUid"]
	switch op.declared["operationId"] {
	case "getESXiHostAudit":
		deviceUID = e.parameters["device:esxihost"]
	case "getPrinterAudit":
		deviceUID = e.parameters["device:printer"]
	}
	variableID := e.parameters["variableId"]
	if strings.HasPrefix(op.path, "/v2/site/") {
		variableID = e.parameters["siteVariableId"]
	}
	return strings.NewReplacer("{deviceUid}", deviceUID, "{deviceId}", e.parameters["deviceId"], "{siteUid}", e.parameters["siteUid"],
		"{macAddress}", e.parameters["macAddress"], "{alertUid}", e.parameters["alertUid"], "{jobUid}", e.parameters["jobUid"],
		"{variableId}", variableID).Replace(op.path)
}

// body gives a body that the operation accepts.
func (e examples) body(id any) string {
	switch id {
	case "createQuickJob":
		return `{"jobName":"contract test","jobComponent":{"componentUid":"` + e.component + `","variables":[]}}`
	case "createSite", "updateSite":
		return `{"name":"Contract test","description":"d","notes":"n","onDemand":false,"splashtopAutoInstall":true}`
	case "setSiteProxy":
		return `{"host":"proxy.example","port":3128,"type":"http","username":"u","password":"not-a-password"}`
	case "createAccountVariable", "createSiteVariable":
		return `{"name":"made","value":"v","masked":true}`
	case "updateAccountVariable", "updateSiteVariable":
		return `{"name":"renamed","value":"w"}`
	case "setDeviceUDFs":
		return `{"udf1":"contract","udf300":""}`
	case "setDeviceUDFsV3":
		return `{"udfs":[{"ordinal":2,"valueString":"contract"}]}`
	case "setDeviceWarranty":
		return `{"warrantyDate":"2030-01-31"}`
	}
	return ""
}

// Every operation is called once and its answer held against the contract. Reads come first, then writes, last of all the
// two that take something away that others need.
func TestEveryOperationAnswersAsTheContractSays(t *testing.T) {
	contract := readContract(t)
	a := newAccount(t, simulator.Config{Seed: 11})
	e := a.examples()
	operations := contract.operations()
	require.Len(t, operations, 65)

	stages := []func(operation) bool{
		func(op operation) bool { return op.method == http.MethodGet },
		func(op operation) bool {
			return op.method != http.MethodGet && op.method != http.MethodDelete && op.path != "/v2/user/resetApiKeys"
		},
		func(op operation) bool { return op.method == http.MethodDelete },
		func(op operation) bool { return op.path == "/v2/user/resetApiKeys" },
	}
	called := 0
	for _, stage := range stages {
		for _, op := range operations {
			if !stage(op) {
				continue
			}
			called++
			t.Run(op.String(), func(t *testing.T) {
				status, body := a.call(op.method, e.path(op), e.body(op.declared["operationId"]))
				require.Equal(t, http.StatusOK, status, "%s", body)
				require.NoError(t, contract.check(op, status, body))
				if items, paged := op.declared["x-items"].(string); paged {
					var page map[string][]any
					_ = json.Unmarshal(body, &page) // The page's other members are no arrays.
					assert.NotEmpty(t, page[items], "no row was held against the schema")
				}
			})
		}
	}
	assert.Equal(t, len(operations), called)
	assert.Empty(t, a.server.Violations(), "the requests of this test keep the contract")
}

// What does not exist, and what needs a token, is answered in the declared form too.
func TestRefusalsAnswerAsTheContractSays(t *testing.T) {
	contract := readContract(t)
	a := newAccount(t, simulator.Config{Seed: 11})
	unknown := strings.NewReplacer("{deviceUid}", "no-such-device", "{deviceId}", "999999999", "{siteUid}", "no-such-site",
		"{jobUid}", "no-such-job", "{variableId}", "999999999")
	refused := 0
	for _, op := range contract.operations() {
		if op.method != http.MethodGet {
			continue
		}
		responses := op.declared["responses"].(map[string]any)
		path := unknown.Replace(op.path)
		if _, declared := responses["404"]; declared && path != op.path && !strings.Contains(op.path, "macAddress") {
			refused++
			t.Run("not found: "+op.String(), func(t *testing.T) {
				status, body := a.call(op.method, path, "")
				assert.Equal(t, http.StatusNotFound, status)
				assert.NoError(t, contract.check(op, status, body))
			})
		}
		if _, declared := responses["401"]; declared {
			t.Run("no token: "+op.String(), func(t *testing.T) {
				request, err := http.NewRequestWithContext(t.Context(), op.method, a.server.BaseURL+path, http.NoBody)
				require.NoError(t, err)
				status, body := a.send(request)
				assert.Equal(t, http.StatusUnauthorized, status)
				assert.NoError(t, contract.check(op, status, body))
			})
		}
	}
	assert.Greater(t, refused, 20)
}

// The forms of the wire that the contract's schemas leave open, because they admit every reading. Each names the section of
// the facts that it comes from.
func TestFormsOfTheWire(t *testing.T) {
	a := newAccount(t, simulator.Config{Seed: 11})
	e := a.examples()
	device := a.read("/v2/device/" + e.parameters["deviceUid"])
	listed := a.rows("/v2/account/devices", "devices")[0]

	isMilliseconds := func(t *testing.T, value any) {
		t.Helper()
		number, ok := value.(json.Number)
		require.True(t, ok, "%v is no number", value)
		ms, err := strconv.ParseInt(number.String(), 10, 64)
		require.NoError(t, err, "whole milliseconds")
		assert.WithinDuration(t, time.Now(), time.UnixMilli(ms), 20*365*24*time.Hour)
	}
	allUDFs := func(t *testing.T, row map[string]any) {
		t.Helper()
		fields := row["udf"].(map[string]any)
		assert.Len(t, fields, 300)
		nulls := 0
		for n := 1; n <= 300; n++ {
			value, present := fields["udf"+strconv.Itoa(n)]
			require.True(t, present, "udf%d", n)
			if value == nil {
				nulls++
			}
		}
		assert.Greater(t, nulls, 200, "unset fields are null, not left out")
	}
	emptyBody := func(method, path, body string) func(*testing.T) {
		return func(t *testing.T) {
			status, answer := a.call(method, path, body)
			assert.Equal(t, http.StatusOK, status)
			assert.Empty(t, answer)
		}
	}
	deviceUID, siteUID := e.parameters["deviceUid"], e.parameters["siteUid"]

	forms := []struct {
		fact, section string
		holds         func(*testing.T)
	}{
		{"Device.lastSeen is an integer of epoch milliseconds", "6.2", func(t *testing.T) { isMilliseconds(t, device["lastSeen"]) }},
		{"Device.creationDate is an integer of epoch milliseconds", "6.2", func(t *testing.T) { isMilliseconds(t, device["creationDate"]) }},
		{"Alert.timestamp is an integer of epoch milliseconds", "6.2", func(t *testing.T) {
			isMilliseconds(t, a.rows("/v2/account/alerts/open", "alerts")[0]["timestamp"])
		}},
		{"AuthUser.created is an integer of epoch milliseconds", "6.2", func(t *testing.T) {
			isMilliseconds(t, a.rows("/v2/account/users", "users")[0]["created"])
		}},
		{"ActivityLog.date is in seconds", "6.2", func(t *testing.T) {
			from := time.Now().Add(-72 * time.Hour).UTC().Format("2006-01-02T15:04:05Z")
			rows := a.rows("/v2/activity-logs?from="+url.QueryEscape(from), "activities")
			require.NotEmpty(t, rows)
			seconds, err := rows[0]["date"].(json.Number).Float64()
			require.NoError(t, err)
			assert.Less(t, seconds, 1e12)
			assert.WithinDuration(t, time.Now(), time.Unix(int64(seconds), 0), 96*time.Hour)
		}},
		{"ActivityLog.details is a string that holds JSON", "6.7", func(t *testing.T) {
			from := time.Now().Add(-72 * time.Hour).UTC().Format("2006-01-02T15:04:05Z")
			var details map[string]any
			text := a.rows("/v2/activity-logs?from="+url.QueryEscape(from), "activities")[0]["details"].(string)
			require.NoError(t, json.Unmarshal([]byte(text), &details))
			assert.NotEmpty(t, details)
		}},
		{"a device carries all 300 user-defined fields, in a single get", "6.3", func(t *testing.T) { allUDFs(t, device) }},
		{"and in a list", "6.3", func(t *testing.T) { allUDFs(t, listed) }},
		{"a network device has null where a computer has values", "6.1", func(t *testing.T) {
			row := a.read("/v2/device/" + e.parameters["device:rmmnetworkdevice"])
			for _, member := range []string{"operatingSystem", "domain", "lastLoggedInUser", "antivirus", "patchManagement", "warrantyDate"} {
				value, present := row[member]
				assert.True(t, present, member)
				assert.Nil(t, value, member)
			}
		}},
		{"totalCount is absent or null on open alerts", "3.1", func(t *testing.T) {
			assert.Nil(t, a.read("/v2/account/alerts/open")["pageDetails"].(map[string]any)["totalCount"])
		}},
		{"totalCount is there on devices", "3.1", func(t *testing.T) {
			assert.Equal(t, json.Number("120"), a.read("/v2/account/devices?max=2")["pageDetails"].(map[string]any)["totalCount"])
		}},
		{"pages are zero-based, and nextPageUrl is absolute with max and page", "3.1", func(t *testing.T) {
			first := a.read("/v2/account/devices?max=2")["pageDetails"].(map[string]any)
			next, err := url.Parse(first["nextPageUrl"].(string))
			require.NoError(t, err)
			assert.Equal(t, a.server.URL, next.Scheme+"://"+next.Host)
			assert.Equal(t, "1", next.Query().Get("page"))
			assert.Equal(t, "2", next.Query().Get("max"))
			assert.Nil(t, first["prevPageUrl"])
		}},
		{"past the end a page is empty and has no next", "3.1", func(t *testing.T) {
			beyond := a.read("/v2/account/devices?page=9999")
			assert.Empty(t, beyond["devices"])
			assert.Nil(t, beyond["pageDetails"].(map[string]any)["nextPageUrl"])
		}},
		{"system/pagination says 250 and nothing else", "3.1", func(t *testing.T) {
			assert.Equal(t, map[string]any{"max": json.Number("250")}, a.read("/v2/system/pagination"))
		}},
		{"request_rate names 16 write windows", "4.2", func(t *testing.T) {
			rate := a.read("/v2/system/request_rate")
			assert.Len(t, rate["operationWriteStatus"], 16)
			assert.Equal(t, json.Number("600"), rate["operationWriteStatus"].(map[string]any)["device-udf-set"].(map[string]any)["limit"])
			assert.Equal(t, json.Number("100"), rate["operationWriteStatus"].(map[string]any)["device-job-create"].(map[string]any)["limit"])
		}},
		{"an unknown path is 404 with a token", "5", func(t *testing.T) {
			status, _ := a.call(http.MethodGet, "/v2/sites/x", "")
			assert.Equal(t, http.StatusNotFound, status)
		}},
		{"and 401 without", "2", func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.server.BaseURL+"/v2/sites/x", http.NoBody)
			require.NoError(t, err)
			status, _ := a.send(request)
			assert.Equal(t, http.StatusUnauthorized, status)
		}},
		{"the path of an error is without /api", "5", func(t *testing.T) {
			_, body := a.call(http.MethodGet, "/v2/device/none", "")
			var answer map[string]any
			require.NoError(t, json.Unmarshal(body, &answer))
			assert.Equal(t, "/v2/device/none", answer["path"])
		}},
		{"the audit of the wrong class is 400", "5", func(t *testing.T) {
			status, _ := a.call(http.MethodGet, "/v2/audit/printer/"+deviceUID, "")
			assert.Equal(t, http.StatusBadRequest, status)
		}},
		{"a flat quick job body is 400 Failed to read request", "7", func(t *testing.T) {
			status, body := a.call(http.MethodPut, "/v2/device/"+deviceUID+"/quickjob", `{"jobName":"flat","componentUid":"`+e.component+`","variables":{}}`)
			assert.Equal(t, http.StatusBadRequest, status)
			assert.Contains(t, string(body), "Failed to read request")
		}},
		{"setting fields answers 200 and nothing", "7", emptyBody(http.MethodPost, "/v2/device/"+deviceUID+"/udf", `{"udf9":"x"}`)},
		{"setting a warranty answers 200 and nothing", "7", emptyBody(http.MethodPost, "/v2/device/"+deviceUID+"/warranty", `{"warrantyDate":null}`)},
		{"moving a device answers 200 and nothing", "7", emptyBody(http.MethodPut, "/v2/device/"+deviceUID+"/site/"+siteUID, "")},
		{"resolving an alert answers 200 and nothing", "7", emptyBody(http.MethodPost, "/v2/alert/"+e.parameters["alertUid"]+"/resolve", "")},
		{"creating a variable answers 200 and nothing", "7", emptyBody(http.MethodPut, "/v2/account/variable", `{"name":"n","value":"v","masked":false}`)},
		{"removing a proxy that is not there is 204", "5", func(t *testing.T) {
			a.call(http.MethodDelete, "/v2/site/"+siteUID+"/settings/proxy", "")
			status, body := a.call(http.MethodDelete, "/v2/site/"+siteUID+"/settings/proxy", "")
			assert.Equal(t, http.StatusNoContent, status)
			assert.Empty(t, body)
		}},
	}
	for _, form := range forms {
		t.Run(form.section+" "+form.fact, form.holds)
	}
}
