//go:build unix

package bench

import (
	"runtime"
	"syscall"
)

// peakResident is the largest resident size that this process has had.
func peakResident() int64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(usage.Maxrss) //nolint:unconvert // The type differs between systems.
	}
	return int64(usage.Maxrss) * 1024 //nolint:unconvert // The type differs between systems.
}
