package render

import (
	"html/template"
	"slices"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// page is what the templates see: the report, and what they would have to
// search for in it.
type page struct {
	R      *reports.Report
	Lang   string // of the document
	Both   bool
	Style  template.CSS
	Script template.JS
	Policy string
	Limits specs.Text

	Disputed specs.Text                    // what is challenged, and the numbers without it
	Notes    map[string][]reports.KnownUse // of the vendor, by requirement

	Room      room
	Why       []why
	WhyMore   int
	Bars      []reports.Class
	BarsMore  int
	Widest    int // applicable requirements of the largest class
	Unclaimed []reports.Class
	Claimed   []reports.Class
	Sum       sum
	Findings  []finding
	Manual    []reports.Requirement
	Table     []tableRow
	LeftOut   int
	Gaps      []suites.Gap
	GapsMore  int
	Verdicts  []suites.Verdict
	Answers   []answer
	Refused   int // requirements that failed

	Gate  reports.Gate  // that decides: the buyer's, else of the own claim
	Scope reports.Scope // that goes with it
	T     *tender       // nil without a tender profile
}

// room is what one sheet of A4 holds: the number of reasons, and the lengths
// of sentences in columns.
type room struct {
	Reasons, Statement, Observed int
}

// rooms differ because a page in both languages, or with the normative text
// beside a translation, says things twice.
var rooms = map[Lang]room{Chinese: {7, 120, 140}, English: {6, 96, 120}, Both: {6, 80, 80}}

// why is one reason on page one.
type why struct {
	Requirement reports.Requirement
	Evidence    string // id of a deviation, "" for an open one
	Observed    specs.Text
	Standing    suites.Verdict // or "not-offered"
	Starred     bool
}

// sum is the last row of the matrix.
type sum struct {
	Must   reports.Tally
	Counts reports.Counts
}

// finding is what several operations may have in common, with the sentences it
// breaks and the evidence for each operation.
type finding struct {
	reports.Deviation
	Broken   []reports.Requirement
	Evidence []evidence
	Alike    []reports.Deviation // the others of the group
	Cases    int                 // of the whole group
}

// evidence is one deviation as far as this file shows it.
type evidence struct {
	reports.Deviation
	Shown []string // cases
	More  int
	Whole bool // transcript and commands are in this file
}

// tableRow is one row of the technical deviation table.
type tableRow struct {
	No          int
	Requirement reports.Requirement
	Deviation   string // key of the catalogue
}

// bar is the segment bar of a class, drawn to the scale of the widest.
type bar struct {
	C      reports.Class
	Widest int
}

type answer struct {
	Question string
	Answer   string
}

// What page one has room for, and what keeps the file small.
const (
	barsShown     = 12
	casesShown    = 20
	gapsShown     = 50
	evidenceLimit = 900_000 // octets of transcripts
)

func newPage(r *reports.Report, l Lang) *page {
	p := &page{R: r, Room: rooms[l], Lang: "zh-CN", Both: l == Both, Limits: limitsOf(r), Refused: r.OwnClaim.Counts.Fail,
		Verdicts: verdictOrder, Disputed: disputesOf(r), Notes: notesOf(r)}
	if l == English {
		p.Lang = "en"
	}
	at := map[string]reports.Requirement{}
	for _, q := range r.Requirements {
		at[q.ID] = q
	}
	p.Gate, p.Scope, p.T = deciding(r), scopeOf(r), tenderOf(r, at)
	if p.T != nil {
		p.Room = p.Room.beside(p.T)
	}
	if p.Disputed != (specs.Text{}) {
		p.Room.Reasons--
	}
	p.reasons(at)
	p.classes()
	p.findings(at)
	for _, id := range p.Gate.Manual {
		p.Manual = append(p.Manual, at[id])
	}
	p.table()
	p.Gaps = r.Suite.Gaps[:min(len(r.Suite.Gaps), gapsShown)]
	p.GapsMore = len(r.Suite.Gaps) - len(p.Gaps)
	p.answers()
	return p
}

// reasons are the failed requirements of the gate and then the open ones.
func (p *page) reasons(at map[string]reports.Requirement) {
	observed := map[string]specs.Text{}
	for _, d := range p.R.Deviations {
		observed[d.ID] = d.Example.Message
	}
	ids := p.inOrder(at)
	for _, id := range ids[:min(len(ids), p.Room.Reasons)] {
		w := why{Requirement: at[id], Observed: at[id].Reason, Standing: at[id].Verdict, Starred: p.T != nil}
		if slices.Contains(p.Gate.NotOffered, id) {
			w.Standing = suites.Verdict(reports.NotOffered)
		}
		if e := at[id].Evidence; len(e) > 0 {
			w.Evidence, w.Observed = e[0], observed[e[0]]
		}
		p.Why = append(p.Why, w)
	}
	p.WhyMore = len(ids) - len(p.Why)
}

// inOrder lists what keeps the gate from passing: what failed, what is not
// offered (one of each class first, for they share their reason), what is open.
func (p *page) inOrder(at map[string]reports.Requirement) []string {
	failed := slices.DeleteFunc(slices.Clone(p.Gate.Failed), func(id string) bool { return slices.Contains(p.Gate.NotOffered, id) })
	var first, others []string
	told := map[string]bool{}
	for _, id := range p.Gate.NotOffered {
		if class := at[id].Class; !told[class] {
			told[class] = true
			first = append(first, id)
		} else {
			others = append(others, id)
		}
	}
	return slices.Concat(failed, first, p.Gate.Open, others)
}

// beside is the room that the buyer's rules leave for reasons.
func (r room) beside(t *tender) room {
	r.Reasons -= min(3, 1+len(t.Unmet))
	return r
}

func (p *page) classes() {
	for _, c := range p.R.Classes {
		if !c.Claimed {
			p.Unclaimed = append(p.Unclaimed, c)
			continue
		}
		p.Claimed = append(p.Claimed, c)
		p.Widest = max(p.Widest, c.Counts.Applicable)
		p.Sum.add(c)
	}
	bars := p.Claimed
	if p.T != nil {
		bars, p.Widest = p.T.Classes, 0
		for _, c := range bars {
			p.Widest = max(p.Widest, c.Counts.Applicable)
		}
	}
	if len(bars) > barsShown { // what did not pass is not to be among those left out
		bars = slices.Clone(bars)
		slices.SortStableFunc(bars, func(a, b reports.Class) int { return wholeLast(a) - wholeLast(b) })
	}
	p.Bars = bars[:min(len(bars), barsShown)]
	p.BarsMore = len(bars) - len(p.Bars)
}

// wholeLast is 1 for a class of which everything passed, else 0.
func wholeLast(c reports.Class) int {
	if c.Counts.Pass == c.Counts.Applicable {
		return 1
	}
	return 0
}

func (s *sum) add(c reports.Class) {
	s.Must.Passed += c.Must.Passed
	s.Must.Of += c.Must.Of
	s.Counts.Total += c.Counts.Total
	s.Counts.Applicable += c.Counts.Applicable
	s.Counts.Pass += c.Counts.Pass
	s.Counts.Fail += c.Counts.Fail
	s.Counts.Inconclusive += c.Counts.Inconclusive
	s.Counts.Blocked += c.Counts.Blocked
	s.Counts.NotTested += c.Counts.NotTested
	s.Counts.NotApplicable += c.Counts.NotApplicable
	s.Counts.SuiteGap += c.Counts.SuiteGap
	s.Counts.Suspended += c.Counts.Suspended
	s.Counts.Informative += c.Counts.Informative
}

// findings keeps transcripts until the file would grow too large; the gravest
// come first, so the gravest have them.
func (p *page) findings(at map[string]reports.Requirement) {
	size := 0
	for _, group := range alike(p.R.Deviations) {
		f := finding{Deviation: group[0], Alike: group[1:]}
		for _, id := range group[0].Requirements {
			f.Broken = append(f.Broken, at[id])
		}
		for _, d := range group {
			e := evidence{Deviation: d, Shown: d.Cases[:min(len(d.Cases), casesShown)]}
			e.More = len(d.Cases) - len(e.Shown)
			size += weight(d.Example)
			e.Whole = size <= evidenceLimit
			f.Cases += len(d.Cases)
			f.Evidence = append(f.Evidence, e)
		}
		p.Findings = append(p.Findings, f)
	}
}

// weight estimates the octets an example takes in the file.
func weight(e reports.Example) int {
	n := 1500
	for _, c := range e.Commands {
		n += len(c)
	}
	for _, x := range e.Transcript {
		n += len(x.Body.Text)
		for _, m := range x.Received {
			n += 300 + len(m.Body.Text)
		}
	}
	return n
}

// table gives every applicable requirement its row of the technical deviation
// table; only a pass is without deviation.
func (p *page) table() {
	for _, q := range p.R.Requirements {
		if q.Verdict == suites.NotApplicable {
			p.LeftOut++
			continue
		}
		p.Table = append(p.Table, tableRow{No: len(p.Table) + 1, Requirement: q, Deviation: deviationOf(q.Verdict)})
	}
}

func deviationOf(v suites.Verdict) string {
	switch v {
	case suites.Pass:
		return "deviation.none"
	case suites.Fail:
		return "deviation.negative"
	case suites.Suspended:
		return "deviation.suspended"
	}
	return "deviation.unproven"
}

func (p *page) answers() {
	for _, k := range sortedKeys(p.R.ICS.Answers) {
		p.Answers = append(p.Answers, answer{k, compact(p.R.ICS.Answers[k])})
	}
}
