package credential

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/zalando/go-keyring"
)

// Service is what the program is called in the keyring. The account's name there
// is the profile's, see also [Within].
const Service = "datto-rmm"

// keyringWait bounds one call of the keyring. On a machine without a desktop it
// can wait for ever, for a prompt that nobody sees.
const keyringWait = 3 * time.Second

// ErrKeyringTimeout is the cause when the keyring does not answer in time.
var ErrKeyringTimeout = errors.New("it did not answer within 3 seconds")

// KeyringError says that the keyring cannot be used.
type KeyringError struct {
	// Err is the system's reason. It holds no secret.
	Err error
}

// Error states the reason.
func (e *KeyringError) Error() string { return "the keyring cannot be used: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *KeyringError) Unwrap() error { return e.Err }

// Keyring keeps credentials in the system's own keyring: Credential Manager on
// Windows, the login keychain on macOS, the Secret Service on Linux.
type Keyring struct {
	get    func(service, user string) (string, error)
	set    func(service, user, secret string) error
	delete func(service, user string) error
	// reach returns why the keyring cannot be asked. It may be nil.
	reach func() error
	// silent is true once a call was not answered in time. No further one would be.
	silent atomic.Bool
}

// NewKeyring returns the keyring of the package keyring, which can be its mock.
// Nothing is asked of it yet.
func NewKeyring() *Keyring {
	return &Keyring{get: keyring.Get, set: keyring.Set, delete: keyring.Delete}
}

// NewSystemKeyring returns the system's keyring, and asks only one that is there:
// nothing is started for it that outlives the program. Nothing is asked of it yet.
func NewSystemKeyring() *Keyring {
	k := NewKeyring()
	k.reach = reachSystem
	return k
}

// Name returns KeyringStore.
func (*Keyring) Name() string { return KeyringStore }

// Get returns the profile's credentials.
func (k *Keyring) Get(ctx context.Context, profile string) (Record, error) {
	text, err := k.inTime(ctx, func() (string, error) { return k.get(Service, profile) })
	if err != nil {
		return Record{}, keyringError(err)
	}
	record, err := decodeRecord([]byte(text))
	if err != nil {
		return Record{}, &KeyringError{Err: err}
	}
	return record, nil
}

// Set keeps the credentials.
func (k *Keyring) Set(ctx context.Context, profile string, record Record) error {
	text, err := json.Marshal(record.form()) //nolint:gosec // The keyring is where the secret belongs.
	if err != nil {
		return err
	}
	_, err = k.inTime(ctx, func() (string, error) { return "", k.set(Service, profile, string(text)) })
	return keyringError(without(err, string(text), record.Credentials.APISecret, record.Credentials.APIKey))
}

// Delete forgets the profile's credentials.
func (k *Keyring) Delete(ctx context.Context, profile string) error {
	_, err := k.inTime(ctx, func() (string, error) { return "", k.delete(Service, profile) })
	return keyringError(err)
}

// inTime runs a call that knows no context. When it does not come back it is left
// behind: the program goes on without the keyring, and ends soon.
func (k *Keyring) inTime(ctx context.Context, call func() (string, error)) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if k.silent.Load() {
		return "", ErrKeyringTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, keyringWait, ErrKeyringTimeout)
	defer cancel()
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		if k.reach != nil {
			if err := k.reach(); err != nil {
				done <- answer{"", err}
				return
			}
		}
		text, err := call()
		done <- answer{text, err}
	}()
	select {
	case a := <-done:
		return a.text, a.err
	case <-ctx.Done():
		err := context.Cause(ctx)
		k.silent.Store(errors.Is(err, ErrKeyringTimeout))
		return "", err
	}
}

func keyringError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, context.Canceled):
		return err
	}
	return &KeyringError{Err: err}
}

// without takes secrets out of an error's text, should a keyring repeat what it
// was given.
func without(err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	if text == err.Error() {
		return err
	}
	return fmt.Errorf("%s", text)
}
