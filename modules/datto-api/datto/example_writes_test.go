package datto_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// The fields that are named are written, all others stay. An empty text clears.
func ExampleDevicesService_SetUDFs() {
	client, _ := exampleClient()
	ctx := context.Background()
	page, err := client.Devices.List(ctx, &datto.DeviceListOptions{PageSize: 1})
	if err != nil {
		log.Fatal(err)
	}
	uid := page.Items[0].UID

	for _, values := range []map[int]string{{7: "rack 4", 8: "left"}, {7: ""}} {
		udfs, err := datto.NewUDFs(values)
		if err != nil {
			log.Fatal(err)
		}
		if err := client.Devices.SetUDFs(ctx, uid, udfs); err != nil {
			log.Fatal(err)
		}
		device, err := client.Devices.Get(ctx, uid)
		if err != nil {
			log.Fatal(err)
		}
		seven, isSet := device.UDF.Get(7)
		eight, _ := device.UDF.Get(8)
		fmt.Printf("udf7 %q %t, udf8 %q\n", seven, isSet, eight)
	}
	// Output:
	// udf7 "rack 4" true, udf8 "left"
	// udf7 "" false, udf8 "left"
}

// Patch keeps what is not changed. The API's own update, [SitesService.Update],
// wipes what is left out.
func ExampleSitesService_Patch() {
	client, _ := exampleClient()
	ctx := context.Background()
	page, err := client.Sites.List(ctx, &datto.SiteListOptions{SiteName: "Ashford"})
	if err != nil {
		log.Fatal(err)
	}
	site, err := client.Sites.Patch(ctx, page.Items[0].UID, func(request *datto.UpdateSiteRequest) error {
		request.Notes = new("Keys are at reception.")
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(site.Name)
	fmt.Println(site.Description)
	fmt.Println(site.Notes)
	// Output:
	// Ashford Fisheries
	// Monthly contract, all workstations
	// Keys are at reception.
}

// A quick job runs one component on one device. RunAndWait follows it to its end.
func ExampleJobsService_RunAndWait() {
	// The simulated time runs fast, so the wait is short.
	client, _ := exampleClientOf(simulator.Config{Devices: 1, Seed: 7, TimeScale: 10_000})
	ctx := context.Background()
	devices, err := client.Devices.List(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	var request datto.CreateQuickJobRequest
	request.JobName = "Free some space"
	for component, err := range client.Components.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if component.Name == "Clear temporary files" {
			request.JobComponent.ComponentUID = component.UID
			break
		}
	}

	outcome, err := client.Jobs.RunAndWait(ctx, devices.Items[0].UID, request,
		&datto.WaitOptions{Interval: time.Millisecond})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(outcome.Results.JobDeploymentStatus, outcome.Succeeded())
	for _, output := range outcome.Stdout {
		fmt.Println(output.ComponentName, "wrote", output.StdData != "")
	}
	// Output:
	// Success true
	// Clear temporary files wrote true
}

func ExampleDevicesService_SetWarranty() {
	client, _ := exampleClient()
	ctx := context.Background()
	page, err := client.Devices.List(ctx, &datto.DeviceListOptions{PageSize: 1})
	if err != nil {
		log.Fatal(err)
	}
	uid := page.Items[0].UID
	for _, end := range []datto.Date{{Year: 2030, Month: time.June, Day: 30}, {}} {
		if err := client.Devices.SetWarranty(ctx, uid, end); err != nil {
			log.Fatal(err)
		}
		device, err := client.Devices.Get(ctx, uid)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%q\n", device.WarrantyDate)
	}
	// Output:
	// "2030-06-30"
	// ""
}

func ExampleVariablesService_Create() {
	client, _ := exampleClient()
	ctx := context.Background()
	err := client.Variables.Create(ctx, datto.CreateVariableRequest{
		Name:   "backupKey",
		Value:  datto.NewSecret("not a real key"),
		Masked: new(true),
	})
	if err != nil {
		log.Fatal(err)
	}
	// The API answers nothing, so the id has to be looked up.
	for variable, err := range client.Variables.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if variable.Name == "backupKey" {
			fmt.Println(variable.ID > 0, *variable.Masked, variable.Value)
		}
	}
	// Output: true true [redacted]
}
