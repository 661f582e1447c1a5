package simulator

import "slices"

// alertOpen tells whether an alert is open now.
func (s *Simulator) alertOpen(key alertKey) bool { return !key.resolved && s.state.alerts[key] == nil }

// The account's lists. Alerts resolved by a request come after those that were
// resolved from the start.

func (s *Simulator) listAccountOpenAlerts(x *exchange) {
	total := s.fleet.totalAlerts(false) - len(s.state.resolved)
	x.servePage(list{item: "alerts", total: total, hideTotal: true, rows: func(offset, count int) {
		skip := 0
		if len(s.state.resolved) > 0 {
			offset, skip = 0, offset
		}
		s.fleet.alertsFrom(false, offset, func(key alertKey) bool {
			if !s.alertOpen(key) {
				return true
			}
			if skip > 0 {
				skip--
				return true
			}
			s.writeAlert(x, key)
			count--
			return count > 0
		})
	}})
}

func (s *Simulator) listAccountResolvedAlerts(x *exchange) {
	old := s.fleet.totalAlerts(true)
	x.servePage(list{item: "alerts", total: old + len(s.state.resolved), hideTotal: true, rows: func(offset, count int) {
		end := offset + count
		if offset < old {
			left := min(count, old-offset)
			s.fleet.alertsFrom(true, offset, func(key alertKey) bool {
				s.writeAlert(x, key)
				left--
				return left > 0
			})
		}
		for i := max(offset, old); i < end; i++ {
			s.writeAlert(x, s.state.resolved[i-old])
		}
	}})
}

func (s *Simulator) listSiteOpenAlerts(x *exchange) { s.listSiteAlerts(x, false) }

func (s *Simulator) listSiteResolvedAlerts(x *exchange) { s.listSiteAlerts(x, true) }

func (s *Simulator) listSiteAlerts(x *exchange, resolved bool) {
	if site, ok := s.site(x); ok {
		s.serveAlerts(x, s.alertsOn(s.devicesOf(site), resolved))
	}
}

func (s *Simulator) listDeviceOpenAlerts(x *exchange) { s.listDeviceAlerts(x, false) }

func (s *Simulator) listDeviceResolvedAlerts(x *exchange) { s.listDeviceAlerts(x, true) }

func (s *Simulator) listDeviceAlerts(x *exchange, resolved bool) {
	if device, ok := s.device(x); ok {
		s.serveAlerts(x, s.alertsOn(deviceSet{first: device, end: device + 1}, resolved))
	}
}

// alertsOn returns the open or the resolved alerts of some devices.
func (s *Simulator) alertsOn(devices deviceSet, resolved bool) []alertKey {
	var keys []alertKey
	for i := range devices.len() {
		device := devices.at(i)
		for n := range s.fleet.openCount(device) {
			if key := (alertKey{device: device, n: n}); s.alertOpen(key) != resolved {
				keys = append(keys, key)
			}
		}
		if resolved {
			for n := range s.fleet.resolvedCount(device) {
				keys = append(keys, alertKey{device: device, n: n, resolved: true})
			}
		}
	}
	return keys
}

func (s *Simulator) serveAlerts(x *exchange, keys []alertKey) {
	x.servePage(list{item: "alerts", total: len(keys), hideTotal: true, rows: func(offset, count int) {
		for _, key := range keys[offset : offset+count] {
			s.writeAlert(x, key)
		}
	}})
}

// alert finds the alert named by the path. What the API says to a uid that it
// does not know is not known: no document declares a 404. It gets one here.
func (s *Simulator) alert(x *exchange) (alertKey, bool) {
	key, ok := s.fleet.findAlert(x.params[0])
	if !ok {
		x.notFound()
	}
	return key, ok
}

func (s *Simulator) getAlert(x *exchange) {
	if key, ok := s.alert(x); ok {
		x.json()
		s.writeAlert(x, key)
	}
}

// resolveAlert resolves an alert; once is as good as twice.
func (s *Simulator) resolveAlert(x *exchange) {
	key, ok := s.alert(x)
	if !ok {
		return
	}
	if s.alertOpen(key) {
		s.state.alerts[key] = &resolution{at: millis(x.now), by: keyOwner.username()}
		s.state.resolved = append(s.state.resolved, key)
	}
	x.void()
}

// muteAlert does nothing, as on the real API since its release 8.9.0.
func (s *Simulator) muteAlert(x *exchange) {
	if _, ok := s.alert(x); ok {
		x.void()
	}
}

func (s *Simulator) writeAlert(x *exchange, key alertKey) {
	row := s.fleet.alert(key)
	resolved := key.resolved
	if how := s.state.alerts[key]; how != nil {
		resolved, row.resolvedBy, row.resolvedOn = true, how.by, how.at
	}
	home := x.sites.row(s.fleet, s.fleet.homeSite(key.device))
	device := s.fleet.deviceOf(key.device, home)
	site := s.siteOf(key.device)
	w := x.w
	w.beginObject()
	w.str("alertUid", row.uid)
	w.str("priority", row.priority)
	w.strOrNull("diagnostics", row.diagnostics)
	w.boolean("resolved", resolved)
	w.strOrNull("resolvedBy", row.resolvedBy)
	if resolved {
		w.num("resolvedOn", row.resolvedOn)
	} else {
		w.null("resolvedOn")
	}
	w.boolean("muted", false)
	w.strOrNull("ticketNumber", row.ticket)
	w.num("timestamp", row.timestamp)
	w.object("alertMonitorInfo")
	w.boolean("sendsEmails", row.sendsEmails)
	w.boolean("createsTicket", row.makesTicket)
	w.endObject()
	s.fleet.alertContext(w, &row)
	w.object("alertSourceInfo")
	w.str("deviceUid", s.fleet.deviceUID(key.device))
	w.str("deviceName", device.hostname)
	w.str("siteUid", s.fleet.siteUID(site))
	w.str("siteName", s.siteName(site))
	w.endObject()
	w.responseActions(row.actions)
	if row.autoresolve > 0 {
		w.num("autoresolveMins", int64(row.autoresolve))
	} else {
		w.null("autoresolveMins")
	}
	w.endObject()
}

func (w *wire) responseActions(actions []responseAction) {
	if len(actions) == 0 {
		w.null("responseActions")
		return
	}
	w.array("responseActions")
	for _, action := range slices.Backward(actions) {
		w.beginObject()
		w.num("actionTime", action.at)
		w.str("actionType", action.kind)
		w.str("description", action.description)
		w.strOrNull("actionReference", action.reference)
		w.null("actionReferenceInt")
		w.endObject()
	}
	w.endArray()
}
