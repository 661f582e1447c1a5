package simulator

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// portalURL is where links into the web portal lead: nowhere, as example is a
// reserved domain.
const portalURL = "https://portal.rmm.example"

// deviceSet is an ordered set of devices: a run of neighbours, which is what
// the fleet's own sites are, or a list.
type deviceSet struct {
	first, end int
	list       []int
	listed     bool
}

func (d deviceSet) len() int {
	if d.listed {
		return len(d.list)
	}
	return d.end - d.first
}

func (d deviceSet) at(i int) int {
	if d.listed {
		return d.list[i]
	}
	return d.first + i
}

// siteOf returns the site a device is in now.
func (s *Simulator) siteOf(device int) int {
	if changes := s.state.devices[device]; changes != nil && changes.moved {
		return changes.site
	}
	return s.fleet.homeSite(device)
}

// devicesOf returns the devices that are in a site now, in ascending order.
func (s *Simulator) devicesOf(site int) deviceSet {
	first, end := s.fleet.homeRange(site)
	moves := s.state.moves[site]
	if moves == nil || (moves.out == 0 && len(moves.in) == 0) {
		return deviceSet{first: first, end: end}
	}
	list := make([]int, 0, end-first+len(moves.in))
	for device := first; device < end; device++ {
		if s.siteOf(device) == site {
			list = append(list, device)
		}
	}
	for device := range moves.in {
		list = append(list, device)
	}
	slices.Sort(list)
	return deviceSet{list: list, listed: true}
}

// device finds the device named by the first path parameter, or answers 404.
func (s *Simulator) device(x *exchange) (int, bool) {
	device, ok := s.fleet.findDevice(x.params[0])
	if !ok {
		x.notFound()
	}
	return device, ok
}

// row computes a device's row, with what writes changed about it.
func (s *Simulator) row(x *exchange, device int) deviceRow {
	home := x.sites.row(s.fleet, s.fleet.homeSite(device))
	r := s.fleet.deviceOf(device, home)
	if changes := s.state.devices[device]; changes != nil && changes.warranty != nil {
		r.warranty = *changes.warranty
	}
	return r
}

// siteCache holds the site of the row before, which is the site of most rows.
type siteCache struct {
	site  siteRow
	valid bool
}

func (c *siteCache) row(f *fleet, site int) *siteRow {
	if !c.valid || c.site.index != site {
		c.site, c.valid = f.site(site), true
	}
	return &c.site
}

// accountDevices answers the account's device list with rows written by write.
func (s *Simulator) accountDevices(x *exchange, write func(*exchange, int)) {
	all := deviceSet{end: s.fleet.devices}
	if x.query.Get("filterId") != "" {
		// A filter puts the other parameters out of force.
		s.serveFiltered(x, all, write)
		return
	}
	filter := readDeviceFilter(x)
	if filter == (deviceFilter{}) {
		x.serveDevices(all, write)
		return
	}
	found := deviceSet{listed: true}
	for device := range s.fleet.devices {
		if s.passes(x, filter, device) {
			found.list = append(found.list, device)
		}
	}
	x.serveDevices(found, write)
}

// serveFiltered narrows a set of devices to those of the filter in filterId.
func (s *Simulator) serveFiltered(x *exchange, devices deviceSet, write func(*exchange, int)) {
	id, err := strconv.ParseInt(x.query.Get("filterId"), 10, 64)
	filter := findFilter(id)
	if err != nil || filter == nil {
		x.fail(http.StatusNotFound, "Filter was not found")
		return
	}
	found := deviceSet{listed: true}
	for i := range devices.len() {
		row := s.row(x, devices.at(i))
		if filter.match(&row, millis(x.now)) {
			found.list = append(found.list, devices.at(i))
		}
	}
	x.serveDevices(found, write)
}

func (x *exchange) serveDevices(devices deviceSet, write func(*exchange, int)) {
	x.servePage(list{item: "devices", total: devices.len(), rows: func(offset, count int) {
		for i := offset; i < offset+count; i++ {
			write(x, devices.at(i))
		}
	}})
}

// deviceFilter is what the account's device list is narrowed to, in lower
// case. The four are partial matches that ignore case, and all must hold.
type deviceFilter struct{ hostname, category, system, site string }

