package datto

import (
	"fmt"
	"slices"
	"strings"
)

// Platform names one of the sites that Datto RMM is run from. An account lives
// on exactly one of them, and its keys work on no other. The platform is the
// first word of the host name in the web portal's address.
type Platform string

// The six platforms that accounts live on.
const (
	Pinotage  Platform = "pinotage"
	Merlot    Platform = "merlot"
	Concord   Platform = "concord"
	Vidal     Platform = "vidal"
	Zinfandel Platform = "zinfandel"
	Syrah     Platform = "syrah"
)

// Platforms returns the six platforms.
func Platforms() []Platform {
	return []Platform{Pinotage, Merlot, Concord, Vidal, Zinfandel, Syrah}
}

// ParsePlatform returns the platform of that name. Letter case and surrounding
// space do not matter. The error for any other name is a [*PlatformParseError].
func ParsePlatform(name string) (Platform, error) {
	p := Platform(strings.ToLower(strings.TrimSpace(name)))
	if !p.valid() {
		return "", &PlatformParseError{Name: name}
	}
	return p, nil
}

// String returns the platform's name.
func (p Platform) String() string { return string(p) }

// BaseURL returns the address that the API's paths are joined to, such as
// "https://merlot-api.centrastage.net/api". It is empty for a name that is not
// one of the six.
func (p Platform) BaseURL() string {
	if !p.valid() {
		return ""
	}
	return "https://" + string(p) + "-api.centrastage.net/api"
}

// UnmarshalText parses text as [ParsePlatform] does. It makes a Platform usable
// with [flag.TextVar] and in configuration files.
func (p *Platform) UnmarshalText(text []byte) error {
	parsed, err := ParsePlatform(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

func (p Platform) valid() bool { return slices.Contains(Platforms(), p) }

// PlatformParseError is the error for a name that is no platform.
type PlatformParseError struct {
	// Name is what was given.
	Name string
}

// Error quotes the name and lists the valid ones.
func (e *PlatformParseError) Error() string {
	names := make([]string, 0, len(Platforms()))
	for _, p := range Platforms() {
		names = append(names, string(p))
	}
	return fmt.Sprintf("datto: unknown platform %.40q: valid platforms are %s", e.Name, strings.Join(names, ", "))
}
