package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A target is a system that the command line is built for.
type target struct{ os, arch string }

func (t target) String() string { return t.os + "/" + t.arch }

// releaseTargets is the systems of a release.
func releaseTargets() []target {
	var out []target
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			out = append(out, target{system, arch})
		}
	}
	return out
}

// maxBinarySize is what the command line may take, in bytes: people copy it to servers over slow lines.
const maxBinarySize = 25_000_000

// checksumsFile is in the form that `sha256sum --check` reads.
const checksumsFile = "SHA256SUMS"

// artifacts is the files of a release, by name.
type artifacts map[string][]byte

func (p program) runBuild(ctx context.Context, args []string) (err error) {
	flags, dir := p.flagSet("build")
	out := flags.String("out", "", "the `DIR` to write to, replacing what is in it; dist in the repository unless given")
	tag := flags.String("tag", "", "fail unless the command line is tagged so and this is the tagged commit")
	twice := flags.Bool("verify-reproducible", false, "build everything a second time, with empty caches and elsewhere, and compare")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	root, err := absolute(*dir)
	if err != nil {
		return err
	}
	if *out == "" {
		*out = filepath.Join(root, "dist")
	}
	if err := checkReplaceable(*out); err != nil {
		return err
	}
	s, err := p.openStage(ctx, root, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := p.checkGoVersion(ctx, s.versions.Go); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	command, err := s.module(commandModule)
	if err != nil {
		return err
	}
	if err := p.checkBuiltTag(s, command, *tag); err != nil {
		return err
	}
	when, err := sourceTime(ctx, s.origin, p.environ)
	if err != nil {
		return err
	}
	b := builder{program: p, stage: s, command: command, when: when, name: "build"}
	made, err := b.build(ctx)
	if err != nil {
		return err
	}
	if *twice {
		b.name, b.emptyCache = "again", true
		again, err := b.build(ctx)
		if err != nil {
			return err
		}
		if err := made.compare(again); err != nil {
			return err
		}
		p.did("compared", "two builds, the second elsewhere and with empty caches: all %d files are the same, byte for byte", len(made))
	}
	return p.write(made, *out)
}

// checkBuiltTag holds a release to its tag, and tells a rehearsal from a release.
func (p program) checkBuiltTag(s *stage, command settledModule, tag string) error {
	have := command.tag(command.version)
	switch {
	case tag == "" && command.released:
		return nil
	case tag == "":
		p.did("rehearsal", "%s is not tagged", have)
		return nil
	case tag != have:
		return fmt.Errorf("the tag is %s, %s says %s", tag, versionsFile, command.tag(s.versions.Modules[command.name]))
	case !command.released:
		return fmt.Errorf("there is no tag %s here, or the files are not those it has", tag)
	case command.commit != s.start:
		return fmt.Errorf("%s is at %.7s, this is %.7s", tag, command.commit, s.start)
	}
	return nil
}

// checkGoVersion fails unless both the compiler and this program are of the release that versions.yaml names: one makes the programs, the other the archives.
func (p program) checkGoVersion(ctx context.Context, want string) error {
	settings, err := goSettings(ctx, p.environ, "GOVERSION")
	if err != nil {
		return err
	}
	for _, have := range []string{settings["GOVERSION"], runtime.Version()} {
		if have != "go"+want {
			return fmt.Errorf("releases are built with go%s (%s), this is %s: set GOTOOLCHAIN=go%s", want, versionsFile, have, want)
		}
	}
	return nil
}

// sourceTime is what all files of a release are dated: SOURCE_DATE_EPOCH, as reproducible-builds.org has it, or the time of the commit.
func sourceTime(ctx context.Context, r repository, environ []string) (time.Time, error) {
	for _, variable := range environ {
		if text, ok := strings.CutPrefix(variable, "SOURCE_DATE_EPOCH="); ok && text != "" {
			seconds, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
			}
			return time.Unix(seconds, 0).UTC(), nil
		}
	}
	return commitTime(ctx, r, "HEAD")
}

