package datto

import (
	"context"
	"iter"
)

// FiltersService reads device filters. Their ids go into
// [DeviceListOptions].FilterID. See [Client.Filters].
type FiltersService struct{ client *Client }

// ListDefault reads one page of the filters that every account has. Nil options
// read the first.
//
//datto:operation GET /v2/filter/default-filters
func (s *FiltersService) ListDefault(ctx context.Context, options *ListOptions, opts ...CallOption) (*Page[Filter], error) {
	return listOf[Filter](s.client, opListDefaultFilters, options.query(), opts).one(ctx)
}

// AllDefault walks the filters that every account has.
//
//datto:operation GET /v2/filter/default-filters
func (s *FiltersService) AllDefault(ctx context.Context, options *ListOptions, opts ...CallOption) iter.Seq2[Filter, error] {
	return listOf[Filter](s.client, opListDefaultFilters, options.query(), opts).all(ctx)
}

// ListCustom reads one page of the filters that the key's user has made. Users
// below administrator may see none. Nil options read the first.
//
//datto:operation GET /v2/filter/custom-filters
func (s *FiltersService) ListCustom(ctx context.Context, options *ListOptions, opts ...CallOption) (*Page[Filter], error) {
	return listOf[Filter](s.client, opListCustomFilters, options.query(), opts).one(ctx)
}

// AllCustom walks the filters that the key's user has made. Users below
// administrator may see none.
//
//datto:operation GET /v2/filter/custom-filters
func (s *FiltersService) AllCustom(ctx context.Context, options *ListOptions, opts ...CallOption) iter.Seq2[Filter, error] {
	return listOf[Filter](s.client, opListCustomFilters, options.query(), opts).all(ctx)
}

// ListBySite reads one page of a site's filters. Nil options read the first.
//
//datto:operation GET /v2/site/{siteUid}/filters
func (s *FiltersService) ListBySite(ctx context.Context, siteUID string, options *ListOptions, opts ...CallOption) (*Page[Filter], error) {
	return listOf[Filter](s.client, opListSiteFilters, options.query(), opts, siteUID).one(ctx)
}

// AllBySite walks a site's filters.
//
//datto:operation GET /v2/site/{siteUid}/filters
func (s *FiltersService) AllBySite(ctx context.Context, siteUID string, options *ListOptions, opts ...CallOption) iter.Seq2[Filter, error] {
	return listOf[Filter](s.client, opListSiteFilters, options.query(), opts, siteUID).all(ctx)
}
