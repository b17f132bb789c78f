package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/fixtures/launch"
	"github.com/cityconf/cityconf/specs/document"
)

// addresses are where a system that is started for a run is reached. Nobody
// knows them before: an IUT file names them by placeholders.
//
//	{host}      the machine
//	{port}      the port of the REST interface
//	{port:8883} another port, by its number in the container
//
// Each number stands for one port of this machine, picked when it is first met.
type addresses struct {
	host  string
	rest  int         // the number that {port} stands for
	ports map[int]int // number → port of this machine
}

func newAddresses(host string, rest int) *addresses {
	return &addresses{host: host, rest: rest, ports: map[int]int{}}
}

var placeholder = regexp.MustCompile(`\{(?:host|port(?::(\d{1,5}))?)\}`)

// fill puts the addresses in the place of the placeholders of a text.
func (a *addresses) fill(text string) (string, error) {
	var failed error
	out := placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if found == "{host}" {
			return a.host
		}
		number := a.rest
		if digits := placeholder.FindStringSubmatch(found)[1]; digits != "" {
			number, _ = strconv.Atoi(digits) // digits alone
		}
		port, err := a.port(number)
		if err != nil {
			failed = err
		}
		return strconv.Itoa(port)
	})
	return out, failed
}

// port is the port of this machine for a number.
func (a *addresses) port(number int) (int, error) {
	if number > 65535 {
		return 0, fmt.Errorf("%d is no port", number)
	}
	if p, known := a.ports[number]; known {
		return p, nil
	}
	free, err := launch.Free(1)
	if err != nil {
		return 0, err
	}
	a.ports[number] = free[0]
	return free[0], nil
}

// pin takes the port of a URL that has no placeholder for the REST interface.
func (a *addresses) pin(base string) {
	u, err := url.Parse(base)
	if err != nil || strings.Contains(base, "{port}") {
		return
	}
	text := u.Port()
	if text == "" {
		text = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if port, err := strconv.Atoi(text); err == nil {
		a.ports[a.rest] = port
	}
}

// placed fills the addresses into the URL of the REST interface. It is as it was
// when no system is started.
func (a *addresses) placed(base string) (string, error) {
	if a == nil {
		return base, nil
	}
	a.pin(base)
	return a.fill(base)
}

// placed fills the addresses of a system into its statement. Without addresses,
// a placeholder is a mistake.
func (f *iutFile) placed(a *addresses) (document.Problems, error) {
	var all document.Problems
	if a != nil {
		a.pin(f.IXIT.BaseURL)
	}
	for _, at := range []struct {
		pointer string
		text    *string
	}{{"/ixit/baseURL", &f.IXIT.BaseURL}, {"/ixit/broker/url", &f.IXIT.Broker.URL}, {"/ixit/upperTester", &f.IXIT.UpperTester}} {
		if a == nil {
			if placeholder.MatchString(*at.text) {
				all = append(all, f.doc.Problem(at.pointer, fmt.Sprintf("%q has a place for the address of a system that is started for the run", *at.text),
					"start it with cityconf run --image or --exec, or write the address"))
			}
			continue
		}
		var err error
		if *at.text, err = a.fill(*at.text); err != nil {
			return nil, err
		}
	}
	return all, nil
}
