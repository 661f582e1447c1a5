//go:build !windows

package doctor

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestFilesThatOthersCanRead(t *testing.T) {
	c := newClinic(t, simulator.Config{})
	settings := c.Directories.Settings()
	require.NoError(t, settings.Write([]byte("settings:\n  quiet: true\n")))
	require.NoError(t, os.Chmod(settings.Path, 0o644))
	results, err := c.examine(t)
	require.NoError(t, err)
	assert.Equal(t, Warn, results["files"].Status)
	assert.Contains(t, results["files"].Next, "chmod 0600")

	tokens := c.Directories.Tokens()
	require.NoError(t, tokens.Write([]byte("{}")))
	require.NoError(t, os.Chmod(tokens.Path, 0o644))
	results, err = c.examine(t)
	require.Error(t, err)
	assert.Equal(t, Fail, results["files"].Status)
	assert.Contains(t, results["files"].Detail, tokens.Path)
}
