package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// driftOf reads documents one run after the other and gives what the last run printed.
func driftOf(t *testing.T, documents ...[]byte) string {
	t.Helper()
	known := vendorFile{}
	var printed strings.Builder
	for _, document := range documents {
		doc, err := canonicalise(document)
		require.NoError(t, err)
		printed.Reset()
		for _, r := range known.take([]reading{{source: "a.json", document: doc}}) {
			printed.WriteString(r.String())
		}
	}
	return printed.String()
}

func TestDriftIsToldBuildByBuild(t *testing.T) {
	t.Parallel()
	documents := smallBuilds()

	assert.Equal(t, `build 201, from a.json: new
  the first build read: 2 operations, 4 schemas
`, driftOf(t, documents["201"]))

	assert.Equal(t, `build 235, from a.json: new
  added
    operation   GET /v3/devices
    answer      PUT /v2/device 204
    schema      Class
    schema      ErrorResponse
  missing from this build, kept as other builds have it
    parameter   GET /v2/devices max (query)
    parameter   GET /v2/devices page (query)
    answer      GET /v2/devices 401
    answer      PUT /v2/device 200
    answer      PUT /v2/device 409
    field       Device.udf
  declared otherwise in this build
    operation   PUT /v2/device: deprecated true, elsewhere not declared
    body        PUT /v2/device body: required true, elsewhere not declared
    schema      Context: allOf, elsewhere oneOf
    field       Device.class: Class, elsewhere string
    field       Udf.udf1: type ["null","string"], elsewhere "string"
`, driftOf(t, documents["201"], documents["235"]))

	assert.Equal(t, `build 201, from a.json: known, no change
  lacks, of what other builds have: 1 operation, 1 answer, 2 schemas; declares otherwise: 1 operation, 1 body, 1 schema, 2 fields
`, driftOf(t, documents["201"], documents["235"], documents["201"]))

	assert.Equal(t, "build 201, from a.json: known, no change\n", driftOf(t, documents["201"], documents["201"]))
}

func TestDriftOfEnumsAndAlternatives(t *testing.T) {
	t.Parallel()
	schema := func(b, class, context string) []byte {
		return documentOf(b, anyPath, `"A":{"type":"object"},"B":{"type":"object"},"Context":{"oneOf":[`+context+`]},"Device":{"type":"object","properties":{"classes":{"type":"array","items":{"type":"string","enum":[`+class+`]}}}}`)
	}
	assert.Equal(t, `build 235, from a.json: new
  added
    enum value  Device.classes[] tablet
    alternative Context B
  missing from this build, kept as other builds have it
    enum value  Device.classes[] printer
`, driftOf(t, schema("201", `"device","printer"`, ref("A")), schema("235", `"device","tablet"`, ref("A")+","+ref("B"))))
}

func TestANewMemberOfAKnownBuild(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `build 277, from a.json: known, now declares more
  added
    operation   GET /v3/more
`, driftOf(t, documentOf("277", anyPath, ""), documentOf("277", getOf("/v3/more", okEmpty), "")))
}

func TestUnknownKeywordsAreTold(t *testing.T) {
	t.Parallel()
	assert.Contains(t, driftOf(t, documentOf("277", anyPath, `"A":{"type":"string","unheardOf":1}`)), "\n  members this program does not know, left out: schema unheardOf\n")
}

func TestLongListsAreShort(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"Udf.udf31 to udf33 (3)", "Udf.udf35", "Udf.udf36", "Udf.label", "B.udf01"},
		collapseRuns([]string{"Udf.udf33", "Udf.label", "Udf.udf31", "Udf.udf32", "Udf.udf36", "Udf.udf35", "B.udf01"}))

	var schemas []string
	for i := range most + 2 {
		schemas = append(schemas, fmt.Sprintf(`"S%c%c":{"type":"string"}`, 'A'+i/26, 'A'+i%26))
	}
	printed := driftOf(t, documentOf("201", anyPath, ""), documentOf("235", anyPath, strings.Join(schemas, ",")))
	assert.Contains(t, printed, "\n    schema      … and 2 more\n")
	assert.Equal(t, most+3, strings.Count(printed, "\n"))
}
