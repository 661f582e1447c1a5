// Package simulator holds the command that serves a simulation.
package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
)

// serving is what the flags say.
type serving struct {
	address string
	faults  string
	config  simulator.Config
	noLimit bool
}

func newServeCommand(f *factory.Factory) *cobra.Command {
	var s serving
	var life command.Age
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve a simulated account over HTTP",
		Long: `Serve a simulated account over HTTP until interrupted: for programs in any
language, and for commands that need to see each other's changes, which --demo
does not keep.

Once ready, it prints the base URL, the key and the secret as variable
assignments on standard output. It listens on this machine only, unless --addr
says otherwise.`,
		Example: `  datto simulator serve --addr 127.0.0.1:8080 --devices 5000
  datto simulator serve --faults '429,share=0.05; reset-before,op=GET /v2/account/devices,nth=3'`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.config.TokenLife = time.Duration(life)
			return s.run(cmd.Context(), command.NewCall(f, cmd, args))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&s.address, "addr", "127.0.0.1:0", "Listen on this `address` and port; port 0 picks a free one")
	flags.IntVar(&s.config.Devices, "devices", simulator.DefaultDevices, "The `number` of devices")
	flags.IntVar(&s.config.Sites, "sites", 0, "The `number` of customer sites (default: one per ten devices)")
	flags.Uint64Var(&s.config.Seed, "seed", 0, "The `number` that seeds all generated data")
	flags.Float64Var(&s.config.TimeScale, "time-scale", 1, "Run simulated time faster by this `factor`")
	flags.Var(&life, "token-life", "How long a token is valid, such as 10m (default 100h)")
	flags.StringVar(&s.faults, "faults", "", "Inject these `faults`, written as in the example; the kinds are "+kinds())
	flags.BoolVar(&s.noLimit, "no-limits", false, "Turn off the rate limits")
	return cmd
}

func kinds() string {
	names := make([]string, 0, len(simulator.FaultKinds()))
	for _, kind := range simulator.FaultKinds() {
		names = append(names, string(kind))
	}
	return strings.Join(names, ", ")
}

// shutdownTime is how long answers that are under way may take when it ends.
const shutdownTime = 500 * time.Millisecond

func (s *serving) run(ctx context.Context, call *command.Call) error {
	faults, err := simulator.ParseFaults(s.faults)
	if err != nil {
		return command.Usage(call.Command, err)
	}
	s.config.Limits.Off = s.noLimit
	sim := simulator.New(s.config)
	for _, fault := range faults {
		sim.AddFault(fault)
	}
	listener, err := call.Listen(ctx, s.address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", s.address, err)
	}
	if host, _, err := net.SplitHostPort(listener.Addr().String()); err == nil && !isLoopback(host) {
		call.Say("datto: warning: others can reach this simulation at %s", listener.Addr())
	}
	server := &http.Server{Handler: sim, ReadHeaderTimeout: time.Minute}
	key, secret := sim.Credentials()
	if _, err := fmt.Fprintf(call.Streams.Out, "DATTO_BASE_URL=http://%s/api\nDATTO_API_KEY=%s\nDATTO_API_SECRET=%s\n",
		listener.Addr(), key, secret); err != nil {
		return errors.Join(err, listener.Close())
	}
	call.Say("%d devices, until you press Ctrl-C", s.config.Devices)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	// An interrupt is how this command is meant to end.
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if server.Shutdown(bounded) != nil {
		return server.Close()
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// New makes the commands for the simulation.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("simulator", "Serve a simulated account", newServeCommand(f))
}
