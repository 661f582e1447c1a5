package exitcode_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const operation = "GET /v2/account/devices"

func transport(err error) error {
	return &datto.TransportError{Operation: operation, Host: "merlot-api.example", Err: err}
}

func proxy(err *datto.ProxyError) error { return transport(err) }

func status(code int) error { return &datto.APIError{StatusCode: code, Operation: operation} }

func TestEveryErrorHasAStatusACauseAndANextStep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err   error
		code  int
		cause string
		next  string
	}{
		"cancelled":     {context.Canceled, 2, "cancelled", ""},
		"said no":       {&exitcode.CancelledError{Done: "nothing was changed"}, 2, "cancelled: nothing was changed", ""},
		"refused key":   {&datto.AuthError{Platform: "merlot", Host: "h", StatusCode: 401, Refused: true}, 4, "the credentials were refused for platform merlot (h): check the API key, the API secret and the platform", "a key works only on the platform"},
		"no token":      {&datto.AuthError{Host: "h", StatusCode: 302, Reason: "it redirects"}, 1, "no token from h: it redirects", "sign in where a portal wants it"},
		"no endpoint":   {&datto.AuthError{Host: "h", StatusCode: 404, Reason: "it answered with an error"}, 1, "no token from h: it answered with an error", "check --base-url"},
		"token 403":     {&datto.AuthError{Host: "h", StatusCode: 403, Reason: "it answered with an error"}, 4, "no token from h: it answered with an error", "active user"},
		"token 429":     {&datto.AuthError{Host: "h", StatusCode: 429, Reason: "x"}, 6, "too many token requests to h", "wait a minute"},
		"token 502":     {&datto.AuthError{Host: "h", StatusCode: 502, Reason: "x"}, 1, "no token from h: x (502)", "run it again"},
		"no key":        {&account.MissingError{Reason: "there are no credentials", Hint: "log in"}, 4, "there are no credentials", "log in"},
		"401":           {status(401), 4, operation + ": 401 Unauthorized", "check that the key still exists"},
		"403":           {status(403), 4, operation + ": 403 Forbidden", "the rights of its user"},
		"404":           {&datto.APIError{StatusCode: 404, Operation: "GET /v2/site/{siteUid}"}, 5, "GET /v2/site/{siteUid}: 404 Not Found", "check the uid"},
		"no such path":  {status(404), 5, operation + ": 404 Not Found", "check the path"},
		"409":           {status(409), 1, operation + ": 409 Conflict", "look at it"},
		"429":           {status(429), 6, operation + ": 429 Too Many Requests", "wait a minute"},
		"500":           {status(500), 1, operation + ": 500 Internal Server Error", "run it again"},
		"400":           {status(400), 1, operation + ": 400 Bad Request", "check the values"},
		"302":           {status(302), 1, operation + ": 302 Found", "portal"},
		"half a page":   {&datto.APIError{StatusCode: 200, Operation: operation, Message: "The activity log is not complete"}, 1, operation + ": 200 OK: The activity log is not complete", "shorter time"},
		"header":        {&datto.ValidationError{Field: "CallHeader", Reason: "the client sets Accept itself"}, 1, "the header cannot be used: this program sets Accept itself", "correct it"},
		"path":          {&datto.ValidationError{Operation: "GET", Field: "path", Reason: "it must be a path: the client calls its own address only"}, 1, "the path cannot be used: it must be a path: only the platform of the account is called", "correct it"},
		"address":       {&datto.ValidationError{Field: "base URL", Reason: "use https"}, 1, "the base URL cannot be used: use https", "--base-url"},
		"same page":     {&datto.PageError{Operation: operation, Page: 1, Err: errors.New("the server offers a page that was read before")}, 1, "the server offers a page that was read before (page 2)", "run it again"},
		"no time left":  {fmt.Errorf("datto: %s: %w", operation, context.DeadlineExceeded), 1, operation + ": there was no answer in time", "network"},
		"disk full":     {&fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, 1, "write /dev/stdout: no space left on device", "--out FILE"},
		"not allowed":   {&fs.PathError{Op: "open", Path: "f", Err: fs.ErrPermission}, 1, "open f: permission denied", "who may use f"},
		"no file":       {&fs.PathError{Op: "open", Path: "f", Err: fs.ErrNotExist}, 1, "open f: file does not exist", "that there is f"},
		"odd file":      {&fs.PathError{Op: "read", Path: "f", Err: errors.New("odd")}, 1, "read f: odd", "look at f"},
		"port taken":    {fmt.Errorf("cannot listen: %w", &net.OpError{Op: "listen", Err: syscall.EADDRINUSE}), 1, "cannot listen: listen: address already in use", "--addr"},
		"exposed":       {&exitcode.HintedError{Err: &privatefile.ExposedError{Path: "f", Reason: "all may read", Fix: "chmod 600 f"}, Hint: "make room"}, 1, "f is not private: all may read", "chmod 600 f"},
		"expression":    {&output.ExpressionError{Flag: "--jq", Err: errors.New("odd")}, 1, "--jq: odd", "without --jq"},
		"out":           {&output.FileError{Path: "f", Err: errors.New("it is a directory")}, 1, "cannot write f: it is a directory", "--out"},
		"network pipe":  {transport(syscall.EPIPE), 1, "no answer from merlot-api.example: broken pipe", "network"},
		"proxy unset":   {proxy(&datto.ProxyError{Err: errors.New("odd")}), 1, "the address of the proxy cannot be used", "write HTTPS_PROXY as"},
		"proxy 407":     {proxy(&datto.ProxyError{Proxy: "http://p:1", StatusCode: 407}), 1, "the proxy http://p:1 wants a user name and password (407)", "http://USER:PASSWORD@host:port"},
		"proxy 403":     {proxy(&datto.ProxyError{Proxy: "http://p:1", StatusCode: 403}), 1, "the proxy http://p:1 does not allow connections to merlot-api.example (403 Forbidden)", "ask whoever runs"},
		"proxy 502":     {proxy(&datto.ProxyError{Proxy: "http://p:1", StatusCode: 502}), 1, "the proxy http://p:1 cannot reach merlot-api.example (502 Bad Gateway)", "internet"},
		"proxy name":    {proxy(&datto.ProxyError{Proxy: "http://p:1", Err: &net.DNSError{IsNotFound: true}}), 1, "the proxy http://p:1 does not exist: there is no host of that name", "correct HTTPS_PROXY"},
		"proxy dns":     {proxy(&datto.ProxyError{Proxy: "http://p:1", Err: &net.DNSError{Err: "odd"}}), 1, "the name of the proxy http://p:1 cannot be looked up: odd", "name server"},
		"proxy TLS":     {proxy(&datto.ProxyError{Proxy: "https://p:1", Err: tls.RecordHeaderError{}}), 1, "no secure connection to the proxy https://p:1: it does not speak TLS", "http://"},
		"proxy down":    {proxy(&datto.ProxyError{Proxy: "http://p:1", Err: syscall.ECONNREFUSED}), 1, "nothing answers at the proxy http://p:1: the connection was refused", "is running"},
		"proxy closes":  {proxy(&datto.ProxyError{Proxy: "http://p:1", Err: io.ErrUnexpectedEOF}), 1, "the proxy http://p:1 closed the connection without an answer", "correct HTTPS_PROXY"},
		"proxy slow":    {proxy(&datto.ProxyError{Proxy: "http://p:1", Err: datto.ErrHeaderTimeout}), 1, "the proxy http://p:1 did not answer in time", "is running"},
		"proxy odd":     {proxy(&datto.ProxyError{Proxy: "http://p:1", Err: errors.New("odd")}), 1, "the proxy http://p:1 does not allow connections to merlot-api.example: odd", "correct HTTPS_PROXY"},
		"a whole row":   {&exitcode.NotFoundError{Noun: "device", Name: strings.Repeat("x", 70), Hint: "look"}, 5, `there is no device "` + strings.Repeat("x", 60) + `..."`, "look"},
		"no such name":  {&exitcode.NotFoundError{Noun: "site", Name: "x", Hint: "datto site list"}, 5, `there is no site "x"`, "datto site list"},
		"ambiguous":     {&resolve.AmbiguousError{Noun: "site", Name: "x", Candidates: []resolve.Candidate{{Name: "xa", UID: "1"}, {Name: "xb", UID: "2", Where: "there"}}}, 1, `"x" could be any of 2 sites: xa (1), xb at there (2)`, "use the uid"},
		"incomplete":    {&datto.IncompleteError{Operation: operation, Want: 6, Got: 5}, 7, operation + ": the list is incomplete: 5 rows of 6 arrived", "run it again"},
		"partial":       {&exitcode.PartialError{Rows: 3, Noun: "devices", Err: status(500)}, 7, operation + ": 500 Internal Server Error; 3 devices were printed, the rest is missing", "run it again"},
		"partial 429":   {&exitcode.PartialError{Rows: 3, Noun: "devices", Err: status(429)}, 6, operation + ": 429 Too Many Requests; 3 devices were printed, the rest is missing", "wait"},
		"interrupted":   {&exitcode.PartialError{Rows: 3, Noun: "devices", Err: context.Canceled}, 2, "cancelled; 3 devices were printed, the rest is missing", ""},
		"third page":    {&datto.PageError{Operation: operation, Page: 2, Err: status(500)}, 1, operation + ": 500 Internal Server Error (page 3)", "run it again"},
		"uncertain":     {&datto.AmbiguousError{Operation: "PUT /v2/site", Err: io.EOF}, 8, "PUT /v2/site was sent, but it is not known whether the server acted on it", "(datto site list) before you run this again"},
		"lost job":      {&datto.AmbiguousError{Operation: "PUT /v2/device/{deviceUid}/quickjob", Err: io.EOF}, 8, "PUT /v2/device/{deviceUid}/quickjob was sent, but it is not known whether the server acted on it", "(datto activity list --category job) before"},
		"lost value":    {&datto.AmbiguousError{Operation: "PUT /v2/site/{siteUid}/variable", Err: io.EOF}, 8, "PUT /v2/site/{siteUid}/variable was sent, but it is not known whether the server acted on it", "(datto variable list) before"},
		"lost again":    {&datto.AmbiguousError{Operation: "POST /v2/x", Repeatable: true, Err: status(502)}, 8, "POST /v2/x was sent, but it is not known whether the server acted on it: " + operation + ": 502 Bad Gateway", "does no harm"},
		"lost, 429":     {&datto.AmbiguousError{Operation: operation, Repeatable: true, Err: status(429)}, 8, operation + " was sent, but it is not known whether the server acted on it: 429 Too Many Requests", "wait a minute"},
		"lost, Ctrl-C":  {&datto.AmbiguousError{Operation: "POST /v2/x", Repeatable: true, Err: context.Canceled}, 2, "cancelled: POST /v2/x was sent, but it is not known whether the server acted on it", "does no harm"},
		"batch, Ctrl-C": {&exitcode.BatchError{Done: 1, Total: 3, Noun: "alerts", Errs: []error{status(404), &datto.AmbiguousError{Repeatable: true, Err: context.Canceled}}}, 2, "cancelled: 1 of 3 alerts done, 1 failed, 1 uncertain", "does no harm"},
		"lost other":    {&datto.AmbiguousError{Operation: "POST /v2/x", Err: io.EOF}, 8, "POST /v2/x was sent, but it is not known whether the server acted on it", "took effect before"},
		"read-only":     {datto.ErrReadOnly, 1, "this is a write, and writes are refused here", "--read-only"},
		"login page":    {&datto.DecodeError{Operation: operation, StatusCode: 200, Reason: "it is HTML"}, 1, operation + ": the answer is not what the API sends: it is HTML", "login page"},
		"cut":           {&datto.DecodeError{Operation: operation, StatusCode: 200, Truncated: true}, 1, operation + ": the answer was cut in the middle", "run it again"},
		"cut body":      {transport(io.ErrUnexpectedEOF), 1, operation + ": the answer was cut in the middle", "run it again"},
		"no host":       {transport(&net.DNSError{Name: "h", IsNotFound: true}), 1, "the host merlot-api.example does not exist", "check --base-url"},
		"dns":           {transport(&net.DNSError{Err: "server misbehaving"}), 1, "the name merlot-api.example cannot be looked up: server misbehaving", "name server"},
		"nobody":        {transport(fmt.Errorf("dial: %w", syscall.ECONNREFUSED)), 1, "nothing answers at merlot-api.example: the connection was refused", "check --base-url"},
		"reset":         {transport(syscall.ECONNRESET), 1, "merlot-api.example closed the connection without an answer", "run it again"},
		"slow":          {transport(datto.ErrHeaderTimeout), 1, "merlot-api.example did not answer in time", "proxy"},
		"certificate":   {transport(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), 1, "no secure connection to merlot-api.example: x509: certificate signed by unknown authority", "a proxy inspects TLS"},
		"no TLS":        {transport(http.ErrSchemeMismatch), 1, "no secure connection to merlot-api.example: it speaks plain HTTP", "TLS"},
		"no HTTP":       {transport(errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0"`)), 1, "what answers at merlot-api.example does not speak HTTP", "which program"},
		"unread":        {fmt.Errorf("write: %w", terminal.ErrUnread), 2, "cancelled: nobody reads the output", ""},
		"other":         {transport(errors.New("odd")), 1, "no answer from merlot-api.example: odd", "network"},
		"closed":        {transport(io.EOF), 1, "merlot-api.example closed the connection without an answer", "run it again"},
		"stalled":       {transport(datto.ErrBodyStalled), 1, operation + ": the answer was cut in the middle", "run it again"},
		"too slow":      {transport(&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}), 1, "merlot-api.example did not answer in time", "proxy"},
		"with address":  {transport(&url.Error{Op: "Get", URL: "https://CANARY@h", Err: errors.New("odd")}), 1, "no answer from merlot-api.example: odd", "network"},
		"other's name":  {transport(&tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"other"}}, Host: "h"}}), 1, "no secure connection to merlot-api.example: x509: certificate is valid for other, not h", "a proxy inspects TLS"},
		"out of date":   {transport(x509.CertificateInvalidError{Reason: x509.Expired}), 1, "no secure connection to merlot-api.example: x509: certificate has expired or is not yet valid: ", "check the clock"},
		"TLS alert":     {transport(tls.AlertError(40)), 1, "no secure connection to merlot-api.example: tls: handshake failure", "TLS"},
		"record":        {transport(tls.RecordHeaderError{}), 1, "no secure connection to merlot-api.example: it does not speak TLS", "TLS"},
		"first page":    {&datto.PageError{Operation: operation, Err: status(500)}, 1, operation + ": 500 Internal Server Error", "run it again"},
		"one row":       {&exitcode.PartialError{Rows: 1, Noun: "devices", Err: status(500)}, 7, operation + ": 500 Internal Server Error; 1 of the devices was printed, the rest is missing", "run it again"},
		"withheld":      {&exitcode.WithheldError{Kept: "f was left as it was", Err: status(500)}, 1, operation + ": 500 Internal Server Error; f was left as it was", "run it again"},
		"named":         {&exitcode.NamedError{Name: "DC01", Err: transport(io.EOF)}, 1, "DC01: merlot-api.example closed the connection without an answer", "run it again"},
		"named once":    {&exitcode.NamedError{Name: "DC01", Err: &exitcode.NotFoundError{Noun: "device", Name: "DC01", Hint: "look"}}, 5, `there is no device "DC01"`, "look"},
		"batch":         {&exitcode.BatchError{Done: 1, Total: 3, Noun: "jobs", Errs: []error{status(404), status(500)}}, 1, "1 of 3 jobs done, 2 failed: " + operation + ": 500 Internal Server Error", "run it again"},
		"uncertain in":  {&exitcode.BatchError{Done: 1, Total: 3, Noun: "jobs", Errs: []error{&datto.AmbiguousError{Operation: "PUT /v2/site", Err: io.EOF}, status(404)}}, 8, "1 of 3 jobs done, 1 failed, 1 uncertain: PUT /v2/site was sent, but it is not known whether the server acted on it", "before you run this again"},
		"batch ended":   {&exitcode.BatchError{Done: 1, Total: 3, Noun: "jobs", Errs: []error{status(404), context.Canceled}}, 2, "cancelled: 1 of 3 jobs done, 1 failed", ""},
		"anything":      {errors.New("datto: something"), 1, "something", "--debug"},
		"two lines":     {errors.New("a\nb\x1b[2J"), 1, "a\nb\x1b[2J", "--debug"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := exitcode.For(test.err)
			require.Equal(t, test.code, report.Code)
			require.Equal(t, test.cause, report.Cause)
			require.Equal(t, test.next == "", report.Next == "")
			require.Contains(t, report.Next, test.next)
		})
	}
}

