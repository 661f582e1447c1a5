package site

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// edits are the settings of a site that flags can set. Those that were not given
// stay nil.
type edits struct {
	flags                    *pflag.FlagSet
	name, description, notes string
	onDemand, splashtop      bool
}

func (e *edits) addFlags(flags *pflag.FlagSet) {
	e.flags = flags
	flags.StringVar(&e.description, "description", "", "The description, as `text`")
	flags.StringVar(&e.notes, "notes", "", "The notes, as `text`")
	command.AllowEmpty(flags, "description", "notes")
	flags.BoolVar(&e.onDemand, "on-demand", false, "Whether the site is on-demand rather than managed")
	flags.BoolVar(&e.splashtop, "splashtop", false, "Whether agents of the site install Splashtop")
}

func text(flags *pflag.FlagSet, flag string, value *string) *string {
	if !flags.Changed(flag) {
		return nil
	}
	return value
}

func switched(flags *pflag.FlagSet, flag string, value *bool) *bool {
	if !flags.Changed(flag) {
		return nil
	}
	return value
}

func newCreateCommand(f *factory.Factory) *cobra.Command {
	var e edits
	write := &command.Write{
		Use:        "create <name>",
		Short:      "Create a site",
		Long:       "Create a site, and print it.",
		Example:    `  datto --demo site create "New Customer" --description "Monthly contract" --yes`,
		Operations: []string{"PUT /v2/site"},
		Args:       command.Args("<name>"),
		Flags:      e.addFlags,
		Spec:       spec,
		Plan: func(_ context.Context, call *command.Call) (*command.Plan, error) {
			name := call.Args[0]
			return &command.Plan{
				Question: "Create the site " + name + "?", Done: "site " + name + " created",
				Requests: []command.Request{{Name: name, Method: http.MethodPut, Path: "/v2/site", Body: datto.CreateSiteRequest{
					Name:        name,
					Description: text(e.flags, "description", &e.description), Notes: text(e.flags, "notes", &e.notes),
					OnDemand: switched(e.flags, "on-demand", &e.onDemand), SplashtopAutoInstall: switched(e.flags, "splashtop", &e.splashtop),
				}}},
			}, nil
		},
	}
	return write.New(f)
}

// spec prints the site as it is now.
func spec(*command.Call) *output.Spec {
	return &output.Spec{Columns: output.All(columns), Noun: "sites", Single: true}
}

const updateOperation = "POST /v2/site/{siteUid}"

var errNothingToUpdate = errors.New("there is nothing to change: give at least one of --name, --description, --notes, --on-demand and --splashtop")

func newUpdateCommand(f *factory.Factory) *cobra.Command {
	var e edits
	write := &command.Write{
		Use:   "update <site>",
		Short: "Change settings of a site, keeping the others",
		Long: `Change settings of a site, and print it.

The API clears every setting that an update leaves out, so this reads the site
first and sends all of them. A change that somebody else makes at the same
moment can be lost.`,
		Example: `  datto --demo site update Orchard --notes "Call before 9" --yes
  datto --demo site update Orchard --on-demand=false --description "" --dry-run`,
		Operations: []string{getOperation, updateOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(command.DescribeSite(call.Args[0]),
				command.Once(getOperation, "again, right before the write"),
				command.Once(updateOperation, ""),
				command.Once(getOperation, "to print it")), nil
		},
		Args: command.Args("<site>"),
		Flags: func(flags *pflag.FlagSet) {
			e.addFlags(flags)
			flags.StringVar(&e.name, "name", "", "The new name, as `text`")
		},
		Check: func(*command.Call) error {
			if slices.ContainsFunc([]string{"name", "description", "notes", "on-demand", "splashtop"}, e.flags.Changed) {
				return nil
			}
			return errNothingToUpdate
		},
		Spec: spec,
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			return e.planUpdate(ctx, call)
		},
	}
	return write.New(f)
}

// edit changes what the flags say.
func (e *edits) edit(request *datto.UpdateSiteRequest) error {
	if e.flags.Changed("name") {
		request.Name = e.name
	}
	if e.flags.Changed("description") {
		request.Description = &e.description
	}
	if e.flags.Changed("notes") {
		request.Notes = &e.notes
	}
	if e.flags.Changed("on-demand") {
		request.OnDemand = &e.onDemand
	}
	if e.flags.Changed("splashtop") {
		request.SplashtopAutoInstall = &e.splashtop
	}
	return nil
}

func (e *edits) planUpdate(ctx context.Context, call *command.Call) (*command.Plan, error) {
	client, found, err := find(ctx, call, call.Args[0])
	if err != nil {
		return nil, err
	}
	request, err := present(found.Row)
	if err != nil {
		return nil, err
	}
	name := request.Name
	if err := e.edit(request); err != nil {
		return nil, err
	}
	return &command.Plan{
		Question: "Update the site " + name + "?", Done: "site " + name + " updated",
		Requests: []command.Request{{
			Name: name, Method: http.MethodPost, Path: pathOf(found.UID, ""), Body: request,
			// Sent by the client's own method, which reads the site again and starts
			// over when somebody else was writing.
			Send: func(ctx context.Context, _ *datto.Client) (json.RawMessage, error) {
				if _, err := client.Sites.Patch(ctx, found.UID, e.edit); err != nil {
					return nil, err
				}
				return datto.Get[json.RawMessage](ctx, client, pathOf(found.UID, ""))
			},
		}},
	}, nil
}

// present is the update that would change nothing.
func present(row json.RawMessage) (*datto.UpdateSiteRequest, error) {
	var site datto.Site
	if err := json.Unmarshal(row, &site); err != nil {
		return nil, err
	}
	return &datto.UpdateSiteRequest{
		Name: site.Name, Description: &site.Description, Notes: &site.Notes,
		OnDemand: site.OnDemand, SplashtopAutoInstall: site.SplashtopAutoInstall,
	}, nil
}
