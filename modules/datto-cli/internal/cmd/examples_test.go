package cmd_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
)

// withoutDemo are the commands, or groups of them, whose examples do not say
// --demo, and why. They run under it all the same.
var withoutDemo = map[string]string{
	"datto auth login":            "the simulation needs no login",
	"datto auth logout":           "the simulation needs no login",
	"datto completion":            "no account has a part in it",
	"datto config profile create": "the settings of this machine are written, which nothing simulates",
	"datto config profile delete": "the settings of this machine are written, which nothing simulates",
	"datto config profile use":    "the settings of this machine are written, which nothing simulates",
	"datto config set":            "the settings of this machine are written, which nothing simulates",
	"datto config unset":          "the settings of this machine are written, which nothing simulates",
	"datto help":                  "no account has a part in it",
	"datto simulator":             "it is the simulation",
}

// reasonWithoutDemo is why the examples of a command do not say --demo, if so.
func reasonWithoutDemo(path string) string {
	for ; strings.Contains(path, " "); path = path[:strings.LastIndexByte(path, ' ')] {
		if reason := withoutDemo[path]; reason != "" {
			return reason
		}
	}
	return ""
}

// visible are all commands that help shows, groups and the program itself among
// them.
func visible(t *testing.T) []*cobra.Command {
	t.Helper()
	var all []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Hidden || c.IsAdditionalHelpTopicCommand() {
			return
		}
		all = append(all, c)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(cmd.NewRoot(newWorld(t).factory()))
	require.Greater(t, len(all), 80)
	return all
}

var dattoCall = regexp.MustCompile(`\bdatto (\S+)`)

func TestEveryCommandHasASummaryAndAnExampleForTheSimulation(t *testing.T) {
	t.Parallel()
	unused := map[string]bool{}
	for path := range withoutDemo {
		unused[path] = true
	}
	for _, c := range visible(t) {
		path := c.CommandPath()
		assert.NotEmpty(t, c.Short, "%s has no summary", path)
		calls := dattoCall.FindAllStringSubmatch(c.Example, -1)
		assert.NotEmpty(t, calls, "%s has no example", path)
		assert.Contains(t, strings.ReplaceAll(c.Example, " --demo", ""), strings.TrimSuffix(path, " "), "an example of %s is of something else", path)
		delete(unused, path)
		for _, call := range calls {
			assert.True(t, call[1] == "--demo" || reasonWithoutDemo(path) != "", "%s: an example does not say --demo: %s", path, c.Example)
		}
	}
	assert.Empty(t, unused, "there is no such command")
}

// A type is no name for what a flag wants.
func TestEveryFlagNamesItsValue(t *testing.T) {
	t.Parallel()
	for _, c := range visible(t) {
		c.Flags().VisitAll(func(flag *pflag.Flag) {
			assert.NotEmpty(t, flag.Usage)
			if name, _ := pflag.UnquoteUsage(flag); flag.Value.Type() != "bool" {
				assert.NotContains(t, []string{"", "string", "strings", "stringArray", "int", "uint", "float", "duration", "value"}, name, "%s --%s", c.CommandPath(), flag.Name)
			}
		})
	}
}

// shellStart is what the examples run in. They meet the program by a function which
// notes calls that fail, because an example can go on after them, and calls that
// print nothing although they read something.
const shellStart = `datto() {
	printed=$(mktemp printed.XXXXXX)
	status=0
	command datto "$@" > "$printed" || status=$?
	cat "$printed"
	case "$status $* " in
	"0 "*) ;;
	"1 "*"job wait "*) [ -s "$printed" ] || echo "datto $*" >> failed.txt ;; # a job may fail
	*) echo "datto $*" >> failed.txt
	esac
	case " $* " in
	*" --yes "*|*" --out "*|*" auth log"*|*" config set "*|*" config unset "*|*" config profile "*) ;;
	*) [ -s "$printed" ] || echo "datto $*" >> nothing.txt
	esac
	return $status
}
`

