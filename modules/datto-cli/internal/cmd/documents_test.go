package cmd_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
)

var (
	anyFence        = regexp.MustCompile("(?ms)^```.*?^```$")
	powershellFence = regexp.MustCompile("(?ms)^```powershell\n(.*?)^```$")
	scheduledCall   = regexp.MustCompile(`datto\.exe"? -Argument '([^']*)'`)
	redirection     = regexp.MustCompile(` \d?> [\w.]+$`)
	inlineCall      = regexp.MustCompile("`(datto [^`]*)`")
)

// written are the calls of datto that stand inside of a document's lines, and those
// of its blocks for PowerShell, which no machine here has.
func written(t *testing.T, text string) []string {
	t.Helper()
	var calls []string
	for _, match := range inlineCall.FindAllStringSubmatch(anyFence.ReplaceAllString(text, ""), -1) {
		call := strings.ReplaceAll(match[1], `\|`, "|")
		if !strings.Contains(call, "<") {
			calls = append(calls, call)
		}
	}
	for _, block := range powershellFence.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			calls = append(calls, powershellCalls(t, line)...)
		}
		for _, task := range scheduledCall.FindAllStringSubmatch(block[1], -1) {
			calls = append(calls, "datto "+task[1])
		}
	}
	return calls
}

// powershellCalls are the calls of datto in a line of PowerShell.
func powershellCalls(t *testing.T, line string) []string {
	t.Helper()
	// Nothing inside of quotes divides a line.
	quote, plain := rune(0), []rune(strings.TrimSpace(line))
	for i, r := range plain {
		switch {
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case quote == r:
			quote = 0
		case quote != 0:
			plain[i] = '_'
		}
	}
	require.Zero(t, quote, "a quote is not closed: %s", line)
	shape, whole := string(plain), []rune(strings.TrimSpace(line))
	if at := strings.Index(shape, " #"); at >= 0 {
		shape = shape[:at]
	}
	var calls []string
	at := 0
	for part := range strings.SplitSeq(shape, "|") {
		text := string(whole[len([]rune(shape[:at])):len([]rune(shape[:at+len(part)]))])
		at += len(part) + 1
		_, value, assigned := strings.Cut(text, " = ")
		if assigned && strings.HasPrefix(text, "$") {
			text = value
		}
		text = strings.TrimSpace(text)
		if inside, ok := strings.CutPrefix(text, "("); ok {
			text = strings.TrimSuffix(inside, ")")
		}
		if strings.HasPrefix(text, "datto ") {
			calls = append(calls, redirection.ReplaceAllString(text, ""))
		}
	}
	require.Len(t, calls, strings.Count(shape, "datto "), "a call is not understood: %s", line)
	return calls
}

func TestCallsInPowerShell(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"datto device list":                                      {"datto device list"},
		"$d = (datto device list | ConvertFrom-Json)":            {"datto device list"},
		"Get-Content x | datto alert resolve - --yes":            {"datto alert resolve - --yes"},
		`datto device list --jq '.[] | select("a b")' # a | b`:   {`datto device list --jq '.[] | select("a b")'`},
		"datto device list 2> log.txt":                           {"datto device list"},
		`if ($LASTEXITCODE -ne 0) { throw "datto device list" }`: nil,
	} {
		require.Equal(t, want, powershellCalls(t, line), line)
	}
}

// TestCallsInTheLinesOfDocuments runs what the documents say between backticks and to
// PowerShell, on the simulated account. The words in capitals are filled in.
func TestCallsInTheLinesOfDocuments(t *testing.T) {
	t.Parallel()
	texts := documentFiles(t)
	delete(texts, "coverage") // It names commands, and is made from them.
	require.Greater(t, len(written(t, texts["powershell"])), 40)
	require.NotEmpty(t, written(t, texts["exit-codes"]))
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		run := func(in string, args ...string) (code int, out, errs string) {
			f, stdout, stderr := bubble(t)
			f.Getenv = func(name string) string {
				return map[string]string{"DATTO_CONFIG_DIR": dir, "DATTO_KEYRING": "off"}[name]
			}
			f.Streams.In = bytes.NewReader([]byte(in))
			code = cmd.Run(t.Context(), f, append([]string{"--demo"}, args...))
			return code, stdout.String(), stderr.String()
		}
		uid := func(args string) string {
			code, out, errs := run("", strings.Fields(args)...)
			require.Zero(t, code, errs)
			return strings.TrimSpace(out)
		}
		values := map[string]string{
			"SITE": "Pinecrest", "COMPONENT": "Clear temporary files", "VARIABLE": "backupPortal",
			"NAME": "acme", "TEXT": "text", "HOST": "proxy.example", "FILE": "file.csv",
			"ALERT": uid("alert list --limit 1 --columns uid"),
		}
		job := strings.Fields(uid("activity list --category job --sort -hasStdOut --limit 1 --columns jobUid,hostname"))
		values["JOB"] = job[0]
		uid("config profile create acme --platform merlot") // Of NAME.
		capitals := regexp.MustCompile(`\b(ALERT|COMPONENT|DEVICE|FILE|HOST|JOB|NAME|SITE|TEXT|VARIABLE)\b`)
		for name, text := range texts {
			for _, call := range written(t, text) {
				values["DEVICE"] = "ORCA-DC01"
				if strings.Contains(call, "JOB") {
					values["DEVICE"] = job[1]
				}
				args := words(t, call)[1:]
				for i, arg := range args {
					args[i] = capitals.ReplaceAllStringFunc(arg, func(word string) string { return values[word] })
					if i > 0 && args[i-1] == "--out" {
						args[i] = filepath.Join(t.TempDir(), args[i])
					}
				}
				found, _, err := cmd.NewRoot(newWorld(t).factory()).Find(args)
				require.NoError(t, err, call)
				writes := found.Flags().Lookup("yes") != nil && found.Name() != "api" && found.Name() != "login"
				if writes && !slices.Contains(args, "--yes") {
					args = append(args, "--yes")
				}
				code, out, errs := run(values["ALERT"]+"\r\n", args...)
				assert.Zero(t, code, "%s: %s: %s", name, call, errs)
				silent := writes || slices.Contains(args, "--out") || found.Parent().Name() == "auth" || found.Name() == "use"
				assert.True(t, silent || out != "", "%s: %s prints nothing", name, call)
			}
		}
	})
}
