package simulator

import "strconv"

// Units of the fleet's times, which are epoch milliseconds.
const (
	second int64 = 1000
	minute       = 60 * second
	hour         = 60 * minute
	day          = 24 * hour
)

// never is how the API writes a time that has not come yet: the smallest date
// its runtime knows.
const never int64 = -62_135_596_800_000

// deviceKind is what a device is, finer than the API's own device class.
type deviceKind uint8

const (
	kindLaptop deviceKind = iota
	kindDesktop
	kindServer
	kindMac
	kindLinux
	kindESXi
	kindPrinter
	kindFirewall
	kindSwitch
	kindAccessPoint
	kindUnknown
	kindFuture // a class that no document declares
)

func (k deviceKind) windows() bool {
	return k == kindLaptop || k == kindDesktop || k == kindServer
}

// agent is true for kinds that run an agent of their own; the others are seen
// through a neighbour and leave most of a device's fields null.
func (k deviceKind) agent() bool {
	return k.windows() || k == kindMac || k == kindLinux || k == kindFuture
}

func (k deviceKind) network() bool {
	return k == kindFirewall || k == kindSwitch || k == kindAccessPoint
}

// deviceClass is the API's name for the kind.
func (k deviceKind) deviceClass() string {
	switch {
	case k == kindESXi:
		return "esxihost"
	case k == kindPrinter:
		return "printer"
	case k.network():
		return "rmmnetworkdevice"
	case k == kindUnknown:
		return "unknown"
	case k == kindFuture:
		return "cloudinstance"
	}
	return "device"
}

// showcaseSite is the make-up of the first site when it has room for it: one
// device of every kind, whatever the seed.
var showcaseSite = []deviceRole{
	{kindServer, "DC", 1},
	{kindServer, "FS", 1},
	{kindESXi, "ESX", 1},
	{kindFirewall, "FW", 1},
	{kindSwitch, "SW", 1},
	{kindPrinter, "PRN", 1},
	{kindMac, "MAC", 1},
	{kindLinux, "LNX", 1},
	{kindUnknown, "IOT", 1},
	{kindFuture, "VM", 1},
	{kindAccessPoint, "AP", 1},
}

// siteEquipment is what a site has besides workstations, by its size.
var siteEquipment = []struct {
	from int // devices a site must have to own one
	role deviceRole
}{
	{6, deviceRole{kindServer, "DC", 1}},
	{10, deviceRole{kindServer, "FS", 1}},
	{18, deviceRole{kindServer, "APP", 1}},
	{30, deviceRole{kindServer, "SQL", 1}},
	{14, deviceRole{kindESXi, "ESX", 1}},
	{5, deviceRole{kindFirewall, "FW", 1}},
	{12, deviceRole{kindSwitch, "SW", 1}},
	{26, deviceRole{kindSwitch, "SW", 2}},
	{22, deviceRole{kindAccessPoint, "AP", 1}},
	{4, deviceRole{kindPrinter, "PRN", 1}},
	{25, deviceRole{kindPrinter, "PRN", 2}},
	{40, deviceRole{kindLinux, "LNX", 1}},
}

// deviceRole is a kind with the mark and number its hostname carries.
type deviceRole struct {
	kind   deviceKind
	mark   string
	number int
}

// roleAt returns what stands at a position of a site of that many devices.
func (f *fleet) roleAt(site, position, size, device int) deviceRole {
	if site == 0 && size > len(showcaseSite) {
		if position < len(showcaseSite) {
			return showcaseSite[position]
		}
	} else if site < f.sites {
		at := 0
		for _, item := range siteEquipment {
			if size < item.from {
				continue
			}
			if at == position {
				return item.role
			}
			at++
		}
	}
	d := f.dice(streamDevice, device)
	d.next()
	switch p := d.n(100); {
	case p < 50:
		return deviceRole{kindLaptop, "LT", position + 1}
	case p < 92:
		return deviceRole{kindDesktop, "PC", position + 1}
	case p < 97:
		return deviceRole{kindMac, "MAC", position + 1}
	default:
		return deviceRole{kindLinux, "LNX", position + 1}
	}
}

const (
	deviceIDBase = 1_204_117
	deviceIDStep = 3
)

