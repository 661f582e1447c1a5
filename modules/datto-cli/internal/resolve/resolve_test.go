package resolve_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

const devicesOperation = "GET /v2/account/devices"

// fleet is a simulation of so many devices, a client for it, and the devices.
func fleet(t *testing.T, size int) (*simulator.Simulator, *datto.Client, []datto.Device) {
	t.Helper()
	sim := simulator.New(simulator.Config{Devices: size})
	key, secret := sim.Credentials()
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret},
		datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	require.NoError(t, err)
	var all []datto.Device
	for device, err := range client.Devices.All(t.Context(), nil) {
		require.NoError(t, err)
		all = append(all, device)
	}
	return sim, client, all
}

func TestManyNamesAreFoundInTheListOfAll(t *testing.T) {
	t.Parallel()
	sim, client, all := fleet(t, 1000)
	names := make([]string, 0, 60)
	for _, device := range all[:60] {
		names = append(names, strings.ToLower(device.Hostname))
	}
	names = append(names, strings.ToUpper(names[0]), " "+names[1]+" ", all[3].UID[:13])
	before := sim.CountCalls(devicesOperation)
	found, err := resolve.Devices(t.Context(), client, names)
	require.NoError(t, err)
	require.Len(t, found, len(names))
	for i, device := range append(all[:60:60], all[0], all[1], all[3]) {
		require.Equal(t, device.UID, found[i].UID)
		require.Equal(t, device.SiteName, found[i].Where)
		require.NotEmpty(t, found[i].Row)
	}
	require.Equal(t, 1+4, sim.CountCalls(devicesOperation)-before, "one to learn how many there are, and four pages")
}

func TestFewNamesAreLookedForOneByOne(t *testing.T) {
	t.Parallel()
	sim, client, all := fleet(t, 2000)
	for _, n := range []int{4, 6} { // Eight pages are more than six names.
		names := make([]string, n)
		for i := range names {
			names[i] = all[i].Hostname
		}
		before := sim.CountCalls(devicesOperation)
		found, err := resolve.Devices(t.Context(), client, names)
		require.NoError(t, err)
		require.Equal(t, all[n-1].UID, found[n-1].UID)
		calls := sim.CountCalls(devicesOperation) - before
		require.GreaterOrEqual(t, calls, resolve.LeastReads(n))
		require.LessOrEqual(t, calls, n+1)
	}
}

func TestAllNamesThatDoNotExistAreTold(t *testing.T) {
	t.Parallel()
	_, client, all := fleet(t, 100)
	names := []string{all[0].Hostname}
	for i := range 10 {
		names = append(names, fmt.Sprintf("nobody-%d", i))
	}
	_, err := resolve.Devices(t.Context(), client, names)
	require.EqualError(t, err, `there is no device "nobody-0", "nobody-1", "nobody-2", "nobody-3", "nobody-4", "nobody-5", "nobody-6", "nobody-7" and 2 more`)
	_, err = resolve.Devices(t.Context(), client, names[:3])
	require.EqualError(t, err, `there is no device "nobody-0", "nobody-1"`)
	_, err = resolve.Devices(t.Context(), client, names[:2])
	require.EqualError(t, err, `there is no device "nobody-0"`)
}

func TestOneOfManyNamesCanBeAmbiguous(t *testing.T) {
	t.Parallel()
	_, client, all := fleet(t, 100)
	prefix, _, _ := strings.Cut(all[0].Hostname, "-")
	names := []string{prefix + "-"}
	for _, device := range all[:8] {
		names = append(names, device.Hostname)
	}
	_, err := resolve.Devices(t.Context(), client, names)
	require.ErrorContains(t, err, "could be any of")
}
