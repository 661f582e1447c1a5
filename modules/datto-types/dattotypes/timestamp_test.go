package dattotypes_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// timestamps are JSON values and the instants they stand for; "" is none.
var timestamps = map[string]struct{ data, want string }{
	"epoch ms":                    {`1787643495000`, "2026-08-25T07:38:15Z"},
	"epoch ms with milliseconds":  {`1787643495678`, "2026-08-25T07:38:15.678Z"},
	"epoch ms with fraction":      {`1787643495678.25`, "2026-08-25T07:38:15.67825Z"},
	"epoch ms, 14 digits":         {`10000000000000`, "2286-11-20T17:46:40Z"},
	"epoch ms, 15 digits":         {`100000000000000`, "5138-11-16T09:46:40Z"},
	"epoch ms, last":              {`253402300799999`, "9999-12-31T23:59:59.999Z"},
	"epoch ms, negative":          {`-1000000000000`, "1938-04-24T22:13:20Z"},
	"epoch seconds":               {`1787645215`, "2026-08-25T08:06:55Z"},
	"epoch seconds with fraction": {`1787645215.44`, "2026-08-25T08:06:55.44Z"},
	"nine decimals":               {`1787645215.123456789`, "2026-08-25T08:06:55.123456789Z"},
	"more than nine decimals":     {`1787645215.1234567899999`, "2026-08-25T08:06:55.123456789Z"},
	"many zeros":                  {`1787645215.4400000000000000000000000`, "2026-08-25T08:06:55.44Z"},
	"a double as Java writes it":  {`1.78764521544E9`, "2026-08-25T08:06:55.44Z"},
	"ms with exponent":            {`1.787643495e12`, "2026-08-25T07:38:15Z"},
	"exponent without point":      {`1e3`, "1970-01-01T00:16:40Z"},
	"exponent with plus":          {`1E+3`, "1970-01-01T00:16:40Z"},
	"negative exponent":           {`17876452154400e-4`, "2026-08-25T08:06:55.44Z"},
	"below one second":            {`0.5`, "1970-01-01T00:00:00.5Z"},
	"far below one second":        {`25e-5`, "1970-01-01T00:00:00.00025Z"},
	"negative fraction":           {`-1.5`, "1969-12-31T23:59:58.5Z"},
	"text of ms":                  {`"1787643495000"`, "2026-08-25T07:38:15Z"},
	"text of seconds":             {`"1787645215.44"`, "2026-08-25T08:06:55.44Z"},
	"text with spaces":            {`" 1787643495000 "`, "2026-08-25T07:38:15Z"},
	"Z":                           {`"2026-08-25T07:26:00Z"`, "2026-08-25T07:26:00Z"},
	"Z with fraction":             {`"2026-08-25T07:26:00.123456789Z"`, "2026-08-25T07:26:00.123456789Z"},
	"fraction with comma":         {`"2026-08-25T07:26:00,5Z"`, "2026-08-25T07:26:00.5Z"},
	"offset":                      {`"2026-08-25T07:26:00+02:00"`, "2026-08-25T05:26:00Z"},
	"offset west":                 {`"2026-08-25T23:26:00-05:30"`, "2026-08-26T04:56:00Z"},
	"offset without colon":        {`"2026-08-25T07:26:00.000+0000"`, "2026-08-25T07:26:00Z"},
	"offset of hours":             {`"2026-08-25T07:26:00+02"`, "2026-08-25T05:26:00Z"},
	"offset escaped":              {`"2026-08-25T07:26:00\u002b02:00"`, "2026-08-25T05:26:00Z"},
	"without zone":                {`"2026-08-25T07:26:00"`, "2026-08-25T07:26:00Z"},
	"without zone, fraction":      {`"2026-08-25T07:26:00.25"`, "2026-08-25T07:26:00.25Z"},
	"without seconds":             {`"2026-08-25T07:26"`, "2026-08-25T07:26:00Z"},
	"without seconds, zone":       {`"2026-08-25T07:26Z"`, "2026-08-25T07:26:00Z"},
	"without seconds, offset":     {`"2026-08-25T07:26+0200"`, "2026-08-25T05:26:00Z"},
	"date":                        {`"2026-08-25"`, "2026-08-25T00:00:00Z"},
	"space for T":                 {`"2026-08-25 07:26:00"`, "2026-08-25T07:26:00Z"},
	"lower case":                  {`"2026-08-25t07:26:00z"`, "2026-08-25T07:26:00Z"},
	"epoch start as ISO":          {`"1970-01-01T00:00:00Z"`, "1970-01-01T00:00:00Z"},
	"null":                        {`null`, ""},
	"empty":                       {`""`, ""},
	"blank":                       {`"  "`, ""},
	"never in ms":                 {`-62135596800000`, ""},
	"never in ms as text":         {`"-62135596800000"`, ""},
	"never in ms, exponent":       {`-6.21355968E13`, ""},
	"never in seconds":            {`-62135596800`, ""},
	"never in ms, other zone":     {`-62135593200000`, ""},
	"never as ISO":                {`"0001-01-01T00:00:00Z"`, ""},
	"never as ISO, zone east":     {`"0001-01-01T00:00:00+02:00"`, ""},
	"never as ISO, zone west":     {`"0001-01-01T00:00:00-08:00"`, ""},
	"0":                           {`0`, ""},
	"-0":                          {`-0`, ""},
	"0.0":                         {`0.000`, ""},
	"0e99":                        {`0e999999999999999999999`, ""},
	"0 as text":                   {`"0"`, ""},
	"vanishing":                   {`1e-400`, ""},
}

