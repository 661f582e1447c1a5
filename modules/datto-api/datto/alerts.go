package datto

import (
	"context"
	"iter"
)

// AlertsService reads and resolves alerts. See [Client.Alerts].
//
// The API does not say how many alerts a list has, so these lists are walked page
// by page and end where the server says.
type AlertsService struct{ client *Client }

// AlertListOptions choose a page of alerts.
type AlertListOptions struct {
	// Muted keeps alerts that are muted, or those that are not. Muting was given
	// up by the vendor; what the filter does today is not known.
	Muted *bool
	// Page is the page to read, counted from zero. All walks start at the first
	// page whatever it is.
	Page int
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server, which has a limit of its own for alerts.
	PageSize int
}

func (o *AlertListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	q := pageQuery(o.Page, o.PageSize)
	q.setBool("muted", o.Muted)
	return q
}

// Get reads one alert, open or resolved. What the API answers for a UID that does
// not exist is not documented.
//
//datto:operation GET /v2/alert/{alertUid}
func (s *AlertsService) Get(ctx context.Context, alertUID string, opts ...CallOption) (*Alert, error) {
	return read[Alert](ctx, s.client, opGetAlert, opts, alertUID)
}

// Resolve closes an alert. Resolving it again does no harm.
//
//datto:operation POST /v2/alert/{alertUid}/resolve
func (s *AlertsService) Resolve(ctx context.Context, alertUID string, opts ...CallOption) error {
	return exec(ctx, s.client, opResolveAlert, nil, opts, alertUID)
}

// Mute does nothing.
//
// Deprecated: the vendor gave muting up with release 8.9.0. The API still accepts
// the call.
//
//datto:operation POST /v2/alert/{alertUid}/mute
func (s *AlertsService) Mute(ctx context.Context, alertUID string, opts ...CallOption) error {
	return exec(ctx, s.client, opMuteAlert, nil, opts, alertUID)
}

// Unmute does nothing.
//
// Deprecated: the vendor gave muting up with release 8.9.0. The API still accepts
// the call.
//
//datto:operation POST /v2/alert/{alertUid}/unmute
func (s *AlertsService) Unmute(ctx context.Context, alertUID string, opts ...CallOption) error {
	return exec(ctx, s.client, opUnmuteAlert, nil, opts, alertUID)
}

// ListOpen reads one page of the account's open alerts. Nil options read the
// first.
//
//datto:operation GET /v2/account/alerts/open
func (s *AlertsService) ListOpen(ctx context.Context, options *AlertListOptions, opts ...CallOption) (*Page[Alert], error) {
	return listOf[Alert](s.client, opListAccountOpenAlerts, options.query(), opts).one(ctx)
}

// AllOpen walks the account's open alerts.
//
//datto:operation GET /v2/account/alerts/open
func (s *AlertsService) AllOpen(ctx context.Context, options *AlertListOptions, opts ...CallOption) iter.Seq2[Alert, error] {
	return listOf[Alert](s.client, opListAccountOpenAlerts, options.query(), opts).all(ctx)
}

// ListResolved reads one page of the account's resolved alerts. Nil options read
// the first.
//
//datto:operation GET /v2/account/alerts/resolved
func (s *AlertsService) ListResolved(ctx context.Context, options *AlertListOptions, opts ...CallOption) (*Page[Alert], error) {
	return listOf[Alert](s.client, opListAccountResolvedAlerts, options.query(), opts).one(ctx)
}

// AllResolved walks the account's resolved alerts.
//
//datto:operation GET /v2/account/alerts/resolved
func (s *AlertsService) AllResolved(ctx context.Context, options *AlertListOptions, opts ...CallOption) iter.Seq2[Alert, error] {
	return listOf[Alert](s.client, opListAccountResolvedAlerts, options.query(), opts).all(ctx)
}

// ListOpenBySite reads one page of a site's open alerts. Nil options read the
// first.
//
//datto:operation GET /v2/site/{siteUid}/alerts/open
func (s *AlertsService) ListOpenBySite(ctx context.Context, siteUID string, options *AlertListOptions, opts ...CallOption) (*Page[Alert], error) {
	return listOf[Alert](s.client, opListSiteOpenAlerts, options.query(), opts, siteUID).one(ctx)
}

// AllOpenBySite walks a site's open alerts.
//
//datto:operation GET /v2/site/{siteUid}/alerts/open
func (s *AlertsService) AllOpenBySite(ctx context.Context, siteUID string, options *AlertListOptions, opts ...CallOption) iter.Seq2[Alert, error] {
	return listOf[Alert](s.client, opListSiteOpenAlerts, options.query(), opts, siteUID).all(ctx)
}

// ListResolvedBySite reads one page of a site's resolved alerts. Nil options read
// the first.
//
//datto:operation GET /v2/site/{siteUid}/alerts/resolved
func (s *AlertsService) ListResolvedBySite(ctx context.Context, siteUID string, options *AlertListOptions, opts ...CallOption) (*Page[Alert], error) {
	return listOf[Alert](s.client, opListSiteResolvedAlerts, options.query(), opts, siteUID).one(ctx)
}

// AllResolvedBySite walks a site's resolved alerts.
//
//datto:operation GET /v2/site/{siteUid}/alerts/resolved
func (s *AlertsService) AllResolvedBySite(ctx context.Context, siteUID string, options *AlertListOptions, opts ...CallOption) iter.Seq2[Alert, error] {
	return listOf[Alert](s.client, opListSiteResolvedAlerts, options.query(), opts, siteUID).all(ctx)
}

// ListOpenByDevice reads one page of a device's open alerts. Nil options read the
// first.
//
//datto:operation GET /v2/device/{deviceUid}/alerts/open
func (s *AlertsService) ListOpenByDevice(ctx context.Context, deviceUID string, options *AlertListOptions, opts ...CallOption) (*Page[Alert], error) {
	return listOf[Alert](s.client, opListDeviceOpenAlerts, options.query(), opts, deviceUID).one(ctx)
}

// AllOpenByDevice walks a device's open alerts.
//
//datto:operation GET /v2/device/{deviceUid}/alerts/open
func (s *AlertsService) AllOpenByDevice(ctx context.Context, deviceUID string, options *AlertListOptions, opts ...CallOption) iter.Seq2[Alert, error] {
	return listOf[Alert](s.client, opListDeviceOpenAlerts, options.query(), opts, deviceUID).all(ctx)
}

// ListResolvedByDevice reads one page of a device's resolved alerts. Nil options
// read the first.
//
//datto:operation GET /v2/device/{deviceUid}/alerts/resolved
func (s *AlertsService) ListResolvedByDevice(ctx context.Context, deviceUID string, options *AlertListOptions, opts ...CallOption) (*Page[Alert], error) {
	return listOf[Alert](s.client, opListDeviceResolvedAlerts, options.query(), opts, deviceUID).one(ctx)
}

// AllResolvedByDevice walks a device's resolved alerts.
//
//datto:operation GET /v2/device/{deviceUid}/alerts/resolved
func (s *AlertsService) AllResolvedByDevice(ctx context.Context, deviceUID string, options *AlertListOptions, opts ...CallOption) iter.Seq2[Alert, error] {
	return listOf[Alert](s.client, opListDeviceResolvedAlerts, options.query(), opts, deviceUID).all(ctx)
}
