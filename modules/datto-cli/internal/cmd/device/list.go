package device

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

// selection is which devices are meant.
type selection struct {
	site     string
	hostname string
	kind     string
	system   string
	filter   string

	online, offline bool
	reboot          bool
	unseen          command.Age
	classes         []string
	patches         []string
	antivirus       []string
}

// What the server is known to say of devices.
var (
	classes = []datto.DeviceClass{
		datto.DeviceClassDevice, datto.DeviceClassPrinter, datto.DeviceClassESXiHost,
		datto.DeviceClassRMMNetworkDevice, datto.DeviceClassUnknown,
	}
	patchStates = []datto.PatchStatus{
		datto.PatchStatusFullyPatched, datto.PatchStatusApprovedPending, datto.PatchStatusRebootRequired,
		datto.PatchStatusInstallError, datto.PatchStatusNoPolicy, datto.PatchStatusNoData,
	}
	antivirusStates = []datto.AntivirusStatus{
		datto.AntivirusStatusRunningAndUpToDate, datto.AntivirusStatusRunningAndNotUpToDate,
		datto.AntivirusStatusNotRunning, datto.AntivirusStatusNotDetected,
	}
)

func (s *selection) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&s.site, "site", "", "Only devices of this `site`: uid, name, or the beginning of either")
	s.addNarrowing(flags)
}

func (s *selection) addNarrowing(flags *pflag.FlagSet) {
	flags.StringVar(&s.hostname, "hostname", "", "Only devices whose host name contains this `text`")
	flags.StringVar(&s.kind, "type", "", "Only devices whose type contains this `text`, such as laptop or esxi")
	flags.StringVar(&s.system, "os", "", "Only devices whose operating system contains this `text`")
	flags.StringVar(&s.filter, "filter", "", "Only devices in the device filter with this `id` or name; can be combined with the other flags")
	command.Only(flags, &s.online, "online", "Only devices that are online")
	command.Only(flags, &s.offline, "offline", "Only devices that are offline")
	command.Only(flags, &s.reboot, "reboot-required", "Only devices that need a reboot")
	flags.Var(&s.unseen, "unseen", "Only devices that were last seen at least this long ago, such as 30d")
	flags.StringSliceVar(&s.classes, "class", nil, "Only devices of these `classes`: device, printer, esxihost, rmmnetworkdevice, unknown")
	flags.StringSliceVar(&s.patches, "patch-status", nil, "Only devices with these patch `states`, such as RebootRequired,InstallError")
	flags.StringSliceVar(&s.antivirus, "antivirus-status", nil, "Only devices with these antivirus `states`, such as NotRunning,NotDetected")
}

func (s *selection) check(*command.Call) error {
	if s.online && s.offline {
		return errors.New("--online and --offline cannot be used together")
	}
	return nil
}

// rows asks the server for as few devices as it can tell apart, and sorts out the
// rest here.
func (s *selection) rows(ctx context.Context, call *command.Call) (command.Rows, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	command.WarnUnknown(call, "class", s.classes, classes)
	command.WarnUnknown(call, "patch status", s.patches, patchStates)
	command.WarnUnknown(call, "antivirus status", s.antivirus, antivirusStates)
	filter, err := s.filterID(ctx, client)
	if err != nil {
		return nil, err
	}
	path, opts := "/v2/account/devices", []datto.CallOption(nil)
	missing := func(err error) error { return err }
	ask := func(name, value string) {
		if value != "" {
			opts = append(opts, datto.CallQuery(name, value))
		}
	}
	if s.site != "" {
		site, err := resolve.Site(ctx, client, s.site)
		if err != nil {
			return nil, err
		}
		path = "/v2/site/" + url.PathEscape(site.UID) + "/devices"
		missing = site.Missing
	} else if filter == "" {
		ask("hostname", s.hostname)
		ask("deviceType", s.kind)
		ask("operatingSystem", s.system)
	}
	if filter != "" {
		ask("filterId", filter)
		missing = s.noFilter
	}
	rows := command.Explained(datto.All[json.RawMessage](ctx, client, path, opts...), missing)
	return s.where(rows, call.Now()), nil
}

