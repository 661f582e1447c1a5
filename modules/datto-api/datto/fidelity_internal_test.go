package datto

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The server's side drops connections that were idle for a minute; one that is
// used a moment later costs an error.
func TestIdleConnectionsAreGivenUpBeforeTheServerDropsThem(t *testing.T) {
	t.Parallel()
	client, err := NewClient(Merlot, Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"})
	require.NoError(t, err)
	t.Cleanup(client.Close)
	transport, ok := client.http.Transport.(*proxyWatch)
	require.True(t, ok)
	assert.Positive(t, transport.IdleConnTimeout, "zero keeps them for ever")
	assert.Less(t, transport.IdleConnTimeout, time.Minute)
}

// endlessList is an API whose list of users has always one more page.
type endlessList struct{ pages int }

func (e *endlessList) RoundTrip(req *http.Request) (*http.Response, error) {
	body := `{"access_token":"fixture-token","expires_in":359999}`
	if strings.HasPrefix(req.URL.Path, "/api/") {
		e.pages++
		body = fmt.Sprintf(`{"pageDetails":{"nextPageUrl":"https://%s%s?page=%d"},"users":[{"username":"u"}]}`, req.URL.Host, req.URL.Path, e.pages)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// A server that always offers one more page must not hold a program for ever.
func TestWalkWithoutAnEndIsGivenUp(t *testing.T) {
	t.Parallel()
	api := &endlessList{}
	client, err := NewClient(Merlot, Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"},
		WithHTTPClient(&http.Client{Transport: api}), WithReadAhead(1))
	require.NoError(t, err)
	assert.Equal(t, 1_000_000, client.maxPages)
	client.maxPages = 5
	rows, failures := 0, []error(nil)
	for _, err := range client.Users.All(t.Context(), nil) {
		if err != nil {
			failures = append(failures, err)
			continue
		}
		rows++
	}
	assert.Equal(t, 5, rows, "what was read is handed out")
	require.Len(t, failures, 1)
	var page *PageError
	require.ErrorAs(t, failures[0], &page)
	assert.Contains(t, failures[0].Error(), "more than 5 pages")
}
