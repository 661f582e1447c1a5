package browser

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyPagesOfTheWebAreOpened(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://merlot.rmm.example/device/7", "http://127.0.0.1:8080/"} {
		require.NoError(t, Check(address))
	}
	for _, address := range []string{"", "file:///etc/passwd", "calc.exe", "--help", "javascript:alert(1)", "https:", "//host/path", "ht tp://x"} {
		require.ErrorIs(t, Check(address), errNoPage, address)
		require.ErrorIs(t, Open(t.Context(), address), errNoPage, address)
	}
}

func TestEachSystemHasItsProgram(t *testing.T) {
	t.Parallel()
	for system, want := range map[string][]string{
		"windows": {"rundll32", "url.dll,FileProtocolHandler", "https://x"},
		"darwin":  {"open", "https://x"},
		"linux":   {"xdg-open", "https://x"},
		"freebsd": {"xdg-open", "https://x"},
	} {
		name, args := program(system, "https://x")
		require.Equal(t, want, append([]string{name}, args...))
	}
}
