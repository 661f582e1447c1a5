package simulator

import "strconv"

// udfCount is how many user-defined fields a device has.
const udfCount = 300

// nullUDFs is the udf object of a device that has none set, cut so that the
// text before field n ends at udfStarts[n].
var nullUDFs, udfStarts = renderNullUDFs()

func renderNullUDFs() ([]byte, [udfCount + 2]int) {
	var starts [udfCount + 2]int
	b := []byte{'{'}
	for n := 1; n <= udfCount; n++ {
		starts[n] = len(b)
		b = append(b, `"udf`...)
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, `":null`...)
		if n < udfCount {
			b = append(b, ',')
		}
	}
	starts[udfCount+1] = len(b)
	return append(b, '}'), starts
}

// udfValue is one field that is set.
type udfValue struct {
	n     int
	value string
}

// udfs returns the fields a device has from the start, in ascending order.
func (f *fleet) udfs(r *deviceRow) []udfValue {
	if !r.role.kind.agent() {
		return nil
	}
	d := f.dice(streamUDF, r.index)
	if !d.percent(75) {
		return nil
	}
	values := make([]udfValue, 0, 4)
	if r.role.kind.windows() {
		values = append(values, udfValue{1, pick(&d, []string{"Windows 11 ready: yes", "Windows 11 ready: yes", "Windows 11 ready: no (TPM)"})})
		values = append(values, udfValue{2, pick(&d, []string{"BitLocker: on, key escrowed", "BitLocker: on, key escrowed", "BitLocker: off"})})
	}
	if r.role.kind == kindServer {
		values = append(values, udfValue{5, "Last backup " + dateOf(f.started-int64(d.n(3))*day)})
	}
	if d.percent(30) {
		values = append(values, udfValue{12, "Asset " + strconv.Itoa(20_000+r.index)})
	}
	if d.percent(4) {
		values = append(values, udfValue{257, "Room " + strconv.Itoa(d.between(1, 40))})
	}
	return values
}

// udfs writes the udf member with those fields set; values must ascend.
func (w *wire) udfs(values []udfValue) {
	w.key("udf")
	at := 0
	for _, v := range values {
		w.b = append(w.b, nullUDFs[at:udfStarts[v.n]]...)
		w.b = append(w.b, `"udf`...)
		w.b = strconv.AppendInt(w.b, int64(v.n), 10)
		w.b = append(w.b, '"', ':')
		w.b = appendQuoted(w.b, v.value)
		if v.n < udfCount {
			w.b = append(w.b, ',')
		}
		at = udfStarts[v.n+1]
	}
	w.b = append(w.b, nullUDFs[at:]...)
}
