package simulator

// version is what system/status reports; no real build has it.
const version = "2.0.0 (Simulator)"

func (s *Simulator) getStatus(x *exchange) {
	w := x.json()
	w.beginObject()
	w.str("version", version)
	w.str("status", "OK")
	w.num("started", millis(s.clock.started)-3*day)
	w.endObject()
}

func (s *Simulator) getPagination(x *exchange) {
	w := x.json()
	w.beginObject()
	w.num("max", int64(s.config.PageSize))
	w.endObject()
}

// getRequestRate shows the windows as they are after this request, which
// counts as a read like any other.
func (s *Simulator) getRequestRate(x *exchange) {
	w := x.json()
	w.beginObject()
	s.limits.status(w, s.fleet.accountUID(), x.now)
	w.endObject()
}
