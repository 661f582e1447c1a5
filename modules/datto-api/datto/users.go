package datto

import (
	"context"
	"iter"
)

// UsersService reads the account's users. See [Client.Users].
type UsersService struct{ client *Client }

// List reads one page of the users. Nil options read the first. Users have no id
// in this API.
//
//datto:operation GET /v2/account/users
func (s *UsersService) List(ctx context.Context, options *ListOptions, opts ...CallOption) (*Page[User], error) {
	return listOf[User](s.client, opListUsers, options.query(), opts).one(ctx)
}

// All walks the users.
//
//datto:operation GET /v2/account/users
func (s *UsersService) All(ctx context.Context, options *ListOptions, opts ...CallOption) iter.Seq2[User, error] {
	return listOf[User](s.client, opListUsers, options.query(), opts).all(ctx)
}

// ResetAPIKeys makes a new key pair for the user whose keys this client uses. The
// old pair stops to work at once, this client's with it: make a new client with
// the pair that is returned. An answer that is lost cannot be had again, other
// than by a person in the portal, so keep it before doing anything else.
//
// The call is never sent twice. When its answer does not arrive the error is an
// [*AmbiguousError].
//
//datto:operation POST /v2/user/resetApiKeys
func (s *UsersService) ResetAPIKeys(ctx context.Context, opts ...CallOption) (*APIKeyPair, error) {
	return send[APIKeyPair](ctx, s.client, opResetAPIKeys, nil, opts)
}
