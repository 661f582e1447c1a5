//go:build !windows

package privatefile

import (
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

const (
	filePermissions = 0o600
	dirPermissions  = 0o700
	others          = 0o077
)

func makePrivateDir(dir string) error { return os.Mkdir(dir, dirPermissions) }

// open opens a file to read. A pipe must not keep it waiting for somebody to write.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) //nolint:gosec // The path is the user's own.
}

func create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, filePermissions) //nolint:gosec // The path is the user's own.
}

// Replace renames from to to, which may be there.
func Replace(from, to string) error { return os.Rename(from, to) }

func remove(path string) error { return os.Remove(path) }

func checkDir(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
	}
	return checkInfo(dir, info, dirPermissions)
}

// mendDir makes a directory of this user's private.
func mendDir(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != os.Geteuid() {
		return fs.ErrPermission
	}
	return os.Chmod(dir, dirPermissions)
}

func checkFile(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return checkInfo(f.Name(), info, filePermissions)
}

func checkInfo(path string, info fs.FileInfo, want fs.FileMode) error {
	if mode := info.Mode().Perm(); mode&others != 0 {
		return &ExposedError{
			Path:   path,
			Reason: fmt.Sprintf("its mode is %04o, which lets others in; %04o is needed", mode, want),
			Fix:    fmt.Sprintf("chmod %04o %s", want, strconv.Quote(path)),
		}
	}
	// Root can read everything anyway, and meets the files of others under sudo.
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() != 0 && int(stat.Uid) != os.Geteuid() {
		return &ExposedError{
			Path:   path,
			Reason: fmt.Sprintf("it belongs to another user (%d)", stat.Uid),
			Fix:    fmt.Sprintf("chown %d %s", os.Geteuid(), strconv.Quote(path)),
		}
	}
	return nil
}
