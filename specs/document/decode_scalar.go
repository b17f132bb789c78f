package document

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
)

func fillText(v any, into reflect.Value) bool {
	s, ok := v.(string)
	if ok {
		into.SetString(s)
	}
	return ok
}

func fillBool(v any, into reflect.Value) bool {
	b, ok := v.(bool)
	if ok {
		into.SetBool(b)
	}
	return ok
}

func fillFloat(v any, into reflect.Value) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	f, err := strconv.ParseFloat(string(n), into.Type().Bits())
	if err == nil {
		into.SetFloat(f)
	}
	return err == nil
}

func fillInt(v any, into reflect.Value) bool {
	n, ok := whole(v)
	if !ok || !n.IsInt64() || into.OverflowInt(n.Int64()) {
		return false
	}
	into.SetInt(n.Int64())
	return true
}

func fillUint(v any, into reflect.Value) bool {
	n, ok := whole(v)
	if !ok || !n.IsUint64() || into.OverflowUint(n.Uint64()) {
		return false
	}
	into.SetUint(n.Uint64())
	return true
}

// whole reads a number by value: 5, 5.0 and 5e0 are the same whole number.
// Spellings that no field could hold are refused before they cost memory.
func whole(v any) (*big.Int, bool) {
	n, ok := v.(json.Number)
	if !ok || len(n) > 40 {
		return nil, false
	}
	if i, ok := new(big.Int).SetString(string(n), 10); ok {
		return i, true
	}
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxUint64 {
		return nil, false
	}
	if f == 0 {
		digits, _, _ := strings.Cut(strings.ToLower(string(n)), "e")
		return new(big.Int), !strings.ContainsAny(digits, "123456789")
	}
	r, ok := new(big.Rat).SetString(string(n))
	if !ok || !r.IsInt() {
		return nil, false
	}
	return r.Num(), true
}
