package command

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Age is a flag for a span of time: a number with a unit, such as 30d, 12h, 90m,
// 2w, or several of them.
type Age time.Duration

var units = map[byte]time.Duration{
	's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
}

// String writes the span as it was read, or nothing for none.
func (a *Age) String() string {
	if *a == 0 {
		return ""
	}
	d := time.Duration(*a)
	if day := 24 * time.Hour; d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return d.String()
}

// Set reads a span.
func (a *Age) Set(text string) error {
	d, err := parseAge(text)
	if err == nil {
		*a = Age(d)
	}
	return err
}

// Type names the flag's type in help.
func (a *Age) Type() string { return "age" }

var (
	errAge    = errors.New("it must be a number with a unit, such as 30d, 12h or 90m")
	errNoAge  = errors.New("it must be more than 0, such as 30d, 12h or 90m")
	errTooOld = errors.New("it is longer than 100 years")
)

func parseAge(text string) (time.Duration, error) {
	var total time.Duration
	rest := strings.TrimSpace(text)
	if rest == "" {
		return 0, errAge
	}
	for rest != "" {
		digits := strings.TrimLeft(rest, "0123456789")
		n, err := strconv.ParseInt(rest[:len(rest)-len(digits)], 10, 32)
		if err != nil || digits == "" {
			return 0, errAge
		}
		unit, ok := units[digits[0]]
		if !ok {
			return 0, errAge
		}
		if n > int64((maxAge-total)/unit) {
			return 0, errTooOld
		}
		total += time.Duration(n) * unit
		rest = digits[1:]
	}
	if total == 0 {
		return 0, errNoAge
	}
	return total, nil
}

const maxAge = 100 * 365 * 24 * time.Hour

// Moment is a flag for a point in time: an age such as 2h, a date, or a time in
// RFC 3339. Times without a zone are in UTC.
type Moment struct {
	text string
	age  time.Duration
	at   time.Time
}

// String returns what was given.
func (m *Moment) String() string { return m.text }

// Set reads a moment.
func (m *Moment) Set(text string) error {
	text = strings.TrimSpace(text)
	if age, err := parseAge(text); err == nil {
		*m = Moment{text: text, age: age}
		return nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			*m = Moment{text: text, at: at.UTC()}
			return nil
		}
	}
	return errors.New("it must be an age such as 2h or 7d, a date (2026-01-31), or a time (2026-01-31T09:00:00Z)")
}

// Type names the flag's type in help.
func (m *Moment) Type() string { return "time" }

// At is the moment, seen from now. It is zero when none was given.
func (m *Moment) At(now time.Time) time.Time {
	if m.age > 0 {
		return now.Add(-m.age)
	}
	return m.at
}
