package credential

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/tokencache"
)

// Source finds the account of a command in the environment or among the profiles.
// It is an [account.Source].
type Source struct {
	// Getenv reads a variable of the environment.
	Getenv func(string) string
	// Config reads the file of settings.
	Config func() (*config.File, error)
	// Stores keep the credentials of profiles.
	Stores Stores
	// Tokens keeps tokens and blocks between runs.
	Tokens *tokencache.Cache
}

var _ account.Source = (*Source)(nil)

// Found is a set of credentials and where it was found.
type Found struct {
	// Record is the set, with the address it belongs to.
	Record Record
	// Address is that address.
	Address config.Address
	// Profile is the profile's name, empty for the environment.
	Profile string
	// Store is the name of the store, empty for the environment.
	Store string
	// Asked says what chose the profile, empty for the environment.
	Asked string
}

// Source names where the credentials come from, for messages.
func (f *Found) Source() string {
	if f.Profile == "" {
		return "the environment"
	}
	return "profile " + f.Profile
}

// tokenOperation is what the client calls a token request.
const tokenOperation = "token"

// Account returns the chosen account, with its token store. The error is a
// [*tokencache.BlockedError] while its address is blocked.
func (s *Source) Account(ctx context.Context, choice account.Choice) (*account.Account, error) {
	found, err := s.Find(ctx, choice)
	if err != nil {
		return nil, err
	}
	if err := s.Tokens.CheckBlock(found.Address.BaseURL); err != nil {
		return nil, err
	}
	return s.Open(found)
}

// Open makes an account of what Find returned. It does not look for a block.
func (s *Source) Open(found *Found) (*account.Account, error) {
	file, err := s.Config()
	if err != nil {
		return nil, err
	}
	readOnly, err := config.Find("read_only")
	if err != nil {
		return nil, err
	}
	value, err := config.Sources{Getenv: s.Getenv, File: file, Profile: found.Profile}.Lookup(readOnly)
	if err != nil {
		return nil, err
	}
	tokens := s.Tokens.For(found.Address.BaseURL, found.Record.Credentials)
	a := &account.Account{
		Source:      found.Source(),
		Platform:    found.Address.Platform,
		Credentials: found.Record.Credentials,
		ReadOnly:    value.Text == "true",
		Tokens:      tokens,
		Observe: func(ctx context.Context, event datto.Event) error {
			switch event := event.(type) {
			case datto.Blocked:
				return s.Tokens.Block(ctx, found.Address.BaseURL, event.Until)
			case datto.Attempt:
				if event.Err != nil && event.Operation != nil && event.Operation.ID == tokenOperation {
					tokens.Asked()
				}
			}
			return nil
		},
	}
	if a.Platform == "" {
		a.BaseURL = found.Address.BaseURL
	}
	return a, nil
}

// Find returns the credentials that a command with these flags uses: one set from
// one place. It looks into the keyring only for a profile that keeps its
// credentials there, and sends nothing. The error is an [*account.MissingError]
// when there are none, and a [*BindingError] when they belong elsewhere.
func (s *Source) Find(ctx context.Context, choice account.Choice) (*Found, error) {
	file, err := s.Config()
	if err != nil {
		return nil, err
	}
	selected, err := file.Select(choice.Profile, s.Getenv)
	if err != nil {
		return nil, &account.MissingError{Reason: err.Error(), Hint: "unset one of them, or use --profile NAME"}
	}
	switch {
	case selected.Environment:
		return s.fromEnvironment(file, choice)
	case selected.Profile != "":
		return s.fromProfile(ctx, file, selected, choice)
	}
	return nil, &account.MissingError{
		Reason: "there are no credentials",
		Hint: "log in with datto auth login, set DATTO_API_KEY, DATTO_API_SECRET and DATTO_PLATFORM, " +
			"or try things out with --demo",
	}
}

// fromEnvironment takes the set of the environment: a key pair and where it
// belongs. Flags say that only where the environment does not.
func (s *Source) fromEnvironment(file *config.File, choice account.Choice) (*Found, error) {
	pair, err := account.FromEnvironment(s.Getenv)
	if err != nil {
		return nil, err
	}
	address, variable, err := config.EnvironmentAddress(s.Getenv)
	if err != nil {
		return nil, err
	}
	asked, err := config.FlagAddress(choice.Platform, choice.BaseURL)
	switch {
	case err != nil:
		return nil, err
	case address.IsZero() && asked.IsZero():
		return nil, &account.MissingError{
			Reason: "it is not known which platform the credentials from the environment belong to",
			Hint:   "set DATTO_PLATFORM or --platform to the first word of the portal's address (datto platform list)",
		}
	case address.IsZero():
		address = asked
	case !asked.IsZero() && asked.BaseURL != address.BaseURL:
		return nil, &BindingError{
			Variable: variable, Made: address, Asked: asked, Where: onCommandLine, Others: file.ProfilesAt(asked),
		}
	}
	return &Found{Record: Record{BaseURL: address.BaseURL, Credentials: trimmed(pair)}, Address: address}, nil
}

func trimmed(c datto.Credentials) datto.Credentials {
	return datto.Credentials{APIKey: strings.TrimSpace(c.APIKey), APISecret: strings.TrimSpace(c.APISecret)}
}

