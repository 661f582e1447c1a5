package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The extension members of vendor.json. Documents bring none of their own: canonical form leaves out every member that begins with "x-".
const (
	markBuilds      = "x-builds"            // the builds read, oldest first
	markMissing     = "x-missing-from"      // builds that lack this, though they have what is around it
	markEnumMissing = "x-enum-missing-from" // enum value: builds that lack it
	markDiffers     = "x-differs-in"        // build: the members it declares otherwise, null for one it does not declare
	markOtherShape  = "x-shape-in"          // build: the whole schema, where it is another kind of thing altogether
)

const (
	contractTitle   = "Datto RMM API"
	contractVersion = "2.0.0"
	contractOpenAPI = "3.1.0"
	// errorSchema is the body of every error, in builds that declare one at all.
	errorSchema = "ErrorResponse"
	jsonMedia   = "application/json"
	schemaRef   = "#/components/schemas/"
)

// vendorFile is the state that `sync` keeps: the canonical document of each build read.
type vendorFile map[build]*node

// builds lists the builds read, oldest first.
func (v vendorFile) builds() []build { return slices.SortedFunc(maps.Keys(v), compareBuilds) }

// add takes a document in and says whether it brought anything new. A document of a build that is known can only add to it.
func (v vendorFile) add(b build, doc *node) bool {
	before := v[b]
	v[b] = sameBuild(before, doc)
	return before == nil || canonicalText(before) != canonicalText(v[b])
}

// encode writes the file: the union of all builds, byte for byte the same for the same set of documents.
func (v vendorFile) encode() ([]byte, error) {
	if len(v) == 0 {
		return nil, errors.New("no build to write")
	}
	all := combine(v)
	out := renderRoot(all)
	out["openapi"] = contractOpenAPI
	out["info"] = map[string]any{"title": contractTitle, "version": contractVersion}
	out[markBuilds] = buildList(v.builds())
	return indentJSON(out)
}

// decodeVendorFile reads what encode wrote. Empty data is an empty file.
func decodeVendorFile(data []byte) (vendorFile, error) {
	file := vendorFile{}
	if len(bytes.TrimSpace(data)) == 0 {
		return file, nil
	}
	root, err := decodeObject(data)
	if err != nil {
		return nil, err
	}
	builds, err := readBuilds(root[markBuilds])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", markBuilds, err)
	}
	if len(builds) == 0 {
		return nil, fmt.Errorf("has no %s, so it was not written by sync", markBuilds)
	}
	all, err := parse(rootKind, root, "")
	if err != nil {
		return nil, err
	}
	for _, b := range builds {
		file[b] = all.split(b)
	}
	return file, nil
}

func renderRoot(u *union) map[string]any {
	_, hasErrorSchema := u.children[slotSchemas][errorSchema]
	return renderer{hasErrorSchema: hasErrorSchema}.render(u, rootKind, "")
}

// canonicalText is one document's canonical form as text: two documents with the same text say the same.
func canonicalText(n *node) string {
	return compactJSON(renderRoot(combine(map[build]*node{"0": n})))
}

type renderer struct {
	hasErrorSchema bool
}

func (r renderer) render(u *union, k kind, name string) map[string]any {
	out := maps.Clone(u.plain)
	if out == nil {
		out = map[string]any{}
	}
	for _, s := range slotsByKind[k] {
		if children := u.children[s.name]; len(children) > 0 {
			r.renderSlot(out, s, children, name)
		}
	}
	if len(u.missing) > 0 {
		out[markMissing] = buildList(u.missing)
	}
	if len(u.differs) > 0 {
		byBuild := map[string]any{}
		for b, members := range u.differs {
			byBuild[string(b)] = members
		}
		out[markDiffers] = byBuild
	}
	if len(u.otherShape) > 0 {
		byBuild := map[string]any{}
		for b, n := range u.otherShape {
			byBuild[string(b)] = r.render(combine(map[build]*node{b: n}), k, name)
		}
		out[markOtherShape] = byBuild
	}
	return out
}

