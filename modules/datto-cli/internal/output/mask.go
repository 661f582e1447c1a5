package output

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Redacted stands in for what is not shown.
const Redacted = "[redacted]"

// MaskProxyPasswords replaces the password in every "proxySettings" object of a
// JSON text, at any depth, and leaves every other byte as it is.
func MaskProxyPasswords(row []byte) []byte {
	if !bytes.Contains(row, []byte(`roxySettings`)) {
		return row
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(bytes.Clone(row)),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	m := masker{dec: dec, src: row}
	if m.value(false) != nil {
		// What cannot be read cannot be masked, and so is not shown.
		return []byte(`"` + Redacted + `"`)
	}
	if m.dst == nil {
		return row
	}
	return append(m.dst, row[m.copied:]...)
}

type masker struct {
	dec    *jsontext.Decoder
	src    []byte
	dst    []byte
	copied int
}

// value passes over one value. settings is true when it is a proxySettings.
func (m *masker) value(settings bool) error {
	switch m.dec.PeekKind() {
	case '{':
		if _, err := m.dec.ReadToken(); err != nil {
			return err
		}
		for m.dec.PeekKind() != '}' {
			name, err := m.dec.ReadToken()
			if err != nil {
				return err
			}
			if err := m.member(name.String(), settings); err != nil {
				return err
			}
		}
	case '[':
		if _, err := m.dec.ReadToken(); err != nil {
			return err
		}
		for m.dec.PeekKind() != ']' {
			if err := m.value(false); err != nil {
				return err
			}
		}
	default:
		return m.dec.SkipValue()
	}
	_, err := m.dec.ReadToken()
	return err
}

func (m *masker) member(name string, settings bool) error {
	if !settings || name != "password" {
		return m.value(name == "proxySettings")
	}
	value, err := m.dec.ReadValue()
	if err != nil || value.Kind() == 'n' || string(value) == `""` {
		return err
	}
	end := int(m.dec.InputOffset())
	m.dst = append(m.dst, m.src[m.copied:end-len(value)]...)
	m.dst = append(m.dst, `"`+Redacted+`"`...)
	m.copied = end
	return nil
}
