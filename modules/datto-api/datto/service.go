package datto

import (
	"context"
	"net/url"
	"strconv"
)

// The services' methods are thin: they name an operation, its path parameters and
// its query, and leave the rest to the functions below.

// read makes a call that returns one object.
func read[T any](ctx context.Context, c *Client, op *Operation, opts []CallOption, params ...string) (*T, error) {
	return send[T](ctx, c, op, nil, opts, params...)
}

// send makes a call with a body that returns one object.
func send[T any](ctx context.Context, c *Client, op *Operation, body any, opts []CallOption, params ...string) (*T, error) {
	path, err := fill(op, params...)
	if err != nil {
		return nil, err
	}
	value := new(T)
	if err := call(ctx, c, op, path, nil, body, value, opts); err != nil {
		return nil, err
	}
	return value, nil
}

// exec makes a call that returns nothing.
func exec(ctx context.Context, c *Client, op *Operation, body any, opts []CallOption, params ...string) error {
	path, err := fill(op, params...)
	if err != nil {
		return err
	}
	return call(ctx, c, op, path, nil, body, nil, opts)
}

// listOf makes a list.
func listOf[T any](c *Client, op *Operation, query listQuery, opts []CallOption, params ...string) list[T] {
	path, err := fill(op, params...)
	l := newList[T](c, op, path, query.values, opts)
	if err == nil {
		err = query.err
	}
	if err != nil {
		l.err = err
		return l
	}
	l.first = query.first
	return l
}

// rows reads a list that is a bare array.
func rows[T any](ctx context.Context, c *Client, op *Operation, opts []CallOption, params ...string) ([]T, error) {
	page, err := listOf[T](c, op, listQuery{}, opts, params...).page(ctx, "")
	if err != nil {
		return nil, err
	}
	if len(page.Broken) > 0 {
		// There is no walk that could go on, and a shorter answer would pass for
		// the whole one.
		return nil, page.Broken[0]
	}
	return page.Items, nil
}

// ListOptions choose a page of a list that has no filters.
type ListOptions struct {
	// Page is the page to read, counted from zero. All walks start at the first
	// page whatever it is.
	Page int
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server.
	PageSize int
}

func (o *ListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	return pageQuery(o.Page, o.PageSize)
}

// listQuery is the query of a list without the page, and the page to begin with.
type listQuery struct {
	values url.Values
	first  string
	err    error
}

func pageQuery(page, size int) listQuery {
	q := listQuery{values: url.Values{}}
	switch {
	case page < 0:
		q.err = &ValidationError{Field: "Page", Reason: "it is negative: pages count from zero"}
	case page > 0:
		q.first = strconv.Itoa(page)
	}
	q.setSize("max", size)
	return q
}

func (q *listQuery) setSize(name string, size int) {
	switch {
	case size < 0:
		q.err = &ValidationError{Field: "PageSize", Reason: "it is negative"}
	case size > 0:
		q.values.Set(name, strconv.Itoa(min(size, maxPageSize)))
	}
}

func (q *listQuery) set(name, value string) {
	if value != "" {
		q.values.Set(name, value)
	}
}

func (q *listQuery) setID(name string, id int64) {
	if id != 0 {
		q.values.Set(name, strconv.FormatInt(id, 10))
	}
}

func (q *listQuery) setBool(name string, value *bool) {
	if value != nil {
		q.values.Set(name, strconv.FormatBool(*value))
	}
}
