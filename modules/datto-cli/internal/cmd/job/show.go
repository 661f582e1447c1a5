package job

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const (
	getOperation     = "GET /v2/job/{jobUid}"
	resultsOperation = "GET /v2/job/{jobUid}/results/{deviceUid}"
	stdoutOperation  = resultsOperation + "/stdout"
	stderrOperation  = resultsOperation + "/stderr"

	latestJobs = "datto activity list --category job --columns date,hostname,jobName,jobUid,deviceUid"

	whereUIDs = `Job uids come from datto job run and from the activity log (datto activity list
--category job --columns date,hostname,jobName,jobUid,deviceUid). For a
scheduled job, only the latest run is available.`
)

func pathOf(uid, rest string) string { return "/v2/job/" + url.PathEscape(uid) + rest }

func newShowCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "show <job>",
		Short: "Show a job: its name, and whether it is active or completed",
		Long: `Show a job: its name, and whether it is active or completed.

` + whereUIDs,
		Example: `  job=$(datto --demo activity list --category job --columns jobUid --limit 1)
  datto --demo job show "$job"`,
		Columns: jobColumns, Operations: []string{getOperation}, Args: command.Args("<job>"),
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			job, err := datto.Get[json.RawMessage](ctx, client, pathOf(call.Args[0], ""))
			return job, missing(call.Args[0])(err)
		},
	}
	return show.New(f)
}

func newComponentsCommand(f *factory.Factory) *cobra.Command {
	list := &command.List{
		Use:   "components <job>",
		Short: "List the components that a job runs",
		Long:  "List the components that a job runs, with the variables passed to them.",
		Example: `  job=$(datto --demo activity list --category job --columns jobUid --limit 1)
  datto --demo job components "$job"`,
		Noun: "components",
		Columns: []output.Column{
			{Name: "name"},
			{Name: "variables", Plain: func(values []output.Value) string {
				var all []string
				for _, v := range values[0].Items() {
					all = append(all, v.Member("name").Text()+"="+v.Member("value").Text())
				}
				return strings.Join(all, ", ")
			}},
			{Name: "uid", Header: "UID", Whole: true},
		},
		Operations: []string{"GET /v2/job/{jobUid}/components"}, Args: command.Args("<job>"),
		Rows: func(ctx context.Context, call *command.Call) (command.Rows, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			rows := datto.All[json.RawMessage](ctx, client, pathOf(call.Args[0], "/components"))
			return command.Explained(rows, missing(call.Args[0])), nil
		},
	}
	return list.New(f)
}

// missing names the job in the server's word that it knows none with that uid.
func missing(uid string) func(error) error {
	return func(err error) error {
		if !errors.Is(err, datto.ErrNotFound) {
			return err
		}
		return &exitcode.NotFoundError{Noun: "job", Name: uid, Hint: latestJobs + " shows the latest"}
	}
}

// outcome is where it stands how a job went on a device.
type outcome struct {
	client *datto.Client
	job    string
	device resolve.Candidate
}

// onDevice finds the device of "<job> <device>".
func onDevice(ctx context.Context, call *command.Call) (*outcome, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	device, err := resolve.Device(ctx, client, call.Args[1])
	if err != nil {
		return nil, err
	}
	return &outcome{client: client, job: call.Args[0], device: device}, nil
}

func (o *outcome) path(rest string) string {
	return pathOf(o.job, "/results/"+url.PathEscape(o.device.UID)+rest)
}

// missing names the job and the device in the server's word that it knows nothing of
// the one on the other.
func (o *outcome) missing(err error) error { return noResult(err, o.job, o.device.Label()) }

func noResult(err error, job, device string) error {
	if !errors.Is(err, datto.ErrNotFound) {
		return err
	}
	return &exitcode.NotFoundError{
		Noun: "result of the job " + job + " on", Name: device, Hint: latestJobs + " shows which jobs ran where",
	}
}

func newResultsCommand(f *factory.Factory) *cobra.Command {
	show := &command.Show{
		Use:   "results <job> <device>",
		Short: "Show the result of a job on a device",
		Long: `Show the result of a job on a device.

` + whereUIDs,
		Example: `  set -- $(datto --demo activity list --category job --columns jobUid,deviceUid --limit 1)
  datto --demo job results "$1" "$2"`,
		Columns: resultColumns, Operations: []string{resultsOperation}, Args: command.Args("<job>", "<device>"),
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(command.FindDevice(call.Args[1]), command.Once(resultsOperation, "")), nil
		},
		Object: func(ctx context.Context, call *command.Call) (json.RawMessage, error) {
			o, err := onDevice(ctx, call)
			if err != nil {
				return nil, err
			}
			results, err := datto.Get[json.RawMessage](ctx, o.client, o.path(""))
			return results, o.missing(err)
		},
	}
	return show.New(f)
}

