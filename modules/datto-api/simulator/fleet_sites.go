package simulator

import (
	"fmt"
	"strconv"
	"strings"
)

// The sites every account has, after the customers' sites.
const (
	systemManaged = iota
	systemOnDemand
	systemDeleted
	systemSites
)

// deletedSiteUID is not a UUID: on the real API the uid of this one site is
// not well formed either.
const deletedSiteUID = "deleted-devices-00000000"

const (
	siteIDBase = 48_112
	siteIDStep = 7
)

// siteRow is a site as it was before any write.
type siteRow struct {
	index                 int
	id                    int64
	uid                   string
	name                  string
	description           string
	notes                 string
	onDemand              bool
	splashtopAutoInstall  bool
	autotaskName          string
	autotaskID            string
	proxy                 *proxySettings
	system                bool
	code                  string // what the site's hostnames begin with
	domain                string // Active Directory domain
	workgroup             string // its old short name
	antivirus             string // the product that most of its devices run
	extIP                 string
	created               int64
	dattoNetworkID        int64
	firstOctet, nextOctet int // of the site's private network
}

// allSites is the number of sites, system sites included.
func (f *fleet) allSites() int { return f.sites + systemSites }

func (f *fleet) siteID(site int) int64 { return siteIDBase + int64(site)*siteIDStep }

func (f *fleet) siteUID(site int) string {
	if site == f.sites+systemDeleted {
		return deletedSiteUID
	}
	return f.uid(uidSite, site, 0)
}

// siteName returns a name that no other site of the fleet has.
func (f *fleet) siteName(site int) string {
	switch site - f.sites {
	case systemManaged:
		return "Managed"
	case systemOnDemand:
		return "OnDemand"
	case systemDeleted:
		return "Deleted Devices"
	}
	// Walking both lists at once, from a start that the seed sets, meets each
	// pair once because their lengths have no common factor.
	d := f.dice(streamAccount, 1)
	at := d.n(len(townNames)*len(tradeNames)) + site
	name := townNames[at%len(townNames)] + " " + tradeNames[at%len(tradeNames)]
	if round := site / (len(townNames) * len(tradeNames)); round > 0 {
		name = fmt.Sprintf("%s %d", name, round+1)
	}
	return name
}

// siteCode abbreviates a site's name for hostnames: "Northgate Dental" is NRTD.
func siteCode(name string) string {
	var code strings.Builder
	for i, word := range strings.Fields(name) {
		if i == 0 {
			for j, c := range []byte(strings.ToUpper(word)) {
				if j == 0 || (!strings.ContainsRune("AEIOU", rune(c)) && code.Len() < 3) {
					code.WriteByte(c)
				}
			}
			continue
		}
		code.WriteByte(strings.ToUpper(word)[0])
	}
	return code.String()
}

func (f *fleet) site(site int) siteRow {
	d := f.dice(streamSite, site)
	row := siteRow{
		index:      site,
		id:         f.siteID(site),
		uid:        f.siteUID(site),
		name:       f.siteName(site),
		system:     site >= f.sites,
		firstOctet: 10 + d.n(2)*162, // 10.x or 172.x
		nextOctet:  16 + site%16,
		created:    f.started - int64(d.between(200, 2400))*day - int64(d.n(86_400))*second,
	}
	row.code = siteCode(row.name)
	row.antivirus = pick(&d, avProducts)
	row.extIP = "203.0.113." + strconv.Itoa(1+site%254)
	if row.system {
		row.code = "WS"
		row.onDemand = site == f.sites+systemOnDemand
		return row
	}
	town, _, _ := strings.Cut(row.name, " ")
	row.domain = asciiLower(town) + ".example"
	row.workgroup = strings.ToUpper(asciiLower(town))
	row.description = pick(&d, []string{
		"", "Monthly contract, all workstations", "Servers and backup only", "Full managed service", "Co-managed with in-house IT", "Contract renews in spring",
	})
	if d.percent(20) {
		row.notes = "Site contact: reception. Alarm code is held by the facility manager."
	}
	row.onDemand = d.percent(6)
	row.splashtopAutoInstall = d.percent(70)
	if d.percent(65) {
		row.autotaskName = row.name
		row.autotaskID = strconv.Itoa(29_683_500 + site)
	}
	if d.percent(8) {
		row.proxy = &proxySettings{host: "proxy." + row.domain, port: 3128, kind: "http", username: "svc-rmm", password: "not-a-real-password"}
	}
	if d.percent(10) {
		row.dattoNetworkID = int64(7_000 + site)
	}
	return row
}
