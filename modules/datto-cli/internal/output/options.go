package output

import (
	"errors"
	"fmt"
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
}

// AddFlags declares the flags that every command which prints data has.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.VarP(&o.Format, "output", "o",
		"Output `format`: "+FormatNames()+" (default: table on a terminal, tsv in a pipe, by its name in a file)")
	flags.StringSliceVar(&o.Columns, "columns", nil,
		"Columns to show, in this order: `names` with commas between, any member of the object as .name")
	flags.StringVarP(&o.JQ, "jq", "q", "",
		"Filter the JSON through a jq `expression`; of a list it sees the whole array, with -o jsonl each row")
	flags.StringVar(&o.Template, "template", "",
		"Print the JSON with a Go `template`; of a list it sees the whole array, with -o jsonl each row")
	flags.StringVar(&o.File, "out", "",
		"Write to this `file` instead, in UTF-8; it appears only once it is whole")
	flags.BoolVar(&o.BOM, "bom", false, "Begin CSV with a byte-order mark, by which Excel knows UTF-8")
	flags.BoolVar(&o.ShowSecrets, "show-secrets", false, "Show proxy passwords")
}

// AddListFlags declares the flags that only lists have.
func (o *Options) AddListFlags(flags *pflag.FlagSet) {
	flags.IntVar(&o.Limit, "limit", 0, "Stop after this `number` of rows (default: all)")
	flags.StringSliceVar(&o.Sort, "sort", nil,
		"Sort by these columns: `names` with commas between, any member as .name, with a minus in front for the largest first")
}

// AddUDFFlag declares the flag of lists whose rows have user-defined fields.
func (o *Options) AddUDFFlag(flags *pflag.FlagSet) {
	flags.StringSliceVar(&o.UDFs, "udf", nil,
		"Add user-defined fields as columns: `numbers` from 1 to 300 with commas between, each with a heading if wanted (3,7=Asset)")
}

// validate reports what contradicts itself.
func (o *Options) validate() error {
	switch {
	case o.Limit < 0:
		return errors.New("--limit must not be negative")
	case o.JQ != "" && o.Template != "":
		return errors.New("--jq and --template exclude each other")
	case (o.JQ != "" || o.Template != "") && o.Format != "" && o.Format != JSON && o.Format != JSONL:
		return fmt.Errorf("--jq and --template work on JSON: use them with --output json or jsonl, not %s", o.Format)
	case (o.JQ != "" || o.Template != "") && len(o.Columns) > 0:
		return errors.New("--columns does not go with --jq or --template: choose the members in the expression")
	case len(o.Columns) > 0 && o.Format.Objects():
		return fmt.Errorf("--columns is for table, tsv and csv: %s prints whole objects (--jq chooses members)", o.Format)
	case len(o.UDFs) > 0 && o.Format.Objects():
		return fmt.Errorf("--udf is for table, tsv and csv: %s prints whole objects with all fields", o.Format)
	}
	return nil
}

// format settles which format is meant.
func (o *Options) format(terminal bool) Format {
	switch {
	case o.Format != "":
		return o.Format
	case o.JQ != "" || o.Template != "":
		return JSON
	case o.File != "":
		if f, ok := FormatOf(o.File); ok {
			return f
		}
		return TSV
	case terminal:
		return Table
	}
	return TSV
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

// udfColumns makes a column of each item of --udf.
func (o *Options) udfColumns() ([]Column, error) {
	columns := make([]Column, 0, len(o.UDFs))
	for _, item := range o.UDFs {
		number, heading, named := strings.Cut(item, "=")
		n, err := strconv.Atoi(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(number)), "udf"))
		if err != nil || n < 1 || n > largestUDF {
			return nil, fmt.Errorf("--udf takes numbers from 1 to %d, such as 3,7=Asset: %q is none", largestUDF, item)
		}
		member := "udf" + strconv.Itoa(n)
		column := Column{Name: member, From: []string{"udf." + member}}
		if named {
			column.Name, column.Header = heading, heading
		}
		columns = append(columns, column)
	}
	return columns, nil
}
