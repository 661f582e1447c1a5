package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTagRehearsesByDefault(t *testing.T) {
	y := newToy(t)
	before := y.state()
	code, stdout, stderr := y.run("tag")
	require.Equal(t, exitOK, code, stderr)
	assert.Regexp(t, `(?s)tag +modules/datto-types/v0\.1\.0 at .*tag +modules/datto-api/v0\.1\.0 at .*tag +modules/datto-cli/v0\.1\.0 at `, stdout, "in the order in which they build on each other")
	assert.Contains(t, stdout, "nothing was kept and nothing pushed")
	assert.Equal(t, before, y.state())
	assert.NotContains(t, y.git("ls-remote", "origin"), "refs/tags")
}

func TestTagPushes(t *testing.T) {
	y := newToy(t)
	code, stdout, stderr := y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	assert.Contains(t, stdout, "pushed")
	assert.Equal(t, []string{
		"build(datto-cli): require datto-types v0.1.0, datto-api v0.1.0",
		"build(datto-api): require datto-types v0.1.0",
		"feat: a toy",
	}, lines(y.git("log", "--format=%s")))
	assert.Empty(t, y.git("status", "--porcelain"), "the checkout follows")

	remote := newRepository(y.remote, y.environ)
	head, err := remote.git(t.Context(), "rev-parse", "main")
	require.NoError(t, err)
	assert.Equal(t, y.git("rev-parse", "HEAD"), head)
	for name, commit := range map[string]string{
		"modules/datto-types/v0.1.0": "main~2",
		"modules/datto-api/v0.1.0":   "main~1",
		"modules/datto-cli/v0.1.0":   "main",
	} {
		kind, err := remote.git(t.Context(), "cat-file", "-t", name)
		require.NoError(t, err)
		assert.Equal(t, "tag", kind, "tags are annotated")
		assert.Equal(t, y.git("rev-parse", commit), y.git("rev-parse", name+"^{commit}"))
	}
	assert.Contains(t, y.git("tag", "--list", "--format=%(contents)", "modules/datto-api/v0.1.0"), "datto-api v0.1.0\n\n### Added\n\n- The client.")

	for _, module := range []string{"datto-api", "datto-cli"} {
		file := y.read("modules/" + module + "/go.mod")
		assert.NotContains(t, file, "replace")
		assert.Contains(t, file, "modules/datto-types v0.1.0")
	}
	tools := y.read("tools/go.mod")
	assert.Contains(t, tools, "modules/datto-types v0.1.0")
	assert.Contains(t, tools, "replace", "the unpublished module goes on to use the tree")
	_, err = runIn(t.Context(), y.path("tools"), append(y.environ, "GOWORK=off", "GOFLAGS=-mod=readonly"), "go", "build", "./...")
	require.NoError(t, err, "and is as the go command wants it")

	code, _, stderr = y.run("tag")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "every version of versions.yaml is tagged already")
}

// What was pushed is fetched as strangers' go commands fetch it: from the repository, with the committed checksums.
func TestPushedTagsServeTheGoCommand(t *testing.T) {
	y := newToy(t)
	code, _, stderr := y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)

	temp := t.TempDir()
	clean, err := newCleanGo(t.Context(), filepath.Join(temp, "go"), filepath.Join(temp, "nothing-packed"), y.environ)
	require.NoError(t, err)
	clean = clean.with("GOBIN=" + filepath.Join(temp, "bin"))
	_, err = clean.run(t.Context(), temp, "install", "github.com/datto-go/datto-rmm/modules/datto-cli/cmd/datto@v0.1.0")
	require.NoError(t, err)
	said, err := runIn(t.Context(), temp, y.environ, filepath.Join(temp, "bin", executable("datto", y.targets[0].os)), "version")
	require.NoError(t, err)
	assert.Equal(t, "datto v0.1.0", said)

	_, err = clean.run(t.Context(), y.path("modules/datto-cli"), "build", "-mod=readonly", "-o", filepath.Join(temp, "built"), "./cmd/datto")
	assert.NoError(t, err, "go.sum has the checksums of what was tagged")
}

func TestTagRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*toy)
		want   string
	}{
		{
			"a dirty tree",
			func(y *toy) { y.write("new.txt", "") },
			"the tree is dirty: commit or remove new.txt (1 files)",
		},
		{
			"another branch",
			func(y *toy) { y.git("checkout", "--quiet", "-b", "feature") },
			"releases are made from the branch main, this is feature",
		},
		{
			"no entry in the changelog",
			func(y *toy) {
				y.setVersions("v0.1.0", "v0.2.0", "v0.1.0")
				y.commit("build: v0.2.0")
			},
			"modules/datto-api/CHANGELOG.md has no entry for v0.2.0",
		},
		{
			"no changelog",
			func(y *toy) {
				y.git("rm", "--quiet", "modules/datto-cli/CHANGELOG.md")
				y.commit("docs: none")
			},
			"datto-cli: no changelog",
		},
		{
			"a stale snapshot of the API",
			func(y *toy) {
				y.write("modules/datto-types/dattotypes/site.go", "package dattotypes\n\n// Site is a site.\ntype Site struct{}\n")
				y.commit("feat: sites")
			},
			"docs/go-api/datto-types/dattotypes.txt is not what the package exports: run `task api:snapshot`",
		},
		{
			"a tag that only the remote has",
			func(y *toy) {
				y.git("tag", "modules/datto-api/v0.1.0")
				y.git("push", "--quiet", "origin", "modules/datto-api/v0.1.0")
				y.git("tag", "--delete", "modules/datto-api/v0.1.0")
			},
			"datto-api: the remote origin has the tag modules/datto-api/v0.1.0 already",
		},
		{
			"commits that only the remote has",
			func(y *toy) {
				y.write("more.txt", "")
				y.commit("docs: more")
				y.git("push", "--quiet", "origin", "main")
				y.git("reset", "--quiet", "--hard", "HEAD~1")
				y.write("other.txt", "")
				y.commit("docs: other")
			},
			"main of the remote origin has commits that are not here: pull first",
		},
		{
			"a version that is not greater",
			func(y *toy) {
				y.git("tag", "modules/datto-types/v0.1.1")
				y.git("tag", "modules/datto-types/v0.0.9")
			},
			"datto-types: v0.1.0 is not greater than v0.1.1, which is tagged",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			y := newToy(t)
			test.change(y)
			before := y.state()
			for _, args := range [][]string{nil, {"--push"}} {
				code, _, stderr := y.run("tag", args...)
				assert.Equal(t, exitError, code)
				assert.Contains(t, stderr, "refused:")
				assert.Contains(t, stderr, test.want)
				assert.Equal(t, before, y.state())
			}
		})
	}
}

func TestTagTellsAllReasonsAtOnce(t *testing.T) {
	y := newToy(t)
	y.setVersions("v0.2.0", "v0.2.0", "v0.1.0")
	code, _, stderr := y.run("tag")
	assert.Equal(t, exitError, code)
	assert.Equal(t, 3, strings.Count(stderr, "\n  - "), stderr)
}

func TestTagHoldsVersionsToTheAPI(t *testing.T) {
	released := newToy(t)
	code, _, stderr := released.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	for _, test := range []struct {
		name            string
		change          func(*toy)
		types, api, cli string
		want            []string // nothing means that it is released
	}{
		{
			name:   "a repair is a patch",
			change: func(y *toy) { y.replace("modules/datto-api/datto/client.go", "/api\"", "/api/v2\"") },
			types:  "v0.1.0", api: "v0.1.1", cli: "v0.1.0",
		},
		{
			name: "an addition is no patch",
			change: func(y *toy) {
				y.write("modules/datto-api/datto/more.go", "package datto\n\n// More is more.\nconst More = 1\n")
			},
			types: "v0.1.0", api: "v0.1.1", cli: "v0.1.0",
			want: []string{"datto-api: v0.1.1 after v0.1.0 adds to the API, which asks for another minor version; 1 lines differ, the first is datto-api/datto: const More"},
		},
		{
			name: "an addition is a minor version",
			change: func(y *toy) {
				y.write("modules/datto-api/datto/more.go", "package datto\n\n// More is more.\nconst More = 1\n")
			},
			types: "v0.1.0", api: "v0.2.0", cli: "v0.2.0",
		},
		{
			name:   "what is taken away is no patch",
			change: func(y *toy) { y.replace("modules/datto-api/datto/client.go", "func Platforms() ", "func platforms() ") },
			types:  "v0.1.0", api: "v0.1.1", cli: "v0.1.0",
			want: []string{"datto-api: v0.1.1 after v0.1.0 breaks the API, which asks for another minor version; 1 lines differ, the first is datto-api/datto: func Platforms() []Platform"},
		},
		{
			name: "a change below shows above",
			change: func(y *toy) {
				y.replace("modules/datto-types/dattotypes/device.go", "UID string", "ID string")
				y.replace("modules/datto-cli/cmd/datto/main.go", "UID:", "ID:")
			},
			types: "v0.2.0", api: "v0.1.1", cli: "v0.1.0",
			want: []string{"datto-api: v0.1.1 after v0.1.0 breaks the API", "datto-types/dattotypes: type Device, field UID string"},
		},
		{
			name:   "a change below that is not to be released",
			change: func(y *toy) { y.replace("modules/datto-types/dattotypes/device.go", "UID string", "UID  string") },
			types:  "v0.1.0", api: "v0.1.1", cli: "v0.1.0",
			want: []string{"datto-types has changed since v0.1.0, and datto-api builds on it: raise its version"},
		},
		{
			name:   "a module between two that are to be released",
			change: func(y *toy) { y.replace("modules/datto-types/dattotypes/device.go", "UID string", "UID  string") },
			types:  "v0.1.1", api: "v0.1.0", cli: "v0.1.1",
			want: []string{"datto-api v0.1.0 is on the old version of a module that is to be released, and datto-cli builds on both: raise its version"},
		},
		{
			name: "tests are nobody's dependency",
			change: func(y *toy) {
				y.write("modules/datto-types/dattotypes/device_test.go", "package dattotypes\n")
				y.write("modules/datto-api/datto/client_test.go", "package datto\n")
			},
			types: "v0.1.0", api: "v0.1.1", cli: "v0.1.0",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			y := released.copyFor(t)
			test.change(y)
			y.setVersions(test.types, test.api, test.cli)
			for module, version := range map[string]string{"datto-types": test.types, "datto-api": test.api, "datto-cli": test.cli} {
				if version != "v0.1.0" {
					y.note(module, strings.TrimPrefix(version, "v"))
				}
			}
			y.snapshot()
			y.commit("feat: a change")
			y.git("push", "--quiet", "origin", "main")
			code, stdout, stderr := y.run("tag", "--push")
			if len(test.want) == 0 {
				require.Equal(t, exitOK, code, stderr)
				assert.Contains(t, stdout, "modules/datto-api/"+test.api+" at ")
				assert.Contains(t, y.git("ls-remote", "--tags", "origin"), "refs/tags/modules/datto-api/"+test.api)
				return
			}
			assert.Equal(t, exitError, code)
			for _, want := range test.want {
				assert.Contains(t, stderr, want)
			}
		})
	}
}

