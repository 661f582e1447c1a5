package datto_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func TestAllYieldsEveryRowOnceAndInOrder(t *testing.T) {
	t.Parallel()
	for _, ahead := range []int{1, 4, 16} {
		t.Run(fmt.Sprintf("%d ahead", ahead), func(t *testing.T) {
			t.Parallel()
			// Answers of different length in time arrive out of order.
			delays := []simulator.Fault{{Kind: simulator.FaultDelay, Operation: simDevicesOp, Share: 0.4, Wait: 7 * time.Second}}
			simRun(t, simulator.Config{Devices: 405, PageSize: 20, Faults: delays}, func(w *simWorld) {
				walk := w.client.Devices.All(w.t.Context(), nil)
				var before []string
				for range 2 {
					devices, errs := simCollect(w, walk)
					require.Empty(w.t, errs)
					uids := simUIDs(devices)
					require.Len(w.t, uids, 405)
					assert.True(w.t, slices.IsSortedFunc(devices, func(a, b datto.Device) int { return int(a.ID - b.ID) }))
					if before != nil {
						assert.Equal(w.t, before, uids, "ranging again begins again")
					}
					before = uids
				}
				assert.Equal(w.t, 42, w.sim.CountCalls(simDevicesOp))
			}, datto.WithReadAhead(ahead))
		})
	}
}

// Pages are asked for side by side, and never more of them than allowed.
func TestReadAhead(t *testing.T) {
	t.Parallel()
	for _, ahead := range []int{1, 4, 16} {
		t.Run(strconv.Itoa(ahead), func(t *testing.T) {
			t.Parallel()
			delay := []simulator.Fault{{Kind: simulator.FaultDelay, Operation: simDevicesOp}}
			simRun(t, simulator.Config{Devices: 1000, PageSize: 20, Faults: delay}, func(w *simWorld) {
				start := time.Now()
				devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil, datto.CallReadAhead(ahead)))
				require.Empty(w.t, errs)
				require.Len(w.t, devices, 1000)
				took := time.Since(start)
				// The first page comes alone, the other 49 side by side.
				best := time.Second * time.Duration(1+(49+ahead-1)/ahead)
				assert.GreaterOrEqual(w.t, took, best)
				assert.LessOrEqual(w.t, took, best+time.Second)
			})
		})
	}
}

func TestStoppingTheLoopStopsTheRequests(t *testing.T) {
	t.Parallel()
	delay := []simulator.Fault{{Kind: simulator.FaultDelay, Operation: simDevicesOp}}
	simRun(t, simulator.Config{Devices: 1000, PageSize: 20, Faults: delay}, func(w *simWorld) {
		rows := 0
		start := time.Now()
		for _, err := range w.client.Devices.All(w.t.Context(), nil) {
			require.NoError(w.t, err)
			if rows++; rows == 41 {
				break
			}
		}
		assert.Equal(w.t, 2*time.Second, time.Since(start), "nothing that is under way is waited for")
		made := w.sim.CountCalls("")
		simWait(w.t, time.Hour)
		assert.Equal(w.t, made, w.sim.CountCalls(""))
		assert.LessOrEqual(w.t, w.sim.CountCalls(simDevicesOp), 3+4)
	})
}

// Who looks at a few rows only pays for the first page, and who stops within the
// first page for one more at most.
func TestPagesAreAskedForAsTheyAreRead(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 1000, PageSize: 20}, func(w *simWorld) {
		rows := 0
		for _, err := range w.client.Devices.All(w.t.Context(), nil) {
			require.NoError(w.t, err)
			synctest.Wait() // whatever is fetched ahead is asked for by now
			switch rows++; {
			case rows <= 10:
				assert.Equal(w.t, 1, w.sim.CountCalls(simDevicesOp), "the reader may have had enough")
			case rows <= 20:
				assert.Equal(w.t, 2, w.sim.CountCalls(simDevicesOp), "row %d", rows)
			default:
				assert.Greater(w.t, w.sim.CountCalls(simDevicesOp), 2)
				return
			}
		}
	})
}

