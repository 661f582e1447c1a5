package simulator

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The client that every account uses at the token endpoint. It is no secret.
const (
	publicClient       = "public-client"
	publicClientSecret = "public"
)

const (
	tokenPath      = "/auth/oauth/token" //nolint:gosec // G101: a path.
	tokenOperation = http.MethodPost + " " + tokenPath
	loginPath      = "/auth/userlogin"
)

// serveRoot answers what lies outside /api.
func (s *Simulator) serveRoot(x *exchange) {
	switch {
	case x.path == tokenPath && x.method == http.MethodPost:
		s.issueToken(x)
	case x.path == tokenPath:
		x.header("Allow", http.MethodPost)
		x.fail(http.StatusMethodNotAllowed, "")
	case x.path == loginPath:
		x.loginPage()
	default:
		x.notFound()
	}
}

// loginPage is where people log in, and where clients end up that follow
// redirects.
func (x *exchange) loginPage() {
	x.html(http.StatusOK, "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form method=\"post\">"+
		"Access key <input name=\"username\"> Secret key <input name=\"password\" type=\"password\"></form></body></html>\n")
}

// issueToken answers the token endpoint: the password grant, with the API key
// as user name and the secret as password.
func (s *Simulator) issueToken(x *exchange) {
	client, clientSecret, ok := x.req.BasicAuth()
	if !ok || client != publicClient || clientSecret != publicClientSecret {
		x.violation("the client header is not that of " + publicClient)
		// Not a refusal: whoever follows this gets a login page with status 200.
		x.header("Www-Authenticate", `Basic realm="oauth2/client"`)
		x.header("Location", x.origin()+loginPath)
		x.answer.status = http.StatusFound
		return
	}
	raw, err := x.body()
	if err != nil {
		x.oauthError(http.StatusBadRequest, "invalid_request")
		return
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil || form.Get("grant_type") != "password" {
		x.violation("the body is not a form with grant_type=password")
		x.oauthError(http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	if x.strikeInstead() {
		return
	}
	if x.faulted(FaultEchoCredentials) {
		x.echoCredentials(form)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// One answer for a bad key and a bad secret, and none of it says which.
	if !same(form.Get("username"), s.state.key) || !same(form.Get("password"), s.state.secret) {
		x.oauthError(http.StatusUnauthorized, "unauthorized")
		return
	}
	token, id := s.newToken(x.now)
	w := x.json()
	w.beginObject()
	w.str("access_token", token)
	w.str("token_type", "bearer")
	w.num("expires_in", int64(s.config.TokenLife/time.Second))
	w.str("scope", "read write")
	w.str("jti", id)
	w.endObject()
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (x *exchange) oauthError(status int, code string) {
	x.answer.status = status
	w := x.json()
	w.beginObject()
	w.str("error", code)
	w.str("error_description", "Bad credentials")
	w.endObject()
}

// newToken makes a token that no other simulator of the seed has given out,
// and forgets those that have run out. A new token leaves the old ones valid.
func (s *Simulator) newToken(now time.Time) (token, id string) {
	for old, expires := range s.state.tokens {
		if !now.Before(expires) {
			delete(s.state.tokens, old)
		}
	}
	s.state.issued++
	d := roll(s.config.Seed, streamToken, uint64(s.state.issued)) //nolint:gosec // G115: a count is not negative.
	token = fmt.Sprintf("simulated-%016x%016x", d.next(), d.next())
	s.state.tokens[token] = now.Add(s.config.TokenLife)
	return token, s.fleet.uid(uidToken, s.state.issued, 0)
}

// authorized tells whether a request carries a token that is good now.
func (s *Simulator) authorized(x *exchange) bool {
	scheme, token, ok := strings.Cut(x.req.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return false
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	expires, ok := s.state.tokens[token]
	return ok && x.now.Before(expires)
}

// echoCredentials refuses a token in the worst way: with key and secret in the
// answer. Clients must not pass such a body on.
func (x *exchange) echoCredentials(form url.Values) {
	x.answer.status = http.StatusUnauthorized
	w := x.json()
	w.beginObject()
	w.str("error", "unauthorized")
	w.str("error_description", "Bad credentials for "+form.Get("username")+" with "+form.Get("password"))
	w.str("path", tokenPath+"?username="+form.Get("username")+"&password="+form.Get("password"))
	w.endObject()
}

// revoke makes the token of a request worthless.
func (s *Simulator) revoke(x *exchange) {
	_, token, _ := strings.Cut(x.req.Header.Get("Authorization"), " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.state.tokens, token)
}
