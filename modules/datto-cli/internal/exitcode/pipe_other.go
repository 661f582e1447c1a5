//go:build !windows

package exitcode

import (
	"errors"
	"syscall"
)

// brokenPipe reports whether the reader of our output has gone.
func brokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
