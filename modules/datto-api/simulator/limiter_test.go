package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A request that came in before the block began, and is counted after, meets
// the block all the same: however many come at once, as many are refused as
// the limits say.
func TestBlockMeetsRequestsUnderWay(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_790_000_000, 0)
	l := newLimiter(Limits{Reads: 1, BlockAfter: 2, Delay: -1})
	var got []verdict
	for range 5 {
		got = append(got, l.admit("here", noBucket, false, now))
	}
	assert.Equal(t, []verdict{delayed, refused, refused, shutOut, shutOut}, got)
	assert.Equal(t, refused, l.admit("elsewhere", noBucket, false, now))
	assert.True(t, l.blocks("here", now))
	assert.Equal(t, 4, l.reads.total, "what is shut out does not count")
}
