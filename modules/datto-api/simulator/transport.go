package simulator

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"
)

// Transport returns a round tripper that answers every request in memory,
// whatever its host, with the same routes, waits and faults as a served
// simulator. It opens no port and starts no goroutine: a slow body is waited
// for by whoever reads it, so it works in a testing/synctest bubble. It is
// safe for concurrent use.
func (s *Simulator) Transport() http.RoundTripper { return &transport{sim: s} }

type transport struct{ sim *Simulator }

// inMemory is the address of all callers that come through Transport.
const inMemory = "in-memory"

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }() // reading it is over
	}
	if req.URL == nil {
		return nil, errors.New("simulator: request has no URL")
	}
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := t.sim.respond(req, inMemory)
	if err := t.sim.await(ctx, a); err != nil {
		a.release()
		return nil, err
	}
	if a.reset {
		a.release()
		return nil, errReset()
	}
	res := &http.Response{
		Status:        fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        make(http.Header, 4),
		ContentLength: int64(len(a.body)),
		Request:       req,
	}
	a.fill(res.Header)
	if req.Method == http.MethodHead || len(a.body) == 0 {
		a.release()
		res.Body = http.NoBody
		return res, nil
	}
	res.Body = &bodyReader{sim: t.sim, req: req, answer: a, closed: make(chan struct{})}
	return res, nil
}

// errReset is what a real connection reports when its peer resets it.
func errReset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}

// bodyReader reads an answer's body and waits, breaks off or stalls where the
// answer says so. Close may be called while Read waits.
type bodyReader struct {
	sim    *Simulator
	req    *http.Request
	closed chan struct{}
	once   sync.Once

	mu     sync.Mutex // guards answer and offset; held by Read while it waits for nothing
	answer *answer
	offset int
	paused bool // the pause before the next chunk is over
}

func (b *bodyReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, pause, err := b.take(p)
	if n > 0 || err != nil {
		return n, err
	}
	if pause < 0 {
		select {
		case <-b.req.Context().Done():
			return 0, b.req.Context().Err()
		case <-b.closed:
			return 0, errClosed
		}
	}
	if err := b.sim.clock.sleep(b.req.Context(), b.closed, pause); err != nil {
		return 0, err
	}
	b.mu.Lock()
	b.paused = true
	b.mu.Unlock()
	n, _, err = b.take(p)
	return n, err
}

// take copies what is due now. When nothing is, it returns how long to wait
// first; a negative wait lasts until the request is given up.
func (b *bodyReader) take(p []byte) (n int, wait time.Duration, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answer == nil {
		return 0, 0, errClosed
	}
	if err := b.req.Context().Err(); err != nil {
		return 0, 0, err
	}
	n, end := b.answer.next(b.offset)
	if n == 0 {
		switch end {
		case cutOff:
			return 0, 0, io.ErrUnexpectedEOF
		case stalled:
			return 0, -1, nil
		case whole:
		}
		return 0, 0, io.EOF
	}
	// Whoever reads by the byte waits no longer than others.
	if b.answer.pause > 0 && b.offset > 0 && b.offset%b.answer.chunk == 0 && !b.paused {
		return 0, b.answer.pause, nil
	}
	n = copy(p, b.answer.body[b.offset:b.offset+n])
	b.offset += n
	b.paused = false
	return n, 0, nil
}

// Close implements io.Closer. It gives the body's memory back, so no byte of
// it may be in use by then; Read copies for that reason.
func (b *bodyReader) Close() error {
	b.once.Do(func() {
		close(b.closed)
		b.mu.Lock()
		defer b.mu.Unlock()
		b.answer.release()
		b.answer = nil
	})
	return nil
}