// A builder builds the command line from the packed modules, as anyone can from the published ones:
//
//	CGO_ENABLED=0 GOOS=… GOARCH=… go install -trimpath -ldflags '-s -w -X main.version=VERSION' PATH/cmd/datto@VERSION
type builder struct {
	program

	stage      *stage
	command    settledModule
	when       time.Time
	name       string // of its directory in the stage
	emptyCache bool   // of compiled packages; that of modules is always empty
}

// A binary is the command line for one target.
type binary struct {
	target

	path    string
	content []byte
}

func (b builder) build(ctx context.Context) (artifacts, error) {
	dir := filepath.Join(b.stage.temp, b.name)
	clean, err := newCleanGo(ctx, dir, b.stage.packed.dir, b.environ)
	if err != nil {
		return nil, err
	}
	if b.emptyCache {
		clean = clean.with("GOCACHE=" + filepath.Join(dir, "gocache"))
	}
	host := target{runtime.GOOS, runtime.GOARCH}
	hostBinary, err := b.compile(ctx, clean, host)
	if err != nil {
		return nil, err
	}
	documents, err := b.documents(ctx, hostBinary, filepath.Join(dir, "documents"))
	if err != nil {
		return nil, err
	}
	out := artifacts{}
	for _, t := range b.targets {
		built := hostBinary
		if t != host {
			if built, err = b.compile(ctx, clean, t); err != nil {
				return nil, err
			}
		}
		if err := b.pack(ctx, clean, built, documents, out); err != nil {
			return nil, fmt.Errorf("%s: %w", t, err)
		}
	}
	out[checksumsFile] = out.checksums()
	return out, nil
}

// compile builds the command line for one target and checks its size and what is in it.
func (b builder) compile(ctx context.Context, clean cleanGo, t target) (binary, error) {
	// Without GOBIN, which must not be set for another system, programs go to one directory or another of GOPATH.
	bin := filepath.Join(clean.dir, t.os+"_"+t.arch)
	ldflags := "-s -w -X main.version=" + b.command.version
	_, err := clean.with("GOOS="+t.os, "GOARCH="+t.arch, "GOPATH="+bin).run(ctx, b.stage.temp,
		"install", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, b.command.path+"/cmd/datto@"+b.command.version)
	if err != nil {
		return binary{}, err
	}
	built := binary{target: t, path: filepath.Join(bin, "bin", t.os+"_"+t.arch, executable("datto", t.os))}
	if _, err := os.Stat(built.path); errors.Is(err, fs.ErrNotExist) {
		built.path = filepath.Join(bin, "bin", executable("datto", t.os))
	}
	if built.content, err = os.ReadFile(built.path); err != nil {
		return binary{}, err
	}
	if len(built.content) > maxBinarySize {
		return binary{}, fmt.Errorf("%s: the program has %.1f MB, more than the %d it may have", t, megabytes(built.content), maxBinarySize/1_000_000)
	}
	linked, err := b.stage.checkProgram(built.path, b.command)
	if err != nil {
		return binary{}, fmt.Errorf("%s: %w", t, err)
	}
	b.did("built", "datto %s for %s: %.1f MB, %d modules, checksums as in go.sum", b.command.version, t, megabytes(built.content), linked)
	return built, nil
}

func megabytes(data []byte) float64 { return float64(len(data)) / 1_000_000 }

// pack adds the archive and the SBOM of one binary.
func (b builder) pack(ctx context.Context, clean cleanGo, built binary, documents []archived, out artifacts) error {
	info, err := readBuildInfo(built.path)
	if err != nil {
		return err
	}
	licences, err := thirdPartyLicences(ctx, clean, info, b.stage.workspace)
	if err != nil {
		return err
	}
	files := append([]archived{
		{name: executable("datto", built.os), program: true, content: built.content},
		{name: "LICENSES-third-party.txt", content: licences},
	}, documents...)
	base := fmt.Sprintf("datto_%s_%s_%s", strings.TrimPrefix(b.command.version, "v"), built.os, built.arch)
	if built.os == "windows" {
		out[base+".zip"], err = zipArchive(files, b.when)
	} else {
		out[base+".tar.gz"], err = tarArchive(base, files, b.when)
	}
	if err != nil {
		return err
	}
	out[base+".cdx.json"], err = billOfMaterials(info, built, b.command, b.when)
	return err
}

