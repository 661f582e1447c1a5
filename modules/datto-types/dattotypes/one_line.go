package dattotypes

import (
	"strings"
	"unicode"
)

// longestLine is what fits a line of a wide terminal or the subject of a ticket, in runes.
const longestLine = 200

// oneLine makes text from an endpoint safe to print: one line, nothing invisible that could hide or reorder what is shown,
// and no longer than longestLine.
func oneLine(text string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.Fields(visible), " "))
	if len(runes) > longestLine {
		return strings.TrimSpace(string(runes[:longestLine-1])) + "…"
	}
	return string(runes)
}
