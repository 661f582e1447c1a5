package exitcode

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// The names that package syscall shares with other systems, such as ECONNREFUSED,
// are its own inventions here: no call of Windows returns one. They are matched
// too, because the simulator does.

// brokenPipe reports whether the reader of our output has gone.
func brokenPipe(err error) bool {
	return isAny(err, windows.ERROR_BROKEN_PIPE, windows.ERROR_NO_DATA, windows.ERROR_PIPE_NOT_CONNECTED, syscall.EPIPE)
}

// refused reports whether nobody listens.
func refused(err error) bool { return isAny(err, windows.WSAECONNREFUSED, syscall.ECONNREFUSED) }

// reset reports whether the other side, or something between, has dropped the
// connection.
func reset(err error) bool {
	return isAny(err, windows.WSAECONNRESET, windows.WSAECONNABORTED, syscall.ECONNRESET)
}

// timedOut reports whether the system gave up waiting.
func timedOut(err error) bool { return isAny(err, windows.WSAETIMEDOUT) }

func isAny(err error, numbers ...syscall.Errno) bool {
	for _, number := range numbers {
		if errors.Is(err, number) {
			return true
		}
	}
	return false
}
