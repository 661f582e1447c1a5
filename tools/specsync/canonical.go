package main

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// document is one of the vendor's documents in canonical form.
type document struct {
	// build is "" when the document does not say: one group of several need not.
	build build
	// version is the document's info.version, in which the build was looked for.
	version string
	tree    *node
	// notKept names members this program does not know, so that a new keyword is noticed rather than lost.
	notKept []string
}

func (d *document) namesNoBuild() error {
	return fmt.Errorf("info.version %q names no build (expected \"… (Build 201_…)\")", shorten(d.version, 60))
}

// canonicaliser rewrites a document so that all builds look alike and no prose is left. The result is JSON in the form of vendor.json, for one build.
type canonicaliser struct {
	// oldSchemas is true for OpenAPI 3.0, whose schemas are no JSON Schema: "nullable", and siblings of "$ref" that mean nothing.
	oldSchemas bool
	components map[string]any
	// names maps a schema's name in the document to ours.
	names   map[string]string
	schemas map[string]any
	notKept map[string]bool
}

// schemaMembers are the plain members of a schema that are kept. All else is prose, or unknown.
var schemaMembers = members("$ref", "type", "format", "pattern", "required", "const", "default", "discriminator", "deprecated", "readOnly", "writeOnly", "minimum", "maximum",
	"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "contentEncoding",
	"contentMediaType")

// prose are the members that are the vendor's words, or say nothing about the wire.
var prose = members("description", "summary", "title", "example", "examples", "externalDocs", "tags", "servers", "$comment", "xml", "nullable", "links", "callbacks", "encoding", "security",
	"headers")

var (
	operationMembers = members("operationId", "tags", "deprecated")
	parameterMembers = members("name", "in", "required", "deprecated", "style", "explode", "allowReserved", "allowEmptyValue")
	bodyMembers      = members("required")
	methods          = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}
)

func members(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, name := range names {
		out[name] = true
	}
	return out
}

// canonicalise reads an OpenAPI 3.0 or 3.1 document.
func canonicalise(data []byte) (*document, error) {
	root, err := decodeObject(data)
	if err != nil {
		return nil, err
	}
	version, ok := root["openapi"].(string)
	if !ok {
		if swagger, ok := root["swagger"].(string); ok {
			return nil, fmt.Errorf("a Swagger %s document; OpenAPI 3.0 or 3.1 is needed", shorten(swagger, 20))
		}
		return nil, errors.New("not an OpenAPI document: it has no \"openapi\" version")
	}
	if !strings.HasPrefix(version, "3.0.") && !strings.HasPrefix(version, "3.1.") {
		return nil, fmt.Errorf("OpenAPI %s; 3.0 or 3.1 is needed", shorten(version, 20))
	}
	info, err := optionalObject(root, "info", "")
	if err != nil {
		return nil, err
	}
	apiVersion, _ := info["version"].(string)
	c := &canonicaliser{oldSchemas: strings.HasPrefix(version, "3.0."), names: map[string]string{}, schemas: map[string]any{}, notKept: map[string]bool{}}
	if c.components, err = optionalObject(root, "components", ""); err != nil {
		return nil, err
	}
	if err := c.readSchemas(); err != nil {
		return nil, err
	}
	paths, err := c.readPaths(root)
	if err != nil {
		return nil, err
	}
	all, err := parse(rootKind, map[string]any{"paths": paths, "components": map[string]any{"schemas": c.schemas}}, "")
	if err != nil {
		return nil, err
	}
	b := buildOf(apiVersion)
	return &document{build: b, version: apiVersion, tree: all.split(b), notKept: slices.Sorted(maps.Keys(c.notKept))}, nil
}

// readSchemas makes the components canonical. Names lose their spaces first, as references need them.
func (c *canonicaliser) readSchemas() error {
	raw, err := optionalObject(c.components, "schemas", "components")
	if err != nil {
		return err
	}
	for name := range raw {
		c.names[name] = withoutSpaces(name)
	}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		schema, err := c.schema(raw[name], "components.schemas."+name)
		if err != nil {
			return err
		}
		ours := c.names[name]
		if other, ok := c.schemas[ours]; ok && !sameJSON(other, schema) {
			return fmt.Errorf("components.schemas: two schemas would be named %s", ours)
		}
		c.schemas[ours] = schema
	}
	return nil
}

