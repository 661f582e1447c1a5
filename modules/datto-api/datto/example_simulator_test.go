package datto_test

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// Programs are tested against the simulator. It is in memory, answers as the API
// does, goes wrong on demand, and tells what it was asked.
func Example_simulator() {
	sim := simulator.New(simulator.Config{Devices: 500, Seed: 7})
	key, secret := sim.Credentials()
	client, err := datto.NewClient(datto.Merlot,
		datto.Credentials{APIKey: key, APISecret: secret},
		datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	if err != nil {
		log.Fatal(err)
	}

	// The second page comes with a token that has just been revoked.
	sim.AddFault(simulator.Fault{Kind: simulator.FaultRevokeToken, Operation: "GET /v2/account/devices", Nth: 2})
	n := 0
	for _, err := range client.Devices.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println("devices:", n)
	fmt.Println("calls:", sim.CountCalls("GET /v2/account/devices"))
	fmt.Println("tokens:", sim.CountCalls("POST /auth/oauth/token"))
	fmt.Println("violations of the contract:", len(sim.Violations()))
	// Output:
	// devices: 500
	// calls: 3
	// tokens: 2
	// violations of the contract: 0
}
