//nolint:gosec // G115: rows are counted below 2^31, and what is mixed may wrap.
package simulator

import (
	"encoding/binary"
	"sort"
)

// fleet computes every row from the seed and the row's index, so that 100,000
// devices cost no more memory than ten: nothing is held but where each site's
// devices begin and how many alerts a site has.
//
// Devices of one site are neighbours. The devices of the "Deleted Devices"
// site come after all others and are not part of the account's device list.
type fleet struct {
	seed    uint64
	started int64 // epoch ms; all times in the fleet count back from here

	devices int     // devices of the account list
	deleted int     // devices of the "Deleted Devices" site
	sites   int     // customers' sites; the system sites follow
	starts  []int32 // first device of each site, one entry more than sites

	showcase       map[int][]alertClass // alerts placed so that every class occurs
	openStarts     []int32              // open alerts before each site
	resolvedStarts []int32              // resolved alerts before each site
}

// newFleet lays out devices over sites. Negative numbers count as none.
func newFleet(seed uint64, devices, sites int, started int64) *fleet {
	f := &fleet{seed: seed, started: started, devices: max(devices, 0), sites: max(sites, 0)}
	if f.devices > 0 && f.sites == 0 {
		f.sites = 1
	}
	if f.devices > 0 {
		f.deleted = max(f.devices/60, 1)
	}
	f.layOutSites()
	f.placeShowcase()
	f.countAlerts()
	return f
}

// Kinds of thing a die is thrown for. Each is a stream of its own, so that a
// new field never changes what older fields show.
const (
	streamUID uint64 = iota + 1
	streamSite
	streamSiteWeight
	streamDevice
	streamUDF
	streamAlertCount
	streamAlert
	streamPerson
	streamAudit
	streamSoftware
	streamPatch
	streamJob
	streamActivity
	streamVariable
	streamToken
	streamAccount
	streamFault
)

// mix is the finaliser of splitmix64: every bit of x stirs every bit out.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return x
}

const golden = 0x9e3779b97f4a7c15

// dice is a stream of numbers that depends on nothing but what it was made of.
type dice struct{ state uint64 }

func roll(seed, stream, index uint64) dice {
	return dice{state: mix(seed+golden*stream) ^ mix(index*golden+stream)}
}

// dice returns the stream of one row.
func (f *fleet) dice(stream uint64, index int) dice { return roll(f.seed, stream, uint64(index)) }

func (d *dice) next() uint64 {
	d.state += golden
	return mix(d.state)
}

// n returns a number from 0 to limit-1.
func (d *dice) n(limit int) int {
	if limit <= 1 {
		return 0
	}
	return int(d.next() % uint64(limit))
}

// between returns a number from low to high, both included.
func (d *dice) between(low, high int) int { return low + d.n(high-low+1) }

// percent is true in that many cases out of a hundred.
func (d *dice) percent(p int) bool { return d.n(100) < p }

// fraction returns a number from 0 up to but not 1.
func (d *dice) fraction() float64 { return float64(d.next()>>11) / (1 << 53) }

func pick[T any](d *dice, from []T) T { return from[d.n(len(from))] }

// A uid looks random and still tells which row it belongs to: its first eight
// digits are the index, scrambled by a permutation that can be undone, the
// next four a small number of the caller's, and the rest a checksum of both.
// So a uid is looked up without an index of all uids.
type uidKind uint64

const (
	uidDevice uidKind = iota + 1
	uidSite
	uidAlert
	uidComponent
	uidJob
	uidPatch
	uidAccount
	uidPolicy
	uidActivity
	uidToken
)

const uidLength = 36

// uid returns the UUID of a row.
func (f *fleet) uid(kind uidKind, index, sub int) string {
	var buf [uidLength]byte
	f.putUID(&buf, kind, index, sub)
	return string(buf[:])
}

