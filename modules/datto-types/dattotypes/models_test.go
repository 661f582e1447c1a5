package dattotypes_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

func decodeRow[T any](t *testing.T, data string) T {
	t.Helper()
	var row T
	require.NoError(t, json.Unmarshal([]byte(data), &row))
	return row
}

func instant(milliseconds int64) dattotypes.Timestamp {
	return dattotypes.Timestamp{Time: time.UnixMilli(milliseconds).UTC()}
}

func TestDecodeWorkstation(t *testing.T) {
	t.Parallel()
	udfs := string(wireUDFs(300, map[int]string{1: "Rack 4", 30: "", 300: "last"}))
	device := decodeRow[dattotypes.Device](t, `{
		"id":1234567,"uid":"7c1d9f60-0000-4000-8000-000000000001","siteId":77,"siteUid":"7c1d9f60-0000-4000-8000-0000000000aa","siteName":"Example GmbH",
		"deviceType":{"category":"Laptop","type":"Notebook"},"hostname":"EX-NB-01","intIpAddress":"192.0.2.10","operatingSystem":"Microsoft Windows 11 Pro 10.0.26100",
		"lastLoggedInUser":"EX\\jane","domain":"ex.local","cagVersion":"4.4.2270","displayVersion":"4.4.2270.2270","extIpAddress":"198.51.100.4","description":"NB 1",
		"a64Bit":true,"rebootRequired":false,"online":true,"suspended":false,"deleted":false,"lastSeen":1787643495000,"lastReboot":1787000000123,
		"lastAuditDate":1787600000000,"creationDate":1600000000000,"udf":`+udfs+`,"snmpEnabled":false,"deviceClass":"device",
		"portalUrl":"https://example.invalid/device/1234567","warrantyDate":"2027-03-31",
		"antivirus":{"antivirusProduct":"Windows Defender","antivirusStatus":"RunningAndUpToDate"},
		"patchManagement":{"patchStatus":"FullyPatched","patchesApprovedPending":0,"patchesNotApproved":3,"patchesInstalled":212},
		"softwareStatus":"Compliant","webRemoteUrl":"https://example.invalid/remote/1234567","networkProbe":false,"onboardedViaNetworkMonitor":false,
		"fieldOfTomorrow":{"a":[1,2]}}`)
	assert.EqualValues(t, 1234567, device.ID)
	assert.Equal(t, "Laptop", device.DeviceType.Category)
	assert.Equal(t, dattotypes.DeviceClassDevice, device.DeviceClass)
	assert.Equal(t, instant(1787643495000), device.LastSeen)
	assert.Equal(t, instant(1787000000123), device.LastReboot)
	assert.Equal(t, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}, device.WarrantyDate)
	assert.Equal(t, dattotypes.AntivirusStatusRunningAndUpToDate, device.Antivirus.AntivirusStatus)
	assert.Equal(t, dattotypes.PatchStatusFullyPatched, device.PatchManagement.PatchStatus)
	require.NotNil(t, device.PatchManagement.PatchesApprovedPending, "no patches pending is not unknown")
	assert.Zero(t, *device.PatchManagement.PatchesApprovedPending)
	assert.Equal(t, new(false), device.RebootRequired)
	assert.Equal(t, map[int]string{1: "Rack 4", 30: "", 300: "last"}, values(device.UDF))

	encoded, err := json.Marshal(device)
	require.NoError(t, err)
	assert.Equal(t, device, decodeRow[dattotypes.Device](t, string(encoded)))
}

