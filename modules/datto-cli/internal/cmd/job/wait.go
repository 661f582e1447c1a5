package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// waiting waits for jobs to end.
type waiting struct {
	timeout command.Age
	// single says that there is but one job, which somebody named: nothing needs to
	// be printed of it when it cannot be read.
	single bool
	// since is when the first of the jobs was started, zero when that is not known.
	since time.Time

	total, ended int
	failed       []*pending
	open         []*pending
	broken       []error // a job each that cannot be read
	gaveUp       error   // why nobody waits for the open ones any longer
	cancelled    bool
}

const (
	defaultTimeout = command.Age(30 * time.Minute)
	// firstPause is the time between the first two looks at a job. It grows by half
	// each time, up to longestPause.
	firstPause   = 2 * time.Second
	longestPause = 30 * time.Second
	// perJob is the part that each job adds to the time between two looks, so that
	// all together take half of the reads that the account has in a minute.
	perJob = 200 * time.Millisecond
	// resultsDue is how long after a job was made its results may be missing.
	resultsDue = 30 * time.Second
	// lastLooks is how long the last look at all jobs may take once time is over.
	lastLooks = 30 * time.Second
)

func (w *waiting) addFlags(flags *pflag.FlagSet) {
	w.timeout = defaultTimeout
	flags.Var(&w.timeout, "timeout", "Stop waiting after this `time`, such as 90m; the job continues, and may wait days for an offline device")
}

// outcomeSpec prints how jobs ended.
func outcomeSpec(single bool) *output.Spec {
	return &output.Spec{Columns: outcomeColumns, Noun: "jobs", Single: single}
}

// rows waits for jobs and yields each as it ends. When time is over, or nobody
// wants to wait any longer, it yields the others as far as they have come.
func (w *waiting) rows(ctx context.Context, call *command.Call, jobs []*pending) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		client, err := call.Client()
		if err != nil {
			yield(nil, err)
			return
		}
		w.total, w.open = len(jobs), jobs
		call.Progress().Awaiting("jobs", w.total)
		report := func(err error) {
			report := exitcode.For(err)
			report.Next = ""
			report.Print(call.Streams.Err, call.Streams.ErrColored)
		}
		if !w.follow(ctx, client, report, yield) {
			return
		}
		w.cancelled = ctx.Err() != nil
		if w.single && w.gaveUp != nil {
			yield(nil, w.gaveUp)
			return
		}
		for _, job := range w.open {
			if !yield(job.row()) {
				return
			}
		}
	}
}

// follow looks at the jobs in turn, until all have ended or time is over, and then
// once more at each. It yields those that have ended, and reports whether more rows
// are wanted.
func (w *waiting) follow(
	ctx context.Context, client *datto.Client, report func(error), yield func(json.RawMessage, error) bool,
) bool {
	inTime, cancel := context.WithTimeout(ctx, time.Duration(w.timeout))
	defer cancel()
	for len(w.open) > 0 && w.gaveUp == nil {
		job := slices.MinFunc(w.open, func(a, b *pending) int { return a.due.Compare(b.due) })
		if !sleep(inTime, time.Until(job.due)) {
			break
		}
		if over := w.look(inTime, client, job, report); over && !yield(job.row()) {
			return false
		}
		job.later(len(w.open))
	}
	last, cancel := context.WithTimeout(ctx, lastLooks)
	defer cancel()
	for _, job := range slices.Clone(w.open) {
		if last.Err() != nil || w.gaveUp != nil {
			break
		}
		if over := w.look(last, client, job, report); over && !yield(job.row()) {
			return false
		}
	}
	return true
}

// look looks at a job and reports whether there is nothing more to wait for.
func (w *waiting) look(ctx context.Context, client *datto.Client, job *pending, report func(error)) bool {
	err := job.look(ctx, client)
	switch {
	case err == nil && !job.ended:
		return false
	case err == nil:
		w.ended++
		if !job.status().Succeeded() {
			w.failed = append(w.failed, job)
		}
	case ctx.Err() != nil:
		return false
	case job.early(err):
		w.gaveUp = w.missing(ctx, client, job)
		return false
	case w.single, command.Hopeless(err):
		w.gaveUp = noResult(err, job.job.UID, job.device.String())
		return false
	default:
		err = &exitcode.NamedError{Name: job.device.String(), Err: err}
		report(err)
		w.broken = append(w.broken, err)
	}
	w.open = slices.DeleteFunc(w.open, func(other *pending) bool { return other == job })
	return true
}

