package main

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// finding is one thing that two trees do not both say, in words for people.
type finding struct {
	what  string // one of sorts
	where string // "GET /v2/site/{siteUid}", "Device.lastSeen"
}

// comparison is what one tree lacks of another, and what both have and declare differently.
type comparison struct {
	lacks     []finding
	otherwise []finding
}

// compareTrees looks at mine with all's eyes. Of a thing that is missing, its parts are not named.
func compareTrees(mine, all *node) comparison {
	var c comparison
	c.walk(mine, all, rootKind, "", "")
	return c
}

func (c *comparison) walk(mine, all *node, k kind, what, place string) {
	if mineShape, allShape := mine.shape(), all.shape(); mineShape != allShape {
		c.otherwise = append(c.otherwise, finding{what, fmt.Sprintf("%s: %s, elsewhere %s", place, describe(mine), describe(all))})
		return
	}
	members := maps.Clone(mine.plain)
	maps.Copy(members, all.plain)
	for _, member := range slices.Sorted(maps.Keys(members)) {
		if !sameJSON(mine.plain[member], all.plain[member]) {
			c.otherwise = append(c.otherwise, finding{what, fmt.Sprintf("%s: %s %s, elsewhere %s", place, member, plainText(mine.plain[member]), plainText(all.plain[member]))})
		}
	}
	for _, s := range slotsByKind[k] {
		for _, name := range slices.Sorted(maps.Keys(all.children[s.name])) {
			childWhat, childPlace := describePlace(s, name, what, place)
			child, ok := mine.children[s.name][name]
			if !ok {
				c.lacks = append(c.lacks, finding{childWhat, childPlace})
				continue
			}
			c.walk(child, all.children[s.name][name], s.kind, childWhat, childPlace)
		}
	}
}

// describePlace says what stands in a slot, and where.
func describePlace(s slot, name, what, place string) (string, string) {
	switch s.name {
	case slotOperations:
		return "operation", name
	case slotSchemas:
		return "schema", name
	case slotParameters:
		in, parameterName, _ := strings.Cut(name, ":")
		return "parameter", place + " " + parameterName + " (" + in + ")"
	case slotRequestBody:
		return "body", place + " body"
	case slotResponses:
		return "answer", place + " " + name
	case slotContent:
		return "answer", place + " " + name
	case slotProperties, "patternProperties":
		return "field", place + "." + name
	case slotEnum:
		return "enum value", place + " " + name
	case "items":
		return what, place + "[]"
	case "additionalProperties":
		return what, place + "{}"
	}
	if target, ok := strings.CutPrefix(name, "$ref "); ok {
		return "alternative", place + " " + strings.TrimPrefix(target, schemaRef)
	}
	return what, place
}

// describe is a schema in a word or two.
func describe(n *node) string {
	if ref, ok := n.plain["$ref"].(string); ok {
		return strings.TrimPrefix(ref, schemaRef)
	}
	text := cmp.Or(n.shape(), "anything")
	if format, ok := n.plain["format"].(string); ok {
		text += " " + format
	}
	return text
}

func plainText(v any) string {
	if v == nil {
		return "not declared"
	}
	return shorten(compactJSON(v), 60)
}

// report says what one build brought, and what it lacks.
type report struct {
	build   build
	sources []string
	isNew   bool
	changed bool
	// added is what the file did not have before; of the first build read that is everything, and only the counts are worth telling.
	added []finding
	first bool
	// missing is what other builds have and this one does not.
	missing   []finding
	otherwise []finding
	notKept   []string
}

// most is how many findings of one sort are named before the rest is counted.
const most = 30

