package datto

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// read takes in the whole body. An answer that is cut is no answer.
func (c *Client) read(ctx context.Context, x *exchange) error {
	defer x.res.Body.Close() //nolint:errcheck // The body has been read; nothing depends on its end.
	x.buf = bodyBuffers.Get().(*bodyBuffer)
	data, err := readBody(x.buf.data[:0], x.res, x.watch, c.stallTimeout, c.maxBodySize)
	x.buf.data = data
	if err == nil {
		x.watch.stop()
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("datto: %s: %w", x.op, ended)
	}
	return c.transportError(x.op, x.watch.explain(err), true)
}

// bodyBuffer holds one answer. A page is more than a megabyte, nearly all of it
// UDFs that are not set, so buffers are used again.
type bodyBuffer struct {
	data []byte
}

// maxPooledBody keeps the odd huge answer from staying in memory.
const maxPooledBody = 4 << 20

var bodyBuffers = sync.Pool{New: func() any { return new(bodyBuffer) }}

func (b *bodyBuffer) free() {
	if cap(b.data) <= maxPooledBody {
		bodyBuffers.Put(b)
	}
}

// readBody appends the body of res to buf. The watch barks when nothing arrives
// for the stall time.
func readBody(buf []byte, res *http.Response, watch *watchdog, stall time.Duration, limit int64) ([]byte, error) {
	if res.ContentLength > limit {
		return buf, ErrBodyTooLarge
	}
	// One byte more than announced, so that the read that meets the end has room.
	want := max(res.ContentLength+1, 512)
	if int64(cap(buf)) < want {
		buf = make([]byte, 0, want)
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		watch.expectMore(stall)
		n, err := res.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > limit {
			return buf, ErrBodyTooLarge
		}
		if err == io.EOF {
			if res.ContentLength >= 0 && int64(len(buf)) < res.ContentLength {
				return buf, io.ErrUnexpectedEOF
			}
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}
