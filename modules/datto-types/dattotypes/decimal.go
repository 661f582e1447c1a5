package dattotypes

import "math"

// A decimal is a number in JSON notation, taken apart but not converted. The API sends fractional seconds and sizes that
// a float64 would round, and it may write them with an exponent (1.78764521544E9), so they are read digit by digit.
type decimal struct {
	negative bool
	whole    []byte // digits before the point
	fraction []byte // digits after the point
	point    int    // where the point stands, counted in digits from the start of whole; the exponent has moved it
	first    int    // index of the first digit that is not zero, or the number of digits when all are zero
}

// maxExponent bounds the exponent while it is read, so that its sum cannot overflow. Whatever is beyond it is out of range anyway.
const maxExponent = 1_000_000

// parseDecimal reports false when text is not exactly one JSON number.
func parseDecimal(text []byte) (decimal, bool) {
	var number decimal
	if len(text) > 0 && text[0] == '-' {
		number.negative = true
		text = text[1:]
	}
	number.whole, text = leadingDigits(text)
	if len(number.whole) == 0 || (len(number.whole) > 1 && number.whole[0] == '0') {
		return decimal{}, false
	}
	if len(text) > 0 && text[0] == '.' {
		number.fraction, text = leadingDigits(text[1:])
		if len(number.fraction) == 0 {
			return decimal{}, false
		}
	}
	number.point = len(number.whole)
	if len(text) > 0 && (text[0] == 'e' || text[0] == 'E') {
		exponent, ok := parseExponent(text[1:])
		if !ok {
			return decimal{}, false
		}
		number.point += exponent
		text = nil
	}
	if len(text) > 0 {
		return decimal{}, false
	}
	for number.first < number.length() && number.digit(number.first) == 0 {
		number.first++
	}
	return number, true
}

func parseExponent(text []byte) (int, bool) {
	negative := false
	if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
		negative = text[0] == '-'
		text = text[1:]
	}
	digits, rest := leadingDigits(text)
	if len(digits) == 0 || len(rest) > 0 {
		return 0, false
	}
	exponent := 0
	for _, digit := range digits {
		exponent = min(exponent*10+int(digit-'0'), maxExponent)
	}
	if negative {
		exponent = -exponent
	}
	return exponent, true
}

func leadingDigits(text []byte) (digits, rest []byte) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[:n], text[n:]
}

func (d decimal) length() int { return len(d.whole) + len(d.fraction) }

// digit gives zero for every place outside of the written digits, so that the point may lie anywhere.
func (d decimal) digit(index int) byte {
	switch {
	case index < 0 || index >= d.length():
		return 0
	case index < len(d.whole):
		return d.whole[index] - '0'
	default:
		return d.fraction[index-len(d.whole)] - '0'
	}
}

func (d decimal) isZero() bool { return d.first == d.length() }

// integerDigits says how long the integer part is, without leading zeros: below 10^n exactly when it is at most n.
func (d decimal) integerDigits() int {
	if d.isZero() {
		return 0
	}
	return max(0, d.point-d.first)
}

// integer is the absolute value without its fraction; false when an int64 cannot hold it.
func (d decimal) integer() (int64, bool) {
	if d.integerDigits() > len("9223372036854775807") {
		return 0, false
	}
	var value uint64 // holds any number of 19 digits
	for index := d.point - d.integerDigits(); index < d.point; index++ {
		value = value*10 + uint64(d.digit(index))
	}
	return int64(value), value <= math.MaxInt64
}

// fractional is the fraction in units of 10^-places; further digits are cut off. At most 18 places.
func (d decimal) fractional(places int) int64 {
	var value int64
	for index := d.point; index < d.point+places; index++ {
		value = value*10 + int64(d.digit(index))
	}
	return value
}

// isInteger reports whether nothing but zeros stands after the point.
func (d decimal) isInteger() bool {
	for index := max(d.point, 0); index < d.length(); index++ {
		if d.digit(index) != 0 {
			return false
		}
	}
	return true
}
