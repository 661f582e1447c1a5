package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exportsOf is what a package with this source exports.
func exportsOf(t *testing.T, source string) []string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "p.go", "package p\n"+source, 0)
	require.NoError(t, err)
	config := types.Config{Importer: importer.ForCompiler(files, "source", nil)}
	pkg, err := config.Check("example.com/p", files, []*ast.File{file}, nil)
	require.NoError(t, err)
	return exports(pkg, nil)
}

func TestExports(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{
			"constants with their values", "type Platform string\nconst Merlot Platform = \"merlot\"\nconst Max = 1 << 3\nconst hidden = 1",
			[]string{`const Max untyped int = 8`, `const Merlot Platform = "merlot"`, `type Platform string`},
		},
		{
			"functions without the names of parameters", "import \"io\"\nfunc Copy(to io.Writer, count uint8, rest ...string) (written int, err error) { return }\nfunc hidden() {}",
			[]string{"func Copy(io.Writer, byte, ...string) (int, error)"},
		},
		{
			"variables", "var ErrX error\nvar F func(name string) <-chan struct{}",
			[]string{"var ErrX error", "var F func(string) <-chan struct{}"},
		},
		{
			"a struct, its fields and methods", "type T struct { B int `json:\"b\"`; A []map[string]*T; c int }\nfunc (t *T) Set(a int) {}\nfunc (t T) Get() int { return 0 }\nfunc (t T) hidden() {}",
			[]string{"type T struct, not comparable", "type T, field A []map[string]*T", "type T, field B int", "type T, method Get() int", "type T, pointer method Set(int)"},
		},
		{
			"what is embedded, and what it brings", "type Base struct { X int }\nfunc (Base) M() {}\ntype inner struct { Y int }\ntype T struct { Base; inner }",
			[]string{"type Base struct", "type Base, field X int", "type Base, method M()", "type T struct", "type T, embeds Base", "type T, field Y int", "type T, method M()"},
		},
		{
			"an interface that others can implement is one line", "type I interface { B(); A(x int) error }",
			[]string{"type I interface{A(int) error; B()}"},
		},
		{
			"one that others cannot is many", "type I interface { A(); hidden() }",
			[]string{"type I interface, sealed", "type I, method A()"},
		},
		{
			"generics by number", "type Page[Row any] struct { Rows []Row }\nfunc (p *Page[R]) First() (r R) { return }\nfunc Map[In, Out any](in In, f func(In) Out) Out { return f(in) }\ntype Number interface { ~int | float64 }\nfunc Sum[N Number](n N) N { return n }\nfunc Text[S ~string](s S) {}\nfunc Eq[C comparable](c C) {}",
			[]string{
				"func Eq[$0 comparable]($0)", "func Map[$0 any, $1 any]($0, func($0) $1) $1", "func Sum[$0 Number]($0) $0", "func Text[$0 ~string]($0)",
				"type Number interface{float64 | ~int}", "type Page[$0 any] struct, not comparable", "type Page[$0 any], field Rows []$0", "type Page[$0 any], pointer method First() $0",
			},
		},
		{
			"aliases by what they stand for", "import \"encoding/json\"\ntype Raw = json.RawMessage\ntype Set[K comparable] = map[K]bool",
			[]string{"type Raw = encoding/json.RawMessage", "type Set[$0 comparable] = map[$0]bool"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, exportsOf(t, test.source))
		})
	}
}

func TestExportsAreTheSameForTheSameAPI(t *testing.T) {
	one := exportsOf(t, "type T struct { A int; B string }\nfunc F(a int, b rune) any { return nil }\nfunc G[A any](a A) {}")
	two := exportsOf(t, "// F does.\nfunc F(x int, y int32) interface{} { return 1 }\ntype T struct { B string `json:\"x\"`; A int }\nfunc G[Z any](z Z) {}")
	assert.Equal(t, one, two)
}

