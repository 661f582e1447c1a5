package command

import (
	"context"
	"encoding/json"
	"errors"
	"iter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// Rows are the rows of a list as the server sent them. An error ends the list.
type Rows = iter.Seq2[json.RawMessage, error]

// List declares a command that prints a list.
type List struct {
	// Use is the usage without the command's own name in front: "list [flags]".
	Use string
	// Short is the summary, Long what there is to say besides, Example what can
	// be tried out.
	Short, Long, Example string
	// Noun is the plural of what a row is.
	Noun string
	// Columns are all columns that there are.
	Columns []output.Column
	// UDFs says that rows have user-defined fields.
	UDFs bool
	// Operations are the operations that it calls, each as method and path.
	Operations []string
	// Steps are the calls that it makes with these arguments, for --explain. Nil means
	// one list of each operation.
	Steps func(*Call) ([]Step, error)
	// Args checks the arguments. Nil means that there are none.
	Args cobra.PositionalArgs
	// Flags declares flags of its own. It may be nil.
	Flags func(*pflag.FlagSet)
	// Check says what contradicts itself among the flags. It may be nil.
	Check func(*Call) error
	// Rows asks for the rows.
	Rows func(context.Context, *Call) (Rows, error)
	// Live says whether the list has no end: each row is then printed as it comes.
	// It may be nil.
	Live func() bool
}

// New makes the command.
func (l *List) New(f *factory.Factory) *cobra.Command {
	var options output.Options
	cmd := &cobra.Command{
		Use: l.Use, Short: l.Short, Long: l.Long, Example: l.Example,
		Args: l.Args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.run(cmd.Context(), NewCall(f, cmd, args), &options)
		},
	}
	frame(cmd, l.Operations, l.Flags)
	options.AddFlags(cmd.Flags())
	options.AddListFlags(cmd.Flags())
	if l.UDFs {
		options.AddUDFFlag(cmd.Flags())
	}
	NameColumns(cmd, l.Columns)
	return cmd
}

func (l *List) run(ctx context.Context, call *Call, options *output.Options) error {
	if over, err := call.begin(l.Check, l.Steps); over || err != nil {
		return err
	}
	spec := &output.Spec{Columns: l.Columns, Noun: l.Noun, Live: l.Live != nil && l.Live()}
	return Print(ctx, call, spec, options,
		func(ctx context.Context) (Rows, error) { return l.Rows(ctx, call) })
}

// Print prints the rows that ask returns.
func Print(
	ctx context.Context, call *Call, spec *output.Spec, options *output.Options, ask func(context.Context) (Rows, error),
) error {
	printer, err := call.Printer(spec, options)
	if err != nil {
		return err
	}
	printer.EndWith(ctx)
	rows, err := ask(ctx)
	if err != nil {
		return closePrinter(printer, err)
	}
	return printAll(call, printer, spec, rows)
}

// printAll prints rows and closes the printer.
func printAll(call *Call, printer *output.Printer, spec *output.Spec, rows Rows) error {
	progress := call.Progress()
	if spec.Live {
		progress.Stop()
	}
	progress.Of(spec.Noun, printer.Limit())
	defer progress.Stop()

	p := printing{printer: printer, progress: progress, noun: spec.Noun}
	p.failure = p.all(rows)
	return p.close()
}

// printing is a list on its way to the printer.
type printing struct {
	printer  *output.Printer
	progress *terminal.Progress
	noun     string
	seen     int
	failure  error // what ended the list before its end
}

// now prints a row and passes it on at once: nobody can ask for it again. When one could
// not be printed no other is. A nil *printing prints nothing.
func (p *printing) now(row json.RawMessage) {
	if p == nil || p.failure != nil {
		return
	}
	if p.failure = p.printer.Row(row); p.failure == nil {
		p.failure = p.printer.Flush()
	}
	p.seen++
}

// close ends the output.
func (p *printing) close() error {
	p.progress.Stop()
	if err := p.printer.Close(p.failure == nil); err != nil {
		return withheld(p.printer, err)
	}
	if p.failure != nil {
		return p.partial(p.failure)
	}
	return nil
}

// all prints rows until there are no more, or enough. The error is what ended the
// list before its end.
func (p *printing) all(rows Rows) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := p.printer.Row(row); err != nil {
			return err
		}
		p.seen++
		p.progress.Printed(p.seen)
		if p.printer.Full() {
			return nil
		}
	}
	return nil
}

// partial says that what was printed is not all.
func (p *printing) partial(err error) error {
	if _, stopped := errors.AsType[*exitcode.CancelledError](err); stopped {
		return withheld(p.printer, err)
	}
	if printed := p.printer.Printed(); printed > 0 {
		return &exitcode.PartialError{Rows: printed, Noun: p.noun, Err: err}
	}
	if kept := p.printer.Withheld(); kept != "" && p.seen > 0 && errors.Is(err, context.Canceled) {
		return &exitcode.CancelledError{Done: exitcode.Were(p.seen, p.noun) + " read, " + kept}
	}
	return withheld(p.printer, err)
}

// RowsOf yields rows that are there already.
func RowsOf(rows []json.RawMessage) Rows {
	return func(yield func(json.RawMessage, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Where keeps the rows that keep accepts, by the values of the given members.
func Where(rows Rows, members []string, keep func(values []output.Value) bool) Rows {
	return func(yield func(json.RawMessage, error) bool) {
		read := output.NewMembers(members)
		for row, err := range rows {
			if err == nil && !keep(read.From(row)) {
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// Explained puts explain around the errors of rows.
func Explained(rows Rows, explain func(error) error) Rows {
	return func(yield func(json.RawMessage, error) bool) {
		for row, err := range rows {
			if err != nil {
				err = explain(err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// Chain yields the rows of one list after those of the other.
func Chain(lists ...Rows) Rows {
	return func(yield func(json.RawMessage, error) bool) {
		for _, rows := range lists {
			for row, err := range rows {
				if !yield(row, err) {
					return
				}
			}
		}
	}
}
