package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// objectOf is an object with string fields; "name:type" makes another type.
func objectOf(fields ...string) string {
	var members []string
	for _, field := range fields {
		name, kind, found := strings.Cut(field, ":")
		if !found {
			kind = "string"
		}
		members = append(members, fmt.Sprintf(`%q:{"type":%q}`, name, kind))
	}
	return `{"type":"object","properties":{` + strings.Join(members, ",") + `}}`
}

func TestInlinedAnswersBecomeReferences(t *testing.T) {
	t.Parallel()
	device := objectOf("id", "uid", "name", "site", "udf")
	withoutType := strings.TrimPrefix(device, `{"type":"object",`)
	tests := map[string]struct {
		path, schemas, answer string
		want                  string
	}{
		"equal, without its type": {
			"/v2/device/{uid}", `"Device":` + device, `{"description":"A device.",` + withoutType, ref("Device"),
		},
		"equal, in a list": {
			"/v2/device/macAddress/{mac}", `"Device":` + device, `{"type":"array","items":` + device + `}`, `{"type":"array","items":` + ref("Device") + `}`,
		},
		"of equal ones, the name that fits": {
			"/v2/alert/{uid}", `"Aardvark":` + device + `,"Alert":` + device, device, ref("Alert"),
		},
		"of equal ones, the version that fits": {
			"/v3/device/{uid}", `"Device":` + device + `,"DeviceV3":` + device, device, ref("DeviceV3"),
		},
		"of equal ones, the name that fits best": {
			"/v2/device/{uid}/patches", `"OldPatchesPage":` + device + `,"PatchesPage":` + device, device, ref("PatchesPage"),
		},
		"of equal ones that all fit, the first": {
			"/v2/other", `"B":` + device + `,"A":` + device, device, ref("A"),
		},
		"a member is missing": {
			"/v2/device/{uid}", `"Device":` + device + `,"Site":` + objectOf("id", "uid", "name"), objectOf("id", "uid", "name", "site"), ref("Device"),
		},
		"two members are otherwise": {
			"/v2/device/{uid}", `"Device":` + device, objectOf("id", "uid", "name", "site:integer", "udf:object"), ref("Device"),
		},
		"the nearer one": {
			"/v2/device/{uid}", `"Device":` + device + `,"DeviceV3":` + objectOf("id", "uid", "name", "site", "udfs"), objectOf("id", "uid", "name", "site"), ref("Device"),
		},
		"of two as near, the name that fits": {
			"/v2/device/{uid}", `"Other":` + device + `,"Device":` + device, objectOf("id", "uid", "name", "site"), ref("Device"),
		},
		"of two as near and as fit, none": {
			"/v2/other/{uid}", `"A":` + device + `,"B":` + device, objectOf("id", "uid", "name", "site"), objectOf("id", "uid", "name", "site"),
		},
		"three members apart": {
			"/v2/device/{uid}", `"Device":` + device, objectOf("id", "uid", "name", "a"), objectOf("id", "uid", "name", "a"),
		},
		"too little alike": {
			"/v2/page", `"Page":` + objectOf("details", "rows"), objectOf("details", "rows:array"), objectOf("details", "rows:array"),
		},
		"same members, other constraints": {
			"/v2/page", `"Page":` + objectOf("details", "rows"), strings.Replace(objectOf("details", "rows"), `{`, `{"required":["rows"],`, 1), ref("Page"),
		},
		"no members": {
			"/v2/page", `"Page":{"type":"object"}`, `{"type":"object"}`, `{"type":"object"}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := canonicalJSON(t, documentOf("235", getOf(test.path, `"200":`+jsonBody(test.answer)), test.schemas))
			assertJSON(t, test.want, at(t, out, "paths", test.path, "get", "responses", "200", "content", jsonMedia, "schema"))
		})
	}
}

func TestMembersOfACopyAreNotLost(t *testing.T) {
	t.Parallel()
	out := canonicalJSON(t, documentOf("235",
		getOf("/v2/device/{uid}", `"200":`+jsonBody(objectOf("id", "uid", "site", "name:integer", "udf")))+","+
			getOf("/v2/device/id/{id}", `"200":`+jsonBody(objectOf("id", "uid", "site", "name", "label"))),
		`"Device":`+objectOf("id", "uid", "site", "name")+`,"Other":`+objectOf("id")))
	// Both copies' own members are there, and of name the component's declaration.
	assertJSON(t, objectOf("id", "uid", "site", "name", "udf", "label"), at(t, out, "components", "schemas", "Device"))
	assertJSON(t, objectOf("id"), at(t, out, "components", "schemas", "Other"))
}

func TestCopiesThatAddTheSameMemberDifferently(t *testing.T) {
	t.Parallel()
	one, other := objectOf("id", "uid", "site", "label"), objectOf("id", "uid", "site", "label:integer")
	var outcomes []any
	for _, answers := range [][2]string{{one, other}, {other, one}} {
		out := canonicalJSON(t, documentOf("235",
			getOf("/v2/device/{uid}", `"200":`+jsonBody(answers[0]))+","+getOf("/v2/device/id/{id}", `"200":`+jsonBody(answers[1])),
			`"Device":`+objectOf("id", "uid", "site")))
		outcomes = append(outcomes, at(t, out, "components", "schemas", "Device", "properties", "label"))
	}
	assert.Equal(t, outcomes[0], outcomes[1])
}

func TestInlinedErrorBodiesAreErrorBodies(t *testing.T) {
	t.Parallel()
	failure := objectOf("status", "error", "path")
	out := canonicalJSON(t, documentOf("235", getOf("/v2/site", `"200":{},"404":`+jsonBody(failure)), `"ErrorResponse":`+failure))
	assert.Equal(t, schemaRef+"ErrorResponse", at(t, out, "paths", "/v2/site", "get", "responses", "404", "content", jsonMedia, "schema", "$ref"))
}
