package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostArtifact is the name of the host's files without what they end in.
func hostArtifact(version string) string {
	return "datto_" + version + "_" + runtime.GOOS + "_" + runtime.GOARCH
}

func TestBuild(t *testing.T) {
	y := newToy(t)
	y.targets = []target{{"windows", "amd64"}, {"linux", "arm64"}}
	before := y.state()
	out := filepath.Join(t.TempDir(), "out")
	code, stdout, stderr := y.run("build", "--out", out)
	require.Equal(t, exitOK, code, stderr)
	assert.Contains(t, stdout, "modules/datto-cli/v0.1.0 is not tagged")
	assert.Equal(t, before, y.state())

	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	assert.Equal(t, []string{
		"SHA256SUMS",
		"datto_0.1.0_linux_arm64.cdx.json",
		"datto_0.1.0_linux_arm64.tar.gz",
		"datto_0.1.0_windows_amd64.cdx.json",
		"datto_0.1.0_windows_amd64.zip",
	}, names)

	sums, err := os.ReadFile(filepath.Join(out, checksumsFile))
	require.NoError(t, err)
	for line := range strings.Lines(string(sums)) {
		sum, name, found := strings.Cut(strings.TrimSpace(line), "  ")
		require.True(t, found)
		content, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		have := sha256.Sum256(content)
		assert.Equal(t, hex.EncodeToString(have[:]), sum)
	}
	assert.Equal(t, len(names)-1, strings.Count(string(sums), "\n"))

	when, err := commitTime(t.Context(), newRepository(y.root, y.environ), "HEAD")
	require.NoError(t, err)
	documents := []string{"LICENSE", "LICENSES-third-party.txt", "README.md", "completions/_datto", "completions/datto.bash", "completions/datto.fish", "completions/datto.ps1"}
	files := readTar(t, filepath.Join(out, "datto_0.1.0_linux_arm64.tar.gz"), when)
	assert.Len(t, files, len(documents)+2)
	for _, name := range append(documents, "datto", "man/man1/datto.1") {
		assert.Contains(t, files, "datto_0.1.0_linux_arm64/"+name)
	}
	assert.Equal(t, "# completion for fish\n", files["datto_0.1.0_linux_arm64/completions/datto.fish"])
	assert.Contains(t, files["datto_0.1.0_linux_arm64/LICENSES-third-party.txt"], "github.com/google/uuid v1.6.0 (LICENSE)")
	assert.Contains(t, files["datto_0.1.0_linux_arm64/LICENSES-third-party.txt"], "Go standard library go1.")
	assert.NotContains(t, files["datto_0.1.0_linux_arm64/LICENSES-third-party.txt"], "Toy License")
	files = readZip(t, filepath.Join(out, "datto_0.1.0_windows_amd64.zip"), when)
	assert.Len(t, files, len(documents)+2)
	for _, name := range append(documents, "datto.exe", "man/man1/datto.1") {
		assert.Contains(t, files, name)
	}
	assert.True(t, strings.HasPrefix(files["datto.exe"], "MZ"))
	assert.NotContains(t, files["datto.exe"], y.root, "no path of this machine is in a program")
	assert.NotContains(t, files["datto.exe"], os.TempDir())

	sum := sha256.Sum256([]byte(files["datto.exe"]))
	checkBillOfMaterials(t, filepath.Join(out, "datto_0.1.0_windows_amd64.cdx.json"), hex.EncodeToString(sum[:]))
}

// readTar reads an archive and checks what should be the same for all its files.
func readTar(t *testing.T, name string, when time.Time) map[string]string {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer func() { assert.NoError(t, file.Close()) }()
	uncompressed, err := gzip.NewReader(file)
	require.NoError(t, err)
	archive := tar.NewReader(uncompressed)
	out := map[string]string{}
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		content, err := io.ReadAll(archive)
		require.NoError(t, err)
		out[header.Name] = string(content)
		assert.True(t, when.Equal(header.ModTime), header.Name)
		assert.Zero(t, header.Uid)
		assert.Empty(t, header.Uname)
		want := int64(0o644)
		if strings.HasSuffix(header.Name, "/datto") {
			want = 0o755
		}
		assert.Equal(t, want, header.Mode, header.Name)
	}
}

func readZip(t *testing.T, name string, when time.Time) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer func() { assert.NoError(t, archive.Close()) }()
	out := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(reader)
		require.NoError(t, err)
		out[file.Name] = string(content)
		assert.True(t, when.Equal(file.Modified), file.Name)
	}
	return out
}

func checkBillOfMaterials(t *testing.T, name, sum string) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	type component struct {
		Type, Name, Version, PURL string
		Hashes                    []struct{ Alg, Content string }
	}
	var bom struct {
		BOMFormat, SpecVersion, SerialNumber string
		Metadata                             struct{ Component component }
		Components                           []component
	}
	require.NoError(t, json.Unmarshal(data, &bom))
	assert.Equal(t, "CycloneDX", bom.BOMFormat)
	assert.Equal(t, "1.6", bom.SpecVersion)
	assert.Regexp(t, `^urn:uuid:[0-9a-f-]{36}$`, bom.SerialNumber)
	assert.Equal(t, "pkg:golang/github.com/datto-go/datto-rmm/modules/datto-cli@v0.1.0?type=module&goos=windows&goarch=amd64#cmd/datto", bom.Metadata.Component.PURL)
	assert.Equal(t, sum, bom.Metadata.Component.Hashes[0].Content, "of the program in the archive")
	names := make([]string, 0, len(bom.Components))
	for _, c := range bom.Components {
		names = append(names, c.Name+" "+c.Version)
	}
	assert.Equal(t, []string{
		"std " + strings.TrimPrefix(runtime.Version(), "go"),
		"github.com/datto-go/datto-rmm/modules/datto-api v0.1.0",
		"github.com/datto-go/datto-rmm/modules/datto-types v0.1.0",
		"github.com/google/uuid v1.6.0",
	}, names)
}

