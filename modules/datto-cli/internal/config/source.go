package config

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"
)

// Selection says where the credentials of a command come from. Exactly one of its
// members is set, or none when there are no credentials at all.
type Selection struct {
	// Profile is the profile to use. It may not exist.
	Profile string
	// Environment means DATTO_API_KEY and what belongs to it.
	Environment bool
	// Asked says what chose the profile: "--profile", "DATTO_PROFILE", or
	// "the active profile".
	Asked string
}

// ErrTwoAccounts is the error of [File.Select] when the environment names a
// profile and holds a key as well. Which of the two is meant cannot be known, and
// the wrong one may be another customer's.
var ErrTwoAccounts = errors.New("DATTO_PROFILE and DATTO_API_KEY are both set, and each names an account")

// Select decides where credentials come from: --profile before the environment's
// key, before DATTO_PROFILE, before the active profile.
func (f *File) Select(profileFlag string, getenv func(string) string) (Selection, error) {
	named := getenv("DATTO_PROFILE")
	switch keyed := getenv("DATTO_API_KEY") != "" || getenv("DATTO_API_SECRET") != ""; {
	case profileFlag != "":
		return Selection{Profile: profileFlag, Asked: "--profile"}, nil
	case keyed && named != "":
		return Selection{}, ErrTwoAccounts
	case keyed:
		return Selection{Environment: true}, nil
	case named != "":
		return Selection{Profile: named, Asked: "DATTO_PROFILE"}, nil
	case f.Active != "":
		return Selection{Profile: f.Active, Asked: "the active profile"}, nil
	}
	return Selection{}, nil
}

// Sources are the places that a setting's value can come from. The first that has
// one holds: the flag, the environment, the profile, the file, the default. A
// sticky setting is on when it is on in any of them.
type Sources struct {
	// Flags are the flags of the command. It may be nil.
	Flags *pflag.FlagSet
	// Getenv reads a variable of the environment.
	Getenv func(string) string
	// File is the file of settings.
	File *File
	// Profile is the profile in use, empty when there is none.
	Profile string
}

// Value is the value of a setting and where it comes from.
type Value struct {
	// Setting is what it is the value of.
	Setting *Setting
	// Text is the value, empty when there is none.
	Text string
	// From says where it comes from, such as "--output", "DATTO_OUTPUT", "profile
	// acme", "config file" or "default".
	From string
}

// Lookup returns the value of a setting. The error is an [*InvalidValueError].
func (s Sources) Lookup(setting *Setting) (Value, error) {
	held := Value{Setting: setting, Text: setting.Default, From: "default"}
	for _, source := range slices.Backward([]func(*Setting) (string, string){
		s.fromFlag, s.fromEnvironment, s.fromProfile, s.fromFile,
	}) {
		text, from := source(setting)
		if text == "" {
			continue
		}
		value, err := setting.Parse(text)
		if err != nil {
			return Value{}, &InvalidValueError{Where: from, Err: err}
		}
		if setting.Sticky && held.Text == "true" {
			continue
		}
		held.Text, held.From = value, from
	}
	return held, nil
}

// On returns the places that switch a setting on, the first to hold before the
// others. Those whose value makes no sense are left out.
func (s Sources) On(setting *Setting) []string {
	var places []string
	for _, source := range []func(*Setting) (string, string){s.fromFlag, s.fromEnvironment, s.fromProfile, s.fromFile} {
		text, from := source(setting)
		if value, err := setting.Parse(text); err == nil && value == "true" {
			places = append(places, from)
		}
	}
	return places
}

func (s Sources) fromFlag(setting *Setting) (text, from string) {
	if s.Flags == nil || setting.Flag == "" {
		return "", ""
	}
	flag := s.Flags.Lookup(setting.Flag)
	if flag == nil || !flag.Changed {
		return "", ""
	}
	return flag.Value.String(), "--" + setting.Flag
}

func (s Sources) fromEnvironment(setting *Setting) (text, from string) {
	if setting.Env == "" {
		return "", ""
	}
	return s.Getenv(setting.Env), setting.Env
}

func (s Sources) fromProfile(setting *Setting) (text, from string) {
	p := s.File.Profiles[s.Profile]
	if p == nil {
		return "", ""
	}
	from = "profile " + s.Profile
	switch setting.Name {
	case "platform":
		return string(p.Address.Platform), from
	case "base_url":
		if p.Address.Platform != "" {
			return "", ""
		}
		return p.Address.BaseURL, from
	}
	return p.Settings[setting.Name], from
}

func (s Sources) fromFile(setting *Setting) (text, from string) {
	if setting.Name == "profile" && s.Profile == s.File.Active {
		return s.Profile, "config file"
	}
	return s.File.Settings[setting.Name], "config file"
}

// Apply gives the flags of a command that were not typed the values of their
// settings, so that a command looks at its flags alone. Flags that choose the
// account are left out: they say what was asked for on this command line.
func (s Sources) Apply() error {
	for _, setting := range settings {
		if setting.Flag == "" || setting.Place != Anywhere {
			continue
		}
		flag := s.Flags.Lookup(setting.Flag)
		if flag == nil {
			continue
		}
		value, err := s.Lookup(setting)
		if err != nil {
			return err
		}
		if value.From == "default" || value.From == "--"+setting.Flag {
			continue
		}
		// The value is set past the flag set, which would note that it was typed.
		if err := flag.Value.Set(value.Text); err != nil {
			return &InvalidValueError{Where: value.From, Err: fmt.Errorf("it cannot be used with --%s: %w", setting.Flag, err)}
		}
	}
	return nil
}
