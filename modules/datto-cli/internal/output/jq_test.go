package output_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

func TestHaltEndsTheList(t *testing.T) {
	t.Parallel()
	rows := []string{`{"n":3}`, `{"n":1}`, `{"n":2}`}
	for name, test := range map[string]struct {
		options output.Options
		want    string
	}{
		"each row":   {output.Options{JQ: `if .n == 1 then halt else .n end`, Format: output.JSONL}, "3\n"},
		"row by row": {output.Options{JQ: `.[] | .n, if .n == 1 then halt else empty end`}, "3\n1\n"},
		"sorted":     {output.Options{JQ: `.n, if .n == 2 then halt else empty end`, Format: output.JSONL, Sort: []string{".n"}}, "1\n2\n"},
		"the array":  {output.Options{JQ: `map(.n) | .[0], halt, 5`}, "3\n"},
		"at once":    {output.Options{JQ: `halt`, Format: output.JSONL}, ""},
	} {
		got, err := printed(t, pipe(), test.options, rows...)
		require.NoError(t, err, name)
		require.Equal(t, test.want, got, name)
	}
	printer, err := output.NewPrinter(&terminal.Streams{Out: &bytes.Buffer{}}, now, &output.Spec{}, &output.Options{JQ: "halt", Format: output.JSONL})
	require.NoError(t, err)
	require.False(t, printer.Full())
	require.NoError(t, printer.Row([]byte(rows[0])))
	require.True(t, printer.Full(), "no more pages are asked for")
}
