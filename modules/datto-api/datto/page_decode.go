package datto

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	pageDetailsKey = "pageDetails"
	pageErrorKey   = "error"
)

// decodePage decodes one page of op into page. Each row is decoded where it
// stands; only when one of them fails is the page cut into rows first, because
// the decoder does not pass a value that it could not use.
func decodePage[T any](op *Operation, e endpoint, status int, body []byte, page *Page[T]) error {
	d := &pageDecoder[T]{op: op, body: body, page: page, id: identityFor[T](op.Identity)}
	if keepsSetUDFs[T]() {
		slim := bodyBuffers.Get().(*bodyBuffer)
		defer slim.free()
		slim.data = withoutNullUDFs(slim.data[:0], body)
		d.body = slim.data
		if d.decode(false) == nil {
			return d.finish(e, status)
		}
		// Whatever it was is told of the page as it came.
		d.body = body
		*page = Page[T]{}
	}
	err := d.decode(false)
	if err != nil && errors.Is(err, errBadRow) {
		*page = Page[T]{}
		err = d.decode(true)
	}
	if err != nil {
		if api, ok := errors.AsType[*APIError](err); ok {
			api.StatusCode = status
			return api
		}
		return decodeError(op, status, body, err)
	}
	return d.finish(e, status)
}

// errBadRow says that a row could not be decoded where it stands.
var errBadRow = errors.New("row cannot be decoded")

type pageDecoder[T any] struct {
	op   *Operation
	body []byte
	page *Page[T]
	id   identity[T]

	details    PageDetails
	hasDetails bool
	hasItems   bool
}

// decode walks the members of the page. With apart, it cuts out each row before
// it decodes it, and so passes those that fail.
func (d *pageDecoder[T]) decode(apart bool) error {
	d.details, d.hasDetails, d.hasItems = PageDetails{}, false, false
	dec := jsontext.NewDecoder(bytes.NewBuffer(d.body), lenient)
	if dec.PeekKind() != '{' {
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		return errors.New("not an object")
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if err := d.member(dec, name.String(), apart); err != nil {
			return err
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	if _, err := dec.ReadToken(); err != io.EOF { //nolint:errorlint // The decoder's end is io.EOF itself.
		return errors.New("something follows the page")
	}
	return nil
}

func (d *pageDecoder[T]) member(dec *jsontext.Decoder, name string, apart bool) error {
	switch {
	case name == pageDetailsKey:
		d.hasDetails = true
		return json.UnmarshalDecode(dec, &d.details)
	case name == pageErrorKey && dec.PeekKind() == '"':
		text, err := dec.ReadToken()
		if err == nil && text.String() != "" {
			return &APIError{Operation: d.op.String(), Message: printable(text.String(), nil)}
		}
		return err
	case dec.PeekKind() == '[' && d.isItems(name):
		d.hasItems = true
		if n := d.details.Count; n != nil && *n > 0 && d.page.Items == nil {
			// No more than a page holds, whatever the server announces.
			d.page.Items = make([]T, 0, min(int(*n), maxPageSize))
		}
		return d.rows(dec, apart)
	default:
		// Null stands for no rows. Of a list that the contract does not know nobody
		// can say which member that is.
		d.hasItems = d.hasItems || d.op.ItemsKey != "" && name == d.op.ItemsKey
		return dec.SkipValue()
	}
}

// isItems reports whether name is the member that holds the rows. For a list that
// the contract does not know it is the first array.
func (d *pageDecoder[T]) isItems(name string) bool {
	return name == d.op.ItemsKey || d.op.ItemsKey == "" && !d.hasItems
}

// rows decodes an array of rows.
func (d *pageDecoder[T]) rows(dec *jsontext.Decoder, apart bool) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		start := dec.InputOffset()
		row, err := d.row(dec, apart)
		if err != nil {
			return err
		}
		d.page.rows++
		if d.id.members == nil {
			continue
		}
		d.page.keys = append(d.page.keys, d.id.keyOf(row, d.body[start:dec.InputOffset()]))
	}
	_, err := dec.ReadToken()
	return err
}

