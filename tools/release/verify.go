package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// consumerSource is a program that a user of the client could have written.
//
//go:embed consumer.go.txt
var consumerSource []byte

func (p program) runVerify(ctx context.Context, args []string) (err error) {
	flags, dir := p.flagSet("verify")
	keep := flags.Bool("keep", false, "leave the temporary directory, for a look")
	published := flags.Bool("published", false, "take the released modules from where users get them, instead of packing them")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	root, err := absolute(*dir)
	if err != nil {
		return err
	}
	s, err := p.openStage(ctx, root, false)
	if err != nil {
		return err
	}
	defer func() {
		if *keep {
			p.did("kept", "%s", s.temp)
			return
		}
		err = errors.Join(err, s.close())
		if err == nil {
			p.did("removed", "%s", s.temp)
		}
	}()
	if *published {
		return p.verifyPublished(ctx, s)
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	return p.verify(ctx, s)
}

// verify uses the packed modules as strangers would.
func (p program) verify(ctx context.Context, s *stage) error {
	clean, err := newCleanGo(ctx, filepath.Join(s.temp, "user"), s.packed.dir, p.environ)
	if err != nil {
		return err
	}
	client, err := s.module(clientModule)
	if err != nil {
		return err
	}
	command, err := s.module(commandModule)
	if err != nil {
		return err
	}
	return p.use(ctx, s, clean, client, command)
}

// verifyPublished does the same with what the user's own proxy and the checksum database have.
func (p program) verifyPublished(ctx context.Context, s *stage) error {
	clean, _, err := emptyGo(ctx, filepath.Join(s.temp, "user"), p.environ)
	if err != nil {
		return err
	}
	client, err := s.workspace.named(clientModule)
	if err != nil {
		return err
	}
	command, err := s.workspace.named(commandModule)
	if err != nil {
		return err
	}
	return p.use(ctx, s, clean,
		settledModule{goModule: client, version: s.versions.Modules[client.name]},
		settledModule{goModule: command, version: s.versions.Modules[command.name]})
}

func (p program) use(ctx context.Context, s *stage, clean cleanGo, client, command settledModule) error {
	if err := p.useClient(ctx, s, clean, client); err != nil {
		return fmt.Errorf("a program that imports %s: %w", client.name, err)
	}
	if err := p.useCommand(ctx, s, clean, command); err != nil {
		return fmt.Errorf("go install of %s: %w", command.name, err)
	}
	return nil
}

// useClient builds and runs a program outside the workspace.
func (p program) useClient(ctx context.Context, s *stage, clean cleanGo, m settledModule) error {
	dir := filepath.Join(s.temp, "consumer")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), consumerSource, 0o600); err != nil {
		return err
	}
	if _, err := clean.run(ctx, dir, "mod", "init", "consumer.invalid/program"); err != nil {
		return err
	}
	if _, err := clean.run(ctx, dir, "mod", "edit", "-require="+m.path+"@"+m.version); err != nil {
		return err
	}
	binary := filepath.Join(dir, executable("consumer", runtime.GOOS))
	if _, err := clean.run(ctx, dir, "build", "-mod=mod", "-trimpath", "-o", binary, "."); err != nil {
		return err
	}
	linked, err := s.checkProgram(binary, m)
	if err != nil {
		return err
	}
	p.did("built", "a program that imports only %s %s, outside the workspace: %d modules, checksums as in go.sum", m.path, m.version, linked)
	said, err := runIn(ctx, dir, p.environ, binary)
	if err != nil {
		return err
	}
	for _, line := range lines(said) {
		name, address, _ := strings.Cut(line, " ")
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" || !strings.HasPrefix(u.Host, name+"-api.") {
			return fmt.Errorf("it printed %q, which is no platform with its address", line)
		}
	}
	if said == "" {
		return errors.New("it printed no platform")
	}
	p.did("ran", "it: %d platforms with their addresses", len(lines(said)))
	return nil
}

// useCommand installs the command line the way its users do, and tries it.
func (p program) useCommand(ctx context.Context, s *stage, clean cleanGo, m settledModule) error {
	bin := filepath.Join(s.temp, "bin")
	if _, err := clean.with("GOBIN="+bin).run(ctx, s.temp, "install", "-trimpath", m.path+"/cmd/datto@"+m.version); err != nil {
		return err
	}
	binary := filepath.Join(bin, executable("datto", runtime.GOOS))
	linked, err := s.checkProgram(binary, m)
	if err != nil {
		return err
	}
	p.did("installed", "%s/cmd/datto@%s: %d modules, checksums as in go.sum", m.path, m.version, linked)
	home := filepath.Join(s.temp, "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		return err
	}
	environ := strangerEnviron(p.environ, home)
	if err := p.checkVersion(ctx, binary, m.version, environ); err != nil {
		return err
	}
	said, err := runIn(ctx, s.temp, environ, binary, "--demo", "device", "list")
	if err != nil {
		return err
	}
	if said == "" {
		return errors.New("`datto --demo device list` printed nothing")
	}
	p.did("ran", "datto --demo device list: %d lines", len(lines(said)))
	return nil
}

// checkVersion asks the command line for its version.
func (p program) checkVersion(ctx context.Context, binary, version string, environ []string) error {
	said, err := runIn(ctx, filepath.Dir(binary), environ, binary, "version")
	if err != nil {
		return err
	}
	if !containsWord(said, version) && !containsWord(said, strings.TrimPrefix(version, "v")) {
		return fmt.Errorf("`datto version` printed %q, want %s in it", said, version)
	}
	p.did("ran", "datto version: %s", strings.ReplaceAll(said, "\n", "; "))
	return nil
}

// checkProgram compares what is in a program with the go.sum of the module it was built from, and counts the modules.
func (s *stage) checkProgram(binary string, m settledModule) (int, error) {
	info, err := readBuildInfo(binary)
	if err != nil {
		return 0, err
	}
	sums, err := readSums(filepath.Join(s.dir, filepath.FromSlash(m.dir), "go.sum"))
	if err != nil {
		return 0, err
	}
	// A program of somebody else's has the module itself among what it is built from.
	own := make([]string, 0, 1)
	deps := info.Deps[:0:0]
	for _, dep := range info.Deps {
		if dep.Path == m.path {
			own = append(own, dep.Version)
			continue
		}
		deps = append(deps, dep)
	}
	if info.Main.Path == m.path {
		own = append(own, info.Main.Version)
	}
	if len(own) != 1 || own[0] != m.version {
		return 0, fmt.Errorf("%s is built from %s %q, want %s", filepath.Base(binary), m.path, own, m.version)
	}
	linked := len(deps) + 1
	info.Deps = deps
	return linked, checkSums(info, sums)
}

// containsWord says whether text has the word, with nothing that could make it another version on either side.
func containsWord(text, word string) bool {
	for field := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;:()\"", r) }) {
		if field == word {
			return true
		}
	}
	return false
}

// executable is the name of a program's file.
func executable(name, goos string) string {
	if goos == "windows" {
		return name + ".exe"
	}
	return name
}
