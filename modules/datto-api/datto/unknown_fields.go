package datto

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// unknownFields tells of each member that no model knows, once.
type unknownFields struct {
	mu   sync.Mutex
	told map[UnknownField]bool
}

func newUnknownFields() *unknownFields { return &unknownFields{told: map[UnknownField]bool{}} }

// tellUnknown compares an answer with the type it was decoded into. The rows of a
// list are below its items member, and t is the type of a row then.
func (c *Client) tellUnknown(ctx context.Context, op *Operation, body []byte, t reflect.Type) {
	if c.unknownFields == nil {
		return
	}
	var answer any
	if json.Unmarshal(body, &answer) != nil {
		return // Decoding has told what is wrong with it.
	}
	found := map[string]bool{}
	if page, isPage := answer.(map[string]any); isPage && op.Paging != PagingNone && op.ItemsKey != "" {
		answer = page[op.ItemsKey]
		delete(page, op.ItemsKey)
		findUnknown(page, reflect.TypeFor[struct {
			PageDetails PageDetails `json:"pageDetails"`
			Error       string      `json:"error"`
		}](), "", found)
	}
	findUnknown(answer, t, "", found)
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		field := UnknownField{Operation: op, Name: name}
		c.unknownFields.mu.Lock()
		told := c.unknownFields.told[field]
		c.unknownFields.told[field] = true
		c.unknownFields.mu.Unlock()
		if !told {
			c.emit(ctx, field)
		}
	}
}

// findUnknown collects the paths of the members of value that type t has no field
// for. Types that decode themselves know what they take.
func findUnknown(value any, t reflect.Type, path string, found map[string]bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return
	}
	switch value := value.(type) {
	case []any:
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
			t = t.Elem()
		}
		for _, element := range value {
			findUnknown(element, t, path, found)
		}
	case map[string]any:
		if t.Kind() == reflect.Map {
			for _, element := range value {
				findUnknown(element, t.Elem(), path, found)
			}
			return
		}
		if t.Kind() != reflect.Struct {
			return
		}
		fields := map[string]reflect.Type{}
		for _, field := range reflect.VisibleFields(t) {
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
				fields[name] = field.Type
			}
		}
		for name, member := range value {
			if known, isKnown := fields[name]; isKnown {
				findUnknown(member, known, path+name+".", found)
			} else {
				found[path+printable(name, nil)] = true
			}
		}
	}
}
