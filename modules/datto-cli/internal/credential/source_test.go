package credential

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/tokencache"
)

// desk is a machine with profiles "acme" on merlot, active, in the keyring, and
// "beta" on syrah, in the file, and one without credentials, "empty".
type desk struct {
	*Source
	env  map[string]string
	file *config.File
	now  time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	address := func(platform string) config.Address {
		a, err := config.ParseAddress(platform, "")
		require.NoError(t, err)
		return a
	}
	stores := newStores(t)
	require.NoError(t, stores.Keyring.Set(t.Context(), "acme", fakeRecord("acme")))
	beta := fakeRecord("beta")
	beta.BaseURL = syrah
	require.NoError(t, stores.File.Set(t.Context(), "beta", beta))
	d := &desk{
		env: map[string]string{},
		file: &config.File{Active: "acme", Profiles: map[string]*config.Profile{
			"acme":  {Address: address("merlot"), Store: KeyringStore},
			"beta":  {Address: address("syrah"), Store: FileStore, Settings: map[string]string{"read_only": "true"}},
			"empty": {Address: address("syrah")},
		}},
		now: time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC),
	}
	tokens := privatefile.File{Path: filepath.Join(t.TempDir(), "tokens", "tokens.json")}
	d.Source = &Source{
		Getenv: func(name string) string { return d.env[name] },
		Config: func() (*config.File, error) { return d.file, nil },
		Stores: stores,
		Tokens: tokencache.New(tokens, func() time.Time { return d.now }),
	}
	return d
}

func (d *desk) setEnvironment(platform string) {
	d.env["DATTO_API_KEY"], d.env["DATTO_API_SECRET"], d.env["DATTO_PLATFORM"] = "KEY-CANARY-env", "SECRET-CANARY-env ", platform
}

