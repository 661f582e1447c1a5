// Command specsync keeps openapi/vendor.json: what the vendor's OpenAPI documents declare, in canonical form, for every build read so far.
//
//	specsync [--from FILE]… [--platform NAME | --base-url URL] [--out FILE] [--chdir DIR] [--require-fresh]
//
// It reads documents from files, from one platform, or without either from every platform, makes them canonical (canonical.go), unites them with what is there
// (merge.go), writes the file aside and then in place (write.go), and prints what changed (drift.go).
//
// The file is a function of the set of documents read: neither the order of reading nor reading again changes a byte. Each build's document in canonical form can be
// had back from it; that is what `x-missing-from`, `x-enum-missing-from`, `x-differs-in` and `x-shape-in` are for. Two things are not told apart by build: an error
// without a body of its own has the body ErrorResponse as soon as one build declares that schema, and an inlined answer is its component (inline.go).
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := program{stdout: os.Stdout, stderr: os.Stderr, platforms: platforms(), fetcher: newFetcher()}.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// Exit statuses.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// program is specsync with its surroundings, which tests replace.
type program struct {
	stdout    io.Writer
	stderr    io.Writer
	platforms []platform
	fetcher   *fetcher
}

type options struct {
	from         []string
	platform     string
	baseURL      string
	out          string
	chdir        string
	requireFresh bool
}

// reading is a document and where it came from.
type reading struct {
	source   string
	document *document
}

func (p program) run(ctx context.Context, args []string) int {
	opts, err := p.options(args)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		return exitUsage
	}
	if err := p.sync(ctx, opts); err != nil {
		p.complain(err.Error())
		return exitError
	}
	return exitOK
}

func (p program) options(args []string) (options, error) {
	var opts options
	flags := flag.NewFlagSet("specsync", flag.ContinueOnError)
	flags.SetOutput(p.stderr)
	flags.Func("from", "read the document in `FILE`; may be given several times", func(name string) error {
		opts.from = append(opts.from, name)
		return nil
	})
	flags.StringVar(&opts.platform, "platform", "", "read the document of the platform `NAME`")
	flags.StringVar(&opts.baseURL, "base-url", "", "read the document of the API at `URL` (https, or http on loopback)")
	flags.StringVar(&opts.out, "out", filepath.Join("..", "openapi", "vendor.json"), "the `FILE` to keep")
	flags.StringVar(&opts.chdir, "chdir", "", "the `DIR` that names given to --from start in")
	flags.BoolVar(&opts.requireFresh, "require-fresh", false, "fail when no platform answers, or when one answers what is no document")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	sources := 0
	for _, given := range []bool{len(opts.from) > 0, opts.platform != "", opts.baseURL != ""} {
		if given {
			sources++
		}
	}
	var err error
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected %q; a file is given as --from %s", flags.Arg(0), flags.Arg(0))
	case sources > 1:
		err = errors.New("--from, --platform and --base-url exclude each other")
	}
	if err != nil {
		p.complain(err.Error())
	}
	return opts, err
}

// complain writes one line for people.
func (p program) complain(text string) {
	// Nothing can be done when the error stream is gone.
	_, _ = fmt.Fprintln(p.stderr, "sync:", strings.ReplaceAll(text, "\n", " "))
}

func (p program) sync(ctx context.Context, opts options) error {
	known, before, err := readVendorFile(opts.out)
	if err != nil {
		return err
	}
	readings, err := p.read(ctx, opts, len(known) > 0)
	if err != nil || len(readings) == 0 {
		return err
	}
	reports := known.take(readings)
	data, err := known.encode()
	if err != nil {
		return err
	}
	state := "no change"
	if !bytes.Equal(data, before) {
		if err := replaceFile(opts.out, data); err != nil {
			return err
		}
		state = "written"
	}
	var told strings.Builder
	for _, r := range reports {
		told.WriteString(r.String())
	}
	told.WriteString(filepath.ToSlash(opts.out) + ": " + state + "\n")
	_, err = io.WriteString(p.stdout, told.String())
	return err
}

func (p program) read(ctx context.Context, opts options, canKeep bool) ([]reading, error) {
	switch {
	case len(opts.from) > 0:
		return readFiles(opts.from, opts.chdir)
	case opts.platform != "":
		one, err := platformNamed(opts.platform, p.platforms)
		if err != nil {
			return nil, err
		}
		return p.readPlatform(ctx, one)
	case opts.baseURL != "":
		one, err := platformAt(opts.baseURL)
		if err != nil {
			return nil, err
		}
		return p.readPlatform(ctx, one)
	}
	return p.readPlatforms(ctx, opts, canKeep)
}

