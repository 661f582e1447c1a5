package datto_test

import (
	"bytes"
	"context"
	"io"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

const (
	fixtureDevice    = "4f3c2b1a-0000-4000-8000-000000000001"
	fixtureSite      = "4f3c2b1a-0000-4000-8000-0000000000a1"
	fixtureJob       = "4f3c2b1a-0000-4000-8000-0000000000b1"
	fixtureComponent = "4f3c2b1a-0000-4000-8000-0000000000c1"
	fixtureAlert     = "4f3c2b1a-0000-4000-8000-0000000000d1"

	fixtureBase = "https://merlot-api.centrastage.net"
)

// fixtureCall is one call of a method: what it must send, and what it gets.
type fixtureCall struct {
	method string // such as "Devices.Get"
	sends  string // method, path below the base URL, and query
	body   string // JSON that must be sent, "" for none
	answer string // file in testdata/wire, with its place: see fixtureAnswer. "" for an empty answer
	call   func(context.Context, *datto.Client) (any, error)
}

// fixtureAnswer makes the answer's body out of "file", "[file]" for an array and
// "key:file" for a page.
func fixtureAnswer(t *testing.T, answer string) string {
	t.Helper()
	if answer == "" {
		return ""
	}
	if file, isArray := strings.CutPrefix(answer, "["); isArray {
		return "[" + fixtureFile(t, strings.TrimSuffix(file, "]")) + "]"
	}
	if key, file, isPage := strings.Cut(answer, ":"); isPage {
		return `{"pageDetails":{"count":1,"totalCount":1,"prevPageUrl":null,"nextPageUrl":null},"` + key + `":[` + fixtureFile(t, file) + `]}`
	}
	return fixtureFile(t, answer)
}

func fixtureFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "wire", name+".json"))
	require.NoError(t, err)
	return string(data)
}

// fixtureMock is an API of prepared answers.
type fixtureMock struct {
	*httpmock.MockTransport

	mu       sync.Mutex
	requests []fixtureSent
}

// fixtureSent is a request as it goes over the wire.
type fixtureSent struct {
	method, target string // target is path and query
	header         http.Header
	body           string
	wire           string // with the lines that net/http adds
}

// fixtureClient returns a client of an API that knows the token endpoint only.
func fixtureClient(t *testing.T, options ...datto.Option) (*datto.Client, *fixtureMock) {
	t.Helper()
	mock := &fixtureMock{MockTransport: httpmock.NewMockTransport()}
	mock.RegisterResponder(http.MethodPost, fixtureBase+"/auth/oauth/token", httpmock.NewStringResponder(http.StatusOK, fixtureTokenAnswer))
	options = append([]datto.Option{
		datto.WithHTTPClient(&http.Client{Transport: mock}), datto.WithRetry(datto.NoRetry{}),
	}, options...)
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"}, options...)
	require.NoError(t, err)
	return client, mock
}

// answers makes the API answer a request, given as method, path and query.
func (m *fixtureMock) answers(request string, status int, body string) {
	method, target, _ := strings.Cut(request, " ")
	m.RegisterResponder(method, fixtureBase+"/api"+target, func(req *http.Request) (*http.Response, error) {
		sent := fixtureSent{method: req.Method, target: req.URL.RequestURI(), header: req.Header.Clone()}
		var payload []byte
		if req.Body != nil {
			var err error
			if payload, err = io.ReadAll(req.Body); err != nil {
				return nil, err
			}
			req.Body = io.NopCloser(bytes.NewReader(payload))
		}
		var wire bytes.Buffer
		if err := req.Write(&wire); err != nil {
			return nil, err
		}
		sent.body, sent.wire = string(payload), wire.String()
		m.mu.Lock()
		m.requests = append(m.requests, sent)
		m.mu.Unlock()
		res := httpmock.NewStringResponse(status, body)
		res.Header.Set("Content-Type", "application/json")
		return res, nil
	})
}

// sent returns the requests to the API, without those for tokens.
func (m *fixtureMock) sent() []fixtureSent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests
}

// fixtureWalk collects a walk.
func fixtureWalk[T any](rows iter.Seq2[T, error]) (any, error) {
	var all []T
	for row, err := range rows {
		if err != nil {
			return all, err
		}
		all = append(all, row)
	}
	return all, nil
}

// fixtureLists is a list's pair of methods.
func fixtureLists[T any](
	one, all, list, filters, answer string,
	page func(context.Context, *datto.Client) (*datto.Page[T], error),
	walk func(context.Context, *datto.Client) iter.Seq2[T, error],
) []fixtureCall {
	service, _, _ := strings.Cut(one, ".")
	return []fixtureCall{
		{one, "GET " + list + filters, "", answer, func(ctx context.Context, c *datto.Client) (any, error) { return page(ctx, c) }},
		{service + "." + all, "GET " + list, "", answer, func(ctx context.Context, c *datto.Client) (any, error) {
			return fixtureWalk(walk(ctx, c))
		}},
	}
}

