package datto

import (
	"context"
	"fmt"
)

// authenticate takes the token that the request will carry.
func (c *Client) authenticate(ctx context.Context, x *exchange) error {
	if x.op.Public {
		return nil
	}
	g, err := c.tokens.get(ctx, x.refused)
	if err != nil {
		if ended := ctx.Err(); ended != nil {
			return fmt.Errorf("datto: %s: %w", x.op, ended)
		}
		return err
	}
	x.grant = g
	return nil
}
