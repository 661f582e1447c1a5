package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
)

// login is one call of the command.
type login struct {
	*command.Call

	key             string
	secretStdin     bool
	probe           bool
	insecureStorage bool
	yes             bool

	profile     string
	credentials datto.Credentials
}

func newLogin(f *factory.Factory) *cobra.Command {
	l := &login{}
	cmd := &cobra.Command{
		Use:   "login [--profile <name>] {--platform <name> | --base-url <url> | --probe} [flags]",
		Short: "Check and store an API key",
		Long: `Ask for an API key and its secret, check them, and store them as a profile.

The check is one token request and one read of the account. The key is stored in
the system's keyring or, if there is none, in a file that only you can read; the
command says which. From then on it is sent to this platform only.

Without --profile, the current profile is used, or "default" if there is none.
The first profile becomes the active one.

The secret is prompted for, or read from standard input with --secret-stdin.
There is no flag for it, because other users of this machine could see it.`,
		Example: `  datto auth login --profile acme --platform merlot
  datto auth login --profile acme --platform merlot --key ACMEKEY --secret-stdin`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			l.Call = command.NewCall(f, cmd, args)
			return l.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&l.key, "key", "", "The API `key` (default: prompt for it)")
	flags.BoolVar(&l.secretStdin, "secret-stdin", false, "Read the API secret from standard input")
	flags.BoolVar(&l.probe, "probe", false, "Find the platform: send the key to each of the vendor's in turn, until one accepts it")
	flags.BoolVar(&l.insecureStorage, "insecure-storage", false, "Store the credentials in a file that only you can read, instead of the keyring")
	flags.BoolVarP(&l.yes, "yes", "y", false, "Skip the confirmation when the profile belongs to another address")
	command.AddExplain(cmd)
	return command.Calls(cmd, "GET /v2/account")
}

func (l *login) run(ctx context.Context) error {
	if l.Flags.Demo {
		say(l.Factory, "the simulation needs no login: nothing was stored")
		return nil
	}
	if l.probe && (l.Flags.Platform != "" || l.Flags.BaseURL != "") {
		return command.Usage(l.Command, errors.New("--probe finds the platform: leave out --platform and --base-url"))
	}
	if explained, err := command.Explain(l.Call, l.steps()...); explained || err != nil {
		return err
	}
	source, err := l.Credentials()
	if err != nil {
		return err
	}
	file, err := l.Config()
	if err != nil {
		return err
	}
	dirs, err := l.Directories()
	if err != nil {
		return err
	}
	if err := l.chooseProfile(file); err != nil {
		return err
	}
	insecure, err := l.insecure(file)
	if err != nil {
		return err
	}
	address, err := l.address(ctx, file)
	if err != nil {
		return err
	}
	if !l.probe {
		if err := l.confirm(ctx, file, address); err != nil {
			return err
		}
	}
	if err := source.CanKeep(dirs.Settings(), insecure); err != nil {
		return err
	}
	if err := l.askForCredentials(ctx); err != nil {
		return err
	}
	verified, err := l.verify(ctx, source, address)
	if err != nil {
		return err
	}
	if l.probe {
		if err := l.confirm(ctx, file, verified.Address); err != nil {
			return err
		}
	}
	kept, err := source.Keep(ctx, dirs.Settings(), l.profile, verified, insecure)
	if err != nil {
		return err
	}
	l.announce(verified, kept, dirs)
	return nil
}

// steps are the calls by which the credentials are checked.
func (l *login) steps() []command.Step {
	token := command.Once(command.TokenOperation, "a new one")
	if l.probe {
		token.Most = len(datto.Platforms())
		token.Why = "one a platform until one accepts the key"
	}
	return []command.Step{token, command.Once("GET /v2/account", "")}
}

// chooseProfile settles what the profile is called. Credentials in the
// environment do not: they are about to be replaced by it.
func (l *login) chooseProfile(file *config.File) error {
	for _, name := range []string{l.Flags.Profile, l.Getenv("DATTO_PROFILE"), file.Active, defaultProfile} {
		if name != "" {
			l.profile = name
			if err := config.CheckProfileName(name); err != nil {
				return command.Usage(l.Command, err)
			}
			return file.CheckNewName(name)
		}
	}
	return nil
}

func (l *login) insecure(file *config.File) (bool, error) {
	setting, err := config.Find("keyring")
	if err != nil {
		return false, err
	}
	value, err := config.Sources{Getenv: l.Getenv, File: file, Profile: l.profile}.Lookup(setting)
	return l.insecureStorage || value.Text == "false", err
}

// address is where the key belongs: what the flags say, or the profile as it is,
// or the environment. It is zero when the platform is to be found.
func (l *login) address(ctx context.Context, file *config.File) (config.Address, error) {
	if l.probe {
		return config.Address{}, nil
	}
	address, err := config.FlagAddress(l.Flags.Platform, l.Flags.BaseURL)
	if err != nil {
		return config.Address{}, command.Usage(l.Command, err)
	}
	if !address.IsZero() {
		return address, nil
	}
	environment, variable, err := config.EnvironmentAddress(l.Getenv)
	if p := file.Profiles[l.profile]; p != nil && !p.Address.IsZero() {
		if err == nil && !environment.IsZero() && environment.BaseURL != p.Address.BaseURL {
			say(l.Factory, "note: profile %s is for %s, and the key goes there; %s is ignored", l.profile, p.Address, variable)
		}
		return p.Address, nil
	}
	if err != nil || !environment.IsZero() {
		return environment, err
	}
	answer, err := l.Streams.Ask(ctx, "Platform ("+platformNames()+"): ")
	if err != nil || answer == "" {
		return config.Address{}, l.missing("--platform or --base-url", err)
	}
	address, err = config.FlagAddress(answer, "")
	if err != nil {
		return config.Address{}, command.Usage(l.Command, err)
	}
	return address, nil
}

