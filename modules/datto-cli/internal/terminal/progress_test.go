package terminal

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// safeBuffer is written by the progress line while the test reads it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.b.String()
	s.b.Reset()
	return text
}

// seen is a progress line on a terminal, in a bubble.
type seen struct {
	*Progress

	streams *Streams
	screen  safeBuffer
	columns int
}

func see(t *testing.T, test func(t *testing.T, s *seen)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &seen{columns: 100}
		s.streams = &Streams{
			In: strings.NewReader("y\n"), Out: &s.screen, Err: &s.screen, InTTY: true, OutTTY: true, ErrTTY: true,
			errColumns: func() int { return s.columns },
		}
		s.Progress = NewProgress(s.streams, time.Now, false)
		s.Start()
		defer s.Stop()
		test(t, s)
	})
}

// after lets d pass and returns what was written meanwhile.
func (s *seen) after(d time.Duration) string {
	<-time.After(d)
	synctest.Wait()
	return s.screen.take()
}

// shows is the line as it is drawn next.
func (s *seen) shows() string {
	drawn := s.after(progressEvery)
	return drawn[strings.LastIndex(drawn, "\x1b[K")+len("\x1b[K"):]
}

// foretold is what lies ahead.
type foretold struct {
	reason      string
	wait, least time.Duration
	calls       int
	writes      bool
}

func (f *foretold) Why() (string, time.Duration) { return f.reason, f.wait }

func (f *foretold) Least(calls int, writes bool) time.Duration {
	f.calls, f.writes = calls, writes
	return f.least
}

func TestProgress(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		require.Empty(t, s.after(450*time.Millisecond), "what is quick needs no progress")
		s.Call()
		require.Equal(t, "\r\x1b[K1 call, 0 s", s.after(200*time.Millisecond), "names are looked up")
		s.Read(1, 250, new(1000))
		require.Equal(t, "1 call, 0 s", s.shows(), "nobody has said what the rows are of")
		s.Of("devices", 0)
		require.Equal(t, "0 devices, 1 call, 1 s", s.shows())
		s.Call()
		s.Read(1, 250, nil)
		require.Equal(t, "250 devices, 2 calls, 1 s", s.shows())
		s.Call()
		s.Read(2, 500, new(2000))
		s.after(time.Second)
		require.Equal(t, "500 of 2000 devices, 3 calls, 2 s, about 4 s left", s.shows())
		s.Read(3, 2001, new(2000))
		require.Equal(t, "2001 devices, 3 calls, 2 s", s.shows(), "more than was said")
		s.Stop()
		s.Stop()
		require.Equal(t, "\r\x1b[K", s.screen.take(), "the line is gone")
		require.Empty(t, s.after(time.Minute))
	})
}

func TestARequestThatIsNotAnsweredHasNoTimeLeft(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.after(4700 * time.Millisecond)
		require.Equal(t, "0 calls, 4 s", s.shows())
		require.Equal(t, "0 calls, 5 s (waiting for an answer, 5 s)", s.shows())
		s.Of("devices", 0)
		s.Call()
		s.Read(1, 250, new(300))
		s.after(4700 * time.Millisecond)
		require.Equal(t, "250 of 300 devices, 1 call, 10 s, about 1 s left", s.shows())
		s.after(7 * time.Second)
		require.Equal(t, "250 of 300 devices, 1 call, 17 s (waiting for an answer, 12 s)", s.shows())
		s.Printed(10)
		require.Equal(t, "250 of 300 devices, 1 call, 17 s, about 2 s left", s.shows(), "rows are worked on")
		s.after(9 * time.Second)
		s.Watch(&foretold{reason: "rate limit"})
		require.Contains(t, s.shows(), " left (rate limit)")
		s.after(9 * time.Second)
		s.Watch(nil)
		require.Regexp(t, `, about \d+ s left$`, s.shows(), "it has just been sent")
		s.after(5 * time.Second)
		require.Contains(t, s.shows(), " (waiting for an answer, 5 s)")

		s.reads(true)
		s.after(9 * time.Second)
		require.Contains(t, s.shows(), " left (reading standard input)")
		s.reads(false)
		require.NotContains(t, s.shows(), "(")
		s.after(9 * time.Second)
		s.lineEnded()
		require.NotContains(t, s.shows(), "(", "somebody has thought about it")
		s.Awaiting("jobs", 3)
		s.after(time.Minute)
		require.NotContains(t, s.shows(), "(")
	})
}