func TestTimestampDecode(t *testing.T) {
	t.Parallel()
	for name, test := range timestamps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			decoded := dattotypes.Timestamp{Time: time.Now()}
			require.NoError(t, json.Unmarshal([]byte(test.data), &decoded))
			assert.Equal(t, test.want, decoded.String())
			assert.Equal(t, test.want == "", decoded.IsZero())
			if test.want == "" {
				assert.Equal(t, dattotypes.Timestamp{}, decoded)
				return
			}
			want, err := time.Parse(time.RFC3339Nano, test.want)
			require.NoError(t, err)
			assert.Equal(t, want, decoded.Time, "the same instant, and UTC")
		})
	}
}

func TestTimestampDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		``, `true`, `{}`, `[1787643495000]`, `nul`, `"x"`, `"null"`, `1787643495000x`, `0x10`, `01787643495000`, `+1`, `.5`, `1.`, `1e`, `1e+`, `1.e3`, `-`, `--1`, `1_000`,
		`"2026-13-01"`, `"2026-02-30"`, `"2026-08-25T25:00:00Z"`, `"2026-08-25T07:26:00Z[UTC]"`, `"25.08.2026"`, `"2026-08-25T07:26:00Zx"`, `"1787643495000`,
		`999999999999`, `253402300800000`, `9223372036854775807`, `9223372036854775808`, `99999999999999999999999999`, `1e18`, `1e19`, `1e99999999999999999999`, `-1e15`,
		`-99999999999999999999`, `"NaN"`, `"Infinity"`, `"` + "\xff" + `"`,
		`1e18446744073709551619`, `2026-08-25`, ` 1787643495000`,
	} {
		before := dattotypes.Timestamp{Time: time.Unix(1787643495, 0).UTC()}
		decoded := before
		require.Error(t, decoded.UnmarshalJSON([]byte(data)), data)
		assert.Equal(t, before, decoded, data)
	}
}

func TestTimestampDecodeErrorIsShort(t *testing.T) {
	t.Parallel()
	var decoded dattotypes.Timestamp
	err := decoded.UnmarshalText(make([]byte, 1<<20))
	require.Error(t, err)
	assert.Less(t, len(err.Error()), 300)
}

func TestTimestampEncode(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("east", 2*60*60)
	tests := map[string]struct {
		time time.Time
		want string
	}{
		"UTC":            {time.Date(2026, time.August, 25, 7, 26, 0, 0, time.UTC), "2026-08-25T07:26:00Z"},
		"fraction":       {time.Date(2026, time.August, 25, 7, 26, 0, 440_000_000, time.UTC), "2026-08-25T07:26:00.44Z"},
		"other zone":     {time.Date(2026, time.August, 25, 7, 26, 0, 0, east), "2026-08-25T05:26:00Z"},
		"start of epoch": {time.Unix(0, 0), "1970-01-01T00:00:00Z"},
	}
	for name, test := range tests {
		timestamp := dattotypes.Timestamp{Time: test.time}
		encoded, err := json.Marshal(timestamp)
		require.NoError(t, err, name)
		assert.Equal(t, `"`+test.want+`"`, string(encoded), name)
		text, err := timestamp.MarshalText()
		require.NoError(t, err, name)
		assert.Equal(t, test.want, string(text), name)
		assert.Equal(t, test.want, timestamp.String(), name)
		var again dattotypes.Timestamp
		require.NoError(t, json.Unmarshal(encoded, &again), name)
		assert.Equal(t, test.time.UTC(), again.Time, name)
	}
}

