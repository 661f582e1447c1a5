package terminal

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// ReadText reads the whole of In as text, of at most so many bytes. It gives up
// when the context ends.
func (s *Streams) ReadText(ctx context.Context, most int) (string, error) {
	type content struct {
		data []byte
		err  error
	}
	// Nothing interrupts a read. One that nobody waits for any longer ends with the
	// program.
	read := make(chan content, 1)
	s.progress.reads(true)
	defer s.progress.reads(false)
	go func() {
		data, err := io.ReadAll(io.LimitReader(s.In, int64(most)+1))
		read <- content{data, err}
	}()
	select {
	case c := <-read:
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if c.err != nil {
			return "", fmt.Errorf("standard input: %w", c.err)
		}
		if len(c.data) > most {
			return "", fmt.Errorf("standard input holds more than %d bytes", most)
		}
		text, err := DecodeText(c.data)
		if err != nil {
			return "", fmt.Errorf("standard input: %w", err)
		}
		return text, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

var errHalfUnit = errors.New("it is not a whole UTF-16 text: the last byte is missing")

// DecodeText takes the byte-order mark from a text. After that of UTF-16, which is
// what Windows PowerShell writes with ">", the text is made UTF-8.
func DecodeText(data []byte) (string, error) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	default:
		return strings.TrimPrefix(string(data), "\uFEFF"), nil
	}
	if len(data)%2 != 0 {
		return "", errHalfUnit
	}
	units := make([]uint16, 0, len(data)/2)
	for data = data[2:]; len(data) > 0; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	return string(utf16.Decode(units)), nil
}
