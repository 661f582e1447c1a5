package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// CompleteValues completes one of a few values.
func CompleteValues[T ~string](values ...T) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		texts := make([]string, len(values))
		for i, value := range values {
			texts[i] = string(value)
		}
		return texts, cobra.ShellCompDirectiveNoFileComp
	}
}

// CompleteList completes values with commas between. Those that are there already
// are not offered again.
func CompleteList(values ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
		at := strings.LastIndexByte(text, ',') + 1
		before := text[:at]
		if strings.HasPrefix(text[at:], "-") && !slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, "-") }) {
			// The minus of the largest first.
			before = text[:at+1]
		}
		there := strings.Split(before, ",")
		var texts []string
		for _, value := range values {
			if !slices.ContainsFunc(there, func(t string) bool { return strings.EqualFold(strings.TrimPrefix(t, "-"), value) }) {
				// A shell takes only what begins with all that was typed.
				texts = append(texts, before+value)
			}
		}
		return texts, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}
