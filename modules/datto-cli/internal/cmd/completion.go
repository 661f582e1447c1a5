package cmd

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const (
	// completionTime is how long somebody waits after pressing Tab.
	completionTime = 3 * time.Second
	// mostCompletions bounds what is offered: more cannot be taken in.
	mostCompletions = 250
	// mostRows bounds what is read for it: each page of 250 costs a read.
	mostRows = 1000
	// jobAge is how far back jobs are looked for.
	jobAge = 24 * time.Hour
)

// candidate is something that may be meant.
type candidate struct{ name, uid, about string }

type candidates = iter.Seq2[candidate, error]

// question is what stands on the command line.
type question struct {
	client *datto.Client
	cmd    *cobra.Command
	args   []string
	text   string
	now    time.Time
}

// kind is a kind of thing that is completed from the API: the lists to look in,
// each when those before it had nothing.
type kind func(ctx context.Context, q *question) ([]candidates, error)

var (
	siteNames      = named{paths: []string{"/v2/account/sites"}, narrow: "siteName", name: "name", about: "description", anyUID: true}.kind
	deviceNames    = named{paths: []string{"/v2/account/devices"}, narrow: "hostname", name: "hostname", about: "siteName"}.kind
	componentNames = named{paths: []string{"/v2/account/components"}, name: "name", about: "description"}.kind
	filterNames    = named{paths: []string{"/v2/filter/custom-filters", "/v2/filter/default-filters"}, name: "name", about: "description"}.kind
	userNames      = named{paths: []string{"/v2/account/users"}, name: "username", about: "email"}.kind

	// argumentKinds and flagKinds say what stands behind a placeholder in the usage
	// and behind a flag.
	argumentKinds = map[string]kind{
		"device": deviceNames, "site": siteNames, "component": componentNames, "variable": variableNames, "uid": alertUIDs, "job": jobUIDs,
	}
	flagKinds = map[string]kind{
		"site": siteNames, "to": siteNames, "device": deviceNames, "component": componentNames, "filter": filterNames, "user": userNames,
	}

	// flagValues are the values of flags that take one of a few. Where two commands
	// have a flag of the same name for different things, the command is named too.
	flagValues = map[string][]string{
		"priority":         {"Critical", "High", "Moderate", "Low", "Information", "Unknown"},
		"class":            {"device", "printer", "esxihost", "rmmnetworkdevice", "unknown"},
		"patch-status":     {"NoPolicy", "NoData", "RebootRequired", "InstallError", "ApprovedPending", "FullyPatched"},
		"antivirus-status": {"RunningAndUpToDate", "RunningAndNotUpToDate", "NotRunning", "NotDetected"},
		"status":           {"INSTALLED", "APPROVED_PENDING", "NOT_APPROVED"},
		"entity":           {"device", "user"},

		"alert list --class":       alertClasses,
		"device alerts --class":    alertClasses,
		"activity list --category": {"device", "job", "remote"},
		"site proxy set --type":    {"http", "socks4", "socks5"},
	}

	alertClasses = []string{
		"antivirus_ctx", "backup_management_ctx", "comp_script_ctx", "custom_snmp_ctx", "disk_health_ctx", "endpoint_security_threat_ctx",
		"endpoint_security_windows_defender_ctx", "eventlog_ctx", "fan_ctx", "fs_object_ctx", "network_monitor_ctx",
		"online_offline_status_ctx", "patch_ctx", "perf_disk_usage_ctx", "perf_mon_ctx", "perf_resource_usage_ctx", "ping_ctx", "printer_ctx",
		"process_resource_usage_ctx", "process_status_ctx", "psu_ctx", "ransomware_ctx", "sec_management_ctx", "seccenter_ctx",
		"snmp_probe_ctx", "srvc_resource_usage_ctx", "srvc_status_ctx", "sw_action_ctx", "temperature_ctx", "wmi_ctx",
	}

	// fileFlags name files, which the shell completes.
	fileFlags = []string{"out", "input", "field"}
)

var (
	// placeholder is an argument in a usage line.
	placeholder = regexp.MustCompile(`<([a-z]+)>(\.\.\.)?`)
	// uidBeginning is a text that may be the beginning of a uid.
	uidBeginning = regexp.MustCompile(`^[0-9a-fA-F-]{4,}$`)
)

