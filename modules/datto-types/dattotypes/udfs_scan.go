package dattotypes

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// scanUDFs reads the object of user-defined fields, or null, and appends those that are set to fields, which it keeps ascending.
//
// Written by hand because of its weight: these objects are three quarters of every page of devices, 4 KB of nulls each. It
// skips runs of null members by comparing them with how the API writes them, eight bytes at a time, and reads everything
// else member by member. Both accept exactly what encoding/json accepts.
func scanUDFs(data []byte, fields []udf) ([]udf, error) {
	at := skipSpace(data, 0)
	if bytes.HasPrefix(data[at:], []byte("null")) {
		return fields, endOfUDFs(data, at+len("null"))
	}
	if at >= len(data) || data[at] != '{' {
		return nil, malformedUDFs(at)
	}
	at = skipSpace(data, at+1)
	if at < len(data) && data[at] == '}' {
		return fields, endOfUDFs(data, at+1)
	}
	next := 1 // the field that comes next when the API keeps to its order
	for {
		if after, passed := skipNullRun(data[at:], next); passed > 0 {
			fields = dropUDFs(fields, next, next+passed)
			at = skipSpace(data, at+after)
			next += passed
		}
		name, value, after, ok := scanMember(data, at)
		if !ok {
			return nil, malformedUDFs(at)
		}
		at = after
		if number := udfName(name); number > 0 {
			var err error
			if fields, err = readUDF(fields, number, value); err != nil {
				return nil, err
			}
			next = number + 1
		}
		if at = skipSpace(data, at); at >= len(data) {
			return nil, malformedUDFs(at)
		}
		switch data[at] {
		case ',':
			at = skipSpace(data, at+1)
		case '}':
			return fields, endOfUDFs(data, at+1)
		default:
			return nil, malformedUDFs(at)
		}
	}
}

// malformedUDFs tells the place only: the text may be a secret.
func malformedUDFs(at int) error {
	return fmt.Errorf("dattotypes: user-defined fields: not a JSON object, at byte %d", at)
}

func endOfUDFs(data []byte, at int) error {
	if at = skipSpace(data, at); at < len(data) {
		return malformedUDFs(at)
	}
	return nil
}

// skipNullRun returns the length of the null members at the start of data, commas included, when they are numbered upwards
// from next, and how many they are.
func skipNullRun(data []byte, next int) (length, count int) {
	if next >= len(nullUDFEnds) {
		return 0, 0
	}
	start := nullUDFEnds[next-1]
	same := commonPrefix(data, nullUDFs[start:])
	// The first member that does not end within the common part was not matched.
	count = sort.SearchInts(nullUDFEnds[next:], start+same+1)
	return nullUDFEnds[next-1+count] - start, count
}

func commonPrefix(data, model []byte) int {
	n := min(len(data), len(model))
	at := 0
	for ; at+8 <= n; at += 8 {
		// One load and one comparison for eight bytes; the lowest differing bit tells the first differing byte.
		if differing := binary.LittleEndian.Uint64(data[at:]) ^ binary.LittleEndian.Uint64(model[at:]); differing != 0 {
			return at + bits.TrailingZeros64(differing)/8
		}
	}
	for at < n && data[at] == model[at] {
		at++
	}
	return at
}

func dropUDFs(fields []udf, from, to int) []udf {
	if len(fields) == 0 || fields[len(fields)-1].number < from {
		return fields
	}
	return slices.DeleteFunc(fields, func(field udf) bool { return from <= field.number && field.number < to })
}

// scanMember takes the member that starts at data[at] apart. The value is not checked: valueEnd finds only where it ends.
func scanMember(data []byte, at int) (name, value []byte, after int, ok bool) {
	if at >= len(data) || data[at] != '"' {
		return nil, nil, at, false
	}
	nameEnd := stringEnd(data, at)
	name, err := unquote(data[at:nameEnd])
	if err != nil {
		return nil, nil, at, false
	}
	colon := skipSpace(data, nameEnd)
	if colon >= len(data) || data[colon] != ':' {
		return nil, nil, at, false
	}
	start := skipSpace(data, colon+1)
	end := valueEnd(data, start)
	value = data[start:end]
	if udfName(name) == 0 && !json.Valid(value) {
		return nil, nil, at, false
	}
	return name, value, end, true
}

// readUDF puts one member into fields. Its errors do not quote the value.
func readUDF(fields []udf, number int, value []byte) ([]udf, error) {
	if string(value) == "null" {
		return dropUDFs(fields, number, number+1), nil
	}
	if len(value) > 0 && value[0] == '"' {
		text, err := unquote(value)
		if err != nil {
			return nil, fmt.Errorf("dattotypes: user-defined field %d: %w", number, errString)
		}
		return putUDF(fields, number, string(text)), nil
	}
	var text bytes.Buffer
	if err := json.Compact(&text, value); err != nil {
		return nil, fmt.Errorf("dattotypes: user-defined field %d: not a JSON value", number)
	}
	return putUDF(fields, number, strings.ToValidUTF8(text.String(), "\uFFFD")), nil
}

func skipSpace(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r') {
		at++
	}
	return at
}

// stringEnd returns the place behind the string that starts at data[at], or the end of data when it is not closed.
func stringEnd(data []byte, at int) int {
	for at++; at < len(data); at++ {
		switch data[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(data)
}

// valueEnd returns the place behind the value that starts at data[at], or the end of data. What lies between may still be
// no JSON value.
func valueEnd(data []byte, at int) int {
	for depth := 0; at < len(data); at++ {
		switch data[at] {
		case '"':
			if at = stringEnd(data, at); depth == 0 {
				return at
			}
			at--
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return at
			} else if depth == 0 {
				return at + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return at
			}
		}
	}
	return len(data)
}

// udfName returns the number in a member name: 12 for "udf12", 0 for any other name, leading zeros and upper case included.
func udfName(name []byte) int {
	const prefix = "udf"
	if len(name) <= len(prefix) || string(name[:len(prefix)]) != prefix || name[len(prefix)] == '0' {
		return 0
	}
	number := 0
	for _, c := range name[len(prefix):] {
		if c < '0' || c > '9' {
			return 0
		}
		if number = number*10 + int(c-'0'); number > MaxUDF {
			return 0
		}
	}
	return number
}

// nullUDFs is the run of members that most answers consist of, written as the API writes it: "udf1":null,"udf2":null,…
// nullUDFEnds[n] is where the member n ends in it, behind its comma.
var nullUDFs, nullUDFEnds = func() ([]byte, []int) {
	const common = 300
	var run []byte
	ends := make([]int, 1, common+1)
	for number := 1; number <= common; number++ {
		run = fmt.Appendf(run, `"udf%d":null,`, number)
		ends = append(ends, len(run))
	}
	return run, ends
}()
