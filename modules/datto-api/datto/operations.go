package datto

import (
	"net/http"
	"slices"
	"strings"
)

// Retriability says whether an operation may be sent a second time when nobody
// knows whether the server acted on the first.
type Retriability uint8

const (
	// RetrySafe marks reads and writes that end in the same state however often
	// they are sent.
	RetrySafe Retriability = iota
	// RetryNever marks operations that act again each time they arrive: quick
	// jobs, creations and key resets. They are repeated only when it is certain
	// that the server did not act.
	RetryNever
)

// String returns "safe" or "never".
func (r Retriability) String() string {
	if r == RetryNever {
		return "never"
	}
	return "safe"
}

// Paging says how the answer of an operation is cut into pages.
type Paging uint8

const (
	// PagingNone marks an answer that is a single object, or nothing.
	PagingNone Paging = iota
	// PagingPage marks a list that is walked by a zero-based page number.
	PagingPage
	// PagingCursor marks a list that is walked by a cursor: the activity log.
	PagingCursor
	// PagingArray marks a bare JSON array, which is never cut.
	PagingArray
)

// String returns "none", "page", "cursor" or "array".
func (p Paging) String() string {
	switch p {
	case PagingPage:
		return "page"
	case PagingCursor:
		return "cursor"
	case PagingArray:
		return "array"
	default:
		return "none"
	}
}

// Operation is one operation of the API's contract. The values are generated
// from the contract and must not be changed.
type Operation struct {
	// ID is this project's own stable name, such as "listAccountDevices". It is
	// "custom" for a path that the contract does not know.
	ID string
	// Method is the HTTP method.
	Method string
	// Path is the path below the base URL, with its parameters in braces, such
	// as "/v2/device/{deviceUid}".
	Path string
	// Summary says in one line what the operation does.
	Summary string
	// Write is true for operations that change something.
	Write bool
	// Bucket names the write window that the server counts the operation in,
	// such as "device-udf-set". It is empty for reads.
	Bucket string
	// Retry says whether the operation may be sent twice.
	Retry Retriability
	// Paging says how the answer is cut into pages.
	Paging Paging
	// ItemsKey is the member of a page that holds the rows.
	ItemsKey string
	// Identity lists the members that together make two rows the same row. It
	// is nil when rows have no identity.
	Identity []string
	// Response is the schema name of the answer, empty when there is none.
	Response string
	// Request is the schema name of the body, empty when there is none.
	Request string
	// Query lists the names of the query parameters.
	Query []string
	// Preview marks operations that the vendor may still change.
	Preview bool
	// Deprecated marks operations that the vendor has given up.
	Deprecated bool
	// Public marks operations that need no token.
	Public bool
}

// String returns the method and the path template, such as
// "GET /v2/device/{deviceUid}". It holds no value of any call.
func (o *Operation) String() string {
	return o.Method + " " + o.Path
}

// Operations returns every operation of the contract, in the contract's order.
// The slice is the caller's; the operations are shared and must not be changed.
func Operations() []*Operation {
	return slices.Clone(operations)
}

// operationFor finds the operation of a custom request, so that a call written
// by hand is limited, repeated and walked like the named method for it. For a
// path that the contract does not know it returns an operation that is careful:
// reads may be repeated, anything else is never sent twice.
func operationFor(method, path string) *Operation {
	for _, op := range operations {
		if op.Method == method && matchesTemplate(op.Path, path) {
			return op
		}
	}
	op := &Operation{ID: customID, Method: method, Path: path}
	if method != http.MethodGet && method != http.MethodHead {
		op.Write, op.Bucket, op.Retry = true, customID, RetryNever
	}
	return op
}

// customID is the id, and for writes the bucket, of an operation that the
// contract does not know.
const customID = "custom"

// matchesTemplate reports whether path is template with its parameters filled
// in. A literal segment of the template outranks a parameter only through the
// order of the table, which lists literal paths first where both would match.
func matchesTemplate(template, path string) bool {
	for {
		var want, got string
		var moreWant, moreGot bool
		want, template, moreWant = strings.Cut(template, "/")
		got, path, moreGot = strings.Cut(path, "/")
		if strings.HasPrefix(want, "{") {
			if got == "" {
				return false
			}
		} else if want != got {
			return false
		}
		if moreWant != moreGot {
			return false
		}
		if !moreWant {
			return true
		}
	}
}
