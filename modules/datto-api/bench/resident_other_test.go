//go:build !unix

package bench

func peakResident() int64 { return 0 }
