package schema

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// graph turns the library's compiled schemas into nodes, each place once,
// however often the library compiles it.
type graph struct {
	set     *Set
	done    map[string]*node // by place, finished by an earlier Compile
	pending map[string]*node // of the Compile under way
	order   []*node          // the pending ones
	todo    []*jsonschema.Schema
	dynamic bool // whether the set's documents use $dynamicRef at all
	err     error
}

func newGraph(s *Set) *graph {
	g := &graph{set: s, done: map[string]*node{}}
	for _, doc := range s.docs {
		g.dynamic = g.dynamic || usesDynamicRefs(doc)
	}
	return g
}

// build makes the node of s and of all that it leads to.
func (g *graph) build(s *jsonschema.Schema) (*node, error) {
	g.pending, g.order, g.todo, g.err = map[string]*node{}, nil, nil, nil
	root := g.node(s)
	for len(g.todo) > 0 && g.err == nil {
		next := g.todo[len(g.todo)-1]
		g.todo = g.todo[:len(g.todo)-1]
		g.fill(g.pending[next.Location], next)
	}
	if g.err == nil {
		slices.SortFunc(g.order, func(a, b *node) int { return cmp.Compare(a.at, b.at) })
		g.err = checkEndless(g.order)
	}
	if g.err != nil {
		return nil, g.err
	}
	hideMembers(g.order)
	maps.Copy(g.done, g.pending)
	return root, nil
}

// node returns the node of s; it may still be empty.
func (g *graph) node(s *jsonschema.Schema) *node {
	if s == nil {
		return nil
	}
	if n, ok := g.done[s.Location]; ok {
		return n
	}
	if n, ok := g.pending[s.Location]; ok {
		return n
	}
	uri, ptr := splitLocation(s.Location)
	n := &node{at: g.set.display(uri, ptr), boolean: s.Bool, keyword: keywordAt(ptr)}
	g.pending[s.Location] = n
	g.order = append(g.order, n)
	g.todo = append(g.todo, s)
	return n
}

func (g *graph) nodes(list []*jsonschema.Schema) []*node {
	var out []*node
	for _, s := range list {
		out = append(out, g.node(s))
	}
	return out
}

func (g *graph) fill(n *node, s *jsonschema.Schema) {
	uri, ptr := splitLocation(s.Location)
	n.ref = g.node(s.Ref)
	if g.dynamic {
		n.resource = g.resource(uri, ptr, s)
		n.dynamicAnchor, n.recursive = s.DynamicAnchor, s.RecursiveAnchor
	}
	if s.DraftVersion < 2019 && s.Ref != nil {
		return // siblings of $ref are ignored
	}
	if raw, err := lookup(g.set.docs[g.set.home(uri)], ptr); err == nil {
		n.raw, _ = raw.(map[string]any)
	}
	n.extended = isExtended(n.raw)
	n.types, n.constant = kindsOf(s.Types), s.Const
	if s.Enum != nil {
		n.enum = s.Enum.Values
	}
	if name, ok := n.raw["format"].(string); ok && g.set.settings.asserts(name) {
		n.format = name
	}
	n.dynamicRef = g.dynamicRefOf(s)
	n.inPlace = g.inPlaceOf(n, s)
	n.object, n.array = g.objectRulesOf(n, s), g.arrayRulesOf(n, s)
	n.text, n.numeric = textRulesOf(s), numericRulesOf(s)
}

func (g *graph) inPlaceOf(n *node, s *jsonschema.Schema) inPlace {
	return inPlace{
		allOf: g.nodes(s.AllOf), anyOf: g.nodes(s.AnyOf), oneOf: g.nodes(s.OneOf),
		not: g.node(s.Not), when: g.node(s.If), then: g.node(s.Then), otherwise: g.node(s.Else),
		dependents:         g.dependentsOf(s),
		unevaluatedMembers: g.node(s.UnevaluatedProperties),
		unevaluatedItems:   g.node(s.UnevaluatedItems),
	}
}

