package dattotypes

// Ended reports whether a job of this status has ended on the device. known is
// false for a status that this version does not know: then the status of the job
// itself tells.
func (s JobDeploymentStatus) Ended() (ended, known bool) {
	switch s {
	case JobDeploymentStatusExpired, JobDeploymentStatusSuccess, JobDeploymentStatusWarning,
		JobDeploymentStatusRetired, JobDeploymentStatusFailure:
		return true, true
	case JobDeploymentStatusPending, JobDeploymentStatusRunning, "":
		return false, true
	}
	return false, false
}

// Succeeded reports whether a job of this status has ended without failure.
// Warnings are no failure.
func (s JobDeploymentStatus) Succeeded() bool {
	return s == JobDeploymentStatusSuccess || s == JobDeploymentStatusWarning
}
