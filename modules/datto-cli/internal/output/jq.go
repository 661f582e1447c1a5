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
}

func newExpression(source string) (*expression, error) {
	query, err := gojq.Parse(source)
	if err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	return &expression{code}, nil
}

// errHalt ends a list: the expression wants no more of it.
var errHalt = errors.New("halt")

// run prints every result in a line: strings without quotes, all else as JSON.
func (e *expression) run(ctx context.Context, out *bufio.Writer, input any, tty bool) error {
	results := e.code.RunWithContext(ctx, input)
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
			return &ExpressionError{Flag: "--jq", Err: err}
		}
		line, err := resultLine(result, tty)
		if err != nil {
			return &ExpressionError{Flag: "--jq", Err: err}
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
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

// wholeSink hands the rows on as one array when they are complete, or one by one.
type wholeSink struct {
	each  bool
	rows  []any
	apply func(value any) error
	// halted says that the expression wants no more rows.
	halted bool
}

func (s *wholeSink) begin() error { return nil }

func (s *wholeSink) row(raw []byte) error {
	value, err := decodeExact(raw)
	if err != nil {
		return err
	}
	if s.each {
		return s.take(value)
	}
	s.rows = append(s.rows, value)
	return nil
}

func (s *wholeSink) end() error {
	if s.each {
		return nil
	}
	if s.rows == nil {
		s.rows = []any{}
	}
	return s.take(s.rows)
}

func (s *wholeSink) take(value any) error {
	err := s.apply(value)
	if errors.Is(err, errHalt) {
		s.halted = true
		return nil
	}
	return err
}

func newJQSink(ctx func() context.Context, out *bufio.Writer, source string, each, tty bool) (sink, error) {
	e, err := newExpression(source)
	if err != nil {
		return nil, err
	}
	return &wholeSink{each: each, apply: func(value any) error { return e.run(ctx(), out, value, tty) }}, nil
}
