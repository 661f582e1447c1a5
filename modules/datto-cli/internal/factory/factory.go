// Package factory makes what commands work with: streams, clock, environment,
// account, client. Everything that a run learns from the world comes through a
// [Factory], so that a command can be run in a test beside others.
package factory

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/tokencache"
)

// Factory makes what commands work with. It serves one run of the program,
// on one goroutine.
type Factory struct {
	// Streams are the standard streams.
	Streams *terminal.Streams
	// Getenv reads a variable of the environment.
	Getenv func(name string) string
	// Now is the clock.
	Now func() time.Time
	// Version is the version of the program.
	Version string
	// Transport stands in for the network. Nil means the network.
	Transport http.RoundTripper
	// Keyring keeps secrets. Nil means the system's.
	Keyring credential.Store
	// Demo is the simulation that --demo works on.
	Demo simulator.Config
	// Retry says when failed requests are repeated. Nil means as the client does.
	Retry datto.Retry
	// OpenPage opens a page in a browser. Nil means the system's.
	OpenPage func(ctx context.Context, address string) error
	// GCPercent is the percentage of the garbage collector from the first client on.
	// Zero leaves it as it is.
	GCPercent int
	// Flags are the flags that all commands have.
	Flags Flags

	once struct {
		directories, config, demo, uncached sync.Once
	}
	directories    config.Directories
	directoriesErr error
	file           *config.File
	fileErr        error
	demo           *simulator.Simulator
	progress       *terminal.Progress
	readOnly       bool
}

// Flags are the flags that all commands have.
type Flags struct {
	Demo     bool
	Profile  string
	Platform string
	BaseURL  string
	Budget   Share
	ReadOnly bool
	Quiet    bool
	Debug    bool
}

// AddFlags declares the flags.
func (f *Flags) AddFlags(flags *pflag.FlagSet) {
	f.Budget = 1
	flags.BoolVar(&f.Demo, "demo", false, "Use a simulated account, new on each run: no credentials, no network")
	flags.StringVar(&f.Profile, "profile", "", "Use the credentials and settings of the profile with this `name`")
	flags.StringVar(&f.Platform, "platform", "", "The `name` of the account's platform (see datto platform list)")
	flags.StringVar(&f.BaseURL, "base-url", "", "The `URL` of the API, instead of the platform's own")
	flags.Var(&f.Budget, "budget", "Use at most this `share` of the account's request budget, such as 0.5 or 50%")
	flags.BoolVar(&f.ReadOnly, "read-only", false, "Refuse every command that would change anything")
	flags.BoolVar(&f.Quiet, "quiet", false, "Do not show progress")
	flags.BoolVar(&f.Debug, "debug", false, "Log each request to standard error, without secrets")
}

// Choice is what the flags say about the account.
func (f *Factory) Choice() account.Choice {
	return account.Choice{Profile: f.Flags.Profile, Platform: f.Flags.Platform, BaseURL: f.Flags.BaseURL}
}

// Directories are where the program keeps its files.
func (f *Factory) Directories() (config.Directories, error) {
	f.once.directories.Do(func() { f.directories, f.directoriesErr = config.Locate(f.Getenv) })
	return f.directories, f.directoriesErr
}

// Config reads the file of settings, once. Where there is no place for files it is
// empty: a job of the system has no home, and no need of one.
func (f *Factory) Config() (*config.File, error) {
	f.once.config.Do(func() {
		dirs, err := f.Directories()
		if err != nil {
			f.file = &config.File{}
			return
		}
		f.file, f.fileErr = config.Load(dirs.Settings())
	})
	return f.file, f.fileErr
}

// Credentials finds and keeps credentials. Nothing is read before it is asked.
// Where there is no place for files they come from the environment alone.
func (f *Factory) Credentials() (*credential.Source, error) {
	keyring := f.Keyring
	if keyring == nil {
		keyring = credential.NewKeyring()
	}
	source := &credential.Source{Getenv: f.Getenv, Config: f.Config, Stores: credential.Stores{Keyring: keyring}}
	dirs, err := f.Directories()
	if dirs.Moved {
		source.Stores.Keyring = credential.Within(dirs.Config, keyring)
	}
	if err == nil {
		source.Stores.File = credential.NewPrivateFile(dirs.Credentials())
		source.Tokens = tokencache.New(dirs.Tokens(), f.Now)
	} else {
		source.Tokens = tokencache.None(err, f.Now)
	}
	source.Tokens.Warn = f.warnUncached
	return source, nil
}

// warnUncached says, once, that each run asks for a token of its own and knows
// nothing of a block.
func (f *Factory) warnUncached(err error) {
	f.once.uncached.Do(func() {
		text := "tokens and blocks are not kept for the next run: " + err.Error()
		if step, ok := errors.AsType[interface {
			error
			NextStep() string
		}](err); ok {
			text += "; " + step.NextStep()
		}
		_, _ = io.WriteString(f.Streams.Err, "datto: warning: "+terminal.Line(text)+"\n")
	})
}

// Account is the account that the command works on.
func (f *Factory) Account(ctx context.Context) (*account.Account, error) {
	if f.Flags.Demo {
		return f.demoAccount(), nil
	}
	source, err := f.Credentials()
	if err != nil {
		return nil, err
	}
	return source.Account(ctx, f.Choice())
}

