package main

import (
	"regexp"
	"strings"
)

// oapi-codegen puts the name of a type or member before the first line of its description. A description is written for
// readers of the contract, so it is turned here into what reads well after a name, or the name is taken away again.

// typeComment turns "A device of the account." into what follows the name in "Device is a device of the account.".
func typeComment(name, description string) string {
	return strings.TrimPrefix(wrapped(name+" is "+strings.ToLower(description[:1])+description[1:]), name+" ")
}

// memberMark stands before the description of a member, so that memberComment finds the name put before it. It occurs in
// no description.
const memberMark = "\u241e "

var memberComment = regexp.MustCompile(`// \w+ ` + memberMark)

// commentWidth is where a line of a comment ends.
const commentWidth = 110

// wrapped breaks a description into lines.
func wrapped(text string) string {
	var out strings.Builder
	width := 0
	for word := range strings.FieldsSeq(text) {
		switch {
		case width == 0:
		case width+1+len(word) > commentWidth:
			out.WriteByte('\n')
			width = 0
		default:
			out.WriteByte(' ')
			width++
		}
		out.WriteString(word)
		width += len(word)
	}
	return out.String()
}
