package main

import (
	"maps"
	"slices"
)

// union holds the documents of several builds at one place of the tree: what they say together, and each exception with the builds it is true of.
//
// It loses nothing: combine and split are each other's inverse. That is what makes the order of reading irrelevant: the file is a function of the set of documents read.
type union struct {
	// missing lists builds that lack this place although they have the one around it.
	missing []build
	// plain is as the newest build that has this place declares it.
	plain map[string]any
	// differs holds, for a build, the plain members it declares otherwise; nil for one it does not declare.
	differs map[build]map[string]any
	// otherShape holds the whole schema of builds in which this is something else altogether: a string where the newest has a reference.
	otherShape map[build]*node
	children   map[string]map[string]*union
}

// combine unites the canonical documents of builds. The newest wins where they disagree, and nothing that any of them has goes.
func combine(docs map[build]*node) *union {
	all := slices.Collect(maps.Keys(docs))
	latest := newest(all)
	out := &union{
		differs:    map[build]map[string]any{},
		otherShape: map[build]*node{},
		children:   map[string]map[string]*union{},
	}

	alike := map[build]*node{}
	shape := docs[latest].shape()
	for _, b := range all {
		if docs[b].shape() == shape {
			alike[b] = docs[b]
		} else {
			out.otherShape[b] = docs[b]
		}
	}

	out.plain = maps.Clone(docs[latest].plain)
	for b, n := range alike {
		if own := plainDifference(n.plain, out.plain); len(own) > 0 {
			out.differs[b] = own
		}
	}

	holders := map[string]map[string]map[build]*node{}
	for b, n := range alike {
		for slot, children := range n.children {
			for name, child := range children {
				if holders[slot] == nil {
					holders[slot] = map[string]map[build]*node{}
				}
				if holders[slot][name] == nil {
					holders[slot][name] = map[build]*node{}
				}
				holders[slot][name][b] = child
			}
		}
	}
	for slot, names := range holders {
		out.children[slot] = map[string]*union{}
		for name, having := range names {
			child := combine(having)
			for b := range alike {
				if _, ok := having[b]; !ok {
					child.missing = append(child.missing, b)
				}
			}
			slices.SortFunc(child.missing, compareBuilds)
			out.children[slot][name] = child
		}
	}
	return out
}

// plainDifference is what must be laid over base to have own: a nil for what own lacks.
func plainDifference(own, base map[string]any) map[string]any {
	out := map[string]any{}
	for member, value := range own {
		if other, ok := base[member]; !ok || !sameJSON(value, other) {
			out[member] = value
		}
	}
	for member := range base {
		if _, ok := own[member]; !ok {
			out[member] = nil
		}
	}
	return out
}

// split gives back the document of one of the builds that were combined.
func (u *union) split(b build) *node {
	if other, ok := u.otherShape[b]; ok {
		return other
	}
	out := newNode()
	maps.Copy(out.plain, u.plain)
	for member, value := range u.differs[b] {
		if value == nil {
			delete(out.plain, member)
		} else {
			out.plain[member] = value
		}
	}
	for slot, children := range u.children {
		for name, child := range children {
			if !slices.Contains(child.missing, b) {
				out.put(slot, name, child.split(b))
			}
		}
	}
	return out
}
