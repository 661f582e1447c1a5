package datto_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func ExampleAPIError() {
	client, _ := exampleClient()
	_, err := client.Devices.Get(context.Background(), "00000000-0000-4000-8000-000000000000")
	fmt.Println("not found:", errors.Is(err, datto.ErrNotFound))
	if api, ok := errors.AsType[*datto.APIError](err); ok {
		fmt.Println(api.StatusCode, api.Message)
		fmt.Println(api.Operation)
	}
	// Output:
	// not found: true
	// 404 Not Found
	// GET /v2/device/{deviceUid}
}

func ExampleAuthError() {
	sim := simulator.New(simulator.Config{Devices: 1})
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: "my-key", APISecret: "wrong-secret"},
		datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Account.Get(context.Background())
	if auth, ok := errors.AsType[*datto.AuthError](err); ok {
		fmt.Println("refused:", auth.Refused, "platform:", auth.Platform)
	}
	fmt.Println(err)
	// Output:
	// refused: true platform: merlot
	// datto: platform merlot (merlot-api.centrastage.net) refused the credentials (401): check the API key and secret, that they were generated on this platform, and that API access is switched on
}

func ExampleTransportError() {
	client, sim := exampleClient(datto.WithRetry(datto.NoRetry{}))
	sim.AddFault(simulator.Fault{Kind: simulator.FaultResetBefore, Operation: "GET /v2/account"})
	_, err := client.Account.Get(context.Background())
	if transport, ok := errors.AsType[*datto.TransportError](err); ok {
		fmt.Println(transport.Operation, transport.Host)
	}
	// Output: GET /v2/account merlot-api.centrastage.net
}

func ExampleDecodeError() {
	client, sim := exampleClient()
	sim.AddFault(simulator.Fault{Kind: simulator.FaultLoginPage, Operation: "GET /v2/account"})
	_, err := client.Account.Get(context.Background())
	fmt.Println(err)
	// Output: datto: GET /v2/account: 200 with a body that cannot be used: it is an HTML or XML page, such as a login form
}

// A walk that ends early says so after the rows that there were.
func ExampleIncompleteError() {
	client, sim := exampleClient()
	sim.AddFault(simulator.Fault{Kind: simulator.FaultLostRow, Operation: "GET /v2/account/devices"})
	n := 0
	for _, err := range client.Devices.All(context.Background(), nil) {
		if errors.Is(err, datto.ErrIncomplete) {
			fmt.Println(err)
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println("rows:", n)
	// Output:
	// datto: GET /v2/account/devices: the list is incomplete: 5 rows of 6 arrived
	// rows: 5
}

// A quick job whose answer was lost may have run. It is not sent again.
func ExampleAmbiguousError() {
	client, sim := exampleClient()
	ctx := context.Background()
	devices, err := client.Devices.List(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	components, err := client.Components.List(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	sim.AddFault(simulator.Fault{Kind: simulator.FaultResetAfter, Operation: "PUT /v2/device/{deviceUid}/quickjob"})

	device := devices.Items[0].UID
	_, err = client.Jobs.CreateQuickJob(ctx, device, datto.CreateQuickJobRequest{
		JobName:      "Free some space",
		JobComponent: datto.QuickJobComponent{ComponentUID: components.Items[1].UID},
	})
	_, ambiguous := errors.AsType[*datto.AmbiguousError](err)
	fmt.Println("look before running it again:", ambiguous)
	fmt.Println("times it ran:", sim.QuickJobs(device))
	// Output:
	// look before running it again: true
	// times it ran: 1
}

func ExampleValidationError() {
	client, sim := exampleClient()
	err := client.Variables.Update(context.Background(), 17, datto.UpdateVariableRequest{
		Name: "backupKey", Value: datto.NewSecret("******"),
	})
	if invalid, ok := errors.AsType[*datto.ValidationError](err); ok {
		fmt.Println(invalid.Field)
	}
	fmt.Println("requests:", sim.CountCalls(""))
	// Output:
	// value
	// requests: 0
}
