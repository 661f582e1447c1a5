// Package activity holds the commands for the activity log.
package activity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

var columns = []output.Column{
	{Name: "date", Kind: output.Time},
	{Name: "user", From: []string{"user.userName"}},
	{Name: "hostname", Header: "DEVICE"},
	{Name: "site", From: []string{"site.name"}, Wide: true},
	{Name: "category"},
	{Name: "action"},
	{Name: "about", From: []string{"details"}, Plain: about},
	{Name: "id", Header: "ID", OnRequest: true, Whole: true},
	{Name: "entity", OnRequest: true},
	{Name: "deviceId", Header: "DEVICE ID", Kind: output.Number, OnRequest: true},
	{Name: "siteId", Header: "SITE ID", From: []string{"site.id"}, Kind: output.Number, OnRequest: true},
	{Name: "userId", Header: "USER ID", From: []string{"user.id"}, Kind: output.Number, OnRequest: true},
	{Name: "jobUid", Header: "JOB UID", From: []string{"details"}, Plain: detail("job.uid"), OnRequest: true, Whole: true},
	{Name: "jobName", Header: "JOB", From: []string{"details"}, Plain: detail("job.name"), OnRequest: true},
	{Name: "jobStatus", Header: "JOB STATUS", From: []string{"details"}, Plain: detail("job.status"), OnRequest: true},
	{Name: "deviceUid", Header: "DEVICE UID", From: []string{"details"}, Plain: detail("device.uid"), OnRequest: true, Whole: true},
	{Name: "address", From: []string{"details"}, Plain: detail("source.forwarded_ip"), OnRequest: true},
	{Name: "hasStdOut", Header: "STDOUT", Kind: output.Bool, OnRequest: true},
	{Name: "hasStdErr", Header: "STDERR", Kind: output.Bool, OnRequest: true},
	{Name: "details", OnRequest: true},
}

// details reads what the log keeps as JSON inside of a text.
func details(value output.Value, names ...string) []string {
	paths := make([]string, len(names))
	for i, name := range names {
		// The dots are part of the names.
		paths[i] = strings.ReplaceAll(name, ".", `\.`)
	}
	texts := make([]string, len(names))
	text := value.Text()
	if !json.Valid([]byte(text)) {
		return texts
	}
	for i, v := range output.NewMembers(paths).From([]byte(text)) {
		texts[i] = v.Text()
	}
	return texts
}

func detail(name string) func([]output.Value) string {
	return func(values []output.Value) string { return details(values[0], name)[0] }
}

// about says in a few words what was done.
func about(values []output.Value) string {
	d := details(values[0], "job.name", "job.status", "data.from_site_name", "data.to_site_name", "remote_session.type", "note")
	job, state, from, to, session, note := d[0], d[1], d[2], d[3], d[4], d[5]
	switch {
	case job != "" && state != "":
		return job + ": " + state
	case job != "":
		return job
	case from != "" || to != "":
		return from + " -> " + to
	case note != "":
		return note
	}
	return session
}

// selection is which activities are meant.
type selection struct {
	since, until command.Moment
	sites, users []string
	devices      []string
	hostname     string
	entities     []string
	categories   []string
	actions      []string
	search       string
	oldestFirst  bool
	follow       bool
	every        command.Age

	deviceIDs []string // of devices, once they are looked up
}

const (
	defaultSince  = 24 * time.Hour
	defaultFollow = 15 * time.Minute
	defaultEvery  = command.Age(10 * time.Second)
	// operation is the only one there is.
	operation = "GET /v2/activity-logs"
	// timeForm is the one form in which the server takes times.
	timeForm = "2006-01-02T15:04:05Z"
	pageSize = 250
)

