package device

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

const (
	udfOperation = "POST /v2/device/{deviceUid}/udf"
	udfCount     = 300
	// udfLength is how long a value may be. What the server does with a longer one
	// is not known.
	udfLength = 255
)

func newUDFListCommand(f *factory.Factory) *cobra.Command {
	var all bool
	list := &command.List{
		Use:   "list <device>",
		Short: "List the user-defined fields of a device that are set",
		Long: `List the user-defined fields of a device that are set, as rows with a number and
a value.

They often hold recovery keys and passwords: take care where you print them.`,
		Example: `  datto --demo device udf list ORCA-LT012
  datto --demo device udf list ORCA-LT012 --output json`,
		Noun: "fields set",
		Columns: []output.Column{
			{Name: "number", Kind: output.Number},
			{Name: "value"},
		},
		Operations: []string{getOperation}, Steps: describeSteps,
		Args: command.Args("<device>"),
		Flags: func(flags *pflag.FlagSet) {
			flags.BoolVar(&all, "all", false, "List all 300 fields")
		},
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			_, device, err := find(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			return udfRows(output.Value(device.Row).Member("udf"), all), nil
		},
	}
	return list.New(f)
}

// udfRows makes a row of each field.
func udfRows(udf output.Value, all bool) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		read := make(map[string]json.RawMessage, udfCount)
		if !udf.Null() {
			if err := json.Unmarshal(udf, &read); err != nil {
				yield(nil, err)
				return
			}
		}
		for n := 1; n <= udfCount; n++ {
			value := read["udf"+strconv.Itoa(n)]
			if !all && output.Value(value).Text() == "" {
				continue
			}
			row, err := json.Marshal(struct {
				Number int             `json:"number"`
				Value  json.RawMessage `json:"value"`
			}{n, value})
			if !yield(row, err) {
				return
			}
		}
	}
}

// udfNumber reads the number of a field: 7 or udf7.
func udfNumber(text string) (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "udf"))
	if err != nil || n < 1 || n > udfCount {
		return 0, fmt.Errorf("%q is not a user-defined field: their numbers run from 1 to %d", text, udfCount)
	}
	return n, nil
}

// fieldsOf reads assignments such as 7=text.
func fieldsOf(assignments []string) (map[string]string, error) {
	fields := make(map[string]string, len(assignments))
	for _, assignment := range assignments {
		number, value, ok := strings.Cut(assignment, "=")
		if !ok {
			return nil, fmt.Errorf("%q must be number=value, such as 7=Asset-42", assignment)
		}
		n, err := udfNumber(number)
		if err != nil {
			return nil, err
		}
		if value == "" {
			return nil, fmt.Errorf("field %d has no value: to clear it use datto device udf clear", n)
		}
		if utf8.RuneCountInString(value) > udfLength {
			return nil, fmt.Errorf("the value of field %d is longer than %d characters", n, udfLength)
		}
		name := "udf" + strconv.Itoa(n)
		if _, twice := fields[name]; twice {
			return nil, fmt.Errorf("field %d is named twice", n)
		}
		fields[name] = value
	}
	return fields, nil
}

// planUDFs plans to write fields. Those that are not named stay as they are.
func planUDFs(ctx context.Context, call *command.Call, fields map[string]string, verb, done string) (*command.Plan, error) {
	what := fmt.Sprintf("%d user-defined fields of %%s", len(fields))
	if len(fields) == 1 {
		what = "1 user-defined field of %s"
	}
	return planEach(ctx, call, call.Args[:1], verb+" "+what+"?", what+" "+done, func(uid string) command.Request {
		return command.Request{Method: http.MethodPost, Path: pathOf(uid, "/udf"), Body: fields}
	})
}

// udfSteps are the calls of a write to fields.
func udfSteps(call *command.Call) ([]command.Step, error) {
	devices, err := call.ArgsOrLines(call.Args[:1])
	return command.EachDevice(devices, udfOperation), err
}

func newUDFSetCommand(f *factory.Factory) *cobra.Command {
	write := &command.Write{
		Use:   "set <device> <number>=<value>...",
		Short: "Set user-defined fields of a device",
		Long: `Set user-defined fields of a device. Fields that are named are overwritten; all
others stay as they are.

` + command.DevicesFromInput,
		Example: `  datto --demo device udf set ORCA-LT012 7=Asset-42 12="Room 3" --yes
  datto --demo device list --site Orchard --type laptop --columns uid | datto --demo device udf set - 7=Laptop --dry-run`,
		Operations: []string{getOperation, udfOperation}, Steps: udfSteps,
		Args: command.Args("<device>", "<number>=<value>..."),
		Check: func(call *command.Call) error {
			_, err := fieldsOf(call.Args[1:])
			return err
		},
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			fields, err := fieldsOf(call.Args[1:])
			if err != nil {
				return nil, err
			}
			return planUDFs(ctx, call, fields, "Overwrite", "written")
		},
	}
	return write.New(f)
}

func newUDFClearCommand(f *factory.Factory) *cobra.Command {
	cleared := func(call *command.Call) (map[string]string, error) {
		fields := make(map[string]string, len(call.Args)-1)
		for _, text := range call.Args[1:] {
			if strings.Contains(text, "=") {
				return nil, errors.New("fields to clear are named by number alone")
			}
			n, err := udfNumber(text)
			if err != nil {
				return nil, err
			}
			fields["udf"+strconv.Itoa(n)] = ""
		}
		return fields, nil
	}
	write := &command.Write{
		Use:        "clear <device> <number>...",
		Short:      "Clear user-defined fields of a device",
		Long:       "Clear user-defined fields of a device.\n\n" + command.DevicesFromInput,
		Example:    "  datto --demo device udf clear ORCA-LT012 7 12 --yes",
		Operations: []string{getOperation, udfOperation}, Steps: udfSteps,
		Args: command.Args("<device>", "<number>..."),
		Check: func(call *command.Call) error {
			_, err := cleared(call)
			return err
		},
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			fields, err := cleared(call)
			if err != nil {
				return nil, err
			}
			return planUDFs(ctx, call, fields, "Clear", "cleared")
		},
	}
	return write.New(f)
}