// withoutSpaces joins the words of a schema's name: "Variable Creation Request" is VariableCreationRequest.
func withoutSpaces(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return strings.TrimSpace(name)
	}
	var out strings.Builder
	for _, word := range words {
		first, size := utf8.DecodeRuneInString(word)
		out.WriteString(string(unicode.ToUpper(first)) + word[size:])
	}
	return out.String()
}

func (c *canonicaliser) readPaths(root map[string]any) (map[string]any, error) {
	raw, err := optionalObject(root, "paths", "")
	if err != nil {
		return nil, err
	}
	if raw == nil {
		return nil, errors.New("not a usable OpenAPI document: it has no paths")
	}
	matcher := newInlineMatcher(c.schemas)
	out := map[string]any{}
	operations := 0
	for _, path := range slices.Sorted(maps.Keys(raw)) {
		if !strings.HasPrefix(path, "/") {
			if !strings.HasPrefix(path, "x-") {
				return nil, fmt.Errorf("paths: %q does not begin with a slash", shorten(path, 60))
			}
			continue
		}
		item, err := asObject(raw[path], "paths."+path)
		if err != nil {
			return nil, err
		}
		methodsOut := map[string]any{}
		for _, method := range methods {
			if _, ok := item[method]; !ok {
				continue
			}
			at := "paths." + path + "." + method
			op, err := asObject(item[method], at)
			if err != nil {
				return nil, err
			}
			if methodsOut[method], err = c.operation(op, item["parameters"], path, at, matcher); err != nil {
				return nil, err
			}
			operations++
		}
		c.note(item, members(append([]string{"parameters"}, methods...)...), "path")
		out[path] = methodsOut
	}
	if operations == 0 {
		return nil, errors.New("not a usable OpenAPI document: it declares no operation")
	}
	matcher.extendSchemas()
	return out, nil
}

func (c *canonicaliser) operation(raw map[string]any, shared any, path, at string, matcher *inlineMatcher) (map[string]any, error) {
	var err error
	out := keepMembers(raw, operationMembers)
	if id, ok := out["operationId"].(string); ok {
		out["operationId"] = withoutCounter(id)
	}
	if tags, ok := out["tags"]; ok {
		if out["tags"], err = sortedStrings(tags, at+".tags"); err != nil {
			return nil, err
		}
	}
	dropFalse(out, "deprecated")
	c.note(raw, members("operationId", "tags", "deprecated", "parameters", "requestBody", "responses"), "operation")

	parameters, err := c.parameters(shared, raw["parameters"], at)
	if err != nil {
		return nil, err
	}
	if len(parameters) > 0 {
		out["parameters"] = parameters
	}
	if body, ok := raw["requestBody"]; ok {
		object, err := c.resolve(body, "requestBodies", at+".requestBody")
		if err != nil {
			return nil, err
		}
		canonical := keepMembers(object, bodyMembers)
		dropFalse(canonical, "required")
		c.note(object, members("required", "content"), "request body")
		content, err := c.content(object, at+".requestBody")
		if err != nil {
			return nil, err
		}
		if len(content) > 0 {
			canonical["content"] = content
		}
		out["requestBody"] = canonical
	}
	if out["responses"], err = c.responses(raw, path, at, matcher); err != nil {
		return nil, err
	}
	return out, nil
}

// withoutCounter removes the "_1" that the vendor's generator appends to whichever of two equal names it meets second.
func withoutCounter(id string) string {
	name, counter, found := strings.Cut(id, "_")
	if found && counter != "" && strings.Trim(counter, "0123456789") == "" {
		return name
	}
	return id
}

