package config

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// Place says where a setting can be kept.
type Place uint8

const (
	// Anywhere marks settings that the file can hold for all profiles and for
	// each one.
	Anywhere Place = iota
	// InProfile marks settings that belong to a profile: its address.
	InProfile
	// NotInFile marks what only flags and the environment can say.
	NotInFile
)

// Setting is something that the user can set once instead of with each command.
type Setting struct {
	// Name is what the file and `config set` call it.
	Name string
	// Env is its environment variable, empty when it has none.
	Env string
	// Flag is the name of its flag, empty when it has none.
	Flag string
	// Type says in a word or two what values look like.
	Type string
	// Default holds when nothing else was said. It may be empty.
	Default string
	// Place is where it can be kept.
	Place Place
	// Sensitive marks secrets, whose value is never shown.
	Sensitive bool
	// Sticky marks switches that any source can turn on and none can turn off
	// again.
	Sticky bool
	// Elsewhere says how to set what the file does not hold.
	Elsewhere string
	// Description says in one sentence what it does.
	Description string

	parse func(value string) (string, error)
}

// settings lists every setting. It is the only place where one is declared.
var settings = []*Setting{
	{
		Name: "profile", Env: "DATTO_PROFILE", Flag: "profile", Type: "name", Place: NotInFile,
		Elsewhere:   "datto config profile use NAME",
		Description: "The profile whose credentials and settings are used.",
		parse:       parseProfileName,
	},
	{
		Name: "api_key", Env: "DATTO_API_KEY", Type: "text", Place: NotInFile, Sensitive: true,
		Elsewhere:   "datto auth login",
		Description: "The API key, for use without a profile.",
	},
	{
		Name: "api_secret", Env: "DATTO_API_SECRET", Type: "text", Place: NotInFile, Sensitive: true,
		Elsewhere:   "datto auth login",
		Description: "The API secret key that belongs to DATTO_API_KEY.",
	},
	{
		Name: "platform", Env: "DATTO_PLATFORM", Flag: "platform", Type: "name", Place: InProfile,
		Description: "The platform that hosts the account.",
		parse: func(value string) (string, error) {
			address, err := ParseAddress(value, "")
			return string(address.Platform), err
		},
	},
	{
		Name: "base_url", Env: "DATTO_BASE_URL", Flag: "base-url", Type: "URL", Place: InProfile,
		Description: "The URL of the API, instead of the platform's own.",
		parse: func(value string) (string, error) {
			address, err := ParseAddress("", value)
			return address.BaseURL, err
		},
	},
	{
		Name: "read_only", Env: "DATTO_READ_ONLY", Flag: "read-only", Type: "switch", Default: "false", Sticky: true,
		Description: "Refuse every command that would change anything.",
		parse:       parseSwitch,
	},
	{
		Name: "budget", Env: "DATTO_BUDGET", Flag: "budget", Type: "share", Default: "1",
		Description: "The share of the request budget to use, such as 0.5 or 50%.",
		parse:       parseShare,
	},
	{
		Name: "output", Env: "DATTO_OUTPUT", Flag: "output", Type: output.FormatNames(),
		Description: "The output format of commands that print data.",
		parse: func(value string) (string, error) {
			var format output.Format
			err := format.Set(value)
			return string(format), err
		},
	},
	{
		Name: "quiet", Env: "DATTO_QUIET", Flag: "quiet", Type: "switch", Default: "false",
		Description: "Do not show progress.",
		parse:       parseSwitch,
	},
	{
		Name: "keyring", Env: "DATTO_KEYRING", Type: "switch", Default: "true",
		Description: "Keep credentials in the system's keyring, else in a file.",
		parse:       parseSwitch,
	},
}

// Settings returns every setting. The slice and what it points to must not be
// changed.
func Settings() []*Setting { return settings }

// Find returns the setting called name. Dashes count as underscores. The error
// for any other name is an [*UnknownSettingError].
func Find(name string) (*Setting, error) {
	wanted := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "-", "_")
	for _, s := range settings {
		if s.Name == wanted {
			return s, nil
		}
	}
	return nil, &UnknownSettingError{Name: name}
}

// Names returns the names of the settings that the file can hold.
func Names() []string {
	var names []string
	for _, s := range settings {
		if s.Place != NotInFile {
			names = append(names, s.Name)
		}
	}
	return names
}

// Parse checks a value and returns it as it is written everywhere. The error does
// not repeat the value of a sensitive setting.
func (s *Setting) Parse(value string) (string, error) {
	value = strings.TrimSpace(value)
	if s.parse == nil {
		if value == "" {
			return "", errors.New("it is empty")
		}
		return value, nil
	}
	return s.parse(value)
}

// Shown is value as it may be shown: that of a sensitive setting never is.
func (s *Setting) Shown(value string) string {
	if s.Sensitive && value != "" {
		return "[redacted]"
	}
	return value
}

// UnknownSettingError is the error for a name that is no setting.
type UnknownSettingError struct {
	// Name is what was given.
	Name string
}

// Error quotes the name.
func (e *UnknownSettingError) Error() string { return fmt.Sprintf("there is no setting %.60q", e.Name) }

// Hint lists the valid names.
func (e *UnknownSettingError) Hint() string { return "the settings are " + strings.Join(Names(), ", ") }

// InvalidValueError is the error for a value that a setting cannot have.
type InvalidValueError struct {
	// Where says where the value stands: a variable, a file, a flag.
	Where string
	// Err says what is wrong with it.
	Err error
}

// Error says where the value stands and what is wrong with it.
func (e *InvalidValueError) Error() string {
	return e.Where + ": " + strings.TrimPrefix(e.Err.Error(), "datto: ")
}

// NextStep says what can be done about it.
func (e *InvalidValueError) NextStep() string {
	if e.Where == "the command line" {
		return "correct it, or leave it out"
	}
	if _, ok := errors.AsType[*datto.PlatformParseError](e.Err); ok {
		return "see datto platform list"
	}
	return "correct " + e.Where + ", or leave it out"
}

// Unwrap returns what is wrong.
func (e *InvalidValueError) Unwrap() error { return e.Err }

func parseSwitch(value string) (string, error) {
	switch strings.ToLower(value) {
	case "1", "t", "true", "yes", "y", "on":
		return "true", nil
	case "0", "f", "false", "no", "n", "off":
		return "false", nil
	}
	return "", fmt.Errorf("%.40q is neither on nor off", value)
}

func parseShare(value string) (string, error) {
	digits, percent := strings.CutSuffix(value, "%")
	share, ok := Share(strings.TrimSpace(digits), percent)
	if !ok {
		return "", fmt.Errorf("%.40q is not a share: it must be more than 0 and at most 1, such as 0.5 or 50%%", value)
	}
	return strconv.FormatFloat(share, 'g', -1, 64), nil
}

// Share is the part of a whole that digits give, as a decimal fraction or a
// percentage. It is false unless that is more than 0 and at most 1.
func Share(digits string, percent bool) (float64, bool) {
	share, err := strconv.ParseFloat(digits, 64)
	if percent {
		share /= 100
	}
	return share, err == nil && share > 0 && share <= 1
}

var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

func parseProfileName(name string) (string, error) {
	if !profileName.MatchString(name) {
		return "", fmt.Errorf("%.80q is not a name for a profile: "+
			"use up to 63 letters, digits, dots, dashes and underscores, and begin with a letter or digit", name)
	}
	return name, nil
}

// CheckProfileName returns an error for a name that no profile can have.
func CheckProfileName(name string) error {
	_, err := parseProfileName(name)
	return err
}
