package dattotypes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
)

// AlertContext is what an alert knows about its cause: the disk that is full, the service that stopped. Its members depend
// on its class, and the API may send classes that nobody has described, so it keeps the JSON as it came.
//
// [AlertContext.Summary] tells it in one line, [AlertContext.View] and [AlertContextAs] give a struct for each known class,
// [AlertContext.Raw] gives everything. The zero AlertContext stands for an alert without one. A copy is independent, and
// concurrent reads are safe.
//
// A context can carry output of endpoints, so fmt and slog print its class only.
type AlertContext struct {
	content hidden[contextJSON]
}

type contextJSON struct {
	raw   json.RawMessage // never changed
	class string
}

// classMember is the name of the member that tells the class.
const classMember = "@class"

// Class returns the class as the API sent it, such as "perf_disk_usage_ctx", or "" when there is none.
func (c AlertContext) Class() string { return c.content.get().class }

// Raw returns a copy of the JSON, byte for byte as it came, or nil for the zero AlertContext.
func (c AlertContext) Raw() json.RawMessage { return slices.Clone(c.raw()) }

func (c AlertContext) raw() json.RawMessage { return c.content.get().raw }

// IsZero reports whether there is no context.
func (c AlertContext) IsZero() bool { return len(c.raw()) == 0 }

// Equal reports whether both are the same JSON, byte for byte.
func (c AlertContext) Equal(other AlertContext) bool { return bytes.Equal(c.raw(), other.raw()) }

// UnmarshalJSON keeps any JSON value; null leaves the zero AlertContext. It fails only for what is no JSON.
func (c *AlertContext) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*c = AlertContext{}
		return nil
	}
	members, err := contextMembers(data)
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("dattotypes: alert context: %w", err)
	}
	var class string
	if name, ok := members[classMember]; ok {
		class = wireText(name)
	}
	*c = AlertContext{hide(contextJSON{raw: slices.Clone(data), class: class})}
	return nil
}

// MarshalJSON gives the JSON as it came, or null for the zero AlertContext.
func (c AlertContext) MarshalJSON() ([]byte, error) {
	if c.IsZero() {
		return []byte("null"), nil
	}
	return c.Raw(), nil
}

// String names the class.
func (c AlertContext) String() string {
	if c.IsZero() {
		return "AlertContext()"
	}
	return "AlertContext(" + oneLine(c.Class()) + ")"
}

// GoString is the same as String.
func (c AlertContext) GoString() string { return c.String() }

// LogValue logs the class.
func (c AlertContext) LogValue() slog.Value { return slog.StringValue(c.String()) }

// contextMembers splits an object into its members. The names are matched exactly, unlike those of a struct in encoding/json.
func contextMembers(data []byte) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, err
	}
	return members, nil
}
