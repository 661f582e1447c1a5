// Package account holds the commands for the account as a whole.
package account

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

var columns = []output.Column{
	{Name: "name"},
	{Name: "uid", Header: "UID", Whole: true},
	{Name: "devices", From: []string{"devicesStatus.numberOfDevices"}, Kind: output.Number},
	{Name: "online", From: []string{"devicesStatus.numberOfOnlineDevices"}, Kind: output.Number},
	{Name: "offline", From: []string{"devicesStatus.numberOfOfflineDevices"}, Kind: output.Number},
	{Name: "managed", From: []string{"devicesStatus.numberOfManagedDevices"}, Kind: output.Number},
	{Name: "onDemand", Header: "ON DEMAND", From: []string{"devicesStatus.numberOfOnDemandDevices"}, Kind: output.Number},
	{Name: "deviceLimit", Header: "DEVICE LIMIT", From: []string{"descriptor.deviceLimit"}, Kind: output.Number},
	{Name: "timeZone", Header: "TIME ZONE", From: []string{"descriptor.timeZone"}},
	// The typing error is the server's.
	{Name: "billingEmail", Header: "BILLING EMAIL", From: []string{"descriptor.bilingEmail"}},
	{Name: "currency"},
	{Name: "id", Header: "ID", Kind: output.Number},
}

// New makes the commands for the account.
func New(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:     "show",
		Short:   "Show the account: name, limits, device counts",
		Example: "  datto --demo account show",
		Columns: columns, Operations: []string{"GET /v2/account"},
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			return datto.Get[json.RawMessage](ctx, client, "/v2/account")
		},
	}
	return command.Group("account", "Show the account", show.New(f))
}
