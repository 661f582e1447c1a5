package simulator

import (
	"net/http"
	"slices"
	"strconv"
)

// variable is a name and value that components can read. Masked values are
// never shown again.
type variable struct {
	id          int64
	name, value string
	masked      bool
}

// maskedValue stands in for the value of a masked variable. Which characters
// the API uses is not known. Writing it back stores it as the new value, as it
// would there.
const maskedValue = "********"

// accountScope is where the account's own variables are kept among the sites'.
const accountScope = -1

const (
	accountVariableID = 880
	siteVariableID    = 20_000
	createdVariableID = 9_000_000
)

// firstVariables returns the variables that a scope has from the start.
func (f *fleet) firstVariables(scope int) []variable {
	if scope == accountScope {
		return []variable{
			{accountVariableID, "backupPortal", "https://backup.msp.example", false},
			{accountVariableID + 1, "deploymentToken", "not-a-real-token", true},
			{accountVariableID + 2, "maintenanceWindow", "Sun 02:00-05:00", false},
			{accountVariableID + 3, "ntpServer", "ntp.msp.example", false},
			{accountVariableID + 4, "supportPhone", "+1 555 0100", false},
		}
	}
	if scope >= f.sites {
		return nil
	}
	d := f.dice(streamVariable, scope)
	base := siteVariableID + int64(scope)*4
	var variables []variable
	if d.percent(60) {
		variables = append(variables, variable{base, "siteContact", "reception@" + f.site(scope).domain, false})
	}
	if d.percent(40) {
		variables = append(variables, variable{base + 1, "wifiKey", "not-a-real-key", true})
	}
	if d.percent(20) {
		variables = append(variables, variable{base + 2, "defaultPrinter", "PRN01", false})
	}
	return variables
}

func (s *Simulator) variablesOf(scope int) []variable {
	if variables, changed := s.state.variables[scope]; changed {
		return variables
	}
	return s.fleet.firstVariables(scope)
}

// scope returns whose variables a route is about, and where its path has the
// variable's id.
func (s *Simulator) scope(x *exchange, ofSite bool) (scope, idAt int, ok bool) {
	if !ofSite {
		return accountScope, 0, true
	}
	site, ok := s.site(x)
	return site, 1, ok
}

func (s *Simulator) listAccountVariables(x *exchange) { s.listVariables(x, false) }

func (s *Simulator) listSiteVariables(x *exchange) { s.listVariables(x, true) }

func (s *Simulator) listVariables(x *exchange, ofSite bool) {
	scope, _, ok := s.scope(x, ofSite)
	if !ok {
		return
	}
	variables := s.variablesOf(scope)
	x.servePage(list{item: "variables", total: len(variables), rows: func(offset, count int) {
		for _, v := range variables[offset : offset+count] {
			w := x.w
			w.beginObject()
			w.num("id", v.id)
			w.str("name", v.name)
			if v.masked {
				w.str("value", maskedValue)
			} else {
				w.str("value", v.value)
			}
			w.boolean("masked", v.masked)
			w.endObject()
		}
	}})
}

func (s *Simulator) createAccountVariable(x *exchange) { s.createVariable(x, false) }

func (s *Simulator) createSiteVariable(x *exchange) { s.createVariable(x, true) }

// createVariable adds a variable. The answer is empty: its id shows in the
// list only. A second one of the same name is a second variable.
func (s *Simulator) createVariable(x *exchange, ofSite bool) {
	scope, _, ok := s.scope(x, ofSite)
	if !ok {
		return
	}
	v := variable{s.state.nextVariable, x.payload.text("name"), x.payload.text("value"), x.payload.boolean("masked")}
	if v.name == "" {
		x.fail(http.StatusBadRequest, "")
		return
	}
	s.state.nextVariable++
	s.state.variables[scope] = append(slices.Clone(s.variablesOf(scope)), v)
	x.void()
}

func (s *Simulator) updateAccountVariable(x *exchange) { s.updateVariable(x, false) }

func (s *Simulator) updateSiteVariable(x *exchange) { s.updateVariable(x, true) }

// updateVariable changes name and value. A masked variable stays masked.
func (s *Simulator) updateVariable(x *exchange, ofSite bool) {
	scope, at, variables, ok := s.variable(x, ofSite)
	if !ok {
		return
	}
	name := x.payload.text("name")
	if name == "" {
		x.fail(http.StatusBadRequest, "")
		return
	}
	variables = slices.Clone(variables)
	variables[at].name, variables[at].value = name, x.payload.text("value")
	s.state.variables[scope] = variables
	x.void()
}

func (s *Simulator) deleteAccountVariable(x *exchange) { s.deleteVariable(x, false) }

func (s *Simulator) deleteSiteVariable(x *exchange) { s.deleteVariable(x, true) }

func (s *Simulator) deleteVariable(x *exchange, ofSite bool) {
	scope, at, variables, ok := s.variable(x, ofSite)
	if !ok {
		return
	}
	s.state.variables[scope] = slices.Delete(slices.Clone(variables), at, at+1)
	x.void()
}

// variable finds the variable named by the path, or answers 404.
func (s *Simulator) variable(x *exchange, ofSite bool) (scope, at int, variables []variable, ok bool) {
	scope, idAt, ok := s.scope(x, ofSite)
	if !ok {
		return 0, 0, nil, false
	}
	id, err := strconv.ParseInt(x.params[idAt], 10, 64)
	variables = s.variablesOf(scope)
	at = slices.IndexFunc(variables, func(v variable) bool { return v.id == id })
	if err != nil || at < 0 {
		x.notFound()
		return 0, 0, nil, false
	}
	return scope, at, variables, true
}
