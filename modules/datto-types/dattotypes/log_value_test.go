package dattotypes_test

import (
	"fmt"
	"go/ast"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// secretModels has one of each model that holds a secret, with the canary in it.
func secretModels(t *testing.T) []slog.LogValuer {
	t.Helper()
	secret := dattotypes.NewSecret(canary)
	udfs, err := dattotypes.NewUDFs(map[int]string{1: canary})
	require.NoError(t, err)
	var (
		device            = dattotypes.Device{UID: "d-1", Hostname: "PC-1", SiteUID: "s-1", UDF: udfs}
		proxy             = dattotypes.ProxySettings{Host: "proxy", Port: new(int32(8080)), Type: dattotypes.ProxyTypeHTTP, Username: "u", Password: secret}
		proxyRequest      = dattotypes.ProxySettingsRequest{Host: "proxy", Port: 8080, Type: dattotypes.ProxyTypeHTTP, Username: new("u"), Password: &secret}
		site              = dattotypes.Site{UID: "s-1", Name: "Site", ProxySettings: &proxy}
		variable          = dattotypes.Variable{ID: 3, Name: "v", Value: secret}
		jobVariable       = dattotypes.JobComponentVariable{Name: "v", Value: secret}
		jobComponent      = dattotypes.JobComponent{UID: "c-1", Name: "c", Variables: []dattotypes.JobComponentVariable{jobVariable}}
		quickJobVariable  = dattotypes.QuickJobVariable{Name: "v", Value: secret}
		quickJobComponent = dattotypes.QuickJobComponent{ComponentUID: "c-1", Variables: []dattotypes.QuickJobVariable{quickJobVariable}}
	)
	return []slog.LogValuer{
		dattotypes.APIKeyPair{UserName: "u", APIAccessKey: secret, APISecretKey: secret},
		dattotypes.CreateQuickJobRequest{JobName: "j", JobComponent: quickJobComponent},
		dattotypes.CreateSiteRequest{Name: "Site", ProxySettings: &proxyRequest},
		dattotypes.CreateVariableRequest{Name: "v", Value: secret},
		device,
		dattotypes.DevicesPage{Devices: []dattotypes.Device{device}},
		jobComponent, jobVariable,
		dattotypes.JobComponentsPage{JobComponents: []dattotypes.JobComponent{jobComponent}},
		proxy, proxyRequest,
		dattotypes.QuickJob{JobComponents: []dattotypes.JobComponent{jobComponent}},
		dattotypes.QuickJob{Job: &dattotypes.Job{UID: "j-1"}, JobComponents: []dattotypes.JobComponent{jobComponent}},
		quickJobComponent, quickJobVariable,
		site,
		dattotypes.SiteSettings{ProxySettings: &proxy},
		dattotypes.SitesPage{Sites: []dattotypes.Site{site}},
		dattotypes.UpdateVariableRequest{Name: "v", Value: secret},
		variable,
		dattotypes.VariablesPage{Variables: []dattotypes.Variable{variable}},
	}
}

// previewModels are those of v3, which hide more than the secret: a field's value may be a number or a date as well.
func previewModels() []slog.LogValuer {
	secret := dattotypes.NewSecret(canary)
	udf := dattotypes.UDFV3{Ordinal: 7, Label: "Key", ValueString: dattotypes.NewSecret(canary)}
	request := dattotypes.UDFV3Request{Ordinal: 7, ValueString: &secret}
	device := dattotypes.DeviceV3{UID: "d-1", Hostname: "PC-1", SiteUID: "s-1", UDFs: []dattotypes.UDFV3{udf}}
	return []slog.LogValuer{
		device, udf, request,
		dattotypes.DevicesPageV3{Devices: []dattotypes.DeviceV3{device}},
		dattotypes.SetUDFsV3Request{UDFs: []dattotypes.UDFV3Request{request}},
	}
}

func TestModelsAreLoggedAndPrintedWithoutSecrets(t *testing.T) {
	t.Parallel()
	for _, model := range append(secretModels(t), previewModels()...) {
		name := fmt.Sprintf("%T", model)
		pointer := reflect.New(reflect.TypeOf(model))
		pointer.Elem().Set(reflect.ValueOf(model))
		for _, value := range []any{model, pointer.Interface()} {
			text, jsonLog := logged(t, value)
			assertNoCanary(t, text, name)
			assertNoCanary(t, jsonLog, name)
			for _, verb := range verbs {
				assertNoCanary(t, fmt.Sprintf(verb, value), name+" "+verb)
				assertNoCanary(t, fmt.Sprintf(verb, []any{value}), name+" in a slice "+verb)
				assertNoCanary(t, fmt.Sprintf(verb, struct{ inner any }{value}), name+" unexported "+verb)
			}
		}
		assertLogValue(t, model)
	}
	assert.Equal(t, "UDFV3(7, [redacted])", fmt.Sprintf("%#v", dattotypes.UDFV3{Ordinal: 7, ValueString: dattotypes.NewSecret(canary)}))
	assert.Equal(t, "UDFV3Request(7, [redacted])", fmt.Sprintf("%#v", dattotypes.UDFV3Request{Ordinal: 7}))
}

func assertLogValue(t *testing.T, model slog.LogValuer) {
	t.Helper()
	name := fmt.Sprintf("%T", model)
	assert.NotEmpty(t, model.LogValue().Group(), "something to find it by")
	// The zero value has nil pointers.
	zero, ok := reflect.TypeAssert[slog.LogValuer](reflect.Zero(reflect.TypeOf(model)))
	require.True(t, ok)
	assert.NotPanics(t, func() { zero.LogValue() }, name)
}

// A model that gains a secret must be added above.
func TestEveryModelWithASecretIsLoggedWithoutIt(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for _, model := range append(secretModels(t), previewModels()...) {
		tested[reflect.TypeOf(model).Name()] = true
	}
	fields := map[string][]string{}
	for name, structure := range models(t) {
		fields[name] = nil
		for _, field := range structure.Fields.List {
			ast.Inspect(field.Type, func(node ast.Node) bool {
				if identifier, ok := node.(*ast.Ident); ok {
					fields[name] = append(fields[name], identifier.Name)
				}
				return true
			})
		}
	}
	secret := map[string]bool{"Secret": true, "UDFs": true, "UDFV3": true, "UDFV3Request": true}
	for found := true; found; {
		found = false
		for model, types := range fields {
			if !secret[model] && slices.ContainsFunc(types, func(name string) bool { return secret[name] }) {
				secret[model], found = true, true
			}
		}
	}
	delete(secret, "Secret")
	delete(secret, "UDFs")
	assert.Equal(t, slices.Sorted(maps.Keys(secret)), slices.Sorted(maps.Keys(tested)))
}

func ExampleDevice_LogValue() {
	var udfs dattotypes.UDFs
	if err := udfs.Set(1, "recovery key"); err != nil {
		fmt.Println(err)
		return
	}
	device := dattotypes.Device{UID: "d-1", Hostname: "PC-1", SiteUID: "s-1", UDF: udfs}
	fmt.Println(device.LogValue())
	fmt.Printf("%v\n", device.UDF)
	// Output:
	// [uid=d-1 hostname=PC-1 siteUid=s-1]
	// UDFs(1 set, [redacted])
}
