package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// A toy is a repository with three modules, a remote, and nothing else.
type toy struct {
	t       *testing.T
	root    string
	remote  string
	environ []string
	targets []target
}

// toyIn is a toy without any file. In its surroundings the remote is the public repository, and other people's modules are those that this machine has.
func toyIn(t *testing.T) *toy {
	t.Helper()
	dir, err := absolute(t.TempDir())
	require.NoError(t, err)
	y := &toy{
		t:       t,
		root:    filepath.Join(dir, "toy"),
		remote:  filepath.Join(dir, "remote.git"),
		targets: []target{{runtime.GOOS, runtime.GOARCH}},
	}
	settings := filepath.Join(dir, "gitconfig")
	require.NoError(t, os.WriteFile(settings, []byte("[user]\n\tname = Toy\n\temail = toy@example.invalid\n[init]\n\tdefaultBranch = main\n"+
		"[url \""+filepath.ToSlash(y.remote)+"\"]\n\tinsteadOf = https://github.com/datto-go/datto-rmm\n"), 0o600))
	known, err := goSettings(t.Context(), os.Environ(), "GOMODCACHE")
	require.NoError(t, err)
	y.environ = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+settings,
		"GIT_CONFIG_NOSYSTEM=1",
		"GOMODCACHE="+filepath.Join(dir, "modcache"),
		"GOPROXY="+fileURL(filepath.Join(known["GOMODCACHE"], "cache", "download"))+",direct",
		"GONOSUMDB=github.com/datto-go/datto-rmm",
		"GOFLAGS=-modcacherw",
	)
	return y
}

// newToy commits testdata/toy.txtar and its API, and pushes it.
func newToy(t *testing.T) *toy {
	t.Helper()
	y := toyIn(t)
	archive, err := txtar.ParseFile("testdata/toy.txtar")
	require.NoError(t, err)
	for _, file := range archive.Files {
		y.write(file.Name, string(file.Data))
	}
	y.setVersions("v0.1.0", "v0.1.0", "v0.1.0")
	y.git("init", "--quiet")
	y.git("init", "--quiet", "--bare", y.remote)
	y.git("remote", "add", "origin", y.remote)
	y.snapshot()
	y.commit("feat: a toy")
	y.git("push", "--quiet", "origin", "main")
	return y
}

// copyFor is the same repository and remote again, for another test to change.
func (y *toy) copyFor(t *testing.T) *toy {
	t.Helper()
	again := toyIn(t)
	require.NoError(t, os.CopyFS(again.root, os.DirFS(y.root)))
	require.NoError(t, os.CopyFS(again.remote, os.DirFS(y.remote)))
	again.git("remote", "set-url", "origin", again.remote)
	return again
}

func (y *toy) path(name string) string { return filepath.Join(y.root, filepath.FromSlash(name)) }

func (y *toy) write(name, content string) {
	y.t.Helper()
	require.NoError(y.t, os.MkdirAll(filepath.Dir(y.path(name)), 0o755))
	require.NoError(y.t, os.WriteFile(y.path(name), []byte(content), 0o600))
}

func (y *toy) read(name string) string {
	y.t.Helper()
	data, err := os.ReadFile(y.path(name))
	require.NoError(y.t, err)
	return string(data)
}

// replace changes a file, which must have the old text.
func (y *toy) replace(name, old, text string) {
	y.t.Helper()
	content := y.read(name)
	require.Contains(y.t, content, old)
	y.write(name, strings.Replace(content, old, text, 1))
}

func (y *toy) setVersions(types, api, cli string) {
	y.t.Helper()
	y.write(versionsFile, "go: "+strings.TrimPrefix(runtime.Version(), "go")+
		"\nmodules:\n  datto-types: "+types+"\n  datto-api: "+api+"\n  datto-cli: "+cli+"\n")
}

// note adds an entry to a changelog.
func (y *toy) note(module, version string) {
	y.t.Helper()
	y.replace("modules/"+module+"/CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## ["+version+"] - 2026-02-28\n\n- A change.\n")
}

func (y *toy) git(args ...string) string {
	y.t.Helper()
	text, err := newRepository(y.root, y.environ).git(y.t.Context(), args...)
	require.NoError(y.t, err)
	return text
}

func (y *toy) commit(message string) {
	y.t.Helper()
	y.git("add", "--all")
	y.git("commit", "--quiet", "-m", message)
}

// snapshot writes docs/go-api.
func (y *toy) snapshot() {
	y.t.Helper()
	code, _, stderr := y.run("api")
	require.Equal(y.t, exitOK, code, stderr)
}

// run runs the program in the toy.
func (y *toy) run(verb string, args ...string) (code int, stdout, stderr string) {
	y.t.Helper()
	var out, complaints bytes.Buffer
	p := program{stdout: &out, stderr: &complaints, environ: y.environ, targets: y.targets}
	code = p.run(y.t.Context(), append([]string{verb, "--root", y.root}, args...))
	return code, out.String(), complaints.String()
}

// state is everything of the checkout that a rehearsal must leave alone.
func (y *toy) state() string {
	y.t.Helper()
	return y.git("rev-parse", "HEAD") + y.git("show-ref") + y.git("status", "--porcelain") + y.git("count-objects") + y.git("worktree", "list")
}
