package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A small vendor document with one of each: a list, a write, an enumeration, a time, a nested object.
const smallVendor = `{
  "openapi": "3.1.0",
  "info": {"title": "small", "version": "1"},
  "paths": {
    "/v2/things": {"get": {"responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingsPage"}}}}}}},
    "/v2/thing/{uid}": {"post": {
      "parameters": [{"name": "uid", "in": "path", "required": true, "schema": {"type": "string"}}],
      "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingRequest"}}}},
      "responses": {"200": {"description": "OK"}}}}
  },
  "components": {"schemas": {
    "ThingsPage": {"type": "object", "properties": {"pageDetails": {"$ref": "#/components/schemas/Details"}, "things": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}},
    "Details": {"type": "object", "properties": {"count": {"type": "integer", "format": "int32"}}},
    "Thing": {"type": "object", "properties": {
      "id": {"type": "integer", "format": "int64"},
      "uid": {"type": "string"},
      "size": {"type": "integer", "format": "int64"},
      "online": {"type": "boolean"},
      "kind": {"type": "string", "enum": ["BIG_ONE", "small"]},
      "seen": {"type": "string", "format": "date-time"},
      "owner": {"$ref": "#/components/schemas/Owner"}}},
    "Owner": {"type": "object", "properties": {"name": {"type": "string"}}},
    "ThingRequest": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "note": {"type": "string"}}}
  }}
}`

const smallOverlay = `overlay: 1.0.0
x-speakeasy-jsonpath: rfc9535
info: {title: small, version: 1.0.0}
actions:
  - target: $.components.schemas..[?@.format == 'date-time']
    update: {type: [integer, string, 'null'], format: timestamp, x-go-type: Timestamp}
  - {target: $.components.schemas.Thing.properties.kind, update: {x-go-enum: ThingKind}}
  - target: $.paths['/v2/things'].get
    update: {operationId: listThings, x-rate-bucket: read, x-retry: safe, x-paging: page, x-items: things, x-identity: [uid]}
  - target: $.paths['/v2/thing/{uid}'].post
    update: {operationId: setThing, x-rate-bucket: thing-set, x-retry: never, x-paging: none}
`

const smallDescriptions = `overlay: 1.0.0
x-speakeasy-jsonpath: rfc9535
info: {title: small, version: 1.0.0}
actions:
  - {target: "$.paths['/v2/things'].get", update: {summary: List things., description: Pages begin at 0.}}
  - {target: "$.paths['/v2/thing/{uid}'].post", update: {summary: Set a thing.}}
  - {target: "$.paths.*.*.parameters[?@.name == 'uid']", update: {description: The uid.}}
  - target: $.components.schemas.Thing
    update:
      description: A thing.
      properties: {size: {description: Bytes.}, kind: {description: What it is.}, seen: {description: Epoch milliseconds.}}
  - {target: $.components.schemas.ThingsPage, update: {description: A page of things.}}
  - {target: $.components.schemas.Details, update: {description: The place of a page.}}
  - {target: $.components.schemas.Owner, update: {description: An owner.}}
  - {target: $.components.schemas.ThingRequest, update: {description: A request to set a thing.}}
x-self-evident:
  - reason: The name says it.
    of: ["POST /v2/thing/{uid}", Thing.id, Thing.uid, Thing.online, Thing.owner, Owner.name, Details.count]
  - reason: Told elsewhere.
    of: [ThingsPage.pageDetails, ThingsPage.things, ThingRequest.name, ThingRequest.note]
`