func readDeviceFilter(x *exchange) deviceFilter {
	return deviceFilter{
		hostname: strings.ToLower(x.query.Get("hostname")),
		category: strings.ToLower(x.query.Get("deviceType")),
		system:   strings.ToLower(x.query.Get("operatingSystem")),
		site:     strings.ToLower(x.query.Get("siteName")),
	}
}

// passes looks at what is cheap to compute first: a filter is held against the
// whole fleet for each page.
func (s *Simulator) passes(x *exchange, filter deviceFilter, device int) bool {
	has := func(text, part string) bool { return part == "" || strings.Contains(strings.ToLower(text), part) }
	home := x.sites.row(s.fleet, s.fleet.homeSite(device))
	if filter.site != "" && !has(s.siteName(s.siteOf(device)), filter.site) {
		return false
	}
	if r := s.fleet.identify(device, home); !has(r.category, filter.category) || !has(r.hostname, filter.hostname) {
		return false
	}
	if filter.system == "" {
		return true
	}
	r := s.fleet.deviceOf(device, home)
	return has(r.os, filter.system)
}

func (s *Simulator) listAccountDevices(x *exchange) { s.accountDevices(x, s.writeDevice) }

func (s *Simulator) listAccountDevicesV3(x *exchange) { s.accountDevices(x, s.writeDeviceV3) }

// siteDevices answers a site's device list. It knows no filter but filterId.
func (s *Simulator) siteDevices(x *exchange, write func(*exchange, int)) {
	site, ok := s.site(x)
	if !ok {
		return
	}
	if x.query.Get("filterId") != "" {
		s.serveFiltered(x, s.devicesOf(site), write)
		return
	}
	x.serveDevices(s.devicesOf(site), write)
}

func (s *Simulator) listSiteDevices(x *exchange) { s.siteDevices(x, s.writeDevice) }

func (s *Simulator) listSiteDevicesV3(x *exchange) { s.siteDevices(x, s.writeDeviceV3) }

func (s *Simulator) getDevice(x *exchange) {
	if device, ok := s.device(x); ok {
		x.json()
		s.writeDevice(x, device)
	}
}

func (s *Simulator) getDeviceV3(x *exchange) {
	if device, ok := s.device(x); ok {
		x.json()
		s.writeDeviceV3(x, device)
	}
}

// deviceByID finds the device with the numeric id of the path, or answers 404.
func (s *Simulator) deviceByID(x *exchange) (int, bool) {
	id, err := strconv.ParseInt(x.params[0], 10, 64)
	device, ok := s.fleet.deviceByID(id)
	if err != nil || !ok {
		x.notFound()
		return 0, false
	}
	return device, true
}

func (s *Simulator) getDeviceByID(x *exchange) {
	if device, ok := s.deviceByID(x); ok {
		x.json()
		s.writeDevice(x, device)
	}
}

func (s *Simulator) getDeviceByIDV3(x *exchange) {
	if device, ok := s.deviceByID(x); ok {
		x.json()
		s.writeDeviceV3(x, device)
	}
}

// serveByMAC answers with a bare array: several devices can share an address,
// as laptops do that were seen in the same dock.
func (s *Simulator) serveByMAC(x *exchange, write func(*exchange, int)) {
	devices := s.fleet.devicesByMAC(x.params[0])
	if len(devices) == 0 {
		x.notFound()
		return
	}
	w := x.json()
	w.beginArray()
	for _, device := range devices {
		write(x, device)
	}
	w.endArray()
}

func (s *Simulator) listDevicesByMAC(x *exchange) { s.serveByMAC(x, s.writeDevice) }

func (s *Simulator) listDevicesByMACV3(x *exchange) { s.serveByMAC(x, s.writeDeviceV3) }

// writeDevice writes a device as the v2 lists and single gets do.
func (s *Simulator) writeDevice(x *exchange, device int) {
	r := s.row(x, device)
	w := x.w
	w.beginObject()
	s.writeDeviceHead(x, &r)
	w.udfs(s.udfsNow(&r))
	s.writeDeviceTail(w, &r)
	w.endObject()
}

