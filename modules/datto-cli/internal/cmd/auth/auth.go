// Package auth holds the commands that log in and out.
package auth

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// New returns the command group.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("auth", "Log in and out, and show which account is used",
		newLogin(f), newLogout(f), newStatus(f), newToken(f))
}

// say tells the user something that is no data.
func say(f *factory.Factory, format string, args ...any) {
	_, _ = fmt.Fprintln(f.Streams.Err, terminal.Line(fmt.Sprintf(format, args...)))
}

// defaultProfile is what the first profile is called.
const defaultProfile = "default"

// selected is the profile that the command is about. In place of a profile the
// environment may be meant: then environment is true.
func selected(f *factory.Factory, file *config.File) (profile string, environment bool, err error) {
	selection, err := file.Select(f.Flags.Profile, f.Getenv)
	if err != nil {
		return "", false, &exitcode.HintedError{Err: err, Hint: "unset one of them, or use --profile NAME"}
	}
	return selection.Profile, selection.Environment, nil
}
