package main

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A cleanGo runs the go command as on a machine that has never seen these modules: an empty module cache, no workspace.
type cleanGo struct {
	dir     string // module cache and GOPATH are in here
	command string // of the release of Go that this program was started with
	environ []string
}

// newCleanGo makes one in dir. Modules come from packed, then from the cache that this machine has, then from the proxies that its user chose.
func newCleanGo(ctx context.Context, dir, packed string, environ []string) (cleanGo, error) {
	c, known, err := emptyGo(ctx, dir, environ)
	if err != nil {
		return c, err
	}
	c.environ = without(c.environ, func(name string) bool {
		switch name {
		case "GOFLAGS", "GOMODCACHE", "GOPATH", "GOWORK", "GOTMPDIR", "GOAUTH":
			return false
		}
		return strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_")
	})
	return c.with(
		"GOENV=off",
		// Choosing a toolchain needs the user's module cache and the checksum database. It is chosen already, by its path.
		"GOTOOLCHAIN=local",
		"CGO_ENABLED=0",
		"GOCACHE="+known["GOCACHE"],
		"GOPROXY="+strings.Join([]string{fileURL(packed), fileURL(filepath.Join(known["GOMODCACHE"], "cache", "download")), known["GOPROXY"]}, ","),
		// The checksum database knows nothing of what is not published. checkSums compares every module with a committed go.sum instead.
		"GOSUMDB=off",
	), nil
}

// emptyGo is the user's own go command, proxy and checksum database included, with nothing downloaded yet.
func emptyGo(ctx context.Context, dir string, environ []string) (cleanGo, map[string]string, error) {
	known, err := goSettings(ctx, environ, "GOPROXY", "GOMODCACHE", "GOCACHE", "GOROOT")
	if err != nil {
		return cleanGo{}, nil, err
	}
	c := cleanGo{dir: dir, command: filepath.Join(known["GOROOT"], "bin", executable("go", runtime.GOOS))}
	c.environ = append(without(environ, func(name string) bool { return name == "GOBIN" || name == "GOFLAGS" }),
		"GOWORK=off",
		// Files of a module cache are read-only, which makes them hard to remove.
		"GOFLAGS=-modcacherw",
		"GOMODCACHE="+c.moduleCache(),
		"GOPATH="+filepath.Join(dir, "gopath"),
	)
	return c, known, nil
}

func (c cleanGo) moduleCache() string { return filepath.Join(c.dir, "modcache") }

// with is the same with more variables set.
func (c cleanGo) with(variables ...string) cleanGo {
	c.environ = append(append([]string{}, c.environ...), variables...)
	return c
}

// run runs the go command in dir and returns what it printed.
func (c cleanGo) run(ctx context.Context, dir string, args ...string) (string, error) {
	return runIn(ctx, dir, c.environ, c.command, args...)
}

// runIn runs a program in dir and returns what it printed.
func runIn(ctx context.Context, dir string, environ []string, name string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, name, args...) //nolint:gosec // The programs are the go command and what it has just built.
	command.Dir = dir
	command.Env = append(append([]string{}, environ...), "PWD="+dir)
	data, err := output(ctx, command, filepath.Base(name)+" "+strings.Join(args, " "))
	return trimmed(data), err
}

// goSettings asks the go command for its settings, those of its own file included.
func goSettings(ctx context.Context, environ []string, names ...string) (map[string]string, error) {
	text, err := runIn(ctx, ".", environ, "go", append([]string{"env"}, names...)...)
	if err != nil {
		return nil, err
	}
	values := strings.Split(text, "\n")
	out := map[string]string{}
	for i, name := range names {
		if i < len(values) {
			out[name] = values[i]
		}
	}
	return out, nil
}

// fileURL names a directory as GOPROXY wants it. On Windows a path starts with a drive, and a URL's path with a slash.
func fileURL(dir string) string {
	slashed := filepath.ToSlash(dir)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// removeTree removes a directory and all in it, read-only files and directories included.
func removeTree(dir string) error {
	if err := os.RemoveAll(dir); err == nil {
		return nil
	}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		if entry != nil && entry.Type()&fs.ModeSymlink == 0 {
			return os.Chmod(name, 0o700) //nolint:gosec // Directories need to be entered to be emptied, and all of it goes.
		}
		return nil
	})
	return errors.Join(err, os.RemoveAll(dir))
}
