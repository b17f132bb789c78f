package reports

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// New counts a result into a report. Every requirement of the standard needs
// exactly one verdict: a missing, unknown or doubled one is an error, for the
// denominator must not depend on what a run happened to produce.
func New(result *suites.Result, std *specs.Standard, o Options) (*Report, error) {
	if result == nil || result.Suite == nil || result.IUT == nil || std == nil {
		return nil, errors.New("report: result, suite, IUT and standard are all needed")
	}
	verdicts, err := byRequirement(result.Verdicts, std)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if err := o.Errata.suspend(verdicts, std); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	r := frame(result, std, o)
	r.Requirements = requirementsOf(std, verdicts)
	r.fingerprint(result.Suite)
	r.OwnClaim = ownClaim(result.Suite.Classes, r.Requirements)
	r.Gate = gate(result.Suite.Classes, r.Requirements)
	r.Classes = classesOf(std, result.Suite.Classes, r.Requirements)
	r.Deviations = deviations(result, r.Requirements)
	r.Open = openOf(std, r.Requirements)
	cite(r)
	return sealed(r)
}

func byRequirement(all []suites.RequirementVerdict, std *specs.Standard) (map[string]suites.RequirementVerdict, error) {
	known := map[string]bool{}
	for i := range std.Requirements {
		known[std.Requirements[i].ID] = true
	}
	out := make(map[string]suites.RequirementVerdict, len(all))
	for _, v := range all {
		if !known[v.Requirement] {
			return nil, fmt.Errorf("verdict on requirement %q, which the standard does not have", v.Requirement)
		}
		if _, twice := out[v.Requirement]; twice {
			return nil, fmt.Errorf("two verdicts on requirement %q", v.Requirement)
		}
		if !knownVerdict(v.Verdict) {
			return nil, fmt.Errorf("requirement %q: unknown verdict %q", v.Requirement, v.Verdict)
		}
		out[v.Requirement] = v
	}
	for i := range std.Requirements {
		if _, ok := out[std.Requirements[i].ID]; !ok {
			return nil, fmt.Errorf("requirement %q has no verdict", std.Requirements[i].ID)
		}
	}
	return out, nil
}

// frame fills in what needs no counting.
func frame(result *suites.Result, std *specs.Standard, o Options) *Report {
	s, iut := result.Suite, result.IUT
	return &Report{
		Format: Format,
		Stamp:  stamp(result, o.ClockOffset),
		Standard: Standard{ID: std.ID, Version: std.Version, Status: std.Status, Title: std.Title, Digest: std.Digest,
			Normative: cmp.Or(o.Normative, "zh-CN")},
		Suite: Suite{Version: s.Version, Digest: s.Digest, Seed: s.Seed, Cases: len(s.Cases), Gaps: list(s.Gaps)},
		ICS: ICS{Vendor: iut.ICS.Vendor, Product: iut.ICS.Product, Version: iut.ICS.Version, Build: iut.ICS.Build,
			Role: iut.ICS.Role, RoleTitle: roleTitle(std, iut.ICS.Role), Classes: sorted(iut.ICS.Classes), Answers: answers(iut.ICS.Answers)},
		Target: Target{BaseURL: iut.IXIT.BaseURL, Broker: iut.IXIT.Broker.URL, City: iut.IXIT.City,
			Simulator: iut.IXIT.Simulator},
		Coverage:   coverage(std),
		Assurance:  unsigned,
		Limits:     limits(result, o),
		Residue:    sorted(result.Residue),
		Exchanges:  result.Exchanges,
		Laboratory: o.Laboratory,
		Cases:      casesOf(result.Cases),

		Errata:       o.Errata,
		Measurements: measurements(result.Cases),
	}
}

func roleTitle(std *specs.Standard, id string) specs.Text {
	for _, r := range std.Roles {
		if r.ID == id {
			return r.Title
		}
	}
	return specs.Text{}
}

func stamp(result *suites.Result, offset *time.Duration) Stamp {
	wall := result.Finished.Sub(result.Started)
	s := Stamp{
		Started:     result.Started.Format(time.RFC3339),
		Finished:    result.Finished.Format(time.RFC3339),
		ElapsedMS:   wall.Milliseconds(),
		ExchangesMS: max(0, wall-result.Waited).Milliseconds(),
		WaitsMS:     result.Waited.Milliseconds(),
	}
	if offset != nil {
		ms := offset.Milliseconds()
		s.ClockOffsetMS = &ms
	}
	return s
}

func answers(in map[string]any) map[string]any {
	if in == nil {
		return map[string]any{}
	}
	return in
}

// list keeps a nil slice out of the document, where it would read null.
func list[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return slices.Clone(in)
}

func sorted(in []string) []string {
	out := list(in)
	slices.Sort(out)
	return slices.Compact(out)
}
