package datto

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Client talks to the API of one account. It is safe for concurrent use, and one
// client should be used for everything: it holds the token, the connections and
// the account's request budget.
//
// Methods are grouped by the noun that they return.
type Client struct {
	Account      *AccountService
	ActivityLogs *ActivityLogsService
	Alerts       *AlertsService
	Audits       *AuditsService
	Components   *ComponentsService
	Devices      *DevicesService
	Filters      *FiltersService
	Jobs         *JobsService
	Patches      *PatchesService
	Sites        *SitesService
	System       *SystemService
	Users        *UsersService
	Variables    *VariablesService

	platform Platform
	endpoint endpoint
	base     string

	http            *http.Client
	ownTransport    bool // false when the caller brought a client
	userAgentHeader []string
	headerTimeout   time.Duration
	stallTimeout    time.Duration
	maxBodySize     int64

	stages    []stage
	retry     Retry
	limits    *limiter
	breaker   *breaker
	tokens    *tokenSource // holds the credentials, behind a pointer that no verb follows
	readOnly  bool
	readAhead int
	maxPages  int

	logger        *slog.Logger
	hooks         []func(context.Context, Event)
	unknownFields *unknownFields // nil unless asked for
}

// NewClient returns a client for the account that the credentials belong to. It
// makes no request: the first call asks for a token. The platform may be left
// empty when [WithBaseURL] is given.
//
// The error is a [*ValidationError] or a [*PlatformParseError].
func NewClient(platform Platform, credentials Credentials, opts ...Option) (*Client, error) {
	config := defaultConfig()
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(&config); err != nil {
			return nil, err
		}
	}
	if err := config.validate(); err != nil {
		return nil, err
	}
	credentials = credentials.trimmed()
	if err := credentials.validate(); err != nil {
		return nil, err
	}
	if platform != "" || config.baseURL == "" {
		parsed, err := ParsePlatform(string(platform))
		if err != nil {
			return nil, err
		}
		platform = parsed
	}
	base := config.baseURL
	if base == "" {
		base = platform.BaseURL()
	}
	e, err := parseEndpoint(base)
	if err != nil {
		return nil, err
	}
	return newClient(platform, e, credentials, config), nil
}

// newClient puts the parts together.
func newClient(platform Platform, e endpoint, credentials Credentials, config config) *Client {
	c := &Client{
		platform: platform, endpoint: e, base: e.baseURL(),
		userAgentHeader: []string{config.userAgent},
		headerTimeout:   config.headerTimeout, stallTimeout: config.stallTimeout, maxBodySize: config.maxBodySize,
		retry: config.retry, limits: newLimiter(config.budget),
		readOnly: config.readOnly, readAhead: config.readAhead, maxPages: maxPages,
		logger: config.logger, hooks: config.hooks,
	}
	if config.unknownFields {
		c.unknownFields = newUnknownFields()
	}
	c.breaker = &breaker{events: func(ctx context.Context, b Blocked) {
		c.limits.stop()
		c.emit(ctx, b)
	}}
	c.limits.stopped = func() bool { return !c.breaker.blockedUntil().IsZero() }
	if config.httpClient != nil {
		own := *config.httpClient
		c.http = &own
	} else {
		c.ownTransport = true
		c.http = &http.Client{Transport: WatchProxy(newTransport(config))}
	}
	c.http.CheckRedirect = refuseRedirect
	c.tokens = &tokenSource{
		endpoint: e, platform: platform, store: config.tokenStore,
		credentials: func() Credentials { return credentials },
		http:        c.http, client: c, turn: make(chan struct{}, 1),
	}
	c.stages = c.pipeline()
	c.Account = &AccountService{c}
	c.ActivityLogs = &ActivityLogsService{c}
	c.Alerts = &AlertsService{c}
	c.Audits = &AuditsService{c}
	c.Components = &ComponentsService{c}
	c.Devices = &DevicesService{c}
	c.Filters = &FiltersService{c}
	c.Jobs = &JobsService{c}
	c.Patches = &PatchesService{c}
	c.Sites = &SitesService{c}
	c.System = &SystemService{c}
	c.Users = &UsersService{c}
	c.Variables = &VariablesService{client: c, masks: newSeenMasks()}
	return c
}

