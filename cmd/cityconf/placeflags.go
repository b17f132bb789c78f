package main

import (
	"fmt"
	"net"

	"github.com/spf13/pflag"

	"github.com/cityconf/cityconf/fixtures/city"
)

// placeFlags say where the sockets of a city open and how others reach them,
// which differ behind the published ports of a container.
type placeFlags struct {
	rest, mqtt, upper city.Place
	tester            string
}

func (p *placeFlags) register(flags *pflag.FlagSet) {
	for _, f := range p.places() {
		flags.StringVar(&f.place.Listen, f.name, "127.0.0.1:0", "address of the "+f.what)
		flags.StringVar(&f.place.Public, f.public, "", "HOST:PORT by which others reach the "+f.what+" (default: where it listens)")
	}
	flags.StringVar(&p.tester, "tester", "", "HOST:PORT at which the tester can be reached with deliveries (default: a port of this machine)")
}

func (p *placeFlags) places() []struct {
	name, public, what string
	place              *city.Place
} {
	return []struct {
		name, public, what string
		place              *city.Place
	}{
		{"listen", "public", "REST interface", &p.rest},
		{"mqtt", "mqtt-public", "broker of its own", &p.mqtt},
		{"upper-tester", "upper-tester-public", "upper tester", &p.upper},
	}
}

// into hands the addresses to a city.
func (p *placeFlags) into(o *city.Options) error {
	for _, f := range p.places() {
		for _, given := range []struct{ flag, address string }{{f.name, f.place.Listen}, {f.public, f.place.Public}} {
			if _, _, err := net.SplitHostPort(given.address); given.address != "" && err != nil {
				return usage(fmt.Errorf("--%s %q is not HOST:PORT", given.flag, given.address), "")
			}
		}
	}
	o.REST, o.MQTT, o.Upper = p.rest, p.mqtt, p.upper
	if p.tester == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(p.tester)
	if err != nil {
		return usage(fmt.Errorf("--tester %q is not HOST:PORT", p.tester), "")
	}
	o.Receiver = city.Place{Listen: p.tester}
	if !loopback(host) {
		o.Receiver = city.Place{Listen: net.JoinHostPort("", port), Public: p.tester}
	}
	return nil
}