func (s *selection) addFlags(flags *pflag.FlagSet) {
	s.every = defaultEvery
	flags.Var(&s.since, "since", "Only activity since this `time`: an age such as 2h or 7d, a date, or RFC 3339 (default 1d, with --follow 15m)")
	flags.Var(&s.until, "until", "Only activity until this `time` (default: now)")
	flags.StringArrayVar(&s.sites, "site", nil, "Only activity at this `site`: uid, name, or the beginning of either; can be repeated")
	flags.StringArrayVar(&s.users, "user", nil, "Only activity by this `user`: user name, or the number shown in the log; can be repeated")
	flags.StringArrayVar(&s.devices, "device", nil, "Only activity on this `device`: uid, host name, or the beginning of either; can be repeated")
	flags.StringVar(&s.hostname, "hostname", "", "Only activity on devices whose host name contains this `text`, including devices that are gone")
	flags.StringSliceVar(&s.entities, "entity", nil, "Only activity on these `kinds` of entity: device, user")
	flags.StringSliceVar(&s.categories, "category", nil, "Only activity in these `categories`, such as job or remote")
	flags.StringSliceVar(&s.actions, "action", nil, "Only these `actions`, such as deployment")
	flags.StringVar(&s.search, "search", "", "Only activity containing this `text`; platforms with older builds ignore it")
	flags.BoolVar(&s.oldestFirst, "oldest-first", false, "List the oldest first, instead of the newest")
	flags.BoolVarP(&s.follow, "follow", "f", false, "Keep printing new activity until interrupted")
	flags.Var(&s.every, "every", "With --follow, check this often, such as 30s")
}

func (s *selection) check(call *command.Call) error {
	for i, entity := range s.entities {
		s.entities[i] = strings.ToLower(entity)
		if s.entities[i] != "device" && s.entities[i] != "user" {
			return errors.New("--entity must be device or user")
		}
	}
	now := call.Now()
	switch since, until := s.from(now), s.until.At(now); {
	case !until.IsZero() && until.Before(since):
		return errors.New("--until is before --since")
	case s.follow && !until.IsZero():
		return errors.New("--until cannot be used with --follow")
	}
	if !s.follow {
		return nil
	}
	for _, flag := range []string{"limit", "sort", "out"} {
		if call.Command.Flags().Changed(flag) {
			return fmt.Errorf("--%s cannot be used with --follow, which has no end", flag)
		}
	}
	return nil
}

func (s *selection) from(now time.Time) time.Time {
	switch at := s.since.At(now); {
	case !at.IsZero():
		return at
	case s.follow:
		return now.Add(-defaultFollow)
	}
	return now.Add(-defaultSince)
}

// query asks the server for as little as it can tell apart.
func (s *selection) query(ctx context.Context, client *datto.Client) (url.Values, error) {
	q := url.Values{"size": {strconv.Itoa(pageSize)}}
	set := func(name string, values []string) {
		if len(values) > 0 {
			q.Set(name, strings.Join(values, ","))
		}
	}
	var sites []string
	for _, text := range s.sites {
		site, err := resolve.Site(ctx, client, text)
		if err != nil {
			return nil, err
		}
		if site, err = resolve.Describe(ctx, client, site, "/v2/site/"+url.PathEscape(site.UID)); err != nil {
			return nil, err
		}
		sites = append(sites, output.Value(site.Row).Member("id").Text())
	}
	set("siteIds", sites)
	s.deviceIDs = nil
	for _, text := range s.devices {
		device, err := resolve.Device(ctx, client, text)
		if err != nil {
			return nil, err
		}
		if device, err = resolve.Describe(ctx, client, device, "/v2/device/"+url.PathEscape(device.UID)); err != nil {
			return nil, err
		}
		s.deviceIDs = append(s.deviceIDs, output.Value(device.Row).Member("id").Text())
	}
	if numbers(s.users) {
		set("userIds", s.users)
	}
	set("entities", s.entities)
	set("categories", s.categories)
	set("actions", s.actions)
	if s.search != "" {
		q.Set("searchQuery", s.search)
	}
	q.Set("order", "desc")
	if s.oldestFirst || s.follow {
		q.Set("order", "asc")
	}
	return q, nil
}

func numbers(texts []string) bool {
	return len(texts) > 0 && !slices.ContainsFunc(texts, func(t string) bool {
		_, err := strconv.ParseInt(t, 10, 64)
		return err != nil
	})
}

// where repeats the conditions that the server may not know: it finds users by
// number only, and devices not at all.
func (s *selection) where(rows command.Rows) command.Rows {
	if len(s.users)+len(s.deviceIDs) == 0 && s.hostname == "" {
		return rows
	}
	return command.Where(rows, []string{"user.userName", "user.id", "hostname", "deviceId"}, func(v []output.Value) bool {
		return (len(s.users) == 0 || slices.ContainsFunc(s.users, func(u string) bool {
			return strings.EqualFold(u, v[0].Text()) || u == v[1].Text()
		})) && (s.hostname == "" || strings.Contains(strings.ToLower(v[2].Text()), strings.ToLower(s.hostname))) &&
			(len(s.deviceIDs) == 0 || slices.Contains(s.deviceIDs, v[3].Text()))
	})
}

