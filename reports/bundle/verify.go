package bundle

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// Bounds of the evidence when unpacked: neither a flood of zeros nor a part
// that unpacks to many times its size is read.
const (
	longestEvidence = 2 << 30
	mostFold        = 200
)

// Evidence unpacks the evidence beside nothing: into a file that is gone when
// done is called. It is nil when this copy leaves the evidence out.
func (b *Bundle) Evidence() (r *Record, done func() error, err error) {
	f := b.files[EvidenceFile]
	if f == nil {
		return nil, func() error { return nil }, nil
	}
	tmp, err := os.CreateTemp("", "cityconf-evidence-*")
	if err != nil {
		return nil, nil, err
	}
	done = func() error { return errors.Join(tmp.Close(), os.Remove(tmp.Name())) }
	size, err := b.unpack(EvidenceFile, tmp, longestEvidence)
	if err == nil {
		r, err = read(tmp, size)
		if err != nil {
			err = broken("%s: %v", EvidenceFile, err)
		} else if r.torn {
			err = broken("%s ends in the middle of a line", EvidenceFile)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return r, done, nil
}

// unpack unpacks a part of this copy, at most so many octets.
func (b *Bundle) unpack(name string, out io.Writer, longest int64) (int64, error) {
	part := b.listed(name)
	if part.Unpacked > longest || part.Unpacked > mostFold*(part.Size+1<<10) {
		return 0, broken("%s would unpack to %d octets", name, part.Unpacked)
	}
	in, err := b.files[name].Open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return 0, broken("%s cannot be unpacked: %v", name, err)
	}
	n, err := io.Copy(out, io.LimitReader(z, part.Unpacked+1))
	if err != nil {
		return 0, broken("%s cannot be unpacked: %v", name, err)
	}
	if n != part.Unpacked {
		return 0, broken("%s unpacks to another size than the manifest says", name)
	}
	return n, nil
}

// Rejudge recomputes verdicts and report of a bundle from its evidence and
// holds them against the recorded ones. The review is nil when this copy leaves
// the evidence out. A difference is a *BrokenError.
func (b *Bundle) Rejudge(ctx context.Context, suite *suites.Suite) (*Review, error) {
	r, done, err := b.Evidence()
	if err != nil || r == nil {
		return nil, err
	}
	defer done()
	if err := b.sameRun(r); err != nil {
		return nil, err
	}
	v, err := r.Rejudge(ctx, suite)
	if err != nil {
		return nil, err
	}
	if n := len(v.Differ); n > 0 {
		return v, broken("%d verdicts do not follow from the evidence; the first is case %s: %s", n, v.Differ[0].Case, v.Differ[0].Why)
	}
	again, err := r.Report(v, suite)
	if err != nil {
		return v, err
	}
	have, err := b.Report()
	if err != nil {
		return v, err
	}
	if have.Digest != again.Digest {
		return v, broken("the report %s does not follow from the evidence, which yields %s: %s", have.ID, again.ID, firstDifference(have, again))
	}
	return v, nil
}

// sameRun holds the parts beside the evidence against the evidence.
func (b *Bundle) sameRun(r *Record) error {
	env, err := b.Env()
	if err != nil {
		return err
	}
	standard, suite, err := b.Suite()
	if err != nil {
		return err
	}
	first := r.first()
	if env.Run != first.Run || env.Nonce != first.Nonce || len(env.Sessions) != len(r.sessions) || standard != first.Standard || suite.Digest != first.Suite.Digest {
		return broken("the evidence is of another run than %s", EnvFile)
	}
	for name, want := range map[string]any{ICSFile: first.IUT.ICS, IXITFile: first.IUT.IXIT} {
		b, err := b.Part(name)
		if err != nil {
			return err
		}
		form, err := json.MarshalIndent(want, "", "  ")
		if err != nil {
			return err
		}
		if b != nil && string(b) != string(form)+"\n" {
			return broken("%s is not the one of the evidence", name)
		}
	}
	return nil
}

// Report counts what was judged again.
func (r *Record) Report(v *Review, suite *suites.Suite) (*reports.Report, error) {
	o := r.first().Options
	o.Repetitions = len(r.times)
	return reports.New(v.Result, suite.Standard, o)
}

// firstDifference names what differs between two reports of one run.
func firstDifference(have, again *reports.Report) string {
	if len(have.Requirements) == len(again.Requirements) {
		for i := range have.Requirements {
			if h, a := &have.Requirements[i], &again.Requirements[i]; h.ID != a.ID || h.Verdict != a.Verdict {
				return fmt.Sprintf("%s is %s in the report and %s by the evidence", h.ID, h.Verdict, a.Verdict)
			}
		}
	}
	return "the verdicts are equal, what the report says of them is not"
}

// Plan is from what the suite of a record is derived, and what to check it by.
func (r *Record) Plan() (Reference, SuiteReference) { return r.first().Standard, r.first().Suite }

// Session is the first session of a record.
func (r *Record) Session() *Session { return r.first() }

// Whole tells whether the run came to its end.
func (r *Record) Whole() bool { return r.end != nil && r.end.Partial == "" }

// Pack makes the bundle of a recorded run.
func (r *Record) Pack(path, journal string, report *reports.Report, res *suites.Result, more Contents, secrets map[string]string) error {
	parts, err := r.contents(report, res)
	if err != nil {
		return err
	}
	for name, b := range more {
		parts[name] = b
	}
	return Write(path, r.first().Run, journal, parts, secrets)
}
