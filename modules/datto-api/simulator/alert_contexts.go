package simulator

import "strings"

// alertClass is an index into alertClasses.
type alertClass int

// contextWriter writes the members of an alertContext after its @class. at is
// the alert's time.
type contextWriter func(w *wire, d *dice, at int64)

// alertClassSpec is one kind of alert. The classes and their members are those
// that live accounts were seen to send; classes that were only inferred are
// marked so.
type alertClassSpec struct {
	name        string // the context's @class; "" leaves the member out
	suits       []deviceKind
	common      bool // raised at random, not only in the showcase
	priority    string
	diagnostics string
	write       contextWriter
}

var (
	onServers      = []deviceKind{kindServer, kindDesktop, kindLaptop}
	onWorkstations = []deviceKind{kindDesktop, kindLaptop, kindServer}
	onLaptops      = []deviceKind{kindLaptop, kindDesktop, kindServer}
	onHosts        = []deviceKind{kindESXi, kindServer, kindDesktop}
	onNetwork      = []deviceKind{kindSwitch, kindFirewall, kindAccessPoint, kindServer}
	onPrinters     = []deviceKind{kindPrinter, kindDesktop}
	onFirewalls    = []deviceKind{kindFirewall, kindSwitch, kindServer}
	onMacs         = []deviceKind{kindMac, kindLaptop}
	onClouds       = []deviceKind{kindFuture, kindServer}
	onThings       = []deviceKind{kindUnknown, kindServer}
)

// longDiagnostics is what a chatty component leaves behind: long, with HTML
// entities and direction marks, which real alerts carry too.
var longDiagnostics = "C:\\ is low on space &lrm;(threshold 10&nbsp;%)&lrm;\r\n" +
	strings.Repeat("C:\\Windows\\SoftwareDistribution\\Download&lrm;\t412 MB\r\nC:\\Users\\Public\\Logs &amp; Dumps\t1.9 GB\r\n", 24)

