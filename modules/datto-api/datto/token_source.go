package datto

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

const (
	// The public client that every account shares. It is part of the protocol
	// and not a secret.
	oauthClientID     = "public-client"
	oauthClientSecret = "public"

	maxTokenBody = 1 << 20
)

// tokenOperation is how a token request is called in errors and events. It is no
// operation of the contract.
var tokenOperation = &Operation{
	ID: "token", Method: http.MethodPost, Path: tokenPath, Summary: "Ask for an access token.", Public: true,
}

// grant is a token in use.
type grant struct {
	token  Token
	header []string // the Authorization header, made once
}

func newGrant(t Token) *grant {
	return &grant{token: t, header: []string{"Bearer " + t.AccessToken}}
}

// fresh reports whether the grant needs no replacement yet.
func (g *grant) fresh(now time.Time) bool {
	if g == nil {
		return false
	}
	at := g.token.refreshAt()
	return at.IsZero() || now.Before(at)
}

// alive reports whether the server still accepts the grant, as far as is known.
func (g *grant) alive(now time.Time) bool {
	return g != nil && (g.token.Expires.IsZero() || now.Before(g.token.Expires))
}

// tokenSource hands out the current token and replaces it when it is due. One
// caller at a time asks the server, on its own goroutine and with its own
// context; the others wait. When that caller gives up the next one takes over.
type tokenSource struct {
	endpoint endpoint
	platform Platform
	// A function, because fmt calls no method of an unexported field and would
	// print the keys of a client that somebody prints.
	credentials func() Credentials
	store       TokenStore
	http        *http.Client
	client      *Client // limits of an attempt, events

	turn    chan struct{} // held by the caller that asks the server
	current atomic.Pointer[grant]
	failure atomic.Pointer[tokenFailure]
}

// tokenFailure is what the last caller to ask the server was told. Those who
// waited for it meanwhile take it as their own answer: credentials that were
// refused are not offered again by each of them.
type tokenFailure struct {
	round uint64
	at    time.Time
	err   error
}

// since is how long ago it was.
func (f *tokenFailure) since(now time.Time) time.Duration {
	if f == nil {
		return math.MaxInt64
	}
	return now.Sub(f.at)
}

func (f *tokenFailure) number() uint64 {
	if f == nil {
		return 0
	}
	return f.round
}

// get returns a token. A grant that the server has just refused is passed as
// refused and is not returned again.
func (s *tokenSource) get(ctx context.Context, refused *grant) (*grant, error) {
	if g := s.current.Load(); g != refused && g.fresh(time.Now()) {
		return g, nil
	}
	old := s.current.Load()
	if old != refused && old.alive(time.Now()) {
		// The margin is there to be used: while the old token is good nobody waits
		// for another caller to bring the new one, and a token endpoint that is
		// down is asked again only now and then.
		if s.failure.Load().since(time.Now()) < renewalPause {
			return old, nil
		}
		select {
		case s.turn <- struct{}{}:
		default:
			return old, nil
		}
		defer func() { <-s.turn }()
		return s.replace(ctx, refused, s.failure.Load().number())
	}
	round := s.failure.Load().number()
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return s.replace(ctx, refused, round)
}

// renewalPause is how long a token that is still good is used after a new one
// could not be had.
const renewalPause = 30 * time.Second

// replace brings a new grant. The caller holds the turn, and has seen the given
// round of failures before it waited for it.
func (s *tokenSource) replace(ctx context.Context, refused *grant, round uint64) (*grant, error) {
	old := s.current.Load()
	if old != refused && old.fresh(time.Now()) {
		return old, nil
	}
	var err error
	if f := s.failure.Load(); f.number() > round {
		err = f.err
	} else {
		var g *grant
		g, err = s.renew(ctx, refused)
		switch {
		case err == nil:
			s.current.Store(g)
			return g, nil
		case ctx.Err() != nil:
			return nil, err
		}
		s.failure.Store(&tokenFailure{round: f.number() + 1, at: time.Now(), err: err})
	}
	if refused != nil && errors.Is(err, ErrUnauthorized) {
		// Neither the token nor the pair is good: later calls need not find out
		// about the token again, each with a request of its own.
		s.current.CompareAndSwap(refused, nil)
	}
	if old != refused && old.alive(time.Now()) && !errors.Is(err, ErrUnauthorized) {
		return old, nil
	}
	return nil, err
}

