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
	suite, err := citySuite(ctx, std, 1)
	if err != nil {
		return nil, err
	}
	p := &proof{Suite: suite.Digest, Seeds: o.seeds, Kills: make([]kill, len(planted))}
	jobs := p.conforming(ctx, suite, o.seeds, liberties)
	for i, f := range planted {
		jobs = append(jobs, func() error { return p.kill(ctx, suite, f, i, o.full) })
	}
	if err := inParallel(ctx, jobs, o.workers, progress); err != nil {
		return nil, err
	}
	slices.Sort(p.Blamed)
	p.Took = time.Since(started)
	return p, nil
}

// citySuite derives the suite for all that a reference city claims.
func citySuite(ctx context.Context, std *specs.Standard, seed uint64) (*suites.Suite, error) {
	sim, err := city.Start(ctx, city.Options{Standard: std})
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

// conforming lists the tests of cities that must not be blamed.
func (p *proof) conforming(ctx context.Context, suite *suites.Suite, seeds int, liberties []faults.Variation) []func() error {
	var jobs []func() error
	for i := range seeds {
		seed := uint64(i + 1)
		jobs = append(jobs, func() error {
			other, err := citySuite(ctx, suite.Standard, seed)
			if err != nil {
				return err
			}
			ids, err := blamed(ctx, other, city.Options{Seed: seed}, suites.Options{Shuffle: seed})
			p.blame(fmt.Sprintf("seed %d", seed), ids)
			return err
		})
	}
	p.Variations = len(liberties)
	for group := range slices.Chunk(liberties, together) {
		jobs = append(jobs, func() error { return p.liberties(ctx, suite, group) })
	}
	return jobs
}

func (p *proof) blame(name string, ids []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range ids {
		p.Blamed = append(p.Blamed, name+": "+id)
	}
}

// liberties tests one city that takes several liberties; when it is blamed,
// one city for each tells whose fault it is.
func (p *proof) liberties(ctx context.Context, suite *suites.Suite, group []faults.Variation) error {
	var names []string
	for _, v := range group {
		names = append(names, v.ID)
	}
	all, err := blamed(ctx, suite, city.Options{Variations: names}, suites.Options{})
	if err != nil || len(all) == 0 {
		return err
	}
	alone := 0
	for _, name := range names {
		ids, err := blamed(ctx, suite, city.Options{Variations: []string{name}}, suites.Options{})
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
// names come first; when they show nothing, all cases do.
func (p *proof) kill(ctx context.Context, suite *suites.Suite, f faults.Fault, at int, full bool) error {
	k := kill{Fault: f.ID, Expected: f.Requirements}
	tries := []func(*suites.TestCase) bool{nil}
	if !full {
		tries = []func(*suites.TestCase) bool{relevant(suite.Standard, f), nil}
	}
	for _, only := range tries {
		ids, err := blamed(ctx, suite, city.Options{Faults: []string{f.ID}}, suites.Options{Only: only})
		if err != nil {
			return fmt.Errorf("%s: %w", f.ID, err)
		}
		k.Named, k.Besides = nil, nil
		for _, id := range ids {
			if slices.Contains(f.Requirements, id) {
				k.Named = append(k.Named, id)
			} else {
				k.Besides = append(k.Besides, id)
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

// ofEveryKind tells cases that together make every kind of exchange.
func ofEveryKind(c *suites.TestCase) bool {
	return strings.HasPrefix(c.Rule, "law/") || strings.HasSuffix(c.ID, "/plain") || strings.HasSuffix(c.ID, "/minimal") ||
		c.Rule == "auth" || c.Rule == "identifier" || c.Rule == "scenario" || c.Rule == "syntax"
}

// blamed tests one city and lists the requirements that failed, sorted.
func blamed(ctx context.Context, suite *suites.Suite, o city.Options, run suites.Options) ([]string, error) {
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
	run.RunID, run.Lean = runID(), true
	trial := trial{suite: suite, target: t, options: run}
	result, err := trial.run(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, v := range result.Verdicts {
		if v.Verdict == suites.Fail {
			ids = append(ids, v.Requirement)
		}
	}
	return ids, ctx.Err()
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
