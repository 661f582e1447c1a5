package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

const (
	groupsPath   = "/v3/api-docs/swagger-config"
	documentPath = "/v3/api-docs"

	maxGroups   = 8
	maxDocument = 32 << 20
	shownNames  = 5
)

// contract compares the operations that the platform declares with those that
// this program knows. It is news and no more: that it cannot be read is nothing
// to worry about.
func (v *visit) contract(ctx context.Context) Result {
	if v.Simulated != nil {
		return skip("there is no platform behind a simulation")
	}
	declared, build, err := v.declared(ctx)
	if err != nil {
		return skip("the platform's own description could not be read: %s", cause(err))
	}
	known := map[string]bool{} // and whether the platform may lack it
	for _, op := range datto.Operations() {
		known[operationKey(op.Method, op.Path)] = op.Preview || op.Deprecated
	}
	var more, fewer []string
	for _, key := range slices.Sorted(maps.Keys(declared)) {
		if _, ok := known[key]; !ok {
			more = append(more, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if !declared[key] && !known[key] {
			fewer = append(fewer, key)
		}
	}
	of := ""
	if build != "" {
		of = " (" + build + ")"
	}
	if len(more) == 0 && len(fewer) == 0 {
		return ok("all %d operations of the platform%s are known", len(declared), of)
	}
	r := Result{Status: Warn, Detail: fmt.Sprintf("the platform%s declares %d operations", of, len(declared))}
	if len(more) > 0 {
		r.Detail += fmt.Sprintf("; %d are not known here: %s", len(more), some(more))
		r.Next = "look for a newer version of this program; until then datto api reaches them"
	}
	if len(fewer) > 0 {
		r.Detail += fmt.Sprintf("; %d that are known here are missing: %s", len(fewer), some(fewer))
		if r.Next == "" {
			r.Next = "commands for them will fail on this platform"
		}
	}
	return r
}

func some(names []string) string {
	if len(names) <= shownNames {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:shownNames], ", ") + ", …"
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// operationKey leaves out the names of parameters, which may change without any
// caller noticing.
func operationKey(method, path string) string {
	return strings.ToUpper(method) + " " + parameter.ReplaceAllString(strings.TrimPrefix(path, "/api"), "{}")
}

// declared reads the platform's own description, which needs no token. It comes
// in groups, whose names have changed before, so that they are asked for.
func (v *visit) declared(ctx context.Context) (operations map[string]bool, build string, err error) {
	addresses := []string{v.address.BaseURL + documentPath}
	if groups, err := v.groups(ctx); err == nil && len(groups) > 0 {
		addresses = groups
	}
	operations = map[string]bool{}
	for _, address := range addresses {
		var document struct {
			Info struct {
				Version string `json:"version"`
			} `json:"info"`
			Paths map[string]map[string]json.RawMessage `json:"paths"`
		}
		if err := v.read(ctx, address, &document); err != nil {
			return nil, "", err
		}
		if build == "" {
			build = document.Info.Version
		}
		for path, methods := range document.Paths {
			for method := range methods {
				if isMethod(method) {
					operations[operationKey(method, path)] = true
				}
			}
		}
	}
	if len(operations) == 0 {
		return nil, "", errors.New("it declares nothing")
	}
	return operations, build, nil
}

func isMethod(name string) bool {
	switch strings.ToUpper(name) {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	}
	return false
}

// groups returns the addresses of the groups. Those of another host are left out.
func (v *visit) groups(ctx context.Context) ([]string, error) {
	base, err := url.Parse(v.address.BaseURL)
	if err != nil {
		return nil, err
	}
	var config struct {
		URL  string `json:"url"`
		URLs []struct {
			URL string `json:"url"`
		} `json:"urls"`
	}
	if err := v.read(ctx, v.address.BaseURL+groupsPath, &config); err != nil {
		return nil, err
	}
	named := []string{config.URL}
	if len(config.URLs) > 0 {
		named = nil
		for _, group := range config.URLs {
			named = append(named, group.URL)
		}
	}
	var addresses []string
	for _, name := range named {
		address, err := base.Parse(name)
		if err != nil || name == "" || address.Scheme != base.Scheme || address.Host != base.Host {
			continue
		}
		addresses = append(addresses, address.String())
	}
	return addresses[:min(len(addresses), maxGroups)], nil
}

func (v *visit) read(ctx context.Context, address string, into any) error {
	a := v.get(ctx, v.http, address, maxDocument)
	switch {
	case a.err != nil:
		return a.err
	case a.status != http.StatusOK:
		return fmt.Errorf("%d %s", a.status, http.StatusText(a.status))
	}
	if json.Unmarshal(a.body, into) != nil {
		return errors.New("it is not JSON")
	}
	return nil
}
