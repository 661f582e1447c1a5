package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outcome is what one run of the program did.
type outcome struct {
	status int
	stdout string
	stderr string
}

// runSync runs the program with a file to keep, and no platform unless some are given.
func runSync(t *testing.T, out string, from []platform, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{stdout: &stdout, stderr: &stderr, platforms: from, fetcher: newFetcher()}
	status := p.run(t.Context(), append([]string{"--out", out}, args...))
	return outcome{status, stdout.String(), stderr.String()}
}

// writeFile writes a file into a fresh directory and gives its path.
func writeFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

// vendorFileAt makes a file that has read one build, and gives its path and text.
func vendorFileAt(t *testing.T) (string, string) {
	t.Helper()
	text := readOne(t, nil, smallBuilds()["201"])
	return writeFile(t, "vendor.json", text), string(text)
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func TestSyncFromFiles(t *testing.T) {
	t.Parallel()
	documents := smallBuilds()
	out := filepath.Join(t.TempDir(), "vendor.json")
	first := runSync(t, out, nil, "--from", writeFile(t, "build-201.json", documents["201"]))
	assert.Equal(t, outcome{exitOK, "build 201, from build-201.json: new\n  the first build read: 2 operations, 4 schemas\n" + filepath.ToSlash(out) + ": written\n", ""}, first)

	both := runSync(t, out, nil, "--from", writeFile(t, "a.json", documents["277"]), "--from", writeFile(t, "b.json", documents["1.15.1-483"]))
	assert.Equal(t, exitOK, both.status)
	assert.Regexp(t, `(?s)^build 1\.15\.1-483, from b\.json: new\n.*\nbuild 277, from a\.json: new\n.*: written\n$`, both.stdout)
	text := textOf(t, out)
	assert.True(t, strings.HasPrefix(text, "{\n  \"components\": {\n"), "two spaces, keys in order")
	assert.True(t, strings.HasSuffix(text, "\n}\n"))

	again := runSync(t, out, nil, "--from", writeFile(t, "a.json", documents["277"]))
	assert.Equal(t, exitOK, again.status)
	assert.True(t, strings.HasPrefix(again.stdout, "build 277, from a.json: known, no change\n"))
	assert.True(t, strings.HasSuffix(again.stdout, "vendor.json: no change\n"))
	assert.Equal(t, text, textOf(t, out))
	assertOnlyFile(t, out)
}

func TestNamesOfFilesStartWhereTheUserIs(t *testing.T) {
	t.Parallel()
	path := writeFile(t, "build.json", smallBuilds()["201"])
	out := filepath.Join(t.TempDir(), "vendor.json")
	assert.Equal(t, exitOK, runSync(t, out, nil, "--chdir", filepath.Dir(path), "--from", "build.json").status)
	assert.Equal(t, exitOK, runSync(t, out, nil, "--chdir", t.TempDir(), "--from", path).status)
	missing := runSync(t, out, nil, "--chdir", t.TempDir(), "--from", "build.json")
	assert.Equal(t, exitError, missing.status)
	assert.Contains(t, missing.stderr, "build.json")
}

func TestWhatIsNoDocumentChangesNothing(t *testing.T) {
	t.Parallel()
	whole := smallBuilds()["235"]
	tests := map[string]struct {
		document []byte
		want     string
	}{
		"truncated":   {whole[:len(whole)/2], "not JSON: cut short"},
		"empty":       {nil, "not JSON: empty"},
		"binary":      {[]byte{0x1f, 0x8b, 0, 0xff}, `not JSON: invalid character '\x1f' looking for beginning of value`},
		"HTML":        {[]byte("<html>sign in</html>"), "not JSON but a page of HTML or XML"},
		"no OpenAPI":  {[]byte(`{"error":"Internal Server Error"}`), `not an OpenAPI document: it has no "openapi" version`},
		"Swagger 2":   {[]byte(`{"swagger":"2.0"}`), "a Swagger 2.0 document; OpenAPI 3.0 or 3.1 is needed"},
		"no paths":    {[]byte(`{"openapi":"3.1.0","info":{"version":"(Build 235_a)"}}`), "not a usable OpenAPI document: it has no paths"},
		"no build":    {bytes.Replace(whole, []byte("Build 235_"), []byte("235_"), 1), `info.version "2.0.0 (235_0123abcd)" names no build (expected "… (Build 201_…)")`},
		"bad schema":  {documentOf("235", anyPath, `"A":{"$ref":"#/components/schemas/B"}`), "components.schemas.A refers to #/components/schemas/B, which is missing"},
		"oversized":   {bytes.Repeat([]byte(" "), maxDocument+1), "larger than 16 MiB"},
		"deep nested": {bytes.Repeat([]byte("["), 20000), "not JSON: invalid character '[' exceeded max depth"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, before := vendorFileAt(t)
			// A good document beside the broken one is not read either: a run is whole or nothing.
			got := runSync(t, out, nil, "--from", writeFile(t, "good.json", smallBuilds()["277"]), "--from", writeFile(t, "broken.json", test.document))
			assert.Equal(t, exitError, got.status)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, "broken.json: "+test.want)
			assert.True(t, strings.HasPrefix(got.stderr, "sync: "))
			assert.Equal(t, 1, strings.Count(got.stderr, "\n"), "one line: %s", got.stderr)
			assert.Equal(t, before, textOf(t, out))
			assertOnlyFile(t, out)
		})
	}
}

func TestABrokenVendorFileIsNotOverwritten(t *testing.T) {
	t.Parallel()
	out := writeFile(t, "vendor.json", []byte("<<<<<<< HEAD\n"))
	got := runSync(t, out, nil, "--from", writeFile(t, "build.json", smallBuilds()["201"]))
	assert.Equal(t, exitError, got.status)
	assert.Contains(t, got.stderr, "; restore the committed file and sync again\n")
	assert.Equal(t, "<<<<<<< HEAD\n", textOf(t, out))
}

func TestWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args   []string
		status int
		want   string
	}{
		"unknown platform": {[]string{"--platform", "Mars"}, exitError, `unknown platform "Mars"; one of pinotage, merlot, concord, vidal, zinfandel, syrah`},
		"plain http":       {[]string{"--base-url", "http://example.com/api"}, exitError, `the base URL "http://example.com/api" is not https (plain http goes to loopback only)`},
		"a file by itself": {[]string{"build.json"}, exitUsage, `unexpected "build.json"; a file is given as --from build.json`},
		"two sources":      {[]string{"--from", "a", "--platform", "merlot"}, exitUsage, "--from, --platform and --base-url exclude each other"},
		"unknown flag":     {[]string{"--form", "a"}, exitUsage, "flag provided but not defined: -form"},
		"help":             {[]string{"--help"}, exitOK, "Usage of specsync"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, before := vendorFileAt(t)
			got := runSync(t, out, platforms(), test.args...)
			assert.Equal(t, test.status, got.status)
			assert.Contains(t, got.stderr, test.want)
			assert.Empty(t, got.stdout)
			assert.Equal(t, before, textOf(t, out))
		})
	}
}
