package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/bundle"
)

// shownFlags say who is to read a report, and what that reader knows.
type shownFlags struct {
	trustFlags
	tier, copy string
	held       *reports.Profile // that the tester of the bundle held
}

func (f *shownFlags) register(cmd *cobra.Command) {
	f.trustFlags.register(cmd)
	cmd.Flags().StringVar(&f.tier, "tier", string(bundle.Private), "who reads it: public, buyer or private")
	cmd.Flags().StringVar(&f.copy, "copy", "", "also write a copy of the bundle for the tier to this file")
}

// read reads a report.json, or a bundle, as readers of the tier may see it.
func (f *shownFlags) read(path string) (*reports.Report, error) {
	if !slices.Contains(bundle.Tiers, bundle.Tier(f.tier)) {
		return nil, usage(fmt.Errorf("no tier %q", f.tier), "known are public, buyer, private")
	}
	if filepath.Ext(path) == ".json" {
		return f.document(path)
	}
	b, err := openBundle(path)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	if f.copy != "" {
		if err := writeWhole(f.copy, 0o644, func(w io.Writer) error { return b.Write(w, bundle.Tier(f.tier)) }); err != nil {
			return nil, err
		}
	}
	r, err := f.of(b)
	return r, refused(path, err)
}

// of is the report of a bundle with the level of assurance that it reaches for
// who holds these keys.
func (f *shownFlags) of(b *bundle.Bundle) (*reports.Report, error) {
	trust, err := f.trust()
	if err != nil {
		return nil, err
	}
	a, err := b.Assure(trust)
	if err != nil {
		return nil, err
	}
	r, err := b.Report()
	if err != nil {
		return nil, err
	}
	r.Assurance = a.Level
	if f.held, err = profileOf(b); err != nil {
		return nil, err
	}
	return f.disclosed(r), nil
}

func (f *shownFlags) document(path string) (*reports.Report, error) {
	if f.copy != "" || len(f.keys) > 0 || f.nonce != "" || f.window != "" {
		return nil, usage(fmt.Errorf("%s is no bundle", path), "--copy, --key, --nonce and --window are for bundles")
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, usage(err, "")
	}
	defer in.Close()
	r, err := reports.ReadReport(in)
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", path, err), "")
	}
	return f.disclosed(r), nil
}

func (f *shownFlags) disclosed(r *reports.Report) *reports.Report {
	if bundle.Tier(f.tier) == bundle.Public {
		return reports.Disclosed(r)
	}
	return r
}
