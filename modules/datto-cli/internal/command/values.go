package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// WarnUnknown warns of values that are none of those that are known. They are no
// mistake for sure, because the server may have new ones, but most often they are
// misspelt. what says in one word what they are.
func WarnUnknown[T ~string](call *Call, what string, values []string, known []T) {
	names := make([]string, len(known))
	for i, name := range known {
		names[i] = string(name)
	}
	for _, value := range values {
		if slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, value) }) {
			continue
		}
		text := fmt.Sprintf("%q is not a known %s", value, what)
		if similar := mostSimilar(value, names); similar != "" {
			text += "; did you mean " + similar + "?"
		}
		_, _ = fmt.Fprintln(call.Streams.Err, "datto: warning: "+terminal.Line(text+" (known are "+strings.Join(names, ", ")+")"))
	}
}

// mostSimilar is the name that value was meant to be, or nothing when none is like it.
func mostSimilar(value string, names []string) string {
	value = strings.ToLower(value)
	best, least := "", 3
	for _, name := range names {
		lower := strings.ToLower(name)
		distance := distance(value, lower)
		if len(value) > least && (strings.HasPrefix(lower, value) || strings.HasPrefix(value, lower)) {
			distance = 0
		}
		if distance < least && distance < len(value) {
			best, least = name, distance
		}
	}
	return best
}

// distance is how many letters have to be put in, left out or changed to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
