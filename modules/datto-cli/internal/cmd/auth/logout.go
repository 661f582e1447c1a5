package auth

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
)

func newLogout(f *factory.Factory) *cobra.Command {
	return &cobra.Command{
		Use:   "logout [--profile <name>]",
		Short: "Delete the credentials of a profile",
		Long: `Delete the credentials and the token of a profile from this machine.

The profile itself stays, with its platform and settings; datto config profile
delete removes it entirely. The key stays valid: to revoke it, generate a new
one in the portal. Tokens already printed stay valid until they expire.

Credentials in the environment stay there, and the exit status is 1; a token
kept for them is deleted.`,
		Example: "  datto auth logout --profile acme",
		Args:    command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return logout(cmd.Context(), f)
		},
	}
}

func logout(ctx context.Context, f *factory.Factory) error {
	if f.Flags.Demo {
		say(f, "the simulation needs no login: there is nothing to forget")
		return nil
	}
	file, err := f.Config()
	if err != nil {
		return err
	}
	profile, environment, err := selected(f, file)
	switch {
	case err != nil:
		return err
	case environment:
		return leaveEnvironment(ctx, f)
	case profile == "":
		say(f, "there is no profile: nothing to forget")
		return nil
	case file.Profiles[profile] == nil:
		return &exitcode.NotFoundError{Noun: "profile", Name: profile, Hint: "see datto config profile list"}
	}
	source, err := f.Credentials()
	if err != nil {
		return err
	}
	dirs, err := f.Directories()
	if err != nil {
		return err
	}
	was, err := source.Forget(ctx, dirs.Settings(), profile)
	switch {
	case err != nil:
		return err
	case !was:
		say(f, "profile %s has no credentials", profile)
	default:
		say(f, "the credentials of profile %s were deleted from this machine", profile)
	}
	return nil
}

// leaveEnvironment forgets what the program itself has kept for the credentials of the
// environment.
func leaveEnvironment(ctx context.Context, f *factory.Factory) error {
	source, err := f.Credentials()
	if err != nil {
		return err
	}
	reason := "the credentials come from the environment, which this program cannot change"
	if found, err := source.Find(ctx, f.Choice()); err == nil {
		tokens := source.Tokens.For(found.Address.BaseURL, found.Record.Credentials)
		if !tokens.Expiry().IsZero() && tokens.Forget(ctx) == nil {
			reason += "; the token kept for them was deleted"
		}
	}
	return &exitcode.HintedError{
		Err: errors.New(reason), Hint: "unset DATTO_API_KEY and DATTO_API_SECRET, or use --profile NAME",
	}
}
