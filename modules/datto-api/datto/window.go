package datto

import "time"

// window counts the client's requests of one kind as the server does: those of
// the last so many seconds. Times are nanoseconds of the limiter's clock.
//
// The server counts a request when it arrives, which is some time between its
// sending and its answer. A request is therefore held from before it is sent
// until one window after its answer, so that the local count is never behind.
type window struct {
	limit    int // what the server allows in one window
	others   int // what others used of it when the server was last asked
	inFlight int
	done     []passage // ring, oldest first, by end
	head     int
	count    int
	paused   int64 // nothing is sent before this time
}

// passage is a request that was answered.
type passage struct{ begin, end int64 }

// push notes a request that was answered.
func (w *window) push(p passage) {
	if w.count == len(w.done) {
		grown := make([]passage, max(16, 2*len(w.done)))
		for i := range w.count {
			grown[i] = w.at(i)
		}
		w.done, w.head = grown, 0
	}
	w.done[(w.head+w.count)%len(w.done)] = p
	w.count++
}

func (w *window) at(i int) passage { return w.done[(w.head+i)%len(w.done)] }

// expire drops what has left the window.
func (w *window) expire(now int64, size time.Duration) {
	for w.count > 0 && w.at(0).end+int64(size) <= now {
		w.head = (w.head + 1) % len(w.done)
		w.count--
	}
}

// used is the client's own part of the window.
func (w *window) used() int { return w.count + w.inFlight }

// begunSince counts the requests begun after the given time, those in flight
// included.
func (w *window) begunSince(t int64) int {
	n := w.inFlight
	for i := range w.count {
		if w.at(i).begin > t {
			n++
		}
	}
	return n
}

// heldSince counts the requests that were answered after the given time, those in
// flight included.
func (w *window) heldSince(t int64) int {
	n := w.inFlight
	for i := range w.count {
		if w.at(i).end > t {
			n++
		}
	}
	return n
}

// readyAt is when one more request fits, given how many are allowed: now or
// before when it fits already, and the farthest future when only an answer to a
// request in flight can make room.
func (w *window) readyAt(allowed int, size time.Duration) int64 {
	at := w.paused
	if over := w.used() - allowed; over >= 0 {
		if over >= w.count {
			return never
		}
		at = max(at, w.at(over).end+int64(size))
	}
	return at
}

const never = int64(1<<63 - 1)
