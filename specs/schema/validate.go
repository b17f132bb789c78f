package schema

// Validate judges the instance v: no violation means that it is valid. There is
// one violation per defect, in the order of the instance (members by name,
// items by position), equal for equal input:
//
//   - "required" (and "dependentRequired") comes once for each missing member,
//     at the object, with the member's name in Want;
//   - "additionalProperties", "unevaluatedProperties", "propertyNames",
//     "readOnly" and "writeOnly" come at the member that must not be there;
//   - a failed anyOf or oneOf is reported by the faults of the branch that the
//     instance was meant for, when type, const, enum or a discriminator tell
//     which, and else once by itself;
//   - a value of a wrong type, or outside of its enum, is judged no further.
func (c *Schema) Validate(v any) []Violation {
	violations, _ := c.look(v, nil)
	return violations
}

func (f fault) violation() Violation {
	return Violation{
		Instance: f.place.pointer(),
		Keyword:  f.keyword,
		Schema:   f.schema,
		Want:     render(f.want),
		Got:      render(f.got),
	}
}
