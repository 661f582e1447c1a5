package datto_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

const (
	simSoakDevices = 10_000
	simSoakAudits  = 2_000
	simSoakJobs    = 1_000
)

// simFaultMix is a bad day: 5 % of the calls are refused, 3 % fail in the server,
// 2 % are reset, 2 % are cut, and every 500 calls the token dies.
func simFaultMix() []simulator.Fault {
	mix := []simulator.Fault{
		{Kind: simulator.FaultTooMany, Share: 0.02},
		{Kind: simulator.FaultTooManySeconds, Share: 0.02},
		{Kind: simulator.FaultTooManyDate, Share: 0.01},
		{Kind: simulator.FaultServerError, Share: 0.01},
		{Kind: simulator.FaultBadGateway, Share: 0.01},
		{Kind: simulator.FaultUnavailable, Share: 0.01},
		{Kind: simulator.FaultResetBefore, Share: 0.01},
		{Kind: simulator.FaultResetAfter, Share: 0.01},
		{Kind: simulator.FaultTruncate, Share: 0.02},
		{Kind: simulator.FaultServerError, Operation: simTokenOp, Nth: 2},
		{Kind: simulator.FaultTruncate, Operation: simTokenOp, Nth: 4},
	}
	for nth := 500; nth <= 5000; nth += 500 {
		mix = append(mix, simulator.Fault{Kind: simulator.FaultRevokeToken, Nth: nth})
	}
	return mix
}

// simPatient tries a little more often than the default: among thousands of calls
// one may well meet five of these faults in a row.
func simPatient() datto.Option {
	policy := datto.DefaultRetry()
	policy.MaxAttempts = 9
	return datto.WithRetry(policy)
}

// simFleet is what the soak reads, as the server sent it.
type simFleet struct {
	devices []string
	audits  []string
}

// simLastSeen is the one member of a row that follows the clock, and a bad day is
// longer.
var simLastSeen = regexp.MustCompile(`"lastSeen":\d+`)

var simUID = regexp.MustCompile(`"uid":"([^"]+)"`)

// simReadFleet lists the devices and audits some of them, several at a time. The
// rows are raw: nothing of them may differ.
func simReadFleet(w *simWorld) simFleet {
	w.t.Helper()
	var fleet simFleet
	var uids []string
	for row, err := range datto.All[json.RawMessage](w.t.Context(), w.client, "/v2/account/devices?max=250") {
		require.NoError(w.t, w.note(err))
		fleet.devices = append(fleet.devices, string(simLastSeen.ReplaceAll(row, []byte(`"lastSeen":0`))))
		uid := simUID.FindSubmatch(row)
		require.NotNil(w.t, uid)
		if len(uids) < simSoakAudits && bytes.Contains(row, []byte(`"deviceClass":"device"`)) {
			uids = append(uids, string(uid[1]))
		}
	}
	require.Len(w.t, uids, simSoakAudits)
	fleet.audits = make([]string, len(uids))
	simRepeat(w, len(uids), 16, func(i int) error {
		audit, err := datto.Get[json.RawMessage](w.t.Context(), w.client, "/v2/audit/device/"+uids[i])
		fleet.audits[i] = string(audit)
		return w.note(err)
	})
	return fleet
}

