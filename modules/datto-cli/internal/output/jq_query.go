package output

import (
	"slices"

	"github.com/itchyny/gojq"
)

// rowByRow makes a query for each row out of one that begins with .[] and never looks
// at the array again. It is nil for any other.
func rowByRow(query *gojq.Query) *gojq.Query {
	ofRow := *query
	ofRow.Term, ofRow.Left = nil, nil
	switch {
	case query.Term != nil:
		ofRow.Term = termOfRow(query.Term)
	case query.Op == gojq.OpPipe && len(query.Patterns) == 0: // In .[] as $x | f the array is what f sees.
		ofRow.Left = rowByRow(query.Left)
	}
	if ofRow.Term == nil && ofRow.Left == nil {
		return nil
	}
	return &ofRow
}

// termOfRow takes .[] off the front of a term. It is nil when that is not where it begins.
func termOfRow(term *gojq.Term) *gojq.Term {
	suffixes := term.SuffixList
	if term.Type != gojq.TermTypeIdentity || len(suffixes) == 0 || !suffixes[0].Iter {
		return nil
	}
	suffixes = suffixes[1:]
	for i, suffix := range suffixes {
		switch {
		case suffix.Optional && i > 0 && suffixes[i-1].Optional: // The second ? is about all before it, the array too.
			return nil
		case !constant(suffix.Index):
			return nil
		}
	}
	return &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}
}

// constant reports whether an index needs nothing to be known: a query in it is asked of
// the array.
func constant(index *gojq.Index) bool {
	switch {
	case index == nil:
		return true
	case index.Str != nil:
		return len(index.Str.Queries) == 0
	}
	return literal(index.Start) && literal(index.End)
}

func literal(query *gojq.Query) bool {
	switch {
	case query == nil:
		return true
	case query.Term == nil || len(query.Term.SuffixList) > 0:
		return false
	case query.Term.Type == gojq.TermTypeString:
		return len(query.Term.Str.Queries) == 0
	}
	return query.Term.Type == gojq.TermTypeNumber
}

// inParts makes a query for each row, and one for the array of what comes of them, out of
// one that begins with map(f), [.[] | f] or length and never looks at the array of rows
// again. Both are nil for any other.
func inParts(query *gojq.Query) (part, rest *gojq.Query) {
	ofParts := *query
	switch {
	case slices.ContainsFunc(query.FuncDefs, isPartName):
		return nil, nil
	case query.Term != nil:
		part, ofParts.Term = termInParts(query.Term)
	case query.Op == gojq.OpPipe && len(query.Patterns) == 0: // In map(f) as $x | g the array is what g sees.
		part, ofParts.Left = inParts(query.Left)
		if part != nil && whole(ofParts.Left) && counts(query.Right) {
			part = &gojq.Query{Left: part, Op: gojq.OpPipe, Right: nothing}
		}
	}
	if part == nil {
		return nil, nil
	}
	term := &gojq.Term{Type: gojq.TermTypeQuery, Query: part}
	return &gojq.Query{FuncDefs: query.FuncDefs, Term: term}, &ofParts
}

// nothing is what is needed of what is only counted.
var nothing = &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeNull}}

// counts reports whether a query begins with length and never looks at the array again.
func counts(query *gojq.Query) bool {
	switch {
	case slices.ContainsFunc(query.FuncDefs, isPartName):
	case query.Term != nil:
		return isCall(query.Term, "length", 0) && plain(query.Term)
	case query.Op == gojq.OpPipe && len(query.Patterns) == 0:
		return counts(query.Left)
	}
	return false
}

// whole reports whether a query is the array itself.
func whole(query *gojq.Query) bool {
	return query.Term != nil && query.Term.Type == gojq.TermTypeIdentity && len(query.Term.SuffixList) == 0
}

func isCall(term *gojq.Term, name string, args int) bool {
	return term.Type == gojq.TermTypeFunc && term.Func.Name == name && len(term.Func.Args) == args
}

// plain reports whether what follows a term needs nothing but its value. A ? would be
// about what is wrong with a row too.
func plain(term *gojq.Term) bool {
	return !slices.ContainsFunc(term.SuffixList, func(suffix *gojq.Suffix) bool {
		return suffix.Optional || !constant(suffix.Index)
	})
}

// isPartName reports whether a definition may give another meaning to what inParts knows.
func isPartName(def *gojq.FuncDef) bool {
	return def.Name == "map" || def.Name == "length"
}

// termInParts is inParts for a term.
func termInParts(term *gojq.Term) (part *gojq.Query, rest *gojq.Term) {
	ofParts := &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: term.SuffixList}
	switch {
	case !plain(term):
	case term.Type == gojq.TermTypeArray && term.Array.Query != nil:
		return rowByRow(term.Array.Query), ofParts
	case isCall(term, "map", 1):
		return term.Func.Args[0], ofParts
	case isCall(term, "length", 0):
		return nothing, term
	}
	return nil, nil
}