var alertClasses = []alertClassSpec{
	{"antivirus_ctx", onWorkstations, true, "High", "Datto AV: NOTRUNNING", func(w *wire, d *dice, _ int64) {
		w.str("status", pick(d, []string{"NOTRUNNING", "NOTDETECTED", "RUNNINGNOTUPTODATE"}))
		w.str("productName", "Datto AV")
	}},
	{"eventlog_ctx", onServers, true, "Moderate", "Event 7034 in System: a service terminated unexpectedly", func(w *wire, d *dice, at int64) {
		w.str("logName", "System")
		w.str("code", pick(d, []string{"7034", "153", "1001", "41"}))
		w.str("type", "ERROR")
		w.str("source", "Service Control Manager")
		w.str("description", "The Print Spooler service terminated unexpectedly.")
		w.num("triggerCount", int64(d.between(1, 9)))
		w.num("lastTriggered", at)
		w.boolean("causedSuspension", false)
	}},
	{"comp_script_ctx", onLaptops, true, "Low", longDiagnostics, func(w *wire, _ *dice, _ int64) {
		w.object("samples")
		w.str("Alert", "Local administrators group has an unexpected member")
		w.endObject()
	}},
	{"fs_object_ctx", onServers, true, "Moderate", "D:\\Exports is larger than 5120 MB", func(w *wire, d *dice, _ int64) {
		w.float("threshold", 5120)
		w.float("sample", 5120+float64(d.n(4000)))
		w.str("condition", "ABOVE_THRESHOLD")
		w.null("objectType")
		w.str("path", `D:\Exports`)
	}},
	{"online_offline_status_ctx", []deviceKind{kindServer, kindFirewall, kindDesktop}, true, "Critical", "Device is offline", func(w *wire, _ *dice, _ int64) {
		w.str("status", "OFFLINE")
	}},
	{"patch_ctx", onLaptops, true, "Moderate", "Patch installation failed: 0x80070643", func(w *wire, d *dice, _ int64) {
		w.str("patchUid", "KB503"+fourDigits(d.n(10_000)))
		w.str("policyUid", "workstations-weekly")
		w.str("result", "FAILED")
		w.str("info", "0x80070643")
	}},
	{"perf_disk_usage_ctx", onWorkstations, true, "High", "C: has less than 10 % free space", func(w *wire, d *dice, _ int64) {
		w.str("diskName", "C:")
		w.float("totalVolume", 249_404_412)
		w.float("freeSpace", float64(d.between(1_900_000, 24_000_000)))
		w.str("unitOfMeasure", "PERCENT")
		w.str("diskNameDesignation", "ANY_VOLUME")
	}},
	{"perf_mon_ctx", onServers, false, "Moderate", "\\PhysicalDisk(_Total)\\Avg. Disk Queue Length above 4", func(w *wire, d *dice, _ int64) {
		w.float("value", 4+float64(d.n(600))/100)
	}},
	{"perf_resource_usage_ctx", onServers, true, "Moderate", "Memory usage above 90 %", func(w *wire, d *dice, _ int64) {
		w.float("percentage", float64(d.between(905, 999))/10)
		w.str("type", pick(d, []string{"MEMORY", "CPU"}))
	}},
	{"process_resource_usage_ctx", onServers, false, "Low", "sqlservr.exe uses more than 80 % CPU", func(w *wire, d *dice, _ int64) {
		w.str("processName", "sqlservr.exe")
		w.float("sample", float64(d.between(805, 999))/10)
		w.str("type", "CPU")
	}},
	{"process_status_ctx", onWorkstations, false, "Moderate", "OUTLOOK.EXE is not running", func(w *wire, _ *dice, _ int64) {
		w.str("processName", "OUTLOOK.EXE")
		w.str("status", "STOPPED")
	}},
	{"srvc_status_ctx", onServers, true, "High", "Print Spooler is stopped", func(w *wire, d *dice, _ int64) {
		w.str("serviceName", pick(d, []string{"Spooler", "MSSQLSERVER", "wuauserv", "W32Time"}))
		w.str("status", "STOPPED")
	}},
	{"srvc_resource_usage_ctx", onServers, false, "Low", "wuauserv uses more than 2048 MB memory", func(w *wire, d *dice, _ int64) {
		w.str("serviceName", "wuauserv")
		w.float("sample", float64(d.between(2048, 4096)))
		w.str("type", "MEMORY")
	}},
	{"ping_ctx", onFirewalls, true, "High", "Ping to 192.0.2.1 failed", func(w *wire, d *dice, _ int64) {
		w.str("instanceName", "192.0.2.1")
		w.num("roundtripTime", int64(d.between(400, 2000)))
		w.strings("reasons", "ROUNDTRIP_TIME")
	}},
	{"sw_action_ctx", onLaptops, true, "Information", "Software changed: 7-Zip 24.08 to 24.09", func(w *wire, _ *dice, _ int64) {
		w.str("packageName", "7-Zip (x64)")
		w.str("actionType", "VERSION_CHANGED")
		w.str("prevVersion", "24.08")
		w.str("version", "24.09")
	}},
	{"sec_management_ctx", onWorkstations, false, "Critical", "Threat found: EICAR-Test-File", func(w *wire, d *dice, _ int64) {
		w.num("status", 3)
		w.str("productName", "Webroot SecureAnywhere")
		w.num("infoTime", int64(d.n(86_400)))
		w.str("virusName", "EICAR-Test-File")
		w.strings("infectedFiles", `C:\Users\Public\Downloads\eicar.com`)
		w.num("productNotUpdatedForDays", 0)
		w.num("systemRemainsInfectedForHours", int64(d.n(20)))
		w.num("expiryLicenseForDays", 188)
	}},
	{"custom_snmp_ctx", onNetwork, true, "Moderate", "Chassis temperature: 61", func(w *wire, _ *dice, _ int64) {
		w.str("displayName", "Chassis temperature")
		w.str("currentValue", "61")
		w.str("monitorInstance", "1")
	}},
	{"wmi_ctx", onServers, false, "Low", "Win32_Volume.DirtyBitSet is True", func(w *wire, _ *dice, _ int64) {
		w.str("value", "True")
	}},
	{"endpoint_security_threat_ctx", onWorkstations, false, "Critical", "Endpoint security: suspicious PowerShell", func(w *wire, d *dice, _ int64) {
		w.str("esAlertId", "es-"+fourDigits(d.n(10_000)))
		w.str("description", "PowerShell started from an Office document")
	}},
	// From here on the class names and members are inferred: nobody has shown a
	// live alert of the kind.
	{"endpoint_security_windows_defender_ctx", onWorkstations, false, "Critical", "Windows Defender: threat quarantined", func(w *wire, d *dice, _ int64) {
		w.str("esAlertId", "wd-"+fourDigits(d.n(10_000)))
		w.str("description", "Trojan:Win32/Test was quarantined")
	}},
	{"ransomware_ctx", onServers, false, "Critical", "Possible ransomware in D:\\Shares", func(w *wire, _ *dice, at int64) {
		w.num("state", 1)
		w.num("confidenceFactor", 78)
		w.strings("affectedDirectories", `D:\Shares\Finance`, `D:\Shares\HR`)
		w.strings("watchPaths", `D:\Shares`)
		w.str("rwextension", ".locked")
		w.num("metaAlertTime", at-30*second)
		w.num("alertTime", at)
	}},
	{"disk_health_ctx", onHosts, true, "Critical", "Disk 2 predicts failure", func(w *wire, _ *dice, _ int64) {
		w.str("reason", "Predictive failure")
		w.str("type", "DISKHEALTH")
	}},
	{"fan_ctx", onHosts, false, "High", "Fan 3 below 900 rpm", func(w *wire, _ *dice, _ int64) {
		w.str("reason", "Below lower critical threshold")
		w.str("type", "FAN")
	}},
	{"psu_ctx", onHosts, false, "High", "Power supply 2 lost input", func(w *wire, _ *dice, _ int64) {
		w.str("reason", "Input lost")
		w.str("type", "PSU")
	}},
	{"temperature_ctx", onHosts, true, "Moderate", "Inlet temperature 41.5 C", func(w *wire, _ *dice, _ int64) {
		w.float("degree", 41.5)
		w.str("type", "TEMPERATURE")
	}},
	{"backup_management_ctx", onServers, false, "High", "Backup failed: VSS writer timed out", func(w *wire, _ *dice, _ int64) {
		w.str("errorMessage", "VSS writer timed out")
		w.num("timeout", 3600)
	}},
	{"snmp_probe_ctx", onNetwork, false, "Low", "Probe rule matched", func(w *wire, _ *dice, _ int64) {
		w.str("ipAddress", "192.0.2.40")
		w.str("OID", "1.3.6.1.2.1.2.2.1.8.3")
		w.str("ruleName", "Uplink down")
		w.str("responseValue", "2")
		w.str("deviceName", "core switch")
		w.str("monitorName", "Interface status")
		w.str("oid", "1.3.6.1.2.1.2.2.1.8")
	}},
	{"printer_ctx", onPrinters, true, "Information", "Black toner at 6 %", func(w *wire, d *dice, _ int64) {
		w.str("ipAddress", "192.0.2.90")
		w.str("macAddress", "00005E005390")
		w.num("markerSupplyIndex", 1)
		w.num("currentLevel", int64(d.between(1, 9)))
	}},
	{"seccenter_ctx", onLaptops, false, "High", "Windows Security Center: antivirus disabled", func(w *wire, _ *dice, _ int64) {
		w.str("productName", "Windows Defender")
		w.str("alertType", "DISABLED")
	}},
	{"network_monitor_ctx", onNetwork, true, "Moderate", "Interface 12 is flapping", func(w *wire, _ *dice, _ int64) {
		w.str("description", "Interface 12 changed state 9 times in 5 minutes")
	}},
	// The last two are what every client has to expect some day: a class that
	// no document names, and a context that does not say what it is.
	{"saas_usage_ctx", onClouds, true, "Moderate", "Licences nearly used up", func(w *wire, d *dice, _ int64) {
		w.str("tenant", "example")
		w.num("seatsUsed", int64(d.between(95, 100)))
		w.object("plan")
		w.str("name", "Business")
		w.endObject()
	}},
	{"", append(onThings, onMacs...), true, "Unknown", "", func(w *wire, _ *dice, _ int64) {
		w.str("description", "The monitor gave no details")
	}},
}

// classesByKind lists the classes raised at random on each kind of device.
var classesByKind = sortClassesByKind()

func sortClassesByKind() [kindFuture + 1][]alertClass {
	var sorted [kindFuture + 1][]alertClass
	for class, spec := range alertClasses {
		if !spec.common {
			continue
		}
		for _, kind := range spec.suits {
			sorted[kind] = append(sorted[kind], alertClass(class))
		}
	}
	for kind := range sorted {
		if len(sorted[kind]) == 0 {
			// Linux machines have none of their own; a missing heartbeat suits anything.
			for class, spec := range alertClasses {
				if spec.name == "online_offline_status_ctx" {
					sorted[kind] = append(sorted[kind], alertClass(class))
				}
			}
		}
	}
	return sorted
}

// alertContext writes an alert's context.
func (f *fleet) alertContext(w *wire, row *alertRow) {
	spec := &alertClasses[row.class]
	d := f.dice(streamAlert, row.key.device*64+row.key.n*2)
	d.next()
	w.object("alertContext")
	if spec.name != "" {
		w.str("@class", spec.name)
	}
	spec.write(w, &d, row.timestamp)
	w.endObject()
}
