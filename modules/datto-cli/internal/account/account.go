// Package account says whose account a command works on: it turns flags, the
// environment and what is stored into one set of credentials from one source.
package account

import (
	"context"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// Account is everything needed to talk to one account.
type Account struct {
	// Source says where the credentials came from, for messages: "the
	// environment", "profile acme".
	Source string
	// Platform may be empty when BaseURL is set.
	Platform datto.Platform
	// BaseURL replaces the platform's own address unless it is empty.
	BaseURL string
	// Credentials are the key pair.
	Credentials datto.Credentials
	// ReadOnly refuses every write.
	ReadOnly bool
	// Tokens keeps tokens between runs. It may be nil.
	Tokens datto.TokenStore
	// Observe is told each event of the client that is made for the account. Its
	// error is not a reason to end the command. It may be nil.
	Observe func(ctx context.Context, event datto.Event) error
}

// Choice is what the flags say about the account to use.
type Choice struct {
	// Profile is the value of --profile.
	Profile string
	// Platform is the value of --platform.
	Platform string
	// BaseURL is the value of --base-url.
	BaseURL string
}

// Source finds the account for a command. Credentials come as one set from one
// place: a key is never combined with the secret of another.
type Source interface {
	// Account returns the chosen account. The error is a [*MissingError] when
	// there are no credentials.
	Account(ctx context.Context, choice Choice) (*Account, error)
}

// MissingError says that there are no credentials, or not all of a set.
type MissingError struct {
	// Reason says what is missing.
	Reason string
	// Hint says how to provide it.
	Hint string
}

// Error states the reason.
func (e *MissingError) Error() string { return e.Reason }

// NextStep says how to provide what is missing.
func (e *MissingError) NextStep() string { return e.Hint }
