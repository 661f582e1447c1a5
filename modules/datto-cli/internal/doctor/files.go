package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

const unusable = "the settings have to be repaired first"

// settings reads the file of settings and every variable of the environment that
// is a setting.
func (v *visit) settings(context.Context) Result {
	path := v.Directories.Settings().Path
	file, err := v.Config()
	if err != nil {
		v.stop = unusable
		return problem(Fail, err)
	}
	selected, err := file.Select(v.Choice.Profile, v.Getenv)
	if err != nil {
		// The account check says so.
		selected = config.Selection{}
	}
	sources := config.Sources{Getenv: v.Getenv, File: file, Profile: selected.Profile}
	var found []string
	for _, setting := range config.Settings() {
		value, err := sources.Lookup(setting)
		if err != nil {
			v.stop = unusable
			return problem(Fail, err)
		}
		if value.From == setting.Env && setting.Env != "" {
			found = append(found, setting.Env)
		}
	}
	detail := fmt.Sprintf("%s: %s", path, profiles(len(file.Profiles)))
	switch {
	case v.Homeless != nil:
		detail = "there is no config file"
	case len(file.Profiles) == 0 && len(file.Settings) == 0:
		detail = path + ": nothing is set"
	}
	if len(found) > 0 {
		detail += "; set in the environment: " + strings.Join(found, ", ")
	}
	return ok("%s", detail)
}

func profiles(n int) string {
	if n == 1 {
		return "1 profile"
	}
	return fmt.Sprintf("%d profiles", n)
}

// files checks that nobody else can read what is private. A file of settings
// that others can read is no secret, but worth knowing about.
func (v *visit) files(context.Context) Result {
	if v.Homeless != nil {
		r := problem(Warn, v.Homeless)
		r.Detail += "; tokens and blocks are not kept for the next run"
		return r
	}
	var private []string
	for _, file := range []privatefile.File{v.Directories.Credentials(), v.Directories.Tokens()} {
		if err := file.Check(); err != nil {
			return problem(Fail, err)
		}
		if _, err := file.Read(); err == nil {
			private = append(private, file.Path)
		}
	}
	if err := v.Directories.Settings().Check(); err != nil {
		r := problem(Warn, err)
		if exposed, ok := errors.AsType[*privatefile.ExposedError](err); ok {
			r.Next = "it holds no secrets, but should be yours alone: " + exposed.Fix
		}
		return r
	}
	if len(private) == 0 {
		return ok("there is no file with secrets")
	}
	return ok("only you can read %s", strings.Join(private, " and "))
}
