package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// job is a component that runs on one device.
type job struct {
	uid       string
	id        int64
	name      string
	device    int
	component component
	variables []jobVariable
	created   int64
	started   int64 // 0: not before it expires
	finished  int64
	result    string // deployment status once it is finished
	scheduled bool
}

type jobVariable struct{ name, value string }

// Deployment statuses of a job.
const (
	jobPending = "Pending"
	jobRunning = "Running"
	jobSuccess = "Success"
	jobWarning = "Warning"
	jobFailure = "Failure"
	jobExpired = "Expired"
)

// jobExpiry is how long a job waits for a device that is offline.
const jobExpiry = 7 * day

const jobIDBase = 7_400_000

// quickJobMark tells the uids of jobs that were created by requests from those
// of jobs that the fleet's past is made of.
const quickJobMark = 1

// deploymentStatus is what has become of the job by a moment.
func (j *job) deploymentStatus(now int64) string {
	switch {
	case j.started == 0 && now >= j.created+jobExpiry:
		return jobExpired
	case j.started == 0 || now < j.started:
		return jobPending
	case now < j.finished:
		return jobRunning
	default:
		return j.result
	}
}

func (j *job) done(now int64) bool {
	status := j.deploymentStatus(now)
	return status != jobPending && status != jobRunning
}

// plan decides when a job starts and how it ends: after some seconds of
// waiting and up to a minute and a half of running.
func (j *job) plan(d *dice, online bool) {
	if online {
		j.started = j.created + int64(d.between(3_000, 15_000))
		j.finished = j.started + int64(d.between(10_000, 90_000))
	}
	switch j.component.outcome {
	case endsInFailure:
		j.result = jobFailure
	case endsInWarning:
		j.result = jobWarning
	case endsMostlyWell:
		switch p := d.n(100); {
		case p < 90:
			j.result = jobSuccess
		case p < 94:
			j.result = jobWarning
		default:
			j.result = jobFailure
		}
	}
}

// createQuickJob starts a component on a device. Asking twice runs it twice.
func (s *Simulator) createQuickJob(x *exchange) {
	device, ok := s.device(x)
	if !ok {
		return
	}
	wanted, _ := x.payload.object("jobComponent")
	component, known := s.fleet.findComponent(wanted.text("componentUid"))
	name := x.payload.text("jobName")
	variables, fit := readJobVariables(wanted, component)
	if !fit {
		x.violation("jobComponent.variables names a variable that the component does not have")
	}
	// How the API refuses a component or variable is not known.
	if !known || !fit || strings.TrimSpace(name) == "" || !s.fleet.kindOf(device).agent() {
		x.fail(http.StatusBadRequest, "")
		return
	}
	number := len(s.state.jobs)
	j := &job{
		uid:       s.fleet.uid(uidJob, number, quickJobMark),
		id:        jobIDBase + int64(number),
		name:      name,
		device:    device,
		component: component,
		variables: variables,
		created:   millis(x.now),
	}
	d := s.fleet.dice(streamJob, number)
	j.plan(&d, s.fleet.online(device))
	s.state.jobs = append(s.state.jobs, j)
	s.noteJob(x, j)

	w := x.json()
	w.beginObject()
	w.object("job")
	s.writeJobMembers(w, j, millis(x.now))
	w.endObject()
	w.array("jobComponents")
	s.writeJobComponent(w, j)
	w.endArray()
	w.endObject()
}

// readJobVariables returns the variables of a quick job, and false when the
// component has none of that name. Names must match exactly.
func readJobVariables(wanted fields, c component) ([]jobVariable, bool) {
	var variables []jobVariable
	for _, element := range wanted.array("variables") {
		object, _ := element.(map[string]any)
		v := jobVariable{fields(object).text("name"), fields(object).text("value")}
		if !slices.ContainsFunc(c.variables, func(have componentVariable) bool { return have.name == v.name }) {
			return nil, false
		}
		variables = append(variables, v)
	}
	return variables, true
}

// QuickJobs returns how many quick jobs were started on the device with that
// uid, which is how often its component ran.
func (s *Simulator) QuickJobs(deviceUID string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	device, ok := s.fleet.findDevice(deviceUID)
	if !ok {
		return 0
	}
	n := 0
	for _, j := range s.state.jobs {
		if j.device == device {
			n++
		}
	}
	return n
}

// job finds the job named by the path, or answers 404. That is also what a
// past run of a scheduled job gets, as only the latest run can be reached.
func (s *Simulator) job(x *exchange) (*job, bool) {
	index, mark, ok := s.fleet.findUID(uidJob, x.params[0])
	var j *job
	switch {
	case !ok:
	case mark == quickJobMark && index < len(s.state.jobs):
		j = s.state.jobs[index]
	case mark == 0:
		j = s.fleet.pastJob(index, millis(x.now))
	}
	if j == nil || (j.scheduled && millis(x.now)-j.created > day) {
		x.notFound()
		return nil, false
	}
	return j, true
}

