package datto

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// classify turns an answer that is not a success into an error, and tells the
// limiter and the breaker what it means for the calls to come.
func (c *Client) classify(ctx context.Context, x *exchange) error {
	status := x.res.StatusCode
	if x.response != nil {
		x.response.fill(x.res, x.attempt)
	}
	if status >= 200 && status < 300 {
		c.limits.answered(time.Since(x.start) - x.queued)
		return nil
	}
	body := x.buf.data
	err := &APIError{StatusCode: status, Operation: x.op.String(), RetryAfter: retryAfter(x.res.Header, time.Now())}
	err.body = &keptBody{data: bytes.Clone(body[:min(len(body), maxKeptBody)])}
	err.Message, err.Code = describeBody(body, c.secretsOf(x))
	switch status {
	case http.StatusTooManyRequests:
		c.limits.refused(x.op, err.RetryAfter)
	case http.StatusForbidden:
		if !json.Valid(body) && (len(bytes.TrimSpace(body)) > 0 || c.limits.recentlyRefused()) {
			blocked := c.breaker.trip(ctx, x.op, err.RetryAfter)
			blocked.body = err.body
			return blocked
		}
	}
	if status >= 300 && status < 400 {
		err.Message = "redirects are not followed"
	}
	return err
}

const (
	maxKeptBody = 64 << 10
	maxMessage  = 300
)

// errorBody holds every member in which the API, the framework below it or a
// gateway puts a text.
type errorBody struct {
	Message     textMember `json:"message"`
	Detail      textMember `json:"detail"`
	Description textMember `json:"error_description"`
	Error       textMember `json:"error"`
	Title       textMember `json:"title"`
	Code        textMember `json:"code"`
}

// textMember takes a string and lets anything else pass as empty, so that an odd
// member does not hide the others.
type textMember string

// UnmarshalJSON never fails.
func (t *textMember) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		*t = textMember(s)
	}
	return nil
}

// describeBody finds the most telling text of an error body, and its short code.
func describeBody(body []byte, secrets []string) (message, code string) {
	trimmed := bytes.TrimSpace(body)
	if len(trimmed) == 0 {
		return "", ""
	}
	var parsed errorBody
	if json.Unmarshal(trimmed, &parsed) == nil {
		code = string(parsed.Code)
		if code == "" {
			code = string(parsed.Error)
		}
		for _, text := range []textMember{parsed.Message, parsed.Detail, parsed.Description, parsed.Error, parsed.Title} {
			if strings.TrimSpace(string(text)) != "" {
				return printable(string(text), secrets), printable(code, secrets)
			}
		}
		return "", printable(code, secrets)
	}
	if trimmed[0] == '<' {
		return "an HTML page in place of JSON", ""
	}
	return printable(string(trimmed[:min(len(trimmed), maxKeptBody)]), secrets), ""
}

// printable makes a server's text safe to print: known secrets are taken out,
// control and direction characters become spaces, and it is shortened.
func printable(text string, secrets []string) string {
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxMessage {
		text = string(runes[:maxMessage]) + "…"
	}
	return text
}

// retryAfter reads both forms of the header: seconds and a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds > 0) {
			return 0
		}
		return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}

// maxRetryAfter keeps a senseless header from overflowing a Duration.
const maxRetryAfter = 24 * time.Hour
