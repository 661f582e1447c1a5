// Package api holds the command that sends any request.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// request is what arguments and flags say.
type request struct {
	verb         string // what --method says
	method, path string
	assignments  []assignment
	input        string
	headers      []string
	paginate     bool
	yes, dryRun  bool
	options      output.Options

	body any
}

// New makes the command.
func New(f *factory.Factory) *cobra.Command {
	var r request
	cmd := &cobra.Command{
		Use:   "api [<method>] <path>",
		Short: "Send any request to the API",
		Long: `Send any request to the API, with the same token, request budget and safe
retries as the other commands. The path is what follows /api in the API's own
description, such as /v2/account. The default method is GET, or POST when fields
are given.

Fields become members of the body, or query parameters of a GET. -f sends the
value as text; -F sends it as JSON where it is JSON (true, 5, null, [1,2]), and
reads @file from a file and @- from standard input. In a body, a name such as
jobComponent[componentUid] sets a nested member, and name[] adds to a list.

--dry-run and --explain send nothing, whatever the method.

Muting and unmuting alerts, which no longer has any effect, is only available
here.`,
		Example: `  datto --demo api /v2/account --jq .name
  datto --demo api /v2/account/devices --paginate -f hostname=dc --output jsonl --jq .hostname
  datto --demo api PUT /v2/site -f name="New Customer" -F onDemand=false --dry-run
  datto --demo api PUT /v2/site -f name="New Customer" -f 'proxySettings[host]=proxy.example' -F 'proxySettings[port]=3128' --dry-run`,
		Args: command.Args("[<method>]", "<path>"),
		RunE: func(cmd *cobra.Command, args []string) error {
			call := command.NewCall(f, cmd, args)
			if err := r.parse(call); err != nil {
				return command.Usage(cmd, err)
			}
			if over, err := command.ExplainOperation(call, r.operation()); over || err != nil {
				return err
			}
			return r.run(cmd.Context(), call)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&r.verb, "method", "X", "", "The `method`, instead of the argument: GET, POST, PUT, DELETE")
	flags.VarP(&fieldFlag{all: &r.assignments}, "raw-field", "f", "Add a field as text: `name=value`; can be repeated")
	flags.VarP(&fieldFlag{all: &r.assignments, typed: true}, "field", "F", "Add a field as JSON, or from a file: `name=value`; can be repeated")
	flags.StringVar(&r.input, "input", "", "Read the body from this `file`; - is standard input")
	flags.StringArrayVarP(&r.headers, "header", "H", nil, "Add a request header: `name:value`; can be repeated")
	flags.BoolVar(&r.paginate, "paginate", false, "Read all pages of a list, and print its rows")
	flags.BoolVarP(&r.yes, "yes", "y", false, "Skip the confirmation of a write; required when not running interactively")
	flags.BoolVar(&r.dryRun, "dry-run", false, "Print the method, path and body, and send nothing")
	command.AddExplain(cmd)
	r.options.AddFlags(flags)
	r.options.AddListFlags(flags)
	command.ExplainSecrets(cmd)
	return cmd
}

func (r *request) parse(call *command.Call) error {
	r.path = call.Args[len(call.Args)-1]
	fields := len(r.assignments) > 0 || r.input != ""
	switch {
	case len(call.Args) > 1 && r.verb != "":
		return errors.New("--method cannot be used with a method as argument")
	case len(call.Args) > 1:
		r.method = strings.ToUpper(call.Args[0])
	case r.verb != "":
		r.method = strings.ToUpper(r.verb)
	case fields && !r.paginate:
		r.method = http.MethodPost
	default:
		r.method = http.MethodGet
	}
	if !slices.Contains([]string{"GET", "POST", "PUT", "DELETE", "PATCH"}, r.method) {
		return fmt.Errorf("%q is not a method: it must be GET, POST, PUT or DELETE", r.method)
	}
	switch {
	case strings.Contains(r.path, "://"):
		return errors.New("the path must be without scheme and host, such as /v2/account")
	case !strings.HasPrefix(r.path, "/"):
		r.path = "/" + r.path
	}
	r.path = strings.TrimPrefix(r.path, "/api")
	switch {
	case r.paginate && !r.reads():
		return errors.New("--paginate is for GET")
	case r.input != "" && len(r.assignments) > 0 && !r.reads():
		return errors.New("--input cannot be used with fields")
	case r.input != "" && r.reads():
		return errors.New("a GET has no body")
	case !r.paginate && (r.options.Limit != 0 || len(r.options.Sort) > 0):
		return errors.New("--limit and --sort need --paginate")
	}
	r.options.Default = output.JSON
	format, err := r.options.Settle(false)
	if err == nil && !format.Objects() && len(r.options.Columns) == 0 {
		err = fmt.Errorf("%s needs --columns here, such as --columns .uid,.name", format)
	}
	return err
}

func (r *request) reads() bool { return r.method == http.MethodGet }

// operation is what the contract knows of the request, as far as that goes.
func (r *request) operation() *datto.Operation {
	path, _, _ := strings.Cut(r.path, "?")
	op := datto.Operation{Method: r.method, Path: path, Write: !r.reads(), Paging: datto.PagingPage}
	for _, known := range datto.Operations() {
		if known.Method == r.method && fits(known.Path, path) {
			op = *known
			break
		}
	}
	if !r.paginate {
		op.Paging = datto.PagingNone
	}
	return &op
}

// fits reports whether path is template with its parameters filled in.
func fits(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(want, got string) bool {
		return want == got || strings.HasPrefix(want, "{") && got != ""
	})
}

