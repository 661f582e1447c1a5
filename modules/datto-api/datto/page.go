package datto

// Page is one page of a list.
type Page[T any] struct {
	// Items are the rows, without those that cannot be decoded.
	Items []T
	// Broken are the rows that cannot be decoded.
	Broken []*RowError
	// Total is the number of rows of the whole list as the server counts it. It
	// is nil where the server does not say, as for alerts and the activity log.
	Total *int
	// Next is where the next page begins: a page number, or for the activity log
	// a cursor. It is empty on the last page. (The activity log has one more,
	// empty page behind its last.)
	Next string

	rows    int      // Items and Broken together
	keys    []rowKey // identity of each row, zero when it has none
	foreign string   // host of a next link that points elsewhere
}

// HasNext reports whether there is a page after this one.
func (p *Page[T]) HasNext() bool { return p.Next != "" }
