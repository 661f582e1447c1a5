package tokencache

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

const (
	merlot = "https://merlot-api.centrastage.net/api"
	syrah  = "https://syrah-api.centrastage.net/api"
	key    = datto.TokenKey("datto-0123456789abcdef")
)

var fakeSet = datto.Credentials{APIKey: "FAKEKEY-CANARY", APISecret: "FAKESECRET-CANARY"}

// clock is a clock that a test sets.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func newCache(t *testing.T) (*Cache, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)}
	file := privatefile.File{Path: filepath.Join(t.TempDir(), "tokens", "tokens.json"), Mend: true}
	return New(file, c.now), c
}

// look loads a token and asks for none.
func look(t *testing.T, tokens *Tokens, key datto.TokenKey) (datto.Token, error) {
	t.Helper()
	defer tokens.Asked()
	return tokens.Load(t.Context(), key)
}

func tokenAt(now time.Time, text string) datto.Token {
	return datto.Token{AccessToken: text, Issued: now, Expires: now.Add(100 * time.Hour)}
}

func TestATokenIsFoundAgainByItsOwnSetOnly(t *testing.T) {
	cache, clock := newCache(t)
	own := cache.For(merlot, fakeSet)
	got, err := look(t, own, key)
	require.NoError(t, err)
	require.Empty(t, got.AccessToken)
	require.Zero(t, own.Expiry())

	want := tokenAt(clock.Time, "TOKEN-CANARY")
	require.NoError(t, own.Save(t.Context(), key, want))
	again := New(cache.file, clock.now).For(merlot, fakeSet)
	got, err = look(t, again, key)
	require.NoError(t, err)
	assert.Equal(t, want.AccessToken, got.AccessToken)
	assert.True(t, want.Issued.Equal(got.Issued))
	assert.True(t, want.Expires.Equal(got.Expires))
	assert.Equal(t, want.Expires, again.Expiry())

	for name, other := range map[string]*Tokens{
		"another key":      cache.For(merlot, datto.Credentials{APIKey: "OTHERKEY", APISecret: fakeSet.APISecret}),
		"another secret":   cache.For(merlot, datto.Credentials{APIKey: fakeSet.APIKey, APISecret: "OTHERSECRET"}),
		"another platform": cache.For(syrah, fakeSet),
	} {
		got, err := look(t, other, key)
		require.NoError(t, err)
		assert.Empty(t, got.AccessToken, name)
		assert.Zero(t, other.Expiry(), name)
	}
	got, err = look(t, own, "datto-another")
	require.NoError(t, err)
	assert.Empty(t, got.AccessToken, "the client's own name for the token has to agree")
}

func TestTheFileTellsNothingAboutTheCredentials(t *testing.T) {
	var files []string
	for range 2 {
		cache, clock := newCache(t)
		tokens := cache.For(merlot, fakeSet)
		require.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "TOKEN-CANARY")))
		data, err := os.ReadFile(cache.Path())
		require.NoError(t, err)
		for _, secret := range []string{fakeSet.APIKey, fakeSet.APISecret, string(key), "merlot"} {
			assert.NotContains(t, string(data), secret)
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			text := fmt.Sprintf(verb, tokens)
			assert.NotContains(t, text, "CANARY", verb)
		}
		require.NoError(t, cache.file.Check())
		stored := decode(data)
		require.Len(t, stored.Tokens, 1)
		for name := range stored.Tokens {
			files = append(files, name)
		}
	}
	assert.NotEqual(t, files[0], files[1], "two files do not show that they belong to the same account")
}

func TestWhatHasRunOutIsNeitherUsedNorKept(t *testing.T) {
	cache, clock := newCache(t)
	old := cache.For(merlot, fakeSet)
	require.NoError(t, old.Save(t.Context(), key, tokenAt(clock.Time, "OLD")))
	endless := cache.For(syrah, fakeSet)
	require.NoError(t, endless.Save(t.Context(), key, datto.Token{AccessToken: "ENDLESS", Issued: clock.Time}))
	require.NoError(t, cache.Block(t.Context(), merlot, clock.Add(5*time.Minute)))

	clock.Time = clock.Add(time.Hour)
	got, err := look(t, endless, key)
	require.NoError(t, err)
	assert.Empty(t, got.AccessToken, "a token of unknown life is not used for long")

	clock.Time = clock.Add(99 * time.Hour)
	got, err = look(t, old, key)
	require.NoError(t, err)
	assert.Empty(t, got.AccessToken)

	require.NoError(t, endless.Save(t.Context(), key, tokenAt(clock.Time, "NEW")))
	data, err := os.ReadFile(cache.Path())
	require.NoError(t, err)
	assert.NotContains(t, string(data), "OLD")
	assert.NotContains(t, string(data), "ENDLESS")
	assert.NotContains(t, string(data), merlot, "the block is over")
}

