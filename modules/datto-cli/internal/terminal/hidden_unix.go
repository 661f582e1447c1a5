//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// hide makes a terminal show nothing of the lines that are typed, until show is
// called.
func hide(f *os.File) (show func(), err error) {
	fd := int(f.Fd())
	state, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	quiet := *state
	quiet.Lflag &^= unix.ECHO
	quiet.Lflag |= unix.ICANON | unix.ISIG
	quiet.Iflag |= unix.ICRNL
	if err := unix.IoctlSetTermios(fd, setTermios, &quiet); err != nil {
		return nil, err
	}
	return func() { _ = unix.IoctlSetTermios(fd, setTermios, state) }, nil
}

// readHidden reads a line from a terminal that was made to hide it. With hide it is
// term.ReadPassword, but for the end of input (Ctrl-D), which that one passes over.
func readHidden(f *os.File) (string, error) { return readLine(f) }
