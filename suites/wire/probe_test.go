package wire

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func tlsServed(t testing.TB, c *tls.Config) *httptest.Server {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = quiet()
	s.TLS = c
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func oldTLS(c *tls.Config) *tls.Config {
	c.MinVersion = tls.VersionTLS10
	return c
}

func TestTLSVersionTellsWhichVersionTheSystemSelects(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	for name, c := range map[string]struct {
		config *tls.Config
		offer  string
		status int
		said   string
	}{
		"modern refuses 1.1":    {ca.issue(), "1.1", 0, "alert 70"},
		"modern refuses 1.0":    {ca.issue(), "1.0", 0, "alert 70"},
		"lax accepts 1.1":       {oldTLS(ca.issue()), "1.1", tls.VersionTLS11, "ServerHello TLS 1.1"},
		"lax accepts 1.0":       {oldTLS(ca.issue()), "1.0", tls.VersionTLS10, "ServerHello TLS 1.0"},
		"the broker's, by word": {oldTLS(ca.issue()), "1.0 broker", tls.VersionTLS10, "ServerHello TLS 1.0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tlsServed(t, c.config)
			p := Probes{BaseURL: s.URL, Broker: s.URL}
			x := p.Probe(t.Context(), "tls-version", c.offer)
			require.Nil(t, x.Fault)
			require.Len(t, x.Received, 1)
			assert.Equal(t, c.status, x.Received[0].Status)
			assert.Contains(t, string(x.Received[0].Body), c.said)
			assert.Equal(t, "tls", x.Protocol)
		})
	}
}

func TestTLSVersionTakesAnythingButAServerHelloAsRefusal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		handle func(net.Conn)
		said   string
	}{
		"closes":     {func(net.Conn) {}, "no TLS record"},
		"resets":     {func(c net.Conn) { _, _ = c.Read(make([]byte, 1)); reset(c) }, "no TLS record"},
		"plain HTTP": {func(c net.Conn) { _, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) }, `"HTTP/1.1 400`},
		"short":      {func(c net.Conn) { _, _ = c.Write([]byte{22, 3, 1, 0, 9, 2}) }, "TLS record of type 22"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Probes{BaseURL: "https://" + peer(t, c.handle), Timeout: 2 * time.Second}
			x := p.Probe(t.Context(), "tls-version", "1.1")
			require.Nil(t, x.Fault)
			require.Len(t, x.Received, 1)
			assert.Zero(t, x.Received[0].Status)
			assert.Contains(t, string(x.Received[0].Body), c.said)
		})
	}
}

func TestPlainHTTPRecordsWhatThePortAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		url    string
		status int
	}{
		"served":           {served(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }).URL, 200},
		"refused in words": {tlsServed(t, newAuthority(t).issue()).URL, 400},
		"closed":           {"https://" + peer(t, func(net.Conn) {}), 0},
		"not HTTP":         {"https://" + peer(t, func(c net.Conn) { _, _ = c.Write([]byte{21, 3, 1, 0, 2, 2, 10}) }), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := Probes{BaseURL: c.url, Timeout: 2 * time.Second}.Probe(t.Context(), "plain-http", "")
			require.Nil(t, x.Fault)
			require.Len(t, x.Received, 1)
			assert.Equal(t, c.status, x.Received[0].Status)
			assert.NotEmpty(t, x.Received[0].Body)
		})
	}
}

func TestPlainMQTTTellsAServingPortFromOneThatIsNot(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	open := peer(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 64))
		_, _ = c.Write([]byte{0x20, 2, 0, 0})
		silent(c)
	})
	for name, c := range map[string]struct {
		broker string
		status []int
	}{
		"accepts anybody": {"mqtts://" + open, []int{0}},
		"refuses":         {b.plain, []int{5}},
		"speaks TLS only": {b.secure, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := Probes{Broker: c.broker, Timeout: 3 * time.Second}.Probe(t.Context(), "plain-mqtt", "")
			var got []int
			for _, m := range x.Received {
				got = append(got, m.Status)
			}
			assert.Equal(t, c.status, got)
			assert.Equal(t, "mqtt", x.Protocol)
			assert.False(t, x.Fault.Unreachable())
		})
	}
}

func TestCertificateListsEverythingWrong(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	for name, c := range map[string]struct {
		config *tls.Config
		roots  *x509.CertPool
		wrong  []string
	}{
		"good":       {ca.issue(), ca.pool, nil},
		"expired":    {ca.issue(expired), ca.pool, []string{"expired at"}},
		"other host": {ca.issue(otherHost), ca.pool, []string{"not for host 127.0.0.1"}},
		"foreign":    {newAuthority(t).issue(), ca.pool, []string{"not trusted"}},
		"everything": {newAuthority(t).issue(expired, otherHost), ca.pool, []string{"expired at", "not for host", "not trusted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := Probes{BaseURL: tlsServed(t, c.config).URL, RootCAs: c.roots}.Probe(t.Context(), "certificate", "")
			require.Nil(t, x.Fault)
			require.Len(t, x.Received, 1)
			assert.Equal(t, len(c.wrong), x.Received[0].Status)
			for _, w := range c.wrong {
				assert.Contains(t, string(x.Received[0].Body), w)
			}
			assert.Equal(t, "CN=city.test", x.Received[0].Header.Get("Subject"))
		})
	}
}

func TestProbesTellWhenNothingWasLearnt(t *testing.T) {
	t.Parallel()
	const gone = nobody
	for name, c := range map[string]struct {
		probes         Probes
		kind, argument string
		fault          string
	}{
		"refused http":    {Probes{BaseURL: "https://" + gone}, "plain-http", "", "refused"},
		"refused tls":     {Probes{BaseURL: "https://" + gone}, "tls-version", "1.1", "refused"},
		"refused mqtt":    {Probes{Broker: "mqtts://" + gone}, "plain-mqtt", "", "refused"},
		"no certificate":  {Probes{BaseURL: "https://" + peer(t, func(net.Conn) {})}, "certificate", "", "tls"},
		"silent":          {Probes{BaseURL: "https://" + peer(t, silent), Timeout: 50 * time.Millisecond}, "tls-version", "1.1", "timeout"},
		"no broker":       {Probes{}, "plain-mqtt", "", "denied"},
		"unknown kind":    {Probes{BaseURL: "https://" + gone}, "x-ray", "", "denied"},
		"unknown version": {Probes{BaseURL: "https://" + gone}, "tls-version", "1.2", "denied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := c.probes.Probe(t.Context(), c.kind, c.argument)
			require.NotNil(t, x.Fault)
			assert.Equal(t, c.fault, x.Fault.Kind, x.Fault.Detail)
			assert.Empty(t, x.Received)
		})
	}
}

func TestProbesKnowThePortsOfTheSchemes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://city.test": "city.test:443", "http://city.test/x": "city.test:80", "mqtts://city.test": "city.test:8883",
		"mqtt://[::1]": "[::1]:1883", "https://city.test:8443": "city.test:8443",
	} {
		u, err := probeTarget(in)
		require.NoError(t, err)
		assert.Equal(t, want, u.Host)
	}
}

func TestAClientHelloNamesTheHost(t *testing.T) {
	t.Parallel()
	assert.Contains(t, string(clientHello(tls.VersionTLS11, "city.test")), "city.test")
	assert.NotContains(t, string(clientHello(tls.VersionTLS11, "127.0.0.1")), "127.0.0.1", "addresses are not names (RFC 6066)")
}
