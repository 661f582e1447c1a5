package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// proxySettings is how a site's devices reach the internet.
type proxySettings struct {
	host, kind         string
	port               int
	username, password string
}

// proxyTypes are the kinds of proxy; their case matters.
var proxyTypes = []string{"http", "socks4", "socks5"}

// allSites is the number of sites now, created ones included. Those come after
// the fleet's own.
func (s *Simulator) allSites() int { return s.fleet.allSites() + s.state.created }

// findSite returns the site with a uid.
func (s *Simulator) findSite(uid string) (int, bool) {
	if uid == deletedSiteUID {
		return s.fleet.sites + systemDeleted, true
	}
	site, sub, ok := s.fleet.findUID(uidSite, uid)
	return site, ok && sub == 0 && site < s.allSites() && site != s.fleet.sites+systemDeleted
}

// site finds the site named by the first path parameter, or answers 404.
func (s *Simulator) site(x *exchange) (int, bool) {
	site, ok := s.findSite(x.params[0])
	if !ok {
		x.notFound()
	}
	return site, ok
}

// siteNow returns a site with what writes have changed about it.
func (s *Simulator) siteNow(site int) siteRow {
	changes := s.state.sites[site]
	if site >= s.fleet.allSites() {
		row := siteRow{index: site, id: s.fleet.siteID(site), uid: s.fleet.siteUID(site), created: changes.created}
		changes.apply(&row)
		return row
	}
	row := s.fleet.site(site)
	changes.apply(&row)
	return row
}

func (changes *siteState) apply(row *siteRow) {
	if changes == nil {
		return
	}
	if g := changes.general; g != nil {
		row.name, row.description, row.notes = g.name, g.description, g.notes
		row.onDemand, row.splashtopAutoInstall = g.onDemand, g.splashtopAutoInstall
	}
	if changes.proxied {
		row.proxy = changes.proxy
	}
}

// siteName is the cheap part of siteNow.
func (s *Simulator) siteName(site int) string {
	if changes := s.state.sites[site]; changes != nil && changes.general != nil {
		return changes.general.name
	}
	return s.fleet.siteName(site)
}