func (f *fleet) deviceID(device int) int64 { return deviceIDBase + int64(device)*deviceIDStep }

// deviceByID returns the device with a numeric id.
func (f *fleet) deviceByID(id int64) (int, bool) {
	device := (id - deviceIDBase) / deviceIDStep
	if id < deviceIDBase || device >= int64(f.allDevices()) || f.deviceID(int(device)) != id {
		return 0, false
	}
	return int(device), true
}

func (f *fleet) deviceUID(device int) string { return f.uid(uidDevice, device, 0) }

// findDevice returns the device with a uid.
func (f *fleet) findDevice(uid string) (int, bool) {
	device, _, ok := f.findUID(uidDevice, uid)
	return device, ok && device < f.allDevices()
}

// deviceRow is a device as it was before any write.
type deviceRow struct {
	index    int
	home     int // site it was enrolled in
	position int // within that site
	role     deviceRole

	hostname      string
	category      string
	model         string // the API's deviceType.type
	os            string
	intIP, extIP  string
	user          string
	domain        string
	description   string
	agent, build  string // cagVersion, displayVersion
	a64Bit        tristate
	reboot        tristate
	online        bool
	suspended     bool
	deleted       bool
	phase         int64 // ms; when within the check-in period it reports
	lastSeen      int64 // of devices that are offline
	lastReboot    int64
	lastAudit     int64
	creation      int64
	snmp          bool
	warranty      string
	avProduct     string
	avStatus      string
	patchStatus   string
	patches       patchCounts
	software      string
	webRemote     bool
	probe         bool
	onboardedByNM bool
}

// patchCounts says how many patches of a device are in each state.
type patchCounts struct{ installed, approved, notApproved int }

// checkInPeriod is how often an online device reports.
const checkInPeriod = 90 * second

// seen returns the device's lastSeen at a moment.
func (r *deviceRow) seen(now int64) int64 {
	if !r.online {
		return r.lastSeen
	}
	return now - (now-r.phase)%checkInPeriod
}

var (
	clientSystems = []string{
		"Microsoft Windows 11 Pro 10.0.26100", "Microsoft Windows 11 Pro 10.0.22631", "Microsoft Windows 11 Pro 10.0.22631",
		"Microsoft Windows 11 Enterprise 10.0.26100", "Microsoft Windows 10 Pro 10.0.19045", "Microsoft Windows 10 Pro 10.0.19045",
	}
	serverSystems = []string{
		"Microsoft Windows Server 2022 Standard 10.0.20348", "Microsoft Windows Server 2022 Standard 10.0.20348", "Microsoft Windows Server 2019 Standard 10.0.17763",
		"Microsoft Windows Server 2016 Standard 10.0.14393", "Microsoft Windows Server 2025 Standard 10.0.26100",
	}
	macSystems   = []string{"Mac OS X 15.6.1", "Mac OS X 15.5", "Mac OS X 14.7.2"}
	linuxSystems = []string{"Ubuntu 24.04.2 LTS", "Ubuntu 22.04.5 LTS", "Debian GNU/Linux 12 (bookworm)", "Rocky Linux 9.5"}
	avProducts   = []string{"Datto AV", "Datto AV", "Windows Defender Antivirus", "Windows Defender Antivirus", "Sophos Endpoint Agent", "Bitdefender Endpoint Security Tools", "Webroot SecureAnywhere"}
	agentBuilds  = []string{"11013", "11013", "11013", "10982", "10957"}
)

// agentVersions is the long form of each agent build.
var agentVersions = map[string]string{"11013": "4.4.11013.11013", "10982": "4.4.10982.10982", "10957": "4.4.10957.10957"}

// device computes a device's row.
func (f *fleet) device(device int) deviceRow {
	home := f.site(f.homeSite(device))
	return f.deviceOf(device, &home)
}

// kindOf is the cheap part of device.
func (f *fleet) kindOf(device int) deviceKind {
	site := f.homeSite(device)
	first, end := f.homeRange(site)
	return f.roleAt(site, device-first, end-first, device).kind
}

// deviceDice returns the stream of a device after the throws for its role.
func (f *fleet) deviceDice(device int) dice {
	d := f.dice(streamDevice, device)
	d.next()
	d.next()
	return d
}

