package datto

import (
	"context"
	"iter"
)

// AuditsService reads what the agents have found on devices. See [Client.Audits].
//
// There are three kinds of audit, by [Device].DeviceClass. Asking for the wrong
// kind is a 400; network devices have none.
type AuditsService struct{ client *Client }

// Get reads the hardware audit of a device of class "device".
//
//datto:operation GET /v2/audit/device/{deviceUid}
func (s *AuditsService) Get(ctx context.Context, deviceUID string, opts ...CallOption) (*DeviceAudit, error) {
	return read[DeviceAudit](ctx, s.client, opGetDeviceAudit, opts, deviceUID)
}

// GetESXiHost reads the audit of a device of class "esxihost".
//
//datto:operation GET /v2/audit/esxihost/{deviceUid}
func (s *AuditsService) GetESXiHost(ctx context.Context, deviceUID string, opts ...CallOption) (*ESXiHostAudit, error) {
	return read[ESXiHostAudit](ctx, s.client, opGetESXiHostAudit, opts, deviceUID)
}

// GetPrinter reads the audit of a device of class "printer".
//
//datto:operation GET /v2/audit/printer/{deviceUid}
func (s *AuditsService) GetPrinter(ctx context.Context, deviceUID string, opts ...CallOption) (*PrinterAudit, error) {
	return read[PrinterAudit](ctx, s.client, opGetPrinterAudit, opts, deviceUID)
}

// ListByMAC reads the audits of the devices that have a MAC address. Devices can
// share one. The address is 12 hexadecimal digits; separators are dropped.
//
//datto:operation GET /v2/audit/device/macAddress/{macAddress}
func (s *AuditsService) ListByMAC(ctx context.Context, mac string, opts ...CallOption) ([]DeviceAudit, error) {
	mac, err := macAddress(opListDeviceAuditsByMAC, mac)
	if err != nil {
		return nil, err
	}
	return rows[DeviceAudit](ctx, s.client, opListDeviceAuditsByMAC, opts, mac)
}

// ListSoftware reads one page of the software on a device of class "device". Nil
// options read the first.
//
//datto:operation GET /v2/audit/device/{deviceUid}/software
func (s *AuditsService) ListSoftware(ctx context.Context, deviceUID string, options *ListOptions, opts ...CallOption) (*Page[Software], error) {
	return listOf[Software](s.client, opListDeviceSoftware, options.query(), opts, deviceUID).one(ctx)
}

// AllSoftware walks the software on a device of class "device". Rows have no
// identity: the same name and version can stand there twice.
//
//datto:operation GET /v2/audit/device/{deviceUid}/software
func (s *AuditsService) AllSoftware(ctx context.Context, deviceUID string, options *ListOptions, opts ...CallOption) iter.Seq2[Software, error] {
	return listOf[Software](s.client, opListDeviceSoftware, options.query(), opts, deviceUID).all(ctx)
}
