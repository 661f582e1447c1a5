package datto_test

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func Example() {
	// The simulator stands in for an account. A real client is made with the
	// platform, key and secret alone.
	sim := simulator.New(simulator.Config{Devices: 3, Seed: 7})
	key, secret := sim.Credentials()

	client, err := datto.NewClient(datto.Merlot, datto.Credentials{
		APIKey:    key,
		APISecret: secret,
	}, datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	if err != nil {
		log.Fatal(err)
	}
	for device, err := range client.Devices.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(device.Hostname, "at", device.SiteName)
	}
	// Output:
	// ASHF-LT001 at Ashford Fisheries
	// ASHF-PC002 at Ashford Fisheries
	// ASHF-LT003 at Ashford Fisheries
}

// exampleClient returns a client of a simulated account with a few devices, and
// the simulator.
func exampleClient(options ...datto.Option) (*datto.Client, *simulator.Simulator) {
	return exampleClientOf(simulator.Config{Devices: 6, Seed: 7}, options...)
}

func exampleClientOf(config simulator.Config, options ...datto.Option) (*datto.Client, *simulator.Simulator) {
	sim := simulator.New(config)
	key, secret := sim.Credentials()
	options = append(options, datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret}, options...)
	if err != nil {
		log.Fatal(err)
	}
	return client, sim
}
