package main

import (
	"crypto/x509"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// simulatorRate spares nothing: the reference city is ours.
const simulatorRate = 2000

// statement is what the vendor of the reference city would write into an IUT
// file. Credentials and certificates are named as writeAccess writes them.
func statement(a city.Access) *suites.IUT {
	return &suites.IUT{
		ICS: suites.ICS{Vendor: "cityconf", Product: "reference city", Version: version(), Build: "embedded",
			Standard: a.Standard, Role: a.Role, Classes: a.Classes},
		IXIT: suites.IXIT{BaseURL: a.BaseURL, City: a.City, BBox: a.BBox, Limits: suites.Limits{Rate: simulatorRate},
			Seeds: a.Seeds, UpperTester: a.UpperTester, Simulator: true,
			Receiver: receiverAddress(a.Receiver)},
	}
}

func receiverAddress(at city.Place) suites.ReceiverAddress {
	out := suites.ReceiverAddress{Listen: at.Listen}
	if at.Public != "" {
		out.URL = "http://" + at.Public
	}
	return out
}

// approach is the reference city as a target, without any file.
func approach(a city.Access, std *specs.Standard) (*target, error) {
	var roots *x509.CertPool
	if pem := a.CA + a.BrokerCA; pem != "" {
		var err error
		if roots, err = certificates([]byte(pem)); err != nil {
			return nil, err
		}
	}
	return newTarget(statement(a), std, citySecrets(a), roots)
}

func citySecrets(a city.Access) map[string]secret {
	out := map[string]secret{}
	for name, token := range a.Tokens {
		out[name] = secret{token: token, user: a.Users[name].Name, password: a.Users[name].Password}
	}
	return out
}
