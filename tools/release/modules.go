package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// The modules that are more than one of many.
const (
	clientModule  = "datto-api"
	commandModule = "datto-cli"
)

// A goModule is one published module.
type goModule struct {
	name     string   // datto-api
	dir      string   // modules/datto-api, from the repository's root
	path     string   // github.com/datto-go/datto-rmm/modules/datto-api
	siblings []string // the paths of the published modules that it requires
}

// tag is the name that the go command looks for when it wants a version of a module in a subdirectory.
func (m goModule) tag(version string) string { return m.dir + "/" + version }

// A workspace is the published modules, each after those it requires.
type workspace []goModule

func (w workspace) named(name string) (goModule, error) {
	for _, m := range w {
		if m.name == name {
			return m, nil
		}
	}
	return goModule{}, fmt.Errorf("go.work uses no module %s", name)
}

func (w workspace) at(modulePath string) (goModule, bool) {
	for _, m := range w {
		if m.path == modulePath {
			return m, true
		}
	}
	return goModule{}, false
}

// below is the modules that m is built on, nearest last.
func (w workspace) below(m goModule) workspace {
	var out workspace
	for _, other := range w {
		if other.path != m.path && w.needs(m, other.path) {
			out = append(out, other)
		}
	}
	return out
}

func (w workspace) needs(m goModule, modulePath string) bool {
	for _, sibling := range m.siblings {
		if sibling == modulePath {
			return true
		}
		if next, ok := w.at(sibling); ok && w.needs(next, modulePath) {
			return true
		}
	}
	return false
}

// readWorkspace reads go.work and the go.mod of each module it uses.
func readWorkspace(root string) (workspace, error) {
	name := filepath.Join(root, "go.work")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil, err
	}
	files := map[string]*modfile.File{}
	var found workspace
	for _, use := range work.Use {
		dir := path.Clean(filepath.ToSlash(use.Path))
		file, err := readModFile(filepath.Join(root, filepath.FromSlash(dir), "go.mod"))
		if err != nil {
			return nil, err
		}
		found = append(found, goModule{name: path.Base(dir), dir: dir, path: file.Module.Mod.Path})
		files[dir] = file
	}
	for i, m := range found {
		for _, require := range files[m.dir].Require {
			if _, ok := found.at(require.Mod.Path); ok {
				found[i].siblings = append(found[i].siblings, require.Mod.Path)
			}
		}
	}
	return found.ordered()
}

// ordered puts each module after those it requires.
func (w workspace) ordered() (workspace, error) {
	left := slices.SortedFunc(slices.Values(w), func(a, b goModule) int { return strings.Compare(a.dir, b.dir) })
	var out workspace
	for len(left) > 0 {
		ready := slices.IndexFunc(left, func(m goModule) bool {
			return !slices.ContainsFunc(m.siblings, func(p string) bool { _, done := out.at(p); return !done })
		})
		if ready < 0 {
			return nil, fmt.Errorf("the modules require each other in a circle: %s and others", left[0].dir)
		}
		out = append(out, left[ready])
		left = slices.Delete(left, ready, ready+1)
	}
	return out, nil
}

// match fails unless the versions file names exactly the modules of the workspace, with versions that their paths admit.
func (w workspace) match(v versions) error {
	var problems []error
	for _, m := range w {
		version, ok := v.Modules[m.name]
		if !ok {
			problems = append(problems, fmt.Errorf("%s has no version for %s, which go.work uses", versionsFile, m.name))
			continue
		}
		if err := checkMajor(m, version); err != nil {
			problems = append(problems, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.Modules)) {
		if _, err := w.named(name); err != nil {
			problems = append(problems, fmt.Errorf("%s has a version for %s, which go.work does not use", versionsFile, name))
		}
	}
	return errors.Join(problems...)
}

// checkMajor holds the rule of Go that a module's path ends in its major version from v2 on.
func checkMajor(m goModule, version string) error {
	want := ""
	if major := semver.Major(version); major != "v0" && major != "v1" {
		want = "/" + major
	}
	last := path.Base(m.path)
	have := ""
	if semver.IsValid(last) && semver.Major(last) == last {
		have = "/" + last
	}
	if want != have {
		return fmt.Errorf("%s: version %s asks for a module path that ends in %q, go.mod has %s", m.name, version, want, m.path)
	}
	return nil
}

func readModFile(name string) (*modfile.File, error) {
	data, err := os.ReadFile(name) //nolint:gosec // The go.mod of a checkout that is ours.
	if err != nil {
		return nil, err
	}
	file, err := modfile.Parse(name, data, nil)
	if err != nil {
		return nil, err
	}
	if file.Module == nil {
		return nil, fmt.Errorf("%s names no module", name)
	}
	return file, nil
}
