package check

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/ext"
)

// Expressions compiles and evaluates CEL. Each text is compiled once; it is
// safe for concurrent use. All numbers are doubles: arithmetic literals are
// written 1.0. Besides CEL's own there are same(a, b) (equality by meaning),
// covers(whole, part) (the members of part, vendors' own aside, are so in whole),
// merge(value, patch) (RFC 7396), ordered(items, "-member") (by member, ties by
// id), sum(numbers), distance(lon, lat, lon, lat) in metres, hmac(key, text)
// (SHA-256 in hexadecimal), link(header, rel) (RFC 8288), repeated(text, times)
// and httpdate(text) (RFC 9110, section 5.6.7).
type Expressions struct {
	env      *cel.Env
	programs sync.Map // text → program or error
}

// NewExpressions makes an empty cache.
func NewExpressions() (*Expressions, error) {
	env, err := cel.NewEnv(cel.CustomTypeAdapter(values{}), cel.CrossTypeNumericComparisons(true), cel.DefaultUTCTimeZone(true),
		ext.Strings(), ext.Lists(), ext.Sets(), ext.Math(),
		cel.Function("same", cel.Overload("same_dyn", []*cel.Type{cel.DynType, cel.DynType}, cel.BoolType,
			cel.BinaryBinding(func(a, b ref.Val) ref.Val { return types.Bool(Same(Value(a), Value(b), true)) }))),
		cel.Function("covers", cel.Overload("covers_dyn", []*cel.Type{cel.DynType, cel.DynType}, cel.BoolType,
			cel.BinaryBinding(func(whole, part ref.Val) ref.Val { return types.Bool(Covers(Value(whole), Value(part))) }))),
		cel.Function("merge", cel.Overload("merge_patch", []*cel.Type{cel.DynType, cel.DynType}, cel.DynType,
			cel.BinaryBinding(func(a, b ref.Val) ref.Val {
				return values{}.NativeToValue(MergePatch(Value(a), Value(b)))
			}))),
		cel.Function("ordered", cel.Overload("ordered_by", []*cel.Type{cel.DynType, cel.StringType}, cel.BoolType,
			cel.BinaryBinding(func(a, b ref.Val) ref.Val {
				return types.Bool(Ordered(Value(a), fmt.Sprint(b.Value())))
			}))),
		cel.Function("sum", cel.Overload("sum_list", []*cel.Type{cel.DynType}, cel.DoubleType, cel.UnaryBinding(sum))),
		cel.Function("distance", cel.Overload("distance_points",
			[]*cel.Type{cel.DynType, cel.DynType, cel.DynType, cel.DynType}, cel.DoubleType, cel.FunctionBinding(distance))),
		cel.Function("hmac", cel.Overload("hmac_sha256", []*cel.Type{cel.DynType, cel.DynType}, cel.StringType,
			cel.BinaryBinding(func(key, message ref.Val) ref.Val {
				return types.String(signature(fmt.Sprint(key.Value()), fmt.Sprint(message.Value())))
			}))),
		cel.Function("link", cel.Overload("link_rel", []*cel.Type{cel.DynType, cel.DynType}, cel.StringType,
			cel.BinaryBinding(func(h, rel ref.Val) ref.Val {
				return types.String(Link(fmt.Sprint(h.Value()), fmt.Sprint(rel.Value())))
			}))),
		cel.Function("repeated", cel.Overload("repeated_text", []*cel.Type{cel.StringType, cel.DynType}, cel.StringType,
			cel.BinaryBinding(repeated))),
		cel.Function("httpdate", cel.Overload("httpdate_text", []*cel.Type{cel.DynType}, cel.TimestampType,
			cel.UnaryBinding(httpdate))))
	if err != nil {
		return nil, fmt.Errorf("set up the expression language: %w", err)
	}
	return &Expressions{env: env}, nil
}

// Eval evaluates an expression over names. Names hold JSON values, Go times,
// strings and booleans; the result is a JSON value (a timestamp becomes an
// RFC 3339 string in UTC with milliseconds).
func (x *Expressions) Eval(expr string, names map[string]any) (any, error) {
	out, err := x.eval(expr, names)
	if err != nil {
		return nil, err
	}
	return Value(out), nil
}

// Syntax reports whether an expression parses.
func (x *Expressions) Syntax(expr string) error {
	_, err := x.program(expr)
	return err
}

// Holds evaluates a condition. A member that the answer lacks makes it false,
// with why saying so; a name that nobody defined is an error (ours).
func (x *Expressions) Holds(expr string, names map[string]any) (holds bool, why string, err error) {
	out, err := x.eval(expr, names)
	if err != nil {
		if strings.Contains(err.Error(), "no such attribute") || !strings.Contains(err.Error(), "evaluate") {
			return false, "", err
		}
		return false, strings.TrimSpace(err.Error()[strings.LastIndex(err.Error(), ":")+1:]), nil
	}
	b, ok := out.(types.Bool)
	if !ok {
		return false, "", fmt.Errorf("%q is %s, not a condition", expr, out.Type())
	}
	return bool(b), "", nil
}

func (x *Expressions) eval(expr string, names map[string]any) (ref.Val, error) {
	p, err := x.program(expr)
	if err != nil {
		return nil, err
	}
	out, _, err := p.Eval(names)
	if err != nil {
		return nil, fmt.Errorf("evaluate %q: %w", expr, err)
	}
	return out, nil
}