func TestDifference(t *testing.T) {
	before := publicAPI{"m/p.txt": {"const A = 1", "func B()"}, "m/q.txt": {"const Q = 1"}}
	for _, test := range []struct {
		name  string
		after publicAPI
		want  apiChange
		lines []string
	}{
		{"nothing", publicAPI{"m/p.txt": {"const A = 1", "func B()"}, "m/q.txt": {"const Q = 1"}}, apiSame, nil},
		{"more", publicAPI{"m/p.txt": {"const A = 1", "func B()", "func C()"}, "m/q.txt": {"const Q = 1"}}, apiAdded, []string{"m/p: func C()"}},
		{"another package", publicAPI{"m/p.txt": {"const A = 1", "func B()"}, "m/q.txt": {"const Q = 1"}, "m/r.txt": {"const R = 1"}}, apiAdded, []string{"m/r: const R = 1"}},
		{"less", publicAPI{"m/p.txt": {"const A = 1"}, "m/q.txt": {"const Q = 1"}}, apiBroken, []string{"m/p: func B()"}},
		{"changed", publicAPI{"m/p.txt": {"const A = 2", "func B()"}, "m/q.txt": {"const Q = 1"}}, apiBroken, []string{"m/p: const A = 1"}},
		{"a package less", publicAPI{"m/p.txt": {"const A = 1", "func B()"}}, apiBroken, []string{"m/q: const Q = 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			change, lines := test.after.difference(before)
			assert.Equal(t, test.want, change)
			assert.Equal(t, test.lines, lines)
		})
	}
}

func TestAdmits(t *testing.T) {
	for _, test := range []struct {
		from, to                  string
		same, additions, breaking bool
	}{
		{"v0.1.0", "v0.1.1", true, false, false},
		{"v0.1.0", "v0.2.0", true, true, true},
		{"v0.9.0", "v1.0.0", true, true, true},
		{"v1.0.0", "v1.0.1", true, false, false},
		{"v1.0.0", "v1.1.0", true, true, false},
		{"v1.0.0", "v2.0.0", true, true, true},
		{"v0.1.0", "v0.2.0-rc.1", true, true, true},
		{"v1.1.0", "v1.2.0-rc.1", true, true, false},
		{"v1.1.0", "v1.1.1-rc.1", true, false, false},
	} {
		assert.Equal(t, test.same, admits(test.from, test.to, apiSame), test)
		assert.Equal(t, test.additions, admits(test.from, test.to, apiAdded), test)
		assert.Equal(t, test.breaking, admits(test.from, test.to, apiBroken), test)
	}
}

func TestAPISnapshot(t *testing.T) {
	y := newToy(t)
	assert.Contains(t, y.read("docs/go-api/datto-api/datto.txt"), "\ntype Client, pointer method BaseURL() string\n")
	assert.Contains(t, y.read("docs/go-api/datto-api/datto.txt"), "\ntype Device = dattotypes.Device\n")
	assert.NoFileExists(t, y.path("docs/go-api/datto-api/datto/internal/hidden.txt"))
	code, _, stderr := y.run("api", "--check")
	require.Equal(t, exitOK, code, stderr)

	y.write("modules/datto-api/datto/more.go", "package datto\n\n// More is more.\nconst More = 1\n")
	y.write("docs/go-api/datto-api/gone.txt", "const Gone = 1\n")
	code, _, stderr = y.run("api", "--check")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "docs/go-api/datto-api/datto.txt is not what the package exports")
	assert.Contains(t, stderr, "docs/go-api/datto-api/gone.txt is of no public package")
	assert.FileExists(t, y.path("docs/go-api/datto-api/gone.txt"), "a check changes nothing")

	y.snapshot()
	assert.Contains(t, y.read("docs/go-api/datto-api/datto.txt"), "\nconst More untyped int = 1\n")
	assert.NoFileExists(t, y.path("docs/go-api/datto-api/gone.txt"))
	code, _, stderr = y.run("api", "--check")
	assert.Equal(t, exitOK, code, stderr)
}

func TestAPISnapshotWithWindowsLineEnds(t *testing.T) {
	assert.Equal(t, []string{"const A = 1", "func B()"}, parseAPI("# comment\r\nconst A = 1\r\nfunc B()\r\n"))
}

func TestAPISnapshotOfWhatDoesNotCompile(t *testing.T) {
	y := newToy(t)
	y.write("modules/datto-api/datto/more.go", "package datto\n\nvar More = undefined\n")
	code, _, stderr := y.run("api")
	assert.Equal(t, exitError, code)
	assert.Contains(t, stderr, "undefined: undefined")
}
