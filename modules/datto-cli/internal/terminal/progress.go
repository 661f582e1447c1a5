package terminal

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"
)

const (
	// progressAfter is how long a command may take before it says what it does.
	progressAfter = 500 * time.Millisecond
	// progressEvery is the time between two looks at the clock.
	progressEvery = 200 * time.Millisecond
	// silence is how long no answer may come before the line says so.
	silence = 5 * time.Second
)

// Outlook is what a progress line asks about the calls that are still to come.
type Outlook interface {
	// Why says what keeps calls from being sent, "" when nothing does, and for how
	// much longer, zero when that is not known.
	Why() (reason string, wait time.Duration)
	// Least is how long so many further reads, or writes, take at least.
	Least(calls int, writes bool) time.Duration
}

// Progress is one line at the bottom of a terminal that says how far a command
// has come. What is written to the streams meanwhile goes around it. It is safe
// for concurrent use. A nil *Progress shows nothing.
type Progress struct {
	w       io.Writer
	now     func() time.Time
	columns func() int

	mu      sync.Mutex
	started time.Time // the line
	began   time.Time // what the noun stands for
	heard   time.Time // when something last went on, or there was a reason why not
	noun    string
	printed int  // things done with
	most    int  // how many of them there will be at most, zero when that is open
	moody   bool // they take as long as they please
	read    listed
	before  listed // lists that came to their end
	calls   int
	why     string
	until   time.Time // of the wait that why explains
	outlook Outlook
	drawn   bool
	inLine  bool // something else stands where the line would be
	reading bool // standard input, which takes as long as whoever writes it
	stop    chan struct{}
	stopped chan struct{}
}

// listed is how far lists have come.
type listed struct{ pages, rows, total int }

// NewProgress returns a progress line for the error stream, or nil when nobody
// would see it, or when it would be torn apart by what another program makes of
// the output.
func NewProgress(s *Streams, now func() time.Time, quiet bool) *Progress {
	if quiet || !s.ErrTTY || s.OutPiped {
		return nil
	}
	p := &Progress{w: s.Err, now: now, columns: s.errColumns}
	s.Err = &around{p, s.Err}
	if s.OutTTY {
		s.Out = &around{p, s.Out}
	}
	s.progress = p
	return p
}

// around writes to the terminal without the progress line in the way.
type around struct {
	progress *Progress
	w        io.Writer
}

func (a *around) Write(text []byte) (int, error) {
	p := a.progress
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	if len(text) > 0 {
		p.inLine = text[len(text)-1] != '\n'
	}
	return a.w.Write(text)
}

// lineEnded notes that whoever sits at the terminal has pressed return.
func (p *Progress) lineEnded() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inLine, p.heard = false, p.now()
}

// reads notes that standard input is read, or that it no longer is.
func (p *Progress) reads(input bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reading, p.heard = input, p.now()
}

// Start begins to show progress. It may be called more than once.
func (p *Progress) Start() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		return
	}
	p.started = p.now()
	p.heard = p.started
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

// Of begins to count things of a kind, noun in the plural. most is how many there
// will be at most, zero when that is open.
func (p *Progress) Of(noun string, most int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.noun, p.most, p.moody, p.began = noun, most, false, p.now()
	p.printed, p.read, p.before, p.heard = 0, listed{}, listed{}, p.began
}

// Awaiting is [Progress.Of] for things that end when they please: those that have
// ended do not foretell how long the others take.
func (p *Progress) Awaiting(noun string, n int) {
	if p == nil {
		return
	}
	p.Of(noun, n)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.moody = true
}

// Printed notes how many of the things have been done with.
func (p *Progress) Printed(n int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.printed, p.heard = n, p.now()
}

// Read notes how far a list has come that the things are taken from: how many
// pages and rows were read, and of how many rows, nil when that is not known. The
// first page begins a further list.
func (p *Progress) Read(pages, rows int, total *int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if pages == 1 {
		p.before = p.read
	}
	p.read.pages, p.read.rows = p.before.pages+pages, p.before.rows+rows
	if total != nil {
		p.read.total = p.before.total + *total
	}
}

// Call notes that one more request has been answered.
func (p *Progress) Call() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	p.heard = p.now()
}

