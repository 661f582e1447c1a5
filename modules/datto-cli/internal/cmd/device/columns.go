// Package device holds the commands for devices.
package device

import (
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// columns are what lists and single devices show.
var columns = []output.Column{
	{Name: "hostname"},
	{Name: "siteName", Header: "SITE"},
	{Name: "online", Header: "STATUS", From: []string{"online", "suspended", "deleted"}, Kind: output.Bool, Terminal: status},
	{Name: "lastSeen", Header: "LAST SEEN", Kind: output.Time},
	{Name: "operatingSystem", Header: "OS", Terminal: shortSystem},
	{Name: "deviceType", Header: "TYPE", From: []string{"deviceType.category"}, Wide: true},
	{Name: "lastLoggedInUser", Header: "USER", Wide: true},
	{Name: "intIpAddress", Header: "ADDRESS", Wide: true, Whole: true},
	{Name: "patchStatus", Header: "PATCHES", From: []string{"patchManagement.patchStatus"}, Terminal: patchStatus, Wide: true},
	{Name: "antivirusStatus", Header: "ANTIVIRUS", From: []string{"antivirus.antivirusStatus"}, Terminal: antivirusStatus, Wide: true},
	{Name: "uid", Header: "UID", Wide: true, Whole: true},
	{Name: "id", Header: "ID", Kind: output.Number, OnRequest: true},
	{Name: "siteUid", Header: "SITE UID", OnRequest: true, Whole: true},
	{Name: "siteId", Header: "SITE ID", Kind: output.Number, OnRequest: true},
	{Name: "deviceClass", Header: "CLASS", OnRequest: true},
	{Name: "model", From: []string{"deviceType.type"}, OnRequest: true},
	{Name: "description", OnRequest: true},
	{Name: "domain", OnRequest: true},
	{Name: "extIpAddress", Header: "PUBLIC ADDRESS", OnRequest: true},
	{Name: "lastReboot", Header: "LAST REBOOT", Kind: output.Time, OnRequest: true},
	{Name: "lastAuditDate", Header: "LAST AUDIT", Kind: output.Time, OnRequest: true},
	{Name: "creationDate", Header: "CREATED", Kind: output.Time, OnRequest: true},
	{Name: "rebootRequired", Header: "REBOOT", Kind: output.Bool, OnRequest: true, Terminal: attention("required", "no")},
	{Name: "suspended", Kind: output.Bool, OnRequest: true},
	{Name: "deleted", Kind: output.Bool, OnRequest: true},
	{Name: "antivirusProduct", Header: "ANTIVIRUS PRODUCT", From: []string{"antivirus.antivirusProduct"}, OnRequest: true},
	{Name: "patchesPending", Header: "PATCHES PENDING", From: []string{"patchManagement.patchesApprovedPending"}, Kind: output.Number, OnRequest: true},
	{Name: "patchesInstalled", Header: "PATCHES INSTALLED", From: []string{"patchManagement.patchesInstalled"}, Kind: output.Number, OnRequest: true},
	{Name: "softwareStatus", Header: "SOFTWARE", OnRequest: true},
	{Name: "warrantyDate", Header: "WARRANTY", OnRequest: true, Plain: date},
	{Name: "agentVersion", Header: "AGENT", From: []string{"displayVersion"}, OnRequest: true},
	{Name: "a64Bit", Header: "64 BIT", Kind: output.Bool, OnRequest: true},
	{Name: "portalUrl", Header: "PORTAL", OnRequest: true, Whole: true},
	{Name: "webRemoteUrl", Header: "WEB REMOTE", OnRequest: true, Whole: true},
}

// status says what people want to know first.
func status(values []output.Value, _ *output.Look) output.Cell {
	switch online, suspended, deleted := values[0], values[1], values[2]; {
	case deleted.True():
		return output.Cell{Text: "deleted", Color: terminal.Faint}
	case suspended.True():
		return output.Cell{Text: "suspended", Color: terminal.Warning}
	case online.True():
		return output.Cell{Text: "online", Color: terminal.Good}
	case online.False():
		return output.Cell{Text: "offline", Color: terminal.Bad}
	}
	return output.Cell{}
}

// shortSystem leaves out the vendor's name, which says nothing and costs room.
func shortSystem(values []output.Value, _ *output.Look) output.Cell {
	return output.Cell{Text: strings.TrimPrefix(values[0].Text(), "Microsoft ")}
}

func patchStatus(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	switch cell.Text {
	case "InstallError":
		cell.Color = terminal.Bad
	case "RebootRequired", "ApprovedPending":
		cell.Color = terminal.Warning
	case "NoPolicy", "NoData":
		cell.Color = terminal.Faint
	}
	return cell
}

func antivirusStatus(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	switch cell.Text {
	case "NotRunning":
		cell.Color = terminal.Bad
	case "RunningAndNotUpToDate", "NotDetected":
		cell.Color = terminal.Warning
	}
	return cell
}

// attention shows true in a colour that asks for some.
func attention(yes, no string) func([]output.Value, *output.Look) output.Cell {
	return func(values []output.Value, _ *output.Look) output.Cell {
		switch {
		case values[0].True():
			return output.Cell{Text: yes, Color: terminal.Warning}
		case values[0].False():
			return output.Cell{Text: no}
		}
		return output.Cell{}
	}
}

// date prints a day. Some platforms send it as a time.
func date(values []output.Value) string {
	text := values[0].Text()
	if len(text) == len("2006-01-02") && strings.Count(text, "-") == 2 {
		return text
	}
	if t := values[0].Time(); !t.IsZero() {
		return t.Format("2006-01-02")
	}
	return text
}
