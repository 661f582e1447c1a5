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
		name, descending := strings.CutPrefix(name, "-")
		column, err := find(declared, name)
		if err != nil {
			return nil, err
		}
		o.keys = append(o.keys, sortKey{column, descending})
		columns = append(columns, column)
	}
	o.read = newColumnReader(columns)
	return o, nil
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

// key is a value in a form that compares: a number where there is one.
type key struct {
	missing bool
	number  float64
	text    string
}

func keyOf(column *Column, values []Value) key {
	switch column.Kind {
	case Time:
		t := values[0].Time()
		return key{missing: t.IsZero(), number: float64(t.UnixMilli())}
	case Number, Bytes:
		if n, ok := values[0].Number(); ok {
			return key{number: n}
		}
	case Text, Bool:
	}
	text := column.plain(values)
	return key{missing: text == "", text: strings.ToLower(text)}
}

func (k key) compare(other key, descending bool) int {
	if k.missing != other.missing {
		if k.missing {
			return 1
		}
		return -1
	}
	c := cmp.Or(cmp.Compare(k.number, other.number), strings.Compare(k.text, other.text))
	if descending {
		return -c
	}
	return c
}
