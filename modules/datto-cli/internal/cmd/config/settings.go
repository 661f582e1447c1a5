package config

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	settings "github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// row is a setting as list prints it.
type row struct {
	Setting     string `json:"setting"`
	Value       string `json:"value"`
	From        string `json:"from"`
	Flag        string `json:"flag,omitempty"`
	Variable    string `json:"variable,omitempty"`
	Values      string `json:"values"`
	Default     string `json:"default,omitempty"`
	Description string `json:"description"`
}

// sources are where the values of this call come from.
func sources(f *factory.Factory, cmd *cobra.Command) (settings.Sources, error) {
	file, err := f.Config()
	if err != nil {
		return settings.Sources{}, err
	}
	selection, err := file.Select(f.Flags.Profile, f.Getenv)
	if err != nil {
		return settings.Sources{}, &exitcode.HintedError{Err: err, Hint: "unset one of them, or use --profile NAME"}
	}
	if f.Flags.Profile != "" && file.Profiles[f.Flags.Profile] == nil {
		return settings.Sources{}, noProfile(f.Flags.Profile)
	}
	return settings.Sources{Flags: cmd.Flags(), Getenv: f.Getenv, File: file, Profile: selection.Profile}, nil
}

func newList(f *factory.Factory) *cobra.Command {
	l := &command.List{
		Use:   "list [flags]",
		Short: "List the settings, their values, and where each comes from",
		Long: `List every setting, its effective value, and where that comes from: a flag, an
environment variable, a profile, the config file, or the default.

Secrets are not shown.`,
		Example: `  datto --demo config list
  datto --demo config list --columns setting,variable,description`,
		Noun: "settings",
		Columns: []output.Column{
			{Name: "setting"},
			{Name: "value"},
			{Name: "from"},
			{Name: "flag", OnRequest: true},
			{Name: "variable", OnRequest: true},
			{Name: "values", OnRequest: true},
			{Name: "default", OnRequest: true},
			{Name: "description", Wide: true},
		},
		Rows: func(_ context.Context, call *command.Call) (command.Rows, error) {
			from, err := sources(f, call.Command)
			if err != nil {
				return nil, err
			}
			return rows(from), nil
		},
	}
	return withoutExplain(l.New(f))
}

// withoutExplain hides the flag that says what a command would send, from one
// that sends nothing.
func withoutExplain(cmd *cobra.Command) *cobra.Command {
	if flag := cmd.Flags().Lookup("explain"); flag != nil {
		flag.Hidden = true
	}
	return cmd
}

func rows(from settings.Sources) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		for _, s := range settings.Settings() {
			value, err := from.Lookup(s)
			if err != nil {
				yield(nil, err)
				return
			}
			r := row{
				Setting: s.Name, Value: s.Shown(value.Text), From: value.From,
				Variable: s.Env, Values: s.Type, Default: s.Default, Description: s.Description,
			}
			if s.Flag != "" {
				r.Flag = "--" + s.Flag
			}
			if value.Text == "" {
				r.From = ""
			}
			raw, err := json.Marshal(r)
			if !yield(raw, err) {
				return
			}
		}
	}
}

func newGet(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "get <setting>",
		Short: "Print the value of a setting",
		Long: `Print the effective value of a setting, wherever it comes from. The line is
empty if there is none.`,
		Example:           "  datto --demo config get output",
		Args:              command.Args("<setting>"),
		ValidArgsFunction: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := find(args[0])
			if err != nil {
				return err
			}
			if s.Sensitive {
				return &exitcode.HintedError{
					Err: fmt.Errorf("%s is a secret and is not shown", s.Name), Hint: "datto auth status tells which key is used",
				}
			}
			from, err := sources(f, cmd)
			if err != nil {
				return err
			}
			value, err := from.Lookup(s)
			if err != nil {
				return err
			}
			_, err = io.WriteString(f.Streams.Out, value.Text+"\n")
			return err
		},
	}
}

func newSet(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "set <setting> <value> [--profile <name>]",
		Short: "Save a setting",
		Long: `Save a setting in the config file, for all profiles or, with --profile, for one.
Flags and environment variables take precedence over it.

The platform of a profile with credentials cannot be changed: a key is sent only
to the platform it was stored for.`,
		Example: `  datto config set output json
  datto config set budget 50%`,
		Args:              command.Args("<setting>", "<value>"),
		ValidArgsFunction: namesAndValues,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := find(args[0])
			if err != nil {
				return err
			}
			value, err := s.Parse(args[1])
			if err != nil {
				return command.Usage(cmd, &settings.InvalidValueError{Where: s.Name, Err: err})
			}
			return change(cmd.Context(), f, s, value)
		},
	}
}

func newUnset(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "unset <setting> [--profile <name>]",
		Short: "Remove a setting",
		Long: `Remove a setting from the config file or, with --profile, from one profile. The
value then comes from the next source: see datto config list.`,
		Example:           "  datto config unset output",
		Args:              command.Args("<setting>"),
		ValidArgsFunction: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := find(args[0])
			if err != nil {
				return err
			}
			return change(cmd.Context(), f, s, "")
		},
	}
}

// change puts a value in the file, or removes it when it is empty.
func change(ctx context.Context, f *factory.Factory, s *settings.Setting, value string) error {
	if s.Place == settings.NotInFile {
		return &exitcode.HintedError{
			Err: fmt.Errorf("%s is not kept in the config file", s.Name), Hint: "that is what " + s.Elsewhere + " is for",
		}
	}
	dirs, err := f.Directories()
	if err != nil {
		return err
	}
	return settings.Update(ctx, dirs.Settings(), func(file *settings.File) error {
		if s.Place == settings.InProfile {
			return changeAddress(f, file, s, value)
		}
		values := file.Settings
		if name := f.Flags.Profile; name != "" {
			p := file.Profiles[name]
			if p == nil {
				return noProfile(name)
			}
			values = p.Settings
		}
		if value == "" {
			delete(values, s.Name)
		} else {
			values[s.Name] = value
		}
		return nil
	})
}

// changeAddress gives a profile without credentials another address.
func changeAddress(f *factory.Factory, file *settings.File, s *settings.Setting, value string) error {
	name := f.Flags.Profile
	if name == "" {
		name = file.Active
	}
	if name == "" {
		return &exitcode.HintedError{Err: fmt.Errorf("%s belongs to a profile, and there is none", s.Name), Hint: "use --profile NAME"}
	}
	p := file.Profiles[name]
	if p == nil {
		return noProfile(name)
	}
	var address settings.Address
	if value != "" {
		platform, baseURL := value, ""
		if s.Name == "base_url" {
			platform, baseURL = "", value
		}
		var err error
		if address, err = settings.ParseAddress(platform, baseURL); err != nil {
			return err
		}
	}
	if p.Store != "" && address.BaseURL != p.Address.BaseURL {
		hint := "log out first: datto auth logout --profile " + name
		if value != "" {
			hint = "log in there: datto auth login --profile " + name + " " + address.Flags()
		}
		return &exitcode.HintedError{
			Err:  errors.New("the key of profile " + name + " was made for " + p.Address.String() + " and stays bound to it"),
			Hint: hint,
		}
	}
	p.Address = address
	return nil
}
