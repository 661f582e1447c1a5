package factory

import (
	"errors"
	"strconv"
	"strings"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
)

// Share is a flag for a part of something: more than 0 and at most 1, or a
// percentage.
type Share float64

// String writes the share as a decimal fraction.
func (s *Share) String() string { return strconv.FormatFloat(float64(*s), 'g', -1, 64) }

// Set reads 0.5 or 50%.
func (s *Share) Set(text string) error {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	value, ok := config.Share(digits, percent)
	if !ok {
		return errors.New("it must be more than 0 and at most 1, such as 0.5 or 50%")
	}
	*s = Share(value)
	return nil
}

// Type names the flag's type in help.
func (s *Share) Type() string { return "share" }
