package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// packedModules is a module proxy in the file system, as the go command reads one: for each module @v/list, and for each version .info, .mod and .zip.
type packedModules struct {
	dir string
}

// has says whether a version was packed.
func (p packedModules) has(m module.Version) bool {
	base, err := p.base(m)
	if err != nil {
		return false
	}
	_, err = os.Stat(base + ".zip")
	return err == nil
}

// base is the path of a version's files, without their ending.
func (p packedModules) base(m module.Version) (string, error) {
	escapedPath, err := module.EscapePath(m.Path)
	if err != nil {
		return "", err
	}
	escapedVersion, err := module.EscapeVersion(m.Version)
	if err != nil {
		return "", err
	}
	return filepath.Join(p.dir, filepath.FromSlash(escapedPath), "@v", escapedVersion), nil
}

// add packs what a commit has in the module's directory, byte for byte as the go command would fetch it from the repository (with the root's LICENSE where the module
// has none), so that its checksum is the one that the checksum database will have.
func (p packedModules) add(ctx context.Context, from repository, m goModule, version, commit string) (err error) {
	id := module.Version{Path: m.path, Version: version}
	base, err := p.base(id)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(base), 0o755); err != nil { //nolint:gosec // Nothing of this is secret.
		return err
	}
	when, err := commitTime(ctx, from, commit)
	if err != nil {
		return err
	}
	info, err := json.Marshal(map[string]any{"Version": version, "Time": when})
	if err != nil {
		return err
	}
	mod, err := from.raw(ctx, "cat-file", "blob", commit+":"+m.dir+"/go.mod")
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{base + ".info": info, base + ".mod": mod} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			return err
		}
	}
	if err := appendLine(filepath.Join(filepath.Dir(base), "list"), version); err != nil {
		return err
	}
	file, err := os.Create(base + ".zip")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return zip.CreateFromVCS(file, id, from.dir, commit, m.dir)
}

func appendLine(name, line string) (err error) {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = file.WriteString(line + "\n")
	return err
}

// commitTime is when a commit was made, in UTC.
func commitTime(ctx context.Context, r repository, commit string) (time.Time, error) {
	text, err := r.git(ctx, "show", "--no-patch", "--format=%cI", commit)
	if err != nil {
		return time.Time{}, err
	}
	when, err := time.Parse(time.RFC3339, text)
	return when.UTC(), err
}
