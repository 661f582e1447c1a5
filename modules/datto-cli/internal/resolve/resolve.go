// Package resolve turns what somebody typed for a site, a device or a component
// into the one that is meant: a uid, a name, or the beginning of one, as long as
// there is no doubt.
package resolve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// Candidate is something that may be meant.
type Candidate struct {
	// UID identifies it.
	UID string
	// Name is what people call it.
	Name string
	// ID is its number.
	ID string
	// Where tells it from others of the same name.
	Where string
	// Row is the object as the server sent it. It is nil when the uid was given,
	// because then nobody was asked.
	Row json.RawMessage

	kind *kind
}

// Label is what the candidate is called, or its uid when nobody was asked.
func (c Candidate) Label() string {
	if c.Name != "" {
		return c.Name
	}
	for _, member := range []string{"hostname", "name"} {
		if name := output.Value(c.Row).Member(member).Text(); name != "" {
			return name
		}
	}
	return c.UID
}

// Missing makes the server's word that it knows nothing of a uid, which nobody had
// looked up, an error that names it. Any other error stays as it is.
func (c Candidate) Missing(err error) error {
	if c.kind == nil || c.Row != nil || !errors.Is(err, datto.ErrNotFound) {
		return err
	}
	return c.kind.missing(c.UID)
}

// About puts what an error is about into one that does not say: where the server
// knows nothing of a uid, or of what was asked about it.
func (c Candidate) About(err error) error {
	if c.kind == nil || !errors.Is(err, datto.ErrNotFound) {
		return err
	}
	return &exitcode.NamedError{Name: c.kind.noun + " " + c.Label(), Err: err}
}

// AmbiguousError says that several things could be meant.
type AmbiguousError struct {
	// Noun is the kind of thing, Name what was typed.
	Noun, Name string
	// Candidates are those that it could be.
	Candidates []Candidate
}

// mostListed is how many candidates are named.
const mostListed = 8

// Error lists the candidates.
func (e *AmbiguousError) Error() string {
	names := make([]string, 0, mostListed)
	for _, c := range e.Candidates[:min(len(e.Candidates), mostListed)] {
		name := c.Name
		if c.Where != "" {
			name += " at " + c.Where
		}
		names = append(names, name+" ("+c.UID+")")
	}
	more := ""
	if n := len(e.Candidates) - mostListed; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%q could be any of %d %ss: %s%s", e.Name, len(e.Candidates), e.Noun, strings.Join(names, ", "), more)
}

// NextStep says how to be clear.
func (e *AmbiguousError) NextStep() string { return "use the uid, or more of the name" }

var (
	uuid      = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	uidPrefix = regexp.MustCompile(`^[0-9a-fA-F][0-9a-fA-F-]{3,}$`)
	uidForm   = regexp.MustCompile(`^[0-9a-fA-F][0-9a-fA-F-]{15,}$`)
	// tooShort is what could be the beginning of a uid, but says too little.
	tooShort = regexp.MustCompile(`^[0-9a-fA-F]{1,3}$`)
)

// LooksLikeUID reports whether text can be a uid. The API does not promise that all
// of them are UUIDs.
func LooksLikeUID(text string) bool { return uidForm.MatchString(text) }

// IsUID reports whether text is taken for a uid of a site or a device without
// looking it up.
func IsUID(text string) bool { return uuid.MatchString(strings.TrimSpace(text)) }

// kind is what there is to know about one kind of thing.
type kind struct {
	noun    string
	members []string // uid, name, id and where
	hint    string
	// narrow is the parameter by which the server keeps those whose name contains a
	// text. It may be empty.
	narrow string
	// lists are the paths of all lists of them.
	lists []string
	// listed says that there is nothing but the lists to look a uid up in.
	listed bool
}

func (k *kind) missing(text string) error {
	return &exitcode.NotFoundError{Noun: k.noun, Name: text, Hint: k.hint}
}

