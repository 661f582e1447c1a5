package device

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const warrantyOperation = "POST /v2/device/{deviceUid}/warranty"

// warranty is the body. A null date clears it, so the member is always there.
type warranty struct {
	Date *string `json:"warrantyDate"`
}

func newWarrantySetCommand(f *factory.Factory) *cobra.Command {
	write := &command.Write{
		Use:        "set <device> <date>",
		Short:      "Set the warranty end date of a device",
		Long:       "Set the warranty end date of a device.\n\n" + command.DevicesFromInput,
		Example:    "  datto --demo device warranty set ORCA-LT012 2028-06-30 --yes",
		Operations: []string{getOperation, warrantyOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			devices, err := call.ArgsOrLines(call.Args[:1])
			return command.EachDevice(devices, warrantyOperation), err
		},
		Args: command.Args("<device>", "<date>"),
		Check: func(call *command.Call) error {
			if _, err := time.Parse(time.DateOnly, call.Args[1]); err != nil {
				return errors.New("the date must be a day such as 2028-06-30")
			}
			return nil
		},
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			day := call.Args[1]
			return planEach(ctx, call, call.Args[:1], "Set the warranty of %s to "+day+"?", "warranty of %s set",
				func(uid string) command.Request {
					return command.Request{Method: http.MethodPost, Path: pathOf(uid, "/warranty"), Body: warranty{&day}}
				})
		},
	}
	return write.New(f)
}

func newWarrantyClearCommand(f *factory.Factory) *cobra.Command {
	write := &command.Write{
		Use:        "clear <device>...",
		Short:      "Clear the warranty end date of devices",
		Long:       "Clear the warranty end date of devices.\n\n" + command.DevicesFromInput,
		Example:    "  datto --demo device warranty clear ORCA-LT012 --yes",
		Operations: []string{getOperation, warrantyOperation},
		Steps: func(call *command.Call) ([]command.Step, error) {
			devices, err := call.ArgsOrLines(call.Args)
			return command.EachDevice(devices, warrantyOperation), err
		},
		Args: command.Args("<device>..."),
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			return planEach(ctx, call, call.Args, "Clear the warranty of %s?", "warranty of %s cleared",
				func(uid string) command.Request {
					return command.Request{Method: http.MethodPost, Path: pathOf(uid, "/warranty"), Body: warranty{}}
				})
		},
	}
	return write.New(f)
}

// planEach plans the same for each of several devices. "%s" in question and done
// stands for what the devices are called.
func planEach(
	ctx context.Context, call *command.Call, args []string, question, done string, request func(uid string) command.Request,
) (*command.Plan, error) {
	names, err := call.ArgsOrLines(args)
	if err != nil {
		return nil, err
	}
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	devices, err := resolve.Devices(ctx, client, names)
	if err != nil {
		return nil, err
	}
	plan := &command.Plan{Noun: "devices"}
	for _, device := range devices {
		r := request(device.UID)
		r.Name, r.Explain = device.Label(), device.Missing
		plan.Add(r)
	}
	name := fmt.Sprintf("%d devices", len(plan.Requests))
	if len(plan.Requests) == 1 {
		// One device is asked about by its name. For many, a read each to learn
		// their names would cost as much as the writes.
		device, err := resolve.Describe(ctx, client, devices[0], pathOf(devices[0].UID, ""))
		if err != nil {
			return nil, err
		}
		name = device.Label()
		plan.Requests[0].Name = name
	}
	plan.Question, plan.Done = strings.Replace(question, "%s", name, 1), strings.Replace(done, "%s", name, 1)
	return plan, nil
}
