package terminal

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEnvironmentDecidesColourAndWidth(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		env     map[string]string
		tty     bool
		columns int
		escapes bool

		wantTTY, wantColored bool
		wantColumns          int
	}{
		"pipe":                          {escapes: true},
		"terminal":                      {tty: true, columns: 132, escapes: true, wantTTY: true, wantColored: true, wantColumns: 132},
		"terminal of unknown width":     {tty: true, escapes: true, wantTTY: true, wantColored: true, wantColumns: 80},
		"width from COLUMNS":            {tty: true, escapes: true, env: map[string]string{"COLUMNS": "100"}, wantTTY: true, wantColored: true, wantColumns: 100},
		"forced":                        {env: map[string]string{"DATTO_FORCE_TTY": "60"}, wantTTY: true, wantColored: true, wantColumns: 60},
		"forced with a word":            {env: map[string]string{"DATTO_FORCE_TTY": "yes"}, wantTTY: true, wantColored: true, wantColumns: 80},
		"NO_COLOR":                      {tty: true, columns: 80, escapes: true, env: map[string]string{"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, wantTTY: true, wantColumns: 80},
		"CLICOLOR=0":                    {tty: true, columns: 80, escapes: true, env: map[string]string{"CLICOLOR": "0"}, wantTTY: true, wantColumns: 80},
		"TERM=dumb":                     {tty: true, columns: 80, escapes: true, env: map[string]string{"TERM": "dumb"}, wantTTY: true, wantColumns: 80},
		"CLICOLOR_FORCE in a pipe":      {env: map[string]string{"CLICOLOR_FORCE": "1"}, wantColored: true},
		"CLICOLOR_FORCE=0":              {env: map[string]string{"CLICOLOR_FORCE": "0"}},
		"console without sequences":     {tty: true, columns: 80, wantTTY: true, wantColumns: 80},
		"nonsense in DATTO_FORCE_TTY=0": {env: map[string]string{"DATTO_FORCE_TTY": "0"}, wantTTY: true, wantColored: true, wantColumns: 80},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &Streams{OutTTY: test.tty, Columns: test.columns}
			s.applyEnvironment(func(name string) string { return test.env[name] }, test.escapes, test.escapes)
			require.Equal(t, test.wantTTY, s.OutTTY)
			require.Equal(t, test.wantColored, s.Colored)
			require.Equal(t, test.wantColumns, s.Columns)
		})
	}
}