func platformNames() string {
	names := make([]string, 0, len(datto.Platforms()))
	for _, p := range datto.Platforms() {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}

// missing is the error for what was neither given nor answered.
func (l *login) missing(what string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, io.EOF):
		return &exitcode.CancelledError{Done: "nothing was stored"}
	}
	return command.Usage(l.Command, fmt.Errorf("%s is missing", what))
}

func (l *login) askForCredentials(ctx context.Context) (err error) {
	l.credentials.APIKey = strings.TrimSpace(l.key)
	if l.credentials.APIKey == "" {
		l.credentials.APIKey, err = l.Streams.Ask(ctx, "API key: ")
		if err != nil || l.credentials.APIKey == "" {
			return l.missing("--key", err)
		}
	}
	const question = "API secret (not shown): "
	switch {
	case l.secretStdin && l.Streams.InTTY:
		l.credentials.APISecret, err = l.Streams.TypedSecret(ctx, question)
	case l.secretStdin:
		l.credentials.APISecret, err = l.readSecret(ctx)
		return err
	default:
		l.credentials.APISecret, err = l.Streams.AskSecret(ctx, question)
	}
	if err != nil || l.credentials.APISecret == "" {
		return l.missing("the secret, which can come from --secret-stdin,", err)
	}
	return nil
}

// longestSecret bounds what is read from standard input.
const longestSecret = 4 << 10

// readSecret reads one line from standard input.
func (l *login) readSecret(ctx context.Context) (string, error) {
	text, err := l.Streams.ReadText(ctx, longestSecret)
	text = strings.TrimSpace(text)
	switch {
	case errors.Is(err, context.Canceled):
		return "", err
	case err != nil:
	case text == "":
		err = errors.New("standard input holds no secret")
	case strings.ContainsAny(text, "\r\n"):
		err = errors.New("standard input holds more than the secret: it must be one line")
	case strings.ContainsFunc(text, unicode.IsControl):
		err = errors.New("standard input holds characters that no secret has: it must be text, as UTF-8 or with a byte-order mark")
	default:
		return text, nil
	}
	return "", &exitcode.HintedError{
		Err: err, Hint: "give it the secret alone, such as from a file: datto auth login --secret-stdin < FILE",
	}
}

func (l *login) verify(ctx context.Context, source *credential.Source, address config.Address) (*credential.Verified, error) {
	if !l.probe {
		return source.Verify(ctx, address, l.credentials, l.HTTPOptions()...)
	}
	verified, err := source.Probe(ctx, l.credentials, func(p datto.Platform) { say(l.Factory, "trying platform %s", p) }, l.HTTPOptions()...)
	if auth, ok := errors.AsType[*datto.AuthError](err); ok && auth.Refused {
		return nil, &exitcode.HintedError{
			Err:  fmt.Errorf("no platform took the credentials: %w", err),
			Hint: "check key and secret, and that API access is switched on (Setup > Global Settings > Access Control)",
		}
	}
	return verified, err
}

// confirm asks before a profile's name comes to mean another account's address.
// Scripts that use the name would not notice.
func (l *login) confirm(ctx context.Context, file *config.File, address config.Address) error {
	p := file.Profiles[l.profile]
	if l.yes || p == nil || p.Store == "" || p.Address.BaseURL == address.BaseURL {
		return nil
	}
	question := fmt.Sprintf("Profile %s is for %s. Replace it with one for %s? [y/N] ", l.profile, p.Address, address)
	answer, err := l.Streams.Ask(ctx, question)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return &exitcode.HintedError{
			Err:  fmt.Errorf("profile %s is for %s, not for %s", l.profile, p.Address, address),
			Hint: "choose another name with --profile, or replace it with --yes",
		}
	case !strings.EqualFold(answer, "y") && !strings.EqualFold(answer, "yes"):
		return &exitcode.CancelledError{Done: "nothing was stored"}
	}
	return nil
}

// announce says what was done, and above all where the secret is now.
func (l *login) announce(v *credential.Verified, kept *credential.Kept, dirs config.Directories) {
	if kept.Refused != nil {
		say(l.Factory, "%v", kept.Refused)
	}
	account := "an account that the key may not read"
	if v.Account != "" {
		account = "account " + v.Account
	}
	say(l.Factory, "logged in to %s on %s as profile %s", account, v.Address, l.profile)
	if kept.Store == credential.FileStore {
		say(l.Factory, "the credentials are in plain text in %s, which only you can read", dirs.Credentials().Path)
	} else {
		say(l.Factory, "the credentials are in the keyring")
	}
	if kept.Leftover != nil {
		say(l.Factory, "warning: the former credentials of the profile are still where they were: %v", kept.Leftover)
	}
	file, err := l.Config()
	switch {
	case kept.Activated:
		say(l.Factory, "it is the active profile now")
	case err == nil && file.Active != l.profile:
		say(l.Factory, "the active profile is still %s (datto config profile use %s changes that)", file.Active, l.profile)
	}
	if l.Getenv("DATTO_API_KEY") != "" || l.Getenv("DATTO_API_SECRET") != "" {
		say(l.Factory, "note: DATTO_API_KEY and DATTO_API_SECRET come before it while they are set")
	}
}
