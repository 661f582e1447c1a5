// Package tokencache keeps access tokens from one run of the program to the next,
// and the time until which an address is blocked.
//
// A token is as good as the credentials that it was made from, so the file is
// kept as they are: private to this user, and refused when it is not. What was
// refused, cannot be read or makes no sense costs a token request and is replaced.
package tokencache

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

const (
	saltSize = 32
	// unknownLife is how long a token is kept whose end the server did not tell.
	unknownLife = time.Hour
	// longestBlock is the longest time to believe in. A clock that was wrong for
	// a moment must not lock somebody out for years.
	longestBlock = 24 * time.Hour
)

// Cache is the file of tokens and blocks. Its methods can be called by several
// goroutines, and by several processes, at once. The file is made when there is
// something to keep.
type Cache struct {
	// Warn is told why nothing can be kept. It may be nil.
	Warn func(error)

	file privatefile.File
	now  func() time.Time
	none error
}

// New returns the cache in file. Now is the clock.
func New(file privatefile.File, now func() time.Time) *Cache { return &Cache{file: file, now: now} }

// None returns a cache that keeps nothing, because of err. Now is the clock.
func None(err error, now func() time.Time) *Cache { return &Cache{none: err, now: now} }

func (c *Cache) warn(err error) {
	if c.Warn != nil && err != nil && !errors.Is(err, context.Canceled) {
		c.Warn(err)
	}
}

// Path is where the cache is kept.
func (c *Cache) Path() string { return c.file.Path }

// The file as it is written.
type content struct {
	Salt    []byte           `json:"salt"`
	Tokens  map[string]entry `json:"tokens,omitempty"`
	Blocked map[string]block `json:"blocked,omitempty"`
}

type entry struct {
	// Key is the client's own name for what the token is good for.
	Key         string    `json:"key"`
	AccessToken string    `json:"access_token"`
	Issued      time.Time `json:"issued"`
	Expires     time.Time `json:"expires,omitzero"`
}

type block struct {
	Noted time.Time `json:"noted"`
	Until time.Time `json:"until"`
}

// load reads the file. What makes no sense counts as empty.
func (c *Cache) load() (*content, error) {
	stored, err := c.read()
	// A file that is exposed is replaced once there is something to keep.
	if _, exposed := errors.AsType[*privatefile.ExposedError](err); !exposed {
		c.warn(err)
	}
	return stored, err
}

func (c *Cache) read() (*content, error) {
	if c.none != nil {
		return nil, c.none
	}
	data, err := c.file.Read()
	if errors.Is(err, fs.ErrNotExist) {
		return &content{}, nil
	}
	if err != nil {
		return nil, err
	}
	return decode(data), nil
}

func decode(data []byte) *content {
	var stored content
	if err := json.Unmarshal(data, &stored); err != nil || len(stored.Salt) != saltSize {
		return &content{}
	}
	return &stored
}

// update changes the file. Its old content, where it is exposed or broken, is
// dropped; so is what has run out.
func (c *Cache) update(ctx context.Context, change func(*content)) error {
	err := c.write(ctx, change)
	c.warn(err)
	return err
}

func (c *Cache) write(ctx context.Context, change func(*content)) error {
	if c.none != nil {
		return c.none
	}
	release, err := c.file.Lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	stored, err := c.read()
	if _, exposed := errors.AsType[*privatefile.ExposedError](err); exposed {
		stored, err = &content{}, nil
	}
	if err != nil {
		return err
	}
	if stored.Salt == nil {
		stored.Salt = make([]byte, saltSize)
		_, _ = rand.Read(stored.Salt) // It never fails.
	}
	if stored.Tokens == nil {
		stored.Tokens = map[string]entry{}
	}
	if stored.Blocked == nil {
		stored.Blocked = map[string]block{}
	}
	c.expire(stored)
	change(stored)
	data, err := json.MarshalIndent(stored, "", "  ")
	if err != nil {
		return err
	}
	if old, err := c.file.Read(); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return c.file.Write(data)
}

func (c *Cache) expire(stored *content) {
	now := c.now()
	for name, e := range stored.Tokens {
		if !e.alive(now) {
			delete(stored.Tokens, name)
		}
	}
	for address, b := range stored.Blocked {
		if !b.holds(now) {
			delete(stored.Blocked, address)
		}
	}
}

// alive reports whether the token may still be good. One whose end is wrong,
// because the clock was, is refused by the server and then replaced.
func (e entry) alive(now time.Time) bool {
	expires := e.Expires
	if expires.IsZero() {
		expires = e.Issued.Add(unknownLife)
	}
	return now.Before(expires)
}

// holds reports whether the block goes on. It does not when the clock has been
// set back since: then nobody knows.
func (b block) holds(now time.Time) bool {
	return now.Before(b.Until) && !now.Before(b.Noted) && b.Until.Sub(b.Noted) <= longestBlock
}

// For returns the tokens of one set of credentials at one address. The set is
// the whole of it: a wrong secret must not live on the token of the right one.
func (c *Cache) For(baseURL string, credentials datto.Credentials) *Tokens {
	return &Tokens{cache: c, set: func() []byte {
		return []byte(baseURL + "\x00" + credentials.APIKey + "\x00" + credentials.APISecret)
	}}
}

// Tokens is a [datto.TokenStore] for one set of credentials.
type Tokens struct {
	cache *Cache
	// A function hides the credentials from every verb of package fmt.
	set func() []byte

	mu sync.Mutex
	// turn ends this process's turn to ask for a token. It is nil when that is not
	// this process's turn.
	turn func()
}

