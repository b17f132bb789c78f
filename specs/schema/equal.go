package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Equal reports whether a and b are the same JSON value: numbers by value
// (1 equals 1.0), objects without regard to order (JSON Schema 2020-12 core,
// section 4.2.2).
func Equal(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && equalObjects(a, b)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Equal)
	case json.Number:
		b, ok := b.(json.Number)
		return ok && equalNumbers(a, b)
	case string, bool, nil:
		return a == b
	}
	return false
}

func equalObjects(a, b map[string]any) bool {
	if len(a) != len(b) {
		return false
	}
	for key, value := range a {
		other, ok := b[key]
		if !ok || !Equal(value, other) {
			return false
		}
	}
	return true
}

func equalNumbers(a, b json.Number) bool {
	if a == b {
		return true
	}
	if isPlain(a) && isPlain(b) {
		return false
	}
	x, okX := parseNumber(a)
	y, okY := parseNumber(b)
	return okX && okY && (x == y)
}

// isPlain tells a whole number with one spelling only.
func isPlain(n json.Number) bool {
	return !strings.ContainsAny(string(n), ".eE") && n != "-0"
}

// identity is a text that two values share exactly when they are Equal.
func identity(v any) string {
	var b strings.Builder
	writeIdentity(&b, v)
	return b.String()
}

func writeIdentity(b *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		for _, key := range sortedKeys(v) {
			b.WriteString(strconv.Quote(key))
			writeIdentity(b, v[key])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for _, item := range v {
			writeIdentity(b, item)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case json.Number:
		n, _ := parseNumber(v)
		b.WriteString(strconv.Itoa(n.sign()) + n.digits + "e" + strconv.FormatInt(n.exponent, 10))
	case string:
		b.WriteString(strconv.Quote(v))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	default:
		b.WriteString("null")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
