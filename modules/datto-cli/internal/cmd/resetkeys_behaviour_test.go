package cmd_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

// resetting does something when the keys are to be reset, before the server does.
func (w *world) resetting(ctx context.Context, then func()) int {
	f := w.factory()
	f.Transport = gate{w.sim.Transport(), func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/resetApiKeys") {
			then()
		}
	}}
	return cmd.Run(ctx, f, []string{"user", "reset-keys", "--yes"})
}

const newPair = `"apiAccessKey":"[^"]+","apiSecretKey":"[^"]+"`

func TestAnInterruptLosesNoNewKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, interrupt := context.WithCancel(t.Context())
	require.Zero(t, w.resetting(ctx, interrupt), w.err.String())
	files, err := filepath.Glob(filepath.Join(w.env["DATTO_CONFIG_DIR"], "credentials", "new-key-*.json"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	content, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.Regexp(t, newPair, string(content))
	require.NotRegexp(t, newPair, w.err.String())
	require.Contains(t, w.err.String(), "datto: waiting for the answer, which holds the new key")
}

func TestANewKeyThatNobodyCanKeepIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := filepath.Join(w.env["DATTO_CONFIG_DIR"], "credentials")
	require.Equal(t, exitcode.Failed, w.resetting(t.Context(), func() {
		require.NoError(t, os.RemoveAll(dir))
		require.NoError(t, os.WriteFile(dir, nil, 0o600))
	}))
	require.Regexp(t, `(?s)^datto: the new key could not be written: .*\n\{`+newPair+`.*\}\ndatto: the key was replaced, but it could not be kept: .*\nnext: the new pair is printed above`, w.err.String())
}

func TestANewKeyWhoseAnswerIsLostLeavesNoFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sim.AddFault(simulator.Fault{Kind: simulator.FaultResetAfter, Operation: "POST /v2/user/resetApiKeys"})
	require.Equal(t, exitcode.Uncertain, w.run(t.Context(), "user", "reset-keys", "--yes"))
	require.Contains(t, w.err.String(), "next: try the pair with datto auth login")
	files, err := os.ReadDir(filepath.Join(w.env["DATTO_CONFIG_DIR"], "credentials"))
	require.NoError(t, err)
	require.Empty(t, files)
}

// oneKey is a keyring for one profile.
type oneKey struct{ record credential.Record }

func (*oneKey) Name() string { return credential.KeyringStore }

func (k *oneKey) Get(context.Context, string) (credential.Record, error) {
	if k.record.Credentials.APIKey == "" {
		return credential.Record{}, credential.ErrNotFound
	}
	return k.record, nil
}

func (k *oneKey) Set(_ context.Context, _ string, record credential.Record) error {
	k.record = record
	return nil
}

func (k *oneKey) Delete(context.Context, string) error {
	k.record = credential.Record{}
	return nil
}

func TestANewKeyThatTheKeyringHasIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	keyring := &oneKey{}
	run := func(hold func(*http.Request), in string, args ...string) int {
		f := w.factory()
		f.Streams.In = strings.NewReader(in)
		f.Transport, f.Keyring = gate{w.sim.Transport(), hold}, keyring
		return cmd.Run(t.Context(), f, args)
	}
	key, secret := w.sim.Credentials()
	for _, name := range []string{"DATTO_API_KEY", "DATTO_API_SECRET", "DATTO_PLATFORM", "DATTO_KEYRING"} {
		delete(w.env, name)
	}
	require.Zero(t, run(func(*http.Request) {}, secret, "auth", "login", "--profile", "acme", "--platform", "merlot", "--key", key, "--secret-stdin"), w.err.String())
	require.Equal(t, key, keyring.record.Credentials.APIKey)

	dir := filepath.Join(w.env["DATTO_CONFIG_DIR"], "credentials")
	w.err.Reset()
	code := run(func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/resetApiKeys") {
			require.NoError(t, os.RemoveAll(dir))
			require.NoError(t, os.WriteFile(dir, nil, 0o600))
		}
	}, "", "user", "reset-keys", "--yes")
	require.NotEqual(t, key, keyring.record.Credentials.APIKey, "the new key is where the old one was")
	require.Zero(t, code, w.err.String())
	require.NotRegexp(t, newPair, w.err.String())
}
