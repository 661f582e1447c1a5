package dattotypes_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

func TestActivityLogDetailsMap(t *testing.T) {
	t.Parallel()
	var activity dattotypes.ActivityLog
	require.NoError(t, json.Unmarshal([]byte(`{
		"id":"a-1","entity":"DEVICE","category":"job","action":"deployment","date":1787645215.44,"site":{"id":5,"name":"Site"},"deviceId":77,"hostname":"PC-1",
		"user":{"id":9,"userName":"jane","firstName":"Jane","lastName":null},
		"details":"{\"job.uid\":\"j-1\",\"job.id\":9007199254740993,\"job.date_created\":1787643495000,\"note\":null,\"user.email\":\"jane@example.com\"}",
		"hasStdOut":true,"hasStdErr":null}`), &activity))
	assert.Equal(t, "2026-08-25T08:06:55.44Z", activity.Date.String())
	assert.Equal(t, new(true), activity.HasStdOut)
	assert.Nil(t, activity.HasStdErr)
	details, err := activity.DetailsMap()
	require.NoError(t, err)
	assert.Equal(t, map[string]any{
		"job.uid": "j-1", "job.id": json.Number("9007199254740993"), "job.date_created": json.Number("1787643495000"), "note": nil, "user.email": "jane@example.com",
	}, details)
}

func TestActivityLogDetailsMapOfWhatIsNoObject(t *testing.T) {
	t.Parallel()
	details, err := dattotypes.ActivityLog{}.DetailsMap()
	require.NoError(t, err)
	assert.Nil(t, details)
	for _, text := range []string{`{"job.uid":"j-1"`, `job failed`, `["a"]`, `"text"`, `{"a":1} trailing`, `{"a":1}{"b":2}`, `<html>`} {
		activity := dattotypes.ActivityLog{Details: text}
		details, err := activity.DetailsMap()
		require.Error(t, err, text)
		assert.Nil(t, details, text)
		assert.Equal(t, text, activity.Details)
	}
}

func FuzzActivityLogDetailsMap(f *testing.F) {
	f.Add(`{"job.uid":"j-1","job.id":7}`)
	f.Fuzz(func(t *testing.T, text string) {
		details, err := dattotypes.ActivityLog{Details: text}.DetailsMap()
		var reference map[string]json.RawMessage
		if text != "" && json.Unmarshal([]byte(text), &reference) != nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		require.Len(t, details, len(reference))
	})
}

func ExampleActivityLog_DetailsMap() {
	activity := dattotypes.ActivityLog{Details: `{"job.uid":"j-1","job.name":"Reboot"}`}
	details, err := activity.DetailsMap()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	fmt.Println(details["job.name"])
	// Output: Reboot
}