func readFiles(names []string, dir string) ([]reading, error) {
	var out []reading
	for _, name := range names {
		path := name
		if dir != "" && !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		data, err := readFileBounded(path)
		if err != nil {
			return nil, err
		}
		doc, err := canonicalise(data)
		if err == nil && doc.build == "" {
			err = doc.namesNoBuild()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, reading{source: filepath.Base(name), document: doc})
	}
	return out, nil
}

func readFileBounded(path string) (data []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	data, err = readBounded(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return data, nil
}

// readPlatform reads the one platform that was asked for: that it does not answer is an error.
func (p program) readPlatform(ctx context.Context, from platform) ([]reading, error) {
	a := p.fetcher.fetchPlatform(ctx, from)
	for _, remark := range a.remarks {
		p.complain(from.name + ": " + remark)
	}
	if err := errors.Join(a.unavailable, a.refused); err != nil {
		return nil, fmt.Errorf("%s: %w", from.name, err)
	}
	return []reading{{source: from.name, document: a.document}}, nil
}

// readPlatforms reads what can be had. Without any network that is nothing, and no error: the file that is there goes on to serve.
func (p program) readPlatforms(ctx context.Context, opts options, canKeep bool) ([]reading, error) {
	var out []reading
	var refused, unavailable []error
	for _, a := range p.fetcher.fetchAll(ctx, p.platforms) {
		for _, remark := range a.remarks {
			p.complain(a.platform.name + ": " + remark)
		}
		switch {
		case a.refused != nil:
			refused = append(refused, fmt.Errorf("%s: %w", a.platform.name, a.refused))
		case a.unavailable != nil:
			unavailable = append(unavailable, fmt.Errorf("%s: %w", a.platform.name, a.unavailable))
		default:
			out = append(out, reading{source: a.platform.name, document: a.document})
		}
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if len(refused) > 0 && (opts.requireFresh || len(out) == 0) {
		return nil, firstOf(refused)
	}
	if len(out) == 0 {
		kept := fmt.Sprintf("no platform could be read (%s)", firstOf(unavailable))
		if opts.requireFresh || !canKeep {
			return nil, errors.New(kept)
		}
		p.complain(kept + "; " + filepath.ToSlash(opts.out) + " stays as it is")
		return nil, nil
	}
	for _, err := range slices.Concat(refused, unavailable) {
		p.complain("not read: " + err.Error())
	}
	return out, nil
}

// firstOf is the first error, and how many like it there are.
func firstOf(all []error) error {
	if len(all) == 1 {
		return all[0]
	}
	return fmt.Errorf("%w; and %d more", all[0], len(all)-1)
}

// readVendorFile reads the file that is kept. One that does not exist is an empty one.
func readVendorFile(path string) (vendorFile, []byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return vendorFile{}, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	file, err := decodeVendorFile(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w; restore the committed file and sync again", filepath.ToSlash(path), err)
	}
	return file, data, nil
}

// take adds what was read, build by build, and reports on each.
func (v vendorFile) take(readings []reading) []report {
	byBuild := map[build][]reading{}
	for _, r := range readings {
		byBuild[r.document.build] = append(byBuild[r.document.build], r)
	}
	var reports []report
	for _, b := range slices.SortedFunc(maps.Keys(byBuild), compareBuilds) {
		before := newNode()
		if len(v) > 0 {
			before = combine(v).whole()
		}
		rep := report{build: b, first: len(v) == 0, isNew: v[b] == nil}
		for _, r := range byBuild[b] {
			rep.sources = append(rep.sources, r.source)
			rep.notKept = append(rep.notKept, r.document.notKept...)
			if v.add(b, r.document.tree) {
				rep.changed = true
			}
		}
		slices.Sort(rep.notKept)
		rep.notKept = slices.Compact(rep.notKept)
		rep.added = compareTrees(before, v[b]).lacks
		rep.otherwise = compareTrees(v[b], before).otherwise
		reports = append(reports, rep)
	}
	// What a build lacks shows only against all the others.
	all := combine(v).whole()
	for i := range reports {
		lacking := compareTrees(v[reports[i].build], all)
		reports[i].missing = lacking.lacks
		for _, f := range lacking.otherwise {
			if !slices.Contains(reports[i].otherwise, f) {
				reports[i].otherwise = append(reports[i].otherwise, f)
			}
		}
	}
	return reports
}
