package bench

import (
	"slices"
	"testing"
)

// BenchmarkWalk compares a walk over 100,000 devices, decoded into models, with a bare client that reads the same pages one
// by one and throws them away. Times are the medians of interleaved runs.
func BenchmarkWalk(b *testing.B) {
	address := startServer(b)
	var drains, walks, ratios []float64
	var resident, size int64
	for b.Loop() {
		drained, walked := run(b, "drain", address), run(b, "walk", address)
		if walked.Rows != fleet || walked.Bytes != drained.Bytes {
			b.Fatalf("the walk gave %d rows of %d in %d bytes of %d", walked.Rows, fleet, walked.Bytes, drained.Bytes)
		}
		drains, walks = append(drains, drained.Seconds), append(walks, walked.Seconds)
		ratios = append(ratios, walked.Seconds/drained.Seconds)
		resident, size = max(resident, walked.Resident), drained.Bytes
	}
	b.ReportMetric(median(drains), "drain-s")
	b.ReportMetric(median(walks), "walk-s")
	b.ReportMetric(median(ratios), "walk/drain")
	b.ReportMetric(float64(resident)/(1<<20), "resident-MB")
	b.ReportMetric(float64(size)/1e6, "read-MB")
	b.ReportMetric(0, "ns/op")
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
