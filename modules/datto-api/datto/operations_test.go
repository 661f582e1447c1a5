package datto_test

import (
	"go/ast"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// fixtureMethod is an exported method of a service, as the source tells it.
type fixtureMethod struct {
	name       string // such as "Devices.Get"
	doc        string
	operations []string // such as "GET /v2/device/{deviceUid}"
}

const fixtureDirective = "//datto:operation "

// fixtureMethods reads the exported methods of all services from the source.
func fixtureMethods(t *testing.T) []fixtureMethod {
	t.Helper()
	var methods []fixtureMethod
	for _, file := range fixtureParse(t, ".") {
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !f.Name.IsExported() {
				continue
			}
			receiver, _ := f.Recv.List[0].Type.(*ast.StarExpr)
			if receiver == nil {
				continue
			}
			typeName, _ := receiver.X.(*ast.Ident)
			if typeName == nil || !strings.HasSuffix(typeName.Name, "Service") {
				continue
			}
			m := fixtureMethod{name: strings.TrimSuffix(typeName.Name, "Service") + "." + f.Name.Name, doc: f.Doc.Text()}
			if f.Doc != nil {
				for _, line := range f.Doc.List {
					if operation, found := strings.CutPrefix(line.Text, fixtureDirective); found {
						m.operations = append(m.operations, operation)
					}
				}
			}
			methods = append(methods, m)
		}
	}
	require.Greater(t, len(methods), 80, "the services were not found")
	return methods
}

// fixtureOperation returns the operation that a directive names.
func fixtureOperation(directive string) *datto.Operation {
	for _, op := range datto.Operations() {
		if op.String() == directive {
			return op
		}
	}
	return nil
}

// fixtureComposites are methods that make several calls, or one until something
// has happened. They are tested one by one elsewhere.
var fixtureComposites = []string{"Sites.Patch", "Jobs.RunAndWait", "Jobs.Wait"}

func TestEveryOperationHasAMethod(t *testing.T) {
	single, paged, walked := map[string]int{}, map[string]int{}, map[string]int{}
	client := reflect.TypeFor[datto.Client]()
	for _, m := range fixtureMethods(t) {
		if slices.Contains(fixtureComposites, m.name) {
			continue
		}
		service, method, _ := strings.Cut(m.name, ".")
		field, ok := client.FieldByName(service)
		if !assert.True(t, ok, "%s is not reachable from Client", m.name) {
			continue
		}
		f, ok := field.Type.MethodByName(method)
		require.True(t, ok, m.name)
		if !assert.Len(t, m.operations, 1, "%s must name one operation in a line %q", m.name, fixtureDirective) {
			continue
		}
		switch out := f.Type.Out(0); {
		case out.Kind() == reflect.Func:
			walked[m.operations[0]]++
		case strings.HasPrefix(strings.TrimPrefix(out.String(), "*"), "datto.Page["):
			paged[m.operations[0]]++
		default:
			single[m.operations[0]]++
		}
	}
	operations := datto.Operations()
	assert.Len(t, operations, 65)
	for _, op := range operations {
		name := op.String()
		if op.Paging == datto.PagingPage || op.Paging == datto.PagingCursor {
			assert.Equal(t, 1, paged[name], "methods that read one page of %s", name)
			assert.Equal(t, 1, walked[name], "methods that walk all pages of %s", name)
			assert.Zero(t, single[name], "methods that read a value from the list %s", name)
		} else {
			assert.Equal(t, 1, single[name], "methods for %s", name)
			assert.Zero(t, paged[name]+walked[name], "list methods for %s, which has no pages", name)
		}
	}
}

func TestDirectivesNameOperations(t *testing.T) {
	for _, m := range fixtureMethods(t) {
		assert.NotEmpty(t, m.operations, "%s names no operation", m.name)
		for _, directive := range m.operations {
			assert.NotNil(t, fixtureOperation(directive), "%s names %q, which is no operation", m.name, directive)
		}
	}
}

func TestCommentsTellDeprecatedAndPreviewOperations(t *testing.T) {
	deprecated := map[string]bool{}
	for _, m := range fixtureMethods(t) {
		for _, directive := range m.operations {
			op := fixtureOperation(directive)
			require.NotNil(t, op, directive)
			isMarked := strings.Contains(m.doc, "\nDeprecated: ")
			deprecated[m.name] = isMarked
			assert.Equal(t, op.Deprecated, isMarked, "a paragraph %q at %s", "Deprecated:", m.name)
			assert.Equal(t, op.Preview, strings.Contains(strings.Join(strings.Fields(m.doc), " "), "is a preview"),
				"%q at %s", "is a preview", m.name)
		}
	}
	assert.True(t, deprecated["Alerts.Mute"], "Mute exists, and is deprecated")
	assert.True(t, deprecated["Alerts.Unmute"], "Unmute exists, and is deprecated")
}

// Every method is called with every argument and every field of its options
// filled. What is sent must be the operation it names, with all of the parameters
// that the contract gives it and no others.
func TestEveryParameterCanBeSent(t *testing.T) {
	for _, m := range fixtureMethods(t) {
		if slices.Contains(fixtureComposites, m.name) {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			require.Len(t, m.operations, 1)
			op := fixtureOperation(m.operations[0])
			require.NotNil(t, op, m.operations[0])
			sent := &fixtureRecorder{op: op}
			client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: "fixture-key", APISecret: "fixture-secret"},
				datto.WithHTTPClient(&http.Client{Transport: sent}))
			require.NoError(t, err)

			params, walks := fixtureInvoke(t, client, m.name)
			request := sent.last(t)

			assert.Equal(t, op.Method, request.method)
			assert.Equal(t, "/api"+fixtureFill(t, op.Path, params), request.path)
			names := make([]string, 0, len(request.query))
			for name := range request.query {
				names = append(names, name)
			}
			want := slices.Clone(op.Query)
			if walks {
				// A walk begins at the first page.
				want = slices.DeleteFunc(want, func(name string) bool { return name == "page" || name == "searchAfter" })
			}
			assert.ElementsMatch(t, want, names, "query parameters")
			assert.Equal(t, op.Request != "", request.body != "", "a body")
		})
	}
}