func TestStandardInputIsNoAnswer(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		in, typed := io.Pipe()
		s.streams.In = in
		go func() {
			text, err := s.streams.ReadText(t.Context(), 100)
			assert.NoError(t, err)
			assert.Equal(t, "a", text)
		}()
		s.after(9 * time.Second)
		require.Equal(t, "0 calls, 9 s (reading standard input)", s.shows())
		_, _ = typed.Write([]byte("a"))
		_ = typed.Close()
		require.Equal(t, "0 calls, 9 s", s.shows())
	})
}

func TestNobodyForetellsWhenJobsEnd(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.Awaiting("jobs", 3)
		s.after(time.Second)
		s.Printed(1)
		require.Equal(t, "1 of 3 jobs, 0 calls, 1 s", s.shows())
	})
}

func TestProgressOfSeveralLists(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.Of("filters", 0)
		s.Read(1, 10, new(10))
		s.Read(1, 250, new(400))
		s.after(time.Second)
		require.Equal(t, "260 of 410 filters, 0 calls, 1 s, about 1 s left", s.shows())
		s.Read(2, 400, new(400))
		require.Equal(t, "410 of 410 filters, 0 calls, 1 s", s.shows())
	})
}

// With a limit, only what is printed counts.
func TestProgressTowardsALimit(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.Of("devices", 500)
		s.after(time.Second)
		require.Equal(t, "0 of 500 devices, 0 calls, 1 s", s.shows())
		s.after(9 * time.Second)
		s.Read(1, 250, new(50_000))
		s.Printed(5)
		require.Equal(t, "5 of 500 devices, 0 calls, 10 s, about 17 min 9 s left", s.shows())
		s.Read(90, 30_000, new(50_000))
		require.Equal(t, "5 of 500 devices, 0 calls, 10 s, about 7 s left", s.shows(), "there are only so many")
		s.Of("devices", 500)
		s.Read(1, 20, new(20))
		require.Equal(t, "0 of 20 devices, 0 calls, 10 s", s.shows())
	})
}

func TestProgressSaysWhyItWaitsAndHowLong(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.Of("jobs", 100)
		s.after(time.Second)
		s.Waiting("server error, trying again", 8*time.Second)
		require.Equal(t, "0 of 100 jobs, 0 calls, 1 s (server error, trying again, 7 s)", s.shows())
		s.after(8 * time.Second)
		require.Equal(t, "0 of 100 jobs, 0 calls, 9 s", s.shows())
		s.Watch(&foretold{reason: "rate limit"})
		require.Equal(t, "0 of 100 jobs, 0 calls, 9 s (rate limit)", s.shows())
		s.Watch(&foretold{reason: "rate limit", wait: 12500 * time.Millisecond})
		require.Equal(t, "0 of 100 jobs, 0 calls, 9 s (rate limit, 12 s)", s.shows())
		s.Watch(&foretold{reason: "rate limit", wait: 125 * time.Second})
		require.Equal(t, "0 of 100 jobs, 0 calls, 10 s (rate limit, 2 min 5 s)", s.shows())

		ahead := &foretold{least: 2 * time.Hour}
		s.Watch(ahead)
		s.Printed(50)
		require.Equal(t, "50 of 100 jobs, 0 calls, 10 s, about 2 h 0 min left", s.shows(), "the budget takes longer than so far")
		require.True(t, ahead.writes)
		require.Equal(t, 50, ahead.calls)
		s.Watch(&foretold{reason: "rate limit", wait: 59 * time.Second})
		require.Equal(t, "50 of 100 jobs, 0 calls, 10 s, about 59 s left (rate limit, 59 s)", s.shows(), "it does not end before the wait")
		s.Watch(ahead)
		s.Of("alerts", 0)
		s.Read(3, 750, new(1000))
		s.shows()
		require.False(t, ahead.writes)
		require.Equal(t, 1, ahead.calls, "of 250 rows each")
	})
}

