package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/specs"
)

// desk is where bundles are read to be compared: under which terms, with which
// trust, at which instant.
type desk struct {
	std    *specs.Standard
	terms  terms
	trust  bundle.Trust
	verify bool // judge again
	some   bool // a bundle leaves its evidence out: nothing could be judged again
	at     time.Time
}

func (f *compareFlags) desk() (*desk, error) {
	std, err := standard(f.standard)
	if err != nil {
		return nil, err
	}
	t, err := f.terms.read(std)
	if err != nil {
		return nil, err
	}
	trust, err := f.trust.trust()
	if err != nil {
		return nil, err
	}
	return &desk{std: std, terms: t, trust: trust, verify: f.verify, at: trust.Now}, nil
}

// read reads bundles for a comparison. The first one that cannot be used ends
// it: nobody is to overlook that a bid is missing from the table.
func (d *desk) read(ctx context.Context, paths []string) ([]compare.Entry, error) {
	var out []compare.Entry
	for _, path := range paths {
		e, err := d.entry(ctx, path)
		if err != nil {
			return nil, err
		}
		out = append(out, *e)
	}
	return out, nil
}

// entry reads one bundle: digests, signature, with verify also every verdict,
// then the report under the terms.
func (d *desk) entry(ctx context.Context, path string) (*compare.Entry, error) {
	b, err := openBundle(path)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	e, err := d.of(ctx, path, b)
	return e, refused(path, err)
}

func (d *desk) of(ctx context.Context, path string, b *bundle.Bundle) (*compare.Entry, error) {
	a, err := b.Assure(d.trust)
	if err != nil {
		return nil, err
	}
	if d.verify {
		d.some = d.some || b.Tier() == bundle.Public
		v := &verification{path: path, std: d.std, say: func(specs.Text) {}}
		if err := v.rejudge(ctx, b); err != nil {
			return nil, err
		}
	}
	r, err := b.Report()
	if err != nil {
		return nil, err
	}
	r.Assurance = a.Level
	held, err := profileOf(b)
	if err != nil {
		return nil, err
	}
	if err := d.terms.published(path, held); err != nil {
		return nil, err
	}
	if r, err = d.terms.evaluateAt(r, d.at); err != nil {
		return nil, usage(fmt.Errorf("%s: %w", path, err), "")
	}
	return &compare.Entry{File: filepath.Base(filepath.Clean(path)), Run: b.Manifest.Run, Report: r}, nil
}