// Whoever watches a walk learns how far it is, page by page and in order, although
// pages arrive in any order.
func TestListProgress(t *testing.T) {
	t.Parallel()
	delays := []simulator.Fault{{Kind: simulator.FaultDelay, Operation: simDevicesOp, Share: 0.4, Wait: 7 * time.Second}}
	simRun(t, simulator.Config{Devices: 405, PageSize: 100, Faults: delays}, func(w *simWorld) {
		told := func() []datto.ListProgress { return simEvents[datto.ListProgress](w) }
		rows := 0
		for _, err := range w.client.Devices.All(w.t.Context(), nil) {
			require.NoError(w.t, err)
			rows++
			last := told()[len(told())-1]
			require.LessOrEqual(w.t, last.Rows-rows, 100, "a page is told of when its rows are next")
			require.GreaterOrEqual(w.t, last.Rows, rows)
		}
		devices := told()
		require.Len(w.t, devices, 5)
		for i, p := range devices {
			assert.Equal(w.t, simDevicesOp, p.Operation.String())
			assert.Equal(w.t, i+1, p.Pages)
			assert.Equal(w.t, min(405, 100*(i+1)), p.Rows)
			assert.Equal(w.t, new(405), p.Total)
		}
		alerts, errs := simCollect(w, w.client.Alerts.AllOpen(w.t.Context(), nil))
		require.Empty(w.t, errs)
		last := told()[len(told())-1]
		assert.Equal(w.t, "GET /v2/account/alerts/open", last.Operation.String())
		assert.Equal(w.t, len(alerts), last.Rows)
		assert.Nil(w.t, last.Total, "the server does not tell")
	})
}

func TestCancellingAWalk(t *testing.T) {
	t.Parallel()
	hang := []simulator.Fault{{Kind: simulator.FaultHang, Operation: simDevicesOp, Nth: 3}}
	simRun(t, simulator.Config{Devices: 1000, PageSize: 20, Faults: hang}, func(w *simWorld) {
		ctx, cancel := context.WithCancel(w.t.Context())
		time.AfterFunc(10*time.Second, cancel)
		start := time.Now()
		devices, errs := simCollect(w, w.client.Devices.All(ctx, nil, datto.CallReadAhead(1)))
		assert.Equal(w.t, 10*time.Second, time.Since(start))
		require.Len(w.t, errs, 1)
		require.ErrorIs(w.t, errs[0], context.Canceled)
		assert.Len(w.t, devices, 40)
	})
}

func TestACancelledWalkYieldsNoFurtherPage(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 1000, PageSize: 20}, func(w *simWorld) {
		ctx, cancel := context.WithCancel(w.t.Context())
		defer cancel()
		rows := 0
		for _, err := range w.client.Devices.All(ctx, nil) {
			if rows++; rows == 25 {
				synctest.Wait() // the pages that are fetched ahead have come
				cancel()
			}
			if err != nil {
				require.ErrorIs(w.t, err, context.Canceled)
			}
		}
		assert.Equal(w.t, 41, rows, "two pages and the error")
	})
}

func TestRepeatedCursorIsAnError(t *testing.T) {
	t.Parallel()
	for _, nth := range []int{1, 2, 5} {
		t.Run(fmt.Sprintf("page %d", nth-1), func(t *testing.T) {
			t.Parallel()
			faults := []simulator.Fault{{Kind: simulator.FaultRepeatedCursor, Operation: simDevicesOp, Nth: nth}}
			simRun(t, simulator.Config{Devices: 200, PageSize: 20, Faults: faults}, func(w *simWorld) {
				// One page at a time, so that the nth call is for the nth page.
				devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil, datto.CallReadAhead(1)))
				require.Len(w.t, errs, 1)
				page, ok := errors.AsType[*datto.PageError](errs[0])
				require.True(w.t, ok)
				assert.Equal(w.t, nth-1, page.Page)
				assert.Len(w.t, devices, 20*nth)
			})
		})
	}
}