// small writes the small document and its overlays, each changed by edit, and loads the contract from them.
func small(t *testing.T, edit func(name, content string) string) (*contract, error) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"vendor.json": smallVendor, "overlay.yaml": smallOverlay, "descriptions.yaml": smallDescriptions} {
		if edit != nil {
			content = edit(name, content)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	return loadContract(dir)
}

func TestContractStatesTheWire(t *testing.T) {
	c, err := small(t, nil)
	require.NoError(t, err)

	thing := child(child(c.schemas(), "Thing"), "properties")
	assert.Equal(t, []any{"string", "null"}, child(thing, "uid")["type"], "any member of an answer may be null")
	assert.Equal(t, []any{"BIG_ONE", "small"}, child(thing, "kind")["x-extensible-enum"], "enumerations of answers are open")
	assert.NotContains(t, child(thing, "kind"), "enum")
	assert.Equal(t, "Owner", reference(list(child(thing, "owner"), "anyOf")[0]), "objects of answers may be null")
	assert.Equal(t, "string", child(child(child(c.schemas(), "ThingRequest"), "properties"), "note")["type"], "requests stay as declared")
}

func TestContractRefusesWhatIsIncomplete(t *testing.T) {
	cases := map[string]struct{ file, remove, insert, complaint string }{
		"an action that matches nothing": {"overlay.yaml", "'date-time'", "'date-hour'", "did not match any targets"},
		"no operation id":                {"overlay.yaml", "operationId: listThings, ", "", "GET /v2/things lacks an operationId"},
		"an id given twice":              {"overlay.yaml", "operationId: listThings", "operationId: setThing", "share the operationId setThing"},
		"no rate bucket":                 {"overlay.yaml", "x-rate-bucket: thing-set, ", "", "POST /v2/thing/{uid} lacks a rate bucket"},
		"no retry safety":                {"overlay.yaml", "x-retry: never, ", "", "lacks its retry safety"},
		"no identity":                    {"overlay.yaml", ", x-identity: [uid]", "", "lacks the identity of its rows"},
		"no rows":                        {"overlay.yaml", "x-items: things, ", "", "lacks the member that holds its rows"},
		"no paging":                      {"overlay.yaml", ", x-paging: none", "", "lacks its paging"},
		"no summary":                     {"descriptions.yaml", "summary: Set a thing.", "description: x", "lacks a summary"},
		"no success response":            {"vendor.json", `"responses": {"200": {"description": "OK"}}`, `"responses": {"401": {"description": "no"}}`, "lacks a success response"},
		"a schema that travels both ways": {
			"vendor.json", `"schema": {"$ref": "#/components/schemas/ThingRequest"}`, `"schema": {"$ref": "#/components/schemas/Thing"}`,
			"schema Owner is used by requests and by answers",
		},
		"no valid OpenAPI":                {"vendor.json", `"in": "path"`, `"in": "cellar"`, "not a valid OpenAPI document"},
		"an operation not described":      {"descriptions.yaml", ", description: Pages begin at 0.", "", "GET /v2/things lacks a description"},
		"a parameter not described":       {"descriptions.yaml", "description: The uid.", "x-said: nothing", "POST /v2/thing/{uid} uid lacks a description"},
		"a member not described":          {"descriptions.yaml", "Thing.online, ", "", "Thing.online lacks a description, or its place in x-self-evident"},
		"a schema not described":          {"descriptions.yaml", "description: An owner.", "x-said: nothing", "schema Owner lacks a description"},
		"a schema without an article":     {"descriptions.yaml", "An owner.", "Owner of a thing.", "schema Owner lacks a description that begins with an article"},
		"a description without its end":   {"descriptions.yaml", "Bytes.", "Bytes", "the description of Thing.size does not end with a full stop"},
		"a misspelt member":               {"descriptions.yaml", "{size: ", "{sice: ", "Thing.sice is described, but no document declares it"},
		"a reason that is not needed":     {"descriptions.yaml", "Owner.name, ", "Owner.name, Thing.size, ", "Thing.size has a description: take it out of x-self-evident"},
		"a reason for what is not there":  {"descriptions.yaml", "Owner.name, ", "Owner.name, Owner.age, ", "x-self-evident names Owner.age, which the contract lacks"},
		"a reason given twice":            {"descriptions.yaml", "Owner.name, ", "Owner.name, ThingsPage.things, ", "x-self-evident names ThingsPage.things twice"},
		"an exception without its reason": {"descriptions.yaml", "reason: Told elsewhere.", "reason: ''", "x-self-evident gives no reason for"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := small(t, func(file, content string) string {
				if file != tc.file {
					return content
				}
				require.Contains(t, content, tc.remove)
				return strings.Replace(content, tc.remove, tc.insert, 1)
			})
			assert.ErrorContains(t, err, tc.complaint)
		})
	}
}

func TestV3IsMarkedPreview(t *testing.T) {
	_, err := small(t, func(_, content string) string { return strings.ReplaceAll(content, "/v2/things", "/v3/things") })
	assert.ErrorContains(t, err, "GET /v3/things lacks the preview mark")
}

func TestModels(t *testing.T) {
	c, err := small(t, nil)
	require.NoError(t, err)
	code, err := generateModels(c, filepath.Join("..", "..", "openapi", "oapi-codegen.yaml"))
	require.NoError(t, err)
	text := strings.Join(strings.Fields(string(code)), " ")

	assert.Contains(t, text, "by oapi-codegen v2.", "the header names the pinned version")
	assert.Contains(t, text, `ID int64 `+"`json:\"id,omitzero\"`", "an id is plain")
	assert.Contains(t, text, `Size *int64 `, "another number that can be null is a pointer")
	assert.Contains(t, text, `Online *bool `, "a boolean that can be null is a pointer")
	assert.Contains(t, text, `UID string `, "a string of an answer is plain")
	assert.Contains(t, text, `Seen Timestamp `+"`json:\"seen,omitzero\"`")
	assert.Contains(t, text, `Owner *Owner `)
	assert.Contains(t, text, `ThingKindBigOne ThingKind = "BIG_ONE"`)
	assert.Contains(t, text, `Name string `+"`json:\"name\"`", "a required member of a request is always sent")
	assert.Contains(t, text, `Note *string `, "an optional member of a request can be left out or sent empty")
}

