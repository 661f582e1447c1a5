package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// fetchTimeout bounds one request, its body included.
	fetchTimeout = 30 * time.Second
	// connectTimeout is shorter, so that a firewall that drops packets does not hold up the work for long.
	connectTimeout = 10 * time.Second
	// maxDocument bounds a document, in bytes, after decompression. The largest known is 0.4 MB.
	maxDocument = 16 << 20
	maxGroups   = 20
	maxRedirect = 5
)

// platform is one installation of the API.
type platform struct {
	name string
	// base ends in "/api".
	base string
}

// platforms are all that the vendor runs, in the order they are tried.
func platforms() []platform {
	var out []platform
	for _, name := range []string{"pinotage", "merlot", "concord", "vidal", "zinfandel", "syrah"} {
		out = append(out, platform{name: name, base: "https://" + name + "-api.centrastage.net/api"})
	}
	return out
}

// platformNamed finds a platform, in any case.
func platformNamed(name string, all []platform) (platform, error) {
	var names []string
	for _, one := range all {
		if strings.EqualFold(one.name, strings.TrimSpace(name)) {
			return one, nil
		}
		names = append(names, one.name)
	}
	return platform{}, fmt.Errorf("unknown platform %q; one of %s", shorten(name, 40), strings.Join(names, ", "))
}

// platformAt makes a platform of a base URL, which may end in "/api", in a slash, or in neither.
func platformAt(base string) (platform, error) {
	parsed, err := url.Parse(base)
	if err != nil {
		// The parser's error quotes the text, and with it a password.
		return platform{}, errors.New("the base URL is not a URL")
	}
	switch {
	case parsed.User != nil:
		return platform{}, errors.New("the base URL holds a user name; documents are read without credentials")
	case parsed.Hostname() == "":
		return platform{}, fmt.Errorf("the base URL %q has no host", shorten(base, 80))
	case parsed.RawQuery != "" || parsed.Fragment != "":
		return platform{}, errors.New("the base URL holds a query or a fragment")
	case parsed.Scheme == "https" || (parsed.Scheme == "http" && isLoopback(parsed.Hostname())):
	default:
		return platform{}, fmt.Errorf("the base URL %q is not https (plain http goes to loopback only)", shorten(base, 80))
	}
	path := strings.TrimRight(parsed.Path, "/")
	if !strings.HasSuffix(path, "/api") {
		path += "/api"
	}
	return platform{name: parsed.Host, base: parsed.Scheme + "://" + parsed.Host + path}, nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// fetcher reads documents from platforms. It sends no credentials, and never leaves the host it was sent to.
type fetcher struct {
	client  *http.Client
	timeout time.Duration
}

func newFetcher() *fetcher {
	return &fetcher{
		timeout: fetchTimeout,
		client: &http.Client{
			Transport: &http.Transport{
				Proxy:               http.ProxyFromEnvironment,
				DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
				TLSHandshakeTimeout: connectTimeout,
				ForceAttemptHTTP2:   true,
			},
			CheckRedirect: sameOriginRedirect,
		},
	}
}

func sameOriginRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirect {
		return errors.New("redirected too often")
	}
	if !sameOrigin(next.URL, via[0].URL) {
		return fmt.Errorf("redirected elsewhere, to %s: refused", next.URL.Host)
	}
	return nil
}

// sameOrigin refuses a user name too: the client would send it as credentials.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host) && a.User == nil && b.User == nil
}

// answer is what came of one platform: its document, or why there is none.
type answer struct {
	platform platform
	document *document
	// unavailable means that no document was to be had: no network, no answer in time, an error status.
	unavailable error
	// refused means that something came, and that it is no document this program understands.
	refused error
	// remarks are worth telling although a document came.
	remarks []string
}

// fetchAll asks all platforms at once. The answers come in the platforms' order.
func (f *fetcher) fetchAll(ctx context.Context, from []platform) []answer {
	answers := make([]answer, len(from))
	var wait sync.WaitGroup
	for i, p := range from {
		wait.Go(func() { answers[i] = f.fetchPlatform(ctx, p) })
	}
	wait.Wait()
	return answers
}

// statusError is an HTTP answer other than 200: the host is there, this document is not.
type statusError struct{ status int }

func (e *statusError) Error() string { return fmt.Sprintf("HTTP status %d", e.status) }

