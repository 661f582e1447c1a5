package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"
)

// contract is the document that everything else is generated from or tested against.
type contract struct {
	document object
	// directions tells for each schema whether requests, answers or both use it.
	directions map[string]direction
}

// object is a JSON object of the document.
type object = map[string]any

// loadContract applies the overlays in dir to the vendor's canonical document, then the rules of wire.go, and refuses a
// result that lacks something the project relies on.
func loadContract(dir string) (*contract, error) {
	vendor, err := os.ReadFile(filepath.Join(dir, "vendor.json"))
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(vendor, &root); err != nil {
		return nil, fmt.Errorf("vendor.json: %w", err)
	}
	for _, name := range []string{"overlay.yaml", "descriptions.yaml"} {
		if err := applyOverlay(&root, filepath.Join(dir, name)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	var document object
	if err := root.Decode(&document); err != nil {
		return nil, err
	}
	forget(document, "x-differs-in", "x-shape-in")
	c := &contract{document: document}
	if err := c.followReferences(); err != nil {
		return nil, err
	}
	c.stateTheWire()
	reasons, err := readSelfEvident(filepath.Join(dir, "descriptions.yaml"))
	if err != nil {
		return nil, fmt.Errorf("descriptions.yaml: %w", err)
	}
	if err := errors.Join(c.complete(), c.described(reasons)); err != nil {
		return nil, err
	}
	return c, c.validate()
}

// forget removes members that are about the history of the document, not about the wire.
func forget(node any, keys ...string) {
	switch node := node.(type) {
	case object:
		for _, key := range keys {
			delete(node, key)
		}
		for _, value := range node {
			forget(value, keys...)
		}
	case []any:
		for _, value := range node {
			forget(value, keys...)
		}
	}
}

// applyOverlay applies each action of an overlay and fails when one of them matches nothing: what it corrected is gone,
// or its path is wrong.
func applyOverlay(root *yaml.Node, path string) error {
	parsed, err := overlay.Parse(path)
	if err != nil {
		return err
	}
	if err := parsed.Validate(); err != nil {
		return err
	}
	warnings, err := parsed.ApplyToStrict(root)
	if err != nil {
		return err
	}
	if len(warnings) > 0 {
		return errors.New(strings.Join(warnings, "\n"))
	}
	return nil
}

// encode writes the document with sorted keys, so that the same input gives the same bytes.
func (c *contract) encode() ([]byte, error) {
	encoded, err := json.MarshalIndent(c.document, "", "  ")
	return append(encoded, '\n'), err
}

func (c *contract) schemas() object {
	return child(child(c.document, "components"), "schemas")
}

// operation is one operation of the document with the path it belongs to.
type operation struct {
	method, path string
	object
}

// operations lists the operations by path, then by method.
func (c *contract) operations() []operation {
	var list []operation
	paths := child(c.document, "paths")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := child(paths, path)
		for _, method := range slices.Sorted(maps.Keys(item)) {
			if _, isMethod := methods[method]; isMethod {
				list = append(list, operation{method: method, path: path, object: child(item, method)})
			}
		}
	}
	return list
}

var methods = map[string]struct{}{"get": {}, "put": {}, "post": {}, "delete": {}, "patch": {}}

// success gives the schema of an operation's success answer; nil when the answer has no body.
func (o operation) success() object {
	ok := child(child(child(o.object, "responses"), "200"), "content")
	return child(child(ok, "application/json"), "schema")
}

// body gives the schema of an operation's request body; nil when it has none.
func (o operation) body() object {
	return child(child(child(child(o.object, "requestBody"), "content"), "application/json"), "schema")
}

func (o operation) String() string { return strings.ToUpper(o.method) + " " + o.path }

func (o operation) text(key string) string {
	value, _ := o.object[key].(string)
	return value
}

// complete reports every operation that lacks what the generators and the client rely on.
func (c *contract) complete() error {
	var problems []error
	ids := map[string]operation{}
	for _, op := range c.operations() {
		lacks := func(what string) { problems = append(problems, fmt.Errorf("%s lacks %s", op, what)) }
		if id := op.text("operationId"); id == "" {
			lacks("an operationId")
		} else if other, taken := ids[id]; taken {
			problems = append(problems, fmt.Errorf("%s and %s share the operationId %s", op, other, id))
		} else {
			ids[id] = op
		}
		responses := child(op.object, "responses")
		if responses["200"] == nil && responses["204"] == nil {
			lacks("a success response")
		}
		if summary := op.text("summary"); summary == "" || strings.Contains(summary, "\n") {
			lacks("a summary of one line")
		}
		if op.text("x-rate-bucket") == "" {
			lacks("a rate bucket")
		}
		if retry := op.text("x-retry"); retry != "safe" && retry != "never" {
			lacks("its retry safety (x-retry: safe or never)")
		}
		switch paging := op.text("x-paging"); paging {
		case "page", "cursor":
			if op.text("x-items") == "" {
				lacks("the member that holds its rows")
			}
			if _, stated := op.object["x-identity"].([]any); !stated {
				lacks("the identity of its rows (x-identity, [] when rows have none)")
			}
		case "none", "array":
		default:
			lacks("its paging (x-paging: none, page, cursor or array)")
		}
		if strings.HasPrefix(op.path, "/v3/") && op.object["x-preview"] != true {
			lacks("the preview mark")
		}
	}
	return errors.Join(problems...)
}

// child gives the object under key, nil when there is none.
func child(parent object, key string) object {
	value, _ := parent[key].(object)
	return value
}

// reference gives the name of the schema that a $ref names, "" for a schema written in place.
func reference(schema object) string {
	ref, _ := schema["$ref"].(string)
	return strings.TrimPrefix(ref, "#/components/schemas/")
}

// validate holds the document against the OpenAPI 3.1 meta-schema.
func (c *contract) validate() error {
	encoded, err := c.encode()
	if err != nil {
		return err
	}
	parsed, err := libopenapi.NewDocument(encoded)
	if err != nil {
		return err
	}
	judge, errs := validator.NewValidator(parsed)
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	valid, findings := judge.ValidateDocument()
	if valid {
		return nil
	}
	var problems []error
	for _, finding := range findings {
		problems = append(problems, fmt.Errorf("not a valid OpenAPI document: %s: %s", finding.Message, finding.Reason))
		for _, detail := range finding.SchemaValidationErrors {
			problems = append(problems, fmt.Errorf("  %s: %s", detail.KeywordLocation, detail.Reason))
		}
	}
	return errors.Join(problems...)
}
