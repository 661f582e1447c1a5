package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"slices"
	"strings"
)

const ownHeader = "// Code generated from openapi/datto-rmm.json by tools/generate. DO NOT EDIT.\n\n"

// generateOperations writes the client's operation table.
func generateOperations(c *contract) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(ownHeader + "package datto\n\n")
	out.WriteString("// operations holds every operation of the contract, by path, then by method.\nvar operations = []*Operation{\n")
	for _, op := range c.operations() {
		fmt.Fprintf(&out, "\t%s,\n", variableName(op))
	}
	out.WriteString("}\n\nvar (\n")
	for _, op := range c.operations() {
		if err := c.writeOperation(&out, op); err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
	}
	out.WriteString(")\n")
	return format.Source(out.Bytes())
}

func variableName(op operation) string {
	id := op.text("operationId")
	return "op" + strings.ToUpper(id[:1]) + id[1:]
}

func (c *contract) writeOperation(out *bytes.Buffer, op operation) error {
	response, err := c.schemaName(op.success())
	if err != nil {
		return err
	}
	request, err := c.schemaName(op.body())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\t%s = &Operation{\n", variableName(op))
	field := func(name, format string, value any) { fmt.Fprintf(out, "\t\t%s: "+format+",\n", name, value) }
	text := func(name, value string) {
		if value != "" {
			field(name, "%q", value)
		}
	}
	flag := func(name string, value bool) {
		if value {
			field(name, "%t", value)
		}
	}
	text("ID", op.text("operationId"))
	text("Method", strings.ToUpper(op.method))
	text("Path", op.path)
	text("Summary", op.text("summary"))
	flag("Write", op.method != "get")
	if bucket := op.text("x-rate-bucket"); bucket != "read" && bucket != "write" {
		text("Bucket", bucket)
	}
	field("Retry", "%s", map[string]string{"safe": "RetrySafe", "never": "RetryNever"}[op.text("x-retry")])
	field("Paging", "%s", map[string]string{"none": "PagingNone", "page": "PagingPage", "cursor": "PagingCursor", "array": "PagingArray"}[op.text("x-paging")])
	text("ItemsKey", op.text("x-items"))
	if identity := texts(op.object["x-identity"]); len(identity) > 0 {
		field("Identity", "%#v", identity)
	}
	text("Response", response)
	text("Request", request)
	var query []string
	for _, parameter := range list(op.object, "parameters") {
		if parameter["in"] == "query" {
			query = append(query, parameter["name"].(string))
		}
	}
	if len(query) > 0 {
		slices.Sort(query)
		field("Query", "%#v", query)
	}
	flag("Preview", op.object["x-preview"] == true)
	flag("Deprecated", op.object["deprecated"] == true)
	security, stated := op.object["security"].([]any)
	flag("Public", stated && len(security) == 0)
	out.WriteString("\t}\n")
	return nil
}

// schemaName gives the Go name of the schema of a body: T, []T for a bare array, "" for none.
func (c *contract) schemaName(schema object) (string, error) {
	if schema == nil {
		return "", nil
	}
	if name := reference(schema); name != "" {
		if goType, replaced := child(c.schemas(), name)["x-go-type"].(string); replaced {
			return goType, nil
		}
		return c.goName(name), nil
	}
	if items := child(schema, "items"); items != nil {
		name, err := c.schemaName(items)
		return "[]" + name, err
	}
	return "", errors.New("a body is neither a reference nor an array")
}

func texts(value any) []string {
	values, _ := value.([]any)
	var out []string
	for _, v := range values {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out
}