func TestLostRowIsTold(t *testing.T) {
	t.Parallel()
	faults := []simulator.Fault{{Kind: simulator.FaultLostRow, Operation: simDevicesOp, Nth: 2}}
	simRun(t, simulator.Config{Devices: 100, PageSize: 20, Faults: faults}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		assert.Len(w.t, devices, 99, "the rows that there are come first")
		require.Len(w.t, errs, 1)
		require.ErrorIs(w.t, errs[0], datto.ErrIncomplete)
		incomplete, ok := errors.AsType[*datto.IncompleteError](errs[0])
		require.True(w.t, ok)
		assert.Equal(w.t, 100, incomplete.Want)
		assert.Equal(w.t, 99, incomplete.Got)
	})
}

func TestShiftedRowsAreYieldedOnce(t *testing.T) {
	t.Parallel()
	faults := []simulator.Fault{{Kind: simulator.FaultShiftedRows}}
	simRun(t, simulator.Config{Devices: 100, PageSize: 20, Faults: faults}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		uids := simUIDs(devices)
		assert.Len(w.t, uids, 100)
		slices.Sort(uids)
		assert.Len(w.t, slices.Compact(uids), 100)

		raw, errs := simCollect(w, datto.All[json.RawMessage](w.t.Context(), w.client, "/v2/account/devices"))
		require.Empty(w.t, errs)
		assert.Len(w.t, raw, 100, "raw rows are told apart too")

		sites, errs := simCollect(w, w.client.Sites.All(w.t.Context(), &datto.SiteListOptions{PageSize: 3}))
		require.Empty(w.t, errs)
		assert.Len(w.t, sites, 13)
	})
}

// Users have nothing that tells them apart, so a row that comes again may be
// somebody else of the same name.
func TestRowsWithoutIdentityAreNeverDropped(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		all, errs := simCollect(w, w.client.Users.All(w.t.Context(), &datto.ListOptions{PageSize: 5}))
		require.Empty(w.t, errs)
		w.sim.AddFault(simulator.Fault{Kind: simulator.FaultShiftedRows})
		shifted, errs := simCollect(w, w.client.Users.All(w.t.Context(), &datto.ListOptions{PageSize: 5}))
		require.Empty(w.t, errs)
		assert.Len(w.t, shifted, len(all)+1, "the row that comes again is yielded again")
	})
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(simPages(map[string]string{
			"": `{"pageDetails":{"count":4,"totalCount":4,"nextPageUrl":null},"devices":[{"hostname":"a"},{"hostname":"a"},{"uid":""},{"uid":null}]}`,
		}))
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		assert.Len(w.t, devices, 4, "a row whose identity is missing is no other row again")
	})
}

// simPages answers lists with given pages by the page asked for, "" the first. A
// page that begins with "Location:" is a link.
func simPages(pages map[string]string) func(*http.Request) *simReply {
	return func(req *http.Request) *simReply {
		if !strings.HasPrefix(req.URL.Path, "/api/v2/account/") {
			return nil
		}
		query := req.URL.Query()
		body, ok := pages[query.Get("page")+query.Get("searchAfter")]
		if !ok {
			return simAnswer(http.StatusNotFound, "application/json", "{}")
		}
		return simAnswer(http.StatusOK, "application/json", body)
	}
}

