package output

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"

	"github.com/itchyny/gojq"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// jqProgram is a program of --jq. The jq package of go-gh is not used: it rounds
// numbers to two digits and reads the process's environment into $ENV, where the
// API secret may be.
type jqProgram struct {
	// code is for the rows one by one, or for an array.
	code *gojq.Code
	// array says that it is for an array: of what part makes of the rows, or of the rows
	// when that is nil.
	array bool
	part  *gojq.Code
}

// newJQProgram reads a program that is written for each row, or for the array of all.
// It needs no array, or no rows in it, where the results are the same.
func newJQProgram(source string, each bool) (*jqProgram, error) {
	query, err := gojq.Parse(source)
	if err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	e := &jqProgram{array: !each}
	if e.code, err = compile(query); err != nil || each {
		return e, err
	}
	if ofRow := rowByRow(query); ofRow != nil {
		e.array = false
		e.code, err = compile(ofRow)
		return e, err
	}
	part, rest := inParts(query)
	if part == nil {
		return e, nil
	}
	if e.part, err = compile(part); err != nil {
		return nil, err
	}
	e.code, err = compile(rest)
	return e, err
}

func compile(query *gojq.Query) (*gojq.Code, error) {
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, &ExpressionError{Flag: "--jq", Err: err}
	}
	return code, nil
}

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

func newJQSink(ctx func() context.Context, out *bufio.Writer, source string, each, tty bool) (sink, error) {
	e, err := newJQProgram(source, each)
	if err != nil {
		return nil, err
	}
	s := &expressionSink{out: out, each: each}
	switch {
	case e.part != nil:
		s.parts = func(row any) iter.Seq2[any, error] { return run(ctx(), e.part, row) }
	case e.array:
		s.parts = itself
	}
	s.apply = func(results *bytes.Buffer, value any) error { return runLines(ctx(), e.code, results, value, tty) }
	return s, nil
}
