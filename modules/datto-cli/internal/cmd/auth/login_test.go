package auth_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/auth"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// desk is a terminal with a keyring and a platform behind it.
type desk struct {
	t        *testing.T
	dir      string
	env      map[string]string
	sim      *simulator.Simulator
	home     string // the host that knows the key; all when empty
	hosts    []string
	terminal bool
	out, err bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	keyring.MockInit()
	dir := filepath.Join(t.TempDir(), "config")
	return &desk{t: t, dir: dir, env: map[string]string{"DATTO_CONFIG_DIR": dir}, sim: simulator.New(simulator.Config{}), terminal: true}
}

// RoundTrip answers as the platforms.
func (d *desk) RoundTrip(r *http.Request) (*http.Response, error) {
	d.hosts = append(d.hosts, r.URL.Host)
	if d.home != "" && r.URL.Host != d.home {
		return simulator.New(simulator.Config{APIKey: "another", APISecret: "another"}).Transport().RoundTrip(r)
	}
	return d.sim.Transport().RoundTrip(r)
}

// run runs auth with args while somebody types.
func (d *desk) run(ctx context.Context, typed string, args ...string) error {
	d.t.Helper()
	d.out.Reset()
	d.err.Reset()
	f := &factory.Factory{
		Streams: &terminal.Streams{
			In: strings.NewReader(typed), Out: &d.out, Err: &d.err,
			InTTY: d.terminal, OutTTY: d.terminal, ErrTTY: d.terminal, Columns: 80,
		},
		Getenv: func(name string) string { return d.env[name] },
		Now:    time.Now, Version: "test", Transport: d,
	}
	root := &cobra.Command{Use: "datto", SilenceErrors: true, SilenceUsage: true}
	f.Flags.AddFlags(root.PersistentFlags())
	root.AddCommand(auth.New(f))
	root.SetArgs(append([]string{"auth"}, args...))
	root.SetOut(&d.out)
	root.SetErr(&d.err)
	defer func() { f.Progress().Stop() }()
	return root.ExecuteContext(ctx)
}

func (d *desk) login(typed string, args ...string) error {
	d.t.Helper()
	return d.run(d.t.Context(), typed, append([]string{"login"}, args...)...)
}

// settings is the file of settings as it is now.
func (d *desk) settings() *config.File {
	d.t.Helper()
	dirs, err := config.Locate(func(string) string { return d.dir })
	require.NoError(d.t, err)
	file, err := config.Load(dirs.Settings())
	require.NoError(d.t, err)
	return file
}

func (d *desk) stored(profile string) datto.Credentials {
	d.t.Helper()
	record, err := credential.Within(d.dir, credential.NewKeyring()).Get(d.t.Context(), profile)
	require.NoError(d.t, err)
	return record.Credentials
}

func (d *desk) keys() datto.Credentials {
	key, secret := d.sim.Credentials()
	return datto.Credentials{APIKey: key, APISecret: secret}
}

func code(err error) int { return exitcode.For(err).Code }

func TestLoginAsksForEverything(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	require.NoError(t, d.login("Merlot\n"+keys.APIKey+"\n"+keys.APISecret+"\n"))
	assert.Equal(t, keys, d.stored("default"))
	file := d.settings()
	assert.Equal(t, "default", file.Active)
	assert.Equal(t, datto.Merlot, file.Profiles["default"].Address.Platform)
	assert.Equal(t, credential.KeyringStore, file.Profiles["default"].Store)
	assert.Empty(t, d.out.String(), "what is said is no data")
	assert.Equal(t, "Platform (pinotage, merlot, concord, vidal, zinfandel, syrah): API key: API secret (not shown): "+
		"logged in to account Simulated MSP on platform merlot as profile default\n"+
		"the credentials are in the keyring\nit is the active profile now\n", d.err.String())
	for _, host := range d.hosts {
		assert.Equal(t, "merlot-api.centrastage.net", host)
	}

	// Again: the profile knows its platform.
	d.hosts = nil
	require.NoError(t, d.login(keys.APIKey+"\n"+keys.APISecret+"\n"))
	assert.NotContains(t, d.err.String(), "Platform (")
}

