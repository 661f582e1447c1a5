package datto

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
)

// JobsService runs quick jobs and reads how jobs went. See [Client.Jobs].
//
// The API has no list of jobs: a job's UID comes from running it, or from the
// activity log.
type JobsService struct{ client *Client }

// CreateQuickJob runs one component on one device now. The names of the variables
// must be those of the component, in the same case.
//
// Sent twice it would run twice, so it never is. When its answer does not arrive
// the error is an [*AmbiguousError]: look in the activity log before running it
// again.
//
//datto:operation PUT /v2/device/{deviceUid}/quickjob
func (s *JobsService) CreateQuickJob(ctx context.Context, deviceUID string, request CreateQuickJobRequest, opts ...CallOption) (*QuickJob, error) {
	switch {
	case request.JobName == "":
		return nil, &ValidationError{Operation: opCreateQuickJob.String(), Field: "jobName", Reason: "it is empty"}
	case request.JobComponent.ComponentUID == "":
		return nil, &ValidationError{Operation: opCreateQuickJob.String(), Field: "jobComponent.componentUid", Reason: "it is empty"}
	}
	return send[QuickJob](ctx, s.client, opCreateQuickJob, request, opts, deviceUID)
}

// Get reads a job: its name and whether it is active or completed. Of a scheduled
// job only the latest run can be read, others are [ErrNotFound].
//
//datto:operation GET /v2/job/{jobUid}
func (s *JobsService) Get(ctx context.Context, jobUID string, opts ...CallOption) (*Job, error) {
	return read[Job](ctx, s.client, opGetJob, opts, jobUID)
}

// ListComponents reads one page of a job's components. Nil options read the first.
//
//datto:operation GET /v2/job/{jobUid}/components
func (s *JobsService) ListComponents(ctx context.Context, jobUID string, options *ListOptions, opts ...CallOption) (*Page[JobComponent], error) {
	return listOf[JobComponent](s.client, opListJobComponents, options.query(), opts, jobUID).one(ctx)
}

// AllComponents walks a job's components.
//
//datto:operation GET /v2/job/{jobUid}/components
func (s *JobsService) AllComponents(ctx context.Context, jobUID string, options *ListOptions, opts ...CallOption) iter.Seq2[JobComponent, error] {
	return listOf[JobComponent](s.client, opListJobComponents, options.query(), opts, jobUID).all(ctx)
}

// GetResults reads how a job went on a device.
//
//datto:operation GET /v2/job/{jobUid}/results/{deviceUid}
func (s *JobsService) GetResults(ctx context.Context, jobUID, deviceUID string, opts ...CallOption) (*JobResults, error) {
	return read[JobResults](ctx, s.client, opGetJobResults, opts, jobUID, deviceUID)
}

// ListStdout reads what a job's components wrote to standard output on a device:
// one entry a component, none when there was no output. The text comes from the
// endpoint and may hold anything.
//
//datto:operation GET /v2/job/{jobUid}/results/{deviceUid}/stdout
func (s *JobsService) ListStdout(ctx context.Context, jobUID, deviceUID string, opts ...CallOption) ([]JobOutput, error) {
	return rows[JobOutput](ctx, s.client, opListJobStdout, opts, jobUID, deviceUID)
}

// ListStderr reads what a job's components wrote to standard error on a device.
//
//datto:operation GET /v2/job/{jobUid}/results/{deviceUid}/stderr
func (s *JobsService) ListStderr(ctx context.Context, jobUID, deviceUID string, opts ...CallOption) ([]JobOutput, error) {
	return rows[JobOutput](ctx, s.client, opListJobStderr, opts, jobUID, deviceUID)
}

// JobOutcome is how a job went on one device, with what it wrote.
type JobOutcome struct {
	// JobUID and DeviceUID say which job on which device.
	JobUID, DeviceUID string
	// Results are the last ones that were read.
	Results JobResults
	// Stdout and Stderr hold one entry a component that wrote something.
	Stdout, Stderr []JobOutput
}

// Succeeded reports whether the job ended without failure. Warnings are no
// failure.
func (o *JobOutcome) Succeeded() bool {
	return o.Results.JobDeploymentStatus.Succeeded()
}

