package check

import (
	"fmt"
	"slices"
)

// Judged is one standing assertion made on one exchange: for which requirement
// it counts, and what was found. Empty findings mean that it holds.
type Judged struct {
	Requirement string
	Assertion   string
	Findings    []Finding
}

// located is a finding with the schema or operation places it breaks, nearest
// first: they decide which requirement it counts for.
type located struct {
	Finding
	places []string
}

// standing is a check made on every HTTP answer of a run, whatever the case
// was about. applies guards against judging what an answer cannot show.
type standing struct {
	key     string
	applies func(*View, *Context) bool
	judge   func(*View, *Context) ([]located, error)
	shown   func(*View, *Context) ([]string, error) // places with a local requirement that the answer showed
}

var standingChecks = []standing{
	{key: "response.no-5xx", applies: answered, judge: judgeServerError},
	{key: "response.status", applies: documented, judge: judgeDocumentedStatus},
	{key: "response.media-type", applies: hasDocumentedBody, judge: judgeMediaType},
	{key: "response.json", applies: hasJSON, judge: judgeStrictJSON},
	{key: "response.schema", applies: hasSchema, judge: judgeResponseSchema, shown: shownPlaces},
	{key: "response.header", applies: hasDocumentedHeaders, judge: judgeHeaders},
	{key: "response.no-body", applies: mustBeBare, judge: judgeBare},
	{key: "response.problem", applies: isError, judge: judgeErrorBody},
	{key: "response.leak", applies: isError, judge: judgeLeak},
	{key: "response.geometry", applies: hasGeometry, judge: judgeGeometry},
	{key: "response.clock", applies: hasSchema, judge: judgeClock},
	{key: "response.personal", applies: hasAddress, judge: judgePersonal},
	{key: "response.latency", applies: hasLatency, judge: judgeLatency},
}

// StandingKeys lists the assertion keys judged on every HTTP answer.
func StandingKeys() []string {
	keys := []string{"response.invariant"}
	for _, s := range standingChecks {
		keys = append(keys, s.key)
	}
	slices.Sort(keys)
	return keys
}

// Standing judges an exchange by every standing check that applies and whose
// key some requirement of the standard names. The order is that of the table.
func Standing(v *View, c *Context) ([]Judged, error) {
	var all []Judged
	for _, s := range standingChecks {
		if !s.applies(v, c) {
			continue
		}
		judged, err := s.run(v, c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.key, err)
		}
		all = append(all, judged...)
	}
	inv, err := invariants(v, c)
	return append(all, inv...), err
}

// run makes one standing check and sorts its findings by the requirement each
// counts for; requirements that were shown and not broken pass.
func (s standing) run(v *View, c *Context) ([]Judged, error) {
	found, err := s.judge(v, c)
	if err != nil {
		return nil, err
	}
	op := operationPlace(c)
	var shown []string
	if s.shown != nil && len(found) == 0 {
		if shown, err = s.shown(v, c); err != nil {
			return nil, err
		}
	}
	return attribute(c, s.key, op, found, shown), nil
}

// attribute sorts findings by the requirement each counts for: that of the
// nearest place with a link, else that of at, the operation or channel.
// Requirements of at and of shown places that nothing broke pass.
func attribute(c *Context, key, at string, found []located, shown []string) []Judged {
	broken := map[string][]Finding{}
	for _, f := range found {
		id := c.requirement(key, append(f.places, at))
		f.Requirement, f.Assertion = id, key
		broken[id] = append(broken[id], f.Finding)
	}
	passing := []string{c.requirement(key, []string{at})}
	for _, p := range shown {
		passing = append(passing, c.requirement(key, []string{p}))
	}
	for _, id := range passing {
		if _, ok := broken[id]; !ok {
			broken[id] = nil
		}
	}
	delete(broken, "") // the standard asks nothing of the kind
	var all []Judged
	for _, id := range sortedKeys(broken) {
		all = append(all, Judged{Requirement: id, Assertion: key, Findings: broken[id]})
	}
	return all
}

// requirement is the one that the nearest of the places leads to, among those
// that count.
func (c *Context) requirement(key string, places []string) string {
	for i := range places {
		id := c.Standard.RequirementFor(key, places[i:]...)
		if r := c.Standard.Requirement(id); r == nil || c.Classes == nil || slices.Contains(c.Classes, r.Class) {
			return id
		}
	}
	return ""
}

func operationPlace(c *Context) string {
	if c.Operation == nil {
		return ""
	}
	return c.Operation.Document + "#" + c.Operation.Pointer
}

func answered(v *View, _ *Context) bool { return v.Answered() }

func documented(v *View, c *Context) bool { return v.Answered() && c.Operation != nil }

func isError(v *View, _ *Context) bool { return v.Status >= 400 && v.Sent.Method != "HEAD" }
