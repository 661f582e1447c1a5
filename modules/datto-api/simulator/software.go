package simulator

import "strconv"

// softwareNames are what office machines have; softwareSuffixes make of each
// name the components that real inventories are full of.
var softwareNames = []string{
	"7-Zip", "Adobe Acrobat Reader", "Audio Driver", "Bluetooth Driver", "Chipset Software", "Citrix Workspace", "Datto RMM Agent", "Display Driver", "FortiClient VPN", "Git",
	"Google Chrome", "Intel Management Engine", "Java 8 Update 401", "LibreOffice", "Microsoft .NET Runtime", "Microsoft 365 Apps for business", "Microsoft Edge", "Microsoft OneDrive",
	"Microsoft SQL Server Native Client", "Microsoft Teams", "Microsoft Visual C++ Redistributable", "Microsoft Visual Studio Code", "Mozilla Firefox", "Network Driver", "Node.js", "Notepad++", "ODBC Driver for SQL Server",
	"PDF Creator", "PowerShell 7", "Printer Software", "Python", "Realtek Audio Console", "Remote Desktop Client", "Sage Accounts", "SAP GUI", "Splashtop Streamer", "TeamViewer Host", "VLC media player", "Webex", "Windows SDK", "Wireless Driver", "Zoom Workplace",
}

var softwareSuffixes = []string{"", " (x64)", " - en-us", " Help", " Language Pack", " Runtime", " Update", " Setup", " Add-in", " Core", " (x86)"}

// softwareCount is how many rows a device's inventory has.
func softwareCount(kind deviceKind, d *dice) int {
	switch {
	case kind.windows():
		return d.between(100, 400)
	case kind == kindMac:
		return d.between(40, 110)
	case kind.agent():
		return d.between(300, 390)
	default:
		return 0
	}
}

// listSoftware lists what is installed: rows of a name and a version, and
// nothing that would tell two equal ones apart.
func (s *Simulator) listSoftware(x *exchange) {
	r, ok := s.auditable(x, "device")
	if !ok {
		return
	}
	d := s.fleet.dice(streamSoftware, r.index)
	total := softwareCount(r.role.kind, &d)
	// All rows of a name are neighbours, and the step leaves out some names.
	all := len(softwareNames) * len(softwareSuffixes)
	x.servePage(list{item: "software", total: total, rows: func(offset, count int) {
		for i := offset; i < offset+count; i++ {
			at := i * all / total
			throw := s.fleet.dice(streamSoftware, r.index<<10|i)
			w := x.w
			w.beginObject()
			w.str("name", softwareNames[at/len(softwareSuffixes)]+softwareSuffixes[at%len(softwareSuffixes)])
			w.str("version", strconv.Itoa(throw.between(1, 24))+"."+strconv.Itoa(throw.n(10))+"."+strconv.Itoa(throw.n(20_000)))
			w.endObject()
		}
	}})
}
