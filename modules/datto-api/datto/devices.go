package datto

import (
	"context"
	"iter"
)

// DevicesService reads devices, moves them, and sets their user-defined fields and
// warranty. See [Client.Devices].
type DevicesService struct{ client *Client }

// DeviceListOptions choose a page of the account's devices. The texts match
// anywhere in the value, whatever their case.
type DeviceListOptions struct {
	// FilterID applies a device filter, and with it the other fields count for
	// nothing. See [FiltersService].
	FilterID int64
	// Hostname keeps the devices whose host name contains it.
	Hostname string
	// DeviceType keeps the devices whose category contains it: "esxi" finds
	// "ESXi Host".
	DeviceType string
	// OperatingSystem keeps the devices whose operating system contains it.
	OperatingSystem string
	// SiteName keeps the devices of sites whose name contains it.
	SiteName string
	// Page is the page to read, counted from zero. All walks start at the first
	// page whatever it is.
	Page int
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server.
	PageSize int
}

func (o *DeviceListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	q := pageQuery(o.Page, o.PageSize)
	q.setID("filterId", o.FilterID)
	q.set("hostname", o.Hostname)
	q.set("deviceType", o.DeviceType)
	q.set("operatingSystem", o.OperatingSystem)
	q.set("siteName", o.SiteName)
	return q
}

// SiteDeviceListOptions choose a page of a site's devices. The server ignores all
// other filters here.
type SiteDeviceListOptions struct {
	// FilterID applies a device filter.
	FilterID int64
	// Page is the page to read, counted from zero. All walks start at the first
	// page whatever it is.
	Page int
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server.
	PageSize int
}

func (o *SiteDeviceListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	q := pageQuery(o.Page, o.PageSize)
	q.setID("filterId", o.FilterID)
	return q
}

// List reads one page of the account's devices. Nil options read the first of all
// devices. A filter that does not exist is [ErrNotFound].
//
//datto:operation GET /v2/account/devices
func (s *DevicesService) List(ctx context.Context, options *DeviceListOptions, opts ...CallOption) (*Page[Device], error) {
	return listOf[Device](s.client, opListAccountDevices, options.query(), opts).one(ctx)
}

// All walks the account's devices.
//
//datto:operation GET /v2/account/devices
func (s *DevicesService) All(ctx context.Context, options *DeviceListOptions, opts ...CallOption) iter.Seq2[Device, error] {
	return listOf[Device](s.client, opListAccountDevices, options.query(), opts).all(ctx)
}

// ListBySite reads one page of a site's devices. Nil options read the first.
//
//datto:operation GET /v2/site/{siteUid}/devices
func (s *DevicesService) ListBySite(ctx context.Context, siteUID string, options *SiteDeviceListOptions, opts ...CallOption) (*Page[Device], error) {
	return listOf[Device](s.client, opListSiteDevices, options.query(), opts, siteUID).one(ctx)
}

// AllBySite walks a site's devices.
//
//datto:operation GET /v2/site/{siteUid}/devices
func (s *DevicesService) AllBySite(ctx context.Context, siteUID string, options *SiteDeviceListOptions, opts ...CallOption) iter.Seq2[Device, error] {
	return listOf[Device](s.client, opListSiteDevices, options.query(), opts, siteUID).all(ctx)
}

// ListNetworkInterfaces reads one page of a site's devices with their network
// interfaces. Nil options read the first.
//
//datto:operation GET /v2/site/{siteUid}/devices/network-interface
func (s *DevicesService) ListNetworkInterfaces(ctx context.Context, siteUID string, options *ListOptions, opts ...CallOption) (*Page[DeviceNetworkInterface], error) {
	return listOf[DeviceNetworkInterface](s.client, opListSiteNetworkInterfaces, options.query(), opts, siteUID).one(ctx)
}

// AllNetworkInterfaces walks a site's devices with their network interfaces.
//
//datto:operation GET /v2/site/{siteUid}/devices/network-interface
func (s *DevicesService) AllNetworkInterfaces(ctx context.Context, siteUID string, options *ListOptions, opts ...CallOption) iter.Seq2[DeviceNetworkInterface, error] {
	return listOf[DeviceNetworkInterface](s.client, opListSiteNetworkInterfaces, options.query(), opts, siteUID).all(ctx)
}

// Get reads one device. The error is [ErrNotFound] when there is none.
//
//datto:operation GET /v2/device/{deviceUid}
func (s *DevicesService) Get(ctx context.Context, deviceUID string, opts ...CallOption) (*Device, error) {
	return read[Device](ctx, s.client, opGetDevice, opts, deviceUID)
}

// GetByID reads one device by its numeric id, which activity logs name devices by.
//
//datto:operation GET /v2/device/id/{deviceId}
func (s *DevicesService) GetByID(ctx context.Context, deviceID int64, opts ...CallOption) (*Device, error) {
	return read[Device](ctx, s.client, opGetDeviceByID, opts, idParam(deviceID))
}

// ListByMAC reads the devices that carry a MAC address; several can. The address
// may be written with colons, hyphens or dots.
//
//datto:operation GET /v2/device/macAddress/{macAddress}
func (s *DevicesService) ListByMAC(ctx context.Context, mac string, opts ...CallOption) ([]Device, error) {
	digits, err := macAddress(opListDevicesByMAC, mac)
	if err != nil {
		return nil, err
	}
	return rows[Device](ctx, s.client, opListDevicesByMAC, opts, digits)
}

// Move moves a device to another site. Moving it where it is does no harm.
//
//datto:operation PUT /v2/device/{deviceUid}/site/{siteUid}
func (s *DevicesService) Move(ctx context.Context, deviceUID, siteUID string, opts ...CallOption) error {
	return exec(ctx, s.client, opMoveDevice, nil, opts, deviceUID, siteUID)
}

// SetUDFs sets the fields that udfs holds and leaves all others as they are. To
// clear a field, set it to "": a field that is not in udfs is not sent, so nothing
// is cleared by leaving it out.
//
//datto:operation POST /v2/device/{deviceUid}/udf
func (s *DevicesService) SetUDFs(ctx context.Context, deviceUID string, udfs UDFs, opts ...CallOption) error {
	if udfs.Len() == 0 {
		return &ValidationError{Operation: opSetDeviceUDFs.String(), Field: "udfs", Reason: "it names no field"}
	}
	for n := range udfs.All() {
		if n > maxUDF {
			return &ValidationError{Operation: opSetDeviceUDFs.String(), Field: "udfs", Reason: "a device has fields 1 to 300"}
		}
	}
	return exec(ctx, s.client, opSetDeviceUDFs, udfs, opts, deviceUID)
}

// maxUDF is the last user-defined field of a device.
const maxUDF = 300

// SetWarranty sets the day on which a device's warranty ends. The zero Date clears
// it.
//
//datto:operation POST /v2/device/{deviceUid}/warranty
func (s *DevicesService) SetWarranty(ctx context.Context, deviceUID string, end Date, opts ...CallOption) error {
	return exec(ctx, s.client, opSetDeviceWarranty, SetWarrantyRequest{WarrantyDate: end}, opts, deviceUID)
}
