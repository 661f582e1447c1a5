//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd

package terminal

import (
	"os"

	"golang.org/x/term"
)

// hide leaves the terminal as it is: what is typed is shown when it is read, and
// readHidden reads without that. Its show puts back what an interrupted readHidden
// has changed.
func hide(f *os.File) (show func(), err error) {
	state, err := term.GetState(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	return func() { _ = term.Restore(int(f.Fd()), state) }, nil
}

// readHidden reads a line from a terminal that does not show what is typed.
func readHidden(f *os.File) (string, error) {
	line, err := term.ReadPassword(int(f.Fd()))
	return string(line), err
}
