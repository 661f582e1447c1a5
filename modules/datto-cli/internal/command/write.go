package command

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// Write declares a command that changes something. It asks first, or wants --yes.
type Write struct {
	// Use is the usage without the command's own name in front.
	Use string
	// Short is the summary, Long what there is to say besides, Example what can
	// be tried out.
	Short, Long, Example string
	// Operations are the operations that it calls, each as method and path.
	Operations []string
	// Args checks the arguments. Nil means that there are none.
	Args cobra.PositionalArgs
	// Flags declares flags of its own. It may be nil.
	Flags func(*pflag.FlagSet)
	// Check says what contradicts itself among the flags. It may be nil.
	Check func(*Call) error
	// Plan looks up what is meant and says what would be sent. It sends no write.
	Plan func(context.Context, *Call) (*Plan, error)
	// Columns are those of what the server answers. Nil means that nothing is
	// printed but a word of success.
	Columns []output.Column
	// Noun is the plural of what the answers are, Single that there is only one.
	Noun   string
	Single bool
}

// Plan is what a command is about to do.
type Plan struct {
	// Question asks whether to do it.
	Question string
	// Typed is what has to be typed to do it, for what cannot be undone.
	Typed string
	// Done says that it was done.
	Done string
	// Noun is the plural of what the requests are about.
	Noun string
	// Requests are sent one after the other.
	Requests []Request
	// NeverAsk leaves the question out: for what does no harm.
	NeverAsk bool
}

// Request is one write.
type Request struct {
	// Name is what it is about, as people call it.
	Name string
	// Method, Path and Body are what is sent. A nil Body is none.
	Method, Path string
	Body         any
	// Send sends it. Nil means as it stands here.
	Send func(context.Context, *datto.Client) (json.RawMessage, error)
	// Then does what is left to do with the answer. It may be nil.
	Then func(context.Context, *datto.Client, json.RawMessage) error
}

func (r *Request) send(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
	if r.Send != nil {
		return r.Send(ctx, client)
	}
	return datto.Do[json.RawMessage](ctx, client, r.Method, r.Path, r.Body)
}

// New makes the command.
func (w *Write) New(f *factory.Factory) *cobra.Command {
	var flags writeFlags
	cmd := &cobra.Command{
		Use: w.Use, Short: w.Short, Long: w.Long, Example: w.Example,
		Args: w.Args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.run(cmd.Context(), NewCall(f, cmd, args), &flags)
		},
	}
	if cmd.Args == nil {
		cmd.Args = NoArgs
	}
	Calls(cmd, w.Operations...)
	if w.Flags != nil {
		w.Flags(cmd.Flags())
	}
	cmd.Flags().BoolVarP(&flags.yes, "yes", "y", false, "Do it without asking; needed where there is no terminal to ask on")
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "Print method, path and body of what would be sent, and change nothing")
	if w.Columns != nil {
		flags.output.AddFlags(cmd.Flags())
		columnCompletion(cmd, w.Columns)
	} else {
		cmd.Flags().BoolVar(&flags.output.ShowSecrets, "show-secrets", false, "Show passwords in what --dry-run prints")
	}
	AddExplain(cmd)
	return cmd
}

type writeFlags struct {
	yes    bool
	dryRun bool
	output output.Options
}

func (w *Write) run(ctx context.Context, call *Call, flags *writeFlags) error {
	if w.Check != nil {
		if err := w.Check(call); err != nil {
			return Usage(call.Command, err)
		}
	}
	if explained, err := Explain(call); explained || err != nil {
		return err
	}
	client, err := call.Client()
	if err != nil {
		return err
	}
	if call.ReadOnly() && !flags.dryRun {
		return datto.ErrReadOnly
	}
	plan, err := w.Plan(ctx, call)
	if err != nil {
		return err
	}
	if flags.dryRun {
		return plan.print(call.Streams.Out, flags.output.ShowSecrets)
	}
	var printer *output.Printer
	if w.Columns != nil {
		spec := &output.Spec{Columns: w.Columns, Noun: w.Noun, Single: w.Single}
		if printer, err = output.NewPrinter(call.Streams, call.Now(), spec, &flags.output); err != nil {
			return Usage(call.Command, err)
		}
	}
	if err := plan.confirm(ctx, call, flags.yes); err != nil {
		return err
	}
	failure := plan.execute(ctx, call, client, printer)
	if printer != nil {
		if err := printer.Close(failure == nil); err != nil {
			return errors.Join(failure, err)
		}
	}
	if failure == nil {
		call.Say("%s", plan.Done)
	}
	return failure
}