// jobOnDevice is job for the routes that name a device too.
func (s *Simulator) jobOnDevice(x *exchange) (*job, bool) {
	j, ok := s.job(x)
	if !ok {
		return nil, false
	}
	if device, found := s.fleet.findDevice(x.params[1]); !found || device != j.device {
		x.notFound()
		return nil, false
	}
	return j, true
}

func (s *Simulator) getJob(x *exchange) {
	if j, ok := s.job(x); ok {
		w := x.json()
		w.beginObject()
		s.writeJobMembers(w, j, millis(x.now))
		w.endObject()
	}
}

func (s *Simulator) writeJobMembers(w *wire, j *job, now int64) {
	status := "active"
	if j.done(now) {
		status = "completed"
	}
	w.num("id", j.id)
	w.num("dateCreated", j.created)
	w.str("name", j.name)
	w.str("uid", j.uid)
	w.str("status", status)
}

func (s *Simulator) listJobComponents(x *exchange) {
	j, ok := s.job(x)
	if !ok {
		return
	}
	x.servePage(list{item: "jobComponents", total: 1, rows: func(int, int) { s.writeJobComponent(x.w, j) }})
}

func (s *Simulator) writeJobComponent(w *wire, j *job) {
	w.beginObject()
	w.str("uid", s.fleet.componentUID(j.component.index))
	w.str("name", j.component.name)
	w.array("variables")
	for _, v := range j.variables {
		w.beginObject()
		w.str("name", v.name)
		w.str("value", v.value)
		w.endObject()
	}
	w.endArray()
	w.endObject()
}

func (s *Simulator) getJobResults(x *exchange) {
	j, ok := s.jobOnDevice(x)
	if !ok {
		return
	}
	now := millis(x.now)
	status := j.deploymentStatus(now)
	w := x.json()
	w.beginObject()
	w.str("jobUid", j.uid)
	w.str("deviceUid", s.fleet.deviceUID(j.device))
	if status == jobPending || status == jobExpired {
		w.null("ranOn")
	} else {
		w.num("ranOn", j.started)
	}
	w.str("jobDeploymentStatus", status)
	w.array("componentResults")
	if j.done(now) && status != jobExpired {
		w.beginObject()
		w.str("componentUid", s.fleet.componentUID(j.component.index))
		w.str("componentName", j.component.name)
		warnings := int64(0)
		outcome := jobSuccess
		switch status {
		case jobFailure:
			outcome = jobFailure
		case jobWarning:
			warnings = 1
		}
		w.str("componentStatus", outcome)
		w.num("numberOfWarnings", warnings)
		w.boolean("hasStdOut", j.output(s.fleet, now, false) != "")
		w.boolean("hasStdErr", j.output(s.fleet, now, true) != "")
		w.endObject()
	}
	w.endArray()
	w.endObject()
}

// output is what the component printed: nothing before it is finished.
func (j *job) output(f *fleet, now int64, stderr bool) string {
	if !j.done(now) || j.started == 0 {
		return ""
	}
	if stderr {
		switch j.result {
		case jobFailure:
			return "ERROR: the command ended with status 1\r\n"
		case jobWarning:
			return "WARNING: 1 item was skipped\r\n"
		}
		return ""
	}
	r := f.device(j.device)
	var b strings.Builder
	fmt.Fprintf(&b, "%s on %s\r\n", j.component.name, r.hostname)
	for _, v := range j.variables {
		fmt.Fprintf(&b, "  %s: %d characters\r\n", v.name, len([]rune(v.value)))
	}
	fmt.Fprintf(&b, "Finished in %d s\r\n", (j.finished-j.started)/second)
	return b.String()
}

func (s *Simulator) getStdOut(x *exchange) { s.serveOutput(x, false) }

func (s *Simulator) getStdErr(x *exchange) { s.serveOutput(x, true) }

// serveOutput answers with a bare array, empty when nothing was printed.
func (s *Simulator) serveOutput(x *exchange, stderr bool) {
	j, ok := s.jobOnDevice(x)
	if !ok {
		return
	}
	w := x.json()
	w.beginArray()
	if text := j.output(s.fleet, millis(x.now), stderr); text != "" {
		w.beginObject()
		w.str("componentUid", s.fleet.componentUID(j.component.index))
		w.str("componentName", j.component.name)
		w.str("stdData", text)
		w.endObject()
	}
	w.endArray()
}
