package simulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestServerSpeaksLikeTheTransport(t *testing.T) {
	t.Parallel()
	server := simulator.NewServer(t, simulator.Config{Devices: 300})
	assert.Equal(t, server.URL+"/api", server.BaseURL)
	c := newServedCaller(t, server)
	assert.Len(t, c.walk("/v2/account/devices?max=90", "devices"), 300)
	assert.Len(t, newCaller(t, server.Simulator).walk("/v2/account/devices?max=90", "devices"), 300)
}
