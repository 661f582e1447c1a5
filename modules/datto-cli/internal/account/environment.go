package account

import "github.com/datto-go/datto-rmm/modules/datto-api/datto"

const needed = "set DATTO_API_KEY, DATTO_API_SECRET and DATTO_PLATFORM, or try things out with --demo"

// FromEnvironment returns the key pair of DATTO_API_KEY and DATTO_API_SECRET. The
// error is a [*MissingError] unless both are set.
func FromEnvironment(getenv func(name string) string) (datto.Credentials, error) {
	pair := datto.Credentials{APIKey: getenv("DATTO_API_KEY"), APISecret: getenv("DATTO_API_SECRET")}
	switch key, secret := pair.APIKey != "", pair.APISecret != ""; {
	case !key && !secret:
		return datto.Credentials{}, &MissingError{Reason: "there are no credentials", Hint: needed}
	case !secret:
		return datto.Credentials{}, &MissingError{Reason: "DATTO_API_KEY is set, DATTO_API_SECRET is not", Hint: needed}
	case !key:
		return datto.Credentials{}, &MissingError{Reason: "DATTO_API_SECRET is set, DATTO_API_KEY is not", Hint: needed}
	}
	return pair, nil
}
