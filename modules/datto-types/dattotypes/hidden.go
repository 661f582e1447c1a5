package dattotypes

// hidden keeps a value out of reach of fmt, which calls Format and String neither on an unexported field nor below a pointer
// that a verb like %s does not suit. There it prints whatever it finds, and follows one pointer at most; here are two.
// The zero hidden holds the zero value.
type hidden[T any] struct{ value **T }

// hide takes over value, which must not be changed afterwards: copies of the hidden share it.
func hide[T any](value T) hidden[T] {
	inner := &value
	return hidden[T]{&inner}
}

func (h hidden[T]) get() T {
	if h.value == nil {
		var zero T
		return zero
	}
	return **h.value
}