func TestBuildIsReproducible(t *testing.T) {
	y := newToy(t)
	code, stdout, stderr := y.run("build", "--verify-reproducible")
	require.Equal(t, exitOK, code, stderr)
	assert.Contains(t, stdout, "compared   two builds, the second elsewhere and with empty caches: all 3 files are the same")
	assert.FileExists(t, y.path("dist/"+hostArtifact("0.1.0")+".cdx.json"))
	assert.Empty(t, y.git("status", "--porcelain"))

	y.environ = append(y.environ, "SOURCE_DATE_EPOCH=1767225600")
	code, _, stderr = y.run("build")
	require.Equal(t, exitOK, code, stderr, "dist is replaced by the next build")
	assert.Contains(t, y.read("dist/"+hostArtifact("0.1.0")+".cdx.json"), "2026-01-01T00:00:00Z")
}

func TestBuildFindsWhatIsNotReproducible(t *testing.T) {
	y := newToy(t)
	y.replace("modules/datto-cli/cmd/datto/main.go", `fmt.Println("# completion for", os.Args[2])`, `fmt.Println("# completion for", os.Args[2], os.Getpid())`)
	code, _, stderr := y.run("build", "--verify-reproducible")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, hostArtifact("0.1.0"))
	assert.Contains(t, stderr, "is not reproducible: two builds differ")
	assert.NoDirExists(t, y.path("dist"))
}

func TestBuildHoldsTheTag(t *testing.T) {
	y := newToy(t)
	for _, test := range []struct{ tag, want string }{
		{"modules/datto-cli/v0.2.0", "the tag is modules/datto-cli/v0.2.0, versions.yaml says modules/datto-cli/v0.1.0"},
		{"modules/datto-cli/v0.1.0", "there is no tag modules/datto-cli/v0.1.0 here"},
	} {
		code, _, stderr := y.run("build", "--tag", test.tag)
		assert.Equal(t, exitError, code)
		assert.Contains(t, stderr, test.want)
	}
	code, _, stderr := y.run("tag", "--push")
	require.Equal(t, exitOK, code, stderr)
	code, stdout, stderr := y.run("build", "--tag", "modules/datto-cli/v0.1.0")
	require.Equal(t, exitOK, code, stderr)
	assert.NotContains(t, stdout, "rehearsal")

	y.write("later.txt", "")
	code, _, stderr = y.run("build", "--tag", "modules/datto-cli/v0.1.0")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "modules/datto-cli/v0.1.0 is at ")
}

func TestBuildSaysWhatTheCommandLineLacks(t *testing.T) {
	for _, test := range []struct{ old, text, want string }{
		{`strings.HasPrefix(line, "docs man ")`, `false`, "unknown command docs man "},
		{`fmt.Println("datto", version)`, `fmt.Println("datto")`, "`datto version` printed \"datto\", want v0.1.0 in it"},
		{`"datto.1"`, `"datto.md"`, "`datto docs man` wrote datto.md, which is no man page"},
		{`fmt.Println("# completion for", os.Args[2])`, ``, "`datto completion bash` printed nothing"},
	} {
		y := newToy(t)
		y.replace("modules/datto-cli/cmd/datto/main.go", test.old, test.text)
		code, _, stderr := y.run("build")
		assert.Equal(t, exitError, code)
		assert.Contains(t, stderr, test.want)
	}
}

func TestBuildWantsOneReleaseOfGo(t *testing.T) {
	y := newToy(t)
	y.replace(versionsFile, "go: ", "go: 1.1.0\n#")
	code, _, stderr := y.run("build")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "releases are built with go1.1.0 (versions.yaml), this is "+runtime.Version()+": set GOTOOLCHAIN=go1.1.0")
}

func TestBuildReplacesOnlyBuilds(t *testing.T) {
	y := newToy(t)
	out := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(out, "thesis.txt"), nil, 0o600))
	code, _, stderr := y.run("build", "--out", out)
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "holds no earlier build")
	assert.FileExists(t, filepath.Join(out, "thesis.txt"))
}

func TestStrangerEnvironHoldsNoSettings(t *testing.T) {
	environ := strangerEnviron([]string{"PATH=/bin", "DATTO_API_KEY=not-a-key", "HOME=/home/me", "XDG_CONFIG_HOME=/home/me/.config", "AppData=C:\\me"}, "/nobody")
	assert.Equal(t, []string{"PATH=/bin", "HOME=/nobody", "USERPROFILE=/nobody", "APPDATA=/nobody", "LOCALAPPDATA=/nobody"}, environ)
}

func TestArchivesDependOnTheirFilesOnly(t *testing.T) {
	when := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	files := []archived{{name: "b", content: []byte("2")}, {name: "a", program: true, content: []byte("1")}}
	turned := []archived{files[1], files[0]}
	for _, pack := range []func([]archived, time.Time) ([]byte, error){
		zipArchive,
		func(files []archived, when time.Time) ([]byte, error) { return tarArchive("dir", files, when) },
	} {
		one, err := pack(files, when)
		require.NoError(t, err)
		two, err := pack(turned, when)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(one, two))
		later, err := pack(files, when.Add(time.Hour))
		require.NoError(t, err)
		assert.False(t, bytes.Equal(one, later), "the time is in it")
	}
}