// shell is a shell in which a failure anywhere ends the script, also in a pipe where
// it can do that.
func shell(t *testing.T) string {
	t.Helper()
	tries := [][]string{{"sh", "-euo", "pipefail"}, {"bash", "-euo", "pipefail"}, {"sh", "-eu"}}
	if runtime.GOOS == "windows" {
		// Another bash than that of sh may be one of another system.
		tries = [][]string{tries[0], tries[2]}
	}
	for _, try := range tries {
		if exec.CommandContext(t.Context(), try[0], append(try[1:], "-c", "true")...).Run() == nil {
			return strings.Join(try, " ")
		}
	}
	t.Skip("there is no shell here")
	return ""
}

// exampleStart is when examples begin: TEST_START, or when scripts do.
func exampleStart() time.Time {
	if start, ok := timeIn(startVariable); ok {
		return start
	}
	return scriptNow
}

// TestExamples runs the examples of every command's help, and those of the
// documents, in a shell. Where they do not say --demo, they meet a simulation.
// Those that are not run here are by TestExamplesOfLoggingInAndServing.
func TestExamples(t *testing.T) {
	t.Parallel()
	run := shell(t)
	dir := t.TempDir()
	login := "stdin secret.txt\nexec datto auth login --profile acme --base-url $DATTO_BASE_URL --key $DATTO_API_KEY --secret-stdin --insecure-storage\n"
	write := func(name, text string) {
		text = runnable(text)
		if !strings.Contains(text, "datto ") {
			return
		}
		script := "simulator\n"
		if !strings.HasPrefix(name, "datto_config_profile_create") {
			script += login // the documents' customer
		}
		script += "exec " + run + " example.sh\n! exists failed.txt nothing.txt\n" +
			"-- example.sh --\n" + shellStart + text + "\n-- token.txt --\nCANARY\n-- password.txt --\nCANARY\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(script), 0o600))
	}
	for _, c := range visible(t) {
		name := strings.ReplaceAll(c.CommandPath(), " ", "_")
		write(name, c.Example)
		if !strings.Contains(c.Example, " --demo ") {
			write(name+"_demo", dattoCall.ReplaceAllString(c.Example, "datto --demo $1"))
		}
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
			// Time passes in examples, because some wait. It starts where it does in
			// every run, because what a simulated fleet has done depends on it.
			env.Setenv(nowVariable, "")
			env.Setenv(startVariable, strconv.FormatInt(exampleStart().Unix(), 10))
			env.Values[clockKey{}] = &scriptClock{now: from(exampleStart())}
			return os.WriteFile(filepath.Join(env.WorkDir, "secret.txt"), []byte(simulatedSecret()), 0o600)
		},
		Cmds: scriptCommands(),
	})
}

// attended are beginnings of the lines with datto that TestExamples leaves to
// TestExamplesOfLoggingInAndServing: they want a terminal or an interrupt.
var attended = regexp.MustCompile(`^\s*datto (--demo )?(simulator serve|auth login)\b`)

