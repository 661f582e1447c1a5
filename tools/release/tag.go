package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// A candidate is a module to be tagged.
type candidate struct {
	goModule

	version string
	notes   string // what its changelog says
}

// runTag checks everything, rehearses the release in a clone, and with --push makes it the checkout's and the remote's.
func (p program) runTag(ctx context.Context, args []string) (err error) {
	flags, dir := p.flagSet("tag")
	push := flags.Bool("push", false, "release: push the branch and the tags; without it everything is checked and nothing is kept")
	flags.Bool("dry-run", true, "the default: check and rehearse")
	remote := flags.String("remote", "origin", "the remote's `NAME`")
	branch := flags.String("branch", "main", "the `BRANCH` that releases are made from")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	root, err := absolute(*dir)
	if err != nil {
		return err
	}
	s, err := p.openStage(ctx, root, *push)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	r := releaser{stage: s, remote: *remote, branch: *branch}
	if err := r.check(ctx, *push); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	if err := p.verify(ctx, s); err != nil {
		return err
	}
	return r.finish(ctx, *push)
}

// A releaser tags the candidates of a stage.
type releaser struct {
	*stage

	remote     string
	branch     string
	candidates []candidate
}

// refused is all reasons against a release, found in one go.
type refused []error

func (r refused) Error() string {
	text := []string{"refused:"}
	for _, reason := range r {
		text = append(text, lines(reason.Error())...)
	}
	return strings.Join(text, "\n  - ")
}

func (r refused) Unwrap() []error { return r }

// check finds what is to be tagged, and every reason against it.
func (r *releaser) check(ctx context.Context, push bool) error {
	var reasons refused
	refuse := func(err error) {
		if err != nil {
			reasons = append(reasons, err)
		}
	}
	refuse(r.checkTree(ctx))
	if err := r.findCandidates(ctx); err != nil {
		return err
	}
	if len(r.candidates) == 0 {
		refuse(fmt.Errorf("every version of %s is tagged already: raise those of the modules to release", versionsFile))
	}
	refuse(r.checkBelow(ctx))
	for i := range r.candidates {
		c := &r.candidates[i]
		refuse(r.checkOrder(ctx, c))
		notes, err := readChangelogEntry(r.dir, c.goModule, c.version)
		refuse(err)
		c.notes = notes
	}
	refuse(r.checkAPI(ctx))
	if err := r.checkRemote(ctx); err != nil {
		unreachable, ok := errors.AsType[*remoteError](err)
		if !ok || push {
			refuse(err)
		} else {
			r.p.did("not asked", "%s", strings.ReplaceAll(unreachable.Error(), "\n", " "))
		}
	}
	if len(reasons) > 0 {
		return reasons
	}
	for _, c := range r.candidates {
		r.p.did("checked", "%s %s: changelog, API, version", c.name, c.version)
	}
	return nil
}

func (r *releaser) checkTree(ctx context.Context) error {
	status, err := r.origin.git(ctx, "status", "--porcelain")
	if err != nil {
		return err
	}
	var problems []error
	if changed := lines(status); len(changed) > 0 {
		problems = append(problems, fmt.Errorf("the tree is dirty: commit or remove %s (%d files)", strings.TrimSpace(changed[0][2:]), len(changed)))
	}
	on, err := r.origin.git(ctx, "rev-parse", "--abbrev-ref", "HEAD")
	if err != nil {
		return err
	}
	if on != r.branch {
		problems = append(problems, fmt.Errorf("releases are made from the branch %s, this is %s", r.branch, on))
	}
	return errors.Join(problems...)
}

// findCandidates lists the modules whose version has no tag, in the order in which they build on each other.
func (r *releaser) findCandidates(ctx context.Context) error {
	for _, m := range r.workspace {
		version := r.versions.Modules[m.name]
		tagged, err := r.tagExists(ctx, m.tag(version))
		if err != nil {
			return err
		}
		if !tagged {
			r.candidates = append(r.candidates, candidate{goModule: m, version: version})
		}
	}
	return nil
}

func (r *releaser) isCandidate(m goModule) bool {
	return slices.ContainsFunc(r.candidates, func(c candidate) bool { return c.path == m.path })
}

