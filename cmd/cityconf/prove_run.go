package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/reports/proof"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// provenSeed is the seed of the values in the suite that is proven.
const provenSeed = 1

// proofOptions say what to prove.
type proofOptions struct {
	names    []string // of faults and variations, all when empty
	seeds    int
	pairs    int
	pairSeed uint64
	workers  int
	full     bool
}

// prover tests one city after another. What is the same for all is made once:
// the standard, the schemas that it compiles, and the suite.
type prover struct {
	options proofOptions
	suite   *suites.Suite
	proof   *proof.Proof
	mu      sync.Mutex // of what several cities write to the proof
}

// prove tests cities, several at the same time, and gathers what each was
// blamed for.
func prove(ctx context.Context, progress io.Writer, o proofOptions) (*proof.Proof, error) {
	planted, liberties, err := selectPlants(o.names)
	if err != nil {
		return nil, err
	}
	std, err := published()
	if err != nil {
		return nil, err
	}
	started := time.Now()
	suite, err := citySuite(ctx, std, "", provenSeed)
	if err != nil {
		return nil, err
	}
	p := &prover{options: o, suite: suite, proof: subject(suite, o)}
	// The long ones first, that none is left to run alone at the end.
	tests := slices.Concat(p.liberties(ctx, liberties), p.conforming(ctx), p.couples(ctx, planted), p.kills(ctx, planted))
	if err := inParallel(ctx, tests, o.workers, progress); err != nil {
		return nil, err
	}
	slices.SortFunc(p.proof.Blamed, func(a, b proof.Blame) int {
		return slices.Compare([]string{a.System, a.Requirement}, []string{b.System, b.Requirement})
	})
	p.proof.Took = time.Since(started)
	return p.proof, nil
}

// subject is a proof of a suite before the first trial.
func subject(suite *suites.Suite, o proofOptions) *proof.Proof {
	std := suite.Standard
	p := &proof.Proof{Standard: std.ID + "/" + std.Version, Digest: std.Digest, Suite: suite.Digest, Role: suite.Role,
		Whole: len(o.names) == 0, Conforming: o.seeds, Seed: o.pairSeed}
	m := trace.New(trace.Input{Standard: std, Suite: suite})
	for i := range m.Requirements {
		r := &m.Requirements[i]
		if !r.Tested() {
			continue
		}
		p.Keys = append(p.Keys, r.Test.By...)
		if r.Level == specs.Must {
			p.Musts = append(p.Musts, r.ID)
		}
	}
	slices.Sort(p.Keys)
	p.Keys = slices.Compact(p.Keys)
	return p
}

// citySuite derives the suite for all that a reference city of a role claims.
func citySuite(ctx context.Context, std *specs.Standard, role string, seed uint64) (*suites.Suite, error) {
	sim, err := city.Start(ctx, city.Options{Standard: std, Role: role})
	if err != nil {
		return nil, err
	}
	defer sim.Close()
	a := sim.Access()
	return derive.Derive(std, derive.Options{Role: a.Role, Classes: a.Classes, Seed: seed})
}

// conforming lists the tests of cities that must not be blamed: each seed in
// the next role.
func (p *prover) conforming(ctx context.Context) []cityTest {
	var tests []cityTest
	std := p.suite.Standard
	for i := range p.options.seeds {
		seed, role := uint64(i+1), std.Roles[i%len(std.Roles)].ID
		tests = append(tests, cityTest{aWhole, func() error {
			if std.Connects(role) {
				all, err := blamedDevices(ctx, std, city.DeviceOptions{Seed: seed}, seed)
				p.blame(fmt.Sprintf("%s, seed %d", role, seed), all)
				return err
			}
			other, err := citySuite(ctx, std, role, seed)
			if err != nil {
				return err
			}
			all, err := blamed(ctx, other, city.Options{Seed: seed, Role: role}, seed)
			p.blame(fmt.Sprintf("%s, seed %d", role, seed), all)
			return err
		}})
	}
	return tests
}

func (p *prover) blame(name string, all []fallen) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range all {
		p.proof.Blamed = append(p.proof.Blamed, proof.Blame{System: name, Requirement: f.requirement, Finding: f.finding})
	}
}

