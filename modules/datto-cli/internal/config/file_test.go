package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

func settingsFile(t *testing.T, content string) privatefile.File {
	t.Helper()
	dirs := Directories{Config: filepath.Join(t.TempDir(), "datto")}
	f := dirs.Settings()
	if content != "" {
		require.NoError(t, f.Write([]byte(content)))
	}
	return f
}

func address(t *testing.T, platform, baseURL string) Address {
	t.Helper()
	a, err := ParseAddress(platform, baseURL)
	require.NoError(t, err)
	return a
}

func TestNoFileIsAnEmptyOne(t *testing.T) {
	f := settingsFile(t, "")
	got, err := Load(f)
	require.NoError(t, err)
	assert.Equal(t, &File{}, got)
	require.NoFileExists(t, f.Path, "reading writes nothing")
	require.NoDirExists(t, filepath.Dir(f.Path))
}

const example = `# Our accounts.
active: acme
settings:
  budget: 0.50
  output: json # for the scripts
profiles:
  acme:
    platform: merlot
    store: keyring
    settings:
      read_only: yes
  lab:
    base_url: http://127.0.0.1:8080/api
  new:
`

func TestLoad(t *testing.T) {
	for name, content := range map[string]string{
		"as it is": example, "with CRLF": strings.ReplaceAll(example, "\n", "\r\n"), "with a byte-order mark": "\ufeff" + example,
		"in UTF-16": utf16Of("\ufeff" + example),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Load(settingsFile(t, content))
			require.NoError(t, err)
			assert.Equal(t, "acme", got.Active)
			assert.Equal(t, map[string]string{"budget": "0.5", "output": "json"}, got.Settings)
			assert.Equal(t, []string{"acme", "lab", "new"}, got.ProfileNames())
			assert.Equal(t, &Profile{
				Address: address(t, "merlot", ""), Store: "keyring", Settings: map[string]string{"read_only": "true"},
			}, got.Profiles["acme"])
			assert.Equal(t, "http://127.0.0.1:8080/api", got.Profiles["lab"].Address.BaseURL)
			assert.True(t, got.Profiles["new"].Address.IsZero())
			assert.Equal(t, []string{"acme"}, got.ProfilesAt(address(t, "merlot", "")))
			assert.Empty(t, got.ProfilesAt(address(t, "", "http://127.0.0.1:8080")), "that one has no credentials")
		})
	}
}

func TestAFileThatCannotBeUsed(t *testing.T) {
	for content, want := range map[string]string{
		"settings:\n  readonly: true\n":                                       "read_only",
		"setings:\n  read_only: true\n":                                       "setings",
		"settings:\n  read_only: maybe\n":                                     "neither on nor off",
		"settings:\n  platform: merlot\n":                                     "platform does not belong there",
		"settings:\n  api_secret: SECRET-CANARY\n":                            "api_secret does not belong there",
		"api_secret: SECRET-CANARY\n":                                         "api_secret",
		"settings: [SECRET-CANARY\n":                                          "config.yaml",
		"active: ../../etc\n":                                                 "not a name for a profile",
		"profiles:\n  '../x':\n    platform: merlot\n":                        "not a name for a profile",
		"profiles:\n  acme:\n    platform: bordeaux\n":                        "profile acme: datto: unknown platform",
		"profiles:\n  acme:\n    base_url: http://example.com\n":              "https",
		"profiles:\n  acme:\n    settings:\n      budget: 2\n":                "budget",
		"profiles:\n  acme:\n    platform: merlot\n    secret: SECRET-CANARY": "secret",
		"settings:\n  output: json\n  output: csv\n":                          "output",
	} {
		f := settingsFile(t, content)
		_, err := Load(f)
		var invalid *InvalidFileError
		require.ErrorAs(t, err, &invalid, content)
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "CANARY")
		assert.NotContains(t, err.Error(), "\n")

		require.Error(t, Update(t.Context(), f, func(*File) error { return nil }))
		after, err := os.ReadFile(f.Path)
		require.NoError(t, err)
		assert.Equal(t, content, string(after), "what is not understood is not overwritten")
	}
}

func TestUpdateKeepsWhatItDoesNotChange(t *testing.T) {
	f := settingsFile(t, example)
	require.NoError(t, Update(t.Context(), f, func(file *File) error {
		file.Active = "lab"
		file.Profiles["acme"].Settings["quiet"] = "true"
		return nil
	}))
	data, err := os.ReadFile(f.Path)
	require.NoError(t, err)
	assert.Equal(t, `# Our accounts.
active: lab
settings:
  budget: 0.5
  output: json # for the scripts
profiles:
  acme:
    platform: merlot
    store: keyring
    settings:
      quiet: true
      read_only: true
  lab:
    base_url: http://127.0.0.1:8080/api
  new: {}
`, string(data))
	got, err := Load(f)
	require.NoError(t, err)
	assert.Equal(t, "true", got.Profiles["acme"].Settings["quiet"])
}

