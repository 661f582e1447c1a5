package output

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/itchyny/gojq"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// ExpressionError says that an expression of the command line is wrong, or does not
// fit what it was given.
type ExpressionError struct {
	// Flag is the flag that it came with.
	Flag string
	// Err says what is wrong.
	Err error
}

// Error states the flag and what is wrong.
func (e *ExpressionError) Error() string { return e.Flag + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *ExpressionError) Unwrap() error { return e.Err }

// NextStep says how to see what the expression works on.
func (e *ExpressionError) NextStep() string {
	return "correct the expression; the same command with --output json and without " + e.Flag + " shows what it works on"
}

// expression is a jq program. The jq package of go-gh is not used: it rounds
// numbers to two digits and reads the process's environment into $ENV, where the
// API secret may be.
type expression struct {
	code *gojq.Code
	// row is for the rows one by one, with the same results as code has for the array of
	// them. It is nil when there is no such program.
	row *gojq.Code
}

func newExpression(source string) (*expression, error) {
	query, err := gojq.Parse(source)
	if err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	e := &expression{}
	if e.code, err = gojq.Compile(query); err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	if ofRow := rowByRow(query); ofRow != nil {
		if e.row, err = gojq.Compile(ofRow); err != nil {
			return nil, &ExpressionError{Flag: "--jq", Err: err}
		}
	}
	return e, nil
}

// rowByRow makes a query for each row out of one that begins with .[] and never looks
// at the array again. It is nil for any other.
func rowByRow(query *gojq.Query) *gojq.Query {
	ofRow := *query
	ofRow.Term, ofRow.Left = nil, nil
	switch {
	case query.Term != nil:
		ofRow.Term = termOfRow(query.Term)
	case query.Op == gojq.OpPipe && len(query.Patterns) == 0: // In .[] as $x | f the array is what f sees.
		ofRow.Left = rowByRow(query.Left)
	}
	if ofRow.Term == nil && ofRow.Left == nil {
		return nil
	}
	return &ofRow
}

// termOfRow takes .[] off the front of a term. It is nil when that is not where it begins.
func termOfRow(term *gojq.Term) *gojq.Term {
	suffixes := term.SuffixList
	if term.Type != gojq.TermTypeIdentity || len(suffixes) == 0 || !suffixes[0].Iter {
		return nil
	}
	suffixes = suffixes[1:]
	for i, suffix := range suffixes {
		switch {
		case suffix.Optional && i > 0 && suffixes[i-1].Optional: // The second ? is about all before it, the array too.
			return nil
		case suffix.Index != nil && !constant(suffix.Index):
			return nil
		}
	}
	return &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}
}

// constant reports whether an index needs nothing to be known: a query in it is asked of
// the array.
func constant(index *gojq.Index) bool {
	if index.Str != nil {
		return len(index.Str.Queries) == 0
	}
	return literal(index.Start) && literal(index.End)
}

func literal(query *gojq.Query) bool {
	switch {
	case query == nil:
		return true
	case query.Term == nil || len(query.Term.SuffixList) > 0:
		return false
	case query.Term.Type == gojq.TermTypeString:
		return len(query.Term.Str.Queries) == 0
	}
	return query.Term.Type == gojq.TermTypeNumber
}

// errHalt ends a list: the expression wants no more of it.
var errHalt = errors.New("halt")

// run makes a line of every result: strings without quotes, all else as JSON.
func run(ctx context.Context, code *gojq.Code, out *bytes.Buffer, input any, tty bool) error {
	results := code.RunWithContext(ctx, input)
	for {
		result, ok := results.Next()
		if !ok {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err, failed := result.(error); failed {
			if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
				return errHalt
			}
			return &ExpressionError{Flag: "--jq", Err: jqFailure(err)}
		}
		line, err := resultLine(result, tty)
		if err != nil {
			return &ExpressionError{Flag: "--jq", Err: err}
		}
		out.Write(append(line, '\n'))
	}
}

func resultLine(result any, tty bool) ([]byte, error) {
	if text, ok := result.(string); ok {
		if tty {
			text = terminal.Text(text)
		}
		return []byte(text), nil
	}
	line, err := gojq.Marshal(result)
	if err != nil || !tty {
		return line, err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, line, "", "  "); err != nil {
		return nil, err
	}
	return terminal.JSON(indented.Bytes()), nil
}

// decodeExact reads JSON with numbers as they are written.
func decodeExact(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return value, nil
}

// wholeSink applies an expression to the rows: to one array of them when they are
// complete, or to one by one. What it prints of a row is printed when all of that is
// there, so that an expression that fails leaves nothing behind of what it failed on.
type wholeSink struct {
	out *bufio.Writer
	// each prints what comes of a row at once.
	each bool
	// whole makes one array of the rows.
	whole   bool
	rows    []any
	apply   func(out *bytes.Buffer, value any) error
	results bytes.Buffer
	// kept are results that have been moved, because a buffer that grows is copied.
	kept [][]byte
	// halted says that the expression wants no more rows.
	halted bool
}

func (s *wholeSink) begin() error { return nil }

func (s *wholeSink) row(raw []byte) error {
	value, err := decodeExact(raw)
	if err != nil {
		return err
	}
	if s.whole {
		s.rows = append(s.rows, value)
		return nil
	}
	if err := s.take(value); err != nil {
		return err
	}
	switch {
	case s.each:
		return s.print()
	case s.results.Len() >= s.out.Size():
		s.kept = append(s.kept, bytes.Clone(s.results.Bytes()))
		s.results.Reset()
	}
	return nil
}

func (s *wholeSink) end() error {
	if s.whole {
		if s.rows == nil {
			s.rows = []any{}
		}
		if err := s.take(s.rows); err != nil {
			return err
		}
	}
	return s.print()
}

func (s *wholeSink) take(value any) error {
	before := s.results.Len()
	err := s.apply(&s.results, value)
	switch {
	case errors.Is(err, errHalt):
		s.halted = true
		return nil
	case err != nil:
		s.results.Truncate(before)
	}
	return err
}

func (s *wholeSink) print() error {
	for _, results := range s.kept {
		if _, err := s.out.Write(results); err != nil {
			return err
		}
	}
	s.kept = nil
	_, err := s.results.WriteTo(s.out)
	return err
}

func newJQSink(ctx func() context.Context, out *bufio.Writer, source string, each, tty bool) (sink, error) {
	e, err := newExpression(source)
	if err != nil {
		return nil, err
	}
	s := &wholeSink{out: out, each: each, whole: !each && e.row == nil}
	code := e.code
	if !each && e.row != nil {
		code = e.row
	}
	s.apply = func(results *bytes.Buffer, value any) error { return run(ctx(), code, results, value, tty) }
	return s, nil
}
