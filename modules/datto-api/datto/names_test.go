package datto_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One import must be enough: whatever package dattotypes exports is to be had
// from this package under the same name.
func TestModelsAreExportedUnderTheSameNames(t *testing.T) {
	models := fixtureTopLevelNames(t, filepath.Join("..", "..", "datto-types", "dattotypes"))
	own := fixtureTopLevelNames(t, ".")
	require.Greater(t, len(models), 200, "the models were not found")
	for name := range models {
		assert.Contains(t, own, name, "%s of dattotypes cannot be reached through datto", name)
	}
}

// fixtureTopLevelNames returns the exported top-level names of the package in a
// directory.
func fixtureTopLevelNames(t *testing.T, directory string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	add := func(name *ast.Ident) {
		if name.IsExported() {
			names[name.Name] = true
		}
	}
	for _, file := range fixtureParse(t, directory) {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					add(d.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						add(s.Name)
					case *ast.ValueSpec:
						for _, name := range s.Names {
							add(name)
						}
					}
				}
			}
		}
	}
	return names
}

// fixtureParse parses the files of the package in a directory, without its tests.
func fixtureParse(t *testing.T, directory string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(directory, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	require.NotEmpty(t, files, "%s holds no Go files", directory)
	return files
}
