package bundle

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// Review is what judging a record again came to.
type Review struct {
	Result  *suites.Result
	Again   int          // cases judged again from the evidence
	Taken   map[Kind]int // cases whose judgements were taken over
	Missing int          // cases of which nothing is on record: the run did not get there
	Differ  []Difference // sorted by case

	times []*suites.Result // one of each repetition
}

// Difference is a case whose evidence does not yield the recorded judgements.
type Difference struct{ Case, Why string }

// Rejudge interprets the suite once more over the record in the place of the
// system, session by session, and compares each judgement with the recorded
// one. It sends nothing.
func (r *Record) Rejudge(ctx context.Context, suite *suites.Suite) (*Review, error) {
	if _, s := Of(suite); s.Digest != r.first().Suite.Digest {
		return nil, &VersionError{"suite", r.first().Suite.Digest, s.Digest}
	}
	v := &Review{Taken: map[Kind]int{}}
	for _, t := range r.times {
		if err := r.repeat(ctx, suite, t, v); err != nil {
			return nil, err
		}
	}
	v.Missing = len(suite.Cases)*len(r.times) - v.Again - sum(v.Taken)
	v.Result = suites.Repeat(v.times)
	r.facts(v.Result)
	slices.SortFunc(v.Differ, func(a, b Difference) int { return cmp.Compare(a.Case, b.Case) })
	return v, nil
}

// repeat judges one repetition again, session by session.
func (r *Record) repeat(ctx context.Context, suite *suites.Suite, t *times, v *Review) error {
	prior := map[string]*suites.CaseResult{}
	var last *suites.Result
	for i := t.first; i < t.after; i++ {
		res, err := r.again(ctx, suite, t, i, prior, v)
		if err != nil {
			return err
		}
		if last != nil {
			res.Exchanges, res.Waited, res.Started = res.Exchanges+last.Exchanges, res.Waited+last.Waited, last.Started
		}
		last = res
	}
	v.times = append(v.times, last)
	return nil
}

// again interprets the cases that one session finished.
func (r *Record) again(ctx context.Context, suite *suites.Suite, t *times, session int, prior map[string]*suites.CaseResult, v *Review) (*suites.Result, error) {
	past := r.sessions[session]
	given, err := r.given(suite, t, session, prior)
	if err != nil {
		return nil, err
	}
	p, err := newPlayer(past, suite.Standard, func(id string) (*line, error) { return r.line(t, id) })
	if err != nil {
		return nil, err
	}
	p.silent = session == t.after-1 && r.hearing(t) == silent
	iut := *past.IUT
	iut.IXIT.Limits.Concurrency = 2 * runtime.GOMAXPROCS(0)
	res, err := suites.Run(ctx, suite, &iut, p.system(), suites.Options{RunID: past.Mark, ReadOnly: past.ReadOnly, Lean: true,
		Given: given, Watched: r.watched(t.first, session)})
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	res.IUT = past.IUT
	for i := range res.Cases {
		c := &res.Cases[i]
		at, ok := t.places[c.Case.ID]
		if !ok || at.session != session {
			continue
		}
		prior[c.Case.ID] = c
		if err := v.compare(p, c); err != nil {
			return nil, err
		}
	}
	return res, nil
}

// compare holds what was judged again against the journal.
func (v *Review) compare(p *player, c *suites.CaseResult) error {
	l, err := p.line(c.Case.ID)
	if err != nil {
		return err
	}
	if l.Taken != "" {
		v.Taken[l.Taken]++
		return nil
	}
	v.Again++
	have, err := sumOf(c.Judgements)
	if err != nil {
		return err
	}
	why := p.over(c.Case.ID)
	if why == "" && have != l.Digest {
		why = fmt.Sprintf("the evidence yields other judgements than the %s on record", l.Outcome)
	}
	if why != "" {
		v.Differ = append(v.Differ, Difference{c.Case.ID, why})
	}
	return nil
}

// given answers for the cases that a session did not finish by running them.
func (r *Record) given(suite *suites.Suite, t *times, session int, prior map[string]*suites.CaseResult) (func(*suites.TestCase) *suites.CaseResult, error) {
	taken := map[string]*suites.CaseResult{}
	for _, c := range suite.Cases {
		at, ok := t.places[c.ID]
		switch {
		case prior[c.ID] != nil:
			taken[c.ID] = prior[c.ID]
		case !ok || at.session != session:
			taken[c.ID] = suites.NotReached(c)
		default:
			l, err := r.line(t, c.ID)
			if err != nil {
				return nil, err
			}
			if l.Taken != "" {
				taken[c.ID] = r.over(c, l, at.session)
			}
		}
	}
	return func(c *suites.TestCase) *suites.CaseResult { return taken[c.ID] }, nil
}

// over is a result taken over from the journal.
func (r *Record) over(c *suites.TestCase, l *line, session int) *suites.CaseResult {
	res := &suites.CaseResult{Case: c, Judgements: l.Given, Recorded: len(l.Shown), Elapsed: l.Elapsed}
	at := clock{r.sessions[session].Started}
	for _, x := range l.Shown {
		res.Exchanges = append(res.Exchanges, at.exchange(x, nil))
	}
	return res
}

// watched is what the observers of some sessions saw.
func (r *Record) watched(from, before int) [][]wire.Message {
	var out [][]wire.Message
	for _, p := range r.sessions[from:before] {
		out = append(out, p.seen(observer))
	}
	return out
}

// facts fills in what no judgement establishes.
func (r *Record) facts(res *suites.Result) {
	res.Started, res.Partial = r.first().Started, "interrupted"
	if e := r.end; e != nil {
		res.Started, res.Finished, res.Partial, res.Residue, res.Exchanges, res.Waited = e.Started, e.Finished, e.Partial, e.Residue, e.Exchanges, e.Waited
		return
	}
	res.Residue = nil
	for _, p := range r.sessions {
		res.Residue = append(res.Residue, Leftovers(p.Mark))
	}
}

// Leftovers says what a session that did not end may have left in the system.
func Leftovers(mark string) string { return "cityconf " + mark + " *" }

// hearing is what the tester's own server heard in a repetition.
func (r *Record) hearing(t *times) hearing {
	h := hearing("")
	for _, p := range r.sessions[t.first:t.after] {
		h = h.and(p.hearing)
	}
	return h
}

func sum(m map[Kind]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}

// Standard finds out whether a standard is the one of the record.
func (r *Record) Standard(std *specs.Standard) error {
	if want := r.first().Standard; want.Digest != std.Digest {
		return &VersionError{"standard", want.ID + "/" + want.Version + " " + want.Digest, std.ID + "/" + std.Version + " " + std.Digest}
	}
	return nil
}
