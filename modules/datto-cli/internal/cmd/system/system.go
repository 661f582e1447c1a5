// Package system holds the commands for the API itself.
package system

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// show declares a command that prints the object at path.
func show(use, short, long, path string, columns []output.Column) *command.Show {
	return &command.Show{
		Use: use, Short: short, Long: long, Example: "  datto --demo system " + use,
		Columns: columns, Operations: []string{"GET " + path},
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			return datto.Get[json.RawMessage](ctx, client, path)
		},
	}
}

var statusColumns = []output.Column{
	{Name: "status", Terminal: func(values []output.Value, _ *output.Look) output.Cell {
		cell := output.Cell{Text: values[0].Text()}
		if cell.Text == "OK" {
			cell.Color = terminal.Good
		}
		return cell
	}},
	{Name: "version"},
	{Name: "started", Kind: output.Time},
}

var limitColumns = []output.Column{
	used("reads", "READS", "accountCount", "accountRateLimit"),
	{Name: "readLimit", Header: "READ LIMIT", From: []string{"accountRateLimit"}, Kind: output.Number},
	used("writes", "WRITES", "accountWriteCount", "accountWriteRateLimit"),
	{Name: "writeLimit", Header: "WRITE LIMIT", From: []string{"accountWriteRateLimit"}, Kind: output.Number},
	{Name: "windowSeconds", Header: "WINDOW", From: []string{"slidingTimeWindowSizeSeconds"}, Kind: output.Number, Terminal: seconds},
	{Name: "cutOff", Header: "SLOWED FROM", From: []string{"accountCutOffRatio"}, Kind: output.Number, Terminal: percent},
	{
		Name: "operations", From: []string{"operationWriteStatus"}, Plain: func(values []output.Value) string { return buckets(values[0], "; ", true) },
		Terminal: func(values []output.Value, _ *output.Look) output.Cell {
			return output.Cell{Text: buckets(values[0], "\n", false)}
		},
	},
	{Name: "accountUid", Header: "ACCOUNT"},
}

// used shows how much of a limit is used, in a colour by how near the limit is.
func used(name, header, count, limit string) output.Column {
	return output.Column{
		Name: name, Header: header, From: []string{count, limit}, Kind: output.Number,
		Terminal: func(values []output.Value, _ *output.Look) output.Cell {
			cell := output.Cell{Text: values[0].Text()}
			count, _ := values[0].Number()
			limit, ok := values[1].Number()
			const slow, busy = 0.9, 0.5
			switch {
			case !ok || limit == 0:
			case count/limit >= slow:
				cell.Color = terminal.Bad
			case count/limit >= busy:
				cell.Color = terminal.Warning
			}
			return cell
		},
	}
}

func seconds(values []output.Value, _ *output.Look) output.Cell {
	return output.Cell{Text: values[0].Text() + " s"}
}

func percent(values []output.Value, _ *output.Look) output.Cell {
	n, ok := values[0].Number()
	if !ok {
		return output.Cell{}
	}
	whole, err := json.Marshal(int(n*100 + 0.5))
	if err != nil {
		return output.Cell{}
	}
	return output.Cell{Text: string(whole) + " %"}
}

// buckets shows the windows of single operations: all, or those in use.
func buckets(status output.Value, separator string, all bool) string {
	var used, free []string
	for _, bucket := range status.Pairs() {
		text := bucket.Name + " " + bucket.Value.Member("count").Text() + " of " + bucket.Value.Member("limit").Text()
		if n, _ := bucket.Value.Member("count").Number(); n > 0 {
			used = append(used, text)
		} else {
			free = append(free, text)
		}
	}
	if all {
		used = append(used, free...)
	} else if len(used) == 0 && len(free) > 0 {
		used = []string{"none of the writes is in use"}
	}
	return strings.Join(used, separator)
}

// New makes the commands for the API itself.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("system", "Show the status, limits and page size of the API",
		show("status", "Show whether the API is up", "Show whether the API is up, and since when. No token is needed.",
			"/v2/system/status", statusColumns).New(f),
		show("limits", "Show how much of the request budget is used",
			`Show how much of the account's request budget is used. The budget is shared by
everything that uses the account. This command costs one read.

Above 90 % the server delays each response by a second; at 100 % it refuses
requests, and callers that keep going are blocked for some minutes. This program
stays below 90 % by itself.`,
			"/v2/system/request_rate", limitColumns).New(f),
		show("pagination", "Show how many rows the server returns per page", `Show how many rows the server returns per page. This program asks for the
maximum.`,
			"/v2/system/pagination", []output.Column{{Name: "max", Header: "ROWS AT ONCE", Kind: output.Number}}).New(f),
	)
}
