//go:build !windows

package tokencache

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

func TestAnExposedDirectoryIsRefused(t *testing.T) {
	cache, clock := newCache(t)
	tokens := cache.For(merlot, fakeSet)
	require.NoError(t, os.MkdirAll(filepath.Dir(cache.Path()), 0o755))
	var exposed *privatefile.ExposedError
	require.ErrorAs(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "NEW")), &exposed)
	require.NoFileExists(t, cache.Path())
}