func TestWhichCredentialsAreUsed(t *testing.T) {
	env := map[string]string{"DATTO_API_KEY": "KEY-CANARY-env", "DATTO_API_SECRET": "SECRET-CANARY-env\n", "DATTO_PLATFORM": "vidal"}
	homeless := map[string]string{"DATTO_API_KEY": "KEY-CANARY-env", "DATTO_API_SECRET": "SECRET-CANARY-env"}
	for _, test := range []struct {
		name     string
		env      map[string]string
		choice   account.Choice
		inactive bool

		key, baseURL string
		missing      string
	}{
		{name: "the active profile", key: "acme", baseURL: merlot},
		{name: "DATTO_PROFILE before the active one", env: map[string]string{"DATTO_PROFILE": "beta"}, key: "beta", baseURL: syrah},
		{
			name: "--profile before DATTO_PROFILE", env: map[string]string{"DATTO_PROFILE": "beta"},
			choice: account.Choice{Profile: "acme"}, key: "acme", baseURL: merlot,
		},
		{name: "the environment before the active profile", env: env, key: "env", baseURL: "https://vidal-api.centrastage.net/api"},
		{name: "--profile before the environment", env: env, choice: account.Choice{Profile: "acme"}, key: "acme", baseURL: merlot},
		{
			name: "a flag that agrees with the environment", env: env, choice: account.Choice{BaseURL: "https://VIDAL-api.centrastage.net:443/"},
			key: "env", baseURL: "https://vidal-api.centrastage.net/api",
		},
		{
			name: "--platform says where the environment's key belongs", env: homeless, choice: account.Choice{Platform: "concord"},
			key: "env", baseURL: "https://concord-api.centrastage.net/api",
		},
		{
			name: "so does --base-url", env: homeless, choice: account.Choice{BaseURL: "http://127.0.0.1:8080"},
			key: "env", baseURL: "http://127.0.0.1:8080/api",
		},
		{
			name: "a flag that agrees with the profile", choice: account.Choice{BaseURL: "https://MERLOT-api.centrastage.net:443/"},
			key: "acme", baseURL: merlot,
		},
		{name: "an environment that agrees with the profile", env: map[string]string{"DATTO_PLATFORM": "merlot"}, key: "acme", baseURL: merlot},
		{
			name: "--profile takes the place of the whole environment", env: map[string]string{"DATTO_PLATFORM": "vidal"},
			choice: account.Choice{Profile: "acme"}, key: "acme", baseURL: merlot,
		},

		{name: "two accounts in the environment", env: map[string]string{"DATTO_API_KEY": "x", "DATTO_PROFILE": "beta"}, missing: "both set"},
		{name: "a key without a secret", env: map[string]string{"DATTO_API_KEY": "KEY-CANARY"}, missing: "DATTO_API_SECRET is not"},
		{name: "a secret without a key", env: map[string]string{"DATTO_API_SECRET": "SECRET-CANARY"}, missing: "DATTO_API_KEY is not"},
		{
			name: "a key without a platform", env: map[string]string{"DATTO_API_KEY": "KEY-CANARY", "DATTO_API_SECRET": "SECRET-CANARY"},
			missing: "which platform",
		},
		{name: "no such profile", choice: account.Choice{Profile: "gamma"}, missing: "no profile gamma"},
		{name: "a profile without credentials", choice: account.Choice{Profile: "empty"}, missing: "no credentials"},
		{name: "nothing at all", inactive: true, missing: "there are no credentials"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			if test.env != nil {
				d.env = test.env
			}
			if test.inactive {
				d.file.Active = ""
			}
			got, err := d.Account(t.Context(), test.choice)
			if test.missing != "" {
				var missing *account.MissingError
				require.ErrorAs(t, err, &missing)
				assert.Contains(t, err.Error(), test.missing)
				assert.NotEmpty(t, missing.NextStep())
				assert.NotContains(t, err.Error()+missing.NextStep(), "CANARY")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "KEY-CANARY-"+test.key, got.Credentials.APIKey)
			assert.Equal(t, "SECRET-CANARY-"+test.key, got.Credentials.APISecret, "from the same source as the key")
			if got.BaseURL == "" {
				assert.Equal(t, test.baseURL, got.Platform.BaseURL())
			} else {
				assert.Equal(t, test.baseURL, got.BaseURL)
			}
		})
	}
}

func TestAKeyIsNotSentToAnotherAddress(t *testing.T) {
	for _, test := range []struct {
		name   string
		env    map[string]string
		choice account.Choice
		next   string
	}{
		{name: "--base-url", choice: account.Choice{BaseURL: "https://evil.example"}, next: "--base-url https://evil.example/api"},
		{name: "--platform, where another profile has a key", choice: account.Choice{Platform: "syrah"}, next: "--profile beta"},
		{name: "--platform with --profile", choice: account.Choice{Profile: "acme", Platform: "vidal"}, next: "--platform vidal"},
		{name: "DATTO_BASE_URL", env: map[string]string{"DATTO_BASE_URL": "https://evil.example"}, next: "unset"},
		{name: "DATTO_PLATFORM", env: map[string]string{"DATTO_PLATFORM": "vidal"}, next: "unset"},
		{name: "another port", choice: account.Choice{BaseURL: "https://merlot-api.centrastage.net:8443"}},
		{name: "another path", choice: account.Choice{BaseURL: "https://merlot-api.centrastage.net/other"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			if test.env != nil {
				d.env = test.env
			}
			// The keyring is not even asked.
			keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
			_, err := d.Account(t.Context(), test.choice)
			var binding *BindingError
			require.ErrorAs(t, err, &binding)
			assert.Equal(t, "acme", binding.Profile)
			assert.Contains(t, err.Error(), "the key of profile acme was made for platform merlot and is not sent to")
			assert.Contains(t, binding.NextStep(), test.next)
		})
	}
}

