package site

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/device"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const (
	getOperation        = "GET /v2/site/{siteUid}"
	settingsOperation   = "GET /v2/site/{siteUid}/settings"
	patchesOperation    = "GET /v2/site/{siteUid}/patches"
	interfacesOperation = "GET /v2/site/{siteUid}/devices/network-interface"
)

// pathOf is the path of a site, and of what belongs to it.
func pathOf(uid, rest string) string { return "/v2/site/" + url.PathEscape(uid) + rest }

// find finds the site that text means, with the object that the server has.
func find(ctx context.Context, call *command.Call, text string) (*datto.Client, resolve.Candidate, error) {
	client, uid, err := uidOf(ctx, call, text)
	if err != nil {
		return nil, uid, err
	}
	site, err := resolve.Describe(ctx, client, uid, pathOf(uid.UID, ""))
	return client, site, err
}

// describeAnd are the calls of find, and further ones.
func describeAnd(operations ...string) func(*command.Call) ([]command.Step, error) {
	return func(call *command.Call) ([]command.Step, error) {
		steps := command.DescribeSite(call.Args[0])
		for _, operation := range operations {
			steps = append(steps, command.Once(operation, ""))
		}
		return steps, nil
	}
}

// pagesOf are the calls of uidOf, and those of a list.
func pagesOf(operation string) func(*command.Call) ([]command.Step, error) {
	return func(call *command.Call) ([]command.Step, error) {
		return append(command.FindSite(call.Args[0]), call.Pages(false, operation)...), nil
	}
}

// uidOf finds the uid that text means. Where it is a uid, nobody is asked.
func uidOf(ctx context.Context, call *command.Call, text string) (*datto.Client, resolve.Candidate, error) {
	client, err := call.Client()
	if err != nil {
		return nil, resolve.Candidate{}, err
	}
	site, err := resolve.Site(ctx, client, text)
	return client, site, err
}

func newShowCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "show <site>",
		Short: "Show a site",
		Long:  "Show a site. Name it by uid, name, or the beginning of either.",
		Example: `  datto --demo site show Orchard
  datto --demo site show Orchard --output yaml
  datto --demo site show Orchard --web`,
		Columns: output.All(columns), Page: "portalUrl",
		Operations: []string{getOperation}, Steps: describeAnd(),
		Args: command.Args("<site>"),
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			_, site, err := find(ctx, call, call.Args[0])
			return site.Row, err
		},
	}
	return show.New(f)
}

var settingsColumns = []output.Column{
	{Name: "name", From: []string{"generalSettings.name"}},
	{Name: "uid", Header: "UID", From: []string{"generalSettings.uid"}, Whole: true},
	{Name: "description", From: []string{"generalSettings.description"}},
	{Name: "onDemand", Header: "ON DEMAND", From: []string{"generalSettings.onDemand"}, Kind: output.Bool},
	{Name: "proxyType", Header: "PROXY TYPE", From: []string{"proxySettings.type"}},
	{Name: "proxyHost", Header: "PROXY HOST", From: []string{"proxySettings.host"}},
	{Name: "proxyPort", Header: "PROXY PORT", From: []string{"proxySettings.port"}, Kind: output.Number},
	{Name: "proxyUsername", Header: "PROXY USER", From: []string{"proxySettings.username"}},
	{Name: "proxyPassword", Header: "PROXY PASSWORD", From: []string{"proxySettings.password"}},
	recipientsColumn(),
}

func recipientsColumn() output.Column {
	plain, shown := output.Lines(func(item output.Value) string {
		return item.Member("name").Text() + " <" + item.Member("email").Text() + ">"
	})
	return output.Column{Name: "mailRecipients", Header: "MAIL TO", From: []string{"mailRecipients"}, Plain: plain, Terminal: shown}
}

func newSettingsCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:        "settings <site>",
		Short:      "Show the settings of a site: general, proxy, mail recipients",
		Example:    "  datto --demo site settings Orchard",
		Columns:    settingsColumns,
		Operations: []string{settingsOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(command.FindSite(call.Args[0]), command.Once(settingsOperation, "")), nil
		},
		Args: command.Args("<site>"),
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, site, err := uidOf(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			settings, err := datto.Get[json.RawMessage](ctx, client, pathOf(site.UID, "/settings"))
			return settings, site.Missing(err)
		},
	}
	return show.New(f)
}

func newMappingsCommand(f *factory.Factory) *cobra.Command {
	plain, shown := output.Lines(output.Value.Text)
	list := &command.List{
		Use:     "mappings",
		Short:   "List which Datto Networking networks belong to which site",
		Example: "  datto --demo site mappings --columns name,networks",
		Noun:    "sites",
		Columns: []output.Column{
			{Name: "name"},
			{Name: "networks", From: []string{"dattoNetworkingNetworkIds"}, Plain: plain, Terminal: shown},
			{Name: "description", Wide: true},
			{Name: "uid", Header: "UID", Wide: true, Whole: true},
			{Name: "id", Header: "ID", Kind: output.Number, OnRequest: true},
			{Name: "portalUrl", Header: "PORTAL", OnRequest: true, Whole: true},
		},
		Operations: []string{"GET /v2/account/dnet-site-mappings"},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			return datto.All[json.RawMessage](ctx, client, "/v2/account/dnet-site-mappings"), nil
		},
	}
	return list.New(f)
}

func newPatchesCommand(f *factory.Factory) *cobra.Command {
	var status string
	list := &command.List{
		Use:   "patches <site>",
		Short: "List the patches of a site, with the number of devices",
		Long: `List the patches of a site. A patch that is installed on some devices and
pending on others is listed once per state, with the number of devices. Not
available on platforms with older builds.`,
		Example: "  datto --demo site patches Orchard --status NOT_APPROVED --sort -totalDevices --limit 5",
		Noun:    "patches", Columns: device.PatchColumns(true),
		Operations: []string{patchesOperation}, Steps: pagesOf(patchesOperation),
		Args:  command.Args("<site>"),
		Flags: func(flags *pflag.FlagSet) { device.AddPatchStatus(flags, &status) },
		Check: func(*command.Call) error { return device.CheckPatchStatus(status) },
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, site, err := uidOf(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			rows := datto.All[json.RawMessage](ctx, client, pathOf(site.UID, "/patches"), device.PatchStatusQuery(status)...)
			return command.Explained(rows, site.About), nil
		},
	}
	return list.New(f)
}

func newInterfacesCommand(f *factory.Factory) *cobra.Command {
	list := &command.List{
		Use:     "interfaces <site>",
		Short:   "List the network interfaces of the devices of a site",
		Example: "  datto --demo site interfaces Orchard",
		Noun:    "devices", Columns: device.InterfaceColumns,
		Operations: []string{interfacesOperation}, Steps: pagesOf(interfacesOperation),
		Args: command.Args("<site>"),
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, site, err := uidOf(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			rows := datto.All[json.RawMessage](ctx, client, pathOf(site.UID, "/devices/network-interface"))
			return command.Explained(rows, site.Missing), nil
		},
	}
	return list.New(f)
}

// New makes the commands for sites.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("site", "List, show and change sites",
		newListCommand(f), newShowCommand(f), newCreateCommand(f), newUpdateCommand(f), newSettingsCommand(f),
		device.NewSiteListCommand(f), newPatchesCommand(f), newInterfacesCommand(f), newMappingsCommand(f),
		command.Group("proxy", "Set or delete the proxy that the agents of a site use",
			newProxySetCommand(f), newProxyDeleteCommand(f)))
}
