package document

import (
	"strconv"
	"strings"
)

// Split cuts a JSON pointer (RFC 6901) into its unescaped segments; "" has none.
func Split(pointer string) []string {
	if pointer == "" {
		return nil
	}
	segments := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, s := range segments {
		segments[i] = Unescape(s)
	}
	return segments
}

// Join appends unescaped segments to a JSON pointer.
func Join(pointer string, segments ...string) string {
	for _, s := range segments {
		pointer += "/" + Escape(s)
	}
	return pointer
}

// Escape writes a segment as it stands in a pointer: "~" is "~0", "/" is "~1".
func Escape(segment string) string {
	if !strings.ContainsAny(segment, "~/") {
		return segment
	}
	return strings.ReplaceAll(strings.ReplaceAll(segment, "~", "~0"), "/", "~1")
}

// Unescape is the inverse of [Escape].
func Unescape(segment string) string {
	if !strings.Contains(segment, "~") {
		return segment
	}
	return strings.ReplaceAll(strings.ReplaceAll(segment, "~1", "/"), "~0", "~")
}

// Get finds the value at a pointer below root.
func Get(root any, pointer string) (any, bool) {
	for _, segment := range Split(pointer) {
		var ok bool
		if root, ok = Child(root, segment); !ok {
			return nil, false
		}
	}
	return root, true
}

// Child is the member or item of v that an unescaped segment names.
func Child(v any, segment string) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		c, ok := v[segment]
		return c, ok
	case []any:
		i, err := strconv.Atoi(segment)
		if err != nil || i < 0 || i >= len(v) || strconv.Itoa(i) != segment {
			return nil, false
		}
		return v[i], true
	}
	return nil, false
}