// facts 6.1: printers, hosts and network devices have nearly nothing; strict clients failed whole syncs over one.
func TestDecodeNullHeavyPrinter(t *testing.T) {
	t.Parallel()
	device := decodeRow[dattotypes.Device](t, `{
		"id":2,"uid":"p-1","siteId":77,"siteUid":"s-1","siteName":"Example GmbH","deviceType":{"category":"Printer","type":null},"hostname":"PRN-1",
		"intIpAddress":"192.0.2.20","operatingSystem":null,"lastLoggedInUser":null,"domain":null,"cagVersion":null,"displayVersion":null,"extIpAddress":null,
		"description":"","a64Bit":null,"rebootRequired":null,"online":true,"suspended":null,"deleted":null,"lastSeen":1787643495000,"lastReboot":null,
		"lastAuditDate":-62135596800000,"creationDate":null,"udf":null,"snmpEnabled":true,"deviceClass":"printer","portalUrl":null,"warrantyDate":null,
		"antivirus":null,"patchManagement":null,"softwareStatus":null,"webRemoteUrl":null,"networkProbe":null,"onboardedViaNetworkMonitor":null}`)
	assert.Equal(t, dattotypes.Device{
		ID: 2, UID: "p-1", SiteID: 77, SiteUID: "s-1", SiteName: "Example GmbH", DeviceType: &dattotypes.DeviceType{Category: "Printer"}, Hostname: "PRN-1",
		IntIPAddress: "192.0.2.20", Online: new(true), LastSeen: instant(1787643495000), SNMPEnabled: new(true), DeviceClass: dattotypes.DeviceClassPrinter,
	}, device)
}

func TestDecodeDeviceWithISOTimesAndWithoutUDF(t *testing.T) {
	t.Parallel()
	device := decodeRow[dattotypes.Device](t, `{"uid":"d-1","lastSeen":"2026-08-25T07:26:00Z","creationDate":"1600000000000","warrantyDate":1806451200000}`)
	assert.Equal(t, "2026-08-25T07:26:00Z", device.LastSeen.String())
	assert.Equal(t, instant(1600000000000), device.CreationDate)
	assert.Equal(t, "2027-03-31", device.WarrantyDate.String())
	assert.True(t, device.UDF.IsZero())
}

func TestDecodeUnknownEnumValues(t *testing.T) {
	t.Parallel()
	device := decodeRow[dattotypes.Device](t, `{"deviceClass":"rmmtoaster","antivirus":{"antivirusStatus":"Sleeping"},"patchManagement":{"patchStatus":"Half"}}`)
	assert.Equal(t, dattotypes.DeviceClass("rmmtoaster"), device.DeviceClass)
	assert.Equal(t, dattotypes.AntivirusStatus("Sleeping"), device.Antivirus.AntivirusStatus)
	assert.Equal(t, dattotypes.PatchStatus("Half"), device.PatchManagement.PatchStatus)
	alert := decodeRow[dattotypes.Alert](t, `{"priority":"Apocalyptic","responseActions":[{"actionType":"PIGEON_SENT"}]}`)
	assert.Equal(t, dattotypes.AlertPriority("Apocalyptic"), alert.Priority)
	assert.Equal(t, dattotypes.ResponseActionType("PIGEON_SENT"), alert.ResponseActions[0].ActionType)
}

func TestDecodeSite(t *testing.T) {
	t.Parallel()
	site := decodeRow[dattotypes.Site](t, `{"id":77,"uid":"not-a-uuid","accountUid":"a-1","name":"Deleted Devices","description":"","notes":null,"onDemand":false,
		"splashtopAutoInstall":true,"proxySettings":null,"devicesStatus":{"numberOfDevices":3,"numberOfOnlineDevices":1,"numberOfOfflineDevices":2},
		"autotaskCompanyName":null,"autotaskCompanyId":"4711","portalUrl":"https://example.invalid/site/77"}`)
	assert.Equal(t, "not-a-uuid", site.UID, "the site of deleted devices has no well-formed UUID")
	assert.Equal(t, "4711", site.AutotaskCompanyID)
	assert.Nil(t, site.ProxySettings)
	require.NotNil(t, site.DevicesStatus)
	assert.Equal(t, new(false), site.OnDemand)

	site = decodeRow[dattotypes.Site](t, `{"uid":"s-1","proxySettings":{"host":"proxy","port":8080,"type":"socks5","username":"u","password":"`+canary+`"}}`)
	require.NotNil(t, site.ProxySettings)
	assert.Equal(t, canary, site.ProxySettings.Password.Reveal())
	assert.Equal(t, dattotypes.ProxyTypeSOCKS5, site.ProxySettings.Type)
	encoded, err := json.Marshal(site)
	require.NoError(t, err)
	assert.Equal(t, site, decodeRow[dattotypes.Site](t, string(encoded)))
}

