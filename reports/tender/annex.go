package tender

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
)

//go:embed templates
var templates embed.FS

// Annex writes a profile as the annex of a tender document: Chinese and
// English side by side, one HTML file that needs nothing else and prints on A4.
// It says everything the profile says, and its digest.
func Annex(w io.Writer, p *reports.Profile, std *specs.Standard) error {
	t, err := template.New("annex.html").Funcs(template.FuncMap{"marks": func(means string) string { return marks(p, means) }, "upper": strings.ToUpper}).ParseFS(templates, "templates/*")
	if err != nil {
		return fmt.Errorf("render annex: %w", err)
	}
	if err := t.ExecuteTemplate(w, "annex.html", newAnnex(p, std)); err != nil {
		return fmt.Errorf("render annex: %w", err)
	}
	return nil
}

// annex is what the template sees.
type annex struct {
	P       *reports.Profile
	Title   specs.Text // of the standard
	Classes []classRow
	Stars   []item // tested by the suite
	Manual  []item // checked by people
	Scored  []item
	Pinned  []reports.PinnedAnswer
	Weight  string // sum of the classes
}

type classRow struct {
	reports.ProfileClass
	Title specs.Text
	Stars int
}

// item is a requirement as a table of the annex shows it.
type item struct {
	*specs.Requirement
	No       int
	Untested specs.Text
	Weight   string
	Share    string // points of 100 when met in full, exact
	Quantity reports.Quantity
	Wanted   string
	Bands    []reports.Band
}

func newAnnex(p *reports.Profile, std *specs.Standard) *annex {
	a := &annex{P: p, Title: std.Title, Pinned: p.Answers}
	total := new(big.Rat)
	for _, c := range p.Classes {
		row := classRow{ProfileClass: c}
		if k := std.Class(c.Class); k != nil {
			row.Title = k.Title
		}
		a.Classes = append(a.Classes, row)
		if w, ok := new(big.Rat).SetString(c.Weight); ok {
			total.Add(total, w)
		}
	}
	a.Weight = decimal(total)
	for _, g := range p.Gates {
		q := std.Requirement(g.Requirement)
		list := &a.Stars
		if g.Manual {
			list = &a.Manual
		}
		*list = append(*list, item{Requirement: q, No: len(*list) + 1, Untested: q.Untested})
		a.Classes[slices.IndexFunc(a.Classes, func(r classRow) bool { return r.Class == q.Class })].Stars++
	}
	a.scored(std)
	return a
}

// scored lists what earns points, with the share of each.
func (a *annex) scored(std *specs.Standard) {
	whole := map[string]*big.Rat{}
	for _, s := range a.P.Scores {
		c := std.Requirement(s.Requirement).Class
		whole[c] = new(big.Rat).Add(cmp.Or(whole[c], new(big.Rat)), rational(s.Weight))
	}
	for _, s := range a.P.Scores {
		q := std.Requirement(s.Requirement)
		c := a.Classes[slices.IndexFunc(a.Classes, func(r classRow) bool { return r.Class == q.Class })]
		share := new(big.Rat).Quo(new(big.Rat).Mul(rational(c.Weight), rational(s.Weight)), whole[q.Class])
		it := item{Requirement: q, No: len(a.Scored) + 1, Weight: s.Weight, Share: share.RatString(), Wanted: s.Wanted, Bands: s.Bands}
		if i := slices.IndexFunc(reports.Quantities(), func(m reports.Quantity) bool { return m.ID == s.Measure }); i >= 0 {
			it.Quantity = reports.Quantities()[i]
		}
		a.Scored = append(a.Scored, it)
	}
}

func rational(s string) *big.Rat {
	v, ok := new(big.Rat).SetString(s)
	if !ok {
		return new(big.Rat)
	}
	return v
}

// marks are the symbols of a meaning.
func marks(p *reports.Profile, means string) string {
	var out []string
	for _, s := range p.Symbols {
		if s.Means == means {
			out = append(out, s.Mark)
		}
	}
	return strings.Join(out, "")
}
