package datto

import (
	"bytes"
	"hash/maphash"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// rowKey tells rows apart: 128 bits of a hash with a random seed, in place of the
// identity itself, so that a walk over a large fleet remembers little. Zero is
// for rows without an identity.
type rowKey [2]uint64

var rowSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func keyFrom(id []byte) rowKey {
	return rowKey{maphash.Bytes(rowSeeds[0], id), maphash.Bytes(rowSeeds[1], id)}
}

// identity finds the members that make a row the same row again. It takes them
// from the decoded row where its type has them, and from the row's text where it
// has not.
type identity[T any] struct {
	members []string
	fields  [][]int // path of each member in T, nil when T lacks one
}

func identityFor[T any](members []string) identity[T] {
	id := identity[T]{members: members}
	if len(members) == 0 {
		id.members = nil
		return id
	}
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct {
		return id
	}
	for _, member := range members {
		path := fieldNamed(t, member)
		if path == nil {
			id.fields = nil
			return id
		}
		id.fields = append(id.fields, path)
	}
	return id
}

// fieldNamed finds the string or integer field of t that holds a member, also in
// structs embedded by value.
func fieldNamed(t reflect.Type, member string) []int {
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != member || !f.IsExported() {
			continue
		}
		switch f.Type.Kind() {
		case reflect.String, reflect.Int64, reflect.Int32, reflect.Int:
		default:
			return nil
		}
		for i := 1; i < len(f.Index); i++ {
			if t.FieldByIndex(f.Index[:i]).Type.Kind() != reflect.Struct {
				return nil
			}
		}
		return f.Index
	}
	return nil
}

// keyOf returns the key of a row, given as it was decoded (nil when it could not
// be) and as text. It is zero when a member is missing or empty.
func (id identity[T]) keyOf(row *T, raw []byte) rowKey {
	var buf [80]byte
	text := buf[:0]
	if row == nil || id.fields == nil {
		return id.keyOfText(raw)
	}
	v := reflect.ValueOf(row).Elem()
	for _, path := range id.fields {
		f := v.FieldByIndex(path)
		if f.IsZero() {
			return rowKey{}
		}
		if f.Kind() == reflect.String {
			text = append(text, f.String()...)
		} else {
			text = strconv.AppendInt(text, f.Int(), 10)
		}
		text = append(text, 0)
	}
	return keyFrom(text)
}

func (id identity[T]) keyOfText(raw []byte) rowKey {
	values := make([]string, len(id.members))
	left := len(id.members)
	dec := jsontext.NewDecoder(bytes.NewBuffer(bytes.TrimLeft(raw, " \t\r\n,")), lenient)
	if tok, err := dec.ReadToken(); err != nil || tok.Kind() != '{' {
		return rowKey{}
	}
	for left > 0 && dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return rowKey{}
		}
		at := slices.Index(id.members, name.String())
		if kind := dec.PeekKind(); at < 0 || kind != '"' && kind != '0' {
			if dec.SkipValue() != nil {
				return rowKey{}
			}
			continue
		}
		value, err := dec.ReadToken()
		if err != nil {
			return rowKey{}
		}
		if values[at] == "" {
			left--
		}
		values[at] = value.String()
		if value.Kind() == '0' && values[at] == "0" {
			values[at] = "" // no object has the id 0
		}
	}
	var text []byte
	for _, v := range values {
		if v == "" {
			return rowKey{}
		}
		text = append(append(text, v...), 0)
	}
	return keyFrom(text)
}
