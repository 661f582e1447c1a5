package output_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var now = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

var columns = []output.Column{
	{Name: "name"},
	{Name: "seen", Kind: output.Time},
	{Name: "size", Kind: output.Bytes},
	{Name: "count", Kind: output.Number},
	{Name: "on", Kind: output.Bool},
	{Name: "nested", From: []string{"a.b"}, OnRequest: true},
}

// printed is what comes out of a printer that is given rows.
func printed(t *testing.T, streams *terminal.Streams, options output.Options, rows ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	streams.Out, streams.Err = &out, &bytes.Buffer{}
	printer, err := output.NewPrinter(streams, now, &output.Spec{Columns: columns, Noun: "things"}, &options)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if err := printer.Row([]byte(row)); err != nil {
			return out.String(), err
		}
	}
	err = printer.Close(true)
	return out.String(), err
}

func pipe() *terminal.Streams { return &terminal.Streams{} }

func screen(columns int) *terminal.Streams { return &terminal.Streams{OutTTY: true, Columns: columns} }

func TestServersObjectsAreNotChanged(t *testing.T) {
	t.Parallel()
	row := `{"id":12345678901234567890.10,"x":1E400,"name":"\u00e9\/","unknown":{"b":[1,2.0,null]},"a":1,"a":2}`
	for format, want := range map[output.Format]string{
		output.JSON:  "[\n" + row + "\n]\n",
		output.JSONL: row + "\n",
	} {
		got, err := printed(t, pipe(), output.Options{Format: format}, row)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := printed(t, pipe(), output.Options{Format: output.JSONL}, "{\n  \"a\": [1,\n 2]\n}\n")
	require.NoError(t, err)
	require.JSONEq(t, "{\"a\":[1,2]}\n", got, "a row is one line")
	got, err = printed(t, pipe(), output.Options{Format: output.JSONL}, "{\"a\":\"\xff\"}")
	require.NoError(t, err)
	require.JSONEq(t, "{\"a\":\"\uFFFD\"}\n", got, "what is printed is UTF-8")
}

func TestJQSeesExactNumbersAndTheWholeList(t *testing.T) {
	t.Parallel()
	rows := []string{`{"id":9007199254740993,"f":1.23456789}`, `{"id":2}`}
	got, err := printed(t, pipe(), output.Options{JQ: `map(.id), .[0].f, length`}, rows...)
	require.NoError(t, err)
	require.Equal(t, "[9007199254740993,2]\n1.23456789\n2\n", got)
	got, err = printed(t, pipe(), output.Options{JQ: `.id`, Format: output.JSONL}, rows...)
	require.NoError(t, err)
	require.Equal(t, "9007199254740993\n2\n", got)
	got, err = printed(t, pipe(), output.Options{JQ: `$ENV.PATH, env.PATH`}, rows...)
	require.NoError(t, err)
	require.Equal(t, "null\nnull\n", got, "the environment may hold the API secret")
	got, err = printed(t, screen(80), output.Options{JQ: `.[].name`}, `{"name":"\u001b[2J"}`)
	require.NoError(t, err)
	require.Equal(t, "\uFFFD[2J\n", got)
	_, err = printed(t, pipe(), output.Options{JQ: `.[`})
	require.ErrorContains(t, err, "--jq")
	_, err = printed(t, pipe(), output.Options{JQ: `.[0].name | error`}, `{"name":"no"}`)
	require.ErrorContains(t, err, "--jq")
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	row := `{"name":"A","seen":1772443790045,"list":["x","y"],"id":9007199254740993}`
	got, err := printed(t, pipe(), output.Options{
		Template: `{{range .}}{{.name | lower}} {{time .seen}} {{ago .seen}} {{join "+" .list}} {{.id}} {{json .list}}{{end}}`,
	}, row)
	require.NoError(t, err)
	require.Equal(t, "a 2026-03-02T09:29:50Z just now x+y 9007199254740993 [\"x\",\"y\"]\n", got)
	_, err = printed(t, pipe(), output.Options{Template: `{{`}, row)
	require.ErrorContains(t, err, "--template")
}

func TestColumnsForPrograms(t *testing.T) {
	t.Parallel()
	rows := []string{
		`{"name":"tab\there","seen":1772443790045,"size":1048576,"count":3,"on":true,"a":{"b":"x"}}`,
		`{"name":"esc\u001b[2J","seen":null,"on":false}`,
		`{"name":"ORCHARD\\user","seen":-62135596800000,"size":"2048"}`,
	}
	got, err := printed(t, pipe(), output.Options{}, rows...)
	require.NoError(t, err)
	require.Equal(t, "tab\\there\t2026-03-02T09:29:50Z\t1048576\t3\ttrue\n"+
		"esc\\u001b[2J\t\t\t\tfalse\n"+
		"ORCHARD\\user\t\t2048\t\t\n", got)
	got, err = printed(t, pipe(), output.Options{Columns: []string{"NESTED", ".count", ".a.b"}}, rows[0])
	require.NoError(t, err)
	require.Equal(t, "x\t3\tx\n", got)
}

func TestCSVIsSafeInASpreadsheet(t *testing.T) {
	t.Parallel()
	options := output.Options{Format: output.CSV, Columns: []string{"name", "count"}}
	got, err := printed(t, pipe(), options,
		`{"name":"=HYPERLINK(\"http://x\")","count":-5}`, `{"name":"+1 555","count":"@x"}`, `{"name":"-1.5","count":-1.5e3}`,
		`{"name":"a,\"b\"\nc"}`, `{"name":"\t=1"}`, `{"name":"-rm"}`, `{"name":"+15550100"}`, `{"name":"\n=1"}`, `{"name":"\r=1"}`, `{"name":"＝1"}`, `{"name":"１"}`)
	require.NoError(t, err)
	require.Equal(t, "name,count\n"+
		"\"'=HYPERLINK(\"\"http://x\"\")\",-5\n'+1 555,'@x\n'-1.5,-1.5e3\n\"a,\"\"b\"\"\nc\",\n'\t=1,\n'-rm,\n'+15550100,\n\"'\n=1\",\n\"'\r=1\",\n'＝1,\n１,\n", got)
	options.BOM = true
	got, err = printed(t, pipe(), options)
	require.NoError(t, err)
	require.Equal(t, "\uFEFFname,count\n", got)
}

func TestTableFitsTheTerminal(t *testing.T) {
	t.Parallel()
	rows := []string{
		`{"name":"a host with a rather long name","seen":1772357390045,"size":1048576,"count":30,"on":true}`,
		`{"name":"日本語のホスト","seen":null,"size":5,"count":4,"on":false}`,
	}
	got, err := printed(t, screen(80), output.Options{}, rows...)
	require.NoError(t, err)
	require.Equal(t, ""+
		"NAME                            SEEN    SIZE     COUNT  ON\n"+
		"a host with a rather long name  1d ago  1.0 MiB     30  yes\n"+
		"日本語のホスト                          5 B          4  no\n", got)
	got, err = printed(t, screen(45), output.Options{}, rows...)
	require.NoError(t, err)
	for line := range strings.Lines(got) {
		require.LessOrEqual(t, len([]rune(line)), 46, line)
	}
	require.Contains(t, got, "…")
	got, err = printed(t, pipe(), output.Options{Format: output.Table}, rows...)
	require.NoError(t, err)
	require.Contains(t, got, "2026-03-01T09:29:50Z", "times are whole where nobody cuts them")
}

func TestColumnsThatMayGoDoSoFromTheRight(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	spec := &output.Spec{Noun: "things", Columns: []output.Column{
		{Name: "name"}, {Name: "first", Wide: true}, {Name: "second", Wide: true}, {Name: "uid", Whole: true},
	}}
	options := &output.Options{}
	row := []byte(`{"name":"n","first":"0123456789","second":"0123456789","uid":"0123456789"}`)
	for width, want := range map[int]string{
		60: "NAME  FIRST       SECOND      UID\nn     0123456789  0123456789  0123456789\n",
		35: "NAME  FIRST       UID\nn     0123456789  0123456789\n",
		20: "NAME  UID\nn     0123456789\n",
	} {
		out.Reset()
		printer, err := output.NewPrinter(&terminal.Streams{Out: &out, OutTTY: true, Columns: width}, now, spec, options)
		require.NoError(t, err)
		require.NoError(t, printer.Row(row))
		require.NoError(t, printer.Close(true))
		require.Equal(t, want, out.String())
	}
	out.Reset()
	printer, err := output.NewPrinter(&terminal.Streams{Out: &out, OutTTY: true, Columns: 20}, now, spec,
		&output.Options{Columns: []string{"uid", "second"}})
	require.NoError(t, err)
	require.NoError(t, printer.Row(row))
	require.NoError(t, printer.Close(true))
	require.Contains(t, out.String(), "SECOND", "what was asked for stays")
}

func TestCellsAreNotCutForALineThatRunsOverTheEdgeAnyway(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	spec := &output.Spec{Noun: "things", Columns: []output.Column{{Name: "name"}, {Name: "uid", Whole: true}}}
	printer, err := output.NewPrinter(&terminal.Streams{Out: &out, OutTTY: true, Columns: 30}, now, spec, &output.Options{})
	require.NoError(t, err)
	require.NoError(t, printer.Row([]byte(`{"name":"ORCA-DC01","uid":"`+strings.Repeat("x", 30)+`"}`)))
	require.NoError(t, printer.Row([]byte(`{"name":"a host with a rather long name"}`)))
	require.NoError(t, printer.Close(true))
	require.Equal(t, ""+
		"NAME                  UID\n"+
		"ORCA-DC01             "+strings.Repeat("x", 30)+"\n"+
		"a host with a rathe…\n", out.String())
}

func TestAMemberThatNoRowHasIsMentioned(t *testing.T) {
	t.Parallel()
	const warning = "datto: warning: no row has the member "
	rows := []string{`{"a":{"b":null},"c":null}`, `{"late":1}`}
	for want, options := range map[string]*output.Options{
		"":                                {Columns: []string{".a.b", ".c.d", ".late", "name"}},
		warning + "x\n":                   {Columns: []string{".x"}, Sort: []string{"-.x", ".a"}},
		warning + "a.x\n":                 {Format: output.JSON, Sort: []string{".a.x"}},
		warning + "x\n" + warning + "y\n": {Format: output.CSV, Columns: []string{".y", ".x"}},
	} {
		var errs bytes.Buffer
		printer, err := output.NewPrinter(&terminal.Streams{Out: &bytes.Buffer{}, Err: &errs}, now, &output.Spec{Columns: columns}, options)
		require.NoError(t, err)
		for _, row := range rows {
			require.NoError(t, printer.Row([]byte(row)))
		}
		require.NoError(t, printer.Close(true))
		require.Equal(t, want, errs.String())
	}
	var errs bytes.Buffer
	printer, err := output.NewPrinter(&terminal.Streams{Out: &bytes.Buffer{}, Err: &errs}, now, &output.Spec{}, &output.Options{Columns: []string{".x"}})
	require.NoError(t, err)
	require.NoError(t, printer.Close(true))
	require.Empty(t, errs.String(), "no rows came")
}

func TestOnlyRowsThatWerePrintedCount(t *testing.T) {
	t.Parallel()
	streams := &terminal.Streams{Out: &bytes.Buffer{}}
	printer, err := output.NewPrinter(streams, now, &output.Spec{}, &output.Options{JQ: ".n + 1", Format: output.JSONL})
	require.NoError(t, err)
	require.NoError(t, printer.Row([]byte(`{"n":1}`)))
	require.ErrorContains(t, printer.Row([]byte(`{"n":"x"}`)), "--jq")
	require.Equal(t, 1, printer.Printed())
}

func TestAnEmptyRowIsRefused(t *testing.T) {
	t.Parallel()
	for _, format := range output.Formats() {
		out, err := printed(t, pipe(), output.Options{Format: format}, " ")
		require.ErrorContains(t, err, "empty", format)
		require.NotContains(t, out, "null")
	}
}

func TestATerminalGetsNothingDangerous(t *testing.T) {
	t.Parallel()
	row := `{"name":"\u001b]0;owned\u0007\u202e` + "\u009b" + `2J","count":"\u001b[31m"}`
	for _, format := range append(output.Formats(), "") {
		got, err := printed(t, screen(80), output.Options{Format: format}, row)
		require.NoError(t, err)
		for _, r := range got {
			if r == '\n' || r == '\t' && format == output.TSV {
				continue
			}
			require.Falsef(t, terminal.Dangerous(r), "%s leaves %q in %q", format, r, got)
		}
	}
}

func TestSort(t *testing.T) {
	t.Parallel()
	rows := []string{
		`{"name":"b","count":10,"seen":1772443790045}`, `{"name":"A","count":9}`, `{"name":"c","count":10,"seen":1772357390045}`,
	}
	for by, want := range map[string]string{
		"name": "A b c", "-name": "c b A", "count": "A b c", "-count,-name": "c b A", "seen": "c b A", "-seen": "b c A",
	} {
		got, err := printed(t, pipe(), output.Options{Sort: strings.Split(by, ","), Columns: []string{"name"}}, rows...)
		require.NoError(t, err)
		require.Equal(t, want, strings.Join(strings.Fields(got), " "), by)
	}
	got, err := printed(t, pipe(), output.Options{Sort: []string{"name"}, Limit: 1, Format: output.JSONL}, rows...)
	require.NoError(t, err)
	require.Equal(t, rows[1]+"\n", got, "the limit counts after sorting")
}

func TestNumbersInTextsAreSortedBySize(t *testing.T) {
	t.Parallel()
	for want, rows := range map[string][]string{
		"9.0.0.1 10.0.0.2 10.0.0.10 192.168.1.1": {"192.168.1.1", "10.0.0.10", "9.0.0.1", "10.0.0.2"},
		"PC9 pc10 PC010b PC11":                   {"PC11", "PC010b", "pc10", "PC9"},
		"1x 2 07 10":                             {"10", "1x", "07", "2"},
		"a a1 a1b ab é":                          {"é", "ab", "a1b", "a", "a1"},
		"5.9 5.10 5.10.1":                        {"5.10.1", "5.10", "5.9"},
	} {
		var objects []string
		for _, row := range rows {
			objects = append(objects, `{"name":"`+row+`"}`)
		}
		got, err := printed(t, pipe(), output.Options{Columns: []string{"name"}, Sort: []string{"name"}}, objects...)
		require.NoError(t, err)
		require.Equal(t, want, strings.Join(strings.Fields(got), " "))
	}
}

func TestTheFirstFewOfManyAreSortedInLittleMemory(t *testing.T) { //nolint:paralleltest // What others allocate meanwhile would count.
	const rows, most = 5_000, 10 << 20 // Together they have 20 MB.
	var out bytes.Buffer
	printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{Columns: columns},
		&output.Options{Sort: []string{"count"}, Limit: 3, Columns: []string{"count", "name"}})
	require.NoError(t, err)
	filler := strings.Repeat("x", 4<<10)
	before := heap()
	for i := range rows {
		// Each count comes five times, and the least ones in the middle.
		count := (i + rows/2) % rows / 5
		require.NoError(t, printer.Row(fmt.Appendf(nil, `{"count":%d,"name":"%d","filler":"%s"}`, count, i, filler)))
	}
	require.Less(t, heap()-before, int64(most))
	require.NoError(t, printer.Close(true))
	require.Equal(t, "0\t2500\n0\t2501\n0\t2502\n", out.String(), "equal ones stay in the server's order")
}

// heap is how many bytes are in use.
func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func TestMembersAreSortedByWhatTheyAre(t *testing.T) {
	t.Parallel()
	rows := []string{
		`{"name":"a","x":{"n":99},"mixed":"b","seen":"2026-03-01T00:00:00Z"}`,
		`{"name":"b","x":{"n":1234},"mixed":10,"seen":1772443790045}`,
		`{"name":"c","x":{"n":5.5},"mixed":true}`,
		`{"name":"d","x":{"n":null},"mixed":9}`,
		`{"name":"e","x":null,"mixed":"A"}`,
		`{"name":"f","x":{"n":-7}}`,
	}
	for by, want := range map[string]string{
		".x.n": "f c a b d e", "-.x.n": "b a c f d e", ".mixed": "d b e a c f", " -.mixed": "c a e b d f",
		".seen": "a b c d e f", "-.seen": "b a c d e f",
	} {
		got, err := printed(t, pipe(), output.Options{Sort: []string{by}, Columns: []string{"name"}}, rows...)
		require.NoError(t, err)
		require.Equal(t, want, strings.Join(strings.Fields(got), " "), by)
	}
}

func TestAColumnCanHaveAnOrderOfItsOwn(t *testing.T) {
	t.Parallel()
	spec := &output.Spec{Noun: "things", Columns: []output.Column{{Name: "rank", Order: []string{"worst", "bad", "good"}}}}
	for by, want := range map[string]string{
		"rank": "worst bad good awful", "-rank": "awful good bad worst", ".rank": "worst bad good awful",
	} {
		var out bytes.Buffer
		printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, spec, &output.Options{Sort: []string{by}})
		require.NoError(t, err)
		for _, rank := range []string{`"good"`, `null`, `"awful"`, `"worst"`, `"bad"`} {
			require.NoError(t, printer.Row([]byte(`{"rank":`+rank+`}`)))
		}
		require.NoError(t, printer.Close(true))
		require.Equal(t, want, strings.Join(strings.Fields(out.String()), " "), by)
		require.True(t, strings.HasSuffix(out.String(), "\n\n"), "what is missing comes last")
	}
}

