package main

import (
	"bytes"
	"fmt"
	"go/format"
	"maps"
	"slices"
	"strings"
)

// generateStrictness writes the table by which the simulator judges requests. The simulator shares no code with the
// client, so it has a table of its own.
func generateStrictness(c *contract) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(ownHeader + "package simulator\n\n// operationTable holds the requests that the contract admits.\nvar operationTable = []operationSpec{\n")
	for _, op := range c.operations() {
		fmt.Fprintf(&out, "{Method: %q, Path: %q,\n", strings.ToUpper(op.method), op.path)
		for _, place := range []struct{ in, field string }{{"path", "Params"}, {"query", "Query"}} {
			if err := writeParameters(&out, op, place.in, place.field); err != nil {
				return nil, fmt.Errorf("%s: %w", op, err)
			}
		}
		if body := op.body(); body != nil {
			out.WriteString("Body: ")
			if err := c.writeSchema(&out, body, true); err != nil {
				return nil, fmt.Errorf("%s: %w", op, err)
			}
			out.WriteString(",\n")
		}
		out.WriteString("},\n")
	}
	out.WriteString("}\n")
	return format.Source(out.Bytes())
}

func writeParameters(out *bytes.Buffer, op operation, in, field string) error {
	var lines []string
	for _, parameter := range list(op.object, "parameters") {
		if parameter["in"] != in {
			continue
		}
		schema := child(parameter, "schema")
		kind, err := kindOf(schema)
		if err != nil {
			return err
		}
		line := fmt.Sprintf("{Name: %q, Type: %q", parameter["name"], kind)
		values := texts(schema["enum"])
		if items := child(schema, "items"); items != nil {
			line += fmt.Sprintf(", Items: %q", items["type"])
			values = texts(items["enum"])
		}
		if len(values) > 0 {
			line += fmt.Sprintf(", Enum: %#v", values)
		}
		lines = append(lines, line+"},\n")
	}
	if len(lines) == 0 {
		return nil
	}
	slices.Sort(lines)
	fmt.Fprintf(out, "%s: []paramSpec{\n%s},\n", field, strings.Join(lines, ""))
	return nil
}

func (c *contract) writeSchema(out *bytes.Buffer, schema object, pointer bool) error {
	if name := reference(schema); name != "" {
		schema = child(c.schemas(), name)
	}
	kind, err := kindOf(schema)
	if err != nil {
		return err
	}
	if pointer {
		out.WriteString("&schemaSpec")
	}
	fmt.Fprintf(out, "{Type: %q", kind)
	if kinds, several := schema["type"].([]any); several && slices.Contains(kinds, any("null")) {
		out.WriteString(", Nullable: true")
	}
	if values := texts(schema["enum"]); values != nil {
		fmt.Fprintf(out, ", Enum: %#v", values)
	}
	if required := texts(schema["required"]); required != nil {
		slices.Sort(required)
		fmt.Fprintf(out, ", Required: %#v", required)
	}
	properties := maps.Clone(child(schema, "properties"))
	if patterns := child(schema, "patternProperties"); patterns != nil {
		// The only pattern of the contract is that of the user-defined fields.
		properties = object{}
		for n := 1; n <= udfs; n++ {
			for _, member := range patterns {
				properties[fmt.Sprintf("udf%d", n)] = member
			}
		}
	}
	if len(properties) > 0 {
		out.WriteString(", Properties: map[string]*schemaSpec{\n")
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			fmt.Fprintf(out, "%q: ", name)
			if err := c.writeSchema(out, properties[name].(object), false); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			out.WriteString(",\n")
		}
		out.WriteString("}")
	}
	if items := child(schema, "items"); items != nil {
		out.WriteString(", Items: ")
		if err := c.writeSchema(out, items, true); err != nil {
			return err
		}
	}
	out.WriteString("}")
	return nil
}

// udfs is how many user-defined fields a device has.
const udfs = 300
