package terminal

import (
	"bytes"
	"sync"
	"testing"
	"testing/synctest"
	"time"

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

func TestProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shown safeBuffer
		p := NewProgress(&Streams{Err: &shown, ErrTTY: true, Columns: 100}, time.Now, false)
		p.Start("devices")
		defer p.Stop()
		after := func(d time.Duration) string {
			<-time.After(d)
			synctest.Wait()
			return shown.take()
		}
		require.Empty(t, after(450*time.Millisecond), "what is quick needs no progress")
		p.Rows(250)
		p.Call()
		require.Equal(t, "\r\x1b[K250 devices, 1 calls, 0s", after(200*time.Millisecond))
		p.Total(1000)
		require.Contains(t, after(2*time.Second), "\r\x1b[K250 of 1000 devices, 1 calls, 2s, about 7s left")
		p.Waiting("rate limit", 12*time.Second)
		require.Contains(t, after(time.Second), "(rate limit, 1")
		require.Contains(t, after(12*time.Second), "250 of 1000 devices, 1 calls, 15s")
		p.Call()
		p.Explain(func() (string, time.Time) { return "rate limit", time.Time{} })
		require.Contains(t, after(time.Second), "2 calls")
		p.Around(func() { _, _ = shown.Write([]byte("a message\n")) })
		require.Equal(t, "\r\x1b[Ka message\n", shown.take())
		after(time.Second)
		p.Stop()
		p.Stop()
		require.Equal(t, "\r\x1b[K", shown.take(), "the line is gone")
		require.Empty(t, after(time.Minute))
	})
}

func TestNobodySeesProgressWhereNobodyIs(t *testing.T) {
	t.Parallel()
	require.Nil(t, NewProgress(&Streams{}, time.Now, false), "no terminal")
	require.Nil(t, NewProgress(&Streams{ErrTTY: true, OutPiped: true}, time.Now, false), "another program prints there")
	p := NewProgress(&Streams{ErrTTY: true}, time.Now, true)
	require.Nil(t, p, "--quiet")
	p.Start("x")
	p.Rows(1)
	p.Total(1)
	p.Call()
	p.Waiting("x", time.Second)
	p.Explain(nil)
	said := false
	p.Around(func() { said = true })
	require.True(t, said)
	p.Stop()
}
