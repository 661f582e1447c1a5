package main

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// build names one build of the API as its document does, without the commit: "201" or "1.22.1-576".
// Every platform that serves a build serves the same document, so that the name says nothing of the platform.
type build string

// buildInVersion finds the build in a document's info.version, which reads "2.0.0 (Build 201_<commit>)".
var buildInVersion = regexp.MustCompile(`\bBuild ([0-9]+(?:\.[0-9]+)*(?:-[0-9]+)?)(?:[_)\s]|$)`)

// buildShape is what a build's name looks like on its own.
var buildShape = regexp.MustCompile(`^[0-9]+(?:\.[0-9]+)*(?:-[0-9]+)?$`)

// buildOf reads the build out of a document's info.version, "" when it names none.
func buildOf(version string) build {
	found := buildInVersion.FindStringSubmatch(version)
	if found == nil {
		return ""
	}
	return build(found[1])
}

// compareBuilds orders builds by the dotted number, then by the number after the hyphen: 1.15.1-483 < 1.22.1-576 < 201 < 235.
func compareBuilds(a, b build) int {
	aNumber, aSuffix, _ := strings.Cut(string(a), "-")
	bNumber, bSuffix, _ := strings.Cut(string(b), "-")
	return cmp.Or(compareDotted(aNumber, bNumber), compareDotted(aSuffix, bSuffix), cmp.Compare(a, b))
}

func compareDotted(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		xNumber, xErr := strconv.ParseUint(x, 10, 64)
		yNumber, yErr := strconv.ParseUint(y, 10, 64)
		if xErr != nil || yErr != nil {
			return cmp.Compare(x, y)
		}
		return cmp.Compare(xNumber, yNumber)
	})
}

// newest is the latest of the builds; there must be one.
func newest(builds []build) build { return slices.MaxFunc(builds, compareBuilds) }
