// Package output prints what commands found: rows and objects as the server
// sent them, in the format that was asked for, to a terminal, a pipe or a file.
package output

import (
	"fmt"
	"maps"
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

// byExtension are the formats that the end of a file's name says.
var byExtension = map[string]Format{
	".json": JSON, ".jsonl": JSONL, ".ndjson": JSONL, ".csv": CSV, ".tsv": TSV, ".yaml": YAML, ".yml": YAML, ".txt": Table,
}

// extensions lists the ends of file names that say a format.
func extensions() []string { return slices.Sorted(maps.Keys(byExtension)) }

// FormatOf is the format that a file's name says. It is empty when it says none.
func FormatOf(file string) Format { return byExtension[strings.ToLower(filepath.Ext(file))] }
