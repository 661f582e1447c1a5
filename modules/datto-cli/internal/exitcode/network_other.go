//go:build !windows

package exitcode

import (
	"errors"
	"syscall"
)

// brokenPipe reports whether the reader of our output has gone.
func brokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// refused reports whether nobody listens.
func refused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// reset reports whether the other side has dropped the connection.
func reset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }

// timedOut reports whether the system gave up waiting.
func timedOut(err error) bool { return errors.Is(err, syscall.ETIMEDOUT) }
