package credential

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

const (
	merlot = "https://merlot-api.centrastage.net/api"
	syrah  = "https://syrah-api.centrastage.net/api"
)

func fakeRecord(name string) Record {
	return Record{BaseURL: merlot, Credentials: datto.Credentials{APIKey: "KEY-CANARY-" + name, APISecret: "SECRET-CANARY-" + name}}
}

func newStores(t *testing.T) Stores {
	t.Helper()
	keyring.MockInit()
	return Stores{Keyring: NewKeyring(), File: newPrivateFile(t)}
}

func newPrivateFile(t *testing.T) *PrivateFile {
	t.Helper()
	return NewPrivateFile(privatefile.File{Path: filepath.Join(t.TempDir(), "credentials", "profiles.json")})
}

func TestEveryStoreKeepsASetWhole(t *testing.T) {
	stores := newStores(t)
	for _, store := range []Store{stores.Keyring, stores.File} {
		t.Run(store.Name(), func(t *testing.T) {
			assert.Equal(t, store, stores.Named(store.Name()))
			_, err := store.Get(t.Context(), "acme")
			require.ErrorIs(t, err, ErrNotFound)
			require.ErrorIs(t, store.Delete(t.Context(), "acme"), ErrNotFound)

			acme, other := fakeRecord("acme"), fakeRecord("other")
			require.NoError(t, store.Set(t.Context(), "acme", fakeRecord("old")))
			require.NoError(t, store.Set(t.Context(), "acme", acme))
			require.NoError(t, store.Set(t.Context(), "other", other))
			got, err := store.Get(t.Context(), "acme")
			require.NoError(t, err)
			assert.Equal(t, acme, got)

			require.NoError(t, store.Delete(t.Context(), "acme"))
			_, err = store.Get(t.Context(), "acme")
			require.ErrorIs(t, err, ErrNotFound)
			got, err = store.Get(t.Context(), "other")
			require.NoError(t, err)
			assert.Equal(t, other, got)
		})
	}
	assert.Nil(t, stores.Named("vault"))
}

func TestARecordDoesNotPrint(t *testing.T) {
	record := fakeRecord("acme")
	var texts []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, record), fmt.Sprintf(verb, &record), fmt.Sprintf(verb, Found{Record: record}))
	}
	encoded, err := json.Marshal(record)
	require.NoError(t, err)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "record", record)
	for _, text := range append(texts, string(encoded), log.String()) {
		assert.NotContains(t, text, "CANARY")
		assert.NotContains(t, text, fmt.Sprintf("%x", "CANARY"))
	}
}

func TestTheFileIsRemovedWithTheLastProfile(t *testing.T) {
	store := newPrivateFile(t)
	require.NoError(t, store.Set(t.Context(), "acme", fakeRecord("acme")))
	require.FileExists(t, store.Path())
	require.NoError(t, store.Delete(t.Context(), "acme"))
	require.NoFileExists(t, store.Path())
}

func TestABrokenFileOfCredentialsIsNotOverwritten(t *testing.T) {
	store := newPrivateFile(t)
	require.NoError(t, store.file.Write([]byte(`{"profiles": {"acme": {"api_secret": "SECRET-CANARY`)))
	_, err := store.Get(t.Context(), "acme")
	require.ErrorContains(t, err, store.Path())
	assert.NotContains(t, err.Error(), "CANARY")
	require.Error(t, store.Set(t.Context(), "acme", fakeRecord("acme")))
	data, err := os.ReadFile(store.Path())
	require.NoError(t, err)
	assert.Contains(t, string(data), "SECRET-CANARY")
}

func TestHalfARecordIsNotUsed(t *testing.T) {
	for _, text := range []string{
		`{}`, `not JSON SECRET-CANARY`,
		`{"base_url":"` + merlot + `","api_key":"KEY-CANARY"}`,
		`{"api_key":"KEY-CANARY","api_secret":"SECRET-CANARY"}`,
		`{"base_url":"http://example.com","api_key":"KEY-CANARY","api_secret":"SECRET-CANARY"}`,
	} {
		keyring.MockInit()
		require.NoError(t, keyring.Set(Service, "acme", text))
		_, err := NewKeyring().Get(t.Context(), "acme")
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "CANARY")
	}
}

func TestAKeyringThatDoesNotAnswerIsLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan struct{})
		defer close(stuck)
		ring := &Keyring{
			get:    func(string, string) (string, error) { <-stuck; return "", nil },
			set:    func(string, string, string) error { <-stuck; return nil },
			delete: func(string, string) error { <-stuck; return nil },
		}
		for name, call := range map[string]func(context.Context) error{
			"get":    func(ctx context.Context) error { _, err := ring.Get(ctx, "acme"); return err },
			"set":    func(ctx context.Context) error { return ring.Set(ctx, "acme", fakeRecord("acme")) },
			"delete": func(ctx context.Context) error { return ring.Delete(ctx, "acme") },
		} {
			ring.silent.Store(false)
			start := time.Now()
			err := call(t.Context())
			var broken *KeyringError
			require.ErrorAs(t, err, &broken, name)
			require.ErrorIs(t, err, ErrKeyringTimeout, name)
			assert.Equal(t, 3*time.Second, time.Since(start), name)
			require.ErrorIs(t, call(t.Context()), ErrKeyringTimeout, name)
			assert.Equal(t, 3*time.Second, time.Since(start), "it is waited for once")

			ring.silent.Store(false)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			assert.ErrorIs(t, call(ctx), context.Canceled, name)
		}
	})
}

func TestAKeyringThatRepeatsASecretInItsErrorIsSilenced(t *testing.T) {
	record := fakeRecord("acme")
	ring := &Keyring{set: func(_, _, secret string) error { return errors.New("cannot store " + secret + " now") }}
	err := ring.Set(t.Context(), "acme", record)
	require.ErrorContains(t, err, "cannot store [redacted] now")
	assert.NotContains(t, err.Error(), "CANARY")
}
