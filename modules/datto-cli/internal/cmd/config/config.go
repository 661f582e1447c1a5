// Package config holds the commands for settings and profiles.
package config

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	settings "github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// New returns the command group.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("config", "Manage settings and profiles",
		newList(f), newGet(f), newSet(f), newUnset(f),
		command.Group("profile", "Manage profiles, which are accounts by name",
			newProfileList(f), newProfileCreate(f), newProfileUse(f), newProfileActive(f), newProfileDelete(f)))
}

// say tells the user something that is no data.
func say(f *factory.Factory, format string, args ...any) {
	_, _ = fmt.Fprintln(f.Streams.Err, terminal.Line(fmt.Sprintf(format, args...)))
}

// find returns the setting of that name.
func find(name string) (*settings.Setting, error) {
	s, err := settings.Find(name)
	if err != nil {
		return nil, &exitcode.HintedError{Err: err, Hint: (&settings.UnknownSettingError{}).Hint()}
	}
	return s, nil
}

// noProfile is the error for a profile that does not exist.
func noProfile(name string) error {
	return &exitcode.NotFoundError{Noun: "profile", Name: name, Hint: "see datto config profile list"}
}

// names completes the names of settings that the file can hold.
func names(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return settings.Names(), cobra.ShellCompDirectiveNoFileComp
}

// namesAndValues completes the name of a setting, and then its value.
func namesAndValues(cmd *cobra.Command, args []string, text string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return names(cmd, args, text)
	}
	s, err := settings.Find(args[0])
	switch {
	case err != nil || len(args) > 1:
		return nil, cobra.ShellCompDirectiveNoFileComp
	case s.Name == "output":
		return command.CompleteValues(output.Formats()...)(cmd, args, text)
	case s.Name == "platform":
		return command.CompleteValues(datto.Platforms()...)(cmd, args, text)
	case s.Type == "switch":
		return command.CompleteValues("on", "off")(cmd, args, text)
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// profileNames completes the names of profiles.
func profileNames(f *factory.Factory) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		file, err := f.Config()
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return file.ProfileNames(), cobra.ShellCompDirectiveNoFileComp
	}
}