func TestSoakReadsEqualThoseOfAGoodDay(t *testing.T) {
	t.Parallel()
	config := simulator.Config{Seed: 11, Devices: simSoakDevices}
	fleets := make([]simFleet, 2)
	// The times in the rows count back from when the simulator was made, which in
	// two bubbles is the same.
	var days sync.WaitGroup
	for day, faults := range [][]simulator.Fault{nil, simFaultMix()} {
		config := config
		config.Faults = faults
		days.Go(func() {
			simRun(t, config, func(w *simWorld) {
				start := time.Now()
				fleets[day] = simReadFleet(w)
				struck := map[simulator.FaultKind]int{}
				for _, call := range w.sim.Calls() {
					if call.Fault != "" {
						struck[call.Fault]++
					}
				}
				w.t.Logf("%v of fake time, %d calls, faults %v", time.Since(start), w.sim.CountCalls(""), struck)
				if faults != nil {
					assert.GreaterOrEqual(w.t, struck[simulator.FaultRevokeToken], 4)
					for _, kind := range []simulator.FaultKind{
						simulator.FaultTooMany, simulator.FaultTooManySeconds, simulator.FaultTooManyDate, simulator.FaultServerError,
						simulator.FaultBadGateway, simulator.FaultUnavailable, simulator.FaultResetBefore, simulator.FaultResetAfter, simulator.FaultTruncate,
					} {
						assert.Greater(w.t, struck[kind], 5, kind)
					}
				}
			}, simPatient())
		})
	}
	days.Wait()
	require.Len(t, fleets[0].devices, simSoakDevices)
	require.Len(t, fleets[1].devices, simSoakDevices)
	assert.True(t, slices.Equal(fleets[0].devices, fleets[1].devices), "device for device")
	assert.True(t, slices.Equal(fleets[0].audits, fleets[1].audits), "audit for audit")
}

func TestSoakJobsRunOnce(t *testing.T) {
	t.Parallel()
	faults := []simulator.Fault{
		{Kind: simulator.FaultResetAfter, Operation: simQuickJobOp, Share: 0.02},
		{Kind: simulator.FaultTruncate, Operation: simQuickJobOp, Share: 0.01},
		{Kind: simulator.FaultResetBefore, Operation: simQuickJobOp, Share: 0.01},
		{Kind: simulator.FaultGatewayTimeout, Operation: simQuickJobOp, Share: 0.01},
		{Kind: simulator.FaultTooMany, Operation: simQuickJobOp, Share: 0.01},
		{Kind: simulator.FaultRevokeToken, Operation: simQuickJobOp, Share: 0.005},
	}
	simRun(t, simulator.Config{Seed: 12, Devices: simSoakJobs * 3 / 2, Faults: faults}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		devices = slices.DeleteFunc(devices, func(d datto.Device) bool { return d.DeviceClass != datto.DeviceClassDevice })
		require.GreaterOrEqual(w.t, len(devices), simSoakJobs)
		devices = devices[:simSoakJobs]
		job := simQuickJob(w)
		results := make([]error, len(devices))
		simRepeat(w, len(devices), 16, func(i int) error {
			_, results[i] = w.client.Jobs.CreateQuickJob(w.t.Context(), devices[i].UID, job)
			return nil
		})
		var ran, uncertain, uncertainRan atomic.Int32
		for i := range devices {
			n := w.sim.QuickJobs(devices[i].UID)
			require.LessOrEqual(w.t, n, 1, "no device runs it twice")
			ran.Add(int32(n))
			_, ambiguous := errors.AsType[*datto.AmbiguousError](w.note(results[i]))
			switch {
			case ambiguous:
				uncertain.Add(1)
				uncertainRan.Add(int32(n))
			default:
				require.NoError(w.t, results[i])
				require.Equal(w.t, 1, n, "what was reported as done was done")
			}
		}
		lost := 0
		for _, call := range w.calls(simQuickJobOp) {
			switch call.Fault {
			case simulator.FaultResetAfter, simulator.FaultTruncate, simulator.FaultResetBefore, simulator.FaultGatewayTimeout:
				lost++
			}
		}
		assert.Equal(w.t, lost, int(uncertain.Load()), "every lost answer is reported")
		assert.InDelta(w.t, 50, lost, 25)
		assert.Positive(w.t, uncertainRan.Load())
		assert.Less(w.t, uncertainRan.Load(), uncertain.Load())
		w.t.Logf("%d of %d ran, %d uncertain of which %d ran", ran.Load(), len(devices), uncertain.Load(), uncertainRan.Load())
	})
}

// Walks share the budget, the token and the bad day, and none loses a row.
func TestWalksSideBySide(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 500, PageSize: 25, Faults: simFaultMix()}, func(w *simWorld) {
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				rows := 0
				for _, err := range w.client.Devices.All(w.t.Context(), nil) {
					if w.note(err) != nil {
						w.t.Error(err)
						return
					}
					rows++
				}
				assert.Equal(w.t, 500, rows)
			})
		}
		group.Wait()
	}, simPatient())
}
