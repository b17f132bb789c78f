package schema

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Lookup returns the raw node at an absolute reference of the set, such as
// "lgt/openapi.yaml#/components/schemas/Luminaire". The fragment is a JSON
// pointer, percent-encoded or not, or an anchor. It follows no $ref.
func (s *Set) Lookup(ref string) (any, error) {
	uri, ptr, err := s.locate(ref)
	if err != nil {
		return nil, err
	}
	return lookup(s.docs[uri], ptr)
}

// Resolve joins ref, the value of a "$ref" found in the document or at the
// reference base, to an absolute reference of the set. A document with an
// absolute $id is left from there if that leads into the set, else from its
// URI. It is an error when the document that ref names is not in the set;
// whether the place exists in the document is for Lookup to say.
func (s *Set) Resolve(base, ref string) (string, error) {
	path, fragment, hasFragment := strings.Cut(ref, "#")
	uri, err := s.join(s.home(absolute(base)), path)
	if err != nil {
		return "", fmt.Errorf("resolve %q in %s: %w", ref, base, err)
	}
	if !hasFragment {
		return s.names[uri], nil
	}
	return s.names[uri] + "#" + s.pointer(uri, fragment), nil
}

// join gives the absolute URI of the document at path, seen from document from.
func (s *Set) join(from, path string) (string, error) {
	if path == "" {
		return from, s.mustHave(from)
	}
	var uri string
	for _, base := range s.bases(from) {
		b, err := url.Parse(base)
		if err != nil {
			return "", err
		}
		r, err := b.Parse(path)
		if err != nil {
			return "", err
		}
		if uri = s.home(r.String()); s.mustHave(uri) == nil {
			return uri, nil
		}
	}
	return "", s.mustHave(uri)
}

func (s *Set) bases(uri string) []string {
	if id, ok := rootID(s.docs[uri]); ok {
		return []string{id, uri}
	}
	return []string{uri}
}

func (s *Set) mustHave(uri string) error {
	if _, ok := s.docs[uri]; !ok {
		return fmt.Errorf("%s is not a document of the set", strings.TrimPrefix(uri, origin))
	}
	return nil
}

// locate splits a reference into the absolute URI of its document and a JSON
// pointer without percent-encoding.
func (s *Set) locate(ref string) (uri, ptr string, err error) {
	name, fragment, _ := strings.Cut(ref, "#")
	uri = s.home(absolute(name))
	if _, ok := s.docs[uri]; !ok {
		return "", "", fmt.Errorf("look up %s: %s is not a document of the set", ref, name)
	}
	ptr = s.pointer(uri, fragment)
	if ptr != "" && !strings.HasPrefix(ptr, "/") {
		if ptr, err = findAnchor(s.docs[uri], ptr); err != nil {
			return "", "", fmt.Errorf("look up %s: %w", ref, err)
		}
	}
	return uri, ptr, nil
}

// pointer removes percent-encoding from a fragment, unless the fragment names
// a place as it stands: "/paths/~1a%2Fb" may be meant to the letter.
func (s *Set) pointer(uri, fragment string) string {
	if !strings.Contains(fragment, "%") {
		return fragment
	}
	if _, err := lookup(s.docs[uri], fragment); err == nil && strings.HasPrefix(fragment, "/") {
		return fragment
	}
	if plain, err := url.PathUnescape(fragment); err == nil {
		return plain
	}
	return fragment
}

func lookup(node any, ptr string) (any, error) {
	if ptr == "" {
		return node, nil
	}
	for i, token := range strings.Split(ptr, "/") {
		if i == 0 {
			continue
		}
		next, ok := step(node, unescapeToken(token))
		if !ok {
			return nil, fmt.Errorf("no member %q on the way to %s", unescapeToken(token), ptr)
		}
		node = next
	}
	return node, nil
}

func step(node any, token string) (any, bool) {
	switch node := node.(type) {
	case map[string]any:
		next, ok := node[token]
		return next, ok
	case []any:
		i, err := strconv.Atoi(token)
		if err != nil || i < 0 || i >= len(node) {
			return nil, false
		}
		return node[i], true
	}
	return nil, false
}

func escapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

func unescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

func encodePointer(ptr string) string {
	tokens := strings.Split(ptr, "/")
	for i, token := range tokens {
		tokens[i] = url.PathEscape(token)
	}
	return strings.Join(tokens, "/")
}

// findAnchor returns the pointer of the place that bears the anchor name.
func findAnchor(node any, name string) (string, error) {
	if ptr, ok := searchAnchor(node, name, ""); ok {
		return ptr, nil
	}
	return "", fmt.Errorf("no anchor %q", name)
}

func searchAnchor(node any, name, at string) (string, bool) {
	switch node := node.(type) {
	case map[string]any:
		if node["$anchor"] == name || node["$dynamicAnchor"] == name {
			return at, true
		}
		for _, key := range sortedKeys(node) {
			if ptr, ok := searchAnchor(node[key], name, at+"/"+escapeToken(key)); ok {
				return ptr, true
			}
		}
	case []any:
		for i, item := range node {
			if ptr, ok := searchAnchor(item, name, at+"/"+strconv.Itoa(i)); ok {
				return ptr, true
			}
		}
	}
	return "", false
}
