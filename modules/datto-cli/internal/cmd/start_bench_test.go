package cmd_test

import (
	"runtime/debug"
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

// A smaller percentage makes the collector run earlier: commands that read nothing
// end before it has to.
func TestStartingLeavesTheCollectorAsItIs(t *testing.T) { //nolint:paralleltest // It is the whole process's.
	const before, wanted = 100, 70
	previous := debug.SetGCPercent(before)
	defer debug.SetGCPercent(previous)
	w := newWorld(t)
	for _, test := range []struct {
		args []string
		want int
	}{{[]string{"version"}, before}, {[]string{"account", "show"}, wanted}} {
		f := w.factory()
		f.GCPercent = wanted
		require.Zero(t, cmd.Run(t.Context(), f, test.args), w.err.String())
		require.Equal(t, test.want, debug.SetGCPercent(before), test.args)
	}
}

// BenchmarkNewRoot is the same in time.
func BenchmarkNewRoot(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		cmd.NewRoot(&factory.Factory{Streams: &terminal.Streams{}})
	}
}
