package config

import (
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// places are the four places that a value can come from.
func places(t *testing.T) (Sources, map[string]string) {
	t.Helper()
	env := map[string]string{}
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	var format output.Format
	flags.VarP(&format, "output", "o", "")
	flags.Bool("read-only", false, "")
	flags.Bool("quiet", false, "")
	flags.Float64("budget", 1, "")
	return Sources{
		Flags: flags, Getenv: func(name string) string { return env[name] },
		File:    &File{Settings: map[string]string{}, Profiles: map[string]*Profile{"acme": {Settings: map[string]string{}}}},
		Profile: "acme",
	}, env
}

func find(t *testing.T, name string) *Setting {
	t.Helper()
	s, err := Find(name)
	require.NoError(t, err)
	return s
}

func TestTheFirstSourceHolds(t *testing.T) {
	s, env := places(t)
	holds := func(text, from string) {
		t.Helper()
		v, err := s.Lookup(find(t, "output"))
		require.NoError(t, err)
		assert.Equal(t, Value{Setting: find(t, "output"), Text: text, From: from}, v)
	}
	holds("", "default")
	s.File.Settings["output"] = "csv"
	holds("csv", "config file")
	s.File.Profiles["acme"].Settings["output"] = "yaml"
	holds("yaml", "profile acme")
	env["DATTO_OUTPUT"] = "TSV"
	holds("tsv", "DATTO_OUTPUT")
	require.NoError(t, s.Flags.Set("output", "json"))
	holds("json", "--output")

	s.Profile, s.Flags = "", nil
	delete(env, "DATTO_OUTPUT")
	holds("csv", "config file")
}

func TestReadOnlyIsOnWhenAnySourceSaysSo(t *testing.T) {
	for name, set := range map[string]func(s Sources, env map[string]string){
		"config file":     func(s Sources, _ map[string]string) { s.File.Settings["read_only"] = "true" },
		"profile acme":    func(s Sources, _ map[string]string) { s.File.Profiles["acme"].Settings["read_only"] = "true" },
		"DATTO_READ_ONLY": func(_ Sources, env map[string]string) { env["DATTO_READ_ONLY"] = "yes" },
		"--read-only":     func(s Sources, _ map[string]string) { _ = s.Flags.Set("read-only", "true") },
	} {
		t.Run(name, func(t *testing.T) {
			s, env := places(t)
			// Everywhere else it is switched off.
			s.File.Settings["read_only"] = "false"
			s.File.Profiles["acme"].Settings["read_only"] = "false"
			env["DATTO_READ_ONLY"] = "0"
			require.NoError(t, s.Flags.Set("read-only", "false"))
			off, err := s.Lookup(find(t, "read_only"))
			require.NoError(t, err)
			require.Equal(t, "false", off.Text)

			set(s, env)
			on, err := s.Lookup(find(t, "read_only"))
			require.NoError(t, err)
			assert.Equal(t, "true", on.Text)
			assert.Equal(t, name, on.From)
			require.NoError(t, s.Apply())
			flag, err := s.Flags.GetBool("read-only")
			require.NoError(t, err)
			assert.True(t, flag, "the flag that a command looks at")
		})
	}
}

func TestAddressOfTheProfile(t *testing.T) {
	s, _ := places(t)
	s.File.Profiles["acme"].Address = address(t, "merlot", "")
	v, err := s.Lookup(find(t, "platform"))
	require.NoError(t, err)
	assert.Equal(t, "merlot", v.Text)
	v, err = s.Lookup(find(t, "base_url"))
	require.NoError(t, err)
	assert.Empty(t, v.Text, "the platform says it")
	s.File.Profiles["acme"].Address = address(t, "", "https://example.com")
	v, err = s.Lookup(find(t, "base-url"))
	require.NoError(t, err)
	assert.Equal(t, "https://example.com/api", v.Text)
	assert.Equal(t, "profile acme", v.From)
}

func TestApplyFillsTheFlagsThatWereNotTyped(t *testing.T) {
	s, env := places(t)
	s.File.Settings["budget"] = "0.5"
	env["DATTO_QUIET"] = "on"
	env["DATTO_OUTPUT"] = "csv"
	require.NoError(t, s.Flags.Set("output", "json"))
	require.NoError(t, s.Apply())
	for name, want := range map[string]string{"budget": "0.5", "quiet": "true", "output": "json", "read-only": "false"} {
		assert.Equal(t, want, s.Flags.Lookup(name).Value.String(), name)
	}
	assert.False(t, s.Flags.Changed("budget"), "nobody typed it")
	assert.True(t, s.Flags.Changed("output"))
}

func TestAnInvalidValueNamesItsPlace(t *testing.T) {
	s, env := places(t)
	env["DATTO_READ_ONLY"] = "maybe"
	err := s.Apply()
	var invalid *InvalidValueError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, `DATTO_READ_ONLY: "maybe" is neither on nor off`, err.Error())
}

func TestSelect(t *testing.T) {
	for _, test := range []struct {
		name, flag, active string
		env                map[string]string
		want               Selection
		err                error
	}{
		{name: "nothing"},
		{name: "active", active: "acme", want: Selection{Profile: "acme", Asked: "the active profile"}},
		{name: "variable", active: "acme", env: map[string]string{"DATTO_PROFILE": "beta"}, want: Selection{Profile: "beta", Asked: "DATTO_PROFILE"}},
		{name: "key", active: "acme", env: map[string]string{"DATTO_API_KEY": "x"}, want: Selection{Environment: true}},
		{name: "secret alone", active: "acme", env: map[string]string{"DATTO_API_SECRET": "x"}, want: Selection{Environment: true}},
		{
			name: "flag", flag: "beta", active: "acme", env: map[string]string{"DATTO_API_KEY": "x", "DATTO_PROFILE": "gamma"},
			want: Selection{Profile: "beta", Asked: "--profile"},
		},
		{name: "two", env: map[string]string{"DATTO_API_KEY": "x", "DATTO_PROFILE": "gamma"}, err: ErrTwoAccounts},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := &File{Active: test.active}
			got, err := f.Select(test.flag, func(name string) string { return test.env[name] })
			require.ErrorIs(t, err, test.err)
			assert.Equal(t, test.want, got)
		})
	}
}

func TestOnNamesEveryPlaceThatSwitchesASettingOn(t *testing.T) {
	setting, err := Find("read_only")
	require.NoError(t, err)
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.Bool("read-only", false, "")
	env := map[string]string{}
	from := Sources{
		Flags: flags, Getenv: func(name string) string { return env[name] }, Profile: "acme",
		File: &File{Profiles: map[string]*Profile{"acme": {Settings: map[string]string{}}}, Settings: map[string]string{}},
	}
	assert.Empty(t, from.On(setting))
	from.File.Settings["read_only"] = "true"
	env["DATTO_READ_ONLY"] = "maybe"
	assert.Equal(t, []string{"config file"}, from.On(setting))
	require.NoError(t, flags.Set("read-only", "true"))
	env["DATTO_READ_ONLY"] = "1"
	from.File.Profiles["acme"].Settings["read_only"] = "true"
	assert.Equal(t, []string{"--read-only", "DATTO_READ_ONLY", "profile acme", "config file"}, from.On(setting))
}