func (c *canonicaliser) parameters(shared, own any, at string) ([]any, error) {
	known := map[string]any{}
	for _, list := range []any{shared, own} {
		if list == nil {
			continue
		}
		all, ok := list.([]any)
		if !ok {
			return nil, fmt.Errorf("%s.parameters is not a list", at)
		}
		for i, one := range all {
			place := fmt.Sprintf("%s.parameters.%d", at, i)
			object, err := c.resolve(one, "parameters", place)
			if err != nil {
				return nil, err
			}
			out := keepMembers(object, parameterMembers)
			for _, member := range []string{"required", "deprecated", "allowReserved", "allowEmptyValue"} {
				dropFalse(out, member)
			}
			c.note(object, members("name", "in", "required", "deprecated", "style", "explode", "allowReserved", "allowEmptyValue", "schema", "content"), "parameter")
			for _, member := range []string{"name", "in"} {
				if text, ok := out[member].(string); !ok || text == "" {
					return nil, fmt.Errorf("%s has no %q", place, member)
				}
			}
			if schema, ok := object["schema"]; ok {
				if out["schema"], err = c.schema(schema, place+".schema"); err != nil {
					return nil, err
				}
			}
			content, err := c.content(object, place)
			if err != nil {
				return nil, err
			}
			if len(content) > 0 {
				out["content"] = content
			}
			known[parameterKey(out)] = out
		}
	}
	out := make([]any, 0, len(known))
	for _, key := range slices.Sorted(maps.Keys(known)) {
		out = append(out, known[key])
	}
	return out, nil
}

// responses puts the success schema where it belongs. Builds up to 201 declare most operations without any success, and hang what they answer on the error codes.
func (c *canonicaliser) responses(raw map[string]any, path, at string, matcher *inlineMatcher) (map[string]any, error) {
	declared, err := optionalObject(raw, "responses", at)
	if err != nil {
		return nil, err
	}
	if len(declared) == 0 {
		return nil, fmt.Errorf("%s declares no responses", at)
	}
	out, success := map[string]any{}, map[string]any{}
	onErrors := map[string]any{}
	for _, code := range slices.Sorted(maps.Keys(declared)) {
		if strings.HasPrefix(code, "x-") {
			continue
		}
		place := at + ".responses." + code
		object, err := c.resolve(declared[code], "responses", place)
		if err != nil {
			return nil, err
		}
		c.note(object, members("content"), "response")
		content, err := c.content(object, place)
		if err != nil {
			return nil, err
		}
		matcher.replaceInline(content, path)
		if isErrorBody(content) && !isSuccess(code) {
			content = nil
		}
		answer := map[string]any{}
		if len(content) > 0 {
			answer["content"] = content
		}
		out[code] = answer
		switch {
		case isSuccess(code):
			success[code] = content
		case len(content) > 0:
			onErrors[compactJSON(content)] = content
		}
	}
	if len(success) == 0 {
		if len(onErrors) > 1 {
			return nil, fmt.Errorf("%s declares no success, and %d different schemas on its errors: which of them it answers cannot be told", at, len(onErrors))
		}
		answer := map[string]any{}
		for _, content := range onErrors {
			answer["content"] = content
		}
		out["200"] = answer
		success["200"] = answer["content"]
	}
	// What is the success's schema is no error's.
	for code, one := range out {
		answer, _ := one.(map[string]any)
		for _, content := range success {
			if !isSuccess(code) && answer["content"] != nil && sameJSON(answer["content"], content) {
				delete(answer, "content")
			}
		}
	}
	return out, nil
}

func isErrorBody(content map[string]any) bool {
	return sameJSON(content, errorContent())
}

// content makes the media types of a body canonical: a schema each, and JSON where the document says "anything".
func (c *canonicaliser) content(holder map[string]any, at string) (map[string]any, error) {
	raw, err := optionalObject(holder, "content", at)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, media := range slices.Sorted(maps.Keys(raw)) {
		place := at + ".content." + media
		object, err := asObject(raw[media], place)
		if err != nil {
			return nil, err
		}
		c.note(object, members("schema"), "media type")
		canonical := map[string]any{}
		if schema, ok := object["schema"]; ok {
			if canonical["schema"], err = c.schema(schema, place+".schema"); err != nil {
				return nil, err
			}
		}
		if media == "*/*" {
			// A declaration for JSON itself comes later in the alphabet, and wins.
			media = jsonMedia
		}
		out[media] = canonical
	}
	return out, nil
}

