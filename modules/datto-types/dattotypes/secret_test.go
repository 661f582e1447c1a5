package dattotypes_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// canary must not turn up in anything that is printed.
const canary = "canary-value-0815"

// verbs are all of fmt, with flags, and some that it does not know.
var verbs = []string{
	"%v", "%+v", "%#v", "%s", "%q", "%+q", "%#q", "%x", "%X", "% x", "%#x", "%d", "%+d", "%o", "%O", "%b", "%c", "%U", "%e", "%g", "%f",
	"%t", "%20v", "%-20s", "%.3s", "%020d", "%z", "%!", "%p", "%w", "%T",
}

// secretHolders are all the shapes in which a secret is met.
func secretHolders(t *testing.T) map[string]any {
	t.Helper()
	secret := dattotypes.NewSecret(canary)
	udfs, err := dattotypes.NewUDFs(map[int]string{4: canary})
	require.NoError(t, err)
	type exported struct {
		Secret dattotypes.Secret
		UDF    dattotypes.UDFs
	}
	type unexported struct {
		secret dattotypes.Secret
		udf    dattotypes.UDFs
	}
	both := exported{secret, udfs}
	return map[string]any{
		"secret":            secret,
		"pointer to secret": &secret,
		"UDFs":              udfs,
		"pointer to UDFs":   &udfs,
		"struct":            both,
		"pointer":           &both,
		"nested":            struct{ Inner any }{&both},
		"slice":             []exported{both},
		"slice of secrets":  []dattotypes.Secret{secret},
		"slice of UDFs":     []dattotypes.UDFs{udfs},
		"slice of pointers": []*dattotypes.Secret{&secret},
		"array":             [1]dattotypes.Secret{secret},
		"map value":         map[string]dattotypes.Secret{"k": secret},
		"map key":           map[dattotypes.Secret]int{secret: 1},
		"map of UDFs":       map[string]dattotypes.UDFs{"k": udfs},
		"unexported":        unexported{secret, udfs},
		"deep unexported":   &struct{ inner any }{&unexported{secret, udfs}},
		"joined in error":   fmt.Errorf("refused: %v %v", secret, udfs),
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	for name, holder := range secretHolders(t) {
		for _, verb := range verbs {
			printed := fmt.Sprintf(verb, holder)
			assertNoCanary(t, printed, name+" "+verb)
		}
		assertNoCanary(t, fmt.Sprint(holder), name+" Sprint")
		assertNoCanary(t, fmt.Sprintln(holder), name+" Sprintln")
	}
}

func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	// slog's JSON handler encodes these with encoding/json, which gives values by design; the type's description warns of it.
	encoded := map[string]bool{
		"struct": true, "pointer": true, "nested": true, "slice": true, "slice of secrets": true, "slice of UDFs": true,
		"slice of pointers": true, "array": true, "map value": true, "map key": true, "map of UDFs": true,
	}
	for name, holder := range secretHolders(t) {
		text, jsonLog := logged(t, holder)
		assertNoCanary(t, text, name+" slog text")
		if !encoded[name] {
			assertNoCanary(t, jsonLog, name+" slog JSON")
		}
	}
}

func logged(t *testing.T, value any) (text, jsonLog string) {
	t.Helper()
	var textBuffer, jsonBuffer bytes.Buffer
	slog.New(slog.NewTextHandler(&textBuffer, nil)).InfoContext(t.Context(), "message", "value", value, slog.Group("group", "value", value))
	slog.New(slog.NewJSONHandler(&jsonBuffer, nil)).InfoContext(t.Context(), "message", "value", value, slog.Group("group", "value", value))
	return textBuffer.String(), jsonBuffer.String()
}

// assertNoCanary finds the canary in clear and in the notations of the integer and hexadecimal verbs.
func assertNoCanary(t *testing.T, printed, where string) {
	t.Helper()
	for _, leak := range []string{canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprintf("% x", canary), canary[:3]} {
		assert.NotContains(t, printed, leak, where)
	}
}

func TestSecretPrintsRedacted(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		assert.Equal(t, "[redacted]", fmt.Sprintf(verb, dattotypes.NewSecret("x")), verb)
		assert.Empty(t, fmt.Sprintf(verb, dattotypes.Secret{}), verb)
	}
	assert.Equal(t, "[redacted]", dattotypes.NewSecret("x").String())
	assert.Equal(t, "[redacted]", dattotypes.NewSecret("x").GoString())
	assert.Equal(t, "{Password:[redacted]}", fmt.Sprintf("%+v", struct{ Password dattotypes.Secret }{dattotypes.NewSecret("x")}))
	text, jsonLog := logged(t, dattotypes.NewSecret("x"))
	assert.Contains(t, text, "value=[redacted]")
	assert.Contains(t, jsonLog, `"value":"[redacted]"`)
}

func TestSecretsCompare(t *testing.T) {
	t.Parallel()
	assert.Contains(t, map[dattotypes.Secret]bool{dattotypes.NewSecret("x"): true}, dattotypes.NewSecret("x"), "as keys of a map, too")
	assert.True(t, dattotypes.NewSecret("x").Equal(dattotypes.NewSecret("x")))
	assert.False(t, dattotypes.NewSecret("x").Equal(dattotypes.NewSecret("y")))
	assert.Equal(t, dattotypes.Secret{}, dattotypes.NewSecret(""))
	assert.Empty(t, dattotypes.Secret{}.Reveal())
}

func TestSecretJSON(t *testing.T) {
	t.Parallel()
	type body struct {
		Password dattotypes.Secret            `json:"password"`
		Map      map[string]dattotypes.Secret `json:"map"`
	}
	secret := dattotypes.NewSecret(canary)
	encoded, err := json.Marshal(body{Password: secret, Map: map[string]dattotypes.Secret{"k": secret}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"password":"`+canary+`","map":{"k":"`+canary+`"}}`, string(encoded))

	var decoded body
	require.NoError(t, json.Unmarshal(encoded, &decoded))
	assert.Equal(t, canary, decoded.Password.Reveal())
	assert.Equal(t, secret, decoded.Password)
	require.NoError(t, json.Unmarshal([]byte(`{"password":12.50,"map":{"null":null,"true":true,"empty":""}}`), &decoded))
	assert.Equal(t, "12.50", decoded.Password.Reveal())
	assert.True(t, decoded.Map["null"].IsZero())
	assert.True(t, decoded.Map["empty"].IsZero())
	assert.Equal(t, "true", decoded.Map["true"].Reveal())
	require.NoError(t, json.Unmarshal([]byte(`{"password":null}`), &decoded))
	assert.True(t, decoded.Password.IsZero())

	var broken dattotypes.Secret
	err = broken.UnmarshalJSON([]byte(`"` + canary))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), canary)
}

func ExampleSecret() {
	variable := struct {
		Name  string
		Value dattotypes.Secret
	}{"licence", dattotypes.NewSecret("ABC-123")}

	fmt.Printf("%+v\n", variable)
	fmt.Println(variable.Value.Reveal())
	// Output:
	// {Name:licence Value:[redacted]}
	// ABC-123
}
