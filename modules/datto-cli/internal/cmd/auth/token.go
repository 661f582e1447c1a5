package auth

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
)

func newToken(f *factory.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Print an access token",
		Long: `Print a valid access token for requests of your own. It goes into the header
"Authorization: Bearer TOKEN".

The token is a secret. Whoever has it acts as the key's user until it expires,
about four days after it was issued, and logging out does not revoke it. For
most requests, datto api does the same without showing it.`,
		Example: "  datto --demo auth token",
		Args:    command.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			call := command.NewCall(f, cmd, args)
			if explained, err := command.Explain(call, command.Once(command.TokenOperation, "unless one is kept")); explained || err != nil {
				return err
			}
			return token(cmd.Context(), call)
		},
	}
	command.AddExplain(cmd)
	return cmd
}

func token(ctx context.Context, call *command.Call) error {
	client, err := call.Factory.Client(ctx)
	if err != nil {
		return err
	}
	token, err := client.EnsureToken(ctx)
	if err != nil {
		return err
	}
	if call.Streams.OutTTY {
		say(call.Factory, "this token is a secret: whoever sees it can act as you until it expires")
	}
	_, err = io.WriteString(call.Streams.Out, token+"\n")
	return err
}