// checkBelow refuses to build a release on sources that no release has.
func (r *releaser) checkBelow(ctx context.Context) error {
	var problems []error
	for _, m := range r.workspace {
		on := slices.IndexFunc(r.candidates, func(c candidate) bool { return r.workspace.needs(c.goModule, m.path) })
		if on < 0 || r.isCandidate(m) {
			continue
		}
		version := r.versions.Modules[m.name]
		changed, err := r.changedSince(ctx, m, version)
		if err != nil {
			return err
		}
		switch below := slices.IndexFunc(r.workspace.below(m), r.isCandidate); {
		case changed:
			problems = append(problems, fmt.Errorf("%s has changed since %s, and %s builds on it: raise its version", m.name, version, r.candidates[on].name))
		case below >= 0:
			problems = append(problems, fmt.Errorf("%s %s is on the old version of a module that is to be released, and %s builds on both: raise its version", m.name, version, r.candidates[on].name))
		}
	}
	return errors.Join(problems...)
}

// tagged is the versions of a module that are tagged, lowest first.
func (r *releaser) tagged(ctx context.Context, m goModule) ([]string, error) {
	text, err := r.git(ctx, "tag", "--list", m.dir+"/v*")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range lines(text) {
		if version := path.Base(name); m.tag(version) == name && semver.IsValid(version) {
			out = append(out, version)
		}
	}
	semver.Sort(out)
	return out, nil
}

func (r *releaser) checkOrder(ctx context.Context, c *candidate) error {
	tagged, err := r.tagged(ctx, c.goModule)
	if err != nil || len(tagged) == 0 {
		return err
	}
	if last := tagged[len(tagged)-1]; semver.Compare(c.version, last) <= 0 {
		return fmt.Errorf("%s: %s is not greater than %s, which is tagged", c.name, c.version, last)
	}
	return nil
}

// checkAPI compares what the packages export with what is kept, and what is kept with the last release.
func (r *releaser) checkAPI(ctx context.Context) error {
	api, err := r.p.loadAPI(ctx, r.dir, r.workspace)
	if err != nil {
		return err
	}
	kept, err := readAPI(r.dir)
	if err != nil {
		return err
	}
	problems := []error{kept.stale(api)}
	for _, c := range r.candidates {
		problems = append(problems, r.checkAdmitted(ctx, c, api))
	}
	return errors.Join(problems...)
}

// checkAdmitted compares a candidate with its last release that was no pre-release: pre-releases promise nothing. A module with an API shows the types of the modules
// below, as aliases or in signatures, so that a change of theirs is its own.
func (r *releaser) checkAdmitted(ctx context.Context, c candidate, api publicAPI) error {
	if len(api.of(c.goModule)) == 0 {
		return nil
	}
	tagged, err := r.tagged(ctx, c.goModule)
	if err != nil {
		return err
	}
	tagged = slices.DeleteFunc(tagged, func(version string) bool { return semver.Prerelease(version) != "" })
	if len(tagged) == 0 {
		return nil
	}
	last := tagged[len(tagged)-1]
	before, err := r.apiAt(ctx, "refs/tags/"+c.tag(last))
	if err != nil {
		return err
	}
	for _, m := range append(workspace{c.goModule}, r.workspace.below(c.goModule)...) {
		change, changed := api.of(m).difference(before.of(m))
		if admits(last, c.version, change) {
			continue
		}
		what := "adds to the API, which asks for another minor version"
		if change == apiBroken {
			what = "breaks the API, which asks for another " + map[bool]string{true: "minor", false: "major"}[semver.Major(last) == "v0"] + " version"
		}
		return fmt.Errorf("%s: %s after %s %s; %d lines differ, the first is %s", c.name, c.version, last, what, len(changed), changed[0])
	}
	return nil
}

// apiAt reads docs/go-api as a commit has it.
func (r *releaser) apiAt(ctx context.Context, revision string) (publicAPI, error) {
	text, err := r.git(ctx, "ls-tree", "-r", "--name-only", "-z", revision, "--", apiDir+"/")
	if err != nil {
		return nil, err
	}
	api := publicAPI{}
	for name := range strings.SplitSeq(text, "\x00") {
		if path.Ext(name) != ".txt" {
			continue
		}
		data, err := r.raw(ctx, "cat-file", "blob", revision+":"+name)
		if err != nil {
			return nil, err
		}
		api[strings.TrimPrefix(name, apiDir+"/")] = parseAPI(string(data))
	}
	return api, nil
}

