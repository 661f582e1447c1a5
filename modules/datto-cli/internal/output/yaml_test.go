package output_test

import (
	"encoding/json"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

func TestYAML(t *testing.T) {
	t.Parallel()
	got, err := printed(t, pipe(), output.Options{Format: output.YAML},
		`{"id":12345678901234567890.10,"name":"plain text","yes":"no","n":null,"t":true,"empty":{},"none":[],"o":{"a":[1,[2,[]],{"b":"c: d","e":[]}]}}`,
		`{"@class":"x","s":"- a","m":"two\nlines","e":"\u001b","u":"é"}`, `"text"`, `[1]`)
	require.NoError(t, err)
	require.Equal(t, `- id: 12345678901234567890.10
  name: plain text
  "yes": "no"
  "n": null
  t: true
  empty: {}
  none: []
  o:
    a:
      - 1
      - 
        - 2
        - []
      - b: "c: d"
        e: []
- "@class": x
  s: "- a"
  m: "two\nlines"
  e: "\u001b"
  u: "é"
- text
- 
  - 1
`, got)
}

func TestYAMLNumbersAreNumbersToEveryReader(t *testing.T) {
	t.Parallel()
	got, err := printed(t, pipe(), output.Options{Format: output.YAML}, `[1.5E8,1e2,-1E-7,2.5e+3,0,-7,1.10]`)
	require.NoError(t, err)
	require.Equal(t, "- \n  - 1.5E+8\n  - 1.0e+2\n  - -1.0E-7\n  - 2.5e+3\n  - 0\n  - -7\n  - 1.10\n", got)
}

func FuzzYAMLSaysWhatTheJSONSays(f *testing.F) {
	for _, text := range []string{
		"", "a", "yes", "null", "~", "1", "1e3", "0x1f", "2001-01-01", "a: b", "a #b", "- a", "? a", "*a", "&a", "!a", "%a", "|", ">",
		"a\nb\n", " a", "a ", "a\tb", "\x1b[31m", "\u0085", "\u2028", "\u202e", "'", `"`, `\`, "<<", ".inf", "12:30:45", "é日本", "\x7f", "\U000E0041", "😀",
	} {
		f.Add(text, "key")
		f.Add("value", text)
	}
	f.Fuzz(func(t *testing.T, value, name string) {
		row, err := json.Marshal(map[string]any{name + "1": value, name: []any{value, map[string]any{"x": value}}})
		require.NoError(t, err)
		text, err := printed(t, pipe(), output.Options{Format: output.YAML}, string(row))
		require.NoError(t, err)
		var want, got any
		require.NoError(t, json.Unmarshal([]byte("["+string(row)+"]"), &want))
		require.NoError(t, yaml.Unmarshal([]byte(text), &got), text)
		require.Equal(t, want, got, text)
	})
}
