// Package tender reads, checks and shows a buyer's tender profile: which
// classes are mandated, which requirements decide alone (★), which earn points,
// and what the run itself must be like.
//
// In goes a YAML text and the standard it speaks of; out comes a
// [reports.Profile] with every rule resolved to requirements, or problems with
// file and line. The package counts nothing.
package tender

import (
	"encoding/json"
	"fmt"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// file is a profile as a buyer writes it.
type file struct {
	Format         string     `json:"format"` // [reports.ProfileFormat]
	ID             string     `json:"id"`
	Title          specs.Text `json:"title"`
	Buyer          specs.Text `json:"buyer"`
	Issued         string     `json:"issued"`
	Standard       string     `json:"standard"`
	StandardDigest string     `json:"standardDigest"`
	Assurance      string     `json:"assurance"`
	Repetitions    int        `json:"repetitions"`
	ValidDays      int        `json:"validDays"`
	Symbols        []symbol   `json:"symbols"`
	Classes        []class    `json:"classes"`
	Gates          []gate     `json:"gates"`
	Scores         []score    `json:"scores"`
	Answers        []pinned   `json:"answers"`
	Excused        []string   `json:"excused"`
}

type symbol struct {
	Mark  string     `json:"mark"`
	Means string     `json:"means"`
	Text  specs.Text `json:"text"`
}

type class struct {
	Class    string      `json:"class"`
	Mandated bool        `json:"mandated"`
	Weight   json.Number `json:"weight"`
}

// rule names requirements: one, or every one of a level in some classes.
type rule struct {
	Requirement string   `json:"requirement"`
	Every       string   `json:"every"`
	Of          []string `json:"of"`
	Except      []string `json:"except"`
	Symbol      string   `json:"symbol"`
}

type gate struct {
	rule
	Evidence string `json:"evidence"` // manual, for one requirement without a test
	Untested string `json:"untested"` // manual, for those of "every" without a test
}

type score struct {
	rule
	Weight  json.Number `json:"weight"`
	Measure string      `json:"measure"`
	Wanted  json.Number `json:"wanted"`
	Bands   []band      `json:"bands"`
}

type band struct {
	From  json.Number `json:"from"`
	To    json.Number `json:"to"`
	Value json.Number `json:"value"`
}

type pinned struct {
	Question     string   `json:"question"`
	Answer       any      `json:"answer"`
	Requirements []string `json:"requirements"`
}

// Read reads and checks a profile. Problems make it unusable and the profile
// is nil; warnings are what a careful buyer would look at again.
func Read(name string, data []byte, std *specs.Standard) (p *reports.Profile, problems, warnings document.Problems) {
	doc, err := document.Parse(name, data)
	if err != nil {
		return nil, asProblems(err, name), nil
	}
	l := &linter{std: std, doc: doc}
	l.prices()
	if len(l.problems) == 0 {
		l.problems = document.Decode(doc, "", &l.file)
	}
	if len(l.problems) == 0 {
		l.lint()
	}
	if len(l.problems) > 0 {
		return nil, l.problems, l.warnings
	}
	return l.resolve(), nil, l.warnings
}

func asProblems(err error, name string) document.Problems {
	if p, ok := err.(document.Problems); ok {
		return p
	}
	return document.Problems{{Path: name, Message: err.Error()}}
}

// at is the pointer of an entry of a list.
func at(list string, i int) string { return fmt.Sprintf("/%s/%d", list, i) }
