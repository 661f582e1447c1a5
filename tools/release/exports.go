package main

import (
	"cmp"
	"fmt"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"
)

// exports is what a package offers to other packages, a line each, sorted: a line that goes or changes breaks somebody, a line that comes breaks nobody. Names of
// parameters, comments, struct tags and the order of fields are not in it.
//
//	const Merlot Platform = "merlot"
//	func NewClient(Platform, Credentials, ...Option) (*Client, error)
//	type Device = example.com/types.Device
//	type Page[$0 any] struct
//	type Page[$0 any], field Rows []$0
//	type Page[$0 any], pointer method Len() int
//
// Two things are one line because any change of theirs breaks somebody: an interface that others can implement, and whether a struct is comparable.
//
// Names of other packages come with their import path, for two packages may have one name; packages of our own, which have one each, with that.
func exports(pkg *types.Package, ours workspace) []string {
	w := exportWriter{pkg: pkg, ours: ours}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if object := scope.Lookup(name); object.Exported() {
			w.object(object)
		}
	}
	slices.Sort(w.lines)
	return slices.Compact(w.lines)
}

type exportWriter struct {
	pkg   *types.Package
	ours  workspace
	lines []string
}

func (w *exportWriter) line(format string, args ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

func (w *exportWriter) object(object types.Object) {
	switch object := object.(type) {
	case *types.Const:
		w.line("const %s %s = %s", object.Name(), w.typ(object.Type()), object.Val().ExactString())
	case *types.Var:
		w.line("var %s %s", object.Name(), w.typ(object.Type()))
	case *types.Func:
		signature := object.Signature()
		w.line("func %s%s%s", object.Name(), w.parameters(signature.TypeParams()), w.signature(signature))
	case *types.TypeName:
		w.typeName(object)
	}
}

func (w *exportWriter) typeName(object *types.TypeName) {
	if alias, ok := object.Type().(*types.Alias); ok {
		w.line("type %s%s = %s", object.Name(), w.parameters(alias.TypeParams()), w.typ(alias.Rhs()))
		return
	}
	named, ok := object.Type().(*types.Named)
	if !ok {
		w.line("type %s = %s", object.Name(), w.typ(object.Type()))
		return
	}
	title := "type " + object.Name() + w.parameters(named.TypeParams())
	switch underlying := named.Underlying().(type) {
	case *types.Struct:
		w.structType(title, underlying)
	case *types.Interface:
		w.interfaceType(title, underlying)
		return
	default:
		w.line("%s %s", title, w.typ(underlying))
	}
	w.methods(title, named)
}

func (w *exportWriter) structType(title string, t *types.Struct) {
	if types.Comparable(t) {
		w.line("%s struct", title)
	} else {
		w.line("%s struct, not comparable", title)
	}
	for field := range t.Fields() {
		switch {
		case !field.Exported() && !field.Embedded():
		case field.Embedded():
			// An unexported embedded type shows by what it promotes; methods are listed with the type's own.
			if field.Exported() {
				w.line("%s, embeds %s", title, w.typ(field.Type()))
			} else if inner, ok := field.Type().Underlying().(*types.Struct); ok {
				w.promoted(title, inner)
			}
		default:
			w.line("%s, field %s %s", title, field.Name(), w.typ(field.Type()))
		}
	}
}

// promoted lists the exported fields that a struct gets from one that others cannot name.
func (w *exportWriter) promoted(title string, t *types.Struct) {
	for field := range t.Fields() {
		if field.Exported() {
			w.line("%s, field %s %s", title, field.Name(), w.typ(field.Type()))
		}
	}
}

func (w *exportWriter) interfaceType(title string, t *types.Interface) {
	sealed := false
	for method := range t.Methods() {
		sealed = sealed || !method.Exported()
	}
	if !sealed {
		w.line("%s %s", title, w.typ(t))
		return
	}
	// Nobody else can implement it, so another method breaks nobody.
	w.line("%s interface, sealed", title)
	for method := range t.Methods() {
		if method.Exported() {
			w.line("%s, method %s%s", title, method.Name(), w.signature(method.Signature()))
		}
	}
}

func (w *exportWriter) methods(title string, named *types.Named) {
	onValue := types.NewMethodSet(named)
	for selection := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		method, ok := selection.Obj().(*types.Func)
		if !ok || !method.Exported() {
			continue
		}
		kind := "pointer method"
		if onValue.Lookup(method.Pkg(), method.Name()) != nil {
			kind = "method"
		}
		signature, ok := selection.Type().(*types.Signature)
		if !ok {
			signature = method.Signature()
		}
		w.line("%s, %s %s%s", title, kind, method.Name(), w.signature(signature))
	}
}

