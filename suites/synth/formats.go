package synth

import (
	"fmt"
	"strings"
)

// format holds what is known of one value of "format".
type format struct {
	samples []string           // plausible values, the usual one first
	corners []corner           // unusual values the RFC allows
	misses  []string           // values that are almost right, the nearest first
	long    func(n int) string // a value of exactly n code points, "" when there is none
}

type corner struct{ name, text string }

// formatSamples returns plausible values of a format; a generator varies those
// that must differ from each other.
func formatSamples(name string, rng *prng) []string {
	out := append([]string{}, formats()[name].samples...)
	for i := range 40 {
		if text := numberedFormat(name, i, rng); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func numberedFormat(name string, i int, rng *prng) string {
	switch name {
	case "date-time":
		return fmt.Sprintf("2026-03-14T09:%02d:00Z", i)
	case "date":
		return fmt.Sprintf("2026-%02d-%02d", 1+i/28%12, 1+i%28)
	case "time":
		return fmt.Sprintf("09:%02d:00Z", i)
	case "duration":
		return fmt.Sprintf("PT%dM", i+1)
	case "uuid":
		a, b := rng.next(), rng.next()
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", uint32(a), uint16(a>>32), a>>52, b>>52, b&0xffffffffffff)
	case "email", "idn-email":
		return fmt.Sprintf("operator%d@example.org", i)
	case "hostname", "idn-hostname":
		return fmt.Sprintf("node%d.example.org", i)
	case "ipv4":
		return fmt.Sprintf("192.0.2.%d", i+1)
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", i+1)
	case "uri", "iri", "uri-reference", "iri-reference":
		return fmt.Sprintf("https://example.org/items/%d", i)
	case "json-pointer":
		return fmt.Sprintf("/items/%d", i)
	}
	return ""
}

func formatOfLength(name string, n int) (string, bool) {
	long := formats()[name].long
	if long == nil {
		return "", false
	}
	text := long(n)
	return text, text != ""
}

// padded returns a maker of texts of a length: head, as many "a" as needed, tail.
func padded(head, tail string) func(int) string {
	return func(n int) string {
		fill := n - len(head) - len(tail)
		if fill < 0 {
			return ""
		}
		return head + strings.Repeat("a", fill) + tail
	}
}

// labelled is padded for host names, whose labels end after 63 characters.
func labelled(head, tail string) func(int) string {
	return func(n int) string {
		fill := n - len(head) - len(tail)
		if fill < 1 {
			return ""
		}
		var b strings.Builder
		for i := range fill {
			if i%60 == 59 && i < fill-1 {
				b.WriteByte('.')
			} else {
				b.WriteByte('a')
			}
		}
		return head + b.String() + tail
	}
}

// fraction lengthens the fraction of a second.
func fraction(head, tail string) func(int) string {
	return func(n int) string {
		digits := n - len(head) - len(tail) - 1
		if digits == -1 {
			return head + tail
		}
		if digits < 1 {
			return ""
		}
		return head + "." + strings.Repeat("5", digits) + tail
	}
}
