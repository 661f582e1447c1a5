package simulator

import (
	"net/http"
	"strconv"
)

// fail answers with the API's error body: the time in epoch milliseconds, the
// status, its reason phrase, and the path without /api. Most errors carry no
// text; message is for the few that were seen to.
func (x *exchange) fail(status int, message string) {
	x.answer.status = status
	x.w.b = x.w.b[:0]
	w := x.json()
	w.beginObject()
	w.num("timestamp", millis(x.now))
	w.num("status", int64(status))
	w.str("error", http.StatusText(status))
	if message != "" {
		w.str("message", message)
	}
	w.str("path", x.path)
	w.endObject()
}

func (x *exchange) notFound() { x.fail(http.StatusNotFound, "") }

// unreadable answers a request body that cannot be understood. The wording is
// that of Spring's problem details, which come with a media type of their own.
func (x *exchange) unreadable() { x.problem(http.StatusBadRequest, "Failed to read request") }

func (x *exchange) problem(status int, detail string) {
	x.answer.status = status
	x.w.b = x.w.b[:0]
	w := x.json()
	x.answer.contentType = "application/problem+json"
	w.beginObject()
	w.str("type", "about:blank")
	w.str("title", http.StatusText(status))
	w.num("status", int64(status))
	w.str("detail", detail)
	w.str("instance", apiPrefix+x.path)
	w.endObject()
}

// tooMany answers a request above a rate limit.
func (x *exchange) tooMany(form RetryAfterForm) {
	x.fail(http.StatusTooManyRequests, "")
	switch limits := x.sim.limits; form {
	case RetryAfterSeconds:
		x.header("Retry-After", limits.windowSeconds())
	case RetryAfterDate:
		x.header("Retry-After", x.now.Add(limits.window).UTC().Format(http.TimeFormat))
	case RetryAfterAbsent:
	}
}

// blockPage answers an address that is shut out. It comes from in front of the
// application, so it is no JSON.
func (x *exchange) blockPage() {
	x.gatewayPage(http.StatusForbidden)
}

// gatewayPage answers for a gateway that gets no answer itself.
func (x *exchange) gatewayPage(status int) {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	x.html(status, "<html>\r\n<head><title>"+title+"</title></head>\r\n<body>\r\n<center><h1>"+title+"</h1></center>\r\n</body>\r\n</html>\r\n")
}
