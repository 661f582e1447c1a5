package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// A stage is a temporary clone in which the modules are brought to the state that is tagged: no `replace` for a sibling, its released version required.
//
//	stage, err := p.openStage(ctx, root, v)   // clone, with what the checkout has and did not commit
//	err = stage.settle(ctx)                   // module by module: set requirements, commit, pack
//	defer stage.close()
//
// The commits stay in the clone until somebody fetches them.
type stage struct {
	repository
	p         program
	origin    repository
	temp      string
	signs     bool   // whether commits are for keeps, and signed where that is the committer's habit
	start     string // the commit that stands for the checkout
	workspace workspace
	versions  versions
	packed    packedModules
	offline   cleanGo // for `go mod tidy`
	settled   []settledModule
}

// A settledModule is a module with its version, and the commit that has it in releasable form.
type settledModule struct {
	goModule

	version  string
	commit   string
	released bool // there is a tag for this version already, and commit is what it points to
}

// openStage clones the checkout at root, with the files it has that are in no commit yet, and sets versions by versions.yaml.
func (p program) openStage(ctx context.Context, root string, signs bool) (_ *stage, err error) {
	v, err := readVersions(root)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "datto-release-")
	if err != nil {
		return nil, err
	}
	if temp, err = absolute(temp); err != nil {
		return nil, err
	}
	clone := filepath.Join(temp, "clone")
	s := &stage{
		p: p, temp: temp, versions: v, signs: signs,
		repository: newRepository(clone, p.environ),
		origin:     newRepository(root, p.environ),
		packed:     packedModules{dir: filepath.Join(temp, "packed")},
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.offline, err = newCleanGo(ctx, filepath.Join(temp, "tidy"), s.packed.dir, p.environ); err != nil {
		return nil, err
	}
	if err := s.clone(ctx); err != nil {
		return nil, err
	}
	if s.workspace, err = readWorkspace(clone); err != nil {
		return nil, err
	}
	return s, s.workspace.match(v)
}

// close removes the clone and everything made in it.
func (s *stage) close() error { return removeTree(s.temp) }

func (s *stage) clone(ctx context.Context) error {
	// Shared: nothing is copied, and what is made in the clone goes with it.
	if _, err := s.origin.git(ctx, "clone", "--quiet", "--shared", "--no-checkout", s.origin.dir, s.dir); err != nil {
		return err
	}
	if err := s.copySettings(ctx); err != nil {
		return err
	}
	if _, err := s.git(ctx, "read-tree", "HEAD"); err != nil {
		return err
	}
	overlay := newRepository(s.origin.dir, s.origin.environ)
	if _, err := overlay.git(ctx, "--git-dir="+filepath.Join(s.dir, ".git"), "--work-tree="+s.origin.dir, "add", "--all", "."); err != nil {
		return err
	}
	tree, err := s.git(ctx, "write-tree")
	if err != nil {
		return err
	}
	committed, err := s.git(ctx, "rev-parse", "HEAD^{tree}")
	if err != nil {
		return err
	}
	start := "HEAD"
	if tree != committed {
		if start, err = s.git(ctx, "commit-tree", "-p", "HEAD", "-m", "what the checkout has and did not commit", tree); err != nil {
			return err
		}
	}
	if _, err := s.git(ctx, "checkout", "--quiet", "--force", "--detach", start); err != nil {
		return err
	}
	s.start, err = s.git(ctx, "rev-parse", "HEAD")
	return err
}

// copySettings gives the clone what the checkout says about who commits and signs, for a clone copies no settings. Where nobody is named, as in CI, nobody can
// release and the name does not matter.
func (s *stage) copySettings(ctx context.Context) error {
	text, err := s.origin.git(ctx, "config", "--local", "--null", "--get-regexp", `^(user|author|committer|commit|tag|gpg)\.`)
	if exit, none := errors.AsType[interface {
		error
		ExitCode() int
	}](err); err != nil && (!none || exit.ExitCode() != 1) {
		return err
	}
	for entry := range strings.SplitSeq(text, "\x00") {
		if name, value, ok := strings.Cut(entry, "\n"); ok {
			if _, err := s.git(ctx, "config", "--local", "--add", name, value); err != nil {
				return err
			}
		}
	}
	if !s.signs {
		if _, err := s.git(ctx, "config", "--local", "commit.gpgSign", "false"); err != nil {
			return err
		}
	}
	if _, err := s.git(ctx, "var", "GIT_COMMITTER_IDENT"); err == nil {
		return nil
	}
	_, err = s.git(ctx, "config", "--local", "user.name", "release")
	_, second := s.git(ctx, "config", "--local", "user.email", "release@localhost.invalid")
	return errors.Join(err, second)
}

// settle brings each module to releasable form, those below first, and packs it. A module whose version is tagged and which has not changed since is taken from its
// tag. One that has changed gets the version that follows, for it is not what the tag says.
func (s *stage) settle(ctx context.Context) error {
	for _, m := range s.workspace {
		settled, err := s.settleModule(ctx, m)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		s.settled = append(s.settled, settled)
	}
	return nil
}

func (s *stage) settleModule(ctx context.Context, m goModule) (settledModule, error) {
	out := settledModule{goModule: m, version: s.versions.Modules[m.name]}
	tagged, err := s.tagExists(ctx, m.tag(out.version))
	if err != nil {
		return out, err
	}
	if tagged {
		changed, err := s.changedSince(ctx, m, out.version)
		if err != nil {
			return out, err
		}
		if !changed && !slices.ContainsFunc(s.settled, func(below settledModule) bool { return slices.Contains(m.siblings, below.path) && !below.released }) {
			out.released = true
			out.commit, err = s.packTagged(ctx, m, out.version)
			s.p.did("packed", "%s %s, as it is tagged", m.path, out.version)
			return out, err
		}
		out.version = following(out.version)
	}
	if err := s.require(ctx, m); err != nil {
		return out, err
	}
	if out.commit, err = s.git(ctx, "rev-parse", "HEAD"); err != nil {
		return out, err
	}
	if err := s.packed.add(ctx, s.repository, m, out.version, out.commit); err != nil {
		return out, err
	}
	s.p.did("packed", "%s %s", m.path, out.version)
	return out, nil
}

