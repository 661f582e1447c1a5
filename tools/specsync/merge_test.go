package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// builds are small documents of five builds. Between them every way in which builds can disagree occurs.
func smallBuilds() map[build][]byte {
	page := func(b, op, schemas string) []byte { return documentOf(b, op, schemas) }
	device := func(fields string) string { return `"Device":{"type":"object","properties":{` + fields + `}}` }
	return map[build][]byte{
		// No success is declared, a name has spaces, the page requires its members.
		"1.15.1-483": []byte(strings.Replace(string(page("1.15.1-483",
			`"/v2/devices":{"get":{"operationId":"get_1","parameters":[{"name":"page","in":"query","schema":{"type":"string"}}],"responses":{"401":{"content":{"*/*":{"schema":`+ref("Devices Page")+`}}},"500":{}}}}`,
			`"Devices Page":{"required":["rows"],"type":"object","properties":{"rows":{"type":"array","items":`+ref("Device")+`}}},`+
				device(`"class":{"type":"string","enum":["printer","device"]},"seen":{"type":"string","format":"date-time"},"udf":{"type":"object","properties":{"udf1":{"type":"string"}}},"old":{"type":"string"}`))), "3.1.0", "3.0.1", 1)),
		// An enum value and a field more; the page requires nothing; the operation goes by another name.
		"1.22.1-576": page("1.22.1-576",
			`"/v2/devices":{"get":{"operationId":"get","deprecated":true,"parameters":[{"name":"page","in":"query","schema":{"type":"integer","format":"int32"}}],"responses":{"401":`+jsonBody(ref("DevicesPage"))+`,"500":{}}}}`,
			`"DevicesPage":{"properties":{"rows":{"type":"array","items":`+ref("Device")+`}}},"Udf":{"type":"object","properties":{"udf1":{"type":"string"},"udf2":{"type":"string"}}},`+
				device(`"class":{"type":"string","enum":["printer","device","network"]},"seen":{"type":"string"},"udf":`+ref("Udf")+`,"probe":{"type":"boolean"}`)),
		// A field is an integer now, a parameter is new, alternatives are declared.
		"201": page("201",
			`"/v2/devices":{"get":{"operationId":"get","parameters":[{"name":"page","in":"query","schema":{"type":"integer","format":"int64"}},{"name":"max","in":"query","schema":{"type":"integer"}}],"responses":{"401":`+jsonBody(ref("DevicesPage"))+`,"404":`+jsonBody(ref("DevicesPage"))+`}}},`+
				`"/v2/device":{"put":{"requestBody":{"content":{"application/json":{"schema":`+ref("Device")+`}}},"responses":{"409":{}}}}`,
			`"DevicesPage":{"properties":{"rows":{"type":"array","items":`+ref("Device")+`}}},"Udf":{"type":"object","properties":{"udf1":{"type":"string"}}},"Context":{"oneOf":[`+ref("Udf")+`,`+ref("DevicesPage")+`]},`+
				device(`"class":{"type":"string"},"seen":{"type":"integer","format":"int64"},"udf":`+ref("Udf"))),
		// The answer is inlined, errors have a body, a field and an alternative are gone, the class is an enum of its own.
		"235": page("235",
			`"/v2/devices":{"get":{"operationId":"get","responses":{"200":`+jsonBody(`{"properties":{"rows":{"type":"array","items":`+ref("Device")+`}}}`)+`,"404":`+jsonBody(ref("ErrorResponse"))+`}}},`+
				`"/v2/device":{"put":{"deprecated":true,"requestBody":{"required":true,"content":{"application/json":{"schema":`+ref("Device")+`}}},"responses":{"204":{}}}},`+
				`"/v3/devices":{"get":{"operationId":"get","responses":{"200":`+jsonBody(ref("DevicesPage"))+`}}}`,
			`"DevicesPage":{"type":"object","properties":{"rows":{"type":"array","items":`+ref("Device")+`}}},"Udf":{"type":"object","properties":{"udf1":{"type":["string","null"]}}},"Context":{"allOf":[`+ref("Udf")+`,{"properties":{"a":{"type":"string"}}}]},`+
				`"ErrorResponse":{"properties":{"status":{"type":"integer"}}},"Class":{"type":"string","enum":["device"]},`+
				device(`"class":`+ref("Class")+`,"seen":{"type":"integer","format":"int64"}`)),
		// The inline part of the context grew, and one more operation went away.
		"277": page("277",
			`"/v2/devices":{"get":{"operationId":"get","responses":{"200":`+jsonBody(ref("DevicesPage"))+`}}}`,
			`"DevicesPage":{"type":"object","properties":{"rows":{"type":"array","uniqueItems":true,"items":`+ref("Device")+`}}},"Udf":{"type":"object","properties":{"udf1":{"type":"string"},"udf3":{"type":"string"}}},"Context":{"allOf":[`+ref("Udf")+`,{"properties":{"a":{"type":"string"},"b":{"type":"integer"}}}]},`+
				device(`"class":{"type":"string","enum":["device","tablet"]},"seen":{"type":"integer","format":"int64"},"udf":{"type":"string"}`)),
	}
}

