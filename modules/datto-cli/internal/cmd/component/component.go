// Package component holds the commands for components.
package component

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const listOperation = "GET /v2/account/components"

var columns = []output.Column{
	{Name: "name"},
	{Name: "category", From: []string{"categoryCode"}},
	{Name: "description"},
	variablesColumn("variables", "VARIABLES", func(v output.Value) string { return v.Member("name").Text() }, ", "),
	{Name: "uid", Header: "UID", Wide: true, Whole: true},
	{Name: "id", Header: "ID", Kind: output.Number, OnRequest: true},
	{Name: "credentialsRequired", Header: "CREDENTIALS", Kind: output.Bool, OnRequest: true},
}

// variablesColumn shows the variables of a component.
func variablesColumn(name, header string, each func(output.Value) string, separator string) output.Column {
	texts := func(values []output.Value, separator string) string {
		var all []string
		for _, variable := range values[0].Items() {
			all = append(all, each(variable))
		}
		return strings.Join(all, separator)
	}
	return output.Column{
		Name: name, Header: header, From: []string{"variables"},
		Plain: func(values []output.Value) string { return texts(values, ", ") },
		Terminal: func(values []output.Value, _ *output.Look) output.Cell {
			return output.Cell{Text: texts(values, separator)}
		},
	}
}

func showColumns() []output.Column {
	shown := output.All(columns)
	shown[3] = variablesColumn("variables", "VARIABLES", func(v output.Value) string {
		text := v.Member("name").Text() + " (" + v.Member("type").Text() + ")"
		if value := v.Member("defaultVal").Text(); value != "" {
			text += " = " + value
		}
		if description := v.Member("description").Text(); description != "" {
			text += ": " + description
		}
		return text
	}, "\n")
	return shown
}

func newListCommand(f *factory.Factory) *cobra.Command {
	var name, category string
	list := &command.List{
		Use:   "list",
		Short: "List the components of the account",
		Long: `List the account's components (scripts, applications, monitors), with the names
of their variables.`,
		Example: `  datto --demo component list --name certificate
  datto --demo component list --category scripts --output csv --columns name,uid`,
		Noun: "components", Columns: columns,
		Operations: []string{listOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			return call.Pages(name != "" || category != "", listOperation), nil
		},
		Flags: func(flags *pflag.FlagSet) {
			flags.StringVar(&name, "name", "", "Only components whose name contains this `text`")
			flags.StringVar(&category, "category", "", "Only components of this category `code`, such as scripts")
		},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			rows := datto.All[json.RawMessage](ctx, client, "/v2/account/components")
			return command.Where(rows, []string{"name", "categoryCode"}, func(v []output.Value) bool {
				return strings.Contains(strings.ToLower(v[0].Text()), strings.ToLower(name)) &&
					(category == "" || strings.EqualFold(v[1].Text(), category))
			}), nil
		},
	}
	return list.New(f)
}

func newShowCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "show <component>",
		Short: "Show a component with its variables",
		Long: `Show a component with its variables. Name it by uid, name, or the beginning of
either.

The API cannot return a single component, so this reads the whole list.`,
		Example: `  datto --demo component show "Clear temporary files"`,
		Columns: showColumns(), Operations: []string{listOperation}, Args: command.Args("<component>"),
		Steps: func(call *command.Call) ([]command.Step, error) { return command.FindComponent(call.Args[0]), nil },
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			component, err := resolve.Component(ctx, client, call.Args[0])
			return component.Row, err
		},
	}
	return show.New(f)
}

// New makes the commands for components.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("component", "List and show the components that jobs run", newListCommand(f), newShowCommand(f))
}
