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

// subject is a kind of simulator to be tested: reference cities, or devices by
// themselves. Failures are the same to both.
type subject struct {
	name  string // "" for a city
	suite *suites.Suite
	// blamed tests one simulator with defects and liberties.
	blamed func(ctx context.Context, planted, liberties []string, run suites.Options) ([]fallen, error)
}

func cities(suite *suites.Suite, o city.Options) subject {
	return subject{suite: suite, blamed: func(ctx context.Context, planted, liberties []string, run suites.Options) ([]fallen, error) {
		o.Faults, o.Variations = planted, liberties
		return blamed(ctx, suite, o, run)
	}}
}

func devices(suite *suites.Suite, seed uint64) subject {
	return subject{name: "device", suite: suite, blamed: func(ctx context.Context, planted, liberties []string, run suites.Options) ([]fallen, error) {
		return blamedDevices(ctx, suite, city.DeviceOptions{Standard: suite.Standard, Faults: planted, Variations: liberties, Seed: seed}, run)
	}}
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
// the requirements that failed, sorted.
func blamedDevices(ctx context.Context, suite *suites.Suite, o city.DeviceOptions, run suites.Options) ([]fallen, error) {
	iut := deviceStatement(city.Access{Standard: suite.Standard.ID + "/" + suite.Standard.Version, Role: suite.Role, Classes: suite.Classes}, "127.0.0.1:0")
	t, err := newTarget(iut, suite.Standard, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	if err := t.open(); err != nil {
		return nil, err
	}
	o.Broker = "mqtt://" + t.host.Address()
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
	return deviations(ctx, trial{suite: suite, target: t, options: run})
}

// connecting is the first role of a standard that connects to the tester.
func connecting(std *specs.Standard) string {
	k := slices.IndexFunc(std.Roles, func(r specs.Role) bool { return r.Connects })
	if k < 0 {
		return ""
	}
	return std.Roles[k].ID
}

// freeDevices lists the liberties that devices can take by themselves.
func freeDevices(all []faults.Variation) []faults.Variation {
	return slices.DeleteFunc(slices.Clone(all), func(v faults.Variation) bool { return !v.OfDevice() })
}

// plants are what is planted where: the defects of a city in a city, those of a
// device in devices, and what both can have in both.
func plants(planted []faults.Fault, inCity, inDevice subject) (all []plant) {
	for _, f := range planted {
		if f.Point != faults.AtLink {
			all = append(all, plant{f, inCity})
		}
		if f.OfDevice() {
			all = append(all, plant{f, inDevice})
		}
	}
	return all
}

// plant is one defect to be killed in one kind of simulator.
type plant struct {
	faults.Fault
	in subject
}
