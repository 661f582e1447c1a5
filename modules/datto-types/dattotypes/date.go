package dattotypes

import (
	"fmt"
	"log/slog"
	"time"
)

// Date is a calendar date without time of day or zone, such as the end of a warranty. The zero Date means "none".
//
// It decodes from "yyyy-MM-dd", and from every form a [Timestamp] decodes from: of an ISO 8601 timestamp it takes the date
// as written, of an epoch number the date in UTC. It encodes as "yyyy-MM-dd", or null when zero; in a request, null is what
// clears a date.
type Date struct {
	Year  int // 1 to 9999
	Month time.Month
	Day   int // of the month, from 1
}

// DateOf returns the date of an instant in the instant's own zone. The zero time gives the zero Date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns midnight of the date in UTC, or the zero time for the zero Date.
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Compare returns -1, 0 or 1 when d is before, equal to or after other. The zero Date is before all others.
func (d Date) Compare(other Date) int { return d.Time().Compare(other.Time()) }

// String gives "yyyy-MM-dd", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// LogValue logs "yyyy-MM-dd", or nil for the zero Date.
func (d Date) LogValue() slog.Value {
	if d.IsZero() {
		return slog.AnyValue(nil)
	}
	return slog.StringValue(d.String())
}

// UnmarshalJSON reads any of the forms that the type's description lists. On error the Date is left as it was.
func (d *Date) UnmarshalJSON(data []byte) error {
	text, err := timeText(data)
	if err != nil {
		return err
	}
	return d.UnmarshalText(text)
}

// UnmarshalText reads what a JSON string may hold. On error the Date is left as it was.
func (d *Date) UnmarshalText(text []byte) error {
	instant, err := parseTime(text)
	if err != nil {
		return err
	}
	date := DateOf(instant)
	if date.Year <= 1 { // the end of the year 1 west of Greenwich; see parseTime
		date = Date{}
	}
	*d = date
	return nil
}

// MarshalJSON gives "yyyy-MM-dd", or null for the zero Date. It fails for a date that no calendar has, such as February 30.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	text, err := d.MarshalText()
	if err != nil {
		return nil, err
	}
	return []byte(`"` + string(text) + `"`), nil
}

// MarshalText gives "yyyy-MM-dd", or nothing for the zero Date. It fails as MarshalJSON does.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	// time.Date moves a day that does not exist to one that does, so what comes back differs.
	if DateOf(d.Time()) != d || d.Year < 1 || d.Year > 9999 {
		return nil, fmt.Errorf("dattotypes: %s is not a date", d)
	}
	return []byte(d.String()), nil
}
