package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// live is a sample of the cases of a bundle, sent again to the system that is
// said to have been tested.
type live struct {
	cases int
	seed  uint64 // that chose them
	iut   string
	std   *specs.Standard
}

// outcomes are those of a sample: cases that came out as on record, that came
// out otherwise, and that could not be judged this time.
type outcomes struct {
	same, undecided int
	differ          []string // sorted as the suite is
}

// verify sends the sample. A case that comes out otherwise is a failure: the
// bundle is of another system, or the system was changed since.
func (l live) verify(ctx context.Context, c console, path string, say func(specs.Text)) error {
	b, err := openBundle(path)
	if err != nil {
		return err
	}
	defer b.Close()
	r, err := b.Report()
	if err != nil {
		return refused(path, err)
	}
	chosen := l.choose(r)
	got, err := l.send(ctx, c, r, chosen)
	if err != nil {
		return err
	}
	say(specs.Text{
		EN: fmt.Sprintf("live sample (--sample-seed %d): cases sent again %d, as on record %d, could not be judged %d, differ %d", l.seed, len(chosen), got.same, got.undecided, len(got.differ)),
		ZH: fmt.Sprintf("现场抽样（--sample-seed %d）：重新发送用例 %d 个，与记录一致 %d 个，无法判定 %d 个，不一致 %d 个", l.seed, len(chosen), got.same, got.undecided, len(got.differ))})
	if len(got.differ) > 0 {
		return &failure{exitUnverified, fmt.Errorf("%s: %s", filepath.ToSlash(path), got.differ[0]),
			"the bundle is of another system, or the system was changed since; cityconf replay shows a single case"}
	}
	return nil
}

// choose draws the sample from the cases that were decided.
func (l live) choose(r *reports.Report) map[string]suites.Outcome {
	var decided []reports.Case
	for _, one := range r.Cases {
		if one.Outcome == suites.Passed || one.Outcome == suites.Failed {
			decided = append(decided, one)
		}
	}
	rand.New(rand.NewPCG(l.seed, 0)).Shuffle(len(decided), func(i, j int) { decided[i], decided[j] = decided[j], decided[i] })
	out := map[string]suites.Outcome{}
	for _, one := range decided[:min(l.cases, len(decided))] {
		out[one.ID] = one.Outcome
	}
	return out
}

// send runs the chosen cases, with the twins on which they rest.
func (l live) send(ctx context.Context, c console, r *reports.Report, chosen map[string]suites.Outcome) (outcomes, error) {
	iut, err := readIUT(l.iut, l.std)
	if err != nil {
		return outcomes{}, err
	}
	suite, err := derive.Derive(l.std, derive.Options{Role: r.ICS.Role, Classes: r.ICS.Classes, Seed: r.Suite.Seed})
	if err != nil {
		return outcomes{}, err
	}
	if suite.Digest != r.Suite.Digest {
		return outcomes{}, usage(errors.New("the bundle was made with another suite ("+r.Suite.Version+") or another standard"), "use the same cityconf and --standard")
	}
	t, err := connect(iut, l.std, c.getenv)
	if err != nil {
		return outcomes{}, err
	}
	defer t.close()
	if _, err := t.reach(ctx); err != nil {
		return outcomes{}, err
	}
	wanted := map[string]bool{}
	for _, one := range suite.Cases {
		if _, ok := chosen[one.ID]; ok {
			wanted[one.ID], wanted[one.Twin] = true, true
		}
	}
	run := trial{suite: suite, target: t, options: suites.Options{RunID: runID(), Only: func(one *suites.TestCase) bool { return wanted[one.ID] }}}
	result, err := run.run(ctx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return outcomes{}, err
	}
	return heldAgainst(chosen, result), nil
}

// heldAgainst compares a result with what is on record. Only a decision can
// contradict a decision.
func heldAgainst(record map[string]suites.Outcome, result *suites.Result) (out outcomes) {
	for i := range result.Cases {
		one := &result.Cases[i]
		was, ok := record[one.Case.ID]
		if !ok {
			continue
		}
		switch now := outcomeOf(one); {
		case now == was:
			out.same++
		case now != suites.Passed && now != suites.Failed:
			out.undecided++
		default:
			out.differ = append(out.differ, fmt.Sprintf("case %s is %s on record and %s now", one.Case.ID, was, now))
		}
	}
	return out
}
