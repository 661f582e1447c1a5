package credential

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/tokencache"
)

// office is an empty machine and a platform.
type office struct {
	*Source
	settings privatefile.File
	sim      *simulator.Simulator
	now      time.Time
	// hosts are those that were called.
	hosts []string
	// home is the one host that knows the key, all when empty.
	home string
	env  map[string]string
}

func newOffice(t *testing.T, simulated simulator.Config) *office {
	t.Helper()
	keyring.MockInit()
	dirs := config.Directories{Config: filepath.Join(t.TempDir(), "config"), Cache: filepath.Join(t.TempDir(), "cache")}
	o := &office{settings: dirs.Settings(), sim: simulator.New(simulated), now: time.Now(), env: map[string]string{}}
	o.Source = &Source{
		Getenv: func(name string) string { return o.env[name] },
		Config: func() (*config.File, error) { return config.Load(o.settings) },
		Stores: Stores{Keyring: NewKeyring(), File: NewPrivateFile(dirs.Credentials())},
		Tokens: tokencache.New(dirs.Tokens(), func() time.Time { return o.now }),
	}
	return o
}

// RoundTrip answers as the platforms.
func (o *office) RoundTrip(r *http.Request) (*http.Response, error) {
	o.hosts = append(o.hosts, r.URL.Host)
	if o.home != "" && r.URL.Host != o.home {
		return simulator.New(simulator.Config{APIKey: "another", APISecret: "another"}).Transport().RoundTrip(r)
	}
	return o.sim.Transport().RoundTrip(r)
}

func (o *office) option() datto.Option { return datto.WithHTTPClient(&http.Client{Transport: o}) }

func (o *office) keys() datto.Credentials {
	key, secret := o.sim.Credentials()
	return datto.Credentials{APIKey: " " + key + "\n", APISecret: secret + "\r\n"}
}

func (o *office) verified(t *testing.T) *Verified {
	t.Helper()
	address, err := config.ParseAddress("merlot", "")
	require.NoError(t, err)
	v, err := o.Verify(t.Context(), address, o.keys(), o.option())
	require.NoError(t, err)
	return v
}

func TestVerifyTrimsAndTellsTheAccount(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	key, secret := o.sim.Credentials()
	assert.Equal(t, datto.Credentials{APIKey: key, APISecret: secret}, v.Credentials)
	assert.NotEmpty(t, v.Account)
	for _, host := range o.hosts {
		assert.Equal(t, "merlot-api.centrastage.net", host)
	}
	require.NoFileExists(t, o.Tokens.Path(), "verifying keeps nothing")
}

func TestVerifyRefusesWhatThePlatformRefuses(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	address, err := config.ParseAddress("merlot", "")
	require.NoError(t, err)
	_, err = o.Verify(t.Context(), address, datto.Credentials{APIKey: "KEY-CANARY", APISecret: "SECRET-CANARY"}, o.option())
	require.ErrorIs(t, err, datto.ErrUnauthorized)
	assert.NotContains(t, err.Error(), "CANARY")
}

func TestVerifyTakesAUserWithFewRights(t *testing.T) {
	o := newOffice(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultForbidden, Operation: "GET /v2/account"}}})
	assert.Empty(t, o.verified(t).Account)
}

func TestVerifyHeedsAndNotesBlocks(t *testing.T) {
	o := newOffice(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultBlockPage, Operation: "GET /v2/account"}}})
	address, err := config.ParseAddress("merlot", "")
	require.NoError(t, err)
	_, err = o.Verify(t.Context(), address, o.keys(), o.option())
	require.ErrorIs(t, err, datto.ErrBlocked)
	sent := len(o.hosts)
	_, err = o.Verify(t.Context(), address, o.keys(), o.option())
	var blocked *tokencache.BlockedError
	require.ErrorAs(t, err, &blocked)
	assert.Len(t, o.hosts, sent, "nothing more was sent")
}

func TestProbeStopsAtTheFirstThatTakesTheKey(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	o.home = "concord-api.centrastage.net"
	var tried []datto.Platform
	v, err := o.Probe(t.Context(), o.keys(), func(p datto.Platform) { tried = append(tried, p) }, o.option())
	require.NoError(t, err)
	assert.Equal(t, datto.Concord, v.Address.Platform)
	assert.Equal(t, []datto.Platform{datto.Pinotage, datto.Merlot, datto.Concord}, tried)
	assert.NotContains(t, o.hosts, "vidal-api.centrastage.net")

	o.home, tried = "nowhere", nil
	_, err = o.Probe(t.Context(), o.keys(), func(p datto.Platform) { tried = append(tried, p) }, o.option())
	require.ErrorIs(t, err, datto.ErrUnauthorized)
	assert.Equal(t, datto.Platforms(), tried)
}