func TestBrokenRowCostsOneRow(t *testing.T) {
	t.Parallel()
	faults := []simulator.Fault{{Kind: simulator.FaultMalformedRow, Operation: simDevicesOp, Nth: 2}}
	simRun(t, simulator.Config{Devices: 100, PageSize: 20, Faults: faults}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil, datto.CallReadAhead(1)))
		assert.Len(w.t, devices, 99)
		require.Len(w.t, errs, 1, "the walk goes on, and a broken row is no missing one")
		row, ok := errors.AsType[*datto.RowError](errs[0])
		require.True(w.t, ok)
		assert.Equal(w.t, 1, row.Page)
		assert.Equal(w.t, 10, row.Index)
		assert.True(w.t, json.Valid(row.Raw))
		assert.NotContains(w.t, fmt.Sprintf("%v %#v %s", row, row, row), "what")
	})
	simRun(t, simulator.Config{Devices: 20, Faults: []simulator.Fault{{Kind: simulator.FaultMalformedRow}}}, func(w *simWorld) {
		page, err := w.client.Devices.List(w.t.Context(), nil)
		require.NoError(w.t, err)
		assert.Len(w.t, page.Items, 19)
		require.Len(w.t, page.Broken, 1)
		assert.Equal(w.t, 10, page.Broken[0].Index)
	})
}

func TestBrokenRowOfABareArrayIsAnError(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		w.wire.intercept(func(req *http.Request) *simReply {
			if !strings.Contains(req.URL.Path, "macAddress") {
				return nil
			}
			return simAnswer(http.StatusOK, "application/json", `[{"uid":"a"},{"uid":{}}]`)
		})
		devices, err := w.client.Devices.ListByMAC(w.t.Context(), "00:11:22:33:44:55")
		row, ok := errors.AsType[*datto.RowError](w.note(err))
		require.True(w.t, ok, "%v", err)
		assert.Equal(w.t, 1, row.Index)
		assert.Nil(w.t, devices, "a shorter list would pass for the whole one")
	})
}

func TestInvalidUTF8CostsNothing(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 60, PageSize: 20, Faults: []simulator.Fault{{Kind: simulator.FaultInvalidUTF8}}}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		assert.Empty(w.t, errs)
		assert.Len(w.t, devices, 60)
		for _, page := range w.attempts("listAccountDevices") {
			assert.NoError(w.t, page.Err)
		}
	})
}

func TestCutPageIsFetchedAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{simulator.FaultTruncate, simulator.FaultStall, simulator.FaultEmptyBody} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			faults := []simulator.Fault{{Kind: kind, Operation: simDevicesOp, Nth: 2}}
			simRun(t, simulator.Config{Devices: 60, PageSize: 20, Faults: faults}, func(w *simWorld) {
				devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
				require.Empty(w.t, errs)
				assert.Len(w.t, devices, 60)
				assert.Equal(w.t, 4, w.sim.CountCalls(simDevicesOp))
			})
		})
	}
}

// A body without a length, cut between two values, is still no whole page.
func TestCutPageWithoutLengthIsFetchedAgain(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		whole := `{"pageDetails":{"count":1,"totalCount":1,"nextPageUrl":null},"devices":[{"uid":"a"}]}`
		var asked atomic.Int32
		w.wire.intercept(func(req *http.Request) *simReply {
			if req.URL.Path != "/api/v2/account/devices" {
				return nil
			}
			at := min(int(asked.Add(1)-1)*20, len(whole))
			res := simAnswer(http.StatusOK, "application/json", whole[:at])
			res.unannounced = true
			return res
		})
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		assert.Len(w.t, devices, 1)
	}, datto.WithRetry(datto.RetryPolicy{MaxAttempts: 10, MaxElapsed: time.Hour}))
}

func TestPageThatStaysCutEndsTheWalkWithAnError(t *testing.T) {
	t.Parallel()
	faults := []simulator.Fault{{Kind: simulator.FaultTruncate, Operation: simDevicesOp, Nth: 3, Times: 1000}}
	simRun(t, simulator.Config{Devices: 100, PageSize: 20, Faults: faults}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil, datto.CallReadAhead(1)))
		assert.Len(w.t, devices, 40)
		require.Len(w.t, errs, 1)
		page, ok := errors.AsType[*datto.PageError](errs[0])
		require.True(w.t, ok)
		assert.Equal(w.t, 2, page.Page)
		_, ok = errors.AsType[*datto.TransportError](errs[0])
		assert.True(w.t, ok)
		assert.Equal(w.t, 2+5, w.sim.CountCalls(simDevicesOp))
	})
}

