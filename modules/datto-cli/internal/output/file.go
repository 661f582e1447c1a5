package output

import (
	"fmt"
	"os"
	"path/filepath"
)

// file is written beside its place and put there when it is whole, so that
// nobody finds half a list under the name that was asked for. Only its owner can
// read it: fleet data holds recovery keys and passwords.
type file struct {
	*os.File

	path string
}

func createFile(path string) (*file, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return nil, fmt.Errorf("cannot write %s: %w", path, err)
	}
	return &file{File: f, path: path}, nil
}

func (f *file) commit() error {
	if err := f.Close(); err != nil {
		f.discard()
		return fmt.Errorf("cannot write %s: %w", f.path, err)
	}
	if err := os.Rename(f.Name(), f.path); err != nil {
		f.discard()
		return fmt.Errorf("cannot write %s: %w", f.path, err)
	}
	return nil
}

// discard leaves nothing behind. It may be called more than once.
func (f *file) discard() {
	_ = f.Close()
	_ = os.Remove(f.Name())
}
