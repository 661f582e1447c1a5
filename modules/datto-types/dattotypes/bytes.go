package dattotypes

import (
	"bytes"
	"errors"
	"fmt"
	"math"
)

// Bytes is a size in bytes. Some servers send sizes as numbers, some as strings that hold one; a Bytes decodes both, also with
// a fraction of zero or an exponent (2.56E11). null and "" decode as 0. It encodes as a JSON number.
type Bytes int64

var errBytes = errors.New("dattotypes: not a size in whole bytes")

// UnmarshalJSON reads a number or a string that holds a number. On error the value is left as it was.
func (b *Bytes) UnmarshalJSON(data []byte) error {
	text := data
	switch {
	case len(data) > 0 && data[0] == '"':
		inner, err := unquote(data)
		if err != nil {
			return err
		}
		if text = bytes.TrimSpace(inner); len(text) == 0 {
			*b = 0
			return nil
		}
	case string(data) == "null":
		*b = 0
		return nil
	}
	number, ok := parseDecimal(text)
	if !ok || !number.isInteger() {
		return fmt.Errorf("%w: %s", errBytes, excerpt(text))
	}
	value, ok := number.integer()
	if !ok {
		return fmt.Errorf("%w: out of range: %s", errBytes, excerpt(text))
	}
	if number.negative {
		value = -value
	}
	*b = Bytes(value)
	return nil
}

// String gives the size for people, in units of 1024: "512 B", "15.9 GiB".
func (b Bytes) String() string {
	size, unit := math.Abs(float64(b)), 0
	// 1023.95 would be printed as 1024.0 of the smaller unit.
	for size >= 1023.95 {
		size /= 1024
		unit++
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", int64(b))
	}
	if b < 0 {
		size = -size
	}
	return fmt.Sprintf("%.1f %s", size, byteUnits[unit])
}

// byteUnits end where an int64 does.
var byteUnits = [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
