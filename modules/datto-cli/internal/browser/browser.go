// Package browser opens pages for people to look at.
package browser

import (
	"context"
	"errors"
	"net/url"
	"os/exec"
	"runtime"
)

var errNoPage = errors.New("the address is not a web page")

// Check refuses what is no page of the web: systems start programs for other
// addresses.
func Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return errNoPage
	}
	return nil
}

// Open opens a page in the browser that the system prefers.
func Open(ctx context.Context, address string) error {
	if err := Check(address); err != nil {
		return err
	}
	name, args := program(runtime.GOOS, address)
	return exec.CommandContext(ctx, name, args...).Run() //nolint:gosec // The address has been checked, and no shell reads it.
}

// program is what opens an address on a system. It hands the address on and ends.
func program(system, address string) (name string, args []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		return "open", []string{address}
	}
	return "xdg-open", []string{address}
}