// Waiting notes that a request waits for d, and why.
func (p *Progress) Waiting(why string, d time.Duration) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.why, p.until = why, p.now().Add(d)
}

// Watch lets the line ask, each time it is drawn, what is to come.
func (p *Progress) Watch(outlook Outlook) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outlook = outlook
}

func (p *Progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.inLine || now.Sub(p.started) < progressAfter {
		return
	}
	_, _ = io.WriteString(p.w, "\r\x1b[K"+p.line(now))
	p.drawn = true
}

// line is ASCII, so that it can be cut at any byte.
func (p *Progress) line(now time.Time) string {
	columns := fallbackWidth
	if p.columns != nil {
		if n := p.columns(); n > 0 {
			columns = n
		}
	}
	why, wait := p.reason(now)
	rows, left := p.rows(), ""
	if quiet := now.Sub(p.heard); why == "" && quiet >= silence && !p.moody {
		// How long the rest took is no measure of this.
		why = " (waiting for an answer, " + span(quiet) + ")"
	} else {
		left = p.left(now, wait)
	}
	calls, elapsed := counted(p.calls, "call"), span(now.Sub(p.started))
	// What matters least goes first where there is not room for all.
	line := ""
	for _, parts := range [][]string{{rows, calls, elapsed, left}, {rows, calls, left}, {rows, left}, {rows}} {
		line = strings.Join(nonEmpty(parts), ", ") + why
		if len(line) < columns {
			return line
		}
	}
	return line[:columns-1]
}

func nonEmpty(parts []string) []string {
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// rows says how many things there are of how many.
func (p *Progress) rows() string {
	n, of := p.read.rows, p.read.total
	if p.most > 0 || n == 0 {
		n = p.printed
		if p.most > 0 && (of == 0 || of > p.most) {
			of = p.most
		}
	}
	switch {
	case p.noun == "":
		return ""
	case of > 0 && n <= of:
		return fmt.Sprintf("%d of %d %s", n, of, p.noun)
	}
	return fmt.Sprintf("%d %s", n, p.noun)
}

// left says how long it takes until the last row has come, or the last that is
// wanted, whichever is sooner: not before the wait is over.
func (p *Progress) left(now time.Time, wait time.Duration) string {
	least := time.Duration(math.MaxInt64)
	estimate := func(done, total, calls int, writes bool) {
		if done <= 0 || total <= done {
			return
		}
		share := float64(total-done) / float64(done)
		left := time.Duration(share * float64(now.Sub(p.began)))
		if p.outlook != nil {
			left = max(left, p.outlook.Least(int(math.Ceil(share*float64(calls))), writes))
		}
		least = min(least, left)
	}
	estimate(p.read.rows, p.read.total, p.read.pages, false)
	if p.read.pages > 0 {
		estimate(p.printed, p.most, p.read.pages, false)
	} else {
		estimate(p.printed, p.most, p.printed, true)
	}
	if p.noun == "" || p.moody || least == math.MaxInt64 {
		return ""
	}
	return "about " + span(max(least, wait, time.Second)) + " left"
}

// reason says why nothing happens, and for how long.
func (p *Progress) reason(now time.Time) (string, time.Duration) {
	why, wait := p.why, p.until.Sub(now)
	if wait <= 0 {
		why = ""
		if p.outlook != nil {
			why, wait = p.outlook.Why()
		}
	}
	if why == "" && p.reading {
		why, wait = "reading standard input", 0
	}
	if why == "" {
		return "", 0
	}
	p.heard = now
	if wait > 0 {
		return " (" + why + ", " + span(max(wait, time.Second)) + ")", wait
	}
	return " (" + why + ")", 0
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// span is a duration to the second.
func span(d time.Duration) string {
	d = d.Truncate(time.Second)
	h, m, s := int(d/time.Hour), int(d/time.Minute)%60, int(d/time.Second)%60
	switch {
	case h > 0:
		return fmt.Sprintf("%d h %d min", h, m)
	case m > 0:
		return fmt.Sprintf("%d min %d s", m, s)
	}
	return fmt.Sprintf("%d s", s)
}

func (p *Progress) erase() {
	if p.drawn {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
		p.drawn = false
	}
}
