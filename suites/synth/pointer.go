package synth

import (
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// child appends a member name or index to a JSON pointer.
func child(ptr, name string) string { return ptr + "/" + document.Escape(name) }

// item appends an array index to a JSON pointer.
func item(ptr string, i int) string { return ptr + "/" + strconv.Itoa(i) }

// under reports whether ptr is base or a place below it.
func under(ptr, base string) bool {
	return ptr == base || strings.HasPrefix(ptr, base+"/")
}

// edit is one change to an instance: set the value at a pointer, or remove it.
type edit struct {
	ptr    string
	value  any
	remove bool
}

// apply returns a copy of v with the edits made; only the touched branches are
// copied. It reports false when a parent of a pointer is missing.
func apply(v any, edits ...edit) (any, bool) {
	ok := true
	for _, e := range edits {
		if v, ok = change(v, document.Split(e.ptr), e); !ok {
			return nil, false
		}
	}
	return v, true
}

func change(v any, path []string, e edit) (any, bool) {
	if len(path) == 0 {
		return e.value, !e.remove
	}
	switch c := v.(type) {
	case map[string]any:
		return changeMember(c, path, e)
	case []any:
		return changeItem(c, path, e)
	}
	return nil, false
}

func changeMember(c map[string]any, path []string, e edit) (any, bool) {
	out := make(map[string]any, len(c)+1)
	for k, w := range c {
		out[k] = w
	}
	if len(path) == 1 && e.remove {
		delete(out, path[0])
		return out, true
	}
	if len(path) == 1 {
		out[path[0]] = e.value
		return out, true
	}
	w, has := c[path[0]]
	if !has {
		return nil, false
	}
	w, ok := change(w, path[1:], e)
	out[path[0]] = w
	return out, ok
}

func changeItem(c []any, path []string, e edit) (any, bool) {
	i, err := strconv.Atoi(path[0])
	if err != nil || i < 0 || i > len(c) {
		return nil, false
	}
	if i == len(c) {
		if len(path) > 1 || e.remove {
			return nil, false
		}
		return append(append([]any{}, c...), e.value), true
	}
	out := append([]any{}, c...)
	if len(path) == 1 && e.remove {
		return append(out[:i], out[i+1:]...), true
	}
	w, ok := change(c[i], path[1:], e)
	out[i] = w
	return out, ok
}
