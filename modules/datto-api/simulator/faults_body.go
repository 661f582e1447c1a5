package simulator

import (
	"bytes"
	"slices"
)

// What an unheard-of future looks like.
const (
	futureField = `"futureField":{"introduced":2031,"tags":["new"]}`
	futureValue = `"FromTheFuture"`
)

// hostileText would name a terminal's window, clear it, and turn what follows around.
const hostileText = `\u001b]0;owned\u0007\u001b[2J\u202e`

// nameMembers hold what those call themselves who control an endpoint.
var nameMembers = []string{"hostname", "deviceName", "name", "siteName", "username", "title", "stdData"}

// enumMembers are members whose values the contract lists.
var enumMembers = []string{
	"deviceClass", "priority", "antivirusStatus", "patchStatus", "status", "jobDeploymentStatus", "componentStatus", "entity", "installStatus", "severity", "type",
}

// bendBody returns a JSON body with its rows changed as a fault says. item is
// the name of the list; without one the whole body counts as a row.
func bendBody(kind FaultKind, body []byte, item string) []byte {
	if kind == FaultLogError {
		if item == "activities" && len(body) > 1 {
			return append(slices.Clone(body[:len(body)-1]), `,"error":"The activity log is not complete"}`...)
		}
		return body
	}
	rows := rowsOf(body, item)
	if len(rows) == 0 {
		return body
	}
	out := make([]byte, 0, len(body)+len(rows)*len(futureField))
	at := 0
	middle := len(rows) / 2
	for i, row := range rows {
		text := body[row.start:row.end]
		switch {
		case kind == FaultLostRow && i == len(rows)-1 && item != "":
			// With the comma before it.
			end := row.start
			if i > 0 {
				end = rows[i-1].end
			}
			out = append(out, body[at:end]...)
			at = row.end
			continue
		case kind == FaultMalformedRow && i == middle:
			text = malform(text)
		case kind == FaultInvalidUTF8 && i == middle:
			text = spoilText(text)
		case kind == FaultHostileText && i == middle:
			text = nameHostile(text)
		case kind == FaultFutureField:
			text = slices.Concat([]byte("{"+futureField+","), text[1:])
		case kind == FaultFutureValue:
			text = ageEnum(text)
		}
		out = append(out, body[at:row.start]...)
		out = append(out, text...)
		at = row.end
	}
	return append(out, body[at:]...)
}

// span is where a value lies in a body.
type span struct{ start, end int }

// rowsOf finds the objects of a list, or the body itself when it is one.
func rowsOf(body []byte, item string) []span {
	if item == "" {
		if len(body) > 2 && body[0] == '{' && body[1] == '"' {
			return []span{{0, len(body)}}
		}
		return nil
	}
	mark := []byte(`"` + item + `":[`)
	i := bytes.Index(body, mark)
	if i < 0 {
		return nil
	}
	var rows []span
	for i += len(mark); i < len(body) && body[i] == '{'; {
		end := endOfValue(body, i)
		rows = append(rows, span{i, end})
		if i = end; i < len(body) && body[i] == ',' {
			i++
		}
	}
	return rows
}

// endOfValue returns where the JSON value that starts at i ends.
func endOfValue(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
			if depth < 0 {
				return i
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// malform puts an object where the row's first member has a number or text.
func malform(row []byte) []byte {
	colon := bytes.IndexByte(row, ':')
	if colon < 0 {
		return row
	}
	end := endOfValue(row, colon+1)
	return slices.Concat(row[:colon+1], []byte(`{"not":["what","it","was"]}`), row[end:])
}

// spoilText puts bytes that are not UTF-8 into the row's first text.
func spoilText(row []byte) []byte {
	mark := []byte(`:"`)
	i := bytes.Index(row, mark)
	if i < 0 {
		return row
	}
	i += len(mark)
	return slices.Concat(row[:i], []byte{0xff, 0xfe, 0xc3}, row[i:])
}

// nameHostile puts an escape sequence before each name in the row.
func nameHostile(row []byte) []byte {
	for _, name := range nameMembers {
		mark := []byte(`"` + name + `":"`)
		row = bytes.ReplaceAll(row, mark, append(mark, hostileText...))
	}
	return row
}

// ageEnum changes the value of the row's first enum member.
func ageEnum(row []byte) []byte {
	for _, name := range enumMembers {
		mark := []byte(`"` + name + `":`)
		i := bytes.Index(row, mark)
		if i < 0 || row[i+len(mark)] != '"' {
			continue
		}
		i += len(mark)
		return slices.Concat(row[:i], []byte(futureValue), row[endOfValue(row, i):])
	}
	return row
}
