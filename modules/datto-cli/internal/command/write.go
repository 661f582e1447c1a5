package command

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
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
	// Steps are the calls that it makes with these arguments, for --explain. Nil means
	// one call of each operation.
	Steps func(*Call) ([]Step, error)
	// Args checks the arguments. Nil means that there are none.
	Args cobra.PositionalArgs
	// Flags declares flags of its own. It may be nil.
	Flags func(*pflag.FlagSet)
	// Check says what contradicts itself among the flags. It may be nil.
	Check func(*Call) error
	// Plan looks up what is meant and says what would be sent. It sends no write.
	Plan func(context.Context, *Call) (*Plan, error)
	// Spec describes what is printed: the answers, or what the plan's Rows makes of
	// them. Nil means that nothing is printed but a word of success.
	Spec func(*Call) *output.Spec
	// Verdict says whether what was printed is a success. It may be nil.
	Verdict func() error
}

// Plan is what a command is about to do.
type Plan struct {
	// Question asks whether to do it.
	Question string
	// Typed is what has to be typed to do it, for what cannot be undone.
	Typed string
	// Done says that it was done.
	Done string
	// Noun is the plural of what the requests are about, Past what has become of
	// those that were sent. Without it they are done.
	Noun, Past string
	// Requests are sent one after the other.
	Requests []Request
	// Rows are what is printed once all was sent. Nil means the answers, each as it
	// comes.
	Rows func(ctx context.Context, call *Call, answers []json.RawMessage) Rows

	planned  map[string]bool
	repeated int
	printer  *output.Printer
}

// Add plans a request, unless the same is planned already: whoever names a thing
// twice does not mean to do it twice.
func (p *Plan) Add(r Request) {
	body, err := json.Marshal(r.Body)
	key := strings.ToLower(r.Method+" "+r.Path) + " " + string(body)
	if err == nil && p.planned[key] {
		p.repeated++
		return
	}
	if p.planned == nil {
		p.planned = map[string]bool{}
	}
	p.planned[key] = true
	p.Requests = append(p.Requests, r)
}

// warn says what Add has left out.
func (p *Plan) warn(w io.Writer) {
	if p.repeated > 0 {
		_, _ = fmt.Fprintf(w, "datto: warning: repeated names are left out: %d of %d\n",
			p.repeated, p.repeated+len(p.Requests))
	}
}

// Request is one write.
type Request struct {
	// Name is what it is about, as people call it.
	Name string
	// Method, Path and Body are what is sent. A nil Body is none.
	Method, Path string
	Body         any
	// Hidden keeps the "value" in Body out of what --dry-run prints.
	Hidden bool
	// Send sends it. Nil means as it stands here.
	Send func(context.Context, *datto.Client) (json.RawMessage, error)
	// Explain says of an error what it means. It may be nil.
	Explain func(error) error
}

func (r *Request) send(ctx context.Context, client *datto.Client) (answer json.RawMessage, err error) {
	if r.Send != nil {
		answer, err = r.Send(ctx, client)
	} else {
		answer, err = datto.Do[json.RawMessage](ctx, client, r.Method, r.Path, r.Body)
	}
	if err != nil && r.Explain != nil {
		err = r.Explain(err)
	}
	return answer, err
}

// New makes the command.
func (w *Write) New(f *factory.Factory) *cobra.Command {
	var flags WriteFlags
	cmd := &cobra.Command{
		Use: w.Use, Short: w.Short, Long: w.Long, Example: w.Example,
		Args: w.Args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.run(cmd.Context(), NewCall(f, cmd, args), &flags)
		},
	}
	frame(cmd, w.Operations, w.Flags)
	cmd.Flags().BoolVarP(&flags.Yes, "yes", "y", false, "Skip the confirmation; required when not running interactively")
	cmd.Flags().BoolVar(&flags.DryRun, "dry-run", false, "Print the method, path and body that would be sent, and change nothing")
	if w.Spec != nil {
		flags.Output.AddFlags(cmd.Flags())
		NameColumns(cmd, w.Spec(NewCall(f, cmd, nil)).Columns)
	} else {
		cmd.Flags().BoolVar(&flags.Output.ShowSecrets, "show-secrets", false, "")
	}
	ExplainSecrets(cmd)
	return cmd
}

