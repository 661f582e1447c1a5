package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckSums(t *testing.T) {
	name := filepath.Join(t.TempDir(), "go.sum")
	require.NoError(t, os.WriteFile(name, []byte("a v1.0.0 h1:one=\na v1.0.0/go.mod h1:two=\nb v1.0.0/go.mod h1:three=\n"), 0o600))
	sums, err := readSums(name)
	require.NoError(t, err)
	check := func(dep debug.Module) error {
		return checkSums(&debug.BuildInfo{Deps: []*debug.Module{&dep}}, sums)
	}
	require.NoError(t, check(debug.Module{Path: "a", Version: "v1.0.0", Sum: "h1:one="}))
	require.ErrorContains(t, check(debug.Module{Path: "a", Version: "v1.0.0", Sum: "h1:two="}), "a@v1.0.0: the program has h1:two=, go.sum has h1:one=")
	require.ErrorContains(t, check(debug.Module{Path: "b", Version: "v1.0.0", Sum: "h1:three="}), "b@v1.0.0 is in the program and not in go.sum")
	assert.ErrorContains(t, check(debug.Module{Path: "a", Version: "v1.0.0", Replace: &debug.Module{Path: "../a"}}), "a@v1.0.0 is replaced by ../a")
}
