package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// defaultPatienceMS is how long devices may take to connect when the IXIT does
// not say.
const defaultPatienceMS = 60000

// checkHost wants of a system that connects to the tester what says where, and
// which devices will come.
func (f *iutFile) checkHost(report reporter) {
	h := f.IXIT.Host
	if h.Listen == "" {
		report("/ixit/host", "does not say where the tester is to listen for the devices", `like host: {listen: "0.0.0.0:8883"}`)
	}
	if (h.CertFile == "") != (h.KeyFile == "") {
		report("/ixit/host", "names a certificate without its key, or a key without its certificate", "give certFile and keyFile, or neither for plain TCP")
	}
	if h.ClientCA != "" && h.CertFile == "" {
		report("/ixit/host/clientCA", "is for mutual TLS, and there is no certificate for TLS at all", "add certFile and keyFile")
	}
	if h.PatienceMS < 0 {
		report("/ixit/host/patienceMs", "is negative", "leave it out for the default")
	}
	for i, name := range h.Users {
		if c, known := f.IXIT.Credentials[name]; !known || c.User == "" {
			report(fmt.Sprintf("/ixit/host/users/%d", i), fmt.Sprintf("%q is no credential with a user", name), document.Suggest(name, document.Keys(f.IXIT.Credentials)))
		}
	}
	if len(f.IXIT.Seeds) == 0 {
		report("/ixit/seeds", "names no device that will connect", `like seeds: {Luminaire: ["urn:…"]}`)
	}
}

// transport is how devices are to be served: TLS of the tester's certificate,
// nil for plain TCP.
func (f *iutFile) transport() (*tls.Config, error) {
	h := f.IXIT.Host
	if h.CertFile == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(f.path(h.CertFile), f.path(h.KeyFile))
	if err != nil {
		return nil, usage(f.doc.Problem("/ixit/host/certFile", err.Error(), ""), "")
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if h.ClientCA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(f.path(h.ClientCA))
	if err != nil {
		return nil, usage(f.doc.Problem("/ixit/host/clientCA", err.Error(), ""), "")
	}
	if config.ClientCAs, err = certificates(pem); err != nil {
		return nil, usage(f.doc.Problem("/ixit/host/clientCA", f.path(h.ClientCA)+" "+err.Error(), ""), "")
	}
	config.ClientAuth = tls.RequireAndVerifyClientCert
	return config, nil
}

// connects tells whether the system has no interface of its own but connects to
// the tester.
func (t *target) connects() bool { return t.std.Connects(t.iut.ICS.Role) }

// open listens for devices; it does nothing when it did so before.
func (t *target) open() error {
	if t.host != nil {
		return nil
	}
	at := t.iut.IXIT.Host
	users := map[string]string{}
	for _, name := range at.Users {
		users[t.secrets[name].user] = t.secrets[name].password
	}
	var err error
	t.host, err = wire.OpenHost(wire.HostOptions{Listen: cmp.Or(at.Listen, "127.0.0.1:0"), TLS: t.transport, Users: users,
		DeviceOf: check.DeviceOf, Redactor: t.redact})
	return err
}

// close ends what the tester opened for the system.
func (t *target) close() {
	if t.host != nil {
		t.host.Close() // the devices are gone or will find out
	}
}

// attend opens the broker and waits until every device has said something, at
// most as long as the vendor states. It is an error when none came: then
// nothing can be tested.
func (t *target) attend(ctx context.Context) error {
	if err := t.open(); err != nil {
		return untestable(err, "choose an address of this machine for ixit.host.listen that nobody else uses")
	}
	ctx, cancel := context.WithTimeout(ctx, t.iut.IXIT.Host.Patience())
	defer cancel()
	missing := t.missing(ctx)
	if err := context.Cause(ctx); err == context.Canceled {
		return err
	}
	if len(missing) == t.expected() {
		return untestable(fmt.Errorf("no device connected to %s within %v; expected %s", t.host.Address(), t.iut.IXIT.Host.Patience(), strings.Join(missing, " ")),
			"point the devices at this address, and see that nothing on the way blocks it")
	}
	return nil
}

// missing waits for the devices and lists those that did not come in time.
func (t *target) missing(ctx context.Context) []string {
	var absent []string
	for _, resource := range document.Keys(t.iut.IXIT.Seeds) {
		for _, id := range t.iut.IXIT.Seeds[resource] {
			log, of := t.host.Packets(id[strings.LastIndex(id, ":")+1:])
			said := log.Wait(ctx, 0, func(m wire.Message) bool { return of(m) && m.Header.Get("Packet") == "PUBLISH" }, 1)
			if len(said) == 0 {
				absent = append(absent, id)
			}
		}
	}
	slices.Sort(absent)
	return absent
}

func (t *target) expected() int {
	n := 0
	for _, ids := range t.iut.IXIT.Seeds {
		n += len(ids)
	}
	return n
}

// dialHost opens a client of the tester at its own broker.
func (t *target) dialHost(ctx context.Context, _, clientID string) (wire.Client, wire.Exchange, error) {
	return t.host.Dial(ctx, clientID)
}

// dialHost5 does so by MQTT 5; sessions of the tester at its own broker are not
// kept.
func (t *target) dialHost5(ctx context.Context, _, clientID string, _ time.Duration) (wire.Client, wire.Exchange, error) {
	return t.host.Dial5(ctx, clientID)
}

// examineHost says whether the devices come.
func examineHost(ctx context.Context, t *target) symptom {
	started := time.Now()
	if err := t.attend(ctx); err != nil {
		return ill("point the devices at ixit.host.listen, and see that nothing on the way blocks it", "%v", err)
	}
	waiting, cancel := context.WithTimeout(ctx, max(t.iut.IXIT.Host.Patience()-time.Since(started), time.Millisecond))
	defer cancel()
	if missing := t.missing(waiting); len(missing) > 0 {
		return ill("name in ixit.seeds only devices that connect", "did not connect: %s", strings.Join(missing, " "))
	}
	return fine("%d devices connected to %s", t.expected(), t.host.Address())
}
