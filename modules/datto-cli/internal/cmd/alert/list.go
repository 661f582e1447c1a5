// Package alert holds the commands for alerts.
package alert

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var columns = []output.Column{
	{Name: "priority", Terminal: priority, Order: []string{"Critical", "High", "Moderate", "Low", "Information", "Unknown"}},
	{Name: "timestamp", Header: "RAISED", Kind: output.Time},
	{Name: "device", From: []string{"alertSourceInfo.deviceName"}},
	{Name: "site", From: []string{"alertSourceInfo.siteName"}},
	{Name: "summary", From: []string{"alertContext", "diagnostics"}, Plain: summary},
	{Name: "ticketNumber", Header: "TICKET", Wide: true},
	{Name: "uid", Header: "UID", From: []string{"alertUid"}, Wide: true, Whole: true},
	{Name: "class", From: []string{`alertContext.@class`}, OnRequest: true},
	{Name: "diagnostics", OnRequest: true},
	{Name: "resolved", Kind: output.Bool, OnRequest: true},
	{Name: "resolvedOn", Header: "RESOLVED ON", Kind: output.Time, OnRequest: true},
	{Name: "resolvedBy", Header: "RESOLVED BY", OnRequest: true},
	{Name: "muted", Kind: output.Bool, OnRequest: true},
	{Name: "autoresolveMins", Header: "AUTO RESOLVE MINUTES", Kind: output.Number, OnRequest: true},
	{Name: "deviceUid", Header: "DEVICE UID", From: []string{"alertSourceInfo.deviceUid"}, OnRequest: true, Whole: true},
	{Name: "siteUid", Header: "SITE UID", From: []string{"alertSourceInfo.siteUid"}, OnRequest: true, Whole: true},
}

var priorities = []datto.AlertPriority{
	datto.AlertPriorityCritical, datto.AlertPriorityHigh, datto.AlertPriorityModerate,
	datto.AlertPriorityLow, datto.AlertPriorityInformation, datto.AlertPriorityUnknown,
}

func priority(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	switch cell.Text {
	case "Critical":
		cell.Color = terminal.Alarm
	case "High":
		cell.Color = terminal.Bad
	case "Moderate":
		cell.Color = terminal.Warning
	case "Information":
		cell.Color = terminal.Faint
	}
	return cell
}

// summary says what an alert is about. An alert has no text of its own: it is
// made of its context, or else of the diagnostics.
func summary(values []output.Value) string {
	var about datto.AlertContext
	if !values[0].Null() && about.UnmarshalJSON(values[0]) == nil {
		if text := about.Summary(); text != "" {
			return text
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(values[1].Text()), "\n")
	return line
}

// selection is which alerts are meant.
type selection struct {
	open, resolved bool
	site, device   string
	priorities     []string
	classes        []string
}

func (s *selection) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&s.site, "site", "", "Only alerts of this `site`: uid, name, or the beginning of either")
	flags.StringVar(&s.device, "device", "", "Only alerts of this `device`: uid, host name, or the beginning of either")
	s.addNarrowing(flags)
}

func (s *selection) addNarrowing(flags *pflag.FlagSet) {
	command.Only(flags, &s.open, "open", "Open alerts (the default)")
	command.Only(flags, &s.resolved, "resolved", "Resolved alerts; add --open for both")
	flags.StringSliceVar(&s.priorities, "priority", nil, "Only alerts of these `priorities`: Critical, High, Moderate, Low, Information, Unknown")
	flags.StringSliceVar(&s.classes, "class", nil, "Only alerts of these context `classes`, such as perf_disk_usage_ctx or disk_usage")
}

func (s *selection) check(*command.Call) error {
	if s.site != "" && s.device != "" {
		return errors.New("--site and --device cannot be used together")
	}
	return nil
}

