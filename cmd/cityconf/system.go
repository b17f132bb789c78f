package main

import (
	"errors"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/derive"
)

// against is the standard that a system is held against, or the document in its
// place.
func against(c console, dir string, o *openAPI) (*specs.Standard, error) {
	if err := o.check(dir); err != nil {
		return nil, err
	}
	if o.File == "" {
		return standard(dir)
	}
	svc, err := o.load(c.err)
	if err != nil {
		return nil, err
	}
	return svc.Standard, nil
}

// system is the system under test with the standard that it is held against: the
// one of an IUT file, or the service at an address that a document describes. A
// system that is started for the run is reached at the addresses given.
func system(c console, iut, dir string, o *openAPI, rate float64, at *addresses) (*target, error) {
	if err := o.check(dir); err != nil {
		return nil, err
	}
	if o.Target != "" {
		var err error
		if o.Target, err = at.placed(o.Target); err != nil {
			return nil, err
		}
		svc, err := o.load(c.err)
		if err != nil {
			return nil, err
		}
		return o.reach(svc, rate, c.getenv)
	}
	std, err := against(c, dir, o)
	if err != nil {
		return nil, err
	}
	file, err := readIUTAt(iut, std, at)
	if err != nil {
		return nil, err
	}
	if rate > 0 {
		file.IXIT.Limits.Rate = rate
	}
	return connect(file, std, c.getenv)
}

// underivable classes what kept a suite from being derived: classes or a
// document with which nothing can be tested are the caller's.
func underivable(err error) error {
	if errors.Is(err, derive.ErrNoCase) {
		return usage(err, "claim more classes, or document operations that need nothing to be known beforehand")
	}
	return err
}
