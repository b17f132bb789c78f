package derive

import (
	"errors"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites/synth"
)

// What a stranger's document may cost. Its size is not ours to choose: a large
// one gets fewer variations of each schema, never fewer operations.
const (
	mostCases  = 10_000  // of all operations together, about
	mostMade   = 250     // instances of each side of a schema
	mostWork   = 500_000 // instances of a schema times its parts
	fewestMade = 6       // instances in any case
	mostSteps  = 500_000 // of making instances, see synth.Work
	stepsEach  = 1_000   // more for each operation
	share      = 8       // of what is left of mostCases one schema takes this part at most
)

// most is how many instances of each side are made of a schema, 0 for no bound.
func (d *deriver) most(ref string) int {
	if !d.std.Conventions.Samples {
		return 0
	}
	left := mostCases - len(d.suite.Cases)
	return max(fewestMade, min(mostMade, left/share, mostWork/d.weight(ref)))
}

// heaviest is where counting the parts of a schema ends.
const heaviest = 20_000

// weight counts the parts of a schema and of all that it refers to; an
// alternative counts more, for each instance is held against all of them.
func (d *deriver) weight(ref string) int {
	seen, todo, parts := map[string]bool{}, []string{ref}, 1
	for len(todo) > 0 && parts < heaviest {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		node, err := d.std.Schemas.Lookup(next)
		if err != nil || seen[next] {
			continue
		}
		seen[next] = true
		document.Walk(node, "", func(_ string, v any) bool {
			m, ok := v.(map[string]any)
			if !ok {
				return parts < heaviest
			}
			parts++
			for _, key := range []string{"oneOf", "anyOf"} {
				branches, _ := m[key].([]any)
				parts += 30 * len(branches)
			}
			if target, ok := m["$ref"].(string); ok {
				if abs, err := d.std.Schemas.Resolve(next, target); err == nil {
					todo = append(todo, abs)
				}
			}
			return parts < heaviest
		})
	}
	return parts
}

// within lets the making of instances of one schema cost no more than its part
// of the work that is left for the document.
func (d *deriver) within(o synth.Options) synth.Options {
	o.Work = d.work.Part(share)
	return o
}

// unmade says why no instance of a schema was made.
func unmade(err error) specs.Text {
	if errors.Is(err, synth.ErrWork) {
		return specs.Text{EN: synth.ErrWork.Error() + "; no body is made", ZH: "该模式的工作量预算已用尽，未生成请求体"}
	}
	return specs.Text{EN: err.Error(), ZH: err.Error()}
}
