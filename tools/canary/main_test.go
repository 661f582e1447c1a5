package main

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const secret = "CANARY+KEY-1234"

func TestCanary(t *testing.T) {
	cases := map[string]struct{ content, complaint string }{
		"clean":         {"GET /v2/device 200", ""},
		"in clear":      {"error: " + secret + " refused", "holds the secret"},
		"URL-encoded":   {"username=CANARY%2BKEY-1234", "URL-encoded"},
		"in a header":   {"Basic " + base64.StdEncoding.EncodeToString([]byte(secret+":x")), "base64-encoded"},
		"behind 1 byte": {base64.StdEncoding.EncodeToString([]byte("a" + secret)), "base64-encoded"},
		"behind 2":      {base64.StdEncoding.EncodeToString([]byte("ab" + secret + "c")), "base64-encoded"},
		"nothing":       {"", "no test has written anything"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			secrets := filepath.Join(t.TempDir(), "secrets.txt")
			require.NoError(t, os.WriteFile(secrets, []byte(secret+"\n\n"), 0o600))
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "log.txt"), []byte(tc.content), 0o600))
			err := run(secrets, dir)
			if tc.complaint == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, tc.complaint)
			}
		})
	}
}

func TestCanaryNeedsSecrets(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "secrets.txt")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	assert.ErrorContains(t, run(empty, t.TempDir()), "names no secret")
}
