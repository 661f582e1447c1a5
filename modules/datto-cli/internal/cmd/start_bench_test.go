package cmd_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// TestStartingAllocatesLittle bounds what every call of the program pays before it
// does anything: the time depends on the machine, this does not.
func TestStartingAllocatesLittle(t *testing.T) { //nolint:paralleltest // What others allocate meanwhile would count.
	const most = 6000 // A few more commands fit in, and what the race detector makes escape.
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { cmd.NewRoot(&factory.Factory{Streams: &terminal.Streams{}}) }), float64(most))
}

// BenchmarkNewRoot is the same in time.
func BenchmarkNewRoot(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		cmd.NewRoot(&factory.Factory{Streams: &terminal.Streams{}})
	}
}
