package datto

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// watchdog ends an attempt that makes no progress. It has a time in which the
// answer must begin, and then one in which more of it must arrive.
type watchdog struct {
	ctx    context.Context
	cancel context.CancelFunc
	timer  *time.Timer
	reason atomic.Pointer[error] // what the dog is waiting for at present
	barked atomic.Bool
}

func newWatchdog(parent context.Context, headerTimeout time.Duration) *watchdog {
	w := &watchdog{}
	w.ctx, w.cancel = context.WithCancel(parent)
	w.reason.Store(&ErrHeaderTimeout)
	w.timer = time.AfterFunc(headerTimeout, w.bark)
	return w
}

func (w *watchdog) bark() {
	w.barked.Store(true)
	w.cancel()
}

// expectMore gives the attempt d from now for more of the body.
func (w *watchdog) expectMore(d time.Duration) {
	w.reason.Store(&ErrBodyStalled)
	w.timer.Reset(d)
}

// stop ends the watch and frees the attempt's context.
func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel()
}

// explain replaces the error of an attempt that the dog ended by its reason.
func (w *watchdog) explain(err error) error {
	if err == nil || !w.barked.Load() {
		return err
	}
	if proxy, ok := errors.AsType[*ProxyError](err); ok {
		return &ProxyError{Proxy: proxy.Proxy, Err: *w.reason.Load()}
	}
	return *w.reason.Load()
}
