package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/browser"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
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
	// Page is the member that holds the address of the object's page in the portal.
	// Empty means that it has none.
	Page string
	// Operations are the operations that it calls, each as method and path.
	Operations []string
	// Steps are the calls that it makes with these arguments, for --explain. Nil means
	// one call of each operation.
	Steps func(*Call) ([]Step, error)
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
	var web bool
	cmd := &cobra.Command{
		Use: s.Use, Short: s.Short, Long: s.Long, Example: s.Example,
		Args: s.Args,
		RunE: func(cmd *cobra.Command, args []string) error {
			call := NewCall(f, cmd, args)
			if over, err := call.begin(s.Check, s.Steps); over || err != nil {
				return err
			}
			if web {
				return s.openPage(cmd.Context(), call)
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
	if s.Page != "" {
		cmd.Flags().BoolVarP(&web, "web", "w", false, "Open its page in the portal, or print the address if there is no terminal")
	}
	NameColumns(cmd, s.Columns)
	return cmd
}

// openPage opens the page of the object, or prints its address where nobody looks
// at a screen.
func (s *Show) openPage(ctx context.Context, call *Call) error {
	for _, flag := range []string{"output", "columns", "jq", "template", "out", "udf"} {
		if call.Command.Flags().Changed(flag) {
			return Usage(call.Command, fmt.Errorf("--%s cannot be used with --web", flag))
		}
	}
	object, err := s.Object(ctx, call)
	if err != nil {
		return err
	}
	address := output.Value(object).Member(s.Page).Text()
	if err := browser.Check(address); err != nil {
		return errors.New("the server names no page for it")
	}
	if !call.Streams.OutTTY {
		_, err := fmt.Fprintln(call.Streams.Out, terminal.Line(address))
		return err
	}
	open := browser.Open
	if call.OpenPage != nil {
		open = call.OpenPage
	}
	if err := open(ctx, address); err != nil {
		return &exitcode.HintedError{Err: fmt.Errorf("no browser could be started: %w", err), Hint: "open " + address}
	}
	call.Say("%s is open in the browser", address)
	return nil
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
	printer.EndWith(ctx)
	object, err := ask(ctx)
	if err == nil {
		err = printer.Row(object)
	}
	return closePrinter(printer, err)
}