// writeDeviceV3 writes a device as the v3 operations do: the same but for the
// user-defined fields.
func (s *Simulator) writeDeviceV3(x *exchange, device int) {
	r := s.row(x, device)
	w := x.w
	w.beginObject()
	s.writeDeviceHead(x, &r)
	s.writeDeviceTail(w, &r)
	w.array("udfs")
	for _, v := range s.udfsNow(&r) {
		w.udfItem(v)
	}
	w.endArray()
	w.endObject()
}

// writeDeviceHead writes the members before the user-defined fields.
func (s *Simulator) writeDeviceHead(x *exchange, r *deviceRow) {
	w := x.w
	s.writeDeviceIdentity(x, r)
	w.strOrNull("operatingSystem", r.os)
	w.strOrNull("lastLoggedInUser", r.user)
	w.strOrNull("domain", r.domain)
	w.strOrNull("cagVersion", r.agent)
	w.strOrNull("displayVersion", r.build)
	w.strOrNull("extIpAddress", r.extIP)
	w.strOrNull("description", r.description)
	w.tri("a64Bit", r.a64Bit)
	w.tri("rebootRequired", r.reboot)
	w.boolean("online", r.online)
	w.boolean("suspended", r.suspended)
	w.boolean("deleted", r.deleted)
	w.num("lastSeen", r.seen(millis(x.now)))
	if r.role.kind.agent() {
		w.num("lastReboot", r.lastReboot)
	} else {
		w.null("lastReboot")
	}
	w.num("lastAuditDate", r.lastAudit)
	w.num("creationDate", r.creation)
}

// writeDeviceIdentity writes the members that tell which device it is.
func (s *Simulator) writeDeviceIdentity(x *exchange, r *deviceRow) {
	w := x.w
	w.num("id", s.fleet.deviceID(r.index))
	w.key("uid")
	w.uid(s.fleet, uidDevice, r.index, 0)
	s.writeDeviceSite(x, r.index)
	w.object("deviceType")
	w.str("category", r.category)
	w.str("type", r.model)
	w.endObject()
	w.str("hostname", r.hostname)
	w.str("intIpAddress", r.intIP)
}

// writeDeviceSite writes the site a device is in now.
func (s *Simulator) writeDeviceSite(x *exchange, device int) {
	w, site := x.w, s.siteOf(device)
	w.num("siteId", s.fleet.siteID(site))
	w.str("siteUid", s.fleet.siteUID(site))
	if s.state.sites[site] == nil && x.sites.valid && x.sites.site.index == site {
		w.str("siteName", x.sites.site.name)
		return
	}
	w.str("siteName", s.siteName(site))
}

// writeDeviceTail writes the members after the user-defined fields.
func (s *Simulator) writeDeviceTail(w *wire, r *deviceRow) {
	w.boolean("snmpEnabled", r.snmp)
	w.str("deviceClass", r.role.kind.deviceClass())
	s.writePortalURL(w, r)
	w.strOrNull("warrantyDate", r.warranty)
	if r.avStatus != "" {
		w.object("antivirus")
		w.strOrNull("antivirusProduct", r.avProduct)
		w.str("antivirusStatus", r.avStatus)
		w.endObject()
	} else {
		w.null("antivirus")
	}
	if r.patchStatus != "" {
		w.object("patchManagement")
		w.str("patchStatus", r.patchStatus)
		w.num("patchesApprovedPending", int64(r.patches.approved))
		w.num("patchesNotApproved", int64(r.patches.notApproved))
		w.num("patchesInstalled", int64(r.patches.installed))
		w.endObject()
	} else {
		w.null("patchManagement")
	}
	w.strOrNull("softwareStatus", r.software)
	s.writeWebRemoteURL(w, r)
	w.boolean("networkProbe", r.probe)
	w.boolean("onboardedViaNetworkMonitor", r.onboardedByNM)
}

func (s *Simulator) writePortalURL(w *wire, r *deviceRow) {
	w.key("portalUrl")
	w.b = append(w.b, '"')
	w.b = append(w.b, portalURL+"/device/"...)
	w.b = strconv.AppendInt(w.b, s.fleet.deviceID(r.index), 10)
	w.b = append(w.b, '/')
	w.b = append(w.b, r.hostname...)
	w.b = append(w.b, '"')
}

