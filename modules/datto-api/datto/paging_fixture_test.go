package datto_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// fixtureNamed is a user's row. Users have no identity, so rows may repeat.
func fixtureNamed(name string) string {
	return `{"username":"` + name + `","created":1700000000000,"lastAccess":null}`
}

// The cursor of the activity log comes as a parameter that is repeated and goes
// back as one with a comma. The page behind the last is empty.
func TestActivityLogCursor(t *testing.T) {
	const uuid = "4f3c2b1a-0000-4000-8000-0000000000f1"
	row := fixtureFile(t, "activity")
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/activity-logs?categories=job&size=2", http.StatusOK,
		`{"pageDetails":{"count":1,"prevPageUrl":null,"nextPageUrl":"`+fixtureBase+
			`/api/v2/activity-logs?size=2&searchAfter=1787645215440&searchAfter=`+uuid+`&page=next"},"activities":[`+row+`]}`)
	mock.answers("GET /v2/activity-logs?categories=job&page=next&searchAfter=1787645215440%2C"+uuid+"&size=2", http.StatusOK,
		`{"pageDetails":{"count":0,"nextPageUrl":"`+fixtureBase+`/api/v2/activity-logs?size=2&searchAfter=1&searchAfter=`+uuid+`&page=next"},"activities":[]}`)

	options := &datto.ActivityLogListOptions{Categories: []string{"job"}, PageSize: 2}
	rows, err := fixtureWalk(client.ActivityLogs.All(t.Context(), options))
	require.NoError(t, err)
	assert.Len(t, rows, 1)
	assert.Len(t, mock.sent(), 2, "an empty page ends the list, whatever its link")

	page, err := client.ActivityLogs.List(t.Context(), options)
	require.NoError(t, err)
	assert.Nil(t, page.Total)
	assert.Equal(t, "1787645215440,"+uuid, page.Next)
	options.After = page.Next
	page, err = client.ActivityLogs.List(t.Context(), options)
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}

func TestActivityLogCallsThePageSizeByAnotherName(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/activity-logs?size=250", http.StatusOK, `{"pageDetails":{},"activities":[]}`)
	_, err := client.ActivityLogs.List(t.Context(), &datto.ActivityLogListOptions{PageSize: 1000})
	require.NoError(t, err)
	assert.NotContains(t, mock.sent()[0].target, "max")
}

// The log can report an error with status 200.
func TestActivityLogErrorMember(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/activity-logs", http.StatusOK, `{"pageDetails":null,"activities":null,"error":"search backend\nis away"}`)
	_, err := client.ActivityLogs.List(t.Context(), nil)
	var api *datto.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, "search backend is away", api.Message)
	assert.Equal(t, http.StatusOK, api.StatusCode)
}

// The server's link drops filters. Only the page number is taken from it.
func TestLossyLinkKeepsTheFilters(t *testing.T) {
	client, mock := fixtureClient(t)
	row := fixtureFile(t, "device")
	other := strings.ReplaceAll(row, fixtureDevice, "another-device")
	mock.answers("GET /v2/account/devices?hostname=nb&max=1", http.StatusOK,
		`{"pageDetails":{"count":1,"totalCount":2,"nextPageUrl":"`+fixtureBase+`/api/v2/account/devices?max=1&page=1"},"devices":[`+row+`]}`)
	mock.answers("GET /v2/account/devices?hostname=nb&max=1&page=1", http.StatusOK,
		`{"pageDetails":{"count":1,"totalCount":2,"nextPageUrl":null},"devices":[`+other+`]}`)

	options := &datto.DeviceListOptions{Hostname: "nb", PageSize: 1}
	rows, err := fixtureWalk(client.Devices.All(t.Context(), options))
	require.NoError(t, err)
	assert.Len(t, rows, 2)
	assert.Equal(t, &datto.DeviceListOptions{Hostname: "nb", PageSize: 1}, options, "the caller's options are not changed")
}