// readOne reads a document into the text of a file, as one run of the program does.
func readOne(t *testing.T, file, document []byte) []byte {
	t.Helper()
	known, err := decodeVendorFile(file)
	require.NoError(t, err)
	doc, err := canonicalise(document)
	require.NoError(t, err)
	known.add(doc.build, doc.tree)
	out, err := known.encode()
	require.NoError(t, err)
	return out
}

// permutations are all orders of the names.
func permutations(names []build) [][]build {
	if len(names) == 0 {
		return [][]build{nil}
	}
	var out [][]build
	for i, first := range names {
		var rest []build
		rest = append(append(rest, names[:i]...), names[i+1:]...)
		for _, tail := range permutations(rest) {
			out = append(out, append([]build{first}, tail...))
		}
	}
	return out
}

func TestTheOrderOfReadingIsIrrelevant(t *testing.T) {
	t.Parallel()
	documents := smallBuilds()
	orders := permutations([]build{"1.15.1-483", "1.22.1-576", "201", "235", "277"})
	require.Len(t, orders, 120)
	var want []byte
	for _, order := range orders {
		var file []byte
		for _, b := range order {
			file = readOne(t, file, documents[b])
		}
		if want == nil {
			want = file
		}
		require.Equal(t, string(want), string(file), "in the order %v", order)
	}
	for b, document := range documents {
		assert.Equal(t, string(want), string(readOne(t, want, document)), "build %s, read again", b)
	}
}

func TestEveryBuildCanBeHadBack(t *testing.T) {
	t.Parallel()
	var file []byte
	for _, document := range smallBuilds() {
		file = readOne(t, file, document)
	}
	known, err := decodeVendorFile(file)
	require.NoError(t, err)
	for b, document := range smallBuilds() {
		doc, err := canonicalise(document)
		require.NoError(t, err)
		assert.JSONEq(t, canonicalText(doc.tree), canonicalText(known[b]), "build %s", b)
	}
}

// unionOf reads documents and gives the file as JSON.
func unionOf(t *testing.T, documents ...[]byte) map[string]any {
	t.Helper()
	var file []byte
	for _, document := range documents {
		file = readOne(t, file, document)
	}
	out, err := decodeObject(file)
	require.NoError(t, err)
	return out
}

