package device

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
)

// wanted is what a device is looked for by.
type wanted struct {
	mac      string
	id       int64
	hostname string
}

func (w *wanted) check(*command.Call) error {
	given := 0
	for _, set := range []bool{w.mac != "", w.id != 0, w.hostname != ""} {
		if set {
			given++
		}
	}
	if given != 1 {
		return errors.New("give one of --mac, --id and --hostname")
	}
	if w.mac != "" {
		mac, err := normalizeMAC(w.mac)
		if err != nil {
			return err
		}
		w.mac = mac
	}
	return nil
}

const (
	macOperation = "GET /v2/device/macAddress/{macAddress}"
	idOperation  = "GET /v2/device/id/{deviceId}"
)

// steps are the calls, by what the device is looked for by.
func (w *wanted) steps(call *command.Call) ([]command.Step, error) {
	switch {
	case w.hostname != "":
		return call.Pages(false, listOperation), nil
	case w.mac != "":
		return []command.Step{command.Once(macOperation, "")}, nil
	}
	return []command.Step{command.Once(idOperation, "")}, nil
}

// normalizeMAC writes a MAC address as the API wants it: twelve digits.
func normalizeMAC(text string) (string, error) {
	const digits = 12
	mac := strings.ToUpper(strings.NewReplacer(":", "", "-", "", ".", "", " ", "").Replace(text))
	if _, err := strconv.ParseUint(mac, 16, 64); err != nil || len(mac) != digits {
		return "", errors.New("--mac must be a MAC address, such as 02:44:53:D5:8A:F3")
	}
	return mac, nil
}

func (w *wanted) rows(ctx context.Context, call *command.Call) (command.Rows, error) {
	client, err := call.Client()
	if err != nil {
		return nil, err
	}
	if w.hostname != "" {
		s := selection{hostname: w.hostname}
		rows, err := s.rows(ctx, call)
		return orMissing(rows, &exitcode.NotFoundError{
			Noun: "device whose host name contains", Name: w.hostname, Hint: "datto device list shows all devices",
		}), err
	}
	if w.mac != "" {
		devices, err := datto.Get[[]json.RawMessage](ctx, client, "/v2/device/macAddress/"+url.PathEscape(w.mac))
		if err != nil && !errors.Is(err, datto.ErrNotFound) {
			return nil, err
		}
		if len(devices) == 0 {
			return nil, &exitcode.NotFoundError{Noun: "device with the MAC address", Name: w.mac, Hint: "an address is known once the device has been audited"}
		}
		return command.RowsOf(devices), nil
	}
	id := strconv.FormatInt(w.id, 10)
	device, err := datto.Get[json.RawMessage](ctx, client, "/v2/device/id/"+id)
	switch {
	case errors.Is(err, datto.ErrNotFound):
		return nil, &exitcode.NotFoundError{Noun: "device with the number", Name: id, Hint: "datto device list --columns id,hostname shows all numbers"}
	case err != nil:
		return nil, err
	}
	return command.RowsOf([]json.RawMessage{device}), nil
}

// orMissing ends rows that are none with an error.
func orMissing(rows command.Rows, missing error) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		none := true
		for row, err := range rows {
			none = false
			if !yield(row, err) {
				return
			}
		}
		if none {
			yield(nil, missing)
		}
	}
}

func newFindCommand(f *factory.Factory) *cobra.Command {
	var w wanted
	list := &command.List{
		Use:   "find {--mac <address> | --id <number> | --hostname <text>}",
		Short: "Find devices by MAC address, numeric id or host name",
		Long: `Find devices by MAC address (several can share one), by numeric id (as in the
activity log), or by part of the host name.`,
		Example: `  datto --demo device find --mac 02:44:53:D5:8A:F3
  datto --demo device find --id 1204117 --output json
  datto --demo device find --hostname dc01`,
		Noun: "devices", Columns: columns, UDFs: true,
		Operations: []string{macOperation, idOperation, listOperation}, Steps: w.steps,
		Flags: func(flags *pflag.FlagSet) {
			flags.StringVar(&w.mac, "mac", "", "The MAC `address`, with or without separators")
			flags.Int64Var(&w.id, "id", 0, "The numeric id, a `number` found in the activity log and in the portal's URLs")
			flags.StringVar(&w.hostname, "hostname", "", "Devices whose host name contains this `text`")
		},
		Check: w.check, Rows: w.rows,
	}
	return list.New(f)
}
