package datto

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Requests that go out while the server counts are the client's own: a client that
// is alone makes no room for anybody.
func TestRequestsBesideTheLookAreNobodyElses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counted, least, most int64
	}{
		{counted: 41, least: 0, most: 0},
		{counted: 20, least: 0, most: 0},
		{counted: 341, least: 300, most: 340},
	} {
		l := newLimiter(1)
		before := l.snapshot()
		for range 40 {
			l.acquireAtOnce(opGetAccount)
		}
		l.calibrate(before, RequestRate{
			AccountRateLimit: new(int64(600)), AccountWriteRateLimit: new(int32(600)), AccountCount: new(c.counted),
		}, true)
		assert.GreaterOrEqual(t, l.reads.others, int(c.least))
		assert.LessOrEqual(t, l.reads.others, int(c.most))
	}
}
