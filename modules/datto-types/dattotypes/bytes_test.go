package dattotypes_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

func TestBytesDecode(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]dattotypes.Bytes{
		`0`:                     0,
		`17066135552`:           17066135552,
		`"17066135552"`:         17066135552,
		`" 17066135552 "`:       17066135552,
		`17066135552.0`:         17066135552,
		`"17066135552.000"`:     17066135552,
		`2.56E11`:               256000000000,
		`256000000000000e-3`:    256000000000,
		`0.0e-5`:                0,
		`-1`:                    -1,
		`9007199254740993`:      9007199254740993, // a float64 would round it
		`9223372036854775807`:   math.MaxInt64,
		`"9223372036854775807"`: math.MaxInt64,
		`null`:                  0,
		`""`:                    0,
		`" "`:                   0,
	} {
		decoded := dattotypes.Bytes(7)
		require.NoError(t, decoded.UnmarshalJSON([]byte(data)), data)
		assert.Equal(t, want, decoded, data)
	}
}

func TestBytesDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		``, `true`, `{}`, `[1]`, `"1 GB"`, `1.5`, `"1.5"`, `1e-1`, `15e-1`, `0x10`, `"0x10"`, `01`, `"1`, `9223372036854775808`, `99999999999999999999`, `1e300`, `1e999999999999999999`, `1e18446744073709551619`, `1e-18446744073709551616`,
	} {
		decoded := dattotypes.Bytes(7)
		require.Error(t, decoded.UnmarshalJSON([]byte(data)), data)
		assert.Equal(t, dattotypes.Bytes(7), decoded, data)
	}
}

func TestBytesInStruct(t *testing.T) {
	t.Parallel()
	var disk struct {
		Size      *dattotypes.Bytes `json:"size,omitempty"`
		Freespace *dattotypes.Bytes `json:"freespace,omitempty"`
		Absent    *dattotypes.Bytes `json:"absent,omitempty"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"size":"255354466304","freespace":0,"absent":null}`), &disk))
	require.NotNil(t, disk.Size)
	assert.Equal(t, dattotypes.Bytes(255354466304), *disk.Size)
	require.NotNil(t, disk.Freespace, "a full disk is not an unknown one")
	assert.Zero(t, *disk.Freespace)
	assert.Nil(t, disk.Absent)
	encoded, err := json.Marshal(disk)
	require.NoError(t, err)
	assert.Equal(t, `{"size":255354466304,"freespace":0}`, string(encoded))
}

func TestBytesString(t *testing.T) {
	t.Parallel()
	for size, want := range map[dattotypes.Bytes]string{
		0:                "0 B",
		1:                "1 B",
		1023:             "1023 B",
		1024:             "1.0 KiB",
		1024*1024 - 1:    "1.0 MiB",
		1536:             "1.5 KiB",
		17066135552:      "15.9 GiB",
		255354466304:     "237.8 GiB",
		4000787030016:    "3.6 TiB",
		-1:               "-1 B",
		-17066135552:     "-15.9 GiB",
		math.MaxInt64:    "8.0 EiB",
		math.MinInt64:    "-8.0 EiB",
		1 << 50:          "1.0 PiB",
		1024*1048524 - 1: "1023.9 MiB",
	} {
		assert.Equal(t, want, size.String(), int64(size))
	}
}

func FuzzBytes(f *testing.F) {
	for _, data := range []string{`0`, `17066135552`, `"17066135552"`, `17066135552.0`, `2.56E11`, `-1`, `null`, `""`, `1.5`, `1e300`, `true`} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimSpace(data) // a JSON decoder hands over the bare value
		var size dattotypes.Bytes
		err := size.UnmarshalJSON(data)
		var reference int64
		if json.Unmarshal(data, &reference) == nil && reference != math.MinInt64 {
			require.NoError(t, err)
			require.Equal(t, reference, int64(size))
		}
		if err != nil {
			require.Zero(t, size)
			return
		}
		require.NotEmpty(t, size.String())
		encoded, err := json.Marshal(size)
		require.NoError(t, err)
		var again dattotypes.Bytes
		require.NoError(t, json.Unmarshal(encoded, &again))
		require.Equal(t, size, again)
	})
}

func ExampleBytes() {
	var memory dattotypes.Bytes
	if err := json.Unmarshal([]byte(`"17066135552"`), &memory); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	fmt.Println(memory, int64(memory))
	// Output: 15.9 GiB 17066135552
}
