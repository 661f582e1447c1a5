package datto

import "context"

// SystemService reads the state and the limits of the API. See [Client.System].
type SystemService struct{ client *Client }

// GetStatus reads state and version of the API. It needs no token.
//
//datto:operation GET /v2/system/status
func (s *SystemService) GetStatus(ctx context.Context, opts ...CallOption) (*SystemStatus, error) {
	return read[SystemStatus](ctx, s.client, opGetSystemStatus, opts)
}

// GetRequestRate reads the server's count of the account's requests. The call is
// itself one of them. The client asks now and then on its own; what it makes of
// the answer is in [Client.Limits].
//
//datto:operation GET /v2/system/request_rate
func (s *SystemService) GetRequestRate(ctx context.Context, opts ...CallOption) (*RequestRate, error) {
	return read[RequestRate](ctx, s.client, opGetRequestRate, opts)
}

// GetPagination reads the largest page size. It does not hold for alerts, whose
// limit is not published.
//
//datto:operation GET /v2/system/pagination
func (s *SystemService) GetPagination(ctx context.Context, opts ...CallOption) (*Pagination, error) {
	return read[Pagination](ctx, s.client, opGetPagination, opts)
}