// where keeps the rows that are meant. It repeats what the server was asked,
// because a site's list and a filter know of no other conditions.
func (s *selection) where(rows command.Rows, now time.Time) command.Rows {
	members := []string{
		"hostname", "deviceType.category", "operatingSystem", "online", "rebootRequired", "lastSeen",
		"deviceClass", "patchManagement.patchStatus", "antivirus.antivirusStatus",
	}
	oneOf := func(wanted []string, value output.Value) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, value.Text()) })
	}
	return command.Where(rows, members, func(v []output.Value) bool {
		return contains(v[0], s.hostname) && contains(v[1], s.kind) && contains(v[2], s.system) &&
			(!s.online || v[3].True()) && (!s.offline || v[3].False()) && (!s.reboot || v[4].True()) &&
			(s.unseen == 0 || !v[5].Time().IsZero() && now.Sub(v[5].Time()) >= time.Duration(s.unseen)) &&
			oneOf(s.classes, v[6]) && oneOf(s.patches, v[7]) && oneOf(s.antivirus, v[8])
	})
}

func contains(value output.Value, text string) bool {
	return text == "" || strings.Contains(strings.ToLower(value.Text()), strings.ToLower(text))
}

// filterID is the number of the device filter that is meant.
func (s *selection) filterID(ctx context.Context, client *datto.Client) (string, error) {
	if s.filter == "" {
		return "", nil
	}
	if isNumber(s.filter) {
		return s.filter, nil
	}
	filter, err := resolve.Filter(ctx, client, s.filter)
	return filter.ID, err
}

// noFilter names the filter that the server does not know, or both that and the
// site, because it does not say which of them.
func (s *selection) noFilter(err error) error {
	if !errors.Is(err, datto.ErrNotFound) {
		return err
	}
	noun := "filter"
	if s.site != "" {
		noun = "site " + strconv.Quote(s.site) + " with the filter"
	}
	return &exitcode.NotFoundError{Noun: noun, Name: s.filter, Hint: "datto filter list shows all filters"}
}

// steps are the calls: the filter, the site, and the list.
func (s *selection) steps(call *command.Call) ([]command.Step, error) {
	var steps []command.Step
	if s.filter != "" && !isNumber(s.filter) {
		steps = command.FindFilter(s.filter)
	}
	list := listOperation
	if s.site != "" {
		list = listSiteOperation
		steps = append(steps, command.FindSite(s.site)...)
	}
	return append(steps, call.Pages(s.sortsOut(), list)...), nil
}

// sortsOut reports whether there are conditions that the server does not apply.
func (s *selection) sortsOut() bool {
	return s.online || s.offline || s.reboot || s.unseen != 0 || len(s.classes)+len(s.patches)+len(s.antivirus) > 0 ||
		(s.site != "" || s.filter != "") && s.hostname+s.kind+s.system != ""
}

func isNumber(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}

const (
	listOperation     = "GET /v2/account/devices"
	listSiteOperation = "GET /v2/site/{siteUid}/devices"
)

func newListCommand(f *factory.Factory) *cobra.Command {
	var s selection
	list := &command.List{
		Use:   "list",
		Short: "List devices",
		Long: `List the devices of the account, or of one site.

The server filters by host name, type and operating system; all other filters
are applied here, to all devices.`,
		Example: `  datto --demo device list --offline --unseen 7d
  datto --demo device list --site Orchard --columns hostname,operatingSystem,lastReboot --sort -lastReboot
  datto --demo device list --output json --jq '.[] | select(.rebootRequired) | .hostname'
  datto --demo device list --udf 1,4=Asset --out devices.csv`,
		Noun: "devices", Columns: columns, UDFs: true,
		Operations: []string{listOperation, listSiteOperation}, Steps: s.steps,
		Flags: s.addFlags, Check: s.check, Rows: s.rows,
	}
	return list.New(f)
}

// NewSiteListCommand makes the command that lists the devices of a site.
func NewSiteListCommand(f *factory.Factory) *cobra.Command {
	var s selection
	list := &command.List{
		Use:     "devices <site>",
		Short:   "List the devices of a site",
		Example: "  datto --demo site devices Orchard --offline",
		Noun:    "devices", Columns: columns, UDFs: true,
		Operations: []string{listSiteOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			s.site = call.Args[0]
			return s.steps(call)
		},
		Args:  command.Args("<site>"),
		Flags: s.addNarrowing, Check: s.check,
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			s.site = call.Args[0]
			return s.rows(ctx, call)
		},
	}
	return list.New(f)
}