func TestLoginPageInPlaceOfAList(t *testing.T) {
	t.Parallel()
	faults := []simulator.Fault{{Kind: simulator.FaultLoginPage, Operation: simDevicesOp}}
	simRun(t, simulator.Config{Faults: faults}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		assert.Empty(w.t, devices)
		require.Len(w.t, errs, 1)
		decode, ok := errors.AsType[*datto.DecodeError](errs[0])
		require.True(w.t, ok)
		assert.Equal(w.t, http.StatusOK, decode.StatusCode)
		assert.Contains(w.t, decode.Reason, "HTML")
		assert.Equal(w.t, 1, w.sim.CountCalls(simDevicesOp))
	})
}

func TestEndsOfLists(t *testing.T) {
	t.Parallel()
	row := func(n int) string { return `{"uid":"device-` + strconv.Itoa(n) + `"}` }
	for name, c := range map[string]struct {
		pages map[string]string
		want  int
	}{
		"null":               {map[string]string{"": `{"pageDetails":{"totalCount":1,"nextPageUrl":null},"devices":[` + row(1) + `]}`}, 1},
		"empty text":         {map[string]string{"": `{"pageDetails":{"totalCount":1,"nextPageUrl":""},"devices":[` + row(1) + `]}`}, 1},
		"missing":            {map[string]string{"": `{"pageDetails":{"totalCount":1},"devices":[` + row(1) + `]}`}, 1},
		"rows null":          {map[string]string{"": `{"pageDetails":{"totalCount":0},"devices":null}`}, 0},
		"rows missing":       {map[string]string{"": `{"pageDetails":{"totalCount":0,"count":0}}`}, 0},
		"no details":         {map[string]string{"": `{"devices":[` + row(1) + `]}`}, 1},
		"total negative":     {map[string]string{"": `{"pageDetails":{"totalCount":-1},"devices":[` + row(1) + `]}`}, 1},
		"member names twice": {map[string]string{"": `{"pageDetails":{"totalCount":1},"devices":[{"uid":"a","uid":"a"}]}`}, 1},
		"empty page with a link": {map[string]string{
			"":  `{"pageDetails":{"nextPageUrl":"https://merlot-api.centrastage.net/api/v2/account/devices?page=1"},"devices":[` + row(1) + `]}`,
			"1": `{"pageDetails":{"nextPageUrl":"https://merlot-api.centrastage.net/api/v2/account/devices?page=2"},"devices":[]}`,
		}, 1},
		"relative link": {map[string]string{
			"":  `{"pageDetails":{"nextPageUrl":"/api/v2/account/devices?page=1"},"devices":[` + row(1) + `]}`,
			"1": `{"pageDetails":{"nextPageUrl":null},"devices":[` + row(2) + `]}`,
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				w.wire.intercept(simPages(c.pages))
				devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
				require.Empty(w.t, errs)
				assert.Len(w.t, devices, c.want)
			})
		})
	}
	t.Run("as the simulator ends them", func(t *testing.T) {
		t.Parallel()
		simRun(t, simulator.Config{Devices: 40, PageSize: 20, Faults: []simulator.Fault{{Kind: simulator.FaultEmptyNext}}}, func(w *simWorld) {
			devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
			require.Empty(w.t, errs)
			assert.Len(w.t, devices, 40)
		})
	})
}

func TestLinkThatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	for name, link := range map[string]string{
		"no URL": `:\u0000//`, "no page": "https://merlot-api.centrastage.net/api/v2/account/devices?max=2", "page is text": "?page=next",
		"negative": "?page=-1", "too large": "?page=99999999999999999999",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simRun(t, simulator.Config{}, func(w *simWorld) {
				w.wire.intercept(simPages(map[string]string{"": `{"pageDetails":{"nextPageUrl":"` + link + `"},"devices":[{"uid":"a"}]}`}))
				_, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
				require.Len(w.t, errs, 1)
				_, ok := errors.AsType[*datto.DecodeError](errs[0])
				assert.True(w.t, ok, "%v", errs[0])
			})
		})
	}
}

