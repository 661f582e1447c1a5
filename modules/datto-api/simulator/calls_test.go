package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestCallsAreInOrder(t *testing.T) {
	t.Parallel()
	var clock handClock
	sim := simulator.New(simulator.Config{Now: clock.Now})
	c := newCaller(t, sim)
	c.get("/v2/account")
	clock.pass(time.Second)
	c.do(http.MethodGet, "/v2/account/devices?max=3&hostname=dc", "")
	c.do(http.MethodGet, "/v2/no/such", "")
	sim.AddFault(simulator.Fault{Kind: simulator.FaultResetBefore})
	_, sent, _ := c.try(c.request(http.MethodGet, "/api/v2/device/some-uid", ""))
	require.Error(t, sent)

	calls := sim.Calls()
	require.Len(t, calls, 5)
	assert.Equal(t, "POST /auth/oauth/token", calls[0].Operation)
	assert.Equal(t, simulator.Call{At: epoch, Operation: "GET /v2/account", Method: "GET", Path: "/v2/account", Status: 200}, calls[1])
	assert.Equal(t, simulator.Call{
		At: epoch.Add(time.Second), Operation: "GET /v2/account/devices", Method: "GET", Path: "/v2/account/devices",
		Query: map[string][]string{"max": {"3"}, "hostname": {"dc"}}, Status: 200,
	}, calls[2])
	assert.Equal(t, simulator.Call{At: epoch.Add(time.Second), Method: "GET", Path: "/v2/no/such", Status: 404}, calls[3])
	assert.Equal(t, simulator.Call{
		At: epoch.Add(time.Second), Operation: "GET /v2/device/{deviceUid}", Method: "GET", Path: "/v2/device/some-uid", Fault: simulator.FaultResetBefore,
	}, calls[4], "no status: the connection was reset")

	assert.Equal(t, 5, sim.CountCalls(""))
	assert.Equal(t, 1, sim.CountCalls("GET /v2/account/devices"))
	assert.Zero(t, sim.CountCalls("GET /v2/account/sites"))
	calls[0].Operation = "changed"
	assert.NotEqual(t, "changed", sim.Calls()[0].Operation)
}

func TestOldCallsAreForgotten(t *testing.T) {
	t.Parallel()
	for limit, kept := range map[int]int{3: 3, -1: 0} {
		sim := simulator.New(simulator.Config{RecordedCalls: limit})
		c := newCaller(t, sim)
		for n := range 20 {
			c.do(http.MethodGet, fmt.Sprintf("/v2/no/such/%d", n), "")
		}
		calls := sim.Calls()
		require.Len(t, calls, kept)
		if kept > 0 {
			assert.Equal(t, "/v2/no/such/19", calls[kept-1].Path)
			assert.Equal(t, "/v2/no/such/17", calls[0].Path)
		}
		assert.Len(t, sim.Violations(), kept)
		assert.Equal(t, 21, sim.CountCalls(""), "those count that are no longer kept")
	}
}

// What a request carries in secret is in no record, wherever it was put.
func TestRecordsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t-value"
	sim := simulator.New(simulator.Config{APIKey: "KEY-" + secret, APISecret: secret})
	c := newCaller(t, sim)
	device := "/v2/device/" + c.device("device")["uid"].(string)
	site := "/v2/site/" + c.device("device")["siteUid"].(string)
	c.do(http.MethodPost, device+"/udf", `{"udf1":"`+secret+`","`+"udf1x"+`":"`+secret+`"}`)
	c.do(http.MethodPost, device+"/udf", `{"udf1":{"`+"nested"+`":"`+secret+`"}}`)
	c.do(http.MethodPut, "/v2/account/variable", `{"name":"n","value":["`+secret+`"]}`)
	c.do(http.MethodPut, "/v2/account/variable", `{"name":"n","value":"`+secret+`","masked":"`+secret+`"}`)
	c.do(http.MethodPost, site+"/settings/proxy", `{"host":"h","port":"`+secret+`","type":"`+secret+`","password":"`+secret+`"}`)
	c.do(http.MethodPost, device+"/warranty", `{"warrantyDate":"`+secret+`"}`)
	c.do(http.MethodPost, device+"/warranty", secret)
	c.do(http.MethodGet, "/v2/account/devices?access_token="+secret+"&max="+secret, "")
	c.do(http.MethodGet, "/v2/activity-logs?from="+secret+"&searchAfter="+secret, "")
	c.askToken(secret, secret)
	c.askToken("KEY-"+secret, "x")
	for _, call := range sim.Calls() {
		delete(call.Query, "max") // declared, so shown
		delete(call.Query, "from")
		delete(call.Query, "searchAfter")
		text, err := json.Marshal(call)
		require.NoError(t, err)
		assert.NotContains(t, string(text), secret)
		assert.NotContains(t, string(text), c.token)
	}
	violations := sim.Violations()
	require.NotEmpty(t, violations)
	for _, violation := range violations {
		assert.NotContains(t, violation.String()+violation.Path, secret)
	}
}
