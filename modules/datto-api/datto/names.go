package datto

import (
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// The functions of package dattotypes under the names of this one. Its types and
// constants are in names.gen.go.

// ErrAlertContextClass is the error of [AlertContextAs] for a context of another
// class.
var ErrAlertContextClass = dattotypes.ErrAlertContextClass

// AlertContextAs returns the context of an alert as a T: one of the context types
// of this package, such as [DiskUsageContext], or a struct of one's own for a
// class that this package does not know. The error is [ErrAlertContextClass] when
// T describes another class than the context's.
func AlertContextAs[T any](c AlertContext) (T, error) { return dattotypes.AlertContextAs[T](c) }

// NewSecret makes a secret of a text, such as the value of a variable. It prints
// as "[redacted]".
func NewSecret(text string) Secret { return dattotypes.NewSecret(text) }

// NewUDFs makes user-defined fields of texts by number, counted from 1. In
// [DevicesService.SetUDFs] an empty text clears a field. The error says which
// number is out of range.
func NewUDFs(values map[int]string) (UDFs, error) { return dattotypes.NewUDFs(values) }

// DateOf returns the day of a time in the time's own zone. The zero time gives the
// zero Date.
func DateOf(t time.Time) Date { return dattotypes.DateOf(t) }
