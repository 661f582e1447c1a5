package cmd_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// machine is a computer with an environment and platforms that all know one key.
type machine struct {
	sim   *simulator.Simulator
	env   map[string]string
	hosts []string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{sim: simulator.New(simulator.Config{})}
	key, secret := m.sim.Credentials()
	m.env = map[string]string{
		"DATTO_CONFIG_DIR": filepath.Join(t.TempDir(), "datto"), "DATTO_KEYRING": "off",
		"DATTO_API_KEY": key, "DATTO_API_SECRET": secret, "DATTO_PLATFORM": "merlot",
	}
	return m
}

// RoundTrip answers as the platforms.
func (m *machine) RoundTrip(r *http.Request) (*http.Response, error) {
	m.hosts = append(m.hosts, r.URL.Host)
	return m.sim.Transport().RoundTrip(r)
}

// run runs the program with what stands on standard input.
func (m *machine) run(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var outs, says bytes.Buffer
	code = cmd.Run(t.Context(), &factory.Factory{
		Streams: &terminal.Streams{In: strings.NewReader(in), Out: &outs, Err: &says},
		Getenv:  func(name string) string { return m.env[name] },
		Now:     time.Now, Version: "1.2.3", Transport: m,
	}, args)
	return code, outs.String(), says.String()
}

// config is the path of a file of the program.
func (m *machine) config(parts ...string) string {
	return filepath.Join(append([]string{m.env["DATTO_CONFIG_DIR"]}, parts...)...)
}

func TestACacheThatCannotBeUsedIsWarnedOfOnce(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := privatefile.File{Path: m.config("cache", "tokens", "tokens.json")}
	require.NoError(t, file.Write(nil))
	require.NoError(t, os.Remove(file.Path))
	require.NoError(t, os.Mkdir(file.Path, 0o700))
	code, _, errs := m.run(t, "", "auth", "status")
	require.Zero(t, code, errs)
	assert.Equal(t, 1, strings.Count(errs, "datto: warning: tokens and blocks are not kept for the next run: "), errs)
	assert.Contains(t, errs, "make "+file.Path, "what to do")
}

// A job of the system has no home.
func TestWithoutAHomeTheEnvironmentIsEnough(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LocalAppData", "AppData"} {
		t.Setenv(name, "")
	}
	m := newMachine(t)
	m.env["DATTO_CONFIG_DIR"] = ""
	for _, args := range []string{"--demo site list", "--demo doctor", "platform list", "completion bash"} {
		code, out, errs := m.run(t, "", strings.Fields(args)...)
		assert.Zero(t, code, args)
		assert.NotEmpty(t, out, args)
		assert.Empty(t, errs, args)
	}
	code, out, errs := m.run(t, "", "site", "list", "--limit", "1")
	require.Zero(t, code, errs)
	assert.NotEmpty(t, out)
	assert.Regexp(t, "^datto: warning: tokens and blocks are not kept for the next run: .*; set DATTO_CONFIG_DIR to .*\n$", errs)

	m.hosts = nil
	for _, args := range []string{"config set output json", "auth login --platform merlot --key K --secret-stdin"} {
		code, _, errs = m.run(t, "SECRET", strings.Fields(args)...)
		assert.Equal(t, 1, code, args)
		assert.Contains(t, errs, "\nnext: set DATTO_CONFIG_DIR to ", args)
	}
	assert.Empty(t, m.hosts, "no key was sent")
}

func TestARefusedWriteNamesWhatRefusesIt(t *testing.T) {
	t.Parallel()
	write := []string{"site", "create", "New", "--yes"}
	for name, test := range map[string]struct {
		config string
		env    string
		flags  []string
		next   string
	}{
		"the flag":        {flags: []string{"--read-only"}, next: "leave out --read-only"},
		"the variable":    {env: "1", next: "unset DATTO_READ_ONLY"},
		"the config file": {config: "settings: {read_only: true}", next: "run datto config unset read_only"},
		"two of them":     {config: "settings: {read_only: true}", env: "1", next: "unset DATTO_READ_ONLY, and run datto config unset read_only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.env["DATTO_READ_ONLY"] = test.env
			if test.config != "" {
				require.NoError(t, os.MkdirAll(m.config(), 0o700))
				require.NoError(t, os.WriteFile(m.config("config.yaml"), []byte(test.config), 0o600))
			}
			code, _, errs := m.run(t, "", append(test.flags, write...)...)
			require.Equal(t, 1, code, errs)
			assert.Equal(t, "datto: this is a write, and writes are refused here\nnext: to allow writes: "+test.next+"\n", errs)
		})
	}
}

func TestABrokenConfigFileStopsNoSimulation(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	require.NoError(t, os.MkdirAll(m.config(), 0o700))
	require.NoError(t, os.WriteFile(m.config("config.yaml"), []byte("settings: ["), 0o600))
	for _, args := range []string{"--demo site list", "platform list"} {
		code, out, errs := m.run(t, "", strings.Fields(args)...)
		assert.Zero(t, code, args)
		assert.NotEmpty(t, out, args)
		assert.Regexp(t, `^datto: warning: settings are ignored: .*config\.yaml: .*\n$`, errs, args)
	}
	for _, args := range []string{"site list", "--demo config list"} {
		code, _, errs := m.run(t, "", strings.Fields(args)...)
		assert.Equal(t, 1, code, args)
		assert.Contains(t, errs, "\nnext: correct the file, or move it away", args)
	}
	assert.Empty(t, m.hosts)
}
