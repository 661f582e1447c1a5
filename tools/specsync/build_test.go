package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBuildIsReadFromTheVersion(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]build{
		"2.0.0 (Build 1.15.1-483_8d448bbc)": "1.15.1-483",
		"2.0.0 (Build 201_aadf6556fb17)":    "201",
		"2.0.0 (Build 118)":                 "118",
		"Build 277":                         "277",
		"2.0.0":                             "",
		"":                                  "",
		"2.0.0 (Build abc)":                 "",
		"2.0.0 (Build 12x)":                 "",
	} {
		assert.Equal(t, want, buildOf(version), version)
	}
}

func TestBuildsAreOrderedByNumber(t *testing.T) {
	t.Parallel()
	ordered := []build{"1.9.0-600", "1.15.1-99", "1.15.1-483", "1.22.1-576", "118", "201", "235", "1000"}
	shuffled := []build{"235", "1.15.1-483", "1000", "1.9.0-600", "201", "1.22.1-576", "118", "1.15.1-99"}
	slices.SortFunc(shuffled, compareBuilds)
	assert.Equal(t, ordered, shuffled)
	assert.Equal(t, build("1000"), newest(shuffled))
}
