package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const changelog = `# Changelog

## [Unreleased]

- Not yet.

## [0.2.0] - 2026-02-28

### Added

- Two.

## [v0.1.1](https://example.invalid) - 2026-02-01

- Linked.

## 0.1.0 - 2026-01-31

## [0.0.9]

- Undated.

[0.2.0]: https://example.invalid/0.2.0
`

func TestChangelogEntry(t *testing.T) {
	for _, test := range []struct{ version, want, wantError string }{
		{version: "v0.2.0", want: "### Added\n\n- Two."},
		{version: "v0.1.1", want: "- Linked."},
		{version: "v0.1.0", wantError: "says nothing about v0.1.0"},
		{version: "v0.0.9", wantError: "has no date for v0.0.9"},
		{version: "v0.2", wantError: "has no entry for v0.2"},
		{version: "v0.2.0-rc.1", wantError: "has no entry for v0.2.0-rc.1"},
	} {
		t.Run(test.version, func(t *testing.T) {
			for _, text := range []string{changelog, string(bytes.ReplaceAll([]byte(changelog), []byte("\n"), []byte("\r\n")))} {
				entry, err := changelogEntry(text, test.version)
				if test.wantError != "" {
					require.ErrorContains(t, err, test.wantError)
					continue
				}
				require.NoError(t, err)
				assert.Equal(t, test.want, entry)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	y := newToy(t)
	code, stdout, stderr := y.run("notes", "datto-cli")
	require.Equal(t, exitOK, code, stderr)
	assert.Equal(t, "### Added\n\n- The command line.\n", stdout)
	code, _, stderr = y.run("notes", "datto-mcp")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, stderr, "go.work uses no module datto-mcp")
	code, _, stderr = y.run("notes")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, stderr, "takes 1 arguments")
}
