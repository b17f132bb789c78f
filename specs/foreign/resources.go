package foreign

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// resources finds out which operations make, read and remove the same objects:
// by the links of the document, else by the shape of its paths.
func (b *builder) resources() {
	found := slices.DeleteFunc(specs.Infer(b.std.Operations, b.std.Schemas), func(r specs.Resource) bool {
		return strings.Contains(r.Collection, "{") // what stands below another object is not made
	})
	for i := range b.std.Operations {
		for _, l := range b.linksOf(&b.std.Operations[i]) {
			found = b.join(found, l)
		}
	}
	names := map[string]bool{}
	for i := range found {
		r := &found[i]
		for n, base := 2, r.Name; r.Name == "" || names[r.Name]; n++ {
			r.Name = fmt.Sprintf("%s%d", base, n)
		}
		names[r.Name] = true
		b.identify(r)
		r.Machine, r.Moves, r.Batch, r.Observations, r.Aggregates, r.Unique, r.UniqueWithin = nil, nil, "", "", "", nil, nil
	}
	b.std.Resources = found
	b.laws()
}

// identify finds the member that shows the identifier of a new object. Without
// one, no object can be made.
func (b *builder) identify(r *specs.Resource) {
	create := b.operation(r.Create)
	if create == nil || r.ID != "" {
		return
	}
	for _, made := range create.Responses {
		if made.Status != "200" && made.Status != "201" {
			continue
		}
		if len(made.Content) > 0 {
			members := specs.Members(b.std.Schemas, made.Content[0].Schema)
			for _, name := range []string{r.IDParam, "id", "_id", "uuid", "ID", "Id"} {
				if members[name] != "" {
					r.ID = document.Join("", name)
					return
				}
			}
		}
		if slices.ContainsFunc(made.Headers, func(h openapi.Parameter) bool { return strings.EqualFold(h.Name, "Location") }) {
			r.ID = specs.LocationID
			return
		}
	}
	r.Create = ""
}

// operation finds an operation that is tested, nil when there is none.
func (b *builder) operation(id string) *openapi.Operation {
	i := slices.IndexFunc(b.std.Operations, func(o openapi.Operation) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &b.std.Operations[i]
}
