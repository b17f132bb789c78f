// Package derive turns a standard into test cases.
//
// In goes a [specs.Standard], a role, claimed classes and a seed; out comes a
// [suites.Suite]: pure data, the same on every machine. One file holds one
// derivation rule; the stateful laws are data too, under laws/. The package
// never sees a system.
package derive

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// Version is the version of the derivation rules. It changes whenever a rule
// emits other cases for an unchanged standard.
const Version = "0.1.0"

// ErrNoCase tells that nothing can be tested: an empty suite proves nothing.
var ErrNoCase = errors.New("no test case can be derived")

// Options select what is derived.
type Options struct {
	Role    string   // role of the ICS
	Classes []string // claimed; closed under requires here
	Seed    uint64
}

// Derive builds the suite for a standard. It fails with [ErrNoCase] when none
// results.
func Derive(std *specs.Standard, o Options) (*suites.Suite, error) {
	return newDeriver(std, o).derive()
}

func newDeriver(std *specs.Standard, o Options) *deriver {
	d := &deriver{std: std, opts: o, claimed: map[string]bool{}, ids: map[string]bool{}, refers: map[string][]reference{}, instances: map[string]instances{},
		suite: &suites.Suite{Standard: std, Version: Version, Seed: o.Seed, Role: o.Role, Classes: std.ClosureFor(o.Role, o.Classes)}}
	for _, c := range d.suite.Classes {
		d.claimed[c] = true
	}
	if std.Conventions.Samples {
		d.work = synth.NewWork(mostSteps + stepsEach*len(d.operations()))
	}
	return d
}

func (d *deriver) derive() (*suites.Suite, error) {
	if err := d.all(); err != nil {
		return nil, err
	}
	if len(d.suite.Cases) == 0 {
		return nil, fmt.Errorf("%w from %d classes of %s/%s", ErrNoCase, len(d.opts.Classes), d.std.ID, d.std.Version)
	}
	slices.SortFunc(d.suite.Cases, func(a, b *suites.TestCase) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(d.suite.Gaps, func(a, b suites.Gap) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Pointer, b.Pointer))
	})
	return d.suite, d.sign()
}

// deriver carries the suite under construction.
type deriver struct {
	std       *specs.Standard
	opts      Options
	suite     *suites.Suite
	claimed   map[string]bool
	ids       map[string]bool
	bodies    map[string]*bodies     // by resource
	refers    map[string][]reference // by schema reference
	instances map[string]instances
	work      *synth.Work // nil bounds nothing
	sent      *bodiesSent // nil unless a plan is wanted
}

// all applies every rule in a fixed order.
func (d *deriver) all() error {
	for _, rule := range []struct {
		name  string
		apply func() error
	}{
		{"fixtures", d.fixtures},
		{"bodies", d.bodyCases},
		{"parameters", d.parameterCases},
		{"negotiation", d.negotiationCases},
		{"routing", d.routingCases},
		{"headers", d.headerCases},
		{"authentication", d.authCases},
		{"scopes", d.scopeCases},
		{"tenants", d.tenantCases},
		{"transport", d.transportCases},
		{"mqtt5", d.mqtt5Cases},
		{"laws", d.lawCases},
		{"queries", d.queryCases},
		{"channels", d.channelCases},
		{"commands", d.commandCases},
		{"states", d.stateCases},
		{"discovery", d.discoveryCases},
		{"scenarios", d.scenarioCases},
	} {
		if err := rule.apply(); err != nil {
			return fmt.Errorf("derive %s: %w", rule.name, err)
		}
	}
	return nil
}

// add finishes a case: each expectation gets the requirement that its key and
// places lead to; expectations that the standard does not ask for are dropped,
// and a case without any is not emitted.
func (d *deriver) add(c *suites.TestCase, places ...string) {
	if d.std.Conventions.LeavesOpen(c.ID) || d.std.Connects(d.opts.Role) && asksInterface(c) {
		return
	}
	kept := 0
	for i := range c.Steps {
		kept += d.resolve(&c.Steps[i], places)
	}
	c.Needs = d.allNeeds(c)
	if kept == 0 {
		return
	}
	for n := 2; d.ids[c.ID]; n++ {
		c.ID = fmt.Sprintf("%s~%d", c.ID, n) // two schema places of one name: both are kept
	}
	d.ids[c.ID] = true
	d.suite.Cases = append(d.suite.Cases, c)
}

// asksInterface tells cases that need an interface or a broker of the system's
// own.
func asksInterface(c *suites.TestCase) bool {
	return slices.ContainsFunc(c.Steps, func(s suites.Step) bool {
		return s.Send != nil || s.Probe != nil || s.Listen != nil || s.Connect != nil && s.Connect.As != ""
	})
}

func (d *deriver) resolve(s *suites.Step, places []string) int {
	var kept []check.Expect
	for _, x := range s.Expect {
		if x.Requirement == "" {
			x.Requirement = d.std.RequirementFor(x.By, places...)
		}
		if r := d.std.Requirement(x.Requirement); r != nil && d.claimed[r.Class] {
			x.Status = d.std.Conventions.Allowed(x.By, x.Status)
			kept = append(kept, x)
		}
	}
	s.Expect = kept
	return len(kept)
}

// allNeeds adds the objects that the bodies of a case refer to by
// ${ref<Resource><n>Id}.
func (d *deriver) allNeeds(c *suites.TestCase) []suites.Need {
	needs := slices.Clone(c.Needs)
	b, err := json.Marshal(c.Steps)
	if err != nil {
		return needs
	}
	seen := map[string]bool{}
	for _, m := range refName.FindAllStringSubmatch(string(b), -1) {
		if nth := int(m[2][0]-'0') + 1; !seen[m[0]] {
			seen[m[0]] = true
			needs = append(needs, suites.Need{As: "ref" + m[1] + m[2], Resource: m[1], Nth: nth})
		}
	}
	return needs
}

// bodyNeeds lists the objects that a body refers to.
func (d *deriver) bodyNeeds(body any) []suites.Need {
	return d.allNeeds(&suites.TestCase{Steps: []suites.Step{{Send: &suites.Send{Body: body}}}})
}

var refName = regexp.MustCompile(`\$\{ref([A-Z][A-Za-z]*)([0-9])Id\}`)

func (d *deriver) gap(rule, operation, pointer, en, zh string) {
	d.suite.Gaps = append(d.suite.Gaps, suites.Gap{Rule: rule, Operation: operation, Pointer: pointer, Reason: specs.Text{EN: en, ZH: zh}})
}

// sign computes the digest over everything that is sent and expected.
func (d *deriver) sign() error {
	b, err := json.Marshal(struct {
		Standard string
		Suite    *suites.Suite
	}{d.std.Digest, d.suite})
	if err != nil {
		return fmt.Errorf("digest of the suite: %w", err)
	}
	sum := sha256.Sum256(b)
	d.suite.Digest = "sha256:" + hex.EncodeToString(sum[:])
	return nil
}