func TestABrokenFileIsEmptyAndReplaced(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "half": `{"salt": "AAAA", "tok`, "no salt": `{"tokens":{}}`, "another kind": `[1, 2]`,
		"a short salt": `{"salt":"AAAA","tokens":{}}`,
	} {
		t.Run(name, func(t *testing.T) {
			cache, clock := newCache(t)
			require.NoError(t, cache.file.Write([]byte(text)))
			tokens := cache.For(merlot, fakeSet)
			got, err := look(t, tokens, key)
			require.NoError(t, err)
			require.Empty(t, got.AccessToken)
			require.NoError(t, cache.CheckBlock(merlot))
			require.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "NEW")))
			got, err = look(t, tokens, key)
			require.NoError(t, err)
			assert.Equal(t, "NEW", got.AccessToken)
			data, err := os.ReadFile(cache.Path())
			require.NoError(t, err)
			var stored content
			require.NoError(t, json.Unmarshal(data, &stored))
			assert.Len(t, stored.Salt, saltSize)
		})
	}
}

func TestForget(t *testing.T) {
	cache, clock := newCache(t)
	one, two := cache.For(merlot, fakeSet), cache.For(syrah, fakeSet)
	require.NoError(t, one.Forget(t.Context()))
	require.NoFileExists(t, cache.Path(), "there is nothing to forget, so nothing is written")
	require.NoError(t, one.Save(t.Context(), key, tokenAt(clock.Time, "ONE")))
	require.NoError(t, two.Save(t.Context(), key, tokenAt(clock.Time, "TWO")))
	require.NoError(t, one.Forget(t.Context()))
	got, err := look(t, one, key)
	require.NoError(t, err)
	assert.Empty(t, got.AccessToken)
	got, err = look(t, two, key)
	require.NoError(t, err)
	assert.Equal(t, "TWO", got.AccessToken)
}

func TestConcurrentCommandsLoseNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cache, clock := newCache(t)
		const commands = 20
		var wg sync.WaitGroup
		for i := range commands {
			wg.Go(func() {
				// Each has a cache of its own, as each process has.
				tokens := New(cache.file, clock.now).For(fmt.Sprintf("https://host%d/api", i), fakeSet)
				assert.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, fmt.Sprintf("TOKEN%d", i))))
			})
		}
		wg.Wait()
		for i := range commands {
			got, err := look(t, cache.For(fmt.Sprintf("https://host%d/api", i), fakeSet), key)
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprintf("TOKEN%d", i), got.AccessToken)
		}
	})
}

func TestABlockHoldsForItsAddressUntilItsEnd(t *testing.T) {
	cache, clock := newCache(t)
	require.NoError(t, cache.CheckBlock(merlot))
	until := clock.Add(5 * time.Minute)
	require.NoError(t, cache.Block(t.Context(), merlot, until))
	require.NoError(t, cache.Block(t.Context(), merlot, clock.Add(time.Minute)), "a shorter one does not end it sooner")

	clock.Time = until.Add(-time.Second)
	err := New(cache.file, clock.now).CheckBlock(merlot)
	var blocked *BlockedError
	require.ErrorAs(t, err, &blocked)
	require.ErrorIs(t, err, datto.ErrBlocked)
	assert.True(t, until.Equal(blocked.Until))
	assert.Contains(t, err.Error(), "2026-10-05T09:05:00Z")
	assert.Contains(t, blocked.NextStep(), until.Local().Format(time.TimeOnly))
	require.NoError(t, cache.CheckBlock(syrah))

	clock.Time = until
	require.NoError(t, cache.CheckBlock(merlot))
}

func TestABlockIsNotBelievedWhenTheClockWasWrong(t *testing.T) {
	cache, clock := newCache(t)
	require.NoError(t, cache.Block(t.Context(), merlot, clock.AddDate(10, 0, 0)))
	clock.Time = clock.Add(time.Hour)
	require.ErrorIs(t, cache.CheckBlock(merlot), datto.ErrBlocked)
	clock.Time = clock.Add(24 * time.Hour)
	require.NoError(t, cache.CheckBlock(merlot), "no block is longer than a day")

	require.NoError(t, cache.Block(t.Context(), merlot, clock.Add(time.Hour)))
	clock.Time = clock.Add(-time.Minute)
	require.NoError(t, cache.CheckBlock(merlot), "the clock was set back since")
}

