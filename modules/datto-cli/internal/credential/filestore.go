package credential

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

// PrivateFile keeps credentials in a file that only this user can read. It is for
// systems without a keyring: a copy of the disk, or a backup, holds the secrets
// in clear.
type PrivateFile struct {
	file privatefile.File
}

// NewPrivateFile returns the store in file. It is made when there is something to
// keep.
func NewPrivateFile(file privatefile.File) *PrivateFile { return &PrivateFile{file: file} }

// fileForm is the file as it is written.
type fileForm struct {
	Profiles map[string]recordForm `json:"profiles"`
}

// BrokenFileError says that the file of credentials makes no sense.
type BrokenFileError struct {
	// Path is where it is.
	Path string
}

// Error states the path.
func (e *BrokenFileError) Error() string { return e.Path + ": it is not what this program wrote" }

// NextStep says how to go on without it.
func (e *BrokenFileError) NextStep() string {
	return "move " + e.Path + " away, then log in again with datto auth login"
}

// CanSet returns the error that Set would return now, as far as that can be known
// without changing anything.
func (s *PrivateFile) CanSet() error {
	data, err := s.file.Read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := s.decode(data); err != nil {
		return err
	}
	return s.file.CanWrite()
}

// Name returns FileStore.
func (*PrivateFile) Name() string { return FileStore }

// Path is where the credentials are kept.
func (s *PrivateFile) Path() string { return s.file.Path }

// Get returns the profile's credentials. The error is a
// [*privatefile.ExposedError] when others can read the file.
func (s *PrivateFile) Get(_ context.Context, profile string) (Record, error) {
	data, err := s.file.Read()
	if errors.Is(err, fs.ErrNotExist) {
		return Record{}, ErrNotFound
	}
	if err != nil {
		return Record{}, err
	}
	form, err := s.decode(data)
	if err != nil {
		return Record{}, err
	}
	stored, ok := form.Profiles[profile]
	if !ok {
		return Record{}, ErrNotFound
	}
	record, err := stored.record()
	if err != nil {
		return Record{}, fmt.Errorf("%s: profile %s: %w", s.file.Path, profile, err)
	}
	return record, nil
}

// Set keeps the credentials.
func (s *PrivateFile) Set(ctx context.Context, profile string, record Record) error {
	return s.update(ctx, func(form *fileForm) error {
		form.Profiles[profile] = record.form()
		return nil
	})
}

// Delete forgets the profile's credentials, and removes the file when they were
// the last.
func (s *PrivateFile) Delete(ctx context.Context, profile string) error {
	if _, err := s.file.Read(); errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return s.update(ctx, func(form *fileForm) error {
		if _, ok := form.Profiles[profile]; !ok {
			return ErrNotFound
		}
		delete(form.Profiles, profile)
		return nil
	})
}

func (s *PrivateFile) update(ctx context.Context, change func(*fileForm) error) error {
	return s.file.Update(ctx, func(old []byte) ([]byte, error) {
		form, err := s.decode(old)
		if err != nil {
			return nil, err
		}
		if err := change(form); err != nil {
			return nil, err
		}
		if len(form.Profiles) == 0 {
			return nil, nil
		}
		return json.MarshalIndent(form, "", "  ")
	})
}

// decode reads the file's content. A file that makes no sense is an error and
// not empty: keys in it may be the only copy that there is.
func (s *PrivateFile) decode(data []byte) (*fileForm, error) {
	form := &fileForm{}
	if data != nil && json.Unmarshal(data, form) != nil {
		return nil, &BrokenFileError{Path: s.file.Path}
	}
	if form.Profiles == nil {
		form.Profiles = map[string]recordForm{}
	}
	return form, nil
}
