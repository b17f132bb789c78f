package compare

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// Trend is one product over time.
type Trend struct {
	Product string
	Vendor  string
	Runs    []Run // by time
	Profile *reports.Profile
}

// Run is one run of a trend.
type Run struct {
	Bid
	Joined  bool                 // it may be compared with the run before: the line goes on
	Breaks  []reports.Difference // why not, where it does not
	Worse   []Change             // passed before, does not now
	Better  []Change             // passes now, did not before
	Changed int                  // requirements whose sentence or tests are not those of the run before
}

// Change is one requirement that stands elsewhere than in the run before.
type Change struct {
	Requirement *reports.Requirement
	Gate        bool
	Before, Now reports.Standing
}

// ErrOtherProduct says that bundles are not of one product.
var ErrOtherProduct = errors.New("a trend is of one product")

// Over lays the runs of one product in a row. The profile is the one under
// which all were evaluated, nil for none. Entries of another vendor or product
// are an error.
func Over(entries []Entry, profile *reports.Profile) (*Trend, error) {
	if err := distinct(entries, 2); err != nil {
		return nil, err
	}
	all := ordered(entries, byTime)
	first := &all[0].Report.ICS
	t := &Trend{Product: first.Product, Vendor: first.Vendor, Profile: profile}
	for i, e := range all {
		if e.Report.ICS.Product != t.Product || e.Report.ICS.Vendor != t.Vendor {
			return nil, fmt.Errorf("%w: %s is of %.80q of %.80q, %s of %.80q of %.80q", ErrOtherProduct,
				all[0].File, t.Product, t.Vendor, e.File, e.Report.ICS.Product, e.Report.ICS.Vendor)
		}
		run := Run{Bid: *bidOf(e, fmt.Sprint(i+1))}
		if i > 0 {
			run.follow(&t.Runs[i-1])
		}
		t.Runs = append(t.Runs, run)
	}
	return t, nil
}

// follow compares a run with the one before. What a changed sentence or test
// did is no change of the product.
func (r *Run) follow(before *Run) {
	c := reports.Compare(before.Report, r.Report)
	r.Joined, r.Breaks = c.Grade != reports.ReferenceOnly, c.Differences
	then, now := lookInto(before.Report), lookInto(r.Report)
	for i := range r.Report.Requirements {
		q := &r.Report.Requirements[i]
		if !now.in(q.ID) || !then.in(q.ID) {
			continue
		}
		if !slices.Contains(c.Unchanged, q.ID) {
			r.Changed++
			continue
		}
		ch := Change{Requirement: q, Gate: now.gate(q.ID), Before: then.cell(q.ID).Standing, Now: now.cell(q.ID).Standing}
		switch pass := reports.Standing(suites.Pass); {
		case ch.Before == pass && ch.Now != pass:
			r.Worse = append(r.Worse, ch)
		case ch.Before != pass && ch.Now == pass:
			r.Better = append(r.Better, ch)
		}
	}
}