func TestDecodeAlert(t *testing.T) {
	t.Parallel()
	alert := decodeRow[dattotypes.Alert](t, `{"alertUid":"a-1","priority":"Moderate","diagnostics":"&lrm;C: is full","resolved":false,"resolvedBy":null,"resolvedOn":null,
		"muted":false,"ticketNumber":null,"timestamp":1787643495000,"alertMonitorInfo":{"sendsEmails":true,"createsTicket":null},
		"alertContext":{"@class":"perf_disk_usage_ctx","diskName":"C:","totalVolume":2.49369792E8,"freeSpace":9974791,"unitOfMeasure":"FREE","diskNameDesignation":null},
		"alertSourceInfo":{"deviceUid":"d-1","deviceName":"PC-1","siteUid":"s-1","siteName":"Example GmbH"},
		"responseActions":[{"actionTime":1787643496000,"actionType":"EMAIL_SENT","description":null,"actionReference":null,"actionReferenceInt":null}],
		"autoresolveMins":null,"fieldOfTomorrow":1}`)
	assert.Equal(t, dattotypes.AlertPriorityModerate, alert.Priority)
	assert.Equal(t, instant(1787643495000), alert.Timestamp)
	assert.True(t, alert.ResolvedOn.IsZero())
	assert.Nil(t, alert.AutoresolveMins)
	assert.Equal(t, "d-1", alert.AlertSourceInfo.DeviceUID)
	assert.Equal(t, instant(1787643496000), alert.ResponseActions[0].ActionTime)
	assert.Equal(t, "Disk C: 4 % free of 237.8 GiB", alert.AlertContext.Summary())

	encoded, err := json.Marshal(alert)
	require.NoError(t, err)
	assert.Equal(t, "Disk C: 4 % free of 237.8 GiB", decodeRow[dattotypes.Alert](t, string(encoded)).AlertContext.Summary())

	alert = decodeRow[dattotypes.Alert](t, `{"alertUid":"a-2","alertContext":null,"responseActions":null,"alertSourceInfo":null}`)
	assert.Equal(t, dattotypes.Alert{AlertUID: "a-2"}, alert)
}

// facts 6.7: sizes are numbers, sometimes in strings.
func TestDecodeDiskSizes(t *testing.T) {
	t.Parallel()
	audit := decodeRow[dattotypes.DeviceAudit](t, `{"systemInfo":{"totalPhysicalMemory":17066135552},
		"logicalDisks":[{"diskIdentifier":"C:","size":"255354466304","freespace":10214186598},{"diskIdentifier":"D:","size":null}]}`)
	assert.Equal(t, "15.9 GiB", audit.SystemInfo.TotalPhysicalMemory.String())
	assert.Equal(t, dattotypes.Bytes(255354466304), *audit.LogicalDisks[0].Size)
	assert.Equal(t, dattotypes.Bytes(10214186598), *audit.LogicalDisks[0].Freespace)
	assert.Nil(t, audit.LogicalDisks[1].Size)
}

// facts 6.8 and 7: what clears a field has to be sent.
func TestEncodeRequestsThatClear(t *testing.T) {
	t.Parallel()
	encoded, err := json.Marshal(dattotypes.SetWarrantyRequest{})
	require.NoError(t, err)
	assert.JSONEq(t, `{"warrantyDate":null}`, string(encoded))
	encoded, err = json.Marshal(dattotypes.UpdateVariableRequest{Name: "v"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"v","value":""}`, string(encoded))
	encoded, err = json.Marshal(dattotypes.UpdateSiteRequest{Name: "s", Notes: new("")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"s","notes":""}`, string(encoded))
}

