package dattotypes_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

var dates = map[string]struct {
	data string
	want dattotypes.Date
}{
	"date":               {`"2027-03-31"`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"date with spaces":   {`" 2027-03-31 "`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"leap day":           {`"2028-02-29"`, dattotypes.Date{Year: 2028, Month: time.February, Day: 29}},
	"timestamp":          {`"2027-03-31T00:00:00Z"`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"date as written":    {`"2027-03-31T00:00:00.000+0200"`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"without zone":       {`"2027-03-31T23:59:59"`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"epoch ms":           {`1806451200000`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"epoch ms as text":   {`"1806451200000"`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"epoch seconds":      {`1806451200`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"end of day in UTC":  {`1806537599.999`, dattotypes.Date{Year: 2027, Month: time.March, Day: 31}},
	"null":               {`null`, dattotypes.Date{}},
	"empty":              {`""`, dattotypes.Date{}},
	"0":                  {`0`, dattotypes.Date{}},
	"never":              {`-62135596800000`, dattotypes.Date{}},
	"never as timestamp": {`"0001-01-01T00:00:00"`, dattotypes.Date{}},
}

func TestDateDecode(t *testing.T) {
	t.Parallel()
	for name, test := range dates {
		decoded := dattotypes.Date{Year: 1999, Month: time.December, Day: 31}
		require.NoError(t, json.Unmarshal([]byte(test.data), &decoded), name)
		assert.Equal(t, test.want, decoded, name)
		assert.Equal(t, test.want == dattotypes.Date{}, decoded.IsZero(), name)
	}
}

func TestDateDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, data := range []string{``, `true`, `{}`, `[]`, `"2027-02-29"`, `"2027-3-1"`, `"31.03.2027"`, `"03/31/2027"`, `"soon"`, `1e30`, `"2027-03-31`} {
		before := dattotypes.Date{Year: 1999, Month: time.December, Day: 31}
		decoded := before
		require.Error(t, decoded.UnmarshalJSON([]byte(data)), data)
		assert.Equal(t, before, decoded, data)
	}
}

func TestDateEncode(t *testing.T) {
	t.Parallel()
	type request struct {
		WarrantyDate dattotypes.Date `json:"warrantyDate"`
	}
	encoded, err := json.Marshal(request{dattotypes.Date{Year: 2027, Month: time.March, Day: 1}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"warrantyDate":"2027-03-01"}`, string(encoded))
	encoded, err = json.Marshal(request{})
	require.NoError(t, err)
	assert.Equal(t, `{"warrantyDate":null}`, string(encoded), "null is what clears a warranty")

	text, err := dattotypes.Date{Year: 987, Month: time.March, Day: 1}.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "0987-03-01", string(text))
	text, err = dattotypes.Date{}.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)
}

func TestDateEncodeRefusesWhatIsNoDate(t *testing.T) {
	t.Parallel()
	for _, date := range []dattotypes.Date{
		{Year: 2027, Month: time.February, Day: 29},
		{Year: 2027, Month: 13, Day: 1},
		{Year: 2027, Month: time.March},
		{Year: 2027},
		{Year: 10000, Month: time.March, Day: 1},
		{Month: time.March, Day: 1},
		{Year: -1, Month: time.March, Day: 1},
	} {
		_, err := json.Marshal(date)
		require.Error(t, err, date)
		_, err = date.MarshalText()
		require.Error(t, err, date)
	}
}

func TestDateOf(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("east", 2*60*60)
	assert.Equal(t, dattotypes.Date{Year: 2027, Month: time.April, Day: 1}, dattotypes.DateOf(time.Date(2027, time.April, 1, 0, 30, 0, 0, east)))
	assert.Equal(t, dattotypes.Date{}, dattotypes.DateOf(time.Time{}))
}

func TestDateTime(t *testing.T) {
	t.Parallel()
	assert.Equal(t, time.Date(2027, time.March, 31, 0, 0, 0, 0, time.UTC), dattotypes.Date{Year: 2027, Month: time.March, Day: 31}.Time())
	assert.True(t, dattotypes.Date{}.Time().IsZero())
}

func TestDateCompare(t *testing.T) {
	t.Parallel()
	early, late := dattotypes.Date{Year: 2026, Month: time.December, Day: 31}, dattotypes.Date{Year: 2027, Month: time.January, Day: 1}
	assert.Equal(t, -1, early.Compare(late))
	assert.Equal(t, 1, late.Compare(early))
	assert.Equal(t, 0, late.Compare(late))
	assert.Equal(t, -1, dattotypes.Date{}.Compare(early))
}

func TestDatePrintsAndLogs(t *testing.T) {
	t.Parallel()
	date := dattotypes.Date{Year: 2027, Month: time.March, Day: 1}
	assert.Equal(t, "2027-03-01", fmt.Sprint(date))
	assert.Empty(t, fmt.Sprint(dattotypes.Date{}))
	text, jsonLog := logged(t, date)
	assert.Contains(t, text, "value=2027-03-01")
	assert.Contains(t, jsonLog, `"value":"2027-03-01"`)
	_, jsonLog = logged(t, dattotypes.Date{})
	assert.Contains(t, jsonLog, `"value":null`)
}

func FuzzDate(f *testing.F) {
	for _, test := range dates {
		f.Add([]byte(test.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var date dattotypes.Date
		if err := date.UnmarshalJSON(data); err != nil {
			require.Zero(t, date)
			return
		}
		encoded, err := json.Marshal(date)
		require.NoError(t, err)
		var again dattotypes.Date
		require.NoError(t, json.Unmarshal(encoded, &again))
		require.Equal(t, date, again)
	})
}

func ExampleDate() {
	var device struct {
		WarrantyDate dattotypes.Date `json:"warrantyDate"`
	}
	if err := json.Unmarshal([]byte(`{"warrantyDate":"2027-03-31"}`), &device); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	renewal := device.WarrantyDate.Time().AddDate(0, -1, 0)
	fmt.Println(device.WarrantyDate, dattotypes.DateOf(renewal))
	// Output: 2027-03-31 2027-03-03
}