func TestLoginWithoutAKeyringSaysWhereTheSecretIs(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	require.NoError(t, d.login(keys.APISecret+"\n", "--platform", "merlot", "--key", keys.APIKey))
	assert.Contains(t, d.err.String(), "the keyring cannot be used: ")
	assert.Contains(t, d.err.String(), "the credentials are in plain text in "+filepath.Join(d.dir, "credentials", "profiles.json"))
	assert.Equal(t, credential.FileStore, d.settings().Profiles["default"].Store)
}

func TestTheProfileOfTheEnvironmentIsLoggedIn(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	require.NoError(t, d.login(keys.APISecret+"\n", "--platform", "merlot", "--key", keys.APIKey))
	d.env["DATTO_PROFILE"] = "beta"
	require.NoError(t, d.login(keys.APISecret+"\n", "--platform", "syrah", "--key", keys.APIKey))
	assert.Equal(t, datto.Merlot, d.settings().Profiles["default"].Address.Platform)
	assert.Equal(t, datto.Syrah, d.settings().Profiles["beta"].Address.Platform)
}

func TestTheKeyringCanBeLeftAlone(t *testing.T) {
	for name, prepare := range map[string]func(d *desk) []string{
		"flag":     func(*desk) []string { return []string{"--insecure-storage"} },
		"variable": func(d *desk) []string { d.env["DATTO_KEYRING"] = "off"; return nil },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			keys := d.keys()
			args := append(prepare(d), "--platform", "merlot", "--key", keys.APIKey)
			require.NoError(t, d.login(keys.APISecret+"\n", args...))
			_, err := credential.Within(d.dir, credential.NewKeyring()).Get(t.Context(), "default")
			require.ErrorIs(t, err, credential.ErrNotFound)
			assert.NotContains(t, d.err.String(), "cannot be used")
			assert.Contains(t, d.err.String(), "in plain text")
		})
	}
}

func TestProbeFindsThePlatform(t *testing.T) {
	d := newDesk(t)
	d.home = "concord-api.centrastage.net"
	keys := d.keys()
	require.NoError(t, d.login(keys.APISecret+"\n", "--probe", "--key", keys.APIKey))
	assert.Equal(t, datto.Concord, d.settings().Profiles["default"].Address.Platform)
	assert.Contains(t, d.err.String(), "trying platform merlot\ntrying platform concord\nlogged in")
	assert.NotContains(t, d.hosts, "vidal-api.centrastage.net")

	err := d.login("WRONG-CANARY\n", "--probe", "--key", keys.APIKey, "--profile", "other")
	require.Equal(t, exitcode.Credentials, code(err))
	require.NotContains(t, err.Error()+d.err.String(), "CANARY")
	assert.Nil(t, d.settings().Profiles["other"])
}

func TestReplacingAnotherAddressIsAskedFor(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	require.NoError(t, d.login(keys.APISecret+"\n", "--platform", "merlot", "--key", keys.APIKey))
	again := []string{"--platform", "syrah", "--key", keys.APIKey}

	d.hosts = nil
	err := d.login("\n", again...)
	require.Equal(t, exitcode.Cancelled, code(err))
	assert.Contains(t, d.err.String(), "Profile default is for platform merlot. Replace it with one for platform syrah? [y/N] ")
	assert.NotContains(t, d.err.String(), "API secret", "what is not to be sent is not asked for")
	assert.Empty(t, d.hosts)
	assert.Equal(t, datto.Merlot, d.settings().Profiles["default"].Address.Platform)

	require.NoError(t, d.login("YES\n"+keys.APISecret+"\n", again...))
	assert.Equal(t, datto.Syrah, d.settings().Profiles["default"].Address.Platform)

	// Where the platform is to be found it is known only once the key was sent.
	d.home = "concord-api.centrastage.net"
	require.NoError(t, d.login(keys.APISecret+"\ny\n", "--probe", "--key", keys.APIKey))
	assert.Equal(t, datto.Concord, d.settings().Profiles["default"].Address.Platform)
}

