// Package privatefile keeps files that nobody but this user can read: the
// directory and the file are made private, and what has become readable to
// others is refused.
//
// On Unix private means mode 0700 and 0600 and this user as the owner. On Windows
// it means an access list that is not inherited and names this user alone;
// administrators and the system, who can take any file, may be on it.
package privatefile

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// maxSize bounds what is read: these files hold a few kilobytes.
const maxSize = 4 << 20

// ExposedError says that others can read or replace a file that has to be
// private.
type ExposedError struct {
	// Path is the file or directory.
	Path string
	// Reason says who can do what.
	Reason string
	// Fix is a command that makes it private again.
	Fix string
}

// Error states the path and who can do what.
func (e *ExposedError) Error() string { return e.Path + " is not private: " + e.Reason }

// NextStep says how to make it private again.
func (e *ExposedError) NextStep() string {
	return "if others may have read it, log in again with a new key; then run: " + e.Fix
}

// File is a file that this program keeps. Its methods can be called by several
// processes at once.
type File struct {
	// Path is where it is.
	Path string
	// Lax takes what others can read as it is, for content that is no secret.
	// What is written is private all the same.
	Lax bool
}

// Read returns the file's content. The error is an [*ExposedError] when the file
// or its directory is not private, and matches [fs.ErrNotExist] when there is no
// file.
func (f File) Read() ([]byte, error) {
	opened, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = opened.Close() }() // It was only read.
	// The file that is open is looked at, not the one that bears the name by now.
	if err := f.checkOpen(opened); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(opened, maxSize+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxSize {
		return nil, fmt.Errorf("%s is too large to be a file of this program", f.Path)
	}
	return data, nil
}

// Check returns the [*ExposedError] of the file or of its directory, whether or
// not the file is lax, and nil when both are private or there is no file.
func (f File) Check() error {
	opened, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }() // It was only looked at.
	return File{Path: f.Path}.checkOpen(opened)
}

func (f File) checkOpen(opened *os.File) error {
	if f.Lax {
		return nil
	}
	if err := checkDir(filepath.Dir(f.Path)); err != nil {
		return err
	}
	return checkFile(opened)
}

// Write puts data in place, whole or not at all. The directory is made if there
// is none; one that is not private is refused with an [*ExposedError]. A file that
// was exposed is replaced by a private one.
func (f File) Write(data []byte) (err error) {
	if err := f.makeDir(); err != nil {
		return err
	}
	path := f.Path
	if f.Lax {
		// A link stays a link: people keep their settings elsewhere that way.
		// Where a secret's link points to is not known to be private.
		if target, err := filepath.EvalSymlinks(path); err == nil {
			path = target
		}
	}
	temp := path + "." + rand.Text() + ".tmp"
	file, err := create(temp)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp))
		}
	}()
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return replace(temp, path)
}

// makeDir makes the directory, private, and checks it when it is there already.
func (f File) makeDir() error {
	dir := filepath.Dir(f.Path)
	if err := makeParents(dir); err != nil {
		return err
	}
	if f.Lax {
		return nil
	}
	return checkDir(dir)
}

// makeParents makes a directory and those above it, all private. Those that
// exist are left as they are.
func makeParents(dir string) error {
	err := makePrivateDir(dir)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		if err := makeParents(filepath.Dir(dir)); err != nil {
			return err
		}
		err = makePrivateDir(dir)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

const (
	lockWait  = 5 * time.Second
	lockRetry = 10 * time.Millisecond
)

// Lock makes the caller the only process that changes the file, until release is
// called. It waits for a few seconds at most. Readers need no lock: they see the
// file as it was or as it will be.
func (f File) Lock(ctx context.Context) (release func(), err error) {
	if err := f.makeDir(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, lockWait, errors.New("another process holds its lock"))
	defer cancel()
	lock := flock.New(f.Path+".lock", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, fmt.Errorf("%s cannot be changed: %w", f.Path, err)
	}
	// An unlock that fails leaves nothing to do: the lock ends with the process.
	return func() { _ = lock.Unlock() }, nil
}

// Update changes the file while it holds its lock: change gets the content, nil
// when there is none, and returns the new one, nil to remove the file. What Read
// refuses is returned as it is.
func (f File) Update(ctx context.Context, change func(old []byte) ([]byte, error)) error {
	release, err := f.Lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	old, err := f.Read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data, err := change(old)
	if err != nil {
		return err
	}
	if data == nil {
		if err := os.Remove(f.Path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return f.Write(data)
}