// The server drops filters from its links; the client keeps its own.
func TestFiltersHoldOnEveryPage(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 400, Faults: []simulator.Fault{{Kind: simulator.FaultLossyNext}}}, func(w *simWorld) {
		options := &datto.DeviceListOptions{DeviceType: "server", PageSize: 5}
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), options))
		require.Empty(w.t, errs)
		require.Greater(w.t, len(devices), 10)
		for _, call := range w.calls(simDevicesOp) {
			assert.Equal(w.t, "server", call.Query.Get("deviceType"))
			assert.Equal(w.t, "5", call.Query.Get("max"))
		}
		assert.Equal(w.t, &datto.DeviceListOptions{DeviceType: "server", PageSize: 5}, options)
	})
}

func TestPageSizeIsBoundedByTheClient(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 300, RefuseOversizedPages: true}, func(w *simWorld) {
		page, err := w.client.Devices.List(w.t.Context(), &datto.DeviceListOptions{PageSize: 1000})
		require.NoError(w.t, err)
		assert.Len(w.t, page.Items, 250)
		assert.Equal(w.t, "1", page.Next)
		require.NotNil(w.t, page.Total)
		assert.Equal(w.t, 300, *page.Total)
	})
}

// Alert lists do not tell how long they are, so there is nothing to count against
// and nothing to guess: one page is fetched ahead whatever is asked for.
func TestListWithoutTotalIsFetchedOnePageAhead(t *testing.T) {
	t.Parallel()
	delay := []simulator.Fault{{Kind: simulator.FaultDelay, Operation: simAlertsOp}}
	simRun(t, simulator.Config{Devices: 500, Faults: delay}, func(w *simWorld) {
		start := time.Now()
		alerts, errs := simCollect(w, w.client.Alerts.AllOpen(w.t.Context(), &datto.AlertListOptions{PageSize: 3}, datto.CallReadAhead(16)))
		require.Empty(w.t, errs)
		require.Greater(w.t, len(alerts), 9)
		pages := w.sim.CountCalls(simAlertsOp)
		assert.Equal(w.t, (len(alerts)+2)/3, pages)
		assert.Equal(w.t, time.Duration(pages)*time.Second, time.Since(start))
	})
}

func TestActivityLogIsWalkedByCursor(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		until := time.Now()
		options := &datto.ActivityLogListOptions{
			From: until.Add(-48 * time.Hour), Until: until, PageSize: 250, Order: datto.ActivityOrderAscending,
			Entities: []datto.ActivityEntity{datto.ActivityEntityDevice},
		}
		rows, errs := simCollect(w, w.client.ActivityLogs.All(w.t.Context(), options))
		require.Empty(w.t, errs)
		require.Greater(w.t, len(rows), 4000)
		ids := map[string]bool{}
		for _, row := range rows {
			ids[row.ID] = true
		}
		assert.Len(w.t, ids, len(rows))
		calls := w.calls("GET /v2/activity-logs")
		assert.Len(w.t, calls, (len(rows)+249)/250+1, "the last page that there is is an empty one")
		for i, call := range calls {
			assert.Equal(w.t, "250", call.Query.Get("size"))
			assert.Equal(w.t, "device", call.Query.Get("entities"))
			assert.Empty(w.t, call.Query.Get("max"))
			if i > 0 {
				assert.Equal(w.t, "next", call.Query.Get("page"))
				require.Len(w.t, call.Query["searchAfter"], 1)
				assert.Contains(w.t, call.Query.Get("searchAfter"), ",")
			}
		}
		page, err := w.client.ActivityLogs.List(w.t.Context(), options)
		require.NoError(w.t, err)
		next := *options
		next.After = page.Next
		second, err := w.client.ActivityLogs.List(w.t.Context(), &next)
		require.NoError(w.t, err)
		assert.Equal(w.t, rows[250].ID, second.Items[0].ID)
	})
}

