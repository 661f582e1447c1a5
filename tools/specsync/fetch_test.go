package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// host is a platform on loopback. It answers 404 to all it was not told of, and remembers what it was asked.
type host struct {
	*httptest.Server
	mux   *http.ServeMux
	mutex sync.Mutex
	asked []string
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{mux: http.NewServeMux()}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mutex.Lock()
		h.asked = append(h.asked, r.URL.RequestURI())
		h.mutex.Unlock()
		for _, secret := range []string{"Authorization", "Cookie", "Proxy-Authorization"} {
			if r.Header.Get(secret) != "" {
				t.Errorf("%s was sent", secret)
			}
		}
		h.mux.ServeHTTP(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

// serve answers one path.
func (h *host) serve(path string, status int, body []byte) {
	h.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write(body) // a client that has seen enough hangs up
	})
}

// list publishes the list of documents.
func (h *host) list(t *testing.T, urls ...string) {
	t.Helper()
	var groups []map[string]string
	for _, one := range urls {
		groups = append(groups, map[string]string{"url": one, "name": "a group"})
	}
	body, err := json.Marshal(map[string]any{"configUrl": "/api/v3/api-docs/swagger-config", "urls": groups})
	require.NoError(t, err)
	h.serve("/api/v3/api-docs/swagger-config", http.StatusOK, body)
}

func (h *host) requests() []string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return append([]string(nil), h.asked...)
}

func (h *host) platform(name string) platform { return platform{name: name, base: h.URL + "/api"} }

const (
	groupV2 = "/api/v3/api-docs/Datto-RMM-v2"
	groupV3 = "/api/v3/api-docs/Datto-RMM-v3"
	groupV1 = "/api/v3/api-docs/Datto-RMM"
	noGroup = "/api/v3/api-docs"
)

func fetchFrom(t *testing.T, h *host) answer {
	t.Helper()
	return newFetcher().fetchPlatform(t.Context(), h.platform("merlot"))
}

// operationsOf lists the operations of what was fetched.
func operationsOf(t *testing.T, a answer) []string {
	t.Helper()
	require.NoError(t, a.unavailable)
	require.NoError(t, a.refused)
	require.NotNil(t, a.document)
	var out []string
	for name := range a.document.tree.children[slotOperations] {
		out = append(out, name)
	}
	return out
}

func TestEveryListedGroupIsRead(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	// One address is relative, one absolute, one is there twice. Only one document names the build.
	h.list(t, groupV2, h.URL+groupV3, groupV2+"#top")
	h.serve(groupV2, http.StatusOK, documentOf("277", getOf("/v2/a", okEmpty), ""))
	h.serve(groupV3, http.StatusOK, bytes.Replace(documentOf("277", getOf("/v3/a", okEmpty), ""), []byte("Build"), []byte("build"), 1))
	a := fetchFrom(t, h)
	assert.ElementsMatch(t, []string{"GET /v2/a", "GET /v3/a"}, operationsOf(t, a))
	assert.Equal(t, build("277"), a.document.build)
	assert.Empty(t, a.remarks)
	assert.Equal(t, []string{noGroup + "/swagger-config", groupV2, groupV3}, h.requests())
}

func TestAListOfOneDocument(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.serve(noGroup+"/swagger-config", http.StatusOK, []byte(`{"url":"/api/v3/api-docs"}`))
	h.serve(noGroup, http.StatusOK, documentOf("235", anyPath, ""))
	assert.Len(t, operationsOf(t, fetchFrom(t, h)), 1)
	assert.Len(t, h.requests(), 2)
}

