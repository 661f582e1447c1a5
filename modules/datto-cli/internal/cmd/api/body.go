package api

import (
	"fmt"
	"slices"
	"strings"
)

// assignment is what a -f or, typed, a -F says.
type assignment struct {
	text  string
	typed bool
}

// fieldFlag is -f or -F. Both add to one list: what a field of a list's element
// belongs to is settled by those before it, of either kind.
type fieldFlag struct {
	all   *[]assignment
	typed bool
	texts []string
}

// Set adds a field.
func (f *fieldFlag) Set(text string) error {
	*f.all = append(*f.all, assignment{text, f.typed})
	f.texts = append(f.texts, text)
	return nil
}

// String is what has been given.
func (f *fieldFlag) String() string { return strings.Join(f.texts, ", ") }

// Type is that of a flag which can be repeated.
func (f *fieldFlag) Type() string { return "stringArray" }

// Empty reports whether one was given without text.
func (f *fieldFlag) Empty() bool { return slices.Contains(f.texts, "") }

// bodyOf makes a body of fields. A name such as a[b] is the member b of the member
// a, and one such as a[] adds to the list a.
func bodyOf(fields []field) (any, error) {
	var body any = map[string]any{}
	for _, f := range fields {
		with, ok := put(body, keysOf(f.name), f.value)
		if !ok {
			return nil, fmt.Errorf("the field %s contradicts one before it: each can be given once", f.name)
		}
		body = with
	}
	return body, nil
}

// keysOf are the keys that a name leads through. That of a list is empty.
func keysOf(name string) []string {
	first, rest, nested := strings.Cut(name, "[")
	if !nested || first == "" || !strings.HasSuffix(rest, "]") {
		return []string{name}
	}
	return append([]string{first}, strings.Split(strings.TrimSuffix(rest, "]"), "][")...)
}

// put returns what is there with the value behind the keys, and false when
// something else is in its place.
func put(there any, keys []string, value any) (any, bool) {
	if len(keys) == 0 {
		return value, there == nil
	}
	if keys[0] == "" {
		return add(there, keys[1:], value)
	}
	object, ok := there.(map[string]any)
	if !ok && there != nil {
		return nil, false
	}
	member, ok := put(object[keys[0]], keys[1:], value)
	if !ok {
		return nil, false
	}
	if object == nil {
		object = map[string]any{}
	}
	object[keys[0]] = member
	return object, true
}

// add puts the value behind the keys into the last element of a list, or else into a
// new one.
func add(there any, keys []string, value any) (any, bool) {
	list, ok := there.([]any)
	if !ok && there != nil {
		return nil, false
	}
	if last := len(list) - 1; last >= 0 {
		if with, ok := put(list[last], keys, value); ok {
			list[last] = with
			return list, true
		}
	}
	element, ok := put(nil, keys, value)
	return append(list, element), ok
}
