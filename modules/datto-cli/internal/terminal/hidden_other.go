//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd

package terminal

import (
	"os"

	"golang.org/x/term"
)

// readHidden reads a line from a terminal that does not show what is typed.
func readHidden(f *os.File) (string, error) {
	line, err := term.ReadPassword(int(f.Fd()))
	return string(line), err
}
