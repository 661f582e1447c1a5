package command

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// emptyKey is where a flag notes that it may be empty, and a command which of its
// arguments may.
const emptyKey = "empty"

// AllowEmpty lets flags be typed without a value: where that clears something.
func AllowEmpty(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		_ = flags.SetAnnotation(name, emptyKey, nil)
	}
}

// onlyKey is where a flag notes that it narrows a list.
const onlyKey = "only"

// Only declares a flag that narrows a list. It cannot be false: --online=false would
// list everything where somebody expects what is offline.
func Only(flags *pflag.FlagSet, p *bool, name, usage string) {
	flags.BoolVar(p, name, false, usage)
	_ = flags.SetAnnotation(name, onlyKey, nil)
}

// AllowEmptyArgument lets the argument of cmd at index be empty.
func AllowEmptyArgument(cmd *cobra.Command, index int) *cobra.Command {
	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[emptyKey] = strconv.Itoa(index)
	return cmd
}

// RefuseEmpty refuses flags and arguments without a value, and flags that narrow a list
// but are false. They come from variables of scripts, and would mean everything where
// one thing was meant.
func RefuseEmpty(cmd *cobra.Command, args []string) error {
	if strings.HasPrefix(cmd.Name(), cobra.ShellCompRequestCmd) {
		return nil // A shell asks what could stand where nothing stands yet.
	}
	var err error
	cmd.Flags().Visit(func(flag *pflag.Flag) {
		if _, allowed := flag.Annotations[emptyKey]; !allowed && err == nil && empty(flag.Value) {
			err = Usage(cmd, fmt.Errorf("--%s is empty: %s", flag.Name, cmp.Or(columnsOf(flag), "leave it out, or give it a value")))
		}
		if _, only := flag.Annotations[onlyKey]; only && flag.Value.String() == "false" && err == nil {
			err = Usage(cmd, fmt.Errorf("--%s cannot be false: leave it out", flag.Name))
		}
	})
	if err != nil {
		return err
	}
	for i, arg := range args {
		if strings.TrimSpace(arg) == "" && cmd.Annotations[emptyKey] != strconv.Itoa(i) {
			return Usage(cmd, fmt.Errorf("argument %d is empty", i+1))
		}
	}
	return nil
}

// empty reports whether a value, or one of several, holds nothing.
func empty(value pflag.Value) bool {
	if v, ok := value.(interface{ Empty() bool }); ok {
		return v.Empty()
	}
	if list, ok := value.(pflag.SliceValue); ok {
		return len(list.GetSlice()) == 0 || slices.ContainsFunc(list.GetSlice(), blank)
	}
	return blank(value.String())
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }
