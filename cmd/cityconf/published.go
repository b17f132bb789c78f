package main

import (
	"encoding/json"
	"fmt"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/bundle"
)

// profileOf is the tender profile that the tester of a bundle held, nil without
// one or where this copy leaves it out.
func profileOf(b *bundle.Bundle) (*reports.Profile, error) {
	text, err := b.Part(bundle.ProfileFile)
	if err != nil || text == nil {
		return nil, err
	}
	p := new(reports.Profile)
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("%s: %w", bundle.ProfileFile, err)
	}
	return p, nil
}

// published refuses a profile that was changed after bidders had it: under the
// same name it has another digest than the one of the bundle.
func (t terms) published(path string, held *reports.Profile) error {
	if t.profile == nil || held == nil || t.profile.ID != held.ID || t.profile.Digest == held.Digest {
		return nil
	}
	return usage(fmt.Errorf("%s was run under profile %s with the digest %s, this one of the same name has %s: it was changed after publication", path, held.ID, held.Digest, t.profile.Digest),
		"use the profile that was published; an amended one carries a name of its own")
}
