package terminal

// Color is what a piece of text means, not what it looks like: the terminal's
// own palette decides, so that it can be read on dark and on light grounds.
type Color uint8

const (
	// Plain is the terminal's own colour.
	Plain Color = iota
	// Good marks what needs no attention.
	Good
	// Warning marks what needs attention some time.
	Warning
	// Bad marks what needs attention now.
	Bad
	// Alarm marks the worst.
	Alarm
	// Faint marks what matters least.
	Faint
	// Strong marks headings.
	Strong
)

// Sixteen-colour codes only: every terminal maps them to a palette that its
// owner can read. Bright yellow and white, which vanish on light grounds, are
// left out, and so is dark red, which vanishes on the black of older Windows
// consoles.
var escapes = [...]string{
	Good:    "\x1b[32m",
	Warning: "\x1b[33m",
	Bad:     "\x1b[91m",
	Alarm:   "\x1b[1;91m",
	Faint:   "\x1b[2m",
	Strong:  "\x1b[1m",
}

// Paint wraps text in the escape sequences for c. It must not be called for
// text that is not going to a terminal with colour.
func (c Color) Paint(text string) string {
	if c == Plain || text == "" {
		return text
	}
	return escapes[c] + text + "\x1b[0m"
}
