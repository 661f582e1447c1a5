package output

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// tsvSink prints rows for other programs: no heading, nothing cut, and exactly
// one line a row and one tab between cells.
type tsvSink struct {
	out     *bufio.Writer
	columns *columnReader
	line    []byte
}

func (s *tsvSink) begin() error { return nil }

func (s *tsvSink) row(raw []byte) error {
	s.line = s.line[:0]
	s.columns.each(raw, func(column *Column, values []Value) {
		if len(s.line) > 0 || column != &s.columns.columns[0] {
			s.line = append(s.line, '\t')
		}
		s.line = append(s.line, terminal.Visible(column.plain(values))...)
	})
	s.line = append(s.line, '\n')
	_, err := s.out.Write(s.line)
	return err
}

func (s *tsvSink) end() error { return nil }

// tsvObjectSink prints one object, a line for each column: name, tab, value.
type tsvObjectSink struct {
	out     *bufio.Writer
	columns *columnReader
}

func (s *tsvObjectSink) begin() error { return nil }

func (s *tsvObjectSink) row(raw []byte) error {
	var err error
	s.columns.each(raw, func(column *Column, values []Value) {
		if err == nil {
			_, err = s.out.WriteString(column.Name + "\t" + terminal.Visible(column.plain(values)) + "\n")
		}
	})
	return err
}

func (s *tsvObjectSink) end() error { return nil }

// csvSink prints CSV with a heading, quoted as in RFC 4180, safe to open in a
// spreadsheet. Lines end in LF and not in its CRLF: encoding/csv would put that into
// cells as well, where the server wrote LF.
type csvSink struct {
	out     io.StringWriter
	csv     *csv.Writer
	columns *columnReader
	bom     bool
	tty     bool
	cells   []string
}

func newCSVSink(out *bufio.Writer, columns *columnReader, bom, tty bool) *csvSink {
	return &csvSink{out: out, csv: csv.NewWriter(out), columns: columns, bom: bom, tty: tty}
}

func (s *csvSink) begin() error {
	if s.bom {
		if _, err := s.out.WriteString("\uFEFF"); err != nil {
			return err
		}
	}
	return s.write(columnNames(s.columns.columns))
}

func (s *csvSink) row(raw []byte) error {
	s.cells = s.cells[:0]
	s.columns.each(raw, func(column *Column, values []Value) {
		cell := column.plain(values)
		// What stands in the JSON without quotes is no formula: a negative number.
		if cell != string(values[0]) {
			cell = harmless(cell)
		}
		if s.tty {
			cell = terminal.Visible(cell)
		}
		s.cells = append(s.cells, cell)
	})
	return s.write(s.cells)
}

func (s *csvSink) write(cells []string) error {
	if err := s.csv.Write(cells); err != nil {
		return err
	}
	s.csv.Flush()
	return s.csv.Error()
}

func (s *csvSink) end() error { return nil }

// formula is what a cell begins with that a spreadsheet runs. Those for East Asia take
// the wide forms as well.
const formula = "=+-@\t\r\n＝＋－＠"

// harmless keeps a spreadsheet from running a cell as a formula. A host can be
// named =HYPERLINK(...) by whoever owns it.
func harmless(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell == "" || !strings.ContainsRune(formula, first) {
		return cell
	}
	return "'" + cell
}
