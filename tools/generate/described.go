package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// selfEvident holds the reason why an operation, parameter or member goes without a description, by the name that
// described gives it.
type selfEvident map[string]string

// readSelfEvident reads the list x-self-evident of descriptions.yaml.
func readSelfEvident(path string) (selfEvident, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Entries []struct {
			Reason string   `yaml:"reason"`
			Of     []string `yaml:"of"`
		} `yaml:"x-self-evident"`
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	reasons := selfEvident{}
	for _, entry := range file.Entries {
		if entry.Reason == "" {
			return nil, fmt.Errorf("x-self-evident gives no reason for %v", entry.Of)
		}
		for _, name := range entry.Of {
			if _, twice := reasons[name]; twice {
				return nil, fmt.Errorf("x-self-evident names %s twice", name)
			}
			reasons[name] = entry.Reason
		}
	}
	return reasons, nil
}

// described reports every schema without a description, every operation, parameter and member that has neither a
// description nor a reason for none, and every reason that nothing needs.
func (c *contract) described(reasons selfEvident) error {
	var problems []error
	complain := func(format string, values ...any) { problems = append(problems, fmt.Errorf(format, values...)) }
	unused := maps.Clone(reasons)
	judge := func(name string, thing object) {
		text, _ := thing["description"].(string)
		_, excused := reasons[name]
		delete(unused, name)
		switch {
		case text == "" && !excused:
			complain("%s lacks a description, or its place in x-self-evident", name)
		case text != "" && excused:
			complain("%s has a description: take it out of x-self-evident", name)
		case text != "" && !strings.HasSuffix(text, "."):
			complain("the description of %s does not end with a full stop", name)
		case text != "" && len(thing) == 1:
			complain("%s is described, but no document declares it", name)
		}
	}
	for _, op := range c.operations() {
		judge(op.String(), op.object)
		for _, parameter := range list(op.object, "parameters") {
			judge(fmt.Sprintf("%s %v", op, parameter["name"]), parameter)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.schemas())) {
		schema := child(c.schemas(), name)
		// A schema's description becomes the comment of a Go type, so there is no reason for none.
		if text, _ := schema["description"].(string); !beginsWithArticle(text) || !strings.HasSuffix(text, ".") {
			complain("schema %s lacks a description that begins with an article and ends with a full stop", name)
		}
		for _, part := range append(list(schema, "allOf"), schema) {
			for _, key := range []string{"properties", "patternProperties"} {
				members := child(part, key)
				for _, member := range slices.Sorted(maps.Keys(members)) {
					judge(name+"."+member, child(members, member))
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unused)) {
		complain("x-self-evident names %s, which the contract lacks", name)
	}
	return errors.Join(problems...)
}

func beginsWithArticle(text string) bool {
	article, _, _ := strings.Cut(text, " ")
	return slices.Contains([]string{"A", "An", "The"}, article)
}