// fixtureVoid is a call that returns nothing but an error.
func fixtureVoid(method, sends, body string, call func(context.Context, *datto.Client) error) fixtureCall {
	return fixtureCall{method, sends, body, "", func(ctx context.Context, c *datto.Client) (any, error) { return nil, call(ctx, c) }}
}

// fixtureValue is a call that returns one value.
func fixtureValue[T any](method, sends, body, answer string, call func(context.Context, *datto.Client) (T, error)) fixtureCall {
	return fixtureCall{method, sends, body, answer, func(ctx context.Context, c *datto.Client) (any, error) { return call(ctx, c) }}
}

// fixtureCalls lists every method of every service.
func fixtureCalls(t *testing.T) []fixtureCall {
	t.Helper()
	udfs, err := datto.NewUDFs(map[int]string{4: "rack 7", 9: ""})
	require.NoError(t, err)
	type ctx = context.Context
	type client = *datto.Client
	second := &datto.ListOptions{Page: 1, PageSize: 1000}
	const secondPage = "?max=250&page=1"
	quickJob := datto.CreateQuickJobRequest{JobName: "Tidy up", JobComponent: datto.QuickJobComponent{
		ComponentUID: fixtureComponent,
		Variables:    []datto.QuickJobVariable{{Name: "days", Value: datto.NewSecret("7")}},
	}}
	from := time.Date(2026, time.August, 25, 9, 26, 0, 500, time.FixedZone("", 2*3600))
	activities := &datto.ActivityLogListOptions{
		From: from, Until: from.Add(time.Hour), Order: datto.ActivityOrderAscending,
		Entities: []datto.ActivityEntity{datto.ActivityEntityDevice, datto.ActivityEntityUser}, Categories: []string{"job", "remote"},
		Actions: []string{"deployment"}, SiteIDs: []int64{3, 4}, UserIDs: []int64{5}, Search: "a b", PageSize: 900,
	}
	const activityQuery = "?actions=deployment&categories=job%2Cremote&entities=device%2Cuser&from=2026-08-25T07%3A26%3A00Z" +
		"&order=asc&searchQuery=a+b&siteIds=3%2C4&size=250&until=2026-08-25T08%3A26%3A00Z&userIds=5"

	var calls []fixtureCall
	add := func(more ...fixtureCall) { calls = append(calls, more...) }

	add(fixtureValue("Account.Get", "GET /v2/account", "", "account", func(x ctx, c client) (*datto.Account, error) { return c.Account.Get(x) }))
	add(
		fixtureValue("ActivityLogs.List", "GET /v2/activity-logs"+activityQuery, "", "activities:activity",
			func(x ctx, c client) (*datto.Page[datto.ActivityLog], error) {
				return c.ActivityLogs.List(x, activities)
			}),
		fixtureValue("ActivityLogs.All", "GET /v2/activity-logs"+activityQuery, "", "activities:activity",
			func(x ctx, c client) (any, error) { return fixtureWalk(c.ActivityLogs.All(x, activities)) }),
	)

	alerts := &datto.AlertListOptions{Muted: new(false), Page: 2, PageSize: 50}
	const alertQuery = "?max=50&muted=false&page=2"
	for _, l := range []struct {
		list, path string
		page       func(ctx, client, *datto.AlertListOptions) (*datto.Page[datto.Alert], error)
		walk       func(ctx, client) iter.Seq2[datto.Alert, error]
	}{
		{"Open", "/v2/account/alerts/open", func(x ctx, c client, o *datto.AlertListOptions) (*datto.Page[datto.Alert], error) {
			return c.Alerts.ListOpen(x, o)
		}, func(x ctx, c client) iter.Seq2[datto.Alert, error] { return c.Alerts.AllOpen(x, nil) }},
		{"Resolved", "/v2/account/alerts/resolved", func(x ctx, c client, o *datto.AlertListOptions) (*datto.Page[datto.Alert], error) {
			return c.Alerts.ListResolved(x, o)
		}, func(x ctx, c client) iter.Seq2[datto.Alert, error] { return c.Alerts.AllResolved(x, nil) }},
		{"OpenBySite", "/v2/site/" + fixtureSite + "/alerts/open", func(x ctx, c client, o *datto.AlertListOptions) (*datto.Page[datto.Alert], error) {
			return c.Alerts.ListOpenBySite(x, fixtureSite, o)
		}, func(x ctx, c client) iter.Seq2[datto.Alert, error] {
			return c.Alerts.AllOpenBySite(x, fixtureSite, nil)
		}},
		{"ResolvedBySite", "/v2/site/" + fixtureSite + "/alerts/resolved", func(x ctx, c client, o *datto.AlertListOptions) (*datto.Page[datto.Alert], error) {
			return c.Alerts.ListResolvedBySite(x, fixtureSite, o)
		}, func(x ctx, c client) iter.Seq2[datto.Alert, error] {
			return c.Alerts.AllResolvedBySite(x, fixtureSite, nil)
		}},
		{"OpenByDevice", "/v2/device/" + fixtureDevice + "/alerts/open", func(x ctx, c client, o *datto.AlertListOptions) (*datto.Page[datto.Alert], error) {
			return c.Alerts.ListOpenByDevice(x, fixtureDevice, o)
		}, func(x ctx, c client) iter.Seq2[datto.Alert, error] {
			return c.Alerts.AllOpenByDevice(x, fixtureDevice, nil)
		}},
		{"ResolvedByDevice", "/v2/device/" + fixtureDevice + "/alerts/resolved", func(x ctx, c client, o *datto.AlertListOptions) (*datto.Page[datto.Alert], error) {
			return c.Alerts.ListResolvedByDevice(x, fixtureDevice, o)
		}, func(x ctx, c client) iter.Seq2[datto.Alert, error] {
			return c.Alerts.AllResolvedByDevice(x, fixtureDevice, nil)
		}},
	} {
		add(fixtureLists("Alerts.List"+l.list, "All"+l.list, l.path, alertQuery, "alerts:alert",
			func(x ctx, c client) (*datto.Page[datto.Alert], error) { return l.page(x, c, alerts) }, l.walk)...)
	}
	add(
		fixtureValue("Alerts.Get", "GET /v2/alert/"+fixtureAlert, "", "alert", func(x ctx, c client) (*datto.Alert, error) { return c.Alerts.Get(x, fixtureAlert) }),
		fixtureVoid("Alerts.Resolve", "POST /v2/alert/"+fixtureAlert+"/resolve", "", func(x ctx, c client) error { return c.Alerts.Resolve(x, fixtureAlert) }),
		fixtureVoid("Alerts.Mute", "POST /v2/alert/"+fixtureAlert+"/mute", "", func(x ctx, c client) error {
			return c.Alerts.Mute(x, fixtureAlert)
		}),
		fixtureVoid("Alerts.Unmute", "POST /v2/alert/"+fixtureAlert+"/unmute", "", func(x ctx, c client) error {
			return c.Alerts.Unmute(x, fixtureAlert)
		}),
	)

	add(
		fixtureValue("Audits.Get", "GET /v2/audit/device/"+fixtureDevice, "", "device_audit",
			func(x ctx, c client) (*datto.DeviceAudit, error) { return c.Audits.Get(x, fixtureDevice) }),
		fixtureValue("Audits.GetESXiHost", "GET /v2/audit/esxihost/"+fixtureDevice, "", "esxi_audit",
			func(x ctx, c client) (*datto.ESXiHostAudit, error) { return c.Audits.GetESXiHost(x, fixtureDevice) }),
		fixtureValue("Audits.GetPrinter", "GET /v2/audit/printer/"+fixtureDevice, "", "printer_audit",
			func(x ctx, c client) (*datto.PrinterAudit, error) { return c.Audits.GetPrinter(x, fixtureDevice) }),
		fixtureValue("Audits.ListByMAC", "GET /v2/audit/device/macAddress/00005E005301", "", "[device_audit]",
			func(x ctx, c client) ([]datto.DeviceAudit, error) { return c.Audits.ListByMAC(x, "00:00:5E:00:53:01") }),
	)
	add(fixtureLists("Audits.ListSoftware", "AllSoftware", "/v2/audit/device/"+fixtureDevice+"/software", secondPage, "software:software",
		func(x ctx, c client) (*datto.Page[datto.Software], error) {
			return c.Audits.ListSoftware(x, fixtureDevice, second)
		},
		func(x ctx, c client) iter.Seq2[datto.Software, error] {
			return c.Audits.AllSoftware(x, fixtureDevice, nil)
		})...)
	add(fixtureLists("Components.List", "All", "/v2/account/components", secondPage, "components:component",
		func(x ctx, c client) (*datto.Page[datto.Component], error) { return c.Components.List(x, second) },
		func(x ctx, c client) iter.Seq2[datto.Component, error] { return c.Components.All(x, nil) })...)

	devices := &datto.DeviceListOptions{
		FilterID: 12, Hostname: "nb&=", DeviceType: "Laptop", OperatingSystem: "Windows 11", SiteName: "Müller + Sons", Page: 3, PageSize: 100,
	}
	const deviceQuery = "?deviceType=Laptop&filterId=12&hostname=nb%26%3D&max=100&operatingSystem=Windows+11&page=3&siteName=M%C3%BCller+%2B+Sons"
	bySite := &datto.SiteDeviceListOptions{FilterID: 12, Page: 1, PageSize: 250}
	const bySiteQuery = "?filterId=12&max=250&page=1"
	add(fixtureLists("Devices.List", "All", "/v2/account/devices", deviceQuery, "devices:device",
		func(x ctx, c client) (*datto.Page[datto.Device], error) { return c.Devices.List(x, devices) },
		func(x ctx, c client) iter.Seq2[datto.Device, error] { return c.Devices.All(x, nil) })...)
	add(fixtureLists("Devices.ListBySite", "AllBySite", "/v2/site/"+fixtureSite+"/devices", bySiteQuery, "devices:device",
		func(x ctx, c client) (*datto.Page[datto.Device], error) {
			return c.Devices.ListBySite(x, fixtureSite, bySite)
		},
		func(x ctx, c client) iter.Seq2[datto.Device, error] { return c.Devices.AllBySite(x, fixtureSite, nil) })...)
	add(fixtureLists("Devices.ListV3", "AllV3", "/v3/account/devices", deviceQuery, "devices:device_v3",
		func(x ctx, c client) (*datto.Page[datto.DeviceV3], error) { return c.Devices.ListV3(x, devices) },
		func(x ctx, c client) iter.Seq2[datto.DeviceV3, error] { return c.Devices.AllV3(x, nil) })...)
	add(fixtureLists("Devices.ListBySiteV3", "AllBySiteV3", "/v3/site/"+fixtureSite+"/devices", bySiteQuery, "devices:device_v3",
		func(x ctx, c client) (*datto.Page[datto.DeviceV3], error) {
			return c.Devices.ListBySiteV3(x, fixtureSite, bySite)
		},
		func(x ctx, c client) iter.Seq2[datto.DeviceV3, error] {
			return c.Devices.AllBySiteV3(x, fixtureSite, nil)
		})...)
	add(fixtureLists("Devices.ListNetworkInterfaces", "AllNetworkInterfaces", "/v2/site/"+fixtureSite+"/devices/network-interface", secondPage,
		"devices:network_interface",
		func(x ctx, c client) (*datto.Page[datto.DeviceNetworkInterface], error) {
			return c.Devices.ListNetworkInterfaces(x, fixtureSite, second)
		},
		func(x ctx, c client) iter.Seq2[datto.DeviceNetworkInterface, error] {
			return c.Devices.AllNetworkInterfaces(x, fixtureSite, nil)
		})...)
	add(
		fixtureValue("Devices.Get", "GET /v2/device/"+fixtureDevice, "", "device",
			func(x ctx, c client) (*datto.Device, error) { return c.Devices.Get(x, fixtureDevice) }),
		fixtureValue("Devices.GetByID", "GET /v2/device/id/3204117", "", "device",
			func(x ctx, c client) (*datto.Device, error) { return c.Devices.GetByID(x, 3204117) }),
		fixtureValue("Devices.ListByMAC", "GET /v2/device/macAddress/00005e005301", "", "[device]",
			func(x ctx, c client) ([]datto.Device, error) { return c.Devices.ListByMAC(x, "00-00-5e-00-53-01") }),
		fixtureValue("Devices.GetV3", "GET /v3/device/"+fixtureDevice, "", "device_v3",
			func(x ctx, c client) (*datto.DeviceV3, error) { return c.Devices.GetV3(x, fixtureDevice) }),
		fixtureValue("Devices.GetByIDV3", "GET /v3/device/id/3204117", "", "device_v3",
			func(x ctx, c client) (*datto.DeviceV3, error) { return c.Devices.GetByIDV3(x, 3204117) }),
		fixtureValue("Devices.ListByMACV3", "GET /v3/device/macAddress/00005E005301", "", "[device_v3]",
			func(x ctx, c client) ([]datto.DeviceV3, error) { return c.Devices.ListByMACV3(x, "0000.5E00.5301") }),
		fixtureVoid("Devices.Move", "PUT /v2/device/"+fixtureDevice+"/site/"+fixtureSite, "",
			func(x ctx, c client) error { return c.Devices.Move(x, fixtureDevice, fixtureSite) }),
		fixtureVoid("Devices.SetUDFs", "POST /v2/device/"+fixtureDevice+"/udf", `{"udf4":"rack 7","udf9":""}`,
			func(x ctx, c client) error { return c.Devices.SetUDFs(x, fixtureDevice, udfs) }),
		fixtureVoid("Devices.SetUDFsV3", "POST /v3/device/"+fixtureDevice+"/udf", `{"udfs":[{"ordinal":4,"valueString":""}]}`,
			func(x ctx, c client) error {
				return c.Devices.SetUDFsV3(x, fixtureDevice, datto.SetUDFsV3Request{
					UDFs: []datto.UDFV3Request{{Ordinal: 4, ValueString: new(datto.NewSecret(""))}},
				})
			}),
		fixtureVoid("Devices.SetWarranty", "POST /v2/device/"+fixtureDevice+"/warranty", `{"warrantyDate":"2030-06-30"}`,
			func(x ctx, c client) error {
				return c.Devices.SetWarranty(x, fixtureDevice, datto.Date{Year: 2030, Month: time.June, Day: 30})
			}),
		fixtureVoid("Devices.SetWarranty", "POST /v2/device/"+fixtureDevice+"/warranty", `{"warrantyDate":null}`,
			func(x ctx, c client) error { return c.Devices.SetWarranty(x, fixtureDevice, datto.Date{}) }),
	)

	add(fixtureLists("Filters.ListDefault", "AllDefault", "/v2/filter/default-filters", secondPage, "filters:filter",
		func(x ctx, c client) (*datto.Page[datto.Filter], error) { return c.Filters.ListDefault(x, second) },
		func(x ctx, c client) iter.Seq2[datto.Filter, error] { return c.Filters.AllDefault(x, nil) })...)
	add(fixtureLists("Filters.ListCustom", "AllCustom", "/v2/filter/custom-filters", secondPage, "filters:filter",
		func(x ctx, c client) (*datto.Page[datto.Filter], error) { return c.Filters.ListCustom(x, second) },
		func(x ctx, c client) iter.Seq2[datto.Filter, error] { return c.Filters.AllCustom(x, nil) })...)
	add(fixtureLists("Filters.ListBySite", "AllBySite", "/v2/site/"+fixtureSite+"/filters", secondPage, "filters:filter",
		func(x ctx, c client) (*datto.Page[datto.Filter], error) {
			return c.Filters.ListBySite(x, fixtureSite, second)
		},
		func(x ctx, c client) iter.Seq2[datto.Filter, error] { return c.Filters.AllBySite(x, fixtureSite, nil) })...)

	results := "/v2/job/" + fixtureJob + "/results/" + fixtureDevice
	add(
		fixtureValue("Jobs.CreateQuickJob", "PUT /v2/device/"+fixtureDevice+"/quickjob",
			`{"jobName":"Tidy up","jobComponent":{"componentUid":"`+fixtureComponent+`","variables":[{"name":"days","value":"7"}]}}`, "quick_job",
			func(x ctx, c client) (*datto.QuickJob, error) {
				return c.Jobs.CreateQuickJob(x, fixtureDevice, quickJob)
			}),
		fixtureValue("Jobs.Get", "GET /v2/job/"+fixtureJob, "", "job",
			func(x ctx, c client) (*datto.Job, error) { return c.Jobs.Get(x, fixtureJob) }),
		fixtureValue("Jobs.GetResults", "GET "+results, "", "job_results",
			func(x ctx, c client) (*datto.JobResults, error) {
				return c.Jobs.GetResults(x, fixtureJob, fixtureDevice)
			}),
		fixtureValue("Jobs.ListStdout", "GET "+results+"/stdout", "", "[job_output]",
			func(x ctx, c client) ([]datto.JobOutput, error) {
				return c.Jobs.ListStdout(x, fixtureJob, fixtureDevice)
			}),
		fixtureValue("Jobs.ListStderr", "GET "+results+"/stderr", "", "[job_output]",
			func(x ctx, c client) ([]datto.JobOutput, error) {
				return c.Jobs.ListStderr(x, fixtureJob, fixtureDevice)
			}),
	)
	add(fixtureLists("Jobs.ListComponents", "AllComponents", "/v2/job/"+fixtureJob+"/components", secondPage, "jobComponents:job_component",
		func(x ctx, c client) (*datto.Page[datto.JobComponent], error) {
			return c.Jobs.ListComponents(x, fixtureJob, second)
		},
		func(x ctx, c client) iter.Seq2[datto.JobComponent, error] {
			return c.Jobs.AllComponents(x, fixtureJob, nil)
		})...)

	patches := &datto.PatchListOptions{InstallStatus: datto.PatchInstallStatusApprovedPending, Page: 1, PageSize: 300}
	const patchQuery = "?installStatus=APPROVED_PENDING&max=250&page=1"
	add(fixtureLists("Patches.ListByDevice", "AllByDevice", "/v2/device/"+fixtureDevice+"/patches", patchQuery, "patches:patch",
		func(x ctx, c client) (*datto.Page[datto.Patch], error) {
			return c.Patches.ListByDevice(x, fixtureDevice, patches)
		},
		func(x ctx, c client) iter.Seq2[datto.Patch, error] {
			return c.Patches.AllByDevice(x, fixtureDevice, nil)
		})...)
	add(fixtureLists("Patches.ListBySite", "AllBySite", "/v2/site/"+fixtureSite+"/patches", patchQuery, "patches:site_patch",
		func(x ctx, c client) (*datto.Page[datto.SitePatch], error) {
			return c.Patches.ListBySite(x, fixtureSite, patches)
		},
		func(x ctx, c client) iter.Seq2[datto.SitePatch, error] {
			return c.Patches.AllBySite(x, fixtureSite, nil)
		})...)

	sites := &datto.SiteListOptions{SiteName: "Example", Page: 1, PageSize: 10}
	add(fixtureLists("Sites.List", "All", "/v2/account/sites", "?max=10&page=1&siteName=Example", "sites:site",
		func(x ctx, c client) (*datto.Page[datto.Site], error) { return c.Sites.List(x, sites) },
		func(x ctx, c client) iter.Seq2[datto.Site, error] { return c.Sites.All(x, nil) })...)
	add(fixtureLists("Sites.ListDnetMappings", "AllDnetMappings", "/v2/account/dnet-site-mappings", secondPage, "dnetSiteMappings:dnet_mapping",
		func(x ctx, c client) (*datto.Page[datto.DnetSiteMapping], error) {
			return c.Sites.ListDnetMappings(x, second)
		},
		func(x ctx, c client) iter.Seq2[datto.DnetSiteMapping, error] { return c.Sites.AllDnetMappings(x, nil) })...)
	add(
		fixtureValue("Sites.Get", "GET /v2/site/"+fixtureSite, "", "site",
			func(x ctx, c client) (*datto.Site, error) { return c.Sites.Get(x, fixtureSite) }),
		fixtureValue("Sites.Create", "PUT /v2/site", `{"name":"Example Logistics","notes":"","onDemand":false}`, "site",
			func(x ctx, c client) (*datto.Site, error) {
				return c.Sites.Create(x, datto.CreateSiteRequest{Name: "Example Logistics", Notes: new(""), OnDemand: new(false)})
			}),
		fixtureValue("Sites.Update", "POST /v2/site/"+fixtureSite, `{"name":"Example Logistics","description":"","onDemand":false}`, "site",
			func(x ctx, c client) (*datto.Site, error) {
				return c.Sites.Update(x, fixtureSite, datto.UpdateSiteRequest{Name: "Example Logistics", Description: new(""), OnDemand: new(false)})
			}),
		fixtureValue("Sites.GetSettings", "GET /v2/site/"+fixtureSite+"/settings", "", "site_settings",
			func(x ctx, c client) (*datto.SiteSettings, error) { return c.Sites.GetSettings(x, fixtureSite) }),
		fixtureValue("Sites.SetProxy", "POST /v2/site/"+fixtureSite+"/settings/proxy",
			`{"host":"proxy.example.invalid","port":3128,"type":"socks5","username":"fixture","password":"fixture-proxy-password"}`, "site_settings",
			func(x ctx, c client) (*datto.SiteSettings, error) {
				return c.Sites.SetProxy(x, fixtureSite, datto.ProxySettingsRequest{
					Host: "proxy.example.invalid", Port: 3128, Type: datto.ProxyTypeSOCKS5,
					Username: new("fixture"), Password: new(datto.NewSecret("fixture-proxy-password")),
				})
			}),
		fixtureVoid("Sites.DeleteProxy", "DELETE /v2/site/"+fixtureSite+"/settings/proxy", "",
			func(x ctx, c client) error { return c.Sites.DeleteProxy(x, fixtureSite) }),
	)

	add(
		fixtureValue("System.GetStatus", "GET /v2/system/status", "", "status",
			func(x ctx, c client) (*datto.SystemStatus, error) { return c.System.GetStatus(x) }),
		fixtureValue("System.GetRequestRate", "GET /v2/system/request_rate", "", "request_rate",
			func(x ctx, c client) (*datto.RequestRate, error) { return c.System.GetRequestRate(x) }),
		fixtureValue("System.GetPagination", "GET /v2/system/pagination", "", "pagination",
			func(x ctx, c client) (*datto.Pagination, error) { return c.System.GetPagination(x) }),
	)

	add(fixtureLists("Users.List", "All", "/v2/account/users", secondPage, "users:user",
		func(x ctx, c client) (*datto.Page[datto.User], error) { return c.Users.List(x, second) },
		func(x ctx, c client) iter.Seq2[datto.User, error] { return c.Users.All(x, nil) })...)
	add(fixtureValue("Users.ResetAPIKeys", "POST /v2/user/resetApiKeys", "", "key_pair",
		func(x ctx, c client) (*datto.APIKeyPair, error) { return c.Users.ResetAPIKeys(x) }))

	create := datto.CreateVariableRequest{Name: "backupKey", Value: datto.NewSecret("fixture-variable-value"), Masked: new(true)}
	update := datto.UpdateVariableRequest{Name: "backupKey", Value: datto.NewSecret("")}
	const created, updated = `{"name":"backupKey","value":"fixture-variable-value","masked":true}`, `{"name":"backupKey","value":""}`
	add(fixtureLists("Variables.List", "All", "/v2/account/variables", secondPage, "variables:variable",
		func(x ctx, c client) (*datto.Page[datto.Variable], error) { return c.Variables.List(x, second) },
		func(x ctx, c client) iter.Seq2[datto.Variable, error] { return c.Variables.All(x, nil) })...)
	add(fixtureLists("Variables.ListBySite", "AllBySite", "/v2/site/"+fixtureSite+"/variables", secondPage, "variables:variable",
		func(x ctx, c client) (*datto.Page[datto.Variable], error) {
			return c.Variables.ListBySite(x, fixtureSite, second)
		},
		func(x ctx, c client) iter.Seq2[datto.Variable, error] {
			return c.Variables.AllBySite(x, fixtureSite, nil)
		})...)
	add(
		fixtureVoid("Variables.Create", "PUT /v2/account/variable", created, func(x ctx, c client) error { return c.Variables.Create(x, create) }),
		fixtureVoid("Variables.CreateBySite", "PUT /v2/site/"+fixtureSite+"/variable", created,
			func(x ctx, c client) error { return c.Variables.CreateBySite(x, fixtureSite, create) }),
		fixtureVoid("Variables.Update", "POST /v2/account/variable/17", updated, func(x ctx, c client) error { return c.Variables.Update(x, 17, update) }),
		fixtureVoid("Variables.UpdateBySite", "POST /v2/site/"+fixtureSite+"/variable/17", updated,
			func(x ctx, c client) error { return c.Variables.UpdateBySite(x, fixtureSite, 17, update) }),
		fixtureVoid("Variables.Delete", "DELETE /v2/account/variable/17", "", func(x ctx, c client) error { return c.Variables.Delete(x, 17) }),
		fixtureVoid("Variables.DeleteBySite", "DELETE /v2/site/"+fixtureSite+"/variable/17", "",
			func(x ctx, c client) error { return c.Variables.DeleteBySite(x, fixtureSite, 17) }),
	)
	return calls
}

