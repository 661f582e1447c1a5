package cmd_test

import (
	"context"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

// windowsText is a text as Windows PowerShell writes it with ">".
func windowsText(text string) string {
	encoded := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = binary.LittleEndian.AppendUint16(encoded, unit)
	}
	return string(encoded)
}

// valueReaders are the commands that read a value from standard input, with what
// stands before and behind it in the body.
var valueReaders = map[string]string{
	"variable create x --value-stdin":                                                  `"name":"x","value":"CANARY"`,
	"variable update backupPortal --value-stdin":                                       `"name":"backupPortal","value":"CANARY"`,
	"site proxy set Orchard --host h --port 1 --username u --password-stdin":           `"password":"CANARY"`,
	"job run ORCA-DC01 --component ad-hoc --var-stdin command":                         `{"name":"command","value":"CANARY"}`,
	"api PUT /v2/device/0a68cb57-6ca1-4aa4-9820-8dc2b6f8198f/udf -F udf7=@- -f udf8=x": `{"udf7":"CANARY\r\n","udf8":"x"}`,
}

func TestAValueFromStandardInputIsReadInEveryEncodingAndNotShown(t *testing.T) {
	t.Parallel()
	for args, want := range valueReaders {
		for name, in := range map[string]string{
			"UTF-8": "CANARY\r\n", "UTF-8 with a mark": "\xef\xbb\xbfCANARY\r\n", "UTF-16": windowsText("CANARY\r\n"),
		} {
			t.Run(args+" in "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.in = in
				call := append(strings.Fields(args), "--dry-run")
				require.Zero(t, w.run(t.Context(), append(call, "--show-secrets")...), w.err.String())
				require.Contains(t, w.out.String(), want)
				require.Zero(t, w.run(t.Context(), call...), w.err.String())
				require.Contains(t, w.out.String(), "[redacted]")
				require.NotContains(t, w.out.String(), "CANARY")
			})
		}
	}
}

func TestABodyIsShownWithoutWhatItMasks(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"value":"CANARY","masked":true,"name":"x"}`:                          `{"value":"[redacted]","masked":true,"name":"x"}`,
		`{"value":"CANARY","masked":"true"}`:                                   `{"value":"[redacted]","masked":"true"}`,
		`{"value":"shown","masked":false,"n":1e30}`:                            `{"value":"shown","masked":false,"n":1e30}`,
		`{"value":"","masked":true,"password":null}`:                           `{"value":"","masked":true,"password":null}`,
		`[{"a":{"password":"CANARY"}},{"value":5,"masked":true},[],{},"text"]`: `[{"a":{"password":"[redacted]"}},{"value":"[redacted]","masked":true},[],{},"text"]`,
		`"text"`: `"text"`,
	} {
		w := newWorld(t)
		w.in = body
		require.Zero(t, w.run(t.Context(), "api", "PUT", "/v2/account/variable", "--input", "-", "--dry-run"), w.err.String())
		require.Equal(t, "PUT /v2/account/variable\n"+want+"\n", w.out.String())
	}
	w := newWorld(t)
	require.Zero(t, w.run(t.Context(), strings.Fields("api PUT /v2/account/variable -F masked=true -f value=CANARY --dry-run")...))
	require.Equal(t, "PUT /v2/account/variable\n{\"masked\":true,\"value\":\"[redacted]\"}\n", w.out.String())
}

func TestFilesAndListsAreReadInEveryEncoding(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "body.json")
	require.NoError(t, os.WriteFile(file, []byte(windowsText(`{"name":"New"}`)), 0o600))
	require.Zero(t, w.run(t.Context(), "api", "PUT", "/v2/site", "--input", file, "--dry-run"), w.err.String())
	require.Equal(t, "PUT /v2/site\n{\"name\":\"New\"}\n", w.out.String())
	require.Zero(t, w.run(t.Context(), "api", "PUT", "/v2/site", "-F", "notes=@"+file, "--dry-run"), w.err.String())
	require.Equal(t, "PUT /v2/site\n{\"notes\":\"{\\\"name\\\":\\\"New\\\"}\"}\n", w.out.String())
	require.NoError(t, os.WriteFile(file, []byte("\xff\xfe{"), 0o600))
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "api", "PUT", "/v2/site", "--input", file, "--dry-run"))
	require.Contains(t, w.err.String(), "datto: "+file+": it is not a whole UTF-16 text")

	w.in = windowsText("ORCA-DC01\tonline\r\n\r\nORCA-FS01\r\n")
	require.Zero(t, w.run(t.Context(), "device", "warranty", "clear", "-", "--dry-run"), w.err.String())
	require.Equal(t, 2, strings.Count(w.out.String(), "POST /v2/device/"))
}

func TestAValueThatIsTooLongIsNotCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in = strings.Repeat("x", command.LongestValue+1)
	require.Equal(t, exitcode.Failed, w.run(t.Context(), "variable", "create", "x", "--value-stdin", "--yes"))
	require.Equal(t, "datto: standard input holds more than 1048576 bytes\nnext: see the command's --help; --debug logs each request\n", w.err.String())
}

func TestAnInterruptEndsTheWaitForStandardInput(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"variable create x --value-stdin --yes",
		"alert resolve - --yes",
		"api PUT /v2/site -F name=@- --yes",
		"api PUT /v2/site --input - --yes",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			f := w.factory()
			in, end := io.Pipe()
			t.Cleanup(func() { _ = end.Close() })
			ctx, interrupt := context.WithCancel(t.Context())
			f.Streams.In = reading{in, interrupt}
			require.Equal(t, exitcode.Cancelled, cmd.Run(ctx, f, strings.Fields(args)))
			require.Equal(t, "datto: cancelled\n", w.err.String())
		})
	}
}

// reading tells when somebody reads.
type reading struct {
	io.Reader

	begun func()
}

func (r reading) Read(p []byte) (int, error) {
	r.begun()
	return r.Reader.Read(p)
}