func (r *request) run(ctx context.Context, call *command.Call) error {
	fields, err := r.fields(call)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return command.Usage(call.Command, err)
	}
	if !r.reads() {
		return r.write(ctx, call, fields)
	}
	options, err := r.callOptions(fields)
	if err != nil {
		return command.Usage(call.Command, err)
	}
	if r.dryRun {
		return r.printRead(call, fields)
	}
	client, err := call.Client()
	if err != nil {
		return err
	}
	if r.paginate {
		return command.Print(ctx, call, &output.Spec{Noun: "rows"}, &r.options, func(ctx context.Context) (command.Rows, error) {
			return r.explained(datto.All[json.RawMessage](ctx, client, r.path, options...)), nil
		})
	}
	return command.PrintObject(ctx, call, nil, &r.options, func(ctx context.Context) (json.RawMessage, error) {
		return datto.Do[json.RawMessage](ctx, client, r.method, r.path, nil, options...)
	})
}

// printRead shows what would be asked for.
func (r *request) printRead(call *command.Call, fields []field) error {
	path, query, _ := strings.Cut(r.path, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return command.Usage(call.Command, err)
	}
	for _, f := range fields {
		values.Del(f.name)
	}
	for _, f := range fields {
		values.Add(f.name, f.text())
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	_, err = fmt.Fprintln(call.Streams.Out, terminal.Line(r.method+" "+path))
	return err
}

// explained says what to do when the first page is none.
func (r *request) explained(rows command.Rows) command.Rows {
	return command.Explained(rows, func(err error) error {
		page, _ := errors.AsType[*datto.PageError](err)
		decode, ok := errors.AsType[*datto.DecodeError](err)
		if !ok || decode.Truncated || page != nil && page.Page > 0 {
			return err
		}
		return &exitcode.HintedError{
			Err:  fmt.Errorf("the response to %s is not a list: %s", decode.Operation, decode.Reason),
			Hint: "leave --paginate out to see it",
		}
	})
}

// field is one name with its value.
type field struct {
	name  string
	value any
}

// text is the value as a query parameter.
func (f field) text() string {
	if raw, ok := f.value.(json.RawMessage); ok {
		return output.Value(raw).Text()
	}
	return fmt.Sprint(f.value)
}

func (r *request) fields(call *command.Call) ([]field, error) {
	fields := make([]field, 0, len(r.assignments))
	for _, a := range r.assignments {
		flag := "-f"
		if a.typed {
			flag = "-F"
		}
		name, text, ok := strings.Cut(a.text, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%s must be name=value: %q is not", flag, a.text)
		}
		f := field{name, text}
		if a.typed {
			var err error
			if f.value, err = typedValue(call, text); err != nil {
				return nil, fmt.Errorf("%s %s: %w", flag, name, err)
			}
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// typedValue reads a value as JSON where it is that, and as text otherwise.
func typedValue(call *command.Call, text string) (any, error) {
	if file, ok := strings.CutPrefix(text, "@"); ok {
		return readFile(call, file)
	}
	if json.Valid([]byte(text)) {
		return json.RawMessage(text), nil
	}
	return text, nil
}

// readFile reads a text from a file or from standard input.
func readFile(call *command.Call, name string) (string, error) {
	if name == "-" {
		return call.Input(command.LongestInput)
	}
	content, err := os.ReadFile(name) //nolint:gosec // The file that the user names.
	if err != nil {
		return "", err
	}
	text, err := terminal.DecodeText(content)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

func (r *request) callOptions(fields []field) ([]datto.CallOption, error) {
	var options []datto.CallOption
	for _, f := range fields {
		options = append(options, datto.CallQuery(f.name, f.text()))
	}
	for _, header := range r.headers {
		name, value, ok := strings.Cut(header, ":")
		if !ok {
			return nil, fmt.Errorf("-H must be name:value: %q is not", header)
		}
		options = append(options, datto.CallHeader(strings.TrimSpace(name), strings.TrimSpace(value)))
	}
	return options, nil
}

// write sends what changes something.
func (r *request) write(ctx context.Context, call *command.Call, fields []field) error {
	if r.input != "" {
		content, err := readFile(call, r.input)
		if err != nil {
			return err
		}
		r.body = json.RawMessage(content)
		if !json.Valid([]byte(content)) {
			return command.Usage(call.Command, errors.New("--input is not JSON"))
		}
	} else if len(fields) > 0 {
		body, err := bodyOf(fields)
		if err != nil {
			return command.Usage(call.Command, err)
		}
		r.body = body
	}
	options, err := r.callOptions(nil)
	if err != nil {
		return command.Usage(call.Command, err)
	}
	path := r.path
	if at, err := url.Parse(path); err == nil {
		path = at.Path
	}
	plan := &command.Plan{
		Question: "Send " + r.method + " " + path + "?", Done: r.method + " " + path + " done", Noun: "requests",
		Requests: []command.Request{{
			Name: path, Method: r.method, Path: r.path, Body: r.body,
			Send: func(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
				return datto.Do[json.RawMessage](ctx, client, r.method, r.path, r.body, options...)
			},
		}},
	}
	return plan.Run(ctx, call, &output.Spec{Single: true}, &command.WriteFlags{Yes: r.yes, DryRun: r.dryRun, Output: r.options})
}
