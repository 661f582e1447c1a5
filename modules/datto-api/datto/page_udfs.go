package datto

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// Three quarters of a page of devices are user-defined fields that are not set, and
// reading past them with a JSON decoder is half of what such a page costs. For rows
// that keep only the fields that are set they are taken out of the text first.

// keepsSetUDFs reports whether rows of type T keep their user-defined fields as
// [UDFs], for which null and absent are the same.
func keepsSetUDFs[T any]() bool {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct {
		return false
	}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == "udf" {
			return f.Type == reflect.TypeFor[UDFs]()
		}
	}
	return false
}

// udfOpening begins the fields of a device. It can stand nowhere else in JSON: inside
// a text the quotes would be escaped.
var udfOpening = []byte(`"udf":{`)

// nullUDFs is the run of members that most devices consist of, as the API writes it;
// member n ends before nullUDFEnds[n].
var nullUDFs, nullUDFEnds = func() ([]byte, []int) {
	var run []byte
	ends := []int{0}
	for n := 1; n <= maxUDF; n++ {
		run = fmt.Appendf(run, `"udf%d":null,`, n)
		ends = append(ends, len(run))
	}
	return run, ends
}()

// withoutNullUDFs appends body to dst, less members "udfN":null of the fields of
// devices. It takes out only what it recognises to the letter, so that what it
// returns is JSON exactly when body is.
func withoutNullUDFs(dst, body []byte) []byte {
	for {
		at := bytes.Index(body, udfOpening)
		if at < 0 {
			return append(dst, body...)
		}
		end := at + len(udfOpening)
		dst = append(dst, body[:end]...)
		escaped := at > 0 && body[at-1] == '\\'
		body = body[end:]
		for next := 1; !escaped; {
			body = body[nullRun(body, next):]
			length, number := setMember(body)
			if length == 0 {
				break
			}
			dst = append(dst, body[:length]...)
			body = body[length:]
			next = number + 1
		}
	}
}

// nullRun returns the length of the null members at the start of data that are
// numbered upwards from next. Another member follows them.
func nullRun(data []byte, next int) int {
	if next > maxUDF {
		return 0
	}
	start := nullUDFEnds[next-1]
	same := commonPrefix(data, nullUDFs[start:])
	count := sort.SearchInts(nullUDFEnds[next:], start+same+1)
	for ; count > 0; count-- {
		length := nullUDFEnds[next-1+count] - start
		// A comma with no member behind it is an error that must remain one.
		if length < len(data) && data[length] == '"' {
			return length
		}
	}
	return 0
}

// commonPrefix compares eight bytes at a time.
func commonPrefix(data, model []byte) int {
	n := min(len(data), len(model))
	at := 0
	for ; at+8 <= n; at += 8 {
		if differing := binary.LittleEndian.Uint64(data[at:]) ^ binary.LittleEndian.Uint64(model[at:]); differing != 0 {
			return at + bits.TrailingZeros64(differing)/8
		}
	}
	for at < n && data[at] == model[at] {
		at++
	}
	return at
}

// setMember returns the length and number of a member such as "udf7":"text", with its
// comma, and zero for anything that is not as plain as that.
func setMember(data []byte) (length, number int) {
	const before, between = `"udf`, `":"`
	if !bytes.HasPrefix(data, []byte(before)) {
		return 0, 0
	}
	at := len(before)
	for at < len(data) && at < len(before)+3 && data[at] >= '0' && data[at] <= '9' {
		at++
	}
	number, err := strconv.Atoi(string(data[len(before):at]))
	if err != nil || !bytes.HasPrefix(data[at:], []byte(between)) {
		return 0, 0
	}
	at += len(between)
	quote := bytes.IndexByte(data[at:], '"')
	if quote < 0 || bytes.IndexByte(data[at:at+quote], '\\') >= 0 {
		return 0, 0
	}
	at += quote + 1
	if at >= len(data) || data[at] != ',' {
		return 0, 0
	}
	return at + 1, number
}
