package simulator

import (
	"strconv"
	"strings"
)

// portalURL is where links into the web portal lead: nowhere, as example is a
// reserved domain.
const portalURL = "https://portal.rmm.example"

func (s *Simulator) listAccountDevices(x *exchange) {
	match := deviceFilter(x)
	if match == nil {
		x.servePage(list{item: "devices", total: s.fleet.devices, rows: func(offset, count int) {
			for device := offset; device < offset+count; device++ {
				s.writeDevice(x, device)
			}
		}})
		return
	}
	var found []int
	for device := range s.fleet.devices {
		row := s.fleet.device(device)
		if match(s, &row) {
			found = append(found, device)
		}
	}
	s.serveDevices(x, found)
}

func (s *Simulator) serveDevices(x *exchange, devices []int) {
	x.servePage(list{item: "devices", total: len(devices), rows: func(offset, count int) {
		for _, device := range devices[offset : offset+count] {
			s.writeDevice(x, device)
		}
	}})
}

// deviceFilter returns what the account's device list is narrowed to, or nil.
// The four filters are partial matches that ignore case, and all must hold.
func deviceFilter(x *exchange) func(*Simulator, *deviceRow) bool {
	hostname := strings.ToLower(x.query.Get("hostname"))
	kind := strings.ToLower(x.query.Get("deviceType"))
	system := strings.ToLower(x.query.Get("operatingSystem"))
	site := strings.ToLower(x.query.Get("siteName"))
	if hostname == "" && kind == "" && system == "" && site == "" {
		return nil
	}
	return func(s *Simulator, r *deviceRow) bool {
		return strings.Contains(strings.ToLower(r.hostname), hostname) &&
			strings.Contains(strings.ToLower(r.category), kind) &&
			strings.Contains(strings.ToLower(r.os), system) &&
			(site == "" || strings.Contains(strings.ToLower(s.siteNow(s.siteOf(r.index)).name), site))
	}
}

func (s *Simulator) listSiteDevices(x *exchange) {
	site, ok := s.fleet.findSite(x.params[0])
	if !ok {
		x.notFound()
		return
	}
	s.serveDevices(x, s.devicesOf(site))
}

func (s *Simulator) getDevice(x *exchange) {
	device, ok := s.fleet.findDevice(x.params[0])
	if !ok {
		x.notFound()
		return
	}
	x.json()
	s.writeDevice(x, device)
}

// siteOf returns the site a device is in now.
func (s *Simulator) siteOf(device int) int { return s.fleet.homeSite(device) }

// devicesOf returns the devices that are in a site now, in ascending order.
func (s *Simulator) devicesOf(site int) []int {
	first, end := s.fleet.homeRange(site)
	devices := make([]int, 0, end-first)
	for device := first; device < end; device++ {
		devices = append(devices, device)
	}
	return devices
}

// writeDevice writes a device as the v2 lists and single gets do.
func (s *Simulator) writeDevice(x *exchange, device int) {
	r := s.fleet.device(device)
	site := s.siteNow(s.siteOf(device))
	now := millis(x.now)
	w := x.w
	w.beginObject()
	w.num("id", s.fleet.deviceID(device))
	w.str("uid", s.fleet.deviceUID(device))
	w.num("siteId", site.id)
	w.str("siteUid", site.uid)
	w.str("siteName", site.name)
	w.object("deviceType")
	w.str("category", r.category)
	w.str("type", r.model)
	w.endObject()
	w.str("hostname", r.hostname)
	w.str("intIpAddress", r.intIP)
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
	w.num("lastSeen", r.seen(now))
	if r.role.kind.agent() {
		w.num("lastReboot", r.lastReboot)
	} else {
		w.null("lastReboot")
	}
	w.num("lastAuditDate", r.lastAudit)
	w.num("creationDate", r.creation)
	w.udfs(s.fleet.udfs(&r))
	w.boolean("snmpEnabled", r.snmp)
	w.str("deviceClass", r.role.kind.deviceClass())
	w.str("portalUrl", portalURL+"/device/"+strconv.FormatInt(s.fleet.deviceID(device), 10)+"/"+r.hostname)
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
	if r.webRemote {
		w.str("webRemoteUrl", portalURL+"/web-remote/"+strconv.FormatInt(s.fleet.deviceID(device), 10))
	} else {
		w.null("webRemoteUrl")
	}
	w.boolean("networkProbe", r.probe)
	w.boolean("onboardedViaNetworkMonitor", r.onboardedByNM)
	w.endObject()
}
