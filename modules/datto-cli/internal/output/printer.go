package output

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// Spec is what a command knows of the things it prints.
type Spec struct {
	// Columns are all columns that there are.
	Columns []Column
	// Noun is the plural of what a row is, such as "devices".
	Noun string
	// Single prints one object instead of a list.
	Single bool
	// Live is a list without an end, of which each row is printed at once.
	Live bool
}

// Printer prints the rows of one command. It is used from one goroutine.
type Printer struct {
	ctx   context.Context
	sink  sink
	file  *file
	out   *bufio.Writer
	err   io.Writer
	spec  *Spec
	look  *Look
	limit int
	order *order
	cells *columnReader // nil when whole objects are printed
	rows  [][]byte      // waiting to be sorted
	count int
	begun bool
	ended bool
	// tty is true when a terminal is at the other end: then every row is passed
	// on at once, for somebody who watches.
	tty         bool
	showSecrets bool
}

// leastSorted is how many rows have to come before they are sorted ahead of time.
const leastSorted = 500

// sink is one format. begin is called before the first row, at the latest
// before end; end only when the output is whole.
type sink interface {
	begin() error
	row(raw []byte) error
	end() error
}

// NewPrinter checks the options and makes ready, so that what is wrong with them
// is said before anything is asked of the server.
func NewPrinter(streams *terminal.Streams, now time.Time, spec *Spec, o *Options) (*Printer, error) {
	tty := streams.OutTTY && o.File == ""
	p := &Printer{
		ctx: context.Background(), err: streams.Err, spec: spec, limit: o.Limit, tty: tty, showSecrets: o.ShowSecrets,
		look: &Look{Now: now, Absolute: !tty},
	}
	format, err := o.Settle(tty)
	if err == nil && spec.Live {
		format, err = o.liveFormat(format)
	}
	if err == nil {
		err = o.validate(format)
	}
	if err != nil {
		return nil, err
	}
	udfs, err := o.udfColumns(spec.Columns)
	if err != nil {
		return nil, err
	}
	declared := slices.Concat(spec.Columns, udfs)
	chosen, err := choose(declared, o.Columns)
	if err != nil {
		return nil, err
	}
	chosen = withAll(chosen, udfs)
	if err := distinct(chosen); err != nil {
		return nil, err
	}
	if p.order, err = newOrder(declared, o.Sort); err != nil {
		return nil, err
	}
	out := streams.Out
	if o.File != "" {
		if p.file, err = createFile(o.File); err != nil {
			return nil, err
		}
		out = p.file
		p.tty = p.file.terminal()
	}
	p.out = bufio.NewWriterSize(out, 64<<10)
	p.sink, err = p.newSink(format, chosen, o, streams, p.tty)
	if err != nil {
		if p.file != nil {
			p.file.discard()
		}
		return nil, err
	}
	return p, nil
}

func (p *Printer) newSink(format Format, chosen []Column, o *Options, streams *terminal.Streams, tty bool) (sink, error) {
	if o.JQ != "" || o.Template != "" {
		each := format == JSONL || p.spec.Single
		if o.JQ != "" {
			return newJQSink(func() context.Context { return p.ctx }, p.out, o.JQ, each, tty)
		}
		return newTemplateSink(p.out, o.Template, each, p.look, tty)
	}
	if !format.Objects() {
		p.cells = newColumnReader(chosen)
	}
	switch format {
	case JSON:
		return &jsonSink{out: p.out, single: p.spec.Single, terminal: tty}, nil
	case JSONL:
		return &jsonlSink{out: p.out, terminal: tty}, nil
	case YAML:
		return &yamlSink{out: p.out, single: p.spec.Single}, nil
	case CSV:
		return newCSVSink(p.out, p.cells, o.BOM, tty), nil
	case TSV:
		if p.spec.Single {
			return &tsvObjectSink{out: p.out, columns: p.cells}, nil
		}
		return &tsvSink{out: p.out, columns: p.cells}, nil
	case Table:
		width := 0
		if tty {
			width = streams.Columns
		}
		colored := streams.Colored && (tty || o.File == "")
		if p.spec.Single {
			return &objectSink{out: p.out, columns: p.cells, look: p.look, colored: colored}, nil
		}
		return &tableSink{out: p.out, columns: p.cells, look: p.look, width: width, colored: colored}, nil
	}
	return nil, fmt.Errorf("unknown output format %q", format)
}

// EndWith makes the printer stop in the middle of what takes it long, once the
// context has ended.
func (p *Printer) EndWith(ctx context.Context) { p.ctx = ctx }

// Full reports whether more rows would not be printed.
func (p *Printer) Full() bool {
	return p.limit > 0 && p.order == nil && p.count >= p.limit || p.halted()
}

// halted reports whether an expression has ended the list.
func (p *Printer) halted() bool {
	e, ok := p.sink.(*expressionSink)
	return ok && e.halted
}

// Limit is how many rows are printed at most of those that come, zero when all are.
func (p *Printer) Limit() int {
	if p.order != nil {
		return 0
	}
	return p.limit
}

// Printed is the number of rows that have been printed for good: none when they
// went to a file that is put in place as a whole, or into an expression about
// the whole.
func (p *Printer) Printed() int {
	if p.file != nil && !p.file.direct || p.collects() {
		return 0
	}
	return p.count
}

// collects reports whether rows, or what an expression makes of them, are kept until the
// list is whole.
func (p *Printer) collects() bool {
	e, ok := p.sink.(*expressionSink)
	return ok && !e.each
}

// Withheld says what has become of output that was not printed, once the printer is
// closed. It is empty when there is none, as for a nil Printer.
func (p *Printer) Withheld() string {
	switch {
	case p == nil:
	case p.file != nil && p.file.kept() != "":
		return p.file.kept()
	case (p.collects() && p.count > 0 || len(p.rows) > 0) && !p.ended:
		return "nothing was printed"
	}
	return ""
}

