package terminal

import (
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
			got, err := readHidden(terminal)
			require.ErrorIs(t, err, test.err)
			assert.Equal(t, test.want, got)
			after, err := unix.IoctlGetTermios(int(terminal.Fd()), getTermios)
			require.NoError(t, err)
			assert.Equal(t, quiet, *after)
		})
	}
}
