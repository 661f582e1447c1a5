package simulator

import "strings"

// Types of device filter.
const (
	filterDefault = "rmm_default"
	filterCustom  = "custom"
	filterSite    = "site"
)

// filter is a saved search over devices.
type filter struct {
	id                int64
	kind              string
	name, description string
	match             func(r *deviceRow, now int64) bool
}

var filters = []filter{
	{101, filterDefault, "All Servers", "Windows and Linux servers", func(r *deviceRow, _ int64) bool { return r.category == "Server" }},
	{102, filterDefault, "All Laptops", "Portable computers", func(r *deviceRow, _ int64) bool { return r.category == "Laptop" }},
	{103, filterDefault, "All Desktops", "Fixed workstations", func(r *deviceRow, _ int64) bool { return r.category == "Desktop" }},
	{104, filterDefault, "All ESXi Hosts", "Virtualisation hosts", func(r *deviceRow, _ int64) bool { return r.role.kind == kindESXi }},
	{105, filterDefault, "All Printers", "Network printers", func(r *deviceRow, _ int64) bool { return r.role.kind == kindPrinter }},
	{106, filterDefault, "All Network Devices", "Firewalls, switches and access points", func(r *deviceRow, _ int64) bool { return r.role.kind.network() }},
	{107, filterDefault, "Windows 10", "Workstations out of support", func(r *deviceRow, _ int64) bool { return strings.Contains(r.os, "Windows 10 ") }},
	{108, filterDefault, "Windows 11", "Workstations", func(r *deviceRow, _ int64) bool { return strings.Contains(r.os, "Windows 11 ") }},
	{109, filterDefault, "macOS", "Macs", func(r *deviceRow, _ int64) bool { return r.role.kind == kindMac }},
	{110, filterDefault, "Online", "Devices that report", func(r *deviceRow, _ int64) bool { return r.online }},
	{111, filterDefault, "Offline", "Devices that do not report", func(r *deviceRow, _ int64) bool { return !r.online }},
	{112, filterDefault, "Offline 30 Days", "Not seen for a month", func(r *deviceRow, now int64) bool { return !r.online && now-r.lastSeen > 30*day }},
	{113, filterDefault, "Reboot Required", "Waiting for a restart", func(r *deviceRow, _ int64) bool { return r.reboot == yes }},
	{114, filterDefault, "Antivirus Not Running", "Installed but stopped", func(r *deviceRow, _ int64) bool { return r.avStatus == "NotRunning" }},
	{115, filterDefault, "Antivirus Not Detected", "No product found", func(r *deviceRow, _ int64) bool { return r.avStatus == "NotDetected" }},
	{116, filterDefault, "Suspended", "Devices under suspension", func(r *deviceRow, _ int64) bool { return r.suspended }},
	{4201, filterCustom, "Patch backlog", "Approved patches not installed yet", func(r *deviceRow, _ int64) bool { return r.patches.approved > 0 }},
	{4202, filterCustom, "Old servers", "Windows Server 2016", func(r *deviceRow, _ int64) bool { return strings.Contains(r.os, "Server 2016") }},
	{4203, filterCustom, "Domain controllers", "Network probes", func(r *deviceRow, _ int64) bool { return r.probe }},
	{7301, filterSite, "This site's servers", "Servers only", func(r *deviceRow, _ int64) bool { return r.category == "Server" }},
	{7302, filterSite, "This site's printers", "Printers only", func(r *deviceRow, _ int64) bool { return r.role.kind == kindPrinter }},
}

// findFilter returns the filter with an id, or nil.
func findFilter(id int64) *filter {
	for i := range filters {
		if filters[i].id == id {
			return &filters[i]
		}
	}
	return nil
}

func (s *Simulator) listDefaultFilters(x *exchange) { s.serveFilters(x, filterDefault) }

func (s *Simulator) listCustomFilters(x *exchange) { s.serveFilters(x, filterCustom) }

func (s *Simulator) listSiteFilters(x *exchange) {
	if _, ok := s.site(x); ok {
		s.serveFilters(x, filterSite)
	}
}

func (s *Simulator) serveFilters(x *exchange, kind string) {
	var found []*filter
	for i := range filters {
		if filters[i].kind == kind {
			found = append(found, &filters[i])
		}
	}
	x.servePage(list{item: "filters", total: len(found), rows: func(offset, count int) {
		for _, f := range found[offset : offset+count] {
			w := x.w
			w.beginObject()
			w.num("id", f.id)
			w.str("name", f.name)
			w.str("description", f.description)
			w.str("type", f.kind)
			w.num("dateCreate", s.fleet.started-900*day+f.id*minute)
			w.num("lastUpdated", s.fleet.started-300*day+f.id*minute)
			w.endObject()
		}
	}})
}
