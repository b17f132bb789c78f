package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// What a tester does to a system whose IXIT sets no limits.
const (
	defaultRate      = 50 // requests per second
	defaultTimeoutMS = 10000
)

// target is a system under test, ready to be spoken to: the wires an IUT file
// describes, all sharing one redactor that knows every secret of the file.
type target struct {
	iut     *suites.IUT
	std     *specs.Standard
	secrets map[string]secret
	roots   *x509.CertPool // nil for those of the machine
	redact  *wire.Redactor
	http    *wire.HTTP // nil for a system that connects to the tester
	broker  *broker

	transport *tls.Config // under which devices are served; nil for plain TCP
	host      *wire.Host  // to which devices connect; nil until it is open
}

// connect prepares the wires to the system of an IUT file; nothing is sent yet.
func connect(f *iutFile, std *specs.Standard, getenv func(string) string) (*target, error) {
	secrets, err := f.secrets(getenv)
	if err != nil {
		return nil, err
	}
	roots, err := f.roots()
	if err != nil {
		return nil, err
	}
	t, err := newTarget(f.IUT, std, secrets, roots)
	if err != nil {
		return nil, usage(f.doc.Problem("/ixit/baseURL", err.Error(), ""), "")
	}
	t.transport, err = f.transport()
	return t, err
}

func newTarget(iut *suites.IUT, std *specs.Standard, secrets map[string]secret, roots *x509.CertPool) (*target, error) {
	t := &target{iut: iut, std: std, secrets: secrets, roots: roots, redact: wire.NewRedactor()}
	tokens := map[string]wire.Token{}
	for name, s := range secrets {
		t.redact = t.redact.With(s.token, s.password)
		if s.token != "" {
			tokens[name] = wire.Token(s.token)
		}
	}
	limits := &iut.IXIT.Limits
	limits.Rate = cmp.Or(limits.Rate, defaultRate)
	limits.TimeoutMS = cmp.Or(limits.TimeoutMS, defaultTimeoutMS)
	iut.IXIT.Host.PatienceMS = cmp.Or(iut.IXIT.Host.PatienceMS, defaultPatienceMS)
	t.broker = &broker{target: t, urls: map[string]string{}}
	if t.connects() {
		return t, nil
	}
	var err error
	t.http, err = wire.NewHTTP(wire.HTTPOptions{BaseURL: iut.IXIT.BaseURL, BasePath: std.BasePath, RootCAs: roots,
		Rate: limits.Rate, Timeout: limits.Timeout(), Credentials: tokens, Redactor: t.redact})
	return t, err
}

// roots are the certificates of ixit.caFile.
func (f *iutFile) roots() (*x509.CertPool, error) {
	if f.IXIT.CAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(f.path(f.IXIT.CAFile))
	if err != nil {
		return nil, usage(f.doc.Problem("/ixit/caFile", err.Error(), ""), "")
	}
	pool, err := certificates(pem)
	if err != nil {
		return nil, usage(f.doc.Problem("/ixit/caFile", f.path(f.IXIT.CAFile)+" "+err.Error(), ""), "")
	}
	return pool, nil
}

func certificates(pem []byte) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("holds no PEM certificate")
	}
	return pool, nil
}

// system is the target as the interpreter reaches it.
func (t *target) system() suites.System {
	if t.connects() {
		return t.devices()
	}
	s := suites.System{HTTP: patient{t.http}, Dial: t.broker.dial, Dial5: t.broker.dial5, Enter: t.broker.enter, Probe: t.probe, Token: t.secrets["default"].token, Now: time.Now, Sleep: sleep}
	if r := t.receiver(); r != nil {
		s.Receiver = r
	}
	if t.iut.IXIT.UpperTester != "" {
		s.Operate = t.operate
	}
	return s
}

// devices are a system that connects to the tester.
func (t *target) devices() suites.System {
	s := suites.System{Dial: t.dialHost, Dial5: t.dialHost5, Host: t.host, Now: time.Now, Sleep: sleep}
	if t.iut.IXIT.UpperTester != "" {
		s.Operate = t.operate
	}
	return s
}

// receiver is where the system delivers to the tester: the address of the
// IXIT, else any port of the loopback interface for a system that seems to be on
// this machine; nil when the system could not reach one. Only the loopback
// interface in the IXIT itself is beyond doubt: an address on this machine may
// be the published port of a container, which cannot reach back.
func (t *target) receiver() *wire.Receiver {
	at := t.iut.IXIT.Receiver
	if at.Listen == "" {
		u, err := url.Parse(t.iut.IXIT.BaseURL)
		if err != nil || !loopback(u.Hostname()) {
			return nil
		}
		return wire.NewReceiver("127.0.0.1:0", "", false, t.redact)
	}
	host, _, _ := net.SplitHostPort(at.Listen)
	return wire.NewReceiver(at.Listen, at.URL, at.URL == "" && loopback(host), t.redact)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// patient waits for the answer to a request that is out, also after an
// interrupt: whatever it made must be known to be removed. The time a system
// has to answer bounds the wait.
type patient struct{ http suites.Requester }

func (p patient) Do(ctx context.Context, r wire.Request) wire.Exchange {
	if ctx.Err() == nil {
		ctx = context.WithoutCancel(ctx)
	}
	return p.http.Do(ctx, r)
}

// probe looks at the transport below HTTP and MQTT.
func (t *target) probe(ctx context.Context, kind, arg string) wire.Exchange {
	broker, _ := t.broker.find(ctx, mqtt3) // without one, the probe itself says so
	return wire.Probes{BaseURL: t.iut.IXIT.BaseURL, Broker: broker, RootCAs: t.roots,
		Timeout: t.iut.IXIT.Limits.Timeout(), Redactor: t.redact}.Probe(ctx, kind, arg)
}

// operate asks the upper tester to cause an event in the physical world: POST
// {action, on, with}, answered with 204 when it is done.
func (t *target) operate(ctx context.Context, action, on string, with any) error {
	body, err := json.Marshal(map[string]any{"action": action, "on": on, "with": with})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, t.iut.IXIT.Limits.Timeout())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.iut.IXIT.UpperTester, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: t.roots}}}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
		return fmt.Errorf("it answered %d %s", resp.StatusCode, t.redact.Text(string(said)))
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
