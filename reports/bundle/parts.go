package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// Env says under which circumstances a run took place.
type Env struct {
	Tester      string         `json:"tester"` // version of cityconf
	Run         string         `json:"run"`
	Nonce       string         `json:"nonce,omitempty"`
	Sessions    []SessionMark  `json:"sessions"`
	Started     time.Time      `json:"started"`
	Finished    time.Time      `json:"finished"`
	Partial     string         `json:"partial,omitempty"`
	ClockOffset *time.Duration `json:"clockOffset,omitempty"` // nanoseconds by which the system's clock is ahead
	Command     string         `json:"command"`
	Simulator   bool           `json:"simulator"`
}

// SessionMark is the mark of a session and what it follows from, see [Mark].
type SessionMark struct {
	Mark    string    `json:"mark"`
	Salt    string    `json:"salt"`
	Started time.Time `json:"started"`
}

// suitePart identifies what was tested.
type suitePart struct {
	Standard Reference      `json:"standard"`
	Suite    SuiteReference `json:"suite"`
}

// contents makes the parts that follow from a record and its report.
func (r *Record) contents(report *reports.Report, res *suites.Result) (Contents, error) {
	first := r.first()
	env := Env{Tester: r.last().Tester, Run: first.Run, Nonce: first.Nonce, Started: res.Started, Finished: res.Finished, Partial: res.Partial,
		ClockOffset: first.Options.ClockOffset, Command: first.Options.Laboratory.Command, Simulator: first.IUT.IXIT.Simulator}
	for _, s := range r.sessions {
		env.Sessions = append(env.Sessions, SessionMark{s.Mark, s.Salt, s.Started})
	}
	out := Contents{}
	for name, v := range map[string]any{EnvFile: env, SuiteFile: suitePart{first.Standard, first.Suite}, ICSFile: first.IUT.ICS,
		IXITFile: first.IUT.IXIT, ReportFile: report, PublicFile: reports.Disclosed(report)} {
		b, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
		out[name] = append(b, '\n')
	}
	return out, nil
}

// Env reads the circumstances of the run and checks that the marks follow from
// the nonce.
func (b *Bundle) Env() (*Env, error) {
	var e Env
	if err := b.decode(EnvFile, &e); err != nil {
		return nil, err
	}
	for _, s := range e.Sessions {
		if s.Mark != Mark(e.Nonce, s.Salt) {
			return nil, broken("%s: the mark %s does not follow from the nonce", EnvFile, s.Mark)
		}
	}
	if len(e.Sessions) == 0 || e.Sessions[0].Mark != e.Run || e.Run != b.Manifest.Run {
		return nil, broken("%s is of another run", EnvFile)
	}
	return &e, nil
}

// Report reads the report: the whole one, or where this copy leaves it out the
// one without bodies.
func (b *Bundle) Report() (*reports.Report, error) {
	name, read := ReportFile, reports.ReadReport
	data, err := b.Part(name)
	if err == nil && data == nil {
		name, read = PublicFile, reports.ReadDisclosed
		data, err = b.Part(name)
	}
	if err != nil {
		return nil, err
	}
	r, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, broken("%s: %v", name, err)
	}
	return r, nil
}

// Suite identifies what was tested.
func (b *Bundle) Suite() (Reference, SuiteReference, error) {
	var s suitePart
	err := b.decode(SuiteFile, &s)
	return s.Standard, s.Suite, err
}

func (b *Bundle) decode(name string, into any) error {
	data, err := b.Part(name)
	if err != nil {
		return err
	}
	if data == nil {
		return broken("%s is missing", name)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return broken("%s cannot be read: %v", name, err)
	}
	return nil
}
