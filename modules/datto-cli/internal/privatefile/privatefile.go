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
	"strings"
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
	return "run: " + e.Fix + "; if others may have read it, then log in again with a new key"
}

// AccessError says that the system does not let this user have a file.
type AccessError struct {
	// Path is the file.
	Path string
	// Writing is true when it was to be written.
	Writing bool
	// Err is the system's reason.
	Err error
}

// Error states the reason.
func (e *AccessError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *AccessError) Unwrap() error { return e.Err }

// NextStep says how to get at it.
func (e *AccessError) NextStep() string {
	if path, ok := errors.AsType[*fs.PathError](e.Err); ok && e.Writing && path.Op == "write" {
		return "make room in " + filepath.Dir(e.Path) + ", or set DATTO_CONFIG_DIR to another directory"
	}
	if e.Writing {
		return "make " + filepath.Dir(e.Path) + " a directory that you can write to, or set DATTO_CONFIG_DIR to another one"
	}
	return "make " + e.Path + " a file that you can read, or move it away"
}

// accessError is err, as an [*AccessError] when it is the system's. That there is
// no file to read stays what it is.
func (f File) accessError(err error, writing bool) error {
	_, access := errors.AsType[*AccessError](err)
	_, path := errors.AsType[*fs.PathError](err)
	_, link := errors.AsType[*os.LinkError](err)
	if access || !path && !link || !writing && errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return &AccessError{Path: f.Path, Writing: writing, Err: err}
}

// File is a file that this program keeps. Its methods can be called by several
// processes at once.
type File struct {
	// Path is where it is.
	Path string
	// Lax takes what others can read as it is, for content that is no secret.
	// What is written is private all the same.
	Lax bool
	// Mend makes the file's directory private again when it is this user's and lets
	// others in. It is for directories that hold nothing but the file.
	Mend bool
}

// Read returns the file's content. The error is an [*ExposedError] when the file
// or its directory is not private, an [*AccessError] when it cannot be read, and
// matches [fs.ErrNotExist] when there is no file.
func (f File) Read() ([]byte, error) {
	data, err := f.read()
	return data, f.accessError(err, false)
}

func (f File) read() ([]byte, error) {
	opened, err := open(f.Path)
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
		return nil, &fs.PathError{Op: "read", Path: f.Path, Err: errTooLarge}
	}
	return data, nil
}

// Check returns the [*ExposedError] of the file or of its directory, whether or
// not the file is lax, and nil when both are private or there is no file.
func (f File) Check() error {
	opened, err := open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return f.accessError(err, false)
	}
	defer func() { _ = opened.Close() }() // It was only looked at.
	return File{Path: f.Path}.checkOpen(opened)
}

func (f File) checkOpen(opened *os.File) error {
	info, err := opened.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "open", Path: f.Path, Err: errNotPlain}
	}
	if f.Lax {
		return nil
	}
	if err := f.checkDir(); err != nil {
		return err
	}
	return checkFile(opened)
}

func (f File) checkDir() error {
	dir := filepath.Dir(f.Path)
	err := checkDir(dir)
	if _, exposed := errors.AsType[*ExposedError](err); exposed && f.Mend && mendDir(dir) == nil {
		return checkDir(dir)
	}
	return err
}

// Write puts data in place, whole or not at all. The directory is made if there
// is none; one that is not private is refused with an [*ExposedError]. A file that
// was exposed is replaced by a private one.
func (f File) Write(data []byte) error { return f.accessError(f.write(data), true) }

// CanWrite returns the error that Write would return now, as far as that can be
// known without changing the file.
func (f File) CanWrite() error {
	if err := f.makeDir(); err != nil {
		return err
	}
	temp := temporary(f.target())
	file, err := create(temp)
	if err != nil {
		return f.accessError(err, true)
	}
	err = errors.Join(file.Close(), os.Remove(temp))
	if errors.Is(err, fs.ErrNotExist) {
		// Another process has swept it away.
		return nil
	}
	return f.accessError(err, true)
}

const temporarySuffix = ".tmp"

// temporary is a name for what is to become the file at path.
func temporary(path string) string { return path + "." + rand.Text() + temporarySuffix }

// sweep removes what a process that was killed has left behind: it may hold all that
// the file does. The caller holds the lock, so that nobody is writing.
func (f File) sweep() {
	dir, name := filepath.Split(f.Path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // The next run sees it again.
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), name+".") && strings.HasSuffix(entry.Name(), temporarySuffix) {
			_ = os.Remove(filepath.Join(dir, entry.Name())) // So it does here.
		}
	}
}

// target is where the file is in truth. A link stays a link: people keep their
// settings elsewhere that way. Where a secret's link points to is not known to be
// private.
func (f File) target() string {
	if f.Lax {
		if target, err := filepath.EvalSymlinks(f.Path); err == nil {
			return target
		}
	}
	return f.Path
}

func (f File) write(data []byte) (err error) {
	if err := f.makeDir(); err != nil {
		return err
	}
	path := f.target()
	temp := temporary(path)
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
	return Replace(temp, path)
}

// makeDir makes the directory, private, and checks it when it is there already.
func (f File) makeDir() error {
	dir := filepath.Dir(f.Path)
	if err := makeParents(dir); err != nil {
		return f.accessError(err, true)
	}
	if f.Lax {
		return nil
	}
	return f.accessError(f.checkDir(), true)
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

var (
	errNotPlain = errors.New("it is not a plain file")
	errTooLarge = errors.New("it is too large to be a file of this program")
)

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
		return nil, f.accessError(fmt.Errorf("%s cannot be changed: %w", f.Path, err), true)
	}
	f.sweep()
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
		if err := remove(f.Path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return f.Write(data)
}
