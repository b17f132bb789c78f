package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/derive"
)

// proofOptions say what to prove.
type proofOptions struct {
	names   []string // of faults and variations, all when empty
	seeds   int
	workers int
	full    bool
}

// prove tests one city after another, several at the same time, and gathers
// what each was blamed for.
func prove(ctx context.Context, progress io.Writer, o proofOptions) (*proof, error) {
	std, err := published()
	if err != nil {
		return nil, err
	}
	planted, liberties, err := selectPlants(o.names)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	suite, err := citySuite(ctx, std, "", 1)
	if err != nil {
		return nil, err
	}
	links, err := deviceSuite(std, connecting(std), 1)
	if err != nil {
		return nil, err
	}
	all := plants(planted, cities(suite, city.Options{}), devices(links, 0))
	p := &proof{Suite: suite.Digest, Seeds: o.seeds, Kills: make([]kill, len(all))}
	jobs := p.conforming(ctx, suite, o.seeds, liberties)
	if free := freeDevices(liberties); len(free) > 0 {
		jobs = append(jobs, func() error { return p.liberties(ctx, devices(links, 0), free) })
	}
	for i, f := range all {
		jobs = append(jobs, func() error { return p.kill(ctx, f, i, o.full) })
	}
	if err := inParallel(ctx, jobs, o.workers, progress); err != nil {
		return nil, err
	}
	slices.Sort(p.Blamed)
	p.Took = time.Since(started)
	return p, nil
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

// together is how many liberties one city takes: those that cannot be told
// apart by what they are blamed for are tried alone again.
const together = 7

// conforming lists the tests of cities that must not be blamed: each seed in
// the next role.
func (p *proof) conforming(ctx context.Context, suite *suites.Suite, seeds int, liberties []faults.Variation) []func() error {
	var jobs []func() error
	for i := range seeds {
		seed, role := uint64(i+1), suite.Standard.Roles[i%len(suite.Standard.Roles)].ID
		jobs = append(jobs, func() error {
			other, err := conforming(ctx, suite.Standard, role, seed)
			if err != nil {
				return err
			}
			ids, err := other.blamed(ctx, nil, nil, suites.Options{Shuffle: seed})
			p.blame(fmt.Sprintf("%s, seed %d", role, seed), ids)
			return err
		})
	}
	p.Variations = len(liberties)
	for group := range slices.Chunk(liberties, together) {
		jobs = append(jobs, func() error { return p.liberties(ctx, cities(suite, city.Options{}), group) })
	}
	return jobs
}

// conforming is a simulator of a role without any defect.
func conforming(ctx context.Context, std *specs.Standard, role string, seed uint64) (subject, error) {
	if std.Connects(role) {
		suite, err := deviceSuite(std, role, seed)
		return devices(suite, seed), err
	}
	suite, err := citySuite(ctx, std, role, seed)
	return cities(suite, city.Options{Seed: seed, Role: role}), err
}

func (p *proof) blame(name string, all []fallen) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range all {
		p.Blamed = append(p.Blamed, name+": "+f.requirement+" ("+f.finding+")")
	}
}

// liberties tests one city that takes several liberties; when it is blamed,
// one city for each tells whose fault it is.
func (p *proof) liberties(ctx context.Context, in subject, group []faults.Variation) error {
	var names []string
	for _, v := range group {
		names = append(names, v.ID)
	}
	all, err := in.blamed(ctx, nil, names, suites.Options{})
	if err != nil || len(all) == 0 {
		return err
	}
	alone := 0
	for _, name := range names {
		ids, err := in.blamed(ctx, nil, []string{name}, suites.Options{})
		if err != nil {
			return err
		}
		alone += len(ids)
		p.blame("variation "+name, ids)
	}
	if alone == 0 {
		p.blame("variations "+strings.Join(names, " "), all)
	}
	return nil
}

// kill tests a city with one defect. Cases of the requirements that the defect
// names come first, those of one domain before the others; when they show
// nothing, all cases do.
func (p *proof) kill(ctx context.Context, f plant, at int, full bool) error {
	suite := f.in.suite
	k := kill{Fault: f.ID, In: f.in.name, Expected: f.Requirements}
	tries := []func(*suites.TestCase) bool{nil}
	if !full {
		named := relevant(suite.Standard, f.Fault)
		here := nearby(suite.Standard, f.Fault)
		tries = []func(*suites.TestCase) bool{func(c *suites.TestCase) bool { return named(c) && here(c) }, named, nil}
	}
	for _, only := range tries {
		failed, err := f.in.blamed(ctx, []string{f.ID}, nil, suites.Options{Only: only})
		if err != nil {
			return fmt.Errorf("%s: %w", f.ID, err)
		}
		k.Named, k.Besides = nil, nil
		for _, x := range failed {
			if slices.Contains(f.Requirements, x.requirement) {
				k.Named = append(k.Named, x.requirement)
			} else {
				k.Besides = append(k.Besides, x.requirement)
			}
		}
		if len(k.Named) > 0 {
			break
		}
	}
	p.Kills[at] = k
	return nil
}

