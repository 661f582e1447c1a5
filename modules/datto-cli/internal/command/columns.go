package command

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
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

// FlagError is the error for a flag that cannot be understood. Where names of columns are
// missing it lists them, because that is how people ask for them. An unknown flag gets the
// name of one that is much like it, and a value that is none what it must be.
func FlagError(cmd *cobra.Command, err error) error {
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		if names := columnsOf(missing.GetFlag()); names != "" {
			err = fmt.Errorf("--%s needs names: %s", missing.GetFlag().Name, names)
		}
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
		// Flags are short and many: --since is not a misspelt --site.
		name := unknown.GetSpecifiedName()
		if similar := mostSimilar(name, names); similar != "" && (strings.HasPrefix(similar, name) || distance(name, similar) <= len(name)/4) {
			err = fmt.Errorf("%w: did you mean --%s?", err, similar)
		}
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		if wanted := wantedOf(invalid.GetFlag().Value.Type(), invalid.Unwrap()); wanted != "" {
			err = errors.New(strings.TrimSuffix(invalid.Error(), invalid.Unwrap().Error()) + wanted)
		}
	}
	return Usage(cmd, err)
}

// wantedOf says what the value of a flag must be, in place of what a parser of the standard
// library says of it. It is empty where the flag says that itself.
func wantedOf(kind string, cause error) string {
	if _, ok := errors.AsType[*csv.ParseError](cause); ok {
		return "a quotation mark must enclose a whole item, and be closed"
	}
	if _, ok := errors.AsType[*strconv.NumError](cause); !ok {
		return ""
	}
	switch {
	case kind == "bool":
		return "it must be true or false"
	case errors.Is(cause, strconv.ErrRange):
		return "it is out of range"
	case strings.HasPrefix(kind, "float"):
		return "it must be a number"
	case strings.HasPrefix(kind, "uint"):
		return "it must be a whole number, 0 or more"
	}
	return "it must be a whole number"
}

// columnsOf lists the columns that the flag takes. It is empty for other flags.
func columnsOf(flag *pflag.Flag) string {
	names := flag.Annotations[columnsKey]
	if len(names) == 0 {
		return ""
	}
	return "the columns are " + strings.Join(names, ", ") + ", and any member as .name"
}
