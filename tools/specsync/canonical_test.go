package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// documentOf writes a document of a build, from its paths and its schemas.
func documentOf(b, paths, schemas string) []byte {
	return fmt.Appendf(nil, `{"openapi":"3.1.0","info":{"version":"2.0.0 (Build %s_0123abcd)"},"paths":{%s},"components":{"schemas":{%s}}}`, b, paths, schemas)
}

// getOf is a path with one GET and its responses.
func getOf(path, responses string) string {
	return fmt.Sprintf(`%q:{"get":{"responses":{%s}}}`, path, responses)
}

const (
	okEmpty = `"200":{"description":"said by the vendor"}`
	anyPath = `"/v2/any":{"get":{"responses":{` + okEmpty + `}}}`
)

func jsonBody(schema string) string {
	return fmt.Sprintf(`{"content":{"application/json":{"schema":%s}}}`, schema)
}

func ref(name string) string { return `{"$ref":"#/components/schemas/` + name + `"}` }

// canonicalJSON is one document in the form of vendor.json.
func canonicalJSON(t *testing.T, data []byte) map[string]any {
	t.Helper()
	doc, err := canonicalise(data)
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, json.Unmarshal([]byte(canonicalText(doc.tree)), &out))
	return out
}

// at walks into JSON by member names.
func at(t *testing.T, object any, members ...string) any {
	t.Helper()
	for i, member := range members {
		inner, ok := object.(map[string]any)
		require.True(t, ok, "%v is no object", members[:i])
		require.Contains(t, inner, member, "at %v", members[:i])
		object = inner[member]
	}
	return object
}

func assertJSON(t *testing.T, want string, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(text))
}