func TestTheFileSaysWhatSomeBuildsLack(t *testing.T) {
	t.Parallel()
	documents := smallBuilds()
	out := unionOf(t, documents["277"], documents["1.22.1-576"], documents["201"], documents["235"], documents["1.15.1-483"])
	assertJSON(t, `["1.15.1-483","1.22.1-576","201","235","277"]`, out["x-builds"])
	assertJSON(t, `{"title":"Datto RMM API","version":"2.0.0"}`, out["info"])
	assert.Equal(t, "3.1.0", out["openapi"])

	schemas := func(members ...string) any {
		return at(t, out, append([]string{"components", "schemas"}, members...)...)
	}
	tests := map[string]struct {
		got  any
		want string
	}{
		"a field that the old builds lack":       {schemas("Device", "properties", "probe"), `{"type":"boolean","x-missing-from":["1.15.1-483","201","235","277"]}`},
		"a field that is gone":                   {schemas("Device", "properties", "old"), `{"type":"string","x-missing-from":["1.22.1-576","201","235","277"]}`},
		"a type that became another":             {schemas("Device", "properties", "seen"), `{"type":"integer","format":"int64","x-shape-in":{"1.15.1-483":{"type":"string","format":"date-time"},"1.22.1-576":{"type":"string"}}}`},
		"an object, a reference, none, a string": {schemas("Device", "properties", "udf"), `{"type":"string","x-missing-from":["235"],"x-shape-in":{"1.15.1-483":{"type":"object","properties":{"udf1":{"type":"string"}}},"1.22.1-576":{"$ref":"#/components/schemas/Udf"},"201":{"$ref":"#/components/schemas/Udf"}}}`},
		"values of an enum":                      {schemas("Device", "properties", "class"), `{"type":"string","enum":["device","network","printer","tablet"],"x-enum-missing-from":{"device":["201"],"network":["1.15.1-483","201","277"],"printer":["201","277"],"tablet":["1.15.1-483","1.22.1-576","201"]},"x-shape-in":{"235":{"$ref":"#/components/schemas/Class"}}}`},
		"a schema that one build has":            {schemas("Class"), `{"type":"string","enum":["device"],"x-missing-from":["1.15.1-483","1.22.1-576","201","277"]}`},
		"may be null in one build":               {schemas("Udf", "properties", "udf1"), `{"type":"string","x-differs-in":{"235":{"type":["null","string"]}}}`},
		"alternatives that became parts":         {schemas("Context"), `{"type":"object","allOf":[{"$ref":"#/components/schemas/Udf"},{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","x-missing-from":["235"]}}}],"x-missing-from":["1.15.1-483","1.22.1-576"],"x-shape-in":{"201":{"oneOf":[{"$ref":"#/components/schemas/DevicesPage"},{"$ref":"#/components/schemas/Udf"}]}}}`},
		"constraints":                            {schemas("DevicesPage"), `{"type":"object","properties":{"rows":{"type":"array","uniqueItems":true,"items":{"$ref":"#/components/schemas/Device"},"x-differs-in":{"1.15.1-483":{"uniqueItems":null},"1.22.1-576":{"uniqueItems":null},"201":{"uniqueItems":null},"235":{"uniqueItems":null}}}},"x-differs-in":{"1.15.1-483":{"required":["rows"]}}}`},
		"parameters": {
			at(t, out, "paths", "/v2/devices", "get", "parameters"),
			`[{"name":"max","in":"query","schema":{"type":"integer"},"x-missing-from":["1.15.1-483","1.22.1-576","235","277"]},
			  {"name":"page","in":"query","schema":{"type":"integer","format":"int64","x-differs-in":{"1.22.1-576":{"format":"int32"}},"x-shape-in":{"1.15.1-483":{"type":"string"}}},"x-missing-from":["235","277"]}]`,
		},
		"an operation's own members": {at(t, out, "paths", "/v2/devices", "get", "x-differs-in"), `{"1.22.1-576":{"deprecated":true}}`},
		"an operation that some lack": {
			at(t, out, "paths", "/v2/device", "put"),
			`{"deprecated":true,"x-differs-in":{"201":{"deprecated":null}},"x-missing-from":["1.15.1-483","1.22.1-576","277"],
			  "requestBody":{"required":true,"x-differs-in":{"201":{"required":null}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Device"}}}},
			  "responses":{"200":{"description":"OK","x-missing-from":["235"]},"204":{"description":"No Content","x-missing-from":["201"]},
			    "409":{"description":"Conflict","x-missing-from":["235"],"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ErrorResponse"}}}}}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assertJSON(t, test.want, test.got)
		})
	}
	assert.NotContains(t, at(t, out, "paths", "/v2/devices", "get"), markMissing, "what every build has bears no mark")
}

func TestDocumentsOfOneBuildAreUnited(t *testing.T) {
	t.Parallel()
	const other = `"/v3/devices":{"get":{"responses":{` + okEmpty + `}}}`
	v2 := documentOf("277", anyPath, `"Device":{"type":"object","properties":{"a":{"type":"string"},"c":{"type":"string","format":"date"},"d":{"type":"string","format":"uuid"}}},"Only2":{"type":"string"}`)
	v3 := documentOf("277", other, `"Device":{"type":"object","properties":{"b":{"type":"string"},"c":{"type":"integer"},"d":{"type":"string","format":"byte"}}}`)
	forward, backward := unionOf(t, v2, v3), unionOf(t, v3, v2)
	assert.Equal(t, forward, backward)
	assertJSON(t, `["277"]`, forward["x-builds"])
	assert.Len(t, forward["paths"], 2)
	assertJSON(t, `{"Only2":{"type":"string"},"Device":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string","format":"date"},"d":{"type":"string","format":"uuid"}}}}`, at(t, forward, "components", "schemas"))
	// A document that has less takes nothing away.
	assert.Equal(t, forward, unionOf(t, v2, v3, v2))
}

func TestTextAndNumbersStayAsTheyAre(t *testing.T) {
	t.Parallel()
	file := readOne(t, nil, documentOf("277", anyPath, `"A":{"type":"integer","maximum":9223372036854775807,"minimum":1.50},"B":{"type":"string","enum":["<a&b>"]}`))
	file = readOne(t, file, documentOf("278", anyPath, ""))
	assert.Contains(t, string(file), `"maximum": 9223372036854775807`)
	assert.Contains(t, string(file), `"minimum": 1.50`)
	assert.Contains(t, string(file), `"<a&b>"`)
}

func TestAVendorFileThatIsNone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"<<<<<<< HEAD\n{}":  "not JSON but a page of HTML or XML",
		`{"openapi":"3.1"`:  "not JSON: cut short",
		`{"paths":{}}`:      "has no x-builds, so it was not written by sync",
		`{"x-builds":"1"}`:  "x-builds: is not a list of builds",
		`{"x-builds":[""]}`: `x-builds: "" is no build`,
		`{"x-builds":["1"],"components":{"schemas":{"A":{"x-missing-from":"1"}}}}`:      "components.schemas.A.x-missing-from: is not a list of builds",
		`{"x-builds":["1"],"components":{"schemas":{"A":{"x-differs-in":[]}}}}`:         "components.schemas.A.x-differs-in is not an object",
		`{"x-builds":["1"],"components":{"schemas":{"A":{"x-shape-in":{"1":"text"}}}}}`: "components.schemas.A.x-shape-in.1 is not an object",
	} {
		_, err := decodeVendorFile([]byte(text))
		assert.EqualError(t, err, want)
	}
}
