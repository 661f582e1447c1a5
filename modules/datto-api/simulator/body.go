package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// largestBody bounds what is read of a request.
const largestBody = 10 << 20

var errTooLarge = errors.New("simulator: request body too large")

// body reads the request's body.
func (x *exchange) body() ([]byte, error) {
	if x.req.Body == nil {
		return nil, nil
	}
	raw, err := io.ReadAll(io.LimitReader(x.req.Body, largestBody+1))
	if err == nil && len(raw) > largestBody {
		err = errTooLarge
	}
	return raw, err
}

// fields is a JSON object of a request. Names are matched exactly, as the
// API's own decoder does.
type fields map[string]any

// readFields reads the body as a JSON object. When it is none it answers as
// the API does and returns false.
func (x *exchange) readFields() (fields, bool) {
	raw, err := x.body()
	if errors.Is(err, errTooLarge) {
		x.fail(http.StatusRequestEntityTooLarge, "")
		return nil, false
	}
	if err != nil {
		x.unreadable()
		return nil, false
	}
	if kind, _, err := mime.ParseMediaType(x.req.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		x.violation("content type is not application/json")
		x.fail(http.StatusUnsupportedMediaType, "")
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var body fields
	if decoder.Decode(&body) != nil || body == nil {
		x.violation("body is not a JSON object")
		x.unreadable()
		return nil, false
	}
	return body, true
}

// text returns a member as text. Numbers and booleans are taken as they are
// written, as the API's decoder does for text members.
func (f fields) text(name string) string { return asText(f[name]) }

func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func (f fields) boolean(name string) bool {
	v, _ := f[name].(bool)
	return v
}

// integer returns a member as an integer, false when it is none. A number in
// quotes is one too.
func (f fields) integer(name string) (int, bool) {
	v, err := strconv.ParseInt(strings.TrimSpace(f.text(name)), 10, 32)
	return int(v), err == nil
}

// object returns a member that is an object.
func (f fields) object(name string) (fields, bool) {
	v, ok := f[name].(map[string]any)
	return v, ok
}

// array returns the elements of a member that is an array.
func (f fields) array(name string) []any {
	v, _ := f[name].([]any)
	return v
}

// null tells whether a member is there and null.
func (f fields) null(name string) bool {
	v, there := f[name]
	return there && v == nil
}
