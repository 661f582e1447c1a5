package cmd_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

func TestHelpTopics(t *testing.T) {
	t.Parallel()
	for topic, want := range map[string]string{
		"exit-codes": "8  Uncertain", "environment": "DATTO_API_SECRET", "formats": "jsonl  The server's own objects",
	} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), "help", topic))
		require.Contains(t, w.out.String(), want)
	}
}

func TestWhatIsNoCommandIsAMistakeThatNamesTheLikely(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"devices list":       `"datto devices": did you mean device?`,
		"device lst":         `"datto device lst": did you mean list?`,
		"device ls":          `"datto device ls": did you mean list?`,
		"device get":         `"datto device get": did you mean list or show?`,
		"site view x":        `"datto site view": did you mean show?`,
		"component inspect":  `"datto component inspect": did you mean show?`,
		"site edit x":        `"datto site edit": did you mean update?`,
		"site new":           `"datto site new": did you mean create?`,
		"variable rm x":      `"datto variable rm": did you mean delete?`,
		"device udf remove":  `"datto device udf remove": did you mean clear?`,
		"config profile rm":  `"datto config profile rm": did you mean delete?`,
		"login":              `"datto login": did you mean auth?`,
		"customers":          `"datto customers": did you mean site?`,
		"nothing-like-it":    `"datto nothing-like-it"`,
		"completion tcsh":    `"datto completion tcsh": did you mean`,
		"completion zhs":     `"datto completion zhs": did you mean`,
		"help nosuch":        `"datto nosuch"`,
		"help device lst":    `"datto device lst": did you mean list?`,
		"help device show x": `"datto device show x"`,
	} {
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...), args)
		require.Empty(t, w.out.String(), args)
		first, rest, _ := strings.Cut(w.err.String(), "\n")
		require.True(t, strings.HasPrefix(first, "datto: there is no command "+want), "%s: %s", args, first)
		if !strings.HasSuffix(want, "mean") {
			require.Equal(t, "datto: there is no command "+want, first)
		}
		require.Contains(t, rest, "usage: datto", args)
	}
}

func TestEveryCommandNamesItsColumns(t *testing.T) {
	t.Parallel()
	for _, c := range visible(t) {
		// What datto api prints has the columns that the user names.
		if c.Flags().Lookup("columns") == nil || c.CommandPath() == "datto api" {
			continue
		}
		args := append(strings.Fields(c.CommandPath())[1:], "--columns")
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), args...))
		first, _, _ := strings.Cut(w.err.String(), "\n")
		first, ok := strings.CutPrefix(first, "datto: --columns needs names: the columns are ")
		require.True(t, ok, "%s: %s", c.CommandPath(), w.err.String())
		all, ok := strings.CutSuffix(first, ", and any member as .name")
		require.True(t, ok, first)
		help := strings.ReplaceAll(c.Long, "\n", " ")
		for name := range strings.SplitSeq(all, ", ") {
			require.Regexp(t, `Columns: .*\b`+name+`[,.]`, help, c.CommandPath())
		}
	}
	w := newWorld(t)
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "--demo", "user", "list", "--sort", ""))
	require.Contains(t, w.err.String(), "datto: --sort is empty: the columns are username, name,")
}

func TestMistakesInFlagsAndArgumentsNameWhatIsMeant(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"device list --ofline":     "unknown flag: --ofline: did you mean --offline?",
		"device list --colums uid": "unknown flag: --colums: did you mean --columns?",
		"device list --demmo":      "unknown flag: --demmo: did you mean --demo?",
		"device list --host dc":    "unknown flag: --host: did you mean --hostname?",
		"device list --nosuch":     "unknown flag: --nosuch",
		"alert list --since 2h":    "unknown flag: --since",
		"device list -x":           "unknown shorthand flag: 'x' in -x",
		"api":                      "<path> is missing",
		"variable update":          "<variable> is missing",
	} {
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...), args)
		first, _, _ := strings.Cut(w.err.String(), "\n")
		require.Equal(t, "datto: "+want, first)
	}
}

