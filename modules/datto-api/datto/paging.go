package datto

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"net/url"
	"reflect"
	"strconv"
	"sync"
)

const (
	// maxPageSize is the largest page the server gives. Some endpoints refuse a
	// larger one and some give this many all the same.
	maxPageSize = 250
	// maxPages ends a walk that a server without an end would keep going.
	maxPages = 1_000_000
)

// list is a list of the API with everything that a page of it needs.
type list[T any] struct {
	client *Client
	op     *Operation
	path   string
	query  url.Values // the caller's own, never changed
	first  string     // cursor of the page that a single read is for
	call   callConfig
	err    error // why the list cannot be asked for at all
}

// one reads the page that the caller's options name.
func (l list[T]) one(ctx context.Context) (*Page[T], error) { return l.page(ctx, l.first) }

// page fetches the page at a cursor, "" for the first.
func (l list[T]) page(ctx context.Context, cursor string) (*Page[T], error) {
	if l.err != nil {
		return nil, l.err
	}
	page := new(Page[T])
	x := l.call.exchange(l.op, l.path, l.queryAt(cursor))
	x.decode = func(status int, body []byte) error {
		*page = Page[T]{}
		var err error
		if l.op.Paging == PagingArray {
			err = decodeArray(l.op, status, body, page)
		} else {
			err = decodePage(l.op, l.client.endpoint, status, body, page)
		}
		if err == nil {
			l.client.tellUnknown(ctx, l.op, body, reflect.TypeFor[T]())
		}
		return err
	}
	if err := l.client.do(ctx, x, l.call); err != nil {
		return nil, err
	}
	if page.foreign != "" {
		l.client.emit(ctx, ForeignNextPage{Operation: l.op, Host: page.foreign})
	}
	return page, nil
}

// queryAt is the caller's query with only the cursor put in.
func (l list[T]) queryAt(cursor string) string {
	if cursor == "" {
		return l.query.Encode()
	}
	at := make(url.Values, len(l.query)+2)
	maps.Copy(at, l.query)
	if l.op.Paging == PagingCursor {
		at.Set("searchAfter", cursor)
		at.Set("page", "next")
	} else {
		at.Set("page", cursor)
	}
	return at.Encode()
}

// all walks every page. All state lives inside the returned function, so that
// ranging over it again starts again.
func (l list[T]) all(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		w := newWalk(ctx, l)
		defer w.stop()
		w.run(yield)
	}
}

// walk is one range over a list. It fetches pages ahead on goroutines that end
// with it, and yields their rows in order.
type walk[T any] struct {
	list   list[T]
	ctx    context.Context
	cancel context.CancelFunc
	group  sync.WaitGroup
	ahead  int
	queue  []*pending[T] // pages asked for and not yet yielded, in order

	seenCursors map[string]bool
	seenRows    map[rowKey]struct{}
	received    int // rows that arrived, without those that arrived before
	announced   int // smallest total that the server has told, or none
	firstRows   int // rows of the first page
	arrived     int // rows of all pages so far
}

const none = math.MaxInt

// pending is a page that has been asked for.
type pending[T any] struct {
	cursor string
	cancel context.CancelFunc
	ready  chan struct{}
	page   *Page[T]
	err    error
}

func newWalk[T any](ctx context.Context, l list[T]) *walk[T] {
	w := &walk[T]{
		list: l, ahead: l.client.readAhead, announced: none,
		seenCursors: map[string]bool{}, seenRows: map[rowKey]struct{}{},
	}
	if l.call.readAhead > 0 {
		w.ahead = l.call.readAhead
	}
	w.ctx, w.cancel = context.WithCancel(ctx) //nolint:gosec // The walk calls it when it stops.
	return w
}

// stop ends all requests that are under way and waits until they have ended.
func (w *walk[T]) stop() {
	w.cancel()
	w.group.Wait()
}

func (w *walk[T]) run(yield func(T, error) bool) {
	var zero T
	cursor := ""
	for n := 0; ; n++ {
		page, err := w.next(cursor)
		if err != nil {
			yield(zero, w.pageError(n, err))
			return
		}
		loops := page.Next != "" && page.rows > 0 && w.seenCursors[page.Next]
		last := page.Next == "" || page.rows == 0
		w.note(n, page)
		rows := yield
		switch more := !last && !loops; {
		case more && n == 0:
			rows = w.askHalfway(page, yield)
		case more:
			w.fetchAhead(page.Next, w.ahead)
		}
		if !w.yieldRows(n, page, rows) {
			return
		}
		switch {
		case loops:
			yield(zero, w.pageError(n, errors.New("the server offers a page that was read before")))
			return
		case last:
			if w.announced != none && w.received < w.announced {
				yield(zero, &IncompleteError{Operation: w.list.op.String(), Want: w.announced, Got: w.received})
			}
			return
		case n+1 >= w.list.client.maxPages:
			yield(zero, w.pageError(n, fmt.Errorf("the list has more than %d pages", w.list.client.maxPages)))
			return
		}
		cursor = page.Next
		if n == 0 {
			w.fetchAhead(cursor, w.ahead)
		}
	}
}

