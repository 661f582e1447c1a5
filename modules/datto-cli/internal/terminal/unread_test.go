package terminal

import (
	"bytes"
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAWriteThatNobodyTakesEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		defer func() { require.NoError(t, r.Close()) }() // Ends the write that was left behind.
		ctx, cancel := context.WithCancel(t.Context())
		s := &Streams{Out: w, Err: io.Discard}
		s.LetGo(ctx)
		time.AfterFunc(time.Hour, cancel)
		begun := time.Now()
		_, err := s.Out.Write([]byte("a row\n"))
		require.ErrorIs(t, err, ErrUnread)
		require.ErrorIs(t, err, context.Canceled)
		require.Less(t, time.Since(begun), time.Hour+time.Second)

		begun = time.Now()
		_, err = s.Out.Write([]byte("another row\n"))
		require.ErrorIs(t, err, ErrUnread)
		require.Zero(t, time.Since(begun))
	})
}

func TestWritesThatAreTakenGoOnAfterTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	s := &Streams{Out: &out, Err: io.Discard}
	s.LetGo(ctx)
	for _, text := range []string{"what was done\n", "so far\n"} {
		n, err := s.Out.Write([]byte(text))
		require.NoError(t, err)
		require.Equal(t, len(text), n)
	}
	require.Equal(t, "what was done\nso far\n", out.String())
}
