package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

func readText(in io.Reader, most int) (string, error) {
	return (&terminal.Streams{In: in}).ReadText(context.Background(), most)
}

func TestTextIsReadInEveryEncodingThatCarriesAMark(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"UTF-8":                  {"p\u00e4ss\r\n", "p\u00e4ss\r\n"},
		"UTF-8 with a mark":      {"\xef\xbb\xbfpw\n", "pw\n"},
		"UTF-16 little-endian":   {"\xff\xfep\x00\xe4\x00\r\x00\n\x00\x3d\xd8\x00\xde", "p\u00e4\r\n\U0001F600"},
		"UTF-16 big-endian":      {"\xfe\xff\x00p\x00\xe4", "p\u00e4"},
		"nothing":                {"", ""},
		"a mark alone":           {"\xff\xfe", ""},
		"a mark within":          {"a\ufeffb", "a\ufeffb"},
		"bytes that are no text": {"\x80\x81", "\x80\x81"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := readText(strings.NewReader(test.in), len(test.in))
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestTextThatIsCutOrTooLongIsAnError(t *testing.T) {
	t.Parallel()
	_, err := readText(strings.NewReader("12345"), 4)
	require.EqualError(t, err, "standard input holds more than 4 bytes")
	_, err = readText(strings.NewReader("\xff\xfea"), 10)
	require.EqualError(t, err, "standard input: it is not a whole UTF-16 text: the last byte is missing")
	_, err = readText(io.MultiReader(bytes.NewReader([]byte("a")), iotest.ErrReader(errors.New("odd"))), 10)
	require.EqualError(t, err, "standard input: odd")
}

func TestReadingTextEndsWithTheContext(t *testing.T) {
	t.Parallel()
	in, w := io.Pipe()
	t.Cleanup(func() { _ = w.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := (&terminal.Streams{In: in}).ReadText(ctx, 10)
	require.ErrorIs(t, err, context.Canceled)
}
