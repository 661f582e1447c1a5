package credential

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNoBusIsStartedForAKeyring(t *testing.T) {
	if _, err := os.Stat("/run/user"); err == nil {
		if found, _ := filepath.Glob("/run/user/*/*bus*"); len(found) > 0 {
			t.Skip("this machine has a session bus")
		}
	}
	dir := t.TempDir()
	started := filepath.Join(dir, "started")
	script := "#!/bin/sh\n: >" + started + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700))
	t.Setenv("PATH", dir)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	_, err := NewSystemKeyring().Get(t.Context(), "acme")
	var broken *KeyringError
	require.ErrorAs(t, err, &broken)
	require.NoFileExists(t, started)
}
