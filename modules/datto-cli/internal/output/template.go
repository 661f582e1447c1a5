package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"text/template"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

// newTemplateSink prints through package text/template, with a handful of
// functions of ours. The template package of go-gh is not used: through sprig it
// brings functions that read the environment and look up hosts.
func newTemplateSink(out *bufio.Writer, source string, each bool, look *Look, tty bool) (sink, error) {
	t, err := template.New("").Option("missingkey=zero").Funcs(template.FuncMap{
		"time": func(value any) string { return formatTime(valueOf(value).Time()) },
		"ago": func(value any) string {
			relative := Look{Now: look.Now}
			return relative.Time(valueOf(value).Time())
		},
		"json": func(value any) string { return string(valueOf(value)) },
		"join": func(separator string, list any) string {
			items, _ := list.([]any)
			texts := make([]string, len(items))
			for i, item := range items {
				texts[i] = valueOf(item).Text()
			}
			return strings.Join(texts, separator)
		},
		"upper": strings.ToUpper,
		"lower": strings.ToLower,
	}).Parse(source)
	if err != nil {
		return nil, &ExpressionError{Flag: "--template", Err: errors.New(strings.TrimPrefix(err.Error(), "template: "))}
	}
	apply := func(results *bytes.Buffer, value any) error {
		var text bytes.Buffer
		if err := t.Execute(&text, value); err != nil {
			return &ExpressionError{Flag: "--template", Err: templateFailure(err)}
		}
		printed := text.String()
		if tty {
			printed = terminal.Text(printed)
		}
		if printed != "" && !strings.HasSuffix(printed, "\n") {
			printed += "\n"
		}
		results.WriteString(printed)
		return nil
	}
	s := &expressionSink{out: out, each: each, apply: apply}
	if !each {
		s.parts = itself
	}
	return s, nil
}

// valueOf turns what a template handles back into JSON.
func valueOf(value any) Value {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return raw
}
