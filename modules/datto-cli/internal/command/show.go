package command

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// Show declares a command that prints one object.
type Show struct {
	// Use is the usage without the command's own name in front.
	Use string
	// Short is the summary, Long what there is to say besides, Example what can
	// be tried out.
	Short, Long, Example string
	// Columns are the lines that there are.
	Columns []output.Column
	// UDFs says that the object has user-defined fields.
	UDFs bool
	// Operations are the operations that it calls, each as method and path.
	Operations []string
	// Args checks the arguments. Nil means that there are none.
	Args cobra.PositionalArgs
	// Flags declares flags of its own. It may be nil.
	Flags func(*pflag.FlagSet)
	// Check says what contradicts itself among the flags. It may be nil.
	Check func(*Call) error
	// Object asks for the object.
	Object func(context.Context, *Call) (json.RawMessage, error)
}

// New makes the command.
func (s *Show) New(f *factory.Factory) *cobra.Command {
	var options output.Options
	cmd := &cobra.Command{
		Use: s.Use, Short: s.Short, Long: s.Long, Example: s.Example,
		Args: s.Args,
		RunE: func(cmd *cobra.Command, args []string) error {
			call := NewCall(f, cmd, args)
			if over, err := call.begin(s.Check, nil); over || err != nil {
				return err
			}
			return PrintObject(cmd.Context(), call, s.Columns, &options,
				func(ctx context.Context) (json.RawMessage, error) { return s.Object(ctx, call) })
		},
	}
	frame(cmd, s.Operations, s.Flags)
	options.AddFlags(cmd.Flags())
	if s.UDFs {
		options.AddUDFFlag(cmd.Flags())
	}
	columnCompletion(cmd, s.Columns)
	return cmd
}

// PrintObject prints the object that ask returns.
func PrintObject(
	ctx context.Context, call *Call, columns []output.Column, options *output.Options,
	ask func(context.Context) (json.RawMessage, error),
) error {
	printer, err := call.Printer(&output.Spec{Columns: columns, Single: true}, options)
	if err != nil {
		return err
	}
	object, err := ask(ctx)
	if err == nil {
		err = printer.Row(object)
	}
	return closePrinter(printer, err)
}
