package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	changelogHeading = regexp.MustCompile(`^## `)
	// The link around a version is optional, and so is its v.
	changelogVersion = regexp.MustCompile(`^## \[?v?([0-9][^\]\s]*)\]?(?:\([^)]*\))?\s*(?:-\s*(\S+))?\s*$`)
	changelogDate    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	// A link definition at the end of the file belongs to no version.
	linkDefinition = regexp.MustCompile(`^\[[^\]]+\]:\s`)
)

// changelogEntry is what a changelog in the form of keepachangelog.com says about a version: a heading "## [0.1.0] - 2026-11-24" and at least one line under it.
func changelogEntry(text, version string) (string, error) {
	var entry []string
	found, dated := false, ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		if changelogHeading.MatchString(line) {
			if found {
				break
			}
			match := changelogVersion.FindStringSubmatch(line)
			if match != nil && "v"+match[1] == version {
				found, dated = true, match[2]
			}
			continue
		}
		if found && !linkDefinition.MatchString(line) {
			entry = append(entry, line)
		}
	}
	body := strings.TrimSpace(strings.Join(entry, "\n"))
	wanted := fmt.Sprintf("a heading such as \"## [%s] - 2026-01-31\"", strings.TrimPrefix(version, "v"))
	switch {
	case !found:
		return "", errors.New("has no entry for " + version + ", " + wanted)
	case !changelogDate.MatchString(dated):
		return "", errors.New("has no date for " + version + ", want " + wanted)
	case body == "":
		return "", errors.New("says nothing about " + version)
	}
	return body, nil
}

// readChangelogEntry reads the entry for a version of a module.
func readChangelogEntry(root string, m goModule, version string) (string, error) {
	name := m.dir + "/CHANGELOG.md"
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		return "", fmt.Errorf("%s: no changelog: %w", m.name, err)
	}
	entry, err := changelogEntry(string(data), version)
	if err != nil {
		return "", fmt.Errorf("%s %w", name, err)
	}
	return entry, nil
}

// runNotes prints the entry, for whoever writes the page of a release.
func (p program) runNotes(_ context.Context, args []string) error {
	flags, dir := p.flagSet("notes")
	if err := parse(flags, args, 1); err != nil {
		return err
	}
	w, err := readWorkspace(*dir)
	if err != nil {
		return err
	}
	v, err := readVersions(*dir)
	if err != nil {
		return err
	}
	m, err := w.named(flags.Arg(0))
	if err != nil {
		return &usageError{err}
	}
	entry, err := readChangelogEntry(*dir, m, v.Modules[m.name])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.stdout, entry)
	return err
}