// TestExamplesOfLoggingInAndServing runs the examples that want somebody at a
// terminal, or go on until they are interrupted.
func TestExamplesOfLoggingInAndServing(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, c := range visible(t) {
		texts = append(texts, c.Example)
	}
	for _, text := range documentExamples(t) {
		texts = append(texts, text)
	}
	logins, served := 0, 0
	for line := range strings.Lines(strings.Join(texts, "\n")) {
		if !attended.MatchString(line) {
			continue
		}
		w := newWorld(t)
		key, secret := w.sim.Credentials()
		line = strings.NewReplacer(`"$KEY"`, key, "ACMEKEY", key).Replace(strings.TrimSpace(line))
		line, _, fromFile := strings.Cut(line, " < ")
		args := words(t, line)[1:]
		for _, demo := range []string{"--demo=false", "--demo"} {
			switch args[0] {
			case "auth":
				logins++
				delete(w.env, "DATTO_API_KEY")
				delete(w.env, "DATTO_API_SECRET")
				w.canAsk, w.in = true, key+"\n"+secret+"\n"
				if fromFile || strings.Contains(line, "--secret-stdin") {
					w.canAsk, w.in = false, secret
				}
				require.Zero(t, w.run(t.Context(), append(args, demo)...), "%s: %s", line, w.err.String())
				require.Zero(t, w.run(t.Context(), "config", "profile", "list", "--columns", "name,store"), "%s: %s", line, w.err.String())
				require.Equal(t, map[string]string{"--demo": "", "--demo=false": "acme\tfile\n"}[demo], w.out.String(), line)
			case "simulator":
				served++
				ctx, interrupt := context.WithCancel(t.Context())
				f := w.factory()
				f.Streams.Out = writerFunc(func(p []byte) (int, error) {
					if bytes.Contains(p, []byte("DATTO_API_SECRET=")) {
						interrupt()
					}
					return w.out.Write(p)
				})
				// The port may be somebody else's here.
				require.Zero(t, cmd.Run(ctx, f, append(args, "--addr", "127.0.0.1:0", demo)), "%s: %s", line, w.err.String())
				require.Contains(t, w.out.String(), "DATTO_BASE_URL=http://127.0.0.1:", line)
				interrupt()
			}
			w.env["DATTO_CONFIG_DIR"] = t.TempDir()
		}
	}
	require.GreaterOrEqual(t, logins, 6)
	require.GreaterOrEqual(t, served, 6)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// words are the words of a command line. Quotes keep what they enclose together.
func words(t *testing.T, line string) []string {
	t.Helper()
	var all []string
	var word strings.Builder
	open, quote := false, rune(0)
	end := func() {
		if open {
			all = append(all, word.String())
		}
		word.Reset()
		open = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && r == ' ':
			end()
		default:
			word.WriteRune(r)
			open = true
		}
	}
	end()
	require.Zero(t, quote, "a quote is not closed: %s", line)
	return all
}

// fence finds the shell blocks of a document.
var fence = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// workflowRun finds the commands of a workflow of a CI system.
var workflowRun = regexp.MustCompile(`(?m)^ *- run: (.*)$`)

// documentFiles are the documents for people who use the program.
func documentFiles(t *testing.T) map[string]string {
	t.Helper()
	uncached()
	root := filepath.Join("..", "..", "..", "..")
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	files = append(files, filepath.Join(root, "README.md"), filepath.Join(root, "modules", "datto-cli", "README.md"))
	texts := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		if filepath.Dir(file) != filepath.Join(root, "docs") {
			name = strings.ReplaceAll(filepath.Base(filepath.Dir(file))+"_"+name, "..", "root")
		}
		texts[name] = strings.ReplaceAll(string(content), "\r\n", "\n")
	}
	require.Greater(t, len(texts), 10)
	return texts
}

// documentExamples are the shell blocks and steps of workflows in the documents that call datto.
func documentExamples(t *testing.T) map[string]string {
	t.Helper()
	examples := map[string]string{}
	for name, text := range documentFiles(t) {
		blocks := append(fence.FindAllStringSubmatch(text, -1), workflowRun.FindAllStringSubmatch(text, -1)...)
		for n, block := range blocks {
			if text := goRun.ReplaceAllString(block[1], "datto"); strings.Contains(text, "datto ") {
				examples[fmt.Sprintf("%s_%d", name, n+1)] = text
			}
		}
	}
	require.NotEmpty(t, examples)
	return examples
}

var (
	goRun = regexp.MustCompile(`go run \S*/cmd/datto(@\S+)?`)
	// otherProgram are beginnings of lines in documents that call no datto, or give it
	// an account that there is not.
	otherProgram = regexp.MustCompile(`^\s*(export DATTO_|go (install|get)\b|git |cd |curl|\./scripts/|task )`)
)

// runnable is a block without the lines that are not run in a shell here.
func runnable(block string) string {
	var lines []string
	for line := range strings.Lines(block) {
		if !otherProgram.MatchString(line) && !attended.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
