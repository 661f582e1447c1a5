package auth

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// state is what the command prints. It holds no secret.
type state struct {
	// Source is environment, profile or simulation.
	Source   string         `json:"source"`
	Profile  string         `json:"profile,omitempty"`
	Store    string         `json:"store,omitempty"`
	Platform datto.Platform `json:"platform,omitempty"`
	BaseURL  string         `json:"baseUrl"`
	Key      string         `json:"key"`
	ReadOnly bool           `json:"readOnly"`
	// Valid is absent when it could not be found out.
	Valid        *bool     `json:"valid,omitempty"`
	Account      string    `json:"account,omitempty"`
	TokenExpires time.Time `json:"tokenExpires,omitzero"`
}

func newStatus(f *factory.Factory) *cobra.Command {
	var options output.Options
	cmd := &cobra.Command{
		Use:   "status [flags]",
		Short: "Show which credentials are used, and whether they work",
		Long: `Show which credentials a command would use, where they come from, which account
they belong to, and when the token expires.

The credentials are checked. If the platform refuses them, the exit status is 4,
and what is known is printed anyway.`,
		Example: `  datto --demo auth status
  datto --demo auth status --output json --jq .account`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			call := command.NewCall(f, cmd, args)
			if explained, err := command.Explain(call); explained || err != nil {
				return err
			}
			return status(cmd.Context(), call, &options)
		},
	}
	options.AddFlags(cmd.Flags())
	command.NameColumns(cmd, stateColumns)
	command.AddExplain(cmd)
	return command.Calls(cmd, "GET /v2/account")
}

var stateColumns = []output.Column{
	{Name: "source"},
	{Name: "profile"},
	{Name: "store"},
	{Name: "platform"},
	{Name: "baseUrl", Header: "BASE URL", Whole: true},
	{Name: "key"},
	{Name: "readOnly", Header: "READ-ONLY", Kind: output.Bool},
	{Name: "valid", Kind: output.Bool},
	{Name: "account"},
	{Name: "tokenExpires", Header: "TOKEN EXPIRES", Kind: output.Time},
}

func status(ctx context.Context, call *command.Call, options *output.Options) error {
	s, a, expires, err := whose(ctx, call.Factory)
	if err != nil {
		return err
	}
	s.ReadOnly = a.ReadOnly || call.Flags.ReadOnly
	client, err := call.Factory.Client(ctx)
	if err == nil {
		var got *datto.Account
		if got, err = client.Account.Get(ctx); err == nil {
			s.Account = got.Name
		}
	}
	switch {
	case err == nil, errors.Is(err, datto.ErrForbidden):
		s.Valid = new(true)
	case errors.Is(err, datto.ErrUnauthorized):
		s.Valid = new(false)
	}
	s.TokenExpires = expires()
	printed := command.PrintObject(ctx, call, stateColumns, options, func(context.Context) (json.RawMessage, error) {
		return json.Marshal(s)
	})
	if err != nil {
		return err
	}
	return printed
}

// whose finds the credentials without sending anything. expires tells when the
// token that is kept for them ends.
func whose(ctx context.Context, f *factory.Factory) (s *state, a *account.Account, expires func() time.Time, err error) {
	if f.Flags.Demo {
		a, err := f.Account(ctx)
		if err != nil {
			return nil, nil, nil, err
		}
		return &state{Source: "simulation", Platform: a.Platform, BaseURL: a.BaseURL, Key: credential.Hint(a.Credentials.APIKey)},
			a, func() time.Time { return time.Time{} }, nil
	}
	credentials, err := f.Credentials()
	if err != nil {
		return nil, nil, nil, err
	}
	found, err := credentials.Find(ctx, f.Choice())
	if err != nil {
		return nil, nil, nil, err
	}
	a, err = credentials.Open(found)
	if err != nil {
		return nil, nil, nil, err
	}
	source := "profile"
	if found.Profile == "" {
		source = "environment"
	}
	return &state{
		Source: source, Profile: found.Profile, Store: found.Store,
		Platform: found.Address.Platform, BaseURL: found.Address.BaseURL,
		Key: credential.Hint(found.Record.Credentials.APIKey),
	}, a, credentials.Tokens.For(found.Address.BaseURL, found.Record.Credentials).Expiry, nil
}
