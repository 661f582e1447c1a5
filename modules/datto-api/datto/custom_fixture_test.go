package datto_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

func TestCustomPaths(t *testing.T) {
	for given, sends := range map[string]string{
		"/v2/new/thing":            "/v2/new/thing",
		"/api/v2/new/thing":        "/v2/new/thing",
		"/v2/new/thing?b=2&a=x+y":  "/v2/new/thing?a=x+y&b=2",
		"/v2/new/th%2Fing":         "/v2/new/th%2Fing",
		"/v2/new/thing?q=%26%3D#x": "/v2/new/thing?q=%26%3D",
	} {
		t.Run(given, func(t *testing.T) {
			client, mock := fixtureClient(t)
			mock.answers("GET "+sends, http.StatusOK, `{"a":1}`)
			got, err := datto.Get[map[string]int](t.Context(), client, given)
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"a": 1}, got)
			assert.Equal(t, "/api"+sends, mock.sent()[0].target)
			assert.Equal(t, "Bearer fixture-token", mock.sent()[0].header.Get("Authorization"))
		})
	}
}

// The token goes to the client's own address, so anything but a path is refused.
func TestCustomPathsThatAreRefused(t *testing.T) {
	for _, path := range []string{
		"", "v2/account", "https://collector.example.invalid/api/v2/account", "//collector.example.invalid/v2",
		"/v2/../auth", "/v2/%2e%2e/auth", "/v2/./x", "/v2/%zz", "/v2?a=%zz", "mailto:x",
	} {
		t.Run(path, func(t *testing.T) {
			client, mock := fixtureClient(t)
			var invalid *datto.ValidationError
			_, err := datto.Get[json.RawMessage](t.Context(), client, path)
			require.ErrorAs(t, err, &invalid)
			_, err = datto.List[json.RawMessage](t.Context(), client, path)
			require.ErrorAs(t, err, &invalid)
			_, err = fixtureWalk(datto.All[json.RawMessage](t.Context(), client, path))
			require.ErrorAs(t, err, &invalid)
			assert.Zero(t, mock.GetTotalCallCount())
		})
	}
	client, _ := fixtureClient(t)
	var invalid *datto.ValidationError
	_, err := datto.Do[json.RawMessage](t.Context(), client, "get", "/v2/account", nil)
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "method", invalid.Field)
}

func TestDoSendsABody(t *testing.T) {
	type thing struct {
		Name string `json:"name"`
		Note string `json:"note,omitempty"`
	}
	client, mock := fixtureClient(t)
	mock.answers("PUT /v2/new/thing", http.StatusCreated, `{"name":"made"}`)
	got, err := datto.Do[thing](t.Context(), client, http.MethodPut, "/v2/new/thing", thing{Name: "a"})
	require.NoError(t, err)
	assert.Equal(t, thing{Name: "made"}, got)
	assert.JSONEq(t, `{"name":"a"}`, mock.sent()[0].body)

	mock.answers("DELETE /v2/new/thing", http.StatusNoContent, "")
	got, err = datto.Do[thing](t.Context(), client, http.MethodDelete, "/v2/new/thing", nil)
	require.NoError(t, err)
	assert.Zero(t, got)

	_, err = datto.Do[thing](t.Context(), client, http.MethodPost, "/v2/new/thing", func() {})
	var invalid *datto.ValidationError
	require.ErrorAs(t, err, &invalid, "a body that is no JSON")
}

// A list that the contract does not know is read by its only array.
func TestUnknownListIsReadByItsArray(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/new/things?colour=red", http.StatusOK,
		`{"pageDetails":{"count":1,"totalCount":2,"nextPageUrl":"`+fixtureBase+`/api/v2/new/things?page=1"},"things":[{"n":1}]}`)
	mock.answers("GET /v2/new/things?colour=red&page=1", http.StatusOK,
		`{"pageDetails":{"count":1,"totalCount":2,"nextPageUrl":null},"things":[{"n":2}]}`)
	rows, err := fixtureWalk(datto.All[json.RawMessage](t.Context(), client, "/v2/new/things?colour=red"))
	require.NoError(t, err)
	assert.Equal(t, []json.RawMessage{json.RawMessage(`{"n":1}`), json.RawMessage(`{"n":2}`)}, rows)
}