// WaitOptions say how long and how often to look.
type WaitOptions struct {
	// Interval is the pause before the second look; it grows by half each time.
	// Zero means 2 seconds.
	Interval time.Duration
	// MaxInterval bounds the pause. Zero means 30 seconds.
	MaxInterval time.Duration
	// Progress, when not nil, is told each state that was read.
	Progress func(JobResults)
}

// RunAndWait runs a component on a device, waits until the job has ended there,
// and reads what it wrote. It waits until the context ends: a device that is
// offline keeps a job pending for days.
//
// When it fails after the job was made, the outcome holds the job's UID beside the
// error, so that [JobsService.Wait] can go on from there. Whether the job
// succeeded is in the outcome and is no error.
//
//datto:operation PUT /v2/device/{deviceUid}/quickjob
func (s *JobsService) RunAndWait(ctx context.Context, deviceUID string, request CreateQuickJobRequest, options *WaitOptions, opts ...CallOption) (*JobOutcome, error) {
	made, err := s.CreateQuickJob(ctx, deviceUID, request, opts...)
	if err != nil {
		return nil, err
	}
	if made.Job == nil || made.Job.UID == "" {
		return nil, &AmbiguousError{Operation: opCreateQuickJob.String(), Err: errors.New("the answer names no job")}
	}
	return s.Wait(ctx, made.Job.UID, deviceUID, options, opts...)
}

// Wait waits until a job has ended on a device, and reads what it wrote there. On
// error it returns what is known so far beside it.
//
//datto:operation GET /v2/job/{jobUid}/results/{deviceUid}
func (s *JobsService) Wait(ctx context.Context, jobUID, deviceUID string, options *WaitOptions, opts ...CallOption) (*JobOutcome, error) {
	if options == nil {
		options = &WaitOptions{}
	}
	outcome := &JobOutcome{JobUID: jobUID, DeviceUID: deviceUID}
	pause, longest := options.Interval, options.MaxInterval
	if pause <= 0 {
		pause = 2 * time.Second
	}
	if longest <= 0 {
		longest = 30 * time.Second
	}
	begun := time.Now()
	for {
		over, err := s.look(ctx, outcome, options, opts)
		switch {
		case err == nil && over:
			return outcome, s.readOutput(ctx, outcome, opts)
		case err == nil:
		case errors.Is(err, ErrNotFound) && outcome.Results.JobDeploymentStatus == "" && time.Since(begun) < resultsDue:
			// The job is there and its results are not yet.
		default:
			return outcome, err
		}
		if err := sleep(ctx, pause); err != nil {
			return outcome, fmt.Errorf("datto: waiting for job %s: %w", jobUID, err)
		}
		pause = min(pause+pause/2, longest)
	}
}

// resultsDue is how long after a job was made its results may be missing.
const resultsDue = 30 * time.Second

// look reads the results once and reports whether the job is over.
func (s *JobsService) look(ctx context.Context, outcome *JobOutcome, options *WaitOptions, opts []CallOption) (bool, error) {
	results, err := s.GetResults(ctx, outcome.JobUID, outcome.DeviceUID, opts...)
	if err != nil {
		return false, err
	}
	outcome.Results = *results
	if options.Progress != nil {
		options.Progress(*results)
	}
	if ended, known := results.JobDeploymentStatus.Ended(); known {
		return ended, nil
	}
	job, err := s.Get(ctx, outcome.JobUID, opts...)
	if err != nil {
		return false, err
	}
	return job.Status == JobStatusCompleted, nil
}

// readOutput reads the outputs that the results say there are.
func (s *JobsService) readOutput(ctx context.Context, outcome *JobOutcome, opts []CallOption) (err error) {
	var stdout, stderr bool
	for _, component := range outcome.Results.ComponentResults {
		stdout = stdout || isTrue(component.HasStdOut)
		stderr = stderr || isTrue(component.HasStdErr)
	}
	if stdout {
		if outcome.Stdout, err = s.ListStdout(ctx, outcome.JobUID, outcome.DeviceUID, opts...); err != nil {
			return err
		}
	}
	if stderr {
		outcome.Stderr, err = s.ListStderr(ctx, outcome.JobUID, outcome.DeviceUID, opts...)
	}
	return err
}

func isTrue(b *bool) bool { return b != nil && *b }