// remoteError is a remote that could not be asked.
type remoteError struct {
	remote string
	err    error
}

func (e *remoteError) Error() string {
	return fmt.Sprintf("the remote %s cannot be asked for its tags: %v", e.remote, e.err)
}
func (e *remoteError) Unwrap() error { return e.err }

// checkRemote looks for tags that only the remote has, and for commits of others.
func (r *releaser) checkRemote(ctx context.Context) error {
	text, err := r.origin.git(ctx, "ls-remote", r.remote, "refs/heads/"+r.branch, "refs/tags/*")
	if err != nil {
		return &remoteError{r.remote, err}
	}
	refs := map[string]string{}
	for _, line := range lines(text) {
		if id, name, ok := strings.Cut(line, "\t"); ok {
			refs[name] = id
		}
	}
	var problems []error
	for _, c := range r.candidates {
		if _, there := refs["refs/tags/"+c.tag(c.version)]; there {
			problems = append(problems, fmt.Errorf("%s: the remote %s has the tag %s already", c.name, r.remote, c.tag(c.version)))
		}
	}
	if head, there := refs["refs/heads/"+r.branch]; there {
		// A commit that is not here at all makes git fail, and means the same.
		if _, err := r.origin.git(ctx, "merge-base", "--is-ancestor", head, "HEAD"); err != nil {
			problems = append(problems, fmt.Errorf("%s of the remote %s has commits that are not here: pull first", r.branch, r.remote))
		}
	}
	return errors.Join(problems...)
}

// finish tells what would be tagged, or tags and pushes it.
func (r *releaser) finish(ctx context.Context, push bool) error {
	commits := map[string]string{}
	last := r.start
	for _, c := range r.candidates {
		m, err := r.module(c.name)
		if err != nil {
			return err
		}
		commits[c.tag(c.version)] = m.commit
		last = m.commit
	}
	subjects, err := r.git(ctx, "log", "--reverse", "--format=%h %s", r.start+".."+last)
	if err != nil {
		return err
	}
	for _, subject := range lines(subjects) {
		r.p.did("commit", "%s", subject)
	}
	for _, c := range r.candidates {
		r.p.did("tag", "%s at %.7s", c.tag(c.version), commits[c.tag(c.version)])
	}
	if !push {
		r.p.did("rehearsed", "nothing was kept and nothing pushed; `scripts/release --push` does it")
		return nil
	}
	return r.push(ctx, last, commits)
}

// push makes the rehearsed commits and tags the checkout's, and sends them in one go: either all of them arrive or none.
func (r *releaser) push(ctx context.Context, last string, commits map[string]string) (err error) {
	if _, err := r.origin.git(ctx, "fetch", "--quiet", "--no-tags", r.dir, last); err != nil {
		return err
	}
	var made []string
	defer func() {
		if err == nil {
			return
		}
		for _, name := range made {
			_, undo := r.origin.git(context.WithoutCancel(ctx), "tag", "--delete", name)
			err = errors.Join(err, undo)
		}
	}()
	for _, c := range r.candidates {
		name := c.tag(c.version)
		message := c.name + " " + c.version + "\n\n" + c.notes
		if _, err := r.origin.git(ctx, "tag", "--annotate", "--cleanup=whitespace", "--message", message, name, commits[name]); err != nil {
			return err
		}
		made = append(made, name)
	}
	args := []string{"push", "--quiet", "--atomic", r.remote, last + ":refs/heads/" + r.branch}
	for _, name := range made {
		args = append(args, "refs/tags/"+name)
	}
	if _, err := r.origin.git(ctx, args...); err != nil {
		return err
	}
	r.p.did("pushed", "%s and %s to %s", r.branch, strings.Join(slices.Sorted(maps.Keys(commits)), ", "), r.remote)
	pushed := made
	made = nil // The tags are public now, and stay whatever comes.
	if _, err := r.origin.git(ctx, "merge", "--quiet", "--ff-only", last); err != nil {
		return fmt.Errorf("%s is pushed, but this checkout did not follow: %w", strings.Join(pushed, ", "), err)
	}
	return nil
}
