package simulator

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// activity is one line of the account's log.
type activity struct {
	at               int64 // ms
	id               string
	entity           string
	category, action string
	device           int // noDevice when it is about none
	site             int
	user             int // noUser for what the system did
	job              *job
	to               int // site that a device was moved to
	output, errors   bool
}

const (
	noDevice = -1
	noUser   = -1
)

const (
	entityDevice = "DEVICE"
	entityUser   = "USER"
)

// The fleet's past is one line, or none, for each slot of half a minute, so
// that any part of it is computed without the rest.
const (
	activitySlot = 30 * second
	// activityRetention is how far back the log goes. The real figure is not
	// known.
	activityRetention = 180 * day
	// activityDefault is what a request without from and until sees.
	activityDefault = 15 * minute
)

// requestMark tells the ids of lines that requests caused from those of the
// fleet's past; finishMark those of jobs that came to an end.
const (
	requestMark = 1
	finishMark  = 2
)

// pastActivity returns what happened in a slot.
func (f *fleet) pastActivity(slot int) (activity, bool) {
	d := f.dice(streamActivity, slot)
	if f.devices == 0 || !d.percent(88) {
		return activity{}, false
	}
	a := activity{at: int64(slot)*activitySlot + int64(d.n(int(activitySlot))), entity: entityDevice}
	a.user = d.n(userCount)
	throw := d.n(100)
	a.device = d.n(f.devices)
	for range 4 {
		if f.kindOf(a.device).agent() {
			break
		}
		a.device = d.n(f.devices)
	}
	switch {
	case throw < 55:
		a.category, a.action = "job", "deployment"
		a.output = d.percent(80)
		a.errors = d.percent(12)
	case throw < 65:
		a.category, a.action = "job", "create"
	case throw < 80:
		a.category, a.action = "remote", "jrto"
	case throw < 86:
		a.category, a.action = "remote", "chat"
	case throw < 93:
		a.category, a.action = "remote", "web.remote"
	case throw < 95:
		a.category, a.action = "device", "move.device"
		a.to = d.n(f.sites)
	default:
		a.entity, a.category, a.action = entityUser, "user", "login"
		a.device = noDevice
	}
	a.site = 0
	if a.device != noDevice {
		a.site = f.homeSite(a.device)
	}
	a.id = f.uid(uidActivity, slot, 0)
	return a, true
}

// pastJob returns the job of a line of the fleet's past, or nil when that line
// is about none or lies ahead.
func (f *fleet) pastJob(slot int, now int64) *job {
	a, ok := f.pastActivity(slot)
	if !ok || a.category != "job" || a.at > now || a.at < now-activityRetention {
		return nil
	}
	return f.jobOf(slot, &a)
}

func (f *fleet) jobOf(slot int, a *activity) *job {
	d := f.dice(streamJob, slot)
	j := &job{uid: f.uid(uidJob, slot, 0), id: int64(slot), device: a.device, created: a.at, component: f.component(d.n(componentCount))}
	j.scheduled = a.action == "deployment" && d.percent(30)
	j.name = j.component.name
	j.plan(&d, true)
	if a.action == "deployment" {
		// The line tells of the end.
		j.finished = a.at
		j.started = a.at - int64(d.between(5_000, 60_000))
		j.created = j.started - int64(d.between(3_000, 15_000))
		if a.errors && j.result == jobSuccess {
			j.result = jobWarning
		}
	}
	return j
}

// noteMove logs that a device was moved.
func (s *Simulator) noteMove(x *exchange, device, from, to int) {
	s.note(x, activity{category: "device", action: "move.device", device: device, site: from, to: to})
}

// noteJob logs that a job was created.
func (s *Simulator) noteJob(x *exchange, j *job) {
	s.note(x, activity{category: "job", action: "create", device: j.device, site: s.siteOf(j.device), job: j})
}

func (s *Simulator) note(x *exchange, a activity) {
	a.at, a.entity = millis(x.now), entityDevice
	a.id = s.fleet.uid(uidActivity, len(s.state.activity), requestMark)
	s.state.activity = append(s.state.activity, a)
}

// recentActivity returns the lines that requests caused up to a moment, in
// ascending order.
func (s *Simulator) recentActivity(now int64) []activity {
	lines := slices.Clone(s.state.activity)
	for number, j := range s.state.jobs {
		if j.started == 0 || !j.done(now) {
			continue
		}
		lines = append(lines, activity{
			at: j.finished, id: s.fleet.uid(uidActivity, number, finishMark), entity: entityDevice, category: "job", action: "deployment",
			device: j.device, site: s.siteOf(j.device), job: j, output: true, errors: j.output(s.fleet, now, true) != "",
		})
	}
	slices.SortFunc(lines, compareActivity)
	return lines
}

func compareActivity(a, b activity) int {
	return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.id, b.id))
}

