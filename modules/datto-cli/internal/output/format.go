// Package output prints what commands found: rows and objects as the server
// sent them, in the format that was asked for, to a terminal, a pipe or a file.
package output

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Format is a way to print rows.
type Format string

// The formats. JSON, JSONL and YAML hold the server's own objects; the others
// hold the columns.
const (
	Table Format = "table"
	TSV   Format = "tsv"
	JSON  Format = "json"
	JSONL Format = "jsonl"
	CSV   Format = "csv"
	YAML  Format = "yaml"
)

// Formats returns all formats.
func Formats() []Format { return []Format{Table, TSV, JSON, JSONL, CSV, YAML} }

// FormatNames joins the names of all formats.
func FormatNames() string {
	names := make([]string, 0, len(Formats()))
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, "|")
}

// String returns the format's name. With Set and Type it makes a *Format a flag.
func (f *Format) String() string { return string(*f) }

// Set takes a format's name.
func (f *Format) Set(name string) error {
	format := Format(strings.ToLower(name))
	if !slices.Contains(Formats(), format) {
		return fmt.Errorf("it must be one of %s", FormatNames())
	}
	*f = format
	return nil
}

// Type names the flag's type in help.
func (f *Format) Type() string { return "format" }

// Objects reports whether the format holds the server's objects.
func (f *Format) Objects() bool { return *f == JSON || *f == JSONL || *f == YAML }

// FormatOf guesses the format from a file's name.
func FormatOf(file string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".json":
		return JSON, true
	case ".jsonl", ".ndjson":
		return JSONL, true
	case ".csv":
		return CSV, true
	case ".tsv":
		return TSV, true
	case ".yaml", ".yml":
		return YAML, true
	case ".txt":
		return Table, true
	}
	return "", false
}
