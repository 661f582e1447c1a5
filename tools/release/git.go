package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// A repository is a place where git runs.
type repository struct {
	dir     string
	environ []string
}

func newRepository(dir string, environ []string) repository {
	// A hook or an alias of git's runs its children with these set; they would turn every command back on the outer repository.
	environ = without(environ, func(name string) bool {
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR":
			return true
		}
		return false
	})
	return repository{dir: dir, environ: append(environ, "LC_ALL=C")}
}

// git runs one command and returns what it printed, without the newline at the end.
func (r repository) git(ctx context.Context, args ...string) (string, error) {
	data, err := r.raw(ctx, args...)
	return trimmed(data), err
}

// raw runs one command and returns what it printed, byte for byte.
func (r repository) raw(ctx context.Context, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", args...) //nolint:gosec // The arguments are ours; none is a line typed by a stranger.
	command.Dir = r.dir
	command.Env = r.environ
	return output(ctx, command, "git "+args[0])
}

// succeeds tells an answer of no (status 1) from a failure.
func (r repository) succeeds(ctx context.Context, args ...string) (bool, error) {
	_, err := r.git(ctx, args...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		return false, nil
	}
	return err == nil, err
}

// tagExists says whether there is a tag of that name here.
func (r repository) tagExists(ctx context.Context, name string) (bool, error) {
	return r.succeeds(ctx, "show-ref", "--verify", "--quiet", "refs/tags/"+name)
}

// lines splits what a command printed.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// output runs a command; its error tells the end of what the command said about it.
func output(ctx context.Context, command *exec.Cmd, what string) ([]byte, error) {
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		said := strings.TrimSpace(stderr.String())
		const most = 2000
		if len(said) > most {
			said = "… " + said[len(said)-most:]
		}
		return nil, fmt.Errorf("%s: %w: %s", what, err, said)
	}
	return stdout.Bytes(), nil
}

// trimmed is the text of what a command printed, without the newline at the end.
func trimmed(data []byte) string {
	return strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
}

// without leaves out the variables whose name is unwanted.
func without(environ []string, unwanted func(name string) bool) []string {
	var out []string
	for _, variable := range environ {
		name, _, _ := strings.Cut(variable, "=")
		if !unwanted(strings.ToUpper(name)) {
			out = append(out, variable)
		}
	}
	return out
}
