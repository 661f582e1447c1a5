package output

import (
	"bufio"
	"bytes"
	"encoding/json"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// jsonSink prints an array of the server's objects, one a line, or indented for
// a terminal. Nothing is printed before the first row, and the bracket is closed
// by end alone: a list that broke off is no valid JSON.
type jsonSink struct {
	out      *bufio.Writer
	single   bool
	terminal bool
	started  bool
	buf      bytes.Buffer
}

func (s *jsonSink) begin() error { return nil }

func (s *jsonSink) row(raw []byte) error {
	if s.single {
		if err := s.write(raw, ""); err != nil {
			return err
		}
		return s.out.WriteByte('\n')
	}
	separator, prefix := ",\n", ""
	if !s.started {
		separator = "[\n"
	}
	if s.terminal {
		prefix = "  "
	}
	s.started = true
	if _, err := s.out.WriteString(separator + prefix); err != nil {
		return err
	}
	return s.write(raw, prefix)
}

func (s *jsonSink) write(raw []byte, prefix string) error {
	if s.terminal {
		s.buf.Reset()
		if err := json.Indent(&s.buf, raw, prefix, "  "); err != nil {
			return err
		}
		raw = terminal.JSON(s.buf.Bytes())
	}
	_, err := s.out.Write(raw)
	return err
}

func (s *jsonSink) end() error {
	switch {
	case s.single:
		return nil
	case s.started:
		_, err := s.out.WriteString("\n]\n")
		return err
	}
	_, err := s.out.WriteString("[]\n")
	return err
}

// jsonlSink prints each object in a line of its own.
type jsonlSink struct {
	out      *bufio.Writer
	terminal bool
}

func (s *jsonlSink) begin() error { return nil }

func (s *jsonlSink) row(raw []byte) error {
	if s.terminal {
		raw = terminal.JSON(raw)
	}
	if _, err := s.out.Write(raw); err != nil {
		return err
	}
	return s.out.WriteByte('\n')
}

func (s *jsonlSink) end() error { return nil }
