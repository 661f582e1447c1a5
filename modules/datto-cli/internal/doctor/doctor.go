// Package doctor finds out why the program cannot work, or not well: files,
// network, clock, credentials, request budget, and whether the API is still the
// one that the program was made for.
package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

// Status is what came of a check.
type Status string

const (
	// OK means that there is nothing to do.
	OK Status = "ok"
	// Warn means that it works, but something should be looked at.
	Warn Status = "warn"
	// Fail means that it does not work.
	Fail Status = "fail"
	// Skip means that it could not be checked, or there is nothing to check.
	Skip Status = "skip"
)

// Result is one check.
type Result struct {
	// Check is its name.
	Check string `json:"check"`
	// Status is what came of it.
	Status Status `json:"status"`
	// Detail says what was found.
	Detail string `json:"detail"`
	// Next says what to do. It is empty when there is nothing to do.
	Next string `json:"next,omitempty"`
}

// Doctor runs the checks. Everything that it learns from the world comes through
// its members.
type Doctor struct {
	// Now is the clock.
	Now func() time.Time
	// Getenv reads a variable of the environment.
	Getenv func(string) string
	// Directories are where the program's files are.
	Directories config.Directories
	// Homeless is why there is no place for files. It is nil when there is one.
	Homeless error
	// Config reads the file of settings.
	Config func() (*config.File, error)
	// Credentials finds the account.
	Credentials *credential.Source
	// Choice is what the flags say about the account.
	Choice account.Choice

	// LookupHost resolves a name.
	LookupHost func(ctx context.Context, host string) ([]string, error)
	// Dial opens a connection.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Proxy chooses the proxy for a request, nil for none.
	Proxy func(*http.Request) (*url.URL, error)
	// TLS is how connections are secured. Nil means as usual.
	TLS *tls.Config

	// Options are further options of the client that the credentials are tried
	// with.
	Options []datto.Option

	// Simulated, when not nil, is a simulation to check in place of the network,
	// and the account in it.
	Simulated http.RoundTripper
	// SimulatedAccount is the account in the simulation.
	SimulatedAccount *account.Account
}

// checkTimeout bounds each check that asks the network.
const checkTimeout = 20 * time.Second

// visit is one run of the checks, with what the earlier ones have found out.
type visit struct {
	*Doctor

	address config.Address
	account *account.Account
	http    *http.Client
	client  *datto.Client

	// stop says why nothing more is sent. It is empty while there is no reason.
	stop        string
	answer      *answer // to the first request
	unverified  *answer // from somebody whose certificate is outside its dates
	failures    int
	credentials bool // they are missing or were refused
	limited     error
	blocked     error
}

// check is one of the checks. Those that lead to sending something are left out
// once there is a reason not to.
type check struct {
	name  string
	sends bool
	run   func(context.Context) Result
}

func (v *visit) checks() []check {
	return []check{
		{"settings", false, v.settings},
		{"files", false, v.files},
		{"account", true, v.findAccount},
		{"block", false, v.block},
		{"proxy", false, v.proxy},
		{"dns", true, v.dns},
		{"connection", true, v.connection},
		{"tls", true, v.tls},
		{"api", true, v.api},
		{"clock", false, v.clock},
		{"credentials", true, v.token},
		{"platform", true, v.platform},
		{"budget", true, v.budget},
		{"contract", true, v.contract},
	}
}

// Run runs all checks and hands each result to report as soon as it is known.
//
// The error is nil when no check failed. Otherwise it says what kind did: a block,
// the credentials, the request budget, or anything else.
func (d *Doctor) Run(ctx context.Context, report func(Result) error) error {
	v := &visit{Doctor: d}
	v.http = &http.Client{
		Transport:     d.transport(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer v.http.CloseIdleConnections()
	for _, c := range v.checks() {
		result := v.one(ctx, c)
		// What a check made of being interrupted is not what it is about.
		if err := ctx.Err(); err != nil {
			return err
		}
		result.Check = c.name
		if result.Status == Fail {
			v.failures++
		}
		if err := report(result); err != nil {
			return err
		}
	}
	return v.outcome()
}

func (v *visit) one(ctx context.Context, c check) Result {
	if c.sends && v.stop != "" {
		return Result{Status: Skip, Detail: "not checked: " + v.stop}
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return c.run(ctx)
}

// UnwellError says how many checks failed.
type UnwellError struct {
	// Failures is their number.
	Failures int
}

// Error states the number.
func (e *UnwellError) Error() string {
	if e.Failures == 1 {
		return "1 check failed"
	}
	return strconv.Itoa(e.Failures) + " checks failed"
}

func (v *visit) outcome() error {
	if v.failures == 0 {
		return nil
	}
	unwell := &UnwellError{Failures: v.failures}
	switch {
	case v.blocked != nil:
		return v.blocked
	case v.credentials:
		return &account.MissingError{Reason: unwell.Error() + ", the credentials among them", Hint: adviceAbove}
	case v.limited != nil:
		return v.limited
	}
	return &exitcode.HintedError{Err: unwell, Hint: adviceAbove}
}

const adviceAbove = "do what stands beside the failed checks, from the top"

// transport is a transport of the doctor's own: what is checked must not depend
// on connections that are open already.
func (d *Doctor) transport() http.RoundTripper {
	if d.Simulated != nil {
		return d.Simulated
	}
	return d.network(d.TLS)
}

func (d *Doctor) network(security *tls.Config) http.RoundTripper {
	return datto.WatchProxy(&http.Transport{
		Proxy:               d.Proxy,
		DialContext:         d.Dial,
		TLSClientConfig:     security,
		ForceAttemptHTTP2:   true,
		TLSHandshakeTimeout: checkTimeout,
	})
}

func ok(detail string, args ...any) Result {
	return Result{Status: OK, Detail: fmt.Sprintf(detail, args...)}
}

func skip(detail string, args ...any) Result {
	return Result{Status: Skip, Detail: fmt.Sprintf(detail, args...)}
}

// problem turns an error into a result, in the words that any other command
// would use for it.
func problem(status Status, err error) Result {
	report := exitcode.For(err)
	result := Result{Status: status, Detail: report.Cause, Next: report.Next}
	if result.Detail == "" {
		result.Detail = err.Error()
	}
	return result
}

// networkProblem turns an error of a request without the client into a result, in
// the words that any other command would use for it.
func (v *visit) networkProblem(err error) Result {
	host := v.address.BaseURL
	if base, parseErr := url.Parse(host); parseErr == nil {
		host = base.Host
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return problem(Fail, &datto.TransportError{Operation: "GET " + statusPath, Host: host, Err: err})
}
