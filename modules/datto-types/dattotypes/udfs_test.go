package dattotypes_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// wireUDFs is the object as the API sends it: count members, those not in set null.
func wireUDFs(count int, set map[int]string) []byte {
	members := make([]string, 0, count)
	for number := 1; number <= count; number++ {
		value := "null"
		if text, ok := set[number]; ok {
			value = strconv.Quote(text)
		}
		members = append(members, fmt.Sprintf(`"udf%d":%s`, number, value))
	}
	return []byte("{" + strings.Join(members, ",") + "}")
}

func decodeUDFs(t *testing.T, data string) dattotypes.UDFs {
	t.Helper()
	var u dattotypes.UDFs
	require.NoError(t, json.Unmarshal([]byte(data), &u))
	return u
}

func values(u dattotypes.UDFs) map[int]string { return maps.Collect(u.All()) }

func TestUDFsDecode(t *testing.T) {
	t.Parallel()
	type set = map[int]string
	tests := map[string]struct {
		data string
		want set
	}{
		"null":                       {`null`, set{}},
		"empty object":               {`{}`, set{}},
		"empty object, spaced":       {" { \n } ", set{}},
		"null and absent are unset":  {`{"udf1":null,"udf2":"x"}`, set{2: "x"}},
		"empty text is remembered":   {`{"udf1":""}`, set{1: ""}},
		"300 members, all null":      {string(wireUDFs(300, nil)), set{}},
		"300 members, four set":      {string(wireUDFs(300, set{1: "a", 2: "b", 150: "c", 300: "d"})), set{1: "a", 2: "b", 150: "c", 300: "d"}},
		"30 members, last set":       {string(wireUDFs(30, set{30: "a"})), set{30: "a"}},
		"400 members":                {string(wireUDFs(400, set{299: "a", 301: "b", 400: "c"})), set{299: "a", 301: "b", 400: "c"}},
		"one null":                   {`{"udf7":null}`, set{}},
		"not from 1":                 {`{"udf7":null,"udf8":null,"udf9":"x","udf10":null}`, set{9: "x"}},
		"descending":                 {`{"udf3":"c","udf2":"b","udf1":"a"}`, set{1: "a", 2: "b", 3: "c"}},
		"sorted as text":             {`{"udf1":"a","udf10":"j","udf2":"b"}`, set{1: "a", 2: "b", 10: "j"}},
		"spaces":                     {" {\t\"udf1\" : null ,\r\n \"udf2\" : \"x\" } ", set{2: "x"}},
		"last of the same name":      {`{"udf1":"a","udf1":"b"}`, set{1: "b"}},
		"last of the same name null": {`{"udf1":"a","udf2":"x","udf1":null}`, set{2: "x"}},
		"null run over what was set": {`{"udf2":"b","udf9":"x","udf1":null,"udf2":null,"udf3":null,"udf4":"d"}`, set{4: "d", 9: "x"}},
		"other names":                {`{"udf":"a","udf0":"b","udf01":"c","UDF1":"d","udf1x":"e","xudf1":"f","deviceUid":{"udf1":"g"},"udf2":"h"}`, set{2: "h"}},
		"number too high":            {`{"udf1000":"a","udf1001":"b","udf99999999999999999999":"c"}`, set{1000: "a"}},
		"escaped name":               {`{"\u0075df1":"a"}`, set{1: "a"}},
		"escapes":                    {`{"udf1":"tab\tquote\"slash\\ü\ud83d\ude00"}`, set{1: "tab\tquote\"slash\\ü😀"}},
		"text beyond ASCII":          {`{"udf1":"Büro Zürich"}`, set{1: "Büro Zürich"}},
		"invalid UTF-8":              {"{\"udf1\":\"a\xffb\"}", set{1: "a\uFFFDb"}},
		"text that looks like JSON":  {`{"udf1":"\"udf2\":null,","udf3":"},{"}`, set{1: `"udf2":null,`, 3: "},{"}},
		"no strings":                 {`{"udf1":12.50,"udf2":true,"udf3":{"value": [1, "}"]},"udf4":-1e9}`, set{1: "12.50", 2: "true", 3: `{"value":[1,"}"]}`, 4: "-1e9"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			decoded := decodeUDFs(t, test.data)
			assert.Equal(t, test.want, values(decoded))
			assert.Equal(t, len(test.want), decoded.Len())
			assert.Equal(t, len(test.want) == 0, decoded.IsZero())
			for number, value := range test.want {
				got, ok := decoded.Get(number)
				assert.True(t, ok)
				assert.Equal(t, value, got)
			}
		})
	}
}

func TestUDFsDecodeReplacesWhatWasThere(t *testing.T) {
	t.Parallel()
	u := decodeUDFs(t, `{"udf1":"a","udf2":"b"}`)
	require.NoError(t, json.Unmarshal([]byte(`{"udf2":"c"}`), &u))
	assert.Equal(t, map[int]string{2: "c"}, values(u))
	require.NoError(t, json.Unmarshal([]byte(`null`), &u))
	assert.True(t, u.IsZero())
}

func TestUDFsDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		``, `[]`, `"` + canary + `"`, `12`, `{`, `{"udf1"}`, `{"udf1":}`, `{"udf1":null,}`, `{,}`, `{"udf1":"` + canary + `}`, `{"udf1":"` + canary + `\q"}`,
		`{"udf1":` + canary + `}`, `{"udf1":nul}`, `{"other":` + canary + `}`, `{"udf1":null`, `{"udf1":null}x`, `{"udf1":null "udf2":null}`, "{\"udf1\":\"\n\"}",
		`{"udf1":[}`, `{"udf1":[1,]}`, `{udf1:null}`, `{"udf1":"a\`, `{"udf1":{"a":1}`, `{"udf1":01}`, `{"\x":1}`,
	} {
		u := decodeUDFs(t, `{"udf9":"before"}`)
		err := u.UnmarshalJSON([]byte(data))
		require.Error(t, err, data)
		assert.NotContains(t, err.Error(), canary, "the text may be a secret")
		assert.Equal(t, map[int]string{9: "before"}, values(u), data)
	}
}

func TestUDFsSetAndUnset(t *testing.T) {
	t.Parallel()
	var u dattotypes.UDFs
	_, ok := u.Get(1)
	assert.False(t, ok)
	u.Unset(1)
	for _, number := range []int{7, 3, 300, dattotypes.MaxUDF, 1} {
		require.NoError(t, u.Set(number, strconv.Itoa(number)))
	}
	require.NoError(t, u.Set(7, "seven"))
	u.Unset(3)
	u.Unset(4)
	assert.Equal(t, map[int]string{1: "1", 7: "seven", 300: "300", dattotypes.MaxUDF: "1000"}, values(u))
	var order []int
	for number := range u.All() {
		order = append(order, number)
	}
	assert.True(t, slices.IsSorted(order), order)
	for range u.All() {
		break // must not be called again
	}
	for _, number := range []int{0, -1, dattotypes.MaxUDF + 1} {
		require.Error(t, u.Set(number, canary))
		assert.NotContains(t, u.Set(number, canary).Error(), canary)
	}
	for _, number := range []int{1, 7, 300, dattotypes.MaxUDF} {
		u.Unset(number)
	}
	assert.True(t, u.IsZero())
	assert.Equal(t, dattotypes.UDFs{}, u)
}

func TestNewUDFs(t *testing.T) {
	t.Parallel()
	want := map[int]string{5: "e", 1: "", 30: "x"}
	u, err := dattotypes.NewUDFs(want)
	require.NoError(t, err)
	assert.Equal(t, want, values(u))
	_, err = dattotypes.NewUDFs(map[int]string{0: "x"})
	require.Error(t, err)
}

func TestUDFsCopiesAreIndependent(t *testing.T) {
	t.Parallel()
	original := decodeUDFs(t, `{"udf1":"a","udf2":"b"}`)
	changed := original
	require.NoError(t, changed.Set(1, "z"))
	require.NoError(t, changed.Set(3, "c"))
	changed.Unset(2)
	shorter := original
	shorter.Unset(1)
	assert.Equal(t, map[int]string{1: "a", 2: "b"}, values(original))
	assert.Equal(t, map[int]string{2: "b"}, values(shorter))
	assert.Equal(t, map[int]string{1: "z", 3: "c"}, values(changed))
}

func TestUDFsEqual(t *testing.T) {
	t.Parallel()
	u := decodeUDFs(t, `{"udf1":"a","udf2":"b"}`)
	assert.True(t, u.Equal(decodeUDFs(t, `{"udf2":"b","udf1":"a","udf3":null}`)))
	assert.False(t, u.Equal(decodeUDFs(t, `{"udf1":"a","udf2":"c"}`)))
	assert.False(t, u.Equal(decodeUDFs(t, `{"udf1":"a","udf3":"b"}`)))
	assert.False(t, u.Equal(dattotypes.UDFs{}))
	assert.True(t, dattotypes.UDFs{}.Equal(decodeUDFs(t, `{"udf1":null}`)))
}

func TestUDFsEncode(t *testing.T) {
	t.Parallel()
	var u dattotypes.UDFs
	encoded, err := json.Marshal(u)
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(encoded))

	require.NoError(t, u.Set(12, "x"))
	require.NoError(t, u.Set(2, "")) // clears the field: an encoder that leaves out empty texts could never do that
	require.NoError(t, u.Set(100, "\"<ü>\"\n"))
	encoded, err = json.Marshal(u)
	require.NoError(t, err)
	const ascending = `{"udf2":"","udf12":"x","udf100":"\"\u003cü\u003e\"\n"}`
	assert.Equal(t, ascending, string(encoded)) //nolint:testifylint // The order counts.
	assert.Equal(t, values(u), values(decodeUDFs(t, string(encoded))))

	encoded, err = json.Marshal(struct {
		UDF dattotypes.UDFs `json:"udf,omitzero"`
	}{})
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(encoded))
}

func TestUDFsPrintRedacted(t *testing.T) {
	t.Parallel()
	u := decodeUDFs(t, `{"udf1":"a","udf2":"b"}`)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		assert.Equal(t, "UDFs(2 set, [redacted])", fmt.Sprintf(verb, u), verb)
		assert.Equal(t, "UDFs(2 set, [redacted])", fmt.Sprintf(verb, &u), verb)
		assert.Equal(t, "UDFs(0 set)", fmt.Sprintf(verb, dattotypes.UDFs{}), verb)
	}
	assert.Equal(t, "UDFs(2 set, [redacted])", u.GoString())
	text, jsonLog := logged(t, u)
	assert.Contains(t, text, `value="UDFs(2 set, [redacted])"`)
	assert.Contains(t, jsonLog, `"value":"UDFs(2 set, [redacted])"`)
	assert.Equal(t, slog.KindString, u.LogValue().Kind())
}

func TestUDFsDecodeOfNullsDoesNotAllocate(t *testing.T) {
	data := wireUDFs(300, nil)
	var u dattotypes.UDFs
	allocations := testing.AllocsPerRun(100, func() {
		if err := u.UnmarshalJSON(data); err != nil {
			t.Fatal(err)
		}
	})
	assert.Zero(t, allocations)
}

// FuzzUDFs holds the hand-written scanner against encoding/json.
func FuzzUDFs(f *testing.F) {
	f.Add(wireUDFs(12, map[int]string{1: "a", 11: "b"})) // short ones: the fuzzer is slow with long ones
	f.Fuzz(func(t *testing.T, data []byte) {
		var u dattotypes.UDFs
		err := u.UnmarshalJSON(data)
		var reference map[string]json.RawMessage
		if referenceErr := json.Unmarshal(data, &reference); referenceErr != nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		want := map[int]string{}
		for name, value := range reference {
			digits, isUDF := strings.CutPrefix(name, "udf")
			number, numberErr := strconv.Atoi(digits)
			if !isUDF || numberErr != nil || number < 1 || number > dattotypes.MaxUDF || strconv.Itoa(number) != digits || string(value) == "null" {
				continue
			}
			var text string
			if json.Unmarshal(value, &text) != nil {
				var compact bytes.Buffer
				require.NoError(t, json.Compact(&compact, value))
				text = strings.ToValidUTF8(compact.String(), "\uFFFD")
			}
			want[number] = text
		}
		require.Equal(t, want, values(u))

		encoded, err := json.Marshal(u)
		require.NoError(t, err)
		var again dattotypes.UDFs
		require.NoError(t, json.Unmarshal(encoded, &again))
		require.Equal(t, want, values(again))
	})
}

func BenchmarkUDFsDecode(b *testing.B) {
	spread := map[int]string{}
	for number := 7; number <= 300; number += 10 {
		spread[number] = "some text of a usual length"
	}
	for _, benchmark := range []struct {
		name string
		data []byte
	}{
		{"nulls", wireUDFs(300, nil)},
		{"four_set", wireUDFs(300, map[int]string{1: "a", 2: "b", 17: "some text", 30: "2026-08-25"})},
		{"thirty_set", wireUDFs(300, spread)},
		{"all_set", wireUDFs(300, func() map[int]string {
			all := map[int]string{}
			for number := 1; number <= 300; number++ {
				all[number] = "text"
			}
			return all
		}())},
		{"nulls_sorted_as_text", func() []byte {
			members := strings.Split(strings.Trim(string(wireUDFs(300, nil)), "{}"), ",")
			slices.Sort(members)
			return []byte("{" + strings.Join(members, ",") + "}")
		}()},
		{"spaced_nulls", []byte(strings.ReplaceAll(string(wireUDFs(300, nil)), ":", ": "))},
	} {
		b.Run(benchmark.name, func(b *testing.B) {
			b.SetBytes(int64(len(benchmark.data)))
			b.ReportAllocs()
			var u dattotypes.UDFs
			for b.Loop() {
				if err := u.UnmarshalJSON(benchmark.data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleUDFs() {
	var udfs dattotypes.UDFs
	if err := json.Unmarshal([]byte(`{"udf1":null,"udf2":"Rack 4","udf3":null,"udf7":"2026-08-25"}`), &udfs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for number, text := range udfs.All() {
		fmt.Println(number, text)
	}
	fmt.Println(udfs)
	// Output:
	// 2 Rack 4
	// 7 2026-08-25
	// UDFs(2 set, [redacted])
}

// What is sent is what was set: the other fields of the device stay as they are.
func ExampleUDFs_Set() {
	var change dattotypes.UDFs
	if err := change.Set(2, "Rack 5"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	if err := change.Set(7, ""); err != nil { // clears it
		fmt.Fprintln(os.Stderr, err)
		return
	}
	body, err := json.Marshal(change)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	fmt.Println(string(body))
	// Output: {"udf2":"Rack 5","udf7":""}
}
