package schema

// fromOpenAPI30 copies a tree of OpenAPI 3.0, in which schemas are those of
// JSON Schema draft-04 but for a few keywords (OpenAPI 3.0.3, section 4.7.24):
//
//   - nullable beside a type adds "null" to it; without a type it says nothing
//     (proposal 2019-10-31 "Clarify Nullable", part of 3.0.3);
//   - an empty required list, which draft-04 forbids, is dropped.
//
// Values inside of examples, defaults and enums are data and stay as they are;
// named tells that the keys of node are names, not keywords.
func fromOpenAPI30(node any, named bool) any {
	switch node := node.(type) {
	case map[string]any:
		out := make(map[string]any, len(node))
		for key, value := range node {
			if !named && isData(key) {
				out[key] = value
				continue
			}
			out[key] = fromOpenAPI30(value, !named && key == "properties")
		}
		if !named {
			allowNull(out)
			dropEmptyRequired(out)
		}
		return out
	case []any:
		out := make([]any, len(node))
		for i, item := range node {
			out[i] = fromOpenAPI30(item, false)
		}
		return out
	}
	return node
}

func allowNull(schema map[string]any) {
	name, ok := schema["type"].(string)
	if ok && schema["nullable"] == true {
		schema["type"] = []any{name, "null"}
	}
}

func dropEmptyRequired(schema map[string]any) {
	if list, ok := schema["required"].([]any); ok && len(list) == 0 {
		delete(schema, "required")
	}
}
