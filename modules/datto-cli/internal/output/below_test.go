package output_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

func TestLongTextsStandBelowATable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options output.Options
		colored bool
		want    string
	}{
		"a table":     {want: "NAME\na\nb\nc\n\na LOG\none\n\ttwo \uFFFD[2J\n\nc LOG\n\n  three\n"},
		"in colour":   {options: output.Options{Columns: []string{"log"}}, colored: true, want: "\n\x1b[1mLOG\x1b[0m\none\n\ttwo \uFFFD[2J\n\n\x1b[1mLOG\x1b[0m\n\n  three\n"},
		"texts alone": {options: output.Options{Columns: []string{"log"}}, want: "\nLOG\none\n\ttwo \uFFFD[2J\n\nLOG\n\n  three\n"},
		"a pipe":      {options: output.Options{Format: output.TSV}, want: "a\tone\\r\\n\\ttwo \\u001b[2J\\n\nb\t\nc\t\\n  three\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			streams := &terminal.Streams{Out: &out, Err: &bytes.Buffer{}, OutTTY: true, Columns: 10, Colored: test.colored}
			spec := &output.Spec{Noun: "things", Columns: []output.Column{{Name: "name"}, {Name: "log", Below: true}}}
			printer, err := output.NewPrinter(streams, now, spec, &test.options)
			require.NoError(t, err)
			for _, row := range []string{`{"name":"a","log":"one\r\n\ttwo \u001b[2J\n"}`, `{"name":"b","log":null}`, `{"name":"c","log":"\n  three"}`} {
				require.NoError(t, printer.Row([]byte(row)))
			}
			require.NoError(t, printer.Close(true))
			require.Equal(t, test.want, out.String())
		})
	}
}
