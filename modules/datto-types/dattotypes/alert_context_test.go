package dattotypes_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// contexts has one context of each class, as the API sends it.
var contexts = []struct {
	data    string
	aliases []string // other names of the class
	view    any
	summary string
}{
	{
		data:    `{"@class":"antivirus_ctx","status":"NOTRUNNING","productName":"Windows Defender"}`,
		aliases: []string{"AntivirusContext"},
		view:    &dattotypes.AntivirusContext{Class: "antivirus_ctx", Status: dattotypes.AntivirusContextStatusNotRunning, ProductName: "Windows Defender"},
		summary: "Antivirus Windows Defender is NOTRUNNING",
	},
	{
		data: `{"@class":"eventlog_ctx","logName":"System","code":"41","type":"ERROR","source":"Kernel-Power","description":"The system\r\nhas rebooted",` +
			`"triggerCount":3,"lastTriggered":1787643495000,"causedSuspension":false}`,
		aliases: []string{"EventLogContext"},
		view: &dattotypes.EventLogContext{
			Class: "eventlog_ctx", LogName: "System", Code: "41", Type: "ERROR", Source: "Kernel-Power", Description: "The system\r\nhas rebooted",
			TriggerCount: new(int32(3)), LastTriggered: dattotypes.Timestamp{Time: time.Unix(1787643495, 0).UTC()}, CausedSuspension: new(false),
		},
		summary: "Event 41 (ERROR) in System from Kernel-Power: The system has rebooted",
	},
	{
		data:    `{"@class":"comp_script_ctx","samples":{"Zulu":"Backup failed","Alpha":"second"}}`,
		aliases: []string{"ScriptContext"},
		view:    &dattotypes.ScriptContext{Class: "comp_script_ctx", Samples: map[string]string{"Zulu": "Backup failed", "Alpha": "second"}},
		summary: "Backup failed",
	},
	{
		data:    `{"@class":"fs_object_ctx","sample":12.5,"threshold":10,"path":"C:\\Temp","objectType":"DIRECTORY","condition":"ABOVE_THRESHOLD"}`,
		aliases: []string{"filesystem_ctx", "FileSystemContext"},
		view: &dattotypes.FileSystemContext{
			Class: "fs_object_ctx", Sample: new(12.5), Threshold: new(10.0), Path: `C:\Temp`,
			ObjectType: dattotypes.FileSystemObjectTypeDirectory, Condition: dattotypes.FileSystemConditionAboveThreshold,
		},
		summary: `Directory C:\Temp: ABOVE_THRESHOLD (sample 12.5 threshold 10)`,
	},
	{
		data:    `{"@class":"online_offline_status_ctx","status":"OFFLINE"}`,
		aliases: []string{"OnlineOfflineStatusContext"},
		view:    &dattotypes.OnlineOfflineStatusContext{Class: "online_offline_status_ctx", Status: dattotypes.OnlineStatusOffline},
		summary: "Device is OFFLINE",
	},
	{
		data:    `{"@class":"patch_ctx","patchUid":"p-1","policyUid":"q-1","result":"FAILED","info":"KB5000001"}`,
		aliases: []string{"PatchContext"},
		view:    &dattotypes.PatchContext{Class: "patch_ctx", PatchUID: "p-1", PolicyUID: "q-1", Result: "FAILED", Info: "KB5000001"},
		summary: "Patch FAILED: KB5000001",
	},
	{
		data:    `{"@class":"perf_disk_usage_ctx","diskName":"C:","totalVolume":2.49369792E8,"freeSpace":9974791.5,"unitOfMeasure":"PERCENT","diskNameDesignation":"SINGLE_VOLUME"}`,
		aliases: []string{"disk_usage_ctx", "DiskUsageContext"},
		view: &dattotypes.DiskUsageContext{
			Class: "perf_disk_usage_ctx", DiskName: "C:", TotalVolume: new(249369792.0), FreeSpace: new(9974791.5),
			UnitOfMeasure: dattotypes.DiskUsageUnitPercent, DiskNameDesignation: dattotypes.DiskNameDesignationSingleVolume,
		},
		summary: "Disk C: 4 % free of 237.8 GiB",
	},
	{
		data:    `{"@class":"perf_mon_ctx","value":97.25}`,
		aliases: []string{"windows_performance_ctx", "WindowsPerformanceContext"},
		view:    &dattotypes.WindowsPerformanceContext{Class: "perf_mon_ctx", Value: new(97.25)},
		summary: "Performance counter: 97.2",
	},
	{
		data:    `{"@class":"perf_resource_usage_ctx","percentage":97.0,"type":"MEMORY"}`,
		view:    &dattotypes.PerformanceResourceUsageContext{Class: "perf_resource_usage_ctx", Percentage: new(97.0), Type: dattotypes.ResourceTypeMemory},
		summary: "MEMORY at 97 %",
	},
	{
		data:    `{"@class":"process_resource_usage_ctx","processName":"chrome.exe","sample":93.5,"type":"CPU"}`,
		aliases: []string{"resource_usage_ctx", "ResourceUsageContext"},
		view:    &dattotypes.ResourceUsageContext{Class: "process_resource_usage_ctx", ProcessName: "chrome.exe", Sample: new(93.5), Type: dattotypes.ResourceTypeCPU},
		summary: "Process chrome.exe: CPU at 93.5",
	},
	{
		data:    `{"@class":"process_status_ctx","processName":"sqlservr.exe","status":"STOPPED"}`,
		aliases: []string{"status_ctx", "StatusContext"},
		view:    &dattotypes.StatusContext{Class: "process_status_ctx", ProcessName: "sqlservr.exe", Status: dattotypes.ProcessStatusStopped},
		summary: "Process sqlservr.exe is STOPPED",
	},
	{
		data:    `{"@class":"srvc_status_ctx","serviceName":"Spooler","status":"STOPPED"}`,
		view:    &dattotypes.ServiceStatusContext{Class: "srvc_status_ctx", ServiceName: "Spooler", Status: "STOPPED"},
		summary: "Service Spooler is STOPPED",
	},
	{
		data:    `{"@class":"srvc_resource_usage_ctx","serviceName":"wuauserv","sample":81,"type":"CPU"}`,
		view:    &dattotypes.ServiceResourceUsageContext{Class: "srvc_resource_usage_ctx", ServiceName: "wuauserv", Sample: new(81.0), Type: "CPU"},
		summary: "Service wuauserv: CPU at 81",
	},
	{
		data:    `{"@class":"ping_ctx","instanceName":"192.0.2.7","roundtripTime":120,"reasons":["slow","jitter"]}`,
		aliases: []string{"PingContext"},
		view:    &dattotypes.PingContext{Class: "ping_ctx", InstanceName: "192.0.2.7", RoundtripTime: new(int32(120)), Reasons: []string{"slow", "jitter"}},
		summary: "Ping 192.0.2.7: 120 ms slow, jitter",
	},
	{
		data:    `{"@class":"sw_action_ctx","packageName":"7-Zip","actionType":"VERSION_CHANGED","prevVersion":"23.01","version":"24.09"}`,
		aliases: []string{"action_ctx", "ActionContext"},
		view: &dattotypes.ActionContext{
			Class: "sw_action_ctx", PackageName: "7-Zip", ActionType: dattotypes.SoftwareActionVersionChanged, PrevVersion: "23.01", Version: "24.09",
		},
		summary: "Software 7-Zip: VERSION_CHANGED from 23.01 to 24.09",
	},
	{
		data: `{"@class":"sec_management_ctx","status":2,"productName":"Defender","infoTime":1787643,"virusName":"EICAR","infectedFiles":["a.exe","b.exe"],` +
			`"productNotUpdatedForDays":4,"systemRemainsInfectedForHours":5,"expiryLicenseForDays":0}`,
		aliases: []string{"security_management_ctx", "SecurityManagementContext"},
		view: &dattotypes.SecurityManagementContext{
			Class: "sec_management_ctx", Status: new(int32(2)), ProductName: "Defender", InfoTime: new(int32(1787643)), VirusName: "EICAR",
			InfectedFiles: []string{"a.exe", "b.exe"}, ProductNotUpdatedForDays: new(int32(4)), SystemRemainsInfectedForHours: new(int32(5)), ExpiryLicenseForDays: new(int32(0)),
		},
		summary: "Security Defender: virus EICAR, infected files: 2, not updated for 4 days, infected for 5 hours",
	},
	{
		data:    `{"@class":"custom_snmp_ctx","displayName":"Toner","currentValue":"3","monitorInstance":"black"}`,
		aliases: []string{"CustomSNMPContext"},
		view:    &dattotypes.CustomSNMPContext{Class: "custom_snmp_ctx", DisplayName: "Toner", CurrentValue: "3", MonitorInstance: "black"},
		summary: "SNMP Toner black: 3",
	},
	{
		data:    `{"@class":"wmi_ctx","value":"Degraded"}`,
		aliases: []string{"WmiContext"},
		view:    &dattotypes.WMIContext{Class: "wmi_ctx", Value: "Degraded"},
		summary: "WMI: Degraded",
	},
	{
		data:    `{"@class":"endpoint_security_threat_ctx","esAlertId":"e-1","description":"Threat found"}`,
		aliases: []string{"EndpointSecurityThreatContext"},
		view:    &dattotypes.EndpointSecurityThreatContext{Class: "endpoint_security_threat_ctx", EsAlertID: "e-1", Description: "Threat found"},
		summary: "Endpoint security: Threat found",
	},
	{
		data:    `{"@class":"endpoint_security_windows_defender_ctx","esAlertId":"e-2","description":"Threat found"}`,
		aliases: []string{"EndpointSecurityWindowsDefenderContext"},
		view:    &dattotypes.EndpointSecurityWindowsDefenderContext{Class: "endpoint_security_windows_defender_ctx", EsAlertID: "e-2", Description: "Threat found"},
		summary: "Windows Defender: Threat found",
	},
	{
		data: `{"@class":"ransomware_ctx","state":1,"confidenceFactor":95,"affectedDirectories":["C:\\Users"],"watchPaths":["C:\\"],"rwextension":".locked",` +
			`"metaAlertTime":"2026-08-25T07:26:00Z","alertTime":1787643495000}`,
		aliases: []string{"RansomWareContext"},
		view: &dattotypes.RansomWareContext{
			Class: "ransomware_ctx", State: new(int32(1)), ConfidenceFactor: new(int32(95)), AffectedDirectories: []string{`C:\Users`}, WatchPaths: []string{`C:\`},
			Rwextension: ".locked", MetaAlertTime: dattotypes.Timestamp{Time: time.Date(2026, time.August, 25, 7, 26, 0, 0, time.UTC)},
			AlertTime: dattotypes.Timestamp{Time: time.Unix(1787643495, 0).UTC()},
		},
		summary: `Ransomware .locked: C:\Users`,
	},
	{
		data:    `{"@class":"disk_health_ctx","reason":"SMART failure predicted","type":"DISKHEALTH"}`,
		aliases: []string{"DiskHealthContext"},
		view:    &dattotypes.DiskHealthContext{Class: "disk_health_ctx", Reason: "SMART failure predicted", Type: dattotypes.ResourceTypeDiskHealth},
		summary: "Disk health: SMART failure predicted",
	},
	{
		data:    `{"@class":"fan_ctx","reason":"Fan 2 stopped","type":"FAN"}`,
		aliases: []string{"FanContext"},
		view:    &dattotypes.FanContext{Class: "fan_ctx", Reason: "Fan 2 stopped", Type: dattotypes.ResourceTypeFan},
		summary: "Fan: Fan 2 stopped",
	},
	{
		data:    `{"@class":"psu_ctx","reason":"Input lost","type":"PSU"}`,
		aliases: []string{"PsuContext"},
		view:    &dattotypes.PSUContext{Class: "psu_ctx", Reason: "Input lost", Type: dattotypes.ResourceTypePSU},
		summary: "Power supply: Input lost",
	},
	{
		data:    `{"@class":"temperature_ctx","degree":81.5,"type":"CPU"}`,
		aliases: []string{"TemperatureContext"},
		view:    &dattotypes.TemperatureContext{Class: "temperature_ctx", Degree: new(81.5), Type: dattotypes.ResourceTypeCPU},
		summary: "Temperature at 81.5 of CPU",
	},
	{
		data:    `{"@class":"backup_management_ctx","errorMessage":"No space","timeout":30}`,
		aliases: []string{"BackupManagementContext"},
		view:    &dattotypes.BackupManagementContext{Class: "backup_management_ctx", ErrorMessage: "No space", Timeout: new(int32(30))},
		summary: "Backup: No space",
	},
	{
		data: `{"@class":"snmp_probe_ctx","ipAddress":"192.0.2.9","OID":"1.3.6.1.2.1.1.3.0","ruleName":"uptime","responseValue":"12","deviceName":"switch-1",` +
			`"monitorName":"Core","oid":"1.3.6.1.2.1.1.5.0"}`,
		aliases: []string{"SNMPProbeContext"},
		view: &dattotypes.SNMPProbeContext{
			Class: "snmp_probe_ctx", IPAddress: "192.0.2.9", OID: "1.3.6.1.2.1.1.3.0", RuleName: "uptime", ResponseValue: "12", DeviceName: "switch-1",
			MonitorName: "Core", OIDLower: "1.3.6.1.2.1.1.5.0",
		},
		summary: "SNMP Core uptime on switch-1 OID 1.3.6.1.2.1.1.3.0: 12",
	},
	{
		data:    `{"@class":"printer_ctx","ipAddress":"192.0.2.20","macAddress":"001122334455","markerSupplyIndex":1,"currentLevel":4}`,
		aliases: []string{"PrinterContext"},
		view: &dattotypes.PrinterContext{
			Class: "printer_ctx", IPAddress: "192.0.2.20", MACAddress: "001122334455", MarkerSupplyIndex: new(int32(1)), CurrentLevel: new(int32(4)),
		},
		summary: "Printer 192.0.2.20: supply 1 at level 4",
	},
	{
		data:    `{"@class":"seccenter_ctx","productName":"Acme AV","alertType":"NOT_UPTODATE"}`,
		aliases: []string{"SecCenterContext"},
		view:    &dattotypes.SecCenterContext{Class: "seccenter_ctx", ProductName: "Acme AV", AlertType: dattotypes.SecCenterAlertTypeNotUpToDate},
		summary: "Security Center: Acme AV is NOT_UPTODATE",
	},
	{
		data:    `{"@class":"network_monitor_ctx","description":"Port 3 down"}`,
		aliases: []string{"NetworkMonitorContext"},
		view:    &dattotypes.NetworkMonitorContext{Class: "network_monitor_ctx", Description: "Port 3 down"},
		summary: "Network monitor: Port 3 down",
	},
}

func decodeContext(t *testing.T, data string) dattotypes.AlertContext {
	t.Helper()
	var decoded struct {
		AlertContext dattotypes.AlertContext `json:"alertContext"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"alertContext":`+data+`}`), &decoded))
	return decoded.AlertContext
}

func TestAlertContextOfEachClass(t *testing.T) {
	t.Parallel()
	for _, test := range contexts {
		alertContext := decodeContext(t, test.data)
		class := alertContext.Class()
		require.Contains(t, test.data, `"@class":"`+class+`"`)
		view, err := alertContext.View()
		require.NoError(t, err, class)
		assert.Equal(t, test.view, view, class)
		assert.Equal(t, test.summary, alertContext.Summary(), class)
		for _, alias := range test.aliases {
			other := decodeContext(t, strings.Replace(test.data, class, alias, 1))
			view, err := other.View()
			require.NoError(t, err, alias)
			assert.IsType(t, test.view, view, alias)
			assert.Equal(t, test.summary, other.Summary(), alias)
		}
	}
}

// Nothing in a context is certain: each class is summed up with every one of its members missing, null and of another type.
func TestAlertContextWithoutMembers(t *testing.T) {
	t.Parallel()
	for _, test := range contexts {
		var members map[string]any
		require.NoError(t, json.Unmarshal([]byte(test.data), &members))
		class, ok := members["@class"].(string)
		require.True(t, ok)
		bare := decodeContext(t, `{"@class":"`+class+`"}`)
		assert.Equal(t, class, bare.Summary(), "nothing is known but the class")
		view, err := bare.View()
		require.NoError(t, err)
		assert.IsType(t, test.view, view)
		for name := range members {
			if name == "@class" {
				continue
			}
			for _, replacement := range []any{nil, "", "text", 1.5, true, []any{}, []any{1, nil}, map[string]any{}, map[string]any{"a": nil}} {
				changed := maps.Clone(members)
				changed[name] = replacement
				encoded, err := json.Marshal(changed)
				require.NoError(t, err)
				alertContext := decodeContext(t, string(encoded))
				assert.NotEmpty(t, alertContext.Summary(), string(encoded))
				view, err := alertContext.View()
				assert.IsType(t, test.view, view, string(encoded))
				if err != nil {
					assert.Contains(t, err.Error(), `"`+name+`"`)
				}
			}
		}
	}
}

func TestAlertContextKeepsTheJSON(t *testing.T) {
	t.Parallel()
	data := `{ "b":1.50, "@class":"new_ctx",` + "\n" + `"a":"<&>\u00fc" }`
	alertContext := decodeContext(t, data)
	assert.Equal(t, "new_ctx", alertContext.Class())
	assert.Equal(t, data, string(alertContext.Raw()))
	encoded, err := alertContext.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, data, string(encoded))

	copy(alertContext.Raw(), "changed")
	copy(encoded, "changed")
	assert.Equal(t, data, string(alertContext.Raw()), "what is handed out is a copy")

	source := []byte(data)
	require.NoError(t, alertContext.UnmarshalJSON(source))
	copy(source, "changed")
	assert.Equal(t, data, string(alertContext.Raw()), "what is kept is a copy")
}

func TestAlertContextZero(t *testing.T) {
	t.Parallel()
	alertContext := decodeContext(t, `{"@class":"wmi_ctx"}`)
	require.NoError(t, json.Unmarshal([]byte(`null`), &alertContext))
	for _, zero := range []dattotypes.AlertContext{{}, alertContext, decodeContext(t, `null`)} {
		assert.True(t, zero.IsZero())
		assert.Empty(t, zero.Class())
		assert.Nil(t, zero.Raw())
		assert.Empty(t, zero.Summary())
		view, err := zero.View()
		require.NoError(t, err)
		assert.Nil(t, view)
		_, err = dattotypes.AlertContextAs[dattotypes.WMIContext](zero)
		require.ErrorIs(t, err, dattotypes.ErrAlertContextClass)
		encoded, err := json.Marshal(zero)
		require.NoError(t, err)
		assert.Equal(t, `null`, string(encoded))
	}
	encoded, err := json.Marshal(struct {
		AlertContext dattotypes.AlertContext `json:"alertContext,omitzero"`
	}{})
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(encoded))
}

func TestAlertContextOfUnknownOrMissingClass(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]struct {
		class, summary string
		view           dattotypes.GenericContext
	}{
		`{"@class":"new_ctx","size":9007199254740993,"name":"x","on":true,"none":null,"list":[1]}`: {
			"new_ctx", "new_ctx: name=x, on=true, size=9007199254740993",
			dattotypes.GenericContext{"@class": "new_ctx", "size": json.Number("9007199254740993"), "name": "x", "on": true, "none": nil, "list": []any{json.Number("1")}},
		},
		`{"status":"STOPPED","serviceName":"Spooler"}`: {"", "serviceName=Spooler, status=STOPPED", dattotypes.GenericContext{"status": "STOPPED", "serviceName": "Spooler"}},
		`{"@Class":"wmi_ctx"}`:                         {"", "@Class=wmi_ctx", dattotypes.GenericContext{"@Class": "wmi_ctx"}},
		`{"@class":null}`:                              {"", "", dattotypes.GenericContext{"@class": nil}},
		`{"@class":7}`:                                 {"7", "7", dattotypes.GenericContext{"@class": json.Number("7")}},
		`{}`:                                           {"", "", dattotypes.GenericContext{}},
	} {
		alertContext := decodeContext(t, data)
		assert.Equal(t, want.class, alertContext.Class(), data)
		view, err := alertContext.View()
		require.NoError(t, err, data)
		assert.Equal(t, want.view, view, data)
		assert.Equal(t, want.summary, alertContext.Summary(), data)
	}
}

func TestAlertContextThatIsNoObject(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`"text"`, `12`, `true`, `[{"@class":"wmi_ctx"}]`} {
		alertContext := decodeContext(t, data)
		assert.False(t, alertContext.IsZero(), data)
		assert.Empty(t, alertContext.Class(), data)
		assert.Equal(t, data, string(alertContext.Raw()))
		_, err := alertContext.View()
		require.Error(t, err, data)
		_, err = dattotypes.AlertContextAs[dattotypes.WMIContext](alertContext)
		require.Error(t, err, data)
		assert.Empty(t, alertContext.Summary(), data)
	}
	for _, data := range []string{``, `{`, `{"@class":}`, `{"@class":"a"}x`} {
		var alertContext dattotypes.AlertContext
		require.Error(t, alertContext.UnmarshalJSON([]byte(data)), data)
	}
}

// facts 6.7: the SNMP probe has two members that differ in case only.
func TestAlertContextMatchesNamesExactly(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]dattotypes.SNMPProbeContext{
		`{"oid":"lower","OID":"upper"}`:                  {OID: "upper", OIDLower: "lower"},
		`{"OID":"upper","oid":"lower"}`:                  {OID: "upper", OIDLower: "lower"},
		`{"OID":"upper"}`:                                {OID: "upper"},
		`{"oid":"lower"}`:                                {OIDLower: "lower"},
		`{"Oid":"mixed","RULENAME":"x","ruleName":"y"}`:  {RuleName: "y"},
		`{"ruleName":"y","RULENAME":"x","rulename":"z"}`: {RuleName: "y"},
	} {
		view, err := dattotypes.AlertContextAs[dattotypes.SNMPProbeContext](decodeContext(t, data))
		require.NoError(t, err)
		assert.Equal(t, want, view, data)
	}
}

func TestAlertContextReadsMembersOfOtherTypes(t *testing.T) {
	t.Parallel()
	disk, err := dattotypes.AlertContextAs[dattotypes.DiskUsageContext](decodeContext(t,
		`{"@class":"perf_disk_usage_ctx","diskName":7,"totalVolume":"1024.5","freeSpace":" 12 ","unitOfMeasure":"NEW_UNIT"}`))
	require.ErrorContains(t, err, `"freeSpace"`)
	assert.Equal(t, dattotypes.DiskUsageContext{Class: "perf_disk_usage_ctx", DiskName: "7", TotalVolume: new(1024.5), UnitOfMeasure: "NEW_UNIT"}, disk)

	event, err := dattotypes.AlertContextAs[dattotypes.EventLogContext](decodeContext(t,
		`{"@class":"eventlog_ctx","code":41,"triggerCount":"3","lastTriggered":"1787643495000","causedSuspension":"true","description":{"a": [1]}}`))
	require.NoError(t, err)
	assert.Equal(t, dattotypes.EventLogContext{
		Class: "eventlog_ctx", Code: "41", TriggerCount: new(int32(3)), CausedSuspension: new(true), Description: `{"a":[1]}`,
		LastTriggered: dattotypes.Timestamp{Time: time.Unix(1787643495, 0).UTC()},
	}, event)

	ping, err := dattotypes.AlertContextAs[dattotypes.PingContext](decodeContext(t, `{"roundtripTime":120.0,"reasons":[1,"two",null]}`))
	require.NoError(t, err)
	assert.Equal(t, dattotypes.PingContext{RoundtripTime: new(int32(120)), Reasons: []string{"1", "two", ""}}, ping)

	ping, err = dattotypes.AlertContextAs[dattotypes.PingContext](decodeContext(t, `{"roundtripTime":"1e1","reasons":"only one"}`))
	require.NoError(t, err)
	assert.Equal(t, dattotypes.PingContext{RoundtripTime: new(int32(10)), Reasons: []string{"only one"}}, ping)

	script, err := dattotypes.AlertContextAs[dattotypes.ScriptContext](decodeContext(t, `{"samples":{"a":1,"b":null,"c":"x","d":true}}`))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a": "1", "b": "", "c": "x", "d": "true"}, script.Samples)
}

func TestAlertContextNamesMembersThatCannotBeRead(t *testing.T) {
	t.Parallel()
	alertContext := decodeContext(t, `{"@class":"ping_ctx","instanceName":"192.0.2.7","roundtripTime":12.5,"reasons":["slow"]}`)
	view, err := alertContext.View()
	require.ErrorContains(t, err, `member "roundtripTime"`)
	assert.Equal(t, &dattotypes.PingContext{Class: "ping_ctx", InstanceName: "192.0.2.7", Reasons: []string{"slow"}}, view, "the others are not lost")
	assert.Equal(t, "Ping 192.0.2.7: slow", alertContext.Summary())

	for _, member := range []string{`"roundtripTime":2147483648`, `"roundtripTime":-2147483649`, `"roundtripTime":"x"`, `"roundtripTime":[1]`, `"roundtripTime":1e300`} {
		_, err := decodeContext(t, `{"@class":"ping_ctx",`+member+`}`).View()
		require.ErrorContains(t, err, `member "roundtripTime"`, member)
	}
	_, err = decodeContext(t, `{"@class":"eventlog_ctx","lastTriggered":"soon","causedSuspension":"maybe"}`).View()
	require.ErrorContains(t, err, `member "lastTriggered"`)
	require.ErrorContains(t, err, `member "causedSuspension"`)
	_, err = decodeContext(t, `{"@class":"perf_mon_ctx","value":"NaN"}`).View()
	require.ErrorContains(t, err, `member "value"`)
	_, err = decodeContext(t, `{"@class":"comp_script_ctx","samples":"text"}`).View()
	require.ErrorContains(t, err, `member "samples"`)
}

// facts 6.5: one client reads eventId where the others read code.
func TestAlertContextEventID(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"@class":"eventlog_ctx","eventId":"7"}`:             "7",
		`{"@class":"eventlog_ctx","eventId":7,"code":"8"}`:    "8",
		`{"@class":"eventlog_ctx","eventId":"7","code":null}`: "",
		`{"@class":"eventlog_ctx"}`:                           "",
	} {
		view, err := dattotypes.AlertContextAs[dattotypes.EventLogContext](decodeContext(t, data))
		require.NoError(t, err)
		assert.Equal(t, want, view.Code, data)
	}
}

func TestAlertContextAs(t *testing.T) {
	t.Parallel()
	service := decodeContext(t, `{"@class":"srvc_status_ctx","serviceName":"Spooler","status":"STOPPED","extra":{"a":1}}`)
	view, err := dattotypes.AlertContextAs[dattotypes.ServiceStatusContext](service)
	require.NoError(t, err)
	assert.Equal(t, "Spooler", view.ServiceName)

	_, err = dattotypes.AlertContextAs[dattotypes.StatusContext](service)
	require.ErrorIs(t, err, dattotypes.ErrAlertContextClass)
	require.ErrorContains(t, err, "srvc_status_ctx")

	withoutClass := decodeContext(t, `{"serviceName":"Spooler"}`)
	view, err = dattotypes.AlertContextAs[dattotypes.ServiceStatusContext](withoutClass)
	require.NoError(t, err)
	assert.Equal(t, dattotypes.ServiceStatusContext{ServiceName: "Spooler"}, view)

	type own struct {
		Extra struct {
			A int `json:"a"`
		} `json:"extra"`
	}
	mine, err := dattotypes.AlertContextAs[own](service)
	require.NoError(t, err)
	assert.Equal(t, 1, mine.Extra.A)
	_, err = dattotypes.AlertContextAs[[]int](service)
	require.Error(t, err)
}

func TestAlertContextSummaries(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"@class":"perf_disk_usage_ctx","diskName":"/dev/sda1","totalVolume":0,"freeSpace":2048}`:                     "Disk /dev/sda1: 2.0 MiB free",
		`{"@class":"perf_disk_usage_ctx","diskName":"D"}`:                                                              "Disk D",
		`{"@class":"perf_disk_usage_ctx","totalVolume":1e300,"freeSpace":1e300}`:                                       "Disk: 100 % free of 4.0 EiB",
		`{"@class":"perf_disk_usage_ctx","freeSpace":-1e300}`:                                                          "Disk: -4.0 EiB free",
		`{"@class":"sw_action_ctx","packageName":"7-Zip","actionType":"INSTALLED","version":"24.09"}`:                  "Software 7-Zip: INSTALLED 24.09",
		`{"@class":"sw_action_ctx","packageName":"7-Zip","actionType":"UNINSTALLED"}`:                                  "Software 7-Zip: UNINSTALLED",
		`{"@class":"backup_management_ctx","timeout":30}`:                                                              "Backup: timeout of 30",
		`{"@class":"sec_management_ctx","status":2}`:                                                                   "Security: status 2",
		`{"@class":"ransomware_ctx","watchPaths":["C:\\","D:\\"]}`:                                                     `Ransomware: C:\, D:\`,
		`{"@class":"printer_ctx","macAddress":"001122334455"}`:                                                         "Printer 001122334455",
		`{"@class":"snmp_probe_ctx","ipAddress":"192.0.2.9","oid":"1.3"}`:                                              "SNMP on 192.0.2.9 OID 1.3",
		`{"@class":"fs_object_ctx","path":"C:\\x.log","objectType":null,"condition":"REMOVED"}`:                        `File C:\x.log: REMOVED`,
		`{"@class":"comp_script_ctx","samples":{"a":null,"b":"","c":"third"}}`:                                         "third",
		`{"@class":"comp_script_ctx","samples":{"z":{"a": 1},"b":"x"}}`:                                                `{"a":1}`,
		`{"@class":"comp_script_ctx","samples":"text"}`:                                                                "text",
		`{"@class":"comp_script_ctx","samples":[]}`:                                                                    "[]",
		`{"@class":"comp_script_ctx","samples":{"a":"first line\r\n\tsecond\u0085third\u2028fourth"}}`:                 "first line second third fourth",
		`{"@class":"comp_script_ctx","samples":{"a":"\u001b[31mred\u001b[0m \u202egnp.exe\u202c\u200b\u200e\ufeff!"}}`: "[31mred [0m gnp.exe!",
		`{"@class":"comp_script_ctx","samples":{"a":"Größe 日本 😀"}}`:                                                    "Größe 日本 😀",
		`{"@class":"comp_script_ctx","samples":{"a":"` + strings.Repeat("ü", 500) + `"}}`:                              strings.Repeat("ü", 199) + "…",
		`{"@class":"comp_script_ctx","samples":{"a":"` + strings.Repeat("x", 200) + `"}}`:                              strings.Repeat("x", 200),
		`{"@class":"bad\nclass\u202e"}`:                                                                                "bad class",
	} {
		assert.Equal(t, want, decodeContext(t, data).Summary(), data)
	}
}

// Contexts carry output of endpoints, which can hold secrets.
func TestAlertContextPrintsItsClassOnly(t *testing.T) {
	t.Parallel()
	alertContext := decodeContext(t, `{"@class":"comp_script_ctx","samples":{"a":"`+canary+`"}}`)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		assert.Equal(t, "AlertContext(comp_script_ctx)", fmt.Sprintf(verb, alertContext), verb)
		assert.Contains(t, fmt.Sprintf(verb, struct{ Inner any }{alertContext}), "AlertContext(comp_script_ctx)", verb)
	}
	unexported := struct{ inner dattotypes.AlertContext }{alertContext}
	for _, verb := range verbs {
		assertNoCanary(t, fmt.Sprintf(verb, alertContext), verb)
		assertNoCanary(t, fmt.Sprintf(verb, unexported), verb)
		assertNoCanary(t, fmt.Sprintf(verb, struct{ Inner any }{&unexported}), verb)
	}
	assert.Equal(t, "AlertContext()", dattotypes.AlertContext{}.String())
	text, jsonLog := logged(t, alertContext)
	assert.Contains(t, text, "AlertContext(comp_script_ctx)")
	assert.NotContains(t, text+jsonLog, canary)
}

func TestAlertContextEqual(t *testing.T) {
	t.Parallel()
	alertContext := decodeContext(t, `{"@class":"wmi_ctx"}`)
	assert.True(t, alertContext.Equal(decodeContext(t, `{"@class":"wmi_ctx"}`)))
	assert.False(t, alertContext.Equal(dattotypes.AlertContext{}))
	assert.True(t, dattotypes.AlertContext{}.Equal(dattotypes.AlertContext{}))
}

func FuzzAlertContext(f *testing.F) {
	for _, test := range contexts {
		f.Add([]byte(test.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var alertContext dattotypes.AlertContext
		if err := alertContext.UnmarshalJSON(data); err != nil {
			require.False(t, json.Valid(data))
			return
		}
		require.True(t, json.Valid(data))
		if alertContext.IsZero() {
			return
		}
		require.Equal(t, data, []byte(alertContext.Raw()))
		view, err := alertContext.View()
		require.True(t, view != nil || err != nil)
		summary := alertContext.Summary()
		require.LessOrEqual(t, utf8.RuneCountInString(summary), 200)
		require.NotContains(t, summary, "\n")
		for _, r := range summary {
			require.True(t, unicode.IsPrint(r), "%q", summary)
		}
	})
}

func ExampleAlertContext_View() {
	var alert dattotypes.Alert
	data := `{"alertUid":"a-1","alertContext":{"@class":"srvc_status_ctx","serviceName":"Spooler","status":"STOPPED"}}`
	if err := json.Unmarshal([]byte(data), &alert); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	view, err := alert.AlertContext.View()
	if err != nil {
		fmt.Fprintln(os.Stderr, err) // names the members that could not be read; view has the others
	}
	switch view := view.(type) {
	case *dattotypes.ServiceStatusContext:
		fmt.Println("restart", view.ServiceName)
	case *dattotypes.DiskUsageContext:
		fmt.Println("clean up", view.DiskName)
	default:
		fmt.Println(alert.AlertContext.Summary())
	}
	// Output: restart Spooler
}

func ExampleAlertContext_Summary() {
	var alertContext dattotypes.AlertContext
	data := `{"@class":"perf_disk_usage_ctx","diskName":"C:","totalVolume":249369792,"freeSpace":9974791}`
	if err := json.Unmarshal([]byte(data), &alertContext); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	fmt.Println(alertContext.Class())
	fmt.Println(alertContext.Summary())
	// Output:
	// perf_disk_usage_ctx
	// Disk C: 4 % free of 237.8 GiB
}

func ExampleAlertContextAs() {
	var alertContext dattotypes.AlertContext
	data := `{"@class":"perf_disk_usage_ctx","diskName":"C:","totalVolume":249369792,"freeSpace":9974791}`
	if err := json.Unmarshal([]byte(data), &alertContext); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	disk, err := dattotypes.AlertContextAs[dattotypes.DiskUsageContext](alertContext)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	if disk.FreeSpace != nil && disk.TotalVolume != nil {
		fmt.Printf("%.1f %%\n", *disk.FreeSpace / *disk.TotalVolume * 100)
	}
	// Output: 4.0 %
}