// addCompletion completes names and uids of the fleet, and the values of flags, in
// all commands below root.
func addCompletion(f *factory.Factory, root *cobra.Command) {
	for _, c := range root.Commands() {
		addCompletion(f, c)
	}
	complete := func(flag *pflag.Flag) { completeFlag(f, root, flag) }
	root.LocalNonPersistentFlags().VisitAll(complete)
	root.PersistentFlags().VisitAll(complete)
	if root.ValidArgsFunction != nil || !root.Runnable() || root.HasSubCommands() {
		return
	}
	// What stands behind a flag in the usage is no argument.
	usage, _, _ := strings.Cut(root.Use, " --")
	arguments := placeholder.FindAllStringSubmatch(usage, -1)
	if slices.ContainsFunc(arguments, func(a []string) bool { return a[1] == "directory" }) {
		return
	}
	root.ValidArgsFunction = func(cmd *cobra.Command, args []string, text string) ([]string, cobra.ShellCompDirective) {
		if at := len(args); len(arguments) > 0 && (at < len(arguments) || arguments[len(arguments)-1][2] != "") {
			what := arguments[min(at, len(arguments)-1)][1]
			if kind, ok := argumentKinds[what]; ok {
				if what == "device" && arguments[0][1] == "job" {
					kind = jobDevices
				}
				return kind.complete(f, cmd, args, text)
			}
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlag completes what stands behind a flag of cmd, where nothing does yet.
func completeFlag(f *factory.Factory, cmd *cobra.Command, flag *pflag.Flag) {
	if _, done := cmd.GetFlagCompletionFunc(flag.Name); done || flag.Value.Type() == "bool" || slices.Contains(fileFlags, flag.Name) {
		return
	}
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	values, ok := flagValues[path+" --"+flag.Name]
	if !ok {
		values = flagValues[flag.Name]
	}
	complete := command.CompleteValues(values...)
	switch found := flagKinds[flag.Name]; {
	case found != nil:
		complete = func(cmd *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
			return found.complete(f, cmd, nil, text)
		}
	case flag.Name == "output":
		complete = command.CompleteValues(output.Formats()...)
	case flag.Name == "platform":
		complete = command.CompleteValues(datto.Platforms()...)
	case flag.Name == "profile":
		complete = func(cmd *cobra.Command, args []string, text string) ([]string, cobra.ShellCompDirective) {
			file, err := f.Config()
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return command.CompleteValues(file.ProfileNames()...)(cmd, args, text)
		}
	case len(values) > 0 && strings.HasSuffix(flag.Value.Type(), "Slice"):
		complete = command.CompleteList(values...)
	}
	_ = cmd.RegisterFlagCompletionFunc(flag.Name, complete)
}

// named is a kind of thing that has a name.
type named struct {
	paths  []string
	narrow string // the parameter by which the server keeps names that contain a text
	name   string
	about  string
	anyUID bool // not every uid is a UUID
}

func (n named) kind(ctx context.Context, q *question) ([]candidates, error) {
	whole := n.list(ctx, q.client)
	if n.narrow == "" || q.text == "" {
		return []candidates{whole}, nil
	}
	lists := []candidates{n.list(ctx, q.client, datto.CallQuery(n.narrow, q.text))}
	// The server narrows by name only, so that a uid needs the whole list.
	if n.anyUID || uidBeginning.MatchString(q.text) {
		lists = append(lists, whole)
	}
	return lists, nil
}

func (n named) list(ctx context.Context, client *datto.Client, opts ...datto.CallOption) candidates {
	return func(yield func(candidate, error) bool) {
		read := output.NewMembers([]string{n.name, "uid", n.about})
		for _, path := range n.paths {
			for row, err := range datto.All[json.RawMessage](ctx, client, path, append(opts, datto.CallReadAhead(1))...) {
				var c candidate
				if err == nil {
					v := read.From(row)
					c = candidate{name: v[0].Text(), uid: v[1].Text(), about: v[2].Text()}
				}
				if !yield(c, err) {
					return
				}
			}
		}
	}
}

// variableNames are those of the site that --site names, or of the account.
func variableNames(ctx context.Context, q *question) ([]candidates, error) {
	path := "/v2/account/variables"
	if text, err := q.cmd.Flags().GetString("site"); err == nil && text != "" {
		site, err := resolve.Site(ctx, q.client, text)
		if err != nil {
			return nil, err
		}
		path = "/v2/site/" + url.PathEscape(site.UID) + "/variables"
	}
	return named{paths: []string{path}, name: "name"}.kind(ctx, q)
}

// alertUIDs are those of the open alerts.
func alertUIDs(ctx context.Context, q *question) ([]candidates, error) {
	return []candidates{func(yield func(candidate, error) bool) {
		for alert, err := range q.client.Alerts.AllOpen(ctx, nil, datto.CallReadAhead(1)) {
			c := candidate{name: alert.AlertUID}
			if source := alert.AlertSourceInfo; source != nil {
				c.about = source.DeviceName + ": "
			}
			c.about += alert.AlertContext.Summary()
			if !yield(c, err) {
				return
			}
		}
	}}, nil
}

// jobEntry is what the activity log tells of a job in its details.
type jobEntry struct {
	UID  string `json:"job.uid"`
	Name string `json:"job.name"`
}

// jobs are the entries of the activity log about jobs, the newest first. It is the
// only place where the uids of jobs can be found.
func jobs(ctx context.Context, q *question, tell func(jobEntry, *datto.ActivityLog) (candidate, bool)) candidates {
	options := &datto.ActivityLogListOptions{
		From: q.now.Add(-jobAge), Until: q.now, Order: datto.ActivityOrderDescending, Categories: []string{"job"}, PageSize: mostCompletions,
	}
	return func(yield func(candidate, error) bool) {
		for entry, err := range q.client.ActivityLogs.All(ctx, options, datto.CallReadAhead(1)) {
			var job jobEntry
			if err == nil && (json.Unmarshal([]byte(entry.Details), &job) != nil || job.UID == "") {
				continue
			}
			c, ok := tell(job, &entry)
			if (ok || err != nil) && !yield(c, err) {
				return
			}
		}
	}
}

func jobUIDs(ctx context.Context, q *question) ([]candidates, error) {
	return []candidates{jobs(ctx, q, func(job jobEntry, entry *datto.ActivityLog) (candidate, bool) {
		return candidate{name: job.UID, about: job.Name + " on " + entry.Hostname}, true
	})}, nil
}

// jobDevices are the devices that the job in the first argument ran on, as far as
// the log tells, or else all.
func jobDevices(ctx context.Context, q *question) ([]candidates, error) {
	all, err := deviceNames(ctx, q)
	return append([]candidates{jobs(ctx, q, func(job jobEntry, entry *datto.ActivityLog) (candidate, bool) {
		return candidate{name: entry.Hostname, about: job.Name}, strings.EqualFold(job.UID, q.args[0])
	})}, all...), err
}

// complete asks the API for names and uids that begin with text. Nobody is told
// when that fails: there is nothing to complete then, and no shell offers files in
// place of names, as it does after an error.
func (k kind) complete(f *factory.Factory, cmd *cobra.Command, args []string, text string) ([]string, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	names, _ := k.find(ctx, f, cmd, args, text)
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (k kind) find(ctx context.Context, f *factory.Factory, cmd *cobra.Command, args []string, text string) ([]string, error) {
	if err := applySettings(f, cmd); err != nil {
		return nil, err
	}
	client, err := f.Client(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := k(ctx, &question{client: client, cmd: cmd, args: args, text: text, now: f.Now()})
	if err != nil {
		return nil, err
	}
	for _, list := range lists {
		if names, err := offer(list, args, text); len(names) > 0 || err != nil {
			return names, err
		}
	}
	return nil, nil
}

// offer returns the names that begin with text and are no arguments yet, each with
// what it is about. Where there are none, it returns the uids that do.
func offer(list candidates, args []string, text string) ([]string, error) {
	var names, uids []string
	offered := map[string]bool{}
	add := func(to *[]string, name, about string) {
		if name = oneLine(name); name != "" && begins(name, text) && !offered[name] && !slices.Contains(args, name) {
			offered[name] = true
			*to = append(*to, cobra.CompletionWithDesc(name, oneLine(about)))
		}
	}
	rows := 0
	for c, err := range list {
		if err != nil {
			return append(names, uids...), err
		}
		add(&names, c.name, c.about)
		if text != "" {
			add(&uids, c.uid, strings.TrimSuffix(c.name+", "+c.about, ", "))
		}
		if rows++; len(names) == mostCompletions || rows == mostRows {
			break
		}
	}
	if len(names) > 0 {
		return names, nil
	}
	return uids, nil
}

func begins(name, text string) bool {
	return len(name) >= len(text) && strings.EqualFold(name[:len(text)], text)
}

// oneLine keeps what others wrote from becoming more than one completion.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if terminal.Dangerous(r) {
			return ' '
		}
		return r
	}, text)), " ")
}
