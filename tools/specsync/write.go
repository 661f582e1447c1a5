package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile puts data in the place of a file in one step: a reader sees the old file or the new one, and an error leaves the old one.
func replaceFile(path string, data []byte) (err error) {
	aside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(aside.Name())))
		}
	}()
	_, err = aside.Write(data)
	if err == nil {
		// CreateTemp makes files for the owner alone; this one is part of a source tree.
		err = aside.Chmod(modeOf(path))
	}
	if err == nil {
		err = aside.Sync()
	}
	// Windows does not rename a file that is open.
	if closing := aside.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(aside.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func modeOf(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