// renew takes a token from the store, or else from the server.
func (s *tokenSource) renew(ctx context.Context, refused *grant) (*grant, error) {
	if s.store == nil {
		t, err := s.request(ctx)
		if err != nil {
			return nil, err
		}
		return newGrant(t), nil
	}
	key := tokenKey(s.endpoint, s.credentials())
	stored, err := s.store.Load(ctx, key)
	if err != nil {
		s.client.emit(ctx, TokenStoreFailed{Action: "load", Err: err})
	}
	if err == nil && stored.AccessToken != "" && usableInHeader(stored.AccessToken) {
		known := s.current.Load()
		g := newGrant(stored)
		isOld := known != nil && known.token.AccessToken == stored.AccessToken ||
			refused != nil && refused.token.AccessToken == stored.AccessToken
		if !isOld && g.fresh(time.Now()) {
			return g, nil
		}
	}
	t, err := s.request(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.store.Save(ctx, key, t); err != nil {
		s.client.emit(ctx, TokenStoreFailed{Action: "save", Err: err})
	}
	return newGrant(t), nil
}

// request asks the server for a token with the key pair.
func (s *tokenSource) request(ctx context.Context) (Token, error) {
	start := time.Now()
	trip := &tokenTrip{base: s.http.Transport, client: s.client}
	if trip.base == nil {
		trip.base = http.DefaultTransport //nolint:forbidigo // what the caller's client sends through
	}
	client := *s.http
	client.Transport = trip
	conf := oauth2.Config{
		ClientID: oauthClientID, ClientSecret: oauthClientSecret,
		// Without a fixed style the package tries a second request with the
		// credentials in another place whenever the first is refused.
		Endpoint: oauth2.Endpoint{TokenURL: s.endpoint.tokenURL(), AuthStyle: oauth2.AuthStyleInHeader},
	}
	credentials := s.credentials()
	granted, oauthErr := conf.PasswordCredentialsToken(
		context.WithValue(ctx, oauth2.HTTPClient, &client), credentials.APIKey, credentials.APISecret)
	err := s.judge(ctx, trip, granted, oauthErr)
	s.client.emit(ctx, Attempt{
		Operation: tokenOperation, Number: 1, StatusCode: trip.status, Err: err,
		Start: start, Duration: time.Since(start), Bytes: trip.bytes,
	})
	if err != nil {
		return Token{}, err
	}
	return Token{AccessToken: granted.AccessToken, Issued: start, Expires: granted.Expiry}, nil
}

// judge turns the outcome of a token request into this package's errors. The
// error of the oauth2 package itself is never used: its text repeats the body,
// and the body can repeat key and secret.
func (s *tokenSource) judge(ctx context.Context, trip *tokenTrip, granted *oauth2.Token, oauthErr error) error {
	if err := ctx.Err(); err != nil && oauthErr != nil {
		return fmt.Errorf("datto: %s: %w", tokenOperation, err)
	}
	if trip.err != nil {
		return s.client.transportError(tokenOperation, trip.err, !neverConnected(trip.err))
	}
	failure := &AuthError{
		Platform: s.platform, Host: s.endpoint.host, StatusCode: trip.status, RetryAfter: trip.retryAfter,
	}
	switch {
	case trip.status == 0:
		return s.client.transportError(tokenOperation, errors.New("the request could not be made"), false)
	case trip.status == http.StatusBadRequest || trip.status == http.StatusUnauthorized:
		failure.Refused = true
		failure.Reason = "the credentials were refused"
	case trip.status == http.StatusForbidden && !trip.isJSON && !trip.empty:
		return s.client.breaker.trip(ctx, tokenOperation, trip.retryAfter)
	case trip.status >= 300 && trip.status < 400:
		failure.Reason = "it sent a redirect in place of a token"
	case trip.status < 200 || trip.status > 299:
		failure.Reason = "it answered with an error"
	case trip.empty:
		failure.Reason = "it sent nothing in place of a token"
	case !trip.isJSON:
		failure.Reason = "a web page came in place of a token"
	case oauthErr != nil || granted.AccessToken == "":
		failure.Reason = "its answer holds no access_token that can be read"
	case !usableInHeader(granted.AccessToken):
		failure.Reason = "its access_token holds characters that no header can carry"
	default:
		return nil
	}
	return failure
}

// usableInHeader keeps anything but visible ASCII out of the header.
func usableInHeader(token string) bool {
	return !strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}

// tokenTrip carries one token request. It stands below the oauth2 package and
// notes what that package does not tell apart: whether the body arrived whole,
// and whether it is JSON at all.
type tokenTrip struct {
	base   http.RoundTripper
	client *Client

	status     int
	retryAfter time.Duration
	isJSON     bool
	empty      bool
	bytes      int64
	err        error
}

// RoundTrip reads the whole answer and passes it on.
func (t *tokenTrip) RoundTrip(in *http.Request) (*http.Response, error) {
	watch := newWatchdog(in.Context(), t.client.headerTimeout)
	defer watch.stop()
	req := in.Clone(watch.ctx)
	req.Header["User-Agent"] = t.client.userAgentHeader
	req.Header["Accept"] = acceptHeader
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		t.err = watch.explain(err)
		return nil, t.err
	}
	defer resp.Body.Close() //nolint:errcheck // The body has been read; nothing depends on its end.
	body, err := readBody(nil, resp, watch, t.client.stallTimeout, maxTokenBody)
	t.bytes = int64(len(body))
	if err != nil {
		t.err = watch.explain(err)
		return nil, t.err
	}
	t.status = resp.StatusCode
	t.retryAfter = retryAfter(resp.Header, time.Now())
	t.isJSON = json.Valid(body)
	t.empty = len(bytes.TrimSpace(body)) == 0
	if t.isJSON {
		// Whatever the server calls it: under another name the oauth2 package
		// would take it for a form.
		resp.Header = resp.Header.Clone()
		resp.Header.Set("Content-Type", "application/json")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