// parameters is a list of type parameters, by number: their names are the author's own business.
func (w *exportWriter) parameters(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var out []string
	for parameter := range list.TypeParams() {
		out = append(out, "$"+strconv.Itoa(parameter.Index())+" "+w.constraint(parameter.Constraint()))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// constraint leaves out the interface that the compiler puts around a constraint such as ~string.
func (w *exportWriter) constraint(t types.Type) string {
	if i, ok := t.(*types.Interface); ok && i.IsImplicit() && i.NumEmbeddeds() == 1 {
		return w.typ(i.EmbeddedType(0))
	}
	return w.typ(t)
}

func (w *exportWriter) signature(s *types.Signature) string {
	var in, out []string
	for i := range s.Params().Len() {
		t := s.Params().At(i).Type()
		if slice, ok := t.(*types.Slice); ok && s.Variadic() && i == s.Params().Len()-1 {
			in = append(in, "..."+w.typ(slice.Elem()))
			continue
		}
		in = append(in, w.typ(t))
	}
	for result := range s.Results().Variables() {
		out = append(out, w.typ(result.Type()))
	}
	text := "(" + strings.Join(in, ", ") + ")"
	switch len(out) {
	case 0:
		return text
	case 1:
		return text + " " + out[0]
	}
	return text + " (" + strings.Join(out, ", ") + ")"
}

// typ writes a type.
func (w *exportWriter) typ(t types.Type) string {
	switch t := t.(type) {
	case *types.Basic:
		// byte and uint8 are one type, and so are rune and int32.
		if t.Kind() == types.Byte {
			return "byte"
		}
		if t.Kind() == types.Rune {
			return "int32"
		}
		return t.Name()
	case *types.Alias:
		return w.name(t.Obj(), t.TypeArgs())
	case *types.Named:
		return w.name(t.Obj(), t.TypeArgs())
	case *types.TypeParam:
		return "$" + strconv.Itoa(t.Index())
	case *types.Pointer:
		return "*" + w.typ(t.Elem())
	case *types.Slice:
		return "[]" + w.typ(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + w.typ(t.Elem())
	case *types.Map:
		return "map[" + w.typ(t.Key()) + "]" + w.typ(t.Elem())
	case *types.Chan:
		return w.channel(t)
	case *types.Signature:
		return "func" + w.signature(t)
	case *types.Struct:
		return w.anonymousStruct(t)
	case *types.Interface:
		return w.anonymousInterface(t)
	case *types.Union:
		var out []string
		for term := range t.Terms() {
			tilde := ""
			if term.Tilde() {
				tilde = "~"
			}
			out = append(out, tilde+w.typ(term.Type()))
		}
		slices.Sort(out)
		return strings.Join(out, " | ")
	}
	return types.TypeString(t, nil)
}

func (w *exportWriter) name(object *types.TypeName, args *types.TypeList) string {
	name := object.Name()
	if pkg := object.Pkg(); pkg != nil && pkg != w.pkg {
		name = w.packageName(pkg.Path()) + "." + name
	}
	if args.Len() == 0 {
		return name
	}
	var out []string
	for t := range args.Types() {
		out = append(out, w.typ(t))
	}
	return name + "[" + strings.Join(out, ", ") + "]"
}

func (w *exportWriter) packageName(importPath string) string {
	for _, m := range w.ours {
		if strings.HasPrefix(importPath, m.path+"/") {
			return path.Base(importPath)
		}
	}
	return importPath
}

func (w *exportWriter) channel(t *types.Chan) string {
	element := w.typ(t.Elem())
	switch t.Dir() {
	case types.RecvOnly:
		return "<-chan " + element
	case types.SendOnly:
		return "chan<- " + element
	}
	return "chan (" + element + ")"
}

func (w *exportWriter) anonymousStruct(t *types.Struct) string {
	var out []string
	for field := range t.Fields() {
		if field.Embedded() {
			out = append(out, w.typ(field.Type()))
			continue
		}
		out = append(out, field.Name()+" "+w.typ(field.Type()))
	}
	return "struct{" + strings.Join(out, "; ") + "}"
}

func (w *exportWriter) anonymousInterface(t *types.Interface) string {
	var out []string
	for embedded := range t.EmbeddedTypes() {
		out = append(out, w.typ(embedded))
	}
	for method := range t.ExplicitMethods() {
		out = append(out, method.Name()+w.signature(method.Signature()))
	}
	if len(out) == 0 {
		return cmp.Or(map[bool]string{true: "comparable"}[t.IsComparable()], "any")
	}
	slices.Sort(out)
	return "interface{" + strings.Join(out, "; ") + "}"
}