func TestDescriptionsBecomeComments(t *testing.T) {
	c, err := small(t, nil)
	require.NoError(t, err)
	code, err := generateModels(c, filepath.Join("..", "..", "openapi", "oapi-codegen.yaml"))
	require.NoError(t, err)

	assert.Contains(t, string(code), "// Thing is a thing.\ntype Thing struct {")
	assert.Contains(t, string(code), "\t// Bytes.\n\tSize *int64", "the name that oapi-codegen puts before it is gone")
	assert.Contains(t, string(code), "// ThingKind is an open enumeration:")
	assert.NotContains(t, string(code), "defines model for")
	assert.NotContains(t, string(code), memberMark)
}

func TestCommentsAreWrapped(t *testing.T) {
	half := strings.Repeat("w", commentWidth/2)
	assert.Equal(t, half+" short\n"+half+" end", wrapped(half+"  short\n "+half+" end"), "blanks fold, what does not fit goes to the next line")
	long := strings.Repeat("w", commentWidth+1)
	assert.Equal(t, "a\n"+long+"\nb", wrapped("a "+long+" b"), "a long word is left whole")
	assert.Empty(t, wrapped(""))
	assert.Equal(t, "is a\nthing.", typeComment(strings.Repeat("N", commentWidth-6), "A thing."), "the name is part of the first line")
}

func TestEveryEnumerationHasAName(t *testing.T) {
	c, err := small(t, func(_, content string) string {
		return strings.Replace(content, "x-go-enum: ThingKind", "x-other: ThingKind", 1)
	})
	require.NoError(t, err)
	_, err = generateModels(c, filepath.Join("..", "..", "openapi", "oapi-codegen.yaml"))
	assert.ErrorContains(t, err, "the enumeration Thing.kind has no Go name")
}

func TestOperationTable(t *testing.T) {
	c, err := small(t, nil)
	require.NoError(t, err)
	code, err := generateOperations(c)
	require.NoError(t, err)
	text := strings.Join(strings.Fields(string(code)), " ")

	assert.Contains(t, text, `opListThings = &Operation{ ID: "listThings", Method: "GET", Path: "/v2/things", Summary: "List things.", Retry: RetrySafe, Paging: PagingPage, ItemsKey: "things", Identity: []string{"uid"}, Response: "ThingsPage", }`)
	assert.Contains(t, text, `Write: true, Bucket: "thing-set", Retry: RetryNever, Paging: PagingNone, Request: "ThingRequest", }`)
}

func TestNamesAreReExported(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "hand.go"), []byte("package p\n\ntype Hand struct{}\n\ntype Pair[T any] struct{ a T }\n\nconst Limit = 3\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "hand_test.go"), []byte("package p\n\ntype InTest struct{}\n"), 0o600))
	code, err := generateNames(dir, []byte("package p\n\ntype Model struct{}\n\ntype hidden struct{}\n"))
	require.NoError(t, err)
	text := string(code)

	assert.Contains(t, text, "Hand = dattotypes.Hand")
	assert.Contains(t, text, "Model = dattotypes.Model")
	assert.Contains(t, text, "Limit = dattotypes.Limit")
	for _, absent := range []string{"hidden", "InTest", "Pair"} {
		assert.NotContains(t, text, absent)
	}
}

func TestGenerationIsReproducible(t *testing.T) {
	first, err := generate(filepath.Join("..", ".."))
	require.NoError(t, err)
	second, err := generate(filepath.Join("..", ".."))
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

func TestCheckNamesWhatDiffers(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "modules"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(root, "modules", "a.gen.go"), []byte("old"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(root, "modules", "stray.gen.go"), nil, 0o600))
	files := outputs{"modules/a.gen.go": []byte("new"), "modules/b.gen.go": []byte("new")}

	err := compare(root, files)
	require.Error(t, err)
	require.ErrorContains(t, err, "modules/a.gen.go is not what the contract gives")
	require.ErrorContains(t, err, "b.gen.go")
	require.ErrorContains(t, err, "modules/stray.gen.go ends in .gen.go and nothing generates it")

	require.NoError(t, write(root, files))
	assert.NoError(t, compare(root, files), "writing mends all three")
}

func TestConstantName(t *testing.T) {
	for value, want := range map[string]string{
		"APPROVED_PENDING": "ApprovedPending", "RunningAndUpToDate": "RunningAndUpToDate", "esxihost": "ESXiHost",
		"device": "Device", "EMAIL_SENT": "EmailSent", "rmm_default": "Default",
	} {
		assert.Equal(t, want, constantName(value), value)
	}
}