func (f *fleet) putUID(buf *[uidLength]byte, kind uidKind, index, sub int) {
	key := mix(f.seed + golden*(streamUID<<8|uint64(kind)))
	scrambled := scramble32(uint32(uint64(index)), uint32(key))
	sum := mix(key ^ uint64(scrambled)<<16 ^ 0x5bd1)
	low := uint16(uint64(sub)) ^ uint16(sum)
	check := mix(sum ^ uint64(low) ^ key)

	var raw [16]byte
	binary.BigEndian.PutUint32(raw[0:], scrambled)
	binary.BigEndian.PutUint16(raw[4:], low)
	binary.BigEndian.PutUint16(raw[6:], 0x4000|uint16(sum>>16)&0x0fff)
	binary.BigEndian.PutUint64(raw[8:], 0x8000000000000000|check>>2)
	at := 0
	for i, c := range raw {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			buf[at] = '-'
			at++
		}
		buf[at], buf[at+1] = hexDigits[c>>4], hexDigits[c&0xf]
		at += 2
	}
}

// findUID returns the index and the caller's number of a uid, or false for one
// that this fleet never gave out.
func (f *fleet) findUID(kind uidKind, uid string) (index, sub int, ok bool) {
	if len(uid) != uidLength {
		return 0, 0, false
	}
	scrambled, ok := parseHex(uid[0:8])
	if !ok {
		return 0, 0, false
	}
	low, ok := parseHex(uid[9:13])
	if !ok {
		return 0, 0, false
	}
	key := mix(f.seed + golden*(streamUID<<8|uint64(kind)))
	sum := mix(key ^ scrambled<<16 ^ 0x5bd1)
	index = int(unscramble32(uint32(scrambled), uint32(key)))
	sub = int(uint16(low) ^ uint16(sum))
	var want [uidLength]byte
	f.putUID(&want, kind, index, sub)
	return index, sub, string(want[:]) == uid
}

func parseHex(s string) (uint64, bool) {
	var v uint64
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			v = v<<4 | uint64(c-'0')
		case c >= 'a' && c <= 'f':
			v = v<<4 | uint64(c-'a'+10)
		default:
			return 0, false
		}
	}
	return v, true
}

const (
	scrambleFactor  uint32 = 0x9e3779b1
	scrambleInverse uint32 = 0x0e8b2f51 // scrambleFactor * scrambleInverse == 1 mod 2^32
)

// scramble32 permutes the 32-bit numbers; unscramble32 undoes it.
func scramble32(x, key uint32) uint32 {
	x ^= key
	x *= scrambleFactor
	x ^= x >> 16
	x *= scrambleFactor
	return x
}

func unscramble32(x, key uint32) uint32 {
	x *= scrambleInverse
	x ^= x >> 16
	x *= scrambleInverse
	return x ^ key
}

// layOutSites spreads the devices over the sites unevenly, as customers are.
// The last two percent, at least one device, wait in the system sites.
func (f *fleet) layOutSites() {
	total := f.sites + systemSites
	f.starts = make([]int32, total+1)
	if f.devices == 0 {
		return
	}
	waiting := 0
	if f.devices >= 40 {
		waiting = min(f.devices/50, 20)
	}
	customers := f.devices - waiting
	weights := make([]int, f.sites)
	sum := 0
	for i := range weights {
		d := f.dice(streamSiteWeight, i)
		weights[i] = d.between(4, 14)
		if d.percent(15) {
			weights[i] *= 3
		}
		if i == 0 {
			weights[i] = 24
		}
		sum += weights[i]
	}
	before := 0
	for i, weight := range weights {
		f.starts[i] = int32(before * customers / sum)
		before += weight
	}
	// Managed takes a third of the waiting devices, OnDemand the rest; the
	// deleted ones lie beyond the end of the account list.
	f.starts[f.sites] = int32(customers)
	f.starts[f.sites+1] = int32(customers + waiting/3)
	f.starts[f.sites+2] = int32(f.devices)
	f.starts[f.sites+3] = int32(f.devices + f.deleted)
}

// allDevices is the number of devices, deleted ones included.
func (f *fleet) allDevices() int { return f.devices + f.deleted }

// homeSite returns the site a device was enrolled in.
func (f *fleet) homeSite(device int) int {
	return sort.Search(len(f.starts)-1, func(i int) bool { return int(f.starts[i+1]) > device })
}

// homeRange returns the devices enrolled in a site, from first up to but not
// including end.
func (f *fleet) homeRange(site int) (first, end int) {
	if site < 0 || site >= len(f.starts)-1 {
		return 0, 0
	}
	return int(f.starts[site]), int(f.starts[site+1])
}
