package credential

import (
	"context"
	"errors"
	"fmt"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

// Kept says where credentials were put.
type Kept struct {
	// Store is the name of the store.
	Store string
	// Refused is why the keyring was not used though it should have been. It is
	// nil when it was, or was not wanted.
	Refused error
	// Activated is true when the profile became the active one, because there was
	// none.
	Activated bool
	// Leftover is why the profile's former credentials are still in another
	// store. It is nil when they are not.
	Leftover error
}

// CanKeep returns the error that Keep would return now, as far as that can be
// known without keeping anything. The keyring is not asked: it may want a password.
func (s *Source) CanKeep(settings privatefile.File, insecure bool) error {
	if err := settings.CanWrite(); err != nil {
		return err
	}
	if file, ok := s.Stores.File.(*PrivateFile); ok && insecure {
		return file.CanSet()
	}
	return nil
}

// Keep stores verified credentials as a profile's, in place of any others that it
// has. The keyring is used unless insecure says otherwise or it cannot be; then
// it is the file.
func (s *Source) Keep(
	ctx context.Context, settings privatefile.File, profile string, v *Verified, insecure bool,
) (*Kept, error) {
	kept := &Kept{Store: KeyringStore}
	record := Record{BaseURL: v.Address.BaseURL, Credentials: v.Credentials}
	former, stored := "", false
	forgetFormer := func() {}
	// The settings are changed around storing, so that nothing is stored when they
	// cannot be.
	err := config.Update(ctx, settings, func(file *config.File) error {
		if p := file.Profiles[profile]; p != nil {
			former = p.Store
			forgetFormer = s.tokenOf(ctx, profile, former, record)
		}
		if insecure {
			kept.Store = FileStore
		} else if err := s.Stores.Keyring.Set(ctx, profile, record); err != nil {
			if _, unusable := errors.AsType[*KeyringError](err); !unusable {
				return err
			}
			kept.Store, kept.Refused = FileStore, err
		}
		if kept.Store == FileStore {
			if err := s.Stores.File.Set(ctx, profile, record); err != nil {
				return err
			}
		}
		stored = true
		p := file.Profiles[profile]
		if p == nil {
			p = &config.Profile{}
			file.Profiles[profile] = p
		}
		p.Address, p.Store = v.Address, kept.Store
		if file.Active == "" {
			file.Active, kept.Activated = profile, true
		}
		return nil
	})
	if err != nil {
		if stored && former != kept.Store {
			// No profile refers to them, so that no logout would find them.
			_ = s.delete(context.WithoutCancel(ctx), profile, kept.Store)
		}
		return nil, err
	}
	forgetFormer()
	if former != "" && former != kept.Store {
		kept.Leftover = s.delete(ctx, profile, former)
	}
	// The token is worth one request.
	_ = s.Tokens.For(record.BaseURL, record.Credentials).Save(ctx, v.token.key, v.token.token)
	return kept, nil
}

// tokenOf returns what forgets the token of the credentials that a profile has
// now, unless they are the same as those that it gets. What cannot be read or
// forgotten expires by itself.
func (s *Source) tokenOf(ctx context.Context, profile, from string, next Record) (forget func()) {
	store := s.Stores.Named(from)
	if store == nil {
		return func() {}
	}
	record, err := store.Get(ctx, profile)
	if err != nil || record == next {
		return func() {}
	}
	return func() { _ = s.Tokens.For(record.BaseURL, record.Credentials).Forget(ctx) }
}

// Forget deletes a profile's credentials and its token. The profile stays, with
// its address and settings. It reports whether there were any.
func (s *Source) Forget(ctx context.Context, settings privatefile.File, profile string) (bool, error) {
	file, err := s.Config()
	if err != nil {
		return false, err
	}
	p := file.Profiles[profile]
	if p == nil || p.Store == "" {
		return false, nil
	}
	var leftover error
	if store := s.Stores.Named(p.Store); store != nil {
		record, err := store.Get(ctx, profile)
		switch {
		case errors.Is(err, context.Canceled):
			return false, err
		case err == nil:
			leftover = s.Tokens.For(record.BaseURL, record.Credentials).Forget(ctx)
		}
		// What cannot be read has no token that could be found.
	}
	if err := s.delete(ctx, profile, p.Store); err != nil {
		if errors.Is(err, context.Canceled) {
			return false, err
		}
		return false, &DeleteError{Profile: profile, Err: err}
	}
	err = config.Update(ctx, settings, func(file *config.File) error {
		if p := file.Profiles[profile]; p != nil {
			p.Store = ""
		}
		return nil
	})
	if err == nil && leftover != nil {
		err = fmt.Errorf("the credentials of profile %s were deleted, but not its token, which is good until it expires: %w", profile, leftover)
	}
	return true, err
}

// DeleteError says that a profile's credentials are still in their store.
type DeleteError struct {
	// Profile is whose credentials they are.
	Profile string
	// Err is why.
	Err error
}

// Error states the profile and the reason.
func (e *DeleteError) Error() string {
	return "the credentials of profile " + e.Profile + " were not deleted: " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *DeleteError) Unwrap() error { return e.Err }

// NextStep says what to do.
func (e *DeleteError) NextStep() string {
	if step, ok := errors.AsType[interface {
		error
		NextStep() string
	}](e.Err); ok {
		return step.NextStep()
	}
	return "unlock or start the keyring, then run this again; where there is none any more, take the profile out of the config file" +
		" (a new key in the portal makes the old one useless at once)"
}

// delete removes a profile's credentials from one store. That they are gone
// already is no failure.
func (s *Source) delete(ctx context.Context, profile, from string) error {
	store := s.Stores.Named(from)
	if store == nil {
		return fmt.Errorf("profile %s keeps its credentials in %q, which this version does not know", profile, from)
	}
	if err := store.Delete(ctx, profile); err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}
