// Package compare lays the reports of several runs beside each other: those of
// several vendors in one tender, or those of one product over time.
//
// In go reports that were read from bundles and evaluated under one profile (or
// under none); out comes what a page or a workbook shows: groups that may be
// compared, decisions, ranks, the requirements in which the vendors differ, and
// what each vendor is to be asked. The outcome does not depend on the order of
// the input. The package reads no file and formats no text.
package compare

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cityconf/cityconf/reports"
)

// Entry is one bundle as it was handed in.
type Entry struct {
	File   string          // name by which the reader knows it
	Run    string          // mark of the run, unique to it
	Report *reports.Report // evaluated under the profile of the comparison
}

// Bid is one vendor's product in a comparison.
type Bid struct {
	Entry
	Key   string // "A", "B", …: in the order of vendor, product, version and time
	Gate  reports.Gate
	Scope reports.Scope  // over the classes of the profile, else of the vendor's own claim
	Score *reports.Score // nil when nothing is scored
	Unmet []reports.Condition
	Rank  int           // 1 is best; ties share it; 0: not ranked
	Grade reports.Grade // within its group; C2 for one that cannot be compared at all
	Whys  []reports.Difference
	Asks  []Ask // what the vendor is to clarify
}

// Void tells whether the score is for reference only.
func (b *Bid) Void() bool { return b.Gate.Decision != reports.GatePass || len(b.Unmet) > 0 }

// Group is a set of bids every two of which may stand in one table.
type Group struct {
	Grade reports.Grade
	Bids  []*Bid
	Whys  []reports.Difference // what keeps it from C0
}

// Comparison is the whole.
type Comparison struct {
	Profile *reports.Profile // nil without
	At      string           // RFC 3339: instant of judging, "" without evaluation
	Grade   reports.Grade    // the worst between any two bids
	Bids    []*Bid           // by key
	Groups  []Group          // the largest first
	Alone   []*Bid           // those that can be compared with nothing: simulators, partial runs, below the profile
	Whys    []reports.Difference
	Classes []Class
	Rows    []Row // every requirement that may be compared
	Differ  int   // rows in which not all bids stand alike
	Again   bool  // every verdict of every bundle was judged again from the evidence
	LeftOut int   // requirements whose sentence or tests are not the same in all bundles
}

// ErrOneRun says that two files hold the same run.
var ErrOneRun = errors.New("are bundles of one run")

// New compares at least two entries. The profile is the one under which all
// were evaluated, nil for none. The error names the files that do not fit.
func New(entries []Entry, profile *reports.Profile) (*Comparison, error) {
	if err := distinct(entries, 2); err != nil {
		return nil, err
	}
	c := &Comparison{Profile: profile, Grade: reports.Comparable}
	for i, e := range ordered(entries, byName) {
		c.Bids = append(c.Bids, bidOf(e, Key(i)))
	}
	if e := c.Bids[0].Report.Evaluation; e != nil {
		c.At = e.At
	}
	c.group()
	c.ranks()
	c.rows()
	c.classes()
	for _, b := range c.Bids {
		b.Asks = asks(b)
	}
	return c, nil
}

// distinct refuses too few entries, and two of one run.
func distinct(entries []Entry, least int) error {
	if len(entries) < least {
		return fmt.Errorf("a comparison needs at least %d bundles, there are %d", least, len(entries))
	}
	seen := map[string]string{}
	for _, e := range entries {
		if other, twice := seen[e.Run]; twice {
			names := []string{other, e.File}
			slices.Sort(names)
			return fmt.Errorf("%s and %s %w (%s)", names[0], names[1], ErrOneRun, e.Run)
		}
		seen[e.Run] = e.File
	}
	return nil
}

func ordered(entries []Entry, by func(a, b Entry) int) []Entry {
	out := slices.Clone(entries)
	slices.SortFunc(out, by)
	return out
}

func byName(a, b Entry) int {
	x, y := &a.Report.ICS, &b.Report.ICS
	return cmp.Or(cmp.Compare(x.Vendor, y.Vendor), cmp.Compare(x.Product, y.Product), cmp.Compare(x.Version, y.Version), byTime(a, b))
}

func byTime(a, b Entry) int {
	x, errX := time.Parse(time.RFC3339, a.Report.Stamp.Started)
	y, errY := time.Parse(time.RFC3339, b.Report.Stamp.Started)
	if errX != nil || errY != nil {
		return cmp.Or(cmp.Compare(a.Report.Stamp.Started, b.Report.Stamp.Started), cmp.Compare(a.Run, b.Run))
	}
	return cmp.Or(x.Compare(y), cmp.Compare(a.Run, b.Run))
}

// Key names the i-th bid: A to Z, then AA.
func Key(i int) string {
	const letters = 26
	if i < letters {
		return string(rune('A' + i))
	}
	return Key(i/letters-1) + Key(i%letters)
}

func bidOf(e Entry, key string) *Bid {
	b := &Bid{Entry: e, Key: key, Gate: e.Report.Gate, Scope: e.Report.OwnClaim, Grade: reports.Comparable}
	ev := e.Report.Evaluation
	if ev == nil {
		return b
	}
	b.Gate, b.Scope, b.Score = ev.Gate, ev.Scope, ev.Score
	for _, c := range ev.Conditions {
		if !c.Met {
			b.Unmet = append(b.Unmet, c)
		}
	}
	return b
}
