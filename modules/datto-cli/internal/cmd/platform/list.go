// Package platform holds the commands for the vendor's platforms.
package platform

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

func newListCommand(f *factory.Factory) *cobra.Command {
	list := &command.List{
		Use:   "list",
		Short: "List the platforms",
		Long: `List the platforms. Yours is the first word of the portal's address: merlot, if
that is merlot.rmm.datto.com. A key works on its own platform only.

This command sends nothing.`,
		Example: "  datto --demo platform list",
		Noun:    "platforms",
		Columns: []output.Column{
			{Name: "name"},
			{Name: "baseUrl", Header: "BASE URL", Whole: true},
		},
		Rows: func(context.Context, *command.Call) (command.Rows, error) {
			return func(yield func(json.RawMessage, error) bool) {
				for _, p := range datto.Platforms() {
					row, err := json.Marshal(struct {
						Name    string `json:"name"`
						BaseURL string `json:"baseUrl"`
					}{p.String(), p.BaseURL()})
					if !yield(row, err) {
						return
					}
				}
			}, nil
		},
	}
	return list.New(f)
}

// New makes the commands for platforms.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("platform", "List the platforms, which host the accounts", newListCommand(f))
}
