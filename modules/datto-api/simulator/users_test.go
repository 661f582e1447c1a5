package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestUsersHaveNoID(t *testing.T) {
	t.Parallel()
	c := newCaller(t, simulator.New(simulator.Config{}))
	rows := c.walk("/v2/account/users", "users")
	assert.Len(t, rows, 20)
	for _, row := range rows {
		assert.NotContains(t, row, "id", "facts 6.7")
		assert.NotContains(t, row, "uid", "facts 6.7")
		assert.Greater(t, row["created"], 1e12, "facts 6.2: epoch ms")
	}
}

func TestKeyResetKillsKeysAndTokens(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Config{})
	c, other := newCaller(t, sim), newCaller(t, sim)
	oldKey, oldSecret := sim.Credentials()

	r := c.do(http.MethodPost, "/v2/user/resetApiKeys", "")
	assert.Equal(t, http.StatusOK, r.status)
	pair := r.object(t)
	key, secret := pair["apiAccessKey"].(string), pair["apiSecretKey"].(string)
	assert.NotEmpty(t, pair["userName"])
	assert.NotEqual(t, oldKey, key)
	assert.NotEqual(t, oldSecret, secret)

	for _, holder := range []*caller{c, other} {
		assert.Equal(t, http.StatusUnauthorized, holder.do(http.MethodGet, "/v2/account", "").status, "every token is dead")
	}
	assert.Equal(t, http.StatusUnauthorized, c.askToken(oldKey, oldSecret).status)
	assert.Equal(t, http.StatusOK, c.askToken(key, secret).status)
	c.login(sim)
	assert.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/account", "").status)
	nowKey, nowSecret := sim.Credentials()
	assert.Equal(t, []string{key, secret}, []string{nowKey, nowSecret})
}
