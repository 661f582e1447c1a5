// Command release makes releases of the published modules, and rehearses them.
//
//	release verify [--keep] [--published]      use the modules as their users will: from a proxy, in a clean module cache
//	release build [--out DIR] [--tag TAG] [--verify-reproducible]
//	                                           build the command line for every platform, with archives, SBOMs and checksums
//	release tag [--push] [--remote NAME]       check that versions.yaml can be released; with --push, do it
//	release notes MODULE                       print what the changelog says about the version of MODULE
//	release api [--check]                      write docs/go-api, or fail when it is not what the packages export
//	release toolchain                          print the release of Go that builds the command line, as GOTOOLCHAIN wants it
//
// Which versions are meant is said in versions.yaml and nowhere else. All work is done in a temporary clone (stage.go): the checkout it is run in is read, and
// changed only by `tag --push` and `api`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := program{stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), targets: releaseTargets()}.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// Exit statuses.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// program is the command with its surroundings, which tests replace.
type program struct {
	stdout  io.Writer
	stderr  io.Writer
	environ []string
	targets []target
}

// did prints one line about one step that was done.
func (p program) did(verb, format string, args ...any) {
	// A release does not fail because nobody can read of it.
	_, _ = fmt.Fprintf(p.stdout, "%-10s %s\n", verb, fmt.Sprintf(format, args...))
}

// complain tells what went wrong.
func (p program) complain(text string) { _, _ = fmt.Fprintln(p.stderr, "release:", text) }

func (p program) run(ctx context.Context, args []string) int {
	verbs := map[string]func(context.Context, []string) error{
		"verify":    p.runVerify,
		"build":     p.runBuild,
		"tag":       p.runTag,
		"notes":     p.runNotes,
		"api":       p.runAPI,
		"toolchain": p.runToolchain,
	}
	if len(args) == 0 || verbs[args[0]] == nil {
		p.complain("want verify, build, tag, notes, api or toolchain; see the comment at the top of tools/release/main.go")
		return exitUsage
	}
	var bad *usageError
	switch err := verbs[args[0]](ctx, args[1:]); {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &bad):
		p.complain(err.Error())
		return exitUsage
	default:
		p.complain(err.Error())
		return exitError
	}
}

// usageError is a mistake in the arguments.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// flagSet is the flags of one verb, with those that all verbs have.
func (p program) flagSet(verb string) (*flag.FlagSet, *string) {
	flags := flag.NewFlagSet("release "+verb, flag.ContinueOnError)
	flags.SetOutput(p.stderr)
	root := flags.String("root", "..", "the repository's `DIR`")
	return flags, root
}

// parse reads the arguments of one verb, which takes so many besides its flags.
func parse(flags *flag.FlagSet, args []string, others int) error {
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &usageError{err}
	}
	if flags.NArg() != others {
		return &usageError{fmt.Errorf("%s takes %d arguments besides its flags, got %q", flags.Name(), others, flags.Args())}
	}
	return nil
}

// absolute is the repository's root with no relative part, for commands that run elsewhere.
func absolute(root string) (string, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	// The go command and git resolve links, and compare paths as text.
	return filepath.EvalSymlinks(root)
}
