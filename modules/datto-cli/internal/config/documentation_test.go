package config

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the table of settings into docs/configuration.md")

const page = "../../../../docs/configuration.md"

// TestThePageListsTheSettings holds the documented table against the one place
// where settings are declared.
func TestThePageListsTheSettings(t *testing.T) {
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	before, rest, ok := strings.Cut(text, "<!-- settings -->\n")
	require.True(t, ok)
	_, after, ok := strings.Cut(rest, "<!-- /settings -->")
	require.True(t, ok)
	want := before + "<!-- settings -->\n" + table() + "<!-- /settings -->" + after
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, text, "run go test with -update")
}

func table() string {
	var b strings.Builder
	b.WriteString("| setting | flag | variable | values | default | kept in | what it does |\n|---|---|---|---|---|---|---|\n")
	code := func(text string) string {
		if text == "" {
			return ""
		}
		return "`" + text + "`"
	}
	for _, s := range Settings() {
		flagName := ""
		if s.Flag != "" {
			flagName = "--" + s.Flag
		}
		place := map[Place]string{Anywhere: "file, profile", InProfile: "profile", NotInFile: code(s.Elsewhere)}[s.Place]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", s.Name, code(flagName), code(s.Env),
			strings.ReplaceAll(s.Type, "|", ", "), code(s.Default), place, s.Description)
	}
	return b.String()
}

// The file that the page shows is one that loads.
func TestThePageShowsAFile(t *testing.T) {
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	_, rest, ok := strings.Cut(strings.ReplaceAll(string(data), "\r\n", "\n"), "```yaml\n")
	require.True(t, ok)
	content, _, _ := strings.Cut(rest, "```")
	file, err := Load(settingsFile(t, content))
	require.NoError(t, err)
	assert.Equal(t, []string{"acme"}, file.ProfileNames())
}
