// Package contract holds the contract tests: what the simulator answers is checked against openapi/datto-rmm.json, and
// against the forms of the wire that a schema cannot say.
package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// document is the contract with a compiler for its schemas.
type document struct {
	root     map[string]any
	compiler *jsonschema.Compiler
}

// operation is one operation of the contract.
type operation struct {
	method, path string
	declared     map[string]any
}

func (o operation) String() string { return o.method + " " + o.path }

const documentURL = "https://contract.invalid/datto-rmm.json"

func readContract(t *testing.T) *document {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "openapi", "datto-rmm.json"))
	require.NoError(t, err)
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	require.NoError(t, compiler.AddResource(documentURL, parsed))
	var root map[string]any
	require.NoError(t, json.Unmarshal(raw, &root))
	return &document{root: root, compiler: compiler}
}

func (d *document) operations() []operation {
	var list []operation
	paths := d.root["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := paths[path].(map[string]any)
		for _, method := range slices.Sorted(maps.Keys(item)) {
			list = append(list, operation{method: strings.ToUpper(method), path: path, declared: item[method].(map[string]any)})
		}
	}
	return list
}

// check holds an answer's body against the schema that the contract declares for its status: an empty body against none.
func (d *document) check(op operation, status int, body []byte) error {
	responses := op.declared["responses"].(map[string]any)
	response, declared := responses[strconv.Itoa(status)].(map[string]any)
	if !declared {
		return fmt.Errorf("status %d is not declared", status)
	}
	content, _ := response["content"].(map[string]any)
	if content == nil {
		if len(body) != 0 {
			return fmt.Errorf("status %d is declared without a body, and came with %d bytes", status, len(body))
		}
		return nil
	}
	pointer := fmt.Sprintf("#/paths/%s/%s/responses/%d/content/%s/schema",
		escape(op.path), strings.ToLower(op.method), status, escape("application/json"))
	schema, err := d.compiler.Compile(documentURL + pointer)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(body)))
	if err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return schema.Validate(value)
}

// escape writes a key as a segment of a JSON pointer inside a URL fragment.
func escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key)
}
