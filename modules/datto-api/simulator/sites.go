package simulator

import (
	"strconv"
	"strings"
)

// proxySettings is how a site's devices reach the internet.
type proxySettings struct {
	host, kind         string
	port               int
	username, password string
}

func (s *Simulator) listSites(x *exchange) {
	want := strings.ToLower(x.query.Get("siteName"))
	found := make([]int, 0, s.fleet.allSites())
	for site := range s.fleet.allSites() {
		if want == "" || strings.Contains(strings.ToLower(s.fleet.siteName(site)), want) {
			found = append(found, site)
		}
	}
	x.servePage(list{item: "sites", total: len(found), rows: func(offset, count int) {
		for _, site := range found[offset : offset+count] {
			s.writeSite(x, site)
		}
	}})
}

func (s *Simulator) getSite(x *exchange) {
	site, ok := s.fleet.findSite(x.params[0])
	if !ok {
		x.notFound()
		return
	}
	x.json()
	s.writeSite(x, site)
}

// siteNow returns a site with what writes have changed about it.
func (s *Simulator) siteNow(site int) siteRow { return s.fleet.site(site) }

func (s *Simulator) writeSite(x *exchange, site int) {
	row := s.siteNow(site)
	devices := s.devicesOf(site)
	online := 0
	for _, device := range devices {
		if r := s.fleet.deviceAt(device, s.fleet.homeSite(device)); r.online {
			online++
		}
	}
	w := x.w
	w.beginObject()
	w.num("id", row.id)
	w.str("uid", row.uid)
	w.str("accountUid", s.fleet.accountUID())
	w.str("name", row.name)
	w.strOrNull("description", row.description)
	w.strOrNull("notes", row.notes)
	w.boolean("onDemand", row.onDemand)
	w.boolean("splashtopAutoInstall", row.splashtopAutoInstall)
	w.proxy(row.proxy)
	w.object("devicesStatus")
	w.num("numberOfDevices", int64(len(devices)))
	w.num("numberOfOnlineDevices", int64(online))
	w.num("numberOfOfflineDevices", int64(len(devices)-online))
	w.endObject()
	w.strOrNull("autotaskCompanyName", row.autotaskName)
	w.strOrNull("autotaskCompanyId", row.autotaskID)
	w.str("portalUrl", portalURL+"/site/"+strconv.FormatInt(row.id, 10))
	w.endObject()
}

// proxy writes a site's proxy settings, password included, as the API does.
func (w *wire) proxy(p *proxySettings) {
	if p == nil {
		w.null("proxySettings")
		return
	}
	w.object("proxySettings")
	w.str("host", p.host)
	w.strOrNull("password", p.password)
	w.num("port", int64(p.port))
	w.str("type", p.kind)
	w.strOrNull("username", p.username)
	w.endObject()
}
