package output

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Options are what the user asked for with the output flags.
type Options struct {
	Format      Format
	Columns     []string
	JQ          string
	Template    string
	Limit       int
	Sort        []string
	File        string
	BOM         bool
	UDFs        []string
	ShowSecrets bool
	// Default is the format where neither a flag nor the name of a file says one.
	// Empty means a table on a terminal and tsv elsewhere.
	Default Format
}

// AddFlags declares the flags that every command which prints data has.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.VarP(&o.Format, "output", "o",
		"Output `format`: "+FormatNames()+" (default: table on a terminal, tsv in a pipe; with --out, by the file name)")
	flags.StringSliceVar(&o.Columns, "columns", nil,
		"Comma-separated `names` of the columns to show, in order; .name is any member of the object")
	flags.StringVarP(&o.JQ, "jq", "q", "",
		"Filter the JSON with a jq `expression`; a list is one array, or with -o jsonl one object at a time")
	flags.StringVar(&o.Template, "template", "",
		"Format the JSON with a Go `template`; a list is one array, or with -o jsonl one object at a time")
	flags.Var((*fileName)(&o.File), "out",
		"Write to this `file`, in UTF-8, put in place only once it is complete; - is standard output")
	flags.BoolVar(&o.BOM, "bom", false, "Begin CSV with a byte-order mark, so that Excel recognises UTF-8")
	flags.BoolVar(&o.ShowSecrets, "show-secrets", false, "Show proxy passwords")
}

// AddListFlags declares the flags that only lists have.
func (o *Options) AddListFlags(flags *pflag.FlagSet) {
	flags.Var((*count)(&o.Limit), "limit", "Stop after this `number` of rows (default 0, which means all)")
	flags.StringSliceVar(&o.Sort, "sort", nil,
		"Comma-separated `names` of the columns to sort by, or .name for any member; a leading - sorts in descending order")
}

// AddUDFFlag declares the flag of lists whose rows have user-defined fields.
func (o *Options) AddUDFFlag(flags *pflag.FlagSet) {
	flags.StringSliceVar(&o.UDFs, "udf", nil,
		"Add user-defined fields as columns: comma-separated `numbers` from 1 to 300, each with an optional heading (3,7=Asset); --columns and --sort know them as udf3 and Asset")
}

// count is a number of rows, as a flag.
type count int

// String returns the number.
func (c *count) String() string { return strconv.Itoa(int(*c)) }

// Set takes a number.
func (c *count) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return errors.New("it must be a number of rows, or 0 for all")
	}
	*c = count(n)
	return nil
}

// Type names the flag's type in help.
func (*count) Type() string { return "number" }

// fileName is the name of the file to write to, as a flag. Standard output has no
// name.
type fileName string

// String returns the name.
func (f *fileName) String() string { return string(*f) }

// Set takes a name.
func (f *fileName) Set(name string) error {
	switch name = strings.TrimSpace(name); name {
	case "":
		return errors.New("it is empty: leave it out, or name a file")
	case "-":
		name = ""
	}
	*f = fileName(name)
	return nil
}

// Type names the flag's type in help.
func (*fileName) Type() string { return "file" }

// Empty reports whether something was meant to stand here and does not.
func (*fileName) Empty() bool { return false }

// expression reports whether --jq or --template makes the output.
func (o *Options) expression() bool { return o.JQ != "" || o.Template != "" }

// validate reports what contradicts itself, once the format is settled.
func (o *Options) validate(format Format) error {
	switch {
	case o.JQ != "" && o.Template != "":
		return errors.New("--jq and --template cannot be used together")
	case o.expression() && o.Format != "" && o.Format != JSON && o.Format != JSONL:
		return fmt.Errorf("--jq and --template work on JSON: use them with --output json or jsonl, not %s", o.Format)
	case o.expression() && len(o.Columns) > 0:
		return errors.New("--columns cannot be used with --jq or --template: choose the members in the expression")
	case len(o.Columns) > 0 && format.Objects():
		return fmt.Errorf("--columns is for table, tsv and csv: %s prints whole objects (--jq chooses members)", format)
	case len(o.UDFs) > 0 && format.Objects():
		return fmt.Errorf("--udf is for table, tsv and csv: %s prints whole objects with all fields", format)
	case o.BOM && format != CSV:
		return fmt.Errorf("--bom is for csv, not %s", format)
	}
	return nil
}

// Settle returns the format that is meant. terminal says whether the output goes
// to one.
func (o *Options) Settle(terminal bool) (Format, error) {
	switch named := FormatOf(o.File); {
	case o.Format != "":
		return o.Format, nil
	case o.expression():
		return JSON, nil
	case named != "":
		return named, nil
	case filepath.Ext(o.File) != "":
		return "", fmt.Errorf("--out %s: the name says no format: end it in %s, or choose one with --output",
			o.File, strings.Join(extensions(), ", "))
	case o.Default != "":
		return o.Default, nil
	case terminal:
		return Table, nil
	}
	return TSV, nil
}

// liveFormat is the format for a list without an end: one that can be printed row
// by row.
func (o *Options) liveFormat(format Format) (Format, error) {
	switch {
	case o.Format == Table || o.Format == JSON:
		return "", fmt.Errorf("a list without an end has no %s: use tsv, jsonl, csv or yaml", o.Format)
	case format == Table:
		return TSV, nil
	case format == JSON:
		return JSONL, nil
	}
	return format, nil
}

// largestUDF is how many user-defined fields a device has.
const largestUDF = 300

// udfColumns makes a column of each item of --udf. Its name must not be that of another:
// --columns would not find it, and PowerShell reads no CSV in which a heading comes twice.
func (o *Options) udfColumns(declared []Column) ([]Column, error) {
	columns := make([]Column, 0, len(o.UDFs))
	for _, item := range o.UDFs {
		number, heading, _ := strings.Cut(item, "=")
		n, err := strconv.Atoi(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(number)), "udf"))
		if err != nil || n < 1 || n > largestUDF {
			return nil, fmt.Errorf("--udf takes numbers from 1 to %d, such as 3,7=Asset: %q is none", largestUDF, item)
		}
		member := "udf" + strconv.Itoa(n)
		column := Column{Name: member, From: []string{"udf." + member}}
		if heading = strings.TrimSpace(heading); heading != "" {
			column.Name, column.Header = heading, heading
		}
		taken := func(other Column) bool { return strings.EqualFold(other.Name, column.Name) }
		if slices.ContainsFunc(declared, taken) || slices.ContainsFunc(columns, taken) {
			return nil, fmt.Errorf("--udf %s: there is a column %s already; a heading of its own is given as %d=Heading", item, column.Name, n)
		}
		columns = append(columns, column)
	}
	return columns, nil
}
