package contract

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// at follows member names into the contract.
func (d *document) at(t *testing.T, names ...string) map[string]any {
	t.Helper()
	value := d.root
	for i, name := range names {
		next, ok := value[name].(map[string]any)
		require.True(t, ok, "the contract has no object at %v", names[:i+1])
		value = next
	}
	return value
}

func TestContractNamesTheSixPlatforms(t *testing.T) {
	servers := readContract(t).root["servers"].([]any)
	require.Len(t, servers, 1)
	server := servers[0].(map[string]any)
	assert.Equal(t, "https://{platform}-api.centrastage.net/api", server["url"])
	assert.ElementsMatch(t, []any{"pinotage", "merlot", "concord", "vidal", "zinfandel", "syrah"},
		server["variables"].(map[string]any)["platform"].(map[string]any)["enum"])
}

func TestContractAsksForATokenExceptForTheStatus(t *testing.T) {
	contract := readContract(t)
	scheme := contract.at(t, "components", "securitySchemes", "bearer")
	assert.Equal(t, "http", scheme["type"])
	assert.Equal(t, "bearer", scheme["scheme"])
	assert.Equal(t, []any{map[string]any{"bearer": []any{}}}, contract.root["security"])
	for _, op := range contract.operations() {
		own, present := op.declared["security"]
		if op.path == "/v2/system/status" {
			assert.Equal(t, []any{}, own)
		} else {
			assert.False(t, present, "%s departs from the contract's security", op)
		}
	}
}

// No document declares it, and every call can meet it.
func TestContractDeclares429Everywhere(t *testing.T) {
	operations := readContract(t).operations()
	require.Len(t, operations, 65)
	for _, op := range operations {
		assert.Contains(t, op.declared["responses"], "429", op.String())
	}
}

// The documents put a pattern on a number and an enumeration on a list, where
// they mean nothing or refuse everything.
func TestContractHasNoKeywordWhereItMeansNothing(t *testing.T) {
	contract := readContract(t)
	assert.NotContains(t, contract.at(t, "components", "schemas", "ActivityLog", "properties", "date"), "pattern")
	found := false
	for _, parameter := range contract.at(t, "paths", "/v2/activity-logs", "get")["parameters"].([]any) {
		p := parameter.(map[string]any)
		if p["name"] != "entities" {
			continue
		}
		found = true
		schema := p["schema"].(map[string]any)
		assert.Equal(t, "array", schema["type"])
		assert.NotContains(t, schema, "enum", "an enumeration of lists")
		assert.Equal(t, []any{"device", "user"}, schema["items"].(map[string]any)["enum"])
	}
	assert.True(t, found, "the activity log has no parameter named entities")
}

// Two templates that differ in the names of their parameters only are the same
// path, and an object that says a member twice loses one without a word.
func TestContractHasEachOperationOnce(t *testing.T) {
	seen := map[string]string{}
	for _, op := range readContract(t).operations() {
		segments := strings.Split(op.path, "/")
		for i, segment := range segments {
			if strings.HasPrefix(segment, "{") {
				segments[i] = "{}"
			}
		}
		key := op.method + " " + strings.Join(segments, "/")
		assert.Empty(t, seen[key], "%s is there twice", op)
		seen[key] = op.path
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "openapi", "datto-rmm.json"))
	require.NoError(t, err)
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	require.Empty(t, repeatedMembers(t, decoder, ""))
}

// repeatedMembers reads one JSON value and returns the places of members that
// their object has twice.
func repeatedMembers(t *testing.T, decoder *json.Decoder, place string) []string {
	t.Helper()
	token, err := decoder.Token()
	require.NoError(t, err)
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	var repeated []string
	seen := map[string]bool{}
	for decoder.More() {
		inner := place + "/-"
		if delim == '{' {
			name, err := decoder.Token()
			require.NoError(t, err)
			inner = place + "/" + name.(string)
			if seen[inner] {
				repeated = append(repeated, inner)
			}
			seen[inner] = true
		}
		repeated = append(repeated, repeatedMembers(t, decoder, inner)...)
	}
	_, err = decoder.Token()
	require.NoError(t, err)
	return repeated
}

// What the API cannot do: programs were written that assumed it could.
func TestContractHasNoOperationForWhatTheAPICannotDo(t *testing.T) {
	writable := []string{"account", "alert", "device", "site", "user"}
	var deletions []string
	for _, op := range readContract(t).operations() {
		_, rest, _ := strings.Cut(strings.TrimPrefix(op.path, "/"), "/")
		noun, _, _ := strings.Cut(rest, "/")
		if op.method == http.MethodDelete {
			deletions = append(deletions, op.path)
		}
		if op.method != http.MethodGet {
			assert.Contains(t, writable, noun, "%s writes", op)
			assert.NotContains(t, op.path, "filter", "%s writes filters", op)
			assert.NotContains(t, op.path, "component", "%s writes components", op)
			if noun == "user" {
				assert.Equal(t, "/v2/user/resetApiKeys", op.path, "users are not written")
			}
			assert.NotContains(t, op.path, "/users", "%s writes users", op)
		}
		assert.NotEqual(t, http.MethodPatch, op.method, op.path)
		if noun == "job" {
			assert.Contains(t, op.path, "{jobUid}", "jobs are read by their uid only")
		}
		assert.NotContains(t, op.path, "/jobs", "there is no list of jobs")
	}
	assert.ElementsMatch(t, []string{
		"/v2/account/variable/{variableId}", "/v2/site/{siteUid}/variable/{variableId}", "/v2/site/{siteUid}/settings/proxy",
	}, deletions, "variables and proxies are all that can be deleted")
}

func TestPageDetailsHaveFourMembers(t *testing.T) {
	a := newAccount(t, simulator.Config{Seed: 11})
	for _, path := range []string{"/v2/account/devices", "/v2/account/devices?max=2", "/v2/account/sites?max=2&page=1", "/v2/account/components", "/v2/account/users"} {
		details := a.read(path)["pageDetails"].(map[string]any)
		assert.Equal(t, []string{"count", "nextPageUrl", "prevPageUrl", "totalCount"}, slices.Sorted(maps.Keys(details)), path)
	}
	for _, path := range []string{"/v2/account/alerts/open", "/v2/activity-logs"} {
		details := a.read(path)["pageDetails"].(map[string]any)
		delete(details, "totalCount") // missing or null here
		assert.Equal(t, []string{"count", "nextPageUrl", "prevPageUrl"}, slices.Sorted(maps.Keys(details)), path)
	}
}
