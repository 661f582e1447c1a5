package exitcode

import (
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
	"strconv"
	"strings"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// Report is what is said about an error.
type Report struct {
	// Code is the exit status.
	Code int
	// Cause is one line. It is empty when there is nothing to say.
	Cause string
	// Next is one line that says what to do. It may be empty.
	Next string
	// Usage is the usage line, for mistakes in the call.
	Usage string
}

// Print writes the report to the error stream.
func (r Report) Print(w io.Writer, colored bool) {
	if r.Cause == "" {
		return
	}
	prefix := "datto: "
	if colored {
		prefix = terminal.Bad.Paint("datto:") + " "
	}
	text := prefix + terminal.Line(r.Cause) + "\n"
	if r.Usage != "" {
		text += "usage: " + r.Usage + "\n"
	}
	if r.Next != "" {
		text += "next: " + terminal.Line(r.Next) + "\n"
	}
	_, _ = io.WriteString(w, text)
}

// For explains an error.
func For(err error) Report {
	if err == nil {
		return Report{}
	}
	if _, network := errors.AsType[*datto.TransportError](err); !network && brokenPipe(err) {
		// Whoever read the output has had enough of it: nobody wants to be told.
		return Report{Code: Failed}
	}
	r := explain(err)
	if part, ok := errors.AsType[*PartialError](err); ok {
		r.Cause += "; " + Were(part.Rows, part.Noun) + " printed, the rest is missing"
		if r.Code == Failed {
			r.Code = Incomplete
		}
	}
	if withheld, ok := errors.AsType[*WithheldError](err); ok {
		r.Cause += "; " + withheld.Kept
	}
	return r
}

func explain(err error) Report {
	if usage, ok := errors.AsType[*UsageError](err); ok {
		return Report{Code: Failed, Cause: usage.Error(), Usage: usage.Usage, Next: "see " + usage.Command + " --help"}
	}
	if batch, ok := errors.AsType[*BatchError](err); ok {
		return explainBatch(batch)
	}
	r := classify(err)
	if r.Cause == "" {
		r.Cause = causeOf(err)
	}
	if named, ok := errors.AsType[*NamedError](err); ok {
		r.Cause = named.about(r.Cause)
	}
	if step, ok := errors.AsType[NextStepper](err); ok {
		r.Next = step.NextStep()
		if _, hinted := step.(*HintedError); !hinted && r.Code == Failed {
			r.Code = codeOf(step)
		}
	}
	if exposed, ok := errors.AsType[*privatefile.ExposedError](err); ok {
		// Nothing else helps before that is done.
		r.Next = exposed.NextStep()
	}
	if r.Next == "" && r.Code != Cancelled {
		r.Next = lastResort(err)
	}
	return r
}

// lastResort is the next step after errors that nobody has one for.
func lastResort(err error) string {
	if listen, ok := errors.AsType[*net.OpError](err); ok && listen.Op == "listen" {
		return "choose another address, such as --addr 127.0.0.1:0 for any port that is free"
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		switch {
		case errors.Is(file, fs.ErrPermission):
			return "check who may use " + file.Path
		case errors.Is(file, fs.ErrNotExist):
			return "check that there is " + file.Path
		case file.Op == "write":
			return "make room there, or write elsewhere (--out FILE)"
		}
		return "look at " + file.Path
	}
	return "see the command's --help; --debug logs each request"
}

// explainBatch sums several errors up. An uncertain one weighs most, else the last:
// it may be what ended the batch.
func explainBatch(batch *BatchError) Report {
	r := explain(batch.Errs[len(batch.Errs)-1])
	for _, err := range batch.Errs {
		if uncertain(err) {
			r = explain(err)
			break
		}
	}
	if r.Code == Cancelled {
		r.Cause = "cancelled: " + batch.counts()
		return r
	}
	r.Cause = batch.Error() + ": " + r.Cause
	return r
}

// causeOf is the error's own text, without the name of the library and with pages
// counted as people do.
func causeOf(err error) string {
	page, ok := errors.AsType[*datto.PageError](err)
	if !ok {
		return strings.ReplaceAll(err.Error(), "datto: ", "")
	}
	text := strings.ReplaceAll(page.Err.Error(), "datto: ", "")
	if page.Page > 0 {
		text += fmt.Sprintf(" (page %d)", page.Page+1)
	}
	return text
}

// codeOf is the status of errors that know their next step, where nothing else
// says what it is.
func codeOf(step NextStepper) int {
	switch step.(type) {
	case *NotFoundError:
		return NotFound
	case *account.MissingError, *credential.BindingError, *credential.StoreError:
		return Credentials
	}
	return Failed
}

// uncertain reports whether a write was sent and may have taken effect.
func uncertain(err error) bool {
	_, ok := errors.AsType[*datto.AmbiguousError](err)
	return ok
}

// explainAmbiguous explains a write that may have taken effect.
func explainAmbiguous(e *datto.AmbiguousError) Report {
	sent := e.Operation + " was sent, but it is not known whether the server acted on it"
	if !e.Repeatable {
		return Report{
			Code: Uncertain, Cause: sent,
			Next: "check whether it took effect" + whereToLook(e.Operation) + " before you run this again",
		}
	}
	const again = "run it again: to do this twice does no harm"
	r := classify(e.Err)
	switch {
	case r.Code == Cancelled:
		return Report{Code: Cancelled, Cause: "cancelled: " + sent, Next: again}
	case r.Code != Limited:
		r.Next = again
	}
	if r.Cause == "" {
		r.Cause = strings.TrimPrefix(causeOf(e.Err), e.Operation+": ")
	}
	r.Code, r.Cause = Uncertain, sent+": "+r.Cause
	return r
}

// whereToLook names the command that shows what a write has made.
func whereToLook(operation string) string {
	method, path, _ := strings.Cut(operation, " ")
	switch {
	case strings.HasSuffix(path, "/quickjob"):
		return " (datto activity list --category job)"
	case strings.HasSuffix(path, "/variable"):
		return " (datto variable list)"
	case method == http.MethodPut && path == "/v2/site":
		return " (datto site list)"
	}
	return ""
}

func classify(err error) Report {
	if cancelled, ok := errors.AsType[*CancelledError](err); ok {
		return Report{Code: Cancelled, Cause: cancelled.Error()}
	}
	if ambiguous, ok := errors.AsType[*datto.AmbiguousError](err); ok {
		return explainAmbiguous(ambiguous)
	}
	if errors.Is(err, terminal.ErrUnread) {
		return Report{Code: Cancelled, Cause: "cancelled: nobody reads the output"}
	}
	if errors.Is(err, context.Canceled) {
		return Report{Code: Cancelled, Cause: "cancelled"}
	}
	if auth, ok := errors.AsType[*datto.AuthError](err); ok {
		return explainAuth(auth)
	}
	switch {
	case errors.Is(err, datto.ErrReadOnly):
		return Report{
			Code: Failed, Cause: "this is a write, and writes are refused here",
			Next: "leave out --read-only, DATTO_READ_ONLY and the profile's read-only setting to allow it",
		}
	case errors.Is(err, datto.ErrBlocked):
		return explainBlocked(err)
	case errors.Is(err, datto.ErrRateLimited):
		return Report{
			Code: Limited,
			Next: "wait a minute; the budget is shared by everything that uses the account (datto system limits)",
		}
	case errors.Is(err, datto.ErrUnauthorized):
		return Report{Code: Credentials, Next: "check that the key still exists and belongs to an active user"}
	case errors.Is(err, datto.ErrForbidden):
		return Report{Code: Credentials, Next: "the key acts with the rights of its user: that user may not do this"}
	case errors.Is(err, datto.ErrNotFound):
		return Report{Code: NotFound, Next: lookAgain(err)}
	case errors.Is(err, datto.ErrIncomplete):
		return Report{Code: Incomplete, Next: "run it again: rows can be missed while the fleet is changing"}
	case errors.Is(err, datto.ErrConflict):
		return Report{Code: Failed, Next: "somebody else was changing the same thing: look at it, then run this again"}
	case errors.Is(err, datto.ErrServer):
		return Report{Code: Failed, Next: "the server or a gateway failed: run it again in a few minutes"}
	}
	if api, ok := errors.AsType[*datto.APIError](err); ok {
		return Report{Code: Failed, Next: afterAnswer(api)}
	}
	if invalid, ok := errors.AsType[*datto.ValidationError](err); ok {
		return explainInvalid(invalid)
	}
	if decode, ok := errors.AsType[*datto.DecodeError](err); ok {
		return explainDecode(decode)
	}
	if transport, ok := errors.AsType[*datto.TransportError](err); ok {
		return explainTransport(transport)
	}
	if _, ok := errors.AsType[*datto.PlatformParseError](err); ok {
		return Report{Code: Failed, Next: "see datto platform list"}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Report{Code: Failed, Cause: tooLate(err), Next: "check the network connection and the proxy settings, then run it again"}
	}
	if _, ok := errors.AsType[*datto.PageError](err); ok {
		return Report{Code: Failed, Next: "run it again: the list may have changed meanwhile; if it happens every time, ask for less (--limit)"}
	}
	return Report{Code: Failed}
}

// lookAgain is the next step after a 404. What has no uid in its path is not there
// at all.
func lookAgain(err error) string {
	if api, ok := errors.AsType[*datto.APIError](err); ok && !strings.Contains(api.Operation, "{") {
		return "check the path, and every uid in it: the platform has nothing there"
	}
	return "check the uid: it may have been deleted, or belong to another account"
}

// afterAnswer is the next step after an answer that has no class.
func afterAnswer(e *datto.APIError) string {
	switch {
	case e.StatusCode < http.StatusMultipleChoices:
		return "the server could not give all of it: run it again, or ask for less at once (such as a shorter time)"
	case e.StatusCode < http.StatusBadRequest:
		return "check --base-url, and whether a portal or proxy is in between"
	}
	return "the server rejected what was sent: check the values that were given"
}

// explainInvalid explains what the client would not send, in the words of the
// command line.
func explainInvalid(e *datto.ValidationError) Report {
	name, ok := map[string]string{
		"CallHeader": "the header", "CallQuery": "the parameter", "base URL": "the base URL",
		"API key": "the API key", "API secret": "the API secret",
	}[e.Field]
	if !ok {
		name = "the " + e.Field
	}
	reason := e.Reason
	for _, words := range [][2]string{
		{"the client calls its own address only", "only the platform of the account is called"},
		{"the client sets ", "this program sets "},
	} {
		reason = strings.ReplaceAll(reason, words[0], words[1])
	}
	next := "correct it and run the command again; its --help shows examples"
	if e.Field == "base URL" {
		next = "correct it where it stands: --base-url, DATTO_BASE_URL or the profile (datto config list)"
	}
	return Report{Code: Failed, Cause: name + " cannot be used: " + reason, Next: next}
}

// tooLate says what took too long.
func tooLate(err error) string {
	return strings.ReplaceAll(causeOf(err), context.DeadlineExceeded.Error(), "there was no answer in time")
}

// place names what a token was asked from: the platform if there is one.
func place(e *datto.AuthError) string {
	if e.Platform != "" {
		return "platform " + string(e.Platform) + " (" + e.Host + ")"
	}
	return e.Host
}

func explainAuth(e *datto.AuthError) Report {
	switch {
	case e.Refused:
		return Report{
			Code: Credentials,
			Cause: "the credentials were refused for " + place(e) +
				": check the API key, the API secret and the platform",
			Next: "a key works only on the platform it was generated on, and only while API access is switched on" +
				" (Setup > Global Settings > Access Control)",
		}
	case errors.Is(e, datto.ErrRateLimited):
		return Report{Code: Limited, Cause: "too many token requests to " + place(e), Next: "wait a minute, then run it again"}
	case errors.Is(e, datto.ErrServer):
		return Report{Code: Failed, Next: "the server or a gateway failed: run it again in a few minutes"}
	}
	r := Report{
		Code:  Failed,
		Cause: fmt.Sprintf("no token from %s: %s", place(e), e.Reason),
		Next:  "check --base-url and --platform, and that no proxy or login page is in between",
	}
	switch {
	case e.StatusCode == http.StatusForbidden:
		r.Code = Credentials
		r.Next = "check that the key belongs to an active user, and that API access is switched on" +
			" (Setup > Global Settings > Access Control)"
	case e.StatusCode < http.StatusBadRequest:
		r.Next = "something else answers in place of the platform: sign in where a portal wants it," +
			" and check HTTPS_PROXY and --base-url"
	}
	return r
}

func explainBlocked(err error) Report {
	r := Report{
		Code: Limited, Cause: "this address is blocked for too many requests",
		Next: "wait until the block is over: requests before that may prolong it",
	}
	if api, ok := errors.AsType[*datto.APIError](err); ok && !api.RetryAt.IsZero() {
		r.Next = "wait until " + api.RetryAt.Local().Format(time.RFC3339) + ": requests before that may prolong it"
	}
	return r
}

func explainDecode(e *datto.DecodeError) Report {
	if e.Truncated {
		return Report{
			Code:  Failed,
			Cause: e.Operation + ": the answer was cut in the middle",
			Next:  "run it again: if it happens every time, a proxy may be cutting long answers",
		}
	}
	return Report{
		Code:  Failed,
		Cause: fmt.Sprintf("%s: the answer is not what the API sends: %s", e.Operation, e.Reason),
		Next:  "check --base-url and --platform, and that no proxy or login page is in between",
	}
}

func explainTransport(e *datto.TransportError) Report {
	fail := func(cause, next string) Report {
		return Report{Code: Failed, Cause: cause, Next: next}
	}
	if proxy, ok := errors.AsType[*datto.ProxyError](e.Err); ok {
		return explainProxy(proxy, e.Host)
	}
	if dns, ok := errors.AsType[*net.DNSError](e.Err); ok {
		if dns.IsNotFound {
			return fail("the host "+e.Host+" does not exist", "check --base-url, --platform and the name server")
		}
		return fail("the name "+e.Host+" cannot be looked up: "+dns.Err, "check the network connection and the name server")
	}
	if cause, ok := tlsCause(e.Err); ok {
		return fail("no secure connection to "+e.Host+": "+cause,
			"check the clock, and whether a proxy inspects TLS with a certificate that this machine does not trust")
	}
	switch {
	case refused(e.Err):
		return fail("nothing answers at "+e.Host+": the connection was refused", "check --base-url, and that the server is running")
	case errors.Is(e.Err, io.ErrUnexpectedEOF), errors.Is(e.Err, datto.ErrBodyStalled):
		return fail(e.Operation+": the answer was cut in the middle",
			"run it again: if it happens every time, a proxy may be cutting long answers")
	case errors.Is(e.Err, io.EOF), reset(e.Err):
		return fail(e.Host+" closed the connection without an answer", "run it again")
	case errors.Is(e.Err, datto.ErrHeaderTimeout), e.Timeout(), timedOut(e.Err):
		return fail(e.Host+" did not answer in time", "check the network connection and the proxy settings, then run it again")
	}
	if strings.Contains(e.Err.Error(), "malformed HTTP ") {
		return fail("what answers at "+e.Host+" does not speak HTTP", "check --base-url, and which program has that port")
	}
	cause := e.Err.Error()
	if u, ok := errors.AsType[*url.Error](e.Err); ok {
		cause = u.Err.Error()
	}
	return fail("no answer from "+e.Host+": "+cause, "check the network connection and the proxy settings")
}

func tlsCause(err error) (string, bool) {
	if e, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return e.Error(), true
	}
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		return e.Error(), true
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		return e.Error(), true
	}
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return e.Err.Error(), true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "it does not speak TLS", true
	}
	if e, ok := errors.AsType[tls.AlertError](err); ok {
		return e.Error(), true
	}
	if strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return "it speaks plain HTTP", true
	}
	return "", false
}

// Quote is a name in an error. What a pipe brings in place of one can be a whole
// device, user-defined fields and all: its beginning is enough to know it by.
func Quote(name string) string {
	const longest = 60
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest]) + "..."
	}
	return strconv.Quote(name)
}