// Null is everywhere on the wire: each member of each model that stands in an answer decodes from it, to its zero value.
func TestDecodeNullMembers(t *testing.T) {
	t.Parallel()
	for _, model := range []any{
		dattotypes.Device{},
		dattotypes.Site{},
		dattotypes.Alert{},
		dattotypes.ActivityLog{},
		dattotypes.DeviceAudit{},
		dattotypes.ESXiHostAudit{},
		dattotypes.PrinterAudit{},
		dattotypes.User{},
		dattotypes.Variable{},
		dattotypes.Component{},
		dattotypes.Filter{},
		dattotypes.Job{},
		dattotypes.JobResults{},
		dattotypes.QuickJob{},
		dattotypes.Patch{},
		dattotypes.SitePatch{},
		dattotypes.Software{},
		dattotypes.SiteSettings{},
		dattotypes.Account{},
		dattotypes.SystemStatus{},
		dattotypes.RequestRate{},
		dattotypes.Pagination{},
		dattotypes.PageDetails{},
		dattotypes.DevicesPage{},
		dattotypes.DnetSiteMapping{},
		dattotypes.DeviceNetworkInterface{},
		dattotypes.APIKeyPair{},
		dattotypes.DeviceV3{},
		dattotypes.ErrorResponse{},
	} {
		structure := reflect.TypeOf(model)
		var members []string
		for field := range structure.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			members = append(members, fmt.Sprintf("%q:null", name))
		}
		decoded := reflect.New(structure)
		require.NoError(t, json.Unmarshal([]byte("{"+strings.Join(members, ",")+"}"), decoded.Interface()), structure)
		assert.Equal(t, model, decoded.Elem().Interface())
	}
}

// Each context that the contract describes must have a view, and a case in the table of contexts.
func TestEveryContextHasAView(t *testing.T) {
	t.Parallel()
	var described, tested []string
	for name := range models(t) {
		if strings.HasSuffix(name, "Context") {
			described = append(described, name)
		}
	}
	for _, test := range contexts {
		tested = append(tested, reflect.TypeOf(test.view).Elem().Name())
	}
	slices.Sort(described)
	slices.Sort(tested)
	assert.Equal(t, described, tested)
}

// encoding/json takes names that differ only in case for the same.
func TestNoModelHasMembersThatDifferInCaseOnly(t *testing.T) {
	t.Parallel()
	for model, structure := range models(t) {
		seen := map[string]bool{}
		for _, field := range structure.Fields.List {
			tag, err := strconv.Unquote(field.Tag.Value)
			require.NoError(t, err)
			name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
			require.NotEmpty(t, name, model)
			folded := strings.ToLower(name)
			assert.False(t, seen[folded] && model != "SNMPProbeContext", "%s.%s", model, name)
			seen[folded] = true
		}
	}
}

// models are the generated structs, by name.
func models(t *testing.T) map[string]*ast.StructType {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "models.gen.go", nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	structures := map[string]*ast.StructType{}
	ast.Inspect(file, func(node ast.Node) bool {
		if named, ok := node.(*ast.TypeSpec); ok {
			if structure, ok := named.Type.(*ast.StructType); ok {
				structures[named.Name.Name] = structure
			}
		}
		return true
	})
	require.Greater(t, len(structures), 100)
	return structures
}

func BenchmarkDeviceDecode(b *testing.B) {
	data := []byte(`{"id":1234567,"uid":"7c1d9f60-0000-4000-8000-000000000001","siteUid":"7c1d9f60-0000-4000-8000-0000000000aa","hostname":"EX-NB-01","online":true,` +
		`"lastSeen":1787643495000,"lastReboot":1787000000123,"lastAuditDate":1787600000000,"creationDate":1600000000000,"udf":` +
		string(wireUDFs(300, map[int]string{1: "a", 2: "b", 17: "some text", 30: "2026-08-25"})) + `}`)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var device dattotypes.Device
		if err := json.Unmarshal(data, &device); err != nil {
			b.Fatal(err)
		}
	}
}