// missing is the error for a job that somebody named and that is not there: its
// results would be waited for in vain. It costs one read, once.
func (w *waiting) missing(ctx context.Context, client *datto.Client, job *pending) error {
	if !w.single || job.known {
		return nil
	}
	_, err := client.Jobs.Get(ctx, job.job.UID)
	if errors.Is(err, datto.ErrNotFound) {
		return missing(job.job.UID)(err)
	}
	job.known = err == nil
	return nil
}

// sleep reports whether the time has passed before the context ended.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}

// pending is a job on a device that somebody waits for.
type pending struct {
	device deviceName
	job    jobName

	begun, due time.Time
	pause      time.Duration
	known      bool // the server has shown that there is such a job

	// What the last look has shown.
	ended                   bool
	results, stdout, stderr json.RawMessage
}

// jobName is what is known of a job from the beginning.
type jobName struct {
	UID  string `json:"uid"`
	Name string `json:"name,omitempty"`
}

func newPending(job jobName, device deviceName) *pending {
	now := time.Now()
	return &pending{job: job, device: device, begun: now, due: now}
}

// pendingJobs are the jobs that were started.
func pendingJobs(started []json.RawMessage) ([]*pending, error) {
	jobs := make([]*pending, 0, len(started))
	for _, row := range started {
		var answer struct {
			Device deviceName `json:"device"`
			Job    jobName    `json:"job"`
		}
		if err := json.Unmarshal(row, &answer); err != nil {
			return nil, err
		}
		jobs = append(jobs, newPending(answer.Job, answer.Device))
	}
	return jobs, nil
}

// later sets the time of the next look, which depends on how many jobs there are.
func (p *pending) later(jobs int) {
	p.pause = min(max(p.pause+p.pause/2, firstPause), longestPause)
	p.due = time.Now().Add(max(p.pause, time.Duration(jobs)*perJob))
}

// early reports whether an error only says that the job has no results yet.
func (p *pending) early(err error) bool {
	return errors.Is(err, datto.ErrNotFound) && p.results == nil && time.Since(p.begun) < resultsDue
}

// look reads how far the job has come and, when it has ended, what it wrote.
func (p *pending) look(ctx context.Context, client *datto.Client) error {
	path := pathOf(p.job.UID, "/results/"+url.PathEscape(p.device.UID))
	results, err := datto.Get[json.RawMessage](ctx, client, path)
	if err != nil {
		return err
	}
	p.results = results
	if over, err := p.over(ctx, client); err != nil || !over {
		return err
	}
	stdout, err := p.wrote(ctx, client, "hasStdOut", path+"/stdout")
	if err != nil {
		return err
	}
	stderr, err := p.wrote(ctx, client, "hasStdErr", path+"/stderr")
	if err != nil {
		return err
	}
	p.stdout, p.stderr, p.ended = stdout, stderr, true
	return nil
}

func (p *pending) status() datto.JobDeploymentStatus {
	return datto.JobDeploymentStatus(output.Value(p.results).Member("jobDeploymentStatus").Text())
}

// over reports whether the job has ended.
func (p *pending) over(ctx context.Context, client *datto.Client) (bool, error) {
	if ended, known := p.status().Ended(); known {
		return ended, nil
	}
	job, err := client.Jobs.Get(ctx, p.job.UID)
	if err != nil {
		return false, err
	}
	return job.Status == datto.JobStatusCompleted, nil
}

// wrote reads what the components wrote to one stream. flag is the member of their
// results that says whether they did.
func (p *pending) wrote(ctx context.Context, client *datto.Client, flag, path string) (json.RawMessage, error) {
	for _, component := range output.Value(p.results).Member("componentResults").Items() {
		if component.Member(flag).True() {
			return datto.Get[json.RawMessage](ctx, client, path)
		}
	}
	return json.RawMessage("[]"), nil
}

// row is what is known of the job: the server's own objects, side by side.
func (p *pending) row() (json.RawMessage, error) {
	return json.Marshal(struct {
		Device  deviceName      `json:"device"`
		Job     jobName         `json:"job"`
		Ended   bool            `json:"ended"`
		Results json.RawMessage `json:"results"`
		Stdout  json.RawMessage `json:"stdout"`
		Stderr  json.RawMessage `json:"stderr"`
	}{p.device, p.job, p.ended, p.results, p.stdout, p.stderr})
}

