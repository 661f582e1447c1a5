//go:build !windows

package output_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

func TestAFileKeepsItsModeAndANewOneIsPrivate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "things.json")
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o640} {
		writeFile(t, path)
		info, err := os.Stat(path)
		require.NoError(t, err)
		if mode == 0o600 {
			require.Equal(t, mode, info.Mode(), "a new one")
		}
		require.NoError(t, os.Chmod(path, mode))
		writeFile(t, path)
		info, err = os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode())
	}
}

func TestALinkStaysALink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "there"), 0o700))
	target, first, second := filepath.Join(dir, "there", "things.json"), filepath.Join(dir, "first.json"), filepath.Join(dir, "second.json")
	require.NoError(t, os.Symlink(filepath.Join("there", "things.json"), first))
	require.NoError(t, os.Symlink(first, second))
	for _, state := range []string{"the target is yet to be made", "the target is there"} {
		writeFile(t, second)
		for _, link := range []string{first, second} {
			info, err := os.Lstat(link)
			require.NoError(t, err)
			require.Equal(t, fs.ModeSymlink, info.Mode().Type(), state)
		}
		content, err := os.ReadFile(target)
		require.NoError(t, err)
		require.JSONEq(t, `[{"name":"a"}]`, string(content), state)
		require.NoError(t, os.WriteFile(target, []byte("before"), 0o600))
	}
}

func TestAPipeIsWrittenToAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	reader, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer func() { require.NoError(t, reader.Close()) }()

	printer, err := output.NewPrinter(pipe(), now, &output.Spec{Columns: columns}, &output.Options{File: path, Format: output.JSONL})
	require.NoError(t, err)
	require.NoError(t, printer.Row([]byte(`{"name":"a"}`)))
	require.NoError(t, printer.Close(false))
	require.Equal(t, 1, printer.Printed(), "it cannot be taken back")
	require.Empty(t, printer.Withheld())

	info, err := os.Lstat(path)
	require.NoError(t, err)
	require.Equal(t, fs.ModeNamedPipe, info.Mode().Type(), "it is not replaced")
	got := make([]byte, 64)
	n, err := reader.Read(got)
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"a"}`, string(got[:n]))
}
