package cmd_test

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

func TestAnInterruptEndsWhatNobodyReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, _, stderr := bubble(t)
		f.Demo.Devices = 300
		r, w := io.Pipe()
		defer func() { require.NoError(t, r.Close()) }()
		f.Streams.Out = w
		ctx, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Hour, interrupt)
		started := time.Now()
		require.Equal(t, exitcode.Cancelled, cmd.Run(ctx, f, []string{"--demo", "device", "list", "--output", "json"}))
		require.Less(t, time.Since(started), time.Hour+time.Second)
		require.Equal(t, "datto: cancelled: nobody reads the output\n", stderr.String())
	})
}
