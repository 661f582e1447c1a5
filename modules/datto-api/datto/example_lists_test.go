package datto_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// All walks every page. Leaving the loop ends the requests.
func ExampleDevicesService_All() {
	client, _ := exampleClient()
	options := &datto.DeviceListOptions{DeviceType: "server", PageSize: 2}
	for device, err := range client.Devices.All(context.Background(), options) {
		if row, ok := errors.AsType[*datto.RowError](err); ok {
			log.Print(row) // one row that cannot be decoded: the others follow
			continue
		}
		if err != nil {
			log.Fatal(err) // the list is not complete
		}
		fmt.Println(device.Hostname, device.DeviceType.Category)
	}
	// Output:
	// ASHF-DC01 Server
	// ASHF-LNX05 Server
}

// List reads one page.
func ExampleDevicesService_List() {
	client, _ := exampleClient()
	page, err := client.Devices.List(context.Background(), &datto.DeviceListOptions{Page: 1, PageSize: 4})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("devices in all:", *page.Total)
	for _, device := range page.Items {
		fmt.Println(device.Hostname)
	}
	fmt.Println("more:", page.HasNext())
	// Output:
	// devices in all: 6
	// ASHF-LNX05
	// ASHF-PC006
	// more: false
}

// An alert's context says what it is about. Summary puts it in one line for any
// class, also one that nobody has described.
func ExampleAlertsService_AllOpen() {
	client, _ := exampleClient()
	for alert, err := range client.Alerts.AllOpen(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		if alert.Priority == datto.AlertPriorityCritical {
			fmt.Println(alert.AlertContext.Summary())
		}
	}
	// Output:
	// Device is OFFLINE
	// Ransomware .locked: D:\Shares\Finance, D:\Shares\HR
	// Disk health: Predictive failure
	// Security Webroot SecureAnywhere: virus EICAR-Test-File, infected files: 1, infected for 16 hours, licence expiry: 188 days
	// Windows Defender: Trojan:Win32/Test was quarantined
	// Endpoint security: PowerShell started from an Office document
}

func ExampleAlertContextAs() {
	client, _ := exampleClient()
	for alert, err := range client.Alerts.AllOpen(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		disk, err := datto.AlertContextAs[datto.DiskUsageContext](alert.AlertContext)
		if errors.Is(err, datto.ErrAlertContextClass) {
			continue // an alert about something else
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(disk.DiskName)
	}
	// Output: C:
}

// Any path can be read into a type of one's own.
func ExampleGet() {
	type pagination struct {
		Max int `json:"max"`
	}
	client, _ := exampleClient()
	answer, err := datto.Get[pagination](context.Background(), client, "/v2/system/pagination")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Max)
	// Output: 250
}

// Raw rows are the server's own objects, with every member, known or not.
func ExampleAll() {
	client, _ := exampleClient()
	for row, err := range datto.All[json.RawMessage](context.Background(), client, "/v2/account/users?max=1") {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(json.Valid(row), row[0] == '{')
		break
	}
	// Output: true true
}

// A struct of one's own that embeds a model adds members that the model lacks.
func ExampleList() {
	type device struct {
		datto.Device
		Rack string `json:"rackPosition"` // a member that came later
	}
	client, _ := exampleClient()
	page, err := datto.List[device](context.Background(), client, "/v2/account/devices?max=1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.Items[0].Hostname, page.Items[0].Rack == "")
	// Output: ASHF-DC01 true
}

// A program can find out that the API has grown.
func ExampleWithUnknownFields() {
	client, sim := exampleClient(datto.WithUnknownFields(), datto.WithHook(func(_ context.Context, event datto.Event) {
		if unknown, ok := event.(datto.UnknownField); ok {
			fmt.Println(unknown.Operation, unknown.Name)
		}
	}))
	sim.AddFault(simulator.Fault{Kind: simulator.FaultFutureField})
	for _, err := range client.Devices.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
	}
	// Output: GET /v2/account/devices futureField
}