// resolve follows a reference to a parameter, a body or an answer: their names are not kept.
func (c *canonicaliser) resolve(raw any, section, at string) (map[string]any, error) {
	object, err := asObject(raw, at)
	if err != nil {
		return nil, err
	}
	ref, ok := object["$ref"].(string)
	if !ok {
		return object, nil
	}
	name, ok := strings.CutPrefix(ref, "#/components/"+section+"/")
	if !ok {
		return nil, fmt.Errorf("%s refers to %s, which is not among components.%s", at, shorten(ref, 80), section)
	}
	all, err := optionalObject(c.components, section, "components")
	if err != nil {
		return nil, err
	}
	target, ok := all[unescapeRef(name)]
	if !ok {
		return nil, fmt.Errorf("%s refers to %s, which is missing", at, shorten(ref, 80))
	}
	object, err = asObject(target, "components."+section+"."+name)
	if err == nil && object["$ref"] != nil {
		return nil, fmt.Errorf("%s refers to %s, which is a reference itself", at, shorten(ref, 80))
	}
	return object, err
}

// keepMembers copies the members that are kept as they are. A null says nothing.
func keepMembers(raw map[string]any, keep map[string]bool) map[string]any {
	out := map[string]any{}
	for member, value := range raw {
		if keep[member] && value != nil {
			out[member] = value
		}
	}
	return out
}

// note remembers members that are neither kept nor known to be of no use.
func (c *canonicaliser) note(raw map[string]any, known map[string]bool, place string) {
	for member := range raw {
		if !known[member] && !prose[member] && !strings.HasPrefix(member, "x-") {
			c.notKept[place+" "+member] = true
		}
	}
}

func dropFalse(object map[string]any, member string) {
	if object[member] == false {
		delete(object, member)
	}
}

// schema makes a schema canonical, at any depth.
func (c *canonicaliser) schema(raw any, at string) (map[string]any, error) {
	switch raw {
	case true:
		return map[string]any{}, nil
	case false:
		return map[string]any{"not": map[string]any{}}, nil
	}
	object, err := asObject(raw, at)
	if err != nil {
		return nil, err
	}
	if ref, ok := object["$ref"]; ok {
		target, err := c.reference(ref, at)
		if err != nil {
			return nil, err
		}
		if c.oldSchemas {
			return map[string]any{"$ref": target}, nil
		}
		object = maps.Clone(object)
		object["$ref"] = target
	}
	out := keepMembers(object, schemaMembers)
	for _, member := range []string{"deprecated", "readOnly", "writeOnly", "uniqueItems"} {
		dropFalse(out, member)
	}
	known := maps.Clone(schemaMembers)
	for _, s := range slotsByKind[schemaKind] {
		known[s.member] = true
		member, ok := object[s.member]
		if !ok || member == nil {
			continue
		}
		canonical, err := c.schemaSlot(s, member, at+"."+s.member)
		if err != nil {
			return nil, err
		}
		if canonical != nil {
			out[s.member] = canonical
		}
	}
	c.note(object, known, "schema")
	if err := c.discriminator(out, at); err != nil {
		return nil, err
	}
	if err := normaliseType(out, c.oldSchemas && object["nullable"] == true, at); err != nil {
		return nil, err
	}
	if c.oldSchemas {
		boundsAsNumbers(out)
	}
	if required, ok := out["required"]; ok {
		names, err := sortedStrings(required, at+".required")
		if err != nil {
			return nil, err
		}
		delete(out, "required")
		if len(names) > 0 {
			out["required"] = names
		}
	}
	return out, nil
}

