package device

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/alert"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// auditColumns serve all three kinds of audit: what a kind lacks is not shown.
var auditColumns = []output.Column{
	{Name: "name", From: []string{"systemInfo.name", "snmpInfo.snmpName"}, Plain: firstOf},
	{Name: "manufacturer", From: []string{"systemInfo.manufacturer"}},
	{Name: "model", From: []string{"systemInfo.model"}},
	{Name: "serialNumber", Header: "SERIAL NUMBER", From: []string{"bios.serialNumber", "systemInfo.serviceTag", "snmpInfo.snmpSerial"}, Plain: firstOf},
	{Name: "bios", Header: "BIOS", From: []string{"bios.smBiosVersion"}},
	{Name: "biosDate", Header: "BIOS DATE", From: []string{"bios.releaseDate"}, Plain: date},
	{Name: "baseBoard", Header: "BASE BOARD", From: []string{"baseBoard.product"}},
	lines("processors", "PROCESSORS", "processors", "name"),
	{Name: "cores", From: []string{"systemInfo.totalCpuCores"}, Kind: output.Number},
	{Name: "memory", From: []string{"systemInfo.totalPhysicalMemory"}, Kind: output.Bytes},
	lines("memoryModules", "MEMORY MODULES", "physicalMemory", "module", "size*", "type", "speed"),
	lines("disks", "DISKS", "logicalDisks", "diskIdentifier", "description", "size*", "free", "freespace*"),
	lines("nics", "NETWORK", "nics", "instance", "name", "ipv4", "ipv6", "macAddress"),
	lines("displays", "DISPLAYS", "displays", "instance", "screenWidth", "x", "screenHeight"),
	lines("videoBoards", "VIDEO", "videoBoards", "displayAdapter"),
	lines("datastores", "DATASTORES", "datastores", "datastoreName", "fileSystem", "size*", "free", "freeSpace*", "status"),
	lines("guests", "GUESTS", "guests", "guestName", "memorySizeTotal*"),
	lines("supplies", "SUPPLIES", "printerMarkerSupplies", "description", "suppliesLevel", "of", "maxCapacity"),
	{Name: "printedPages", Header: "PRINTED PAGES", From: []string{"printer.printedPageCount"}, Kind: output.Number},
	{Name: "snmpDescription", Header: "SNMP", From: []string{"snmpInfo.snmpDescription"}},
	{Name: "snmpLocation", Header: "LOCATION", From: []string{"snmpInfo.snmpLocation"}},
	{Name: "snmpUptime", Header: "UPTIME", From: []string{"snmpInfo.snmpUptime"}},
	{Name: "user", From: []string{"systemInfo.username"}},
	{Name: "dotNetVersion", Header: ".NET", From: []string{"systemInfo.dotNetVersion"}},
	{Name: "portalUrl", Header: "PORTAL", Whole: true},
}

// lines declares a column that shows a list of objects by some of their members. A
// member with a star is a number of bytes; what is no member is a word.
func lines(name, header, from string, members ...string) output.Column {
	plain, shown := output.Lines(func(item output.Value) string {
		var parts []string
		for _, member := range members {
			path, bytes := strings.CutSuffix(member, "*")
			value := item.Member(path)
			switch {
			case bytes:
				parts = append(parts, value.Size())
			case value == nil && (member == "free" || member == "of" || member == "x"):
				parts = append(parts, member)
			default:
				parts = append(parts, value.Text())
			}
		}
		return strings.Join(parts, " ")
	})
	return output.Column{Name: name, Header: header, From: []string{from}, Plain: plain, Terminal: shown}
}

func firstOf(values []output.Value) string {
	for _, value := range values {
		if text := value.Text(); text != "" {
			return text
		}
	}
	return ""
}

// auditPath is where the audit of a device is. Each class has its own place, and
// some have none.
func auditPath(device output.Value, uid string) (string, error) {
	uid = url.PathEscape(uid)
	switch class := device.Member("deviceClass").Text(); class {
	case "esxihost":
		return "/v2/audit/esxihost/" + uid, nil
	case "printer":
		return "/v2/audit/printer/" + uid, nil
	case "rmmnetworkdevice":
		return "", &exitcode.HintedError{
			Err:  errors.New("network devices are not audited"),
			Hint: "datto device show and datto device alerts tell what is known of it",
		}
	default:
		return "/v2/audit/device/" + uid, nil
	}
}

// auditOperations are those of all three kinds.
var auditOperations = []string{"GET /v2/audit/device/{deviceUid}", "GET /v2/audit/esxihost/{deviceUid}", "GET /v2/audit/printer/{deviceUid}"}

func newAuditCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "audit <device>",
		Short: "Show the hardware audit of a device",
		Long: `Show the latest hardware audit of a computer, an ESXi host or a printer. The API
has a separate call for each; this command picks the right one.`,
		Example: `  datto --demo device audit ORCA-DC01
  datto --demo device audit ORCA-ESX01 --output json --jq '.guests[].guestName'`,
		Columns:    auditColumns,
		Operations: append([]string{getOperation}, auditOperations...),
		Steps: func(call *command.Call) ([]command.Step, error) {
			audit := command.OneOf("by what the device is", auditOperations...)
			return append(command.DescribeDevice(call.Args[0]), audit), nil
		},
		Args: command.Args("<device>"),
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, device, err := find(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			path, err := auditPath(output.Value(device.Row), device.UID)
			if err != nil {
				return nil, err
			}
			audit, err := datto.Get[json.RawMessage](ctx, client, path)
			return audit, device.About(err)
		},
	}
	return show.New(f)
}

func newSoftwareCommand(f *factory.Factory) *cobra.Command {
	var name string
	list := listOf("software", "List the software of a device, as of its last audit", "programs",
		"GET /v2/audit/device/{deviceUid}/software", "/v2/audit/device/{}/software",
		[]output.Column{{Name: "name"}, {Name: "version", Whole: true}})
	list.Example = `  datto --demo device software ORCA-DC01 --name 7-zip
  datto --demo device software ORCA-DC01 --out software.csv`
	list.Flags = func(flags *pflag.FlagSet) {
		flags.StringVar(&name, "name", "", "Only programs whose name contains this `text`")
	}
	list.Steps = func(call *command.Call) ([]command.Step, error) {
		return append(command.FindDevice(call.Args[0]), call.Pages(name != "", list.Operations...)...), nil
	}
	rows := list.Rows
	list.Rows = func(ctx context.Context, call *command.Call) (command.Rows, error) {
		all, err := rows(ctx, call)
		if err != nil || name == "" {
			return all, err
		}
		return command.Where(all, []string{"name"}, func(v []output.Value) bool { return contains(v[0], name) }), nil
	}
	return list.New(f)
}

func newPatchesCommand(f *factory.Factory) *cobra.Command {
	var status string
	list := listOf("patches", "List the patches of a device", "patches",
		"GET /v2/device/{deviceUid}/patches", "/v2/device/{}/patches", PatchColumns(false))
	list.Long = `List the patches that are installed, pending or not approved on a device. Not
available on platforms with older builds.`
	list.Example = `  datto --demo device patches ORCA-DC01 --status APPROVED_PENDING
  datto --demo device patches ORCA-DC01 --sort -releaseDate --limit 5`
	list.Flags = func(flags *pflag.FlagSet) { AddPatchStatus(flags, &status) }
	list.Check = func(*command.Call) error { return CheckPatchStatus(status) }
	list.Rows = func(ctx context.Context, call *command.Call) (command.Rows, error) {
		client, device, err := uidOf(ctx, call, call.Args[0])
		if err != nil {
			return nil, err
		}
		rows := datto.All[json.RawMessage](ctx, client, pathOf(device.UID, "/patches"), PatchStatusQuery(status)...)
		return command.Explained(rows, device.About), nil
	}
	return list.New(f)
}

func newAlertsCommand(f *factory.Factory) *cobra.Command { return alert.NewDeviceListCommand(f) }

const interfacesOperation = "GET /v2/site/{siteUid}/devices/network-interface"

func newInterfacesCommand(f *factory.Factory) *cobra.Command {
	list := &command.List{
		Use:   "interfaces <device>",
		Short: "List the network interfaces of a device",
		Long: `List the network interfaces of a device.

The API lists them by site only, so this reads the list of the device's site;
for many devices, use datto site interfaces.`,
		Example: "  datto --demo device interfaces ORCA-DC01",
		Noun:    "devices", Columns: InterfaceColumns,
		Operations: []string{getOperation, interfacesOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(command.DescribeDevice(call.Args[0]), call.Pages(true, interfacesOperation)...), nil
		},
		Args: command.Args("<device>"),
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, device, err := find(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			site := output.Value(device.Row).Member("siteUid").Text()
			rows := datto.All[json.RawMessage](ctx, client, "/v2/site/"+url.PathEscape(site)+"/devices/network-interface")
			return command.Where(rows, []string{"uid"}, func(v []output.Value) bool { return strings.EqualFold(v[0].Text(), device.UID) }), nil
		},
	}
	return list.New(f)
}

// InterfaceColumns show a device with its network interfaces.
var InterfaceColumns = []output.Column{
	{Name: "hostname"},
	lines("nics", "INTERFACES", "nics", "instance", "ipv4", "ipv6", "macAddress", "type"),
	{Name: "intIpAddress", Header: "ADDRESS", Wide: true, Whole: true},
	{Name: "extIpAddress", Header: "PUBLIC ADDRESS", Wide: true, Whole: true},
	{Name: "uid", Header: "UID", Wide: true, Whole: true},
	{Name: "siteName", Header: "SITE", OnRequest: true},
	{Name: "deviceType", Header: "TYPE", From: []string{"deviceType.category"}, OnRequest: true},
}
