package dattotypes

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// decode fills view, a struct of the kind, from the members of a context. encoding/json is not used for the whole, because it
// matches names without regard to case, and SNMP contexts have members that differ in nothing else; and because one member of
// an unexpected type would cost the others.
func (k contextKind) decode(members map[string]json.RawMessage, view reflect.Value) error {
	var unread []error
	for field, value := range view.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		member, ok := members[name]
		if alias := k.aliases[name]; !ok && alias != "" {
			member, ok = members[alias]
		}
		if !ok {
			continue
		}
		if !decodeMember(member, value) {
			value.SetZero()
			unread = append(unread, fmt.Errorf("dattotypes: alert context: member %q is no %s", name, value.Type()))
		}
	}
	return errors.Join(unread...)
}

// decodeMember reads one value as encoding/json does, or else by what it means.
func decodeMember(member json.RawMessage, value reflect.Value) bool {
	if json.Unmarshal(member, value.Addr().Interface()) == nil {
		return true
	}
	switch target := value.Addr().Interface().(type) {
	case **bool:
		truth, err := strconv.ParseBool(wireText(member))
		*target = &truth
		return err == nil
	case **float64:
		number, err := strconv.ParseFloat(wireText(member), 64)
		*target = &number
		return err == nil && !math.IsInf(number, 0) && !math.IsNaN(number)
	case **int32:
		number, ok := wireInteger(member)
		if !ok || number < math.MinInt32 || number > math.MaxInt32 {
			return false
		}
		*target = new(int32(number))
		return true
	case *[]string:
		return decodeTexts(member, target)
	case *map[string]string:
		return decodeTextMap(member, target)
	}
	if value.Kind() == reflect.String {
		value.SetString(wireText(member))
		return true
	}
	return false
}

// decodeTexts takes values of any type as their text, and a value that is no list as a list of one.
func decodeTexts(member json.RawMessage, target *[]string) bool {
	var items []json.RawMessage
	if json.Unmarshal(member, &items) != nil {
		items = []json.RawMessage{member}
	}
	*target = make([]string, len(items))
	for index, item := range items {
		(*target)[index] = wireText(item)
	}
	return true
}

func decodeTextMap(member json.RawMessage, target *map[string]string) bool {
	items, err := contextMembers(member)
	if err != nil {
		return false
	}
	*target = make(map[string]string, len(items))
	for name, item := range items {
		(*target)[name] = wireText(item)
	}
	return true
}

func wireInteger(member json.RawMessage) (int64, bool) {
	number, ok := parseDecimal([]byte(strings.TrimSpace(wireText(member))))
	if !ok || !number.isInteger() {
		return 0, false
	}
	value, ok := number.integer()
	if number.negative {
		value = -value
	}
	return value, ok
}
