// Package resolve turns what somebody typed for a site, a device or a component
// into the one that is meant: a uid, a name, or the beginning of one, as long as
// there is no doubt.
package resolve

import (
	"context"
	"encoding/json"
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
	uidPrefix = regexp.MustCompile(`^[0-9a-fA-F-]{6,}$`)
)

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
		hint: "datto component list shows all components",
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

// Component finds a component by its uid, its name, or the beginning of either.
func Component(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	return components.find(ctx, client, text)
}

// NoComponent is the error for a component that does not exist.
func NoComponent(text string) error {
	return &exitcode.NotFoundError{Noun: components.noun, Name: text, Hint: components.hint}
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
		return c, err
	}
	c.Row = row
	return c, nil
}

func (k *kind) find(ctx context.Context, client *datto.Client, text string) (Candidate, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Candidate{}, &exitcode.NotFoundError{Noun: k.noun, Name: text, Hint: k.hint}
	}
	if uuid.MatchString(text) {
		return Candidate{UID: text}, nil
	}
	var narrow []datto.CallOption
	if k.narrow != "" {
		narrow = append(narrow, datto.CallQuery(k.narrow, text))
	}
	found, err := k.match(ctx, client, text, narrow...)
	if err != nil || len(found) == 1 {
		return first(found), err
	}
	// The server narrows by name only, so that a uid needs the whole list. Not
	// every uid is a UUID: that of the site for deleted devices is none.
	if len(found) == 0 && k.narrow != "" && (uidPrefix.MatchString(text) || k.noun == "site") {
		found, err = k.match(ctx, client, text)
		if err != nil || len(found) == 1 {
			return first(found), err
		}
	}
	if len(found) == 0 {
		return Candidate{}, &exitcode.NotFoundError{Noun: k.noun, Name: text, Hint: k.hint}
	}
	return Candidate{}, &AmbiguousError{Noun: k.noun, Name: text, Candidates: found}
}

func first(found []Candidate) Candidate {
	if len(found) == 0 {
		return Candidate{}
	}
	return found[0]
}

// match returns those that fit best: by uid, else by the whole name, else by the
// beginning of either.
func (k *kind) match(ctx context.Context, client *datto.Client, text string, opts ...datto.CallOption) ([]Candidate, error) {
	members := slices.Clone(k.members)
	if members[3] == "" {
		members[3] = members[2]
	}
	read := output.NewMembers(members)
	ranks := make([][]Candidate, 3)
	for _, path := range k.lists {
		for row, err := range datto.All[json.RawMessage](ctx, client, path, opts...) {
			if err != nil {
				return nil, err
			}
			values := read.From(row)
			c := Candidate{UID: values[0].Text(), Name: values[1].Text(), ID: values[2].Text()}
			if k.members[3] != "" {
				c.Where = values[3].Text()
			}
			if rank := rankOf(c, text); rank < len(ranks) {
				c.Row = slices.Clone(row)
				ranks[rank] = append(ranks[rank], c)
			}
		}
	}
	for _, found := range ranks {
		if len(found) > 0 {
			return found, nil
		}
	}
	return nil, nil
}

func rankOf(c Candidate, text string) int {
	name, uid, wanted := strings.ToLower(c.Name), strings.ToLower(c.UID), strings.ToLower(text)
	switch {
	case uid == wanted:
		return 0
	case name == wanted:
		return 1
	case strings.HasPrefix(name, wanted), uidPrefix.MatchString(text) && strings.HasPrefix(uid, wanted):
		return 2
	}
	return 3
}
