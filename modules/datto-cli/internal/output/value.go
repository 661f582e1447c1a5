package output

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// Value is one JSON value out of a row, as the server wrote it. An absent
// member is the empty Value, which reads like null.
type Value []byte

// Null reports whether there is nothing: the member is absent or null.
func (v Value) Null() bool { return len(v) == 0 || v[0] == 'n' }

// Text is the value for people: strings without quotes, numbers as written,
// lists joined with ", ", objects as JSON, nothing for null.
func (v Value) Text() string {
	if v.Null() {
		return ""
	}
	switch v[0] {
	case '"':
		text, err := jsontext.AppendUnquote(nil, []byte(v))
		if err != nil && len(text) == 0 {
			return string(v)
		}
		return string(text)
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(v, &items) != nil {
			return string(v)
		}
		texts := make([]string, len(items))
		for i, item := range items {
			texts[i] = Value(item).Text()
		}
		return strings.Join(texts, ", ")
	}
	return string(v)
}

// Time reads every form of time that the API sends. It is zero for null, for
// "never" and for what is no time.
func (v Value) Time() time.Time {
	var t dattotypes.Timestamp
	if v.Null() || t.UnmarshalJSON(v) != nil {
		return time.Time{}
	}
	return t.Time
}

// True reports whether the value is the boolean true.
func (v Value) True() bool { return len(v) > 0 && v[0] == 't' }

// False reports whether the value is the boolean false.
func (v Value) False() bool { return len(v) > 0 && v[0] == 'f' }

// isNumber reports whether the value is a JSON number.
func (v Value) isNumber() bool {
	return len(v) > 0 && (v[0] == '-' || v[0] >= '0' && v[0] <= '9')
}

// Number reads a number, also one that the server sent as a string.
func (v Value) Number() (float64, bool) {
	if v.Null() {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Trim(string(v), `"`), 64)
	return n, err == nil
}

// Members takes chosen members out of rows in one pass, without decoding the
// rest: a device is three quarters user-defined fields that are not set.
type Members struct {
	root  node
	count int
	dec   *jsontext.Decoder
	src   bytes.Buffer
}

type node struct {
	slots    []int // where a value found here goes
	children map[string]*node
}

// NewMembers prepares for the given paths, which are member names joined with
// dots. A "\." in a path is a dot of the name.
func NewMembers(paths []string) *Members {
	f := &Members{count: len(paths)}
	for slot, path := range paths {
		at := &f.root
		for name := range splitPath(path) {
			if at.children == nil {
				at.children = map[string]*node{}
			}
			next := at.children[name]
			if next == nil {
				next = &node{}
				at.children[name] = next
			}
			at = next
		}
		at.slots = append(at.slots, slot)
	}
	f.dec = jsontext.NewDecoder(&f.src)
	return f
}

func splitPath(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		var name strings.Builder
		for i := 0; i < len(path); i++ {
			switch {
			case path[i] == '\\' && i+1 < len(path):
				i++
				name.WriteByte(path[i])
			case path[i] == '.':
				if !yield(name.String()) {
					return
				}
				name.Reset()
			default:
				name.WriteByte(path[i])
			}
		}
		yield(name.String())
	}
}

// From returns the values of the row, in the order of the paths. They share the
// row's memory. What is read of a broken row is returned as well.
func (f *Members) From(row []byte) []Value {
	values := make([]Value, f.count)
	f.src.Reset()
	f.src.Write(row)
	f.dec.Reset(&f.src, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	// A row has been checked as JSON when its page was read, so an error here
	// could only repeat what was reported then.
	_ = f.walk(&f.root, row, values)
	return values
}

func (f *Members) walk(at *node, row []byte, values []Value) error {
	if len(at.slots) > 0 && len(at.children) == 0 {
		return f.take(at, row, values)
	}
	if f.dec.PeekKind() != '{' {
		return f.take(at, row, values)
	}
	start := f.dec.InputOffset()
	if _, err := f.dec.ReadToken(); err != nil {
		return err
	}
	for f.dec.PeekKind() != '}' {
		name, err := f.dec.ReadToken()
		if err != nil {
			return err
		}
		child, ok := at.children[name.String()]
		if !ok {
			if err := f.dec.SkipValue(); err != nil {
				return err
			}
			continue
		}
		if err := f.walk(child, row, values); err != nil {
			return err
		}
	}
	if _, err := f.dec.ReadToken(); err != nil {
		return err
	}
	f.put(at, values, bytes.TrimLeft(row[start:f.dec.InputOffset()], " \t\r\n:,"))
	return nil
}

func (f *Members) take(at *node, row []byte, values []Value) error {
	raw, err := f.dec.ReadValue()
	if err != nil {
		return err
	}
	end := int(f.dec.InputOffset())
	value := row[end-len(raw) : end]
	f.put(at, values, value)
	if len(at.children) > 0 && Value(value).Null() {
		f.putBelow(at, values, value)
	}
	return nil
}

// putBelow makes the members of what is null null as well: they are not missing.
func (f *Members) putBelow(at *node, values []Value, null []byte) {
	for _, child := range at.children {
		f.put(child, values, null)
		f.putBelow(child, values, null)
	}
}

func (f *Members) put(at *node, values []Value, value []byte) {
	for _, slot := range at.slots {
		values[slot] = value
	}
}
