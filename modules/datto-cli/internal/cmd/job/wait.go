package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

// waiting waits for jobs to end.
type waiting struct {
	timeout command.Age
	total   int
	failed  []string
}

const defaultTimeout = command.Age(30 * time.Minute)

func (w *waiting) addFlags(flags *pflag.FlagSet) {
	w.timeout = defaultTimeout
	flags.Var(&w.timeout, "timeout", "Stop waiting after this `age`; the job goes on: a device that is offline keeps it waiting for days")
}

// outcome is how a job ended on a device: the server's own objects, side by side.
type outcome struct {
	Device  deviceName      `json:"device"`
	Results json.RawMessage `json:"results"`
	Stdout  json.RawMessage `json:"stdout"`
	Stderr  json.RawMessage `json:"stderr"`
}

// outcomeSpec prints how jobs ended.
func outcomeSpec(single bool) *output.Spec {
	return &output.Spec{Columns: outcomeColumns, Noun: "jobs", Single: single}
}

// rows waits for jobs that were started, and yields how they ended. One after the
// other is as good as all at once: meanwhile the others go on.
func (w *waiting) rows(ctx context.Context, call *command.Call, started []json.RawMessage) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		client, err := call.Client()
		if err != nil {
			yield(nil, err)
			return
		}
		ctx, cancel := context.WithTimeoutCause(ctx, time.Duration(w.timeout), errNotEnded)
		defer cancel()
		call.Progress().Of("jobs", len(started))
		for i, row := range started {
			call.Progress().Printed(i)
			var job startedJob
			if err := json.Unmarshal(row, &job); err != nil {
				yield(nil, err)
				return
			}
			uid := output.Value(job.Job).Member("uid").Text()
			row, ok, err := w.one(ctx, client, uid, job.Device)
			w.total++
			if err == nil && !ok {
				w.failed = append(w.failed, job.Device.String())
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// verdict is an error when a job did not succeed.
func (w *waiting) verdict() error {
	if len(w.failed) == 0 {
		return nil
	}
	return &failedError{devices: w.failed, total: w.total}
}

// one waits for a job on one device. ok says that it succeeded.
func (w *waiting) one(ctx context.Context, client *datto.Client, job string, device deviceName) (row json.RawMessage, ok bool, err error) {
	ended, err := client.Jobs.Wait(ctx, job, device.UID, nil)
	switch {
	case errors.Is(context.Cause(ctx), errNotEnded):
		return nil, false, &notEndedError{job: job, device: device, after: w.timeout}
	case errors.Is(err, context.Canceled):
		return nil, false, &exitcode.CancelledError{
			Done: fmt.Sprintf("the job goes on; datto job wait %s %s waits for it", job, device.UID),
		}
	case err != nil:
		return nil, false, err
	}
	path := pathOf(job, "/results/"+url.PathEscape(device.UID))
	o := outcome{Device: device}
	if o.Results, err = datto.Get[json.RawMessage](ctx, client, path); err != nil {
		return nil, false, err
	}
	if o.Stdout, err = json.Marshal(ended.Stdout); err != nil {
		return nil, false, err
	}
	if o.Stderr, err = json.Marshal(ended.Stderr); err != nil {
		return nil, false, err
	}
	row, err = json.Marshal(o)
	return row, ended.Succeeded(), err
}

// failedError says that jobs ran and did not succeed.
type failedError struct {
	devices []string
	total   int
}

func (e *failedError) Error() string {
	if e.total == 1 {
		return "the job failed on " + e.devices[0]
	}
	return fmt.Sprintf("the job failed on %d of %d devices, the first is %s", len(e.devices), e.total, e.devices[0])
}

// NextStep says where to look.
func (e *failedError) NextStep() string { return "look at what it wrote: datto job output" }

// notEndedError says that a job took longer than somebody wanted to wait.
type notEndedError struct {
	job    string
	device deviceName
	after  command.Age
}

func (e *notEndedError) Error() string {
	return fmt.Sprintf("the job has not ended on %s after %s", e.device, e.after.String())
}

// NextStep says how to go on.
func (e *notEndedError) NextStep() string {
	return fmt.Sprintf("the job goes on; datto job wait %s %s waits for it", e.job, e.device.UID)
}

// Is makes it a case of a missing part.
func (*notEndedError) Is(target error) bool { return target == datto.ErrIncomplete }

func newWaitCommand(f *factory.Factory) *cobra.Command {
	var w waiting
	var options output.Options
	cmd := &cobra.Command{
		Use:   "wait <job> <device>",
		Short: "Wait until a job has ended on a device, and print what it wrote",
		Long:  "Wait until a job has ended on a device, and print what it wrote. The command fails if the job did.\n\n" + whereUIDs,
		Example: `  set -- $(datto --demo activity list --category job --columns jobUid,deviceUid --limit 1)
  datto --demo job wait "$1" "$2" || echo "the job failed"`,
		Args: command.Args("<job>", "<device>"),
		RunE: func(cmd *cobra.Command, args []string) error {
			call := command.NewCall(f, cmd, args)
			if explained, err := command.Explain(call); explained || err != nil {
				return err
			}
			client, err := call.Client()
			if err != nil {
				return err
			}
			device, err := resolve.Device(cmd.Context(), client, args[1])
			if err != nil {
				return err
			}
			uid, err := json.Marshal(map[string]string{"uid": args[0]})
			if err != nil {
				return err
			}
			row, err := json.Marshal(startedJob{Device: deviceName{UID: device.UID, Hostname: device.Name}, Job: uid})
			if err != nil {
				return err
			}
			err = command.Print(cmd.Context(), call, outcomeSpec(true), &options, func(ctx context.Context) (command.Rows, error) {
				return w.rows(ctx, call, []json.RawMessage{row}), nil
			})
			if err != nil {
				return err
			}
			return w.verdict()
		},
	}
	w.addFlags(cmd.Flags())
	options.AddFlags(cmd.Flags())
	command.AddExplain(cmd)
	return command.Calls(cmd, resultsOperation, stdoutOperation, stderrOperation)
}

// New makes the commands for jobs.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("job", "Run components on devices, and see how that went",
		newRunCommand(f), newShowCommand(f), newComponentsCommand(f), newResultsCommand(f), newOutputCommand(f), newWaitCommand(f))
}
