//go:build !windows

package tokencache

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

func TestAnExposedFileIsRefusedThenReplaced(t *testing.T) {
	cache, clock := newCache(t)
	tokens := cache.For(merlot, fakeSet)
	require.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "SEEN")))
	require.NoError(t, cache.Block(t.Context(), merlot, clock.Add(time.Minute)))
	require.NoError(t, os.Chmod(cache.Path(), 0o644))

	var exposed *privatefile.ExposedError
	got, err := tokens.Load(t.Context(), key)
	require.ErrorAs(t, err, &exposed)
	assert.Empty(t, got.AccessToken)

	require.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "NEW")))
	got, err = tokens.Load(t.Context(), key)
	require.NoError(t, err)
	assert.Equal(t, "NEW", got.AccessToken)
}

func TestAnExposedDirectoryIsMendedAndKeepsItsBlocks(t *testing.T) {
	cache, clock := newCache(t)
	require.NoError(t, cache.Block(t.Context(), merlot, clock.Add(time.Minute)))
	dir := filepath.Dir(cache.Path())
	require.NoError(t, os.Chmod(dir, 0o755))
	require.ErrorIs(t, cache.CheckBlock(merlot), datto.ErrBlocked)
	info, err := os.Stat(dir)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
}
