package output_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// canary is a value that must not be repeated, with what might mislead whoever cuts it out.
const canary = `hunter2 (424242): string (hunter2) and object (hunter2) cannot be applied to: number (424242) >: can't evaluate field hunter2 in type 424242`

func failure(t *testing.T, options output.Options) string {
	t.Helper()
	row := `{"s":"` + canary + `","short":"hunter2","multi":"hunter2\nhunter2","n":424242,"o":{"hunter2":"hunter2"},"a":["hunter2",424242]}`
	options.Format = output.JSONL
	out, err := printed(t, pipe(), options, row)
	require.Error(t, err, "%+v", options)
	require.Empty(t, out, "%+v", options)
	for _, secret := range []string{"hunter2", "424242"} {
		require.NotContains(t, err.Error(), secret, "%+v", options)
	}
	return err.Error()
}

func TestErrorsOfJQQuoteNoData(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		`.s[]`:                               "cannot iterate over: string",
		`.missing[]`:                         "cannot iterate over: null",
		`.multi[]`:                           "cannot iterate over: string",
		`.short.x`:                           "expected an object but got: string",
		`.n["s"]`:                            "expected an object but got: number",
		`.o[0]`:                              "expected an array but got: object",
		`.a | .[.[0]]`:                       "expected an object but got: array",
		`.s + .o`:                            "cannot add: string and object",
		`.short - .n`:                        "cannot subtract: string and number",
		`.multi * .a`:                        "cannot multiply: string and array",
		`-.s`:                                "cannot negate: string",
		`.n / 0`:                             "cannot divide by zero",
		`.n % 0`:                             "cannot modulo by zero",
		`{(.o): 1}`:                          "expected a string for object key but got: object",
		`.short | tonumber`:                  "tonumber cannot be applied to this string",
		`.multi | fromjson`:                  "fromjson cannot be applied to this string",
		`.s | fromjson`:                      "fromjson cannot be applied to",
		`.s | strptime("%Y")`:                "strptime cannot be applied to",
		`.o | tonumber`:                      "tonumber cannot be applied to: object",
		`[.o] | join(",")`:                   "cannot add: string and object",
		`[.o] | @csv`:                        "@csv cannot format an array including: object",
		`.short | test("[")`:                 "invalid regular expression",
		`.short as $x | $x | test("(\($x)")`: "invalid regular expression",
		`.short as $x | $x | test("x"; $x)`:  "unsupported regular expression flag",
		`.short as $x | $x | format($x)`:     "format not defined",
		`.n | test("x")`:                     "test cannot be applied to: number",
		`.short as $x | .n | test($x)`:       "test cannot be applied to: number",
		`.a | setpath([.[0]]; 1)`:            "setpath cannot be applied to this value",
		`.n as $x | [1] | flatten(-$x)`:      "flatten depth should not be negative",
		`.short | modulemeta`:                "it does not fit what it was given",
		`error(.short)`:                      "it raised an error",
		`.s | error`:                         "it raised an error",
		`.o | error`:                         "it raised an error",
		`try error(.s) catch error`:          "it raised an error",
		`.short | halt_error`:                "it ended with halt_error",
		`.o | halt_error(1)`:                 "it ended with halt_error",
	} {
		got := failure(t, output.Options{JQ: expression})
		require.True(t, strings.HasPrefix(got, "--jq: "+want), "%s: %s", expression, got)
		require.Less(t, len(got), len("--jq: ")+60, "%s: %s", expression, got)
	}
}

func TestErrorsOfTemplatesQuoteNoData(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		`{{range .s}}{{end}}`:                  `:1:8: executing "" at <.s>: range can't iterate over this value`,
		`{{range .n}}{{end}}`:                  `range can't iterate over this value`,
		`{{range $i, $x := .s}}{{end}}`:        `at <.s>: `,
		`{{range $i, $x := 3}}{{$x.y}}{{end}}`: `at <3>: it does not fit what it was given`,
		`{{.s.x}}`:                             `can't evaluate field x in type interface {}`,
		`{{.missing.x.y}}`:                     `nil pointer evaluating interface {}.x`,
		`{{lower .o}}`:                         `wrong type for value; expected string; got map[string]interface {}`,
		`{{index .a 77}}`:                      `error calling index: index out of range`,
		`{{index .a .s}}`:                      `error calling index`,
		`{{eq .o .o}}`:                         `error calling eq`,
		`{{call .s}}`:                          `error calling call`,
		`{{with .s}}{{.x}}{{end}}`:             `can't evaluate field x in type string`,
		`{{template "x" .}}`:                   `template "x" not defined`,
		`{{.s 3}}`:                             `s is not a method but has arguments`,
	} {
		got := failure(t, output.Options{Template: template})
		require.True(t, strings.HasPrefix(got, "--template: :1:"), got)
		require.Contains(t, got, want, template)
	}
}
