package datto_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// Errors come as the API's own JSON, as that of the framework below it, as
// problem+json, as plain text and as a gateway's page.
func TestErrorBodies(t *testing.T) {
	for name, c := range map[string]struct{ body, message, code string }{
		"framework": {
			`{"timestamp":1787643495000,"status":404,"error":"Not Found","message":"Filter was not found","path":"/api/v2/account/devices"}`,
			"Filter was not found", "Not Found",
		},
		"framework without a message": {`{"status":404,"error":"Not Found","message":""}`, "Not Found", "Not Found"},
		"problem":                     {`{"type":"about:blank","title":"Bad Request","status":400,"detail":"Failed to read request"}`, "Failed to read request", ""},
		"oauth":                       {`{"error":"invalid_token","error_description":"Token has expired"}`, "Token has expired", "invalid_token"},
		"odd members":                 {`{"message":{"text":"x"},"error":["y"],"title":"Odd"}`, "Odd", ""},
		"text":                        {"Filter\x00 was\r\n not\tfound", "Filter was not found", ""},
		"text that turns direction":   {"safe\u202egnp.exe", "safe gnp.exe", ""},
		"page":                        {"<html><body>502 Bad Gateway</body></html>", "an HTML page in place of JSON", ""},
		"nothing":                     {"", "", ""},
		"secrets repeated":            {`{"message":"no device for fixture-key, fixture-secret or fixture-token"}`, "no device for [redacted], [redacted] or [redacted]", ""},
		"long text":                   {strings.Repeat("x", 1000), strings.Repeat("x", 300) + "…", ""},
	} {
		t.Run(name, func(t *testing.T) {
			client, mock := fixtureClient(t)
			mock.answers("GET /v2/device/"+fixtureDevice, http.StatusNotFound, c.body)
			_, err := client.Devices.Get(t.Context(), fixtureDevice)
			var api *datto.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, c.message, api.Message)
			assert.Equal(t, c.code, api.Code)
			assert.Equal(t, http.StatusNotFound, api.StatusCode)
			assert.Equal(t, "GET /v2/device/{deviceUid}", api.Operation)
			assert.Equal(t, c.body, string(api.Body()), "the body is kept as it came")
			require.ErrorIs(t, err, datto.ErrNotFound)
			assert.NotContains(t, err.Error(), fixtureDevice, "errors name the template, not the object")
		})
	}
}

func TestSentinelsByStatus(t *testing.T) {
	all := []error{
		datto.ErrUnauthorized, datto.ErrForbidden, datto.ErrNotFound, datto.ErrConflict, datto.ErrRateLimited,
		datto.ErrBlocked, datto.ErrServer, datto.ErrIncomplete, datto.ErrReadOnly,
	}
	for _, c := range []struct {
		status int
		body   string
		want   error
	}{
		{http.StatusBadRequest, `{}`, nil},
		{http.StatusUnauthorized, `{}`, datto.ErrUnauthorized},
		{http.StatusForbidden, `{"status":403}`, datto.ErrForbidden},
		{http.StatusForbidden, ``, datto.ErrForbidden},
		{http.StatusForbidden, `<html>blocked</html>`, datto.ErrBlocked},
		{http.StatusNotFound, `{}`, datto.ErrNotFound},
		{http.StatusConflict, `{}`, datto.ErrConflict},
		{http.StatusTooManyRequests, `{}`, datto.ErrRateLimited},
		{http.StatusInternalServerError, `{}`, datto.ErrServer},
		{http.StatusBadGateway, `<html/>`, datto.ErrServer},
	} {
		t.Run(fmt.Sprint(c.status, " ", c.body), func(t *testing.T) {
			client, mock := fixtureClient(t)
			mock.answers("GET /v2/account", c.status, c.body)
			_, err := client.Account.Get(t.Context())
			require.Error(t, err)
			for _, sentinel := range all {
				assert.Equal(t, errors.Is(sentinel, c.want), errors.Is(err, sentinel), "%v is %v", err, sentinel)
			}
		})
	}
}

// A redirect could lead to a login, or carry the token away.
func TestRedirectsAreErrors(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.RegisterResponder(http.MethodGet, fixtureBase+"/api/v2/account", func(*http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusFound, Header: http.Header{"Location": {"https://login.example.invalid/"}}, Body: http.NoBody,
		}, nil
	})
	_, err := client.Account.Get(t.Context())
	var api *datto.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, http.StatusFound, api.StatusCode)
	assert.Zero(t, mock.GetCallCountInfo()["NO_RESPONDER"])
}

