package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// Recording is a run that is being written down in a folder.
type Recording struct {
	Recorder *Recorder
	journal  *Journal
	suite    *suites.Suite
	earlier  *Review // of the sessions before, nil for a new run
	before   *Record
	finished []*suites.Result // repetitions before the one that goes on
	started  time.Time
}

// Begin starts to record a new run in a folder.
func Begin(dir string, s *Session, suite *suites.Suite, sys suites.System, now func() time.Time) (*Recording, error) {
	s.Number, s.Repetition, s.Mark, s.Has, s.Started = 1, 1, Mark(s.Nonce, s.Salt), InstrumentsOf(sys), now()
	s.Run = s.Mark
	s.Standard, s.Suite = Of(suite)
	j, err := Create(dir, s, suite, now)
	if err != nil {
		return nil, err
	}
	return &Recording{journal: j, suite: suite, Recorder: NewRecorder(j, sys), started: s.Started}, nil
}

// Again begins the next repetition of the run, with a salt of its own.
func (r *Recording) Again(salt string, sys suites.System) error {
	if err := r.Recorder.rest(); err != nil {
		return err
	}
	s := *r.journal.session
	s.Number, s.Repetition, s.Salt, s.Started = s.Number+1, s.Repetition+1, salt, r.journal.now()
	s.Mark, s.Has = Mark(s.Nonce, salt), InstrumentsOf(sys)
	r.earlier = nil
	if err := r.journal.again(&s, r.suite); err != nil {
		return err
	}
	r.Recorder = NewRecorder(r.journal, sys)
	return nil
}

// Resume takes a recorded run up again: what is on record is judged again from
// its evidence, and a new session begins. The session given names what may
// differ from the one before: salt, tester and system.
func Resume(ctx context.Context, dir string, s *Session, suite *suites.Suite, sys suites.System, now func() time.Time) (*Recording, error) {
	path := filepath.Join(dir, JournalFile)
	r, done, err := ReadJournal(path)
	if err != nil {
		return nil, err
	}
	defer done()
	if !same(r.first().IUT, s.IUT) {
		return nil, ErrOtherSystem
	}
	review, err := r.Rejudge(ctx, suite)
	if err != nil {
		return nil, err
	}
	if len(review.Differ) > 0 {
		return nil, fmt.Errorf("the record in %s does not yield its own verdicts: case %s: %s", dir, review.Differ[0].Case, review.Differ[0].Why)
	}
	s.follow(r, now())
	s.Has = InstrumentsOf(sys)
	s.Standard, s.Suite = Of(suite)
	j, err := reopen(path, r, s, suite, now)
	if err != nil {
		return nil, err
	}
	return &Recording{journal: j, suite: suite, Recorder: NewRecorder(j, sys), earlier: review, before: r,
		finished: review.times[:len(review.times)-1], started: r.first().Started}, nil
}

// follow makes a session the next one of a record.
func (s *Session) follow(r *Record, now time.Time) {
	first := r.first()
	s.Number, s.Repetition, s.Run, s.Nonce, s.Options = len(r.sessions)+1, len(r.times), first.Run, first.Nonce, first.Options
	s.ReadOnly, s.Command, s.Started = first.ReadOnly, first.Command, now
	s.Mark = Mark(s.Nonce, s.Salt)
}

// reopen cuts off what the end of the process left torn, and goes on.
func reopen(path string, r *Record, s *Session, suite *suites.Suite, now func() time.Time) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(r.size); err != nil {
		f.Close()
		return nil, fmt.Errorf("mend the journal: %w", err)
	}
	j, err := start(f, s, suite, now)
	if err != nil {
		return nil, err
	}
	last := r.times[len(r.times)-1]
	j.heard = r.hearing(last)
	for id := range last.places {
		l, err := r.line(last, id)
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		j.cases[id] = l.Taken != Interrupted
	}
	return j, nil
}

// ErrOtherSystem says that the IUT file is not the one of the run.
var ErrOtherSystem = errors.New("the IUT file was changed since the run began")

func same(a, b *suites.IUT) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// Options completes the options of the run: its mark, what earlier sessions
// established, and who writes down each case. A journal that cannot be written
// ends the run through stop.
func (r *Recording) Options(o suites.Options, stop context.CancelCauseFunc) suites.Options {
	o.RunID, o.Lean = r.journal.session.Mark, true
	if r.earlier != nil {
		done := map[string]*suites.CaseResult{}
		cases := r.unfinished().Cases
		for i := range cases {
			if c := &cases[i]; r.journal.has(c.Case.ID) {
				done[c.Case.ID] = c
			}
		}
		o.Given = func(c *suites.TestCase) *suites.CaseResult { return done[c.ID] }
		last := r.before.times[len(r.before.times)-1]
		o.Watched = r.before.watched(last.first, last.after)
	}
	tell := o.Progress
	o.Progress = func(p suites.Progress) {
		if err := r.Recorder.Finished(p.Result); err != nil {
			stop(err)
		}
		if tell != nil {
			tell(p)
		}
	}
	return o
}

// unfinished is the repetition that goes on.
func (r *Recording) unfinished() *suites.Result {
	return r.earlier.times[len(r.earlier.times)-1]
}

// Earlier are the results of the repetitions that earlier sessions finished.
func (r *Recording) Earlier() []*suites.Result {
	if r.before == nil {
		return nil
	}
	return r.finished
}

// Over completes the result of a repetition by what earlier sessions did.
func (r *Recording) Over(res *suites.Result) (*suites.Result, error) {
	if r.earlier != nil {
		first := r.unfinished()
		res.Started = first.Started
		res.Exchanges += first.Exchanges
		res.Waited += first.Waited
	}
	return res, r.Recorder.rest()
}

// End closes the journal with what the joined result establishes. Sessions that
// did not end may have left something in the system.
func (r *Recording) End(res *suites.Result) error {
	res.Started = r.started
	if r.before != nil {
		for _, p := range r.before.sessions {
			res.Residue = append(res.Residue, Leftovers(p.Mark))
		}
	}
	return r.journal.Close(&End{Started: res.Started, Finished: res.Finished, Partial: res.Partial, Residue: res.Residue,
		Exchanges: res.Exchanges, Waited: res.Waited})
}

// ReportOptions are what the report needs to know of the run.
func (r *Recording) ReportOptions() reports.Options {
	o := r.journal.session.Options
	o.Repetitions = r.journal.session.Repetition
	return o
}
