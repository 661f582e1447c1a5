package simulator

func (s *Simulator) listAccountOpenAlerts(x *exchange) {
	x.servePage(list{item: "alerts", total: s.fleet.totalAlerts(false), hideTotal: true, rows: func(offset, count int) {
		s.fleet.alertsFrom(false, offset, func(key alertKey) bool {
			s.writeAlert(x, key)
			count--
			return count > 0
		})
	}})
}

func (s *Simulator) listSiteOpenAlerts(x *exchange) {
	site, ok := s.fleet.findSite(x.params[0])
	if !ok {
		x.notFound()
		return
	}
	s.serveAlerts(x, s.alertsOn(s.devicesOf(site)))
}

func (s *Simulator) listDeviceOpenAlerts(x *exchange) {
	device, ok := s.fleet.findDevice(x.params[0])
	if !ok {
		x.notFound()
		return
	}
	s.serveAlerts(x, s.alertsOn([]int{device}))
}

// alertsOn returns the open alerts of some devices.
func (s *Simulator) alertsOn(devices []int) []alertKey {
	var keys []alertKey
	for _, device := range devices {
		for n := range s.fleet.openCount(device) {
			keys = append(keys, alertKey{device: device, n: n})
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

func (s *Simulator) getAlert(x *exchange) {
	key, ok := s.fleet.findAlert(x.params[0])
	if !ok {
		x.notFound()
		return
	}
	x.json()
	s.writeAlert(x, key)
}

func (s *Simulator) writeAlert(x *exchange, key alertKey) {
	row := s.fleet.alert(key)
	device := s.fleet.device(key.device)
	site := s.siteNow(s.siteOf(key.device))
	w := x.w
	w.beginObject()
	w.str("alertUid", row.uid)
	w.str("priority", row.priority)
	w.strOrNull("diagnostics", row.diagnostics)
	w.boolean("resolved", key.resolved)
	w.strOrNull("resolvedBy", row.resolvedBy)
	if key.resolved {
		w.num("resolvedOn", row.resolvedOn)
	} else {
		w.null("resolvedOn")
	}
	w.boolean("muted", row.muted)
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
	w.str("siteUid", site.uid)
	w.str("siteName", site.name)
	w.endObject()
	if len(row.actions) == 0 {
		w.null("responseActions")
	} else {
		w.array("responseActions")
		for _, action := range row.actions {
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
	if row.autoresolve > 0 {
		w.num("autoresolveMins", int64(row.autoresolve))
	} else {
		w.null("autoresolveMins")
	}
	w.endObject()
}
