package simulator

import (
	"fmt"
	"time"
)

// state is everything that requests can change. What is not in it is computed
// from the seed.
type state struct {
	key, secret string
	keyVersion  int // how often the keys were reset
	tokens      map[string]time.Time
	issued      int

	sites   map[int]*siteState
	created int // sites that were created
	devices map[int]*deviceState
	moves   map[int]*siteMoves

	alerts   map[alertKey]*resolution
	resolved []alertKey // in the order they were resolved

	variables    map[int][]variable // by site, accountScope for the account's
	nextVariable int64

	jobs     []*job
	activity []activity // caused by requests, in ascending order of time
}

// siteState is what writes changed about a site.
type siteState struct {
	general *siteGeneral // nil: as it was
	proxy   *proxySettings
	proxied bool // proxy counts, nil included
	created int64
}

// siteGeneral is the part of a site that an update replaces as a whole.
type siteGeneral struct {
	name, description, notes       string
	onDemand, splashtopAutoInstall bool
}

// deviceState is what writes changed about a device.
type deviceState struct {
	moved    bool
	site     int
	udfs     map[int]string // "" for a field that was cleared
	warranty *string
}

// siteMoves is which devices came to a site and how many left it.
type siteMoves struct {
	in  map[int]bool
	out int
}

// resolution is how an open alert came to be resolved.
type resolution struct {
	at int64
	by string
}

func newState(config Config) state {
	st := state{
		key:          config.APIKey,
		secret:       config.APISecret,
		tokens:       make(map[string]time.Time),
		sites:        make(map[int]*siteState),
		devices:      make(map[int]*deviceState),
		moves:        make(map[int]*siteMoves),
		alerts:       make(map[alertKey]*resolution),
		variables:    make(map[int][]variable),
		nextVariable: createdVariableID,
	}
	key, secret := inventKeys(config.Seed, 0)
	if st.key == "" {
		st.key = key
	}
	if st.secret == "" {
		st.secret = secret
	}
	return st
}

// site returns the record of a site's changes, which may be new.
func (st *state) site(site int) *siteState {
	changes := st.sites[site]
	if changes == nil {
		changes = new(siteState)
		st.sites[site] = changes
	}
	return changes
}

// device returns the record of a device's changes, which may be new.
func (st *state) device(device int) *deviceState {
	changes := st.devices[device]
	if changes == nil {
		changes = new(deviceState)
		st.devices[device] = changes
	}
	return changes
}

func (st *state) movesOf(site int) *siteMoves {
	moves := st.moves[site]
	if moves == nil {
		moves = &siteMoves{in: make(map[int]bool)}
		st.moves[site] = moves
	}
	return moves
}

// inventKeys makes a key pair that nobody takes for a real one.
func inventKeys(seed uint64, version int) (key, secret string) {
	d := roll(seed, streamToken, uint64(version)<<32) //nolint:gosec // G115: a count is not negative.
	return fmt.Sprintf("SIMULATED%07X", d.next()&0xfffffff), fmt.Sprintf("SIMULATEDSECRET%015X", d.next()>>4)
}
