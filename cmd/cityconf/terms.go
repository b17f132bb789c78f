package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/tender"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// termsFlags name the files that hold a buyer's and the committee's rules.
type termsFlags struct {
	profile, waivers, errata string
	known, disputes          string
}

func (f *termsFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.profile, "profile", "", "tender profile: its classes, gates and points")
	flags.StringVar(&f.waivers, "waivers", "", "deviations that the buyer or the committee accepted")
}

// notes are the flags of what is shown beside the numbers and changes none.
func (f *termsFlags) notes(flags *pflag.FlagSet) {
	flags.StringVar(&f.known, "known", "", "failures that the vendor documents; they stay failures")
	flags.StringVar(&f.disputes, "disputes", "", "tests that are challenged; the report shows its numbers with and without them")
}

// terms are these rules, read and checked.
type terms struct {
	profile  *reports.Profile
	waivers  []reports.Waiver
	errata   *reports.Errata
	known    []reports.Known
	disputes []reports.Dispute
}

// read reads what the flags name.
func (f *termsFlags) read(std *specs.Standard) (t terms, err error) {
	if f.profile != "" {
		if t.profile, _, err = readProfile(f.profile, std); err != nil {
			return t, err
		}
	}
	if f.waivers != "" {
		if t.waivers, err = readTerms(f.waivers, std, tender.ReadWaivers); err != nil {
			return t, err
		}
	}
	if f.errata != "" {
		if t.errata, err = readTerms(f.errata, std, tender.ReadErrata); err != nil {
			return t, err
		}
	}
	if f.known != "" {
		if t.known, err = readTerms(f.known, std, tender.ReadKnown); err != nil {
			return t, err
		}
	}
	if f.disputes != "" {
		t.disputes, err = readTerms(f.disputes, std, tender.ReadDisputes)
	}
	return t, err
}

func readProfile(path string, std *specs.Standard) (*reports.Profile, document.Problems, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, usage(fmt.Errorf("read the profile: %w", err), "")
	}
	p, problems, warnings := tender.Read(path, data, std)
	if len(problems) > 0 {
		return nil, nil, usage(problems, "")
	}
	return p, warnings, nil
}

func readTerms[T any](path string, std *specs.Standard, read func(string, []byte, *specs.Standard) (T, document.Problems)) (T, error) {
	var none T
	data, err := os.ReadFile(path)
	if err != nil {
		return none, usage(err, "")
	}
	out, problems := read(path, data, std)
	if len(problems) > 0 {
		return none, usage(problems, "")
	}
	return out, nil
}

// evaluate reads a report under the rules, as of now; without rules it stays as
// it is.
func (t terms) evaluate(r *reports.Report) (*reports.Report, error) {
	return t.evaluateAt(r, time.Now())
}

// evaluateAt reads a report under the rules as of an instant.
func (t terms) evaluateAt(r *reports.Report, at time.Time) (*reports.Report, error) {
	if t.profile == nil && len(t.waivers)+len(t.known)+len(t.disputes) == 0 {
		return r, nil
	}
	return reports.Evaluate(r, reports.Terms{Profile: t.profile, Waivers: t.waivers, At: at, Known: t.known, Disputes: t.disputes})
}

// decisionOf is the decision that counts: of the profile when there is one.
func decisionOf(r *reports.Report) reports.Decision {
	if r.Evaluation != nil {
		return r.Evaluation.Gate.Decision
	}
	return r.Gate.Decision
}

// enforced is the exit code of a decision.
func enforced(d reports.Decision) error {
	return exit(map[reports.Decision]int{reports.GatePass: exitOK, reports.GateFail: exitFail, reports.GateIncomplete: exitIncomplete}[d])
}
