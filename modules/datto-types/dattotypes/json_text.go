package dattotypes

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

var errString = errors.New("dattotypes: not a JSON string")

// unquote returns the text of a JSON string, as a part of data where it can. Its error does not quote the text. null
// has none.
func unquote(data []byte) ([]byte, error) {
	if inner, ok := plainText(data); ok {
		return inner, nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return nil, errString
	}
	return []byte(text), nil
}

// plainText returns the inside of a JSON string that needs no decoding: no escapes, and valid UTF-8.
func plainText(data []byte) ([]byte, bool) {
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return nil, false
	}
	inner := data[1 : len(data)-1]
	for _, c := range inner {
		if c < ' ' || c == '"' || c == '\\' {
			return nil, false
		}
	}
	return inner, utf8.Valid(inner)
}

// wireText is the text of a JSON string, nothing for null, and the JSON itself of any other value. It is valid UTF-8, as
// the text of a JSON string always is.
func wireText(value json.RawMessage) string {
	if string(value) == "null" {
		return ""
	}
	if text, err := unquote(value); err == nil {
		return string(text)
	}
	var text bytes.Buffer
	if err := json.Compact(&text, value); err != nil {
		return "" // cannot happen: the value is part of a decoded document
	}
	return strings.ToValidUTF8(text.String(), "\uFFFD")
}
