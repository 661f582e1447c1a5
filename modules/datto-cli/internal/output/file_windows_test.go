package output_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

func TestANameThatWindowsDoesNotTakeIsFoundAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"10:30.csv", "con", "COM1"} {
		_, err := output.NewPrinter(pipe(), now, &output.Spec{}, &output.Options{File: filepath.Join(dir, name), Format: output.CSV})
		var failure *output.FileError
		require.ErrorAs(t, err, &failure, name)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestWhoeverLooksAtTheFileForAMomentIsWaitedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	synctest.Test(t, func(t *testing.T) {
		opened, err := os.Open(path)
		require.NoError(t, err)
		err = output.WriteFile(path, "newer")
		require.ErrorContains(t, err, "cannot write "+path+": another program may have it open: ")
		time.AfterFunc(time.Second, func() { _ = opened.Close() })
		require.NoError(t, output.WriteFile(path, "new"))
	})
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "new", string(content))
}