// schemaSlot makes what nests in a schema canonical; nil for nothing.
func (c *canonicaliser) schemaSlot(s slot, member any, at string) (any, error) {
	switch s.style {
	case value:
		list, ok := member.([]any)
		if !ok {
			return nil, fmt.Errorf("%s is not a list", at)
		}
		byKey := map[string]any{}
		for _, one := range list {
			byKey[enumKey(one)] = one
		}
		var out []any
		for _, key := range slices.Sorted(maps.Keys(byKey)) {
			out = append(out, byKey[key])
		}
		return nilIfEmpty(out), nil
	case listed:
		list, ok := member.([]any)
		if !ok {
			return nil, fmt.Errorf("%s is not a list", at)
		}
		var out []any
		for i, one := range list {
			schema, err := c.schema(one, fmt.Sprintf("%s.%d", at, i))
			if err != nil {
				return nil, err
			}
			out = append(out, schema)
		}
		return nilIfEmpty(out), nil
	case named:
		object, err := asObject(member, at)
		if err != nil {
			return nil, err
		}
		out := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if out[name], err = c.schema(object[name], at+"."+name); err != nil {
				return nil, err
			}
		}
		if len(out) == 0 {
			return nil, nil
		}
		return out, nil
	default:
		return c.schema(member, at)
	}
}

func nilIfEmpty(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// reference gives the reference to a schema under its new name, after looking that the schema is there.
func (c *canonicaliser) reference(ref any, at string) (string, error) {
	text, ok := ref.(string)
	if !ok {
		return "", fmt.Errorf("%s.$ref is not a string", at)
	}
	name, ok := strings.CutPrefix(text, schemaRef)
	if !ok {
		return "", fmt.Errorf("%s refers to %s; only %s… is known", at, shorten(text, 80), schemaRef)
	}
	ours, ok := c.names[unescapeRef(name)]
	if !ok {
		return "", fmt.Errorf("%s refers to %s, which is missing", at, shorten(text, 80))
	}
	return schemaRef + ours, nil
}

func unescapeRef(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
}

// discriminator keeps the member that tells, and the mapping under the schemas' new names.
func (c *canonicaliser) discriminator(out map[string]any, at string) error {
	raw, ok := out["discriminator"]
	if !ok {
		return nil
	}
	object, err := asObject(raw, at+".discriminator")
	if err != nil {
		return err
	}
	canonical := map[string]any{"propertyName": object["propertyName"]}
	mapping, err := optionalObject(object, "mapping", at+".discriminator")
	if err != nil {
		return err
	}
	if len(mapping) > 0 {
		targets := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(mapping)) {
			if targets[name], err = c.reference(mapping[name], at+".discriminator.mapping."+name); err != nil {
				return err
			}
		}
		canonical["mapping"] = targets
	}
	out["discriminator"] = canonical
	return nil
}

// normaliseType gives back the "type: object" that the 3.1 documents lost, and writes one type one way.
func normaliseType(out map[string]any, nullable bool, at string) error {
	_, hasRef := out["$ref"]
	if _, ok := out["type"]; !ok && !hasRef && (out["properties"] != nil || out["allOf"] != nil || out["additionalProperties"] != nil) {
		out["type"] = "object"
	}
	types, ok := out["type"]
	if !ok {
		return nil
	}
	if one, ok := types.(string); ok {
		types = []any{one}
	}
	names, err := sortedStrings(types, at+".type")
	if err != nil {
		return err
	}
	if nullable && !slices.Contains(names, any("null")) {
		names = append(names, "null")
		slices.SortFunc(names, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	switch len(names) {
	case 0:
		delete(out, "type")
	case 1:
		out["type"] = names[0]
	default:
		out["type"] = names
	}
	return nil
}

// boundsAsNumbers turns the exclusive bounds of OpenAPI 3.0, which are true or false beside the bound, into those of 3.1.
func boundsAsNumbers(out map[string]any) {
	for exclusive, bound := range map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"} {
		set, ok := out[exclusive].(bool)
		if !ok {
			continue
		}
		delete(out, exclusive)
		if number, ok := out[bound]; ok && set {
			out[exclusive] = number
			delete(out, bound)
		}
	}
}

func sortedStrings(raw any, at string) ([]any, error) {
	list, ok := raw.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is not a list", at)
	}
	names := make([]string, 0, len(list))
	for _, one := range list {
		name, ok := one.(string)
		if !ok {
			return nil, fmt.Errorf("%s holds what is no string", at)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	out := make([]any, 0, len(names))
	for _, name := range slices.Compact(names) {
		out = append(out, name)
	}
	return out, nil
}
