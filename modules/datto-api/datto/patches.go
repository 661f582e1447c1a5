package datto

import (
	"context"
	"iter"
)

// PatchesService reads the state of patches. Platforms on older builds answer 404.
// See [Client.Patches].
type PatchesService struct{ client *Client }

// PatchListOptions choose a page of patches.
type PatchListOptions struct {
	// InstallStatus keeps the patches in that state.
	InstallStatus PatchInstallStatus
	// Page is the page to read, counted from zero. All walks start at the first
	// page whatever it is.
	Page int
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server.
	PageSize int
}

func (o *PatchListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	q := pageQuery(o.Page, o.PageSize)
	q.set("installStatus", string(o.InstallStatus))
	return q
}

// ListByDevice reads one page of a device's patches. Nil options read the first.
//
//datto:operation GET /v2/device/{deviceUid}/patches
func (s *PatchesService) ListByDevice(ctx context.Context, deviceUID string, options *PatchListOptions, opts ...CallOption) (*Page[Patch], error) {
	return listOf[Patch](s.client, opListDevicePatches, options.query(), opts, deviceUID).one(ctx)
}

// AllByDevice walks a device's patches.
//
//datto:operation GET /v2/device/{deviceUid}/patches
func (s *PatchesService) AllByDevice(ctx context.Context, deviceUID string, options *PatchListOptions, opts ...CallOption) iter.Seq2[Patch, error] {
	return listOf[Patch](s.client, opListDevicePatches, options.query(), opts, deviceUID).all(ctx)
}

// ListBySite reads one page of a site's patches. Nil options read the first.
//
//datto:operation GET /v2/site/{siteUid}/patches
func (s *PatchesService) ListBySite(ctx context.Context, siteUID string, options *PatchListOptions, opts ...CallOption) (*Page[SitePatch], error) {
	return listOf[SitePatch](s.client, opListSitePatches, options.query(), opts, siteUID).one(ctx)
}

// AllBySite walks a site's patches. A patch comes up to three times, once for each
// install status that it has on the site's devices.
//
//datto:operation GET /v2/site/{siteUid}/patches
func (s *PatchesService) AllBySite(ctx context.Context, siteUID string, options *PatchListOptions, opts ...CallOption) iter.Seq2[SitePatch, error] {
	return listOf[SitePatch](s.client, opListSitePatches, options.query(), opts, siteUID).all(ctx)
}
