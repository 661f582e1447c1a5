package simulator

import "fmt"

// accountUID is the account's code: eight characters, not a UUID.
func (f *fleet) accountUID() string {
	d := f.dice(streamAccount, 0)
	return fmt.Sprintf("%c%c%c%05d", 'a'+d.n(26), 'a'+d.n(26), '0'+d.n(10), d.n(100_000))
}

func (s *Simulator) getAccount(x *exchange) {
	online, onDemand := 0, 0
	for device := range s.fleet.devices {
		if s.fleet.online(device) {
			online++
		}
	}
	for site := range s.allSites() {
		if site != s.fleet.sites+systemDeleted && s.siteNow(site).onDemand {
			onDemand += s.devicesOf(site).len()
		}
	}
	w := x.json()
	w.beginObject()
	w.num("id", 2_117)
	w.str("name", "Simulated MSP")
	w.object("descriptor")
	w.str("bilingEmail", "billing@msp.example") // the API's own spelling
	w.num("deviceLimit", int64(s.fleet.devices+s.fleet.devices/4+50))
	w.str("timeZone", "Europe/London")
	w.endObject()
	w.str("uid", s.fleet.accountUID())
	w.str("currency", "USD")
	w.object("devicesStatus")
	w.num("numberOfDevices", int64(s.fleet.devices))
	w.num("numberOfOnlineDevices", int64(online))
	w.num("numberOfOfflineDevices", int64(s.fleet.devices-online))
	w.num("numberOfOnDemandDevices", int64(onDemand))
	w.num("numberOfManagedDevices", int64(s.fleet.devices-onDemand))
	w.endObject()
	w.endObject()
}
