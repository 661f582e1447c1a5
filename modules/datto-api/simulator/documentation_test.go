package simulator_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// documentation reads docs/simulator.md. Outside the repository, where the
// module is tested on its own, there is none.
func documentation(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat("../../../go.work"); err != nil {
		t.Skip("not in the repository")
	}
	data, err := os.ReadFile("../../../docs/simulator.md")
	require.NoError(t, err)
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

// section cuts out what stands under a heading.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "\n## "+heading+"\n")
	require.True(t, found, heading)
	text, _, _ := strings.Cut(rest, "\n## ")
	return text
}

// fenced returns the first code block of a language after a mark.
func fenced(t *testing.T, page, mark, language string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, mark)
	require.True(t, found, mark)
	_, rest, found = strings.Cut(rest, "```"+language+"\n")
	require.True(t, found)
	block, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	return block
}

// TestCurlWalk runs the commands of the document, as a reader would.
func TestCurlWalk(t *testing.T) {
	t.Parallel()
	page := documentation(t)
	if runtime.GOOS == "windows" {
		t.Skip("the walk is for a POSIX shell")
	}
	for _, program := range []string{"sh", "curl", "sed"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no %s here", program)
		}
	}
	serve := fenced(t, page, "## From any other language", "sh")
	_, script, found := strings.Cut(serve, "--faults '")
	require.True(t, found)
	script, _, found = strings.Cut(script, "'")
	require.True(t, found)
	faults, err := simulator.ParseFaults(script)
	require.NoError(t, err)
	server := simulator.NewServer(t, simulator.Config{Devices: 5_000, Seed: 7, Faults: faults})
	key, secret := server.Credentials()

	dir := t.TempDir()
	walk := exec.CommandContext(t.Context(), "sh", "-euc", fenced(t, page, "<!-- walk", "sh"))
	walk.Dir = dir
	walk.Env = append(os.Environ(), "BASE="+server.BaseURL, "KEY="+key, "SECRET="+secret, "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	printed, err := walk.CombinedOutput()
	require.NoError(t, err, "%s", printed)
	assert.Equal(t, "502\n", string(printed))

	file := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return data
	}
	object := func(name string) map[string]any {
		var v map[string]any
		require.NoError(t, json.Unmarshal(file(name), &v), "%s", name)
		return v
	}
	first, second, device := rowsOf(t, object("first.json"), "devices"), rowsOf(t, object("second.json"), "devices"), object("device.json")
	require.Len(t, first, 3)
	require.Len(t, second, 3)
	assert.NotEqual(t, first[2]["uid"], second[0]["uid"])
	assert.Equal(t, first[0]["uid"], device["uid"])
	udf := device["udf"].(map[string]any)
	assert.Equal(t, "checked", udf["udf7"])
	assert.Nil(t, udf["udf1"])
	assert.NotEmpty(t, rowsOf(t, object("sites.json"), "sites"))
	assert.Contains(t, string(file("gateway.html")), "502 Bad Gateway")

	var asked []string
	for _, call := range server.Calls() {
		asked = append(asked, call.Operation)
	}
	assert.Equal(t, []string{
		"POST /auth/oauth/token", "GET /v2/account/devices", "GET /v2/account/devices", "POST /v2/device/{deviceUid}/udf",
		"GET /v2/device/{deviceUid}", "GET /v2/account/sites", "GET /v2/account/sites",
	}, asked)
	assert.Empty(t, server.Violations())
}

// firstCells are the names in the first column of a document's tables.
var firstCells = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")

func TestDocumentListsEveryFault(t *testing.T) {
	t.Parallel()
	faults := section(t, documentation(t), "Faults")
	_, table, found := strings.Cut(faults, "| kind |")
	require.True(t, found)
	var listed []simulator.FaultKind
	for _, cell := range firstCells.FindAllStringSubmatch(table, -1) {
		listed = append(listed, simulator.FaultKind(cell[1]))
	}
	assert.ElementsMatch(t, simulator.FaultKinds(), listed)

	parsed, err := simulator.ParseFaults(fenced(t, faults, "as text", "text"))
	require.NoError(t, err)
	assert.Len(t, parsed, 3)
}

func TestDocumentListsEveryPolicy(t *testing.T) {
	t.Parallel()
	policies := section(t, documentation(t), "Policies")
	names := regexp.MustCompile("`([A-Z][A-Za-z.]+)`").FindAllStringSubmatch(policies, -1)
	var listed []string
	for _, name := range names {
		listed = append(listed, name[1])
	}
	var declared []string
	for field := range reflect.TypeFor[simulator.Config]().Fields() {
		if field.Type == reflect.TypeFor[simulator.Limits]() {
			for limit := range field.Type.Fields() {
				declared = append(declared, "Limits."+limit.Name)
			}
			continue
		}
		declared = append(declared, field.Name)
	}
	for _, name := range declared {
		if name != "Faults" {
			assert.Contains(t, listed, name)
		}
	}
	for _, name := range listed {
		assert.Contains(t, append(declared, "Limits", "Config"), name)
	}
}
