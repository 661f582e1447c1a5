package datto

import (
	"context"
	"iter"
)

// The v3 operations on devices are a preview: one build of the vendor's document
// has them, a later one lacks them. They may answer 404, change or disappear.

// ListV3 reads one page of the account's devices with typed user-defined fields.
// It is a preview.
//
//datto:operation GET /v3/account/devices
func (s *DevicesService) ListV3(ctx context.Context, options *DeviceListOptions, opts ...CallOption) (*Page[DeviceV3], error) {
	return listOf[DeviceV3](s.client, opListAccountDevicesV3, options.query(), opts).one(ctx)
}

// AllV3 walks the account's devices with typed user-defined fields. It is a
// preview.
//
//datto:operation GET /v3/account/devices
func (s *DevicesService) AllV3(ctx context.Context, options *DeviceListOptions, opts ...CallOption) iter.Seq2[DeviceV3, error] {
	return listOf[DeviceV3](s.client, opListAccountDevicesV3, options.query(), opts).all(ctx)
}

// ListBySiteV3 reads one page of a site's devices with typed user-defined fields.
// It is a preview.
//
//datto:operation GET /v3/site/{siteUid}/devices
func (s *DevicesService) ListBySiteV3(ctx context.Context, siteUID string, options *SiteDeviceListOptions, opts ...CallOption) (*Page[DeviceV3], error) {
	return listOf[DeviceV3](s.client, opListSiteDevicesV3, options.query(), opts, siteUID).one(ctx)
}

// AllBySiteV3 walks a site's devices with typed user-defined fields. It is a
// preview.
//
//datto:operation GET /v3/site/{siteUid}/devices
func (s *DevicesService) AllBySiteV3(ctx context.Context, siteUID string, options *SiteDeviceListOptions, opts ...CallOption) iter.Seq2[DeviceV3, error] {
	return listOf[DeviceV3](s.client, opListSiteDevicesV3, options.query(), opts, siteUID).all(ctx)
}

// GetV3 reads one device with typed user-defined fields. It is a preview.
//
//datto:operation GET /v3/device/{deviceUid}
func (s *DevicesService) GetV3(ctx context.Context, deviceUID string, opts ...CallOption) (*DeviceV3, error) {
	return read[DeviceV3](ctx, s.client, opGetDeviceV3, opts, deviceUID)
}

// GetByIDV3 reads one device by its numeric id, with typed user-defined fields. It
// is a preview.
//
//datto:operation GET /v3/device/id/{deviceId}
func (s *DevicesService) GetByIDV3(ctx context.Context, deviceID int64, opts ...CallOption) (*DeviceV3, error) {
	return read[DeviceV3](ctx, s.client, opGetDeviceByIDV3, opts, idParam(deviceID))
}

// ListByMACV3 reads the devices that carry a MAC address, with typed user-defined
// fields. It is a preview.
//
//datto:operation GET /v3/device/macAddress/{macAddress}
func (s *DevicesService) ListByMACV3(ctx context.Context, mac string, opts ...CallOption) ([]DeviceV3, error) {
	digits, err := macAddress(opListDevicesByMACV3, mac)
	if err != nil {
		return nil, err
	}
	return rows[DeviceV3](ctx, s.client, opListDevicesByMACV3, opts, digits)
}

// SetUDFsV3 sets user-defined fields by their type. It is a preview.
//
// Deprecated: the vendor gave it up before it was out of preview. Use
// [DevicesService.SetUDFs].
//
//datto:operation POST /v3/device/{deviceUid}/udf
func (s *DevicesService) SetUDFsV3(ctx context.Context, deviceUID string, request SetUDFsV3Request, opts ...CallOption) error {
	if len(request.UDFs) == 0 {
		return &ValidationError{Operation: opSetDeviceUDFsV3.String(), Field: "udfs", Reason: "it names no field"}
	}
	return exec(ctx, s.client, opSetDeviceUDFsV3, request, opts, deviceUID)
}
