package simulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestVariables(t *testing.T) {
	t.Parallel()
	for _, scope := range []string{"account", "site"} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			c := newCaller(t, simulator.New(simulator.Config{}))
			path := "/v2/account/variable"
			if scope == "site" {
				path = "/v2/site/" + c.device("device")["siteUid"].(string) + "/variable"
			}
			named := func(name string) []map[string]any {
				var found []map[string]any
				for _, row := range c.walk(path+"s", "variables") {
					if row["name"] == name {
						found = append(found, row)
					}
				}
				return found
			}
			before := len(c.walk(path+"s", "variables"))
			c.void(http.MethodPut, path, `{"name":"made","value":"clear","masked":false}`)
			c.void(http.MethodPut, path, `{"name":"hidden","value":"not-a-secret","masked":true}`)
			require.Len(t, c.walk(path+"s", "variables"), before+2)
			require.Len(t, named("made"), 1)
			made, hidden := named("made")[0], named("hidden")[0]
			assert.Equal(t, "clear", made["value"])
			assert.Equal(t, false, made["masked"])
			assert.Equal(t, "********", hidden["value"], "facts 6.8")
			assert.Equal(t, true, hidden["masked"])

			one := func(row map[string]any) string { return fmt.Sprintf("%s/%.0f", path, row["id"]) }
			c.void(http.MethodPost, one(made), `{"name":"renamed","value":"changed"}`)
			assert.Empty(t, named("made"))
			assert.Equal(t, "changed", named("renamed")[0]["value"])
			assert.Equal(t, made["id"], named("renamed")[0]["id"])
			c.void(http.MethodPost, one(hidden), `{"name":"hidden","value":"another","masked":false}`)
			assert.Equal(t, "********", named("hidden")[0]["value"], "an update has no say in masking")

			c.void(http.MethodDelete, one(made), "")
			assert.Empty(t, named("renamed"))
			assert.Equal(t, http.StatusNotFound, c.do(http.MethodDelete, one(made), "").status)
			assert.Equal(t, http.StatusNotFound, c.do(http.MethodPost, one(made), `{"name":"x","value":"y"}`).status)
			assert.Len(t, c.walk(path+"s", "variables"), before+1)

			for _, body := range []string{`{"value":"no name"}`, `{"name":"no value"}`, `{"name":"","value":"x"}`} {
				assert.Equal(t, http.StatusBadRequest, c.do(http.MethodPut, path, body).status, body)
			}
			assert.Len(t, c.walk(path+"s", "variables"), before+1)
		})
	}
}

func TestVariablesOfOneScopeAreNotThoseOfAnother(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{}))
	c.void(http.MethodPut, "/v2/account/variable", `{"name":"mine","value":"x"}`)
	rows := c.walk("/v2/account/variables", "variables")
	id := rows[len(rows)-1]["id"]
	site := c.device("device")["siteUid"].(string)
	assert.Equal(t, http.StatusNotFound, c.do(http.MethodDelete, fmt.Sprintf("/v2/site/%s/variable/%.0f", site, id), "").status)
	assert.Len(t, c.walk("/v2/account/variables", "variables"), len(rows))
}