// command is a command about the job, such as the one that goes on waiting for it.
func (p *pending) command(verb string) string {
	return "datto job " + verb + " " + p.job.UID + " " + p.device.UID
}

// verdict is an error when a job has not ended, or did not succeed.
func (w *waiting) verdict() error {
	switch {
	case len(w.open) > 0 && w.cancelled:
		return &exitcode.HintedError{
			Err:  &exitcode.CancelledError{Done: w.progress()},
			Hint: w.goOn(),
		}
	case w.gaveUp != nil:
		return &exitcode.NamedError{Name: "given up when " + w.progress(), Err: w.gaveUp}
	case len(w.open) > 0:
		return &notEndedError{waiting: w}
	case len(w.broken) > 0 && w.total > 1:
		return &exitcode.BatchError{Done: w.ended, Total: w.total, Noun: "jobs", Errs: w.broken}
	case len(w.broken) > 0:
		return w.broken[0]
	case len(w.failed) > 0:
		return &failedError{jobs: w.failed, total: w.total}
	}
	return nil
}

// progress is how far the jobs had come.
func (w *waiting) progress() string {
	if w.total == 1 {
		return "the job had not ended"
	}
	return fmt.Sprintf("%d of %d jobs had ended", w.ended, w.total)
}

// waitSteps are the calls of waiting for so many jobs.
func waitSteps(jobs int) []command.Step {
	return []command.Step{
		command.AtLeast(jobs, resultsOperation, "until each job has ended"),
		command.UpTo(jobs, stdoutOperation, "where a job wrote something"),
		command.UpTo(jobs, stderrOperation, "where a job wrote something"),
	}
}

// goOn says how to wait once more for the jobs that have not ended.
func (w *waiting) goOn() string {
	switch {
	case len(w.open) == 1:
		return "the job goes on; " + w.open[0].command("wait") + " waits for it"
	case w.since.IsZero():
		return "the jobs go on; to wait again, pipe the same lines into datto job wait -"
	}
	// An hour more than has passed, for whoever thinks about it first.
	hours := int((time.Since(w.since) + 2*time.Hour - 1) / time.Hour) //nolint:mnd // Rounded up.
	return fmt.Sprintf("the jobs go on; to wait again, pipe the printed rows (TSV) into datto job wait -, or run "+
		"datto activity list --since %dh --category job --columns jobUid,deviceUid | datto job wait -", hours)
}

// failedError says that jobs ran and did not succeed.
type failedError struct {
	jobs  []*pending
	total int
}

func (e *failedError) Error() string {
	if e.total == 1 {
		return "the job failed on " + e.jobs[0].device.String()
	}
	return fmt.Sprintf("the job failed on %d of %d devices, the first is %s", len(e.jobs), e.total, e.jobs[0].device)
}

// NextStep says where to look.
func (e *failedError) NextStep() string {
	return "look at what it wrote: " + e.jobs[0].command("output")
}

// notEndedError says that jobs took longer than somebody wanted to wait.
type notEndedError struct{ *waiting }

func (e *notEndedError) Error() string {
	device, after := e.open[0].device, e.timeout.String()
	text := fmt.Sprintf("%d of %d jobs have not ended after %s, the first is on %s", len(e.open), e.total, after, device)
	switch {
	case e.total == 1:
		text = fmt.Sprintf("the job has not ended on %s after %s", device, after)
	case len(e.open) == 1:
		text = fmt.Sprintf("1 of %d jobs has not ended after %s: it is on %s", e.total, after, device)
	}
	if len(e.failed) > 0 {
		text += fmt.Sprintf("; %d failed", len(e.failed))
	}
	return text
}

// NextStep says how to go on.
func (e *notEndedError) NextStep() string { return e.goOn() }

// Is makes it a case of a missing part.
func (*notEndedError) Is(target error) bool { return target == datto.ErrIncomplete }

// named is a job on a device, as somebody names them.
type named struct{ job, device string }

// pairOn is what a line names: its first two columns, or else its last two, which is where
// job run prints them.
func pairOn(line string) (pair named, ok bool) {
	columns := strings.Split(line, "\t")
	if len(columns) == 1 {
		columns = strings.Fields(line)
	}
	if len(columns) < 2 { //nolint:mnd // A job and a device.
		return named{}, false
	}
	at := func(i int) named {
		return named{strings.TrimSpace(columns[i]), strings.TrimSpace(columns[i+1])}
	}
	first, last := at(0), at(len(columns)-2) //nolint:mnd // The last two.
	if !resolve.IsUID(first.device) && resolve.IsUID(last.job) && resolve.IsUID(last.device) {
		return last, true
	}
	return first, resolve.IsUID(first.job) && first.device != ""
}