func (g *graph) dependentsOf(s *jsonschema.Schema) (out []dependent) {
	for trigger, sub := range s.DependentSchemas {
		out = append(out, dependent{keyword: "dependentSchemas", trigger: trigger, schema: g.node(sub)})
	}
	for trigger, members := range s.DependentRequired {
		out = append(out, dependent{keyword: "dependentRequired", trigger: trigger, members: members})
	}
	for trigger, either := range s.Dependencies {
		d := dependent{keyword: "dependencies", trigger: trigger}
		d.members, _ = either.([]string)
		if sub, ok := either.(*jsonschema.Schema); ok {
			d.schema = g.node(sub)
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b dependent) int {
		return cmp.Or(cmp.Compare(a.keyword, b.keyword), cmp.Compare(a.trigger, b.trigger))
	})
	return out
}

func (g *graph) objectRulesOf(n *node, s *jsonschema.Schema) *objectRules {
	rules := &objectRules{
		min: s.MinProperties, max: s.MaxProperties, required: s.Required,
		additional: g.either(n, "additionalProperties", s.AdditionalProperties),
		names:      g.node(s.PropertyNames),
	}
	if len(s.Properties) > 0 {
		rules.properties = make(map[string]*node, len(s.Properties))
		for name, sub := range s.Properties {
			rules.properties[name] = g.node(sub)
		}
	}
	for re, sub := range s.PatternProperties {
		if p, ok := re.(*pattern); ok {
			rules.patterns = append(rules.patterns, patternRule{p, g.node(sub)})
		}
	}
	slices.SortFunc(rules.patterns, func(a, b patternRule) int { return cmp.Compare(a.pattern.source, b.pattern.source) })
	if rules.min == nil && rules.max == nil && rules.required == nil && rules.properties == nil &&
		rules.patterns == nil && rules.additional == nil && rules.names == nil {
		return nil
	}
	return rules
}

func (g *graph) arrayRulesOf(n *node, s *jsonschema.Schema) *arrayRules {
	rules := &arrayRules{
		min: s.MinItems, max: s.MaxItems, unique: s.UniqueItems,
		prefix: g.nodes(s.PrefixItems), rest: g.node(s.Items2020),
		contains: g.node(s.Contains), minContains: s.MinContains, maxContains: s.MaxContains,
		containsEvaluates: s.DraftVersion >= 2020,
	}
	switch items := s.Items.(type) {
	case *jsonschema.Schema:
		rules.rest = g.node(items)
	case []*jsonschema.Schema:
		rules.prefix = g.nodes(items)
		rules.rest = g.either(n, "additionalItems", s.AdditionalItems)
	}
	if rules.min == nil && rules.max == nil && !rules.unique && rules.prefix == nil &&
		rules.rest == nil && rules.contains == nil {
		return nil
	}
	return rules
}

// either gives the node of a keyword that the library keeps as a boolean or as
// a schema.
func (g *graph) either(n *node, keyword string, value any) *node {
	switch value := value.(type) {
	case bool:
		return &node{at: n.at + "/" + keyword, boolean: &value, keyword: keyword}
	case *jsonschema.Schema:
		return g.node(value)
	}
	return nil
}

// splitLocation takes a library location apart: absolute URI and pointer
// without percent-encoding.
func splitLocation(location string) (uri, ptr string) {
	uri, fragment, _ := strings.Cut(location, "#")
	ptr, err := url.PathUnescape(fragment)
	if err != nil {
		ptr = fragment
	}
	return uri, ptr
}

// display is how a place is named to the outside.
func (s *Set) display(uri, ptr string) string {
	name, ok := s.names[uri]
	if !ok {
		name = strings.TrimPrefix(uri, origin)
	}
	return name + "#" + ptr
}

// keywordAt is the keyword under which the schema at ptr stands.
func keywordAt(ptr string) string {
	tokens := strings.Split(ptr, "/")
	last := tokens[len(tokens)-1]
	if len(tokens) < 3 {
		return last
	}
	switch holder := tokens[len(tokens)-2]; holder {
	case "properties", "patternProperties", "prefixItems", "items", "allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies":
		return holder
	}
	return last
}
