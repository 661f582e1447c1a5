package datto_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// A value is one segment of the path whatever it holds.
func TestPathValuesAreEscaped(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/device/a%2F..%2Fb%3Fc%23d%20%252e", http.StatusOK, fixtureFile(t, "device"))
	_, err := client.Devices.Get(t.Context(), "a/../b?c#d %2e")
	require.NoError(t, err)
	assert.Equal(t, "/api/v2/device/a%2F..%2Fb%3Fc%23d%20%252e", mock.sent()[0].target)
}

// The account's Deleted Devices site has a UID that is no UUID.
func TestUIDsNeedNotBeUUIDs(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/site/deleted-devices-fixture", http.StatusOK, fixtureFile(t, "site"))
	_, err := client.Sites.Get(t.Context(), "deleted-devices-fixture")
	require.NoError(t, err)
	assert.Len(t, mock.sent(), 1)
}

// A value that would make a segment vanish, or climb, would turn the call into
// another one: deleting a variable "" might be deleting all.
func TestPathValuesThatWouldChangeThePathAreRefused(t *testing.T) {
	for _, m := range fixtureMethods(t) {
		operation := fixtureOperation(m.operations[0])
		require.NotNil(t, operation)
		if !strings.Contains(operation.Path, "{") || strings.HasPrefix(m.name, "Jobs.RunAndWait") ||
			m.name == "Jobs.Wait" || m.name == "Sites.Patch" {
			continue
		}
		for _, value := range []string{"", ".", ".."} {
			t.Run(m.name+" "+value, func(t *testing.T) {
				sent := &fixtureRecorder{op: operation}
				client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"},
					datto.WithHTTPClient(&http.Client{Transport: sent}))
				require.NoError(t, err)
				_, _, err = fixtureInvokeWith(t, client, m.name, func(int) string { return value }, 0)
				invalid, ok := errors.AsType[*datto.ValidationError](err)
				require.True(t, ok, "%v", err)
				assert.Equal(t, operation.String(), invalid.Operation)
				assert.Empty(t, sent.requests)
			})
		}
	}
}

