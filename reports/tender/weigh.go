package tender

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// number writes a number in one spelling, so that 60 and 60.0 give one digest;
// what is no plain decimal stays as it is, to be refused.
func number(n json.Number, otherwise string) string {
	switch s := string(n); {
	case s == "":
		return otherwise
	case !reports.IsDecimal(s):
		return s
	case strings.Contains(s, "."):
		return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	default:
		return s
	}
}

// rat reads a number of the file exactly and says so when it is no plain
// decimal: 1e3 is a number, but not one for a tender.
func (l *linter) rat(pointer string, n json.Number, otherwise string) *big.Rat {
	s := number(n, otherwise)
	if !reports.IsDecimal(s) {
		l.refuse(pointer, fmt.Sprintf("%s is not a plain decimal number", s), "like 12.5")
		return new(big.Rat)
	}
	v, _ := new(big.Rat).SetString(s)
	return v
}

// weights checks that the points of the classes add up to 100 and that every
// class with points has something to earn them by, and the other way round.
func (l *linter) weights() {
	total := new(big.Rat)
	for i, c := range l.file.Classes {
		w := l.rat(at("classes", i)+"/weight", c.Weight, "0")
		if w.Sign() < 0 {
			l.refuse(at("classes", i)+"/weight", "is negative", "")
		}
		total.Add(total, w)
		earns := l.earns(c.Class)
		switch {
		case w.Sign() > 0 && !earns:
			l.refuse(at("classes", i), "class "+c.Class+" has points, but nothing in it is scored", "add scores, or weight: 0")
		case w.Sign() == 0 && earns:
			l.refuse(at("classes", i), "something in class "+c.Class+" is scored, but the class has no points", "add weight")
		}
	}
	hundred := big.NewRat(100, 1)
	if total.Cmp(hundred) != 0 && (total.Sign() != 0 || len(l.file.Scores) > 0) {
		l.refuse("/classes", "the weights add up to "+decimal(total)+", not to 100", "")
	}
}

func decimal(v *big.Rat) string {
	if v.IsInt() {
		return v.RatString()
	}
	return v.FloatString(3)
}

func (l *linter) earns(class string) bool {
	return slices.ContainsFunc(l.scores(), func(s reports.ProfileScore) bool {
		q := l.std.Requirement(s.Requirement)
		return q != nil && q.Class == class
	})
}

// scoreRules checks what earns points.
func (l *linter) scoreRules() {
	seen := map[string]bool{}
	for i := range l.file.Scores {
		s, p := &l.file.Scores[i], at("scores", i)
		l.mark(p, &s.rule, "scored")
		if l.rat(p+"/weight", s.Weight, "1").Sign() <= 0 {
			l.refuse(p+"/weight", "is not above 0", "remove the item instead")
		}
		l.measured(p, s)
		for _, id := range l.named(p, &s.rule) {
			if seen[id] {
				l.refuse(p, id+" is scored twice", "keep one")
			}
			seen[id] = true
			l.score(p, s, id)
		}
	}
}

func (l *linter) score(p string, s *score, id string) {
	q := l.std.Requirement(id)
	starred := slices.ContainsFunc(l.gates(), func(g reports.ProfileGate) bool { return g.Requirement == id })
	switch {
	case q.Level == specs.May:
		l.refuse(p, id+" is a MAY: a permission earns nothing", "remove it")
	case l.untested(id):
		l.refuse(p, id+" is scored, but no suite tests it: "+q.Untested.EN, "remove it")
	case q.Level == specs.Must && s.Measure == "" && l.class(q.Class).Mandated:
		l.refuse(p, id+" is a MUST of a mandated class: it is met or not, and a bid that does not meet it is out", "make it a gate, or score it by a measured quantity with bands")
	case starred:
		l.warn(p, id+" decides alone and earns points: it is counted twice", "remove one of the two")
	}
}

// measured checks the quantity and its bands.
func (l *linter) measured(p string, s *score) {
	switch {
	case s.Measure == "" && len(s.Bands) == 0 && s.Wanted == "":
		return
	case s.Measure == "":
		l.refuse(p, "has bands, but measures nothing", "add measure")
	case len(s.Bands) == 0:
		l.refuse(p, "measures "+s.Measure+", but no band says what a value earns", "add bands")
	}
	var known []string
	for _, q := range reports.Quantities() {
		known = append(known, q.ID)
	}
	if s.Measure != "" && !slices.Contains(known, s.Measure) {
		l.refuse(p+"/measure", fmt.Sprintf("no measured quantity %q", s.Measure), document.Suggest(s.Measure, known))
	}
	l.rat(p+"/wanted", s.Wanted, "0")
	l.bands(p, s.Bands)
}

// bands checks that every value falls into exactly one band.
func (l *linter) bands(p string, all []band) {
	for i, b := range all {
		at := fmt.Sprintf("%s/bands/%d", p, i)
		if v := l.rat(at+"/value", b.Value, "0"); v.Sign() < 0 || v.Cmp(big.NewRat(1, 1)) > 0 {
			l.refuse(at+"/value", fmt.Sprintf("%s is not from 0 to 1", b.Value), "the part of the share that the band earns")
		}
		from, to := l.rat(at+"/from", b.From, "0"), l.rat(at+"/to", b.To, "0")
		switch {
		case b.From != "" && b.To != "" && from.Cmp(to) >= 0:
			l.refuse(at, fmt.Sprintf("from %s to %s holds no value", b.From, b.To), "from is below to")
		case i == 0 && b.From != "":
			l.refuse(at+"/from", fmt.Sprintf("gap: no band for values below %s", b.From), "leave from out of the first band")
		case i > 0 && b.From == "":
			l.refuse(at, "overlap: only the first band has no from", "start where the band before ends")
		case i > 0:
			l.joint(at, &all[i-1], from, b)
		}
		if i == len(all)-1 && b.To != "" {
			l.refuse(at+"/to", fmt.Sprintf("gap: no band for %s and more", b.To), "leave to out of the last band")
		}
	}
}

// joint checks that a band starts where the one before ends.
func (l *linter) joint(at string, before *band, from *big.Rat, b band) {
	if before.To == "" {
		l.refuse(at, "overlap: the band before has no end", "give it a to")
		return
	}
	end, ok := new(big.Rat).SetString(string(before.To))
	switch {
	case !ok:
	case from.Cmp(end) > 0:
		l.refuse(at+"/from", fmt.Sprintf("gap: no band from %s to %s", before.To, b.From), "from is included, to is not")
	case from.Cmp(end) < 0:
		l.refuse(at+"/from", fmt.Sprintf("overlap: two bands from %s to %s", b.From, before.To), "from is included, to is not")
	}
}