func TestFixturesCoverEveryMethod(t *testing.T) {
	covered := map[string]bool{}
	for _, name := range fixtureComposites {
		covered[name] = true
	}
	for _, call := range fixtureCalls(t) {
		covered[call.method] = true
	}
	for _, m := range fixtureMethods(t) {
		assert.True(t, covered[m.name], "%s has no fixture", m.name)
	}
}

// Each method sends exactly what the API takes and decodes what it gives.
func TestCallsOnTheWire(t *testing.T) {
	for _, call := range fixtureCalls(t) {
		statuses := []int{http.StatusOK}
		if call.answer == "" {
			statuses = append(statuses, http.StatusNoContent)
		}
		for _, status := range statuses {
			t.Run(call.method, func(t *testing.T) {
				client, mock := fixtureClient(t)
				mock.answers(call.sends, status, fixtureAnswer(t, call.answer))
				got, err := call.call(t.Context(), client)
				require.NoError(t, err)

				require.Len(t, mock.sent(), 1)
				sent := mock.sent()[0]
				method, target, _ := strings.Cut(call.sends, " ")
				assert.Equal(t, method, sent.method)
				assert.Equal(t, "/api"+target, sent.target)
				assert.Equal(t, "application/json", sent.header.Get("Accept"))
				assert.Contains(t, sent.header.Get("User-Agent"), "datto-rmm-go/")
				if call.method == "System.GetStatus" {
					assert.Empty(t, sent.header.Get("Authorization"), "the status needs no token")
				} else {
					assert.Equal(t, "Bearer fixture-token", sent.header.Get("Authorization"))
				}
				if call.body == "" {
					assert.Empty(t, sent.body)
					assert.Empty(t, sent.header.Get("Content-Type"))
					assert.NotContains(t, sent.wire, "Transfer-Encoding")
					if method == http.MethodPost || method == http.MethodPut {
						assert.Contains(t, sent.wire, "Content-Length: 0\r\n", "an empty body is announced as such")
					}
				} else {
					assert.JSONEq(t, call.body, sent.body)
					assert.Equal(t, "application/json; charset=utf-8", sent.header.Get("Content-Type"))
				}
				if call.answer != "" {
					fixtureCheck(t, got)
				}
			})
		}
	}
}

