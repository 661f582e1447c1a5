package cmd_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// notRun are the commands whose examples cannot be run here, and why.
var notRun = map[string]string{
	"datto simulator serve":       "it serves until it is interrupted; testdata/script/simulator.txtar does that",
	"datto auth login":            "it talks to a platform; testdata/script/auth.txtar logs in to a simulation",
	"datto doctor":                "it looks at the network; testdata/script/doctor.txtar does that",
	"datto completion bash":       "the library's own text",
	"datto completion fish":       "the library's own text",
	"datto completion powershell": "the library's own text",
	"datto completion zsh":        "the library's own text",
}

// lineNotRun are beginnings of lines in documents that are not run: other programs,
// and what notRun holds.
var lineNotRun = regexp.MustCompile(`^\s*(export DATTO_|go (install|get)\b|git |cd |curl|\./scripts/|task |datto (simulator serve|auth login|doctor)\b)`)

// TestExamples runs the examples of every command's help, and those of the
// documents, in a shell. Where they do not say --demo, they meet a simulation.
func TestExamples(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell here")
	}
	dir := t.TempDir()
	login := "stdin secret.txt\nexec datto auth login --profile acme --base-url $DATTO_BASE_URL --key $DATTO_API_KEY --secret-stdin --insecure-storage\n"
	write := func(name, text string) {
		script := "simulator devices=40\n"
		if name != "datto_config_profile_create" {
			script += login // the documents' customer
		}
		script += "exec sh -eu example.sh\n" +
			"-- example.sh --\n" + text + "\n-- token.txt --\nCANARY\n-- password.txt --\nCANARY\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(script), 0o600))
	}
	for _, c := range commands(t) {
		path := c.CommandPath()
		if notRun[path] != "" || c.Hidden || c.HasParent() && c.Parent().Hidden {
			continue
		}
		require.NotEmpty(t, c.Example, "%s has no example", path)
		require.NotEmpty(t, c.Short, "%s has no summary", path)
		write(strings.ReplaceAll(path, " ", "_"), c.Example)
	}
	for name, text := range documentExamples(t) {
		write(name, text)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			if err := setUpScript(env); err != nil {
				return err
			}
			// Time passes in examples, because some wait.
			env.Setenv(nowVariable, "")
			return os.WriteFile(filepath.Join(env.WorkDir, "secret.txt"), []byte(simulatedSecret()), 0o600)
		},
		Cmds: scriptCommands(),
	})
}

// fence finds the shell blocks of a document.
var fence = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// documentExamples are the shell blocks of the documents that call datto.
func documentExamples(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "..")
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	files = append(files, filepath.Join(root, "README.md"), filepath.Join(root, "modules", "datto-cli", "README.md"))
	examples := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		text := strings.ReplaceAll(string(content), "\r\n", "\n")
		for n, block := range fence.FindAllStringSubmatch(text, -1) {
			if run := runnable(block[1]); strings.Contains(run, "datto ") {
				name := fmt.Sprintf("%s_%d", strings.TrimSuffix(filepath.Base(file), ".md"), n+1)
				if filepath.Dir(file) != filepath.Join(root, "docs") {
					name = filepath.Base(filepath.Dir(file)) + "_" + name
				}
				examples[strings.ReplaceAll(name, "..", "root")] = run
			}
		}
	}
	require.NotEmpty(t, examples)
	return examples
}

var goRun = regexp.MustCompile(`go run \S*/cmd/datto(@\S+)?`)

// runnable is a block without the lines that are not run here.
func runnable(block string) string {
	var lines []string
	for line := range strings.Lines(goRun.ReplaceAllString(block, "datto")) {
		if !lineNotRun.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