var _ datto.TokenStore = (*Tokens)(nil)

// name is what the set's token is kept under. It tells nothing about the
// credentials to whoever sees the file, not even whether two files hold the same
// ones.
func (t *Tokens) name(salt []byte) string { return digest(salt, t.set()) }

func digest(salt, of []byte) string {
	mac := hmac.New(sha256.New, salt)
	mac.Write(of)
	return hex.EncodeToString(mac.Sum(nil))
}

// Expiry is when the set's token ends. It is zero when there is none that is good.
func (t *Tokens) Expiry() time.Time {
	stored, err := t.cache.load()
	if err != nil {
		return time.Time{}
	}
	if e, ok := stored.Tokens[t.name(stored.Salt)]; ok && e.alive(t.cache.now()) {
		return e.Expires
	}
	return time.Time{}
}

// Load returns the token that was kept for the set, and a zero token when there
// is none that is good. Then the caller is expected to ask for one: others that
// look for one wait for a few seconds, until Save or Asked is called.
func (t *Tokens) Load(ctx context.Context, key datto.TokenKey) (datto.Token, error) {
	token, err := t.load(key)
	if err != nil || token.AccessToken != "" || !t.takeTurn(ctx) {
		return token, err
	}
	// Whoever had the turn before may have brought one.
	token, err = t.load(key)
	if err == nil && token.AccessToken != "" {
		t.Asked()
	}
	return token, err
}

func (t *Tokens) load(key datto.TokenKey) (datto.Token, error) {
	stored, err := t.cache.load()
	if err != nil {
		return datto.Token{}, err
	}
	e, ok := stored.Tokens[t.name(stored.Salt)]
	if !ok || e.Key != digest(stored.Salt, []byte(key)) || !e.alive(t.cache.now()) {
		return datto.Token{}, nil
	}
	return datto.Token{AccessToken: e.AccessToken, Issued: e.Issued, Expires: e.Expires}, nil
}

// takeTurn makes this process the only one that asks for a token. It is false when
// it is so already, or when the others take too long: then nobody waits further.
func (t *Tokens) takeTurn(ctx context.Context) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.turn != nil {
		return false
	}
	asking := privatefile.File{Path: filepath.Join(filepath.Dir(t.cache.file.Path), "asking"), Mend: t.cache.file.Mend}
	release, err := asking.Lock(ctx)
	if err != nil {
		return false
	}
	t.turn = release
	return true
}

// Asked says that the server was asked for a token, with whatever outcome. It lets
// others ask.
func (t *Tokens) Asked() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.turn != nil {
		t.turn()
		t.turn = nil
	}
}

// Save keeps the token.
func (t *Tokens) Save(ctx context.Context, key datto.TokenKey, token datto.Token) error {
	defer t.Asked()
	return t.cache.update(ctx, func(stored *content) {
		// Times lose what a clock knows beyond the time of day.
		stored.Tokens[t.name(stored.Salt)] = entry{
			Key:         digest(stored.Salt, []byte(key)),
			AccessToken: token.AccessToken,
			Issued:      token.Issued.UTC().Round(0),
			Expires:     token.Expires.UTC().Round(0),
		}
	})
}

// Forget drops the set's token.
func (t *Tokens) Forget(ctx context.Context) error {
	if t.cache.Path() == "" {
		return nil
	}
	if _, err := t.cache.file.Read(); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return t.cache.update(ctx, func(stored *content) { delete(stored.Tokens, t.name(stored.Salt)) })
}

// BlockedError says that nothing was sent, because the server has shut this
// machine out and calls would prolong that. It matches [datto.ErrBlocked].
type BlockedError struct {
	// BaseURL is the address of the API.
	BaseURL string
	// Until is when calls are sent again.
	Until time.Time
}

// Error states the address and the time.
func (e *BlockedError) Error() string {
	return e.BaseURL + " has blocked this machine for too many requests, until " + e.Until.UTC().Format(time.RFC3339)
}

// NextStep says when to go on.
func (e *BlockedError) NextStep() string {
	return "wait until " + e.Until.Local().Format(time.RFC3339) + ": nothing was sent, because requests before that may prolong it"
}

// Is matches [datto.ErrBlocked].
func (e *BlockedError) Is(target error) bool { return target == datto.ErrBlocked }

// Block notes that calls to an address are to be held back until a time.
func (c *Cache) Block(ctx context.Context, baseURL string, until time.Time) error {
	return c.update(ctx, func(stored *content) {
		now := c.now().UTC().Round(0)
		until = until.UTC().Round(0)
		if latest := now.Add(longestBlock); until.After(latest) {
			until = latest
		}
		if old, ok := stored.Blocked[baseURL]; ok && old.Until.After(until) {
			return
		}
		stored.Blocked[baseURL] = block{Noted: now, Until: until}
	})
}

// CheckBlock returns a [*BlockedError] while calls to an address are to be held
// back. A file that cannot be read holds nothing back.
func (c *Cache) CheckBlock(baseURL string) error {
	stored, err := c.load()
	if err != nil {
		return nil //nolint:nilerr // It is reported where tokens are loaded, and must not stop a call here.
	}
	if b, ok := stored.Blocked[baseURL]; ok && b.holds(c.now()) {
		return &BlockedError{BaseURL: baseURL, Until: b.Until}
	}
	return nil
}
