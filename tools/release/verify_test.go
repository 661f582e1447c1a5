package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVerify(t *testing.T) {
	y := newToy(t)
	before := y.state()
	code, stdout, stderr := y.run("verify")
	require.Equal(t, exitOK, code, stderr)
	for _, step := range []string{
		"packed     github.com/datto-go/datto-rmm/modules/datto-types v0.1.0\n",
		"packed     github.com/datto-go/datto-rmm/modules/datto-api v0.1.0\n",
		"packed     github.com/datto-go/datto-rmm/modules/datto-cli v0.1.0\n",
		"built      a program that imports only github.com/datto-go/datto-rmm/modules/datto-api v0.1.0, outside the workspace: 2 modules",
		"ran        it: 1 platforms",
		"installed  github.com/datto-go/datto-rmm/modules/datto-cli/cmd/datto@v0.1.0: 4 modules",
		"ran        datto version: datto v0.1.0\n",
		"ran        datto --demo device list: 1 lines\n",
	} {
		assert.Contains(t, stdout, step)
	}
	assert.Equal(t, before, y.state(), "the checkout is left alone")
	assert.NoDirExists(t, filepath.Join(y.root, "..", "modcache", "cache", "download", "github.com", "datto-go"), "and so is the user's module cache")
	_, temp, found := strings.Cut(stdout, "removed    ")
	require.True(t, found)
	assert.NoDirExists(t, strings.TrimSpace(temp))
}

func TestVerifyTakesWhatIsNotCommitted(t *testing.T) {
	y := newToy(t)
	y.write("modules/datto-api/datto/platforms.go", "package datto\n\nfunc init() { panic(\"not committed\") }\n")
	code, _, stderr := y.run("verify")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "not committed")
	assert.Contains(t, y.git("status", "--porcelain"), "platforms.go")
}

func TestVerifyLeavesOutWhatGitIgnores(t *testing.T) {
	y := newToy(t)
	y.replace(".gitignore", "/dist/\n", "/dist/\nignored.go\n")
	y.write("modules/datto-api/datto/ignored.go", "package datto\n\nfunc init() { panic(\"ignored\") }\n")
	code, _, stderr := y.run("verify")
	assert.Equal(t, exitOK, code, stderr)
}

func TestVerifyRefusesAnotherVersionInTheProgram(t *testing.T) {
	y := newToy(t)
	y.replace("modules/datto-cli/cmd/datto/main.go", `version = info.Main.Version`, `version = info.Main.Version + "1"`)
	code, _, stderr := y.run("verify")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "`datto version` printed \"datto v0.1.01\", want v0.1.0 in it")
}

func TestVerifyComparesChecksums(t *testing.T) {
	y := newToy(t)
	y.replace("modules/datto-cli/go.sum", "h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=", "h1:AIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=")
	code, _, stderr := y.run("verify")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "checksum mismatch")

	// Once nothing is replaced any more go.sum is not looked at before the end.
	y = newToy(t)
	code, _, stderr = y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	y.replace("modules/datto-cli/go.sum", "h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=", "h1:AIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=")
	code, _, stderr = y.run("verify")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "github.com/google/uuid@v1.6.0: the program has h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=, go.sum has h1:AIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=")
}

// The workspace hides that a released module does not have what its dependents want of it.
func TestVerifyTakesUnchangedModulesFromTheirTags(t *testing.T) {
	y := newToy(t)
	for _, module := range []string{"datto-types", "datto-api", "datto-cli"} {
		y.git("tag", "modules/"+module+"/v0.1.0")
	}
	code, _, stderr := y.run("verify")
	require.Equal(t, exitError, code)
	require.Contains(t, stderr, "its tag modules/datto-api/v0.1.0 requires github.com/datto-go/datto-rmm/modules/datto-types@v0.0.0, for which there is no tag here")

	y = newToy(t)
	code, _, stderr = y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	code, stdout, stderr := y.run("verify")
	require.Equal(t, exitOK, code, stderr)
	assert.Contains(t, stdout, "datto-api v0.1.0, as it is tagged")
	assert.Contains(t, stdout, "ran        datto version: datto v0.1.0\n")

	y.write("modules/datto-api/datto/more.go", "package datto\n\n// More is more.\nconst More = 1\n")
	code, stdout, stderr = y.run("verify")
	require.Equal(t, exitOK, code, stderr)
	assert.Contains(t, stdout, "datto-types v0.1.0, as it is tagged")
	assert.Contains(t, stdout, "packed     github.com/datto-go/datto-rmm/modules/datto-api v0.1.1-0.dev\n", "what has changed is not what the tag says")
	assert.Contains(t, stdout, "ran        datto version: datto v0.1.1-0.dev\n", "and so is what builds on it")
}

func TestVerifyPublished(t *testing.T) {
	y := newToy(t)
	code, _, stderr := y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	// No checksum database knows the toy.
	y.environ = append(y.environ, "GOSUMDB=off")
	code, stdout, stderr := y.run("verify", "--published")
	require.Equal(t, exitOK, code, stderr)
	assert.NotContains(t, stdout, "packed")
	assert.Contains(t, stdout, "ran        datto version: datto v0.1.0\n")

	y.setVersions("v0.1.0", "v0.1.0", "v0.2.0")
	code, _, stderr = y.run("verify", "--published")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "datto-cli/cmd/datto@v0.2.0")
}

func TestVerifyKeepsTheDirectoryWhenAsked(t *testing.T) {
	y := newToy(t)
	_, stdout, _ := y.run("verify", "--keep")
	_, temp, found := strings.Cut(stdout, "kept       ")
	require.True(t, found, stdout)
	temp = strings.TrimSpace(temp)
	assert.FileExists(t, filepath.Join(temp, "packed", "github.com", "datto-go", "datto-rmm", "modules", "datto-api", "@v", "v0.1.0.zip"))
	require.NoError(t, removeTree(temp))
}

func TestContainsWord(t *testing.T) {
	assert.True(t, containsWord("datto v0.1.0 (linux)", "v0.1.0"))
	assert.True(t, containsWord("datto, version v0.1.0", "v0.1.0"))
	assert.False(t, containsWord("datto v0.1.0-rc.1", "v0.1.0"))
	assert.False(t, containsWord("datto v0.1.01", "v0.1.0"))
}

func TestRemoveTreeRemovesWhatIsReadOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	inner := filepath.Join(dir, "module@v1")
	require.NoError(t, os.MkdirAll(inner, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(inner, "go.mod"), nil, 0o400))
	require.NoError(t, os.Chmod(inner, 0o500))
	require.NoError(t, removeTree(dir))
	assert.NoDirExists(t, dir)
}

func TestFileURL(t *testing.T) {
	assert.Equal(t, "file:///tmp/a%20b", fileURL("/tmp/a b"))
	assert.Equal(t, "file:///C:/tmp", fileURL("C:/tmp"))
}
