package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"gopkg.in/yaml.v3"
)

// versionsFile is where the versions stand.
const versionsFile = "versions.yaml"

// versions is what is to be released: one version a module, and the Go release that builds the command line.
type versions struct {
	Go      string            `yaml:"go"`
	Modules map[string]string `yaml:"modules"` // by the last element of the module's directory
}

var goRelease = regexp.MustCompile(`^1\.[0-9]+(\.[0-9]+|rc[0-9]+)$`)

func readVersions(root string) (versions, error) {
	data, err := os.ReadFile(filepath.Join(root, versionsFile))
	if err != nil {
		return versions{}, err
	}
	var v versions
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&v); err != nil {
		return versions{}, fmt.Errorf("%s: %w", versionsFile, err)
	}
	if err := v.check(); err != nil {
		return versions{}, fmt.Errorf("%s: %w", versionsFile, err)
	}
	return v, nil
}

func (v versions) check() error {
	var problems []error
	if !goRelease.MatchString(v.Go) {
		problems = append(problems, fmt.Errorf("go: %q is no release of Go, such as 1.26.8", v.Go))
	}
	for _, name := range slices.Sorted(maps.Keys(v.Modules)) {
		// Build metadata and shortened versions are valid semantic versions, and no versions of Go modules.
		if version := v.Modules[name]; !semver.IsValid(version) || module.CanonicalVersion(version) != version || semver.Build(version) != "" {
			problems = append(problems, fmt.Errorf("%s: %q is no version of a module, such as v0.1.0", name, version))
		}
	}
	return errors.Join(problems...)
}

// runToolchain prints the release of Go for the command line.
func (p program) runToolchain(_ context.Context, args []string) error {
	flags, dir := p.flagSet("toolchain")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	v, err := readVersions(*dir)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.stdout, "go"+v.Go)
	return err
}

// following is the lowest version after a released one, for sources that are not to be released yet: v0.1.0 gives v0.1.1-0.dev.
func following(version string) string {
	if semver.Prerelease(version) != "" {
		return version + ".dev"
	}
	var major, minor, patch int
	// The version was checked when it was read.
	_, _ = fmt.Sscanf(version, "v%d.%d.%d", &major, &minor, &patch)
	return fmt.Sprintf("v%d.%d.%d-0.dev", major, minor, patch+1)
}
