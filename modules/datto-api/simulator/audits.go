package simulator

import (
	"net/http"
	"strconv"
	"strings"
)

// auditable answers 400 when a device has no audit of the class that a route
// is for. Network devices have none at all; devices of unknown classes have
// the general one.
func (s *Simulator) auditable(x *exchange, class string) (deviceRow, bool) {
	device, ok := s.device(x)
	if !ok {
		return deviceRow{}, false
	}
	r := s.row(x, device)
	if auditClass(r.role.kind) != class {
		x.fail(http.StatusBadRequest, "Device class is not "+class)
		return deviceRow{}, false
	}
	return r, true
}

func auditClass(kind deviceKind) string {
	switch {
	case kind == kindESXi:
		return "esxihost"
	case kind == kindPrinter:
		return "printer"
	case kind.network():
		return ""
	default:
		return "device"
	}
}

func (s *Simulator) getDeviceAudit(x *exchange) {
	if r, ok := s.auditable(x, "device"); ok {
		x.json()
		s.writeDeviceAudit(x, &r)
	}
}

// listDeviceAuditsByMAC answers with a bare array, like the devices by address.
func (s *Simulator) listDeviceAuditsByMAC(x *exchange) {
	var found []deviceRow
	for _, device := range s.fleet.devicesByMAC(x.params[0]) {
		if r := s.row(x, device); auditClass(r.role.kind) == "device" {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		x.notFound()
		return
	}
	w := x.json()
	w.beginArray()
	for i := range found {
		s.writeDeviceAudit(x, &found[i])
	}
	w.endArray()
}

// hardware is what machines of one model have in common.
type hardware struct {
	maker, model, board, processor, video string
	cores                                 int
	gigabytes                             int // memory
	disk                                  int // gigabytes
	height, width                         int // of the screen
}

var (
	laptopHardware = []hardware{
		{"Dell Inc.", "Latitude 5450", "0M3W8T", "Intel(R) Core(TM) Ultra 5 125U", "Intel(R) Graphics", 12, 16, 512, 1080, 1920},
		{"LENOVO", "21HM004GUK", "21HM004GUK", "13th Gen Intel(R) Core(TM) i5-1335U", "Intel(R) Iris(R) Xe Graphics", 10, 16, 256, 1200, 1920},
		{"HP", "HP EliteBook 840 14 inch G10", "8B41", "13th Gen Intel(R) Core(TM) i7-1355U", "Intel(R) Iris(R) Xe Graphics", 10, 32, 512, 1200, 1920},
	}
	desktopHardware = []hardware{
		{"Dell Inc.", "OptiPlex Micro 7010", "0VW9WF", "13th Gen Intel(R) Core(TM) i5-13500T", "Intel(R) UHD Graphics 770", 14, 16, 256, 1080, 1920},
		{"HP", "HP Elite Mini 800 G9", "8952", "12th Gen Intel(R) Core(TM) i5-12500T", "Intel(R) UHD Graphics 770", 6, 8, 256, 1440, 2560},
	}
	serverHardware = []hardware{
		{"Dell Inc.", "PowerEdge R450", "0PYXKY", "Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz", "Matrox G200eW3", 24, 64, 2048, 768, 1024},
		{"VMware, Inc.", "VMware20,1", "440BX Desktop Reference Platform", "Intel(R) Xeon(R) Gold 6326 CPU @ 2.90GHz", "VMware SVGA 3D", 8, 32, 1024, 768, 1024},
	}
	macHardware   = []hardware{{"Apple Inc.", "MacBookPro18,3", "MacBookPro18,3", "Apple M1 Pro", "Apple M1 Pro", 8, 16, 512, 1964, 3024}}
	linuxHardware = []hardware{{"QEMU", "Standard PC (Q35 + ICH9, 2009)", "Standard PC", "AMD EPYC 7443P 24-Core Processor", "QXL", 4, 8, 80, 768, 1024}}
)

const gigabyte int64 = 1 << 30

func hardwareOf(kind deviceKind, d *dice) hardware {
	switch kind {
	case kindLaptop:
		return pick(d, laptopHardware)
	case kindDesktop:
		return pick(d, desktopHardware)
	case kindServer:
		return pick(d, serverHardware)
	case kindMac:
		return pick(d, macHardware)
	default:
		return pick(d, linuxHardware)
	}
}

// auditDice returns the stream of a device's audit, after the throw that
// docked uses.
func (f *fleet) auditDice(device int) dice {
	d := f.dice(streamAudit, device)
	d.next()
	return d
}

func (s *Simulator) writeDeviceAudit(x *exchange, r *deviceRow) {
	d := s.fleet.auditDice(r.index)
	h := hardwareOf(r.role.kind, &d)
	serial := "SIM" + strconv.Itoa(100_000+r.index)
	w := x.w
	w.beginObject()
	s.writePortalURL(w, r)
	s.writeWebRemoteURL(w, r)
	w.object("systemInfo")
	w.str("manufacturer", h.maker)
	w.str("model", h.model)
	w.num("totalPhysicalMemory", int64(h.gigabytes)*gigabyte-int64(d.n(400))<<20)
	w.strOrNull("username", r.user)
	if r.role.kind.windows() {
		w.str("dotNetVersion", "4.8.09032")
	} else {
		w.null("dotNetVersion")
	}
	w.num("totalCpuCores", int64(h.cores))
	w.endObject()
	s.fleet.writeNICs(w, r)
	w.object("bios")
	w.str("instance", "BIOS")
	w.num("releaseDate", s.fleet.started-int64(d.between(100, 1500))*day)
	w.str("serialNumber", serial)
	w.str("smBiosVersion", "1."+strconv.Itoa(d.between(2, 30))+".0")
	w.endObject()
	w.object("baseBoard")
	w.str("manufacturer", h.maker)
	w.str("product", h.board)
	w.endObject()
	w.array("displays")
	w.beginObject()
	w.str("instance", "Generic PnP Monitor")
	w.num("screenHeight", int64(h.height))
	w.num("screenWidth", int64(h.width))
	w.endObject()
	w.endArray()
	writeDisks(w, r.role.kind, h, &d)
	w.array("mobileInfo")
	w.endArray()
	w.array("processors")
	w.beginObject()
	w.str("name", h.processor)
	w.endObject()
	w.endArray()
	w.array("videoBoards")
	w.beginObject()
	w.str("displayAdapter", h.video)
	w.endObject()
	w.endArray()
	writeAttached(w, r.role.kind, s.fleet.started)
	w.null("snmpInfo")
	w.memory(h.gigabytes, serial)
	w.endObject()
}

// writeDisks writes a machine's volumes. Some agents send the sizes as text.
func writeDisks(w *wire, kind deviceKind, h hardware, d *dice) {
	asText := d.percent(12)
	size := func(name string, value int64) {
		if asText {
			w.str(name, strconv.FormatInt(value, 10))
			return
		}
		w.num(name, value)
	}
	volumes := []string{"C:"}
	switch kind {
	case kindServer:
		volumes = []string{"C:", "D:"}
	case kindMac, kindLinux, kindFuture:
		volumes = []string{"/"}
	}
	w.array("logicalDisks")
	for i, volume := range volumes {
		total := int64(h.disk) * gigabyte / int64(len(volumes))
		w.beginObject()
		w.str("description", "Local Fixed Disk")
		w.str("diskIdentifier", volume)
		size("freespace", total*int64(d.between(4, 80))/100+int64(i))
		size("size", total)
		w.endObject()
	}
	w.endArray()
}

func writeAttached(w *wire, kind deviceKind, started int64) {
	w.array("attachedDevices")
	if kind.windows() {
		w.beginObject()
		w.str("deviceName", "USB Composite Device")
		w.str("deviceType", "USB")
		w.str("driverFile", `C:\Windows\system32\drivers\usbccgp.sys`)
		w.num("driverFileLastModified", started-400*day)
		w.str("driverManufacturer", "Microsoft")
		w.str("driverName", "usbccgp")
		w.str("driverVersion", "10.0.22621.1")
		w.null("portName")
		w.endObject()
	}
	w.endArray()
}

// memory writes memory modules that add up to so many gigabytes.
func (w *wire) memory(gigabytes int, serial string) {
	w.array("physicalMemory")
	for module := range 2 {
		w.beginObject()
		w.str("module", "DIMM "+strconv.Itoa(module+1))
		w.num("size", int64(gigabytes)*gigabyte/2)
		w.str("type", "DDR4")
		w.str("speed", "3200 MHz")
		w.str("serialNumber", serial+"-"+strconv.Itoa(module+1))
		w.str("partNumber", "SIM-DDR4-3200")
		w.str("bank", "BANK "+strconv.Itoa(module))
		w.endObject()
	}
	w.endArray()
}

func (s *Simulator) getESXiAudit(x *exchange) {
	r, ok := s.auditable(x, "esxihost")
	if !ok {
		return
	}
	d := s.fleet.auditDice(r.index)
	w := x.json()
	w.beginObject()
	s.writePortalURL(w, &r)
	w.object("systemInfo")
	w.str("manufacturer", "Dell Inc.")
	w.str("model", "PowerEdge R650")
	w.str("name", strings.ToLower(r.hostname)+".local")
	w.num("numberOfSnapshots", int64(d.n(4)))
	w.str("serviceTag", "SIM"+strconv.Itoa(100_000+r.index))
	w.endObject()
	w.array("guests")
	for guest := range d.between(3, 9) {
		w.beginObject()
		w.str("guestName", pick(&d, []string{"DC", "FS", "APP", "SQL", "RDS", "WEB"})+"-VM"+strconv.Itoa(guest+1))
		w.num("processorSpeedTotal", int64(d.between(2, 8))*2900)
		w.num("memorySizeTotal", int64(d.between(2, 16))*2*gigabyte)
		w.num("numberOfSnapshots", int64(d.n(3)))
		w.str("datastores", "datastore1")
		w.endObject()
	}
	w.endArray()
	w.array("processors")
	for range 2 {
		w.beginObject()
		w.float("frequency", 2.9)
		w.str("name", "Intel(R) Xeon(R) Gold 6326 CPU @ 2.90GHz")
		w.num("numberOfCores", 16)
		w.endObject()
	}
	w.endArray()
	w.array("nics")
	w.beginObject()
	w.str("name", "vmnic0")
	w.str("ipv4", r.intIP)
	w.null("ipv6")
	w.str("macAddress", macOf(devicePrefix, r.index))
	w.str("speed", "10000")
	w.str("type", "Ethernet")
	w.endObject()
	w.endArray()
	w.memory(256, "SIM"+strconv.Itoa(100_000+r.index))
	w.array("datastores")
	size := int64(d.between(2, 12)) * 1024 * gigabyte
	w.beginObject()
	w.str("datastoreName", "datastore1")
	w.num("subscriptionPercent", int64(d.between(40, 160)))
	w.num("freeSpace", size*int64(d.between(5, 60))/100)
	w.num("size", size)
	w.str("fileSystem", "VMFS-6")
	w.str("status", "green")
	w.array("dataExtents")
	w.beginObject()
	w.str("name", "naa.600508b1001c"+strconv.Itoa(1_000_000+r.index))
	w.num("size", size)
	w.str("mediaType", "SSD")
	w.str("status", "ok")
	w.endObject()
	w.endArray()
	w.endObject()
	w.endArray()
	w.endObject()
}

func (s *Simulator) getPrinterAudit(x *exchange) {
	r, ok := s.auditable(x, "printer")
	if !ok {
		return
	}
	d := s.fleet.auditDice(r.index)
	model := pick(&d, []string{"HP LaserJet Enterprise M612", "Brother HL-L6400DW", "KYOCERA ECOSYS M6635cidn"})
	maker, _, _ := strings.Cut(model, " ")
	w := x.json()
	w.beginObject()
	s.writePortalURL(w, &r)
	w.object("snmpInfo")
	w.str("snmpName", r.hostname)
	w.null("snmpContact")
	w.str("snmpDescription", model)
	w.str("snmpLocation", "Office")
	w.str("snmpUptime", strconv.Itoa(d.between(1, 90))+" days, 04:12:31")
	w.str("nicManufacturer", maker)
	w.str("objectId", "1.3.6.1.4.1.11.2.3.9.1")
	w.str("snmpSerial", "SIM"+strconv.Itoa(100_000+r.index))
	w.endObject()
	w.array("printerMarkerSupplies")
	for _, supply := range []string{"Black Toner", "Cyan Toner", "Magenta Toner", "Yellow Toner", "Fuser Unit"} {
		w.beginObject()
		w.str("description", supply)
		w.str("maxCapacity", "100")
		w.str("suppliesLevel", strconv.Itoa(d.between(2, 100)))
		w.endObject()
	}
	w.endArray()
	w.object("printer")
	w.num("printedPageCount", int64(d.between(900, 410_000)))
	w.endObject()
	w.object("systemInfo")
	w.str("manufacturer", maker)
	w.str("model", model)
	w.endObject()
	s.fleet.writeNICs(w, &r)
	w.endObject()
}