var (
	sites = kind{
		noun: "site", members: []string{"uid", "name", "id", ""}, lists: []string{"/v2/account/sites"},
		hint:   "datto site list shows all sites",
		narrow: "siteName",
	}
	devices = kind{
		noun: "device", members: []string{"uid", "hostname", "id", "siteName"}, lists: []string{"/v2/account/devices"},
		hint:   "datto device list shows all devices",
		narrow: "hostname",
	}
	components = kind{
		noun: "component", members: []string{"uid", "name", "id", "categoryCode"}, lists: []string{"/v2/account/components"},
		hint: "datto component list shows all components", listed: true,
	}
)

var filters = kind{
	noun: "filter", members: []string{"id", "name", "id", "type"},
	hint:  "datto filter list shows all filters",
	lists: []string{"/v2/filter/default-filters", "/v2/filter/custom-filters"},
}

// Site finds a site by its uid, its name, or the beginning of either.
func Site(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	return sites.find(ctx, client, text)
}

// Device finds a device by its uid, its host name, or the beginning of either.
func Device(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	return devices.find(ctx, client, text)
}

// Devices finds several devices. What is named many times is looked for once, and
// many names are looked for in the list of all devices where that takes fewer calls
// than a search for each. The error names all that do not exist.
func Devices(ctx context.Context, client *datto.Client, texts []string) ([]Candidate, error) {
	known, err := devices.findMany(ctx, client, texts)
	if err != nil {
		return nil, err
	}
	found := make([]Candidate, 0, len(texts))
	var missing []string
	for _, text := range texts {
		device, ok := known[key(text)]
		if !ok {
			device, err = Device(ctx, client, text)
			if _, no := errors.AsType[*exitcode.NotFoundError](err); no {
				missing = append(missing, text)
			} else if err != nil {
				return nil, err
			}
			known[key(text)] = device
		}
		found = append(found, device)
	}
	switch {
	case len(missing) > 1:
		return nil, &exitcode.NotFoundError{Noun: devices.noun, Name: missing[0], More: missing[1:], Hint: devices.hint}
	case len(missing) > 0:
		return nil, devices.missing(missing[0])
	}
	return found, nil
}

// key is the same for texts that mean the same.
func key(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// Component finds a component by its uid, its name, or the beginning of either. The
// API has no single component, so a uid is looked up in the list as well.
func Component(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	return components.find(ctx, client, text)
}

// Filter finds a device filter by its name or the beginning of it, among those of
// the system and the custom ones.
func Filter(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	return filters.find(ctx, client, text)
}

// Describe looks up what a uid stands for, so that it can be named.
func Describe(ctx context.Context, client *datto.Client, c Candidate, path string) (Candidate, error) {
	if c.Row != nil {
		return c, nil
	}
	row, err := datto.Get[json.RawMessage](ctx, client, path)
	if err != nil {
		return c, c.Missing(err)
	}
	c.Row = row
	return c, nil
}

func (k *kind) find(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Candidate{}, k.missing(text)
	}
	if IsUID(text) && !k.listed {
		return Candidate{UID: text, kind: k}, nil
	}
	var found []Candidate
	var err error
	if k.narrow != "" {
		found, err = k.match(ctx, client, text, byName, datto.CallQuery(k.narrow, text))
	}
	// The server narrows by name only, so that a uid needs the whole list. Not
	// every uid is a UUID: that of the site for deleted devices is none.
	if err == nil && len(found) == 0 && (k.narrow == "" || uidPrefix.MatchString(text) || k.noun == "site") {
		found, err = k.match(ctx, client, text, byUIDPrefix)
	}
	switch {
	case err != nil:
		return Candidate{}, err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return Candidate{}, &AmbiguousError{Noun: k.noun, Name: text, Candidates: found}
	case tooShort.MatchString(text) && k.members[0] == "uid":
		return Candidate{}, &exitcode.NotFoundError{
			Noun: k.noun + " called", Name: text, Hint: "the beginning of a uid needs at least 4 digits; " + k.hint,
		}
	}
	return Candidate{}, k.missing(text)
}

// How something fits what was typed, the best first.
const (
	byUID = iota
	byWholeName
	byName
	byUIDPrefix
	notAtAll
)

