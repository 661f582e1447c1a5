package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

// FileError says that the file of --out cannot be written.
type FileError struct {
	// Path is what was asked for.
	Path string
	// Err is the reason.
	Err error
}

// Error states the path and the reason.
func (e *FileError) Error() string { return "cannot write " + e.Path + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *FileError) Unwrap() error { return e.Err }

// NextStep says what to do.
func (e *FileError) NextStep() string { return "fix that, or name another file with --out" }

// file is written beside its place and put there when it is whole, so that
// nobody finds half a list under the name that was asked for. A new one can be read
// by its owner only: fleet data holds recovery keys and passwords.
type file struct {
	// path is what was asked for, target what that links to.
	path, target string
	// mode is that of the file which was there before. It is zero when there was none.
	mode fs.FileMode
	// direct is set for what cannot be replaced, such as a device or a pipe: it is
	// written to at once.
	direct bool
	placed bool
	opened *os.File
}

func createFile(path string) (*file, error) {
	f := &file{path: path, target: path}
	if err := f.create(); err != nil {
		return nil, f.fail(err)
	}
	return f, nil
}

func (f *file) create() error {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// Windows would find out when all is done that it cannot have a file of that
		// name, or make it a part of another one: "a:b.csv", "con.csv".
		if !filepath.IsLocal(filepath.Base(f.path)) {
			return errors.New("a file cannot have that name")
		}
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("it is a directory")
	case !info.Mode().IsRegular():
		f.direct = true
		f.opened, err = os.OpenFile(f.path, os.O_WRONLY, 0)
		return err
	default:
		f.mode = info.Mode().Perm()
		if err := writable(f.path); err != nil {
			return err
		}
	}
	if f.target, err = follow(f.path); err != nil {
		return err
	}
	folder := filepath.Dir(f.target)
	if info, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return fmt.Errorf("there is no directory %s", folder)
	}
	f.opened, err = os.CreateTemp(folder, "."+filepath.Base(f.target)+".*.part")
	return err
}

// writable reports what speaks against writing to a file that is there.
func writable(path string) error {
	opened, err := os.OpenFile(path, os.O_WRONLY, 0) //nolint:gosec // The file that the user names.
	if err != nil {
		return err
	}
	return opened.Close()
}

// mostLinks is how many links are followed: more than that may be a ring.
const mostLinks = 40

// follow returns what a chain of links ends at, so that a link stays one.
func follow(path string) (string, error) {
	for range mostLinks {
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return path, nil //nolint:nilerr // A file that is not there is about to be made.
		}
		link, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(link) {
			folder, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", err
			}
			link = filepath.Join(folder, link)
		}
		path = link
	}
	return "", errors.New("too many links")
}

// fail states the reason of an error without the names that this program made up.
func (f *file) fail(err error) error {
	if err == nil {
		return nil
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	} else if link, ok := errors.AsType[*os.LinkError](err); ok {
		err = link.Err
	}
	return &FileError{Path: f.path, Err: err}
}

// Write writes to where the output waits until it is whole.
func (f *file) Write(p []byte) (int, error) {
	n, err := f.opened.Write(p)
	return n, f.fail(err)
}

// terminal reports whether people see what is written.
func (f *file) terminal() bool { return f.direct && term.IsTerminal(int(f.opened.Fd())) }

// WriteFile puts a text into a file, whole or not at all.
func WriteFile(path, text string) error {
	f, err := createFile(path)
	if err != nil {
		return err
	}
	if _, err := f.Write([]byte(text)); err != nil {
		f.discard()
		return err
	}
	return f.commit()
}

// commit puts the file in place.
func (f *file) commit() error {
	if f.direct {
		return f.fail(f.opened.Close())
	}
	if f.mode != 0 {
		if err := f.opened.Chmod(f.mode); err != nil {
			f.discard()
			return f.fail(err)
		}
	}
	err := f.opened.Close()
	if err == nil {
		err = privatefile.Replace(f.opened.Name(), f.target)
	}
	if err != nil {
		f.discard()
		return f.fail(err)
	}
	f.placed = true
	return nil
}

// discard leaves nothing behind. It may be called more than once.
func (f *file) discard() {
	_ = f.opened.Close()
	if !f.direct {
		_ = os.Remove(f.opened.Name())
	}
}

// kept says what has become of the file. It is empty when it was written to.
func (f *file) kept() string {
	switch {
	case f.direct, f.placed:
		return ""
	case f.mode != 0:
		return f.path + " was left as it was"
	}
	return "nothing was written to " + f.path
}
