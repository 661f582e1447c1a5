package simulator

import (
	"fmt"
	"strings"
)

// Hardware addresses are locally administered, so that none is a maker's. The
// first six digits tell devices from docks; the other six are the index,
// scrambled by a permutation that can be undone.
const (
	devicePrefix = "024453"
	dockPrefix   = "02444B"

	macMask    uint32 = 1<<24 - 1
	macFactor  uint32 = 0x9e3779
	macInverse uint32 = 0xb382c9 // macFactor * macInverse == 1 mod 2^24
	macOffset  uint32 = 0x1d5b43 // the first device is not all zeros
)

func macOf(prefix string, index int) string {
	x := (uint32(uint64(index)) + macOffset) * macFactor & macMask //nolint:gosec // G115: the mask is narrower still.
	x ^= x >> 12
	return fmt.Sprintf("%s%06X", prefix, x)
}

func indexOfMAC(digits string) (int, bool) {
	v, ok := parseHex(strings.ToLower(digits))
	if !ok {
		return 0, false
	}
	x := uint32(v) //nolint:gosec // G115: six digits fit.
	x ^= x >> 12
	return int((x*macInverse - macOffset) & macMask), true
}

// docked tells whether a device was last seen in its site's meeting-room dock,
// whose address all such devices share.
func (f *fleet) docked(device int, kind deviceKind) bool {
	if kind != kindLaptop {
		return false
	}
	d := f.dice(streamAudit, device)
	return d.percent(25)
}

// devicesByMAC returns the devices with a hardware address of 12 hexadecimal
// digits.
func (f *fleet) devicesByMAC(mac string) []int {
	if len(mac) != 12 {
		return nil
	}
	index, ok := indexOfMAC(mac[6:])
	if !ok {
		return nil
	}
	switch strings.ToUpper(mac[:6]) {
	case devicePrefix:
		if index < f.allDevices() {
			return []int{index}
		}
	case dockPrefix:
		var devices []int
		first, end := f.homeRange(index)
		for device := first; device < end; device++ {
			if f.docked(device, f.kindOf(device)) {
				devices = append(devices, device)
			}
		}
		return devices
	}
	return nil
}

// writeNICs writes a device's network cards.
func (f *fleet) writeNICs(w *wire, r *deviceRow) {
	w.array("nics")
	w.nic("Ethernet", r.intIP, macOf(devicePrefix, r.index), "Ethernet")
	if f.docked(r.index, r.role.kind) {
		w.nic("Dock Ethernet", "", macOf(dockPrefix, r.home), "Ethernet")
	}
	w.endArray()
}

func (w *wire) nic(instance, ipv4, mac, kind string) {
	w.beginObject()
	w.str("instance", instance)
	w.strOrNull("ipv4", ipv4)
	w.null("ipv6")
	w.str("macAddress", mac)
	w.str("type", kind)
	w.endObject()
}