func TestWithoutAListKnownAddressesAreTried(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]struct {
		status int
		body   string
	}{
		"missing": {http.StatusNotFound, ""},
		"failing": {http.StatusInternalServerError, `{"status":500}`},
		"a page":  {http.StatusOK, "<html></html>"},
		"empty":   {http.StatusOK, `{"urls":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, path := range []string{groupV2, groupV1, noGroup} {
				h := newHost(t)
				h.serve(noGroup+"/swagger-config", config.status, []byte(config.body))
				h.serve(path, http.StatusOK, documentOf("201", anyPath, ""))
				assert.Len(t, operationsOf(t, fetchFrom(t, h)), 1)
				assert.Len(t, h.requests(), i+2, "it stops at the first that is there")
			}
		})
	}
}

func TestAGroupThatFailsIsLeftOut(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.list(t, groupV1, groupV2)
	h.serve(groupV1, http.StatusInternalServerError, nil)
	h.serve(groupV2, http.StatusOK, documentOf("277", anyPath, ""))
	a := fetchFrom(t, h)
	assert.Len(t, operationsOf(t, a), 1)
	assert.Equal(t, []string{"group " + groupV1 + " is listed but answered HTTP status 500: left out"}, a.remarks)
}

func TestGroupsOnOtherHostsAreNotFollowed(t *testing.T) {
	t.Parallel()
	other := newHost(t)
	h := newHost(t)
	withUser := strings.Replace(h.URL, "http://", "http://user:pass@", 1)
	h.list(t, other.URL+groupV2, withUser+groupV2, "//example.invalid/x", "", groupV3)
	h.serve(groupV3, http.StatusOK, documentOf("277", anyPath, ""))
	a := fetchFrom(t, h)
	assert.Len(t, operationsOf(t, a), 1)
	assert.Len(t, a.remarks, 4)
	assert.NotContains(t, strings.Join(a.remarks, " "), "pass")
	assert.Empty(t, other.requests())
}

func TestMoreGroupsThanAPlatformHas(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	var urls []string
	for i := range maxGroups + 5 {
		urls = append(urls, groupV2+"?n="+string(rune('a'+i)))
	}
	h.list(t, urls...)
	h.serve(groupV2, http.StatusOK, documentOf("277", anyPath, ""))
	a := fetchFrom(t, h)
	assert.Len(t, operationsOf(t, a), 1)
	assert.Len(t, h.requests(), 1+maxGroups)
	assert.Equal(t, []string{"swagger-config lists more than 20 groups: the rest is left out"}, a.remarks)
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	other := newHost(t)
	other.serve(groupV2, http.StatusOK, documentOf("277", anyPath, ""))
	tests := map[string]struct {
		target func(h *host) string
		want   string
	}{
		"on the host":         {func(*host) string { return "/api/v3/api-docs/moved" }, ""},
		"to another host":     {func(*host) string { return other.URL + groupV2 }, "redirected elsewhere, to " + strings.TrimPrefix(other.URL, "http://") + ": refused"},
		"to another scheme":   {func(h *host) string { return strings.Replace(h.URL, "http:", "https:", 1) + groupV3 }, "redirected elsewhere"},
		"with a user":         {func(h *host) string { return strings.Replace(h.URL, "//", "//user:pass@", 1) + groupV3 }, "redirected elsewhere"},
		"in a circle":         {func(*host) string { return groupV2 }, "redirected too often"},
		"to a page to log in": {func(*host) string { return "/auth/userlogin" }, "not JSON but a page of HTML or XML"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t)
			h.list(t, groupV2)
			h.mux.Handle(groupV2, http.RedirectHandler(test.target(h), http.StatusFound))
			h.serve("/api/v3/api-docs/moved", http.StatusOK, documentOf("277", anyPath, ""))
			h.serve("/auth/userlogin", http.StatusOK, []byte("<!doctype html>"))
			a := fetchFrom(t, h)
			if test.want == "" {
				assert.Len(t, operationsOf(t, a), 1)
				return
			}
			assert.Nil(t, a.document)
			err := a.unavailable
			if a.refused != nil {
				err = a.refused
			}
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "pass@")
			assert.LessOrEqual(t, len(h.requests()), 1+1+maxRedirect)
		})
	}
	t.Cleanup(func() { assert.Empty(t, other.requests()) })
}

func TestSizeIsBounded(t *testing.T) {
	t.Parallel()
	large := bytes.Repeat([]byte(" "), maxDocument+1)
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := writer.Write(large)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	require.Less(t, packed.Len(), 1<<20)

	for name, answerWith := range map[string]http.HandlerFunc{
		"plain": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(large) },
		"compressed": func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed.Bytes())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t)
			h.list(t, groupV2)
			h.mux.HandleFunc(groupV2, answerWith)
			require.EqualError(t, fetchFrom(t, h).unavailable, "larger than 16 MiB")
		})
	}
}

func TestTimeIsBounded(t *testing.T) {
	t.Parallel()
	stalls := map[string]http.HandlerFunc{
		"no answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"a body that stops": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"openapi":`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	}
	for name, stall := range stalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			h := newHost(t)
			h.list(t, groupV2)
			h.mux.HandleFunc(groupV2, func(w http.ResponseWriter, r *http.Request) {
				cancel()
				stall(w, r)
			})
			require.ErrorIs(t, newFetcher().fetchPlatform(ctx, h.platform("merlot")).unavailable, context.Canceled)

			hasty := newFetcher()
			hasty.timeout = 20 * time.Millisecond
			require.EqualError(t, hasty.fetchPlatform(t.Context(), h.platform("merlot")).unavailable, "no answer within 20ms")
		})
	}
}

