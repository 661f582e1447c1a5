package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
	"golang.org/x/tools/go/packages"
)

// apiDir holds what each public package exports, by module and path in it: docs/go-api/datto-api/datto.txt.
const apiDir = "docs/go-api"

// A publicAPI is the lines of exports of each package, by the file that keeps them, from apiDir.
type publicAPI map[string][]string

// runAPI writes docs/go-api, or compares it.
func (p program) runAPI(ctx context.Context, args []string) error {
	flags, dir := p.flagSet("api")
	check := flags.Bool("check", false, "write nothing; fail when a file is not what its package exports")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	root, err := absolute(*dir)
	if err != nil {
		return err
	}
	w, err := readWorkspace(root)
	if err != nil {
		return err
	}
	api, err := p.loadAPI(ctx, root, w)
	if err != nil {
		return err
	}
	kept, err := readAPI(root)
	if err != nil {
		return err
	}
	if *check {
		return kept.stale(api)
	}
	return p.writeAPI(root, kept, api)
}

// loadAPI reads what the packages of every published module export. Files for one system only count as they do on Linux, wherever this runs.
func (p program) loadAPI(ctx context.Context, root string, w workspace) (publicAPI, error) {
	environ := without(p.environ, func(name string) bool {
		return name == "GOWORK" || name == "GOOS" || name == "GOARCH" || name == "CGO_ENABLED" || name == "GOFLAGS"
	})
	environ = append(environ, "GOWORK="+filepath.Join(root, "go.work"), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	api := publicAPI{}
	for _, m := range w {
		config := packages.Config{Context: ctx, Mode: packages.NeedName, Dir: filepath.Join(root, filepath.FromSlash(m.dir)), Env: environ}
		public, err := publicPackages(config)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		if len(public) == 0 {
			continue
		}
		config.Mode |= packages.NeedFiles | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo
		loaded, err := packages.Load(&config, public...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		for _, pkg := range loaded {
			if len(pkg.Errors) > 0 {
				return nil, fmt.Errorf("%s: %w", pkg.PkgPath, pkg.Errors[0])
			}
			api[apiFile(m, pkg.PkgPath)] = exports(pkg.Types, w)
		}
	}
	return api, nil
}

// publicPackages is the paths of a module's packages that others can import.
func publicPackages(config packages.Config) ([]string, error) {
	loaded, err := packages.Load(&config, "./...")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, pkg := range loaded {
		if len(pkg.Errors) > 0 {
			return nil, fmt.Errorf("%s: %w", pkg.PkgPath, pkg.Errors[0])
		}
		if isPublic(pkg) {
			out = append(out, pkg.PkgPath)
		}
	}
	return out, nil
}

func isPublic(pkg *packages.Package) bool {
	return pkg.Name != "main" && !slices.Contains(strings.Split(pkg.PkgPath, "/"), "internal")
}

func apiFile(m goModule, packagePath string) string {
	inside := strings.TrimPrefix(strings.TrimPrefix(packagePath, m.path), "/")
	if inside == "" {
		inside = path.Base(m.path)
	}
	return path.Join(m.name, inside) + ".txt"
}

// readAPI reads what is kept in docs/go-api.
func readAPI(root string) (publicAPI, error) {
	api := publicAPI{}
	kept, err := os.OpenRoot(filepath.Join(root, filepath.FromSlash(apiDir)))
	if errors.Is(err, fs.ErrNotExist) {
		return api, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = kept.Close() }()
	err = fs.WalkDir(kept.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		data, err := fs.ReadFile(kept.FS(), name)
		api[name] = parseAPI(string(data))
		return err
	})
	return api, err
}

func parseAPI(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// formatAPI is the content of one file.
func formatAPI(lines []string) []byte {
	var out bytes.Buffer
	out.WriteString("# What this package exports, a line each; written by `task api:snapshot`. A line that goes or changes is a breaking change.\n")
	for _, line := range lines {
		out.WriteString(line + "\n")
	}
	return out.Bytes()
}

// stale says which kept files are not what the packages export.
func (a publicAPI) stale(exported publicAPI) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(exported)) {
		if have, ok := a[name]; !ok || !slices.Equal(have, exported[name]) {
			problems = append(problems, fmt.Errorf("%s/%s is not what the package exports: run `task api:snapshot` and commit the result", apiDir, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if _, ok := exported[name]; !ok {
			problems = append(problems, fmt.Errorf("%s/%s is of no public package: run `task api:snapshot` and commit the result", apiDir, name))
		}
	}
	return errors.Join(problems...)
}

func (p program) writeAPI(root string, kept, api publicAPI) error {
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if _, ok := api[name]; ok {
			continue
		}
		if err := os.Remove(filepath.Join(root, apiDir, filepath.FromSlash(name))); err != nil {
			return err
		}
		p.did("removed", "%s/%s", apiDir, name)
	}
	for _, name := range slices.Sorted(maps.Keys(api)) {
		file := filepath.Join(root, apiDir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // Directories of a repository are world-readable.
			return err
		}
		if err := os.WriteFile(file, formatAPI(api[name]), 0o644); err != nil { //nolint:gosec // Files of a repository are world-readable.
			return err
		}
		p.did("wrote", "%s/%s: %d lines", apiDir, name, len(api[name]))
	}
	return nil
}

// of is the part of the API that is a module's.
func (a publicAPI) of(m goModule) publicAPI {
	out := publicAPI{}
	for name, lines := range a {
		if strings.HasPrefix(name, m.name+"/") {
			out[name] = lines
		}
	}
	return out
}

// An apiChange is how far a change of the API goes.
type apiChange int

const (
	apiSame apiChange = iota
	apiAdded
	apiBroken
)

// difference compares an API with what it was, and names up to a few lines that came or went.
func (a publicAPI) difference(before publicAPI) (apiChange, []string) {
	var gone, came []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		gone = append(gone, missing(name, before[name], a[name])...)
	}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		came = append(came, missing(name, a[name], before[name])...)
	}
	switch {
	case len(gone) > 0:
		return apiBroken, gone
	case len(came) > 0:
		return apiAdded, came
	}
	return apiSame, nil
}

// missing is the lines of mine that others lack.
func missing(name string, mine, others []string) []string {
	var out []string
	for _, line := range mine {
		if !slices.Contains(others, line) {
			out = append(out, strings.TrimSuffix(name, ".txt")+": "+line)
		}
	}
	return out
}

// admits says whether going from one version to another allows the change. Before v1 a minor version may break; from v1 on only a major one. Additions ask for a minor
// version everywhere, so that a patch can be taken without reading.
func admits(from, to string, change apiChange) bool {
	from, to = coreVersion(from), coreVersion(to)
	switch {
	case change == apiSame || semver.Major(from) != semver.Major(to):
		return true
	case semver.MajorMinor(from) == semver.MajorMinor(to):
		return false
	case change == apiAdded:
		return true
	}
	return semver.Major(to) == "v0"
}

// coreVersion leaves out what comes after the three numbers: v1.2.0-rc.1 promises what v1.2.0 does.
func coreVersion(version string) string {
	return strings.TrimSuffix(semver.Canonical(version), semver.Prerelease(version))
}
