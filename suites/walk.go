package suites

import (
	"context"
	"net/url"
	"strings"

	"github.com/cityconf/cityconf/suites/check"
)

// maxPages ends a walk that would never end.
const maxPages = 500

// walk follows rel="next" from the first page to the last. The view is that of
// the last page with a body of its own: items (of all pages), sizes (of each
// page), repeated (ids seen twice), ended (a page without next was reached).
func (e *execution) walk(ctx context.Context, s *Send) (*check.View, error) {
	w := walked{seen: map[string]bool{}, sizes: []any{}, items: []any{}, repeated: []any{}}
	v, req, err := e.send(ctx, s)
	for page := 1; err == nil && v.Status == 200; page++ {
		w.add(v.Body)
		e.record(v)
		next := check.Link(strings.Join(v.Header.Values("Link"), ", "), "next")
		if next == "" {
			w.ended = true
			break
		}
		if page == maxPages {
			break
		}
		path, query := e.run.relative(next, req.Path)
		v, req, err = e.send(ctx, &Send{Operation: s.Operation, Path: path, Query: query, As: s.As, Headers: s.Headers})
	}
	if err == nil && v.Status == 200 {
		v.Body, v.Composed = w.body(), true
	}
	return v, err
}

type walked struct {
	items, sizes, repeated []any
	seen                   map[string]bool
	ended                  bool
}

func (w *walked) add(body any) {
	items, _ := check.At(body, "/items").([]any)
	w.sizes = append(w.sizes, len(items))
	for _, i := range items {
		id, _ := check.At(i, "/id").(string)
		if id != "" && w.seen[id] {
			w.repeated = append(w.repeated, id)
		}
		w.seen[id] = true
	}
	w.items = append(w.items, items...)
}

func (w *walked) body() map[string]any {
	return map[string]any{"items": w.items, "sizes": w.sizes, "repeated": w.repeated, "ended": w.ended}
}

// relative splits a link target into a path below the base path and a query.
func (r *run) relative(link, current string) (path, query string) {
	u, err := url.Parse(link)
	if err != nil {
		return current, ""
	}
	if u.Path == "" {
		return current, u.RawQuery
	}
	return r.below(u.EscapedPath()), u.RawQuery
}

// below turns an absolute URL or path of this system into a path below the
// base path; "//" marks one that lies outside of it.
func (r *run) below(location string) string {
	if rest, ok := strings.CutPrefix(location, strings.TrimSuffix(r.iut.IXIT.BaseURL, "/")); ok {
		location = rest
	}
	if u, err := url.Parse(location); err == nil && u.Host != "" && u.Scheme != "" {
		return location // another host: wire refuses it
	}
	if rest, ok := strings.CutPrefix(location, r.suite.Standard.BasePath+"/"); ok {
		return "/" + rest
	}
	if location == r.suite.Standard.BasePath {
		return "/"
	}
	return location
}