func TestWhatAPlatformAnswersMustBeADocument(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		bodies []string
		want   string
	}{
		"a page":        {[]string{"<html></html>"}, groupV2 + ": not JSON but a page of HTML or XML"},
		"an error":      {[]string{`{"status":500}`}, groupV2 + `: not an OpenAPI document: it has no "openapi" version`},
		"no build":      {[]string{strings.Replace(string(documentOf("277", anyPath, "")), "Build", "build", 1)}, `info.version "2.0.0 (build 277_0123abcd)" names no build (expected "… (Build 201_…)")`},
		"two builds":    {[]string{string(documentOf("277", anyPath, "")), string(documentOf("278", anyPath, ""))}, groupV3 + ": build 278, while another group is of build 277: a rollout may be under way"},
		"one is broken": {[]string{string(documentOf("277", anyPath, "")), "{"}, groupV3 + ": not JSON: cut short"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t)
			paths := []string{groupV2, groupV3}[:len(test.bodies)]
			h.list(t, paths...)
			for i, body := range test.bodies {
				h.serve(paths[i], http.StatusOK, []byte(body))
			}
			a := fetchFrom(t, h)
			require.EqualError(t, a.refused, test.want)
			assert.Nil(t, a.document)
			require.NoError(t, a.unavailable)
		})
	}
}

func TestBaseURLs(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://merlot-api.centrastage.net":      "https://merlot-api.centrastage.net/api",
		"https://merlot-api.centrastage.net/":     "https://merlot-api.centrastage.net/api",
		"https://merlot-api.centrastage.net/api":  "https://merlot-api.centrastage.net/api",
		"https://merlot-api.centrastage.net/api/": "https://merlot-api.centrastage.net/api",
		"http://127.0.0.1:8080":                   "http://127.0.0.1:8080/api",
		"http://[::1]:8080/api":                   "http://[::1]:8080/api",
		"http://localhost/proxy":                  "http://localhost/proxy/api",
	} {
		p, err := platformAt(given)
		require.NoError(t, err, given)
		assert.Equal(t, want, p.base)
	}
	for given, want := range map[string]string{
		"http://merlot-api.centrastage.net": "not https",
		"ftp://127.0.0.1":                   "not https",
		"https://":                          "has no host",
		"merlot":                            "has no host",
		"https://user:hunter2@example.com":  "holds a user name",
		"https://example.com/?a=b":          "a query or a fragment",
		"https://user:hunter2@exa mple.com": "is not a URL",
		"http://127.0.0.1.example.com/api":  "not https",
	} {
		_, err := platformAt(given)
		require.ErrorContains(t, err, want, given)
		assert.NotContains(t, err.Error(), "hunter2")
	}
}

func TestPlatformsAreKnownInAnyCase(t *testing.T) {
	t.Parallel()
	p, err := platformNamed(" MerLot ", platforms())
	require.NoError(t, err)
	assert.Equal(t, platform{"merlot", "https://merlot-api.centrastage.net/api"}, p)
	for _, p := range platforms() {
		_, err := platformAt(p.base)
		require.NoError(t, err)
	}
}

// closedPort is a platform that nobody answers for.
func closedPort(t *testing.T, name string) platform {
	t.Helper()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	return platform{name: name, base: gone.URL + "/api"}
}

