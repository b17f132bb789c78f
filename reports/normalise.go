package reports

import (
	"regexp"
	"strings"
)

// varying matches what differs from case to case in otherwise equal messages:
// URNs, UUIDs, instants, and numbers.
var varying = regexp.MustCompile(`urn:[^\s"']+` +
	`|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}` +
	`|\d{4}-\d{2}-\d{2}T[0-9:.]+(?:Z|[+-]\d{2}:\d{2})?` +
	`|[0-9A-Za-z]*\d[0-9A-Za-z]*(?:\.\d+)?`)

// normalise reduces a message to what two occurrences of one cause share. The
// observed value goes first, for it may hold any text.
func normalise(message, got string) string {
	if len(got) > 2 {
		message = strings.ReplaceAll(message, got, "…")
	}
	return varying.ReplaceAllString(message, "#")
}

var index = regexp.MustCompile(`/\d+(/|$)`)

// withoutIndices writes * for array indices: "/items/0/id" → "/items/*/id".
func withoutIndices(pointer string) string {
	if !strings.HasPrefix(pointer, "/") {
		return pointer
	}
	for index.MatchString(pointer) { // neighbours share a slash
		pointer = index.ReplaceAllString(pointer, "/*$1")
	}
	return pointer
}
