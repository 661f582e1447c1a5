package cmd

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// demoTimeScale is how much faster than real time the simulation of --demo runs.
const demoTimeScale = 20

// gcPercent is for lists, which pass through and leave much behind: collecting it more
// often than by default costs nothing that can be measured and saves memory. Set at the
// start, it would make every command collect once before it does anything.
const gcPercent = 50

// Main runs the program and returns its exit status. version is that of a released
// binary, empty for any other.
func Main(version string) int {
	// With the default, a reader that has had enough ends the program before it
	// can tidy up the terminal.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second interrupt ends the program at once.
	context.AfterFunc(ctx, stop)
	f := &factory.Factory{
		Streams: terminal.System(os.Getenv),
		Getenv:  os.Getenv,
		Now:     time.Now,
		Version: versionOf(version),
		Keyring: credential.NewSystemKeyring(),
		// Jobs take half a minute or so: nobody wants to wait for a simulated one.
		Demo: simulator.Config{TimeScale: demoTimeScale},
	}
	if os.Getenv("GOGC") == "" {
		f.GCPercent = gcPercent
	}
	return Run(ctx, f, os.Args[1:])
}

// Run runs the program with args and returns its exit status.
func Run(ctx context.Context, f *factory.Factory, args []string) int {
	f.Streams.LetGo(ctx)
	root := NewRoot(f)
	root.SetArgs(args)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		addCompletion(f, root)
	}
	help := &keptError{Writer: f.Streams.Out}
	root.SetOut(help)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = help.err
	}
	f.Progress().Stop()
	report := exitcode.For(nameReadOnly(f, root, err))
	report.Print(f.Streams.Err, f.Streams.ErrColored)
	return report.Code
}

// keptError keeps the first error of a writer whose user drops errors, as cobra does
// when it prints help.
type keptError struct {
	io.Writer

	err error
}

// Write writes and keeps the error.
func (k *keptError) Write(p []byte) (int, error) {
	n, err := k.Writer.Write(p)
	if k.err == nil {
		k.err = err
	}
	return n, err
}

// nameReadOnly adds to a refused write what refuses it.
func nameReadOnly(f *factory.Factory, root *cobra.Command, err error) error {
	if !errors.Is(err, datto.ErrReadOnly) {
		return err
	}
	setting, failure := config.Find("read_only")
	if failure != nil {
		return err
	}
	file, failure := f.Config()
	if failure != nil {
		return err
	}
	profile := ""
	if selected, failure := file.Select(f.Flags.Profile, f.Getenv); failure == nil && !f.Flags.Demo {
		profile = selected.Profile
	}
	var steps []string
	for _, place := range (config.Sources{Flags: root.PersistentFlags(), Getenv: f.Getenv, File: file, Profile: profile}).On(setting) {
		switch place {
		case "--" + setting.Flag:
			steps = append(steps, "leave out "+place)
		case setting.Env:
			steps = append(steps, "unset "+place)
		case "profile " + profile:
			steps = append(steps, "run datto config unset read_only --profile "+profile)
		default:
			steps = append(steps, "run datto config unset read_only")
		}
	}
	if len(steps) == 0 {
		return err
	}
	return &exitcode.HintedError{Err: err, Hint: "to allow writes: " + strings.Join(steps, ", and ")}
}

func versionOf(release string) string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