func (s *selection) rows(ctx context.Context, call *command.Call) (command.Rows, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	command.WarnUnknown(call, "priority", s.priorities, priorities)
	base, missing := "/v2/account", func(err error) error { return err }
	switch {
	case s.site != "":
		site, err := resolve.Site(ctx, client, s.site)
		if err != nil {
			return nil, err
		}
		base, missing = "/v2/site/"+url.PathEscape(site.UID), site.Missing
	case s.device != "":
		device, err := resolve.Device(ctx, client, s.device)
		if err != nil {
			return nil, err
		}
		base, missing = "/v2/device/"+url.PathEscape(device.UID), device.Missing
	}
	var lists []command.Rows
	if s.open || !s.resolved {
		lists = append(lists, datto.All[json.RawMessage](ctx, client, base+"/alerts/open"))
	}
	if s.resolved {
		lists = append(lists, datto.All[json.RawMessage](ctx, client, base+"/alerts/resolved"))
	}
	return s.where(command.Explained(command.Chain(lists...), missing)), nil
}

func (s *selection) where(rows command.Rows) command.Rows {
	if len(s.priorities) == 0 && len(s.classes) == 0 {
		return rows
	}
	return command.Where(rows, []string{"priority", "alertContext.@class"}, func(v []output.Value) bool {
		return (len(s.priorities) == 0 || slices.ContainsFunc(s.priorities, func(p string) bool { return strings.EqualFold(p, v[0].Text()) })) &&
			(len(s.classes) == 0 || slices.ContainsFunc(s.classes, func(c string) bool {
				return strings.Contains(strings.ToLower(v[1].Text()), strings.ToLower(c))
			}))
	})
}

// operations are those of the lists of open and resolved alerts below these paths.
func operations(below ...string) []string {
	var all []string
	for _, path := range below {
		all = append(all, "GET /v2/"+path+"/alerts/open", "GET /v2/"+path+"/alerts/resolved")
	}
	return all
}

// steps are the calls: the site or the device, and the lists.
func (s *selection) steps(call *command.Call) ([]command.Step, error) {
	var steps []command.Step
	both := operations("account")
	switch {
	case s.site != "":
		steps, both = command.FindSite(s.site), operations("site/{siteUid}")
	case s.device != "":
		steps, both = command.FindDevice(s.device), operations("device/{deviceUid}")
	}
	switch {
	case s.open && s.resolved:
	case s.resolved:
		both = both[1:]
	default:
		both = both[:1]
	}
	return append(steps, call.Pages(len(s.priorities)+len(s.classes) > 0, both...)...), nil
}

func newListCommand(f *factory.Factory) *cobra.Command {
	var s selection
	list := &command.List{
		Use:   "list",
		Short: "List alerts (open ones by default)",
		Long: `List alerts of the account, a site or a device. --sort priority puts the most
urgent first.

The server cannot filter by priority or class, so those filters are applied
here, to all alerts. For the alerts of many devices, list the account or its
sites: that takes far fewer calls than one list per device.`,
		Example: `  datto --demo alert list --priority Critical,High --sort priority,-timestamp
  datto --demo alert list --site Orchard --class disk_health
  datto --demo alert list --resolved --output jsonl --limit 5`,
		Noun: "alerts", Columns: columns,
		Operations: operations("account", "site/{siteUid}", "device/{deviceUid}"), Steps: s.steps,
		Flags: s.addFlags, Check: s.check, Rows: s.rows,
	}
	return list.New(f)
}

// NewDeviceListCommand makes the command that lists the alerts of a device.
func NewDeviceListCommand(f *factory.Factory) *cobra.Command {
	var s selection
	list := &command.List{
		Use:     "alerts <device>",
		Short:   "List the alerts of a device (open ones by default)",
		Example: "  datto --demo device alerts ORCA-DC01",
		Noun:    "alerts", Columns: columns,
		Operations: operations("device/{deviceUid}"),
		Steps: func(call *command.Call) ([]command.Step, error) {
			s.device = call.Args[0]
			return s.steps(call)
		},
		Args:  command.Args("<device>"),
		Flags: s.addNarrowing,
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			s.device = call.Args[0]
			return s.rows(ctx, call)
		},
	}
	return list.New(f)
}
