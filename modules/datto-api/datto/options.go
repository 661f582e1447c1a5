package datto

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// Defaults of the options. The transport's follow from the server: it closes
// idle connections after 60 s, and its largest answers are a few megabytes.
const (
	defaultHeaderTimeout   = 60 * time.Second
	defaultStallTimeout    = 30 * time.Second
	defaultIdleTimeout     = 50 * time.Second
	defaultIdleConnections = 16
	defaultMaxBodySize     = 64 << 20
	defaultReadAhead       = 4
	maxReadAhead           = 16
	defaultUserAgent       = "datto-rmm-go/" + Version + " (+https://github.com/datto-go/datto-rmm)"
)

// Version is the version of this module, as its User-Agent states it.
const Version = "0.1.0"

// Option changes how a client works. Options can be given in any order; of two
// that set the same thing the later one holds.
type Option func(*config) error

// config is what options write. [NewClient] turns it into a client in one place,
// so that the order of options cannot matter.
type config struct {
	baseURL         string
	httpClient      *http.Client
	logger          *slog.Logger
	userAgent       string
	tokenStore      TokenStore
	retry           Retry
	budget          float64
	readAhead       int
	readOnly        bool
	hooks           []func(context.Context, Event)
	unknownFields   bool
	headerTimeout   time.Duration
	stallTimeout    time.Duration
	idleTimeout     time.Duration
	idleConnections int
	ownTransport    bool // an option for the client's own transport was given
	maxBodySize     int64
}

func defaultConfig() config {
	return config{
		logger:          slog.New(slog.DiscardHandler),
		userAgent:       defaultUserAgent,
		retry:           DefaultRetry(),
		budget:          1,
		readAhead:       defaultReadAhead,
		headerTimeout:   defaultHeaderTimeout,
		stallTimeout:    defaultStallTimeout,
		idleTimeout:     defaultIdleTimeout,
		idleConnections: defaultIdleConnections,
		maxBodySize:     defaultMaxBodySize,
	}
}

func (c *config) validate() error {
	if c.httpClient != nil && c.ownTransport {
		return invalidOption("WithHTTPClient", "it cannot be combined with options for the client's own transport")
	}
	return nil
}

func invalidOption(name, reason string) error {
	return &ValidationError{Field: name, Reason: reason}
}

// WithBaseURL sends everything to the given address in place of the platform's
// own: a proxy, a test server, the simulator. It may end in /api, in a slash, or
// in neither. Plain http is accepted for this machine only.
func WithBaseURL(rawURL string) Option {
	return func(c *config) error {
		if _, err := parseEndpoint(rawURL); err != nil {
			return err
		}
		c.baseURL = rawURL
		return nil
	}
}

// WithHTTPClient sends everything, token requests included, through a copy of
// client. Redirects are refused whatever client does with them. Without this
// option the client has its own, which follows the environment's proxy settings.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) error {
		if client == nil {
			return invalidOption("WithHTTPClient", "it is nil")
		}
		c.httpClient = client
		return nil
	}
}

// WithLogger logs one record per attempt: at debug level what succeeded, at
// warning level what failed. Records hold the operation's template, the attempt,
// status, times, sizes and the kind of error, and nothing else: no address, no
// header, no body. Without this option nothing is logged.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return invalidOption("WithLogger", "it is nil")
		}
		c.logger = logger
		return nil
	}
}

// WithUserAgent replaces the User-Agent, "datto-rmm-go/VERSION (+URL)".
func WithUserAgent(userAgent string) Option {
	return func(c *config) error {
		if strings.TrimSpace(userAgent) == "" || strings.ContainsFunc(userAgent, isControl) {
			return invalidOption("WithUserAgent", "it is empty or holds control characters")
		}
		c.userAgent = userAgent
		return nil
	}
}

// WithTokenStore keeps tokens in store, so that the next process can go on with
// them. Without this option they live in the client only.
func WithTokenStore(store TokenStore) Option {
	return func(c *config) error {
		if store == nil {
			return invalidOption("WithTokenStore", "it is nil")
		}
		c.tokenStore = store
		return nil
	}
}

