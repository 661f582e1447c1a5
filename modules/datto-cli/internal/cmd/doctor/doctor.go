// Package doctor holds the command that finds out why others do not work.
package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/doctor"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// New returns the command.
func New(f *factory.Factory) *cobra.Command {
	var options output.Options
	cmd := &cobra.Command{
		Use:   "doctor [flags]",
		Short: "Find out why commands fail, and what to do about it",
		Long: `Check everything this program needs, from the inside out: settings and files,
the network, the clock, the credentials, the request budget, and whether the
platform still offers what this program knows. Each check prints one line: ok,
warn, fail, or skip if it could not be made. Below it stands what to do.

The exit status is 0 when no check failed, 4 when the credentials are the
reason, 6 when this machine is blocked or was refused for too many requests, and
otherwise 1. A warning is not a failure.

It requests a new token, because a cached one would hide that the key no longer
works, and changes nothing.`,
		Example: `  datto --demo doctor
  datto --demo doctor --output json --jq '.[] | select(.status != "ok")'`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			call := command.NewCall(f, cmd, args)
			applySettings(call)
			if explained, err := command.Explain(call, steps(call)...); explained || err != nil {
				return err
			}
			return run(cmd.Context(), call, &options)
		},
	}
	options.AddFlags(cmd.Flags())
	options.AddListFlags(cmd.Flags())
	command.NameColumns(cmd, columns)
	command.AddExplain(cmd)
	// Broken settings are a finding here and no reason to end.
	cmd.Annotations = map[string]string{"settings": "none"}
	return command.Calls(cmd, "GET /v2/system/status", "GET /v2/account", "GET /v2/system/request_rate")
}

// steps are the calls of all checks, as far as nothing keeps them from being made.
func steps(call *command.Call) []command.Step {
	all := []command.Step{
		command.Once("GET /v2/system/status", "without a token"),
		command.Once(command.TokenOperation, "a new one"),
		command.Once("GET /v2/account", ""),
		command.Once("GET /v2/system/request_rate", ""),
	}
	if call.Flags.Demo {
		return all
	}
	return append(all,
		command.Once("GET /v3/api-docs/swagger-config", "without a token"),
		command.AtLeast(1, "GET /v3/api-docs/{group}", "one for each part of the platform's own description, without a token"))
}

// applySettings takes over what can be taken over. What cannot is reported by the
// check of the settings.
func applySettings(call *command.Call) {
	if file, err := call.Config(); err == nil {
		_ = config.Sources{Flags: call.Command.Flags(), Getenv: call.Getenv, File: file}.Apply()
	}
}

var columns = []output.Column{
	{Name: "check"},
	{Name: "status"},
	{Name: "detail"},
	{Name: "next"},
}

func run(ctx context.Context, call *command.Call, options *output.Options) error {
	d, err := examiner(ctx, call.Factory)
	if err != nil {
		return err
	}
	if forPeople(call.Streams, options) {
		return d.Run(ctx, func(r doctor.Result) error { return show(call.Streams, r) })
	}
	printer, err := call.Printer(&output.Spec{Columns: columns, Noun: "checks"}, options)
	if err != nil {
		return err
	}
	checks := 0
	err = d.Run(ctx, func(r doctor.Result) error {
		checks++
		raw, err := json.Marshal(r)
		if err != nil {
			return err
		}
		return printer.Row(raw)
	})
	// That something is unwell does not make the list of checks any shorter; that
	// somebody interrupted it does.
	if closed := printer.Close(ctx.Err() == nil); closed != nil && err == nil {
		err = closed
	}
	return err
}

func examiner(ctx context.Context, f *factory.Factory) (*doctor.Doctor, error) {
	dirs, homeless := f.Directories()
	source, err := f.Credentials()
	if err != nil {
		return nil, err
	}
	d := &doctor.Doctor{
		Now: f.Now, Getenv: f.Getenv, Directories: dirs, Homeless: homeless, Config: f.Config, Credentials: source, Choice: f.Choice(),
		LookupHost: net.DefaultResolver.LookupHost,
		Dial:       new(net.Dialer).DialContext,
		Proxy:      http.ProxyFromEnvironment,
		Options:    f.HTTPOptions(),
	}
	if !f.Flags.Demo {
		return d, nil
	}
	d.Simulated = f.Simulation().Transport()
	d.SimulatedAccount, err = f.Account(ctx)
	return d, err
}

// forPeople reports whether lines are wanted that somebody can read as they come.
// A table would be cut to the width of the terminal, and advice with it.
func forPeople(streams *terminal.Streams, o *output.Options) bool {
	return streams.OutTTY && o.File == "" && (o.Format == "" || o.Format == output.Table) &&
		o.JQ == "" && o.Template == "" && len(o.Columns) == 0 && len(o.Sort) == 0 && o.Limit == 0
}

var colors = map[doctor.Status]terminal.Color{
	doctor.OK: terminal.Good, doctor.Warn: terminal.Warning, doctor.Fail: terminal.Alarm, doctor.Skip: terminal.Faint,
}

const adviceIndent = "                   "

func show(streams *terminal.Streams, r doctor.Result) error {
	status := fmt.Sprintf("%-4s", r.Status)
	if streams.Colored {
		status = colors[r.Status].Paint(status)
	}
	text := fmt.Sprintf("%s  %-11s  %s\n", status, r.Check, terminal.Line(r.Detail))
	if r.Next != "" {
		text += adviceIndent + "next: " + terminal.Line(r.Next) + "\n"
	}
	_, err := io.WriteString(streams.Out, text)
	return err
}
