// Package filter holds the commands for device filters.
package filter

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

var columns = []output.Column{
	{Name: "id", Header: "ID", Kind: output.Number},
	{Name: "name"},
	{Name: "type"},
	{Name: "description"},
	{Name: "lastUpdated", Header: "UPDATED", Kind: output.Time, Wide: true},
	{Name: "dateCreate", Header: "CREATED", Kind: output.Time, OnRequest: true},
}

const (
	defaultOperation = "GET /v2/filter/default-filters"
	customOperation  = "GET /v2/filter/custom-filters"
	siteOperation    = "GET /v2/site/{siteUid}/filters"
)

func newListCommand(f *factory.Factory) *cobra.Command {
	var custom, standard bool
	var site string
	list := &command.List{
		Use:   "list",
		Short: "List device filters",
		Long: `List the device filters of the account, built-in and custom, or those of one
site. Use their ids or names with datto device list --filter.

Custom filters are those of the administrator role; a key with fewer rights may
see none.`,
		Example: `  datto --demo filter list --custom
  datto --demo filter list --site Orchard`,
		Noun: "filters", Columns: columns,
		Operations: []string{defaultOperation, customOperation, siteOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			switch {
			case site != "":
				return append(command.FindSite(site), call.Pages(false, siteOperation)...), nil
			case standard && !custom:
				return call.Pages(false, defaultOperation), nil
			case custom && !standard:
				return call.Pages(false, customOperation), nil
			}
			return call.Pages(false, defaultOperation, customOperation), nil
		},
		Flags: func(flags *pflag.FlagSet) {
			command.Only(flags, &standard, "default", "Only built-in filters")
			command.Only(flags, &custom, "custom", "Only custom filters")
			flags.StringVar(&site, "site", "", "The filters of this `site`: uid, name, or the beginning of either")
		},
		Check: func(*command.Call) error {
			if site != "" && (custom || standard) {
				return errors.New("--site cannot be used with --custom or --default")
			}
			return nil
		},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			if site != "" {
				found, err := resolve.Site(ctx, client, site)
				if err != nil {
					return nil, err
				}
				rows := datto.All[json.RawMessage](ctx, client, "/v2/site/"+url.PathEscape(found.UID)+"/filters")
				return command.Explained(rows, found.Missing), nil
			}
			var lists []command.Rows
			if standard || !custom {
				lists = append(lists, datto.All[json.RawMessage](ctx, client, "/v2/filter/default-filters"))
			}
			if custom || !standard {
				lists = append(lists, datto.All[json.RawMessage](ctx, client, "/v2/filter/custom-filters"))
			}
			return command.Chain(lists...), nil
		},
	}
	return list.New(f)
}

// New makes the commands for device filters.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("filter", "List device filters", newListCommand(f))
}
