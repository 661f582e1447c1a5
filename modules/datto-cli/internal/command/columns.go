package command

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// columnsKey is where a flag that takes names of columns notes those that there are.
const columnsKey = "columns"

// NameColumns says in the help what the columns of cmd are called, and completes their
// names. It is called when cmd has its flags.
func NameColumns(cmd *cobra.Command, columns []output.Column) {
	if len(columns) == 0 {
		return
	}
	var names, shown, hidden []string
	for i := range columns {
		names = append(names, columns[i].Name)
		if columns[i].OnRequest {
			hidden = append(hidden, columns[i].Name)
		} else {
			shown = append(shown, columns[i].Name)
		}
	}
	about := "Columns: " + strings.Join(shown, ", ") + "."
	if len(hidden) > 0 {
		about += " Only with --columns: " + strings.Join(hidden, ", ") + "."
	}
	if cmd.Long == "" {
		cmd.Long = cmd.Short + "."
	}
	cmd.Long += "\n\n" + wrap(about)
	for _, name := range []string{"columns", "sort"} {
		if flag := cmd.Flags().Lookup(name); flag != nil {
			_ = cmd.Flags().SetAnnotation(name, columnsKey, names)
			_ = cmd.RegisterFlagCompletionFunc(name, CompleteList(names...))
		}
	}
}

// wrap breaks a text into lines of a width that is comfortable to read.
func wrap(text string) string {
	const width = 80
	var wrapped strings.Builder
	at := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case at+1+len(word) > width:
			wrapped.WriteByte('\n')
			at = 0
		default:
			wrapped.WriteByte(' ')
			at++
		}
		wrapped.WriteString(word)
		at += len(word)
	}
	return wrapped.String()
}

// columnsOf lists the columns that the flag takes. It is empty for other flags.
func columnsOf(flag *pflag.Flag) string {
	names := flag.Annotations[columnsKey]
	if len(names) == 0 {
		return ""
	}
	return "the columns are " + strings.Join(names, ", ") + ", and any member as .name"
}