func TestAProfileIsNotMadeBesideItsNamesake(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	require.NoError(t, d.login(keys.APIKey+"\n"+keys.APISecret+"\n", "--profile", "acme", "--platform", "merlot"))
	d.hosts = nil
	err := d.login(keys.APIKey+"\n"+keys.APISecret+"\n", "--profile", "ACME", "--platform", "merlot")
	require.ErrorContains(t, err, "profile ACME cannot be made beside profile acme")
	assert.Contains(t, exitcode.For(err).Next, "choose another name")
	assert.Empty(t, d.hosts, "no key was sent")
}

func TestTheEnvironmentDoesNotSayWhereAProfilesKeyGoes(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	require.NoError(t, d.login(keys.APISecret+"\n", "--profile", "acme", "--platform", "merlot", "--key", keys.APIKey))
	d.hosts = nil
	d.env["DATTO_BASE_URL"] = "https://other.example"
	require.NoError(t, d.login(keys.APISecret+"\n", "--profile", "acme", "--key", keys.APIKey))
	assert.Equal(t, datto.Merlot, d.settings().Profiles["acme"].Address.Platform)
	assert.NotContains(t, d.hosts, "other.example")
	assert.Contains(t, d.err.String(), "note: profile acme is for platform merlot, and the key goes there; DATTO_BASE_URL is ignored\nAPI secret")

	d.hosts = nil
	d.env["DATTO_PLATFORM"] = "syrah"
	err := d.login(keys.APISecret+"\n", "--profile", "new", "--key", keys.APIKey)
	require.ErrorContains(t, err, "DATTO_PLATFORM and DATTO_BASE_URL are both given")
	err = d.login(keys.APISecret+"\n", "--profile", "new", "--key", keys.APIKey, "--platform", "merlot", "--base-url", "https://other.example")
	require.ErrorContains(t, err, "--platform and --base-url are both given")
	assert.Empty(t, d.hosts)
}

func TestProfilesOfTwoDirectoriesAreNotMixedUp(t *testing.T) {
	ours := newDesk(t)
	keys := ours.keys()
	require.NoError(t, ours.login(keys.APIKey+"\n"+keys.APISecret+"\n", "--platform", "merlot"))

	theirs := &desk{t: t, dir: filepath.Join(t.TempDir(), "config"), sim: simulator.New(simulator.Config{Seed: 1}), terminal: true}
	theirs.env = map[string]string{"DATTO_CONFIG_DIR": theirs.dir}
	others := theirs.keys()
	require.NotEqual(t, keys, others)
	require.NoError(t, theirs.login(others.APIKey+"\n"+others.APISecret+"\n", "--platform", "merlot"))
	assert.Equal(t, others, theirs.stored("default"))
	assert.Equal(t, keys, ours.stored("default"))

	require.NoError(t, theirs.run(t.Context(), "", "logout"))
	assert.Equal(t, keys, ours.stored("default"))
}

func TestTheTokenOfTheEnvironmentCanBeForgotten(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	d.env["DATTO_API_KEY"], d.env["DATTO_API_SECRET"], d.env["DATTO_PLATFORM"] = keys.APIKey, keys.APISecret, "merlot"
	require.NoError(t, d.run(t.Context(), "", "token"))
	kept := filepath.Join(d.dir, "cache", "tokens", "tokens.json")
	token := strings.TrimSpace(d.out.String())
	data, err := os.ReadFile(kept)
	require.NoError(t, err)
	require.Contains(t, string(data), token)

	err = d.run(t.Context(), "", "logout")
	require.ErrorContains(t, err, "cannot change; the token kept for them was deleted")
	data, err = os.ReadFile(kept)
	require.NoError(t, err)
	assert.NotContains(t, string(data), token)

	err = d.run(t.Context(), "", "logout")
	require.ErrorContains(t, err, "cannot change")
	assert.NotContains(t, err.Error(), "deleted", "there was none")
}

func TestTheEnvironmentIsNotLoggedIn(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	// Half of what is in the environment must not become half of a profile.
	d.env["DATTO_API_KEY"], d.env["DATTO_PLATFORM"] = "KEY-CANARY", "vidal"
	require.NoError(t, d.login(keys.APIKey+"\n"+keys.APISecret+"\n", "--profile", "acme"))
	assert.Equal(t, keys, d.stored("acme"))
	assert.Equal(t, datto.Vidal, d.settings().Profiles["acme"].Address.Platform)
	assert.Contains(t, d.err.String(), "note: DATTO_API_KEY and DATTO_API_SECRET come before it while they are set")
}