func TestTheEnvironmentsKeyIsNotSentToAnotherAddress(t *testing.T) {
	for _, test := range []struct {
		name, variable, value string
		choice                account.Choice
		next                  string
	}{
		{name: "--base-url", variable: "DATTO_PLATFORM", value: "merlot", choice: account.Choice{BaseURL: "https://evil.example"}, next: "unset DATTO_PLATFORM"},
		{name: "--platform", variable: "DATTO_PLATFORM", value: "merlot", choice: account.Choice{Platform: "vidal"}, next: "unset DATTO_PLATFORM"},
		{name: "where a profile has a key", variable: "DATTO_BASE_URL", value: "https://lab.example", choice: account.Choice{Platform: "syrah"}, next: "--profile beta"},
		{name: "--platform against an address", variable: "DATTO_BASE_URL", value: "https://lab.example", choice: account.Choice{Platform: "vidal"}, next: "unset DATTO_BASE_URL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.setEnvironment("")
			d.env[test.variable] = test.value
			_, err := d.Account(t.Context(), test.choice)
			var binding *BindingError
			require.ErrorAs(t, err, &binding)
			assert.Contains(t, err.Error(), "as "+test.variable+" says")
			assert.Contains(t, binding.NextStep(), test.next)
			assert.NotContains(t, err.Error()+binding.NextStep(), "CANARY")
		})
	}
}

func TestTwoAddressesAreRefused(t *testing.T) {
	both := account.Choice{Platform: "merlot", BaseURL: "https://merlot-api.centrastage.net"}
	for name, choose := range map[string]func(*desk) account.Choice{
		"the flags, with a profile":            func(*desk) account.Choice { return both },
		"the flags, with --profile":            func(*desk) account.Choice { c := both; c.Profile = "acme"; return c },
		"the flags, with a key and no address": func(d *desk) account.Choice { d.setEnvironment(""); return both },
		"the variables, with their key": func(d *desk) account.Choice {
			d.setEnvironment("merlot")
			d.env["DATTO_BASE_URL"] = both.BaseURL
			return account.Choice{}
		},
		"the variables, with a profile": func(d *desk) account.Choice {
			d.env["DATTO_PLATFORM"], d.env["DATTO_BASE_URL"] = "merlot", both.BaseURL
			return account.Choice{}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			_, err := d.Account(t.Context(), choose(d))
			var two *config.TwoAddressesError
			require.ErrorAs(t, err, &two)
			assert.NotEmpty(t, two.NextStep())
		})
	}
}

func TestAnAddressThatIsNoneIsNamed(t *testing.T) {
	d := newDesk(t)
	d.setEnvironment("")
	d.env["DATTO_BASE_URL"] = "::"
	_, err := d.Account(t.Context(), account.Choice{})
	var invalid *config.InvalidValueError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "correct DATTO_BASE_URL, or leave it out", invalid.NextStep())
	_, err = d.Account(t.Context(), account.Choice{Profile: "acme", BaseURL: "::"})
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "correct --base-url, or leave it out", invalid.NextStep())
}

func TestAnInterruptWhileTheKeyringIsAskedIsNoFailureOfIt(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never := make(chan struct{})
	defer close(never)
	d.Stores.Keyring = &Keyring{get: func(string, string) (string, error) { <-never; return "", nil }}
	_, err := d.Account(ctx, account.Choice{})
	require.ErrorIs(t, err, context.Canceled)
	var failed *StoreError
	require.NotErrorAs(t, err, &failed)
}

func TestAddressesThatAreNoPlatformsAreToldApart(t *testing.T) {
	d := newDesk(t)
	lab, err := config.ParseAddress("", "https://lab.example")
	require.NoError(t, err)
	d.file.Profiles["lab"] = &config.Profile{Address: lab, Store: FileStore}
	_, err = d.Account(t.Context(), account.Choice{Profile: "lab", BaseURL: "https://evil.example"})
	var binding *BindingError
	require.ErrorAs(t, err, &binding)
}

