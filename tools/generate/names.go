package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// generateNames writes the aliases under which package datto gives the exported types and constants of dattotypes, so
// that users import one package. models is the generated file as it will be, which may not be on disk yet.
func generateNames(dir string, models []byte) ([]byte, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{filepath.Join(dir, "models.gen.go"): models}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".gen.go") {
			continue
		}
		if files[path], err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	var types, constants []string
	for path, source := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		t, c := exportedNames(parsed)
		types, constants = append(types, t...), append(constants, c...)
	}
	slices.Sort(types)
	slices.Sort(constants)

	var out bytes.Buffer
	out.WriteString(ownHeader + "package datto\n\nimport \"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes\"\n\n")
	out.WriteString("// The types of package dattotypes under the names of this one.\ntype (\n")
	for _, name := range types {
		fmt.Fprintf(&out, "\t// %s is [dattotypes.%s].\n\t%s = dattotypes.%s\n", name, name, name, name)
	}
	out.WriteString(")\n\n// The constants of package dattotypes under the names of this one.\nconst (\n")
	for _, name := range constants {
		fmt.Fprintf(&out, "\t%s = dattotypes.%s\n", name, name)
	}
	out.WriteString(")\n")
	return format.Source(out.Bytes())
}

func exportedNames(file *ast.File) (types, constants []string) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && spec.TypeParams == nil {
					types = append(types, spec.Name.Name)
				}
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if general.Tok == token.CONST && name.IsExported() {
						constants = append(constants, name.Name)
					}
				}
			}
		}
	}
	return types, constants
}
