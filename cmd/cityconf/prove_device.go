package main

import (
	"context"
	"slices"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// connecting is the first role of a standard that connects to the tester, ""
// when it has none.
func connecting(std *specs.Standard) string {
	k := slices.IndexFunc(std.Roles, func(r specs.Role) bool { return r.Connects })
	if k < 0 {
		return ""
	}
	return std.Roles[k].ID
}

// deviceSuite derives the suite for all that devices of the domain of the demo
// claim.
func deviceSuite(std *specs.Standard, role string, seed uint64) (*suites.Suite, error) {
	classes := slices.DeleteFunc(claimable(std, role), func(id string) bool {
		d := std.Class(id).Domain
		return d != "" && d != demoDomain
	})
	return derive.Derive(std, derive.Options{Role: role, Classes: classes, Seed: seed})
}

// blamedDevices tests devices that connect to a broker of the tester and lists
// the requirements that failed.
func blamedDevices(ctx context.Context, std *specs.Standard, o city.DeviceOptions, shuffle uint64) ([]fallen, error) {
	suite, err := deviceSuite(std, connecting(std), max(o.Seed, 1))
	if err != nil {
		return nil, err
	}
	iut := deviceStatement(city.Access{Standard: std.ID + "/" + std.Version, Role: suite.Role, Classes: suite.Classes}, "127.0.0.1:0")
	t, err := newTarget(iut, std, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	if err := t.open(); err != nil {
		return nil, err
	}
	o.Standard, o.Broker = std, "mqtt://"+t.host.Address()
	sim, err := city.StartDevices(ctx, o)
	if err != nil {
		return nil, err
	}
	defer sim.Close()
	a := sim.Access()
	iut.IXIT.Seeds, iut.IXIT.UpperTester, iut.IXIT.City = a.Seeds, a.UpperTester, a.City
	if err := t.attend(ctx); err != nil {
		return nil, err
	}
	return fellIn(ctx, trial{suite: suite, target: t, options: suites.Options{Shuffle: shuffle}})
}

// ofCities leaves out the faults that only devices by themselves can have.
func ofCities(all []faults.Fault) []faults.Fault {
	return slices.DeleteFunc(slices.Clone(all), func(f faults.Fault) bool { return f.Point == faults.AtLink })
}
