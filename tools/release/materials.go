package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/uuid"
	"golang.org/x/mod/module"
)

// billOfMaterials lists in CycloneDX what is in a program, by what the go command noted in it. The standard library is in the list: most findings of vulnerability
// scanners are about it. Nothing in it depends on when or where it is made.
func billOfMaterials(info *debug.BuildInfo, built binary, command settledModule, when time.Time) ([]byte, error) {
	sum := sha256.Sum256(built.content)
	application := cyclonedx.Component{
		Type:    cyclonedx.ComponentTypeApplication,
		BOMRef:  packageURL(command.path, command.version) + "#cmd/datto",
		Name:    "datto",
		Version: command.version,
		PackageURL: packageURL(command.path, command.version) +
			"&goos=" + built.os + "&goarch=" + built.arch + "#cmd/datto",
		Hashes: &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: hex.EncodeToString(sum[:])}},
	}
	components := []cyclonedx.Component{{
		Type:       cyclonedx.ComponentTypeLibrary,
		BOMRef:     packageURL("std", strings.TrimPrefix(info.GoVersion, "go")),
		Name:       "std",
		Version:    strings.TrimPrefix(info.GoVersion, "go"),
		PackageURL: packageURL("std", strings.TrimPrefix(info.GoVersion, "go")),
	}}
	for _, dep := range slices.SortedFunc(slices.Values(info.Deps), func(a, b *debug.Module) int { return strings.Compare(a.Path, b.Path) }) {
		component := cyclonedx.Component{
			Type:       cyclonedx.ComponentTypeLibrary,
			BOMRef:     packageURL(dep.Path, dep.Version),
			Name:       dep.Path,
			Version:    dep.Version,
			PackageURL: packageURL(dep.Path, dep.Version),
		}
		// As other tools do, the module's checksum in go.sum stands for that of its files.
		if encoded, ok := strings.CutPrefix(dep.Sum, "h1:"); ok {
			decoded, err := base64.StdEncoding.DecodeString(encoded)
			if err != nil {
				return nil, fmt.Errorf("%s: checksum %s: %w", dep.Path, dep.Sum, err)
			}
			component.Hashes = &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: hex.EncodeToString(decoded)}}
		}
		components = append(components, component)
	}
	refs := make([]string, 0, len(components))
	for _, component := range components {
		refs = append(refs, component.BOMRef)
	}
	bom := cyclonedx.NewBOM()
	bom.SerialNumber = uuid.NewSHA1(uuid.NameSpaceOID, sum[:]).URN()
	bom.Metadata = &cyclonedx.Metadata{Timestamp: when.Format(time.RFC3339), Component: &application}
	bom.Components = &components
	bom.Dependencies = &[]cyclonedx.Dependency{{Ref: application.BOMRef, Dependencies: &refs}}
	var out bytes.Buffer
	encoder := cyclonedx.NewBOMEncoder(&out, cyclonedx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false)
	if err := encoder.EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// packageURL names a Go module for tools that know many kinds of packages.
func packageURL(modulePath, version string) string {
	return "pkg:golang/" + modulePath + "@" + strings.ReplaceAll(version, "+", "%2B") + "?type=module"
}

// licenceFile is what files with licences, and notices that licences want handed on, are called.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// thirdPartyLicences is the licences of everything in a program that is not ours, for most of them ask to be handed on with it.
func thirdPartyLicences(ctx context.Context, clean cleanGo, info *debug.BuildInfo, ours workspace) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("This program contains the work of others, who license it as follows.\n")
	goroot, err := clean.run(ctx, clean.dir, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	if err := writeLicences(&out, "Go standard library "+info.GoVersion, goroot); err != nil {
		return nil, err
	}
	for _, dep := range slices.SortedFunc(slices.Values(info.Deps), func(a, b *debug.Module) int { return cmp.Compare(a.Path, b.Path) }) {
		if _, own := ours.at(dep.Path); own {
			continue
		}
		escapedPath, err := module.EscapePath(dep.Path)
		if err != nil {
			return nil, err
		}
		escapedVersion, err := module.EscapeVersion(dep.Version)
		if err != nil {
			return nil, err
		}
		dir := filepath.Join(clean.moduleCache(), filepath.FromSlash(escapedPath)+"@"+escapedVersion)
		if err := writeLicences(&out, dep.Path+" "+dep.Version, dir); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func writeLicences(out *bytes.Buffer, title, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	found := false
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) {
			continue
		}
		found = true
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%s\n%s (%s)\n%s\n\n", strings.Repeat("=", 72), title, entry.Name(), strings.Repeat("=", 72))
		out.Write(bytes.TrimRight(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), "\n"))
		out.WriteString("\n")
	}
	if !found {
		return fmt.Errorf("%s has no licence in %s, and cannot be handed on", title, dir)
	}
	return nil
}
