package simulator

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRoutesAreTheContracts holds the routes, which are written by hand,
// against the table that is generated from the contract.
func TestRoutesAreTheContracts(t *testing.T) {
	t.Parallel()
	var served, declared []string
	for _, list := range routes.byLength {
		for _, r := range list {
			served = append(served, r.key())
		}
	}
	for _, spec := range operationTable {
		declared = append(declared, spec.Method+" "+spec.Path)
	}
	slices.Sort(served)
	slices.Sort(declared)
	assert.Equal(t, declared, served)
	assert.Len(t, served, 65)
}

func TestWriteBucketsNameOperations(t *testing.T) {
	t.Parallel()
	for _, bucket := range writeBuckets {
		require.Contains(t, specs, bucket.operation, bucket.name)
	}
	assert.Len(t, writeBuckets, 16, "facts 4.2")
}

func TestUIDsLeadBackToTheirRows(t *testing.T) {
	t.Parallel()
	f := newFleet(11, 3_000, 120, 1_790_000_000_000)
	seen := make(map[string]bool)
	for device := range f.allDevices() {
		uid := f.deviceUID(device)
		require.False(t, seen[uid])
		seen[uid] = true
		found, ok := f.findDevice(uid)
		require.True(t, ok)
		require.Equal(t, device, found)
		back, ok := f.deviceByID(f.deviceID(device))
		require.True(t, ok)
		require.Equal(t, device, back)
		require.Contains(t, f.devicesByMAC(macOf(devicePrefix, device)), device)
	}
	other := newFleet(12, 3_000, 120, 1_790_000_000_000)
	_, ok := other.findDevice(f.deviceUID(7))
	assert.False(t, ok, "a uid of another seed")
	_, ok = f.findDevice(f.siteUID(7))
	assert.False(t, ok, "a uid of another kind")
	uid := []byte(f.deviceUID(7))
	uid[30] ^= 1
	_, ok = f.findDevice(string(uid))
	assert.False(t, ok, "a uid with a wrong digit")
}

func TestSiteNamesAreUnique(t *testing.T) {
	t.Parallel()
	f := newFleet(5, 100, 7_000, 0)
	seen := make(map[string]bool)
	for site := range f.allSites() {
		name := f.siteName(site)
		require.False(t, seen[name], name)
		seen[name] = true
	}
}