// stream is what the flags of job output say.
type stream struct {
	stderr  bool
	options output.Options
}

func newOutputCommand(f *factory.Factory) *cobra.Command {
	var s stream
	cmd := &cobra.Command{
		Use:   "output <job> <device>",
		Short: "Print the output of a job on a device",
		Long: `Print the output of a job on a device: its standard output to standard output,
and its standard error to standard error. With --stderr, only its standard error
is printed, to standard output. With --out, that text is written to a file.

With --output, --jq or --template, or a file such as out.json, the server's
objects are printed, one per component.

` + whereUIDs,
		Example: `  set -- $(datto --demo activity list --category job --sort -hasStdOut --columns jobUid,deviceUid --limit 1)
  datto --demo job output "$1" "$2"
  datto --demo job output "$1" "$2" --output json`,
		Args: command.Args("<job>", "<device>"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.run(cmd.Context(), command.NewCall(f, cmd, args))
		},
	}
	cmd.Flags().BoolVar(&s.stderr, "stderr", false, "Print only its standard error")
	s.options.AddFlags(cmd.Flags())
	command.NameColumns(cmd, outputColumns)
	command.AddExplain(cmd)
	return command.Calls(cmd, stdoutOperation, stderrOperation)
}

// objects reports whether the server's objects are asked for rather than the text.
func (s *stream) objects() bool {
	named := output.FormatOf(s.options.File)
	return s.options.Format != "" || s.options.JQ != "" || s.options.Template != "" || named != "" && named != output.Table
}

// steps are the calls: the device, and the streams that are printed.
func (s *stream) steps(call *command.Call) []command.Step {
	steps := command.FindDevice(call.Args[1])
	if !s.stderr {
		steps = append(steps, command.Once(stdoutOperation, ""))
	}
	if s.stderr || !s.objects() {
		steps = append(steps, command.Once(stderrOperation, ""))
	}
	return steps
}

// check says what means nothing for a text.
func (s *stream) check() error {
	switch {
	case s.objects():
		return nil
	case len(s.options.Columns) > 0:
		return errors.New("--columns needs --output table, tsv or csv: without it the text alone is printed")
	case s.options.BOM:
		return errors.New("--bom needs --output csv")
	}
	return nil
}

func (s *stream) run(ctx context.Context, call *command.Call) error {
	if err := s.check(); err != nil {
		return command.Usage(call.Command, err)
	}
	if explained, err := command.Explain(call, s.steps(call)...); explained || err != nil {
		return err
	}
	o, err := onDevice(ctx, call)
	if err != nil {
		return err
	}
	if !s.objects() {
		return o.missing(s.text(ctx, call, o))
	}
	rest := "/stdout"
	if s.stderr {
		rest = "/stderr"
	}
	spec := &output.Spec{Noun: "outputs", Columns: outputColumns}
	return command.Print(ctx, call, spec, &s.options, func(ctx context.Context) (command.Rows, error) {
		rows, err := datto.Get[[]json.RawMessage](ctx, o.client, o.path(rest))
		return command.RowsOf(rows), o.missing(err)
	})
}

// text prints both streams, or one of them, as the job wrote them.
func (s *stream) text(ctx context.Context, call *command.Call, o *outcome) error {
	main, other := "/stdout", "/stderr"
	if s.stderr {
		main, other = "/stderr", ""
	}
	text, err := written(ctx, o.client, o.path(main))
	if err != nil {
		return err
	}
	rest := ""
	if other != "" {
		if rest, err = written(ctx, o.client, o.path(other)); err != nil {
			return err
		}
	}
	if s.options.File != "" {
		err = output.WriteFile(s.options.File, text)
	} else {
		err = write(call.Streams.Out, call.Streams.OutTTY, text)
	}
	if err != nil {
		return err
	}
	return write(call.Streams.Err, call.Streams.ErrTTY, rest)
}

// written reads what all components of a job wrote to one stream.
func written(ctx context.Context, client *datto.Client, path string) (string, error) {
	outputs, err := datto.Get[[]datto.JobOutput](ctx, client, path)
	var all strings.Builder
	for _, o := range outputs {
		all.WriteString(o.StdData)
	}
	return all.String(), err
}

// write prints a text. To a terminal nothing goes that could do more than be read.
func write(to io.Writer, tty bool, text string) error {
	if tty {
		text = terminal.Text(text)
	}
	_, err := io.WriteString(to, text)
	return err
}