func TestACacheThatCannotBeUsedSaysSo(t *testing.T) {
	file := privatefile.File{Path: filepath.Join(t.TempDir(), "tokens", "tokens.json"), Mend: true}
	require.NoError(t, file.Write(nil))
	require.NoError(t, os.Remove(file.Path))
	require.NoError(t, os.Mkdir(file.Path, 0o700))
	for name, cache := range map[string]*Cache{
		"no file":  New(file, time.Now),
		"no place": None(errors.New("no place"), time.Now),
	} {
		t.Run(name, func(t *testing.T) {
			var told []error
			cache.Warn = func(err error) { told = append(told, err) }
			tokens := cache.For(merlot, fakeSet)
			got, err := tokens.Load(t.Context(), key)
			require.Error(t, err)
			assert.Empty(t, got.AccessToken)
			assert.Len(t, told, 1)
			require.Error(t, tokens.Save(t.Context(), key, tokenAt(time.Now(), "T")))
			require.Error(t, cache.Block(t.Context(), merlot, time.Now().Add(time.Minute)))
			assert.Len(t, told, 3)
			require.NoError(t, cache.CheckBlock(merlot))
		})
	}
}

func TestOneOfSeveralColdStartsAsksForAToken(t *testing.T) {
	for name, test := range map[string]struct {
		end  func(t *testing.T, first *Tokens)
		want string
		wait time.Duration
	}{
		"the first brings one": {want: "NEW", end: func(t *testing.T, first *Tokens) {
			require.NoError(t, first.Save(t.Context(), key, tokenAt(time.Now(), "NEW")))
		}},
		"the first is refused":      {end: func(_ *testing.T, first *Tokens) { first.Asked() }},
		"the first does not answer": {end: func(*testing.T, *Tokens) {}, wait: 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			file := privatefile.File{Path: filepath.Join(t.TempDir(), "tokens", "tokens.json"), Mend: true}
			synctest.Test(t, func(t *testing.T) {
				first := New(file, time.Now).For(merlot, fakeSet)
				got, err := first.Load(t.Context(), key)
				require.NoError(t, err)
				require.Empty(t, got.AccessToken)
				got, err = first.Load(t.Context(), key)
				require.NoError(t, err, "who has the turn does not wait for himself")
				require.Empty(t, got.AccessToken)

				started := time.Now()
				var others sync.WaitGroup
				for range 3 {
					others.Go(func() {
						other := New(file, time.Now).For(merlot, fakeSet)
						defer other.Asked()
						got, _ := other.Load(t.Context(), key)
						assert.Equal(t, test.want, got.AccessToken)
					})
				}
				synctest.Wait()
				test.end(t, first)
				others.Wait()
				assert.InDelta(t, test.wait, time.Since(started), float64(time.Second))
				first.Asked()
			})
		})
	}
}

func TestATokenWithoutAnEndIsNotKeptForEver(t *testing.T) {
	cache, clock := newCache(t)
	tokens := cache.For(merlot, fakeSet)
	require.NoError(t, tokens.Save(t.Context(), key, datto.Token{AccessToken: "TOKEN-CANARY", Issued: clock.Time}))
	clock.Time = clock.Add(unknownLife - time.Second)
	got, err := look(t, tokens, key)
	require.NoError(t, err)
	require.Equal(t, "TOKEN-CANARY", got.AccessToken)
	clock.Time = clock.Add(time.Second)
	got, err = look(t, tokens, key)
	require.NoError(t, err)
	require.Empty(t, got.AccessToken)
}

func TestABlockIsNeitherShortenedNorWithoutEnd(t *testing.T) {
	cache, clock := newCache(t)
	until := clock.Add(longestBlock / 2)
	require.NoError(t, cache.Block(t.Context(), merlot, until))
	require.NoError(t, cache.Block(t.Context(), merlot, until.Add(-time.Minute)))
	var blocked *BlockedError
	require.ErrorAs(t, cache.CheckBlock(merlot), &blocked)
	require.ErrorIs(t, blocked, datto.ErrBlocked)
	require.NotErrorIs(t, blocked, datto.ErrRateLimited)
	require.Equal(t, until, blocked.Until)
	require.NoError(t, cache.Block(t.Context(), merlot, clock.Add(1000*time.Hour)))
	require.ErrorAs(t, cache.CheckBlock(merlot), &blocked)
	require.Equal(t, clock.Add(longestBlock), blocked.Until)
}

func TestAFileThatStaysTheSameIsNotWritten(t *testing.T) {
	cache, clock := newCache(t)
	tokens := cache.For(merlot, fakeSet)
	require.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "TOKEN-CANARY")))
	before, err := os.Stat(cache.file.Path)
	require.NoError(t, err)
	require.NoError(t, tokens.Save(t.Context(), key, tokenAt(clock.Time, "TOKEN-CANARY")))
	after, err := os.Stat(cache.file.Path)
	require.NoError(t, err)
	require.True(t, os.SameFile(before, after), "it was put in place anew")
	require.NoError(t, cache.For(merlot, datto.Credentials{APIKey: "OTHERKEY"}).Forget(t.Context()))
	after, err = os.Stat(cache.file.Path)
	require.NoError(t, err)
	require.True(t, os.SameFile(before, after), "it was put in place anew")
}