// A link to another host is reported, and nothing is sent there.
func TestForeignLinkIsNeverCalled(t *testing.T) {
	var hosts []string
	client, mock := fixtureClient(t, datto.WithHook(func(_ context.Context, event datto.Event) {
		if foreign, ok := event.(datto.ForeignNextPage); ok {
			hosts = append(hosts, foreign.Host)
		}
	}))
	mock.answers("GET /v2/account/users", http.StatusOK,
		`{"pageDetails":{"count":1,"totalCount":2,"nextPageUrl":"https://collector.example.invalid/api/v2/account/users?page=1"},"users":[`+fixtureNamed("a")+`]}`)
	mock.answers("GET /v2/account/users?page=1", http.StatusOK,
		`{"pageDetails":{"count":1,"totalCount":2,"nextPageUrl":""},"users":[`+fixtureNamed("b")+`]}`)

	rows, err := fixtureWalk(client.Users.All(t.Context(), nil))
	require.NoError(t, err)
	assert.Len(t, rows, 2)
	assert.Equal(t, []string{"collector.example.invalid"}, hosts)
	assert.Zero(t, mock.GetCallCountInfo()["NO_RESPONDER"])
	assert.Equal(t, 3, mock.GetTotalCallCount(), "a token and two pages")
}

// Null, empty and missing are all ways to say that there is nothing more.
func TestWaysToEndAList(t *testing.T) {
	for name, body := range map[string]string{
		"null link":       `{"pageDetails":{"nextPageUrl":null},"users":[` + fixtureNamed("a") + `]}`,
		"empty link":      `{"pageDetails":{"nextPageUrl":""},"users":[` + fixtureNamed("a") + `]}`,
		"no link":         `{"pageDetails":{},"users":[` + fixtureNamed("a") + `]}`,
		"null details":    `{"pageDetails":null,"users":[` + fixtureNamed("a") + `]}`,
		"no details":      `{"users":[` + fixtureNamed("a") + `]}`,
		"details at last": `{"users":[` + fixtureNamed("a") + `],"pageDetails":{"nextPageUrl":null}}`,
		"unknown members": `{"pageDetails":{"nextPageUrl":null,"tookMs":3},"meta":[1,2],"users":[` + fixtureNamed("a") + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			client, mock := fixtureClient(t)
			mock.answers("GET /v2/account/users", http.StatusOK, body)
			rows, err := fixtureWalk(client.Users.All(t.Context(), nil))
			require.NoError(t, err)
			assert.Len(t, rows, 1)
			assert.Len(t, mock.sent(), 1)
		})
	}
	for name, body := range map[string]string{
		"null rows": `{"pageDetails":{"count":0,"totalCount":0,"nextPageUrl":null},"users":null}`,
		"no rows":   `{"pageDetails":{"count":0,"totalCount":0,"nextPageUrl":null}}`,
	} {
		t.Run(name, func(t *testing.T) {
			client, mock := fixtureClient(t)
			mock.answers("GET /v2/account/users", http.StatusOK, body)
			rows, err := fixtureWalk(client.Users.All(t.Context(), nil))
			require.NoError(t, err)
			assert.Empty(t, rows)
		})
	}
}

// A printer has null where a PC has an operating system, antivirus and patches.
func TestNullHeavyRowBesideAFullOne(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/account/devices", http.StatusOK,
		`{"pageDetails":{"count":2,"totalCount":2,"nextPageUrl":null},"devices":[`+fixtureFile(t, "device_printer")+`,`+fixtureFile(t, "device")+`]}`)
	page, err := client.Devices.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, page.Broken)
	require.Len(t, page.Items, 2)
	printer := page.Items[0]
	assert.Equal(t, datto.DeviceClassPrinter, printer.DeviceClass)
	assert.Nil(t, printer.Antivirus)
	assert.Nil(t, printer.PatchManagement)
	assert.Empty(t, printer.OperatingSystem)
	assert.True(t, printer.LastReboot.IsZero())
	assert.True(t, printer.WarrantyDate.IsZero())
	assert.Zero(t, printer.UDF.Len())
}
