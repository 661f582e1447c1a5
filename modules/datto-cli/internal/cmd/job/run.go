package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
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

const runOperation = "PUT /v2/device/{deviceUid}/quickjob"

// run is what the flags of job run say.
type run struct {
	component string
	name      string
	variables []string
	stdin     string
	wait      bool
	waiting   waiting
}

func newRunCommand(f *factory.Factory) *cobra.Command {
	var r run
	write := &command.Write{
		Use:   "run <device>... --component <component>",
		Short: "Run a component on devices now",
		Long: `Run a component on devices now, as one quick job per device, and print each job
as soon as it is started (a table at the end).

` + command.DevicesFromInput + ` If a device is named twice,
the component runs on it once.

With --wait, the command waits until all jobs have ended, prints each one and
its output as it ends, and fails if any of them failed. On a timeout or an
interrupt it prints the other jobs as they stand and exits with 7 or 2; they
keep running, and datto job wait waits for them again. In JSON, the uid of a
job is .job.uid, and .ended says whether it has ended. The columns are those of
datto job wait.

A job is never sent twice. If the response does not arrive, the exit status is
8: check the activity log before you run it again. The server accepts 100 jobs a
minute. Values of variables may remain in files on the devices: do not pass
passwords.`,
		Example: `  datto --demo job run ORCA-LT012 --component "Clear temporary files" --var olderThanDays=14 --yes
  datto --demo job run ORCA-LT012 --component "Clear temporary files" --wait --yes
  datto --demo device list --site Orchard --online --type laptop --columns uid | datto --demo job run - --component "Clear temporary files" --dry-run`,
		Operations: []string{"GET /v2/account/components", runOperation, resultsOperation, stdoutOperation, stderrOperation},
		Args:       command.Args("<device>..."), Steps: r.steps,
		Flags: r.addFlags, Check: r.check,
		Plan: r.plan, Spec: r.spec, Verdict: r.waiting.verdict,
	}
	return write.New(f)
}

func (r *run) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&r.component, "component", "", "The `component` to run: uid, name, or the beginning of either")
	flags.StringVar(&r.name, "name", "", "The `name` of the job in the portal (default: the name of the component)")
	flags.StringArrayVar(&r.variables, "var", nil, "Set a variable of the component: `name=value`; case-sensitive; can be repeated")
	flags.StringVar(&r.stdin, "var-stdin", "", "Read the value of the variable with this `name` from standard input")
	flags.BoolVar(&r.wait, "wait", false, "Wait until the jobs have ended, and print their output")
	r.waiting.addFlags(flags)
}

// spec prints the jobs that were started or, with --wait, how they ended.
func (r *run) spec(*command.Call) *output.Spec {
	if !r.wait {
		return &output.Spec{Columns: runColumns, Noun: "jobs"}
	}
	return outcomeSpec(false)
}

// outcomes are how the jobs that were started end.
func (r *run) outcomes(ctx context.Context, call *command.Call, answers []json.RawMessage) command.Rows {
	jobs, err := pendingJobs(answers)
	if err != nil {
		return func(yield func(json.RawMessage, error) bool) { yield(nil, err) }
	}
	return r.waiting.rows(ctx, call, jobs)
}

func (r *run) check(call *command.Call) error {
	switch {
	case r.component == "":
		return errors.New("--component is missing")
	case !r.wait && call.Command.Flags().Changed("timeout"):
		return errors.New("--timeout needs --wait")
	case r.stdin != "" && slices.Contains(call.Args, "-"):
		return errors.New("standard input cannot hold both the devices and a variable")
	}
	given := map[string]bool{r.stdin: true}
	for _, variable := range r.variables {
		name, _, ok := strings.Cut(variable, "=")
		switch {
		case !ok || name == "":
			return fmt.Errorf("--var must be name=value: %q is not", variable)
		case given[name]:
			return fmt.Errorf("the variable %q is given twice", name)
		}
		given[name] = true
	}
	return nil
}

