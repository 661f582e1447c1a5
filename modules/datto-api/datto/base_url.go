package datto

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
)

const (
	apiPath   = "/api"
	tokenPath = "/auth/oauth/token" //nolint:gosec // A path, not a credential.
)

// endpoint is the one place that a client talks to. The token never leaves it.
type endpoint struct {
	scheme string
	host   string // with port, as net/http wants it
	prefix string // path in front of /api and /auth: empty on the real platforms
}

// parseEndpoint reads a base URL with or without trailing slashes and with or
// without the final /api.
func parseEndpoint(raw string) (endpoint, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// The parser's error repeats the address, and with it a password that
		// somebody may have put there.
		return endpoint{}, invalidBaseURL("it is not a valid URL")
	}
	switch {
	case u.Host == "" || u.Hostname() == "":
		return endpoint{}, invalidBaseURL("it has no host: write it as https://host/api")
	case u.User != nil:
		return endpoint{}, invalidBaseURL("it must not hold a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return endpoint{}, invalidBaseURL("it must not hold a query or fragment")
	}
	scheme := strings.ToLower(u.Scheme)
	switch {
	case scheme == "https":
	case scheme == "http" && isLoopback(u.Hostname()):
	case scheme == "http":
		return endpoint{}, invalidBaseURL("plain http is allowed to this machine only: use https")
	default:
		return endpoint{}, invalidBaseURL("its scheme must be https")
	}
	prefix := strings.TrimRight(u.EscapedPath(), "/")
	prefix = strings.TrimRight(strings.TrimSuffix(prefix, apiPath), "/")
	return endpoint{scheme: scheme, host: strings.ToLower(u.Host), prefix: prefix}, nil
}

func invalidBaseURL(reason string) error {
	return &ValidationError{Field: "base URL", Reason: reason}
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// baseURL is the address that paths such as /v2/account are joined to.
func (e endpoint) baseURL() string { return e.origin() + e.prefix + apiPath }

// tokenURL stands beside /api, not under it.
func (e endpoint) tokenURL() string { return e.origin() + e.prefix + tokenPath }

func (e endpoint) origin() string { return e.scheme + "://" + e.host }

// owns reports whether u has this endpoint's scheme, host and port. A URL without
// a host is relative, and so is the endpoint's own.
func (e endpoint) owns(u *url.URL) bool {
	if u.Host == "" && u.Scheme == "" {
		return true
	}
	return strings.EqualFold(u.Scheme, e.scheme) &&
		strings.EqualFold(withPort(u.Host, u.Scheme), withPort(e.host, e.scheme))
}

func withPort(host, scheme string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	if strings.EqualFold(scheme, "http") {
		return host + ":80"
	}
	return host + ":443"
}
