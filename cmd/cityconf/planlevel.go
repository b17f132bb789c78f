package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// wanted lists the classes that a roll-out level wants of a role in some domains.
func (f planFlags) wanted(std *specs.Standard, role string) ([]string, error) {
	if f.iut != "" || len(f.classes) > 0 {
		return nil, usage(errors.New("--level and --domain go without --iut and --class"), "an IUT file and --class name the classes themselves")
	}
	domains, err := f.domainsOf(std)
	if err != nil {
		return nil, err
	}
	if f.level == "" && len(std.Levels) > 0 {
		f.level = std.Levels[len(std.Levels)-1].ID
	}
	if err := (selection{level: f.level}).check(std); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(std.ClassesAt(f.level, domains), func(id string) bool { return std.Class(id).Roles[role] == "" }), nil
}

// domainsOf are the domains that were asked for, all when none was.
func (f planFlags) domainsOf(std *specs.Standard) ([]string, error) {
	var known []string
	for _, d := range std.Domains {
		known = append(known, d.ID)
	}
	for _, d := range f.domains {
		if !slices.Contains(known, d) {
			return nil, usage(fmt.Errorf("no domain %q in %s/%s", d, std.ID, std.Version), document.Suggest(d, known))
		}
	}
	if len(f.domains) == 0 {
		return known, nil
	}
	return f.domains, nil
}
