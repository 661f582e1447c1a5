package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const (
	getOperation     = "GET /v2/alert/{alertUid}"
	resolveOperation = "POST /v2/alert/{alertUid}/resolve"
)

var showColumns = append(output.All(columns), contextColumn, responsesColumn())

// contextColumn shows every member of the alert's context, also those of classes
// that nobody knows yet.
var contextColumn = output.Column{
	Name: "context", From: []string{"alertContext"},
	Plain: func(values []output.Value) string { return join(values[0], "; ", &output.Look{Absolute: true}) },
	Terminal: func(values []output.Value, look *output.Look) output.Cell {
		return output.Cell{Text: join(values[0], "\n", look)}
	},
}

func join(about output.Value, separator string, look *output.Look) string {
	times := timesOf(about)
	pairs := about.Pairs()
	lines := make([]string, len(pairs))
	for i, pair := range pairs {
		text := pair.Value.Text()
		if slices.Contains(times, pair.Name) {
			text = timeText(pair.Value, look)
		}
		lines[i] = pair.Name + ": " + text
	}
	return strings.Join(lines, separator)
}

// timesOf are the members of a context that hold times, by the model of its class.
func timesOf(about output.Value) []string {
	var alert datto.AlertContext
	if about.Null() || alert.UnmarshalJSON(about) != nil {
		return nil
	}
	// A view comes even when some of its members cannot be read.
	view, _ := alert.View()
	model := reflect.TypeOf(view)
	if model == nil || model.Kind() != reflect.Pointer || model.Elem().Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for field := range model.Elem().Fields() {
		if field.Type == reflect.TypeFor[datto.Timestamp]() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}

// timeText is a time, or the value as it came when it is none.
func timeText(value output.Value, look *output.Look) string {
	var at datto.Timestamp
	if at.UnmarshalJSON(value) != nil {
		return value.Text()
	}
	return look.Time(at.Time)
}

func responsesColumn() output.Column {
	plain, shown := output.Lines(func(item output.Value) string {
		return item.Member("actionType").Text() + " " + item.Member("description").Text()
	})
	return output.Column{Name: "responses", From: []string{"responseActions"}, Plain: plain, Terminal: shown}
}

func newShowCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "show <uid>",
		Short: "Show an alert with all of its context",
		Example: `  uid=$(datto --demo alert list --limit 1 --columns uid)
  datto --demo alert show "$uid"`,
		Columns: showColumns, Operations: []string{getOperation}, Args: command.Args("<uid>"),
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			alert, err := datto.Get[json.RawMessage](ctx, client, pathOf(call.Args[0]))
			return alert, missing(err, call.Args[0])
		},
	}
	return show.New(f)
}

// missing names the alert that the server knows nothing of.
func missing(err error, uid string) error {
	if errors.Is(err, datto.ErrNotFound) {
		return &exitcode.NotFoundError{Noun: "alert", Name: uid, Hint: "datto alert list --columns uid,summary shows the open ones"}
	}
	return err
}

func pathOf(uid string) string { return "/v2/alert/" + url.PathEscape(uid) }

func newResolveCommand(f *factory.Factory) *cobra.Command {
	write := &command.Write{
		Use:   "resolve <uid>...",
		Short: "Resolve alerts",
		Long: `Resolve alerts. "-" reads uids from standard input, one at the beginning of
each line. If anything is not a uid, nothing is sent.

The server accepts 100 of these a minute; more are sent as fast as it allows.`,
		Example:    `  datto --demo alert list --priority Information --columns uid | datto --demo alert resolve - --yes`,
		Operations: []string{resolveOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			uids, err := uidsOf(call)
			return []command.Step{command.Times(command.Distinct(uids), resolveOperation, "")}, err
		},
		Args: command.Args("<uid>..."),
		Plan: func(_ context.Context, call *command.Call) (*command.Plan, error) {
			uids, err := uidsOf(call)
			if err != nil {
				return nil, err
			}
			plan := &command.Plan{Noun: "alerts"}
			for _, uid := range uids {
				plan.Add(request(uid))
			}
			n := len(plan.Requests)
			plan.Question, plan.Done = fmt.Sprintf("Resolve %d alerts?", n), fmt.Sprintf("%d alerts resolved", n)
			if n == 1 {
				plan.Question, plan.Done = "Resolve the alert "+uids[0]+"?", "alert resolved"
			}
			return plan, nil
		},
	}
	return write.New(f)
}

// uidsOf are the uids that arguments and standard input name.
func uidsOf(call *command.Call) ([]string, error) {
	uids, err := call.ArgsOrLines(call.Args)
	if err != nil {
		return nil, err
	}
	return uids, checkUIDs(uids)
}

// checkUIDs refuses what is no uid before anything is sent: a pipe can bring
// whatever a list prints.
func checkUIDs(uids []string) error {
	for i, uid := range uids {
		if resolve.LooksLikeUID(uid) {
			continue
		}
		err := fmt.Errorf("%s is not the uid of an alert, so nothing was sent", exitcode.Quote(uid))
		if len(uids) > 1 {
			err = fmt.Errorf("%s, number %d of %d, is not the uid of an alert, so nothing was sent", exitcode.Quote(uid), i+1, len(uids))
		}
		return &exitcode.HintedError{Err: err, Hint: "pipe the uids alone: datto alert list --columns uid | datto alert resolve -"}
	}
	return nil
}

// request resolves one alert.
func request(uid string) command.Request {
	path := pathOf(uid) + "/resolve"
	return command.Request{
		Name: uid, Method: http.MethodPost, Path: path,
		Send: func(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
			answer, err := datto.Do[json.RawMessage](ctx, client, http.MethodPost, path, nil)
			return answer, missing(err, uid)
		},
	}
}

// New makes the commands for alerts.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("alert", "List, show and resolve alerts", newListCommand(f), newShowCommand(f), newResolveCommand(f))
}