// Say tells whoever watches something that is no data.
func (c *Call) Say(format string, args ...any) {
	if c.Streams.ErrTTY && !c.Flags.Quiet {
		c.Progress().Around(func() {
			_, _ = fmt.Fprintln(c.Streams.Err, terminal.Line(fmt.Sprintf(format, args...)))
		})
	}
}

// print shows what would be sent.
func (p *Plan) print(w io.Writer, showSecrets bool) error {
	out := bufio.NewWriter(w)
	for i := range p.Requests {
		r := &p.Requests[i]
		text := r.Method + " " + r.Path
		if r.Body != nil {
			body, err := json.Marshal(r.Body)
			if err != nil {
				return err
			}
			if !showSecrets {
				body = maskBody(body)
			}
			text += "\n" + string(terminal.JSON(body))
		}
		if _, err := out.WriteString(text + "\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// maskBody hides the password of a proxy, wherever it is in the body.
func maskBody(body []byte) []byte {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members["password"] == nil {
		return output.MaskProxyPasswords(body)
	}
	wrapped := append(append([]byte(`{"proxySettings":`), body...), '}')
	masked := output.MaskProxyPasswords(wrapped)
	return masked[len(`{"proxySettings":`) : len(masked)-1]
}

// errNoYes is the answer to a write that nobody can be asked about.
var errNoYes = errors.New("this changes something, and there is no terminal to ask on")

func (p *Plan) confirm(ctx context.Context, call *Call, yes bool) error {
	if yes || p.NeverAsk {
		return nil
	}
	if !call.Streams.CanAsk() {
		return &exitcode.HintedError{Err: errNoYes, Hint: "say --yes if you mean it, or look at it first with --dry-run"}
	}
	question, wanted := terminal.Line(p.Question)+" [y/N] ", "y"
	if p.Typed != "" {
		question = terminal.Line(p.Question) + " This cannot be undone. Type " + terminal.Line(p.Typed) + " to go on: "
		wanted = p.Typed
	}
	answer, err := call.Streams.Ask(ctx, question)
	switch {
	case errors.Is(err, io.EOF):
	case err != nil:
		return err
	case answer == wanted, p.Typed == "" && strings.EqualFold(answer, "yes"), p.Typed == "" && answer == "Y":
		return nil
	}
	return &exitcode.CancelledError{Done: "nothing was changed"}
}

// execute sends the requests. One that fails does not keep the others from being
// sent, unless they would fail alike.
func (p *Plan) execute(ctx context.Context, call *Call, client *datto.Client, printer *output.Printer) error {
	var failures []error
	done := 0
	for i := range p.Requests {
		r := &p.Requests[i]
		answer, err := r.send(ctx, client)
		if err == nil && r.Then != nil {
			err = r.Then(ctx, client, answer)
		}
		if err == nil && printer != nil && len(answer) > 0 {
			err = printer.Row(answer)
		}
		if err == nil {
			done++
			continue
		}
		if len(p.Requests) > 1 {
			err = &exitcode.NamedError{Name: r.Name, Err: err}
		}
		failures = append(failures, err)
		if ctx.Err() != nil || hopeless(err) {
			break
		}
		if len(p.Requests) > 1 {
			report := exitcode.For(err)
			report.Next = ""
			call.Progress().Around(func() { report.Print(call.Streams.Err, call.Streams.ErrColored) })
		}
	}
	switch {
	case len(failures) == 0:
		return nil
	case len(p.Requests) == 1:
		return failures[0]
	}
	return &exitcode.BatchError{Done: done, Total: len(p.Requests), Noun: p.Noun, Errs: failures}
}

// hopeless reports whether the next request would fail for the same reason.
func hopeless(err error) bool {
	for _, class := range []error{datto.ErrUnauthorized, datto.ErrBlocked, datto.ErrRateLimited, datto.ErrReadOnly, context.Canceled} {
		if errors.Is(err, class) {
			return true
		}
	}
	_, unreachable := errors.AsType[*datto.TransportError](err)
	return unreachable
}

// ArgsOrLines returns the arguments; a "-" among them stands for the first words
// of the lines of standard input.
func (c *Call) ArgsOrLines(args []string) ([]string, error) {
	var all []string
	for _, arg := range args {
		if arg != "-" {
			all = append(all, arg)
			continue
		}
		lines := bufio.NewScanner(c.Streams.In)
		for lines.Scan() {
			if words := strings.Fields(strings.TrimPrefix(lines.Text(), "\uFEFF")); len(words) > 0 {
				all = append(all, words[0])
			}
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
	}
	if len(all) == 0 {
		return nil, Usage(c.Command, errors.New("standard input names nothing"))
	}
	return all, nil
}
