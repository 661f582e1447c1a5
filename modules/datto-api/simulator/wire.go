package simulator

import (
	"strconv"
	"sync"
	"unicode/utf8"
)

// wire appends JSON to a buffer. It is written by hand because a page of 250
// devices is 1.4 MB, three quarters of it null user-defined fields, and
// reflection would make the simulator the slow part of every test that uses it.
//
// Commas are put by looking at the last byte, which is enough: inside a
// container it is '{' or '[' only before the first member.
type wire struct{ b []byte }

var wirePool = sync.Pool{New: func() any { return new(wire) }}

// largestPooled keeps one huge answer from staying in memory for good.
const largestPooled = 8 << 20

func newWire() *wire {
	w, ok := wirePool.Get().(*wire)
	if !ok {
		w = new(wire)
	}
	w.b = w.b[:0]
	return w
}

func (w *wire) release() {
	if cap(w.b) <= largestPooled {
		wirePool.Put(w)
	}
}

func (w *wire) comma() {
	if n := len(w.b); n > 0 {
		if last := w.b[n-1]; last != '{' && last != '[' && last != ':' {
			w.b = append(w.b, ',')
		}
	}
}

func (w *wire) beginObject() { w.comma(); w.b = append(w.b, '{') }
func (w *wire) endObject()   { w.b = append(w.b, '}') }
func (w *wire) beginArray()  { w.comma(); w.b = append(w.b, '[') }
func (w *wire) endArray()    { w.b = append(w.b, ']') }

// key writes a member name, which must need no escaping.
func (w *wire) key(name string) {
	w.comma()
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *wire) object(name string) { w.key(name); w.b = append(w.b, '{') }
func (w *wire) array(name string)  { w.key(name); w.b = append(w.b, '[') }

func (w *wire) null(name string) {
	w.key(name)
	w.b = append(w.b, "null"...)
}

func (w *wire) str(name, value string) {
	w.key(name)
	w.b = appendQuoted(w.b, value)
}

// strOrNull writes null for "", as the API does for text that was never set.
func (w *wire) strOrNull(name, value string) {
	if value == "" {
		w.null(name)
		return
	}
	w.str(name, value)
}

func (w *wire) num(name string, value int64) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, value, 10)
}

func (w *wire) float(name string, value float64) {
	w.key(name)
	w.b = strconv.AppendFloat(w.b, value, 'f', -1, 64)
}

func (w *wire) boolean(name string, value bool) {
	w.key(name)
	w.b = strconv.AppendBool(w.b, value)
}

// tri writes a boolean that the API leaves null where the question makes no
// sense, such as a pending reboot on a printer.
func (w *wire) tri(name string, value tristate) {
	switch value {
	case yes:
		w.boolean(name, true)
	case no:
		w.boolean(name, false)
	default:
		w.null(name)
	}
}

// text writes a string as an array element.
func (w *wire) text(value string) {
	w.comma()
	w.b = appendQuoted(w.b, value)
}

// uid writes a uid as the value of the key before it.
func (w *wire) uid(f *fleet, kind uidKind, index, sub int) {
	var buf [uidLength]byte
	f.putUID(&buf, kind, index, sub)
	w.b = append(w.b, '"')
	w.b = append(w.b, buf[:]...)
	w.b = append(w.b, '"')
}

// number writes an integer as an array element.
func (w *wire) number(value int64) {
	w.comma()
	w.b = strconv.AppendInt(w.b, value, 10)
}

func (w *wire) strings(name string, values ...string) {
	w.array(name)
	for _, value := range values {
		w.text(value)
	}
	w.endArray()
}

// tristate is a boolean that may be null on the wire.
type tristate uint8

const (
	unset tristate = iota
	no
	yes
)

func tri(b bool) tristate {
	if b {
		return yes
	}
	return no
}

const hexDigits = "0123456789abcdef"

// appendQuoted appends value as a JSON string. Like the API's own encoder it
// leaves everything but quotes, backslashes and control characters alone.
func appendQuoted(b []byte, value string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(value); {
		c := value[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(value[i:])
			if r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
			b = append(b, value[start:i]...)
			b = append(b, "\ufffd"...)
			i++
			start = i
			continue
		}
		b = append(b, value[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
		i++
		start = i
	}
	b = append(b, value[start:]...)
	return append(b, '"')
}
