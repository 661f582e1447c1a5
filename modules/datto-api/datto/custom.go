package datto

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
)

// Get reads path, such as "/v2/device/UID?x=y", and decodes the answer into a T.
// It is for what the named methods do not cover, and for one's own types: with
// [json.RawMessage] it returns the answer as it came.
//
// The call passes every stage: budget, token, repeats, typed errors. A path that
// the contract knows is treated as the named method would treat it.
func Get[T any](ctx context.Context, c *Client, path string, opts ...CallOption) (T, error) {
	return Do[T](ctx, c, http.MethodGet, path, nil, opts...)
}

// Do sends a request with body encoded as JSON, or without one when it is nil,
// and decodes the answer into a T. An empty answer to a write is the zero T.
//
// A write that the contract does not know is never sent twice unless it is
// certain that the server did not act.
func Do[T any](ctx context.Context, c *Client, method, path string, body any, opts ...CallOption) (T, error) {
	var value T
	op, path, query, err := customPath(method, path)
	if err != nil {
		return value, err
	}
	err = call(ctx, c, op, path, query, body, &value, opts)
	return value, err
}

// List reads one page of the list at path. The rows are those of the page's array,
// whatever its name; for an answer that is a bare array see [Get]. What is no page
// is a [*DecodeError]: an answer to a path that the contract has no list for needs
// its pageDetails.
func List[T any](ctx context.Context, c *Client, path string, opts ...CallOption) (*Page[T], error) {
	return customList[T](c, path, opts).one(ctx)
}

// All walks the list at path from its first page on, as the All methods do. With
// [json.RawMessage] it yields the server's own objects.
func All[T any](ctx context.Context, c *Client, path string, opts ...CallOption) iter.Seq2[T, error] {
	return customList[T](c, path, opts).all(ctx)
}

func customList[T any](c *Client, path string, opts []CallOption) list[T] {
	op, path, query, err := customPath(http.MethodGet, path)
	l := newList[T](c, op, path, query, opts)
	if err != nil {
		l.err = err
	} else if op.Paging == PagingNone {
		paged := *op
		paged.Paging = PagingPage
		l.op = &paged
	}
	return l
}

// newList makes a list from the caller's query and options.
func newList[T any](c *Client, op *Operation, path string, query url.Values, opts []CallOption) list[T] {
	l := list[T]{client: c, op: op, path: path, call: newCallConfig(opts)}
	l.query, l.err = mergeQuery(query, l.call.query), l.call.err
	return l
}

// call makes one call and decodes its answer into value, which may be nil.
func call(ctx context.Context, c *Client, op *Operation, path string, query url.Values, body, value any, opts []CallOption) error {
	config := newCallConfig(opts)
	if config.err != nil {
		return config.err
	}
	x := config.exchange(op, path, mergeQuery(query, config.query).Encode())
	if body != nil {
		encoded, err := encodeBody(op, body)
		if err != nil {
			return err
		}
		x.body = encoded
	}
	if value != nil {
		x.decode = func(status int, answer []byte) error {
			err := decodeValue(op, status, answer, value)
			if err == nil {
				c.tellUnknown(ctx, op, answer, reflect.TypeOf(value))
			}
			return err
		}
	}
	return c.do(ctx, x, config)
}

func mergeQuery(query, more url.Values) url.Values {
	if len(more) == 0 {
		return query
	}
	merged := make(url.Values, len(query)+len(more))
	for name, values := range query {
		merged[name] = slices.Clone(values)
	}
	maps.Copy(merged, more)
	return merged
}

// encodeBody encodes a request body. It is the standard library's encoder because
// the models' tags are written for it: with the other one, "omitempty" would drop
// the empty text that clears a field.
func encodeBody(op *Operation, v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, &ValidationError{Operation: op.String(), Field: "body", Reason: "it cannot be encoded as JSON"}
	}
	return body, nil
}