// What others print is never torn, and never wiped out.
func TestOutputGoesAroundTheProgressLine(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.after(time.Second)
		for _, w := range []io.Writer{s.streams.Out, s.streams.Err} {
			_, err := io.WriteString(w, "a message\n")
			require.NoError(t, err)
			require.Equal(t, "\r\x1b[Ka message\n", s.screen.take())
			require.Contains(t, s.after(time.Second), "0 calls", "it comes back below")
		}
		_, _ = io.WriteString(s.streams.Out, "half a line")
		require.Equal(t, "\r\x1b[Khalf a line", s.screen.take())
		require.Empty(t, s.after(time.Second))
		_, _ = io.WriteString(s.streams.Out, ", and the rest\n")
		require.Equal(t, ", and the rest\n", s.screen.take())
		require.NotEmpty(t, s.after(time.Second))

		answer, err := s.streams.Ask(context.Background(), "really? ")
		require.NoError(t, err)
		require.Equal(t, "y", answer)
		require.Equal(t, "\r\x1b[Kreally? ", s.screen.take())
		require.NotEmpty(t, s.after(time.Second), "return was pressed")
	})
}

func TestNobodyTouchesAQuestionThatIsOpen(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.after(time.Second)
		in, typed := io.Pipe()
		s.streams.In = in
		go func() { _, _ = s.streams.Ask(context.Background(), "really? ") }()
		require.Equal(t, "\r\x1b[Kreally? ", s.after(time.Minute))
		_ = typed.Close()
	})
}

func TestProgressFitsTheTerminal(t *testing.T) {
	t.Parallel()
	see(t, func(t *testing.T, s *seen) {
		s.Watch(&foretold{reason: "rate limit", wait: 12 * time.Second, least: 3 * time.Minute})
		s.Of("devices", 0)
		s.Read(48, 12_000, new(50_000))
		s.after(time.Second)
		for _, test := range []struct {
			columns int
			want    string
		}{
			{80, "12000 of 50000 devices, 0 calls, 1 s, about 3 min 0 s left (rate limit, 12 s)"},
			{77, "12000 of 50000 devices, 0 calls, about 3 min 0 s left (rate limit, 12 s)"},
			{70, "12000 of 50000 devices, about 3 min 0 s left (rate limit, 12 s)"},
			{60, "12000 of 50000 devices (rate limit, 12 s)"},
			{20, "12000 of 50000 devi"},
		} {
			s.columns = test.columns
			require.Equal(t, test.want, s.line(time.Now()))
			require.Less(t, len(test.want), test.columns)
		}
	})
}

func TestNobodySeesProgressWhereNobodyIs(t *testing.T) {
	t.Parallel()
	require.Nil(t, NewProgress(&Streams{}, time.Now, false), "no terminal")
	require.Nil(t, NewProgress(&Streams{ErrTTY: true, OutPiped: true}, time.Now, false), "another program prints there")
	streams := &Streams{ErrTTY: true}
	p := NewProgress(streams, time.Now, true)
	require.Nil(t, p, "--quiet")
	require.Nil(t, streams.Err, "and nothing stands in the way")
	p.Start()
	p.Of("x", 1)
	p.Awaiting("x", 1)
	p.Printed(1)
	p.Read(1, 1, nil)
	p.Call()
	p.Waiting("x", time.Second)
	p.Watch(nil)
	p.Stop()
	p.lineEnded()
	p.reads(true)
}
