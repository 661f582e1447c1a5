package credential

import (
	"context"
	"errors"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
)

// Verified are credentials that the platform has taken.
type Verified struct {
	// Address is where.
	Address config.Address
	// Credentials are the key pair, without the space around them.
	Credentials datto.Credentials
	// Account is the account's name. It is empty when the key's user may not read
	// it.
	Account string

	token granted
}

// granted holds on to the token of a client, to be kept once the credentials are.
type granted struct {
	key   datto.TokenKey
	token datto.Token
}

// Load returns nothing: credentials are verified by what the server says now.
func (*granted) Load(context.Context, datto.TokenKey) (datto.Token, error) { return datto.Token{}, nil }

// Save holds on to the token.
func (g *granted) Save(_ context.Context, key datto.TokenKey, token datto.Token) error {
	g.key, g.token = key, token
	return nil
}

// Verify tries credentials out: it asks for a token and reads the account. It
// sends nothing while the address is blocked, and notes a block that it meets.
func (s *Source) Verify(
	ctx context.Context, address config.Address, credentials datto.Credentials, opts ...datto.Option,
) (*Verified, error) {
	if err := s.Tokens.CheckBlock(address.BaseURL); err != nil {
		return nil, err
	}
	v := &Verified{Address: address, Credentials: trimmed(credentials)}
	opts = append(opts, datto.WithReadOnly(), datto.WithTokenStore(&v.token),
		datto.WithHook(func(ctx context.Context, event datto.Event) {
			if blocked, ok := event.(datto.Blocked); ok {
				// A block that cannot be noted is met again by the next command.
				_ = s.Tokens.Block(ctx, address.BaseURL, blocked.Until)
			}
		}))
	if address.Platform == "" {
		opts = append(opts, datto.WithBaseURL(address.BaseURL))
	}
	client, err := datto.NewClient(address.Platform, v.Credentials, opts...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	if _, err := client.EnsureToken(ctx); err != nil {
		return nil, err
	}
	got, err := client.Account.Get(ctx)
	switch {
	case errors.Is(err, datto.ErrForbidden):
		// The credentials are good, for somebody with few rights.
		return v, nil
	case err != nil:
		return nil, err
	}
	v.Account = strings.TrimSpace(got.Name)
	return v, nil
}

// Probe tries credentials out on the platforms one after the other, in the order
// of [datto.Platforms], and stops at the first that takes them. A platform that
// does not answer ends it: its successors must not be believed to be the right
// one for that. The error is the last refusal when all refuse.
//
// It shows the key to platforms that it does not belong to. All of them are the
// vendor's.
func (s *Source) Probe(
	ctx context.Context, credentials datto.Credentials, trying func(datto.Platform), opts ...datto.Option,
) (*Verified, error) {
	var refusal error
	for _, platform := range datto.Platforms() {
		address, err := config.ParseAddress(string(platform), "")
		if err != nil {
			return nil, err
		}
		trying(platform)
		verified, err := s.Verify(ctx, address, credentials, opts...)
		if auth, ok := errors.AsType[*datto.AuthError](err); ok && auth.Refused {
			refusal = err
			continue
		}
		return verified, err
	}
	return nil, refusal
}
