package documents

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

// Every exported identifier of the published packages has a comment. The linters see hand-written files only; this looks at
// generated ones too.
func TestExportedIdentifiersHaveComments(t *testing.T) {
	seen := 0
	for _, dir := range []string{"datto-types/dattotypes", "datto-api/datto", "datto-api/simulator"} {
		paths, err := filepath.Glob(filepath.Join(root, "modules", dir, "*.go"))
		require.NoError(t, err)
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
			require.NoError(t, err)
			for _, declaration := range file.Decls {
				seen += checkComments(t, path, declaration)
			}
		}
	}
	assert.Greater(t, seen, 500)
}

func checkComments(t *testing.T, path string, declaration ast.Decl) int {
	t.Helper()
	seen := 0
	want := func(name string, comments ...*ast.CommentGroup) {
		seen++
		for _, comment := range comments {
			if strings.TrimSpace(comment.Text()) != "" {
				return
			}
		}
		assert.Fail(t, "no comment", "%s: %s", path, name)
	}
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d.Recv))) {
			want(d.Name.Name, d.Doc)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					want(s.Name.Name, s.Doc, d.Doc)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() {
						// The comment of a group of constants speaks for each of them.
						want(name.Name, s.Doc, s.Comment, d.Doc)
					}
				}
			}
		}
	}
	return seen
}

// receiver gives the name of a method's type.
func receiver(list *ast.FieldList) string {
	expression := list.List[0].Type
	for {
		switch e := expression.(type) {
		case *ast.StarExpr:
			expression = e.X
		case *ast.IndexExpr:
			expression = e.X
		case *ast.Ident:
			return e.Name
		default:
			return ""
		}
	}
}