func TestProbeDoesNotPassOverAPlatformThatFails(t *testing.T) {
	o := newOffice(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultUnavailable, Operation: "POST /auth/oauth/token"}}})
	var tried []datto.Platform
	_, err := o.Probe(t.Context(), o.keys(), func(p datto.Platform) { tried = append(tried, p) }, o.option(), datto.WithRetry(datto.NoRetry{}))
	require.ErrorIs(t, err, datto.ErrServer)
	assert.Len(t, tried, 1)
}

func TestKeepThenUseThenForget(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	kept, err := o.Keep(t.Context(), o.settings, "acme", v, false)
	require.NoError(t, err)
	assert.Equal(t, &Kept{Store: KeyringStore, Activated: true}, kept)

	found, err := o.Find(t.Context(), account.Choice{})
	require.NoError(t, err)
	assert.Equal(t, v.Credentials, found.Record.Credentials)
	assert.Equal(t, "acme", found.Profile)
	a, err := o.Open(found)
	require.NoError(t, err)
	client, err := datto.NewClient(a.Platform, a.Credentials, datto.WithTokenStore(a.Tokens), o.option())
	require.NoError(t, err)
	o.hosts = nil
	_, err = client.EnsureToken(t.Context())
	require.NoError(t, err)
	assert.Empty(t, o.hosts, "the token of the login is used on")

	again, err := o.Keep(t.Context(), o.settings, "beta", v, false)
	require.NoError(t, err)
	assert.False(t, again.Activated, "a login does not change whose account commands work on")

	was, err := o.Forget(t.Context(), o.settings, "acme")
	require.NoError(t, err)
	assert.True(t, was)
	_, err = o.Stores.Keyring.Get(t.Context(), "acme")
	require.ErrorIs(t, err, ErrNotFound)
	assert.Zero(t, o.Tokens.For(found.Address.BaseURL, v.Credentials).Expiry())
	_, err = o.Find(t.Context(), account.Choice{})
	var missing *account.MissingError
	require.ErrorAs(t, err, &missing)
	require.ErrorContains(t, err, "profile acme has no credentials")
	file, err := o.Config()
	require.NoError(t, err)
	assert.Equal(t, v.Address, file.Profiles["acme"].Address, "the profile stays")
	was, err = o.Forget(t.Context(), o.settings, "acme")
	require.NoError(t, err)
	assert.False(t, was)
}

func TestKeepFallsBackToTheFileAndSaysSo(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	keyring.MockInitWithError(errors.New("no such service"))
	kept, err := o.Keep(t.Context(), o.settings, "acme", v, false)
	require.NoError(t, err)
	assert.Equal(t, FileStore, kept.Store)
	require.ErrorContains(t, kept.Refused, "no such service")
	found, err := o.Find(t.Context(), account.Choice{})
	require.NoError(t, err)
	assert.Equal(t, FileStore, found.Store)
	assert.Equal(t, v.Credentials, found.Record.Credentials)
}

func TestKeepMovesCredentialsBetweenStores(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	_, err := o.Keep(t.Context(), o.settings, "acme", v, true)
	require.NoError(t, err)
	_, err = o.Stores.File.Get(t.Context(), "acme")
	require.NoError(t, err)
	kept, err := o.Keep(t.Context(), o.settings, "acme", v, false)
	require.NoError(t, err)
	assert.Equal(t, &Kept{Store: KeyringStore}, kept)
	_, err = o.Stores.File.Get(t.Context(), "acme")
	require.ErrorIs(t, err, ErrNotFound, "no copy is left in clear")

	keyring.MockInitWithError(errors.New("locked"))
	kept, err = o.Keep(t.Context(), o.settings, "acme", v, true)
	require.NoError(t, err)
	require.ErrorContains(t, kept.Leftover, "locked")
}

func TestALoginForgetsTheTokenOfTheOneBefore(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	first := o.verified(t)
	_, err := o.Keep(t.Context(), o.settings, "acme", first, false)
	require.NoError(t, err)
	_, err = o.Keep(t.Context(), o.settings, "acme", first, false)
	require.NoError(t, err)
	old := o.Tokens.For(first.Address.BaseURL, first.Credentials)
	require.NotZero(t, old.Expiry(), "the same credentials keep theirs")

	o.sim = simulator.New(simulator.Config{Seed: 1})
	second := o.verified(t)
	_, err = o.Keep(t.Context(), o.settings, "acme", second, false)
	require.NoError(t, err)
	assert.Zero(t, old.Expiry())
	assert.NotZero(t, o.Tokens.For(second.Address.BaseURL, second.Credentials).Expiry())
}

