package main

import (
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// traceInput derives the suite of every class and brings in the faults; the
// proof is the file that "prove --out" wrote, "" for none.
func traceInput(std *specs.Standard, proofFile string) (trace.Input, error) {
	in := trace.Input{Standard: std}
	var classes []string
	for _, c := range std.Classes {
		classes = append(classes, c.ID)
	}
	var err error
	if in.Suite, err = derive.Derive(std, derive.Options{Classes: classes, Seed: 1}); err != nil {
		return in, err
	}
	if err := addLinks(std, in.Suite); err != nil {
		return in, err
	}
	for _, f := range plantedFor(std) {
		in.Faults = append(in.Faults, trace.Fault{ID: f.ID, Text: f.Text, Requirements: f.Requirements})
	}
	if proofFile == "" {
		return in, nil
	}
	p, err := proofOf(std, proofFile)
	if err != nil {
		return in, err
	}
	in.Proof = true
	for _, k := range p.Kills {
		in.Kills = append(in.Kills, trace.Kill{Fault: k.Fault, Named: k.Named, Besides: k.Besides})
	}
	return in, nil
}

// addLinks adds the cases that only devices get, which connect to a broker of
// the tester.
func addLinks(std *specs.Standard, s *suites.Suite) error {
	role := connecting(std)
	if role == "" {
		return nil
	}
	links, err := derive.Derive(std, derive.Options{Role: role, Classes: claimable(std, role), Seed: 1})
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, c := range s.Cases {
		known[c.ID] = true
	}
	for _, c := range links.Cases {
		if !known[c.ID] {
			s.Cases = append(s.Cases, c)
		}
	}
	return nil
}

// plantedFor lists the faults of the reference city, which name requirements of
// the standard that the program carries; other standards have none.
func plantedFor(std *specs.Standard) []faults.Fault {
	if std.ID+"/"+std.Version != current {
		return nil
	}
	return faults.All()
}
