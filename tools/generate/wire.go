package main

import (
	"fmt"
	"maps"
	"slices"
)

// direction says which way a schema travels.
type direction uint8

const (
	inRequests direction = 1 << iota
	inAnswers
)

// followReferences works out each schema's direction. Requests and answers follow different rules, so a schema that
// travels both ways has to be split by the overlay, or marked x-both-ways where one schema says the truth of both.
func (c *contract) followReferences() error {
	c.directions = map[string]direction{}
	for _, op := range c.operations() {
		if err := c.mark(op.body(), inRequests); err != nil {
			return fmt.Errorf("%s: %w", op, err)
		}
		for _, response := range child(op.object, "responses") {
			content, _ := response.(object)
			if err := c.mark(child(child(child(content, "content"), "application/json"), "schema"), inAnswers); err != nil {
				return fmt.Errorf("%s: %w", op, err)
			}
		}
	}
	schemas := c.schemas()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		switch {
		case c.directions[name] == 0:
			c.directions[name] = inAnswers // Alert contexts: reached by their class only.
		case c.directions[name] == inRequests|inAnswers && child(schemas, name)["x-both-ways"] != true:
			return fmt.Errorf("schema %s is used by requests and by answers: split it in overlay.yaml", name)
		}
	}
	return nil
}

func (c *contract) mark(node any, way direction) error {
	switch node := node.(type) {
	case object:
		if name := reference(node); name != "" {
			target := child(c.schemas(), name)
			if target == nil {
				return fmt.Errorf("no schema %s", name)
			}
			if c.directions[name]&way != 0 {
				return nil
			}
			c.directions[name] |= way
			return c.mark(target, way)
		}
		for key, value := range node {
			if key == "discriminator" {
				continue
			}
			if err := c.mark(value, way); err != nil {
				return err
			}
		}
	case []any:
		for _, value := range node {
			if err := c.mark(value, way); err != nil {
				return err
			}
		}
	}
	return nil
}

// stateTheWire applies what holds for every answer: any member can be null, and no enumeration is closed. Members of
// requests are left as they are declared.
func (c *contract) stateTheWire() {
	for name, schema := range c.schemas() {
		if c.directions[name]&inAnswers != 0 {
			openSchema(schema.(object))
		}
	}
}

func openSchema(schema object) {
	for _, part := range list(schema, "allOf") {
		openSchema(part)
	}
	properties := child(schema, "properties")
	for name, member := range properties {
		member := member.(object)
		if name == "pageDetails" {
			continue
		}
		openEnum(member)
		openEnum(child(member, "items"))
		properties[name] = nullable(member)
	}
}

// openEnum keeps the known values of an enumeration as x-extensible-enum, which admits others.
func openEnum(schema object) {
	if values, closed := schema["enum"]; closed {
		schema["x-extensible-enum"] = values
		delete(schema, "enum")
	}
}

func nullable(schema object) object {
	if _, isRef := schema["$ref"]; isRef {
		wrapped := object{"anyOf": []any{object{"$ref": schema["$ref"]}, object{"type": "null"}}}
		for key, value := range schema {
			if key != "$ref" {
				wrapped[key] = value
			}
		}
		return wrapped
	}
	if kind, single := schema["type"].(string); single && kind != "null" {
		schema["type"] = []any{kind, "null"}
	}
	return schema
}

func list(schema object, key string) []object {
	values, _ := schema[key].([]any)
	objects := make([]object, 0, len(values))
	for _, value := range values {
		if o, ok := value.(object); ok {
			objects = append(objects, o)
		}
	}
	return objects
}
