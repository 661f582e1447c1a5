// Package command holds what commands are built from: lists, objects, writes and
// groups that behave alike everywhere.
package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// Call is one call of a command.
type Call struct {
	*factory.Factory

	// Command is the command.
	Command *cobra.Command
	// Args are its arguments.
	Args []string

	client *datto.Client
	inputs []string // what came from standard input
}

// NewCall returns a call of cmd with args.
func NewCall(f *factory.Factory, cmd *cobra.Command, args []string) *Call {
	return &Call{Factory: f, Command: cmd, Args: args}
}

// Client is the client of the call. It is made when it is first asked for.
func (c *Call) Client() (*datto.Client, error) {
	if c.client == nil {
		client, err := c.Factory.Client(c.Command.Context())
		if err != nil {
			return nil, err
		}
		c.client = client
	}
	return c.client, nil
}

// Printer is the printer of what the call finds. It is made before anything is
// asked of the server, so that a mistake in the flags is found in time.
func (c *Call) Printer(spec *output.Spec, options *output.Options) (*output.Printer, error) {
	printer, err := output.NewPrinter(c.Streams, c.Now(), spec, options)
	if _, ok := errors.AsType[*output.FileError](err); ok {
		return nil, err
	}
	return printer, Usage(c.Command, err)
}

// closePrinter ends the output, which is whole when there is no failure.
func closePrinter(printer *output.Printer, failure error) error {
	if closed := printer.Close(failure == nil); closed != nil {
		failure = closed
	}
	return withheld(printer, failure)
}

// withheld says of a failure what has become of the output, if it was kept back.
func withheld(printer *output.Printer, failure error) error {
	if failure == nil || printer.Withheld() == "" {
		return failure
	}
	return &exitcode.WithheldError{Kept: printer.Withheld(), Err: failure}
}

// frame gives a command what lists, objects and writes have in common.
func frame(cmd *cobra.Command, operations []string, flags func(*pflag.FlagSet)) {
	if cmd.Args == nil {
		cmd.Args = NoArgs
	}
	Calls(cmd, operations...)
	if flags != nil {
		flags(cmd.Flags())
	}
	AddExplain(cmd)
}

// begin says what contradicts itself among the flags, or explains the call when
// that is asked for. It reports whether the call is over.
func (c *Call) begin(check func(*Call) error, steps func(*Call) ([]Step, error)) (over bool, err error) {
	if check != nil {
		if err := check(c); err != nil {
			return true, Usage(c.Command, err)
		}
	}
	if steps == nil || !c.explaining() {
		return Explain(c)
	}
	all, err := steps(c)
	if err != nil {
		return true, err
	}
	return Explain(c, all...)
}

// otherWords are what people call verbs who come from elsewhere.
var otherWords = map[string][]string{
	"list":   {"ls", "all", "get", "index"},
	"show":   {"view", "describe", "get", "info", "inspect", "read"},
	"create": {"add", "new"},
	"update": {"edit", "set", "change", "modify", "patch"},
	"delete": {"rm", "remove", "del", "destroy"},
	"clear":  {"rm", "remove", "delete", "unset"},
	"unset":  {"rm", "remove", "delete", "clear"},
	"run":    {"start", "create", "new", "exec"},
	"use":    {"switch", "select", "activate"},
	"find":   {"search", "lookup"},
	"status": {"whoami", "show"},
	"serve":  {"start", "run"},
	"wait":   {"watch"},
}

// Group is a noun: a command that only holds others. Its examples are taken from
// theirs.
func Group(use, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:        use + " <command>",
		Short:      short,
		Example:    firstExamples(commands),
		SuggestFor: []string{use + "s"},
	}
	RunGroup(cmd)
	for _, c := range commands {
		c.SuggestFor = append(c.SuggestFor, otherWords[c.Name()]...)
		cmd.AddCommand(c)
	}
	return cmd
}

// mostExamples is how many examples a group has.
const mostExamples = 3

// firstExamples are the first examples of commands, as far as each is one line and
// works on the simulated account. Where none is, it is the first.
func firstExamples(commands []*cobra.Command) string {
	var examples []string
	for _, c := range commands {
		line, _, _ := strings.Cut(c.Example, "\n")
		if strings.HasPrefix(line, "  datto --demo ") && len(examples) < mostExamples {
			examples = append(examples, line)
		}
	}
	if len(examples) == 0 && len(commands) > 0 {
		line, _, _ := strings.Cut(commands[0].Example, "\n")
		return line
	}
	return strings.Join(examples, "\n")
}

// runGroup shows the help of a group, or says that it has no such command.
func runGroup(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	return Unknown(cmd, args[0])
}

// Unknown is the error for a command that cmd does not have. It names those that
// may be meant.
func Unknown(cmd *cobra.Command, name string) error {
	err := fmt.Errorf("there is no command %q", cmd.CommandPath()+" "+name)
	if similar := suggestions(cmd, name); len(similar) > 0 {
		err = fmt.Errorf("%w: did you mean %s?", err, strings.Join(similar, " or "))
	}
	return Usage(cmd, err)
}

// suggestions are the commands of cmd that go by that name elsewhere, or else those
// whose name is much like it.
func suggestions(cmd *cobra.Command, name string) []string {
	var known []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && slices.ContainsFunc(c.SuggestFor, func(s string) bool { return strings.EqualFold(s, name) }) {
			known = append(known, c.Name())
		}
	}
	if len(known) > 0 {
		return known
	}
	return cmd.SuggestionsFor(name)
}

// mostMistakes is in how many letters a name may differ from one that is suggested.
const mostMistakes = 2

// RunGroup makes cmd a group.
func RunGroup(cmd *cobra.Command) {
	cmd.Args, cmd.Run, cmd.RunE, cmd.DisableFlagsInUseLine = cobra.ArbitraryArgs, nil, runGroup, true
	cmd.SuggestionsMinimumDistance = mostMistakes
}

// Usage marks an error as a mistake in how the command was called.
func Usage(cmd *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	return &exitcode.UsageError{Usage: cmd.UseLine(), Command: cmd.CommandPath(), Err: err}
}

// Args checks the number of arguments. names are what they are called in the
// usage; a name with "..." behind it takes one or more, and one in brackets may be
// left out.
func Args(names ...string) cobra.PositionalArgs {
	least, most := 0, len(names)
	for _, name := range names {
		if strings.HasSuffix(strings.TrimSuffix(name, "]"), "...") {
			most = -1
		}
		if !strings.HasPrefix(name, "[") {
			least++
		}
	}
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			missing := slices.IndexFunc(names[len(args):], func(name string) bool { return !strings.HasPrefix(name, "[") })
			return Usage(cmd, fmt.Errorf("%s is missing", strings.TrimSuffix(names[len(args)+missing], "...")))
		case most >= 0 && len(args) > most:
			return Usage(cmd, fmt.Errorf("%q is one argument too many", args[most]))
		}
		return nil
	}
}

// NoArgs refuses arguments.
func NoArgs(cmd *cobra.Command, args []string) error { return Args()(cmd, args) }

// operationsKey is where a command notes the operations that it calls.
const operationsKey = "operations"

// Calls notes the operations that a command calls, each as method and path
// template.
func Calls(cmd *cobra.Command, operations ...string) *cobra.Command {
	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[operationsKey] = strings.Join(operations, "\n")
	return cmd
}

// Operations returns the operations that a command calls.
func Operations(cmd *cobra.Command) []string {
	return strings.FieldsFunc(cmd.Annotations[operationsKey], func(r rune) bool { return r == '\n' })
}