// ExplainSecrets makes the help of --show-secrets that of a write.
func ExplainSecrets(cmd *cobra.Command) {
	cmd.Flags().Lookup("show-secrets").Usage = "Show passwords; with --dry-run, also masked values and values read from standard input"
}

// WriteFlags are what the flags that all writes have say.
type WriteFlags struct {
	// Yes is --yes: nobody is asked.
	Yes bool
	// DryRun is --dry-run: nothing is changed.
	DryRun bool
	// Output says how answers are printed.
	Output output.Options
}

func (w *Write) run(ctx context.Context, call *Call, flags *WriteFlags) error {
	if over, err := call.begin(w.Check, w.Steps); over || err != nil {
		return err
	}
	if err := refuseReadOnly(call, flags); err != nil {
		return err
	}
	var spec *output.Spec
	var printer *output.Printer
	if w.Spec != nil {
		spec = w.Spec(call)
		if !flags.DryRun {
			var err error
			if printer, err = call.Printer(spec, &flags.Output); err != nil {
				return err
			}
		}
	}
	plan, err := w.Plan(ctx, call)
	if err != nil {
		return closePrinter(printer, err)
	}
	plan.printer = printer
	err = plan.Run(ctx, call, spec, flags)
	if w.Verdict == nil || flags.DryRun {
		return err
	}
	verdict := w.Verdict()
	if err == nil || verdict == nil {
		return errors.Join(err, verdict)
	}
	// What could not be sent keeps nobody from knowing how the rest went.
	exitcode.For(verdict).Print(call.Streams.Err, call.Streams.ErrColored)
	return err
}

// refuseReadOnly refuses a write before anybody is asked about it.
func refuseReadOnly(call *Call, flags *WriteFlags) error {
	if _, err := call.Client(); err != nil {
		return err
	}
	if call.ReadOnly() && !flags.DryRun {
		return datto.ErrReadOnly
	}
	return nil
}

// Run carries the plan out, as far as the flags say, and prints what comes of it.
// A nil spec prints nothing but a word of success.
func (p *Plan) Run(ctx context.Context, call *Call, spec *output.Spec, flags *WriteFlags) error {
	if err := refuseReadOnly(call, flags); err != nil {
		return err
	}
	p.warn(call.Streams.Err)
	if flags.DryRun {
		return p.print(call, flags.Output.ShowSecrets)
	}
	printer := p.printer
	if printer == nil && spec != nil {
		var err error
		if printer, err = call.Printer(spec, &flags.Output); err != nil {
			return err
		}
	}
	if err := p.confirm(ctx, call, flags.Yes); err != nil {
		return errors.Join(err, printer.Close(false))
	}
	client, err := call.Client()
	if err != nil {
		return closePrinter(printer, err)
	}
	var show *printing
	if printer != nil && p.Rows == nil {
		show = &printing{printer: printer, progress: call.Progress(), noun: spec.Noun}
	}
	answers, failure := p.execute(ctx, call, client, show)
	if failure == nil {
		call.Say("%s", p.Done)
	}
	switch {
	case printer == nil || failure != nil && len(answers) == 0:
		return closePrinter(printer, failure)
	case show != nil:
		return errors.Join(failure, show.close())
	}
	return errors.Join(failure, printAll(call, printer, spec, p.Rows(ctx, call, answers)))
}

// Say tells whoever watches something that is no data.
func (c *Call) Say(format string, args ...any) {
	if c.Streams.ErrTTY && !c.Flags.Quiet {
		_, _ = fmt.Fprintln(c.Streams.Err, terminal.Line(fmt.Sprintf(format, args...)))
	}
}