func TestTheSecretFromStandardInput(t *testing.T) {
	keys := newDesk(t).keys()
	wide := func(order binary.ByteOrder, text string) string {
		var b bytes.Buffer
		require.NoError(t, binary.Write(&b, order, utf16.Encode([]rune("\ufeff"+text))))
		return b.String()
	}
	for name, input := range map[string]string{
		"plain": keys.APISecret, "with a newline": keys.APISecret + "\n", "from Windows": keys.APISecret + "\r\n",
		"with a mark": "\ufeff" + keys.APISecret + "\r\n", "in UTF-16": wide(binary.LittleEndian, keys.APISecret+"\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.terminal = false
			require.NoError(t, d.login(input, "--platform", "merlot", "--key", keys.APIKey, "--secret-stdin"))
			assert.Equal(t, keys, d.stored("default"))
		})
	}
	for name, input := range map[string]string{
		"nothing": "\n", "two lines": "SECRET-CANARY\nmore", "too much": strings.Repeat("CANARY", 1000),
		"UTF-16 without a mark": strings.TrimPrefix(wide(binary.LittleEndian, "SECRET-CANARY"), "\xff\xfe"),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.terminal = false
			err := d.login(input, "--platform", "merlot", "--key", keys.APIKey, "--secret-stdin")
			require.Equal(t, exitcode.Failed, code(err))
			assert.NotContains(t, err.Error(), "CANARY")
			assert.Contains(t, exitcode.For(err).Next, "--secret-stdin < FILE")
			assert.Empty(t, d.hosts)
		})
	}
}

func TestTheEndOfInputCancelsALogin(t *testing.T) {
	d := newDesk(t)
	for _, typed := range []string{"", "merlot\n", "merlot\nKEY\n"} {
		err := d.login(typed)
		require.Equal(t, exitcode.Report{Code: exitcode.Cancelled, Cause: "cancelled: nothing was stored"}, exitcode.For(err), typed)
	}
	assert.Empty(t, d.hosts)
	require.Equal(t, exitcode.Failed, code(d.login("merlot\nKEY\n\n")), "an empty answer is a mistake")
}

func TestTheSecretThatIsTypedOnStandardInputIsAskedFor(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	require.NoError(t, d.login(keys.APISecret+"\n", "--platform", "merlot", "--key", keys.APIKey, "--secret-stdin"))
	assert.Equal(t, keys, d.stored("default"))
	assert.Contains(t, d.err.String(), "API secret (not shown): \n", "the end of input need not be typed")
}

func TestAnInterruptedLoginStoresNothing(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := d.run(ctx, "", "login", "--platform", "merlot", "--key", "x")
	require.Equal(t, exitcode.Cancelled, code(err))
	assert.Empty(t, d.settings().Profiles)
}

func TestNoSecretIsShownByAnyCommand(t *testing.T) {
	d := newDesk(t)
	keys := d.keys()
	shown := func() string { return d.out.String() + d.err.String() }
	hidden := []string{keys.APIKey, keys.APISecret, "simulated-"}
	check := func(hidden ...string) {
		t.Helper()
		for _, secret := range hidden {
			assert.NotContains(t, shown(), secret)
		}
	}
	require.NoError(t, d.login(keys.APISecret+"\n", "--debug", "--platform", "merlot", "--key", keys.APIKey))
	check(hidden...)
	assert.Contains(t, d.err.String(), `operation="GET /v2/account" attempt=1 status=200`)
	for _, args := range [][]string{
		{"status", "--debug"},
		{"status", "--debug", "--output", "json"},
		{"status", "--output", "yaml", "--show-secrets"},
		{"token", "--debug", "--help"},
		{"login", "--help"},
	} {
		require.NoError(t, d.run(t.Context(), "", args...))
		check(hidden...)
	}
	require.NoError(t, d.run(t.Context(), "", "token", "--debug"))
	check(keys.APIKey, keys.APISecret)
	assert.Contains(t, d.out.String(), "simulated-", "that is what it is for")
	assert.NotContains(t, d.err.String(), "simulated-")
	require.NoError(t, d.run(t.Context(), "", "logout", "--debug"))
	check(hidden...)
}
