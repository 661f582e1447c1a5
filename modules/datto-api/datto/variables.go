package datto

import (
	"context"
	"hash/maphash"
	"iter"
	"strings"
	"sync"
	"unicode/utf8"
)

// VariablesService reads and changes the variables of the account and of sites.
// See [Client.Variables].
//
// The value of a masked variable is not told. Writing back what was read would
// store the mask in place of the value, so updates refuse what this client has
// read as the value of a masked variable, and what looks like a mask.
type VariablesService struct {
	client *Client
	masks  *seenMasks
}

// List reads one page of the account's variables. Nil options read the first.
//
//datto:operation GET /v2/account/variables
func (s *VariablesService) List(ctx context.Context, options *ListOptions, opts ...CallOption) (*Page[Variable], error) {
	return s.notePage(listOf[Variable](s.client, opListAccountVariables, options.query(), opts).one(ctx))
}

// All walks the account's variables.
//
//datto:operation GET /v2/account/variables
func (s *VariablesService) All(ctx context.Context, options *ListOptions, opts ...CallOption) iter.Seq2[Variable, error] {
	return s.noteRows(listOf[Variable](s.client, opListAccountVariables, options.query(), opts).all(ctx))
}

// ListBySite reads one page of a site's variables. Nil options read the first.
//
//datto:operation GET /v2/site/{siteUid}/variables
func (s *VariablesService) ListBySite(ctx context.Context, siteUID string, options *ListOptions, opts ...CallOption) (*Page[Variable], error) {
	return s.notePage(listOf[Variable](s.client, opListSiteVariables, options.query(), opts, siteUID).one(ctx))
}

// AllBySite walks a site's variables.
//
//datto:operation GET /v2/site/{siteUid}/variables
func (s *VariablesService) AllBySite(ctx context.Context, siteUID string, options *ListOptions, opts ...CallOption) iter.Seq2[Variable, error] {
	return s.noteRows(listOf[Variable](s.client, opListSiteVariables, options.query(), opts, siteUID).all(ctx))
}

// Create makes a variable of the account. Only here can it be masked. The API
// answers nothing: list the variables to learn its id. It is never sent twice;
// when its answer does not arrive the error is an [*AmbiguousError].
//
//datto:operation PUT /v2/account/variable
func (s *VariablesService) Create(ctx context.Context, request CreateVariableRequest, opts ...CallOption) error {
	if request.Name == "" {
		return unnamedVariable(opCreateAccountVariable)
	}
	return exec(ctx, s.client, opCreateAccountVariable, request, opts)
}

// CreateBySite makes a variable of a site, as [VariablesService.Create] does for
// the account.
//
//datto:operation PUT /v2/site/{siteUid}/variable
func (s *VariablesService) CreateBySite(ctx context.Context, siteUID string, request CreateVariableRequest, opts ...CallOption) error {
	if request.Name == "" {
		return unnamedVariable(opCreateSiteVariable)
	}
	return exec(ctx, s.client, opCreateSiteVariable, request, opts, siteUID)
}

// Update gives a variable of the account a new name and value. A value that is a
// mask is refused with a [*ValidationError].
//
//datto:operation POST /v2/account/variable/{variableId}
func (s *VariablesService) Update(ctx context.Context, variableID int64, request UpdateVariableRequest, opts ...CallOption) error {
	if err := s.check(opUpdateAccountVariable, variableID, request); err != nil {
		return err
	}
	return exec(ctx, s.client, opUpdateAccountVariable, request, opts, idParam(variableID))
}

// UpdateBySite gives a variable of a site a new name and value, as
// [VariablesService.Update] does for the account.
//
//datto:operation POST /v2/site/{siteUid}/variable/{variableId}
func (s *VariablesService) UpdateBySite(ctx context.Context, siteUID string, variableID int64, request UpdateVariableRequest, opts ...CallOption) error {
	if err := s.check(opUpdateSiteVariable, variableID, request); err != nil {
		return err
	}
	return exec(ctx, s.client, opUpdateSiteVariable, request, opts, siteUID, idParam(variableID))
}

// Delete removes a variable of the account.
//
//datto:operation DELETE /v2/account/variable/{variableId}
func (s *VariablesService) Delete(ctx context.Context, variableID int64, opts ...CallOption) error {
	return exec(ctx, s.client, opDeleteAccountVariable, nil, opts, idParam(variableID))
}

// DeleteBySite removes a variable of a site.
//
//datto:operation DELETE /v2/site/{siteUid}/variable/{variableId}
func (s *VariablesService) DeleteBySite(ctx context.Context, siteUID string, variableID int64, opts ...CallOption) error {
	return exec(ctx, s.client, opDeleteSiteVariable, nil, opts, siteUID, idParam(variableID))
}

func unnamedVariable(op *Operation) error {
	return &ValidationError{Operation: op.String(), Field: "name", Reason: "it is empty"}
}

// check refuses an update that would do harm.
func (s *VariablesService) check(op *Operation, id int64, request UpdateVariableRequest) error {
	if request.Name == "" {
		return unnamedVariable(op)
	}
	value := request.Value.Reveal()
	if isMask(value) || s.masks.has(id, value) {
		return &ValidationError{
			Operation: op.String(), Field: "value",
			Reason: "it is the mask that reading a masked variable gives; writing it back would replace the value by the mask",
		}
	}
	return nil
}

// notePage takes down the masks of a page that was read.
func (s *VariablesService) notePage(page *Page[Variable], err error) (*Page[Variable], error) {
	if err == nil {
		for i := range page.Items {
			s.masks.note(&page.Items[i])
		}
	}
	return page, err
}

// noteRows takes down the masks of the rows of a walk.
func (s *VariablesService) noteRows(rows iter.Seq2[Variable, error]) iter.Seq2[Variable, error] {
	return func(yield func(Variable, error) bool) {
		for v, err := range rows {
			s.masks.note(&v)
			if !yield(v, err) {
				return
			}
		}
	}
}

// seenMasks remembers what masked variables were read as. It keeps hashes, in case
// a server does send their values.
type seenMasks struct {
	mu   sync.Mutex
	seen map[maskKey]struct{}
}

// maskKey is a value that was read. Its id is zero where the value alone tells: a
// mask that is empty tells nothing about the empty values of other variables.
type maskKey struct {
	id   int64
	hash uint64
}

func newSeenMasks() *seenMasks { return &seenMasks{seen: map[maskKey]struct{}{}} }

func (m *seenMasks) note(v *Variable) {
	if !isTrue(v.Masked) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[keyOfMask(v.ID, v.Value.Reveal())] = struct{}{}
}

func (m *seenMasks) has(id int64, value string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.seen[keyOfMask(id, value)]
	return ok
}

func keyOfMask(id int64, value string) maskKey {
	key := maskKey{hash: maphash.String(rowSeeds[0], value)}
	if value == "" {
		key.id = id
	}
	return key
}

// isMask reports whether a value looks like what reading a masked variable gives.
// The sign that the server uses has not been seen; it is one of those below in
// every product that masks.
func isMask(value string) bool {
	return value == redactedText || utf8.RuneCountInString(value) >= 3 && strings.Trim(value, "*•●") == ""
}

// redactedText is how a [Secret] prints: a value that reads so was printed, not
// revealed.
const redactedText = "[redacted]"