func TestAConfigFileThatWasChangedByHandDoesNotMoveAKey(t *testing.T) {
	d := newDesk(t)
	moved, err := config.ParseAddress("", "https://evil.example")
	require.NoError(t, err)
	d.file.Profiles["acme"].Address = moved
	_, err = d.Account(t.Context(), account.Choice{})
	var binding *BindingError
	require.ErrorAs(t, err, &binding)
	assert.Contains(t, err.Error(), "which the config file asks for")
}

func TestCredentialsThatAreGone(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.Stores.Keyring.Delete(t.Context(), "acme"))
	_, err := d.Account(t.Context(), account.Choice{})
	var missing *account.MissingError
	require.ErrorAs(t, err, &missing)
	require.ErrorContains(t, err, "no longer in the keyring")

	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	_, err = d.Account(t.Context(), account.Choice{})
	var failed *StoreError
	require.ErrorAs(t, err, &failed)
	assert.Contains(t, failed.NextStep(), "--insecure-storage")

	d.file.Profiles["acme"].Store = "vault"
	_, err = d.Account(t.Context(), account.Choice{})
	require.ErrorAs(t, err, &missing)
	require.ErrorContains(t, err, `"vault"`)
}

func TestReadOnlyOfTheProfileTheFileOrTheEnvironment(t *testing.T) {
	d := newDesk(t)
	readOnly := func(profile string) bool {
		a, err := d.Account(t.Context(), account.Choice{Profile: profile})
		require.NoError(t, err)
		return a.ReadOnly
	}
	assert.False(t, readOnly("acme"))
	assert.True(t, readOnly("beta"))
	d.env["DATTO_READ_ONLY"] = "0"
	assert.True(t, readOnly("beta"), "what the profile forbids the environment does not allow")
	d.env["DATTO_READ_ONLY"] = "1"
	assert.True(t, readOnly("acme"))
	d.env = map[string]string{}
	d.file.Settings = map[string]string{"read_only": "true"}
	assert.True(t, readOnly("acme"))
	d.setEnvironment("vidal")
	assert.True(t, readOnly(""))

	d.env["DATTO_READ_ONLY"] = "maybe"
	_, err := d.Account(t.Context(), account.Choice{})
	require.ErrorContains(t, err, "DATTO_READ_ONLY", "a misspelt switch is not taken for off")
}

func TestTokensAndBlocksStayWithTheirAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		acme, err := d.Account(t.Context(), account.Choice{})
		require.NoError(t, err)
		require.NoError(t, acme.Tokens.Save(t.Context(), "key", datto.Token{AccessToken: "T", Issued: d.now, Expires: d.now.Add(time.Hour)}))
		beta, err := d.Account(t.Context(), account.Choice{Profile: "beta"})
		require.NoError(t, err)
		got, err := beta.Tokens.Load(t.Context(), "key")
		require.NoError(t, err)
		assert.Empty(t, got.AccessToken)

		refused := datto.Attempt{Operation: &datto.Operation{ID: "token"}, Err: datto.ErrUnauthorized}
		require.NoError(t, beta.Observe(t.Context(), refused))
		require.NoError(t, acme.Observe(t.Context(), datto.Attempt{}))
		for range 2 {
			// Who was refused lets the others ask at once.
			started := time.Now()
			again, err := d.Account(t.Context(), account.Choice{Profile: "beta"})
			require.NoError(t, err)
			_, err = again.Tokens.Load(t.Context(), "key")
			require.NoError(t, err)
			require.NoError(t, again.Observe(t.Context(), refused))
			assert.Zero(t, time.Since(started))
		}
		require.NoError(t, acme.Observe(t.Context(), datto.Blocked{Until: d.now.Add(5 * time.Minute)}))
		_, err = d.Account(t.Context(), account.Choice{})
		var blocked *tokencache.BlockedError
		require.ErrorAs(t, err, &blocked)
		_, err = d.Account(t.Context(), account.Choice{Profile: "beta"})
		require.NoError(t, err)
		d.now = d.now.Add(5 * time.Minute)
		_, err = d.Account(t.Context(), account.Choice{})
		require.NoError(t, err)
	})
}