func (s *Simulator) writeWebRemoteURL(w *wire, r *deviceRow) {
	if !r.webRemote {
		w.null("webRemoteUrl")
		return
	}
	w.key("webRemoteUrl")
	w.b = append(w.b, '"')
	w.b = append(w.b, portalURL+"/web-remote/"...)
	w.b = strconv.AppendInt(w.b, s.fleet.deviceID(r.index), 10)
	w.b = append(w.b, '"')
}

// listNetworkInterfaces lists a site's devices with their network cards.
func (s *Simulator) listNetworkInterfaces(x *exchange) {
	site, ok := s.site(x)
	if !ok {
		return
	}
	x.serveDevices(s.devicesOf(site), func(x *exchange, device int) {
		r := s.row(x, device)
		w := x.w
		w.beginObject()
		s.writeDeviceIdentity(x, &r)
		w.strOrNull("extIpAddress", r.extIP)
		s.fleet.writeNICs(w, &r)
		w.endObject()
	})
}

// moveDevice puts a device into another site.
func (s *Simulator) moveDevice(x *exchange) {
	device, ok := s.device(x)
	if !ok {
		return
	}
	to, ok := s.findSite(x.params[1])
	if !ok {
		x.notFound()
		return
	}
	from, home := s.siteOf(device), s.fleet.homeSite(device)
	if from == to {
		x.void()
		return
	}
	if from == home {
		s.state.movesOf(home).out++
	} else {
		delete(s.state.movesOf(from).in, device)
	}
	if to == home {
		s.state.movesOf(home).out--
	} else {
		s.state.movesOf(to).in[device] = true
	}
	changes := s.state.device(device)
	changes.moved, changes.site = true, to
	s.noteMove(x, device, from, to)
	x.void()
}

// setWarranty sets or, with null, clears the end of a device's warranty.
func (s *Simulator) setWarranty(x *exchange) {
	device, ok := s.device(x)
	if !ok {
		return
	}
	date := x.payload.text("warrantyDate")
	if date != "" || !x.payload.null("warrantyDate") {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			x.violation("warrantyDate is not of the form yyyy-MM-dd")
			x.fail(http.StatusBadRequest, "")
			return
		}
	}
	s.state.device(device).warranty = &date
	x.void()
}

// longestUDF is how much text a user-defined field holds. What the API does
// with more is not known; here it is refused.
const longestUDF = 255

// tooLong counts as the API's runtime does, in UTF-16 units.
func tooLong(text string) bool { return len(utf16.Encode([]rune(text))) > longestUDF }

// setUDFs sets the fields that are named, clears those that are named with ""
// or null, and leaves the others alone.
func (s *Simulator) setUDFs(x *exchange) {
	device, ok := s.device(x)
	if !ok {
		return
	}
	set := make(map[int]string)
	for name, value := range x.payload {
		n, ok := udfNumber(name)
		if !ok {
			continue // unknown members are tolerated
		}
		set[n] = asText(value)
		if tooLong(set[n]) {
			x.violation(name + " is longer than " + strconv.Itoa(longestUDF) + " characters")
			x.fail(http.StatusBadRequest, "")
			return
		}
	}
	if len(set) == 0 {
		x.violation("no user-defined field is named")
	}
	s.storeUDFs(device, set)
	x.void()
}

func (s *Simulator) storeUDFs(device int, set map[int]string) {
	changes := s.state.device(device)
	if changes.udfs == nil {
		changes.udfs = make(map[int]string)
	}
	maps.Copy(changes.udfs, set)
}

// udfNumber returns the number in a member name such as udf7.
func udfNumber(name string) (int, bool) {
	digits, ok := strings.CutPrefix(name, "udf")
	if !ok || digits == "" || digits[0] == '0' || digits[0] == '+' {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n >= 1 && n <= udfCount
}

// udfsNow returns the fields that are set on a device, in ascending order.
func (s *Simulator) udfsNow(r *deviceRow) []udfValue {
	values := s.fleet.udfs(r)
	changes := s.state.devices[r.index]
	if changes == nil || len(changes.udfs) == 0 {
		return values
	}
	values = slices.DeleteFunc(values, func(v udfValue) bool {
		_, changed := changes.udfs[v.n]
		return changed
	})
	for n, value := range changes.udfs {
		if value != "" {
			values = append(values, udfValue{n, value})
		}
	}
	slices.SortFunc(values, func(a, b udfValue) int { return a.n - b.n })
	return values
}
