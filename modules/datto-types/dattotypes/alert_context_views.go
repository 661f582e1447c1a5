package dattotypes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// ErrAlertContextClass is found by errors.Is when a context is asked for as a type that belongs to another class.
var ErrAlertContextClass = errors.New("dattotypes: alert context of another class")

// GenericContext is the view of a context whose class is unknown or missing. Numbers are [json.Number].
type GenericContext map[string]any

// A contextKind ties a struct to the classes that it describes.
type contextKind struct {
	view reflect.Type
	// The name seen in answers of live accounts comes first where there is one. Behind it stand other readings: the vendor's
	// document gives no names, so clients derived them from the schema's name, and a server may do the same.
	classes []string
	// aliases are other names of members, each used when the first is missing.
	aliases map[string]string
}

func kindOf[T any](classes ...string) contextKind {
	return contextKind{view: reflect.TypeFor[T](), classes: classes}
}

func (k contextKind) withAlias(member, alias string) contextKind {
	k.aliases = map[string]string{member: alias}
	return k
}

var contextKinds = []contextKind{
	kindOf[ActionContext]("sw_action_ctx", "action_ctx", "ActionContext"),
	kindOf[AntivirusContext]("antivirus_ctx", "AntivirusContext"),
	kindOf[BackupManagementContext]("backup_management_ctx", "BackupManagementContext"),
	kindOf[CustomSNMPContext]("custom_snmp_ctx", "CustomSNMPContext"),
	kindOf[DiskHealthContext]("disk_health_ctx", "DiskHealthContext"),
	kindOf[DiskUsageContext]("perf_disk_usage_ctx", "disk_usage_ctx", "DiskUsageContext"),
	kindOf[EndpointSecurityThreatContext]("endpoint_security_threat_ctx", "EndpointSecurityThreatContext"),
	kindOf[EndpointSecurityWindowsDefenderContext]("endpoint_security_windows_defender_ctx", "EndpointSecurityWindowsDefenderContext"),
	kindOf[EventLogContext]("eventlog_ctx", "EventLogContext").withAlias("code", "eventId"),
	kindOf[FanContext]("fan_ctx", "FanContext"),
	kindOf[FileSystemContext]("fs_object_ctx", "filesystem_ctx", "FileSystemContext"),
	kindOf[NetworkMonitorContext]("network_monitor_ctx", "NetworkMonitorContext"),
	kindOf[OnlineOfflineStatusContext]("online_offline_status_ctx", "OnlineOfflineStatusContext"),
	kindOf[PatchContext]("patch_ctx", "PatchContext"),
	kindOf[PerformanceResourceUsageContext]("perf_resource_usage_ctx"),
	kindOf[PingContext]("ping_ctx", "PingContext"),
	kindOf[PrinterContext]("printer_ctx", "PrinterContext"),
	kindOf[PSUContext]("psu_ctx", "PsuContext"),
	kindOf[RansomWareContext]("ransomware_ctx", "RansomWareContext"),
	kindOf[ResourceUsageContext]("process_resource_usage_ctx", "resource_usage_ctx", "ResourceUsageContext"),
	kindOf[ScriptContext]("comp_script_ctx", "ScriptContext"),
	kindOf[SecCenterContext]("seccenter_ctx", "SecCenterContext"),
	kindOf[SecurityManagementContext]("sec_management_ctx", "security_management_ctx", "SecurityManagementContext"),
	kindOf[ServiceResourceUsageContext]("srvc_resource_usage_ctx"),
	kindOf[ServiceStatusContext]("srvc_status_ctx"),
	kindOf[SNMPProbeContext]("snmp_probe_ctx", "SNMPProbeContext"),
	kindOf[StatusContext]("process_status_ctx", "status_ctx", "StatusContext"),
	kindOf[TemperatureContext]("temperature_ctx", "TemperatureContext"),
	kindOf[WindowsPerformanceContext]("perf_mon_ctx", "windows_performance_ctx", "WindowsPerformanceContext"),
	kindOf[WMIContext]("wmi_ctx", "WmiContext"),
}

// View returns the context as a pointer to the struct that describes its class, such as [*DiskUsageContext], or as a
// [GenericContext] when the class is unknown or missing. It returns nil for the zero AlertContext.
//
//	switch view := view.(type) {
//	case *dattotypes.DiskUsageContext:
//	case *dattotypes.ServiceStatusContext:
//	}
//
// Names of members are matched exactly. Numbers and booleans in strings are read as such, and the other way round. A member
// that cannot be read is left zero: then the view comes together with an error that names all of them. A context that is no
// JSON object is an error without a view.
func (c AlertContext) View() (any, error) {
	if c.IsZero() {
		return nil, nil
	}
	index := slices.IndexFunc(contextKinds, func(kind contextKind) bool { return slices.Contains(kind.classes, c.Class()) })
	if index < 0 {
		return c.generic()
	}
	members, err := contextMembers(c.raw())
	if err != nil {
		return nil, fmt.Errorf("dattotypes: alert context: %w", err)
	}
	view := reflect.New(contextKinds[index].view)
	err = contextKinds[index].decode(members, view.Elem())
	return view.Interface(), err
}

func (c AlertContext) generic() (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(c.raw()))
	decoder.UseNumber()
	var view GenericContext
	if err := decoder.Decode(&view); err != nil {
		return nil, fmt.Errorf("dattotypes: alert context: %w", err)
	}
	return view, nil
}

// AlertContextAs returns the context as T. For a struct that describes a class, such as [DiskUsageContext], the context must be of that class
// or of none, else the error is [ErrAlertContextClass]; members are read, and members that cannot be read reported, as in
// [AlertContext.View]. Any other T, such as a struct of one's own for a class that this package does not know, is decoded by
// encoding/json whatever the class. The zero AlertContext is of no type.
func AlertContextAs[T any](c AlertContext) (T, error) {
	var view T
	if c.IsZero() {
		return view, fmt.Errorf("%w: there is none", ErrAlertContextClass)
	}
	index := slices.IndexFunc(contextKinds, func(kind contextKind) bool { return kind.view == reflect.TypeFor[T]() })
	if index < 0 {
		if err := json.Unmarshal(c.raw(), &view); err != nil {
			return view, fmt.Errorf("dattotypes: alert context: %w", err)
		}
		return view, nil
	}
	kind := contextKinds[index]
	if c.Class() != "" && !slices.Contains(kind.classes, c.Class()) {
		return view, fmt.Errorf("%w: %q is no %s", ErrAlertContextClass, c.Class(), kind.view.Name())
	}
	members, err := contextMembers(c.raw())
	if err != nil {
		return view, fmt.Errorf("dattotypes: alert context: %w", err)
	}
	err = kind.decode(members, reflect.ValueOf(&view).Elem())
	return view, err
}