func (r renderer) renderSlot(out map[string]any, s slot, children map[string]*union, parent string) {
	switch s.style {
	case single:
		out[s.member] = r.render(children[""], s.kind, "")
	case named:
		out[s.member] = r.renderNamed(s.kind, children)
	case component:
		out[s.member] = map[string]any{s.name: r.renderNamed(s.kind, children)}
	case operation:
		paths := map[string]any{}
		for key, child := range children {
			method, path, _ := strings.Cut(key, " ")
			item, ok := paths[path].(map[string]any)
			if !ok {
				item = map[string]any{}
				paths[path] = item
			}
			item[strings.ToLower(method)] = r.render(child, s.kind, key)
		}
		out[s.member] = paths
	case listed:
		var list []any
		for _, name := range slices.Sorted(maps.Keys(children)) {
			list = append(list, r.render(children[name], s.kind, name))
		}
		out[s.member] = list
	case parameter:
		var list []any
		for _, name := range slices.SortedFunc(maps.Keys(children), parameterOrder(parent)) {
			list = append(list, r.render(children[name], s.kind, name))
		}
		out[s.member] = list
	case response:
		codes := map[string]any{}
		for code, child := range children {
			answer := r.render(child, s.kind, code)
			answer["description"] = statusText(code)
			if _, ok := answer["content"]; !ok && !isSuccess(code) && r.hasErrorSchema {
				answer["content"] = errorContent()
			}
			codes[code] = answer
		}
		out[s.member] = codes
	case value:
		list, missing := []any{}, map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(children)) {
			list = append(list, children[name].plain["value"])
			if lacking := children[name].missing; len(lacking) > 0 {
				missing[name] = buildList(lacking)
			}
		}
		out[s.member] = list
		if len(missing) > 0 {
			out[markEnumMissing] = missing
		}
	}
}

func (r renderer) renderNamed(k kind, children map[string]*union) map[string]any {
	out := map[string]any{}
	for name, child := range children {
		out[name] = r.render(child, k, name)
	}
	return out
}

// parse reads a tree back from JSON, of vendor.json or of one canonical document (which bears no marks). at names the place for errors.
func parse(k kind, raw map[string]any, at string) (*union, error) {
	u := &union{
		plain:      map[string]any{},
		differs:    map[build]map[string]any{},
		otherShape: map[build]*node{},
		children:   map[string]map[string]*union{},
	}
	var err error
	if u.missing, err = readBuilds(raw[markMissing]); err != nil {
		return nil, fmt.Errorf("%s.%s: %w", strings.TrimPrefix(at, "."), markMissing, err)
	}
	if err := readMarks(u, k, raw, at); err != nil {
		return nil, err
	}
	isChild := map[string]bool{}
	for _, s := range slotsByKind[k] {
		isChild[s.member] = true
		member, ok := raw[s.member]
		if !ok {
			continue
		}
		children, err := parseSlot(s, raw, member, at+"."+s.member)
		if err != nil {
			return nil, err
		}
		if len(children) > 0 {
			u.children[s.name] = children
		}
	}
	if k == rootKind {
		return u, nil // title, version and the like are ours
	}
	for name, member := range raw {
		if !isChild[name] && !strings.HasPrefix(name, "x-") {
			u.plain[name] = member
		}
	}
	return u, nil
}

func readMarks(u *union, k kind, raw map[string]any, at string) error {
	byBuild, err := optionalObject(raw, markDiffers, at)
	if err != nil {
		return err
	}
	for b := range byBuild {
		members, err := asObject(byBuild[b], at+"."+markDiffers+"."+b)
		if err != nil {
			return err
		}
		u.differs[build(b)] = members
	}
	byBuild, err = optionalObject(raw, markOtherShape, at)
	if err != nil {
		return err
	}
	for b := range byBuild {
		place := at + "." + markOtherShape + "." + b
		members, err := asObject(byBuild[b], place)
		if err != nil {
			return err
		}
		other, err := parse(k, members, place)
		if err != nil {
			return err
		}
		u.otherShape[build(b)] = other.split(build(b))
	}
	return nil
}

