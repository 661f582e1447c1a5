package main

import (
	"cmp"
	"maps"
	"strings"
)

// node is one place of a document in canonical form: an operation, a parameter, a schema, an enum value.
//
// What a build can have more or less of are children: fields, parameters, enum values. All else is a plain member, compared as a whole. Nothing here is ordered,
// so that two documents which say the same are the same tree.
type node struct {
	plain    map[string]any
	children map[string]map[string]*node // slot, then name within the slot
}

func newNode() *node {
	return &node{plain: map[string]any{}, children: map[string]map[string]*node{}}
}

// put places a child.
func (n *node) put(slot, name string, child *node) {
	if n.children[slot] == nil {
		n.children[slot] = map[string]*node{}
	}
	n.children[slot][name] = child
}

// The slots of a tree. Except for operations and schemas they bear the names of the OpenAPI members they stand for.
const (
	slotOperations  = "operations" // "GET /v2/site/{siteUid}"
	slotSchemas     = "schemas"
	slotParameters  = "parameters" // "query:page"
	slotRequestBody = "requestBody"
	slotResponses   = "responses"
	slotContent     = "content"
	slotSchema      = "schema"
	slotProperties  = "properties"
	slotEnum        = "enum"
)

// A slot's style says how its children stand in JSON.
type style int

const (
	single    style = iota // one child, the member's value
	named                  // an object of children by name
	listed                 // an array of schemas; references are known by their target, others by their position
	operation              // "paths", two levels deep
	component              // "components", then "schemas"
	parameter              // an array of objects known by place and name
	response               // an object of children by status code
	value                  // an array of plain values, "enum"
)

// kind is what stands at a place of the tree, and so which of its members are children.
type kind int

const (
	rootKind kind = iota
	operationKind
	parameterKind
	bodyKind
	responseKind
	mediaKind
	schemaKind
	valueKind
)

// slot is a member that holds children.
type slot struct {
	name   string
	member string
	style  style
	kind   kind
}

var slotsByKind = map[kind][]slot{
	rootKind: {
		{slotOperations, "paths", operation, operationKind},
		{slotSchemas, "components", component, schemaKind},
	},
	operationKind: {
		{slotParameters, "parameters", parameter, parameterKind},
		{slotRequestBody, "requestBody", single, bodyKind},
		{slotResponses, "responses", response, responseKind},
	},
	parameterKind: {
		{slotSchema, "schema", single, schemaKind},
		{slotContent, "content", named, mediaKind},
	},
	bodyKind:     {{slotContent, "content", named, mediaKind}},
	responseKind: {{slotContent, "content", named, mediaKind}},
	mediaKind:    {{slotSchema, "schema", single, schemaKind}},
	schemaKind: {
		{slotProperties, "properties", named, schemaKind},
		{"patternProperties", "patternProperties", named, schemaKind},
		{"items", "items", single, schemaKind},
		{"additionalProperties", "additionalProperties", single, schemaKind},
		{"propertyNames", "propertyNames", single, schemaKind},
		{"not", "not", single, schemaKind},
		{"allOf", "allOf", listed, schemaKind},
		{"anyOf", "anyOf", listed, schemaKind},
		{"oneOf", "oneOf", listed, schemaKind},
		{slotEnum, "enum", value, valueKind},
	},
	valueKind: nil,
}

// shape is what must be alike for two schemas to be merged member by member: a reference to the same schema, or the same type. It is "" for all that is no schema.
func (n *node) shape() string {
	if ref, ok := n.plain["$ref"].(string); ok {
		return "$ref " + ref
	}
	for _, slot := range []string{"allOf", "anyOf", "oneOf"} {
		if len(n.children[slot]) > 0 {
			return slot
		}
	}
	types, ok := n.plain["type"].([]any)
	if !ok {
		types = []any{n.plain["type"]}
	}
	var names []string
	for _, one := range types {
		// A type that may also be null is still that type.
		if name, ok := one.(string); ok && name != "null" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

// sameBuild unites two documents of one build: all that either has. Plain members that disagree are decided by their text, so that the order of reading cannot matter.
func sameBuild(a, b *node) *node {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	if aShape, bShape := a.shape(), b.shape(); aShape != bShape {
		if aShape > bShape {
			return a
		}
		return b
	}
	out := newNode()
	maps.Copy(out.plain, a.plain)
	for member, other := range b.plain {
		if mine, ok := out.plain[member]; !ok || compactJSON(mine) < compactJSON(other) {
			out.plain[member] = other
		}
	}
	for _, from := range []*node{a, b} {
		for slot, children := range from.children {
			for name := range children {
				out.put(slot, name, sameBuild(a.children[slot][name], b.children[slot][name]))
			}
		}
	}
	return out
}
