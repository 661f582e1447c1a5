package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// Kind says how the values of a column are printed and sorted.
type Kind uint8

const (
	// Text is anything, printed as it is and sorted without regard to case, but
	// numbers, and those within texts, by size.
	Text Kind = iota
	// Number is sorted by size and stands to the right.
	Number
	// Time is relative on a terminal and RFC 3339 in UTC elsewhere.
	Time
	// Bool is yes, no or nothing on a terminal and true, false or nothing elsewhere.
	Bool
	// Bytes is a number of bytes, rounded to a unit on a terminal.
	Bytes
)

// Column declares one column of a list or one line of an object.
type Column struct {
	// Name is what --columns and --sort call it and what heads it in CSV.
	Name string
	// Header heads it on a terminal. Empty means the name in capitals.
	Header string
	// From lists the members that it is made of, as dotted paths. Empty means
	// the member called Name.
	From []string
	// Kind is how it prints and sorts unless Plain says otherwise.
	Kind Kind
	// Order lists values that have an order of their own, the first of which is
	// sorted first. Others come behind them.
	Order []string
	// Plain makes the text for TSV and CSV. Nil means by Kind, of the first
	// member in From.
	Plain func(values []Value) string
	// Terminal makes the text for a terminal. Nil means by Kind, or Plain.
	Terminal func(values []Value, look *Look) Cell
	// OnRequest leaves it out unless --columns names it.
	OnRequest bool
	// Wide leaves it out of a terminal that is too narrow for all columns. Of
	// several the last goes first.
	Wide bool
	// Below keeps it out of a table: texts of many lines stand whole below it, a row
	// after the other.
	Below bool
	// Whole forbids cutting it to fit a terminal: half a uid is of no use.
	Whole bool

	// member says that it is no declared column but a member that was asked for.
	member bool
}

// Cell is what a terminal shows in one place.
type Cell struct {
	Text  string
	Color terminal.Color
}

// Look is what the appearance on a terminal depends on.
type Look struct {
	// Now is what relative times count from.
	Now time.Time
	// Absolute prints times in full although it is a table.
	Absolute bool
}

func (c *Column) header() string {
	if c.Header != "" {
		return c.Header
	}
	return strings.ToUpper(c.Name)
}

func (c *Column) members() []string {
	if len(c.From) > 0 {
		return c.From
	}
	return []string{c.Name}
}

// plain is the text for other programs.
func (c *Column) plain(values []Value) string {
	if c.Plain != nil {
		return c.Plain(values)
	}
	if c.Kind == Time {
		return formatTime(values[0].Time())
	}
	return values[0].Text()
}

// cell is what people see.
func (c *Column) cell(values []Value, look *Look) Cell {
	switch {
	case c.Terminal != nil:
		return c.Terminal(values, look)
	case c.Plain != nil:
		return Cell{Text: c.Plain(values)}
	}
	v := values[0]
	switch c.Kind {
	case Time:
		return Cell{Text: look.Time(v.Time())}
	case Bool:
		switch {
		case v.True():
			return Cell{Text: "yes"}
		case v.False():
			return Cell{Text: "no", Color: terminal.Faint}
		}
	case Bytes:
		if n, ok := v.Number(); ok {
			return Cell{Text: formatBytes(n)}
		}
	case Text, Number:
	}
	return Cell{Text: v.Text()}
}

// Time is how the look shows an instant: nothing for never.
func (l *Look) Time(t time.Time) string {
	if t.IsZero() || l.Absolute {
		return formatTime(t)
	}
	return formatAge(l.Now.Sub(t))
}

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// formatAge rounds down to the largest unit, so that "1d ago" is at least a day.
func formatAge(age time.Duration) string {
	future := age < 0
	if future {
		age = -age
	}
	var text string
	switch day := 24 * time.Hour; {
	case age < time.Minute:
		return "just now"
	case age < time.Hour:
		text = fmt.Sprintf("%dm", age/time.Minute)
	case age < day:
		text = fmt.Sprintf("%dh", age/time.Hour)
	case age < 60*day:
		text = fmt.Sprintf("%dd", age/day)
	case age < 2*365*day:
		text = fmt.Sprintf("%dmo", age/(30*day))
	default:
		text = fmt.Sprintf("%dy", age/(365*day))
	}
	if future {
		return "in " + text
	}
	return text + " ago"
}

func formatBytes(n float64) string {
	const step = 1024
	units := [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	unit := 0
	for n >= step && unit < len(units)-1 {
		n /= step
		unit++
	}
	if unit == 0 || n >= 100 {
		return fmt.Sprintf("%.0f %s", n, units[unit])
	}
	return fmt.Sprintf("%.1f %s", n, units[unit])
}

// choose returns the columns that names asks for, in its order, or those that
// are shown without being asked for. A name that begins with a dot is the path
// of a member that has no column.
func choose(declared []Column, names []string) ([]Column, error) {
	if len(names) == 0 {
		var chosen []Column
		for i := range declared {
			if !declared[i].OnRequest {
				chosen = append(chosen, declared[i])
			}
		}
		return chosen, nil
	}
	chosen := make([]Column, 0, len(names))
	for _, name := range names {
		column, err := find(declared, name)
		if err != nil {
			return nil, err
		}
		// What was asked for by name is not left out for lack of room.
		column.Wide = false
		chosen = append(chosen, column)
	}
	return chosen, nil
}

// withAll adds those of more that are not among the chosen.
func withAll(chosen, more []Column) []Column {
	for i := range more {
		if !slices.ContainsFunc(chosen, func(c Column) bool { return c.Name == more[i].Name && slices.Equal(c.From, more[i].From) }) {
			chosen = append(chosen, more[i])
		}
	}
	return chosen
}

// distinct reports a heading that comes twice: PowerShell, which takes A and a for the
// same, reads no CSV that has one.
func distinct(columns []Column) error {
	seen := map[string]bool{}
	for i := range columns {
		name := strings.ToLower(columns[i].Name)
		if seen[name] {
			return fmt.Errorf("the column %q comes twice: name it once", columns[i].Name)
		}
		seen[name] = true
	}
	return nil
}

// find returns the column of that name, or the member when it begins with a dot.
func find(declared []Column, name string) (Column, error) {
	name = strings.TrimSpace(name)
	if path, ok := strings.CutPrefix(name, "."); ok && path != "" {
		return Column{Name: path, From: []string{path}, member: true}, nil
	}
	for i := range declared {
		if strings.EqualFold(declared[i].Name, name) {
			return declared[i], nil
		}
	}
	return Column{}, &UnknownColumnError{Name: name, Valid: columnNames(declared)}
}

// UnknownColumnError is the error for a column name that a list does not have.
type UnknownColumnError struct {
	// Name is what was given.
	Name string
	// Valid lists what could have been given.
	Valid []string
}

// Error quotes the name and lists the valid ones.
func (e *UnknownColumnError) Error() string {
	if len(e.Valid) == 0 {
		return fmt.Sprintf("there is no column %q: here columns are members, such as .%s", e.Name, e.Name)
	}
	return fmt.Sprintf("there is no column %q: the columns are %s, and any member as .name",
		e.Name, strings.Join(e.Valid, ", "))
}

func columnNames(declared []Column) []string {
	names := make([]string, len(declared))
	for i := range declared {
		names[i] = declared[i].Name
	}
	return names
}
