package cmd_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/docs"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
)

// documents is where the pages are that come from the commands.
var documents = filepath.Join("..", "..", "..", "..", "docs")

// uncached keeps the go command from passing the result of an earlier run off as
// that of a test that reads what lies outside of this module, where it does not look
// for changes. The variable has another value in each run of task test.
func uncached() { _ = os.Getenv("DATTO_CANARY_DIR") }

// TestReferencePagesAreUpToDate holds docs/cli against the commands. Run it with -update to write the pages.
func TestReferencePagesAreUpToDate(t *testing.T) {
	t.Parallel()
	uncached()
	root := cmd.NewRoot(newWorld(t).factory())
	if *update {
		require.NoError(t, docs.WriteMarkdown(root, filepath.Join(documents, "cli")))
		return
	}
	fresh := t.TempDir()
	require.NoError(t, docs.WriteMarkdown(root, fresh))
	assert.Equal(t, pages(t, fresh), pages(t, filepath.Join(documents, "cli")), "run go test ./internal/cmd -run TestReference -update")
}

// pages gives the content of each page in a folder.
func pages(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.md"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	content := map[string]string{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		content[filepath.Base(path)] = strings.ReplaceAll(string(raw), "\r\n", "\n")
	}
	return content
}

func TestManPages(t *testing.T) {
	t.Parallel()
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), "docs", "man", dir), "%s", w.err.String())
	}
	written, err := filepath.Glob(filepath.Join(first, "*"))
	require.NoError(t, err)
	require.Contains(t, written, filepath.Join(first, "datto.1"))
	require.Contains(t, written, filepath.Join(first, "datto-device-list.1"))
	run, err := os.ReadFile(filepath.Join(first, "datto-job-run.1"))
	require.NoError(t, err)
	require.Contains(t, string(run), `\fBdatto job run <device>... --component <component> [flags]`)
	require.NotContains(t, string(run), "0001", "the day before all days")
	for _, page := range written {
		require.Equal(t, ".1", filepath.Ext(page))
		one, err := os.ReadFile(page)
		require.NoError(t, err)
		two, err := os.ReadFile(filepath.Join(second, filepath.Base(page)))
		require.NoError(t, err)
		assert.Equal(t, string(one), string(two), "the same program gives the same pages")
	}
}

var (
	directive = regexp.MustCompile(`^//datto:operation (\S+ \S+)$`)
	method    = regexp.MustCompile(`^func \(s \*(\w+)Service\) ([A-Z]\w*)\(`)
)

// TestCoverageTableIsUpToDate holds docs/coverage.md: each operation of the contract with the methods that call it and the
// commands that do. Run it with -update to write the table.
func TestCoverageTableIsUpToDate(t *testing.T) {
	t.Parallel()
	methods := clientMethods(t)
	called := map[string][]string{}
	for _, c := range commands(t) {
		for _, operation := range command.Operations(c) {
			called[operation] = append(called[operation], "`"+c.CommandPath()+"`")
		}
	}
	var table bytes.Buffer
	table.WriteString("# Coverage\n\nEach operation of the contract, the methods of package `datto` that call it, and the commands that do. `datto api` reaches\n" +
		"them all. Written by a test of the command line.\n\n| operation | method | command |\n|---|---|---|\n")
	count := 0
	for _, op := range datto.Operations() {
		count++
		using := strings.Join(called[op.String()], ", ")
		if reason := apiOnly[op.String()]; reason != "" {
			using = "`datto api` only: " + reason
		}
		require.NotEmpty(t, methods[op.String()], "%s has no method", op)
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", op, strings.Join(methods[op.String()], ", "), using)
	}
	require.Equal(t, 65, count)
	path := filepath.Join(documents, "coverage.md")
	if *update {
		require.NoError(t, os.WriteFile(path, table.Bytes(), 0o600))
		return
	}
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, table.String(), strings.ReplaceAll(string(raw), "\r\n", "\n"), "run go test ./internal/cmd -run TestCoverage -update")
}

// clientMethods reads which methods of the client call which operation, from the lines that say so in its source.
func clientMethods(t *testing.T) map[string][]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "datto-api", "datto", "*.go"))
	require.NoError(t, err)
	methods := map[string][]string{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var pending []string
		for line := range strings.Lines(string(raw)) {
			line = strings.TrimRight(line, "\r\n")
			if match := directive.FindStringSubmatch(line); match != nil {
				pending = append(pending, match[1])
			} else if match := method.FindStringSubmatch(line); match != nil {
				for _, operation := range pending {
					methods[operation] = append(methods[operation], "`"+match[1]+"."+match[2]+"`")
				}
				pending = nil
			}
		}
	}
	for _, names := range methods {
		slices.Sort(names)
	}
	return methods
}
