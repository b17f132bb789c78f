package check

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

// values shows JSON values to the expression language as they are, without
// copying them: objects and arrays are wrapped and their members converted when
// an expression asks for them. Every number is a double.
type values struct{}

// NativeToValue implements the adapter of the expression language.
func (a values) NativeToValue(v any) ref.Val {
	switch t := v.(type) {
	case json.Number:
		f, err := t.Float64()
		if err != nil {
			return types.String(t)
		}
		return types.Double(f)
	case int:
		return types.Double(t)
	case map[string]any:
		return types.NewStringInterfaceMap(a, t)
	case []any:
		return types.NewDynamicList(a, t)
	case []string:
		return types.NewStringList(a, t)
	}
	return types.DefaultTypeAdapter.NativeToValue(v)
}

// Value turns a CEL value back into a JSON value.
func Value(v ref.Val) any {
	switch t := v.(type) {
	case types.Null:
		return nil
	case types.Bool:
		return bool(t)
	case types.String:
		return string(t)
	case types.Int:
		return json.Number(strconv.FormatInt(int64(t), 10))
	case types.Uint:
		return json.Number(strconv.FormatUint(uint64(t), 10))
	case types.Double:
		return json.Number(strconv.FormatFloat(float64(t), 'f', -1, 64))
	case types.Timestamp:
		return t.Time.UTC().Format("2006-01-02T15:04:05.000Z")
	case types.Duration:
		return strconv.FormatFloat(t.Duration.Seconds(), 'f', -1, 64) + "s"
	case traits.Mapper:
		m := map[string]any{}
		for it := t.Iterator(); it.HasNext() == types.True; {
			k := it.Next()
			m[fmt.Sprint(k.Value())] = Value(t.Get(k))
		}
		return m
	case traits.Lister:
		l := []any{}
		for it := t.Iterator(); it.HasNext() == types.True; {
			l = append(l, Value(it.Next()))
		}
		return l
	}
	return fmt.Sprint(v.Value())
}
