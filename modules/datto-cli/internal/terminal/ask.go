package terminal

import (
	"context"
	"errors"
	"io"
	"strings"
)

// ErrNobodyToAsk is the error of a question when no terminal is at hand.
var ErrNobodyToAsk = errors.New("there is no terminal to ask on")

// longestAnswer bounds an answer: nobody types more.
const longestAnswer = 4 << 10

// Ask prints a question on the error stream and returns the line that is typed,
// without the space around it. It gives up when the context ends. The error is
// [ErrNobodyToAsk] when nobody can answer, and io.EOF when somebody ends the
// input instead.
func (s *Streams) Ask(ctx context.Context, question string) (string, error) {
	answer, err := s.ask(ctx, question, func() (string, error) { return readLine(s.In) })
	if err != nil && s.CanAsk() {
		// Nobody has ended the line of the question.
		_, _ = io.WriteString(s.Err, "\n")
	}
	return answer, err
}

// AskSecret is [Streams.Ask] for an answer that is not shown while it is typed.
func (s *Streams) AskSecret(ctx context.Context, question string) (string, error) {
	if s.readSecret == nil {
		return s.Ask(ctx, question)
	}
	if !s.CanAsk() {
		return "", ErrNobodyToAsk
	}
	return s.TypedSecret(ctx, question)
}

// TypedSecret is [Streams.AskSecret] for whoever has said that the secret comes
// from In, and it is a terminal: nobody has to see the question.
func (s *Streams) TypedSecret(ctx context.Context, question string) (string, error) {
	read := func() (string, error) { return readLine(s.In) }
	if s.readSecret != nil {
		read = s.readSecret
	}
	if s.hide != nil {
		// Before the question, which tells people to type, and by whoever waits for the
		// answer: the read is left behind when it is interrupted.
		show, err := s.hide()
		if err != nil {
			return "", err
		}
		defer show()
	}
	answer, err := s.answer(ctx, question, read)
	// The newline that was typed has not been shown either.
	_, _ = io.WriteString(s.Err, "\n")
	return answer, err
}

func (s *Streams) ask(ctx context.Context, question string, read func() (string, error)) (string, error) {
	if !s.CanAsk() {
		return "", ErrNobodyToAsk
	}
	return s.answer(ctx, question, read)
}

func (s *Streams) answer(ctx context.Context, question string, read func() (string, error)) (string, error) {
	if _, err := io.WriteString(s.Err, question); err != nil {
		return "", err
	}
	type answer struct {
		line string
		err  error
	}
	// Nothing interrupts a read from a terminal. One that nobody waits for any
	// longer ends with the program.
	answered := make(chan answer, 1)
	go func() {
		line, err := read()
		answered <- answer{strings.TrimSpace(line), err}
	}()
	select {
	case a := <-answered:
		s.progress.lineEnded()
		if err := ctx.Err(); err != nil {
			// What ended the context may have ended the input as well.
			return "", err
		}
		if a.line != "" {
			return a.line, nil
		}
		return "", a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// readLine reads to the end of the line and not a byte further, because the next
// question reads on from there.
func readLine(r io.Reader) (string, error) {
	var line strings.Builder
	for one := make([]byte, 1); line.Len() < longestAnswer; {
		n, err := r.Read(one)
		if n > 0 && one[0] == '\n' {
			return line.String(), nil
		}
		line.Write(one[:n])
		if err != nil {
			return line.String(), err
		}
	}
	return "", errors.New("the answer is too long")
}
