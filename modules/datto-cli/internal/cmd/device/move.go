package device

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const moveOperation = "PUT /v2/device/{deviceUid}/site/{siteUid}"

func newMoveCommand(f *factory.Factory) *cobra.Command {
	var to string
	write := &command.Write{
		Use:   "move <device>... --to <site>",
		Short: "Move devices to another site",
		Long:  "Move devices to another site.\n\n" + command.DevicesFromInput,
		Example: `  datto --demo device move ORCA-LT012 --to Pinecrest --yes
  datto --demo device list --site Orchard --type laptop --columns uid | datto --demo device move - --to Pinecrest --dry-run`,
		Operations: []string{getOperation, moveOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			devices, err := call.ArgsOrLines(call.Args)
			return append(command.DescribeSite(to), command.EachDevice(devices, moveOperation)...), err
		},
		Args: command.Args("<device>..."),
		Flags: func(flags *pflag.FlagSet) {
			flags.StringVar(&to, "to", "", "The `site` to move to: uid, name, or the beginning of either")
		},
		Check: func(*command.Call) error {
			if to == "" {
				return errors.New("--to is missing")
			}
			return nil
		},
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			client, err := call.Client()
			if err != nil {
				return nil, err
			}
			site, err := resolve.Site(ctx, client, to)
			if err != nil {
				return nil, err
			}
			site, err = resolve.Describe(ctx, client, site, "/v2/site/"+url.PathEscape(site.UID))
			if err != nil {
				return nil, err
			}
			return planEach(ctx, call, call.Args, "Move %s to "+site.Label()+"?", "%s moved to "+site.Label(),
				func(uid string) command.Request {
					return command.Request{Method: http.MethodPut, Path: pathOf(uid, "/site/"+url.PathEscape(site.UID))}
				})
		},
	}
	return write.New(f)
}
