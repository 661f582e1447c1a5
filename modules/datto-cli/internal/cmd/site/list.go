// Package site holds the commands for sites.
package site

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var columns = []output.Column{
	{Name: "name"},
	{Name: "devices", From: []string{"devicesStatus.numberOfDevices"}, Kind: output.Number},
	{Name: "online", From: []string{"devicesStatus.numberOfOnlineDevices"}, Kind: output.Number},
	{Name: "offline", From: []string{"devicesStatus.numberOfOfflineDevices"}, Kind: output.Number, Terminal: offline},
	{Name: "description", Wide: true},
	{Name: "onDemand", Header: "ON DEMAND", Kind: output.Bool, Wide: true},
	{Name: "uid", Header: "UID", Wide: true, Whole: true},
	{Name: "id", Header: "ID", Kind: output.Number, OnRequest: true},
	{Name: "notes", OnRequest: true},
	{Name: "splashtopAutoInstall", Header: "SPLASHTOP", Kind: output.Bool, OnRequest: true},
	{Name: "proxyHost", Header: "PROXY", From: []string{"proxySettings.host"}, OnRequest: true},
	{Name: "proxyPort", Header: "PROXY PORT", From: []string{"proxySettings.port"}, Kind: output.Number, OnRequest: true},
	{Name: "autotaskCompanyName", Header: "AUTOTASK COMPANY", OnRequest: true},
	{Name: "autotaskCompanyId", Header: "AUTOTASK ID", OnRequest: true},
	{Name: "portalUrl", Header: "PORTAL", OnRequest: true, Whole: true},
}

func offline(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	if n, ok := values[0].Number(); ok && n > 0 {
		cell.Color = terminal.Bad
	}
	return cell
}

func newListCommand(f *factory.Factory) *cobra.Command {
	var name string
	list := &command.List{
		Use:   "list",
		Short: "List sites",
		Long: `List the sites of the account, including the built-in ones: Managed, OnDemand
and Deleted Devices.`,
		Example: `  datto --demo site list --sort -offline
  datto --demo site list --name orch --output json`,
		Noun: "sites", Columns: columns,
		Operations: []string{"GET /v2/account/sites"},
		Flags: func(flags *pflag.FlagSet) {
			flags.StringVar(&name, "name", "", "Only sites whose name contains this `text`")
		},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			var opts []datto.CallOption
			if name != "" {
				opts = append(opts, datto.CallQuery("siteName", name))
			}
			return datto.All[json.RawMessage](ctx, client, "/v2/account/sites", opts...), nil
		},
	}
	return list.New(f)
}
