package output

import (
	"bufio"
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// yamlSink prints the server's objects as a YAML sequence. It is written by hand
// because the libraries change values on the way: numbers pass through floating
// point, ".inf" and "<<" come back as something else.
type yamlSink struct {
	out     *bufio.Writer
	single  bool
	started bool
}

func (s *yamlSink) begin() error { return nil }

func (s *yamlSink) row(raw []byte) error {
	s.started = true
	dec := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	w := yamlWriter{out: s.out, dec: dec}
	if s.single {
		return w.document()
	}
	return w.item(0)
}

func (s *yamlSink) end() error {
	if s.started || s.single {
		return nil
	}
	_, err := s.out.WriteString("[]\n")
	return err
}

// yamlWriter copies one JSON value as block-style YAML.
type yamlWriter struct {
	out *bufio.Writer
	dec *jsontext.Decoder
}

// document writes the value at the left margin.
func (w *yamlWriter) document() error {
	switch w.dec.PeekKind() {
	case '{':
		return w.object(0, false)
	case '[':
		return w.array(0, false)
	}
	return w.scalar()
}

// item writes the value as an item of a sequence that is indented by depth.
func (w *yamlWriter) item(depth int) error {
	if err := w.indent(depth); err != nil {
		return err
	}
	if _, err := w.out.WriteString("- "); err != nil {
		return err
	}
	switch w.dec.PeekKind() {
	case '{':
		return w.object(depth+1, true)
	case '[':
		return w.array(depth+1, true)
	}
	return w.scalar()
}

// object writes the members, the first without indentation when it follows a
// dash in the same line.
func (w *yamlWriter) object(depth int, inline bool) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	if w.dec.PeekKind() == '}' {
		return w.empty("{}\n")
	}
	for first := true; w.dec.PeekKind() != '}'; first = false {
		if !first || !inline {
			if err := w.indent(depth); err != nil {
				return err
			}
		}
		if err := w.member(depth); err != nil {
			return err
		}
	}
	_, err := w.dec.ReadToken()
	return err
}

func (w *yamlWriter) member(depth int) error {
	name, err := w.dec.ReadToken()
	if err != nil {
		return err
	}
	if _, err := w.out.WriteString(yamlText(name.String()) + ":"); err != nil {
		return err
	}
	kind := w.dec.PeekKind()
	if kind != '{' && kind != '[' {
		if err := w.out.WriteByte(' '); err != nil {
			return err
		}
		return w.scalar()
	}
	value, err := w.dec.ReadValue()
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(value[1:len(value)-1])) == 0 {
		_, err := w.out.WriteString(" " + string(kind) + string(value[len(value)-1]) + "\n")
		return err
	}
	if err := w.out.WriteByte('\n'); err != nil {
		return err
	}
	nested := yamlWriter{out: w.out, dec: jsontext.NewDecoder(bytes.NewBuffer(bytes.Clone(value)), w.dec.Options())}
	if kind == '{' {
		return nested.object(depth+1, false)
	}
	return nested.array(depth+1, false)
}

func (w *yamlWriter) array(depth int, inline bool) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	if w.dec.PeekKind() == ']' {
		return w.empty("[]\n")
	}
	if inline {
		// A sequence in a sequence begins on a line of its own.
		if err := w.out.WriteByte('\n'); err != nil {
			return err
		}
	}
	for w.dec.PeekKind() != ']' {
		if err := w.item(depth); err != nil {
			return err
		}
	}
	_, err := w.dec.ReadToken()
	return err
}

func (w *yamlWriter) empty(text string) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	_, err := w.out.WriteString(text)
	return err
}

func (w *yamlWriter) scalar() error {
	value, err := w.dec.ReadValue()
	if err != nil {
		return err
	}
	text := string(value)
	switch value.Kind() {
	case '"':
		text = yamlText(Value(value).Text())
	case '0':
		text = yamlNumber(text)
	}
	_, err = w.out.WriteString(text + "\n")
	return err
}

func (w *yamlWriter) indent(depth int) error {
	_, err := w.out.WriteString(strings.Repeat("  ", depth))
	return err
}

// yamlNumber writes a number with an exponent as YAML 1.1 wants it, with a point and
// a sign: 1.5E8, as the server writes what is large, is a text to its readers.
func yamlNumber(text string) string {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text
	}
	mantissa, exponent := text[:at], text[at+1:]
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	if exponent[0] != '-' && exponent[0] != '+' {
		exponent = "+" + exponent
	}
	return mantissa + text[at:at+1] + exponent
}

// plainYAML are the strings that every reader of YAML takes for strings without
// quotes; yamlWords are those of them that some reader takes for something else.
var (
	plainYAML = regexp.MustCompile(`^[A-Za-z_/](?:[A-Za-z0-9_./@+()-]| [A-Za-z0-9_./@+(])*$`)
	yamlWords = map[string]bool{
		"true": true, "false": true, "yes": true, "no": true, "on": true, "off": true,
		"y": true, "n": true, "null": true, "nan": true, "inf": true,
	}
)

func yamlText(text string) string {
	if plainYAML.MatchString(text) && !yamlWords[strings.ToLower(text)] {
		return text
	}
	quoted := append(make([]byte, 0, len(text)+2), '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			quoted = append(quoted, '\\', byte(r))
		case r == '\n':
			quoted = append(quoted, `\n`...)
		case r == '\r':
			quoted = append(quoted, `\r`...)
		case r == '\t':
			quoted = append(quoted, `\t`...)
		case r > 0xffff && terminal.Dangerous(r):
			quoted = append(quoted, `\U000`...)
			quoted = appendHex(quoted, r, 5)
		case terminal.Dangerous(r):
			quoted = append(quoted, `\u`...)
			quoted = appendHex(quoted, r, 4)
		default:
			quoted = utf8.AppendRune(quoted, r)
		}
	}
	return string(append(quoted, '"'))
}

func appendHex(dst []byte, r rune, digits int) []byte {
	const hex = "0123456789abcdef"
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hex[r>>shift&0xf])
	}
	return dst
}
