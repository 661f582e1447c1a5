package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(data, into), name)
}

type workflow struct {
	Permissions any
	Jobs        map[string]struct {
		Permissions map[string]string
		Steps       []struct{ Uses, Run string }
	}
}

func TestWorkflowsMayDoLittle(t *testing.T) {
	names, err := filepath.Glob("../../.github/workflows/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	pinned := regexp.MustCompile(`@(v[0-9]+|[0-9a-f]{40})$`)
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			var w workflow
			readYAML(t, name, &w)
			assert.Equal(t, map[string]any{"contents": "read"}, w.Permissions, "what is more than reading is granted to one job")
			for _, job := range w.Jobs {
				for _, step := range job.Steps {
					if step.Uses != "" {
						assert.Regexp(t, pinned, step.Uses)
					}
					assert.NotContains(t, step.Run, "${{", "text from outside goes through the environment, not into a script")
				}
			}
		})
	}
}

func TestTheJobThatPublishesBuildsNothing(t *testing.T) {
	var w workflow
	readYAML(t, "../../.github/workflows/release.yml", &w)
	for name, job := range w.Jobs {
		if name != "publish" {
			assert.Empty(t, job.Permissions, name)
		}
	}
	require.Equal(t, "write", w.Jobs["publish"].Permissions["contents"])
	for _, step := range w.Jobs["publish"].Steps {
		assert.NotContains(t, step.Uses, "checkout")
		assert.NotContains(t, step.Run, "task")
	}
}

func TestReleaseWorkflowStartsForTheTagsThatAreSet(t *testing.T) {
	var w struct {
		On struct {
			Push struct{ Tags []string }
		}
	}
	readYAML(t, "../../.github/workflows/release.yml", &w)
	all, err := readWorkspace("../..")
	require.NoError(t, err)
	m, err := all.named(commandModule)
	require.NoError(t, err)
	require.Len(t, w.On.Push.Tags, 1)
	matched, err := path.Match(w.On.Push.Tags[0], m.tag("v0.1.0"))
	require.NoError(t, err)
	assert.True(t, matched)
}

func TestDependabotKnowsEveryManifest(t *testing.T) {
	var config struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directory   string
			Directories []string
		}
	}
	readYAML(t, "../../.github/dependabot.yml", &config)
	listed := map[string][]string{}
	for _, update := range config.Updates {
		if update.Directory != "" {
			update.Directories = append(update.Directories, update.Directory)
		}
		listed[update.Ecosystem] = append(listed[update.Ecosystem], update.Directories...)
	}
	root := newRepository("../..", os.Environ())
	for file, ecosystem := range map[string]string{"go.mod": "gomod", "package.json": "npm"} {
		text, err := root.git(t.Context(), "ls-files", "--", file, "*/"+file)
		require.NoError(t, err)
		var want []string
		for _, name := range lines(text) {
			if !strings.Contains(name, "/testdata/") {
				want = append(want, path.Clean("/"+path.Dir(name)))
			}
		}
		slices.Sort(want)
		have := listed[ecosystem]
		slices.Sort(have)
		assert.Equal(t, want, have, file)
	}
}

// drift is a repository in which scripts/spec-drift runs, with a remote, and a task and a gh that only note what they are asked.
type drift struct {
	t       *testing.T
	root    string
	environ []string
}

func newDrift(t *testing.T, task string) *drift {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the script runs in a workflow, on Linux")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash here")
	}
	y := toyIn(t)
	d := &drift{t: t, root: y.root, environ: append(y.environ, "PATH="+filepath.Join(y.root, "..", "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))}
	script, err := os.ReadFile("../../scripts/spec-drift")
	require.NoError(t, err)
	for name, content := range map[string]string{
		"scripts/spec-drift":  string(script),
		"scripts/task":        "#!/bin/sh\n" + task,
		"openapi/vendor.json": "{}\n",
		"../bin/gh":           "#!/bin/sh\nprintf '%s ' \"$@\" >>../asked; echo >>../asked\nfor argument; do last=$argument; done\n[ \"$1 $2\" = 'pr list' ] || cat \"$last\" >../body\n",
	} {
		y.write(name, content)
		require.NoError(t, os.Chmod(y.path(name), 0o700))
	}
	y.git("init", "--quiet")
	y.git("init", "--quiet", "--bare", y.remote)
	y.git("remote", "add", "origin", y.remote)
	y.commit("feat: a toy")
	y.git("push", "--quiet", "origin", "main")
	return d
}

func (d *drift) run() (string, error) {
	d.t.Helper()
	return runIn(d.t.Context(), d.root, d.environ, "bash", "scripts/spec-drift")
}

func (d *drift) git(args ...string) string {
	d.t.Helper()
	text, err := newRepository(d.root, d.environ).git(d.t.Context(), args...)
	require.NoError(d.t, err)
	return text
}

// beside reads a file that was written next to the repository; none is empty.
func (d *drift) beside(name string) string {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(d.root, "..", name))
	if !os.IsNotExist(err) {
		require.NoError(d.t, err)
	}
	return string(data)
}

func TestNoDriftOpensNothing(t *testing.T) {
	d := newDrift(t, "echo task $1\n")
	said, err := d.run()
	require.NoError(t, err)
	assert.Contains(t, said, "no drift")
	assert.Empty(t, d.beside("asked"))
	assert.Equal(t, "main", d.git("rev-parse", "--abbrev-ref", "HEAD"))
}

func TestDriftOpensAPullRequestOnce(t *testing.T) {
	d := newDrift(t, `case $1 in
sync) echo "build 300: new"; echo '{"x": 1}' >openapi/vendor.json ;;
generate) echo "the correction of udf matches nothing" >&2; exit 1 ;;
esac
`)
	_, err := d.run()
	require.NoError(t, err)
	branch := d.git("rev-parse", "--abbrev-ref", "HEAD")
	assert.Regexp(t, "^spec-drift/[0-9a-f]{12}$", branch)
	assert.Contains(t, d.git("ls-remote", "origin"), "refs/heads/"+branch)
	assert.Equal(t, "openapi/vendor.json", d.git("diff", "--name-only", "main", branch))
	assert.Contains(t, d.beside("asked"), "pr create --base main --head "+branch)
	body := d.beside("body")
	assert.Contains(t, body, "build 300: new")
	assert.Contains(t, body, "`task generate`: FAILED")
	assert.Contains(t, body, "the correction of udf matches nothing")
	assert.Contains(t, body, "`task test`: passed")

	d.git("switch", "--quiet", "main")
	said, err := d.run()
	require.NoError(t, err)
	assert.Contains(t, said, "reported already")
	assert.Equal(t, 1, strings.Count(d.beside("asked"), "pr create"))
}

func TestAPlatformThatCannotBeReadFailsTheRun(t *testing.T) {
	d := newDrift(t, `[ "$1" != sync ] || { echo "no platform could be read" >&2; exit 1; }
`)
	_, err := d.run()
	require.Error(t, err)
	assert.Empty(t, d.beside("asked"))
}
