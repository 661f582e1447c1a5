package terminal

import (
	"context"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// openTerminal opens a terminal and the keyboard and screen at its other end.
func openTerminal(t *testing.T) (desk, terminal *os.File) {
	t.Helper()
	desk, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal is to be had here: %v", err)
	}
	t.Cleanup(func() { _ = desk.Close() })
	require.NoError(t, unix.IoctlSetPointerInt(int(desk.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(int(desk.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = terminal.Close() })
	return desk, terminal
}

func TestAHiddenAnswerAndItsEnd(t *testing.T) {
	for name, test := range map[string]struct {
		typed, want string
		err         error
	}{
		"a line":              {typed: "CANARY\n", want: "CANARY"},
		"Ctrl-D":              {typed: "\x04", err: io.EOF},
		"Ctrl-D after a word": {typed: "CANARY\x04\x04", want: "CANARY", err: io.EOF},
	} {
		t.Run(name, func(t *testing.T) {
			desk, terminal := openTerminal(t)
			before, err := unix.IoctlGetTermios(int(terminal.Fd()), getTermios)
			require.NoError(t, err)
			// What is typed before the question is shown by the terminal itself.
			quiet := *before
			quiet.Lflag &^= unix.ECHO
			require.NoError(t, unix.IoctlSetTermios(int(terminal.Fd()), setTermios, &quiet))
			_, err = io.WriteString(desk, test.typed)
			require.NoError(t, err)
			show, err := hide(terminal)
			require.NoError(t, err)
			got, err := readHidden(terminal)
			show()
			require.ErrorIs(t, err, test.err)
			assert.Equal(t, test.want, got)
			after, err := unix.IoctlGetTermios(int(terminal.Fd()), getTermios)
			require.NoError(t, err)
			assert.Equal(t, quiet, *after)
		})
	}
}

func TestAnInterruptedSecretLeavesATerminalThatShowsWhatIsTyped(t *testing.T) {
	_, terminal := openTerminal(t)
	shows := func() bool {
		state, err := unix.IoctlGetTermios(int(terminal.Fd()), getTermios)
		require.NoError(t, err)
		return state.Lflag&unix.ECHO != 0
	}
	require.True(t, shows())
	ctx, cancel := context.WithCancel(t.Context())
	asked := false
	s := &Streams{
		In: terminal, InTTY: true, ErrTTY: true,
		// Somebody interrupts at the sight of the question.
		Err: writerFunc(func(text []byte) (int, error) {
			if !asked {
				asked = true
				assert.False(t, shows(), "what is typed at the sight of the question is hidden")
				cancel()
			}
			return len(text), nil
		}),
		readSecret: func() (string, error) { return readHidden(terminal) },
		hide:       func() (func(), error) { return hide(terminal) },
	}
	_, err := s.AskSecret(ctx, "Secret: ")
	require.ErrorIs(t, err, context.Canceled)
	assert.True(t, shows())
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(text []byte) (int, error) { return w(text) }
