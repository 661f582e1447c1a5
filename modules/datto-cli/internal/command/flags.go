package command

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

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
