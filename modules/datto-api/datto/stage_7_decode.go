package datto

import "context"

// decode hands the body to the call that asked for it.
func (c *Client) decode(_ context.Context, x *exchange) error {
	if x.decode == nil {
		return nil
	}
	return x.decode(x.res.StatusCode, x.buf.data)
}
