package output

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/itchyny/gojq"
)

// The errors of jq and of templates quote what they were given, which may be a
// user-defined field or a variable. Here stands what is repeated of their messages:
// words and types, never values. What is of none of these forms is not repeated at all.
const (
	jqType = `(null|boolean|number|string|array|object)`
	goType = `[\w.{}*\[\] ]+`
)

// reason is a form of message, and what is said of those that have it.
type reason struct {
	form *regexp.Regexp
	text string
}

// The forms are compiled when something has failed: most runs never need them, and
// every run would pay for them.
var jqReasons = sync.OnceValue(func() []reason {
	return []reason{
		{regexp.MustCompile(`(?s)^([@\w]\w*(?: (?:[a-z]+|"start"|"end"))*: ` + jqType + `)(?: \(.*\))? and ` + jqType + `(?: \(.*\))?$`), "$1 and $3"},
		{regexp.MustCompile(`(?s)^([@\w]\w*(?: (?:[a-z]+|"start"|"end"))*: ` + jqType + `)(?: \(.*\))?$`), "$1"},
		{regexp.MustCompile(`(?s)^(cannot (?:divide|modulo)) number \(`), "$1 by zero"},
		{regexp.MustCompile(`(?s)^([a-z_]\w*)\(.*\) cannot be applied to: ` + jqType), "$1 cannot be applied to: $2"},
		{regexp.MustCompile(`(?s)^([@a-z_]\w*)(?:\(.*\))? cannot be applied to "`), "$1 cannot be applied to this string"},
		{regexp.MustCompile(`(?s)^([@a-z_]\w*)(?:\(.*\))? cannot be applied to `), "$1 cannot be applied to this value"},
		{regexp.MustCompile(`^(array index should not be negative|array index too large|repeat string result too large|` +
			`flatten depth should not be negative|expected an array of 8 numbers|format not defined|` +
			`invalid regular expression|unsupported regular expression flag)`), "$1"},
	}
})

var templateReasons = sync.OnceValue(func() []reason {
	return []reason{
		{regexp.MustCompile(`^(can't evaluate field \w+ in type ` + goType + `|nil pointer evaluating ` + goType +
			`|wrong type for value; expected ` + goType + `; got ` + goType + `|invalid value; expected ` + goType +
			`|wrong number of args for \w+: want (?:at least )?\d+ got \d+|\w+ is not a method but has arguments` +
			`|template "[^"]*" not defined|error calling \w+(?:: (?:index out of range|index of untyped nil))?)`), "$1"},
		{regexp.MustCompile(`^(range can't iterate over|if/with can't use)`), "$1 this value"},
	}
})

// place is what text/template says of where it failed, in words of the template.
var place = regexp.MustCompile(`^template: (:\d+:\d+: executing "[^"]*" at <)`)

// noFit is said of a failure that cannot be told without values.
const noFit = "it does not fit what it was given"

// withoutValues says of a message what it says of types.
func withoutValues(message string, reasons []reason) string {
	for _, r := range reasons {
		if match := r.form.FindStringSubmatchIndex(message); match != nil {
			return string(r.form.ExpandString(nil, r.text, message, match))
		}
	}
	return noFit
}

// jqFailure is what is said of an expression that failed on data.
func jqFailure(err error) error {
	if _, halted := errors.AsType[*gojq.HaltError](err); halted {
		return errors.New("it ended with halt_error")
	}
	if _, raised := errors.AsType[gojq.ValueError](err); raised {
		return errors.New("it raised an error")
	}
	return errors.New(withoutValues(err.Error(), jqReasons()))
}

// templateFailure is what is said of a template that failed on data.
func templateFailure(err error) error {
	// A value may hold what ends the place, too, but the place comes first.
	where, why, found := strings.Cut(err.Error(), ">: ")
	if !found || !place.MatchString(where) {
		return errors.New(noFit)
	}
	return errors.New(strings.TrimPrefix(where, "template: ") + ">: " + withoutValues(why, templateReasons()))
}
