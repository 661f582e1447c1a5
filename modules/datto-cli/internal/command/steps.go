package command

import (
	"math"
	"strconv"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

// Step is a kind of call that a command makes, for --explain.
type Step struct {
	// Operations are what is called, each as method and path: of several, one.
	Operations []string
	// Least and Most are how often it is called.
	Least, Most int
	// Fewer says that of writes there may be fewer than Most, because two names can
	// turn out to mean the same.
	Fewer bool
	// Why says what for, such as "to find Orchard". It may be empty.
	Why string

	// printed says that it reads the list that the command prints.
	printed bool
}

// many stands for as often as a list has pages.
const many = math.MaxInt

const (
	// readAhead is how many pages are asked for before they are wanted, once the
	// first has been read.
	readAhead = 4
	// pageRows is how many rows the server gives in one page.
	pageRows = 250
)

const (
	sitesOperation      = "GET /v2/account/sites"
	siteOperation       = "GET /v2/site/{siteUid}"
	devicesOperation    = "GET /v2/account/devices"
	deviceOperation     = "GET /v2/device/{deviceUid}"
	componentsOperation = "GET /v2/account/components"
)

// Once is one call.
func Once(operation, why string) Step { return Times(1, operation, why) }

// Times is so many calls.
func Times(n int, operation, why string) Step {
	return Step{Operations: []string{operation}, Least: n, Most: n, Why: why}
}

// UpTo is so many calls or fewer.
func UpTo(n int, operation, why string) Step {
	return Step{Operations: []string{operation}, Most: n, Why: why}
}

// AtLeast is so many calls or more.
func AtLeast(n int, operation, why string) Step {
	return Step{Operations: []string{operation}, Least: n, Most: many, Why: why}
}

// OneOf is one call of one of several operations.
func OneOf(why string, operations ...string) Step {
	return Step{Operations: operations, Least: 1, Most: 1, Why: why}
}

// Pages is the reading of lists, one after the other, as far as --limit lets it
// come. sorted says that rows are left out here, so that it is not known how many
// have to be read for those that are wanted.
func (c *Call) Pages(sorted bool, operations ...string) []Step {
	rows := c.limit()
	steps := make([]Step, len(operations))
	for i, name := range operations {
		steps[i] = AtLeast(1, name, "")
		steps[i].printed = true
		if rows == 0 {
			continue
		}
		if !sorted {
			steps[i].Most = pagesOf(rows)
		}
		if i > 0 {
			steps[i].Least = 0
		}
	}
	return steps
}

// limit is how many rows are wanted of the first that come, zero for all.
func (c *Call) limit() int {
	flag := c.Command.Flags().Lookup("limit")
	if flag == nil || c.Command.Flags().Changed("sort") {
		return 0
	}
	n, err := strconv.Atoi(flag.Value.String())
	if err != nil {
		return 0
	}
	return n
}

// pagesOf is how many pages are asked for at most for so many rows: the second
// when half of the first was taken, further ones ahead of the reader.
func pagesOf(rows int) int {
	switch {
	case rows <= pageRows/2:
		return 1
	case rows <= pageRows:
		return 2 //nolint:mnd // The first and the second.
	}
	return (rows+pageRows-1)/pageRows + readAhead
}

// FindSite are the calls of [resolve.Site].
func FindSite(text string) []Step { return find(sitesOperation, text) }

// FindDevice are the calls of [resolve.Device].
func FindDevice(text string) []Step { return find(devicesOperation, text) }

// DescribeSite are the calls by which a site is found and read.
func DescribeSite(text string) []Step { return describe(sitesOperation, siteOperation, text) }

// DescribeDevice are the calls by which a device is found and read.
func DescribeDevice(text string) []Step { return describe(devicesOperation, deviceOperation, text) }

// FindComponent are the calls of [resolve.Component], which has nothing but the
// list.
func FindComponent(text string) []Step {
	return []Step{AtLeast(1, componentsOperation, "to find "+text)}
}

// FindFilter are the calls of [resolve.Filter].
func FindFilter(text string) []Step {
	return []Step{
		AtLeast(1, "GET /v2/filter/default-filters", "to find "+text),
		AtLeast(1, "GET /v2/filter/custom-filters", "to find "+text),
	}
}

// find is at least one read of a narrowed list, unless a uid is named.
func find(list, text string) []Step {
	if resolve.IsUID(text) {
		return nil
	}
	return []Step{AtLeast(1, list, "to find "+text)}
}

// describe is the reading of one thing. A list in which it is found has it whole.
func describe(list, one, text string) []Step {
	if steps := find(list, text); steps != nil {
		return steps
	}
	return []Step{Once(one, "")}
}

// FindDevices are the calls of [resolve.Devices], and how many devices are meant:
// at most so many when fewer is true.
func FindDevices(texts []string) (steps []Step, devices int, fewer bool) {
	distinct, named := map[string]bool{}, map[string]string{}
	for _, text := range texts {
		distinct[strings.ToLower(text)] = true
		if !resolve.IsUID(text) {
			named[strings.ToLower(text)] = text
		}
	}
	switch n := len(named); {
	case n == 1:
		for _, name := range named {
			steps = find(devicesOperation, name)
		}
	case n > 1:
		why := "to find " + strconv.Itoa(n) + " devices by name"
		least := resolve.LeastReads(n)
		if least < n {
			why += ", or one for each name where that is less"
		}
		steps = []Step{AtLeast(least, devicesOperation, why)}
	}
	return steps, len(distinct), len(named) > 0 && len(distinct) > 1
}

// EachDevice are the calls of a write to each of the devices that texts name. The
// only one is read, because it is asked about by its name.
func EachDevice(texts []string, operation string) []Step {
	steps, n, fewer := FindDevices(texts)
	if n == 1 && resolve.IsUID(texts[0]) {
		steps = append(steps, Once(deviceOperation, ""))
	}
	write := Times(n, operation, "")
	write.Fewer = fewer
	return append(steps, write)
}

// Distinct is how many different texts there are.
func Distinct(texts []string) int {
	seen := map[string]bool{}
	for _, text := range texts {
		seen[strings.ToLower(text)] = true
	}
	return len(seen)
}
