package simulator

import (
	"fmt"
	"slices"
	"strconv"
)

// Install statuses of a patch on a device.
const (
	patchInstalled   = "INSTALLED"
	patchApproved    = "APPROVED_PENDING"
	patchNotApproved = "NOT_APPROVED"
)

var patchStatuses = []string{patchInstalled, patchApproved, patchNotApproved}

// patchCatalogue is how many patches there are. It is more than any device has.
const patchCatalogue = 190

// patch is one entry of the catalogue.
type patch struct {
	id, title, kb, kind, severity, category string
	description                             string
	released                                int64
	size                                    int64
	reboot                                  bool
}

func (f *fleet) patch(index int) patch {
	d := f.dice(streamPatch, index)
	kb := "KB50" + strconv.Itoa(10_000+index*371)
	p := patch{id: f.uid(uidPatch, index, 0), kb: kb, kind: "SOFTWARE", released: f.started - int64(patchCatalogue-index)*5*day, size: int64(d.between(1, 900)) << 20}
	month := dateOf(p.released)[:7]
	p.severity = pick(&d, []string{"CRITICAL", "IMPORTANT", "IMPORTANT", "MODERATE", "LOW", "UNSPECIFIED"})
	switch index % 6 {
	case 0, 1:
		p.title, p.category, p.reboot = month+" Cumulative Update for x64-based Systems ("+kb+")", "Security Updates", true
	case 2:
		p.title, p.category = month+" .NET Framework Update for x64 ("+kb+")", "Updates"
	case 3:
		p.title, p.category = "Windows Malicious Software Removal Tool x64 ("+kb+")", "Update Rollups"
	case 4:
		p.title, p.category = "Security Intelligence Update for Microsoft Defender Antivirus - "+kb, "Definition Updates"
	default:
		p.title, p.category, p.kind, p.kb, p.reboot = fmt.Sprintf("Intel - System - %d.%d.0.0", 2000+d.n(300), d.n(40)), "Drivers", "DRIVER", "", d.percent(30)
	}
	p.description = "Demonstration entry for " + p.title
	return p
}

// devicePatches calls yield for a device's patches: as many of each status as
// its row says.
func (f *fleet) devicePatches(r *deviceRow, yield func(index int, status string)) {
	counts := [...]int{r.patches.installed, r.patches.approved, r.patches.notApproved}
	d := f.dice(streamPatch, patchCatalogue+r.index)
	// The installed ones are older than those that wait.
	at := d.n(patchCatalogue - counts[0] - counts[1] - counts[2] + 1)
	for status, count := range counts {
		for range count {
			yield(at, patchStatuses[status])
			at++
		}
	}
}

func (w *wire) patchMembers(p *patch, status string) {
	w.str("patchId", p.id)
	w.strings("category", p.category)
	w.str("type", p.kind)
	w.str("title", p.title)
	w.str("description", p.description)
	w.str("releaseDate", dateOf(p.released))
	w.str("severity", p.severity)
	w.num("maxSize", p.size)
	w.boolean("rebootRequired", p.reboot)
	w.boolean("requireUserInput", false)
	w.strOrNull("kbArticleId", p.kb)
	w.str("installStatus", status)
}

// listDevicePatches lists a device's patches. These two lists were seen to
// refuse a page above the limit, where others cut it to size.
func (s *Simulator) listDevicePatches(x *exchange) {
	x.strictPages = true
	device, ok := s.device(x)
	if !ok {
		return
	}
	type entry struct {
		index  int
		status string
	}
	var found []entry
	r := s.row(x, device)
	s.fleet.devicePatches(&r, func(index int, status string) {
		if want := x.query.Get("installStatus"); want == "" || want == status {
			found = append(found, entry{index, status})
		}
	})
	x.servePage(list{item: "patches", total: len(found), rows: func(offset, count int) {
		for i, e := range found[offset : offset+count] {
			p := s.fleet.patch(e.index)
			w := x.w
			w.beginObject()
			w.patchMembers(&p, e.status)
			w.boolean("manualOverride", (offset+i)%17 == 3)
			w.endObject()
		}
	}})
}

// listSitePatches lists the patches of a site's devices. A patch has a row for
// each status that it has anywhere, so up to three.
func (s *Simulator) listSitePatches(x *exchange) {
	x.strictPages = true
	site, ok := s.site(x)
	if !ok {
		return
	}
	var totals [patchCatalogue][3]int
	devices := s.devicesOf(site)
	for i := range devices.len() {
		r := s.row(x, devices.at(i))
		s.fleet.devicePatches(&r, func(index int, status string) {
			totals[index][slices.Index(patchStatuses, status)]++
		})
	}
	var found [][2]int
	for index := range totals {
		for status, total := range totals[index] {
			if want := x.query.Get("installStatus"); total > 0 && (want == "" || want == patchStatuses[status]) {
				found = append(found, [2]int{index, status})
			}
		}
	}
	x.servePage(list{item: "patches", total: len(found), rows: func(offset, count int) {
		for _, e := range found[offset : offset+count] {
			p := s.fleet.patch(e[0])
			w := x.w
			w.beginObject()
			w.patchMembers(&p, patchStatuses[e[1]])
			w.num("totalDevices", int64(totals[e[0]][e[1]]))
			w.endObject()
		}
	}})
}
