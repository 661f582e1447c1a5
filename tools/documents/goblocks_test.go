package documents

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// goBlock is what a Go block of a document lacks of a file. What it is run on, and what is checked of it, is in
// testdata/goblocks.
type goBlock struct {
	// before and after make a function of a part of one.
	before, after string
	// replace are pairs of texts: what stands in the document, and in its place.
	replace []string
}

const blockPackage = "documentblocks"

var (
	// A program gets a client that reaches a simulation.
	asProgram = func(name string) goBlock {
		return goBlock{replace: []string{"package main", "package " + blockPackage, "func main()", "func " + name + "()", "datto.NewClient(", "newClient("}}
	}
	goBlocks = map[string]goBlock{
		"README.md#1":                     asProgram("listDevices"),
		"modules/datto-api/README.md#1":   asProgram("listAlerts"),
		"modules/datto-api/README.md#2":   {before: "func listServers(ctx context.Context, client *datto.Client) error {", after: "return nil\n}"},
		"modules/datto-api/README.md#3":   {before: "func customRequests(ctx context.Context, client *datto.Client, body any) {", after: "use(answer, made, err)\n}", replace: []string{"…", "use(row, err)"}},
		"modules/datto-api/README.md#4":   {before: "func simulated() (*datto.Client, error) {", after: "return client, err\n}"},
		"modules/datto-types/README.md#1": {before: "func decode(row []byte) error {", after: "return nil\n}"},
		"modules/datto-types/README.md#2": {before: "func decodeContext(alert dattotypes.Alert) (dattotypes.DiskUsageContext, error) {", after: "return disk, err\n}"},
		"docs/simulator.md#1":             {before: "func transport() (*http.Client, string, string) {", after: "return client, key, secret\n}"},
		"docs/simulator.md#2":             {},
	}

	goFence = regexp.MustCompile("(?ms)^```go\n(.*?)^```$")
	printed = regexp.MustCompile(`(?m)fmt\.Println\(.*\) +// (.+)$`)
	// imports are those of the packages that parts of files use.
	imports = map[string]string{
		"context": "context", "errors": "errors", "fmt": "fmt", "http": "net/http", "json": "encoding/json", "log": "log", "testing": "testing",
		"assert":     "github.com/stretchr/testify/assert",
		"datto":      "github.com/datto-go/datto-rmm/modules/datto-api/datto",
		"dattotypes": "github.com/datto-go/datto-rmm/modules/datto-types/dattotypes",
		"simulator":  "github.com/datto-go/datto-rmm/modules/datto-api/simulator",
	}
)

// file makes a file of the block, whose first line is the given one of the document.
func (b goBlock) file(document string, line int, text string) string {
	text = strings.NewReplacer(b.replace...).Replace(text)
	if strings.HasPrefix(text, "package ") {
		return fmt.Sprintf("//line %s:%d\n%s", document, line, text)
	}
	var head strings.Builder
	fmt.Fprintf(&head, "package %s\n", blockPackage)
	for name, path := range imports {
		if regexp.MustCompile(`\b` + name + `\.`).MatchString(b.before + text) {
			fmt.Fprintf(&head, "import %q\n", path)
		}
	}
	return fmt.Sprintf("%s\n%s\n//line %s:%d\n%s\n%s\n", head.String(), b.before, document, line, text, b.after)
}

// Each Go block of the documents is built and run. They become one package, which stands beside the client in an overlay, so
// that nothing is written into the checkout.
func TestGoBlocks(t *testing.T) {
	dir := t.TempDir()
	overlay := map[string]string{}
	module, err := filepath.Abs(filepath.Join(root, "modules", "datto-api"))
	require.NoError(t, err)
	add := func(name, text string) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		overlay[filepath.Join(module, blockPackage, name)] = path
	}
	want := map[string]string{}
	seen := map[string]bool{}
	for _, path := range files(t, ".md") {
		document, err := filepath.Rel(root, path)
		require.NoError(t, err)
		document = filepath.ToSlash(document)
		if name := filepath.Base(path); name != "README.md" && !strings.HasPrefix(document, "docs/") {
			continue
		}
		text := content(t, path)
		for n, at := range goFence.FindAllStringSubmatchIndex(text, -1) {
			key := fmt.Sprintf("%s#%d", document, n+1)
			block, known := goBlocks[key]
			require.True(t, known, "%s: say in goBlocks how this block is built, and check it in testdata/goblocks", key)
			seen[key] = true
			code := text[at[2]:at[3]]
			add(fmt.Sprintf("block%d_test.go", len(seen)), block.file(document, strings.Count(text[:at[2]], "\n")+1, code))
			for _, match := range printed.FindAllStringSubmatch(code, -1) {
				want[key] += match[1] + "\n"
			}
		}
	}
	for key := range goBlocks {
		assert.True(t, seen[key], "there is no block %s", key)
	}
	add("want_test.go", fmt.Sprintf("package %s\n\n// want is what the blocks say that they print.\nvar want = %#v\n", blockPackage, want))
	add("run_test.go", content(t, filepath.Join("testdata", "goblocks", "run_test.go")))

	list, err := json.Marshal(map[string]any{"Replace": overlay})
	require.NoError(t, err)
	overlayFile, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "blocks.test.exe")
	require.NoError(t, os.WriteFile(overlayFile, list, 0o600))
	workspace, err := filepath.Abs(filepath.Join(root, "go.work"))
	require.NoError(t, err)
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-vet=off", "-overlay", overlayFile, "-o", program, "./"+blockPackage)
	build.Dir, build.Env = module, append(os.Environ(), "GOWORK="+workspace)
	said, err := build.CombinedOutput()
	require.NoError(t, err, "%s", said)

	run := exec.CommandContext(t.Context(), program, "-test.v")
	run.Dir = dir
	said, err = run.CombinedOutput()
	require.NoError(t, err, "%s", said)
	require.NotContains(t, string(said), "no tests to run")
}