// askHalfway asks for the second page once the reader has taken half of the first.
// Who wants a few rows only stops before that, and nothing beyond the second page
// is asked for until the first has been read.
func (w *walk[T]) askHalfway(first *Page[T], yield func(T, error) bool) func(T, error) bool {
	taken := 0
	return func(row T, err error) bool {
		if !yield(row, err) {
			return false
		}
		if taken++; taken == (first.rows+1)/2 {
			w.fetchAhead(first.Next, 1)
		}
		return true
	}
}

func (w *walk[T]) pageError(n int, err error) error {
	if isA[*ValidationError](err) {
		return err
	}
	return &PageError{Operation: w.list.op.String(), Page: n, Err: err}
}

// next waits for the page at a cursor.
func (w *walk[T]) next(cursor string) (*Page[T], error) {
	w.seenCursors[cursor] = true
	if cursor == "" {
		w.seenCursors["0"] = true // the first page by its number
	}
	if len(w.queue) == 0 {
		w.queue = append(w.queue, w.fetch(cursor))
	}
	p := w.queue[0]
	w.queue = w.queue[1:]
	<-p.ready // ends with the context, like every request
	p.cancel()
	if err := w.ctx.Err(); err != nil {
		return nil, err // The page may have come long before.
	}
	return p.page, p.err
}

// fetch asks for a page.
func (w *walk[T]) fetch(cursor string) *pending[T] {
	p := &pending[T]{cursor: cursor, ready: make(chan struct{})}
	ctx, cancel := context.WithCancel(w.ctx) //nolint:gosec // Whoever takes the page, or gives it up, calls it.
	p.cancel = cancel
	w.group.Go(func() {
		defer close(p.ready)
		p.page, p.err = w.list.page(ctx, cursor)
	})
	return p
}

// fetchAhead asks for the page at next and, where it is known which pages follow,
// for more until depth are under way. Pages that were asked for on a wrong guess
// are given up.
func (w *walk[T]) fetchAhead(next string, depth int) {
	if len(w.queue) > 0 && w.queue[0].cursor != next {
		for _, p := range w.queue {
			p.cancel()
		}
		w.queue = nil
	}
	if len(w.queue) == 0 {
		w.queue = append(w.queue, w.fetch(next))
	}
	last := w.lastPage()
	for len(w.queue) < depth {
		number, err := strconv.Atoi(w.queue[len(w.queue)-1].cursor)
		if err != nil || number >= last {
			return
		}
		w.queue = append(w.queue, w.fetch(strconv.Itoa(number+1)))
	}
}

// lastPage is the number of the last page as far as the announced total tells,
// and -1 where it is not known.
func (w *walk[T]) lastPage() int {
	if w.list.op.Paging == PagingCursor || w.announced == none || w.firstRows == 0 {
		return -1
	}
	return (w.announced - 1) / w.firstRows
}

// note takes down what a page tells about the list, and tells how far the walk is.
func (w *walk[T]) note(n int, page *Page[T]) {
	if n == 0 {
		w.firstRows = page.rows
	}
	if page.Total != nil {
		w.announced = min(w.announced, *page.Total)
	}
	w.arrived += page.rows
	w.list.client.emit(w.ctx, ListProgress{Operation: w.list.op, Pages: n + 1, Rows: w.arrived, Total: page.Total})
}

// yieldRows yields the rows of a page, broken ones in their place, and those that
// were yielded before not again. It reports whether to go on.
func (w *walk[T]) yieldRows(n int, page *Page[T], yield func(T, error) bool) bool {
	var zero T
	good, bad := 0, 0
	for i := range page.rows {
		broken := bad < len(page.Broken) && page.Broken[bad].Index == i
		var item T
		if broken {
			bad++
		} else {
			item = page.Items[good]
			good++
		}
		if page.keys != nil && page.keys[i] != (rowKey{}) {
			if _, seen := w.seenRows[page.keys[i]]; seen {
				continue
			}
			w.seenRows[page.keys[i]] = struct{}{}
		}
		w.received++
		if broken {
			err := page.Broken[bad-1]
			err.Page = n
			if !yield(zero, err) {
				return false
			}
		} else if !yield(item, nil) {
			return false
		}
	}
	return true
}