// WithRetry replaces [DefaultRetry]. Whatever it says, an operation that is
// marked [RetryNever] is repeated only when the server certainly did not act.
func WithRetry(retry Retry) Option {
	return func(c *config) error {
		if retry == nil {
			return invalidOption("WithRetry", "it is nil: use NoRetry to switch repeats off")
		}
		c.retry = retry
		return nil
	}
}

// WithBudget uses at most the given share of the account's request budget, more
// than 0 and at most 1, which is the default. The budget is the part of the
// server's limit below the mark at which it starts to delay answers.
func WithBudget(share float64) Option {
	return func(c *config) error {
		if !(share > 0 && share <= 1) {
			return invalidOption("WithBudget", "it must be more than 0 and at most 1")
		}
		c.budget = share
		return nil
	}
}

// WithReadAhead sets how many pages an All walk fetches ahead of the one being
// yielded, 1 to 16, by default 4. Where the server does not say how many rows
// there are it is 1 whatever is set here.
func WithReadAhead(pages int) Option {
	return func(c *config) error {
		if pages < 1 || pages > maxReadAhead {
			return invalidOption("WithReadAhead", "it must be 1 to 16")
		}
		c.readAhead = pages
		return nil
	}
}

// WithReadOnly makes the client refuse every write with [ErrReadOnly], before
// anything is sent. Of the requests that are made with [Client.HTTPClient] it
// refuses all but GET and HEAD to the client's own address.
func WithReadOnly() Option {
	return func(c *config) error {
		c.readOnly = true
		return nil
	}
}

// WithHook calls hook with each [Event]. Hooks are called on the goroutine that
// does the work, several at once when calls or pages run in parallel, and should
// return at once. More than one can be given.
func WithHook(hook func(context.Context, Event)) Option {
	return func(c *config) error {
		if hook == nil {
			return invalidOption("WithHook", "it is nil")
		}
		c.hooks = append(c.hooks, hook)
		return nil
	}
}

// WithUnknownFields reports each member of an answer that the models do not
// know as an [UnknownField] event, once for each operation and name. It reads
// every answer twice, so it is for finding out and not for every day.
func WithUnknownFields() Option {
	return func(c *config) error {
		c.unknownFields = true
		return nil
	}
}

// WithHeaderTimeout bounds the time from sending a request to the first byte of
// its answer, by default 60 s.
func WithHeaderTimeout(d time.Duration) Option {
	return func(c *config) error {
		if d <= 0 {
			return invalidOption("WithHeaderTimeout", "it must be positive")
		}
		c.headerTimeout = d
		return nil
	}
}

// WithStallTimeout bounds the time in which nothing of an answer's body arrives,
// by default 30 s.
func WithStallTimeout(d time.Duration) Option {
	return func(c *config) error {
		if d <= 0 {
			return invalidOption("WithStallTimeout", "it must be positive")
		}
		c.stallTimeout = d
		return nil
	}
}

// WithIdleTimeout closes connections of the client's own transport that were not
// used for d, by default 50 s. The server closes them after 60 s.
func WithIdleTimeout(d time.Duration) Option {
	return func(c *config) error {
		if d <= 0 {
			return invalidOption("WithIdleTimeout", "it must be positive")
		}
		c.idleTimeout, c.ownTransport = d, true
		return nil
	}
}

// WithIdleConnections keeps up to n unused connections open in the client's own
// transport, by default 16.
func WithIdleConnections(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return invalidOption("WithIdleConnections", "it must be positive")
		}
		c.idleConnections, c.ownTransport = n, true
		return nil
	}
}

// WithMaxBodySize bounds an answer's body after decompression, by default 64 MB.
func WithMaxBodySize(bytes int64) Option {
	return func(c *config) error {
		if bytes < 1 {
			return invalidOption("WithMaxBodySize", "it must be positive")
		}
		c.maxBodySize = bytes
		return nil
	}
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }
