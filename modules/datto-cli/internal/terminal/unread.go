package terminal

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// unreadFor is how long a write may still take once the context has ended.
const unreadFor = 200 * time.Millisecond

// ErrUnread is the error of a write that nobody took before the context ended.
var ErrUnread = fmt.Errorf("nobody reads the output: %w", context.Canceled)

// LetGo makes writes to Out and Err give up soon after the context ends: whoever is
// at the other end may have stopped reading for good.
func (s *Streams) LetGo(ctx context.Context) {
	s.Out, s.Err = &letGo{ctx: ctx, w: s.Out}, &letGo{ctx: ctx, w: s.Err}
}

type letGo struct {
	ctx context.Context
	w   io.Writer

	mu    sync.Mutex
	text  []byte
	stuck bool
}

// Write writes what p holds. Nothing interrupts a write: one that nobody waits for
// any longer ends with the program, and so do those behind it.
func (l *letGo) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stuck {
		return 0, ErrUnread
	}
	type written struct {
		n   int
		err error
	}
	l.text = append(l.text[:0], p...) // The caller may use p again while it is still being written.
	done := make(chan written, 1)
	go func() {
		n, err := l.w.Write(l.text)
		done <- written{n, err}
	}()
	select {
	case d := <-done:
		return d.n, d.err
	case <-l.ctx.Done():
	}
	select {
	case d := <-done:
		return d.n, d.err
	case <-time.After(unreadFor):
		l.stuck = true
		return 0, ErrUnread
	}
}
