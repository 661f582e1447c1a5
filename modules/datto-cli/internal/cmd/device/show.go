package device

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const getOperation = "GET /v2/device/{deviceUid}"

// pathOf is the path of a device, and of what belongs to it.
func pathOf(uid, rest string) string { return "/v2/device/" + url.PathEscape(uid) + rest }

// find finds the device that text means, with the object that the server has.
func find(ctx context.Context, call *command.Call, text string) (*datto.Client, resolve.Candidate, error) {
	client, err := call.Client()
	if err != nil {
		return nil, resolve.Candidate{}, err
	}
	device, err := resolve.Device(ctx, client, text)
	if err != nil {
		return nil, device, err
	}
	device, err = resolve.Describe(ctx, client, device, pathOf(device.UID, ""))
	device.Name = output.Value(device.Row).Member("hostname").Text()
	return client, device, err
}

// describeSteps are the calls of find.
func describeSteps(call *command.Call) ([]command.Step, error) {
	return command.DescribeDevice(call.Args[0]), nil
}

// uidOf finds the uid that text means. Where it is a uid, nobody is asked.
func uidOf(ctx context.Context, call *command.Call, text string) (*datto.Client, resolve.Candidate, error) {
	client, err := call.Client()
	if err != nil {
		return nil, resolve.Candidate{}, err
	}
	device, err := resolve.Device(ctx, client, text)
	return client, device, err
}

var showColumns = append(output.All(columns), output.Column{
	Name: "udf", Header: "USER-DEFINED FIELDS", From: []string{"udf"},
	Plain: func(values []output.Value) string { return strings.Join(udfs(values[0]), "; ") },
	Terminal: func(values []output.Value, _ *output.Look) output.Cell {
		fields := udfs(values[0])
		for i := range fields {
			// A value of two lines must not pass for two fields.
			fields[i] = terminal.Line(fields[i])
		}
		return output.Cell{Text: strings.Join(fields, "\n")}
	},
})

// udfs are the user-defined fields that are set.
func udfs(value output.Value) []string {
	var set []string
	for _, pair := range value.Pairs() {
		if text := pair.Value.Text(); text != "" {
			set = append(set, strings.TrimPrefix(pair.Name, "udf")+" = "+text)
		}
	}
	return set
}

func newShowCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "show <device>",
		Short: "Show a device",
		Long: `Show a device with the user-defined fields that are set. Name it by uid, host
name, or the beginning of either.`,
		Example: `  datto --demo device show ORCA-DC01
  datto --demo device show ORCA-DC01 --output json --jq .patchManagement
  datto --demo device show ORCA-DC01 --web`,
		Columns: showColumns, UDFs: true, Page: "portalUrl",
		Operations: []string{getOperation}, Steps: describeSteps,
		Args: command.Args("<device>"),
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			_, device, err := find(ctx, call, call.Args[0])
			return device.Row, err
		},
	}
	return show.New(f)
}

// listOf declares a list of things that belong to one device.
func listOf(use, short, noun, operation, rest string, columns []output.Column) *command.List {
	return &command.List{
		Use: use + " <device>", Short: short, Noun: noun,
		Columns: columns, Operations: []string{operation}, Args: command.Args("<device>"),
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(command.FindDevice(call.Args[0]), call.Pages(false, operation)...), nil
		},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, device, err := uidOf(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			rows := datto.All[json.RawMessage](ctx, client, strings.Replace(rest, "{}", url.PathEscape(device.UID), 1))
			return command.Explained(rows, device.About), nil
		},
	}
}

// New makes the commands for devices.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("device", "List, show and change devices",
		newListCommand(f), newShowCommand(f), newFindCommand(f), newMoveCommand(f),
		newAuditCommand(f), newSoftwareCommand(f), newPatchesCommand(f), newAlertsCommand(f), newInterfacesCommand(f),
		command.Group("udf", "List and change the user-defined fields of a device",
			newUDFListCommand(f), newUDFSetCommand(f), newUDFClearCommand(f)),
		command.Group("warranty", "Set or clear the warranty end date of a device",
			newWarrantySetCommand(f), newWarrantyClearCommand(f)))
}
