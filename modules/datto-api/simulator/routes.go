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
	{method: "GET", path: "/v2/account", handle: (*Simulator).getAccount},
	{method: "GET", path: "/v2/account/alerts/open", handle: (*Simulator).listAccountOpenAlerts},
	{method: "GET", path: "/v2/account/alerts/resolved", handle: (*Simulator).listAccountResolvedAlerts},
	{method: "GET", path: "/v2/account/components", handle: (*Simulator).listComponents},
	{method: "GET", path: "/v2/account/devices", handle: (*Simulator).listAccountDevices},
	{method: "GET", path: "/v2/account/dnet-site-mappings", handle: (*Simulator).listNetworkMappings},
	{method: "GET", path: "/v2/account/sites", handle: (*Simulator).listSites},
	{method: "GET", path: "/v2/account/users", handle: (*Simulator).listUsers},
	{method: "GET", path: "/v2/account/variables", handle: (*Simulator).listAccountVariables},
	{method: "PUT", path: "/v2/account/variable", handle: (*Simulator).createAccountVariable},
	{method: "POST", path: "/v2/account/variable/{variableId}", handle: (*Simulator).updateAccountVariable},
	{method: "DELETE", path: "/v2/account/variable/{variableId}", handle: (*Simulator).deleteAccountVariable},

	{method: "GET", path: "/v2/activity-logs", handle: (*Simulator).listActivities},

	{method: "GET", path: "/v2/alert/{alertUid}", handle: (*Simulator).getAlert},
	{method: "POST", path: "/v2/alert/{alertUid}/resolve", handle: (*Simulator).resolveAlert},
	{method: "POST", path: "/v2/alert/{alertUid}/mute", handle: (*Simulator).muteAlert},
	{method: "POST", path: "/v2/alert/{alertUid}/unmute", handle: (*Simulator).muteAlert},

	{method: "GET", path: "/v2/audit/device/{deviceUid}", handle: (*Simulator).getDeviceAudit},
	{method: "GET", path: "/v2/audit/device/{deviceUid}/software", handle: (*Simulator).listSoftware},
	{method: "GET", path: "/v2/audit/device/macAddress/{macAddress}", handle: (*Simulator).listDeviceAuditsByMAC},
	{method: "GET", path: "/v2/audit/esxihost/{deviceUid}", handle: (*Simulator).getESXiAudit},
	{method: "GET", path: "/v2/audit/printer/{deviceUid}", handle: (*Simulator).getPrinterAudit},

	{method: "GET", path: "/v2/device/{deviceUid}", handle: (*Simulator).getDevice},
	{method: "GET", path: "/v2/device/id/{deviceId}", handle: (*Simulator).getDeviceByID},
	{method: "GET", path: "/v2/device/macAddress/{macAddress}", handle: (*Simulator).listDevicesByMAC},
	{method: "GET", path: "/v2/device/{deviceUid}/alerts/open", handle: (*Simulator).listDeviceOpenAlerts},
	{method: "GET", path: "/v2/device/{deviceUid}/alerts/resolved", handle: (*Simulator).listDeviceResolvedAlerts},
	{method: "GET", path: "/v2/device/{deviceUid}/patches", handle: (*Simulator).listDevicePatches},
	{method: "PUT", path: "/v2/device/{deviceUid}/quickjob", handle: (*Simulator).createQuickJob},
	{method: "PUT", path: "/v2/device/{deviceUid}/site/{siteUid}", handle: (*Simulator).moveDevice},
	{method: "POST", path: "/v2/device/{deviceUid}/udf", handle: (*Simulator).setUDFs},
	{method: "POST", path: "/v2/device/{deviceUid}/warranty", handle: (*Simulator).setWarranty},

	{method: "GET", path: "/v2/filter/default-filters", handle: (*Simulator).listDefaultFilters},
	{method: "GET", path: "/v2/filter/custom-filters", handle: (*Simulator).listCustomFilters},

	{method: "GET", path: "/v2/job/{jobUid}", handle: (*Simulator).getJob},
	{method: "GET", path: "/v2/job/{jobUid}/components", handle: (*Simulator).listJobComponents},
	{method: "GET", path: "/v2/job/{jobUid}/results/{deviceUid}", handle: (*Simulator).getJobResults},
	{method: "GET", path: "/v2/job/{jobUid}/results/{deviceUid}/stdout", handle: (*Simulator).getStdOut},
	{method: "GET", path: "/v2/job/{jobUid}/results/{deviceUid}/stderr", handle: (*Simulator).getStdErr},

	{method: "PUT", path: "/v2/site", handle: (*Simulator).createSite},
	{method: "GET", path: "/v2/site/{siteUid}", handle: (*Simulator).getSite},
	{method: "POST", path: "/v2/site/{siteUid}", handle: (*Simulator).updateSite},
	{method: "GET", path: "/v2/site/{siteUid}/alerts/open", handle: (*Simulator).listSiteOpenAlerts},
	{method: "GET", path: "/v2/site/{siteUid}/alerts/resolved", handle: (*Simulator).listSiteResolvedAlerts},
	{method: "GET", path: "/v2/site/{siteUid}/devices", handle: (*Simulator).listSiteDevices},
	{method: "GET", path: "/v2/site/{siteUid}/devices/network-interface", handle: (*Simulator).listNetworkInterfaces},
	{method: "GET", path: "/v2/site/{siteUid}/filters", handle: (*Simulator).listSiteFilters},
	{method: "GET", path: "/v2/site/{siteUid}/patches", handle: (*Simulator).listSitePatches},
	{method: "GET", path: "/v2/site/{siteUid}/settings", handle: (*Simulator).getSiteSettings},
	{method: "POST", path: "/v2/site/{siteUid}/settings/proxy", handle: (*Simulator).setProxy},
	{method: "DELETE", path: "/v2/site/{siteUid}/settings/proxy", handle: (*Simulator).deleteProxy},
	{method: "GET", path: "/v2/site/{siteUid}/variables", handle: (*Simulator).listSiteVariables},
	{method: "PUT", path: "/v2/site/{siteUid}/variable", handle: (*Simulator).createSiteVariable},
	{method: "POST", path: "/v2/site/{siteUid}/variable/{variableId}", handle: (*Simulator).updateSiteVariable},
	{method: "DELETE", path: "/v2/site/{siteUid}/variable/{variableId}", handle: (*Simulator).deleteSiteVariable},

	{method: "GET", path: "/v2/system/status", public: true, handle: (*Simulator).getStatus},
	{method: "GET", path: "/v2/system/pagination", handle: (*Simulator).getPagination},
	{method: "GET", path: "/v2/system/request_rate", handle: (*Simulator).getRequestRate},

	{method: "POST", path: "/v2/user/resetApiKeys", handle: (*Simulator).resetKeys},

	{method: "GET", path: "/v3/account/devices", handle: (*Simulator).listAccountDevicesV3},
	{method: "GET", path: "/v3/site/{siteUid}/devices", handle: (*Simulator).listSiteDevicesV3},
	{method: "GET", path: "/v3/device/{deviceUid}", handle: (*Simulator).getDeviceV3},
	{method: "GET", path: "/v3/device/id/{deviceId}", handle: (*Simulator).getDeviceByIDV3},
	{method: "GET", path: "/v3/device/macAddress/{macAddress}", handle: (*Simulator).listDevicesByMACV3},
	{method: "POST", path: "/v3/device/{deviceUid}/udf", handle: (*Simulator).setUDFsV3},
})
