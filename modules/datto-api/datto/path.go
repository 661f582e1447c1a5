package datto

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// fill puts values into the parameters of op's path, in order. A value becomes
// one segment whatever it holds; one that would make a segment vanish, or climb,
// is refused.
func fill(op *Operation, values ...string) (string, error) {
	var b strings.Builder
	rest := op.Path
	for _, value := range values {
		before, after, _ := strings.Cut(rest, "{")
		name, after, _ := strings.Cut(after, "}")
		if value == "" || value == "." || value == ".." {
			return "", &ValidationError{Operation: op.String(), Field: name, Reason: "it is empty or made of dots"}
		}
		b.WriteString(before)
		b.WriteString(url.PathEscape(value))
		rest = after
	}
	b.WriteString(rest)
	return b.String(), nil
}

// idParam writes a numeric id as a path parameter. Zero, which no object has,
// becomes empty and is refused by fill.
func idParam(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// macAddress strips the separators of a MAC address: the API wants 12 hex digits.
func macAddress(op *Operation, mac string) (string, error) {
	digits := strings.Map(func(r rune) rune {
		if r == ':' || r == '-' || r == '.' || r == ' ' {
			return -1
		}
		return r
	}, mac)
	isHex := func(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' }
	if len(digits) != 12 || strings.ContainsFunc(digits, func(r rune) bool { return !isHex(r) }) {
		return "", &ValidationError{Operation: op.String(), Field: "macAddress", Reason: "it must have 12 hexadecimal digits"}
	}
	return digits, nil
}

// customPath checks the path of a custom request and splits its query off. The
// path may begin with /api, which the base URL has already.
func customPath(method, raw string) (*Operation, string, url.Values, error) {
	invalid := func(reason string) error {
		return &ValidationError{Operation: printable(method, nil), Field: "path", Reason: reason}
	}
	if method == "" || strings.ContainsFunc(method, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		return nil, "", nil, &ValidationError{Field: "method", Reason: "it must be upper-case letters, such as " + http.MethodGet}
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, "", nil, invalid("it cannot be parsed")
	case u.Scheme != "" || u.Host != "" || u.Opaque != "" || u.User != nil:
		return nil, "", nil, invalid("it must be a path: the client calls its own address only")
	case !strings.HasPrefix(u.Path, "/"):
		return nil, "", nil, invalid("it must begin with a slash")
	}
	path := u.EscapedPath()
	if strings.HasPrefix(path, apiPath+"/") {
		path = strings.TrimPrefix(path, apiPath)
	}
	for segment := range strings.SplitSeq(path, "/") {
		if plain, err := url.PathUnescape(segment); err != nil || plain == "." || plain == ".." {
			return nil, "", nil, invalid("it must not hold segments made of dots")
		}
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, "", nil, invalid("its query cannot be parsed")
	}
	return operationFor(method, path), path, query, nil
}