// steps are the calls: the sites, the devices, and the log.
func (s *selection) steps(call *command.Call) ([]command.Step, error) {
	var steps []command.Step
	for _, text := range s.sites {
		steps = append(steps, command.DescribeSite(text)...)
	}
	for _, text := range s.devices {
		steps = append(steps, command.DescribeDevice(text)...)
	}
	if s.follow {
		return append(steps, command.AtLeast(1, operation, "again each "+s.every.String()+" until interrupted")), nil
	}
	here := s.hostname != "" || len(s.devices) > 0 || len(s.users) > 0 && !numbers(s.users)
	return append(steps, call.Pages(here, operation)...), nil
}

func (s *selection) rows(ctx context.Context, call *command.Call) (command.Rows, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	query, err := s.query(ctx, client)
	if err != nil {
		return nil, err
	}
	now := call.Now()
	query.Set("from", s.from(now).UTC().Format(timeForm))
	if s.follow {
		return s.following(ctx, call, client, query), nil
	}
	// Without an end the log would grow while it is read.
	until := now
	if at := s.until.At(now); !at.IsZero() {
		until = at
	}
	query.Set("until", until.UTC().Format(timeForm))
	return s.where(walk(ctx, client, query)), nil
}

func walk(ctx context.Context, client *datto.Client, query url.Values) command.Rows {
	return datto.All[json.RawMessage](ctx, client, "/v2/activity-logs?"+query.Encode())
}

// overlap is how far each look of --follow goes back before the newest that was
// seen: rows can appear late, and times are told to the second.
const overlap = 2 * time.Minute

// following looks again and again, and yields each activity once.
func (s *selection) following(ctx context.Context, call *command.Call, client *datto.Client, query url.Values) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		seen := map[string]time.Time{}
		printed := 0
		newest := s.from(call.Now())
		read := output.NewMembers([]string{"id", "date"})
		for {
			for row, err := range walk(ctx, client, query) {
				if err != nil {
					if errors.Is(err, context.Canceled) {
						err = stopped(printed)
					}
					yield(nil, err)
					return
				}
				v := read.From(row)
				id, at := v[0].Text(), v[1].Time()
				if _, twice := seen[id]; twice {
					continue
				}
				seen[id] = at
				if at.After(newest) {
					newest = at
				}
				for shown, err := range s.where(one(row)) {
					if err != nil {
						yield(nil, err)
						return
					}
					printed++
					if !yield(shown, nil) {
						return
					}
				}
			}
			from := newest.Add(-overlap)
			for id, at := range seen {
				if at.Before(from.Add(-time.Second)) {
					delete(seen, id)
				}
			}
			query.Set("from", from.UTC().Format(timeForm))
			if err := pause(ctx, time.Duration(s.every)); err != nil {
				yield(nil, stopped(printed))
				return
			}
		}
	}
}

func stopped(printed int) error {
	return &exitcode.CancelledError{Done: exitcode.Were(printed, "activities") + " printed"}
}

func one(row json.RawMessage) command.Rows {
	return func(yield func(json.RawMessage, error) bool) { yield(row, nil) }
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func newListCommand(f *factory.Factory) *cobra.Command {
	var s selection
	list := &command.List{
		Use:   "list",
		Short: "List the activity log: what was done, by whom, to what",
		Long: `List the activity log: what was done, by whom, to what. Everything done through
the API is recorded as done by the key's user.

The server returns the last 15 minutes by default; this command asks for the
last day. The log is the only place to find the uids of jobs.`,
		Example: `  datto --demo activity list --since 2h
  datto --demo activity list --since 7d --category job --columns date,hostname,jobName,jobStatus,jobUid --limit 10
  datto --demo activity list --site Orchard --user ines.archer --output jsonl`,
		Noun: "activities", Columns: columns,
		Operations: []string{operation}, Steps: s.steps,
		Flags: s.addFlags, Check: s.check, Rows: s.rows,
		Live: func() bool { return s.follow },
	}
	return list.New(f)
}

// New makes the commands for the activity log.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("activity", "List the activity log", newListCommand(f))
}
