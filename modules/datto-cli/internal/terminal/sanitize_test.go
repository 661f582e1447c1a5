package terminal_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

func TestLineAndText(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, line, text, visible string }{
		"plain":           {"ORCA-DC01 é 日本", "ORCA-DC01 é 日本", "ORCA-DC01 é 日本", "ORCA-DC01 é 日本"},
		"escape sequence": {"\x1b[2Jevil", "\uFFFD[2Jevil", "\uFFFD[2Jevil", `\u001b[2Jevil`},
		"C1 sequence":     {"\u009b2Jevil", "\uFFFD2Jevil", "\uFFFD2Jevil", `\u009b2Jevil`},
		"white space":     {"a\tb\r\nc", "a b  c", "a\tb\nc", `a\tb\r\nc`},
		"bare return":     {"good\rbad", "good bad", "good\uFFFDbad", `good\rbad`},
		"direction":       {"exe\u202Egpj", "exe\uFFFDgpj", "exe\uFFFDgpj", `exe\u202egpj`},
		"tag characters":  {"a\U000E0041b", "a\uFFFDb", "a\uFFFDb", `a\udb40\udc41b`},
		"not UTF-8":       {"a\xffb", "a\uFFFDb", "a\uFFFDb", "a\uFFFDb"},
		"delete":          {"a\x7fb", "a\uFFFDb", "a\uFFFDb", `a\u007fb`},
		"separators":      {"a\u2028b\u2029c", "a\uFFFDb\uFFFDc", "a\uFFFDb\uFFFDc", `a\u2028b\u2029c`},
		"backslash":       {`ORCHARD\user`, `ORCHARD\user`, `ORCHARD\user`, `ORCHARD\user`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.line, terminal.Line(test.in))
			require.Equal(t, test.text, terminal.Text(test.in))
			require.Equal(t, test.visible, terminal.Visible(test.in))
		})
	}
}

func TestJSONSaysTheSameAndIsSafe(t *testing.T) {
	t.Parallel()
	require.JSONEq(t, `{"a":"\u001b[2J"}`, string(terminal.JSON([]byte(`{"a":"\u001b[2J"}`))), "an escape stays one")
	require.JSONEq(t, "{\n\t\"a\": \"\\u202e\\u009b\\udb40\\udc41\\u007f\"}",
		string(terminal.JSON([]byte("{\n\t\"a\": \"\u202e\u009b\U000E0041\x7f\"}"))))
}

func FuzzJSON(f *testing.F) {
	f.Add("plain")
	f.Add("\x1b[2J\u202e\u2066\u009b\U000E0041\x7f")
	f.Add("é日本\xff")
	f.Fuzz(func(t *testing.T, text string) {
		src := []byte(`{"k":` + quoteRaw(text) + `}`)
		safe := terminal.JSON(src)
		for _, r := range string(safe) {
			require.Falsef(t, terminal.Dangerous(r), "%q is left in %q", r, safe)
		}
		var want, got map[string]string
		require.NoError(t, json.Unmarshal(src, &want))
		require.NoError(t, json.Unmarshal(safe, &got))
		require.Equal(t, want, got)
	})
}

// quoteRaw makes a JSON string that escapes only what it must.
func quoteRaw(text string) string {
	out := []byte{'"'}
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r < ' ':
			out = append(out, ' ')
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(append(out, '"'))
}
