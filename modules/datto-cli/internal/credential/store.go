package credential

import (
	"context"
	"errors"
)

// ErrNotFound is the error of a store that has nothing for a profile.
var ErrNotFound = errors.New("there are no credentials for it")

// Names of the stores, as the file of settings has them.
const (
	KeyringStore = "keyring"
	FileStore    = "file"
)

// Store is a place that keeps credentials by profile.
type Store interface {
	// Name is KeyringStore or FileStore.
	Name() string
	// Get returns the profile's credentials, or [ErrNotFound].
	Get(ctx context.Context, profile string) (Record, error)
	// Set keeps the credentials in place of any others of the profile.
	Set(ctx context.Context, profile string, record Record) error
	// Delete forgets the profile's credentials, or returns [ErrNotFound].
	Delete(ctx context.Context, profile string) error
}

// Stores are all places that keep credentials.
type Stores struct {
	// Keyring is the system's own.
	Keyring Store
	// File is for systems without one.
	File Store
}

// Named returns the store of that name, nil when there is none.
func (s Stores) Named(name string) Store {
	switch name {
	case KeyringStore:
		return s.Keyring
	case FileStore:
		return s.File
	}
	return nil
}

// Within returns a part of store: the credentials of a directory's profiles. Another
// directory can have profiles of the same names, for other customers.
func Within(directory string, store Store) Store { return within{directory, store} }

type within struct {
	directory string
	store     Store
}

func (w within) name(profile string) string { return profile + "@" + w.directory }

// Name is the name of the whole store.
func (w within) Name() string { return w.store.Name() }

// Get returns the profile's credentials, or [ErrNotFound].
func (w within) Get(ctx context.Context, profile string) (Record, error) {
	return w.store.Get(ctx, w.name(profile))
}

// Set keeps the credentials in place of any others of the profile.
func (w within) Set(ctx context.Context, profile string, record Record) error {
	return w.store.Set(ctx, w.name(profile), record)
}

// Delete forgets the profile's credentials, or returns [ErrNotFound].
func (w within) Delete(ctx context.Context, profile string) error {
	return w.store.Delete(ctx, w.name(profile))
}
