package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

const (
	proxyPath            = "/settings/proxy"
	setProxyOperation    = "POST /v2/site/{siteUid}" + proxyPath
	deleteProxyOperation = "DELETE /v2/site/{siteUid}" + proxyPath
)

// proxy is what the flags say about a proxy.
type proxy struct {
	kind, host, username string
	port                 int32
	passwordStdin        bool
	noPassword           bool
}

func (p *proxy) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&p.kind, "type", "http", "The `kind` of proxy: http, socks4, socks5")
	flags.StringVar(&p.host, "host", "", "The host `name` or address of the proxy")
	flags.Int32Var(&p.port, "port", 0, "The `port` of the proxy, 1 to 65535")
	flags.StringVar(&p.username, "username", "", "The user `name` for the proxy, if it requires one")
	flags.BoolVar(&p.passwordStdin, "password-stdin", false, "Read the password from standard input; otherwise it is prompted for when --username is given")
	flags.BoolVar(&p.noPassword, "no-password", false, "The user has no password, so do not prompt for one; clears the previous password")
}

func (p *proxy) check(call *command.Call) error {
	p.kind = strings.ToLower(p.kind)
	switch {
	case p.host == "":
		return errors.New("--host is missing")
	case strings.ContainsAny(p.host, "/@ ") || strings.Count(p.host, ":") == 1: // An address of IPv6 has more.
		return errors.New("--host is the name or address alone, without scheme, user and port")
	case p.port < 1 || p.port > 65535:
		return errors.New("--port must be 1 to 65535")
	case p.kind != "http" && p.kind != "socks4" && p.kind != "socks5":
		return errors.New("--type must be http, socks4 or socks5")
	case p.passwordStdin && p.username == "":
		return errors.New("--password-stdin needs --username")
	case p.noPassword && p.username == "":
		return errors.New("--no-password needs --username")
	case p.noPassword && p.passwordStdin:
		return errors.New("--no-password cannot be used with --password-stdin")
	case p.username != "" && !p.noPassword && !p.passwordStdin && !call.Streams.CanAsk():
		// The previous password would be lost, because the proxy is replaced as a whole.
		return errors.New("--username needs --password-stdin, or --no-password if there is none")
	}
	return nil
}

// password comes from standard input or from somebody who is asked, never from a
// flag, which other users of the machine can see.
func (p *proxy) password(ctx context.Context, call *command.Call) (*datto.Secret, error) {
	var text string
	switch {
	case p.username == "", p.noPassword:
		return nil, nil //nolint:nilnil // No password is what is wanted.
	case p.passwordStdin:
		all, err := call.Input(command.LongestValue)
		if err != nil {
			return nil, err
		}
		text = strings.TrimRight(all, "\r\n")
	default:
		answer, err := call.Streams.AskSecret(ctx, "Password of "+p.username+" at the proxy (not shown, empty for none): ")
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		text = answer
	}
	if text == "" {
		return nil, nil //nolint:nilnil // No password is what is wanted.
	}
	secret := datto.NewSecret(text)
	return &secret, nil
}

func newProxySetCommand(f *factory.Factory) *cobra.Command {
	var p proxy
	write := &command.Write{
		Use:   "set <site> --host <name> --port <port>",
		Short: "Set the proxy of a site, replacing the previous one",
		Long: `Set the proxy of a site, replacing the previous one, and print the site's
settings.`,
		Example: `  datto --demo site proxy set Orchard --host proxy.orchard.example --port 3128 --yes
  datto --demo site proxy set Orchard --host proxy.orchard.example --port 1080 --type socks5 --username agent --password-stdin --yes < password.txt`,
		Operations: []string{setProxyOperation}, Steps: describeAnd(setProxyOperation),
		Args:  command.Args("<site>"),
		Flags: p.addFlags, Check: p.check,
		Spec: func(*command.Call) *output.Spec {
			return &output.Spec{Columns: settingsColumns, Noun: "settings", Single: true}
		},
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			_, site, err := find(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			password, err := p.password(ctx, call)
			if err != nil {
				return nil, err
			}
			body := datto.ProxySettingsRequest{Host: p.host, Port: p.port, Type: datto.ProxyType(p.kind), Password: password}
			if p.username != "" {
				body.Username = &p.username
			}
			return &command.Plan{
				Question: fmt.Sprintf("Set the proxy of %s to %s:%d?", site.Label(), p.host, p.port),
				Done:     "proxy of " + site.Label() + " set",
				Requests: []command.Request{{Name: site.Label(), Method: http.MethodPost, Path: pathOf(site.UID, proxyPath), Body: body}},
			}, nil
		},
	}
	return write.New(f)
}

func newProxyDeleteCommand(f *factory.Factory) *cobra.Command {
	write := &command.Write{
		Use:        "delete <site>",
		Short:      "Delete the proxy of a site",
		Long:       "Delete the proxy of a site. It is not an error if there is none.",
		Example:    "  datto --demo site proxy delete Orchard --yes",
		Operations: []string{deleteProxyOperation}, Steps: describeAnd(deleteProxyOperation),
		Args: command.Args("<site>"),
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			_, site, err := find(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			return &command.Plan{
				Question: "Delete the proxy of " + site.Label() + "? Its agents may lose their connection.",
				Typed:    site.Label(),
				Done:     "proxy of " + site.Label() + " deleted",
				Requests: []command.Request{{Name: site.Label(), Method: http.MethodDelete, Path: pathOf(site.UID, proxyPath)}},
			}, nil
		},
	}
	return write.New(f)
}
