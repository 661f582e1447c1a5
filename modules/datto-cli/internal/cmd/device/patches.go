package device

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// PatchColumns are those of a patch: of a site, with the number of devices.
func PatchColumns(ofSite bool) []output.Column {
	columns := []output.Column{
		{Name: "severity", Terminal: severity},
		{Name: "installStatus", Header: "STATUS"},
		{Name: "title"},
		{Name: "releaseDate", Header: "RELEASED", Plain: date, Whole: true},
		{Name: "kbArticleId", Header: "KB", Wide: true, Whole: true},
		{Name: "rebootRequired", Header: "REBOOT", Kind: output.Bool, Wide: true},
		{Name: "maxSize", Header: "SIZE", Kind: output.Bytes, Wide: true},
		{Name: "patchId", Header: "PATCH ID", Wide: true, Whole: true},
		{Name: "type", OnRequest: true},
		{Name: "category", OnRequest: true},
		{Name: "description", OnRequest: true},
		{Name: "requireUserInput", Header: "USER INPUT", Kind: output.Bool, OnRequest: true},
	}
	if ofSite {
		devices := output.Column{Name: "totalDevices", Header: "DEVICES", Kind: output.Number}
		return slices.Insert(columns, 2, devices)
	}
	return append(columns, output.Column{Name: "manualOverride", Header: "OVERRIDE", Kind: output.Bool, OnRequest: true})
}

func severity(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	switch cell.Text {
	case "CRITICAL":
		cell.Color = terminal.Bad
	case "IMPORTANT":
		cell.Color = terminal.Warning
	case "UNSPECIFIED":
		cell.Color = terminal.Faint
	}
	return cell
}

var patchStatuses = []string{"INSTALLED", "APPROVED_PENDING", "NOT_APPROVED"}

// AddPatchStatus declares the flag by which the server narrows patches.
func AddPatchStatus(flags *pflag.FlagSet, status *string) {
	flags.StringVar(status, "status", "", "Only patches in this `state`: "+strings.Join(patchStatuses, ", "))
}

// CheckPatchStatus refuses a state that the server would refuse.
func CheckPatchStatus(status string) error {
	if status == "" || slices.Contains(patchStatuses, strings.ToUpper(status)) {
		return nil
	}
	return fmt.Errorf("--status must be one of %s", strings.Join(patchStatuses, ", "))
}

// PatchStatusQuery asks the server for patches in that state.
func PatchStatusQuery(status string) []datto.CallOption {
	if status == "" {
		return nil
	}
	return []datto.CallOption{datto.CallQuery("installStatus", strings.ToUpper(status))}
}
