package dattotypes

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// redacted is what is printed in place of a secret.
const redacted = "[redacted]"

// Secret is a text that must not be printed by accident: the value of a variable, a proxy password, an API secret key.
// [NewSecret] makes one, [Secret.Reveal] gives the text back. Secrets of the same text are equal with ==; the zero Secret is
// the empty text.
//
// fmt and slog print [redacted] for it, or nothing when it is empty; its length does not show. JSON gives the text, because
// it is the user's data and request bodies need it. That includes slog's JSON handler for a slice, map or struct of one's own
// that holds a Secret: slog hands those to encoding/json.
type Secret struct {
	// Not a string, because fmt calls Format neither on an unexported field nor below a pointer that a verb like %s does not
	// suit, and would print a string there. It does not follow the pointer of a handle. A plain pointer could not be compared.
	text unique.Handle[string]
}

// NewSecret returns text as a secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{unique.Make(text)}
}

// IsZero reports whether the secret is the empty text.
func (s Secret) IsZero() bool { return s == Secret{} }

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return s.text.Value()
}

// Equal is the same as ==.
func (s Secret) Equal(other Secret) bool { return s == other }

// MarshalJSON gives the text as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.Reveal()) }

// UnmarshalJSON reads a string; null is the empty text. A value of another type is taken as its JSON text. Its error does not
// quote what it read.
func (s *Secret) UnmarshalJSON(data []byte) error {
	if !json.Valid(data) {
		return errString
	}
	*s = NewSecret(wireText(data))
	return nil
}

// String returns [redacted], or "" when the secret is empty.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return redacted
}

// GoString is the same as String.
func (s Secret) GoString() string { return s.String() }

// Format prints String for every verb.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// LogValue logs String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