// demoHost is a name that exists nowhere: what is meant for the simulation can
// go nowhere else.
const demoHost = "demo.invalid"

func (f *Factory) demoAccount() *account.Account {
	a := &account.Account{Source: "the simulation", BaseURL: "https://" + demoHost + "/api"}
	a.Credentials.APIKey, a.Credentials.APISecret = f.Simulation().Credentials()
	return a
}

// Simulation is the simulated account of --demo.
func (f *Factory) Simulation() *simulator.Simulator {
	f.once.demo.Do(func() { f.demo = simulator.New(f.Demo) })
	return f.demo
}

// Progress is the progress line. It is nil when there is nobody to see it. It is
// to be asked for before anything is printed, because that goes around it, and it
// begins with the first client.
func (f *Factory) Progress() *terminal.Progress {
	if f.progress == nil && !f.Flags.Debug {
		f.progress = terminal.NewProgress(f.Streams, f.Now, f.Flags.Quiet)
	}
	return f.progress
}

// Client returns a client for the account.
func (f *Factory) Client(ctx context.Context) (*datto.Client, error) {
	a, err := f.Account(ctx)
	if err != nil {
		return nil, err
	}
	f.readOnly = a.ReadOnly || f.Flags.ReadOnly
	if f.GCPercent != 0 {
		debug.SetGCPercent(f.GCPercent)
	}
	client, err := datto.NewClient(a.Platform, a.Credentials, f.clientOptions(a)...)
	if err == nil {
		f.Progress().Watch(outlook(client.Limits))
		f.Progress().Start()
	}
	return client, err
}

// ReadOnly reports whether writes are refused. It is known once a client was made.
func (f *Factory) ReadOnly() bool { return f.readOnly || f.Flags.ReadOnly }

// HTTPOptions are the options of every client, whoever's account it is for: how it
// reaches the network, and whom it tells of that.
func (f *Factory) HTTPOptions() []datto.Option {
	options := []datto.Option{datto.WithUserAgent("datto-cli/" + f.Version + " (+https://github.com/datto-go/datto-rmm)")}
	switch {
	case f.Flags.Demo:
		options = append(options, datto.WithHTTPClient(&http.Client{Transport: f.Simulation().Transport()}))
	case f.Transport != nil:
		options = append(options, datto.WithHTTPClient(&http.Client{Transport: f.Transport}))
	}
	if f.Flags.Debug {
		options = append(options, datto.WithLogger(slog.New(slog.NewTextHandler(f.Streams.Err, &slog.HandlerOptions{
			Level: slog.LevelDebug, ReplaceAttr: f.plainTime,
		}))))
	}
	return options
}

func (f *Factory) clientOptions(a *account.Account) []datto.Option {
	progress := f.Progress()
	options := append(f.HTTPOptions(),
		datto.WithBudget(float64(f.Flags.Budget)),
		datto.WithRetry(f.retry(progress)),
		datto.WithHook(func(_ context.Context, event datto.Event) {
			switch event := event.(type) {
			case datto.Attempt:
				progress.Call()
			case datto.ListProgress:
				progress.Read(event.Pages, event.Rows, event.Total)
			}
		}),
	)
	if a.BaseURL != "" {
		options = append(options, datto.WithBaseURL(a.BaseURL))
	}
	if a.Tokens != nil {
		options = append(options, datto.WithTokenStore(a.Tokens))
	}
	if a.ReadOnly || f.Flags.ReadOnly {
		options = append(options, datto.WithReadOnly())
	}
	if a.Observe != nil {
		options = append(options, datto.WithHook(func(ctx context.Context, event datto.Event) {
			// What cannot be noted is met again by the next run.
			_ = a.Observe(ctx, event)
		}))
	}
	return options
}

// retry is the policy of repeats, which tells the progress line why nothing
// happens.
func (f *Factory) retry(progress *terminal.Progress) datto.Retry {
	var policy datto.Retry = datto.DefaultRetry()
	if f.Retry != nil {
		policy = f.Retry
	}
	return explainedRetry{policy, progress}
}

type explainedRetry struct {
	datto.Retry

	progress *terminal.Progress
}

// Backoff passes the decision on and notes the reason for the wait.
func (r explainedRetry) Backoff(failure datto.Failure) (time.Duration, bool) {
	wait, again := r.Retry.Backoff(failure)
	if again {
		why := "no whole answer, trying again"
		switch {
		case failure.StatusCode == http.StatusTooManyRequests:
			why = "rate limit"
		case failure.StatusCode >= http.StatusInternalServerError:
			why = "server error, trying again"
		}
		r.progress.Waiting(why, wait)
	}
	return wait, again
}

// plainTime shortens the time of a log line to what somebody who watches needs.
func (f *Factory) plainTime(_ []string, attr slog.Attr) slog.Attr {
	if attr.Key == slog.TimeKey {
		return slog.String(slog.TimeKey, f.Now().UTC().Format("15:04:05.000"))
	}
	return attr
}

// Listen opens a port on this machine.
func (f *Factory) Listen(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	return lc.Listen(ctx, "tcp", address)
}
