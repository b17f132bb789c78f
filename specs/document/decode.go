package document

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Decode fills a Go value from the part of a document at a pointer, by the
// json tags of its structs, and strictly: a key that no field has and a value
// of another type are problems, each with line and pointer. What can be
// decoded is, so that all problems show at once; none means that all is well.
//
// Into is a pointer to structs, maps with text keys, slices, pointers, text,
// booleans, numbers, [encoding/json.Number] or any, nested as wanted. A null
// is accepted only by pointers and any.
func Decode(d *Document, pointer string, into any) []Problem {
	v, ok := d.Lookup(pointer)
	if !ok {
		return []Problem{d.Problem(pointer, "nothing stands here", "add it")}
	}
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return []Problem{d.Problem(pointer, fmt.Sprintf("cannot be decoded into %T", into), "")}
	}
	c := &decoder{doc: d}
	c.decode(v, target.Elem(), pointer)
	return c.problems
}

type decoder struct {
	doc      *Document
	problems []Problem
}

var (
	anyType    = reflect.TypeFor[any]()
	numberType = reflect.TypeFor[json.Number]()
)

func (c *decoder) decode(v any, into reflect.Value, pointer string) {
	switch {
	case into.Type() == anyType:
		if v != nil {
			into.Set(reflect.ValueOf(v))
		}
	case into.Kind() == reflect.Pointer:
		c.pointer(v, into, pointer)
	case into.Type() == numberType:
		if n, ok := v.(json.Number); ok {
			into.SetString(string(n))
			return
		}
		c.wrong(v, "a number", pointer)
	default:
		c.kind(v, into, pointer)
	}
}

func (c *decoder) pointer(v any, into reflect.Value, pointer string) {
	if v == nil {
		return
	}
	target := reflect.New(into.Type().Elem())
	c.decode(v, target.Elem(), pointer)
	into.Set(target)
}

func (c *decoder) kind(v any, into reflect.Value, pointer string) {
	expected, ok := c.fill(v, into, pointer)
	switch {
	case expected == "":
		c.problem(pointer, "cannot be decoded into "+into.Type().String(), "")
	case !ok:
		c.wrong(v, expected, pointer)
	}
}

// fill tells what the Go value expects, "" when it cannot be decoded, and
// whether the document's value is of that kind.
func (c *decoder) fill(v any, into reflect.Value, pointer string) (expected string, ok bool) {
	switch into.Kind() {
	case reflect.String:
		return "text", fillText(v, into)
	case reflect.Bool:
		return "true or false", fillBool(v, into)
	case reflect.Struct:
		return "a mapping", c.structure(v, into, pointer)
	case reflect.Map:
		return "a mapping", c.mapping(v, into, pointer)
	case reflect.Slice:
		return "a list", c.list(v, into, pointer)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Sprintf("a whole number of at most %d bits", into.Type().Bits()), fillInt(v, into)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprintf("a whole number from 0 of at most %d bits", into.Type().Bits()), fillUint(v, into)
	case reflect.Float32, reflect.Float64:
		return "a number", fillFloat(v, into)
	}
	return "", false
}