// newTransport is the transport of a client that was not given one.
func newTransport(config config) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          config.idleConnections,
		MaxIdleConnsPerHost:   config.idleConnections,
		IdleConnTimeout:       config.idleTimeout,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

// refuseRedirect hands redirects back as answers: the API has none, and following
// one would carry the token, or a login, to where a server says.
func refuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Platform returns the platform that the client was made for. It is empty when
// the client was made for a base URL alone.
func (c *Client) Platform() Platform { return c.platform }

// BaseURL returns the address that the API's paths are joined to, ending in /api
// without a slash.
func (c *Client) BaseURL() string { return c.base }

// EnsureToken returns a token that the API accepts now, asking the server for one
// when there is none or when it is about to expire. Any number of callers share
// one request.
//
// The token is a secret: whoever has it acts as the key's user until it expires,
// and it cannot be revoked. It is needed for requests that are made without this
// package; see [Client.HTTPClient] and [Get] for those that are not.
//
// The error is an [*AuthError] when the credentials are refused.
func (c *Client) EnsureToken(ctx context.Context) (string, error) {
	x := &exchange{op: tokenOperation}
	for {
		x.attempt++
		err := c.breaker.check(tokenOperation)
		if err == nil {
			var g *grant
			if g, err = c.tokens.get(ctx, nil); err == nil {
				return g.token.AccessToken, nil
			}
		}
		if ctx.Err() != nil {
			return "", err
		}
		wait, again := c.repeatAfter(x, err)
		if !again {
			return "", err
		}
		if err := sleep(ctx, wait); err != nil {
			return "", err
		}
		x.elapsed += wait
	}
}

// HTTPClient returns an HTTP client for requests of one's own. It sends what this
// client sends through, and adds the token and the User-Agent to requests for
// [Client.BaseURL]; to any other address it adds nothing. It knows no request
// budget and no repeats: [Get], [List], [All] and [Do] do.
func (c *Client) HTTPClient() *http.Client {
	own := *c.http
	own.Transport = &authorizedTransport{client: c}
	return &own
}

// authorizedTransport adds the token to requests for the client's own address.
type authorizedTransport struct{ client *Client }

// RoundTrip adds the token and sends the request.
func (t *authorizedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	base := t.client.http.Transport
	if base == nil {
		base = http.DefaultTransport //nolint:forbidigo // what the caller's client sends through
	}
	if !t.client.endpoint.owns(req.URL) || req.URL.Host == "" {
		return base.RoundTrip(req)
	}
	if t.client.readOnly && req.Method != http.MethodGet && req.Method != http.MethodHead {
		err := fmt.Errorf("datto: %w", ErrReadOnly)
		if req.Body != nil {
			err = errors.Join(err, req.Body.Close())
		}
		return nil, err
	}
	out := req.Clone(req.Context())
	if out.Header.Get("User-Agent") == "" {
		out.Header["User-Agent"] = t.client.userAgentHeader
	}
	if out.Header.Get("Authorization") == "" {
		token, err := t.client.EnsureToken(req.Context())
		if err != nil {
			if req.Body != nil {
				err = errors.Join(err, req.Body.Close())
			}
			return nil, err
		}
		out.Header.Set("Authorization", "Bearer "+token)
	}
	return base.RoundTrip(out)
}

// Close frees the connections that are kept open. A client that was made with
// [WithHTTPClient] leaves them to the owner of that client. The client can still
// be used.
func (c *Client) Close() {
	if c.ownTransport {
		c.http.CloseIdleConnections()
	}
}

// String names the client by platform and address.
func (c *Client) String() string {
	if c.platform == "" {
		return "datto.Client(" + c.base + ")"
	}
	return "datto.Client(" + string(c.platform) + ", " + c.base + ")"
}

// GoString is the same as String.
func (c *Client) GoString() string { return c.String() }

// LogValue logs String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
