package datto

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// redacted stands in for every secret that is printed.
const redacted = "[redacted]"

// Credentials are the key pair that a user generates in the portal. They act
// with the rights of that user.
//
// Credentials print as "[redacted]" with every verb of package fmt, in slog and
// in JSON.
type Credentials struct {
	// APIKey is the API key. Surrounding space is ignored.
	APIKey string
	// APISecret is the API secret key. Surrounding space is ignored, because a
	// newline at its end is refused by the server like a wrong secret.
	APISecret string
}

// Format prints "[redacted]" whatever the verb.
func (c Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String returns "[redacted]".
func (c Credentials) String() string { return redacted }

// GoString returns "[redacted]".
func (c Credentials) GoString() string { return redacted }

// LogValue returns "[redacted]".
func (c Credentials) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[redacted]", so that no encoder writes the keys.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }

func (c Credentials) trimmed() Credentials {
	return Credentials{APIKey: strings.TrimSpace(c.APIKey), APISecret: strings.TrimSpace(c.APISecret)}
}

func (c Credentials) validate() error {
	switch {
	case c.APIKey == "":
		return &ValidationError{Field: "API key", Reason: "it is empty"}
	case c.APISecret == "":
		return &ValidationError{Field: "API secret", Reason: "it is empty"}
	}
	return nil
}
