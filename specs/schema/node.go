package schema

import (
	"math/big"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// node is one compiled schema as the evaluator reads it. It is immutable once
// Compile has returned.
type node struct {
	at       string         // "lgt/openapi.yaml#/components/schemas/Lamp"
	raw      map[string]any // keywords as written; nil when boolean or shadowed by $ref
	boolean  *bool
	extended bool   // raw has keywords that no dialect defines
	keyword  string // under which keyword it stands, for a schema that is false

	types      kinds
	constant   *any
	enum       []any
	format     string
	ref        *node
	dynamicRef *dynamicRef
	inPlace    // subschemas for the same place
	object     *objectRules
	array      *arrayRules
	text       *textRules
	numeric    *numericRules

	resource       *node            // root of the schema resource, when the set uses dynamic references
	dynamicAnchor  string           // name of the node's own $dynamicAnchor
	recursive      bool             // $recursiveAnchor of 2019-09
	dynamicAnchors map[string]*node // of a resource root

	marked [3]string            // per view: where the node is marked as not for this side, or ""
	hidden [3]map[string]string // per view: member → where it is marked so
}

// inPlace holds the subschemas that judge the same place as their parent.
type inPlace struct {
	allOf, anyOf, oneOf   []*node
	not                   *node
	when, then, otherwise *node
	dependents            []dependent
	unevaluatedMembers    *node
	unevaluatedItems      *node
	ownBranches           []string // names that a discriminator may give for each branch
}

// dependent is a subschema or a list of members that one member asks for.
type dependent struct {
	keyword, trigger string
	schema           *node
	members          []string
}

type dynamicRef struct {
	target    *node
	anchor    string // "" when the reference is to be followed as it stands
	recursive bool
}

type objectRules struct {
	min, max   *int
	required   []string
	properties map[string]*node
	patterns   []patternRule
	additional *node
	names      *node
}

type patternRule struct {
	pattern *pattern
	schema  *node
}

type arrayRules struct {
	min, max                 *int
	unique                   bool
	prefix                   []*node
	rest                     *node
	contains                 *node
	minContains, maxContains *int
	containsEvaluates        bool // since 2020-12
}

type textRules struct {
	min, max *int
	pattern  *pattern
}

type numericRules struct {
	limits     []limit
	multipleOf *big.Rat
}

// limit is one of minimum, maximum, exclusiveMinimum and exclusiveMaximum: the
// signs that the comparison of a value with the bound may not have.
type limit struct {
	keyword   string
	bound     *big.Rat
	forbidden [2]int
}

// kinds is a set of JSON types.
type kinds uint8

const (
	kindNull kinds = 1 << iota
	kindBoolean
	kindObject
	kindArray
	kindString
	kindNumber
	kindInteger
)

func kindNamed(name string) kinds {
	return map[string]kinds{
		"null": kindNull, "boolean": kindBoolean, "object": kindObject, "array": kindArray,
		"string": kindString, "number": kindNumber, "integer": kindInteger,
	}[name]
}

func kindsOf(t *jsonschema.Types) (out kinds) {
	if t == nil {
		return 0
	}
	for _, name := range t.ToStrings() {
		out |= kindNamed(name)
	}
	return out
}

func numericRulesOf(s *jsonschema.Schema) *numericRules {
	rules := numericRules{multipleOf: s.MultipleOf}
	for _, l := range []limit{
		{"minimum", s.Minimum, [2]int{-1, -1}},
		{"maximum", s.Maximum, [2]int{1, 1}},
		{"exclusiveMinimum", s.ExclusiveMinimum, [2]int{-1, 0}},
		{"exclusiveMaximum", s.ExclusiveMaximum, [2]int{1, 0}},
	} {
		if l.bound != nil {
			rules.limits = append(rules.limits, l)
		}
	}
	if rules.limits == nil && rules.multipleOf == nil {
		return nil
	}
	return &rules
}

func textRulesOf(s *jsonschema.Schema) *textRules {
	rules := textRules{min: s.MinLength, max: s.MaxLength}
	if p, ok := s.Pattern.(*pattern); ok {
		rules.pattern = p
	}
	if rules == (textRules{}) {
		return nil
	}
	return &rules
}