// fixtureCheck compares what was decoded with the fixture it came from. Of a list
// it takes the only row.
func fixtureCheck(t *testing.T, got any) {
	t.Helper()
	v := reflect.Indirect(reflect.ValueOf(got))
	if items := v; v.Kind() == reflect.Struct && v.FieldByName("Items").IsValid() {
		assert.Equal(t, new(1), v.FieldByName("Total").Interface())
		assert.Empty(t, v.FieldByName("Next").String())
		items = v.FieldByName("Items")
		require.Equal(t, 1, items.Len())
		v = items.Index(0)
	} else if v.Kind() == reflect.Slice {
		require.Equal(t, 1, v.Len())
		v = v.Index(0)
	}
	at := func(ms int64) datto.Timestamp { return datto.Timestamp{Time: time.UnixMilli(ms).UTC()} }
	switch row := v.Interface().(type) {
	case datto.Account:
		assert.Equal(t, "billing@example.invalid", row.Descriptor.BillingEmail, "the wire spells it bilingEmail")
		assert.Equal(t, new(int64(1249)), row.DevicesStatus.NumberOfDevices)
	case datto.ActivityLog:
		assert.True(t, row.Date.Equal(time.Date(2026, time.August, 25, 8, 6, 55, 440_000_000, time.UTC)), "seconds with a fraction: %s", row.Date)
		assert.Equal(t, datto.ActivityEntityDevice, row.Entity)
		assert.Equal(t, "Alex", row.User.FirstName)
		details, err := row.DetailsMap()
		require.NoError(t, err)
		assert.Contains(t, details, "job.uid")
	case datto.Alert:
		assert.Equal(t, at(1787643495000), row.Timestamp)
		assert.True(t, row.ResolvedOn.IsZero())
		disk, err := datto.AlertContextAs[datto.DiskUsageContext](row.AlertContext)
		require.NoError(t, err)
		assert.Equal(t, "C:", disk.DiskName)
		assert.Equal(t, datto.DiskUsageUnitFree, disk.UnitOfMeasure)
		assert.Equal(t, "Disk C: 4 % free of 237.8 GiB", row.AlertContext.Summary(), "the sizes are in KB")
	case datto.APIKeyPair:
		assert.Equal(t, "fixture-secret-key", row.APISecretKey.Reveal())
	case datto.Component:
		assert.Nil(t, row.CredentialsRequired, "null is not false")
		assert.Equal(t, "30", row.Variables[0].DefaultVal)
	case datto.Device:
		assert.Equal(t, "EX-NB-01", row.Hostname)
		assert.Equal(t, at(1787643495000), row.LastSeen)
		assert.Nil(t, row.RebootRequired, "null is not false")
		assert.Equal(t, new(false), row.Suspended)
		assert.Equal(t, 2, row.UDF.Len(), "unset fields take no memory")
		last, _ := row.UDF.Get(300)
		assert.Equal(t, "fixture-last-field", last)
		assert.Equal(t, datto.Date{Year: 2030, Month: time.June, Day: 30}, row.WarrantyDate)
	case datto.DeviceV3:
		assert.Equal(t, "rack 7", row.UDFs[0].ValueString.Reveal())
		assert.Equal(t, new(2.5), row.UDFs[1].ValueNumber)
	case datto.DeviceAudit:
		assert.EqualValues(t, 17179869184, *row.SystemInfo.TotalPhysicalMemory)
		assert.EqualValues(t, 255318814720, *row.LogicalDisks[0].Size, "a number in a text")
	case datto.DeviceNetworkInterface:
		assert.Equal(t, "00:00:5E:00:53:01", row.NICs[0].MACAddress)
	case datto.DnetSiteMapping:
		assert.Equal(t, "deleted-devices-fixture", row.UID, "no UUID")
		assert.Equal(t, []int64{4412, 4413}, row.DattoNetworkingNetworkIds)
	case datto.ESXiHostAudit:
		assert.Equal(t, "EX-DC01", row.Guests[0].GuestName)
	case datto.Filter:
		assert.Equal(t, at(1700000000000), row.DateCreate)
		assert.True(t, row.LastUpdated.IsZero())
	case datto.Job:
		assert.Equal(t, at(1787645200000), row.DateCreated)
		assert.Equal(t, datto.JobStatusActive, row.Status)
	case datto.JobComponent:
		assert.Equal(t, "fixture-variable-value", row.Variables[0].Value.Reveal())
	case datto.JobOutput:
		assert.Equal(t, "412 MB freed\r\n", row.StdData)
	case datto.JobResults:
		assert.Equal(t, datto.JobDeploymentStatusSuccess, row.JobDeploymentStatus)
		assert.Equal(t, at(1787645210000), row.RanOn)
	case datto.Pagination:
		assert.Equal(t, new(int32(250)), row.Max)
	case datto.Patch:
		assert.Equal(t, datto.PatchInstallStatusInstalled, row.InstallStatus)
		assert.Equal(t, new(false), row.ManualOverride)
	case datto.PrinterAudit:
		assert.Equal(t, "40", row.PrinterMarkerSupplies[0].SuppliesLevel)
	case datto.QuickJob:
		assert.Equal(t, fixtureJob, row.Job.UID)
	case datto.RequestRate:
		assert.Equal(t, new(0.9), row.AccountCutOffRatio)
		assert.Equal(t, new(int32(100)), row.OperationWriteStatus["device-move"].Limit)
	case datto.Site:
		assert.Equal(t, "29683590", row.AutotaskCompanyID)
		assert.Empty(t, row.Notes)
		assert.Equal(t, new(int64(41)), row.DevicesStatus.NumberOfDevices)
	case datto.SitePatch:
		assert.Equal(t, new(int64(17)), row.TotalDevices)
	case datto.SiteSettings:
		assert.Equal(t, "fixture-proxy-password", row.ProxySettings.Password.Reveal())
		assert.Equal(t, new(true), row.MailRecipients[0].ReceivesAlerts)
	case datto.Software:
		assert.Equal(t, datto.Software{Name: "7-Zip 24.09 (x64)", Version: "24.09"}, row)
	case datto.SystemStatus:
		assert.Equal(t, at(1787000000000), row.Started)
	case datto.User:
		assert.True(t, row.LastAccess.IsZero(), "the year 1 means never")
		assert.Equal(t, "alex@example.invalid", row.Email)
	case datto.Variable:
		assert.Equal(t, int64(17), row.ID)
		assert.Equal(t, "fixture-variable-value", row.Value.Reveal())
	default:
		assert.Fail(t, "no check for this type", "%T", row)
	}
}
