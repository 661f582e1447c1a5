package factory

import (
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// outlook tells the progress line what the request budget of a client holds in
// store.
type outlook func() datto.Limits

// Why says what keeps requests from being sent, if anything does.
func (o outlook) Why() (reason string, wait time.Duration) {
	limits := o()
	for _, w := range append(writeWindows(limits), limits.Reads) {
		if w.Used > 0 && w.Used >= w.Allowed || !w.ResumesAt.IsZero() {
			reason = "rate limit"
			wait = max(wait, time.Until(w.ResumesAt))
		}
	}
	return reason, wait
}

// Least is how long so many further reads, or writes, take at least.
func (o outlook) Least(calls int, writes bool) time.Duration {
	limits := o()
	windows := []datto.Window{limits.Reads}
	if writes {
		windows = writeWindows(limits)
	}
	least := time.Duration(0)
	for _, w := range windows {
		if over := calls - max(w.Allowed-w.Used, 0); over > 0 && w.Used > 0 && w.Allowed > 0 {
			least = max(least, time.Duration(over)*limits.WindowSize/time.Duration(w.Allowed), time.Until(w.ResumesAt))
		}
	}
	return least
}

// writeWindows are those that count writes.
func writeWindows(limits datto.Limits) []datto.Window {
	all := []datto.Window{limits.Writes}
	for _, w := range limits.Operations {
		all = append(all, w)
	}
	return all
}
