package specs

import "github.com/cityconf/cityconf/specs/document"

// ruleUnits wants every unit that a schema names to be in the registry.
func ruleUnits(l *loading) {
	codes := collect(l.std.Units, func(u Unit) string { return u.Code })
	check := func(file, pointer string, v any) {
		if code, ok := v.(string); ok {
			l.known(Source{File: file, Pointer: pointer}, "", "unit", code, codes)
		}
	}
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		if unit, ok := m["x-ucis-unit"]; ok {
			check(file, pointer+"/x-ucis-unit", unit)
		}
		properties, _ := m["properties"].(map[string]any)
		allowed(properties["unit"], pointer+"/properties/unit", func(at string, v any) { check(file, at, v) })
		return !isData(pointer)
	})
}

// allowed visits the values that const and enum of a schema allow.
func allowed(node any, pointer string, visit func(pointer string, v any)) {
	m, _ := node.(map[string]any)
	if v, ok := m["const"]; ok {
		visit(pointer+"/const", v)
	}
	values, _ := m["enum"].([]any)
	for i, v := range values {
		visit(document.Join(pointer, "enum", itoa(i)), v)
	}
}