// row decodes the next row onto the page and returns it, or nil when it is
// broken.
func (d *pageDecoder[T]) row(dec *jsontext.Decoder, apart bool) (*T, error) {
	var zero T
	if dec.PeekKind() == 0 {
		_, err := dec.ReadToken()
		return nil, err
	}
	items := append(d.page.Items, zero)
	row := &items[len(items)-1]
	if !apart {
		if err := json.UnmarshalDecode(dec, row); err != nil {
			if isA[*jsontext.SyntacticError](err) && !isA[*json.SemanticError](err) {
				return nil, err
			}
			return nil, errBadRow
		}
		d.page.Items = items
		return row, nil
	}
	raw, err := dec.ReadValue()
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, row, lenient); err != nil {
		d.page.Broken = append(d.page.Broken, &RowError{
			Operation: d.op.String(), Index: d.page.rows, Raw: bytes.Clone(raw), Reason: faultOf(err),
		})
		return nil, nil
	}
	d.page.Items = items
	return row, nil
}

// finish takes what leads to the next page.
func (d *pageDecoder[T]) finish(e endpoint, status int) error {
	// Any object can have an array: what the contract does not call a list is one
	// only by its details.
	if !d.hasDetails && (!d.hasItems || d.op.ItemsKey == "") {
		return &DecodeError{Operation: d.op.String(), StatusCode: status, Reason: "it is JSON, but no page of a list"}
	}
	if n := d.details.TotalCount; n != nil && *n >= 0 {
		d.page.Total = new(int(*n))
	}
	next, err := nextPage(d.op, e, d.details.NextPageURL)
	if err != nil {
		return &DecodeError{Operation: d.op.String(), StatusCode: status, Reason: err.Error()}
	}
	d.page.Next, d.page.foreign = next.cursor, next.foreign
	return nil
}

// decodeArray decodes an answer that is a bare array. It has no page around it.
func decodeArray[T any](op *Operation, status int, body []byte, page *Page[T]) error {
	d := &pageDecoder[T]{op: op, body: body, page: page}
	err := d.array(false)
	if err != nil && errors.Is(err, errBadRow) {
		*page = Page[T]{}
		err = d.array(true)
	}
	if err != nil {
		return decodeError(op, status, body, err)
	}
	return nil
}

func (d *pageDecoder[T]) array(apart bool) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(d.body), lenient)
	if dec.PeekKind() != '[' {
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		return errors.New("not an array")
	}
	if err := d.rows(dec, apart); err != nil {
		return err
	}
	if _, err := dec.ReadToken(); err != io.EOF { //nolint:errorlint // The decoder's end is io.EOF itself.
		return errors.New("something follows the array")
	}
	return nil
}

// link is what a page says about the next one.
type link struct {
	cursor  string
	foreign string // host (or else scheme) when the link points away from the endpoint
}

// nextPage takes the cursor out of the link to the next page, and nothing else:
// the server drops filters from it, and the token must go nowhere it points to.
// Null, empty and missing links all end the list.
func nextPage(op *Operation, e endpoint, raw string) (link, error) {
	if raw == "" {
		return link{}, nil
	}
	u, err := url.Parse(raw)
	if err != nil {
		return link{}, errors.New("its nextPageUrl is not a URL")
	}
	var l link
	if !e.owns(u) {
		l.foreign = cmp.Or(printable(u.Host, nil), printable(u.Scheme, nil)+":")
	}
	query := u.Query()
	if op.Paging == PagingCursor {
		l.cursor = joinCursor(query["searchAfter"])
		if l.cursor == "" {
			return link{}, errors.New("its nextPageUrl holds no searchAfter")
		}
		return l, nil
	}
	if l.cursor = query.Get("page"); !isPageNumber(l.cursor) {
		return link{}, errors.New("its nextPageUrl holds no page number")
	}
	return l, nil
}

// joinCursor joins the values of a cursor. The server repeats the parameter and
// takes it back as one with a comma.
func joinCursor(values []string) string {
	values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
	return strings.Join(values, ",")
}

func isPageNumber(s string) bool {
	if s == "" || len(s) > 9 {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
