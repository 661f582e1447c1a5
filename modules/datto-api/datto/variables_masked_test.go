package datto_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// Nobody has seen the mask of the real API, so whatever a masked variable was read
// as counts as one.
func TestMaskedValueIsNotWrittenBack(t *testing.T) {
	const variables = `{"pageDetails":{"count":3,"totalCount":3,"nextPageUrl":null},"variables":[
		{"id":1,"name":"a","value":"not shown","masked":true},
		{"id":2,"name":"b","value":"","masked":true},
		{"id":3,"name":"c","value":"plain","masked":false}]}`
	simRun(t, simulator.Config{}, func(w *simWorld) {
		writes := 0
		w.wire.intercept(func(req *http.Request) *simReply {
			switch {
			case strings.HasSuffix(req.URL.Path, "/variables"):
				return simAnswer(http.StatusOK, "application/json", variables)
			case req.Method == http.MethodPost && strings.Contains(req.URL.Path, "/variable/"):
				writes++
				return simAnswer(http.StatusOK, "", "")
			}
			return nil
		})
		update := func(id int64, value string) error {
			return w.note(w.client.Variables.Update(w.t.Context(), id, datto.UpdateVariableRequest{Name: "n", Value: datto.NewSecret(value)}))
		}
		require.NoError(w.t, update(1, "not shown"), "nothing was read yet")
		require.NoError(w.t, update(2, ""))
		rows, errs := simCollect(w, w.client.Variables.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		require.Len(w.t, rows, 3)
		writes = 0

		for name, refused := range map[string]error{
			"what was read":                   update(1, "not shown"),
			"what was read, into another one": update(3, "not shown"),
			"an empty mask":                   update(2, ""),
			"what looks like a mask":          update(3, "********"),
			"a printed secret":                update(3, "[redacted]"),
		} {
			_, ok := refused.(*datto.ValidationError) //nolint:errorlint // The call itself must return it.
			assert.True(w.t, ok, "%s: %v", name, refused)
		}
		assert.Zero(w.t, writes)

		require.NoError(w.t, update(1, simVariableValue))
		require.NoError(w.t, update(3, "plain"), "what was read of a variable that is not masked")
		require.NoError(w.t, update(3, ""), "an empty value where the mask of another one is empty")
		assert.Equal(w.t, 3, writes)

		err := w.note(w.client.Variables.UpdateBySite(w.t.Context(), "site", 3, datto.UpdateVariableRequest{Name: "n", Value: datto.NewSecret("not shown")}))
		require.Error(w.t, err, "masks hold for sites too")
	})
}

// List takes masks down as All does.
func TestMaskReadByListIsNotWrittenBack(t *testing.T) {
	simRun(t, simulator.Config{}, func(w *simWorld) {
		ctx := w.t.Context()
		require.NoError(w.t, w.client.Variables.Create(ctx, datto.CreateVariableRequest{
			Name: "masked", Value: datto.NewSecret(simVariableValue), Masked: new(true),
		}))
		page, err := w.client.Variables.List(ctx, nil)
		require.NoError(w.t, err)
		for _, v := range page.Items {
			if v.Masked == nil || !*v.Masked {
				continue
			}
			err := w.note(w.client.Variables.Update(ctx, v.ID, datto.UpdateVariableRequest{Name: v.Name, Value: v.Value}))
			require.Error(w.t, err)
			return
		}
		require.Fail(w.t, "the variable is not in the list")
	})
}
