package simulator

import (
	"sort"
	"strconv"
)

// alertKey names an alert that the fleet has from the start: the device it was
// raised on, its number there, and which of the two lists it began in.
type alertKey struct {
	device   int
	n        int
	resolved bool
}

// resolvedBit tells the two lists apart in an alert's uid.
const resolvedBit = 1 << 12

func (f *fleet) alertUID(key alertKey) string {
	sub := key.n
	if key.resolved {
		sub |= resolvedBit
	}
	return f.uid(uidAlert, key.device, sub)
}

// findAlert returns the alert with a uid.
func (f *fleet) findAlert(uid string) (alertKey, bool) {
	device, sub, ok := f.findUID(uidAlert, uid)
	if !ok || device >= f.allDevices() {
		return alertKey{}, false
	}
	key := alertKey{device: device, n: sub &^ resolvedBit, resolved: sub&resolvedBit != 0}
	count := f.openCount(device)
	if key.resolved {
		count = f.resolvedCount(device)
	}
	return key, key.n < count
}

// openCount is the number of alerts open on a device from the start.
func (f *fleet) openCount(device int) int {
	n := len(f.showcase[device])
	if device >= f.devices {
		return n
	}
	d := f.dice(streamAlertCount, device)
	switch p := d.n(1000); {
	case p < 50:
		n++
	case p < 65:
		n += 2
	case p < 70:
		n += 3
	}
	return n
}

// resolvedCount is the number of alerts resolved on a device from the start.
func (f *fleet) resolvedCount(device int) int {
	if device >= f.devices {
		return 0
	}
	d := f.dice(streamAlertCount, device)
	d.next()
	return []int{0, 1, 1, 2, 2, 3, 4}[d.n(7)]
}

// countAlerts adds up the alerts before each site, so that a page in the
// middle of the account's list is found without counting from the start.
func (f *fleet) countAlerts() {
	f.openStarts = make([]int32, len(f.starts))
	f.resolvedStarts = make([]int32, len(f.starts))
	for site := range len(f.starts) - 1 {
		open, resolved := f.openStarts[site], f.resolvedStarts[site]
		first, end := f.homeRange(site)
		for device := first; device < end; device++ {
			open += int32(f.openCount(device))         //nolint:gosec // G115: a handful.
			resolved += int32(f.resolvedCount(device)) //nolint:gosec // G115: a handful.
		}
		f.openStarts[site+1], f.resolvedStarts[site+1] = open, resolved
	}
}

// totalAlerts is the length of one of the account's two lists at the start.
func (f *fleet) totalAlerts(resolved bool) int {
	if resolved {
		return int(f.resolvedStarts[len(f.resolvedStarts)-1])
	}
	return int(f.openStarts[len(f.openStarts)-1])
}

// alertsFrom calls yield for the account's alerts from the offset on, in the
// order of their devices, until yield returns false.
func (f *fleet) alertsFrom(resolved bool, offset int, yield func(alertKey) bool) {
	starts := f.openStarts
	count := f.openCount
	if resolved {
		starts, count = f.resolvedStarts, f.resolvedCount
	}
	site := sort.Search(len(starts)-1, func(i int) bool { return int(starts[i+1]) > offset })
	if site == len(starts)-1 {
		return
	}
	skip := offset - int(starts[site])
	first, _ := f.homeRange(site)
	for device := first; device < f.allDevices(); device++ {
		for n := range count(device) {
			if skip > 0 {
				skip--
				continue
			}
			if !yield(alertKey{device: device, n: n, resolved: resolved}) {
				return
			}
		}
	}
}

// showcaseReach is how far into the fleet devices for the showcase are sought.
const showcaseReach = 2000

// placeShowcase gives each alert class to a device it suits, so that any fleet
// of a dozen devices or more has one open alert of every class. It deals them
// round the devices of a kind, as nobody's first server has thirty alerts.
func (f *fleet) placeShowcase() {
	f.showcase = make(map[int][]alertClass)
	if f.devices == 0 {
		return
	}
	byKind := make(map[deviceKind][]int)
	for device := range min(f.devices, showcaseReach) {
		kind := f.kindOf(device)
		byKind[kind] = append(byKind[kind], device)
	}
	dealt := make(map[deviceKind]int)
	for class := range alertClasses {
		device := 0
		for _, kind := range alertClasses[class].suits {
			if have := byKind[kind]; len(have) > 0 {
				// A step of three lands on a different site as a rule.
				device = have[dealt[kind]*3%len(have)]
				dealt[kind]++
				break
			}
		}
		f.showcase[device] = append(f.showcase[device], alertClass(class))
	}
}

// alertRow is an alert as it was before any write.
type alertRow struct {
	key         alertKey
	uid         string
	class       alertClass
	priority    string
	diagnostics string
	timestamp   int64
	ticket      string
	resolvedBy  string
	resolvedOn  int64
	sendsEmails bool
	makesTicket bool
	autoresolve int
	actions     []responseAction
}

type responseAction struct {
	at          int64
	kind        string
	description string
	reference   string
}

func (f *fleet) alert(key alertKey) alertRow {
	stream := key.device*64 + key.n*2
	if key.resolved {
		stream++
	}
	d := f.dice(streamAlert, stream)
	row := alertRow{key: key, uid: f.alertUID(key)}
	row.class = f.alertClass(key, &d)
	class := &alertClasses[row.class]
	row.priority = class.priority
	if d.percent(10) {
		row.priority = pick(&d, []string{"Critical", "High", "Moderate", "Low", "Information"})
	}
	row.diagnostics = class.diagnostics
	row.timestamp = f.started - int64(d.between(3, 6*24*60))*minute - int64(d.n(int(minute)))
	row.sendsEmails = d.percent(45)
	row.makesTicket = d.percent(35)
	if d.percent(40) {
		row.autoresolve = pick(&d, []int{15, 60, 240, 1440})
	}
	if row.makesTicket {
		row.ticket = "T20260" + strconv.Itoa(1+d.n(8)) + "12." + fourDigits(d.n(10_000))
		row.actions = append(row.actions, responseAction{at: row.timestamp + 4*second, kind: "TICKET_CREATED", description: "Ticket created", reference: row.ticket})
	}
	if row.sendsEmails {
		row.actions = append(row.actions, responseAction{at: row.timestamp + 2*second, kind: "EMAIL_SENT", description: "alerts@msp.example"})
	}
	if key.resolved {
		row.timestamp -= int64(d.between(1, 60)) * day
		row.resolvedOn = row.timestamp + int64(d.between(2, 3000))*minute
		if d.percent(55) {
			row.resolvedBy = pickPerson(&d).login()
		} else {
			row.resolvedBy = "System"
		}
	}
	return row
}

// alertClass says what an alert is about.
func (f *fleet) alertClass(key alertKey, d *dice) alertClass {
	throw := d.n(1 << 16)
	if placed := f.showcase[key.device]; !key.resolved && key.n < len(placed) {
		return placed[key.n]
	}
	suited := classesByKind[f.kindOf(key.device)]
	return suited[throw%len(suited)]
}

func fourDigits(n int) string {
	return string([]byte{byte('0' + n/1000%10), byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
}