// A success that is not the JSON it should be is an error of its own, and says
// where without repeating the answer.
func TestAnswersThatCannotBeUsed(t *testing.T) {
	for name, c := range map[string]struct {
		body, reason string
		truncated    bool
	}{
		"login page":   {"\n<!DOCTYPE html><title>Sign in</title>", "HTML", false},
		"nothing":      {"", "empty", true},
		"null":         {"null", "empty", false},
		"text":         {"certainly-not-json", "not JSON", false},
		"array":        {`[{"uid":"hidden"}]`, "array", false},
		"cut":          {`{"uid":"hid`, "ends too early", true},
		"wrong member": {`{"uid":{"hidden":true}}`, "/uid", false},
		"two values":   {`{"uid":"hidden"} {"uid":"b"}`, "not JSON", false},
	} {
		t.Run(name, func(t *testing.T) {
			client, mock := fixtureClient(t)
			mock.answers("GET /v2/device/"+fixtureDevice, http.StatusOK, c.body)
			device, err := client.Devices.Get(t.Context(), fixtureDevice)
			var decode *datto.DecodeError
			require.ErrorAs(t, err, &decode)
			assert.Nil(t, device)
			assert.Contains(t, decode.Reason, c.reason)
			assert.Equal(t, c.truncated, decode.Truncated)
			assert.NotContains(t, err.Error(), "hid")
			assert.Equal(t, http.StatusOK, decode.StatusCode)
		})
	}
}

// Names are matched exactly: a member that differs in case is another member.
func TestMembersAreMatchedByCase(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/device/"+fixtureDevice, http.StatusOK, `{"uid":"right","UID":"wrong","Uid":"wrong"}`)
	device, err := client.Devices.Get(t.Context(), fixtureDevice)
	require.NoError(t, err)
	assert.Equal(t, "right", device.UID)
}

// What an error holds besides its text comes out when it is asked for, and never
// when it is printed.
func TestPrintedErrorsHoldNoBody(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("POST /v2/account/variable/17", http.StatusBadRequest, `{"message":"bad value fixture-variable-value","debug":"unprinted"}`)
	err := client.Variables.Update(t.Context(), 17, datto.UpdateVariableRequest{
		Name: "backupKey", Value: datto.NewSecret("fixture-variable-value"),
	})
	var api *datto.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, "bad value [redacted]", api.Message)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		printed := fmt.Sprintf(verb, err)
		assert.NotContains(t, printed, "unprinted", verb)
		assert.NotContains(t, printed, "fixture-variable-value", verb)
	}
}

func TestReadOnlyClientRefusesEveryWrite(t *testing.T) {
	for _, call := range fixtureCalls(t) {
		if strings.HasPrefix(call.sends, "GET ") {
			continue
		}
		t.Run(call.method, func(t *testing.T) {
			client, mock := fixtureClient(t, datto.WithReadOnly())
			_, err := call.call(t.Context(), client)
			require.ErrorIs(t, err, datto.ErrReadOnly)
			assert.Zero(t, mock.GetTotalCallCount())
		})
	}
	client, mock := fixtureClient(t, datto.WithReadOnly())
	_, err := datto.Do[struct{}](t.Context(), client, http.MethodDelete, "/v2/new/thing", nil)
	require.ErrorIs(t, err, datto.ErrReadOnly)
	assert.Zero(t, mock.GetTotalCallCount())
}

func TestReadsPassAReadOnlyClient(t *testing.T) {
	client, mock := fixtureClient(t, datto.WithReadOnly())
	mock.answers("GET /v2/account", http.StatusOK, fixtureFile(t, "account"))
	_, err := client.Account.Get(t.Context())
	require.NoError(t, err)
}

// The error of a context that has ended comes back as itself.
func TestContextErrorsComeBackAsThemselves(t *testing.T) {
	client, _ := fixtureClient(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Account.Get(ctx)
	require.ErrorIs(t, err, context.Canceled)
	_, isTransport := errors.AsType[*datto.TransportError](err)
	assert.False(t, isTransport)
	for _, walkErr := range client.Devices.All(ctx, nil) {
		require.ErrorIs(t, walkErr, context.Canceled)
	}
}
