package datto

import (
	"context"
	"iter"
)

// ComponentsService reads the account's components: scripts, applications and
// monitors. See [Client.Components].
type ComponentsService struct{ client *Client }

// List reads one page of the components. Nil options read the first.
//
//datto:operation GET /v2/account/components
func (s *ComponentsService) List(ctx context.Context, options *ListOptions, opts ...CallOption) (*Page[Component], error) {
	return listOf[Component](s.client, opListComponents, options.query(), opts).one(ctx)
}

// All walks the components.
//
//datto:operation GET /v2/account/components
func (s *ComponentsService) All(ctx context.Context, options *ListOptions, opts ...CallOption) iter.Seq2[Component, error] {
	return listOf[Component](s.client, opListComponents, options.query(), opts).all(ctx)
}
