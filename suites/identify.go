package suites

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// identify reads the identifier out of an answer; ok is false when it shows
// none. Some systems count their objects: a number is as good as a text.
func (f *Fixture) identify(answer *check.View) (id string, ok bool) {
	switch {
	case f == nil:
		return "", false
	case f.ID == specs.LocationID:
		at := answer.Header.Get("Location")
		id, err := url.PathUnescape(at[strings.LastIndexByte(at, '/')+1:])
		return id, err == nil && id != ""
	}
	switch v := check.At(answer.Body, cmp.Or(f.ID, "/id")).(type) {
	case string:
		return v, v != ""
	case json.Number:
		if f.ID != "" {
			return v.String(), true
		}
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
