package dattotypes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Summary tells in one line what the alert is about: "Disk C: 4 % free of 237.9 GiB". It is meant for people and may change;
// decide by [AlertContext.Class] and [AlertContext.View]. It holds no control, direction or other invisible characters, whatever
// the endpoint wrote, and at most 200 characters. It is "" for the zero AlertContext.
func (c AlertContext) Summary() string {
	if c.IsZero() {
		return ""
	}
	// A view comes even when some of its members cannot be read, and a summary of the others is better than none.
	view, _ := c.View()
	text := ""
	switch view := view.(type) {
	case GenericContext:
		text = view.summary(c.Class())
	case *ScriptContext:
		text = firstSample(c.raw())
	case interface{ summary() string }:
		text = view.summary()
	}
	if text = oneLine(text); text == "" {
		text = oneLine(c.Class())
	}
	return text
}

func (v *ActionContext) summary() string {
	change := string(v.ActionType)
	switch {
	case v.PrevVersion != "" && v.Version != "" && v.PrevVersion != v.Version:
		change = words(change, "from", v.PrevVersion, "to", v.Version)
	case v.Version != "":
		change = words(change, v.Version)
	}
	return titled("Software", v.PackageName, change)
}

func (v *AntivirusContext) summary() string {
	return state("Antivirus", v.ProductName, string(v.Status))
}

func (v *BackupManagementContext) summary() string {
	if v.ErrorMessage == "" && v.Timeout != nil {
		return titled("Backup", "", "timeout of "+strconv.Itoa(int(*v.Timeout)))
	}
	return titled("Backup", "", v.ErrorMessage)
}

func (v *CustomSNMPContext) summary() string {
	return titled("SNMP", words(v.DisplayName, v.MonitorInstance), v.CurrentValue)
}

func (v *DiskHealthContext) summary() string { return titled("Disk health", "", v.Reason) }

func (v *DiskUsageContext) summary() string {
	space := ""
	switch {
	case v.FreeSpace != nil && v.TotalVolume != nil && *v.TotalVolume > 0:
		space = fmt.Sprintf("%.0f %% free of %s", *v.FreeSpace / *v.TotalVolume * 100, kilobytes(*v.TotalVolume))
	case v.FreeSpace != nil:
		space = kilobytes(*v.FreeSpace) + " free"
	}
	return titled("Disk", v.DiskName, space)
}

func (v *EndpointSecurityThreatContext) summary() string {
	return titled("Endpoint security", "", v.Description)
}

func (v *EndpointSecurityWindowsDefenderContext) summary() string {
	return titled("Windows Defender", "", v.Description)
}

func (v *EventLogContext) summary() string {
	kind := ""
	if v.Type != "" {
		kind = "(" + v.Type + ")"
	}
	return titled("Event", words(v.Code, kind, prefixed("in", v.LogName), prefixed("from", v.Source)), v.Description)
}

func (v *FanContext) summary() string { return titled("Fan", "", v.Reason) }

func (v *FileSystemContext) summary() string {
	subject := "File"
	if v.ObjectType == FileSystemObjectTypeDirectory {
		subject = "Directory"
	}
	measured := words(prefixed("sample", number(v.Sample)), prefixed("threshold", number(v.Threshold)))
	if measured != "" {
		measured = "(" + measured + ")"
	}
	return titled(subject, v.Path, words(string(v.Condition), measured))
}

func (v *NetworkMonitorContext) summary() string { return titled("Network monitor", "", v.Description) }

func (v *OnlineOfflineStatusContext) summary() string { return state("Device", "", string(v.Status)) }

func (v *PatchContext) summary() string { return titled("Patch", v.Result, v.Info) }

func (v *PerformanceResourceUsageContext) summary() string {
	if v.Percentage == nil {
		return string(v.Type)
	}
	return words(string(v.Type), "at", number(v.Percentage), "%")
}

func (v *PingContext) summary() string {
	result := strings.Join(v.Reasons, ", ")
	if v.RoundtripTime != nil {
		result = words(strconv.Itoa(int(*v.RoundtripTime))+" ms", result)
	}
	return titled("Ping", v.InstanceName, result)
}

func (v *PrinterContext) summary() string {
	level := ""
	if v.CurrentLevel != nil {
		level = "at level " + strconv.Itoa(int(*v.CurrentLevel))
	}
	supply := ""
	if v.MarkerSupplyIndex != nil {
		supply = "supply " + strconv.Itoa(int(*v.MarkerSupplyIndex))
	}
	address := v.IPAddress
	if address == "" {
		address = v.MACAddress
	}
	return titled("Printer", address, words(supply, level))
}

