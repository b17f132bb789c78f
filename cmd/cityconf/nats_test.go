package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	nats "github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/city/identity"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// natsFindings is what the suite finds of messages over the MQTT listener of
// NATS: requirements of the classes below that do not pass, with the verdict.
// It does all that they ask for; what it does not do is speak MQTT 5.
var natsFindings = map[string]suites.Verdict{}

var natsClasses = []string{"evt", "mqtt-pub", "mqtt-life", "mqtt-cmd"}

// TestNATS runs the suite against a city whose devices are connected to another
// broker we did not write, which speaks MQTT 3.1.1 alone: the MQTT listener of
// NATS with TLS, users and their rights.
func TestNATS(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the suite against a foreign broker")
	}
	t.Parallel()
	std, err := loaded()
	require.NoError(t, err)
	accounts, err := city.Accounts(std)
	require.NoError(t, err)
	foreign := natsBroker(t, accounts)
	b := newBench(t, city.Options{Broker: foreign})
	require.NotContains(t, b.city.Access().Classes, "mqtt-5")
	roots, err := certificates([]byte(foreign.CA))
	require.NoError(t, err)
	x, err := wire.Knock(t.Context(), wire.MQTTOptions{URL: foreign.URL, ClientID: "newer", RootCAs: roots}, 5)
	require.NoError(t, err)
	require.Len(t, x.Received, 1, "%v", x.Fault)
	assert.Equal(t, unacceptableVersion, x.Received[0].Status)

	result := b.run(t.Context(), t, suites.Options{Only: overMessages(b.suite)})
	found := map[string]suites.Verdict{}
	for _, v := range result.Verdicts {
		judged := slices.Contains(natsClasses, std.Requirement(v.Requirement).Class)
		if v.Verdict == suites.Fail || judged && v.Verdict != suites.Pass {
			found[v.Requirement] = v.Verdict
			t.Logf("%s %s: %s", v.Requirement, v.Verdict, v.Reason.EN)
		}
	}
	assert.Equal(t, natsFindings, found, "%v", failures(result))
	t.Logf("NATS: %v", verdicts(result))
}

// unacceptableVersion is the return code of MQTT 3.1.1 (table 3.1) for a client
// that speaks another version.
const unacceptableVersion = 1

// overMessages selects the cases that judge messages, sessions and commands.
func overMessages(s *suites.Suite) func(*suites.TestCase) bool {
	return func(c *suites.TestCase) bool {
		return slices.ContainsFunc(c.Requirements(), func(id string) bool {
			return slices.Contains(natsClasses, s.Standard.Requirement(id).Class)
		})
	}
}

// natsBroker starts the broker in this process with these accounts and rights.
func natsBroker(t *testing.T, accounts []identity.Account) *city.ExternalBroker {
	t.Helper()
	authority, err := identity.NewAuthority(identity.Secrets{}, time.Now())
	require.NoError(t, err)
	cert, err := authority.Certificate("127.0.0.1", "localhost")
	require.NoError(t, err)
	o := &nats.Options{ServerName: "city", Host: "127.0.0.1", Port: nats.RANDOM_PORT, NoLog: true, NoSigs: true, JetStream: true, StoreDir: t.TempDir(),
		MQTT: nats.MQTTOpts{Host: "127.0.0.1", Port: nats.RANDOM_PORT, TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, TLSTimeout: 10}}
	out := &city.ExternalBroker{CA: authority.PEM(), Old: true, Accounts: map[string]string{}}
	for _, a := range accounts {
		out.Accounts[a.Name] = a.Password
		o.Users = append(o.Users, &nats.User{Username: a.Name, Password: a.Password, Permissions: &nats.Permissions{
			Publish:   &nats.SubjectPermission{Allow: subjects(a.Publish)},
			Subscribe: &nats.SubjectPermission{Allow: subjects(a.Subscribe)}}})
	}
	o.Users = append(o.Users, &nats.User{Username: natsOperator, Password: natsOperator})
	s, err := nats.NewServer(o)
	require.NoError(t, err)
	s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	require.True(t, s.ReadyForConnections(10*time.Second))
	keepMessages(t, s)
	out.URL = "mqtts://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(o.MQTT.Port))
	return out
}

// natsOperator may do everything, as whoever runs a broker may.
const natsOperator = "operator"

// keepMessages makes the stream in which NATS keeps messages of QoS 1 before the
// first client comes, for else NATS makes it one that lets go of a message as
// soon as nobody is interested. While clients come and go that is found too
// early: about one in a thousand messages is acknowledged and never delivered
// (NATS 2.15.2, eight clients that connect, subscribe and leave all the time;
// none is lost with a stream like this one). It is a choice of whoever runs the
// broker, and not what the suite is tested for here.
func keepMessages(t *testing.T, s *nats.Server) {
	t.Helper()
	c, err := s.InProcessConn()
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(10*time.Second)))
	in := bufio.NewScanner(c)
	require.True(t, in.Scan(), "%v", in.Err())                                                                                   // who the server is; until that is read it reads nothing
	stream := `{"name":"$MQTT_msgs","subjects":["$MQTT.msgs.>"],"retention":"limits","storage":"memory","max_age":120000000000}` // nanoseconds
	_, err = fmt.Fprintf(c, "CONNECT {\"verbose\":false,\"user\":%[1]q,\"pass\":%[1]q}\r\nSUB made 1\r\nPUB $JS.API.STREAM.CREATE.$MQTT_msgs made %[2]d\r\n%[3]s\r\n",
		natsOperator, len(stream), stream)
	require.NoError(t, err)
	for !strings.HasPrefix(in.Text(), "{") {
		require.True(t, in.Scan(), "%v", in.Err())
		require.NotContains(t, in.Text(), "-ERR")
	}
	require.Contains(t, in.Text(), `"did_create":true`)
}

// subjects spells topic filters as NATS does, where > does not match the level
// above as # does.
func subjects(filters []string) []string {
	out := []string{"$MQTT.>"}
	for _, f := range filters {
		for _, part := range []string{f, strings.TrimSuffix(f, "/#")} {
			out = append(out, strings.NewReplacer(".", "//", "/", ".", "+", "*", "#", ">").Replace(part))
		}
	}
	return out
}
