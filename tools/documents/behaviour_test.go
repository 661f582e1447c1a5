package documents

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	testFunction = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Example|Benchmark)\w*)\(`)
	testName     = regexp.MustCompile("`((?:Test|Fuzz|Example|Benchmark)\\w*)`")
)

// Each line of docs/api-behaviour.md names a test that holds it, and that test is there.
func TestBehaviourIsHeldByTests(t *testing.T) {
	defined := map[string]bool{}
	for _, path := range files(t, "_test.go") {
		for _, match := range testFunction.FindAllStringSubmatch(content(t, path), -1) {
			defined[match[1]] = true
		}
	}
	rows := 0
	for line := range strings.Lines(content(t, filepath.Join(root, "docs", "api-behaviour.md"))) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| fact ") {
			continue
		}
		rows++
		names := testName.FindAllStringSubmatch(line, -1)
		assert.NotEmpty(t, names, "no test holds: %s", line)
		for _, match := range names {
			assert.True(t, defined[match[1]], "there is no %s, which is to hold: %s", match[1], line)
		}
	}
	require.Greater(t, rows, 50)
}
