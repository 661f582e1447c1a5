package simulator

import "strconv"

// component is a script or application that a job can run.
type component struct {
	index       int
	name        string
	description string
	category    string
	variables   []componentVariable
	outcome     outcome
}

type componentVariable struct {
	name, fallback, kind, description string
}

// outcome is how a component ends.
type outcome uint8

const (
	endsMostlyWell outcome = iota
	endsInFailure
	endsInWarning
)

// namedComponents are those whose variables and outcomes are worth having; the
// rest of the account's components are there to be many.
var namedComponents = []component{
	{name: "Ad-hoc command", description: "Runs the text in the variable command", category: "scripts", variables: []componentVariable{
		{"command", "", "string", "what to run"}, {"timeoutSeconds", "300", "string", "how long it may take"},
	}},
	{name: "Clear temporary files", description: "Empties the temporary folders", category: "scripts", variables: []componentVariable{
		{"olderThanDays", "7", "string", "age of files to delete"}, {"includeRecycleBin", "false", "boolean", "empty the recycle bin too"},
	}},
	{name: "Restart a service", description: "Stops a service and starts it again", category: "scripts", variables: []componentVariable{{"serviceName", "Spooler", "string", "short name of the service"}}},
	{name: "Collect event logs", description: "Uploads the newest error events", category: "scripts"},
	{name: "Exit with failure", description: "Always fails, for trying out what follows", category: "scripts", outcome: endsInFailure},
	{name: "Exit with warning", description: "Always ends with a warning", category: "scripts", outcome: endsInWarning},
	{name: "Install browser", description: "Installs or updates the browser", category: "applications", variables: []componentVariable{
		{"channel", "stable", "selection", "release channel"}, {"credential", "", "credentials", "account to install with"},
	}},
	{name: "Disk health monitor", description: "Raises an alert when a disk predicts failure", category: "device_monitors"},
}

const (
	componentCount  = 118
	componentIDBase = 61_004
)

var componentTopics = []string{"7-Zip", "Acrobat Reader", "BitLocker status", "Certificate expiry", "DNS cache", "Event forwarding", "Firewall profile", "Group policy", "Hyper-V checkpoints", "Java runtime", "Local administrators"}

var componentVerbs = []string{"Install", "Remove", "Check", "Repair", "Report", "Update", "Reset", "Export", "Monitor", "Test"}

func (f *fleet) componentUID(index int) string { return f.uid(uidComponent, index, 0) }

// findComponent returns the component with a uid.
func (f *fleet) findComponent(uid string) (component, bool) {
	index, sub, ok := f.findUID(uidComponent, uid)
	if !ok || sub != 0 || index >= componentCount {
		return component{}, false
	}
	return f.component(index), true
}

func (f *fleet) component(index int) component {
	if index < len(namedComponents) {
		c := namedComponents[index]
		c.index = index
		return c
	}
	n := index - len(namedComponents)
	verb := componentVerbs[n%len(componentVerbs)]
	c := component{index: index, name: verb + " " + componentTopics[n%len(componentTopics)], description: "Demonstration component " + strconv.Itoa(index), category: "scripts"}
	switch verb {
	case "Install":
		c.category = "applications"
	case "Monitor":
		c.category = "device_monitors"
	}
	return c
}

func (s *Simulator) listComponents(x *exchange) {
	x.servePage(list{item: "components", total: componentCount, rows: func(offset, count int) {
		for index := offset; index < offset+count; index++ {
			s.writeComponent(x.w, index)
		}
	}})
}

func (s *Simulator) writeComponent(w *wire, index int) {
	c := s.fleet.component(index)
	w.beginObject()
	w.num("id", componentIDBase+int64(index)*2)
	switch index % 3 {
	case 0:
		w.null("credentialsRequired")
	default:
		w.boolean("credentialsRequired", false)
	}
	w.str("uid", s.fleet.componentUID(index))
	w.str("name", c.name)
	w.str("description", c.description)
	w.str("categoryCode", c.category)
	w.array("variables")
	for i, v := range c.variables {
		w.beginObject()
		w.str("name", v.name)
		w.strOrNull("defaultVal", v.fallback)
		w.str("type", v.kind)
		w.boolean("direction", false)
		w.str("description", v.description)
		w.num("variablesIdx", int64(i))
		w.endObject()
	}
	w.endArray()
	w.endObject()
}