func TestNothingIsStoredWhenTheSettingsCannotBe(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	require.NoError(t, o.settings.Write([]byte("settings: [")))
	_, err := o.Keep(t.Context(), o.settings, "acme", v, false)
	require.Error(t, err)
	_, err = o.Stores.Keyring.Get(t.Context(), "acme")
	require.ErrorIs(t, err, ErrNotFound)
}

func TestWhatNoProfileRefersToIsNotLeftInAStore(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	var left []string
	o.Stores.Keyring = &Keyring{
		set: func(_, profile, _ string) error {
			left = append(left, profile)
			// From here on the settings cannot be written.
			return os.MkdirAll(filepath.Join(o.settings.Path, "in the way"), 0o700)
		},
		delete: func(string, string) error { left = nil; return nil },
	}
	_, err := o.Keep(t.Context(), o.settings, "acme", v, false)
	var access *privatefile.AccessError
	require.ErrorAs(t, err, &access)
	assert.Empty(t, left)
}

func TestAnInterruptIsNoReasonForTheFile(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	v := o.verified(t)
	ctx, cancel := context.WithCancel(t.Context())
	o.Stores.Keyring = &Keyring{set: func(string, string, string) error { cancel(); return context.Canceled }}
	_, err := o.Keep(ctx, o.settings, "acme", v, false)
	require.ErrorIs(t, err, context.Canceled)
	_, err = o.Stores.File.Get(t.Context(), "acme")
	require.ErrorIs(t, err, ErrNotFound)
}

func TestATokenThatCannotBeForgottenKeepsNoKey(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	_, err := o.Keep(t.Context(), o.settings, "acme", o.verified(t), true)
	require.NoError(t, err)
	require.NoError(t, os.Remove(o.Tokens.Path()))
	require.NoError(t, os.MkdirAll(filepath.Join(o.Tokens.Path(), "in the way"), 0o700))
	_, err = o.Forget(t.Context(), o.settings, "acme")
	require.ErrorContains(t, err, "were deleted, but not its token")
	var access *privatefile.AccessError
	require.ErrorAs(t, err, &access)
	_, err = o.Stores.File.Get(t.Context(), "acme")
	require.ErrorIs(t, err, ErrNotFound)
	file, err := o.Config()
	require.NoError(t, err)
	assert.Empty(t, file.Profiles["acme"].Store)
}

func TestAProfileOfAnUnknownStoreIsNotForgotten(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	require.NoError(t, o.settings.Write([]byte("profiles:\n  acme:\n    platform: merlot\n    store: vault\n")))
	_, err := o.Forget(t.Context(), o.settings, "acme")
	require.ErrorContains(t, err, `"vault"`)
}

func TestAKeyringThatHangsIsAskedOnceToForget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, simulator.Config{})
		_, err := o.Keep(t.Context(), o.settings, "acme", o.verified(t), false)
		require.NoError(t, err)
		never := make(chan struct{})
		defer close(never)
		o.Stores.Keyring = &Keyring{
			get:    func(string, string) (string, error) { <-never; return "", nil },
			delete: func(string, string) error { <-never; return nil },
		}
		started := time.Now()
		_, err = o.Forget(t.Context(), o.settings, "acme")
		var failed *DeleteError
		require.ErrorAs(t, err, &failed)
		assert.Contains(t, failed.NextStep(), "run this again")
		assert.Equal(t, keyringWait, time.Since(started))

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = o.Forget(ctx, o.settings, "acme")
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorAs(t, err, &failed)
	})
}

func TestWhatCannotBeKeptIsKnownBefore(t *testing.T) {
	o := newOffice(t, simulator.Config{})
	require.NoError(t, o.CanKeep(o.settings, true))

	path := o.Stores.File.(*PrivateFile).Path()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	file := privatefile.File{Path: path}
	require.NoError(t, file.Write([]byte("{broken")))
	require.NoError(t, o.CanKeep(o.settings, false), "the keyring needs no file")
	var broken *BrokenFileError
	require.ErrorAs(t, o.CanKeep(o.settings, true), &broken)
	assert.Contains(t, broken.NextStep(), "move "+path+" away")
	require.NoError(t, os.Remove(path))
	require.NoError(t, o.CanKeep(o.settings, true), "what the next step says works")

	o.settings.Path = filepath.Join(o.settings.Path, "below", "a file")
	require.NoError(t, os.WriteFile(filepath.Dir(filepath.Dir(o.settings.Path)), nil, 0o600))
	var access *privatefile.AccessError
	require.ErrorAs(t, o.CanKeep(o.settings, false), &access)
}
