package cmd_test

import (
	"testing"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// BenchmarkNewRoot is what every call of the program pays before it does anything.
func BenchmarkNewRoot(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		cmd.NewRoot(&factory.Factory{Streams: &terminal.Streams{}})
	}
}