func parseSlot(s slot, parent map[string]any, member any, at string) (map[string]*union, error) {
	out := map[string]*union{}
	switch s.style {
	case listed, parameter:
		list, ok := member.([]any)
		if !ok {
			return nil, fmt.Errorf("%s is not a list", strings.TrimPrefix(at, "."))
		}
		inline := 0
		for i, one := range list {
			place := at + "." + strconv.Itoa(i)
			object, err := asObject(one, place)
			if err != nil {
				return nil, err
			}
			var name string
			if s.style == parameter {
				name = parameterKey(object)
			} else {
				name = listedKey(object, &inline)
			}
			if out[name], err = parse(s.kind, object, place); err != nil {
				return nil, err
			}
		}
	case value:
		list, ok := member.([]any)
		if !ok {
			return nil, fmt.Errorf("%s is not a list", strings.TrimPrefix(at, "."))
		}
		missing, err := optionalObject(parent, markEnumMissing, at)
		if err != nil {
			return nil, err
		}
		for _, one := range list {
			name := enumKey(one)
			lacking, err := readBuilds(missing[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", strings.TrimPrefix(at, "."), err)
			}
			out[name] = &union{plain: map[string]any{"value": one}, missing: lacking}
		}
	default:
		object, err := asObject(member, at)
		if err != nil {
			return nil, err
		}
		return parseObjectSlot(s, object, at)
	}
	return out, nil
}

func parseObjectSlot(s slot, object map[string]any, at string) (map[string]*union, error) {
	out := map[string]*union{}
	if s.style == single {
		child, err := parse(s.kind, object, at)
		if err != nil {
			return nil, err
		}
		out[""] = child
		return out, nil
	}
	if s.style == component {
		schemas, err := optionalObject(object, s.name, at)
		if err != nil {
			return nil, err
		}
		object, at = schemas, at+"."+s.name
	}
	for name := range object {
		place := at + "." + name
		child, err := asObject(object[name], place)
		if err != nil {
			return nil, err
		}
		if s.style == operation {
			for method := range child {
				item, err := asObject(child[method], place+"."+method)
				if err != nil {
					return nil, err
				}
				if out[strings.ToUpper(method)+" "+name], err = parse(s.kind, item, place+"."+method); err != nil {
					return nil, err
				}
			}
			continue
		}
		if s.style == response {
			child = maps.Clone(child)
			delete(child, "description")
			if !isSuccess(name) && sameJSON(child["content"], errorContent()) {
				delete(child, "content")
			}
		}
		if out[name], err = parse(s.kind, child, place); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func errorContent() map[string]any {
	return map[string]any{jsonMedia: map[string]any{"schema": map[string]any{"$ref": schemaRef + errorSchema}}}
}

func isSuccess(code string) bool { return strings.HasPrefix(code, "2") }

// statusText stands for the description that OpenAPI demands of every answer.
func statusText(code string) string {
	number, err := strconv.Atoi(code)
	if err != nil {
		return code
	}
	return cmp.Or(http.StatusText(number), code)
}

func parameterKey(object map[string]any) string {
	in, _ := object["in"].(string)
	name, _ := object["name"].(string)
	return in + ":" + name
}

// parameterOrder puts path parameters as the path has them, then the others by place and name.
func parameterOrder(operation string) func(a, b string) int {
	position := func(key string) int {
		name, ok := strings.CutPrefix(key, "path:")
		if !ok {
			return len(operation)
		}
		if at := strings.Index(operation, "{"+name+"}"); at >= 0 {
			return at
		}
		return len(operation)
	}
	return func(a, b string) int { return cmp.Or(cmp.Compare(position(a), position(b)), cmp.Compare(a, b)) }
}

// listedKey knows a schema of an allOf, anyOf or oneOf again in another build. References come first.
func listedKey(object map[string]any, inline *int) string {
	if ref, ok := object["$ref"].(string); ok {
		return "$ref " + ref
	}
	*inline++
	return fmt.Sprintf("inline %03d", *inline)
}

// enumKey is the value itself for a string, and its JSON otherwise.
func enumKey(v any) string {
	if text, ok := v.(string); ok {
		return text
	}
	return compactJSON(v)
}

func buildList(builds []build) []any {
	out := make([]any, 0, len(builds))
	for _, b := range builds {
		out = append(out, string(b))
	}
	return out
}

func readBuilds(raw any) ([]build, error) {
	if raw == nil {
		return nil, nil
	}
	list, ok := raw.([]any)
	if !ok {
		return nil, errors.New("is not a list of builds")
	}
	out := make([]build, 0, len(list))
	for _, one := range list {
		name, ok := one.(string)
		if !ok || !buildShape.MatchString(name) {
			return nil, fmt.Errorf("%s is no build", compactJSON(one))
		}
		out = append(out, build(name))
	}
	return out, nil
}

func optionalObject(parent map[string]any, member, at string) (map[string]any, error) {
	raw, ok := parent[member]
	if !ok {
		return nil, nil
	}
	return asObject(raw, at+"."+member)
}

func asObject(raw any, at string) (map[string]any, error) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is not an object", strings.TrimPrefix(at, "."))
	}
	return object, nil
}

// decodeObject reads one JSON object and nothing after it. Numbers keep their text.
func decodeObject(data []byte) (map[string]any, error) {
	// Windows programs like to save a byte order mark.
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var raw any
	switch err := decoder.Decode(&raw); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("not JSON: empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("not JSON: cut short")
	case err != nil && bytes.HasPrefix(data, []byte("<")):
		return nil, errors.New("not JSON but a page of HTML or XML")
	case err != nil:
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not JSON: something follows the document")
	}
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, errors.New("not a JSON object")
	}
	return object, nil
}

// compactJSON is a value as text with sorted keys. What it is given came from JSON, so that it can be written as JSON.
func compactJSON(v any) string {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("specsync: a value read from JSON cannot be written as JSON: %v", err))
	}
	return strings.TrimSuffix(buffer.String(), "\n")
}

// sameJSON says whether two values read from JSON are equal.
func sameJSON(a, b any) bool { return compactJSON(a) == compactJSON(b) }

func indentJSON(v any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
