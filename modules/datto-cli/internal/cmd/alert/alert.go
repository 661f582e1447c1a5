package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

const getOperation = "GET /v2/alert/{alertUid}"

var showColumns = append(output.All(columns), contextColumn, responsesColumn())

// contextColumn shows every member of the alert's context, also those of classes
// that nobody knows yet.
var contextColumn = output.Column{
	Name: "context", From: []string{"alertContext"},
	Plain: func(values []output.Value) string { return join(values[0], "; ") },
	Terminal: func(values []output.Value, _ *output.Look) output.Cell {
		return output.Cell{Text: join(values[0], "\n")}
	},
}

func join(about output.Value, separator string) string {
	pairs := about.Pairs()
	lines := make([]string, len(pairs))
	for i, pair := range pairs {
		lines[i] = pair.Name + ": " + pair.Value.Text()
	}
	return strings.Join(lines, separator)
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
		Long: "Resolve alerts. A \"-\" among the uids stands for the first words of the lines of standard input.\n\n" +
			"The server takes 100 of these a minute; more are sent as fast as it allows.",
		Example:    `  datto --demo alert list --priority Information --columns uid | datto --demo alert resolve - --yes`,
		Operations: []string{"POST /v2/alert/{alertUid}/resolve"},
		Args:       command.Args("<uid>..."),
		Plan: func(_ context.Context, call *command.Call) (*command.Plan, error) {
			uids, err := call.ArgsOrLines(call.Args)
			if err != nil {
				return nil, err
			}
			plan := &command.Plan{Noun: "alerts", Question: fmt.Sprintf("Resolve %d alerts?", len(uids)), Done: fmt.Sprintf("%d alerts resolved", len(uids))}
			if len(uids) == 1 {
				plan.Question, plan.Done = "Resolve the alert "+uids[0]+"?", "alert resolved"
			}
			for _, uid := range uids {
				plan.Requests = append(plan.Requests, command.Request{Name: uid, Method: http.MethodPost, Path: pathOf(uid) + "/resolve"})
			}
			return plan, nil
		},
	}
	return write.New(f)
}

// New makes the commands for alerts.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("alert", "Look at alerts and resolve them", newListCommand(f), newShowCommand(f), newResolveCommand(f))
}
