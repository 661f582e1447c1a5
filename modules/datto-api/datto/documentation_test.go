package datto_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// fixtureMembers returns the exported methods and fields of the package's own
// types, by "Type.Member".
func fixtureMembers(t *testing.T) map[string]bool {
	t.Helper()
	members := map[string]bool{}
	for _, file := range fixtureParse(t, ".") {
		ast.Inspect(file, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.FuncDecl:
				if n.Recv != nil {
					receiver := n.Recv.List[0].Type
					if pointer, ok := receiver.(*ast.StarExpr); ok {
						receiver = pointer.X
					}
					if index, ok := receiver.(*ast.IndexExpr); ok {
						receiver = index.X
					}
					if name, ok := receiver.(*ast.Ident); ok {
						members[name.Name+"."+n.Name.Name] = true
					}
				}
			case *ast.TypeSpec:
				var fields *ast.FieldList
				switch definition := n.Type.(type) {
				case *ast.StructType:
					fields = definition.Fields
				case *ast.InterfaceType:
					fields = definition.Methods
				default:
					return true
				}
				for _, field := range fields.List {
					for _, name := range field.Names {
						members[n.Name.Name+"."+name.Name] = true
					}
				}
			}
			return true
		})
	}
	return members
}

var (
	docLink      = regexp.MustCompile(`\[\*?([A-Z]\w*)(?:\.([A-Z]\w*))?\]`)
	readmeName   = regexp.MustCompile(`\bdatto\.([A-Z]\w*)`)
	readmeMethod = regexp.MustCompile(`\bclient\.([A-Z]\w*)(?:\.([A-Z]\w*))?`)
	readmeCode   = regexp.MustCompile("`\\*?(?:datto\\.)?((?:With|Call|Err)[A-Z]\\w*|\\w+Error)\\b")
)

// Links in comments lead somewhere: godoc prints those that do not as they stand.
func TestLinksInComments(t *testing.T) {
	names, members := fixtureTopLevelNames(t, "."), fixtureMembers(t)
	links := 0
	for _, file := range fixtureParse(t, ".") {
		for _, group := range file.Comments {
			for _, link := range docLink.FindAllStringSubmatch(group.Text(), -1) {
				links++
				assert.Contains(t, names, link[1], "link %s", link[0])
				if link[2] != "" {
					assert.Contains(t, members, link[1]+"."+link[2], "link %s", link[0])
				}
			}
		}
	}
	assert.Greater(t, links, 100, "links were not found")
}

// What the README names exists.
func TestNamesInTheReadme(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "README.md"))
	require.NoError(t, err)
	readme := string(data)
	names := fixtureTopLevelNames(t, ".")
	for _, expression := range []*regexp.Regexp{readmeName, readmeCode} {
		found := expression.FindAllStringSubmatch(readme, -1)
		assert.Greater(t, len(found), 10)
		for _, match := range found {
			assert.Contains(t, names, match[1])
		}
	}
	client := reflect.TypeFor[*datto.Client]()
	for _, match := range readmeMethod.FindAllStringSubmatch(readme, -1) {
		if match[2] == "" {
			_, isMethod := client.MethodByName(match[1])
			assert.True(t, isMethod, "%s", match[0])
			continue
		}
		service, ok := client.Elem().FieldByName(match[1])
		if assert.True(t, ok, "%s", match[0]) {
			_, ok = service.Type.MethodByName(match[2])
			assert.True(t, ok, "%s", match[0])
		}
	}
}

// Numbers that the documentation lets users rely on.
func TestNumbersInTheDocumentation(t *testing.T) {
	assert.Equal(t, datto.RetryPolicy{
		MaxAttempts: 5, MaxElapsed: 5 * time.Minute, MinBackoff: 500 * time.Millisecond, MaxBackoff: 20 * time.Second,
	}, datto.DefaultRetry())
	client, _ := fixtureClient(t)
	limits := client.Limits()
	assert.Equal(t, time.Minute, limits.WindowSize)
	for _, window := range []datto.Window{limits.Reads, limits.Writes} {
		assert.Equal(t, 600, window.Limit)
		assert.Equal(t, 539, window.Allowed, "the last below 90 %%")
	}
}
