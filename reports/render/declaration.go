package render

import (
	"fmt"
	"html/template"
	"io"
	"slices"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
)

// Declaration writes a supplier's declaration of conformity after ISO/IEC
// 17050-1 to be printed, completed and signed. It declares classes of which
// every MUST requirement passed, names the others with what did not pass, and
// declares nothing on the ground of a run that is not whole.
func Declaration(w io.Writer, r *reports.Report, o Options) error {
	style, err := templates.ReadFile("templates/declaration.css")
	if err != nil {
		return fmt.Errorf("render the declaration: %w", err)
	}
	l := o.lang()
	t, err := template.New("declaration.html").Funcs(l.funcs()).ParseFS(templates, "templates/declaration.html", "templates/decision.html")
	if err != nil {
		return fmt.Errorf("render the declaration: %w", err)
	}
	if err := t.Execute(w, newDeclaration(r, l, string(style))); err != nil {
		return fmt.Errorf("render the declaration: %w", err)
	}
	return nil
}

type declaration struct {
	R       *reports.Report
	Lang    string
	Both    bool
	Style   template.CSS
	Policy  string
	Void    bool            // the run cannot support a declaration
	Whole   []reports.Class // every MUST passed
	Without []shortfall
	Tender  *tenderClaim // nil without a tender profile
}

// tenderClaim is what may be said in the scope of a tender.
type tenderClaim struct {
	Profile, Rate string
	Gate          reports.Decision
	Of            specs.Text
	Lacks         []string // what decides and did not pass
}

func tenderClaimOf(r *reports.Report) *tenderClaim {
	if r.Evaluation == nil || r.Evaluation.Profile == nil {
		return nil
	}
	g := deciding(r)
	t := &tenderClaim{Profile: r.Evaluation.Profile.ID, Gate: g.Decision, Of: gateOf(r), Lacks: slices.Concat(g.Failed, g.Open), Rate: "0/0"}
	if s := scopeOf(r).Rate; s != nil {
		t.Rate = s.Text
	}
	return t
}

// shortfall is a claimed class with the MUST requirements that did not pass.
type shortfall struct {
	Class reports.Class
	IDs   []string
}

func newDeclaration(r *reports.Report, l Lang, style string) *declaration {
	d := &declaration{R: r, Lang: "zh-CN", Both: l == Both, Style: template.CSS(style), Policy: policy(style, ""), Tender: tenderClaimOf(r),
		Void: r.Limits.Simulator || r.Limits.ReadOnly || len(r.Limits.Filters) > 0 || r.Limits.Partial.EN != ""}
	if l == English {
		d.Lang = "en"
	}
	missing := map[string][]string{}
	for _, id := range append(append([]string{}, r.Gate.Failed...), r.Gate.Open...) {
		for i := range r.Requirements {
			if q := &r.Requirements[i]; q.ID == id {
				missing[q.Class] = append(missing[q.Class], id)
			}
		}
	}
	for _, c := range r.Classes {
		switch {
		case !c.Claimed || c.Must.Of == 0:
		case len(missing[c.ID]) == 0 && !d.Void:
			d.Whole = append(d.Whole, c)
		case len(missing[c.ID]) > 0:
			d.Without = append(d.Without, shortfall{c, missing[c.ID]})
		}
	}
	return d
}