func TestUserDefinedFieldsAreColumnsLikeOthers(t *testing.T) {
	t.Parallel()
	rows := []string{`{"name":"a","count":1,"udf":{"udf3":"x","udf7":"T-2"}}`, `{"name":"b","count":2,"udf":{"udf7":"T-1"}}`}
	udfs := []string{"3", "7= Asset"}
	for columns, want := range map[string]string{
		"udf3, name":      "udf3,name,Asset\nx,a,T-2\n,b,T-1\n",
		"asset,udf3,name": "Asset,udf3,name\nT-2,x,a\nT-1,,b\n",
		" name":           "name,udf3,Asset\na,x,T-2\nb,,T-1\n",
		"":                "name,seen,size,count,on,udf3,Asset\na,,,1,,x,T-2\nb,,,2,,,T-1\n",
	} {
		options := output.Options{Format: output.CSV, UDFs: udfs, Columns: strings.FieldsFunc(columns, func(r rune) bool { return r == ',' })}
		got, err := printed(t, pipe(), options, rows...)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := printed(t, pipe(), output.Options{UDFs: udfs, Columns: []string{"Asset"}, Sort: []string{"Asset"}}, rows...)
	require.NoError(t, err)
	require.Equal(t, "T-1\t\nT-2\tx\n", got)
}

func TestMistakesInOptions(t *testing.T) {
	t.Parallel()
	for want, options := range map[string]output.Options{
		`there is no column "nope": the columns are name, seen`: {Columns: []string{"nope"}},
		`there is no column "bad"`:                              {Sort: []string{"bad"}},
		"cannot be used together":                               {JQ: ".", Template: "x"},
		"work on JSON":                                          {JQ: ".", Format: output.CSV},
		"--columns is for table, tsv and csv: json":             {Columns: []string{"name"}, Format: output.JSON},
		"--columns is for table, tsv and csv: jsonl":            {Columns: []string{"name"}, File: "x.jsonl"},
		"--udf is for table, tsv and csv: yaml":                 {UDFs: []string{"3"}, File: "x.yaml"},
		"--udf is for table, tsv and csv: json":                 {UDFs: []string{"3"}, JQ: "."},
		"--bom is for csv, not tsv":                             {BOM: true},
		"--bom is for csv, not json":                            {BOM: true, File: "x.json"},
		".tsv, .txt, .yaml, .yml, or choose":                    {File: "x.xlsx"},
		`the column "name" comes twice`:                         {Columns: []string{"count", "NAME", "name"}},
		`the column "A.B" comes twice`:                          {Columns: []string{".a.b", "name", " .A.B"}, Format: output.CSV},
		`the column "count" comes twice`:                        {Columns: []string{"count", ".count"}},
		`the column "udf3" comes twice`:                         {Columns: []string{"udf3", "udf3"}, UDFs: []string{"3"}},
		`the column "Asset" comes twice`:                        {Columns: []string{".asset"}, UDFs: []string{"3=Asset"}},
		"--udf takes numbers from 1 to 300":                     {UDFs: []string{"301"}},
		"--udf 3=Name: there is a column Name already":          {UDFs: []string{"3=Name"}},
		"--udf udf3: there is a column udf3 already":            {UDFs: []string{"3", "udf3"}},
		"--udf 7=asset: there is a column asset already":        {UDFs: []string{"3=Asset", "7=asset"}},
	} {
		_, err := printed(t, pipe(), options)
		require.ErrorContains(t, err, want)
	}
}

func TestAnUnfinishedListIsNotWhole(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	for format, want := range map[output.Format]string{
		output.JSON: "[\n{\"name\":\"a\"}", output.JSONL: "{\"name\":\"a\"}\n", output.YAML: "- name: a\n",
		output.TSV: "a\t\t\t\t\n", output.Table: "NAME  SEEN  SIZE  COUNT  ON\na\n",
	} {
		out.Reset()
		printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{Columns: columns}, &output.Options{Format: format})
		require.NoError(t, err)
		require.NoError(t, printer.Row([]byte(`{"name":"a"}`)))
		require.NoError(t, printer.Close(false))
		require.Equal(t, want, out.String())
		require.Equal(t, 1, printer.Printed())
	}
	out.Reset()
	printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{}, &output.Options{JQ: "length"})
	require.NoError(t, err)
	require.NoError(t, printer.Row([]byte(`{}`)))
	require.NoError(t, printer.Close(false))
	require.Empty(t, out.String(), "an expression is not applied to a part")
	require.Zero(t, printer.Printed())

	out.Reset()
	printer, err = output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{Columns: columns}, &output.Options{Sort: []string{"name"}, Limit: 1})
	require.NoError(t, err)
	require.NoError(t, printer.Row([]byte(`{"name":"b"}`)))
	require.NoError(t, printer.Close(false))
	require.Empty(t, out.String(), "the first of a part are not the first")
	require.Zero(t, printer.Printed())
	require.Equal(t, "nothing was printed", printer.Withheld())
}

func TestPrintingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]output.Options{
		"sorted": {Sort: []string{"name"}}, "expression": {JQ: "last(repeat(1))"},
	} {
		var out bytes.Buffer
		printer, err := output.NewPrinter(&terminal.Streams{Out: &out}, now, &output.Spec{Columns: columns}, &options)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		printer.EndWith(ctx)
		require.NoError(t, printer.Row([]byte(`{"name":"a"}`)), name)
		cancel()
		require.ErrorIs(t, printer.Close(true), context.Canceled, name)
		require.Empty(t, out.String(), name)
	}
}

func TestProxyPasswords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"proxySettings":{"host":"h","password":"hunter2","port":1}}`:          `{"proxySettings":{"host":"h","password":"[redacted]","port":1}}`,
		`{"a":[{"proxySettings": {"password" : "a\"b" , "x":{"password":1}}}]}`: `{"a":[{"proxySettings": {"password" : "[redacted]" , "x":{"password":1}}}]}`,
		`{"proxySettings":{"password":null}}`:                                   `{"proxySettings":{"password":null}}`,
		`{"proxySettings":{"password":""}}`:                                     `{"proxySettings":{"password":""}}`,
		`{"proxySettings":null,"password":"not a proxy's"}`:                     `{"proxySettings":null,"password":"not a proxy's"}`,
		`{"proxySettings":{"password":{"odd":1}}}`:                              `{"proxySettings":{"password":"[redacted]"}}`,
		`{"proxySettings":{"password":"x"}`:                                     `"[redacted]"`,
	} {
		require.Equal(t, want, string(output.MaskProxyPasswords([]byte(in))))
	}
	row := `{"name":"s","proxySettings":{"password":"hunter2"}}`
	for _, format := range output.Formats() {
		options := output.Options{Format: format}
		if format == output.Table || format == output.TSV || format == output.CSV {
			options.Columns = []string{".proxySettings.password", ".proxySettings"}
		}
		got, err := printed(t, pipe(), options, row)
		require.NoError(t, err)
		require.NotContains(t, got, "hunter2", format)
		options.ShowSecrets = true
		got, err = printed(t, pipe(), options, row)
		require.NoError(t, err)
		require.Contains(t, got, "hunter2", format)
	}
}

func FuzzProxyPasswords(f *testing.F) {
	f.Add(`{"proxySettings":{"password":"hunter2"}}`)
	f.Add(`[{"a":{"proxySettings":{"host":"h","password":"x"}}}]`)
	f.Fuzz(func(t *testing.T, text string) {
		masked := output.MaskProxyPasswords([]byte(text))
		if !json.Valid([]byte(text)) {
			return
		}
		require.True(t, json.Valid(masked))
		require.Equal(t, string(masked), string(output.MaskProxyPasswords(masked)), "masking twice changes nothing")
	})
}
