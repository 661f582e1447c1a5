package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFileIsReplacedWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "vendor.json")
	require.NoError(t, replaceFile(path, []byte("one")))
	require.NoError(t, replaceFile(path, []byte("two")))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "two", string(data))
	assertOnlyFile(t, path)
}

func TestAFileThatCannotBeReplacedIsLeft(t *testing.T) {
	t.Parallel()
	// A directory with something in it cannot be renamed over, on any system.
	path := filepath.Join(t.TempDir(), "vendor.json")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "inside"), 0o755))
	require.Error(t, replaceFile(path, []byte("one")))
	assert.DirExists(t, filepath.Join(path, "inside"))
	assertOnlyFile(t, path)

	require.Error(t, replaceFile(filepath.Join(t.TempDir(), "missing", "vendor.json"), []byte("one")))
}

// assertOnlyFile looks that nothing was left beside a file.
func assertOnlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, filepath.Base(path), entries[0].Name())
}
