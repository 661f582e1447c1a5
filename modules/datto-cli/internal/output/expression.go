package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
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

// errHalt ends a list: the expression wants no more of it.
var errHalt = errors.New("halt")

// expressionSink applies an expression to the rows: to one array of them when they are
// complete, or to one by one. What it prints of a row is printed when all of that is
// there, so that an expression that fails leaves nothing behind of what it failed on.
type expressionSink struct {
	out *bufio.Writer
	// each prints what comes of a row at once.
	each bool
	// parts are what is wanted of a row in the array. It is nil when there is no array.
	parts   func(row any) iter.Seq2[any, error]
	rows    []any
	apply   func(out *bytes.Buffer, value any) error
	results bytes.Buffer
	// kept are results that have been moved, because a buffer that grows is copied.
	kept [][]byte
	// halted says that the expression wants no more rows.
	halted bool
}

func (s *expressionSink) begin() error { return nil }

func (s *expressionSink) row(raw []byte) error {
	value, err := decodeExact(raw)
	if err != nil {
		return err
	}
	if s.parts != nil {
		return s.add(s.parts(value))
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
func (s *expressionSink) add(parts iter.Seq2[any, error]) error {
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

func (s *expressionSink) end() error {
	if s.parts != nil && !s.halted {
		if s.rows == nil {
			s.rows = []any{}
		}
		if err := s.take(s.rows); err != nil {
			return err
		}
	}
	return s.print()
}

func (s *expressionSink) take(value any) error {
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

func (s *expressionSink) print() error {
	for _, results := range s.kept {
		if _, err := s.out.Write(results); err != nil {
			return err
		}
	}
	s.kept = nil
	_, err := s.results.WriteTo(s.out)
	return err
}

// itself is a row that is wanted whole.
func itself(row any) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) { yield(row, nil) }
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
