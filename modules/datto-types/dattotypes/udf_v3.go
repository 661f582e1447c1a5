package dattotypes

import (
	"fmt"
	"io"
)

// User-defined fields may hold secrets, whatever their type, so fmt prints their numbers only; the fields and JSON give the values.

// String names the field.
func (u UDFV3) String() string { return fmt.Sprintf("UDFV3(%d, %s)", u.Ordinal, redacted) }

// Format prints String for every verb.
func (u UDFV3) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, u.String()) }

// String names the field.
func (r UDFV3Request) String() string {
	return fmt.Sprintf("UDFV3Request(%d, %s)", r.Ordinal, redacted)
}

// Format prints String for every verb.
func (r UDFV3Request) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, r.String()) }
