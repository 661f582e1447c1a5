package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAsk(t *testing.T) {
	var shown bytes.Buffer
	s := &Streams{In: strings.NewReader("first\r\n  second  \n\nlast"), Err: &shown, InTTY: true, ErrTTY: true}
	for _, want := range []string{"first", "second", "", "last"} {
		got, err := s.Ask(t.Context(), "? ")
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	assert.Equal(t, "? ? ? ? ", shown.String())
	_, err := s.Ask(t.Context(), "? ")
	require.ErrorIs(t, err, io.EOF, "somebody ended the input")
	assert.Equal(t, "? ? ? ? ? \n", shown.String(), "what comes next begins a line")
}

func TestNobodyIsAskedWithoutATerminal(t *testing.T) {
	for _, s := range []*Streams{{InTTY: true}, {ErrTTY: true}} {
		s.In, s.Err = strings.NewReader("answer\n"), io.Discard
		_, err := s.Ask(t.Context(), "? ")
		require.ErrorIs(t, err, ErrNobodyToAsk)
		s.readSecret = func() (string, error) { return "secret", nil }
		_, err = s.AskSecret(t.Context(), "? ")
		require.ErrorIs(t, err, ErrNobodyToAsk)
	}
}

func TestASecretIsNotShown(t *testing.T) {
	var shown bytes.Buffer
	s := &Streams{
		In: strings.NewReader(""), Err: &shown, InTTY: true, ErrTTY: true,
		readSecret: func() (string, error) { return " CANARY\n", nil },
	}
	got, err := s.AskSecret(t.Context(), "Secret: ")
	require.NoError(t, err)
	assert.Equal(t, "CANARY", got)
	assert.Equal(t, "Secret: \n", shown.String())
}

func TestAnInterruptEndsAQuestion(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	ctx, cancel := context.WithCancel(t.Context())
	s := &Streams{
		In: strings.NewReader(""), Err: io.Discard, InTTY: true, ErrTTY: true,
		readSecret: func() (string, error) { cancel(); <-never; return "", errors.New("too late") },
	}
	_, err := s.AskSecret(ctx, "? ")
	require.ErrorIs(t, err, context.Canceled)

	var shown bytes.Buffer
	in, end := io.Pipe()
	defer func() { _ = end.Close() }()
	s.In, s.Err = in, &shown
	_, err = s.Ask(ctx, "? ")
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, "? \n", shown.String(), "what comes next begins a line")
}

func TestAnEndlessAnswerIsRefused(t *testing.T) {
	s := &Streams{In: strings.NewReader(strings.Repeat("x", longestAnswer+1)), Err: io.Discard, InTTY: true, ErrTTY: true}
	_, err := s.Ask(t.Context(), "? ")
	require.ErrorContains(t, err, "too long")
}

func TestAnInterruptComesBeforeTheEndOfInput(t *testing.T) {
	// The answer and the end of the context arrive in any order.
	for range 100 {
		ctx, cancel := context.WithCancel(t.Context())
		s := &Streams{
			In: strings.NewReader(""), Err: io.Discard, InTTY: true, ErrTTY: true,
			readSecret: func() (string, error) { cancel(); return "half", io.EOF },
		}
		_, err := s.AskSecret(ctx, "? ")
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.Ask(ctx, "? ")
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.ReadText(ctx, 1)
		require.ErrorIs(t, err, context.Canceled)
	}
}

func TestASecretOnStandardInputNeedsNobodyToSeeTheQuestion(t *testing.T) {
	s := &Streams{
		In: strings.NewReader("shown"), Err: io.Discard, InTTY: true,
		readSecret: func() (string, error) { return "CANARY", nil },
	}
	got, err := s.TypedSecret(t.Context(), "Secret: ")
	require.NoError(t, err)
	assert.Equal(t, "CANARY", got)
}