// What is wrong with a value is said in the words of the program.
func TestNonsenseAsTheValueOfAFlagIsExplained(t *testing.T) {
	t.Parallel()
	refused := 0
	for _, c := range commands(t) {
		try := func(flag *pflag.Flag) {
			for _, nonsense := range []string{"maybe", `may"be`, "-1", "1.5", "99999999999999999999999", "-99999999999999999999999"} {
				err := c.ParseFlags([]string{"--" + flag.Name + "=" + nonsense})
				if err == nil {
					continue // It may be any text.
				}
				refused++
				text := c.FlagErrorFunc()(c, err).Error()
				require.Contains(t, text, fmt.Sprintf("invalid argument %q for ", nonsense))
				for _, internal := range []string{"strconv", "pflag", "invalid syntax", "time:", "parse error", "value out of range"} {
					require.NotContains(t, text, internal, c.CommandPath())
				}
			}
		}
		c.LocalFlags().VisitAll(try)
		c.InheritedFlags().VisitAll(try)
	}
	require.Greater(t, refused, 1000)
	w := newWorld(t)
	for args, want := range map[string]string{
		"site list --demo=maybe":                    `"maybe" for "--demo" flag: it must be true or false`,
		"site proxy set Orchard --port x":           `"x" for "--port" flag: it must be a whole number`,
		"site proxy set Orchard --port 99999999999": `"99999999999" for "--port" flag: it is out of range`,
		"device find --id x":                        `"x" for "--id" flag: it must be a whole number`,
		"device list --limit x":                     `"x" for "--limit" flag: it must be a number of rows, or 0 for all`,
		"simulator serve --seed -1":                 `"-1" for "--seed" flag: it must be a whole number, 0 or more`,
		"simulator serve --time-scale x":            `"x" for "--time-scale" flag: it must be a number`,
		`device list --columns "name`:               `"\"name" for "--columns" flag: a quotation mark must enclose a whole item, and be closed`,
	} {
		require.Equal(t, exitcode.Failed, w.run(t.Context(), strings.Fields(args)...), args)
		require.Contains(t, w.err.String(), "datto: invalid argument "+want+"\nusage: ", args)
	}
}

func TestHelpOfEveryCommandHasAUsage(t *testing.T) {
	t.Parallel()
	for _, c := range visible(t) {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), append(strings.Fields(c.CommandPath())[1:], "--help")...), w.err.String())
		_, usage, _ := strings.Cut(w.out.String(), "Usage:\n")
		require.True(t, strings.HasPrefix(usage, "  "+c.CommandPath()), "%s: %s", c.CommandPath(), usage)
		direct := w.out.String()
		require.Zero(t, w.run(t.Context(), append([]string{"help"}, strings.Fields(c.CommandPath())[1:]...)...), w.err.String())
		require.Equal(t, direct, w.out.String())
	}
}

// Examples and usage lines are copied, and so stay on one line each.
func TestHelpFitsATerminal(t *testing.T) {
	t.Parallel()
	const columns = 80
	paths := []string{"datto exit-codes", "datto environment", "datto formats"}
	for _, c := range visible(t) {
		paths = append(paths, c.CommandPath())
	}
	for _, path := range paths {
		if strings.HasPrefix(path, "datto completion ") {
			continue // The library wrote them.
		}
		w := newWorld(t)
		f := w.factory()
		f.Streams.OutTTY, f.Streams.Columns = true, columns
		require.Zero(t, cmd.Run(t.Context(), f, append([]string{"help"}, strings.Fields(path)[1:]...)), w.err.String())
		copied := false
		for line := range strings.Lines(w.out.String()) {
			if !strings.HasPrefix(line, " ") && line != "\n" {
				copied = line == "Usage:\n" || line == "Examples:\n" || strings.HasPrefix(line, "Use \"")
			}
			require.True(t, copied || len(strings.TrimSpace(line)) <= columns, "%s: %s", path, line)
		}
	}
}