// together is how many liberties one city takes: those that cannot be told
// apart by what they are blamed for are tried alone again.
const together = 13

// liberties lists the tests of cities that take liberties.
func (p *prover) liberties(ctx context.Context, all []faults.Variation) []cityTest {
	for _, v := range all {
		p.proof.Variations = append(p.proof.Variations, v.ID)
	}
	var tests []cityTest
	for group := range slices.Chunk(p.proof.Variations, together) {
		tests = append(tests, cityTest{aWhole, func() error { return p.liberty(ctx, group) }})
	}
	return tests
}

// liberty tests one city that takes several liberties; when it is blamed, one
// city for each tells whose fault it is.
func (p *prover) liberty(ctx context.Context, names []string) error {
	all, err := blamed(ctx, p.suite, city.Options{Variations: names}, 0)
	if err != nil || len(all) == 0 {
		return err
	}
	alone := 0
	for _, name := range names {
		found, err := blamed(ctx, p.suite, city.Options{Variations: []string{name}}, 0)
		if err != nil {
			return err
		}
		alone += len(found)
		p.blame("variation "+name, found)
	}
	if alone == 0 {
		p.blame(fmt.Sprintf("variations %v", names), all)
	}
	return nil
}

// kills lists the tests of systems with one fault, those of devices first: they
// wait longest.
func (p *prover) kills(ctx context.Context, planted []faults.Fault) []cityTest {
	p.proof.Kills = make([]proof.Trial, len(planted))
	var devices, cities []cityTest
	for i, f := range planted {
		test := cityTest{1, func() error {
			all, err := p.until(ctx, []faults.Fault{f}, func(failed []fallen) bool {
				return len(named(f, failed)) > 0
			})
			p.proof.Kills[i] = trialOf(f, all)
			return err
		}}
		if f.Point == faults.AtLink {
			devices = append(devices, test)
		} else {
			cities = append(cities, test)
		}
	}
	return append(devices, cities...)
}

// couples lists the tests of cities with two faults.
func (p *prover) couples(ctx context.Context, planted []faults.Fault) []cityTest {
	drawn := drawPairs(ofCities(planted), p.options.pairs, p.options.pairSeed)
	p.proof.Pairs = make([]proof.Pair, len(drawn))
	var tests []cityTest
	for i, both := range drawn {
		tests = append(tests, cityTest{1, func() error {
			all, err := p.until(ctx, both[:], func(failed []fallen) bool {
				return len(named(both[0], failed)) > 0 && len(named(both[1], failed)) > 0
			})
			p.proof.Pairs[i] = proof.Pair{Faults: [2]string{both[0].ID, both[1].ID},
				Named: [2][]string{named(both[0], all), named(both[1], all)}}
			return err
		}})
	}
	return tests
}

// until tests a city with faults by more and more cases, until what fell is
// enough.
func (p *prover) until(ctx context.Context, planted []faults.Fault, enough func([]fallen) bool) (failed []fallen, err error) {
	var ids []string
	for _, f := range planted {
		ids = append(ids, f.ID)
	}
	if len(planted) == 1 && planted[0].Point == faults.AtLink {
		return blamedDevices(ctx, p.suite.Standard, city.DeviceOptions{Faults: ids}, 0)
	}
	for _, part := range p.parts(planted) {
		if failed, err = blamed(ctx, part, city.Options{Faults: ids}, 0); err != nil {
			return nil, fmt.Errorf("%v: %w", ids, err)
		}
		if enough(failed) {
			break
		}
	}
	return failed, nil
}

// named lists the requirements of a fault that failed.
func named(f faults.Fault, failed []fallen) []string {
	var ids []string
	for _, x := range failed {
		if slices.Contains(f.Requirements, x.requirement) {
			ids = append(ids, x.requirement)
		}
	}
	return ids
}

func trialOf(f faults.Fault, failed []fallen) proof.Trial {
	t := proof.Trial{Fault: f.ID, Expected: f.Requirements, Named: named(f, failed), Checks: map[string][]string{}}
	for _, x := range failed {
		t.Checks[x.requirement] = x.checks
		if !slices.Contains(t.Named, x.requirement) {
			t.Besides = append(t.Besides, x.requirement)
		}
	}
	return t
}