func TestSyncFromAPlatform(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.list(t, groupV2)
	h.serve(groupV2, http.StatusOK, smallBuilds()["277"])
	for _, args := range [][]string{{"--platform", "Merlot"}, {"--base-url", h.URL + "/"}} {
		out, before := vendorFileAt(t)
		got := runSync(t, out, []platform{closedPort(t, "pinotage"), h.platform("merlot")}, args...)
		assert.Equal(t, exitOK, got.status)
		assert.Empty(t, got.stderr)
		assert.Regexp(t, `^build 277, from (merlot|127\.0\.0\.1:[0-9]+): new\n`, got.stdout)
		assert.NotEqual(t, before, textOf(t, out))
	}

	// That the one platform asked for does not answer is an error.
	out, before := vendorFileAt(t)
	got := runSync(t, out, []platform{closedPort(t, "pinotage")}, "--platform", "pinotage")
	assert.Equal(t, exitError, got.status)
	assert.Regexp(t, `^sync: pinotage: .*refused.*\n$`, got.stderr)
	assert.Equal(t, before, textOf(t, out))
}

func TestSyncFromAllPlatforms(t *testing.T) {
	t.Parallel()
	h := newHost(t)
	h.list(t, groupV2)
	h.serve(groupV2, http.StatusOK, smallBuilds()["277"])
	broken := newHost(t)
	broken.serve(noGroup, http.StatusOK, []byte("<html></html>"))

	t.Run("some answer", func(t *testing.T) {
		t.Parallel()
		for _, fresh := range []bool{false, true} {
			out, before := vendorFileAt(t)
			args := []string{}
			if fresh {
				args = append(args, "--require-fresh")
			}
			got := runSync(t, out, []platform{closedPort(t, "pinotage"), h.platform("merlot"), h.platform("syrah")}, args...)
			assert.Equal(t, exitOK, got.status)
			assert.True(t, strings.HasPrefix(got.stdout, "build 277, from merlot, syrah: new\n"), got.stdout)
			assert.Regexp(t, `^sync: not read: pinotage: .*refused.*\n$`, got.stderr)
			assert.NotEqual(t, before, textOf(t, out))
		}
	})
	t.Run("one answers nonsense", func(t *testing.T) {
		t.Parallel()
		out, before := vendorFileAt(t)
		all := []platform{h.platform("merlot"), broken.platform("syrah")}
		got := runSync(t, out, all, "--require-fresh")
		assert.Equal(t, exitError, got.status)
		assert.Equal(t, "sync: syrah: /api/v3/api-docs: not JSON but a page of HTML or XML\n", got.stderr)
		assert.Equal(t, before, textOf(t, out))

		got = runSync(t, out, all)
		assert.Equal(t, exitOK, got.status)
		assert.Equal(t, "sync: not read: syrah: /api/v3/api-docs: not JSON but a page of HTML or XML\n", got.stderr)
		assert.NotEqual(t, before, textOf(t, out))
	})
	t.Run("all answer nonsense", func(t *testing.T) {
		t.Parallel()
		out, before := vendorFileAt(t)
		got := runSync(t, out, []platform{broken.platform("merlot"), broken.platform("syrah")})
		assert.Equal(t, exitError, got.status)
		assert.Equal(t, "sync: merlot: /api/v3/api-docs: not JSON but a page of HTML or XML; and 1 more\n", got.stderr)
		assert.Equal(t, before, textOf(t, out))
	})
	t.Run("no network", func(t *testing.T) {
		t.Parallel()
		out, before := vendorFileAt(t)
		none := []platform{closedPort(t, "pinotage"), closedPort(t, "merlot")}
		got := runSync(t, out, none)
		assert.Equal(t, exitOK, got.status)
		assert.Empty(t, got.stdout)
		assert.Regexp(t, `^sync: no platform could be read \(pinotage: .*; and 1 more\); .*vendor\.json stays as it is\n$`, got.stderr)

		got = runSync(t, out, none, "--require-fresh")
		assert.Equal(t, exitError, got.status)
		assert.Regexp(t, `^sync: no platform could be read \(.*\)\n$`, got.stderr)
		assert.Equal(t, before, textOf(t, out))

		// Nothing is there to be kept.
		missing := filepath.Join(t.TempDir(), "vendor.json")
		assert.Equal(t, exitError, runSync(t, missing, none).status)
		assert.NoFileExists(t, missing)
	})
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		out, before := vendorFileAt(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var stderr bytes.Buffer
		p := program{stdout: io.Discard, stderr: &stderr, platforms: []platform{h.platform("merlot")}, fetcher: newFetcher()}
		assert.Equal(t, exitError, p.run(ctx, []string{"--out", out}))
		assert.Equal(t, "sync: context canceled\n", stderr.String())
		assert.Equal(t, before, textOf(t, out))
	})
}