func TestTimestampEncodeZero(t *testing.T) {
	t.Parallel()
	var zero dattotypes.Timestamp
	encoded, err := json.Marshal(struct {
		Plain   dattotypes.Timestamp            `json:"plain"`
		Omitted dattotypes.Timestamp            `json:"omitted,omitzero"`
		Map     map[dattotypes.Timestamp]string `json:"map"`
	}{Map: map[dattotypes.Timestamp]string{zero: "never"}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"plain":null,"map":{"":"never"}}`, string(encoded))
	text, err := zero.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)
	assert.Empty(t, zero.String())
	assert.Empty(t, fmt.Sprint(zero))
}

func TestTimestampEncodeRefusesYearsBeyondRFC3339(t *testing.T) {
	t.Parallel()
	for _, year := range []int{-1, 0, 10000} {
		timestamp := dattotypes.Timestamp{Time: time.Date(year, time.June, 1, 0, 0, 0, 0, time.UTC)}
		_, err := json.Marshal(timestamp)
		require.Error(t, err)
		_, err = timestamp.MarshalText()
		require.Error(t, err)
		assert.NotEmpty(t, timestamp.String())
	}
}

func TestTimestampLogValue(t *testing.T) {
	t.Parallel()
	text, jsonLog := logged(t, dattotypes.Timestamp{Time: time.Unix(1787645215, 440_000_000)})
	assert.Contains(t, text, "value=2026-08-25T08:06:55.440Z")
	assert.Contains(t, jsonLog, `"value":"2026-08-25T08:06:55.44Z"`)
	_, jsonLog = logged(t, dattotypes.Timestamp{})
	assert.Contains(t, jsonLog, `"value":null`)
	assert.Equal(t, slog.KindTime, dattotypes.Timestamp{Time: time.Unix(1, 0)}.LogValue().Kind())
}

func TestTimestampDecodeOfEpochDoesNotAllocate(t *testing.T) {
	for _, data := range [][]byte{[]byte(`1787643495000`), []byte(`1787645215.44`), []byte(`-62135596800000`), []byte(`"1787643495000"`), []byte(`null`)} {
		var timestamp dattotypes.Timestamp
		allocations := testing.AllocsPerRun(100, func() {
			if err := timestamp.UnmarshalJSON(data); err != nil {
				t.Fatal(err)
			}
		})
		assert.Zero(t, allocations, string(data))
	}
}

func FuzzTimestamp(f *testing.F) {
	for _, test := range timestamps {
		f.Add([]byte(test.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var timestamp dattotypes.Timestamp
		if err := timestamp.UnmarshalJSON(data); err != nil {
			require.Zero(t, timestamp)
			return
		}
		if len(data) > 0 && data[0] != '"' {
			require.True(t, json.Valid(data), "accepted what is no JSON")
		}
		require.Equal(t, time.UTC, timestamp.Location())
		encoded, err := json.Marshal(timestamp)
		require.NoError(t, err)
		var again dattotypes.Timestamp
		require.NoError(t, json.Unmarshal(encoded, &again))
		require.Equal(t, timestamp, again)

		// A float64 holds such seconds to the microsecond, so it must tell nearly the same.
		var number float64
		if json.Unmarshal(data, &number) == nil && string(data) != "null" && !timestamp.IsZero() {
			if math.Abs(number) >= 1e12 {
				number /= 1000
			}
			require.InDelta(t, number, float64(timestamp.Unix())+float64(timestamp.Nanosecond())/1e9, 1e-3)
		}
	})
}

func BenchmarkTimestampDecode(b *testing.B) {
	for name, data := range map[string][]byte{
		"epoch_ms":      []byte(`1787643495000`),
		"epoch_seconds": []byte(`1787645215.44`),
		"null":          []byte(`null`),
		"iso":           []byte(`"2026-08-25T07:26:00Z"`),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var timestamp dattotypes.Timestamp
			for b.Loop() {
				if err := timestamp.UnmarshalJSON(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleTimestamp() {
	for _, data := range []string{`1787643495000`, `1787645215.44`, `"2026-08-25T09:26:00+02:00"`, `-62135596800000`} {
		var timestamp dattotypes.Timestamp
		if err := json.Unmarshal([]byte(data), &timestamp); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		fmt.Println(timestamp, timestamp.IsZero())
	}
	// Output:
	// 2026-08-25T07:38:15Z false
	// 2026-08-25T08:06:55.44Z false
	// 2026-08-25T07:26:00Z false
	//  true
}