// eachActivity calls yield for the log's lines of a time span, both ends
// included, until yield returns false.
func (s *Simulator) eachActivity(from, until int64, descending bool, now int64, yield func(*activity) bool) {
	recent := s.recentActivity(now)
	recent = slices.DeleteFunc(recent, func(a activity) bool { return a.at < from || a.at > until })
	step, slot, last := 1, int(from/activitySlot), int(until/activitySlot)
	if descending {
		step, slot, last = -1, last, slot
		slices.Reverse(recent)
	}
	for ; ; slot += step {
		past, ok := s.fleet.pastActivity(slot)
		ok = ok && past.at >= from && past.at <= until
		// Lines of requests that belong before this one come first.
		for len(recent) > 0 && (slot == last+step || (ok && compareActivity(recent[0], past)*step < 0)) {
			if !yield(&recent[0]) {
				return
			}
			recent = recent[1:]
		}
		if slot == last+step {
			return
		}
		if ok {
			if past.category == "job" {
				past.job = s.fleet.jobOf(slot, &past)
			}
			if !yield(&past) {
				return
			}
		}
	}
}

// activityQuery is what a request asks of the log.
type activityQuery struct {
	from, until int64
	size        int
	descending  bool
	previous    bool
	cursor      *activity // only at and id

	entities, categories, actions []string
	sites, users                  []string
	search                        string
}

// activityTime is the one form of from and until.
const activityTime = "2006-01-02T15:04:05Z"

func (x *exchange) activityQuery() (activityQuery, bool) {
	now := millis(x.now)
	q := activityQuery{
		until:      now,
		descending: x.query.Get("order") != "asc",
		previous:   x.query.Get("page") == "previous",
		entities:   x.elements("entities"),
		categories: x.elements("categories"),
		actions:    x.elements("actions"),
		sites:      x.elements("siteIds"),
		users:      x.elements("userIds"),
		search:     strings.ToLower(x.query.Get("searchQuery")),
	}
	for name, at := range map[string]*int64{"until": &q.until, "from": &q.from} {
		if text := x.query.Get(name); text != "" {
			t, err := time.Parse(activityTime, text)
			// Go reads fractions of a second that the form does not have.
			if err != nil || len(text) != len(activityTime) {
				x.violation("query parameter " + name + " is not of the form yyyy-MM-ddTHH:mm:ssZ")
				return q, false
			}
			*at = millis(t)
		}
	}
	if x.query.Get("from") == "" {
		q.from = q.until - activityDefault
	}
	q.until = min(q.until, now)
	q.from = max(q.from, now-activityRetention)
	var ok bool
	q.size, ok = x.intParam("size", x.sim.config.PageSize)
	if !ok || q.size < 1 || q.size > x.sim.config.PageSize {
		x.violation("size is not from 1 to the limit")
		if !ok || q.size < 1 || x.sim.config.RefuseOversizedPages {
			return q, false
		}
	}
	q.size = min(q.size, x.sim.config.PageSize)
	if after := x.elements("searchAfter"); len(after) > 0 {
		at, err := strconv.ParseInt(after[0], 10, 64)
		if err != nil || len(after) != 2 {
			x.violation("query parameter searchAfter is not a time and an id")
			return q, false
		}
		q.cursor = &activity{at: at, id: after[1]}
	}
	return q, true
}

// elements reads an array parameter, in one with commas or in several.
func (x *exchange) elements(name string) []string {
	var elements []string
	for _, value := range x.query[name] {
		for element := range strings.SplitSeq(value, ",") {
			if element != "" {
				elements = append(elements, element)
			}
		}
	}
	return elements
}

func (s *Simulator) matches(q *activityQuery, a *activity) bool {
	in := func(list []string, value string) bool {
		return len(list) == 0 || slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, value) })
	}
	if !in(q.entities, a.entity) || !in(q.categories, a.category) || !in(q.actions, a.action) {
		return false
	}
	if len(q.sites) > 0 && (a.device == noDevice || !slices.Contains(q.sites, strconv.FormatInt(s.fleet.siteID(a.site), 10))) {
		return false
	}
	if len(q.users) > 0 && (a.user == noUser || !slices.Contains(q.users, strconv.FormatInt(s.fleet.user(a.user).id, 10))) {
		return false
	}
	if q.search == "" {
		return true
	}
	text := a.category + " " + a.action
	if a.device != noDevice {
		r := s.fleet.device(a.device)
		text += " " + r.hostname
	}
	if a.user != noUser {
		text += " " + s.fleet.user(a.user).username()
	}
	if a.job != nil {
		text += " " + a.job.name
	}
	return strings.Contains(strings.ToLower(text), q.search)
}

// listActivities answers the activity log. Unlike the other lists it is walked
// by cursor, and the last page has a next one too, which is empty.
func (s *Simulator) listActivities(x *exchange) {
	q, ok := x.activityQuery()
	if !ok {
		x.fail(http.StatusBadRequest, "")
		return
	}
	lines := s.activityPage(&q, millis(x.now))
	x.item = "activities"
	w := x.json()
	w.beginObject()
	w.object("pageDetails")
	w.num("count", int64(len(lines)))
	if q.cursor != nil && len(lines) > 0 {
		w.str("prevPageUrl", x.activityURL("previous", &lines[0]))
	} else {
		w.null("prevPageUrl")
	}
	if len(lines) > 0 {
		next := x.activityURL("next", &lines[len(lines)-1])
		own := next
		if q.cursor != nil {
			own = x.activityURL("next", q.cursor)
		}
		w.str("nextPageUrl", x.bendNext(next, own))
	} else {
		w.null("nextPageUrl")
	}
	w.endObject()
	w.array("activities")
	for i := range lines {
		s.writeActivity(x, &lines[i])
	}
	w.endArray()
	w.endObject()
}

