package simulator

// Names are invented. Addresses come from the ranges and domains set aside for
// documentation, so that nothing here points at anyone.

var townNames = []string{
	"Northgate", "Riverside", "Oakfield", "Harbour", "Kingsway", "Lakeside", "Ashford", "Millbrook", "Summit", "Westbury",
	"Copper Hill", "Stonebridge", "Maple", "Greenway", "Silverton", "Fairmont", "Redwood", "Bayview", "Highland", "Cedar",
	"Elmwood", "Foxglove", "Granite", "Hawthorn", "Ironworks", "Juniper", "Kestrel", "Larkspur", "Meridian", "Newport",
	"Orchard", "Pinecrest", "Quayside", "Rosewood", "Saltmarsh", "Thornton", "Upland", "Valley", "Willow", "Yarrow",
	"Beacon", "Clearwater", "Dunmore", "Eastgate", "Falcon", "Glenwood", "Heather", "Islington", "Jubilee", "Kelvin",
	"Lindenhof", "Marlow", "Norwood", "Old Mill", "Parkside", "Queensbury", "Ravenna", "Southport", "Tamar", "Ulverton",
	"Vantage", "Wexford", "Zephyr", "Abbey", "Bramble", "Crescent", "Delta", "Emerald", "Foundry", "Garrison",
	"Hollow", "Ivy", "Jasper", "Kiln", "Lantern", "Mosaic", "Nettle", "Onyx", "Paddock", "Quill",
	"Ridge", "Sable", "Tidewater", "Umber", "Vesper", "Wharf", "Anchor", "Birch", "Canal", "Drover",
	"Ember", "Fennel", "Gable", "Heron", "Indigo", "Jetty", "Keystone", "Ledger",
}

var tradeNames = []string{
	"Dental", "Legal", "Accounting", "Logistics", "Veterinary", "Engineering", "Architects", "Primary School", "Brewery", "Pharmacy",
	"Insurance", "Estate Agents", "Motors", "Printing", "Foods", "Textiles", "Surveyors", "Recruitment", "Opticians", "Hotels",
	"Construction", "Media", "Plumbing", "Electrical", "Nursery", "Bakery", "Fitness", "Travel", "Consulting", "Care Homes",
	"Interiors", "Timber", "Packaging", "Chemicals", "Robotics", "Physiotherapy", "Charity", "Theatre", "Fisheries", "Farm Supplies",
	"Ceramics", "Instruments", "Freight", "Marine", "Optics", "Property", "Wealth", "Catering", "Furniture", "Landscapes",
	"Tooling", "Vineyards", "Storage", "Security", "Cycles", "Press", "Glass", "Lighting", "Roofing",
}

var givenNames = []string{
	"Amelia", "Bruno", "Chloe", "Daniel", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kirsten", "Liam", "Mina", "Noah", "Olive",
	"Pavel", "Quinn", "Rosa", "Samir", "Tessa", "Umar", "Vera", "Willem", "Xenia", "Yusuf", "Zoe", "Aroha", "Björn", "Céline", "Dmitri",
}

var familyNames = []string{
	"Archer", "Bakker", "Castell", "Dunne", "Eriksen", "Fontaine", "Gupta", "Hale", "Ibsen", "Jansen", "Kowal", "Lindqvist", "Moreau",
	"Nakata", "Okafor", "Petrov", "Quayle", "Rossi", "Sato", "Tanner", "Usman", "Vega", "Whitlock", "Xu", "Young", "Zeller", "Müller", "O'Brien",
}

// person is somebody who logs in somewhere.
type person struct{ given, family string }

func pickPerson(d *dice) person { return person{pick(d, givenNames), pick(d, familyNames)} }

// login is the person's account name, in plain ASCII as such names are.
func (p person) login() string {
	return asciiLower(p.given) + "." + asciiLower(p.family)
}

// asciiLower lower-cases a name and writes the few letters outside ASCII that
// the lists hold as people do who make account names of them.
func asciiLower(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b = append(b, byte(r)) //nolint:gosec // G115: the case says that it is ASCII.
		case r == 'ö':
			b = append(b, "oe"...)
		case r == 'ü':
			b = append(b, "ue"...)
		case r == 'é':
			b = append(b, 'e')
		}
	}
	return string(b)
}
