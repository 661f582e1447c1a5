package terminal

import (
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// progressAfter is how long a command may take before it says what it does.
	progressAfter = 500 * time.Millisecond
	// progressEvery is the time between two looks at the clock.
	progressEvery = 200 * time.Millisecond
)

// Progress is one line at the bottom of a terminal that says how far a command
// has come. It is safe for concurrent use. A nil *Progress shows nothing.
type Progress struct {
	w       io.Writer
	now     func() time.Time
	columns int

	mu      sync.Mutex
	started time.Time
	noun    string
	rows    int
	total   int
	calls   int
	why     string
	until   time.Time // of the wait that why explains
	reason  func() (why string, until time.Time)
	drawn   bool
	stop    chan struct{}
	stopped chan struct{}
}

// NewProgress returns a progress line for the error stream, or nil when nobody
// would see it, or when it would be torn apart by what another program makes of
// the output.
func NewProgress(s *Streams, now func() time.Time, quiet bool) *Progress {
	if quiet || !s.ErrTTY || s.OutPiped {
		return nil
	}
	columns := s.Columns
	if columns == 0 {
		columns = fallbackWidth
	}
	return &Progress{w: s.Err, now: now, columns: columns}
}

// Start begins to show progress over things called noun, in the plural.
func (p *Progress) Start(noun string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		return
	}
	p.noun, p.started = noun, p.now()
	p.stop, p.stopped = make(chan struct{}), make(chan struct{})
	go p.run(p.stop, p.stopped)
}

func (p *Progress) run(stop, stopped chan struct{}) {
	defer close(stopped)
	ticker := time.NewTicker(progressEvery)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			p.draw()
		}
	}
}

// Stop ends the progress line and removes it from the terminal. It may be called
// more than once.
func (p *Progress) Stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	stop, stopped := p.stop, p.stopped
	p.stop = nil
	p.mu.Unlock()
	if stop == nil {
		return
	}
	close(stop)
	<-stopped
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
}

// Rows notes how many rows have come.
func (p *Progress) Rows(n int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.rows, p.why = n, ""
	p.mu.Unlock()
}

// Total notes how many rows there are, once that is known.
func (p *Progress) Total(n int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.total = n
	p.mu.Unlock()
}

// Call notes that one more request has been answered.
func (p *Progress) Call() {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.calls++
	p.why = ""
	p.mu.Unlock()
}

// Waiting notes that nothing will happen for d, and why.
func (p *Progress) Waiting(why string, d time.Duration) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.why, p.until = why, p.now().Add(d)
	p.mu.Unlock()
}

// Explain lets the line ask why nothing happens, each time it is drawn. The time
// is zero when it is not known how long that lasts.
func (p *Progress) Explain(reason func() (why string, until time.Time)) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.reason = reason
	p.mu.Unlock()
}

// Around runs talk without the progress line in the way.
func (p *Progress) Around(talk func()) {
	if p == nil {
		talk()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	talk()
}

func (p *Progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Sub(p.started) < progressAfter {
		return
	}
	line := p.line(now)
	if len(line) >= p.columns {
		line = line[:p.columns-1]
	}
	_, _ = io.WriteString(p.w, "\r\x1b[K"+line)
	p.drawn = true
}

// line is ASCII, so that it can be cut at any byte.
func (p *Progress) line(now time.Time) string {
	elapsed := now.Sub(p.started)
	line := fmt.Sprintf("%d %s", p.rows, p.noun)
	if p.total > 0 {
		line = fmt.Sprintf("%d of %d %s", p.rows, p.total, p.noun)
	}
	line += fmt.Sprintf(", %d calls, %s", p.calls, elapsed.Truncate(time.Second))
	if p.total > p.rows && p.rows > 0 {
		left := time.Duration(float64(elapsed) / float64(p.rows) * float64(p.total-p.rows))
		line += fmt.Sprintf(", about %s left", max(left.Truncate(time.Second), time.Second))
	}
	why, until := p.why, p.until
	if why == "" && p.reason != nil {
		why, until = p.reason()
	}
	switch rest := until.Sub(now); {
	case why == "":
	case until.IsZero():
		line += " (" + why + ")"
	case rest > 0:
		line += fmt.Sprintf(" (%s, %s)", why, max(rest.Truncate(time.Second), time.Second))
	}
	return line
}

func (p *Progress) erase() {
	if p.drawn {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
		p.drawn = false
	}
}
