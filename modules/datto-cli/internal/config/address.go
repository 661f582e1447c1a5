package config

import (
	"errors"
	"net/url"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// Address is the one place that a key is good for and may be sent to.
type Address struct {
	// Platform is empty for an address that is not a platform's own.
	Platform datto.Platform
	// BaseURL is where the API's paths begin, written in one way only: two
	// addresses are the same place when their BaseURL is equal.
	BaseURL string
}

// newClient is a variable so that linters do not ask for the context of requests
// that are never made.
var newClient = datto.NewClient

// ParseAddress reads a platform's name or a base URL, whichever is given. It
// makes no request.
func ParseAddress(platform, baseURL string) (Address, error) {
	switch {
	case platform != "" && baseURL != "":
		return Address{}, errors.New("a platform and a base URL were both given: one of them is enough")
	case platform != "":
		p, err := datto.ParsePlatform(platform)
		if err != nil {
			return Address{}, err
		}
		return Address{Platform: p, BaseURL: p.BaseURL()}, nil
	case baseURL == "":
		return Address{}, errors.New("neither a platform nor a base URL was given")
	}
	// What a base URL may look like is known to the client alone. It needs
	// credentials to exist, and sends nothing until it is asked to.
	client, err := newClient("", datto.Credentials{APIKey: "none", APISecret: "none"}, datto.WithBaseURL(baseURL))
	if err != nil {
		return Address{}, err
	}
	canonical, err := withoutDefaultPort(client.BaseURL())
	if err != nil {
		return Address{}, err
	}
	for _, p := range datto.Platforms() {
		if p.BaseURL() == canonical {
			return Address{Platform: p, BaseURL: canonical}, nil
		}
	}
	return Address{BaseURL: canonical}, nil
}

// FlagAddress is the address that --platform or --base-url names. It is zero when
// neither was given. The error knows its next step.
func FlagAddress(platform, baseURL string) (Address, error) {
	return namedAddress("--platform", platform, "--base-url", baseURL)
}

// EnvironmentAddress is the address that DATTO_PLATFORM or DATTO_BASE_URL names,
// with the name of the variable. It is zero when neither is set. The error knows
// its next step.
func EnvironmentAddress(getenv func(string) string) (address Address, variable string, err error) {
	platform, baseURL := getenv("DATTO_PLATFORM"), getenv("DATTO_BASE_URL")
	variable = "DATTO_PLATFORM"
	if platform == "" {
		variable = "DATTO_BASE_URL"
	}
	address, err = namedAddress("DATTO_PLATFORM", platform, "DATTO_BASE_URL", baseURL)
	return address, variable, err
}

func namedAddress(platformName, platform, baseURLName, baseURL string) (Address, error) {
	where := platformName
	switch {
	case platform == "" && baseURL == "":
		return Address{}, nil
	case platform != "" && baseURL != "":
		return Address{}, &TwoAddressesError{First: platformName, Second: baseURLName}
	case platform == "":
		where = baseURLName
	}
	address, err := ParseAddress(platform, baseURL)
	if err != nil {
		return Address{}, &InvalidValueError{Where: where, Err: err}
	}
	return address, nil
}

// TwoAddressesError says that two flags or two variables name an address each.
type TwoAddressesError struct {
	// First and Second are what names them.
	First, Second string
}

// Error names both.
func (e *TwoAddressesError) Error() string {
	return e.First + " and " + e.Second + " are both given, and each names an address"
}

// NextStep says to drop one of them.
func (e *TwoAddressesError) NextStep() string {
	return "leave out " + e.First + " or " + e.Second + ": one of them is enough"
}

func withoutDefaultPort(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	if u.Port() == "" || u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80" {
		u.Host = strings.TrimSuffix(u.Host, ":"+u.Port())
	}
	return u.String(), nil
}

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a == Address{} }

// String names the platform, or else gives the base URL.
func (a Address) String() string {
	if a.Platform != "" {
		return "platform " + string(a.Platform)
	}
	return a.BaseURL
}

// Flags are the flags that choose the address, for messages.
func (a Address) Flags() string {
	if a.Platform != "" {
		return "--platform " + string(a.Platform)
	}
	return "--base-url " + a.BaseURL
}