func (s *Simulator) listSites(x *exchange) {
	want := strings.ToLower(x.query.Get("siteName"))
	if want == "" {
		x.servePage(list{item: "sites", total: s.allSites(), rows: func(offset, count int) {
			for site := offset; site < offset+count; site++ {
				s.writeSite(x, site)
			}
		}})
		return
	}
	var found []int
	for site := range s.allSites() {
		if strings.Contains(strings.ToLower(s.siteName(site)), want) {
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
	if site, ok := s.site(x); ok {
		x.json()
		s.writeSite(x, site)
	}
}

func (s *Simulator) writeSite(x *exchange, site int) {
	row := s.siteNow(site)
	devices := s.devicesOf(site)
	online := 0
	for i := range devices.len() {
		if s.fleet.online(devices.at(i)) {
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
	w.num("numberOfDevices", int64(devices.len()))
	w.num("numberOfOnlineDevices", int64(online))
	w.num("numberOfOfflineDevices", int64(devices.len()-online))
	w.endObject()
	w.strOrNull("autotaskCompanyName", row.autotaskName)
	w.strOrNull("autotaskCompanyId", row.autotaskID)
	w.str("portalUrl", row.portalURL())
	w.endObject()
}

func (row *siteRow) portalURL() string { return portalURL + "/site/" + strconv.FormatInt(row.id, 10) }

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

// readSiteGeneral reads the members that creation and update share. What is
// missing is empty: that makes an update a replace.
func readSiteGeneral(body fields) (siteGeneral, bool) {
	g := siteGeneral{
		name:                 body.text("name"),
		description:          body.text("description"),
		notes:                body.text("notes"),
		onDemand:             body.boolean("onDemand"),
		splashtopAutoInstall: body.boolean("splashtopAutoInstall"),
	}
	return g, strings.TrimSpace(g.name) != ""
}

func (s *Simulator) createSite(x *exchange) {
	body := x.payload
	g, ok := readSiteGeneral(body)
	var proxy *proxySettings
	if given, there := body.object("proxySettings"); there && ok {
		proxy, ok = readProxy(given)
	}
	if !ok {
		x.fail(http.StatusBadRequest, "")
		return
	}
	site := s.allSites()
	s.state.created++
	*s.state.site(site) = siteState{general: &g, proxy: proxy, proxied: true, created: millis(x.now)}
	x.json()
	s.writeSite(x, site)
}

func (s *Simulator) updateSite(x *exchange) {
	site, ok := s.site(x)
	if !ok {
		return
	}
	body := x.payload
	g, ok := readSiteGeneral(body)
	if !ok {
		x.fail(http.StatusBadRequest, "")
		return
	}
	s.state.site(site).general = &g
	x.json()
	s.writeSite(x, site)
}

func (s *Simulator) getSiteSettings(x *exchange) {
	if site, ok := s.site(x); ok {
		s.writeSiteSettings(x, site)
	}
}

func (s *Simulator) writeSiteSettings(x *exchange, site int) {
	row := s.siteNow(site)
	w := x.json()
	w.beginObject()
	w.object("generalSettings")
	w.str("name", row.name)
	w.str("uid", row.uid)
	w.strOrNull("description", row.description)
	w.boolean("onDemand", row.onDemand)
	w.endObject()
	w.proxy(row.proxy)
	w.array("mailRecipients")
	if row.domain != "" {
		w.beginObject()
		w.str("name", "Service desk")
		w.str("email", "alerts@msp.example")
		w.str("type", "html")
		w.num("receives", 6)
		w.boolean("receivesNewDevices", false)
		w.boolean("receivesAlerts", true)
		w.boolean("receivesReports", true)
		w.endObject()
	}
	w.endArray()
	w.endObject()
}

func readProxy(body fields) (*proxySettings, bool) {
	p := &proxySettings{
		host:     body.text("host"),
		kind:     body.text("type"),
		username: body.text("username"),
		password: body.text("password"),
	}
	p.port, _ = body.integer("port")
	return p, p.host != "" && p.port > 0 && p.port < 1<<16 && slices.Contains(proxyTypes, p.kind)
}

func (s *Simulator) setProxy(x *exchange) {
	site, ok := s.site(x)
	if !ok {
		return
	}
	body := x.payload
	proxy, ok := readProxy(body)
	if !ok {
		x.fail(http.StatusBadRequest, "")
		return
	}
	changes := s.state.site(site)
	changes.proxy, changes.proxied = proxy, true
	s.writeSiteSettings(x, site)
}

// deleteProxy answers 204 when there was no proxy to delete.
func (s *Simulator) deleteProxy(x *exchange) {
	site, ok := s.site(x)
	if !ok {
		return
	}
	if s.siteNow(site).proxy == nil {
		x.answer.status = http.StatusNoContent
		return
	}
	changes := s.state.site(site)
	changes.proxy, changes.proxied = nil, true
	x.void()
}

// listNetworkMappings maps sites to the networks of the vendor's routers; few
// sites have one.
func (s *Simulator) listNetworkMappings(x *exchange) {
	x.servePage(list{item: "dnetSiteMappings", total: s.allSites(), rows: func(offset, count int) {
		w := x.w
		for site := offset; site < offset+count; site++ {
			row := s.siteNow(site)
			w.beginObject()
			w.num("id", row.id)
			w.str("uid", row.uid)
			w.str("accountUid", s.fleet.accountUID())
			w.str("name", row.name)
			w.strOrNull("description", row.description)
			w.array("dattoNetworkingNetworkIds")
			if row.dattoNetworkID > 0 {
				w.number(row.dattoNetworkID)
			}
			w.endArray()
			w.str("portalUrl", row.portalURL())
			w.endObject()
		}
	}})
}