func (x *Expressions) program(expr string) (cel.Program, error) {
	if p, ok := x.programs.Load(expr); ok {
		if err, bad := p.(error); bad {
			return nil, err
		}
		return p.(cel.Program), nil
	}
	p, err := x.compile(expr)
	if err != nil {
		err = fmt.Errorf("expression %q: %w", expr, err)
		x.programs.Store(expr, err)
		return nil, err
	}
	x.programs.Store(expr, p)
	return p, nil
}

// compile only parses: names are dynamic, so there is nothing to check types
// against.
func (x *Expressions) compile(expr string) (cel.Program, error) {
	ast, issues := x.env.Parse(expr)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return x.env.Program(ast)
}

// distance is the great-circle distance in metres (haversine, mean radius).
func distance(args ...ref.Val) ref.Val {
	var p [4]float64
	for i, a := range args {
		d, ok := a.ConvertToType(types.DoubleType).(types.Double)
		if !ok {
			return types.NewErr("distance: argument %d is no number", i+1)
		}
		p[i] = float64(d) * math.Pi / 180
	}
	s := math.Pow(math.Sin((p[3]-p[1])/2), 2) + math.Cos(p[1])*math.Cos(p[3])*math.Pow(math.Sin((p[2]-p[0])/2), 2)
	return types.Double(2 * 6371008.8 * math.Asin(math.Sqrt(s)))
}

// signature is HMAC-SHA-256 in lower-case hexadecimal (RFC 2104).
func signature(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return hex.EncodeToString(mac.Sum(nil))
}

// httpdate is the instant that a header field names.
func httpdate(text ref.Val) ref.Val {
	at, err := http.ParseTime(fmt.Sprint(text.Value()))
	if err != nil {
		return types.NewErr("httpdate: %q is no HTTP date", text.Value())
	}
	return types.Timestamp{Time: at}
}

// longest is the length of a text that repeated makes, in octets.
const longest = 1 << 20

// repeated is a text so many times, for bodies that no document spells out.
func repeated(text, times ref.Val) ref.Val {
	s, n := fmt.Sprint(text.Value()), times.ConvertToType(types.DoubleType)
	d, ok := n.(types.Double)
	if !ok || d < 0 || float64(d)*float64(len(s)) > longest {
		return types.NewErr("repeated: the text would be longer than %d octets", longest)
	}
	return types.String(strings.Repeat(s, int(d)))
}

var linkValue = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[^,;"=]+(?:=(?:"[^"]*"|[^,;"]*))?)*)`)

// Link finds the target of a relation in a Link header (RFC 8288), "" when
// there is none.
func Link(header, rel string) string {
	for _, m := range linkValue.FindAllStringSubmatch(header, -1) {
		for _, p := range strings.Split(m[2], ";") {
			k, val, _ := strings.Cut(strings.TrimSpace(p), "=")
			if strings.EqualFold(k, "rel") && strings.Trim(val, `"`) == rel {
				return m[1]
			}
		}
	}
	return ""
}

// Scope is what an expression over an exchange can see: status, headers
// (lower-case names → first value), body, text (a body that is no JSON), elapsed (seconds), messages (each
// topic, qos, retain, payload, at), and every captured name.
func Scope(v *View, names map[string]any) map[string]any {
	in := make(map[string]any, len(names)+6)
	for k, n := range names {
		in[k] = n
	}
	in["status"], in["headers"], in["body"] = v.Status, Headers(v), v.Body
	if v.Body == nil && v.Answered() {
		in["text"] = string(v.Raw)
	}
	in["elapsed"] = v.Elapsed.Seconds()
	in["messages"] = messages(v)
	return in
}

// Headers is the value of each header by lower-case name. Fields that come
// more than once are one list (RFC 9110, section 5.3).
func Headers(v *View) map[string]any {
	headers := map[string]any{}
	for k, h := range v.Header {
		headers[strings.ToLower(k)] = strings.Join(h, ", ")
	}
	return headers
}

func messages(v *View) []any {
	if v.Protocol == "http" {
		return []any{}
	}
	l := make([]any, 0, len(v.Received))
	for _, m := range v.Received {
		l = append(l, MessageScope(m))
	}
	return l
}

var operand = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*`)

func judgeThat(e Expect, v *View, c *Context) ([]Finding, error) {
	if e.That == "" {
		return nil, nil
	}
	if v.Protocol == "http" && !v.Answered() {
		return silence(v), nil
	}
	scope := Scope(v, c.Names)
	ok, why, err := c.Exprs.Holds(e.That, scope)
	if err != nil || ok {
		return nil, err
	}
	got := why
	if got == "" {
		got = operands(e.That, scope, c.Exprs)
	}
	return []Finding{{Keyword: "that", Want: e.That, Got: got,
		Message: text("The condition %s does not hold: %s.", "条件 %s 不成立：%s。", e.That, got)}}, nil
}

// operands shows the value of each simple path of a condition.
func operands(expr string, scope map[string]any, x *Expressions) string {
	var parts []string
	seen := map[string]bool{}
	for _, at := range operand.FindAllStringIndex(expr, -1) {
		p := expr[at[0]:at[1]]
		called := at[1] < len(expr) && expr[at[1]] == '('
		quoted := at[0] > 0 && strings.ContainsRune(`'"`, rune(expr[at[0]-1]))
		if seen[p] || called || quoted {
			continue
		}
		seen[p] = true
		if val, err := x.Eval(p, scope); err == nil {
			parts = append(parts, p+" = "+short(val))
		}
	}
	return strings.Join(parts, ", ")
}

// Instant parses an RFC 3339 date-time.
func Instant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil
}
