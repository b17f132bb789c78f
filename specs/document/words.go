package document

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Describe says in plain words what a value is: `the text "abc"`, "a list".
func Describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case bool:
		return strconv.FormatBool(v)
	case string:
		return "the text " + strconv.Quote(shorten(v))
	case json.Number:
		return "the number " + shorten(string(v))
	case []any:
		return "a list"
	case map[string]any:
		return "a mapping"
	}
	return "something unknown"
}

const longest = 40 // characters of a value that a message shows

func shorten(s string) string {
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return s
}

// advice is what an author most likely has to do about a value of a wrong type.
func advice(v any, expected string) string {
	switch v := v.(type) {
	case nil:
		return "give a value or remove the key"
	case string:
		if _, isText := mustPlain(v).(string); !isText && v != "" {
			return "remove the quotes"
		}
	case bool, json.Number:
		if expected == "text" {
			return "put it in quotes"
		}
	}
	if expected == "a list" {
		return `write "- " before each entry`
	}
	return ""
}

func mustPlain(s string) any {
	if s == "" {
		return s
	}
	v, err := plain(s)
	if err != nil {
		return s
	}
	return v
}

// Suggest is a hint for a name that is not among the known ones: the closest
// of them when one is close, else all of them when they are few.
func Suggest(name string, known []string) string {
	best, least := "", max(2, len(name)/3)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	switch {
	case best != "":
		return "did you mean " + strconv.Quote(best) + "?"
	case len(known) > 0 && len(known) <= 15:
		return "known are " + strings.Join(known, ", ")
	}
	return ""
}