// pairs are the jobs and devices that the arguments name, or the lines of standard input.
// The activity log names a job more than once.
func pairs(call *command.Call) ([]named, error) {
	if call.Args[0] != "-" {
		return []named{{call.Args[0], call.Args[1]}}, nil
	}
	lines, err := call.Lines()
	if err != nil {
		return nil, err
	}
	var all []named
	seen := map[named]bool{}
	for _, line := range lines {
		pair, ok := pairOn(line)
		if !ok {
			return nil, &exitcode.HintedError{
				Err:  errors.New("standard input does not name a job and a device in the line " + exitcode.Quote(line)),
				Hint: "print the lines with --columns jobUid,deviceUid",
			}
		}
		if !seen[pair] {
			seen[pair] = true
			all = append(all, pair)
		}
	}
	return all, nil
}

// find looks the devices up.
func find(ctx context.Context, call *command.Call, pairs []named) ([]*pending, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	devices, err := resolve.Devices(ctx, client, devicesOf(pairs))
	if err != nil {
		return nil, err
	}
	var jobs []*pending
	seen := map[named]bool{}
	for i, device := range devices {
		// Two names can mean the same device.
		if pair := (named{pairs[i].job, device.UID}); !seen[pair] {
			seen[pair] = true
			jobs = append(jobs, newPending(jobName{UID: pair.job}, deviceName{UID: device.UID, Hostname: device.Name}))
		}
	}
	return jobs, nil
}

func devicesOf(pairs []named) []string {
	texts := make([]string, len(pairs))
	for i, pair := range pairs {
		texts[i] = pair.device
	}
	return texts
}

func newWaitCommand(f *factory.Factory) *cobra.Command {
	var w waiting
	var options output.Options
	cmd := &cobra.Command{
		Use:   "wait {<job> <device> | -}",
		Short: "Wait until jobs have ended on devices, and print their output",
		Long: `Wait until a job has ended on a device, and print its output. The command fails
if the job failed.

"-" reads jobs and devices from standard input, one of each per line, waits for
all of them, and prints each one as it ends. They are the first two columns, as
with --columns jobUid,deviceUid, or the last two, as in what datto job run
prints into a file or a pipe. Jobs that have ended already are printed at once.

` + whereUIDs,
		Example: `  set -- $(datto --demo activity list --category job --columns jobUid,deviceUid --limit 1)
  datto --demo job wait "$1" "$2" || echo "the job failed"
  datto --demo activity list --category job --columns jobUid,deviceUid --limit 5 | datto --demo job wait - --timeout 1m || echo "not all succeeded"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] == "-" {
				return command.Args("-")(cmd, args)
			}
			return command.Args("<job>", "<device>")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.run(cmd.Context(), command.NewCall(f, cmd, args), &options)
		},
	}
	w.addFlags(cmd.Flags())
	options.AddFlags(cmd.Flags())
	command.NameColumns(cmd, outcomeColumns)
	command.AddExplain(cmd)
	return command.Calls(cmd, resultsOperation, stdoutOperation, stderrOperation)
}

// run waits for the jobs that somebody names.
func (w *waiting) run(ctx context.Context, call *command.Call, options *output.Options) error {
	w.single = call.Args[0] != "-"
	named, err := pairs(call)
	if err != nil {
		return err
	}
	steps, _, _ := command.FindDevices(devicesOf(named))
	if explained, err := command.Explain(call, append(steps, waitSteps(len(named))...)...); explained || err != nil {
		return err
	}
	jobs, err := find(ctx, call, named)
	if err != nil {
		return err
	}
	err = command.Print(ctx, call, outcomeSpec(w.single), options, func(ctx context.Context) (command.Rows, error) {
		return w.rows(ctx, call, jobs), nil
	})
	if err != nil {
		return err
	}
	return w.verdict()
}

// New makes the commands for jobs.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("job", "Run components on devices, and see the results",
		newRunCommand(f), newShowCommand(f), newComponentsCommand(f), newResultsCommand(f), newOutputCommand(f), newWaitCommand(f))
}
