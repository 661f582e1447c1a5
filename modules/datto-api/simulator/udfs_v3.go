package simulator

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Types of user-defined fields. Version 2 speaks text only; version 3 shows
// what the text means.
const (
	udfString  = "STRING"
	udfBoolean = "BOOLEAN"
	udfNumeric = "NUMBER"
	udfDate    = "DATE"
)

// typedUDFs are the fields that the account has given another type than text.
var typedUDFs = map[int]string{40: udfBoolean, 41: udfNumeric, 42: udfDate}

// udfLabels are the names that the account has given to fields.
var udfLabels = map[int]string{
	1: "Windows 11", 2: "BitLocker", 5: "Last backup", 12: "Asset tag", 40: "Insured", 41: "Purchase price", 42: "Lease end", 257: "Room",
}

// udfItem writes one field in the form of version 3. Text that does not parse
// as the field's type stays text and is marked as a mismatch.
func (w *wire) udfItem(v udfValue) {
	kind, typed := typedUDFs[v.n]
	if !typed {
		kind = udfString
	}
	w.beginObject()
	w.num("ordinal", int64(v.n))
	w.str("type", kind)
	mismatch := false
	switch kind {
	case udfBoolean:
		b, err := strconv.ParseBool(v.value)
		if mismatch = err != nil; !mismatch {
			w.boolean("valueBoolean", b)
		}
	case udfNumeric:
		n, err := strconv.ParseFloat(v.value, 64)
		if mismatch = err != nil || !json.Valid([]byte(v.value)); !mismatch {
			w.float("valueNumber", n)
		}
	case udfDate:
		_, err := time.Parse(time.DateOnly, v.value)
		if mismatch = err != nil; !mismatch {
			w.str("valueDate", v.value)
		}
	}
	if kind == udfString || mismatch {
		w.str("valueString", v.value)
	}
	w.strOrNull("label", udfLabels[v.n])
	w.boolean("typeMisMatch", mismatch)
	w.endObject()
}

// setUDFsV3 sets the fields that are named by number. One without a value is
// cleared.
func (s *Simulator) setUDFsV3(x *exchange) {
	device, ok := s.device(x)
	if !ok {
		return
	}
	set := make(map[int]string)
	for _, element := range x.payload.array("udfs") {
		object, _ := element.(map[string]any)
		item := fields(object)
		n, ok := item.integer("ordinal")
		if !ok || n < 1 || n > udfCount {
			x.violation("udfs: ordinal is not from 1 to 300")
			x.fail(http.StatusBadRequest, "")
			return
		}
		value := ""
		for _, member := range []string{"valueString", "valueBoolean", "valueNumber", "valueDate"} {
			if text := item.text(member); text != "" {
				value = text
			}
		}
		if tooLong(value) {
			x.fail(http.StatusBadRequest, "")
			return
		}
		set[n] = value
	}
	s.storeUDFs(device, set)
	x.void()
}
