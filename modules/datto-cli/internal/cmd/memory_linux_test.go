//go:build !race

package cmd_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// TestALargeFleetPassesThroughLittleMemory lists 100,000 devices in a process of
// its own, and looks at how much memory that took at most.
func TestALargeFleetPassesThroughLittleMemory(t *testing.T) {
	const devices, mostKB = 100_000, 64 << 10
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	server := simulator.NewServer(t, simulator.Config{Devices: devices, Limits: simulator.Limits{Off: true}})
	key, secret := server.Credentials()
	self, err := os.Executable()
	require.NoError(t, err)
	program := exec.CommandContext(t.Context(), self)
	program.Args = []string{"datto", "device", "list", "--output", "jsonl"}
	program.Env = append(os.Environ(), "DATTO_BASE_URL="+server.BaseURL, "DATTO_API_KEY="+key, "DATTO_API_SECRET="+secret,
		"DATTO_CONFIG_DIR="+t.TempDir(), "DATTO_KEYRING=off", nowVariable+"=", "GOGC=50")
	var errs bytes.Buffer
	program.Stderr = &errs
	out, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	rows := 0
	lines := bufio.NewReaderSize(out, 1<<16)
	for {
		_, err := lines.ReadSlice('\n')
		if err != nil {
			break
		}
		rows++
	}
	require.NoError(t, program.Wait(), errs.String())
	require.Equal(t, devices, rows)
	usage, ok := program.ProcessState.SysUsage().(*syscall.Rusage)
	require.True(t, ok)
	t.Logf("%d KB", usage.Maxrss)
	require.LessOrEqual(t, usage.Maxrss, int64(mostKB), "KB resident")
}
