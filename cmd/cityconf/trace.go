package main

import (
	"fmt"
	"os"

	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/reports/proof"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
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
	for _, f := range plantedFor(std) {
		in.Faults = append(in.Faults, trace.Fault{ID: f.ID, Text: f.Text, Requirements: f.Requirements})
	}
	if proofFile == "" {
		return in, nil
	}
	p, err := readProof(proofFile)
	if err != nil {
		return in, err
	}
	if p.Digest != std.Digest {
		return in, usage(fmt.Errorf("the proof %s is of another standard: %s has the digest %s, this one %s", proofFile, p.Standard, p.Digest, std.Digest), "cityconf prove --out "+proofFile+" makes one of this standard")
	}
	in.Proof = true
	for _, k := range p.Kills {
		in.Kills = append(in.Kills, trace.Kill{Fault: k.Fault, Named: k.Named, Besides: k.Besides})
	}
	return in, nil
}

// plantedFor lists the faults of the reference city, which name requirements of
// the standard that the program carries; other standards have none.
func plantedFor(std *specs.Standard) []faults.Fault {
	if std.ID+"/"+std.Version != current {
		return nil
	}
	return faults.All()
}

func readProof(path string) (*proof.Proof, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usage(fmt.Errorf("read the proof: %w", err), "cityconf prove --out "+path+" writes it")
	}
	defer f.Close()
	p, err := proof.Read(f)
	if err != nil {
		return nil, usage(fmt.Errorf("read the proof %s: %w", path, err), "it is the file that cityconf prove --out writes")
	}
	return p, nil
}
