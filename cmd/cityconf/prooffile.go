package main

import (
	"fmt"
	"os"

	"github.com/cityconf/cityconf/reports/proof"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/derive"
)

// proofOf reads the file that "prove --out" wrote and makes sure that it speaks
// of this standard and of the suite that this program derives from it: what
// another suite noticed says nothing about this one.
func proofOf(std *specs.Standard, path string) (*proof.Proof, error) {
	p, err := readProof(path)
	if err != nil {
		return nil, err
	}
	anew := "cityconf prove --out " + path + " makes one of this "
	if p.Digest != std.Digest {
		return nil, usage(fmt.Errorf("the proof %s is of another standard: %s has the digest %s, this one %s", path, p.Standard, p.Digest, std.Digest), anew+"standard")
	}
	suite, err := derive.Derive(std, derive.Options{Role: p.Role, Classes: claimable(std, p.Role), Seed: provenSeed})
	if err != nil {
		return nil, fmt.Errorf("derive the suite of the proof %s: %w", path, err)
	}
	if p.Suite != suite.Digest {
		return nil, usage(fmt.Errorf("the proof %s is of another suite: it has the digest %s, this one %s", path, p.Suite, suite.Digest), anew+"suite")
	}
	return p, nil
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
