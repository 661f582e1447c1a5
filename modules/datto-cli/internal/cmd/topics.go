package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
)

// topics are pages of help that are about no command.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "exit-codes", Short: "What the program ends with", Long: exitCodesText},
		{Use: "environment", Short: "Variables of the environment", Long: environmentText()},
		{Use: "formats", Short: "What the output formats hold", Long: formatsText},
	}
}

const exitCodesText = `What the program ends with, for scripts.

  0  Done: everything was done, and everything was printed.
  1  Failed: anything that has no status of its own.
  2  Cancelled: interrupted, or a question answered with no.
  4  Credentials: missing, refused, or without the right to do this.
  5  Not found: what was named does not exist.
  6  Limited: the account's request budget is used up, or this address is blocked.
  7  Incomplete: a part of what was asked for is missing from the output.
  8  Uncertain: a write was sent, and nobody knows whether it took effect.

When a list breaks off, the cause decides: 2, 4 and 6 keep their status, anything else
is 7 once rows have been printed. A JSON list that broke off is not closed, and --out
leaves the file as it was.`

func environmentText() string {
	var text strings.Builder
	text.WriteString("Variables of the environment. A flag counts before a variable, a variable before a\n" +
		"profile, a profile before the config file.\n\n")
	line := func(name, about string) { fmt.Fprintf(&text, "  %-20s %s\n", name, about) }
	for _, s := range config.Settings() {
		if s.Env != "" {
			line(s.Env, s.Description)
		}
	}
	text.WriteString("\n")
	line("DATTO_CONFIG_DIR", "The directory of everything that is kept.")
	line("DATTO_FORCE_TTY", "Print as to a terminal, of this many columns.")
	line("NO_COLOR", "Print no colours, whatever its value.")
	line("CLICOLOR", "0 prints no colours.")
	line("CLICOLOR_FORCE", "Print colours even into a pipe, unless it is 0.")
	line("COLUMNS", "The width of a terminal that does not tell its own.")
	line("HTTPS_PROXY", "The proxy, as for other programs; NO_PROXY names hosts to reach without it.")
	return strings.TrimRight(text.String(), "\n")
}

const formatsText = `What the output formats hold. Without --output it is table on a terminal, tsv in a
pipe, and in a file (--out) what its name says: .csv, .json, .jsonl or .ndjson, .tsv,
.yaml or .yml, .txt for table; a name without an ending makes it tsv.

  table  Columns, for people: relative times, fitted to the width of the terminal. Into
         a pipe nothing is cut, and times are in RFC 3339.
  tsv    Columns, for programs: no heading, a line for each row, a tab between cells.
         A tab, newline or control character in a value is written \t, \n, \u001b.
         Of a single object, a line for each column: its name and its value.
  csv    Columns with a heading, safe to open in a spreadsheet. --bom adds the mark by
         which Excel knows UTF-8.
  json   An array of the server's own objects, one in a line; of a single object, that.
  jsonl  The server's own objects, one in a line.
  yaml   The server's own objects.

json, jsonl and yaml are not changed: times are epoch milliseconds, unset user-defined
fields null, numbers have all their digits, and members that this program does not know
are there. Only proxy passwords are masked, unless --show-secrets is given.

--columns chooses columns; a name with a dot in front is any member of the object, such
as .antivirus.antivirusProduct. --jq and --template work on the JSON: of a list on the
whole array, with --output jsonl on each object. Templates are Go's, with these
functions: time and ago (a time), json, join, upper, lower.`
