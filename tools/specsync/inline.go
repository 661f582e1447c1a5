package main

import (
	"maps"
	"slices"
	"strings"
)

// inlineMatcher finds the component that the inlined schema of an answer is a copy of. Builds from 235 on inline what they answer.
//
// An equal component is taken. Failing that, a near one: an object of which at most two members are missing, added or declared otherwise while at least three are
// equal, and which is nearer than every other; of several as near, the one whose name fits the path, if it is one alone. Without such a component the schema stays
// inlined. Members that only the copy has are added to the component, so that nothing which is declared gets lost.
type inlineMatcher struct {
	schemas map[string]any
	// texts finds components by what they say.
	texts map[string][]string
	added map[string]map[string]any
}

const (
	nearMembersApart = 2
	nearMembersAlike = 3
)

func newInlineMatcher(schemas map[string]any) *inlineMatcher {
	m := &inlineMatcher{schemas: schemas, texts: map[string][]string{}, added: map[string]map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		text := compactJSON(schemas[name])
		m.texts[text] = append(m.texts[text], name)
	}
	return m
}

// replaceInline puts references in the place of copies, in the body of one answer.
func (m *inlineMatcher) replaceInline(content map[string]any, path string) {
	for _, media := range content {
		object, _ := media.(map[string]any)
		if schema, ok := object["schema"].(map[string]any); ok {
			object["schema"] = m.replace(schema, path)
		}
	}
}

func (m *inlineMatcher) replace(schema map[string]any, path string) map[string]any {
	if items, ok := schema["items"].(map[string]any); ok && schema["type"] == "array" {
		out := maps.Clone(schema)
		out["items"] = m.replace(items, path)
		return out
	}
	properties, _ := schema["properties"].(map[string]any)
	if len(properties) == 0 && schema["allOf"] == nil && schema["oneOf"] == nil && schema["anyOf"] == nil {
		return schema
	}
	if equal := m.texts[compactJSON(schema)]; len(equal) > 0 {
		return referenceTo(bestFitting(equal, path)[0])
	}
	if name, ok := m.near(properties, path); ok {
		m.add(name, properties)
		return referenceTo(name)
	}
	return schema
}

func referenceTo(name string) map[string]any { return map[string]any{"$ref": schemaRef + name} }

func (m *inlineMatcher) near(properties map[string]any, path string) (string, bool) {
	nearest := map[int][]string{}
	for _, name := range slices.Sorted(maps.Keys(m.schemas)) {
		component, _ := m.schemas[name].(map[string]any)
		others, _ := component["properties"].(map[string]any)
		alike, apart := 0, 0
		for member, own := range properties {
			if other, ok := others[member]; ok && sameJSON(own, other) {
				alike++
			} else {
				apart++
			}
		}
		for member := range others {
			if _, ok := properties[member]; !ok {
				apart++
			}
		}
		if apart == 0 || (apart <= nearMembersApart && alike >= nearMembersAlike) {
			nearest[apart] = append(nearest[apart], name)
		}
	}
	for apart := range nearMembersApart + 1 {
		if len(nearest[apart]) == 0 {
			continue
		}
		best := bestFitting(nearest[apart], path)
		return best[0], len(best) == 1
	}
	return "", false
}

func (m *inlineMatcher) add(name string, properties map[string]any) {
	component, _ := m.schemas[name].(map[string]any)
	known, _ := component["properties"].(map[string]any)
	for member, schema := range properties {
		if _, ok := known[member]; ok {
			continue
		}
		if m.added[name] == nil {
			m.added[name] = map[string]any{}
		}
		// Two copies may add the same member differently: the text decides, as the order of reading must not.
		if other, ok := m.added[name][member]; !ok || compactJSON(other) < compactJSON(schema) {
			m.added[name][member] = schema
		}
	}
}

// extendSchemas adds to the components what only their copies had. It runs last, so that every copy is compared with the component as declared.
func (m *inlineMatcher) extendSchemas() {
	for name, added := range m.added {
		component, _ := m.schemas[name].(map[string]any)
		extended := maps.Clone(component)
		properties := map[string]any{}
		if known, ok := component["properties"].(map[string]any); ok {
			maps.Copy(properties, known)
		}
		maps.Copy(properties, added)
		extended["properties"] = properties
		m.schemas[name] = extended
	}
}

// bestFitting gives those of the components whose names fit the path best, in order of name.
func bestFitting(names []string, path string) []string {
	best, out := -1, []string(nil)
	for _, name := range names {
		switch fit := nameFit(name, path); {
		case fit > best:
			best, out = fit, []string{name}
		case fit == best:
			out = append(out, name)
		}
	}
	return out
}

// nameFit says how well a component's name goes with a path: by the last word of the path that is no parameter, then by the version.
func nameFit(name, path string) int {
	version, last := "", ""
	for i, segment := range strings.Split(strings.Trim(path, "/"), "/") {
		switch {
		case i == 0:
			version = segment
		case !strings.HasPrefix(segment, "{"):
			last = strings.ToLower(strings.ReplaceAll(segment, "-", ""))
		}
	}
	lower := strings.ToLower(name)
	noun := lower
	for _, v := range []string{"v2", "v3", "v4"} {
		noun = strings.TrimSuffix(noun, v)
	}
	fit := 0
	singular := strings.TrimSuffix(last, "s")
	switch {
	case last == "":
	case noun == singular || noun == last+"page":
		fit += 4
	case strings.Contains(noun, singular):
		fit += 2
	}
	if strings.HasSuffix(lower, version) || (noun == lower && version == "v2") {
		fit++
	}
	return fit
}
