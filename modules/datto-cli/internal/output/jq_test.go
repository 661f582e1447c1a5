package output_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

func TestRowByRowAnExpressionHasTheSameResults(t *testing.T) {
	t.Parallel()
	lists := [][]string{
		{},
		{`{"a":{"b":[1,{"c":2}],"s":"x"},"n":9007199254740993,"k":"n"}`, `{"a":null,"n":2.50,"k":"a"}`, `{"n":null}`},
		{`{"a":{"b":[3]}}`, `"text"`, `null`, `[{"a":{"b":[4]}}]`, `false`},
		{`"text"`, `[1,2,3,4]`},
	}
	beginnings := []string{
		".[]", ".[]?", ".[]??", ".[].a", ".[]?.a?", ".[].a??", ".[].a.b", ".[].a.b??", `.[]."\(.[0].k)"`, ".[][.[0].k]", `.[]["\(.[0].k)"]`, ".[][length:]", ".[][:length]", ".[].a.b?", ".[].a?.b[]", `.[]["a"]`, `.[]."a"?`, `.[]."\(.[0].k)"?`, ".[][0]", ".[][0:1]?",
		".[][.[0].k]?", ".[][length:]?", ".[][]", ".[][]?", ".[] | .a", ".[] | .a?", "(.[])", ".[0]", ".[1:][]", ". | .[]", "..", "[.[]] | .[]",
		"limit(2; .[])", "label $f | .[] | (., break $f)", "reduce .[] as $x (0; . + 1)", "try .[].a.b catch 1", "-.[].n?",
		"map(.n)", "map(.n?)", "map(.n?)[]", "map(.n?)[0]", "map(.)[1:]", "map(.)[length:]", "map(.)[.[0].k]", "map(.n)?", "map(.n?)[0]?", "map(., .)", "map(empty)",
		"map(halt)", "map(if . == null then halt else . end)", "map(error)", "map(try error catch .)", "map(select(. != null))", "map(input)", "map(.; .)", "(map(.n?))", "map(map(.)?)", "map(label $f | 1, break $f, 2)",
		"[.[]]", "[.[] | .n?]", "[.[].a.b]", "[.[]?.a?]", "[.[]??]", "[.[].a??]", "[.[][.[0].k]]", "[.[] as $x | length]", "[.[], 1]", "[]", "[.[0]]", "[.[] | .n?][0]", "[[.[]]]", "length", "length?", "length - 1", "[length]", "length[]",
	}
	endings := []string{
		"", " | .", " | .[]?", " | .n?, .k?", " | length", " | select(type == \"object\") | .n", " | . as $x | [$x, .]", " as $x | $x", " as $x | length", " as [$x] | $x", " as {a: $x} ?// $x | $x",
		" | length[.[0]]", " | length?", " | length | . + 1", " | def length: .[0]; length", " | length as $x | [$x, .]", " | map(.)? | length", ", 1", " // 7", " | paths", " | [limit(1; .[]?)]", " | empty", " | ., halt", " | if . == null then halt else . end", " | error",
		" | try error catch .", " | label $f | 1, break $f, 2", " | def f: type; f", " | g", " | g, length", " | input", " | {a}?", " | .a |= 1",
	}
	definitions := []string{"", "def g: [., 1]; ", "def f: type; def g: [f]; ", "def h: .[]; def g: h?; ", "def map(f): [f]; def g: .; ", "def length: .[0]; def g: .; ", "def map: 1; def g: map(.);"}
	for _, list := range lists {
		for _, beginning := range beginnings {
			for _, ending := range endings {
				for _, definition := range definitions {
					if definition != "" && !strings.HasPrefix(ending, " | g") {
						continue
					}
					expression := definition + beginning + ending
					at, err := printed(t, pipe(), output.Options{JQ: expression}, list...)
					// What stands in parentheses is not taken apart.
					whole, wholeErr := printed(t, pipe(), output.Options{JQ: "(" + expression + ")"}, list...)
					require.Equal(t, whole, at, "%s of %s", expression, list)
					require.Equal(t, fmt.Sprint(wholeErr), fmt.Sprint(err), "%s of %s", expression, list)
				}
			}
		}
	}
}

