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
		{Use: "exit-codes", Short: "Exit codes, and what they tell a script", Long: exitCodesText},
		{Use: "environment", Short: "Environment variables", Long: environmentText()},
		{Use: "formats", Short: "Output formats, and what each contains", Long: formatsText},
	}
}

const exitCodesText = `Exit codes, and what they tell a script.

  0  Done: everything was done, and everything was printed.
  1  Failed: anything that has no status of its own.
  2  Cancelled: interrupted, or a question answered with no.
  4  Credentials: missing, refused, or without the right to do this.
  5  Not found: what was named does not exist.
  6  Limited: the account's request budget is used up, or this address is blocked.
  7  Incomplete: a part of what was asked for is missing from the output.
  8  Uncertain: a write was sent, and nobody knows whether it took effect.

When a list breaks off, the cause decides: 2, 4 and 6 keep their status, and
anything else is 7 once rows have been printed. A JSON list that broke off is
not closed, and --out leaves the file as it was.`

func environmentText() string {
	var text strings.Builder
	text.WriteString("Environment variables. A flag takes precedence over a variable, a variable over\n" +
		"a profile, and a profile over the config file.\n\n")
	line := func(name, about string) { fmt.Fprintf(&text, "  %-20s %s\n", name, about) }
	for _, s := range config.Settings() {
		if s.Env != "" {
			line(s.Env, s.Description)
		}
	}
	text.WriteString("\n")
	line("DATTO_CONFIG_DIR", "The directory in which everything is kept.")
	line("DATTO_FORCE_TTY", "Print as if to a terminal, this many columns wide.")
	line("NO_COLOR", "Set it to anything to print no colours.")
	line("CLICOLOR", "Set it to 0 to print no colours.")
	line("CLICOLOR_FORCE", "Set it to anything but 0 to print colours to a pipe, too.")
	line("COLUMNS", "The width of a terminal that does not report its own.")
	line("HTTPS_PROXY", "The proxy; NO_PROXY lists hosts to reach without it.")
	return strings.TrimRight(text.String(), "\n")
}

const formatsText = `Output formats, and what each contains. Without --output it is table on a
terminal and tsv in a pipe. With --out, the file name decides: .csv, .json,
.jsonl or .ndjson, .tsv, .yaml or .yml, .txt for table; no extension means tsv.

  table  Columns, for people: relative times, fitted to the width of the
         terminal. In a pipe nothing is cut, and times are in RFC 3339.
  tsv    Columns, for programs: no header, one line per row, a tab between
         cells. A tab, newline or control character in a value is written
         \t, \n, \u001b. A single object is one line per column, with its name
         and its value.
  csv    Columns with a header, safe to open in a spreadsheet: text that it
         would run as a formula (=, +, -, @) gets an apostrophe in front. --bom
         adds the mark by which Excel recognises UTF-8.
  json   An array of the server's own objects, one per line; or a single object.
  jsonl  The server's own objects, one per line.
  yaml   The server's own objects.

json, jsonl and yaml are passed on unchanged: times are epoch milliseconds,
unset user-defined fields are null, numbers keep all their digits, and members
that this program does not know are included. Only proxy passwords are masked,
unless --show-secrets is given.

--columns chooses columns; a name with a leading dot is any member of the
object, such as .antivirus.antivirusProduct. --jq and --template work on the
JSON: for a list, on the whole array, or with --output jsonl on each object. The
whole array takes about 30 MB of memory for 1,000 devices. An expression that
begins with .[], map(f), [.[] | f] or length takes no more than what it makes of
the objects, and jsonl none of it. Nothing is printed until the array is whole;
with jsonl, what comes of an object is printed at once. Templates are Go's, with
these functions: time and ago (a time), json, join, upper, lower.

--sort orders times and numbers by size, priorities by urgency, and text by its
letters and the size of the numbers in it (PC9, PC10); rows without a value come
last. With --limit, the first rows of the sorted list are printed.`