// online tells whether a device is online. A device's row agrees with it.
func (f *fleet) online(device int) bool {
	d := f.deviceDice(device)
	return device < f.devices && d.percent(onlineShare(f.kindOf(device)))
}

// onlineShare is how many of a hundred devices of a kind are online.
func onlineShare(kind deviceKind) int {
	switch kind {
	case kindLaptop, kindMac:
		return 64
	case kindDesktop:
		return 80
	case kindPrinter:
		return 90
	default:
		return 97
	}
}

// deviceOf computes the row of a device that was enrolled in a site.
func (f *fleet) deviceOf(device int, home *siteRow) deviceRow {
	r := f.identify(device, home)
	kind := r.role.kind
	d := f.deviceDice(device)
	r.locate(home)
	r.date(f.started, kind, &d)
	if !kind.agent() {
		return r
	}
	r.runAgent(f.started, kind, home, &d)
	return r
}

// identify computes what kind of device it is and its name.
func (f *fleet) identify(device int, home *siteRow) deviceRow {
	first, end := f.homeRange(home.index)
	r := deviceRow{index: device, home: home.index, position: device - first, deleted: home.index == f.sites+systemDeleted}
	r.role = f.roleAt(home.index, r.position, end-first, device)
	r.describe(r.role.kind, home)
	return r
}

// describe sets what kind of machine the device is.
func (r *deviceRow) describe(kind deviceKind, home *siteRow) {
	b := make([]byte, 0, 16)
	b = append(append(append(b, home.code...), '-'), r.role.mark...)
	b = append(b, '0')
	if n := r.role.number; n < 10 && (kind == kindLaptop || kind == kindDesktop) {
		b = append(b, '0')
	} else if n >= 100 {
		b = b[:len(b)-1]
	}
	r.hostname = string(strconv.AppendInt(b, int64(r.role.number), 10))
	switch kind {
	case kindLaptop:
		r.category, r.model = "Laptop", "Notebook"
	case kindDesktop:
		r.category, r.model = "Desktop", "Mini Tower"
	case kindServer:
		r.category, r.model = "Server", "Rack Mount Chassis"
	case kindMac:
		r.category, r.model = "Laptop", "MacBook Pro"
	case kindLinux:
		r.category, r.model = "Server", "Virtual Machine"
	case kindESXi:
		r.category, r.model = "ESXi Host", "Main System Chassis"
	case kindPrinter:
		r.category, r.model = "Printer", "Laser Printer"
	case kindFirewall:
		r.category, r.model = "Network Device", "Firewall"
	case kindSwitch:
		r.category, r.model = "Network Device", "Switch"
	case kindAccessPoint:
		r.category, r.model = "Network Device", "Access Point"
	case kindUnknown:
		r.category, r.model = "Unknown", "Unknown"
	case kindFuture:
		r.category, r.model = "Cloud Instance", "Virtual Machine"
	}
}

// locate sets the device's addresses.
func (r *deviceRow) locate(home *siteRow) {
	b := make([]byte, 0, len("172.31.255.255"))
	for _, octet := range [...]int{home.firstOctet, home.nextOctet, r.position / 240 % 256} {
		b = append(strconv.AppendInt(b, int64(octet), 10), '.')
	}
	r.intIP = string(strconv.AppendInt(b, int64(10+r.position%240), 10))
	if r.role.kind.agent() {
		r.extIP = home.extIP
	}
}

// date sets the device's times, and whether it is online.
func (r *deviceRow) date(started int64, kind deviceKind, d *dice) {
	r.online = d.percent(onlineShare(kind)) && !r.deleted
	r.phase = int64(d.n(int(checkInPeriod)))
	r.creation = started - int64(d.between(30, 1800))*day - int64(d.n(int(day)))
	offline := int64(d.between(4, 2_000)) * minute
	if d.percent(25) {
		offline = int64(d.between(2, 90)) * day
	}
	r.lastSeen = max(started-offline, r.creation+hour)
	lastContact := started
	if !r.online {
		lastContact = r.lastSeen
	}
	r.lastAudit = max(lastContact-int64(d.n(int(day))), r.creation)
	r.lastReboot = max(lastContact-int64(d.between(1, 40))*day-int64(d.n(int(day))), r.creation)
	if d.percent(3) {
		r.lastAudit = never
	}
	r.suspended = d.percent(1)
	r.snmp = kind == kindESXi || kind == kindPrinter || kind.network()
	r.onboardedByNM = kind == kindPrinter || kind.network()
}

