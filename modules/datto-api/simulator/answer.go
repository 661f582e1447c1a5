package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// answer is all that goes back for one request, and how.
type answer struct {
	at          time.Time
	status      int
	contentType string
	header      [][2]string
	body        []byte
	buffer      *wire // goes back to the pool with release

	delay time.Duration // before the status line
	reset bool          // the connection dies instead
	hang  bool          // nothing ever comes instead

	stopAt int           // bytes of body after which it breaks off; -1 is the whole body
	stall  bool          // at stopAt nothing more comes, instead of the end
	pause  time.Duration // between chunks of a slow body
	chunk  int           // bytes of a slow body sent at once
}

// release gives the body's memory back; nothing may read it afterwards.
func (a *answer) release() {
	if a.buffer != nil {
		a.body = nil
		a.buffer.release()
		a.buffer = nil
	}
}

// fill sets the headers of the answer.
func (a *answer) fill(h http.Header) {
	h.Set("Date", a.at.UTC().Format(http.TimeFormat))
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	if a.contentType != "" && len(a.body) > 0 {
		h.Set("Content-Type", a.contentType)
	}
	for _, pair := range a.header {
		h.Set(pair[0], pair[1])
	}
}

// next returns how many bytes of body may be sent from an offset in one go,
// and what follows when there are none left to send.
func (a *answer) next(offset int) (n int, end ending) {
	limit := len(a.body)
	if a.stopAt >= 0 && a.stopAt < limit {
		limit = a.stopAt
		end = cutOff
		if a.stall {
			end = stalled
		}
	}
	n = limit - offset
	if a.chunk > 0 {
		n = min(n, a.chunk-offset%a.chunk)
	}
	return n, end
}

// ending is how a body ends.
type ending uint8

const (
	whole   ending = iota
	cutOff         // the connection closes before the promised length
	stalled        // nothing more comes, and the connection stays open
)

// deliver writes the answer to a real connection.
func (s *Simulator) deliver(w http.ResponseWriter, r *http.Request, a *answer) {
	if a.reset {
		resetConnection(w)
		return
	}
	a.fill(w.Header())
	w.WriteHeader(a.status)
	flusher := http.NewResponseController(w)
	for offset := 0; ; {
		n, end := a.next(offset)
		if n == 0 {
			s.endBody(flusher, r, end)
			return
		}
		if offset > 0 && s.clock.sleep(r.Context(), nil, a.pause) != nil {
			panic(http.ErrAbortHandler)
		}
		if _, err := w.Write(a.body[offset : offset+n]); err != nil { //nolint:gosec // G705: what is repeated of a request is quoted as JSON.
			return // the caller hung up
		}
		offset += n
		if a.chunk > 0 {
			_ = flusher.Flush() // a writer that cannot flush sends it all at the end
		}
	}
}

func (s *Simulator) endBody(flusher *http.ResponseController, r *http.Request, end ending) {
	if end == whole {
		return
	}
	_ = flusher.Flush() // what was sent before the break must arrive
	if end == stalled {
		<-r.Context().Done()
	}
	panic(http.ErrAbortHandler)
}

// resetConnection ends the connection so that the peer gets a reset, not an
// orderly end.
func resetConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0) // without it the peer sees an end of file
	}
	_ = conn.Close()
}