func (v *PSUContext) summary() string { return titled("Power supply", "", v.Reason) }

func (v *RansomWareContext) summary() string {
	where := v.AffectedDirectories
	if len(where) == 0 {
		where = v.WatchPaths
	}
	return titled("Ransomware", v.Rwextension, strings.Join(where, ", "))
}

func (v *ResourceUsageContext) summary() string {
	return titled("Process", v.ProcessName, words(string(v.Type), prefixed("at", number(v.Sample))))
}

func (v *SecCenterContext) summary() string {
	return state("Security Center:", v.ProductName, string(v.AlertType))
}

func (v *SecurityManagementContext) summary() string {
	var findings []string
	add := func(format string, days *int32) {
		if days != nil && *days > 0 {
			findings = append(findings, fmt.Sprintf(format, *days))
		}
	}
	if v.VirusName != "" {
		findings = append(findings, "virus "+v.VirusName)
	}
	if len(v.InfectedFiles) > 0 {
		findings = append(findings, fmt.Sprintf("infected files: %d", len(v.InfectedFiles)))
	}
	add("not updated for %d days", v.ProductNotUpdatedForDays)
	add("infected for %d hours", v.SystemRemainsInfectedForHours)
	add("licence expiry: %d days", v.ExpiryLicenseForDays)
	if len(findings) == 0 && v.Status != nil {
		findings = append(findings, fmt.Sprintf("status %d", *v.Status))
	}
	return titled("Security", v.ProductName, strings.Join(findings, ", "))
}

func (v *ServiceResourceUsageContext) summary() string {
	return titled("Service", v.ServiceName, words(v.Type, prefixed("at", number(v.Sample))))
}

func (v *ServiceStatusContext) summary() string {
	return state("Service", v.ServiceName, v.Status)
}

func (v *SNMPProbeContext) summary() string {
	oid := v.OID
	if oid == "" {
		oid = v.OIDLower
	}
	return titled("SNMP", words(v.MonitorName, v.RuleName, prefixed("on", firstOf(v.DeviceName, v.IPAddress)), prefixed("OID", oid)), v.ResponseValue)
}

func (v *StatusContext) summary() string { return state("Process", v.ProcessName, string(v.Status)) }

func (v *TemperatureContext) summary() string {
	if v.Degree == nil {
		return ""
	}
	return words("Temperature", prefixed("at", number(v.Degree)), prefixed("of", string(v.Type)))
}

func (v *WindowsPerformanceContext) summary() string {
	return titled("Performance counter", "", number(v.Value))
}

func (v *WMIContext) summary() string { return titled("WMI", "", v.Value) }

func (v GenericContext) summary(class string) string {
	var members []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		switch value := v[name].(type) {
		case string, json.Number, bool:
			if name != classMember {
				members = append(members, fmt.Sprintf("%s=%v", name, value))
			}
		}
	}
	if class == "" {
		return strings.Join(members, ", ")
	}
	return titled(class, "", strings.Join(members, ", "))
}

// firstSample returns the first value that a script reported. A map would have lost the order.
func firstSample(raw json.RawMessage) string {
	members, err := contextMembers(raw)
	if err != nil {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader(members["samples"]))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return wireText(members["samples"])
	}
	for decoder.More() {
		if _, err := decoder.Token(); err != nil {
			return ""
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return ""
		}
		if text := wireText(value); text != "" {
			return text
		}
	}
	return ""
}

// titled gives "Disk C: 4 % free" of kind, name and detail, with whatever of name and detail there is.
func titled(kind, name, detail string) string {
	title := words(kind, strings.TrimSuffix(name, ":"))
	switch {
	case detail == "" && name == "":
		return ""
	case detail == "":
		return title
	}
	return title + ": " + detail
}

// state gives "Service Spooler is STOPPED".
func state(kind, name, status string) string {
	switch {
	case status == "" && name == "":
		return ""
	case status == "":
		return words(kind, name)
	}
	return words(kind, name, "is", status)
}

// words joins what is not empty.
func words(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ")
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + " " + text
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// number gives at most one digit behind the point.
func number(value *float64) string {
	if value == nil {
		return ""
	}
	return strings.TrimSuffix(strconv.FormatFloat(*value, 'f', 1, 64), ".0")
}

// kilobytes: the API gives sizes of volumes in units of 1024 bytes.
func kilobytes(value float64) string {
	const largest = 1 << 62 / 1024
	return Bytes(min(max(value, -largest), largest) * 1024).String()
}