// changedSince says whether a module has other files than its tag, those aside that no user of it builds or runs.
func (s *stage) changedSince(ctx context.Context, m goModule, version string) (bool, error) {
	text, err := s.git(ctx, "diff", "--name-only", "--no-renames", "refs/tags/"+m.tag(version), s.start, "--", m.dir)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(lines(text), func(name string) bool {
		return !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, ".md") && !strings.Contains(name, "/testdata/")
	}), nil
}

// packTagged packs a released module and the released siblings that it asks for, which need not be the latest.
func (s *stage) packTagged(ctx context.Context, m goModule, version string) (string, error) {
	commit, err := s.git(ctx, "rev-parse", "--verify", "refs/tags/"+m.tag(version)+"^{commit}")
	if err != nil {
		return "", err
	}
	if err := s.packed.add(ctx, s.repository, m, version, commit); err != nil {
		return "", err
	}
	data, err := s.raw(ctx, "cat-file", "blob", commit+":"+m.dir+"/go.mod")
	if err != nil {
		return "", err
	}
	file, err := modfile.ParseLax("go.mod", data, nil)
	if err != nil {
		return "", err
	}
	for _, require := range file.Require {
		below, ok := s.workspace.at(require.Mod.Path)
		if !ok || s.packed.has(require.Mod) {
			continue
		}
		tagged, err := s.tagExists(ctx, below.tag(require.Mod.Version))
		if err != nil {
			return "", err
		}
		if !tagged {
			return "", fmt.Errorf("its tag %s requires %s, for which there is no tag here", m.tag(version), require.Mod)
		}
		if _, err := s.packTagged(ctx, below, require.Mod.Version); err != nil {
			return "", err
		}
	}
	return commit, nil
}

// require sets the versions of m's siblings in its go.mod, removes what replaces them, and commits. The unpublished modules of the repository follow: they replace
// the siblings by directories, and still have to name a version that is no lower.
func (s *stage) require(ctx context.Context, m goModule) error {
	changed, err := s.editModFile(m.dir, true)
	if err != nil {
		return err
	}
	if changed {
		if _, err := s.offline.run(ctx, filepath.Join(s.dir, filepath.FromSlash(m.dir)), "mod", "tidy"); err != nil {
			return err
		}
	}
	unpublished, err := s.unpublished(ctx)
	if err != nil {
		return err
	}
	for _, dir := range unpublished {
		if _, err := s.editModFile(dir, false); err != nil {
			return err
		}
	}
	// A module whose first requirement is a sibling gets its first go.sum here.
	if _, err := s.git(ctx, "add", "--all"); err != nil {
		return err
	}
	clean, err := s.succeeds(ctx, "diff", "--quiet", "--cached", "HEAD")
	if err != nil || clean {
		return err
	}
	var on []string
	for _, below := range s.settled {
		if slices.Contains(m.siblings, below.path) {
			on = append(on, below.name+" "+below.version)
		}
	}
	_, err = s.git(ctx, "commit", "--quiet", "--no-verify", "-m", fmt.Sprintf("build(%s): require %s", m.name, strings.Join(on, ", ")))
	return err
}

// editModFile sets the settled versions of siblings in one go.mod. Versions are never lowered.
func (s *stage) editModFile(dir string, dropReplace bool) (changed bool, err error) {
	name := filepath.Join(s.dir, filepath.FromSlash(dir), "go.mod")
	file, err := readModFile(name)
	if err != nil {
		return false, err
	}
	for _, below := range s.settled {
		for _, require := range file.Require {
			if require.Mod.Path == below.path && semver.Compare(require.Mod.Version, below.version) < 0 {
				if err := file.AddRequire(below.path, below.version); err != nil {
					return false, err
				}
				changed = true
			}
		}
		for _, replace := range file.Replace {
			if dropReplace && replace.Old.Path == below.path {
				if err := file.DropReplace(replace.Old.Path, replace.Old.Version); err != nil {
					return false, err
				}
				changed = true
			}
		}
	}
	if !changed {
		return false, nil
	}
	file.Cleanup()
	data, err := file.Format()
	if err != nil {
		return false, err
	}
	return true, os.WriteFile(name, data, 0o644) //nolint:gosec // A source file, in a clone.
}

// unpublished is the directories of the modules that go.work does not use.
func (s *stage) unpublished(ctx context.Context) ([]string, error) {
	text, err := s.git(ctx, "ls-files", "--", "go.mod", "*/go.mod")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range lines(text) {
		dir := strings.TrimSuffix(strings.TrimSuffix(name, "go.mod"), "/")
		if dir == "" {
			dir = "."
		}
		published := slices.ContainsFunc(s.workspace, func(m goModule) bool { return m.dir == dir })
		if !published && !strings.Contains("/"+name, "/testdata/") {
			out = append(out, dir)
		}
	}
	return out, nil
}

// module is one of the settled modules.
func (s *stage) module(name string) (settledModule, error) {
	for _, m := range s.settled {
		if m.name == name {
			return m, nil
		}
	}
	return settledModule{}, fmt.Errorf("no module %s", name)
}
