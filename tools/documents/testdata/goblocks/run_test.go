// Package documentblocks is made of the Go blocks of the documents, and of this file, which runs them.
package documentblocks

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// sim is what the programs talk to.
var sim = simulator.New(simulator.Config{Devices: 60})

// newClient stands in for datto.NewClient in programs.
func newClient(platform datto.Platform, credentials datto.Credentials, options ...datto.Option) (*datto.Client, error) {
	return datto.NewClient(platform, credentials, append(options, datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))...)
}

func client(t *testing.T) *datto.Client {
	t.Helper()
	key, secret := sim.Credentials()
	c, err := newClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret})
	require.NoError(t, err)
	return c
}

func use(...any) {}

// MyType is the reader's.
type MyType struct{}

// output is what f prints.
func output(t *testing.T, f func()) string {
	t.Helper()
	key, secret := sim.Credentials()
	t.Setenv("DATTO_API_KEY", key)
	t.Setenv("DATTO_API_SECRET", secret)
	read, write, err := os.Pipe()
	require.NoError(t, err)
	stdout := os.Stdout
	defer func() { os.Stdout = stdout }()
	os.Stdout = write
	done := make(chan string)
	go func() {
		text, _ := io.ReadAll(read)
		done <- string(text)
	}()
	f()
	require.NoError(t, write.Close())
	return <-done
}

func TestPrograms(t *testing.T) {
	devices := output(t, listDevices)
	require.Contains(t, devices, "ORCA-DC01 Orchard Accounting 2")
	require.Equal(t, 60, strings.Count(devices, "\n"))
	require.Regexp(t, `(?m)^Critical 2\d{3}-\S+ \S`, output(t, listAlerts))
}

func TestParts(t *testing.T) {
	servers := output(t, func() { require.NoError(t, listServers(t.Context(), client(t))) })
	require.Contains(t, servers, "ORCA-DC01\n")
	require.NotContains(t, servers, "-LT")

	before := len(sim.Calls())
	customRequests(t.Context(), client(t), MyType{})
	var asked []string
	for _, call := range sim.Calls()[before:] {
		asked = append(asked, call.Method+" "+call.Path)
	}
	require.Subset(t, asked, []string{"GET /v2/new/thing", "PUT /v2/new/thing", "GET /v2/account/devices"})

	c, err := simulated()
	require.NoError(t, err)
	page, err := c.Devices.List(context.Background(), nil)
	require.NoError(t, err)
	require.Equal(t, 500, *page.Total)

	web, key, secret := transport()
	require.NotEmpty(t, key+secret)
	response, err := web.Get("https://any.example/api/v2/system/status")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
}

func TestDecoding(t *testing.T) {
	row := []byte(`{"hostname":"EX-NB-01","lastSeen":1787643495000,"udf":{"udf4":"Rack 7"}}`)
	require.Equal(t, want["modules/datto-types/README.md#1"]+"Rack 7\n", output(t, func() { require.NoError(t, decode(row)) }))

	var alert dattotypes.Alert
	require.NoError(t, alert.AlertContext.UnmarshalJSON([]byte(
		`{"@class":"perf_disk_usage_ctx","diskName":"C:","totalVolume":249369596,"freeSpace":9974783}`)))
	require.Equal(t, want["modules/datto-types/README.md#2"], output(t, func() {
		disk, err := decodeContext(alert)
		require.NoError(t, err)
		require.Equal(t, "C:", disk.DiskName)
	}))
}

// nightlyReport is the reader's program.
func nightlyReport(ctx context.Context, baseURL, key, secret string) {
	c, err := datto.NewClient("", datto.Credentials{APIKey: key, APISecret: secret}, datto.WithBaseURL(baseURL), datto.WithRetry(datto.NoRetry{}))
	if err != nil {
		panic(err)
	}
	for range c.Sites.All(ctx, nil) {
	}
}