// relevant selects the cases that judge the requirements of a defect. For what
// is judged on every exchange or message, a sample of cases makes exchanges of
// every kind.
func relevant(std *specs.Standard, f faults.Fault) func(*suites.TestCase) bool {
	var always, messages bool
	for _, id := range f.Requirements {
		r := std.Requirement(id)
		if r == nil {
			continue
		}
		always = always || slices.ContainsFunc(r.Test.By, func(k string) bool { return slices.Contains(check.StandingKeys(), k) })
		messages = messages || slices.ContainsFunc(r.Test.By, func(k string) bool { return strings.HasPrefix(k, "mqtt.") })
	}
	return func(c *suites.TestCase) bool {
		return slices.ContainsFunc(derive.Requirements(c), func(id string) bool { return slices.Contains(f.Requirements, id) }) ||
			always && ofEveryKind(c) || (messages || always) && strings.HasPrefix(c.Rule, "channel/")
	}
}

// nearby selects the cases of the domains that a defect speaks of; for what
// holds in every domain alike, one stands for all.
func nearby(std *specs.Standard, f faults.Fault) func(*suites.TestCase) bool {
	domains := map[string]bool{"": true}
	for _, id := range f.Requirements {
		if r := std.Requirement(id); r != nil {
			domains[std.Class(r.Class).Domain] = true
		}
	}
	if len(domains) == 1 {
		domains[demoDomain] = true
	}
	return func(c *suites.TestCase) bool {
		class := std.Class(c.Class)
		return class == nil || domains[class.Domain]
	}
}

// ofEveryKind tells cases that together make every kind of exchange.
func ofEveryKind(c *suites.TestCase) bool {
	return strings.HasPrefix(c.Rule, "law/") || strings.HasSuffix(c.ID, "/plain") || strings.HasSuffix(c.ID, "/minimal") ||
		c.Rule == "auth" || c.Rule == "identifier" || c.Rule == "scenario" || c.Rule == "syntax"
}

// fallen is a requirement that failed, and the first finding.
type fallen struct{ requirement, finding string }

// blamed tests one city and lists the requirements that failed, sorted.
func blamed(ctx context.Context, suite *suites.Suite, o city.Options, run suites.Options) ([]fallen, error) {
	o.Standard = suite.Standard
	sim, err := city.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	defer sim.Close()
	t, err := approach(sim.Access(), suite.Standard)
	if err != nil {
		return nil, err
	}
	return deviations(ctx, trial{suite: suite, target: t, options: run})
}

// deviations runs a trial and lists the requirements that failed.
func deviations(ctx context.Context, t trial) ([]fallen, error) {
	t.options.RunID, t.options.Lean = runID(), true
	result, err := t.run(ctx)
	if err != nil {
		return nil, err
	}
	var all []fallen
	for _, v := range result.Verdicts {
		if v.Verdict == suites.Fail {
			all = append(all, fallen{v.Requirement, firstFinding(result, v)})
		}
	}
	return all, ctx.Err()
}

// firstFinding tells what a requirement failed on.
func firstFinding(r *suites.Result, v suites.RequirementVerdict) string {
	for _, c := range r.Cases {
		if !slices.Contains(v.Failing, c.Case.ID) {
			continue
		}
		for _, j := range c.Judgements {
			if j.Requirement == v.Requirement && len(j.Findings) > 0 {
				f := j.Findings[0]
				return fmt.Sprintf("%s %s: want %s, got %s", c.Case.ID, f.At, f.Want, f.Got)
			}
		}
	}
	return ""
}

// inParallel runs jobs on so many workers; the first error ends it.
func inParallel(ctx context.Context, jobs []func() error, workers int, progress io.Writer) error {
	queue := make(chan func() error)
	failed := make(chan error, max(workers, 1))
	var wg sync.WaitGroup
	for range max(workers, 1) {
		wg.Go(func() {
			for job := range queue {
				if err := job(); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	var err error
feed:
	for i, job := range jobs {
		if i%20 == 0 {
			fmt.Fprintf(progress, "%d of %d cities\n", i, len(jobs))
		}
		select {
		case queue <- job:
		case err = <-failed:
			break feed
		case <-ctx.Done():
			err = ctx.Err()
			break feed
		}
	}
	close(queue)
	wg.Wait()
	select {
	case e := <-failed:
		if err == nil {
			err = e
		}
	default:
	}
	return err
}