// errEmptyRow is what is wrong with a row that has not even a null in it.
var errEmptyRow = errors.New("the server's answer is empty: there is nothing to print")

// Row takes the next row. The bytes are not kept, unless rows are sorted.
func (p *Printer) Row(raw []byte) error {
	if p.Full() {
		return nil
	}
	row := tidy(raw)
	if len(row) == 0 {
		return errEmptyRow
	}
	if !p.showSecrets {
		row = MaskProxyPasswords(row)
	}
	if p.order != nil {
		p.rows = append(p.rows, bytes.Clone(row))
		if p.limit > 0 && len(p.rows) >= max(2*p.limit, leastSorted) { //nolint:mnd // Sorted again when as many have come.
			p.sortRows()
		}
		return nil
	}
	return p.emit(row)
}

// Flush passes on what has been printed, as far as the format prints rows one by one.
func (p *Printer) Flush() error { return p.out.Flush() }

func (p *Printer) emit(row []byte) error {
	if err := p.begin(); err != nil {
		return err
	}
	if err := p.sink.row(row); err != nil {
		return err
	}
	p.count++
	if p.tty || p.spec.Live || p.count == 1 {
		return p.out.Flush()
	}
	return nil
}

func (p *Printer) begin() error {
	if p.begun {
		return nil
	}
	p.begun = true
	return p.sink.begin()
}

// Close ends the output. whole says that nothing is missing: only then is a JSON
// list closed, what an expression makes of it printed, or a file put in place. Closing
// a nil Printer does nothing.
func (p *Printer) Close(whole bool) error {
	if p == nil {
		return nil
	}
	err := p.finish(whole)
	p.warn()
	if p.file == nil {
		return err
	}
	if err != nil || !whole {
		p.file.discard()
		return err
	}
	return p.file.commit()
}

func (p *Printer) finish(whole bool) error {
	// The first of a part are not the first.
	if whole || p.limit == 0 && p.ctx.Err() == nil {
		if err := p.emitSorted(); err != nil {
			return err
		}
	}
	// A table is printed at the end only, because its widths depend on all rows.
	_, table := p.sink.(*tableSink)
	if whole || table && p.begun {
		if err := p.begin(); err != nil {
			return err
		}
		p.ended = true
		if err := p.sink.end(); err != nil {
			return err
		}
	}
	if err := p.out.Flush(); err != nil {
		return err
	}
	if whole && table && p.count == 0 && p.tty {
		_, _ = fmt.Fprintln(p.err, "no "+p.spec.Noun)
	}
	return nil
}

// warn names the members that were asked for and that no row had: most likely the
// name is a mistake, but nobody knows all names.
func (p *Printer) warn() {
	var missing []string
	if p.cells != nil {
		missing = p.cells.missing()
	}
	if p.order != nil {
		missing = append(missing, p.order.read.missing()...)
	}
	slices.Sort(missing)
	for _, name := range slices.Compact(missing) {
		what := "no row has the member "
		if p.spec.Single {
			what = "there is no member "
		}
		_, _ = fmt.Fprintln(p.err, "datto: warning: "+what+terminal.Line(name))
	}
}

func (p *Printer) emitSorted() error {
	if p.order == nil {
		return nil
	}
	p.sortRows()
	p.ended = true
	for _, row := range p.rows {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if err := p.emit(row); err != nil {
			return err
		}
		if p.halted() {
			break
		}
	}
	return nil
}

// sortRows sorts the rows that have come, and forgets those beyond the limit.
func (p *Printer) sortRows() {
	p.order.sort(p.rows)
	if p.limit > 0 && len(p.rows) > p.limit {
		clear(p.rows[p.limit:])
		p.rows = p.rows[:p.limit]
	}
}

// tidy makes a row one line of valid UTF-8, and otherwise leaves it as it is.
func tidy(raw []byte) []byte {
	row := bytes.TrimSpace(raw)
	if bytes.ContainsAny(row, "\n\r") {
		var compact bytes.Buffer
		if json.Compact(&compact, row) == nil {
			row = compact.Bytes()
		}
	}
	return bytes.ToValidUTF8(row, []byte("\uFFFD"))
}

// columnReader takes the cells of all columns out of rows.
type columnReader struct {
	columns []Column
	members *Members
	spans   []int // where the values of each column begin, and one more
	rows    bool  // whether there was a row
	unseen  []int // the columns of members that no row has had yet
}

func newColumnReader(columns []Column) *columnReader {
	r := &columnReader{columns: columns, spans: make([]int, 1, len(columns)+1)}
	var paths []string
	for i := range columns {
		paths = append(paths, columns[i].members()...)
		r.spans = append(r.spans, len(paths))
		if columns[i].member {
			r.unseen = append(r.unseen, i)
		}
	}
	r.members = NewMembers(paths)
	return r
}

func (r *columnReader) each(row []byte, visit func(column *Column, values []Value)) {
	values := r.members.From(row)
	if len(r.unseen) > 0 {
		r.unseen = slices.DeleteFunc(r.unseen, func(i int) bool { return len(values[r.spans[i]]) > 0 })
	}
	r.rows = true
	for i := range r.columns {
		visit(&r.columns[i], values[r.spans[i]:r.spans[i+1]])
	}
}

// missing returns the members that none of the rows had, when there were rows.
func (r *columnReader) missing() []string {
	if !r.rows {
		return nil
	}
	names := make([]string, len(r.unseen))
	for at, i := range r.unseen {
		names[at] = r.columns[i].Name
	}
	return names
}
