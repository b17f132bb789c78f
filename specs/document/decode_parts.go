package document

import (
	"reflect"
	"strconv"
	"strings"
)

func (c *decoder) list(v any, into reflect.Value, pointer string) bool {
	items, ok := v.([]any)
	if !ok {
		return false
	}
	into.Set(reflect.MakeSlice(into.Type(), len(items), len(items)))
	for i, item := range items {
		c.decode(item, into.Index(i), pointer+"/"+strconv.Itoa(i))
	}
	return true
}

func (c *decoder) mapping(v any, into reflect.Value, pointer string) bool {
	members, ok := v.(map[string]any)
	if !ok || into.Type().Key().Kind() != reflect.String {
		return false
	}
	into.Set(reflect.MakeMapWithSize(into.Type(), len(members)))
	for _, key := range Keys(members) {
		value := reflect.New(into.Type().Elem()).Elem()
		c.decode(members[key], value, Join(pointer, key))
		into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), value)
	}
	return true
}

func (c *decoder) structure(v any, into reflect.Value, pointer string) bool {
	members, ok := v.(map[string]any)
	if !ok {
		return false
	}
	fields := fieldsOf(into)
	for _, key := range Keys(members) {
		at := Join(pointer, key)
		if field, known := fields[key]; known {
			c.decode(members[key], field, at)
			continue
		}
		c.problem(at, strconv.Quote(key)+" is not a key known here", Suggest(key, Keys(fields)))
	}
	return true
}

// fieldsOf maps the json names of a struct to its fields; those of embedded
// structs count as its own.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			for n, inner := range fieldsOf(v.Field(i)) {
				fields[n] = inner
			}
		case !f.IsExported() || name == "-":
		case name == "":
			fields[f.Name] = v.Field(i)
		default:
			fields[name] = v.Field(i)
		}
	}
	return fields
}

func (c *decoder) problem(pointer, message, hint string) {
	c.problems = append(c.problems, c.doc.Problem(pointer, message, hint))
}

// wrong reports a value of another type than expected.
func (c *decoder) wrong(v any, expected, pointer string) {
	c.problem(pointer, "expected "+expected+", found "+Describe(v), advice(v, expected))
}