// steps are the calls: the component, the devices, the jobs and, with --wait, how
// they went.
func (r *run) steps(call *command.Call) ([]command.Step, error) {
	texts, err := call.ArgsOrLines(call.Args)
	if err != nil {
		return nil, err
	}
	found, n, fewer := command.FindDevices(texts)
	jobs := command.Times(n, runOperation, "")
	jobs.Fewer = fewer
	steps := append(append(command.FindComponent(r.component), found...), jobs)
	if r.wait {
		steps = append(steps, waitSteps(n)...)
	}
	return steps, nil
}

func (r *run) plan(ctx context.Context, call *command.Call) (*command.Plan, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	component, err := resolve.Component(ctx, client, r.component)
	if err != nil {
		return nil, err
	}
	request, err := r.request(call, component)
	if err != nil {
		return nil, err
	}
	texts, err := call.ArgsOrLines(call.Args)
	if err != nil {
		return nil, err
	}
	plan := &command.Plan{Noun: "jobs", Past: "started"}
	if r.wait {
		plan.Rows = r.outcomes
		r.waiting.since = time.Now()
	}
	devices, err := resolve.Devices(ctx, client, texts)
	if err != nil {
		return nil, err
	}
	for _, device := range devices {
		plan.Add(quickJob(device, request))
	}
	where := fmt.Sprintf("%d devices", len(plan.Requests))
	if len(plan.Requests) == 1 {
		where = plan.Requests[0].Name
	}
	plan.Question = "Run " + component.Name + " on " + where + "?"
	plan.Done = component.Name + " started on " + where
	return plan, nil
}

// quickJob is one request. Its answer does not say which device it is about, so
// that is put beside it.
func quickJob(device resolve.Candidate, request datto.CreateQuickJobRequest) command.Request {
	path := "/v2/device/" + url.PathEscape(device.UID) + "/quickjob"
	return command.Request{
		Name: device.Label(), Method: http.MethodPut, Path: path, Body: request, Explain: device.Missing,
		Send: func(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
			answer, err := datto.Do[map[string]json.RawMessage](ctx, client, http.MethodPut, path, request)
			if err != nil {
				return nil, err
			}
			return json.Marshal(startedJob{
				Device: deviceName{UID: device.UID, Hostname: device.Name}, Job: answer["job"], Components: answer["jobComponents"],
			})
		},
	}
}

// startedJob is the server's answer to a quick job with the device it is about.
type startedJob struct {
	Device     deviceName      `json:"device"`
	Job        json.RawMessage `json:"job"`
	Components json.RawMessage `json:"jobComponents"`
}

type deviceName struct {
	UID      string `json:"uid"`
	Hostname string `json:"hostname,omitempty"`
}

// String is what people call the device.
func (d deviceName) String() string {
	if d.Hostname != "" {
		return d.Hostname
	}
	return d.UID
}

func (r *run) request(call *command.Call, component resolve.Candidate) (datto.CreateQuickJobRequest, error) {
	request := datto.CreateQuickJobRequest{JobName: r.name, JobComponent: datto.QuickJobComponent{ComponentUID: component.UID}}
	if request.JobName == "" {
		request.JobName = component.Name
	}
	var known []string
	for _, variable := range output.Value(component.Row).Member("variables").Items() {
		known = append(known, variable.Member("name").Text())
	}
	add := func(name, value string) error {
		if !slices.Contains(known, name) {
			if len(known) == 0 {
				return &exitcode.HintedError{
					Err:  fmt.Errorf("%s has no variables, and so none called %q", component.Name, name),
					Hint: "leave out --var, or see datto component list for others",
				}
			}
			return &exitcode.HintedError{
				Err:  fmt.Errorf("%s has no variable %q: it has %s", component.Name, name, strings.Join(known, ", ")),
				Hint: "name one of those, in the same letter case",
			}
		}
		request.JobComponent.Variables = append(request.JobComponent.Variables,
			datto.QuickJobVariable{Name: name, Value: datto.NewSecret(value)})
		return nil
	}
	for _, variable := range r.variables {
		name, value, _ := strings.Cut(variable, "=")
		if err := add(name, value); err != nil {
			return request, err
		}
	}
	if r.stdin != "" {
		text, err := call.Input(command.LongestValue)
		if err != nil {
			return request, err
		}
		return request, add(r.stdin, strings.TrimRight(text, "\r\n"))
	}
	return request, nil
}
