package dattotypes_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

func TestJobDeploymentStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[dattotypes.JobDeploymentStatus][3]bool{
		"Pending":   {false, true, false},
		"Running":   {false, true, false},
		"":          {false, true, false},
		"Success":   {true, true, true},
		"Warning":   {true, true, true},
		"Failure":   {true, true, false},
		"Expired":   {true, true, false},
		"Retired":   {true, true, false},
		"Suspended": {false, false, false},
	} {
		ended, known := status.Ended()
		assert.Equal(t, want, [3]bool{ended, known, status.Succeeded()}, "%q", status)
	}
}
