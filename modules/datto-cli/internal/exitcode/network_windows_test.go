package exitcode_test

import (
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

func TestWhatWindowsCallsTheFailuresOfANetwork(t *testing.T) {
	t.Parallel()
	for number, want := range map[syscall.Errno][2]string{
		windows.WSAECONNREFUSED: {"nothing answers at merlot-api.example: the connection was refused", "nothing answers at the proxy http://p:1: the connection was refused"},
		windows.WSAECONNRESET:   {"merlot-api.example closed the connection without an answer", "the proxy http://p:1 closed the connection without an answer"},
		windows.WSAECONNABORTED: {"merlot-api.example closed the connection without an answer", "the proxy http://p:1 closed the connection without an answer"},
		windows.WSAETIMEDOUT:    {"merlot-api.example did not answer in time", "the proxy http://p:1 did not answer in time"},
	} {
		failure := &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connectex", number)}
		require.Equal(t, want[0], exitcode.For(transport(failure)).Cause)
		require.Equal(t, want[1], exitcode.For(proxy(&datto.ProxyError{Proxy: "http://p:1", Err: failure})).Cause)
	}
}

func TestWhatWindowsCallsABrokenPipe(t *testing.T) {
	t.Parallel()
	for _, number := range []syscall.Errno{windows.ERROR_BROKEN_PIPE, windows.ERROR_NO_DATA, windows.ERROR_PIPE_NOT_CONNECTED} {
		report := exitcode.For(&os.PathError{Op: "write", Path: "/dev/stdout", Err: number})
		require.Equal(t, exitcode.Report{Code: exitcode.Failed}, report)
	}
}
