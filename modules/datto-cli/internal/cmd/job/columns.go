// Package job holds the commands for jobs.
package job

import (
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

var jobColumns = []output.Column{
	{Name: "name"},
	{Name: "status", Terminal: colored},
	{Name: "dateCreated", Header: "CREATED", Kind: output.Time},
	{Name: "uid", Header: "UID", Whole: true},
	{Name: "id", Header: "ID", Kind: output.Number},
}

// runColumns show a job that was started on a device.
var runColumns = []output.Column{
	{Name: "device", From: []string{"device.hostname", "device.uid"}, Plain: firstOf},
	{Name: "job", From: []string{"job.name"}},
	{Name: "status", From: []string{"job.status"}},
	{Name: "jobUid", Header: "JOB UID", From: []string{"job.uid"}, Whole: true},
	{Name: "deviceUid", Header: "DEVICE UID", From: []string{"device.uid"}, Wide: true, Whole: true},
}

var resultColumns = []output.Column{
	{Name: "status", From: []string{"jobDeploymentStatus"}, Terminal: colored},
	{Name: "ranOn", Header: "RAN ON", Kind: output.Time},
	componentsColumn(),
	{Name: "jobUid", Header: "JOB UID", Whole: true},
	{Name: "deviceUid", Header: "DEVICE UID", Whole: true},
}

// outcomeColumns show how far a job has come on a device, and what it wrote.
var outcomeColumns = []output.Column{
	{Name: "device", From: []string{"device.hostname", "device.uid"}, Plain: firstOf},
	{Name: "status", From: []string{"results.jobDeploymentStatus"}, Plain: statusOf, Terminal: coloredOutcome},
	{Name: "ranOn", Header: "RAN ON", From: []string{"results.ranOn"}, Kind: output.Time},
	textColumn("stdout"),
	textColumn("stderr"),
	{Name: "jobUid", Header: "JOB UID", From: []string{"job.uid"}, Whole: true},
	{Name: "deviceUid", Header: "DEVICE UID", From: []string{"device.uid"}, Wide: true, Whole: true},
}

// statusOf is the status of a job, also of one that could not be looked at.
func statusOf(values []output.Value) string {
	if text := values[0].Text(); text != "" {
		return text
	}
	return "unknown"
}

func coloredOutcome(values []output.Value, look *output.Look) output.Cell {
	cell := colored(values, look)
	cell.Text = statusOf(values)
	return cell
}

// outputColumns show what a component wrote.
var outputColumns = []output.Column{
	{Name: "component", From: []string{"componentName"}},
	{Name: "text", From: []string{"stdData"}},
	{Name: "componentUid", Header: "COMPONENT UID", Wide: true, Whole: true},
}

func componentsColumn() output.Column {
	plain, shown := output.Lines(func(item output.Value) string {
		text := item.Member("componentName").Text() + ": " + item.Member("componentStatus").Text()
		if n := item.Member("numberOfWarnings").Text(); n != "" && n != "0" {
			text += ", warnings: " + n
		}
		return text
	})
	return output.Column{Name: "components", From: []string{"componentResults"}, Plain: plain, Terminal: shown}
}

// textColumn shows what a job's components wrote.
func textColumn(name string) output.Column {
	return output.Column{
		Name: name, From: []string{name}, Below: true,
		Plain: func(values []output.Value) string {
			var all []string
			for _, item := range values[0].Items() {
				all = append(all, strings.TrimRight(item.Member("stdData").Text(), "\r\n"))
			}
			return strings.Join(all, "\n")
		},
	}
}

func firstOf(values []output.Value) string {
	for _, value := range values {
		if text := value.Text(); text != "" {
			return text
		}
	}
	return ""
}

// colored shows a status in the colour of what it means.
func colored(values []output.Value, _ *output.Look) output.Cell {
	cell := output.Cell{Text: values[0].Text()}
	switch cell.Text {
	case "Success", "completed":
		cell.Color = terminal.Good
	case "Warning":
		cell.Color = terminal.Warning
	case "Failure", "Expired":
		cell.Color = terminal.Bad
	case "Retired":
		cell.Color = terminal.Faint
	}
	return cell
}
