package terminal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Host names, alert texts and job output are written by whoever controls an
// endpoint. An escape sequence in one of them could hide a row, forge another,
// or type into the terminal, and a direction mark can make text read backwards.

const replacement = '\uFFFD'

// Dangerous reports whether r can change what a terminal shows beyond its own
// cell: control characters, direction and other format characters, line and
// paragraph separators.
func Dangerous(r rune) bool {
	if r >= ' ' && r < 0x7f {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Line makes text safe to show in one line: white space becomes a blank, all
// else that is [Dangerous] the replacement character, so that it is seen that
// something was there.
func Line(text string) string {
	return clean(text, func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return ' '
		}
		return replacement
	})
}

// Text is [Line] for text that may have several lines: tabs and newlines stay.
func Text(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return clean(text, func(r rune) rune {
		if r == '\t' || r == '\n' {
			return r
		}
		return replacement
	})
}

func clean(text string, instead func(rune) rune) string {
	text = strings.ToValidUTF8(text, string(replacement))
	if strings.IndexFunc(text, Dangerous) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if Dangerous(r) {
			return instead(r)
		}
		return r
	}, text)
}

// JSON makes a JSON text safe to show without changing what it says: each
// dangerous character becomes its \u escape. Outside of strings JSON has none
// but white space, which stays. src is returned as it is when there is nothing
// to do.
func JSON(src []byte) []byte {
	first := indexDangerousInJSON(src)
	if first < 0 {
		return src
	}
	dst := make([]byte, 0, len(src)+16)
	dst = append(dst, src[:first]...)
	for rest := src[first:]; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			dst = utf8.AppendRune(dst, replacement)
		case !dangerousInJSON(r):
			dst = append(dst, rest[:size]...)
		default:
			dst = appendEscape(dst, r)
		}
		rest = rest[size:]
	}
	return dst
}

func dangerousInJSON(r rune) bool {
	return r != '\n' && r != '\t' && r != '\r' && Dangerous(r)
}

func indexDangerousInJSON(src []byte) int {
	for i := 0; i < len(src); {
		if c := src[i]; c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if Dangerous(r) || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// Visible writes every dangerous character as an escape that a reader can tell
// apart, such as \n, \t and \u001b. Backslashes stay as they are.
func Visible(text string) string {
	text = strings.ToValidUTF8(text, string(replacement))
	if strings.IndexFunc(text, Dangerous) < 0 {
		return text
	}
	dst := make([]byte, 0, len(text)+16)
	for _, r := range text {
		switch {
		case !Dangerous(r):
			dst = utf8.AppendRune(dst, r)
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\r':
			dst = append(dst, `\r`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		default:
			dst = appendEscape(dst, r)
		}
	}
	return string(dst)
}

func appendEscape(dst []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		dst = appendEscape(dst, 0xd800+(r>>10))
		return appendEscape(dst, 0xdc00+(r&0x3ff))
	}
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', hex[r>>12&0xf], hex[r>>8&0xf], hex[r>>4&0xf], hex[r&0xf])
}