func TestUpdateMakesAPrivateFileAndAFailedOneMakesNone(t *testing.T) {
	f := settingsFile(t, "")
	failure := errors.New("no")
	require.ErrorIs(t, Update(t.Context(), f, func(*File) error { return failure }), failure)
	require.NoFileExists(t, f.Path)
	require.NoError(t, Update(t.Context(), f, func(file *File) error {
		file.Settings["output"] = "csv"
		file.Profiles["acme"] = &Profile{Address: address(t, "syrah", "")}
		return nil
	}))
	require.NoError(t, f.Check())
}

func TestParseAddress(t *testing.T) {
	for _, same := range []string{
		"https://syrah-api.centrastage.net", "https://syrah-api.centrastage.net/", "https://syrah-api.centrastage.net/api/",
		"https://SYRAH-API.centrastage.net:443/api", "https://syrah-api.centrastage.net:/api", " https://syrah-api.centrastage.net ",
	} {
		assert.Equal(t, address(t, "Syrah", ""), address(t, "", same), same)
	}
	for _, other := range []string{
		"https://syrah-api.centrastage.net:8443", "https://syrah-api.centrastage.net/proxy", "https://syrah-api.centrastage.net.evil.example",
	} {
		got := address(t, "", other)
		assert.Empty(t, got.Platform)
		assert.NotEqual(t, address(t, "syrah", ""), got)
	}
	for _, bad := range [][2]string{
		{"", ""},
		{"merlot", "https://example.com"},
		{"bordeaux", ""},
		{"", "http://example.com"},
		{"", "https://user:SECRET-CANARY@example.com"},
		{"", "ftp://example.com"},
		{"", "merlot"},
	} {
		_, err := ParseAddress(bad[0], bad[1])
		require.Error(t, err, bad)
		assert.NotContains(t, err.Error(), "CANARY")
	}
	assert.Equal(t, "platform syrah", address(t, "syrah", "").String())
	assert.Equal(t, "--platform syrah", address(t, "syrah", "").Flags())
	assert.Equal(t, "https://example.com/api", address(t, "", "https://example.com").String())
	assert.Equal(t, "--base-url https://example.com/api", address(t, "", "https://example.com").Flags())
}

func TestLocate(t *testing.T) {
	dir := t.TempDir()
	got, err := Locate(func(string) string { return dir })
	require.NoError(t, err)
	for _, path := range []string{got.Settings().Path, got.Credentials().Path, got.Tokens().Path} {
		assert.True(t, strings.HasPrefix(path, dir+string(filepath.Separator)), path)
	}
	assert.True(t, got.Settings().Lax)
	assert.False(t, got.Credentials().Lax)
	assert.False(t, got.Tokens().Lax)

	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LocalAppData", "AppData"} {
		t.Setenv(name, filepath.Join(home, name))
	}
	got, err = Locate(func(string) string { return "" })
	require.NoError(t, err)
	assert.Contains(t, got.Config, "datto-rmm")
	assert.True(t, strings.HasPrefix(got.Config, home), got.Config)
	assert.True(t, strings.HasPrefix(got.Cache, home), got.Cache)
	assert.NotContains(t, got.Config, filepath.Join(home, "AppData"), "secrets do not roam")
}

func TestLocateWithoutAHome(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LocalAppData", "AppData"} {
		t.Setenv(name, "")
	}
	_, err := Locate(func(string) string { return "" })
	var none *NoDirectoryError
	require.ErrorAs(t, err, &none)
	assert.Contains(t, none.NextStep(), "DATTO_CONFIG_DIR")
}

func TestNamesThatDifferInCaseAloneAreNotBothTaken(t *testing.T) {
	file := &File{Profiles: map[string]*Profile{"acme": {}}}
	require.NoError(t, file.CheckNewName("acme"), "it is not new")
	require.NoError(t, file.CheckNewName("acme2"))
	err := file.CheckNewName("Acme")
	var namesake *NamesakeError
	require.ErrorAs(t, err, &namesake)
	assert.Equal(t, &NamesakeError{Name: "Acme", Other: "acme"}, namesake)
}

// utf16Of is what Windows PowerShell makes of a text.
func utf16Of(text string) string {
	var written strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		written.WriteByte(byte(unit))
		written.WriteByte(byte(unit >> 8))
	}
	return written.String()
}
