package datto

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lenient is how everything is decoded: names match exactly; a name that occurs
// twice, or a byte that is not UTF-8, costs neither the page nor, through the
// checks for it, most of the speed.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decodeValue decodes the answer of a call that returns one value. Reads must
// have one; what a write answers is optional.
func decodeValue(op *Operation, status int, body []byte, v any) error {
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || string(trimmed) == "null" {
		// Of what must not be sent twice the answer is all that there is.
		optional := op.Write && (op.Retry == RetrySafe || op.Response == "")
		if optional || status == http.StatusNoContent {
			return nil
		}
		return &DecodeError{Operation: op.String(), StatusCode: status, Reason: "it is empty", Truncated: len(trimmed) == 0}
	}
	if err := json.Unmarshal(body, v, lenient); err != nil {
		return decodeError(op, status, body, err)
	}
	return nil
}

// decodeError makes err safe to print.
func decodeError(op *Operation, status int, body []byte, err error) *DecodeError {
	d := &DecodeError{Operation: op.String(), StatusCode: status}
	trimmed := bytes.TrimSpace(body)
	switch {
	case len(trimmed) > 0 && trimmed[0] == '<':
		d.Reason = "it is an HTML or XML page, such as a login form"
	default:
		d.Reason = faultOf(err)
		d.Truncated = len(trimmed) == 0 || errors.Is(err, io.ErrUnexpectedEOF)
	}
	return d
}

// faultOf says what is wrong with JSON text and where, without the text: the
// error of the json package quotes values, and values can be secrets.
func faultOf(err error) string {
	if s, ok := errors.AsType[*json.SemanticError](err); ok {
		what := "a value"
		if s.JSONKind != 0 {
			what = nameOf(s.JSONKind)
		}
		where := "at the top"
		if s.JSONPointer != "" {
			where = "at " + printable(string(s.JSONPointer), nil)
		}
		if s.GoType != nil {
			return fmt.Sprintf("%s %s does not fit %s", what, where, s.GoType)
		}
		return what + " " + where + " does not fit"
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "the JSON ends too early"
	}
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Sprintf("it is not JSON from byte %d on", s.ByteOffset)
	}
	return "it cannot be read"
}

// nameOf names a kind of JSON value.
func nameOf(kind jsontext.Kind) string {
	switch kind {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '0':
		return "a number"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	default:
		return kind.String()
	}
}
