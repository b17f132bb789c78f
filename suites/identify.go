package suites

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/cityconf/cityconf/suites/check"
)

// identify reads the identifier out of a representation; ok is false when it
// has none. Some systems count their objects: a number is as good as a text.
func (f *Fixture) identify(body any) (id string, ok bool) {
	if f == nil {
		return "", false
	}
	switch v := check.At(body, cmp.Or(f.ID, "/id")).(type) {
	case string:
		return v, v != ""
	case json.Number:
		return v.String(), f.ID != ""
	}
	return "", false
}

// made tells whether a status says that an object was made.
func (f *Fixture) made(status int) bool {
	if len(f.Made) == 0 {
		return status == http.StatusCreated
	}
	return slices.Contains(f.Made, status)
}
