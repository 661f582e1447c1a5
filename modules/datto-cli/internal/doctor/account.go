package doctor

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/credential"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

// findAccount finds out which credentials a command would use, and where they
// belong. Without credentials the network can still be checked when it is known
// which platform is meant.
func (v *visit) findAccount(ctx context.Context) Result {
	if v.Simulated != nil {
		v.account = v.SimulatedAccount
		v.address = config.Address{Platform: v.account.Platform, BaseURL: v.account.BaseURL}
		if v.address.BaseURL == "" {
			v.address.BaseURL = v.account.Platform.BaseURL()
		}
		return ok("a simulated account; nothing leaves this machine")
	}
	found, err := v.Credentials.Find(ctx, v.Choice)
	if err != nil {
		v.credentials = true
		v.address = v.addressAsked()
		if v.address.IsZero() {
			v.stop = "it is not known which platform to ask"
		}
		return problem(Fail, err)
	}
	v.address = found.Address
	v.account, err = v.Credentials.Open(found)
	if err != nil {
		return problem(Fail, err)
	}
	where := ""
	switch found.Store {
	case credential.KeyringStore:
		where = ", in the keyring"
	case credential.FileStore:
		where = ", in a file"
	}
	writes := ""
	if v.account.ReadOnly {
		writes = "; read-only"
	}
	return ok("the key %s from %s%s, for %s%s",
		credential.Hint(found.Record.Credentials.APIKey), found.Source(), where, found.Address, writes)
}

// addressAsked is the address that flags, environment or profile name. The
// environment does not count beside --profile.
func (v *visit) addressAsked() config.Address {
	for _, asked := range [][2]string{
		{v.Choice.Platform, v.Choice.BaseURL},
		{v.Getenv("DATTO_PLATFORM"), v.Getenv("DATTO_BASE_URL")},
	} {
		if asked[1] != "" {
			asked[0] = ""
		}
		if address, err := config.ParseAddress(asked[0], asked[1]); err == nil {
			return address
		}
		if v.Choice.Profile != "" {
			break
		}
	}
	file, err := v.Config()
	if err != nil {
		return config.Address{}
	}
	selected, err := file.Select(v.Choice.Profile, v.Getenv)
	if profile := file.Profiles[selected.Profile]; err == nil && profile != nil {
		return profile.Address
	}
	return config.Address{}
}

// block checks whether the server has shut this machine out. If so nothing is
// sent, because that would prolong it.
func (v *visit) block(context.Context) Result {
	if v.Simulated != nil || v.address.IsZero() {
		return ok("none is known")
	}
	if err := v.Credentials.Tokens.CheckBlock(v.address.BaseURL); err != nil {
		return v.shutOut(err)
	}
	return ok("none is known")
}

// shutOut stops everything that would be sent.
func (v *visit) shutOut(err error) Result {
	v.blocked = err
	v.stop = "this machine is blocked"
	return problem(Fail, err)
}

// token asks for a new token. One that was kept would not show whether the
// credentials are still good.
func (v *visit) token(ctx context.Context) Result {
	if v.account == nil {
		v.stop = "there are no credentials"
		return skip("not checked: there are none")
	}
	opts := append(slices.Clone(v.Options),
		datto.WithHTTPClient(v.http), datto.WithRetry(datto.NoRetry{}), datto.WithReadOnly(),
		datto.WithHook(func(ctx context.Context, event datto.Event) {
			if v.account.Observe != nil {
				// A block that cannot be noted is met again by the next command.
				_ = v.account.Observe(ctx, event)
			}
		}))
	if v.account.BaseURL != "" {
		opts = append(opts, datto.WithBaseURL(v.account.BaseURL))
	}
	client, err := datto.NewClient(v.account.Platform, v.account.Credentials, opts...)
	if err != nil {
		v.credentials = true
		v.stop = "the credentials cannot be used"
		return problem(Fail, err)
	}
	start := v.Now()
	if _, err := client.EnsureToken(ctx); err != nil {
		v.stop = "there is no token"
		return v.apiProblem(err)
	}
	v.client = client
	return ok("a new token was granted within %s", max(v.Now().Sub(start).Round(time.Millisecond), time.Millisecond))
}

// platform reads the account. A key works on no platform but its own, so an
// account without devices is the wrong one, or one that shows its user nothing.
func (v *visit) platform(ctx context.Context) Result {
	got, err := v.client.Account.Get(ctx)
	if err != nil {
		return v.apiProblem(err)
	}
	if got.DevicesStatus == nil || got.DevicesStatus.NumberOfDevices == nil {
		return ok("account %s, which does not say how many devices it has", got.Name)
	}
	n := *got.DevicesStatus.NumberOfDevices
	if n == 0 {
		return Result{
			Status: Warn, Detail: "account " + got.Name + " has no devices",
			Next: "if there should be some, this is the wrong account, or the key's user may see none (security level, device visibility)",
		}
	}
	return ok("account %s with %d devices", got.Name, n)
}

const busyShare = 0.5

// budget reads the server's count of requests. It is shared by everything that
// uses the account.
func (v *visit) budget(ctx context.Context) Result {
	rate, err := v.client.System.GetRequestRate(ctx)
	if err != nil {
		return v.apiProblem(err)
	}
	if rate.AccountCount == nil || rate.AccountRateLimit == nil || *rate.AccountRateLimit <= 0 {
		return skip("the server does not say how many requests are left")
	}
	used, limit, cutOff := *rate.AccountCount, *rate.AccountRateLimit, 0.9
	if r := rate.AccountCutOffRatio; r != nil && *r > 0 && *r <= 1 {
		cutOff = *r
	}
	r := ok("%d of %d reads used in this window, by all who use the account", used, limit)
	switch share := float64(used) / float64(limit); {
	case share >= cutOff:
		r.Status = Fail
		r.Next = "the server is delaying or refusing requests: stop what uses the account so much, or wait a minute"
	case share >= busyShare:
		r.Status = Warn
		r.Next = "something else is using the account heavily: commands will take longer (--budget leaves others their share)"
	}
	return r
}

const tooMany = "too many requests were sent already"

// apiProblem is a failed call of the client.
func (v *visit) apiProblem(err error) Result {
	if errors.Is(err, datto.ErrBlocked) {
		return v.shutOut(err)
	}
	switch exitcode.For(err).Code {
	case exitcode.Limited:
		v.limited, v.stop = err, tooMany
	case exitcode.Credentials:
		v.credentials = true
	}
	return problem(Fail, err)
}
