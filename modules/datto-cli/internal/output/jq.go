package output

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"

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
	// part is for the rows one by one, and rest for the array of its results, with the
	// same results as code has for the array of rows. They are nil when there are none.
	part, rest *gojq.Code
}

func newExpression(source string) (*expression, error) {
	query, err := gojq.Parse(source)
	if err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	e := &expression{}
	part, rest := inParts(query)
	for _, program := range []struct {
		code  **gojq.Code
		query *gojq.Query
	}{{&e.code, query}, {&e.row, rowByRow(query)}, {&e.part, part}, {&e.rest, rest}} {
		if program.query == nil {
			continue
		}
		if *program.code, err = gojq.Compile(program.query); err != nil {
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
		case !constant(suffix.Index):
			return nil
		}
	}
	return &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}
}

// constant reports whether an index needs nothing to be known: a query in it is asked of
// the array.
func constant(index *gojq.Index) bool {
	switch {
	case index == nil:
		return true
	case index.Str != nil:
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

// inParts makes a query for each row, and one for the array of what comes of them, out of
// one that begins with map(f), [.[] | f] or length and never looks at the array of rows
// again. Both are nil for any other.
func inParts(query *gojq.Query) (part, rest *gojq.Query) {
	ofParts := *query
	switch {
	case slices.ContainsFunc(query.FuncDefs, isPartName):
		return nil, nil
	case query.Term != nil:
		part, ofParts.Term = termInParts(query.Term)
	case query.Op == gojq.OpPipe && len(query.Patterns) == 0: // In map(f) as $x | g the array is what g sees.
		part, ofParts.Left = inParts(query.Left)
		if part != nil && whole(ofParts.Left) && counts(query.Right) {
			part = &gojq.Query{Left: part, Op: gojq.OpPipe, Right: nothing}
		}
	}
	if part == nil {
		return nil, nil
	}
	term := &gojq.Term{Type: gojq.TermTypeQuery, Query: part}
	return &gojq.Query{FuncDefs: query.FuncDefs, Term: term}, &ofParts
}

// nothing is what is needed of what is only counted.
var nothing = &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeNull}}

// counts reports whether a query begins with length and never looks at the array again.
func counts(query *gojq.Query) bool {
	switch {
	case slices.ContainsFunc(query.FuncDefs, isPartName):
	case query.Term != nil:
		return isCall(query.Term, "length", 0) && plain(query.Term)
	case query.Op == gojq.OpPipe && len(query.Patterns) == 0:
		return counts(query.Left)
	}
	return false
}

// whole reports whether a query is the array itself.
func whole(query *gojq.Query) bool {
	return query.Term != nil && query.Term.Type == gojq.TermTypeIdentity && len(query.Term.SuffixList) == 0
}

func isCall(term *gojq.Term, name string, args int) bool {
	return term.Type == gojq.TermTypeFunc && term.Func.Name == name && len(term.Func.Args) == args
}

// plain reports whether what follows a term needs nothing but its value. A ? would be
// about what is wrong with a row too.
func plain(term *gojq.Term) bool {
	return !slices.ContainsFunc(term.SuffixList, func(suffix *gojq.Suffix) bool {
		return suffix.Optional || !constant(suffix.Index)
	})
}

// isPartName reports whether a definition may give another meaning to what inParts knows.
func isPartName(def *gojq.FuncDef) bool {
	return def.Name == "map" || def.Name == "length"
}

// termInParts is inParts for a term.
func termInParts(term *gojq.Term) (part *gojq.Query, rest *gojq.Term) {
	ofParts := &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: term.SuffixList}
	switch {
	case !plain(term):
	case term.Type == gojq.TermTypeArray && term.Array.Query != nil:
		return rowByRow(term.Array.Query), ofParts
	case isCall(term, "map", 1):
		return term.Func.Args[0], ofParts
	case isCall(term, "length", 0):
		return nothing, term
	}
	return nil, nil
}

// errHalt ends a list: the expression wants no more of it.
var errHalt = errors.New("halt")

// run yields every result, until one is an error.
func run(ctx context.Context, code *gojq.Code, input any) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		results := code.RunWithContext(ctx, input)
		for {
			result, ok := results.Next()
			if !ok {
				return
			}
			err, failed := result.(error)
			switch halt, halted := errors.AsType[*gojq.HaltError](err); {
			case ctx.Err() != nil:
				err = ctx.Err()
			case halted && halt.Value() == nil:
				err = errHalt
			case failed:
				err = &ExpressionError{Flag: "--jq", Err: jqFailure(err)}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(result, nil) {
				return
			}
		}
	}
}

// runLines makes a line of every result: strings without quotes, all else as JSON.
func runLines(ctx context.Context, code *gojq.Code, out *bytes.Buffer, input any, tty bool) error {
	for result, err := range run(ctx, code, input) {
		if err != nil {
			return err
		}
		line, err := resultLine(result, tty)
		if err != nil {
			return &ExpressionError{Flag: "--jq", Err: err}
		}
		out.Write(append(line, '\n'))
	}
	return nil
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
	// whole makes one array of the rows, or of their parts.
	whole bool
	rows  []any
	// parts are what is wanted of a row in the array, nil for the row itself.
	parts   func(row any) iter.Seq2[any, error]
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
	switch {
	case s.whole && s.parts != nil:
		return s.add(s.parts(value))
	case s.whole:
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

// add takes the parts of a row into the array. There is none when the expression ends
// before it is whole.
func (s *wholeSink) add(parts iter.Seq2[any, error]) error {
	for part, err := range parts {
		switch {
		case errors.Is(err, errHalt):
			s.halted, s.rows = true, nil
			return nil
		case err != nil:
			return err
		}
		s.rows = append(s.rows, part)
	}
	return nil
}

func (s *wholeSink) end() error {
	if s.whole && !s.halted {
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
	s := &wholeSink{out: out, each: each}
	code := e.code
	switch {
	case each:
	case e.row != nil:
		code = e.row
	case e.part != nil:
		code, s.whole = e.rest, true
		s.parts = func(row any) iter.Seq2[any, error] { return run(ctx(), e.part, row) }
	default:
		s.whole = true
	}
	s.apply = func(results *bytes.Buffer, value any) error { return runLines(ctx(), code, results, value, tty) }
	return s, nil
}