func (s *Simulator) activityPage(q *activityQuery, now int64) []activity {
	var lines []activity
	// The page before is found by walking the other way.
	descending := q.descending != q.previous
	from, until := q.from, q.until
	if q.cursor != nil {
		if descending {
			until = min(until, q.cursor.at)
		} else {
			from = max(from, q.cursor.at)
		}
	}
	if from > until {
		return nil
	}
	s.eachActivity(from, until, descending, now, func(a *activity) bool {
		if q.cursor != nil {
			if order := compareActivity(*a, *q.cursor); order == 0 || (order > 0) == descending {
				return true
			}
		}
		if s.matches(q, a) {
			lines = append(lines, *a)
		}
		return len(lines) < q.size
	})
	if q.previous {
		slices.Reverse(lines)
	}
	return lines
}

// activityURL is the URL of a neighbouring page. It names the cursor's two
// parts under one key, twice.
func (x *exchange) activityURL(page string, cursor *activity) string {
	rest := make(url.Values, len(x.query))
	maps.Copy(rest, x.query)
	rest["page"] = []string{page}
	rest["searchAfter"] = []string{strconv.FormatInt(cursor.at, 10), cursor.id}
	return x.origin() + apiPrefix + x.path + "?" + rest.Encode()
}

func (s *Simulator) writeActivity(x *exchange, a *activity) {
	w := x.w
	w.beginObject()
	w.str("id", a.id)
	w.str("entity", a.entity)
	w.str("category", a.category)
	w.str("action", a.action)
	w.float("date", float64(a.at)/1000) // seconds, the one place that has them
	hostname := ""
	if a.device != noDevice {
		r := s.fleet.device(a.device)
		hostname = r.hostname
		w.object("site")
		w.num("id", s.fleet.siteID(a.site))
		w.str("name", s.siteName(a.site))
		w.endObject()
		w.num("deviceId", s.fleet.deviceID(a.device))
		w.str("hostname", hostname)
	} else {
		w.null("site")
		w.null("deviceId")
		w.null("hostname")
	}
	if a.user != noUser {
		u := s.fleet.user(a.user)
		w.object("user")
		w.num("id", u.id)
		w.str("userName", u.username())
		w.str("firstName", u.given)
		w.str("lastName", u.family)
		w.endObject()
	} else {
		w.null("user")
	}
	details := newWire()
	defer details.release()
	s.writeActivityDetails(details, a, hostname)
	w.str("details", string(details.b))
	w.boolean("hasStdOut", a.output)
	w.boolean("hasStdErr", a.errors)
	w.endObject()
}

// writeActivityDetails writes what the log puts into a string: an object with
// flat, dotted names that repeats the whole line. Its times are milliseconds.
func (s *Simulator) writeActivityDetails(w *wire, a *activity, hostname string) {
	w.beginObject()
	w.str("uid", a.id)
	w.str("entity", a.entity)
	w.str("event.category", a.category)
	w.str("event.action", a.action)
	if a.device != noDevice {
		w.str("device.hostname", hostname)
		w.str("device.uid", s.fleet.deviceUID(a.device))
		w.str("site.name", s.siteName(a.site))
	}
	if a.user != noUser {
		u := s.fleet.user(a.user)
		w.num("user.id", u.id)
		w.str("user.username", u.username())
		w.str("user.firstname", u.given)
		w.str("user.lastname", u.family)
		w.str("user.email", u.email())
		w.str("source.forwarded_ip", "198.51.100."+strconv.Itoa(10+a.user))
	}
	if a.job != nil {
		w.num("job.id", a.job.id)
		w.str("job.uid", a.job.uid)
		w.str("job.name", a.job.name)
		status := jobPending
		if a.action == "deployment" {
			status = a.job.result
		}
		w.str("job.status", status)
		w.num("job.date_created", a.job.created)
		if a.job.scheduled {
			w.num("job.scheduled_job_id", a.job.id/100)
		}
	}
	switch {
	case a.category == "remote":
		w.str("remote_session.type", a.action)
		w.num("remote_session.start_date", a.at)
	case a.action == "move.device":
		w.num("data.from_site_id", s.fleet.siteID(a.site))
		w.str("data.from_site_name", s.siteName(a.site))
		w.str("data.from_site_uid", s.fleet.siteUID(a.site))
		w.num("data.to_site_id", s.fleet.siteID(a.to))
		w.str("data.to_site_name", s.siteName(a.to))
		w.str("data.to_site_uid", s.fleet.siteUID(a.to))
	}
	w.endObject()
}
