// Package user holds the commands for the users of the account.
package user

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var columns = []output.Column{
	{Name: "username", Header: "USER"},
	{Name: "name", From: []string{"firstName", "lastName"}, Plain: fullName},
	{Name: "email"},
	{Name: "status", Terminal: status},
	{Name: "lastAccess", Header: "LAST ACCESS", Kind: output.Time},
	{Name: "created", Kind: output.Time, Wide: true},
	{Name: "telephone", OnRequest: true},
	{Name: "disabled", Kind: output.Bool, OnRequest: true},
	{Name: "firstName", Header: "FIRST NAME", OnRequest: true},
	{Name: "lastName", Header: "LAST NAME", OnRequest: true},
}

func fullName(values []output.Value) string {
	first, last := values[0].Text(), values[1].Text()
	if first == "" || last == "" {
		return first + last
	}
	return first + " " + last
}

func status(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	if cell.Text != "active" {
		cell.Color = terminal.Faint
	}
	return cell
}

func newListCommand(f *factory.Factory) *cobra.Command {
	list := &command.List{
		Use:   "list",
		Short: "List the users of the account",
		Example: `  datto --demo user list --sort lastAccess
  datto --demo user list --output csv --columns username,email,lastAccess`,
		Noun: "users", Columns: columns,
		Operations: []string{"GET /v2/account/users"},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			return datto.All[json.RawMessage](ctx, client, "/v2/account/users"), nil
		},
	}
	return list.New(f)
}

// New makes the commands for users.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("user", "List users, and replace API keys", newListCommand(f), newResetKeysCommand(f))
}