func TestSuccessSchemaIsPutOn200(t *testing.T) {
	t.Parallel()
	const schemas = `"Site":{"type":"object"},"Alert":{"type":"object"},"ErrorResponse":{"properties":{"status":{"type":"integer"}}}`
	siteOn200 := `{"200":{"description":"OK","content":{"application/json":{"schema":` + ref("Site") + `}}},`
	errorBody := `"content":{"application/json":{"schema":` + ref("ErrorResponse") + `}}`
	tests := map[string]struct{ responses, want string }{
		"moved from the errors": {
			`"401":` + jsonBody(ref("Site")) + `,"403":` + jsonBody(ref("Site")) + `,"500":{}`,
			siteOn200 + `"401":{"description":"Unauthorized",` + errorBody + `},"403":{"description":"Forbidden",` + errorBody + `},"500":{"description":"Internal Server Error",` + errorBody + `}}`,
		},
		"anything is JSON": {
			`"401":{"content":{"*/*":{"schema":` + ref("Site") + `}}}`,
			siteOn200 + `"401":{"description":"Unauthorized",` + errorBody + `}}`,
		},
		"JSON beside anything": {
			`"401":{"content":{"*/*":{"schema":` + ref("Alert") + `},"application/json":{"schema":` + ref("Site") + `}}}`,
			siteOn200 + `"401":{"description":"Unauthorized",` + errorBody + `}}`,
		},
		"the error body is never the success": {
			`"401":` + jsonBody(ref("Site")) + `,"409":` + jsonBody(ref("ErrorResponse")),
			siteOn200 + `"401":{"description":"Unauthorized",` + errorBody + `},"409":{"description":"Conflict",` + errorBody + `}}`,
		},
		"void": {
			`"409":{}`,
			`{"200":{"description":"OK"},"409":{"description":"Conflict",` + errorBody + `}}`,
		},
		"a declared 204 stays alone": {
			`"204":{},"409":{}`,
			`{"204":{"description":"No Content"},"409":{"description":"Conflict",` + errorBody + `}}`,
		},
		"a declared success stays": {
			`"200":` + jsonBody(ref("Site")) + `,"401":` + jsonBody(ref("Site")),
			siteOn200 + `"401":{"description":"Unauthorized",` + errorBody + `}}`,
		},
		"an error with a body of its own keeps it": {
			`"200":` + jsonBody(ref("Site")) + `,"400":` + jsonBody(ref("Alert")),
			siteOn200 + `"400":{"description":"Bad Request","content":{"application/json":{"schema":` + ref("Alert") + `}}}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := canonicalJSON(t, documentOf("201", getOf("/v2/site", test.responses), schemas))
			assertJSON(t, test.want, at(t, out, "paths", "/v2/site", "get", "responses"))
		})
	}
}

func TestErrorsHaveNoBodyWhereNoneIsDeclared(t *testing.T) {
	t.Parallel()
	out := canonicalJSON(t, documentOf("201", getOf("/v2/site", `"401":`+jsonBody(ref("Site"))), `"Site":{"type":"object"}`))
	assertJSON(t, `{"description":"Unauthorized"}`, at(t, out, "paths", "/v2/site", "get", "responses", "401"))
}

func TestTwoSchemasWithoutASuccessCannotBeTold(t *testing.T) {
	t.Parallel()
	_, err := canonicalise(documentOf("201", getOf("/v2/site", `"401":`+jsonBody(ref("A"))+`,"403":`+jsonBody(ref("B"))), `"A":{"type":"object"},"B":{"type":"string"}`))
	assert.EqualError(t, err, "paths./v2/site.get declares no success, and 2 different schemas on its errors: which of them it answers cannot be told")
}

func TestNoProseIsLeft(t *testing.T) {
	t.Parallel()
	const said = "Words of the vendor that must not be kept."
	document := strings.ReplaceAll(`{
		"openapi":"3.1.0",
		"info":{"title":"SAID","description":"SAID","version":"2.0.0 (Build 201_ab)","license":{"name":"SAID"},"contact":{"name":"SAID"}},
		"servers":[{"url":"https://SAID","description":"SAID"}],
		"tags":[{"name":"/v2/site","description":"SAID"}],
		"externalDocs":{"url":"https://SAID"},
		"security":[{"SAID":[]}],
		"x-SAID":"SAID",
		"paths":{
			"x-SAID":{"SAID":1},
			"/v2/site":{
				"summary":"SAID","description":"SAID","x-SAID":"SAID",
				"put":{
					"tags":["/v2/site"],"summary":"SAID","description":"SAID","operationId":"create","externalDocs":{"description":"SAID"},"x-SAID":1,
					"parameters":[{"name":"page","in":"query","description":"SAID","example":"SAID","examples":{"SAID":{"value":"SAID"}},"x-SAID":1,"schema":{"type":"integer","description":"SAID"}}],
					"requestBody":{"description":"SAID","required":true,"content":{"application/json":{"example":"SAID","examples":{"SAID":{}},"schema":{"$ref":"#/components/schemas/Site","description":"SAID"}}}},
					"responses":{"200":{"description":"SAID","headers":{"X-Limit":{"description":"SAID"}},"links":{"SAID":{}},"content":{"application/json":{"example":{"SAID":1},"schema":{"$ref":"#/components/schemas/Site"}}}}}
				}
			}
		},
		"components":{
			"schemas":{"Site":{"type":"object","title":"SAID","description":"SAID","example":"SAID","examples":["SAID"],"externalDocs":{"url":"SAID"},"$comment":"SAID","xml":{"name":"SAID"},"x-SAID":"SAID",
				"properties":{"description":{"type":"string","description":"SAID"},"title":{"type":"string","title":"SAID"},"x-missing-from":{"type":"string","x-missing-from":["SAID"]}}}},
			"examples":{"SAID":{"value":"SAID"}}
		}
	}`, "SAID", said)
	doc, err := canonicalise([]byte(document))
	require.NoError(t, err)
	assert.NotContains(t, canonicalText(doc.tree), said)
	assert.Empty(t, doc.notKept, "prose is no keyword to be told of")

	// Fields that bear the names of prose are fields.
	out := canonicalJSON(t, []byte(document))
	assertJSON(t, `{"type":"object","properties":{"description":{"type":"string"},"title":{"type":"string"},"x-missing-from":{"type":"string"}}}`, at(t, out, "components", "schemas", "Site"))
	assertJSON(t, `{"put":{
		"tags":["/v2/site"],"operationId":"create",
		"parameters":[{"name":"page","in":"query","schema":{"type":"integer"}}],
		"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Site"}}}},
		"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Site"}}}}}
	}}`, at(t, out, "paths", "/v2/site"))
}

func TestUnknownMembersAreNamed(t *testing.T) {
	t.Parallel()
	doc, err := canonicalise(documentOf("201", anyPath, `"A":{"type":"string","unheardOf":1}`))
	require.NoError(t, err)
	assert.Equal(t, []string{"schema unheardOf"}, doc.notKept)
	assert.NotContains(t, canonicalText(doc.tree), "unheardOf")
}

func TestSchemaNamesLoseTheirSpaces(t *testing.T) {
	t.Parallel()
	out := canonicalJSON(t, documentOf("201",
		getOf("/v2/a", `"200":`+jsonBody(ref("Variable Creation Request")))+","+getOf("/v2/b", `"200":`+jsonBody(ref("Variable%20Creation%20Request"))),
		`"Variable Creation Request":{"type":"object"},"lower":{"type":"string"}`))
	assertJSON(t, `{"VariableCreationRequest":{"type":"object"},"lower":{"type":"string"}}`, at(t, out, "components", "schemas"))
	for _, path := range []string{"/v2/a", "/v2/b"} {
		assert.Equal(t, schemaRef+"VariableCreationRequest", at(t, out, "paths", path, "get", "responses", "200", "content", jsonMedia, "schema", "$ref"))
	}

	_, err := canonicalise(documentOf("201", anyPath, `"Two Words":{"type":"object"},"TwoWords":{"type":"string"}`))
	assert.EqualError(t, err, "components.schemas: two schemas would be named TwoWords")
}

func TestSchemasAreWrittenOneWay(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ openapi, schema, want string }{
		"object with fields":            {"3.1.0", `{"properties":{"a":{"type":"string"}}}`, `{"type":"object","properties":{"a":{"type":"string"}}}`},
		"object of parts":               {"3.1.0", `{"allOf":[{"properties":{"a":{}}},{"$ref":"#/components/schemas/Other"}]}`, `{"type":"object","allOf":[{"$ref":"#/components/schemas/Other"},{"type":"object","properties":{"a":{}}}]}`},
		"map":                           {"3.1.0", `{"additionalProperties":{"type":"string"}}`, `{"type":"object","additionalProperties":{"type":"string"}}`},
		"alternatives have no type":     {"3.1.0", `{"oneOf":[{"$ref":"#/components/schemas/Other"}]}`, `{"oneOf":[{"$ref":"#/components/schemas/Other"}]}`},
		"empty lists and objects":       {"3.1.0", `{"type":"object","properties":{},"required":[],"enum":[],"allOf":[]}`, `{"type":"object"}`},
		"false says nothing":            {"3.1.0", `{"type":"string","readOnly":false,"writeOnly":true,"deprecated":false,"uniqueItems":false}`, `{"type":"string","writeOnly":true}`},
		"order of names":                {"3.1.0", `{"type":"object","required":["b","a","b"]}`, `{"type":"object","required":["a","b"]}`},
		"order of values":               {"3.1.0", `{"type":"string","enum":["b","a","b"]}`, `{"type":"string","enum":["a","b"]}`},
		"one type in a list":            {"3.1.0", `{"type":["string"]}`, `{"type":"string"}`},
		"types in a list":               {"3.1.0", `{"type":["string","null","string"]}`, `{"type":["null","string"]}`},
		"true and false":                {"3.1.0", `{"type":"object","properties":{"a":true,"b":false}}`, `{"type":"object","properties":{"a":{},"b":{"not":{}}}}`},
		"a reference keeps its company": {"3.1.0", `{"$ref":"#/components/schemas/Other","deprecated":true}`, `{"$ref":"#/components/schemas/Other","deprecated":true}`},
		"in 3.0 it has none":            {"3.0.1", `{"$ref":"#/components/schemas/Other","deprecated":true}`, `{"$ref":"#/components/schemas/Other"}`},
		"nullable of 3.0":               {"3.0.1", `{"type":"string","nullable":true}`, `{"type":["null","string"]}`},
		"nullable means nothing in 3.1": {"3.1.0", `{"type":"string","nullable":true}`, `{"type":"string"}`},
		"exclusive bounds of 3.0":       {"3.0.1", `{"type":"integer","minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false}`, `{"type":"integer","exclusiveMinimum":1,"maximum":9}`},
		"discriminator":                 {"3.1.0", `{"type":"object","discriminator":{"propertyName":"@class","mapping":{"o":"#/components/schemas/Other"}}}`, `{"type":"object","discriminator":{"propertyName":"@class","mapping":{"o":"#/components/schemas/Other"}}}`},
		"misplaced keywords stay":       {"3.1.0", `{"type":"array","enum":["a"],"items":{"type":"number","pattern":"seconds"}}`, `{"type":"array","enum":["a"],"items":{"type":"number","pattern":"seconds"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := strings.Replace(string(documentOf("201", anyPath, `"Other":{"type":"object"},"This":`+test.schema)), "3.1.0", test.openapi, 1)
			assertJSON(t, test.want, at(t, canonicalJSON(t, []byte(document)), "components", "schemas", "This"))
		})
	}
}

func TestOperationIDsLoseTheirCounter(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{"getByUid_1": "getByUid", "getByUid": "getByUid", "get_12": "get", "get_all": "get_all", "get_": "get_"} {
		assert.Equal(t, want, withoutCounter(id))
	}
}

func TestParametersAreKnownByPlaceAndName(t *testing.T) {
	t.Parallel()
	document := `{"openapi":"3.1.0","info":{"version":"x (Build 201_a)"},
		"paths":{"/v2/job/{jobUid}/results/{deviceUid}":{
			"parameters":[{"name":"page","in":"query","schema":{"type":"string"}},{"name":"deviceUid","in":"path","required":true,"schema":{"type":"string"}}],
			"get":{"parameters":[
				{"name":"max","in":"query","required":false,"schema":{"type":"integer"}},
				{"$ref":"#/components/parameters/Page"},
				{"name":"jobUid","in":"path","required":true,"schema":{"type":"string"}}
			],"responses":{"200":{"$ref":"#/components/responses/Fine"}}}}},
		"components":{"parameters":{"Page":{"name":"page","in":"query","schema":{"type":"integer"}}},"responses":{"Fine":{"content":{"text/plain":{"schema":{"type":"string"}}}}}}}`
	out := canonicalJSON(t, []byte(document))
	// Path parameters come in the path's order. The operation's own page hides the one it shares.
	assertJSON(t, `[
		{"name":"jobUid","in":"path","required":true,"schema":{"type":"string"}},
		{"name":"deviceUid","in":"path","required":true,"schema":{"type":"string"}},
		{"name":"max","in":"query","schema":{"type":"integer"}},
		{"name":"page","in":"query","schema":{"type":"integer"}}
	]`, at(t, out, "paths", "/v2/job/{jobUid}/results/{deviceUid}", "get", "parameters"))
	assertJSON(t, `{"description":"OK","content":{"text/plain":{"schema":{"type":"string"}}}}`, at(t, out, "paths", "/v2/job/{jobUid}/results/{deviceUid}", "get", "responses", "200"))
}

func TestDocumentsThatAreNone(t *testing.T) {
	t.Parallel()
	schemaAt := func(schema string) string { return string(documentOf("201", anyPath, `"A":`+schema)) }
	tests := map[string]struct{ document, want string }{
		"empty":                    {"", "not JSON: empty"},
		"cut short":                {`{"openapi":"3.1.0","info":{"ver`, "not JSON: cut short"},
		"two documents":            {`{}{}`, "not JSON: something follows the document"},
		"a brace too many":         {`{}}`, "not JSON: something follows the document"},
		"HTML":                     {"<!doctype html><title>Sign in</title>", "not JSON but a page of HTML or XML"},
		"YAML":                     {"openapi: 3.1.0\n", "not JSON: invalid character 'o' looking for beginning of value"},
		"a list":                   {`[]`, "not a JSON object"},
		"any object":               {`{"status":500,"error":"Internal Server Error"}`, `not an OpenAPI document: it has no "openapi" version`},
		"Swagger 2":                {`{"swagger":"2.0","paths":{}}`, "a Swagger 2.0 document; OpenAPI 3.0 or 3.1 is needed"},
		"OpenAPI 4":                {`{"openapi":"4.0.0","paths":{}}`, "OpenAPI 4.0.0; 3.0 or 3.1 is needed"},
		"info is no object":        {`{"openapi":"3.1.0","info":[]}`, "info is not an object"},
		"no paths":                 {`{"openapi":"3.1.0","info":{"version":"(Build 201_a)"}}`, "not a usable OpenAPI document: it has no paths"},
		"no operation":             {`{"openapi":"3.1.0","info":{"version":"(Build 201_a)"},"paths":{}}`, "not a usable OpenAPI document: it declares no operation"},
		"paths is a list":          {`{"openapi":"3.1.0","paths":[]}`, "paths is not an object"},
		"components is a list":     {`{"openapi":"3.1.0","components":[]}`, "components is not an object"},
		"no path":                  {string(documentOf("201", `"v2":{}`, "")), `paths: "v2" does not begin with a slash`},
		"an operation is a string": {string(documentOf("201", `"/v2":{"get":"x"}`, "")), "paths./v2.get is not an object"},
		"no responses":             {string(documentOf("201", `"/v2":{"get":{}}`, "")), "paths./v2.get declares no responses"},
		"parameters are an object": {string(documentOf("201", `"/v2":{"get":{"parameters":{},"responses":{`+okEmpty+`}}}`, "")), "paths./v2.get.parameters is not a list"},
		"a parameter has no name":  {string(documentOf("201", `"/v2":{"get":{"parameters":[{"in":"query"}],"responses":{`+okEmpty+`}}}`, "")), `paths./v2.get.parameters.0 has no "name"`},
		"a schema is a string":     {schemaAt(`"x"`), "components.schemas.A is not an object"},
		"properties are a list":    {schemaAt(`{"properties":[]}`), "components.schemas.A.properties is not an object"},
		"an enum is an object":     {schemaAt(`{"enum":{}}`), "components.schemas.A.enum is not a list"},
		"required is a flag":       {schemaAt(`{"required":true}`), "components.schemas.A.required is not a list"},
		"a type is a number":       {schemaAt(`{"type":3}`), "components.schemas.A.type is not a list"},
		"a reference to nothing":   {schemaAt(`{"items":{"$ref":"#/components/schemas/Gone"}}`), "components.schemas.A.items refers to #/components/schemas/Gone, which is missing"},
		"a reference elsewhere":    {schemaAt(`{"$ref":"https://example.com/a.json"}`), "components.schemas.A refers to https://example.com/a.json; only #/components/schemas/… is known"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := canonicalise([]byte(test.document))
			assert.EqualError(t, err, test.want)
		})
	}
}

func TestByteOrderMarkIsNoFault(t *testing.T) {
	t.Parallel()
	doc, err := canonicalise(append([]byte("\xef\xbb\xbf"), documentOf("201", anyPath, "")...))
	require.NoError(t, err)
	assert.Equal(t, build("201"), doc.build)
}
