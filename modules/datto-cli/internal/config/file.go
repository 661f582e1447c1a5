// Package config knows the settings and profiles of the program: what they are,
// where they are kept, and which of several sources holds.
package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// File is the content of the file of settings. Its zero value is what there is
// when there is no file.
type File struct {
	// Active is the profile that is used when no other is asked for. It may be
	// empty.
	Active string
	// Settings hold for every profile that does not say otherwise.
	Settings map[string]string
	// Profiles are the profiles by name.
	Profiles map[string]*Profile

	comments yaml.CommentMap
}

// Profile is an account by name. Its key and secret are kept elsewhere.
type Profile struct {
	// Address is where the account lives. It is zero when nobody said so yet.
	Address Address
	// Store is the name of the place that holds the credentials, empty when there
	// are none.
	Store string
	// Settings hold while the profile is used.
	Settings map[string]string
}

// The file as it is written.
type (
	fileForm struct {
		Active   string                  `yaml:"active,omitempty"`
		Settings map[string]any          `yaml:"settings,omitempty"`
		Profiles map[string]*profileForm `yaml:"profiles,omitempty"`
	}
	profileForm struct {
		Platform string         `yaml:"platform,omitempty"`
		BaseURL  string         `yaml:"base_url,omitempty"`
		Store    string         `yaml:"store,omitempty"`
		Settings map[string]any `yaml:"settings,omitempty"`
	}
)

// InvalidFileError says that the file of settings cannot be used.
type InvalidFileError struct {
	// Path is where it is.
	Path string
	// Reason says what is wrong.
	Reason string
}

// Error states the path and what is wrong.
func (e *InvalidFileError) Error() string { return e.Path + ": " + e.Reason }

// NextStep says what can be done about it.
func (*InvalidFileError) NextStep() string { return "correct the file, or move it away to begin anew" }

// Load reads the file. When there is none it returns an empty File. The error is
// an [*InvalidFileError] for a file that cannot be used: a misspelt "read_only"
// must not pass for none.
func Load(from privatefile.File) (*File, error) {
	data, err := from.Read()
	if errors.Is(err, fs.ErrNotExist) {
		return &File{}, nil
	}
	if err != nil {
		return nil, err
	}
	return decode(from.Path, data)
}

// Update changes the file while no other process does. Comments in it stay.
func Update(ctx context.Context, in privatefile.File, change func(*File) error) error {
	return in.Update(ctx, func(old []byte) ([]byte, error) {
		f, err := decode(in.Path, old)
		if err != nil {
			return nil, err
		}
		if err := change(f); err != nil {
			return nil, err
		}
		return f.encode()
	})
}

func decode(path string, data []byte) (*File, error) {
	invalid := func(reason string, args ...any) error {
		return &InvalidFileError{Path: path, Reason: fmt.Sprintf(reason, args...)}
	}
	f := &File{Settings: map[string]string{}, Profiles: map[string]*Profile{}, comments: yaml.CommentMap{}}
	// PowerShell 5.1 and Notepad write a byte-order mark, and the former UTF-16.
	text, err := terminal.DecodeText(data)
	if err != nil {
		return nil, invalid("%v", err)
	}
	if strings.TrimSpace(text) == "" {
		return f, nil
	}
	var form fileForm
	err = yaml.UnmarshalWithOptions([]byte(text), &form, yaml.Strict(), yaml.CommentToMap(f.comments))
	if err != nil {
		// Without the lines around it: somebody may have put a secret there.
		text, _, _ := strings.Cut(yaml.FormatError(err, false, false), "\n")
		return nil, invalid("%s", text)
	}
	if f.Active = form.Active; f.Active != "" {
		if err := CheckProfileName(f.Active); err != nil {
			return nil, invalid("active: %v", err)
		}
	}
	if f.Settings, err = parseSettings(form.Settings); err != nil {
		return nil, invalid("settings: %v", err)
	}
	for name, p := range form.Profiles {
		if err := CheckProfileName(name); err != nil {
			return nil, invalid("profiles: %v", err)
		}
		if p == nil {
			p = &profileForm{}
		}
		profile := &Profile{Store: p.Store}
		if p.Platform != "" || p.BaseURL != "" {
			if profile.Address, err = ParseAddress(p.Platform, p.BaseURL); err != nil {
				return nil, invalid("profile %s: %v", name, err)
			}
		}
		if profile.Settings, err = parseSettings(p.Settings); err != nil {
			return nil, invalid("profile %s: %v", name, err)
		}
		f.Profiles[name] = profile
	}
	return f, nil
}

func parseSettings(form map[string]any) (map[string]string, error) {
	parsed := make(map[string]string, len(form))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		s, err := Find(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, (&UnknownSettingError{}).Hint())
		}
		if s.Place != Anywhere {
			return nil, fmt.Errorf("%s does not belong there", s.Name)
		}
		value, err := s.Parse(fmt.Sprint(form[name]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		parsed[s.Name] = value
	}
	return parsed, nil
}

func (f *File) encode() ([]byte, error) {
	form := fileForm{Active: f.Active, Settings: formOf(f.Settings), Profiles: map[string]*profileForm{}}
	for name, p := range f.Profiles {
		out := &profileForm{Store: p.Store, Settings: formOf(p.Settings)}
		if p.Address.Platform != "" {
			out.Platform = string(p.Address.Platform)
		} else {
			out.BaseURL = p.Address.BaseURL
		}
		form.Profiles[name] = out
	}
	return yaml.MarshalWithOptions(form, yaml.WithComment(f.comments))
}

// formOf writes switches and numbers without quotes.
func formOf(values map[string]string) map[string]any {
	form := make(map[string]any, len(values))
	for name, value := range values {
		form[name] = value
		switch s, err := Find(name); {
		case err != nil:
		case s.Type == "switch":
			form[name] = value == "true"
		case s.Type == "share":
			form[name] = yamlNumber(value)
		}
	}
	return form
}

// yamlNumber is a number that keeps the digits it was given with.
type yamlNumber string

// MarshalYAML writes the digits.
func (n yamlNumber) MarshalYAML() ([]byte, error) { return []byte(n), nil }

// ProfileNames returns the names of all profiles in order.
func (f *File) ProfileNames() []string { return slices.Sorted(maps.Keys(f.Profiles)) }

// ProfilesAt returns the names of the profiles with credentials for an address.
func (f *File) ProfilesAt(address Address) []string {
	var names []string
	for _, name := range f.ProfileNames() {
		if p := f.Profiles[name]; p.Store != "" && p.Address.BaseURL == address.BaseURL {
			names = append(names, name)
		}
	}
	return names
}

// CheckNewName returns a [*NamesakeError] for the name of a profile that is not there
// yet, while another's differs from it in the case of letters alone.
func (f *File) CheckNewName(name string) error {
	if f.Profiles[name] != nil {
		return nil
	}
	for _, other := range f.ProfileNames() {
		if strings.EqualFold(name, other) {
			return &NamesakeError{Name: name, Other: other}
		}
	}
	return nil
}

// NamesakeError says that a new profile would have the name of another to Windows'
// keyring, which looks at no letter case: one would get the other's key.
type NamesakeError struct {
	// Name is that of the new profile.
	Name string
	// Other is that of the one which is there.
	Other string
}

// Error gives both names.
func (e *NamesakeError) Error() string {
	return "profile " + e.Name + " cannot be made beside profile " + e.Other + ": they differ in the case of letters alone"
}

// NextStep says to use the one or to name the other.
func (e *NamesakeError) NextStep() string {
	return "use " + e.Other + " if that profile is meant, or else choose another name"
}
