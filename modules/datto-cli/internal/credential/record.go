// Package credential keeps API keys between runs, in the system's keyring or in a
// private file, and decides which of them a command uses.
package credential

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
)

const redacted = "[redacted]"

// Record is one set of credentials with the address that it was made for. The
// three are stored as one, so that none can be changed without the others.
//
// A Record prints as its address and "[redacted]".
type Record struct {
	// BaseURL is the only address that the key is sent to.
	BaseURL string
	// Credentials are the key pair.
	Credentials datto.Credentials
}

// Format prints the address alone, whatever the verb.
func (r Record) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.BaseURL+" "+redacted) }

// LogValue logs the address alone.
func (r Record) LogValue() slog.Value { return slog.StringValue(r.BaseURL + " " + redacted) }

// hintLength is how much of a key is shown: enough to tell two of them apart in
// the portal, and of no use to anybody else.
const hintLength = 4

// Hint is the end of a key, for people to recognise it by. Of a short one, which
// is no real key, nothing is shown.
func Hint(key string) string {
	if len(key) < 3*hintLength {
		return "****"
	}
	return "****" + key[len(key)-hintLength:]
}

// recordForm is a record as it is stored, and only there.
type recordForm struct {
	BaseURL   string `json:"base_url"`
	APIKey    string `json:"api_key"`
	APISecret string `json:"api_secret"`
}

func (r Record) form() recordForm {
	return recordForm{BaseURL: r.BaseURL, APIKey: r.Credentials.APIKey, APISecret: r.Credentials.APISecret}
}

var errBroken = errors.New("what is stored there is not whole")

func (f recordForm) record() (Record, error) {
	address, err := config.ParseAddress("", f.BaseURL)
	if err != nil || f.APIKey == "" || f.APISecret == "" {
		return Record{}, errBroken
	}
	return Record{
		BaseURL:     address.BaseURL,
		Credentials: datto.Credentials{APIKey: f.APIKey, APISecret: f.APISecret},
	}, nil
}

func decodeRecord(text []byte) (Record, error) {
	var form recordForm
	// The decoder's error could repeat a part of the secret.
	if json.Unmarshal(text, &form) != nil {
		return Record{}, errBroken
	}
	return form.record()
}
