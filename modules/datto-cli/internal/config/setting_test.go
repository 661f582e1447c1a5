package config

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEverySettingIsDeclaredWhole(t *testing.T) {
	seen := map[string]string{}
	for _, s := range Settings() {
		for kind, name := range map[string]string{"name": s.Name, "variable": s.Env, "flag": s.Flag} {
			if name != "" {
				assert.Empty(t, seen[kind+name], "%s %s is taken", kind, name)
				seen[kind+name] = s.Name
			}
		}
		assert.Equal(t, "DATTO_"+strings.ToUpper(s.Name), s.Env)
		if s.Flag != "" {
			assert.Equal(t, strings.ReplaceAll(s.Name, "_", "-"), s.Flag)
		}
		assert.True(t, strings.HasSuffix(s.Description, "."), s.Name)
		assert.NotEmpty(t, s.Type, s.Name)
		if s.Place == NotInFile {
			assert.NotEmpty(t, s.Elsewhere, s.Name)
			assert.NotContains(t, Names(), s.Name)
		} else {
			assert.Contains(t, Names(), s.Name)
			require.NotNil(t, s.parse, s.Name)
		}
		if s.Sensitive {
			assert.Equal(t, NotInFile, s.Place, "%s: the file holds no secrets", s.Name)
			assert.Equal(t, "[redacted]", s.Shown("SECRET"))
		}
		if s.Default != "" {
			parsed, err := s.Parse(s.Default)
			require.NoError(t, err, s.Name)
			assert.Equal(t, s.Default, parsed)
		}
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct{ setting, value, want string }{
		{"read_only", "on", "true"},
		{"read_only", " YES ", "true"},
		{"read_only", "0", "false"},
		{"budget", "50%", "0.5"},
		{"budget", "0.25", "0.25"},
		{"budget", "1", "1"},
		{"budget", "100 %", "1"},
		{"output", "JSON", "json"},
		{"platform", "Merlot", "merlot"},
		{"base_url", "https://Example.com/", "https://example.com/api"},
		{"profile", "acme-2.eu", "acme-2.eu"},
	} {
		got, err := find(t, test.setting).Parse(test.value)
		require.NoError(t, err)
		assert.Equal(t, test.want, got)
	}
	for _, test := range []struct{ setting, value string }{
		{"read_only", ""},
		{"read_only", "2"},
		{"budget", "0"},
		{"budget", "-1"},
		{"budget", "101%"},
		{"budget", "NaN"},
		{"budget", "x"},
		{"output", "xml"},
		{"platform", "x"},
		{"base_url", "x"},
		{"profile", ""},
		{"profile", "a b"},
		{"profile", "-x"},
		{"profile", strings.Repeat("x", 64)},
		{"api_key", " "},
	} {
		_, err := find(t, test.setting).Parse(test.value)
		assert.Error(t, err, test)
	}
}

func TestFind(t *testing.T) {
	assert.Equal(t, "read_only", find(t, "Read-Only").Name)
	_, err := Find("nonsense")
	var unknown *UnknownSettingError
	require.ErrorAs(t, err, &unknown)
	assert.Contains(t, unknown.Hint(), "read_only, budget, output")
	assert.NotContains(t, unknown.Hint(), "api_secret")
}
