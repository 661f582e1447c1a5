package datto

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fuzzEndpoint is the address that the fuzzed answers come from.
var fuzzEndpoint = endpoint{scheme: "https", host: "merlot-api.centrastage.net"}

// FuzzPage: whatever a page holds, decoding it does not panic, counts every row
// once, and finds in typed rows what is in raw ones.
func FuzzPage(f *testing.F) {
	for _, page := range []string{
		`{"pageDetails":{"count":1,"totalCount":1,"prevPageUrl":null,"nextPageUrl":null},"devices":[{"id":7,"uid":"a","hostname":"EX-1"}]}`,
		`{"pageDetails":{"nextPageUrl":"https://merlot-api.centrastage.net/api/v2/account/devices?max=2&page=1"},"devices":[{"uid":"a"},{"uid":"a"}]}`,
		`{"devices":[{"uid":"a"},{"id":{}},{"uid":"b","udf":{"udf1":null,"udf2":"x"}},null,7],"pageDetails":{}}`,
		`{"pageDetails":{"totalCount":null},"devices":null}`,
		`{"devices":[{"uid":"a"`, `{"error":"the search failed"}`, `[]`, `null`, ``, `<html>`, "{\"devices\":[{\"uid\":\"\xff\"}]}",
		`{"devices":[],"devices":[{"uid":"a"}]} `, `{"devices":[{"UID":"a","uid":"b","uid":"c"}]}{}`,
	} {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var typed Page[Device]
		err := decodePage(opListAccountDevices, fuzzEndpoint, http.StatusOK, body, &typed)
		var raw Page[json.RawMessage]
		rawErr := decodePage(opListAccountDevices, fuzzEndpoint, http.StatusOK, body, &raw)
		require.Equal(t, rawErr == nil, err == nil, "typed: %v, raw: %v", err, rawErr)
		if err != nil {
			assertPrintable(t, err.Error())
			return
		}
		require.Equal(t, raw.rows, typed.rows)
		require.Equal(t, raw.Next, typed.Next)
		require.Len(t, raw.Items, raw.rows, "a raw row cannot be broken")
		require.Equal(t, typed.rows, len(typed.Items)+len(typed.Broken))
		require.Len(t, typed.keys, typed.rows)
		good := 0
		for i := range typed.rows {
			if slices.ContainsFunc(typed.Broken, func(e *RowError) bool { return e.Index == i }) {
				continue
			}
			device := &typed.Items[good]
			good++
			// A name that occurs twice may be read differently; everything else not.
			if strings.Count(string(raw.Items[i]), `"uid"`) == 1 && device.UID != "" && !strings.Contains(string(raw.Items[i]), `\`) {
				require.Equal(t, raw.keys[i], typed.keys[i], "%s", raw.Items[i])
			}
		}
		for _, broken := range typed.Broken {
			assertPrintable(t, broken.Error())
		}
	})
}

// FuzzRows: the same for answers that are a bare array.
func FuzzRows(f *testing.F) {
	for _, rows := range []string{`[]`, `[{"uid":"a"}]`, `[{"id":"x"},{"uid":"b"}]`, `[`, `{}`, `null`, ``, `[]]`} {
		f.Add([]byte(rows))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var typed Page[Device]
		if err := decodeArray(opListDevicesByMAC, http.StatusOK, body, &typed); err != nil {
			assertPrintable(t, err.Error())
			return
		}
		var plain []json.RawMessage
		if json.Unmarshal(body, &plain) == nil {
			require.Len(t, plain, typed.rows)
		}
		require.Equal(t, typed.rows, len(typed.Items)+len(typed.Broken))
	})
}

// FuzzErrorBody: whatever an error answers, its text can be printed, is short, and
// holds no secret that the client knows.
func FuzzErrorBody(f *testing.F) {
	for _, body := range []string{
		`{"timestamp":1781181715656,"status":404,"error":"Not Found","path":"/v2/device/x"}`,
		`{"type":"about:blank","title":"Bad Request","status":400,"detail":"Failed to read request"}`,
		`{"message":"it holds SECRET-VALUE-1"}`, `{"message":{"a":1},"error":7,"title":"x"}`, `"text"`, `plain text`, `<html>`, ``, `null`,
		"line\nline\x1b[31mred\u202eback", `{"error":"\ud800"}`,
	} {
		f.Add([]byte(body))
	}
	secrets := []string{"SECRET-VALUE-1", "SECRET"}
	f.Fuzz(func(t *testing.T, body []byte) {
		message, code := describeBody(body, secrets)
		for _, text := range []string{message, code} {
			assertPrintable(t, text)
			assert.NotContains(t, text, "SECRET")
			assert.LessOrEqual(t, utf8.RuneCountInString(text), maxMessage+1)
		}
		api := &APIError{StatusCode: http.StatusBadRequest, Operation: "GET /x", Message: message, Code: code, body: &keptBody{data: body}}
		assertPrintable(t, api.Error())
	})
}

// FuzzNextPage: whatever a link to the next page holds, the client takes no more
// from it than a page number or a cursor, and notices when it points elsewhere.
func FuzzNextPage(f *testing.F) {
	for _, raw := range []string{
		"", "https://merlot-api.centrastage.net/api/v2/account/sites?max=2&page=1", "https://evil.example/?page=1", "//evil.example/?page=1",
		"/api/v2/account/sites?page=2", "?page=3", "page=3", "https://merlot-api.centrastage.net:443/?page=1", "https://user@merlot-api.centrastage.net/?page=1",
		"http://merlot-api.centrastage.net/?page=1", "https://merlot-api.centrastage.net/?searchAfter=1787645215440&searchAfter=uuid&page=next",
		"https://merlot-api.centrastage.net/?page=1%26x%3Dy", "https://merlot-api.centrastage.net/?page=-1", "\x00", "https://merlot-api.centrastage.net.evil.example/?page=1",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		byPage, err := nextPage(opListAccountSites, fuzzEndpoint, raw)
		if err != nil {
			assertPrintable(t, err.Error())
		} else if byPage.cursor != "" {
			require.True(t, isPageNumber(byPage.cursor), "%q", byPage.cursor)
		}
		byCursor, cursorErr := nextPage(opListActivityLogs, fuzzEndpoint, raw)
		if cursorErr == nil && raw != "" {
			require.NotEmpty(t, byCursor.cursor)
		}
		if err != nil || raw == "" {
			return
		}
		u, parseErr := url.Parse(raw)
		require.NoError(t, parseErr)
		own := u.Host == "" && u.Scheme == "" || strings.EqualFold(u.Scheme, "https") &&
			(strings.EqualFold(u.Host, fuzzEndpoint.host) || strings.EqualFold(u.Host, fuzzEndpoint.host+":443"))
		assert.Equal(t, own, byPage.foreign == "", "%q", raw)
		assertPrintable(t, byPage.foreign)
	})
}

// FuzzRetryAfter: no header makes a wait that is negative or endless.
func FuzzRetryAfter(f *testing.F) {
	for _, value := range []string{"", "0", "-1", "1.5", "120", "1e300", "NaN", "Inf", "Wed, 21 Oct 2026 07:28:00 GMT", "soon"} {
		f.Add(value)
	}
	now := time.Date(2026, 10, 21, 7, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		wait := retryAfter(http.Header{"Retry-After": {value}}, now)
		assert.GreaterOrEqual(t, wait, time.Duration(0))
		assert.LessOrEqual(t, wait, maxRetryAfter)
	})
}

// assertPrintable fails for text that a terminal would act on.
func assertPrintable(t *testing.T, text string) {
	t.Helper()
	assert.True(t, utf8.ValidString(text), "%q", text)
	assert.False(t, strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }), "%q", text)
}
