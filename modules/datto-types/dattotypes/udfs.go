package dattotypes

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"
	"strconv"
)

// MaxUDF is the highest number of a user-defined field that [UDFs] holds. The API has 300 of them (30 before 2026); the
// room above lets a later answer decode.
const MaxUDF = 1000

// UDFs are the user-defined fields of a device: texts of at most 255 characters, numbered from 1. Only fields that are set take memory: an
// answer lists all 300, nearly all of them null.
//
// A UDFs is a value. A copy can be changed without changing the original, and concurrent reads are safe. The zero value
// has no field set.
//
// In an answer, null and absent fields are unset. In a request, only the remembered fields are sent, and the API leaves
// the others as they are; an empty text, which [UDFs.Set] remembers like any other, clears the field, and it reads back as
// unset. Values that are no JSON strings decode as their JSON text.
//
// User-defined fields may hold secrets, so fmt and slog never print their values; [UDFs.Get], [UDFs.All] and JSON give them.
type UDFs struct { //nolint:recvcheck // It is printed and encoded as a value, and changed through a pointer.
	// Ascending; the zero hidden when none is set. Never changed once assigned, which makes copies independent.
	set hidden[[]udf]
}

type udf struct {
	number int
	value  string
}

// NewUDFs returns the given fields, by number. It fails as [UDFs.Set] does.
func NewUDFs(values map[int]string) (UDFs, error) {
	var u UDFs
	for number, value := range values {
		if err := u.Set(number, value); err != nil {
			return UDFs{}, err
		}
	}
	return u, nil
}

func (u UDFs) fields() []udf { return u.set.get() }

// replace takes over fields, which must not be changed afterwards.
func (u *UDFs) replace(fields []udf) {
	if len(fields) == 0 {
		*u = UDFs{}
		return
	}
	u.set = hide(fields)
}

func findUDF(fields []udf, number int) (int, bool) {
	return slices.BinarySearchFunc(fields, number, func(field udf, number int) int { return field.number - number })
}

// Get returns the text of a field, and whether it is set.
func (u UDFs) Get(number int) (string, bool) {
	fields := u.fields()
	if index, found := findUDF(fields, number); found {
		return fields[index].value, true
	}
	return "", false
}

// Set sets a field; an empty value is remembered, and clears the field when sent. It fails for a number below 1 or above
// [MaxUDF]. Whether the account has that many fields, and how long a value may be, is for the API to say.
func (u *UDFs) Set(number int, value string) error {
	if number < 1 || number > MaxUDF {
		return fmt.Errorf("dattotypes: user-defined field %d: the number is not within 1 to %d", number, MaxUDF)
	}
	u.replace(putUDF(slices.Clone(u.fields()), number, value))
	return nil
}

// Unset forgets a field, so that a request leaves it as it is. To clear a field on the device, set it to "".
func (u *UDFs) Unset(number int) {
	if index, found := findUDF(u.fields(), number); found {
		u.replace(slices.Delete(slices.Clone(u.fields()), index, index+1))
	}
}

// putUDF changes fields in place where it can.
func putUDF(fields []udf, number int, value string) []udf {
	if len(fields) == 0 || fields[len(fields)-1].number < number {
		return append(fields, udf{number, value})
	}
	index, found := findUDF(fields, number)
	if found {
		fields[index].value = value
		return fields
	}
	return slices.Insert(fields, index, udf{number, value})
}

// Len returns how many fields are set, empty texts included.
func (u UDFs) Len() int { return len(u.fields()) }

// IsZero reports whether no field is set.
func (u UDFs) IsZero() bool { return u.Len() == 0 }

// Equal reports whether both have the same fields set to the same texts.
func (u UDFs) Equal(other UDFs) bool { return slices.Equal(u.fields(), other.fields()) }

// All ranges over number and text of the fields that are set, in ascending order.
func (u UDFs) All() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for _, field := range u.fields() {
			if !yield(field.number, field.value) {
				return
			}
		}
	}
}

// MarshalJSON gives an object of the fields that are set, in ascending order: {"udf2":"text"}.
func (u UDFs) MarshalJSON() ([]byte, error) {
	buffer := []byte{'{'}
	for index, field := range u.fields() {
		if index > 0 {
			buffer = append(buffer, ',')
		}
		value, err := json.Marshal(field.value)
		if err != nil {
			return nil, fmt.Errorf("dattotypes: user-defined field %d: cannot be encoded", field.number)
		}
		buffer = append(buffer, `"udf`...)
		buffer = strconv.AppendInt(buffer, int64(field.number), 10)
		buffer = append(buffer, `":`...)
		buffer = append(buffer, value...)
	}
	return append(buffer, '}'), nil
}

// UnmarshalJSON replaces all fields by those of an object {"udf1":null,"udf2":"text",…}; null unsets all. Members of other
// names and numbers are skipped; of members of the same name, the last one counts. On error the fields are left as they were.
func (u *UDFs) UnmarshalJSON(data []byte) error {
	var room [8]udf // most devices have few fields set; more than fit here are moved to the heap
	fields, err := scanUDFs(data, room[:0])
	if err != nil {
		return err
	}
	u.replace(slices.Clone(fields))
	return nil
}

// String says how many fields are set, and nothing of their values.
func (u UDFs) String() string {
	if u.IsZero() {
		return "UDFs(0 set)"
	}
	return "UDFs(" + strconv.Itoa(u.Len()) + " set, " + redacted + ")"
}

// GoString is the same as String.
func (u UDFs) GoString() string { return u.String() }

// Format prints String for every verb.
func (u UDFs) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, u.String()) }

// LogValue logs String.
func (u UDFs) LogValue() slog.Value { return slog.StringValue(u.String()) }