// fixtureFill puts values into the parameters of a path template.
func fixtureFill(t *testing.T, template string, values []string) string {
	t.Helper()
	var b strings.Builder
	for segment := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		if strings.HasPrefix(segment, "{") {
			require.NotEmpty(t, values, "the method takes fewer parameters than %s has", template)
			segment, values = values[0], values[1:]
		}
		b.WriteString("/" + segment)
	}
	assert.Empty(t, values, "the method takes more parameters than %s has", template)
	return b.String()
}

// fixtureInvoke calls a method with every argument filled and returns its path
// parameters, and whether it walks.
func fixtureInvoke(t *testing.T, client *datto.Client, name string) (params []string, walks bool) {
	t.Helper()
	// Good for a UID and for a MAC address alike.
	text := func(i int) string { return "00005E00530" + strconv.Itoa(i) }
	params, walks, err := fixtureInvokeWith(t, client, name, text, 9000)
	require.NoError(t, err, name)
	return params, walks
}

// fixtureInvokeWith calls a method with the given path parameters and everything
// else filled.
func fixtureInvokeWith(t *testing.T, client *datto.Client, name string, text func(int) string, id int64) (params []string, walks bool, err error) {
	t.Helper()
	service, method, _ := strings.Cut(name, ".")
	f := reflect.ValueOf(client).Elem().FieldByName(service).MethodByName(method)
	require.True(t, f.IsValid(), name)
	arguments := []reflect.Value{reflect.ValueOf(t.Context())}
	for i := 1; i < f.Type().NumIn()-1; i++ { // the last are the call's options
		argument := reflect.New(f.Type().In(i)).Elem()
		switch argument.Kind() {
		case reflect.String:
			argument.SetString(text(i))
			params = append(params, text(i))
		case reflect.Int64:
			argument.SetInt(id)
			params = append(params, strconv.FormatInt(id, 10))
		default:
			fixtureFillValue(t, argument)
		}
		arguments = append(arguments, argument)
	}
	out := f.Call(arguments)
	result := out[len(out)-1]
	if result.Kind() == reflect.Func {
		yield := reflect.MakeFunc(result.Type().In(0), func(row []reflect.Value) []reflect.Value {
			if failed, ok := reflect.TypeAssert[error](row[1]); ok {
				err = failed
			}
			return []reflect.Value{reflect.ValueOf(true)}
		})
		result.Call([]reflect.Value{yield})
		return params, true, err
	}
	err, _ = reflect.TypeAssert[error](result)
	return params, false, err
}

// fixtureFillValue sets every field that v holds, however deep.
func fixtureFillValue(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Interface().(type) {
	case datto.Secret:
		v.Set(reflect.ValueOf(datto.NewSecret("fixture secret")))
		return
	case datto.UDFs:
		udfs, err := datto.NewUDFs(map[int]string{1: "fixture"})
		require.NoError(t, err)
		v.Set(reflect.ValueOf(udfs))
		return
	case datto.ProxyType:
		v.Set(reflect.ValueOf(datto.ProxyTypeSOCKS5))
		return
	case datto.ActivityOrder:
		v.Set(reflect.ValueOf(datto.ActivityOrderDescending))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, time.August, 25, 7, 26, 0, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fixtureFillValue(t, v.Elem())
	case reflect.Struct:
		for _, field := range v.Fields() {
			fixtureFillValue(t, field)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fixtureFillValue(t, v.Index(0))
	case reflect.String:
		v.SetString("fixture")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(5)
	case reflect.Float64:
		v.SetFloat(5)
	default:
		require.Fail(t, "no value for this type", "%s", v.Type())
	}
}

// fixtureRecorder answers an operation with nothing and keeps what was sent.
type fixtureRecorder struct {
	op *datto.Operation

	mu       sync.Mutex
	requests []fixtureRequest
}

type fixtureRequest struct {
	method, path, body string
	query              url.Values
}

func (r *fixtureRecorder) RoundTrip(req *http.Request) (*http.Response, error) {
	answer := `{}`
	switch {
	case req.URL.Path == "/auth/oauth/token":
		answer = fixtureTokenAnswer
	case r.op.Paging == datto.PagingArray:
		answer = `[]`
	case r.op.ItemsKey != "":
		answer = `{"pageDetails":{"count":0,"nextPageUrl":null},"` + r.op.ItemsKey + `":[]}`
	}
	if req.URL.Path != "/auth/oauth/token" {
		request := fixtureRequest{method: req.Method, path: req.URL.EscapedPath(), query: req.URL.Query()}
		if req.Body != nil {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				return nil, err
			}
			request.body = string(body)
		}
		r.mu.Lock()
		r.requests = append(r.requests, request)
		r.mu.Unlock()
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(answer)), ContentLength: int64(len(answer)), Request: req,
	}, nil
}

func (r *fixtureRecorder) last(t *testing.T) fixtureRequest {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	require.Len(t, r.requests, 1, "requests besides the token's")
	return r.requests[0]
}

const fixtureTokenAnswer = `{"access_token":"fixture-token","token_type":"bearer","expires_in":359999,"scope":"any"}`