// String is the report in lines.
func (r report) String() string {
	var out strings.Builder
	state := "known, no change"
	switch {
	case r.isNew:
		state = "new"
	case r.changed:
		state = "known, now declares more"
	}
	fmt.Fprintf(&out, "build %s, from %s: %s\n", r.build, strings.Join(r.sources, ", "), state)
	switch {
	case r.first:
		fmt.Fprintf(&out, "  the first build read: %s\n", count(r.added))
	case r.changed:
		writeFindings(&out, "added", r.added)
		writeFindings(&out, "missing from this build, kept as other builds have it", r.missing)
		writeFindings(&out, "declared otherwise in this build", r.otherwise)
	case len(r.missing)+len(r.otherwise) > 0:
		fmt.Fprintf(&out, "  lacks, of what other builds have: %s; declares otherwise: %s\n", count(r.missing), count(r.otherwise))
	}
	if len(r.notKept) > 0 {
		fmt.Fprintf(&out, "  members this program does not know, left out: %s\n", strings.Join(r.notKept, ", "))
	}
	return out.String()
}

func writeFindings(out *strings.Builder, title string, findings []finding) {
	if len(findings) == 0 {
		return
	}
	fmt.Fprintf(out, "  %s\n", title)
	for _, what := range sortsOf(findings) {
		var names []string
		for _, f := range findings {
			if f.what == what {
				names = append(names, f.where)
			}
		}
		names = collapseRuns(names)
		for i, name := range names {
			if i == most {
				fmt.Fprintf(out, "    %-11s … and %d more\n", what, len(names)-most)
				break
			}
			fmt.Fprintf(out, "    %-11s %s\n", what, name)
		}
	}
}

// count is the findings as numbers: "8 operations, 1 field".
func count(findings []finding) string {
	var parts []string
	for _, what := range sortsOf(findings) {
		number := 0
		for _, f := range findings {
			if f.what == what {
				number++
			}
		}
		plural := what + "s"
		if before, ok := strings.CutSuffix(what, "y"); ok {
			plural = before + "ies"
		}
		if number == 1 {
			plural = what
		}
		parts = append(parts, strconv.Itoa(number)+" "+plural)
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing")
}

// sorts of findings, in the order they are told.
var sorts = []string{"operation", "parameter", "body", "answer", "schema", "field", "enum value", "alternative"}

// sortsOf lists the sorts that occur.
func sortsOf(findings []finding) []string {
	var out []string
	for _, what := range sorts {
		if slices.ContainsFunc(findings, func(f finding) bool { return f.what == what }) {
			out = append(out, what)
		}
	}
	return out
}

var trailingNumber = regexp.MustCompile(`^(.*?)([0-9]+)$`)

// collapseRuns writes numbered names as one: "Udf.udf31 to udf300 (270)". Others stay as they are.
func collapseRuns(names []string) []string {
	numbers := map[string][]int{}
	var order []string
	for _, name := range names {
		prefix, number := name, -1
		if found := trailingNumber.FindStringSubmatch(name); found != nil {
			if parsed, err := strconv.Atoi(found[2]); err == nil && strconv.Itoa(parsed) == found[2] {
				prefix, number = found[1], parsed
			}
		}
		if _, ok := numbers[prefix]; !ok {
			order = append(order, prefix)
		}
		numbers[prefix] = append(numbers[prefix], number)
	}
	var out []string
	for _, prefix := range order {
		all := numbers[prefix]
		slices.Sort(all)
		for len(all) > 0 {
			run := 1
			for run < len(all) && all[run] == all[run-1]+1 && all[0] >= 0 {
				run++
			}
			first, last := all[0], all[run-1]
			switch {
			case first < 0:
				out = append(out, prefix)
			case run < 3:
				for _, number := range all[:run] {
					out = append(out, prefix+strconv.Itoa(number))
				}
			default:
				short := prefix[strings.LastIndexAny(prefix, ". ")+1:]
				out = append(out, fmt.Sprintf("%s%d to %s%d (%d)", prefix, first, short, last, run))
			}
			all = all[run:]
		}
	}
	return out
}

// whole is what all builds say together, without the exceptions.
func (u *union) whole() *node {
	out := newNode()
	maps.Copy(out.plain, u.plain)
	for slot, children := range u.children {
		for name, child := range children {
			out.put(slot, name, child.whole())
		}
	}
	return out
}
