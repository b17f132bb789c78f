package suites

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/cityconf/cityconf/suites/check"
)

// names are what placeholders and conditions of one case can see.
type names struct {
	values  map[string]any
	exprs   *check.Expressions
	bbox    []float64
	salt    string // run id and case id: makes unique() unique
	counter atomic.Int64
}

var (
	placeholder = regexp.MustCompile(`\$\{([^}]*)\}`)
	uniqueCall  = regexp.MustCompile(`unique\((\d+)\)`)
	axisCall    = regexp.MustCompile(`(lon|lat)\(([\d.]+), *(-?[\d.]+)\)`)
)

// fill replaces every ${…} in a value. A string that is one placeholder takes
// the type of what it evaluates to.
func (n *names) fill(v any) (any, error) {
	switch t := v.(type) {
	case string:
		return n.fillString(t)
	case map[string]any:
		out := make(map[string]any, len(t))
		for _, k := range slices.Sorted(maps.Keys(t)) { // in one order, for unique() counts
			f, err := n.fill(t[k])
			if err != nil {
				return nil, err
			}
			out[k] = f
		}
		return out, nil
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			f, err := n.fill(e)
			if err != nil {
				return nil, err
			}
			out[i] = f
		}
		return out, nil
	}
	return v, nil
}

func (n *names) fillString(s string) (any, error) {
	if !strings.Contains(s, "${") {
		return s, nil
	}
	if expr, ok := strings.CutPrefix(s, "${"); ok && strings.IndexByte(expr, '}') == len(expr)-1 {
		return n.eval(expr[:len(expr)-1])
	}
	var failed error
	out := placeholder.ReplaceAllStringFunc(s, func(p string) string {
		v, err := n.eval(p[2 : len(p)-1])
		if err != nil {
			failed = err
			return p
		}
		return spell(v)
	})
	return out, failed
}

// text fills a string and spells the result.
func (n *names) text(s string) (string, error) {
	v, err := n.fillString(s)
	if err != nil {
		return "", err
	}
	return spell(v), nil
}

func (n *names) eval(expr string) (any, error) {
	if strings.ContainsRune(expr, '(') {
		expr = n.called(expr)
	}
	v, err := lookup(n.exprs, expr, n.values)
	if err != nil {
		return nil, fmt.Errorf("placeholder: %w", err)
	}
	return v, nil
}

// called puts what the functions of placeholders make in the place of their
// calls. What is unique becomes a name, so that no expression is compiled twice.
func (n *names) called(expr string) string {
	calls := 0
	expr = uniqueCall.ReplaceAllStringFunc(expr, func(call string) string {
		size, _ := strconv.Atoi(uniqueCall.FindStringSubmatch(call)[1])
		calls++
		name := fmt.Sprintf("unique%d", calls)
		n.values[name] = n.unique(size)
		return name
	})
	return axisCall.ReplaceAllStringFunc(expr, n.axis)
}

var (
	plainPath = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$`)
	mergeCall = regexp.MustCompile(`^merge\(([A-Za-z0-9_.]+), *([A-Za-z0-9_.]+)\)$`)
)

// lookup evaluates an expression. Plain paths and merges of plain paths are
// taken as they are, without the expression language, whose doubles would
// spoil integers beyond 2^53.
func lookup(x *check.Expressions, expr string, values map[string]any) (any, error) {
	if plainPath.MatchString(expr) {
		head, rest, _ := strings.Cut(expr, ".")
		if v, ok := values[head]; ok && isJSON(v) {
			if rest == "" {
				return v, nil
			}
			if got := check.At(v, "/"+strings.ReplaceAll(rest, ".", "/")); got != nil {
				return got, nil
			}
		}
	}
	if m := mergeCall.FindStringSubmatch(expr); m != nil {
		a, err := lookup(x, m[1], values)
		if err != nil {
			return nil, err
		}
		b, err := lookup(x, m[2], values)
		if err != nil {
			return nil, err
		}
		return check.MergePatch(a, b), nil
	}
	return x.Eval(expr, values)
}

// isJSON tells JSON values from times and the like, which the expression
// language must convert.
func isJSON(v any) bool {
	switch v.(type) {
	case nil, string, bool, json.Number, map[string]any, []any:
		return true
	}
	return false
}

// unique makes size upper-case letters and digits that no other call of the
// run makes.
func (n *names) unique(size int) string {
	sum := sha256.Sum256([]byte(n.salt + "#" + strconv.FormatInt(n.counter.Add(1), 10)))
	s := strings.ToUpper(new(big.Int).SetBytes(sum[:]).Text(36))
	for len(s) < size {
		s += s
	}
	return s[:size]
}

// axis turns lon(fraction, default) into a coordinate inside the declared city
// area, or the default when none is declared.
func (n *names) axis(call string) string {
	m := axisCall.FindStringSubmatch(call)
	if len(n.bbox) != 4 {
		return m[3]
	}
	f, _ := strconv.ParseFloat(m[2], 64)
	i := 0
	if m[1] == "lat" {
		i = 1
	}
	return strconv.FormatFloat(n.bbox[i]+f*(n.bbox[i+2]-n.bbox[i]), 'f', 6, 64)
}

// spell is a value as it stands in a path, a header or a sentence.
func spell(v any) string {
	switch t := v.(type) {
	case nil:
		return ""
	case string:
		return t
	case json.Number:
		return t.String()
	case bool:
		return strconv.FormatBool(t)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