// An object must not pass for a list without rows, nor one of its arrays for the
// rows.
func TestWhatIsNoListIsNoEmptyList(t *testing.T) {
	for path, answers := range map[string][]string{
		"/v2/account":              {`{"id":1,"uid":"a","name":"b"}`},
		"/v2/site/UID/settings":    {`{"generalSettings":{"name":"a"},"mailRecipients":[{"name":"b"}]}`, `{"mailRecipients":[]}`},
		"/v2/new/thing":            {`{}`, `{"n":null}`, `{"a":1,"things":[{"n":1}]}`, `{"things":[]}`, `[{"n":1}]`, `5`},
		"/v2/device/UID/patches":   {`{"n":1}`},
		"/v2/site/UID/devices?a=b": {`{"name":"a","things":[]}`},
	} {
		for _, answer := range answers {
			client, mock := fixtureClient(t)
			mock.answers("GET "+path, http.StatusOK, answer)
			var broken *datto.DecodeError
			rows, err := fixtureWalk(datto.All[json.RawMessage](t.Context(), client, path))
			require.ErrorAs(t, err, &broken, answer)
			assert.Empty(t, rows)
			_, err = datto.List[json.RawMessage](t.Context(), client, path)
			require.ErrorAs(t, err, &broken, answer)
		}
	}
}

func TestAnEmptyPageIsAnEmptyList(t *testing.T) {
	for path, answers := range map[string][]string{
		"/v2/new/things": {
			`{"pageDetails":{"count":0},"things":[]}`, `{"pageDetails":{"count":0},"things":null}`, `{"pageDetails":{"count":0}}`,
			`{"more":1,"things":[],"pageDetails":{}}`,
		},
		"/v2/account/users": {`{"users":[]}`, `{"users":null}`, `{"pageDetails":{}}`},
	} {
		for _, answer := range answers {
			client, mock := fixtureClient(t)
			mock.answers("GET "+path, http.StatusOK, answer)
			rows, err := fixtureWalk(datto.All[json.RawMessage](t.Context(), client, path))
			require.NoError(t, err, answer)
			assert.Empty(t, rows)
		}
	}
}

// Other members may stand before the rows.
func TestTheRowsOfAnUnknownListMayComeLate(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/new/things", http.StatusOK, `{"version":1,"pageDetails":{},"about":{"a":[5]},"things":[{"n":1}],"more":[2]}`)
	rows, err := fixtureWalk(datto.All[json.RawMessage](t.Context(), client, "/v2/new/things"))
	require.NoError(t, err)
	assert.Equal(t, []json.RawMessage{json.RawMessage(`{"n":1}`)}, rows)
}

// Raw rows are the server's own text: nothing is left out or put in order.
func TestRawRowsAreTheServersOwn(t *testing.T) {
	const row = `{ "z":1.50, "unknownMember":null, "username":"a", "created":1700000000000 }`
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/account/users", http.StatusOK, `{"pageDetails":{},"users":[`+row+`]}`)
	page, err := datto.List[json.RawMessage](t.Context(), client, "/v2/account/users")
	require.NoError(t, err)
	assert.Equal(t, row, string(page.Items[0])) //nolint:testifylint // The text matters, not what it means.
}

func TestCallOptions(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/account?debug=1&debug=2", http.StatusOK, fixtureFile(t, "account"))
	var response datto.Response
	_, err := client.Account.Get(t.Context(),
		datto.CallQuery("debug", "1"), datto.CallQuery("debug", "2"), datto.CallHeader("x-request-id", "fixture"),
		datto.CallResponse(&response), nil)
	require.NoError(t, err)
	assert.Equal(t, "fixture", mock.sent()[0].header.Get("X-Request-Id"))
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.Equal(t, 1, response.Attempts)
	assert.Equal(t, "application/json", response.Header.Get("Content-Type"))

	mock.answers("GET /v2/system/pagination", http.StatusNotFound, `{}`)
	_, err = client.System.GetPagination(t.Context(), datto.CallResponse(&response))
	require.Error(t, err)
	assert.Equal(t, http.StatusNotFound, response.StatusCode, "also when the call fails")
}
