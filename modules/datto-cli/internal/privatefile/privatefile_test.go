package privatefile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newFile(t *testing.T) File {
	t.Helper()
	return File{Path: filepath.Join(t.TempDir(), "a", "private", "secrets.json")}
}

func TestWriteAndRead(t *testing.T) {
	f := newFile(t)
	_, err := f.Read()
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, f.Check(), "a file that is not there exposes nothing")

	require.NoError(t, f.Write([]byte("first, and longer")))
	require.NoError(t, f.Write([]byte("second")))
	data, err := f.Read()
	require.NoError(t, err)
	assert.Equal(t, "second", string(data))
	require.NoError(t, f.Check())

	entries, err := os.ReadDir(filepath.Dir(f.Path))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing but the file is left behind")
}

func TestAFailedWriteLeavesTheOldFileAlone(t *testing.T) {
	f := newFile(t)
	require.NoError(t, os.MkdirAll(filepath.Join(f.Path, "in the way"), 0o700))
	require.Error(t, f.Write([]byte("data")))
	entries, err := os.ReadDir(filepath.Dir(f.Path))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "the temporary file is removed")
}

func TestATooLargeFileIsRefused(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Write([]byte(strings.Repeat("x", maxSize+1))))
	_, err := f.Read()
	require.ErrorContains(t, err, "too large")
	var access *AccessError
	require.ErrorAs(t, err, &access)
	assert.Contains(t, access.NextStep(), "move it away")
}

func TestUpdate(t *testing.T) {
	f := newFile(t)
	add := func(old []byte) ([]byte, error) { return append(old, 'x'), nil }
	require.NoError(t, f.Update(t.Context(), add))
	require.NoError(t, f.Update(t.Context(), add))
	data, err := f.Read()
	require.NoError(t, err)
	assert.Equal(t, "xx", string(data))

	failure := errors.New("no")
	require.ErrorIs(t, f.Update(t.Context(), func([]byte) ([]byte, error) { return nil, failure }), failure)
	data, err = f.Read()
	require.NoError(t, err)
	assert.Equal(t, "xx", string(data))

	remove := func([]byte) ([]byte, error) { return nil, nil }
	require.NoError(t, f.Update(t.Context(), remove))
	require.NoError(t, f.Update(t.Context(), remove), "removing what is not there is no failure")
	_, err = f.Read()
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFile(t)
		const writers, rounds = 8, 5
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range rounds {
					err := f.Update(t.Context(), func(old []byte) ([]byte, error) {
						n := 0
						if old != nil {
							var err error
							if n, err = strconv.Atoi(string(old)); err != nil {
								return nil, fmt.Errorf("half a file was read: %q", old)
							}
						}
						return []byte(strconv.Itoa(n + 1)), nil
					})
					assert.NoError(t, err)
				}
			})
		}
		wg.Wait()
		data, err := f.Read()
		require.NoError(t, err)
		assert.Equal(t, strconv.Itoa(writers*rounds), string(data))
	})
}

func TestTheLockIsNotWaitedForAfterTheCallerHasGivenUp(t *testing.T) {
	f := newFile(t)
	release, err := f.Lock(t.Context())
	require.NoError(t, err)
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = f.Lock(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestWhatTheSystemDoesNotGiveNamesTheNextStep(t *testing.T) {
	f := newFile(t)
	f.Lax = true
	require.NoError(t, os.MkdirAll(f.Path, 0o700))
	_, err := f.Read()
	var access *AccessError
	require.ErrorAs(t, err, &access)
	assert.Contains(t, access.NextStep(), "make "+f.Path+" a file")

	blocked := newFile(t)
	require.NoError(t, os.WriteFile(filepath.Dir(filepath.Dir(blocked.Path)), nil, 0o600))
	for name, err := range map[string]error{
		"Write":    blocked.Write([]byte("x")),
		"CanWrite": blocked.CanWrite(),
		"Update":   blocked.Update(t.Context(), func([]byte) ([]byte, error) { return []byte("x"), nil }),
	} {
		require.ErrorAs(t, err, &access, name)
		assert.Contains(t, access.NextStep(), "DATTO_CONFIG_DIR", name)
	}
}

func TestCanWriteLeavesNothingBehind(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.CanWrite())
	entries, err := os.ReadDir(filepath.Dir(f.Path))
	require.NoError(t, err)
	assert.Empty(t, entries)
}

func TestWhatAKilledProcessLeftBehindIsSweptAway(t *testing.T) {
	f := newFile(t)
	f.Lax = true // for Windows: the files below are not made by this program
	require.NoError(t, f.Write([]byte("kept")))
	dir := filepath.Dir(f.Path)
	for _, name := range []string{"secrets.json.ABC.tmp", "secrets.json.DEF.tmp", "other.json.ABC.tmp", "secrets.json.old"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("CANARY"), 0o600))
	}
	require.NoError(t, f.Update(t.Context(), func(old []byte) ([]byte, error) { return append(old, 'x'), nil }))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var left []string
	for _, entry := range entries {
		left = append(left, entry.Name())
	}
	assert.Equal(t, []string{"other.json.ABC.tmp", "secrets.json", "secrets.json.lock", "secrets.json.old"}, left)
}

func TestAFullDiskNeedsRoom(t *testing.T) {
	full := &fs.PathError{Op: "write", Path: "x.tmp", Err: errors.New("no space left on device")}
	err := File{Path: filepath.Join("dir", "x")}.accessError(full, true)
	var access *AccessError
	require.ErrorAs(t, err, &access)
	assert.Contains(t, access.NextStep(), "make room in dir")
}