// runAgent sets what only an agent on the device can tell.
func (r *deviceRow) runAgent(started int64, kind deviceKind, home *siteRow, d *dice) {
	switch kind {
	case kindLaptop, kindDesktop:
		r.os = pick(d, clientSystems)
	case kindServer:
		r.os = pick(d, serverSystems)
	case kindMac:
		r.os = pick(d, macSystems)
	case kindLinux, kindFuture:
		r.os = pick(d, linuxSystems)
	}
	r.build = pick(d, agentBuilds)
	r.agent = agentVersions[r.build]
	r.a64Bit = tri(!d.percent(2))
	r.webRemote = kind != kindFuture
	r.probe = r.role.mark == "DC"
	who := pickPerson(d)
	switch kind {
	case kindServer:
		r.user = "Administrator"
	case kindLinux, kindFuture:
		r.user = "root"
	default:
		r.user = who.login()
	}
	r.domain = home.domain
	if kind == kindMac || kind == kindLinux || r.domain == "" {
		r.domain = ""
	} else if kind.windows() {
		r.user = home.workgroup + `\` + r.user
	}
	switch {
	case kind == kindLaptop || kind == kindDesktop:
		r.description = who.given + " " + who.family
	case r.role.mark == "DC":
		r.description = "Domain controller, DNS, DHCP"
	case r.role.mark == "FS":
		r.description = "File and print services"
	}
	if kind == kindLaptop || kind == kindDesktop || kind == kindServer || kind == kindMac {
		if d.percent(70) {
			r.warranty = dateOf(started + int64(d.between(-400, 1100))*day)
		}
	}
	r.software = pick(d, []string{"Compliant", "Compliant", "Compliant", "Not compliant", "No policy"})
	r.protect(kind, home, d)
	r.patch(kind, d)
}

// protect sets the antivirus. A customer has one product as a rule, and strays.
func (r *deviceRow) protect(kind deviceKind, home *siteRow, d *dice) {
	if kind == kindFuture {
		r.avProduct, r.avStatus = "Datto AV", "RunningInPassiveMode"
		return
	}
	if kind == kindLinux {
		r.avStatus = "NotDetected"
		return
	}
	r.avProduct = home.antivirus
	if stray := pick(d, avProducts); d.percent(6) {
		r.avProduct = stray
	}
	if kind == kindMac {
		r.avProduct = "Datto AV"
	}
	switch p := d.n(100); {
	case p < 88:
		r.avStatus = "RunningAndUpToDate"
	case p < 94:
		r.avStatus = "RunningAndNotUpToDate"
	case p < 98:
		r.avStatus = "NotRunning"
	default:
		r.avProduct, r.avStatus = "", "NotDetected"
	}
}

// patch sets the patch state so that its counts add up to the device's own
// patch list.
func (r *deviceRow) patch(kind deviceKind, d *dice) {
	if !kind.windows() {
		r.patchStatus = "NoPolicy"
		r.reboot = tri(d.percent(5))
		if kind == kindFuture {
			r.patchStatus = "AwaitingMaintenance"
		}
		return
	}
	r.reboot = no
	r.patches.installed = d.between(48, 130)
	switch p := d.n(100); {
	case p < 4:
		r.patchStatus, r.patches.installed = "NoPolicy", 0
	case p < 6:
		r.patchStatus, r.patches.installed = "NoData", 0
	case p < 60:
		r.patchStatus, r.patches.notApproved = "FullyPatched", d.n(3)
	case p < 84:
		r.patchStatus, r.patches.approved, r.patches.notApproved = "ApprovedPending", d.between(1, 12), d.n(6)
	case p < 97:
		r.patchStatus, r.patches.approved, r.reboot = "RebootRequired", d.n(4), yes
	default:
		r.patchStatus, r.patches.approved, r.patches.notApproved = "InstallError", d.between(1, 5), d.n(3)
	}
}
