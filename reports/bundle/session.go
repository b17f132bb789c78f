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

	"github.com/cityconf/cityconf/suites"
)

// Recording is a run that is being written down in a folder.
type Recording struct {
	Journal  *Journal
	Recorder *Recorder
	earlier  *Review // of the sessions before, nil for a new run
	watched  *Record
	started  time.Time
}

// Begin starts to record a new run in a folder.
func Begin(dir string, s *Session, suite *suites.Suite, sys suites.System, now func() time.Time) (*Recording, error) {
	s.Number, s.Mark, s.Has, s.Started = 1, Mark(s.Nonce, s.Salt), InstrumentsOf(sys), now()
	s.Run = s.Mark
	s.Standard, s.Suite = Of(suite)
	j, err := Create(dir, s, suite, now)
	if err != nil {
		return nil, err
	}
	return &Recording{Journal: j, Recorder: NewRecorder(j, sys), started: s.Started}, nil
}

// Resume takes a recorded run up again: what is on record is judged again from
// its evidence, and a new session begins. The session given names what may
// differ from the one before: salt, tester and system.
func Resume(ctx context.Context, dir string, s *Session, suite *suites.Suite, sys suites.System, now func() time.Time) (*Recording, error) {
	r, done, err := ReadJournal(filepath.Join(dir, JournalFile))
	if err != nil {
		return nil, err
	}
	defer done()
	review, err := r.Rejudge(ctx, suite)
	if err != nil {
		return nil, err
	}
	if len(review.Differ) > 0 {
		return nil, fmt.Errorf("the record in %s does not fit its own verdicts: case %s: %s", dir, review.Differ[0].Case, review.Differ[0].Why)
	}
	first := r.first()
	if !same(first.IUT, s.IUT) {
		return nil, ErrOtherSystem
	}
	s.Number, s.Run, s.Nonce, s.Options, s.ReadOnly = len(r.sessions)+1, first.Run, first.Nonce, first.Options, first.ReadOnly
	s.Mark, s.Has, s.Started, s.Command = Mark(s.Nonce, s.Salt), InstrumentsOf(sys), now(), first.Command
	s.Standard, s.Suite = Of(suite)
	f, err := os.OpenFile(filepath.Join(dir, JournalFile), os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(r.size); err != nil { // what the end of the process cut off
		f.Close()
		return nil, fmt.Errorf("mend the journal: %w", err)
	}
	j, err := start(f, s, suite, now)
	if err != nil {
		return nil, err
	}
	j.heard = r.hearing()
	for id := range r.places {
		j.cases[id] = true
	}
	for _, id := range r.interrupted() {
		j.cases[id] = false
	}
	return &Recording{Journal: j, Recorder: NewRecorder(j, sys), earlier: review, watched: r, started: first.Started}, nil
}

// ErrOtherSystem says that the IUT file is not the one of the run.
var ErrOtherSystem = errors.New("the IUT file was changed since the run began")

func same(a, b *suites.IUT) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// interrupted are the cases that an interrupt cut off: they are run again.
func (r *Record) interrupted() []string {
	var out []string
	for id := range r.places {
		if l, err := r.line(id); err != nil || l.Taken == Interrupted {
			out = append(out, id)
		}
	}
	return out
}

// Options completes the options of the run: its mark, what earlier sessions
// established, and who writes down each case. A journal that cannot be written
// ends the run through stop.
func (r *Recording) Options(o suites.Options, stop context.CancelCauseFunc) suites.Options {
	o.RunID, o.Lean = r.Journal.session.Mark, true
	if r.earlier != nil {
		done := map[string]*suites.CaseResult{}
		for i := range r.earlier.Result.Cases {
			if c := &r.earlier.Result.Cases[i]; r.Journal.has(c.Case.ID) {
				done[c.Case.ID] = c
			}
		}
		o.Given = func(c *suites.TestCase) *suites.CaseResult { return done[c.ID] }
		o.Watched = r.watched.watched(len(r.watched.sessions))
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

// End completes a result by what earlier sessions did, and closes the journal.
func (r *Recording) End(res *suites.Result) error {
	if r.earlier != nil {
		res.Started = r.started
		res.Exchanges += r.earlier.Result.Exchanges
		res.Waited += r.earlier.Result.Waited
		for _, p := range r.watched.sessions {
			res.Residue = append(res.Residue, Leftovers(p.Mark))
		}
	}
	if err := r.Recorder.rest(); err != nil {
		return err
	}
	return r.Journal.Close(&End{Started: res.Started, Finished: res.Finished, Partial: res.Partial, Residue: res.Residue,
		Exchanges: res.Exchanges, Waited: res.Waited, Hearing: r.Recorder.hearing()})
}

// Session is the session that is being recorded.
func (r *Recording) Session() *Session { return r.Journal.session }
