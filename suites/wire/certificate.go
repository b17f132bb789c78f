package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// certificate shakes hands without trust and then looks at what was shown, so
// that everything wrong with it is found and not only the first.
func (p Probes) certificate(ctx context.Context, _ []string, at *url.URL, x *Exchange) error {
	x.Sent.Method = "CLIENTHELLO"
	c, done, err := p.dial(ctx, at)
	if err != nil {
		return err
	}
	defer done()
	t := tls.Client(c, &tls.Config{ServerName: at.Hostname(), MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: true}) // judged below
	if err := t.HandshakeContext(ctx); err != nil {
		return &stageError{"tls", err}
	}
	state := t.ConnectionState()
	now := time.Now()
	wrong := judgeCertificate(state.PeerCertificates, at.Hostname(), p.RootCAs, now)
	x.Received = append(x.Received, Message{At: now, Status: len(wrong), Body: []byte(strings.Join(wrong, "\n")),
		Header: certificateHeader(state)})
	return nil
}

func certificateHeader(s tls.ConnectionState) http.Header {
	leaf := s.PeerCertificates[0]
	names := append([]string(nil), leaf.DNSNames...)
	for _, ip := range leaf.IPAddresses {
		names = append(names, ip.String())
	}
	return http.Header{"Subject": {leaf.Subject.String()}, "Issuer": {leaf.Issuer.String()}, "Names": names,
		"Not-Before": {leaf.NotBefore.UTC().Format(time.RFC3339)}, "Not-After": {leaf.NotAfter.UTC().Format(time.RFC3339)},
		"Version": {tls.VersionName(s.Version)}}
}

// judgeCertificate lists what is wrong with a chain: validity, host name and
// trust, each looked at without the others.
func judgeCertificate(chain []*x509.Certificate, host string, roots *x509.CertPool, now time.Time) []string {
	leaf := chain[0]
	var wrong []string
	if now.Before(leaf.NotBefore) {
		wrong = append(wrong, "not valid before "+leaf.NotBefore.UTC().Format(time.RFC3339))
	}
	if now.After(leaf.NotAfter) {
		wrong = append(wrong, "expired at "+leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	if err := leaf.VerifyHostname(host); err != nil {
		wrong = append(wrong, fmt.Sprintf("not for host %s: %v", host, err))
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: within(leaf, now)})
	if err != nil {
		wrong = append(wrong, "not trusted: "+err.Error())
	}
	return wrong
}

// within is now, or the moment closest to it at which a certificate is valid:
// its dates are judged apart from its chain.
func within(c *x509.Certificate, now time.Time) time.Time {
	switch {
	case now.Before(c.NotBefore):
		return c.NotBefore
	case now.After(c.NotAfter):
		return c.NotAfter
	}
	return now
}
