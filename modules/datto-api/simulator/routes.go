package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// route is one operation and what answers it.
type route struct {
	method, path string
	segments     []string // of path; a parameter is ""
	write        bool     // takes the state's write lock
	public       bool     // needs no token
	handle       func(*Simulator, *exchange)
}

// key names the operation as the contract does: method and path template.
func (r *route) key() string { return r.method + " " + r.path }

// routeTable finds the route of a request.
type routeTable struct{ byLength map[int][]*route }

func newRouteTable(list []route) *routeTable {
	t := &routeTable{byLength: make(map[int][]*route)}
	for i := range list {
		r := &list[i]
		r.write = r.method != http.MethodGet
		r.segments = strings.Split(strings.TrimPrefix(r.path, "/"), "/")
		for j, segment := range r.segments {
			if strings.HasPrefix(segment, "{") {
				r.segments[j] = ""
			}
		}
		t.byLength[len(r.segments)] = append(t.byLength[len(r.segments)], r)
	}
	for _, routes := range t.byLength {
		// A literal wins over a parameter: /v2/device/id/7 is no device "id".
		slices.SortStableFunc(routes, func(a, b *route) int {
			for i := range a.segments {
				switch {
				case a.segments[i] != "" && b.segments[i] == "":
					return -1
				case a.segments[i] == "" && b.segments[i] != "":
					return 1
				}
			}
			return 0
		})
	}
	return t
}

// match returns the route of a request and stores its path parameters. When
// only the method is wrong it returns the methods that would do.
func (t *routeTable) match(x *exchange) (found *route, allowed []string) {
	segments := strings.Split(strings.TrimPrefix(x.path, "/"), "/")
	for _, r := range t.byLength[len(segments)] {
		if !r.matches(segments) {
			continue
		}
		if r.method != x.method {
			if !slices.Contains(allowed, r.method) {
				allowed = append(allowed, r.method)
			}
			continue
		}
		at := 0
		for i, segment := range r.segments {
			if segment == "" {
				x.params[at] = segments[i]
				at++
			}
		}
		return r, nil
	}
	return nil, allowed
}

func (r *route) matches(segments []string) bool {
	for i, segment := range r.segments {
		if segments[i] == "" || (segment != "" && segment != segments[i]) {
			return false
		}
	}
	return true
}

func isWrite(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

var routes = newRouteTable([]route{
	{method: "GET", path: "/v2/account/devices", handle: (*Simulator).listAccountDevices},
	{method: "GET", path: "/v2/account/sites", handle: (*Simulator).listSites},
	{method: "GET", path: "/v2/account/alerts/open", handle: (*Simulator).listAccountOpenAlerts},
	{method: "GET", path: "/v2/site/{siteUid}", handle: (*Simulator).getSite},
	{method: "GET", path: "/v2/site/{siteUid}/devices", handle: (*Simulator).listSiteDevices},
	{method: "GET", path: "/v2/site/{siteUid}/alerts/open", handle: (*Simulator).listSiteOpenAlerts},
	{method: "GET", path: "/v2/device/{deviceUid}", handle: (*Simulator).getDevice},
	{method: "GET", path: "/v2/device/{deviceUid}/alerts/open", handle: (*Simulator).listDeviceOpenAlerts},
	{method: "GET", path: "/v2/alert/{alertUid}", handle: (*Simulator).getAlert},
	{method: "GET", path: "/v2/system/status", public: true, handle: (*Simulator).getStatus},
	{method: "GET", path: "/v2/system/pagination", handle: (*Simulator).getPagination},
	{method: "GET", path: "/v2/system/request_rate", handle: (*Simulator).getRequestRate},
})