// fetchPlatform reads every group that a platform lists, as one build.
func (f *fetcher) fetchPlatform(ctx context.Context, p platform) answer {
	out := answer{platform: p}
	groups, listed, remarks, err := f.groups(ctx, p)
	out.remarks = remarks
	if err != nil {
		out.unavailable = err
		return out
	}
	var failure error
	for _, group := range groups {
		data, err := f.get(ctx, group)
		if status, ok := errors.AsType[*statusError](err); ok {
			failure = cmp.Or(failure, fmt.Errorf("%s: %w", group.Path, err))
			if listed {
				out.remarks = append(out.remarks, fmt.Sprintf("group %s is listed but answered HTTP status %d: left out", group.Path, status.status))
			}
			continue
		}
		if err != nil {
			out.document, out.unavailable = nil, err
			return out
		}
		doc, err := canonicalise(data)
		if err == nil {
			out.document, err = sameDocument(out.document, doc)
		}
		if err != nil {
			out.document, out.refused = nil, fmt.Errorf("%s: %w", group.Path, err)
			return out
		}
		if !listed {
			break
		}
	}
	switch {
	case out.document == nil:
		out.unavailable = failure
	case out.document.build == "":
		out.document, out.refused = nil, out.document.namesNoBuild()
	}
	return out
}

// sameDocument unites the groups of one platform. A group need not name the build, but two must not name different ones.
func sameDocument(a, b *document) (*document, error) {
	if a == nil {
		return b, nil
	}
	if a.build != "" && b.build != "" && a.build != b.build {
		return nil, fmt.Errorf("build %s, while another group is of build %s: a rollout may be under way", b.build, a.build)
	}
	notKept := slices.Concat(a.notKept, b.notKept)
	slices.Sort(notKept)
	return &document{
		build:   cmp.Or(a.build, b.build),
		version: cmp.Or(a.version, b.version),
		tree:    sameBuild(a.tree, b.tree),
		notKept: slices.Compact(notKept),
	}, nil
}

// groups lists the documents of a platform: as it says itself, or failing that where they are known to have been. listed says which.
func (f *fetcher) groups(ctx context.Context, p platform) (groups []*url.URL, listed bool, remarks []string, err error) {
	docs, err := url.Parse(p.base + "/v3/api-docs")
	if err != nil {
		return nil, false, nil, err
	}
	config := docs.JoinPath("swagger-config")
	data, err := f.get(ctx, config)
	if _, ok := errors.AsType[*statusError](err); err != nil && !ok {
		return nil, false, nil, err
	}
	if err == nil {
		groups, remarks = groupsIn(data, config)
	}
	if len(groups) > 0 {
		return groups, true, remarks, nil
	}
	return []*url.URL{docs.JoinPath("Datto-RMM-v2"), docs.JoinPath("Datto-RMM"), docs}, false, remarks, nil
}

// groupsIn reads the list that springdoc publishes: "urls" with several groups, "url" with one.
func groupsIn(data []byte, config *url.URL) (groups []*url.URL, remarks []string) {
	object, err := decodeObject(data)
	if err != nil {
		return nil, []string{"swagger-config: " + err.Error()}
	}
	var texts []string
	list, _ := object["urls"].([]any)
	for _, one := range list {
		if group, ok := one.(map[string]any); ok {
			text, _ := group["url"].(string)
			texts = append(texts, text)
		}
	}
	if text, ok := object["url"].(string); ok && len(texts) == 0 {
		texts = append(texts, text)
	}
	for _, text := range texts {
		group, err := config.Parse(text)
		if err == nil {
			group.Fragment = ""
		}
		switch {
		case err != nil || text == "":
			remarks = append(remarks, fmt.Sprintf("swagger-config lists %q, which is no URL: left out", shorten(text, 80)))
		case !sameOrigin(group, config):
			remarks = append(remarks, fmt.Sprintf("swagger-config lists a document on another host, %s: left out", shorten(group.Host, 80)))
		case len(groups) == maxGroups:
			return groups, append(remarks, fmt.Sprintf("swagger-config lists more than %d groups: the rest is left out", maxGroups))
		case !slices.ContainsFunc(groups, func(other *url.URL) bool { return *other == *group }):
			groups = append(groups, group)
		}
	}
	return groups, remarks
}

// get reads one URL, bounded in time and in size.
func (f *fetcher) get(ctx context.Context, from *url.URL) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, f.timeout, fmt.Errorf("no answer within %s", f.timeout))
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, from.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", jsonMedia)
	request.Header.Set("User-Agent", "datto-rmm-specsync")
	response, err := f.client.Do(request)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer func() {
		// All that matters of the body has been read, or its error is told already.
		_ = response.Body.Close()
	}()
	if response.StatusCode != http.StatusOK {
		return nil, &statusError{status: response.StatusCode}
	}
	data, err := readBounded(response.Body)
	if err != nil {
		return nil, err
	}
	return data, nil
}

// withoutURL shortens an error of the client's: whoever reads it knows the URL.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// readBounded reads a document whole, or says that it is too large.
func readBounded(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxDocument+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxDocument {
		return nil, fmt.Errorf("larger than %d MiB", maxDocument>>20)
	}
	return data, nil
}
