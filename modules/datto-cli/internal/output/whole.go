package output

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// All returns columns with none left out: for showing one object, where there is
// room for everything.
func All(columns []Column) []Column {
	all := slices.Clone(columns)
	for i := range all {
		all[i].OnRequest, all[i].Wide = false, false
	}
	return all
}

// Pair is a member of an object.
type Pair struct {
	Name  string
	Value Value
}

// Pairs returns the members of an object that are not null, in their order. It is
// nil for anything else.
func (v Value) Pairs() []Pair {
	if len(v) == 0 || v[0] != '{' {
		return nil
	}
	dec := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil {
		return nil
	}
	var pairs []Pair
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return pairs
		}
		text := name.String()
		value, err := dec.ReadValue()
		if err != nil {
			return pairs
		}
		if value.Kind() != 'n' {
			pairs = append(pairs, Pair{text, Value(bytes.Clone(value))})
		}
	}
	return pairs
}

// Items returns the elements of an array. It is nil for anything else.
func (v Value) Items() []Value {
	if len(v) == 0 || v[0] != '[' {
		return nil
	}
	dec := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil {
		return nil
	}
	var items []Value
	for {
		if kind := dec.PeekKind(); kind == ']' || kind == 0 {
			return items
		}
		value, err := dec.ReadValue()
		if err != nil {
			return items
		}
		items = append(items, Value(bytes.Clone(value)))
	}
}

// Member returns a member of an object, by its dotted path.
func (v Value) Member(path string) Value { return NewMembers([]string{path}).From(v)[0] }

// Lines makes the text of a column that shows a list: each element in a line of
// its own for people, with a semicolon between for programs.
func Lines(each func(item Value) string) (plain func([]Value) string, shown func([]Value, *Look) Cell) {
	texts := func(values []Value) []string {
		var texts []string
		for _, item := range values[0].Items() {
			texts = append(texts, strings.Join(strings.Fields(each(item)), " "))
		}
		return texts
	}
	plain = func(values []Value) string { return strings.Join(texts(values), "; ") }
	shown = func(values []Value, _ *Look) Cell { return Cell{Text: strings.Join(texts(values), "\n")} }
	return plain, shown
}

// Size is a number of bytes for people.
func (v Value) Size() string {
	if n, ok := v.Number(); ok {
		return formatBytes(n)
	}
	return v.Text()
}
