package dattotypes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// DetailsMap decodes Details, which is a string that holds a JSON object of its own, with flat dotted names such as "job.uid"
// and "user.email". Numbers are [json.Number]; those that are times are epoch milliseconds. It returns nil when Details is
// empty, and an error when it is not one JSON object, which happens: then only the string itself is to be had.
func (l ActivityLog) DetailsMap() (map[string]any, error) {
	if l.Details == "" {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(l.Details)))
	decoder.UseNumber()
	var details map[string]any
	if err := decoder.Decode(&details); err != nil {
		return nil, fmt.Errorf("dattotypes: details of an activity: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("dattotypes: details of an activity: text behind the JSON object")
	}
	return details, nil
}
