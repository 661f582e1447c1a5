package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/semver"
)

func TestReadVersions(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"good", "go: 1.26.8\nmodules: {a: v0.1.0, b: v1.0.0-rc.1}\n", ""},
		{"shortened", "go: 1.26.8\nmodules: {a: v0.1}\n", `a: "v0.1" is no version of a module`},
		{"without v", "go: 1.26.8\nmodules: {a: 0.1.0}\n", `a: "0.1.0" is no version of a module`},
		{"build metadata", "go: 1.26.8\nmodules: {a: v0.1.0+linux}\n", `a: "v0.1.0+linux" is no version of a module`},
		{"another key", "go: 1.26.8\nmodule: {a: v0.1.0}\n", "field module not found"},
		{"no release of Go", "go: '1.26'\nmodules: {a: v0.1.0}\n", `go: "1.26" is no release of Go`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, versionsFile), []byte(test.text), 0o600))
			v, err := readVersions(dir)
			if test.want == "" {
				require.NoError(t, err)
				assert.Equal(t, versions{Go: "1.26.8", Modules: map[string]string{"a": "v0.1.0", "b": "v1.0.0-rc.1"}}, v)
				return
			}
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestFollowing(t *testing.T) {
	for version, before := range map[string]string{"v0.1.0": "v0.1.1", "v1.2.9": "v1.2.10-0", "v1.0.0-rc.1": "v1.0.0-rc.2"} {
		next := following(version)
		assert.True(t, semver.IsValid(next), next)
		assert.Positive(t, semver.Compare(next, version))
		if semver.Prerelease(version) != "" {
			assert.Negative(t, semver.Compare(next, before))
		}
	}
	assert.Equal(t, "v1.2.10-0.dev", following("v1.2.9"), "lower than every pre-release of v1.2.10 with a name")
}

func TestCoreVersion(t *testing.T) {
	assert.Equal(t, "v1.2.3", coreVersion("v1.2.3-rc.1"))
	assert.Equal(t, "v1.2.3", coreVersion("v1.2.3"))
}

func TestToolchain(t *testing.T) {
	y := newToy(t)
	code, stdout, stderr := y.run("toolchain")
	require.Equal(t, exitOK, code, stderr)
	assert.Equal(t, runtime.Version()+"\n", stdout)
}

// The repository itself: the file and the workspace name the same modules.
func TestVersionsOfThisRepository(t *testing.T) {
	v, err := readVersions("../..")
	require.NoError(t, err)
	w, err := readWorkspace("../..")
	require.NoError(t, err)
	require.NoError(t, w.match(v))
	names := make([]string, 0, len(w))
	for _, m := range w {
		names = append(names, m.name)
	}
	assert.Equal(t, []string{"datto-types", "datto-api", "datto-cli"}, names, "each after those it builds on")
}

func TestWorkspaceMatch(t *testing.T) {
	w := workspace{
		{name: "a", path: "example.com/a"},
		{name: "b", path: "example.com/b/v2"},
	}
	require.NoError(t, w.match(versions{Modules: map[string]string{"a": "v1.9.0", "b": "v2.0.0"}}))
	err := w.match(versions{Modules: map[string]string{"a": "v2.0.0", "c": "v0.1.0"}})
	require.ErrorContains(t, err, `a: version v2.0.0 asks for a module path that ends in "/v2"`)
	require.ErrorContains(t, err, "has no version for b, which go.work uses")
	require.ErrorContains(t, err, "has a version for c, which go.work does not use")
	assert.ErrorContains(t, w.match(versions{Modules: map[string]string{"a": "v1.0.0", "b": "v1.0.0"}}), "b: version v1.0.0")
}

func TestWorkspaceOrder(t *testing.T) {
	a := goModule{name: "a", dir: "1", path: "example.com/a", siblings: []string{"example.com/b"}}
	b := goModule{name: "b", dir: "2", path: "example.com/b", siblings: []string{"example.com/c"}}
	c := goModule{name: "c", dir: "3", path: "example.com/c"}
	w, err := workspace{a, b, c}.ordered()
	require.NoError(t, err)
	assert.Equal(t, workspace{c, b, a}, w)
	assert.Equal(t, workspace{c, b}, w.below(a))
	assert.Empty(t, w.below(c))

	c.siblings = []string{"example.com/a"}
	_, err = workspace{a, b, c}.ordered()
	assert.ErrorContains(t, err, "in a circle")
}
