package datto

import (
	"context"
	"errors"
	"iter"
	"slices"
)

// SitesService reads and changes sites, their settings and their proxy. See
// [Client.Sites].
//
// The list holds the system sites Managed, OnDemand and Deleted Devices too. The
// UID of the last is no UUID.
type SitesService struct{ client *Client }

// SiteListOptions choose a page of sites.
type SiteListOptions struct {
	// SiteName keeps the sites whose name contains it, whatever its case.
	SiteName string
	// Page is the page to read, counted from zero. All walks start at the first
	// page whatever it is.
	Page int
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server.
	PageSize int
}

func (o *SiteListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	q := pageQuery(o.Page, o.PageSize)
	q.set("siteName", o.SiteName)
	return q
}

// List reads one page of the account's sites. Nil options read the first.
//
//datto:operation GET /v2/account/sites
func (s *SitesService) List(ctx context.Context, options *SiteListOptions, opts ...CallOption) (*Page[Site], error) {
	return listOf[Site](s.client, opListAccountSites, options.query(), opts).one(ctx)
}

// All walks the account's sites.
//
//datto:operation GET /v2/account/sites
func (s *SitesService) All(ctx context.Context, options *SiteListOptions, opts ...CallOption) iter.Seq2[Site, error] {
	return listOf[Site](s.client, opListAccountSites, options.query(), opts).all(ctx)
}

// ListDnetMappings reads one page of which networks belong to which site. Nil
// options read the first.
//
//datto:operation GET /v2/account/dnet-site-mappings
func (s *SitesService) ListDnetMappings(ctx context.Context, options *ListOptions, opts ...CallOption) (*Page[DnetSiteMapping], error) {
	return listOf[DnetSiteMapping](s.client, opListDnetSiteMappings, options.query(), opts).one(ctx)
}

// AllDnetMappings walks which networks belong to which site.
//
//datto:operation GET /v2/account/dnet-site-mappings
func (s *SitesService) AllDnetMappings(ctx context.Context, options *ListOptions, opts ...CallOption) iter.Seq2[DnetSiteMapping, error] {
	return listOf[DnetSiteMapping](s.client, opListDnetSiteMappings, options.query(), opts).all(ctx)
}

// Get reads one site. The error is [ErrNotFound] when there is none.
//
//datto:operation GET /v2/site/{siteUid}
func (s *SitesService) Get(ctx context.Context, siteUID string, opts ...CallOption) (*Site, error) {
	return read[Site](ctx, s.client, opGetSite, opts, siteUID)
}

// Create makes a site. It is never sent twice; when its answer does not arrive the
// error is an [*AmbiguousError].
//
//datto:operation PUT /v2/site
func (s *SitesService) Create(ctx context.Context, request CreateSiteRequest, opts ...CallOption) (*Site, error) {
	if request.Name == "" {
		return nil, &ValidationError{Operation: opCreateSite.String(), Field: "name", Reason: "it is empty"}
	}
	return send[Site](ctx, s.client, opCreateSite, request, opts)
}

// Update replaces a site's settings: what the request leaves out is wiped. To
// change some of them use [SitesService.Patch].
//
//datto:operation POST /v2/site/{siteUid}
func (s *SitesService) Update(ctx context.Context, siteUID string, request UpdateSiteRequest, opts ...CallOption) (*Site, error) {
	if request.Name == "" {
		return nil, &ValidationError{Operation: opUpdateSite.String(), Field: "name", Reason: "it is empty"}
	}
	return send[Site](ctx, s.client, opUpdateSite, request, opts, siteUID)
}

// patchAttempts is how often a patch reads and writes again after a conflict.
const patchAttempts = 3

// Patch changes what edit changes and keeps the rest. It reads the site, hands
// edit a request that holds its present settings, and writes the result back,
// because the API wipes what an update leaves out. When somebody else writes the
// site meanwhile it starts again, up to three times; a change that falls between
// reading and writing unnoticed by the server is lost all the same.
//
// An error of edit ends it, and nothing is written.
//
//datto:operation GET /v2/site/{siteUid}
//datto:operation POST /v2/site/{siteUid}
func (s *SitesService) Patch(ctx context.Context, siteUID string, edit func(*UpdateSiteRequest) error, opts ...CallOption) (*Site, error) {
	for attempt := 1; ; attempt++ {
		site, err := s.Get(ctx, siteUID, opts...)
		if err != nil {
			return nil, err
		}
		request := UpdateSiteRequest{
			Name:                 site.Name,
			Description:          &site.Description,
			Notes:                &site.Notes,
			OnDemand:             site.OnDemand,
			SplashtopAutoInstall: site.SplashtopAutoInstall,
		}
		if err := edit(&request); err != nil {
			return nil, err
		}
		updated, err := s.Update(ctx, siteUID, request, append(slices.Clip(opts), callKeepConflict)...)
		if err == nil || attempt == patchAttempts || !errors.Is(err, ErrConflict) {
			return updated, err
		}
	}
}

// GetSettings reads a site's settings: general, proxy and mail recipients. The
// proxy's password comes in clear.
//
//datto:operation GET /v2/site/{siteUid}/settings
func (s *SitesService) GetSettings(ctx context.Context, siteUID string, opts ...CallOption) (*SiteSettings, error) {
	return read[SiteSettings](ctx, s.client, opGetSiteSettings, opts, siteUID)
}

// SetProxy sets the proxy that the agents of a site use, in place of the one
// before.
//
//datto:operation POST /v2/site/{siteUid}/settings/proxy
func (s *SitesService) SetProxy(ctx context.Context, siteUID string, request ProxySettingsRequest, opts ...CallOption) (*SiteSettings, error) {
	switch {
	case request.Host == "":
		return nil, &ValidationError{Operation: opSetSiteProxy.String(), Field: "host", Reason: "it is empty"}
	case request.Port < 1 || request.Port > 65535:
		return nil, &ValidationError{Operation: opSetSiteProxy.String(), Field: "port", Reason: "it must be 1 to 65535"}
	case request.Type != ProxyTypeHTTP && request.Type != ProxyTypeSOCKS4 && request.Type != ProxyTypeSOCKS5:
		return nil, &ValidationError{Operation: opSetSiteProxy.String(), Field: "type", Reason: "it must be http, socks4 or socks5, in lower case"}
	}
	return send[SiteSettings](ctx, s.client, opSetSiteProxy, request, opts, siteUID)
}

// DeleteProxy removes a site's proxy. It is no error when there is none.
//
//datto:operation DELETE /v2/site/{siteUid}/settings/proxy
func (s *SitesService) DeleteProxy(ctx context.Context, siteUID string, opts ...CallOption) error {
	return exec(ctx, s.client, opDeleteSiteProxy, nil, opts, siteUID)
}
