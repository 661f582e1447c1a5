package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

const resetPath = "/v2/user/resetApiKeys"

func newResetKeysCommand(f *factory.Factory) *cobra.Command {
	write := &command.Write{
		Use:   "reset-keys",
		Short: "Replace the API key and secret in use with new ones",
		Long: `Replace the API key and secret in use with new ones. The old ones stop working
at once, everywhere.

The new pair is written to a file that only you can read before anything else
can fail; that such a file can be written is checked before the request is sent.
An interrupt (Ctrl-C) does not end the wait for the answer. The pair then
replaces the old one in the profile, and the file is removed. If the credentials
came from the environment, the file stays, because this program cannot put them
there.`,
		Example:    "  datto --demo user reset-keys --yes",
		Operations: []string{"POST " + resetPath},
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			r, err := newReset(ctx, call)
			if err != nil {
				return nil, err
			}
			return &command.Plan{
				Question: "Replace the API key of " + r.whose() + "? The old one stops working at once, for every program that uses it.",
				Typed:    "reset-keys",
				Done:     "the API key of " + r.whose() + " has been replaced",
				Requests: []command.Request{{
					Name: r.whose(), Method: http.MethodPost, Path: resetPath,
					Send: func(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
						return nil, r.run(ctx, client)
					},
				}},
			}, nil
		},
	}
	return write.New(f)
}

// reset is one reset of a key.
type reset struct {
	call   *command.Call
	source *credential.Source
	found  *credential.Found // nil in a simulation
	file   privatefile.File

	unwritten error // why the new pair is not in the file
	stored    bool  // the new pair is in the profile, or in no need of a place
}

func newReset(ctx context.Context, call *command.Call) (*reset, error) {
	dirs, err := call.Directories()
	if err != nil {
		return nil, err
	}
	stamp := call.Now().UTC().Format("20060102T150405Z")
	r := &reset{call: call, file: privatefile.File{Path: filepath.Join(filepath.Dir(dirs.Credentials().Path), "new-key-"+stamp+".json")}}
	if call.Flags.Demo {
		return r, nil
	}
	if r.source, err = call.Credentials(); err != nil {
		return nil, err
	}
	r.found, err = r.source.Find(ctx, call.Choice())
	return r, err
}

func (r *reset) whose() string {
	if r.found == nil {
		return "the simulation"
	}
	return r.found.Source()
}

// run asks for the new pair and keeps it.
func (r *reset) run(ctx context.Context, client *datto.Client) error {
	if err := r.file.Write([]byte("{}\n")); err != nil {
		return &exitcode.HintedError{
			Err:  fmt.Errorf("the key was not replaced, because the new one could not be kept: %w", err),
			Hint: "make room for " + r.file.Path + ", or set DATTO_CONFIG_DIR to where files can be written",
		}
	}
	answer, err := r.ask(ctx, client)
	if err != nil {
		return errors.Join(err, os.Remove(r.file.Path))
	}
	r.unwritten = r.file.Write(append(answer, '\n'))
	// An interrupt must not stop the pair from being stored.
	err = r.keep(context.WithoutCancel(ctx), answer)
	if r.unwritten != nil && !r.stored {
		// Nothing is left but to show it: it exists nowhere else.
		_, _ = fmt.Fprintf(r.call.Streams.Err, "datto: the new key could not be written: %v\n%s\n", r.unwritten, answer)
	}
	return err
}

// ask asks for the new pair. Once the server has acted the old pair is dead and the
// new one is in the answer alone, so that an interrupt does not end the wait for it.
func (r *reset) ask(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
	if _, err := client.EnsureToken(ctx); err != nil {
		return nil, err
	}
	said := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(said)
		_, _ = fmt.Fprintln(r.call.Streams.Err, "datto: waiting for the answer, which holds the new key; another interrupt gives it up")
	})
	defer func() {
		if !stop() {
			<-said
		}
	}()
	// The answer is taken as it comes: were it decoded first, a pair in an
	// unexpected form would be lost.
	answer, err := datto.Do[json.RawMessage](context.WithoutCancel(ctx), client, http.MethodPost, resetPath, nil)
	if _, uncertain := errors.AsType[*datto.AmbiguousError](err); uncertain {
		return nil, &exitcode.HintedError{
			Err: err,
			Hint: "try the pair with datto auth login: if it is refused, the new one is lost," +
				" and another has to be generated in the portal (Setup > Users)",
		}
	}
	return answer, err
}

// keep puts the new pair in the place of the old one.
func (r *reset) keep(ctx context.Context, answer json.RawMessage) error {
	var pair datto.APIKeyPair
	if err := json.Unmarshal(answer, &pair); err != nil || pair.APIAccessKey.IsZero() || pair.APISecretKey.IsZero() {
		return r.failed("the answer has an unexpected form")
	}
	switch {
	case r.found == nil:
		r.stored = true
		return r.tidy()
	case r.found.Profile == "":
		return r.leave("put it where DATTO_API_KEY and DATTO_API_SECRET come from, then delete the file")
	}
	store := r.source.Stores.Named(r.found.Store)
	record := r.found.Record
	record.Credentials = datto.Credentials{APIKey: pair.APIAccessKey.Reveal(), APISecret: pair.APISecretKey.Reveal()}
	if store == nil {
		return r.failed("profile " + r.found.Profile + " has no store that is known here")
	}
	if err := store.Set(ctx, r.found.Profile, record); err != nil {
		return r.failed("it could not be stored in the " + r.found.Store + ": " + err.Error())
	}
	r.stored = true
	// The old token died with the key.
	_ = r.source.Tokens.For(r.found.Record.BaseURL, r.found.Record.Credentials).Forget(ctx)
	return r.tidy()
}

// tidy removes the file, now that the new pair is where it belongs.
func (r *reset) tidy() error {
	err := os.Remove(r.file.Path)
	if err != nil && r.unwritten == nil {
		return &exitcode.HintedError{
			Err:  fmt.Errorf("the key was replaced, but a file that holds the new one could not be removed: %w", err),
			Hint: "delete " + r.file.Path + "; the new key is in use already",
		}
	}
	return nil // Without the pair in it, the file does no harm.
}

// failed says that the profile still has the old key, and where the new one is.
func (r *reset) failed(why string) error {
	hint := "the new pair is in " + r.file.Path + ": log in with it (datto auth login), then delete the file"
	if r.unwritten != nil {
		hint = "the new pair is printed above: log in with it (datto auth login)"
	}
	return &exitcode.HintedError{Err: errors.New("the key was replaced, but " + why), Hint: hint}
}

// leave says where the new pair is.
func (r *reset) leave(why string) error {
	if r.unwritten != nil {
		return r.failed("it could not be kept: " + r.unwritten.Error())
	}
	_, err := fmt.Fprintf(r.call.Streams.Err, "the new API key and secret are in %s, which only you can read\n%s\n", r.file.Path, why)
	return err
}
