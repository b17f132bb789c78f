package schema

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxShown is how many characters of a value are shown.
const maxShown = 80

// choice is a closed list of allowed values.
type choice []any

// render gives the short text of a wanted or found thing for Want and Got.
func render(v any) string {
	switch v := v.(type) {
	case nothing, absent:
		return ""
	case undecided:
		return "no answer within the time limit"
	case exactlyOne:
		return "exactly one"
	case member:
		return string(v)
	case expression:
		return string(v)
	case formatName:
		return string(v)
	case kinds:
		return v.String()
	case choice:
		return renderList(v)
	case tagged:
		return clip(v.name + ": " + renderList(v.values))
	case position:
		return strconv.Itoa(int(v))
	case []position:
		return strings.Trim(fmt.Sprint(v), "[]")
	case int:
		return strconv.Itoa(v)
	case *big.Rat:
		return decimal(v)
	}
	return clip(compact(v))
}

// String lists the types: "string or null".
func (k kinds) String() string {
	var names []string
	for _, name := range []string{"object", "array", "string", "number", "integer", "boolean", "null"} {
		if k&kindNamed(name) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

func renderList(values []any) string {
	texts := make([]string, 0, len(values))
	for _, value := range values {
		texts = append(texts, compact(value))
	}
	return clip(strings.Join(texts, ", "))
}

// compact is the value as JSON; large ones are cut before they are written.
func compact(v any) string {
	switch v := v.(type) {
	case string:
		v = clip(v)
		return quote(v)
	case json.Number:
		return string(v)
	case map[string]any:
		return writeObject(v)
	case []any:
		return writeArray(v)
	}
	return quote(v)
}

func quote(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func writeObject(object map[string]any) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, key := range sortedKeys(object) {
		if b.Len() > maxShown {
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(key) + ":" + compact(object[key]))
	}
	return b.String() + "}"
}

func writeArray(array []any) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, item := range array {
		if b.Len() > maxShown {
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(compact(item))
	}
	return b.String() + "]"
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	return string([]rune(s)[:maxShown-1]) + "…"
}

// decimal writes a bound as a decimal number, as a fraction where it has no
// short one.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return clip(r.Num().String())
	}
	if digits, exact := r.FloatPrec(); exact && digits < maxShown {
		return r.FloatString(digits)
	}
	return clip(r.RatString())
}
