package specs

import (
	"path"
	"sort"
	"strings"
	"unicode"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// Infer finds the resources of an interface from the shape of its paths: an
// item is addressed one placeholder below its collection ("/x" and "/x/{id}").
// Nothing but the operations and their schemas is needed, so that it serves
// any OpenAPI document. The resources are sorted by collection path; Domain is
// left empty.
func Infer(operations []openapi.Operation, schemas *schema.Set) []Resource {
	paths := map[string]methods{}
	for i := range operations {
		op := &operations[i]
		if paths[op.Path] == nil {
			paths[op.Path] = methods{}
		}
		paths[op.Path][op.Method] = op
	}
	var found []Resource
	for item, ops := range paths {
		if r, ok := inferOne(item, ops, paths); ok {
			found = append(found, r)
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Collection < found[j].Collection })
	for i := range found {
		found[i].Unique, found[i].UniqueWithin = uniqueMembers(schemas, found[i].NewSchema)
		found[i].Parent = parentOf(found[i].Collection, found)
		found[i].Batch = batchOf(found[i].Collection, operations)
		found[i].Observations = historyOf(found[i].Item, "observations", operations)
		found[i].Aggregates = historyOf(found[i].Item, "aggregates", operations)
		found[i].Machine = machineOf(schemas, found[i].Schema)
		found[i].Moves = movesOf(&found[i], operations)
	}
	return found
}

// batchOf is the operation that writes many objects of a collection at once: a
// POST one level below it that says so with x-ucis-batch.
func batchOf(collection string, operations []openapi.Operation) string {
	for i := range operations {
		if op := &operations[i]; op.Extensions["x-ucis-batch"] == true && op.Method == "POST" && path.Dir(op.Path) == collection {
			return op.ID
		}
	}
	return ""
}

// historyOf is the operation below an item that shows its past in one way:
// as observations, or as aggregates over windows.
func historyOf(item, kind string, operations []openapi.Operation) string {
	for i := range operations {
		if op := &operations[i]; op.Extensions["x-ucis-history"] == kind && strings.HasPrefix(op.Path, item+"/") {
			return op.ID
		}
	}
	return ""
}

// methods are the operations of one path, by method.
type methods map[string]*openapi.Operation

func (m methods) id(method string) string {
	if op := m[method]; op != nil {
		return op.ID
	}
	return ""
}

func inferOne(item string, ops methods, paths map[string]methods) (Resource, bool) {
	collection, last := path.Split(item)
	collection = strings.TrimSuffix(collection, "/")
	name, isItem := placeholderName(last)
	if _, nested := placeholderName(path.Base(collection)); !isItem || nested || collection == "" {
		return Resource{}, false
	}
	all := paths[collection]
	r := Resource{
		Collection: collection, Item: item, IDParam: name,
		List: all.id("GET"), Create: all.id("POST"),
		Read: ops.id("GET"), Replace: ops.id("PUT"), Patch: ops.id("PATCH"), Delete: ops.id("DELETE"),
	}
	if r.Read == "" && r.List == "" && r.Create == "" {
		return Resource{}, false
	}
	r.Schema = responseSchema(ops["GET"], "200")
	if create := all["POST"]; create != nil && create.Body != nil && len(create.Body.Content) > 0 {
		r.NewSchema = create.Body.Content[0].Schema
	}
	r.Name = resourceName(r)
	return r, true
}

func placeholderName(segment string) (string, bool) {
	inner, ok := strings.CutPrefix(segment, "{")
	name, closed := strings.CutSuffix(inner, "}")
	return name, ok && closed && !strings.Contains(name, "{")
}

func responseSchema(op *openapi.Operation, status string) string {
	if op == nil {
		return ""
	}
	for _, r := range op.Responses {
		if r.Status == status && len(r.Content) > 0 {
			return r.Content[0].Schema
		}
	}
	return ""
}

// resourceName is the name of the schema when it has one of its own, else the
// last segment of the collection in the singular: "street-lights" → "StreetLight".
func resourceName(r Resource) string {
	for _, ref := range []string{r.Schema, r.NewSchema} {
		_, pointer, _ := strings.Cut(ref, "#")
		if dir, name := path.Split(pointer); dir == "/components/schemas/" || dir == "/$defs/" {
			return name
		}
	}
	return pascal(singular(path.Base(r.Collection)))
}

func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}

func pascal(words string) string {
	parts := strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, p := range parts {
		runes := []rune(p)
		runes[0] = unicode.ToUpper(runes[0])
		parts[i] = string(runes)
	}
	return strings.Join(parts, "")
}

// parentOf is the resource below whose item a collection stands; the nearest.
func parentOf(collection string, all []Resource) string {
	best, name := "", ""
	for _, r := range all {
		if strings.HasPrefix(collection, r.Item+"/") && len(r.Item) > len(best) {
			best, name = r.Item, r.Name
		}
	}
	return name
}

// resources infers the resources of the standard; the part whose document
// holds the operations is the domain when it is one.
func (l *loading) resources() []Resource {
	found := Infer(l.std.Operations, l.std.Schemas)
	folders := map[string]string{}
	for _, op := range l.std.Operations {
		folders[op.ID] = path.Dir(op.Document)
	}
	for i := range found {
		r := &found[i]
		for _, id := range []string{r.Read, r.List, r.Create} {
			if part := folders[id]; id != "" && l.std.isDomain(part) {
				r.Domain = part
			}
		}
	}
	return found
}