func (s *Source) fromProfile(
	ctx context.Context, file *config.File, selected config.Selection, choice account.Choice,
) (*Found, error) {
	name := selected.Profile
	login := "datto auth login --profile " + name
	profile := file.Profiles[name]
	switch {
	case profile == nil:
		hint := "log in with " + login
		if names := file.ProfileNames(); len(names) > 0 {
			hint = "the profiles are " + strings.Join(names, ", ") + "; to make a new one: " + login
		}
		return nil, &account.MissingError{
			Reason: fmt.Sprintf("there is no profile %s (asked for by %s)", name, selected.Asked), Hint: hint,
		}
	case profile.Store == "":
		return nil, &account.MissingError{Reason: "profile " + name + " has no credentials", Hint: "log in with " + login}
	}
	store := s.Stores.Named(profile.Store)
	if store == nil {
		return nil, &account.MissingError{
			Reason: fmt.Sprintf("profile %s keeps its credentials in %q, which this version does not know", name, profile.Store),
			Hint:   "log in again with " + login,
		}
	}
	// What was asked for is checked before the keyring is, which may ask somebody
	// for a password.
	if err := s.checkAsked(file, selected, profile, choice); err != nil {
		return nil, err
	}
	record, err := store.Get(ctx, name)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, &account.MissingError{
			Reason: fmt.Sprintf("the credentials of profile %s are no longer in the %s", name, store.Name()),
			Hint:   "log in again with " + login,
		}
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, &StoreError{Profile: name, Err: err}
	}
	if record.BaseURL != profile.Address.BaseURL {
		made, err := config.ParseAddress("", record.BaseURL)
		if err != nil {
			return nil, err
		}
		return nil, &BindingError{Profile: name, Made: made, Asked: profile.Address, Where: inConfigFile}
	}
	return &Found{
		Record: record, Address: profile.Address, Profile: name, Store: store.Name(), Asked: selected.Asked,
	}, nil
}

// checkAsked refuses to send a profile's key anywhere but to its own address.
// What the environment says counts too, unless --profile took its place.
func (s *Source) checkAsked(
	file *config.File, selected config.Selection, profile *config.Profile, choice account.Choice,
) error {
	asked, err := config.FlagAddress(choice.Platform, choice.BaseURL)
	where := onCommandLine
	if err == nil && asked.IsZero() && choice.Profile == "" {
		asked, _, err = config.EnvironmentAddress(s.Getenv)
		where = inEnvironment
	}
	if err != nil || asked.IsZero() {
		return err
	}
	if asked.BaseURL == profile.Address.BaseURL {
		return nil
	}
	return &BindingError{
		Profile: selected.Profile, Made: profile.Address, Asked: asked, Where: where, Others: file.ProfilesAt(asked),
	}
}

// Who can ask for an address.
const (
	onCommandLine = "the command line"
	inEnvironment = "the environment"
	inConfigFile  = "the config file"
)

// BindingError says that a key was to be sent to another address than the one it
// was made for. It was not.
type BindingError struct {
	// Profile is whose key it is. It is empty for the environment's.
	Profile string
	// Variable is what names the address of the environment's key.
	Variable string
	// Made is the address that the key was stored with.
	Made config.Address
	// Asked is the other address.
	Asked config.Address
	// Where says who asked for that: "the command line", "the environment", "the
	// config file".
	Where string
	// Others are the profiles that have a key for the other address.
	Others []string
}

// Error says whose key is not sent where.
func (e *BindingError) Error() string {
	if e.Profile == "" {
		return fmt.Sprintf("the key in the environment belongs to %s, as %s says, and is not sent to %s, which %s asks for",
			e.Made, e.Variable, e.Asked, e.Where)
	}
	return fmt.Sprintf("the key of profile %s was made for %s and is not sent to %s, which %s asks for",
		e.Profile, e.Made, e.Asked, e.Where)
}

// NextStep says how to use the other address.
func (e *BindingError) NextStep() string {
	switch {
	case len(e.Others) > 0:
		return "use --profile " + strings.Join(e.Others, " or --profile ")
	case e.Profile == "":
		return "if the key belongs to " + e.Asked.String() + ", unset " + e.Variable + "; or else leave out " + "--platform and --base-url"
	case e.Where == inConfigFile:
		return "log in again with datto auth login --profile " + e.Profile + " " + e.Asked.Flags()
	case e.Where == inEnvironment:
		return "unset DATTO_PLATFORM and DATTO_BASE_URL, or log in there: datto auth login --profile NAME " + e.Asked.Flags()
	}
	return "leave that out, or log in there: datto auth login --profile NAME " + e.Asked.Flags()
}

// StoreError says that a profile's credentials cannot be had from their store.
type StoreError struct {
	// Profile is whose credentials they are.
	Profile string
	// Err is why.
	Err error
}

// Error states the profile and the reason.
func (e *StoreError) Error() string { return "profile " + e.Profile + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *StoreError) Unwrap() error { return e.Err }

// NextStep says what to do.
func (e *StoreError) NextStep() string {
	if step, ok := errors.AsType[interface {
		error
		NextStep() string
	}](e.Err); ok {
		return step.NextStep()
	}
	again := "log in again with datto auth login --profile " + e.Profile
	if _, ok := errors.AsType[*KeyringError](e.Err); ok {
		return "unlock or start the keyring; where there is none, " + again + " --insecure-storage"
	}
	return again
}
