package dattotypes

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Timestamp is an instant, in UTC, as the API gives it. The zero Timestamp means "none" or "never".
//
// The vendor's document promises ISO 8601 strings; the API sends epoch milliseconds, and epoch seconds in some places.
// A Timestamp decodes all of them:
//
//   - a number of at least 1e12 (absolute) is epoch milliseconds, a smaller one epoch seconds; both may have a fraction
//     and an exponent, and keep nanoseconds exactly (further digits are cut off);
//   - a string that holds such a number reads the same;
//   - any other string is ISO 8601: with zone, without (then UTC), with or without seconds and fraction, or a date alone;
//   - null, "", the number 0 and every instant before the year 2 (the API sends -62135596800000 for "never") are zero.
//
// Instants after the year 9999 are refused. It encodes as an RFC 3339 string in UTC, or null when zero.
type Timestamp struct{ time.Time }

// secondsDigits is how many integer digits a number of epoch seconds has at most: below 1e12. As seconds, 1e12 would be
// the year 33658; as milliseconds it is 2001, before the product existed.
const secondsDigits = 12

var errTimestamp = errors.New("dattotypes: not a timestamp")

// UnmarshalJSON reads any of the forms that the type's description lists. On error the Timestamp is left as it was.
func (t *Timestamp) UnmarshalJSON(data []byte) error {
	// Nearly every timestamp has this form, and a fleet has several per device: no copy, no allocation.
	if milliseconds, ok := epochMilliseconds(data); ok {
		t.Time = time.UnixMilli(milliseconds).UTC()
		return nil
	}
	text, err := timeText(data)
	if err != nil {
		return err
	}
	return t.UnmarshalText(text)
}

// UnmarshalText reads what a JSON string may hold: a number, ISO 8601, or nothing. On error the Timestamp is left as it was.
func (t *Timestamp) UnmarshalText(text []byte) error {
	instant, err := parseTime(text)
	if err != nil {
		return err
	}
	t.Time = instant.UTC()
	return nil
}

// MarshalJSON gives an RFC 3339 string in UTC, with as many fractional digits as needed, or null for the zero Timestamp.
// It fails for years outside of 1 to 9999, which RFC 3339 cannot express.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	text, err := t.AppendText([]byte{'"'})
	if err != nil {
		return nil, err
	}
	return append(text, '"'), nil
}

// MarshalText gives RFC 3339 in UTC, or nothing for the zero Timestamp. It fails as MarshalJSON does.
func (t Timestamp) MarshalText() ([]byte, error) {
	return t.AppendText(make([]byte, 0, len(time.RFC3339Nano)))
}

// AppendText appends what MarshalText gives.
func (t Timestamp) AppendText(b []byte) ([]byte, error) {
	if t.IsZero() {
		return b, nil
	}
	utc := t.UTC()
	if year := utc.Year(); year < 1 || year > 9999 {
		return nil, fmt.Errorf("dattotypes: year %d is outside of 1 to 9999", year)
	}
	return utc.AppendFormat(b, time.RFC3339Nano), nil
}

// String gives RFC 3339 in UTC, or "" for the zero Timestamp.
func (t Timestamp) String() string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// LogValue logs a time in UTC, or nil for the zero Timestamp.
func (t Timestamp) LogValue() slog.Value {
	if t.IsZero() {
		return slog.AnyValue(nil)
	}
	return slog.TimeValue(t.UTC())
}

// epochMilliseconds reads 13 or 14 plain digits, which is every instant from 2001 to 5138; all else is left to parseTime.
func epochMilliseconds(data []byte) (int64, bool) {
	if len(data) < secondsDigits+1 || len(data) > secondsDigits+2 || data[0] == '0' {
		return 0, false
	}
	var value int64
	for _, c := range data {
		if c < '0' || c > '9' {
			return 0, false
		}
		value = value*10 + int64(c-'0')
	}
	return value, true
}

// timeText takes the text out of a JSON value: a number as written, a string unquoted, null as nothing.
func timeText(data []byte) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, errTimestamp
	case data[0] == '"':
		return unquote(data)
	case string(data) == "null":
		return nil, nil
	}
	if _, ok := parseDecimal(data); !ok {
		return nil, fmt.Errorf("%w: %s", errTimestamp, excerpt(data))
	}
	return data, nil
}

// parseTime reads the text of a timestamp. The time is in the zone the text names, UTC where it names none.
func parseTime(text []byte) (time.Time, error) {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return time.Time{}, nil
	}
	instant, err := parseInstant(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %s", err, excerpt(text))
	}
	// A "never" of 0001-01-01 in a zone east of Greenwich lies in the year 0, west of it some hours into the year 1.
	switch year := instant.UTC().Year(); {
	case year == 0 || year == 1:
		return time.Time{}, nil
	case year < 0 || year > 9999:
		return time.Time{}, fmt.Errorf("%w: year out of range: %s", errTimestamp, excerpt(text))
	}
	return instant, nil
}

func parseInstant(text []byte) (time.Time, error) {
	if number, ok := parseDecimal(text); ok {
		return epoch(number)
	}
	return parseISO(string(text))
}

func epoch(number decimal) (time.Time, error) {
	whole, ok := number.integer()
	if !ok {
		return time.Time{}, fmt.Errorf("%w: number out of range", errTimestamp)
	}
	seconds, nanoseconds := whole, number.fractional(9)
	if number.integerDigits() > secondsDigits {
		seconds, nanoseconds = whole/1000, whole%1000*1e6+number.fractional(6)
	}
	if seconds == 0 && nanoseconds == 0 {
		return time.Time{}, nil
	}
	if number.negative {
		seconds, nanoseconds = -seconds, -nanoseconds
	}
	return time.Unix(seconds, nanoseconds).UTC(), nil
}

// isoLayouts are tried in turn; each accepts a fraction of seconds as well, with point or comma.
// Java leaves out seconds that are zero, and writes offsets with and without a colon.
var isoLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05Z07",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04Z0700",
	"2006-01-02T15:04",
	time.DateOnly,
}

func parseISO(text string) (time.Time, error) {
	text = strings.ToUpper(text)
	if len(text) > len(time.DateOnly) && text[len(time.DateOnly)] == ' ' {
		text = text[:len(time.DateOnly)] + "T" + text[len(time.DateOnly)+1:]
	}
	for _, layout := range isoLayouts {
		if instant, err := time.Parse(layout, text); err == nil {
			return instant, nil
		}
	}
	return time.Time{}, errTimestamp
}

// excerpt quotes the start of a value for an error message.
func excerpt(data []byte) string {
	const longest = 40
	if len(data) > longest {
		return fmt.Sprintf("%q…", data[:longest])
	}
	return fmt.Sprintf("%q", data)
}
