package openapi

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// Pair is a name with a value, in a query, a form or a cookie; neither is
// escaped.
type Pair struct{ Name, Value string }

// Pairs spells a value in the style of the parameter (OpenAPI 3.1.1, section
// 4.8.12.6). False for what the style has no spelling for: null, an empty text
// or list, a value inside of a value, an item that holds the separator.
func (p *Parameter) Pairs(v any) ([]Pair, bool) { return pairs(p.Name, p.Style, p.Explode, v) }

// separators stand between the items of a list that is one text.
var separators = map[string]string{"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}

func pairs(name, style string, explode bool, v any) ([]Pair, bool) {
	switch t := v.(type) {
	case []any:
		return listPairs(name, style, explode, t)
	case map[string]any:
		return objectPairs(name, style, explode, t)
	}
	text, ok := PlainText(v)
	return []Pair{{name, text}}, ok && style != "deepObject"
}

// PlainText spells a value that is neither list nor object; false for null and
// for the empty text, which many readers take for nothing at all.
func PlainText(v any) (string, bool) {
	switch t := v.(type) {
	case string:
		return t, t != ""
	case json.Number:
		return t.String(), true
	case bool:
		return strconv.FormatBool(t), true
	}
	return "", false
}

func listPairs(name, style string, explode bool, list []any) ([]Pair, bool) {
	separator, known := separators[style]
	var items []string
	var each []Pair
	for _, e := range list {
		text, ok := PlainText(e)
		if !ok || !explode && strings.Contains(text, separator) {
			return nil, false
		}
		items, each = append(items, text), append(each, Pair{name, text})
	}
	if explode {
		return each, known && len(items) > 0
	}
	return []Pair{{name, strings.Join(items, separator)}}, known && len(items) > 0
}

func objectPairs(name, style string, explode bool, object map[string]any) ([]Pair, bool) {
	var each []Pair
	var flat []string
	for _, key := range document.Keys(object) {
		text, ok := PlainText(object[key])
		if !ok || key == "" || strings.ContainsAny(key, "[],") || !explode && strings.Contains(text, ",") {
			return nil, false
		}
		if flat = append(flat, key, text); style == "deepObject" {
			key = name + "[" + key + "]"
		}
		each = append(each, Pair{key, text})
	}
	if style == "form" && !explode {
		return []Pair{{name, strings.Join(flat, ",")}}, len(flat) > 0
	}
	return each, slices.Contains([]string{"form", "deepObject"}, style) && len(each) > 0
}