func TestCallsThatAreRefusedBeforeAnythingIsSent(t *testing.T) {
	type ctx = context.Context
	type client = *datto.Client
	fields := func(values map[int]string) datto.UDFs {
		udfs, err := datto.NewUDFs(values)
		require.NoError(t, err)
		return udfs
	}
	for name, c := range map[string]struct {
		field string
		call  func(ctx, client) error
	}{
		"no UDF": {"udfs", func(x ctx, c client) error { return c.Devices.SetUDFs(x, fixtureDevice, datto.UDFs{}) }},
		"UDF beyond the last": {"udfs", func(x ctx, c client) error {
			return c.Devices.SetUDFs(x, fixtureDevice, fields(map[int]string{301: "x"}))
		}},
		"no typed UDF": {"udfs", func(x ctx, c client) error {
			return c.Devices.SetUDFsV3(x, fixtureDevice, datto.SetUDFsV3Request{})
		}},
		"MAC address too short": {"macAddress", func(x ctx, c client) error {
			_, err := c.Devices.ListByMAC(x, "00:00:5E")
			return err
		}},
		"MAC address with letters beyond F": {"macAddress", func(x ctx, c client) error {
			_, err := c.Audits.ListByMAC(x, "00:00:5E:00:53:0G")
			return err
		}},
		"typed MAC address": {"macAddress", func(x ctx, c client) error {
			_, err := c.Devices.ListByMACV3(x, "")
			return err
		}},
		"quick job without a name": {"jobName", func(x ctx, c client) error {
			_, err := c.Jobs.CreateQuickJob(x, fixtureDevice, datto.CreateQuickJobRequest{
				JobComponent: datto.QuickJobComponent{ComponentUID: fixtureComponent},
			})
			return err
		}},
		"quick job without a component": {"jobComponent.componentUid", func(x ctx, c client) error {
			_, err := c.Jobs.RunAndWait(x, fixtureDevice, datto.CreateQuickJobRequest{JobName: "x"}, nil)
			return err
		}},
		"site without a name": {"name", func(x ctx, c client) error {
			_, err := c.Sites.Create(x, datto.CreateSiteRequest{})
			return err
		}},
		"site update without a name": {"name", func(x ctx, c client) error {
			_, err := c.Sites.Update(x, fixtureSite, datto.UpdateSiteRequest{})
			return err
		}},
		"proxy without a host": {"host", func(x ctx, c client) error {
			_, err := c.Sites.SetProxy(x, fixtureSite, datto.ProxySettingsRequest{Port: 3128, Type: datto.ProxyTypeHTTP})
			return err
		}},
		"proxy without a port": {"port", func(x ctx, c client) error {
			_, err := c.Sites.SetProxy(x, fixtureSite, datto.ProxySettingsRequest{Host: "h", Type: datto.ProxyTypeHTTP})
			return err
		}},
		"proxy type in capitals": {"type", func(x ctx, c client) error {
			_, err := c.Sites.SetProxy(x, fixtureSite, datto.ProxySettingsRequest{Host: "h", Port: 1, Type: "HTTP"})
			return err
		}},
		"variable without a name": {"name", func(x ctx, c client) error {
			return c.Variables.Create(x, datto.CreateVariableRequest{})
		}},
		"site variable without a name": {"name", func(x ctx, c client) error {
			return c.Variables.CreateBySite(x, fixtureSite, datto.CreateVariableRequest{})
		}},
		"mask as a value": {"value", func(x ctx, c client) error {
			return c.Variables.Update(x, 17, datto.UpdateVariableRequest{Name: "n", Value: datto.NewSecret("********")})
		}},
		"mask as a value in a site": {"value", func(x ctx, c client) error {
			return c.Variables.UpdateBySite(x, fixtureSite, 17, datto.UpdateVariableRequest{Name: "n", Value: datto.NewSecret("[redacted]")})
		}},
		"negative page": {"Page", func(x ctx, c client) error {
			_, err := c.Users.List(x, &datto.ListOptions{Page: -1})
			return err
		}},
		"negative page size": {"PageSize", func(x ctx, c client) error {
			_, err := fixtureWalk(c.Sites.All(x, &datto.SiteListOptions{PageSize: -1}))
			return err
		}},
		"span that ends before it begins": {"Until", func(x ctx, c client) error {
			now := time.Date(2026, time.August, 25, 0, 0, 0, 0, time.UTC)
			_, err := c.ActivityLogs.List(x, &datto.ActivityLogListOptions{From: now, Until: now.AddDate(0, 0, -1)})
			return err
		}},
		"unknown order": {"Order", func(x ctx, c client) error {
			_, err := c.ActivityLogs.List(x, &datto.ActivityLogListOptions{Order: "newest"})
			return err
		}},
		"nil response": {"CallResponse", func(x ctx, c client) error {
			_, err := c.Account.Get(x, datto.CallResponse(nil))
			return err
		}},
		"timeout of nothing": {"CallTimeout", func(x ctx, c client) error {
			_, err := c.Users.List(x, nil, datto.CallTimeout(0))
			return err
		}},
		"header of the client's own": {"CallHeader", func(x ctx, c client) error {
			return c.Alerts.Resolve(x, fixtureAlert, datto.CallHeader("authorization", "Bearer x"))
		}},
		"parameter without a name": {"CallQuery", func(x ctx, c client) error {
			_, err := c.Account.Get(x, datto.CallQuery("", "x"))
			return err
		}},
		"too many pages ahead": {"CallReadAhead", func(x ctx, c client) error {
			_, err := fixtureWalk(c.Devices.All(x, nil, datto.CallReadAhead(17)))
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			client, mock := fixtureClient(t)
			err := c.call(t.Context(), client)
			invalid, ok := errors.AsType[*datto.ValidationError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, c.field, invalid.Field)
			assert.Zero(t, mock.GetTotalCallCount(), "not even a token is asked for")
		})
	}
}