// match returns those that fit best, and not worse than worst: by uid, else by the
// whole name, else by its beginning, else by that of the uid.
func (k *kind) match(
	ctx context.Context, client *datto.Client, text string, worst int, opts ...datto.CallOption,
) ([]Candidate, error) {
	found, err := k.matchAll(ctx, client, map[string]bool{key(text): true}, worst, opts...)
	return found[key(text)], err
}

// matchAll is match for the keys of several texts, of which it returns those that
// something fits.
func (k *kind) matchAll(
	ctx context.Context, client *datto.Client, keys map[string]bool, worst int, opts ...datto.CallOption,
) (map[string][]Candidate, error) {
	members := slices.Clone(k.members)
	if members[3] == "" {
		members[3] = members[2]
	}
	read := output.NewMembers(members)
	best := make(map[string][]Candidate, len(keys))
	ranks := make(map[string]int, len(keys))
	for _, path := range k.lists {
		for row, err := range datto.All[json.RawMessage](ctx, client, path, opts...) {
			if err != nil {
				return nil, err
			}
			values := read.From(row)
			c := Candidate{UID: values[0].Text(), Name: values[1].Text(), ID: values[2].Text(), kind: k}
			if k.members[3] != "" {
				c.Where = values[3].Text()
			}
			name, uid := strings.ToLower(c.Name), strings.ToLower(c.UID)
			for _, text := range beginnings(keys, name, uid) {
				rank := rankOf(name, uid, text)
				before, fits := ranks[text]
				if rank > worst || fits && rank > before {
					continue
				}
				if rank < before {
					best[text] = nil
				}
				if c.Row == nil {
					c.Row = slices.Clone(row)
				}
				best[text], ranks[text] = append(best[text], c), rank
			}
		}
	}
	return best, nil
}

// beginnings are the keys that one of the texts begins with. Each beginning is looked
// up, because there can be more keys than any text has letters.
func beginnings(keys map[string]bool, texts ...string) []string {
	var found []string
	for _, text := range texts {
		for i := range len(text) {
			if begin := text[:i+1]; keys[begin] && !slices.Contains(found, begin) {
				found = append(found, begin)
			}
		}
	}
	return found
}

// findMany finds those of several texts that mean one thing without a doubt, in the
// list of all things and by the name of each, when that list has fewer pages than
// there are texts to look for.
func (k *kind) findMany(ctx context.Context, client *datto.Client, texts []string) (map[string]Candidate, error) {
	found := map[string]Candidate{}
	wanted := map[string]bool{}
	for _, text := range texts {
		if !IsUID(text) && key(text) != "" {
			wanted[key(text)] = true
		}
	}
	if len(wanted) < worthAsking {
		return found, nil
	}
	first, err := datto.List[json.RawMessage](ctx, client, k.lists[0])
	if err != nil {
		return nil, err
	}
	// The first page is read once more with the others.
	if first.Total == nil || len(first.Items) == 0 || *first.Total/len(first.Items) >= len(wanted) {
		return found, nil
	}
	best, err := k.matchAll(ctx, client, wanted, byUIDPrefix)
	for text, candidates := range best {
		if len(candidates) == 1 {
			found[text] = candidates[0]
		}
	}
	return found, err
}

// worthAsking is for how many names it is worth a call to learn how long the list of
// all is.
const worthAsking = 5

// LeastReads is how many calls [Devices] makes at least for so many names.
func LeastReads(names int) int {
	if names < worthAsking {
		return names
	}
	return 2 //nolint:mnd // To learn that the list is short, and to read it.
}

// rankOf is how something with a name and a uid fits what was typed, all in lower
// case.
func rankOf(name, uid, wanted string) int {
	switch {
	case uid == wanted:
		return byUID
	case name == wanted:
		return byWholeName
	case strings.HasPrefix(name, wanted):
		return byName
	case uidPrefix.MatchString(wanted) && strings.HasPrefix(uid, wanted):
		return byUIDPrefix
	}
	return notAtAll
}
