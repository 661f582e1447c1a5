package datto

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// udfObject is the fields of a device as the API writes them, with those of set.
func udfObject(set map[int]string) string {
	var b strings.Builder
	b.WriteString(`"udf":{`)
	for n := 1; n <= maxUDF; n++ {
		if n > 1 {
			b.WriteByte(',')
		}
		value := "null"
		if v, ok := set[n]; ok {
			value = v
		}
		fmt.Fprintf(&b, `"udf%d":%s`, n, value)
	}
	b.WriteByte('}')
	return b.String()
}

func TestNullUDFsAreTakenOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"none set":                {udfObject(nil), `"udf":{"udf300":null}`},
		"first and last":          {udfObject(map[int]string{1: `"a"`, 300: `"z"`}), `"udf":{"udf1":"a","udf300":"z"}`},
		"one in the middle":       {udfObject(map[int]string{150: `"b"`}), `"udf":{"udf150":"b","udf300":null}`},
		"two together":            {udfObject(map[int]string{7: `"a"`, 8: `""`}), `"udf":{"udf7":"a","udf8":"","udf300":null}`},
		"escapes are left":        {`"udf":{"udf1":null,"udf2":"a\"b","udf3":null,"udf4":null}`, `"udf":{"udf2":"a\"b","udf3":null,"udf4":null}`},
		"other values are left":   {`"udf":{"udf1":null,"udf2":7,"udf3":null,"udf4":null}`, `"udf":{"udf2":7,"udf3":null,"udf4":null}`},
		"other order is left":     {`"udf":{"udf2":null,"udf1":null,"udf3":null}`, `"udf":{"udf2":null,"udf1":null,"udf3":null}`},
		"space is left":           {`"udf":{ "udf1": null, "udf2": null}`, `"udf":{ "udf1": null, "udf2": null}`},
		"an odd comma stays odd":  {`"udf":{"udf1":null,}`, `"udf":{"udf1":null,}`},
		"a cut stays a cut":       {`"udf":{"udf1":null,"udf2":null,`, `"udf":{"udf2":null,`},
		"a text that looks so":    {`{"a":"\"udf\":{\"udf1\":null,"}`, `{"a":"\"udf\":{\"udf1\":null,"}`},
		"a name that looks so":    {`{"a\"udf":{"udf1":null,"udf2":1}}`, `{"a\"udf":{"udf1":null,"udf2":1}}`},
		"a later null of the set": {`"udf":{"udf1":"a","udf1":null,"udf2":null,"udf3":1}`, `"udf":{"udf1":"a","udf1":null,"udf2":null,"udf3":1}`},
		"none":                    {`{"devices":[]}`, `{"devices":[]}`},
	} {
		assert.Equal(t, c.want, string(withoutNullUDFs(nil, []byte(c.in))), name)
	}
}

// Rows that keep more than the fields that are set get the page as it came.
func TestWhoseUDFsAreTakenOut(t *testing.T) {
	t.Parallel()
	type own struct {
		Device
		Extra string `json:"extra"`
	}
	type all struct {
		UDF map[string]*string `json:"udf"`
	}
	assert.True(t, keepsSetUDFs[Device]())
	assert.True(t, keepsSetUDFs[own]())
	assert.False(t, keepsSetUDFs[all]())
	assert.False(t, keepsSetUDFs[json.RawMessage]())
	assert.False(t, keepsSetUDFs[Site]())
	assert.False(t, keepsSetUDFs[map[string]any]())

	body := []byte(`{"pageDetails":{},"devices":[{"uid":"a",` + udfObject(nil) + `}]}`)
	var page Page[all]
	require.NoError(t, decodePage(opListAccountDevices, fuzzEndpoint, http.StatusOK, body, &page))
	assert.Len(t, page.Items[0].UDF, maxUDF)
}

// A row that cannot be decoded is handed out as it came.
func TestBrokenRowKeepsItsNullUDFs(t *testing.T) {
	t.Parallel()
	row := `{"id":{},"uid":"a",` + udfObject(nil) + `}`
	body := []byte(`{"pageDetails":{},"devices":[` + row + `,{"uid":"b",` + udfObject(map[int]string{4: `"x"`}) + `}]}`)
	var page Page[Device]
	require.NoError(t, decodePage(opListAccountDevices, fuzzEndpoint, http.StatusOK, body, &page))
	require.Len(t, page.Broken, 1)
	assert.Equal(t, row, string(page.Broken[0].Raw))
	require.Len(t, page.Items, 1)
	value, ok := page.Items[0].UDF.Get(4)
	assert.True(t, ok)
	assert.Equal(t, "x", value)
}

// FuzzNullUDFs: what is left is JSON exactly when the page was, and means the same.
func FuzzNullUDFs(f *testing.F) {
	f.Add([]byte(`{"devices":[{"uid":"a",` + udfObject(map[int]string{1: `"a"`, 9: `"b\"c"`, 20: `7`, 21: `{}`}) + `}]}`))
	f.Add([]byte(`{"devices":[{"uid":"a","udf":{"udf1":null,"udf2":null,"udf3":"x","udf4":null}}]}`))
	f.Add([]byte(`{"devices":[{"udf":{"udf1":null,"udf1":"x","udf2":null,"udf2":null,}}]}`))
	f.Add([]byte(`{"devices":[{"\"udf":{"udf1":null,"udf2":null}},{"udf":{"udf1":null,`))
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		slim := withoutNullUDFs(nil, body)
		require.Equal(t, before, body)
		require.Equal(t, json.Valid(body), json.Valid(slim), "%q", slim)
		var was, is struct {
			Devices []struct {
				UDF UDFs `json:"udf"`
			} `json:"devices"`
		}
		wasErr, isErr := json.Unmarshal(body, &was), json.Unmarshal(slim, &is)
		require.Equal(t, wasErr == nil, isErr == nil, "%v, %v", wasErr, isErr)
		require.Len(t, is.Devices, len(was.Devices))
		for i := range was.Devices {
			require.True(t, was.Devices[i].UDF.Equal(is.Devices[i].UDF), "%q\n%q", body, slim)
		}
	})
}
