package document

import "strings"

// Spot is a value and its place among several documents.
type Spot struct {
	At   string // "file#/pointer"
	Node any
}

// Top is the spot of a whole document.
func (d *Document) Top() Spot { return Spot{At: d.Path + "#", Node: d.Root} }

// Child is the spot of a member, with a nil value when there is none.
func (s Spot) Child(name string) Spot {
	m, _ := s.Node.(map[string]any)
	return Spot{At: Join(s.At, name), Node: m[name]}
}

// Document is the file of the spot.
func (s Spot) Document() string {
	file, _, _ := strings.Cut(s.At, "#")
	return file
}

// Pointer is the JSON pointer of the spot in its file.
func (s Spot) Pointer() string {
	_, pointer, _ := strings.Cut(s.At, "#")
	return pointer
}

// Text is the text under a key, "" when there is none.
func (s Spot) Text(key string) string {
	text, _ := s.Child(key).Node.(string)
	return text
}

// Extensions are the members whose names begin with "x-".
func (s Spot) Extensions() map[string]any {
	m, _ := s.Node.(map[string]any)
	found := map[string]any{}
	for key, v := range m {
		if strings.HasPrefix(key, "x-") {
			found[key] = v
		}
	}
	return found
}
