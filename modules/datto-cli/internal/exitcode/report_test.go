package exitcode_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const operation = "GET /v2/account/devices"

func transport(err error) error {
	return &datto.TransportError{Operation: operation, Host: "merlot-api.example", Err: err}
}

func status(code int) error { return &datto.APIError{StatusCode: code, Operation: operation} }

func TestEveryErrorHasAStatusACauseAndANextStep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err   error
		code  int
		cause string
		next  string
	}{
		"cancelled":    {context.Canceled, 2, "cancelled", ""},
		"said no":      {&exitcode.CancelledError{Done: "nothing was changed"}, 2, "cancelled: nothing was changed", ""},
		"refused key":  {&datto.AuthError{Platform: "merlot", Host: "h", StatusCode: 401, Refused: true}, 4, "the credentials were refused for platform merlot (h): check the API key, the API secret and the platform", "a key works only on the platform"},
		"no token":     {&datto.AuthError{Host: "h", StatusCode: 302, Reason: "it redirects"}, 4, "no token from h: it redirects", "check --base-url"},
		"token 429":    {&datto.AuthError{Host: "h", StatusCode: 429, Reason: "x"}, 6, "too many token requests to h", "wait a minute"},
		"token 502":    {&datto.AuthError{Host: "h", StatusCode: 502, Reason: "x"}, 1, "no token from h: x (502)", "run it again"},
		"no key":       {&account.MissingError{Reason: "there are no credentials", Hint: "log in"}, 4, "there are no credentials", "log in"},
		"401":          {status(401), 4, operation + ": 401 Unauthorized", "check that the key still exists"},
		"403":          {status(403), 4, operation + ": 403 Forbidden", "the rights of its user"},
		"404":          {status(404), 5, operation + ": 404 Not Found", "check the uid"},
		"409":          {status(409), 1, operation + ": 409 Conflict", "look at it"},
		"429":          {status(429), 6, operation + ": 429 Too Many Requests", "wait a minute"},
		"500":          {status(500), 1, operation + ": 500 Internal Server Error", "run it again"},
		"400":          {status(400), 1, operation + ": 400 Bad Request", ""},
		"no such name": {&exitcode.NotFoundError{Noun: "site", Name: "x", Hint: "datto site list"}, 5, `there is no site "x"`, "datto site list"},
		"ambiguous":    {&resolve.AmbiguousError{Noun: "site", Name: "x", Candidates: []resolve.Candidate{{Name: "xa", UID: "1"}, {Name: "xb", UID: "2", Where: "there"}}}, 1, `"x" could be any of 2 sites: xa (1), xb at there (2)`, "use the uid"},
		"incomplete":   {&datto.IncompleteError{Operation: operation, Want: 6, Got: 5}, 7, operation + ": the list is incomplete: 5 rows of 6 arrived", "run it again"},
		"partial":      {&exitcode.PartialError{Rows: 3, Noun: "devices", Err: status(500)}, 7, operation + ": 500 Internal Server Error; 3 devices were printed, the rest is missing", "run it again"},
		"partial 429":  {&exitcode.PartialError{Rows: 3, Noun: "devices", Err: status(429)}, 6, operation + ": 429 Too Many Requests; 3 devices were printed, the rest is missing", "wait"},
		"interrupted":  {&exitcode.PartialError{Rows: 3, Noun: "devices", Err: context.Canceled}, 2, "cancelled; 3 devices were printed, the rest is missing", ""},
		"third page":   {&datto.PageError{Operation: operation, Page: 2, Err: status(500)}, 1, operation + ": 500 Internal Server Error (page 3)", "run it again"},
		"uncertain":    {&datto.AmbiguousError{Operation: "PUT /v2/site", Err: io.EOF}, 8, "PUT /v2/site was sent, but it is not known whether the server acted on it", "before you run this again"},
		"read-only":    {datto.ErrReadOnly, 1, "this is a write, and writes are refused here", "--read-only"},
		"login page":   {&datto.DecodeError{Operation: operation, StatusCode: 200, Reason: "it is HTML"}, 1, operation + ": the answer is not what the API sends: it is HTML", "login page"},
		"cut":          {&datto.DecodeError{Operation: operation, StatusCode: 200, Truncated: true}, 1, operation + ": the answer was cut in the middle", "run it again"},
		"cut body":     {transport(io.ErrUnexpectedEOF), 1, operation + ": the answer was cut in the middle", "run it again"},
		"no host":      {transport(&net.DNSError{Name: "h", IsNotFound: true}), 1, "the host merlot-api.example does not exist", "check --base-url"},
		"dns":          {transport(&net.DNSError{Err: "server misbehaving"}), 1, "the name merlot-api.example cannot be looked up: server misbehaving", "name server"},
		"nobody":       {transport(fmt.Errorf("dial: %w", syscall.ECONNREFUSED)), 1, "nothing answers at merlot-api.example: the connection was refused", "check --base-url"},
		"reset":        {transport(syscall.ECONNRESET), 1, "merlot-api.example closed the connection without an answer", "run it again"},
		"slow":         {transport(datto.ErrHeaderTimeout), 1, "merlot-api.example did not answer in time", "proxy"},
		"certificate":  {transport(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), 1, "no secure connection to merlot-api.example: x509: certificate signed by unknown authority", "a proxy inspects TLS"},
		"no TLS":       {transport(http.ErrSchemeMismatch), 1, "no secure connection to merlot-api.example: it speaks plain HTTP", "TLS"},
		"other":        {transport(errors.New("odd")), 1, "no answer from merlot-api.example: odd", "network"},
		"anything":     {errors.New("datto: something"), 1, "something", ""},
		"two lines":    {errors.New("a\nb\x1b[2J"), 1, "a\nb\x1b[2J", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := exitcode.For(test.err)
			require.Equal(t, test.code, report.Code)
			require.Equal(t, test.cause, report.Cause)
			if test.next == "" {
				require.Empty(t, report.Next)
			}
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
	require.Equal(t, "\x1b[31mdatto:\x1b[0m bad\n", out.String())
}

func TestABrokenPipeIsNotTalkedAbout(t *testing.T) {
	t.Parallel()
	report := exitcode.For(fmt.Errorf("write: %w", syscall.EPIPE))
	require.Equal(t, exitcode.Report{Code: exitcode.Failed}, report)
	require.Zero(t, exitcode.For(nil))
}