func TestABlockSaysWhenItEnds(t *testing.T) {
	t.Parallel()
	server := fakeBlock{until: time.Date(2026, 3, 2, 9, 30, 0, 0, time.Local)}
	report := exitcode.For(server)
	require.Equal(t, exitcode.Limited, report.Code)
	require.Contains(t, report.Cause, "blocked")
	require.Equal(t, "wait until 09:30:00", report.Next)

	report = exitcode.For(errors.Join(datto.ErrBlocked, &datto.APIError{StatusCode: http.StatusForbidden, RetryAt: server.until}))
	require.Equal(t, exitcode.Report{
		Code: exitcode.Limited, Cause: "this address is blocked for too many requests",
		Next: "wait until " + server.until.Format(time.RFC3339) + ": requests before that may prolong it",
	}, report)
}

// fakeBlock is an error that is a block without being the client's.
type fakeBlock struct{ until time.Time }

func (fakeBlock) Error() string        { return "blocked" }
func (fakeBlock) Is(target error) bool { return target == datto.ErrBlocked }
func (f fakeBlock) NextStep() string   { return "wait until " + f.until.Format(time.TimeOnly) }

func TestPrint(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	exitcode.For(&exitcode.UsageError{Usage: "datto x [flags]", Command: "datto x", Err: errors.New("bad\x1b[2J\nflag")}).Print(&out, false)
	require.Equal(t, "datto: bad\uFFFD[2J flag\nusage: datto x [flags]\nnext: see datto x --help\n", out.String())
	out.Reset()
	exitcode.For(errors.New("bad")).Print(&out, true)
	require.Equal(t, "\x1b[91mdatto:\x1b[0m bad\nnext: see the command's --help; --debug logs each request\n", out.String())
}

func TestABrokenPipeIsNotTalkedAbout(t *testing.T) {
	t.Parallel()
	report := exitcode.For(fmt.Errorf("write: %w", syscall.EPIPE))
	require.Equal(t, exitcode.Report{Code: exitcode.Failed}, report)
	require.Zero(t, exitcode.For(nil))
}
