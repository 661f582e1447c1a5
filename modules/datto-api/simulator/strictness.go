package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The types of the generated operation table. They hold just what is needed to
// judge a request; what an operation answers is written by hand, from how the
// API behaves.

// operationSpec is what the contract says about the requests of one operation.
type operationSpec struct {
	Method string
	Path   string // template below /api, such as /v2/device/{deviceUid}
	Params []paramSpec
	Query  []paramSpec
	Body   *schemaSpec // nil when the operation takes no body
}

// paramSpec is one path or query parameter.
type paramSpec struct {
	Name  string
	Type  string   // string, integer, number, boolean or array
	Items string   // type of the elements of an array
	Enum  []string // values allowed, for arrays of each element; nil allows all
}

// schemaSpec is the part of a JSON schema that a request body is held to.
type schemaSpec struct {
	Type       string // object, array, string, integer, number or boolean; "" allows any
	Nullable   bool
	Enum       []string // values allowed, for strings
	Required   []string
	Properties map[string]*schemaSpec
	Items      *schemaSpec
}

// specs is the operation table by method and path template.
var specs = indexOperations(operationTable)

func indexOperations(table []operationSpec) map[string]*operationSpec {
	index := make(map[string]*operationSpec, len(table))
	for i := range table {
		index[table[i].Method+" "+table[i].Path] = &table[i]
	}
	return index
}

// finding is something wrong with a request.
type finding struct {
	problem string
	// fatal findings are answered with an error. The others are what the API
	// lets pass: names it does not know, and values it converts.
	fatal bool
}

// judge holds a request against the contract and reads its body. It answers
// the request and returns false when the API would refuse it.
func (x *exchange) judge(spec *operationSpec) bool {
	refuse := false
	for i, param := range spec.Params {
		if problem := param.check(x.params[i]); problem != "" {
			x.violation("path parameter " + param.Name + " " + problem)
			refuse = true
		}
	}
	if x.judgeQuery(spec) || refuse {
		x.fail(http.StatusBadRequest, "")
		return false
	}
	if spec.Body == nil {
		if raw, err := x.body(); err == nil && len(raw) > 0 {
			x.violation("a body, but the operation takes none")
		}
		return true
	}
	payload, ok := x.readFields()
	if !ok {
		return false
	}
	x.payload = payload
	for _, found := range spec.Body.check(nil, "", map[string]any(payload)) {
		x.violation(found.problem)
		refuse = refuse || found.fatal
	}
	if refuse {
		x.unreadable()
		return false
	}
	return true
}

// judgeQuery tells whether a query parameter makes the API refuse the request.
func (x *exchange) judgeQuery(spec *operationSpec) (refuse bool) {
	for _, name := range slices.Sorted(maps.Keys(x.query)) {
		at := slices.IndexFunc(spec.Query, func(p paramSpec) bool { return p.Name == name })
		if at < 0 {
			// Ignored by the API, which is how a misspelt filter goes unnoticed.
			x.violation("unknown query parameter " + strconv.Quote(shorten(name)))
			continue
		}
		param, values := spec.Query[at], x.query[name]
		if param.Type != "array" && len(values) > 1 {
			x.violation("query parameter " + name + " more than once")
			values = values[:1]
		}
		for _, value := range values {
			if value == "" && param.Type != "string" {
				continue // an empty value is a missing one
			}
			if problem := param.check(value); problem != "" {
				x.violation("query parameter " + name + " " + problem)
				refuse = true
			}
		}
	}
	return refuse
}

// check says what is wrong with a parameter's text, without repeating it.
func (p *paramSpec) check(text string) string {
	if p.Type == "array" {
		for element := range strings.SplitSeq(text, ",") {
			if problem := checkScalar(p.Items, p.Enum, element); problem != "" {
				return problem
			}
		}
		return ""
	}
	return checkScalar(p.Type, p.Enum, text)
}

func checkScalar(kind string, enum []string, text string) string {
	var err error
	switch kind {
	case "integer":
		_, err = strconv.ParseInt(text, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(text, 64)
	case "boolean":
		if !slices.Contains([]string{"true", "false", "on", "off", "yes", "no", "1", "0"}, strings.ToLower(text)) {
			return "is not a boolean"
		}
	}
	if err != nil {
		return "is not of type " + kind
	}
	if len(enum) > 0 && !slices.Contains(enum, text) {
		return "is none of " + strings.Join(enum, ", ")
	}
	return ""
}

// check adds what is wrong with a value of a request body to found. at is the
// value's place, for people.
func (s *schemaSpec) check(found []finding, at string, value any) []finding {
	name := at
	if name == "" {
		name = "body"
	}
	if value == nil {
		if !s.Nullable {
			found = append(found, finding{name + " is null", false})
		}
		return found
	}
	switch s.Type {
	case "object":
		return s.checkObject(found, at, name, value)
	case "array":
		elements, ok := value.([]any)
		if !ok {
			return append(found, finding{name + " is not an array", true})
		}
		for i, element := range elements {
			if s.Items != nil {
				found = s.Items.check(found, name+"["+strconv.Itoa(i)+"]", element)
			}
		}
		return found
	case "":
		return found
	}
	return s.checkText(found, name, value)
}

func (s *schemaSpec) checkObject(found []finding, at, name string, value any) []finding {
	members, ok := value.(map[string]any)
	if !ok {
		return append(found, finding{name + " is not an object", true})
	}
	for _, required := range s.Required {
		member, there := members[required]
		nullable := s.Properties[required] != nil && s.Properties[required].Nullable
		if !there || (member == nil && !nullable) {
			found = append(found, finding{join(at, required) + " is missing", true})
		}
	}
	for _, member := range slices.Sorted(maps.Keys(members)) {
		spec := s.Properties[member]
		switch {
		case spec != nil && (members[member] != nil || spec.Nullable || !slices.Contains(s.Required, member)):
			found = spec.check(found, join(at, member), members[member])
		case spec == nil && s.Properties != nil:
			found = append(found, finding{"unknown member " + strconv.Quote(join(at, shorten(member))), false})
		}
	}
	return found
}

// checkText checks a string, number or boolean. The API's decoder writes a
// number into a text member and reads a number out of a string, but takes only
// true and false for a boolean.
func (s *schemaSpec) checkText(found []finding, name string, value any) []finding {
	var fits, converts bool
	switch v := value.(type) {
	case string:
		fits = s.Type == "string"
		_, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		converts = s.Type != "boolean" && err == nil
	case json.Number:
		_, err := v.Int64()
		fits = s.Type == "number" || (s.Type == "integer" && err == nil)
		converts = s.Type == "string"
	case bool:
		fits = s.Type == "boolean"
		converts = s.Type == "string"
	}
	if !fits {
		return append(found, finding{name + " is not of type " + s.Type, !converts})
	}
	if text, ok := value.(string); ok && len(s.Enum) > 0 && !slices.Contains(s.Enum, text) {
		found = append(found, finding{name + " is none of " + strings.Join(s.Enum, ", "), true})
	}
	return found
}

func join(at, member string) string {
	if at == "" {
		return member
	}
	return at + "." + member
}

// shorten keeps a name somebody made up from filling the record.
func shorten(name string) string {
	const most = 64
	if len(name) > most {
		return strings.ToValidUTF8(name[:most], "")
	}
	return name
}
