package config

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	settings "github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// profileRow is a profile as list prints it.
type profileRow struct {
	Name     string         `json:"name"`
	Active   bool           `json:"active"`
	Platform datto.Platform `json:"platform,omitempty"`
	BaseURL  string         `json:"baseUrl,omitempty"`
	Store    string         `json:"store,omitempty"`
	ReadOnly bool           `json:"readOnly"`
}

func newProfileList(f *factory.Factory) *cobra.Command {
	l := &command.List{
		Use:   "list [flags]",
		Short: "List the profiles",
		Long: `List the profiles, and show which one is active. A profile without a store has
no credentials. The keyring is not read.`,
		Example: `  datto --demo config profile list
  datto --demo config profile list --output json`,
		Noun: "profiles",
		Columns: []output.Column{
			{Name: "name"},
			{Name: "active", Kind: output.Bool},
			{Name: "platform"},
			{Name: "baseUrl", Header: "BASE URL", Wide: true},
			{Name: "store"},
			{Name: "readOnly", Header: "READ-ONLY", Kind: output.Bool},
		},
		Rows: func(context.Context, *command.Call) (command.Rows, error) {
			file, err := f.Config()
			if err != nil {
				return nil, err
			}
			return func(yield func(json.RawMessage, error) bool) {
				for _, name := range file.ProfileNames() {
					p := file.Profiles[name]
					raw, err := json.Marshal(profileRow{
						Name: name, Active: name == file.Active, Platform: p.Address.Platform, BaseURL: p.Address.BaseURL,
						Store: p.Store, ReadOnly: p.Settings["read_only"] == "true" || file.Settings["read_only"] == "true",
					})
					if !yield(raw, err) {
						return
					}
				}
			}, nil
		},
	}
	return withoutExplain(l.New(f))
}

func newProfileCreate(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "create <name> {--platform <name> | --base-url <url>}",
		Short: "Create a profile without credentials",
		Long: `Create a profile without credentials, to save settings for it before logging in.
datto auth login creates a profile on its own.`,
		Example: "  datto config profile create acme --platform merlot",
		Args:    command.Args("<name>"),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := args[0]
			if err := settings.CheckProfileName(name); err != nil {
				return command.Usage(cmd, err)
			}
			address, err := settings.FlagAddress(f.Flags.Platform, f.Flags.BaseURL)
			if err == nil && address.IsZero() {
				err = errors.New("neither a platform nor a base URL was given")
			}
			if err != nil {
				return command.Usage(cmd, err)
			}
			return update(cmd.Context(), f, func(file *settings.File) error {
				if file.Profiles[name] != nil {
					return &exitcode.HintedError{
						Err: fmt.Errorf("there is a profile %s already", name), Hint: "see datto config profile list",
					}
				}
				if err := file.CheckNewName(name); err != nil {
					return err
				}
				file.Profiles[name] = &settings.Profile{Address: address}
				return nil
			})
		},
	}
}

func newProfileUse(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "use <name>",
		Short: "Choose the active profile",
		Long: `Choose the profile whose credentials and settings are used, unless --profile,
DATTO_PROFILE or DATTO_API_KEY says otherwise.`,
		Example:           "  datto config profile use acme",
		Args:              command.Args("<name>"),
		ValidArgsFunction: profileNames(f),
		RunE: func(cmd *cobra.Command, args []string) error {
			return update(cmd.Context(), f, func(file *settings.File) error {
				if file.Profiles[args[0]] == nil {
					return noProfile(args[0])
				}
				file.Active = args[0]
				return nil
			})
		},
	}
}

func newProfileActive(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "active",
		Short: "Print the name of the profile in use",
		Long: `Print the name of the profile that a command would use now: the one given by
--profile or DATTO_PROFILE, or else the active one. Nothing is printed when
credentials come from the environment, or when there is no profile.`,
		Example: "  datto --demo config profile active",
		Args:    command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := sources(f, cmd)
			switch {
			case err != nil:
				return err
			case from.Profile == "" && f.Streams.OutTTY:
				say(f, "no profile is used")
				return nil
			case from.Profile == "":
				return nil
			}
			_, err = io.WriteString(f.Streams.Out, from.Profile+"\n")
			return err
		},
	}
}

func newProfileDelete(f *factory.Factory) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete <name> [flags]",
		Short: "Remove a profile with its credentials and settings",
		Long: `Remove a profile from this machine: its credentials, its token and its settings.
The key stays valid until it is replaced in the portal.`,
		Example:           "  datto config profile delete acme --yes",
		Args:              command.Args("<name>"),
		ValidArgsFunction: profileNames(f),
		RunE: func(cmd *cobra.Command, args []string) error {
			return deleteProfile(cmd.Context(), f, args[0], yes)
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "Skip the confirmation; required when not running interactively")
	return cmd
}

func deleteProfile(ctx context.Context, f *factory.Factory, name string, yes bool) error {
	file, err := f.Config()
	if err != nil {
		return err
	}
	if file.Profiles[name] == nil {
		return noProfile(name)
	}
	if !yes {
		answer, err := f.Streams.Ask(ctx, fmt.Sprintf("Type %s to remove the profile with its credentials: ", name))
		switch {
		case errors.Is(err, context.Canceled):
			return err
		case err != nil:
			return &exitcode.HintedError{Err: errors.New("nobody is there to confirm it"), Hint: "say --yes"}
		case answer != name:
			return &exitcode.CancelledError{Done: "the profile is still there"}
		}
	}
	source, err := f.Credentials()
	if err != nil {
		return err
	}
	dirs, err := f.Directories()
	if err != nil {
		return err
	}
	if _, err := source.Forget(ctx, dirs.Settings(), name); err != nil {
		return err
	}
	return update(ctx, f, func(file *settings.File) error {
		delete(file.Profiles, name)
		if file.Active == name {
			file.Active = ""
		}
		return nil
	})
}

// update changes the file of settings.
func update(ctx context.Context, f *factory.Factory, change func(*settings.File) error) error {
	dirs, err := f.Directories()
	if err != nil {
		return err
	}
	return settings.Update(ctx, dirs.Settings(), change)
}
