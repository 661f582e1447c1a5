package account

import (
	"context"
)

// Environment takes the account from DATTO_API_KEY, DATTO_API_SECRET and
// DATTO_PLATFORM or DATTO_BASE_URL.
type Environment struct {
	// Getenv reads a variable of the environment.
	Getenv func(name string) string
}

const needed = "set DATTO_API_KEY, DATTO_API_SECRET and DATTO_PLATFORM, or try things out with --demo"

// Account returns the environment's account.
func (e Environment) Account(_ context.Context, choice Choice) (*Account, error) {
	if choice.Profile != "" {
		return nil, &MissingError{Reason: "there is no profile " + choice.Profile, Hint: needed}
	}
	a := &Account{Source: "the environment"}
	a.Credentials.APIKey = e.Getenv("DATTO_API_KEY")
	a.Credentials.APISecret = e.Getenv("DATTO_API_SECRET")
	switch key, secret := a.Credentials.APIKey != "", a.Credentials.APISecret != ""; {
	case !key && !secret:
		return nil, &MissingError{Reason: "there are no credentials", Hint: needed}
	case !secret:
		return nil, &MissingError{Reason: "DATTO_API_KEY is set, DATTO_API_SECRET is not", Hint: needed}
	case !key:
		return nil, &MissingError{Reason: "DATTO_API_SECRET is set, DATTO_API_KEY is not", Hint: needed}
	}
	if err := a.Locate(choice, e.Getenv("DATTO_PLATFORM"), e.Getenv("DATTO_BASE_URL")); err != nil {
		return nil, err
	}
	return a, nil
}
