package datto_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// An update wipes what it is not sent, so a patch sends every member that an
// update has, as it was read. A proxy is no part of it.
func TestPatchSendsBackWhatItRead(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/site/"+fixtureSite, http.StatusOK, fixtureFile(t, "site"))
	mock.answers("POST /v2/site/"+fixtureSite, http.StatusOK, fixtureFile(t, "site"))
	site, err := client.Sites.Patch(t.Context(), fixtureSite, func(request *datto.UpdateSiteRequest) error {
		request.Description = new("changed")
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, fixtureSite, site.UID)
	require.Len(t, mock.sent(), 2)
	assert.JSONEq(t, `{"name":"Example Logistics","description":"changed","notes":"","onDemand":false,"splashtopAutoInstall":true}`,
		mock.sent()[1].body)
}

func TestPatchThatFailsToEditWritesNothing(t *testing.T) {
	client, mock := fixtureClient(t)
	mock.answers("GET /v2/site/"+fixtureSite, http.StatusOK, fixtureFile(t, "site"))
	mistake := errors.New("no such customer")
	_, err := client.Sites.Patch(t.Context(), fixtureSite, func(*datto.UpdateSiteRequest) error { return mistake })
	require.ErrorIs(t, err, mistake)
	assert.Len(t, mock.sent(), 1)
}
