package foreign

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// places are the parts of Swagger 2.0 that stand elsewhere in OpenAPI 3.
var places = strings.NewReplacer("#/definitions/", "#/components/schemas/", "#/responses/", "#/components/responses/",
	"#/parameters/", "#/components/parameters/")

// asWritten turns a pointer of the converted document back.
var asWritten = strings.NewReplacer("/components/schemas/", "/definitions/", "/components/responses/", "/responses/",
	"/components/parameters/", "/parameters/", "/components/securitySchemes/", "/securityDefinitions/")

// fromSwagger brings a Swagger 2.0 tree to the form of OpenAPI 3.0. A file that
// holds only schemas keeps its form.
func fromSwagger(v any) any {
	if root, ok := v.(map[string]any); !ok || root["swagger"] == nil {
		return v
	}
	root, _ := renamed(v).(map[string]any)
	s := &swagger{consumes: texts(root["consumes"]), produces: texts(root["produces"]), shared: member(root, "parameters")}
	out := map[string]any{"openapi": "3.0.3", "info": root["info"], "servers": []any{map[string]any{"url": root["basePath"]}}}
	if root["basePath"] == nil {
		delete(out, "servers")
	}
	if root["security"] != nil {
		out["security"] = root["security"]
	}
	responses, parameters := map[string]any{}, map[string]any{}
	for name, r := range member(root, "responses") {
		responses[name] = s.response(r, s.produces)
	}
	for name, p := range s.shared {
		if m, ok := p.(map[string]any); ok && m["in"] != "body" && m["in"] != "formData" {
			parameters[name] = parameter(m)
		}
	}
	out["components"] = map[string]any{"schemas": orEmpty(root["definitions"]), "responses": responses, "parameters": parameters,
		"securitySchemes": schemes(member(root, "securityDefinitions"))}
	paths := map[string]any{}
	for p, item := range member(root, "paths") {
		paths[p] = s.item(item)
	}
	out["paths"] = paths
	return out
}

type swagger struct {
	consumes, produces []string
	shared             map[string]any
}

func (s *swagger) item(v any) any {
	item, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := copyOf(item)
	params, body := s.split(item["parameters"], s.consumes)
	if delete(out, "parameters"); len(params) > 0 {
		out["parameters"] = params
	}
	for _, method := range []string{"get", "put", "post", "delete", "options", "head", "patch"} {
		if op, ok := item[method].(map[string]any); ok {
			out[method] = s.operation(op, body)
		}
	}
	return out
}

func (s *swagger) operation(op map[string]any, inherited any) any {
	out := copyOf(op)
	consumes, produces := s.consumes, s.produces
	if op["consumes"] != nil {
		consumes = texts(op["consumes"])
	}
	if op["produces"] != nil {
		produces = texts(op["produces"])
	}
	params, body := s.split(op["parameters"], consumes)
	if body == nil {
		body = inherited
	}
	if delete(out, "parameters"); len(params) > 0 {
		out["parameters"] = params
	}
	if body != nil {
		out["requestBody"] = body
	}
	responses := map[string]any{}
	for status, r := range member(op, "responses") {
		responses[status] = s.response(r, produces)
	}
	out["responses"] = responses
	return out
}

// split tells parameters from the body they describe.
func (s *swagger) split(v any, consumes []string) (params []any, body any) {
	list, _ := v.([]any)
	form, required, encoding := map[string]any{}, []any{}, map[string]any{}
	for _, e := range list {
		m, _ := e.(map[string]any)
		if ref, ok := m["$ref"].(string); ok {
			if p, ok := s.shared[ref[strings.LastIndexByte(ref, '/')+1:]].(map[string]any); ok {
				m = p
			}
		}
		switch m["in"] {
		case "body":
			body = map[string]any{"required": m["required"] == true, "content": content(m["schema"], consumes)}
		case "formData":
			form[text(m["name"])] = schemaOf(m)
			if m["type"] == "array" {
				encoding[text(m["name"])] = separation(m)
			}
			if m["required"] == true {
				required = append(required, m["name"])
			}
		default:
			params = append(params, parameter(m))
		}
	}
	if len(form) > 0 {
		consumes = slices.DeleteFunc(slices.Clone(consumes), isJSON)
		if len(consumes) == 0 {
			consumes = []string{"application/x-www-form-urlencoded"}
		}
		all := content(map[string]any{"type": "object", "properties": form, "required": required}, consumes)
		for _, m := range all {
			m.(map[string]any)["encoding"] = encoding
		}
		body = map[string]any{"required": len(required) > 0, "content": all}
	}
	return params, body
}

// kept are the members of a parameter or header that are not of its schema.
var kept = []string{"name", "in", "description", "required", "$ref", "allowEmptyValue"}

// separated are the styles of lists that are not separated by commas.
var separated = map[string]string{"ssv": "spaceDelimited", "tsv": "tabDelimited", "pipes": "pipeDelimited"}

func parameter(m map[string]any) map[string]any {
	out := map[string]any{}
	for _, k := range kept {
		if v, ok := m[k]; ok {
			out[k] = v
		}
	}
	if m["$ref"] == nil {
		out["schema"] = schemaOf(m)
		if m["type"] == "array" && m["in"] == "query" {
			maps.Copy(out, separation(m))
		}
	}
	return out
}

// separation is the style of a list.
func separation(m map[string]any) map[string]any {
	return map[string]any{"explode": m["collectionFormat"] == "multi", "style": cmp.Or(separated[text(m["collectionFormat"])], "form")}
}

func schemaOf(m map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range m {
		if !slices.Contains(kept, k) && k != "collectionFormat" && !strings.HasPrefix(k, "x-") {
			out[k] = v
		}
	}
	return out
}

func (s *swagger) response(v any, produces []string) any {
	m, ok := v.(map[string]any)
	if !ok || m["$ref"] != nil {
		return v
	}
	out := copyOf(m)
	delete(out, "schema")
	delete(out, "examples")
	if m["schema"] != nil {
		out["content"] = content(m["schema"], produces)
	}
	headers := map[string]any{}
	for name, h := range member(m, "headers") {
		if hm, ok := h.(map[string]any); ok {
			headers[name] = parameter(hm)
		}
	}
	out["headers"] = headers
	return out
}

func content(schema any, types []string) map[string]any {
	if len(types) == 0 {
		types = []string{"application/json"}
	}
	out := map[string]any{}
	for _, t := range types {
		out[t] = map[string]any{"schema": schema}
	}
	return out
}

func schemes(defs map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range defs {
		m, _ := v.(map[string]any)
		next := copyOf(m)
		if m["type"] == "basic" {
			next["type"], next["scheme"] = "http", "basic"
		}
		out[name] = next
	}
	return out
}

// renamed copies a tree with its references turned to their new places.
func renamed(v any) any {
	switch t := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(t))
		for k, e := range t {
			if ref, ok := e.(string); ok && k == "$ref" && strings.HasPrefix(ref, "#/") {
				out[k] = places.Replace(ref)
				continue
			}
			out[k] = renamed(e)
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = renamed(e)
		}
		return out
	}
	return v
}

func member(m map[string]any, key string) map[string]any {
	out, _ := m[key].(map[string]any)
	return out
}

func orEmpty(v any) any {
	if v == nil {
		return map[string]any{}
	}
	return v
}

func texts(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, e := range list {
		out = append(out, text(e))
	}
	return out
}

func text(v any) string { s, _ := v.(string); return s }

// copyOf is a shallow copy, never nil.
func copyOf(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return maps.Clone(m)
}
