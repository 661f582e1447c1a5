package output

import (
	"cmp"
	"slices"
	"strings"
)

// order sorts rows by columns.
type order struct {
	keys []sortKey
	read *columnReader
}

type sortKey struct {
	column     Column
	descending bool
}

// newOrder returns nil when nothing is to be sorted.
func newOrder(declared []Column, names []string) (*order, error) {
	if len(names) == 0 {
		return nil, nil //nolint:nilnil // No order is an order of its own: the server's.
	}
	o := &order{}
	columns := make([]Column, 0, len(names))
	for _, name := range names {
		name, descending := strings.CutPrefix(strings.TrimSpace(name), "-")
		column, err := find(declared, name)
		if err != nil {
			return nil, err
		}
		if column.member {
			column.sortLike(declared)
		}
		o.keys = append(o.keys, sortKey{column, descending})
		columns = append(columns, column)
	}
	o.read = newColumnReader(columns)
	return o, nil
}

// sortLike makes a member sort like the column that shows it, where there is one.
func (c *Column) sortLike(declared []Column) {
	for i := range declared {
		if declared[i].members()[0] == c.members()[0] {
			c.Kind, c.Order = declared[i].Kind, declared[i].Order
			return
		}
	}
}

// sort puts the rows in order; equal ones stay in the server's. Rows that lack
// the value come last either way.
func (o *order) sort(rows [][]byte) {
	type entry struct {
		row  []byte
		keys []key
	}
	entries := make([]entry, len(rows))
	for i, row := range rows {
		entries[i].row = row
		o.read.each(row, func(column *Column, values []Value) {
			entries[i].keys = append(entries[i].keys, keyOf(column, values))
		})
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		for i := range o.keys {
			if c := a.keys[i].compare(b.keys[i], o.keys[i].descending); c != 0 {
				return c
			}
		}
		return 0
	})
	for i := range entries {
		rows[i] = entries[i].row
	}
}

// key is a value in a form that compares. Numbers come before what is none.
type key struct {
	missing bool
	textual bool
	number  float64
	text    string
}

func keyOf(column *Column, values []Value) key {
	if len(column.Order) > 0 {
		if place := slices.Index(column.Order, values[0].Text()); place >= 0 {
			return key{number: float64(place)}
		}
	}
	switch column.Kind {
	case Time:
		t := values[0].Time()
		return key{missing: t.IsZero(), number: float64(t.UnixMilli())}
	case Number, Bytes:
		if n, ok := values[0].Number(); ok {
			return key{number: n}
		}
	case Text:
		if column.Plain == nil && values[0].isNumber() {
			n, _ := values[0].Number()
			return key{number: n}
		}
	case Bool:
	}
	text := column.plain(values)
	return key{missing: text == "", textual: true, text: strings.ToLower(text)}
}

func (k key) compare(other key, descending bool) int {
	if c := compareBool(k.missing, other.missing); c != 0 {
		return c
	}
	c := cmp.Or(compareBool(k.textual, other.textual), cmp.Compare(k.number, other.number), compareText(k.text, other.text))
	if descending {
		return -c
	}
	return c
}

// compareText compares the numbers in texts by size, as people do: of addresses, versions
// and host names.
func compareText(a, b string) int {
	for a != "" && b != "" {
		m, n := leadingDigits(a), leadingDigits(b)
		if m == 0 || n == 0 {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := strings.TrimLeft(a[:m], "0"), strings.TrimLeft(b[:n], "0")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
			return c
		}
		a, b = a[m:], b[n:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingDigits(text string) int { return len(text) - len(strings.TrimLeft(text, "0123456789")) }

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