// documents is what all archives have: licence and readme from the repository, completions and man pages from the command line itself.
func (b builder) documents(ctx context.Context, built binary, dir string) ([]archived, error) {
	var out []archived
	for _, name := range []string{"LICENSE", "README.md"} {
		content, err := os.ReadFile(filepath.Join(b.stage.dir, name))
		if err != nil {
			return nil, err
		}
		out = append(out, archived{name: name, content: content})
	}
	// Of a user's own settings nothing may show in what is generated.
	home := filepath.Join(dir, "home")
	manual := filepath.Join(dir, "man")
	for _, made := range []string{home, manual} {
		if err := os.MkdirAll(made, 0o700); err != nil {
			return nil, err
		}
	}
	environ := append(strangerEnviron(b.environ, home), "SOURCE_DATE_EPOCH="+strconv.FormatInt(b.when.Unix(), 10))
	if err := b.checkVersion(ctx, built.path, b.command.version, environ); err != nil {
		return nil, err
	}
	for _, shell := range []struct{ name, file string }{
		{"bash", "datto.bash"},
		{"zsh", "_datto"},
		{"fish", "datto.fish"},
		{"powershell", "datto.ps1"},
	} {
		text, err := runIn(ctx, dir, environ, built.path, "completion", shell.name)
		if err != nil {
			return nil, err
		}
		if text == "" {
			return nil, fmt.Errorf("`datto completion %s` printed nothing", shell.name)
		}
		out = append(out, archived{name: "completions/" + shell.file, content: []byte(text + "\n")})
	}
	if _, err := runIn(ctx, dir, environ, built.path, "docs", "man", manual); err != nil {
		return nil, err
	}
	pages, err := manualPages(manual)
	if err != nil {
		return nil, err
	}
	b.did("made", "completions for 4 shells, %d man pages", len(pages))
	return append(out, pages...), nil
}

// strangerEnviron is an environment in which programs find no settings of whoever runs this.
func strangerEnviron(environ []string, home string) []string {
	environ = without(environ, func(name string) bool {
		return strings.HasPrefix(name, "DATTO_") || strings.HasPrefix(name, "XDG_") || name == "HOME" || name == "USERPROFILE" || name == "APPDATA" || name == "LOCALAPPDATA"
	})
	return append(environ, "HOME="+home, "USERPROFILE="+home, "APPDATA="+home, "LOCALAPPDATA="+home)
}

// manualPages reads what `datto docs man` wrote.
func manualPages(dir string) ([]archived, error) {
	var out []archived
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		section := strings.TrimPrefix(filepath.Ext(entry.Name()), ".")
		if _, err := strconv.Atoi(section); err != nil {
			return nil, fmt.Errorf("`datto docs man` wrote %s, which is no man page", entry.Name())
		}
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		out = append(out, archived{name: "man/man" + section + "/" + entry.Name(), content: content})
	}
	if len(out) == 0 {
		return nil, errors.New("`datto docs man` wrote no man page")
	}
	return out, nil
}

// checksums lists all files.
func (a artifacts) checksums() []byte {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if name != checksumsFile {
			sum := sha256.Sum256(a[name])
			fmt.Fprintf(&out, "%s  %s\n", hex.EncodeToString(sum[:]), name)
		}
	}
	return []byte(out.String())
}

// compare says which files of two builds differ.
func (a artifacts) compare(other artifacts) error {
	var problems []error
	names := maps.Clone(a)
	maps.Copy(names, other)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if name != checksumsFile && string(a[name]) != string(other[name]) {
			problems = append(problems, fmt.Errorf("%s is not reproducible: two builds differ", name))
		}
	}
	return errors.Join(problems...)
}

// checkReplaceable fails when a directory holds anything that an earlier build did not write.
func checkReplaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(entries) == 0) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, checksumsFile)); err != nil {
		return fmt.Errorf("%s is in use and holds no earlier build: empty it, or give another with --out", dir)
	}
	return nil
}

func (p program) write(made artifacts, dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // What is in there is for everyone.
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if err := os.WriteFile(filepath.Join(dir, name), made[name], 0o644); err != nil { //nolint:gosec // As above.
			return err
		}
		p.did("wrote", "%s: %.1f MB", filepath.Join(filepath.Base(dir), name), megabytes(made[name]))
	}
	return nil
}