// print shows what would be sent.
func (p *Plan) print(call *Call, showSecrets bool) error {
	out := bufio.NewWriter(call.Streams.Out)
	for i := range p.Requests {
		r := &p.Requests[i]
		text := r.Method + " " + r.Path
		if r.Body != nil {
			body, err := json.Marshal(r.Body)
			if err != nil {
				return err
			}
			if !showSecrets {
				body = call.maskBody(body, r.Hidden)
			}
			text += "\n" + string(terminal.JSON(body))
		}
		if _, err := out.WriteString(text + "\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// maskBody hides passwords, values that are masked, and what came from standard
// input, and leaves the rest of a JSON text as it is. hidden says that the value is
// masked although the body does not say so.
func (c *Call) maskBody(body []byte, hidden bool) []byte {
	redacted := []byte(`"` + output.Redacted + `"`)
	switch body[0] {
	case '"':
		if c.wasInput(output.Value(body).Text()) {
			return redacted
		}
		return body
	case '{', '[':
	default:
		return body
	}
	masked := output.Value(body).Member("masked").Text() == "true"
	dec := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	opening, err := dec.ReadToken()
	if err != nil {
		return redacted
	}
	text := []byte{byte(opening.Kind())}
	for count := 0; dec.PeekKind() != '}' && dec.PeekKind() != ']'; count++ {
		if count > 0 {
			text = append(text, ',')
		}
		name := ""
		if opening.Kind() == '{' {
			token, err := dec.ReadValue()
			if err != nil {
				return redacted
			}
			name = output.Value(token).Text()
			text = append(append(text, token...), ':')
		}
		value, err := dec.ReadValue()
		if err != nil {
			return redacted
		}
		secret := name == "password" || name == "value" && (hidden || masked)
		if secret && value.Kind() != 'n' && string(value) != `""` {
			text = append(text, redacted...)
			continue
		}
		text = append(text, c.maskBody(bytes.Clone(value), false)...)
	}
	return append(text, byte(dec.PeekKind()))
}

// wasInput reports whether a text is what came from standard input, but for the
// white space around it.
func (c *Call) wasInput(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && slices.ContainsFunc(c.inputs, func(input string) bool { return strings.TrimSpace(input) == text })
}

// errNoYes is the answer to a write that nobody can be asked about.
var errNoYes = errors.New("this changes something, and there is no terminal to confirm it on")

func (p *Plan) confirm(ctx context.Context, call *Call, yes bool) error {
	if yes {
		return nil
	}
	if !call.Streams.CanAsk() {
		return &exitcode.HintedError{Err: errNoYes, Hint: "add --yes to confirm it, or check it first with --dry-run"}
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

// execute sends the requests, shows the answers that are not empty, each as it comes,
// and returns them. One that fails does not keep the others from being sent, unless they
// would fail alike. A nil show shows nothing.
func (p *Plan) execute(ctx context.Context, call *Call, client *datto.Client, show *printing) ([]json.RawMessage, error) {
	var answers []json.RawMessage
	var failures []error
	done := 0
	noun := p.Noun
	if noun == "" {
		noun = "requests"
	}
	progress := call.Progress()
	progress.Of(noun, len(p.Requests))
	for i := range p.Requests {
		r := &p.Requests[i]
		answer, err := r.send(ctx, client)
		if len(answer) > 0 {
			answers = append(answers, answer)
			show.now(answer)
		}
		progress.Printed(i + 1)
		if err == nil {
			done++
			continue
		}
		if len(p.Requests) > 1 {
			err = &exitcode.NamedError{Name: r.Name, Err: err}
		}
		failures = append(failures, err)
		if ctx.Err() != nil || Hopeless(err) {
			break
		}
		if len(p.Requests) > 1 {
			report := exitcode.For(err)
			report.Next = ""
			report.Print(call.Streams.Err, call.Streams.ErrColored)
		}
	}
	switch {
	case len(failures) == 0:
		return answers, nil
	case len(p.Requests) == 1:
		return answers, failures[0]
	}
	batch := &exitcode.BatchError{Done: done, Total: len(p.Requests), Noun: noun, Past: p.Past, Errs: failures}
	if tried := done + len(failures); tried < len(p.Requests) {
		batch.Unsent = p.Requests[tried].Name
	}
	return answers, batch
}

// Hopeless reports whether the next request would fail for the same reason.
func Hopeless(err error) bool {
	for _, class := range []error{datto.ErrUnauthorized, datto.ErrBlocked, datto.ErrRateLimited, datto.ErrReadOnly, context.Canceled} {
		if errors.Is(err, class) {
			return true
		}
	}
	_, unreachable := errors.AsType[*datto.TransportError](err)
	return unreachable
}

const (
	// LongestValue is how many bytes a value from standard input may have.
	LongestValue = 1 << 20
	// LongestInput is how many bytes a body or a list from there may have.
	LongestInput = 64 << 20
)

// Input is the text on standard input, of at most so many bytes. What came in this
// way is not shown by --dry-run: it is where secrets are passed.
func (c *Call) Input(most int) (string, error) {
	text, err := c.Streams.ReadText(c.Command.Context(), most)
	if err != nil {
		return "", err
	}
	if strings.Trim(text, "\r\n") == "" {
		return "", errNoInput
	}
	c.inputs = append(c.inputs, text)
	return text, nil
}

// errNoInput keeps what was to come through a pipe, and did not, from being taken
// for an empty value that overwrites another.
var errNoInput = &exitcode.HintedError{
	Err:  errors.New("standard input is empty"),
	Hint: "look at what was to be read there; if an empty value is meant, give it on the command line",
}

// errNoNames is the answer to a list without anything on it.
var errNoNames = &exitcode.HintedError{
	Err:  errors.New("standard input names nothing, so nothing was done"),
	Hint: "look at what the command before the pipe prints",
}

// errObjects keeps JSON from being looked for by name, user-defined fields and all.
var errObjects = &exitcode.HintedError{
	Err:  errors.New("standard input holds JSON instead of names, so nothing was done"),
	Hint: "print the lines with --columns uid, as TSV",
}

// DevicesFromInput is what the help of writes to devices says of "-", see
// [Call.ArgsOrLines].
const DevicesFromInput = `"-" reads devices from standard input, one per line: the uid that the line
begins with, or else everything up to its first tab.`

// ArgsOrLines returns the arguments; a "-" among them stands for what the lines of
// standard input name.
func (c *Call) ArgsOrLines(args []string) ([]string, error) {
	var all []string
	for _, arg := range args {
		if arg != "-" {
			all = append(all, arg)
			continue
		}
		lines, err := c.Lines()
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			name := nameOn(line)
			if name == "[" || strings.HasPrefix(name, "{") || strings.HasPrefix(name, "[{") {
				return nil, errObjects
			}
			all = append(all, name)
		}
	}
	return all, nil
}

// Lines are the lines of standard input that are not blank. It is an error if there are
// none.
func (c *Call) Lines() ([]string, error) {
	text, err := c.Streams.ReadText(c.Command.Context(), LongestInput)
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
	}
	if len(lines) == 0 {
		return nil, errNoNames
	}
	return lines, nil
}

// nameOn is what a line names: the uid that it begins with, or else its first
// column, because names can hold spaces.
func nameOn(line string) string {
	line = strings.TrimSpace(line)
	if words := strings.Fields(line); len(words) > 0 && resolve.LooksLikeUID(words[0]) {
		return words[0]
	}
	name, _, _ := strings.Cut(line, "\t")
	return strings.TrimSpace(name)
}
