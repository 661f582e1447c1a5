package datto

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Token is an access token and its life. It prints as "[redacted]" with every
// verb of package fmt and in slog. A store has to read its fields by name.
type Token struct {
	// AccessToken is the secret that the API accepts in place of the key pair.
	AccessToken string
	// Issued is when the token was asked for.
	Issued time.Time
	// Expires is when the server stops to accept it. It is zero when the server
	// did not say.
	Expires time.Time
}

// Format prints "[redacted]" whatever the verb.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue returns "[redacted]".
func (t Token) LogValue() slog.Value { return slog.StringValue(redacted) }

const maxRefreshMargin = 5 * time.Minute

// refreshAt is when the token should be replaced: a tenth of its life, and at
// most five minutes, before its end. It is zero when the end is not known.
func (t Token) refreshAt() time.Time {
	if t.Expires.IsZero() {
		return time.Time{}
	}
	return t.Expires.Add(-min(maxRefreshMargin, t.Expires.Sub(t.Issued)/10))
}

// TokenStore keeps tokens from one process to the next. Its methods can be
// called by several goroutines at once.
//
// A store that fails costs a token request and nothing else: the client goes on
// and reports a [TokenStoreFailed] event.
type TokenStore interface {
	// Load returns the token that was saved under key, and a zero Token when
	// there is none. A token that has expired may be returned.
	Load(ctx context.Context, key TokenKey) (Token, error)
	// Save keeps the token under key, in place of any other.
	Save(ctx context.Context, key TokenKey, token Token) error
}

// TokenKey says whose a token is. Tokens must never be shared between keys: they
// belong to one account on one platform. A TokenKey holds no secret and can
// serve as a file name.
type TokenKey string

// tokenKey is derived from the address and the API key. The secret is left out,
// so that a new secret for the same key finds, and replaces, the old token.
func tokenKey(e endpoint, creds Credentials) TokenKey {
	sum := sha256.Sum256([]byte(e.tokenURL() + "\x00" + creds.APIKey))
	return TokenKey("datto-" + hex.EncodeToString(sum[:16]))
}
