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

func withoutDefaultPort(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	if u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80" {
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
