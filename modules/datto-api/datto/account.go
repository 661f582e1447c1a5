package datto

import "context"

// AccountService reads the account itself. See [Client.Account].
type AccountService struct{ client *Client }

// Get reads the account: its limits, time zone and device counts.
//
//datto:operation GET /v2/account
func (s *AccountService) Get(ctx context.Context, opts ...CallOption) (*Account, error) {
	return read[Account](ctx, s.client, opGetAccount, opts)
}
