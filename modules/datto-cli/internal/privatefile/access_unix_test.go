//go:build !windows

package privatefile

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsMadeIsPrivate(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Update(t.Context(), func([]byte) ([]byte, error) { return []byte("x"), nil }))
	for path, want := range map[string]os.FileMode{
		f.Path:                             0o600,
		f.Path + ".lock":                   0o600,
		filepath.Dir(f.Path):               0o700,
		filepath.Dir(filepath.Dir(f.Path)): 0o700,
	} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, want, info.Mode().Perm(), path)
	}
}

func TestWhatOthersCanReadIsRefused(t *testing.T) {
	for _, mode := range []os.FileMode{0o640, 0o620, 0o604, 0o602, 0o644, 0o666} {
		t.Run(mode.String(), func(t *testing.T) {
			f := newFile(t)
			require.NoError(t, f.Write([]byte("secret")))
			require.NoError(t, os.Chmod(f.Path, mode))

			_, err := f.Read()
			var exposed *ExposedError
			require.ErrorAs(t, err, &exposed)
			assert.Equal(t, f.Path, exposed.Path)
			assert.Contains(t, exposed.NextStep(), "chmod 0600")
			require.ErrorAs(t, f.Check(), &exposed)

			f.Lax = true
			data, err := f.Read()
			require.NoError(t, err)
			assert.Equal(t, "secret", string(data))
			require.ErrorAs(t, f.Check(), &exposed, "a check tells all the same")
		})
	}
}

func TestAWriteMakesAnExposedFilePrivateAgain(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Write([]byte("old")))
	require.NoError(t, os.Chmod(f.Path, 0o644))
	require.NoError(t, f.Write([]byte("new")))
	require.NoError(t, f.Check())
}

func TestADirectoryThatOthersCanEnterIsRefused(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Write([]byte("secret")))
	require.NoError(t, os.Chmod(filepath.Dir(f.Path), 0o755))

	var exposed *ExposedError
	_, err := f.Read()
	require.ErrorAs(t, err, &exposed)
	assert.Equal(t, filepath.Dir(f.Path), exposed.Path)
	assert.Contains(t, exposed.NextStep(), "chmod 0700")
	require.ErrorAs(t, f.Write([]byte("x")), &exposed)
	_, err = f.Lock(t.Context())
	require.ErrorAs(t, err, &exposed)

	f.Lax = true
	require.NoError(t, f.Write([]byte("x")))
}

func TestADirectoryIsNotReadAsAFile(t *testing.T) {
	f := newFile(t)
	require.NoError(t, os.MkdirAll(f.Path, 0o700))
	require.NoError(t, os.Chmod(filepath.Dir(f.Path), 0o700))
	_, err := f.Read()
	assert.ErrorContains(t, err, "not a plain file")
}

func TestALinkStaysALinkOnlyWhereNothingIsSecret(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "settings.yaml")
	require.NoError(t, os.WriteFile(elsewhere, []byte("old"), 0o644))
	for _, lax := range []bool{true, false} {
		f := newFile(t)
		f.Lax = lax
		require.NoError(t, os.MkdirAll(filepath.Dir(f.Path), 0o700))
		require.NoError(t, os.Symlink(elsewhere, f.Path))
		require.NoError(t, f.Write([]byte("new")))
		info, err := os.Lstat(f.Path)
		require.NoError(t, err)
		assert.Equal(t, lax, info.Mode()&os.ModeSymlink != 0)
	}
	data, err := os.ReadFile(elsewhere)
	require.NoError(t, err)
	assert.Equal(t, "new", string(data), "written through the link of the lax file, once")
}

func TestADirectoryOfOursIsMended(t *testing.T) {
	f := newFile(t)
	f.Mend = true
	require.NoError(t, f.Write([]byte("secret")))
	dir := filepath.Dir(f.Path)
	for name, use := range map[string]func() error{
		"read":  func() error { _, err := f.Read(); return err },
		"write": func() error { return f.Write([]byte("secret")) },
	} {
		require.NoError(t, os.Chmod(dir, 0o755), name)
		require.NoError(t, use(), name)
		info, err := os.Stat(dir)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o700), info.Mode().Perm(), name)
	}
	require.NoError(t, os.Chmod(dir, 0o755))
	var exposed *ExposedError
	require.ErrorAs(t, f.Check(), &exposed, "a check tells and mends nothing")
}

func TestAPipeIsRefusedAndNotWaitedFor(t *testing.T) {
	for _, lax := range []bool{false, true} {
		f := newFile(t)
		f.Lax = lax
		require.NoError(t, os.MkdirAll(filepath.Dir(f.Path), 0o700))
		require.NoError(t, syscall.Mkfifo(f.Path, 0o600))
		_, err := f.Read()
		require.ErrorContains(t, err, "not a plain file")
		require.ErrorContains(t, f.Check(), "not a plain file")
	}
}