func TestOnlyTheResultsOfAnExpressionAreKept(t *testing.T) { //nolint:paralleltest // What others allocate meanwhile would count.
	const rows, most = 2_000, 2 << 20 // Together they have 8 MB.
	for expression, lines := range map[string]int{
		".[] | select(.n >= 0) | .n":        rows,
		"map(.n) | .[]":                     rows,
		"[.[] | {n}] | map(.n)[]":           rows,
		"map(select(.n >= 0)) | length | .": 1,
		"length":                            1,
	} {
		var out bytes.Buffer
		printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{}, &output.Options{JQ: expression})
		require.NoError(t, err)
		filler := strings.Repeat("x", 4<<10)
		before := heap()
		for i := range rows {
			require.NoError(t, printer.Row(fmt.Appendf(nil, `{"n":%d,"filler":"%s"}`, i, filler)))
		}
		require.Less(t, heap()-before, int64(most), expression)
		require.Empty(t, out.String(), "it is not known yet whether the list is whole")
		require.NoError(t, printer.Close(true))
		require.Equal(t, lines, strings.Count(out.String(), "\n"), expression)
	}
}

func TestExpressionsThatNeedNoArrayAreAppliedAtOnce(t *testing.T) {
	t.Parallel()
	for expression, atOnce := range map[string]bool{
		".[] | error": true, ".[].a | error": true, ".[]?.a? | error": true, `.[]["a"][0] | error`: true, ".[] | .a | .b | error": true,
		"def f: error; .[] | f": true, ".[] | . as $x | $x | error": true, ".[].a.b[1:2] | error": true,
		"map(error)": true, "map(.a.b | error)[0] | .": true, "[.[] | error] | length": true, "[.[].a | error]": true, "def f: error; map(f)": true,
		"def map(f): [.[] | f]; map(error)": false, "def length: .[0]; map(error)": false, "map(error)?": false, "map(error)[.[0]]": false, "map(error), 1": false, "map(error) as $x | .": false, "(map(error))": false, "[.[] as $x | error]": false, "[.[] | error]?": false,
		".[0] | error": false, ".[] as $x | error": false, ".[].a?? | error": false, ".[][.a] | error": false, "(.[]) | error": false,
	} {
		printer, err := output.NewPrinter(&terminal.Streams{Out: &bytes.Buffer{}}, now, &output.Spec{}, &output.Options{JQ: expression})
		require.NoError(t, err)
		err = printer.Row([]byte(`{}`))
		require.Equal(t, atOnce, err != nil, expression)
	}
}

func TestResultsOfAPartAreNotPrinted(t *testing.T) {
	t.Parallel()
	long := `{"n":"` + strings.Repeat("x", 40<<10) + `"}`
	var out bytes.Buffer
	printer, err := output.NewPrinter(&terminal.Streams{Out: &out, OutTTY: true}, now, &output.Spec{}, &output.Options{JQ: ".[].n"})
	require.NoError(t, err)
	for range 5 {
		require.NoError(t, printer.Row([]byte(long)))
	}
	require.NoError(t, printer.Close(false))
	require.Empty(t, out.String())
	require.Zero(t, printer.Printed())
	require.Equal(t, "nothing was printed", printer.Withheld())
}

func TestAnExpressionThatFailsLeavesNothingOfWhatItFailedOn(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 40<<10)
	rows := []string{`{"n":"` + long + `"}`, `{"n":"` + long + `","bad":true}`}
	const failing = `(., ., if .bad then error else . end)`
	for name, test := range map[string]struct {
		options output.Options
		want    string
	}{
		"the array":  {output.Options{JQ: `map(.n) | .[], .[], error`}, ""},
		"row by row": {output.Options{JQ: `.[] | ` + failing + ` | .n`}, ""},
		"each row":   {output.Options{JQ: failing + ` | .n`, Format: output.JSONL}, strings.Repeat(long+"\n", 3)},
		"sorted":     {output.Options{JQ: failing + ` | .n`, Format: output.JSONL, Sort: []string{".bad"}}, ""},
	} {
		got, err := printed(t, pipe(), test.options, rows...)
		require.ErrorContains(t, err, "--jq", name)
		require.Equal(t, test.want, got, name)
	}
}

func TestARowAfterOneThatFailedHasItsOwnResults(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{}, &output.Options{JQ: ".a, .b.c", Format: output.JSONL})
	require.NoError(t, err)
	require.Error(t, printer.Row([]byte(`{"a":1,"b":1}`)))
	require.NoError(t, printer.Row([]byte(`{"a":2}`)))
	require.NoError(t, printer.Close(false))
	require.Equal(t, "2\nnull\n", out.String())
}

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
		"its parts":  {output.Options{JQ: `map(if .n == 1 then halt else .n end)`}, ""},
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