// The log answers 200 and says in the body that it failed.
func TestErrorInTheBodyOfAPage(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Faults: []simulator.Fault{{Kind: simulator.FaultLogError}}}, func(w *simWorld) {
		_, err := w.client.ActivityLogs.List(w.t.Context(), nil)
		api, ok := errors.AsType[*datto.APIError](w.note(err))
		require.True(w.t, ok, "%v", err)
		assert.Equal(w.t, http.StatusOK, api.StatusCode)
		assert.Equal(w.t, "The activity log is not complete", api.Message)
	})
}

func TestWhatNobodyKnowsSurvives(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{Devices: 40, PageSize: 20, Faults: []simulator.Fault{{Kind: simulator.FaultFutureField}}}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		assert.Len(w.t, devices, 40)
		raw, errs := simCollect(w, datto.All[json.RawMessage](w.t.Context(), w.client, "/v2/account/devices"))
		require.Empty(w.t, errs)
		require.Len(w.t, raw, 40)
		for _, row := range raw {
			assert.Contains(w.t, string(row), `"futureField":{"introduced":2031`)
		}
		told := simEvents[datto.UnknownField](w)
		require.Len(w.t, told, 1, "once, however many rows and pages have it")
		assert.Equal(w.t, "futureField", told[0].Name)
		assert.Equal(w.t, "listAccountDevices", told[0].Operation.ID)
		_, err := w.client.Devices.Get(w.t.Context(), devices[0].UID)
		require.NoError(w.t, err)
		told = simEvents[datto.UnknownField](w)
		require.Len(w.t, told, 2)
		assert.Equal(w.t, "getDevice", told[1].Operation.ID)
	}, datto.WithUnknownFields())
	simRun(t, simulator.Config{Devices: 40, Faults: []simulator.Fault{{Kind: simulator.FaultFutureValue}}}, func(w *simWorld) {
		devices, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		require.Len(w.t, devices, 40)
		assert.Equal(w.t, datto.DeviceClass("FromTheFuture"), devices[0].DeviceClass)
	})
}

// The simulator's answers hold nothing that the models lack.
func TestModelsKnowEveryMember(t *testing.T) {
	t.Parallel()
	simRun(t, simulator.Config{}, func(w *simWorld) {
		_, errs := simCollect(w, w.client.Devices.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		_, errs = simCollect(w, w.client.Sites.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		_, errs = simCollect(w, w.client.Alerts.AllOpen(w.t.Context(), nil))
		require.Empty(w.t, errs)
		_, errs = simCollect(w, w.client.Users.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		_, errs = simCollect(w, w.client.ActivityLogs.All(w.t.Context(), nil))
		require.Empty(w.t, errs)
		_, err := w.client.Account.Get(w.t.Context())
		require.NoError(w.t, err)
		_, err = w.client.Audits.Get(w.t.Context(), simDevice(w))
		require.NoError(w.t, w.note(err))
		assert.Empty(w.t, simEvents[datto.UnknownField](w))
	}, datto.WithUnknownFields())
}

// A row of one's own type is told apart like the model's.
func TestOwnRowType(t *testing.T) {
	t.Parallel()
	type host struct {
		Hostname string `json:"hostname"`
	}
	simRun(t, simulator.Config{Devices: 45, PageSize: 20, Faults: []simulator.Fault{{Kind: simulator.FaultShiftedRows}}}, func(w *simWorld) {
		hosts, errs := simCollect(w, datto.All[host](w.t.Context(), w.client, "/v2/account/devices?siteName=e"))
		require.Empty(w.t, errs)
		assert.NotEmpty(w.t, hosts)
		pointers, errs := simCollect(w, datto.All[*host](w.t.Context(), w.client, "/v2/account/devices?siteName=e"))
		require.Empty(w.t, errs)
		assert.Len(w.t, pointers, len(hosts))
		for _, call := range w.calls(simDevicesOp) {
			assert.Equal(w.t, "e", call.Query.Get("siteName"))
		}
	})
}