func TestAReleaseOfOneModuleLeavesOthersOnWhatTheyHad(t *testing.T) {
	y := newToy(t)
	code, _, stderr := y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	y.replace("modules/datto-types/dattotypes/device.go", "UID string", "UID  string")
	y.replace("modules/datto-api/datto/client.go", "/api\"", "/api/v2\"")
	y.setVersions("v0.1.1", "v0.1.0", "v0.1.0")
	y.note("datto-types", "0.1.1")
	y.commit("fix: both")
	code, stdout, stderr := y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	assert.Equal(t, "fix: both", y.git("log", "-1", "--format=%s"), "no commit asks for a version that nobody can fetch: %s", stdout)
	assert.NotContains(t, y.git("ls-remote", "--tags", "origin"), "dev")
	assert.Contains(t, y.read("modules/datto-cli/go.mod"), "modules/datto-api v0.1.0")
}

func TestTagTakesItsTagsBackWhenThePushFails(t *testing.T) {
	y := newToy(t)
	require.NoError(t, os.WriteFile(filepath.Join(y.remote, "hooks", "pre-receive"), []byte("#!/bin/sh\necho no >&2\nexit 1\n"), 0o700))
	before := y.git("show-ref") + y.git("status", "--porcelain")
	code, _, stderr := y.run("tag", "--push")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "git push")
	assert.Equal(t, before, y.git("show-ref")+y.git("status", "--porcelain"))
}

func TestTagKeepsWhatIsPublic(t *testing.T) {
	y := newToy(t)
	// Whoever uses the checkout at the same moment keeps it from following.
	y.write(".git/hooks/pre-push", "#!/bin/sh\n: >.git/index.lock\n")
	require.NoError(t, os.Chmod(y.path(".git/hooks/pre-push"), 0o700))
	code, _, stderr := y.run("tag", "--push")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "is pushed, but this checkout did not follow")
	assert.Len(t, lines(y.git("tag")), 3)
	assert.Contains(t, y.git("ls-remote", "origin"), "refs/tags/modules/datto-cli/v0.1.0")
}

func TestARehearsalDoesWithoutTheRemote(t *testing.T) {
	y := newToy(t)
	y.git("remote", "set-url", "origin", filepath.Join(y.remote, "gone"))
	code, stdout, stderr := y.run("tag")
	require.Equal(t, exitOK, code, stderr)
	assert.Contains(t, stdout, "not asked  the remote origin cannot be asked for its tags")
	code, _, stderr = y.run("tag", "--push")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "refused:")
}
