package wire

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// accepts answers the CONNECT with success and the SUBSCRIBE that follows with
// QoS 0, then sends the octets and listens on.
func accepts(version string, then ...byte) func(net.Conn) {
	return func(c net.Conn) {
		in := make([]byte, 4096)
		_, _ = c.Read(in)
		if version == "5" {
			_, _ = c.Write([]byte{0x20, 3, 0, 0, 0})
		} else {
			_, _ = c.Write([]byte{0x20, 2, 0, 0})
		}
		_, _ = c.Read(in)
		if version == "5" {
			_, _ = c.Write([]byte{0x90, 4, in[2], in[3], 0, 0})
		} else {
			_, _ = c.Write([]byte{0x90, 3, in[2], in[3], 0})
		}
		_, _ = c.Write(then)
		silent(c)
	}
}

func hostile(t testing.TB, version, address string) (Client, Exchange) {
	c, x, err := versions[version](t.Context(), MQTTOptions{URL: "mqtt://" + address, ClientID: "x", CleanSession: true, Timeout: 3 * time.Second, MaxPacket: 1 << 20})
	require.NoError(t, err)
	if c != nil {
		t.Cleanup(c.Close)
	}
	return c, x
}

func TestFaultsOfBrokersThatRefuseInTheirOwnWay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		handle func(net.Conn)
		kind   string
		status []int
	}{
		"never answers CONNECT": {silent, "timeout", nil},
		"closes":                {says(""), "reset", nil},
		"resets":                {func(c net.Conn) { _, _ = c.Read(make([]byte, 99)); reset(c) }, "reset", nil},
		"half a CONNACK":        {says("\x20\x02\x00"), "reset", nil},
		"speaks HTTP":           {says("HTTP/1.1 400 Bad Request\r\n\r\n" + strings.Repeat(" ", 200)), "protocol", nil},
		"PUBLISH first":         {says("\x30\x03\x00\x01a"), "protocol", nil},
		"endless length":        {says("\x20\xff\xff\xff\xff\xff"), "protocol", nil},
		"announces 256 MB":      {says("\x20\xff\xff\xff\x7f"), "too-large", nil},
		"unknown code":          {says("\x20\x02\x00\x2a"), "denied", []int{42}},
		"server unavailable":    {says("\x20\x02\x00\x03"), "denied", []int{3}},
	} {
		for version := range versions {
			t.Run(version+"/"+name, func(t *testing.T) {
				t.Parallel()
				client, x := hostile(t, version, peer(t, c.handle))
				assert.Nil(t, client)
				require.NotNil(t, x.Fault)
				assert.Equal(t, c.kind, x.Fault.Kind, x.Fault.Detail)
				assert.False(t, x.Fault.Unreachable())
				var got []int
				for _, m := range x.Received {
					got = append(got, m.Status)
				}
				assert.Equal(t, c.status, got)
			})
		}
	}
}

func TestUnreachableBrokers(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	for name, c := range map[string]struct{ url, kind string }{
		"nobody listens":   {"mqtt://" + nobody, "refused"},
		"no such host":     {"mqtts://nowhere.invalid", "dns"},
		"expired":          {"mqtts://" + tlsPeer(t, ca.issue(expired), silent), "tls"},
		"another's":        {"wss://" + tlsPeer(t, ca.issue(otherHost), silent) + "/mqtt", "tls"},
		"no TLS":           {"mqtts://" + peer(t, says("\x20\x02\x00\x00")), "tls"},
		"silent below TLS": {"mqtts://" + peer(t, silent), "tls"},
		"no WebSocket":     {strings.Replace(served(t, http.NotFound).URL, "http:", "ws:", 1), "protocol"},
	} {
		for version, dial := range versions {
			t.Run(version+"/"+name, func(t *testing.T) {
				t.Parallel()
				client, x, err := dial(t.Context(), MQTTOptions{URL: c.url, RootCAs: ca.pool, Timeout: 3 * time.Second})
				require.NoError(t, err)
				assert.Nil(t, client)
				require.NotNil(t, x.Fault)
				assert.Equal(t, c.kind, x.Fault.Kind, x.Fault.Detail)
				assert.Equal(t, c.kind != "protocol", x.Fault.Unreachable())
			})
		}
	}
}

func TestBrokerURLsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for _, u := range []string{"", "broker", "http://broker", "mqtt://", "mqtt://user:pw@broker", "mqtt://[::1"} {
		_, _, err := Dial(t.Context(), MQTTOptions{URL: u})
		require.Error(t, err, u)
		assert.NotContains(t, err.Error(), "pw")
		_, err = Knock(t.Context(), MQTTOptions{URL: u}, 4)
		assert.Error(t, err, u)
	}
}

func TestABrokerThatBreaksTheProtocolLosesTheConnectionAndIsNoted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		octets string
		kind   string
	}{
		"QoS 3":             {"\x36\x03\x00\x01a", "protocol"},
		"topic too long":    {"\x30\x03\x00\x09a", "protocol"},
		"empty PUBLISH":     {"\x30\x00", "protocol"},
		"SUBACK, two codes": {"\x90\x06\x00\x01\x00\x01\x02\x03", "protocol"},
		"200 MB message":    {"\x30\x80\x80\x80\x60", "too-large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, version := range []string{"3.1.1", "5"} {
				if version == "5" && strings.HasPrefix(name, "SUBACK") {
					continue // MQTT 5 SUBACKs have properties
				}
				client, x := hostile(t, version, peer(t, accepts(version, []byte(c.octets)...)))
				require.Nil(t, x.Fault)
				_, _ = client.Subscribe(t.Context(), "#", 0)
				select {
				case err := <-client.Lost():
					var f *Fault
					require.ErrorAs(t, err, &f)
					assert.Equal(t, c.kind, f.Kind, f.Detail)
				case <-soon(t).Done():
					t.Fatal("the connection was kept")
				}
				require.NotNil(t, client.Log().Fault())
				assert.Equal(t, c.kind, client.Log().Fault().Kind)
				assert.Empty(t, client.Log().Since(0))
			}
		})
	}
}

func TestATopicThatIsNotUTF8IsRecordedReadably(t *testing.T) {
	t.Parallel()
	for version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			publish := []byte{0x31, 5, 0, 2, 'a', 0xff, 'x'}
			if version == "5" {
				publish = []byte{0x31, 6, 0, 2, 'a', 0xff, 0, 'x'}
			}
			c, x := hostile(t, version, peer(t, accepts(version, publish...)))
			require.Nil(t, x.Fault)
			_, err := c.Subscribe(t.Context(), "#", 0)
			require.NoError(t, err)
			got := c.Log().Wait(soon(t), 0, nil, 1)
			require.Len(t, got, 1)
			assert.Equal(t, "a\uFFFD", got[0].Topic)
			assert.True(t, got[0].Retain)
			assert.Equal(t, "x", string(got[0].Body))
			require.NotNil(t, c.Log().Fault())
			assert.Contains(t, c.Log().Fault().Detail, "61 ff")
			_, err = json.Marshal(got)
			assert.NoError(t, err)
		})
	}
}

func TestDuplicatesAreRecordedWithTheirFlag(t *testing.T) {
	t.Parallel()
	for version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			first, again := []byte{0x34, 6, 0, 1, 'a', 0, 9, 'x'}, []byte{0x3C, 6, 0, 1, 'a', 0, 9, 'x'}
			if version == "5" {
				first, again = []byte{0x34, 7, 0, 1, 'a', 0, 9, 0, 'x'}, []byte{0x3C, 7, 0, 1, 'a', 0, 9, 0, 'x'}
			}
			c, x := hostile(t, version, peer(t, accepts(version, append(first, again...)...)))
			require.Nil(t, x.Fault)
			_, err := c.Subscribe(t.Context(), "a", 2)
			require.NoError(t, err)
			got := c.Log().Wait(soon(t), 0, nil, 2)
			require.Len(t, got, 2, "a library that suppresses duplicates hides nothing from the record")
			assert.Equal(t, []bool{false, true}, []bool{got[0].Dup, got[1].Dup})
			assert.EqualValues(t, 2, got[1].QoS)
		})
	}
}

func TestABrokerThatNeverAcknowledgesIsATimeout(t *testing.T) {
	t.Parallel()
	for version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			connack := "\x20\x02\x00\x00"
			if version == "5" {
				connack = "\x20\x03\x00\x00\x00"
			}
			mute := func(c net.Conn) { says(connack)(c); silent(c) }
			c, x := hostile(t, version, peer(t, mute))
			require.Nil(t, x.Fault)
			var f *Fault
			_, err := c.Subscribe(t.Context(), "a", 0)
			require.ErrorAs(t, err, &f)
			assert.Equal(t, "timeout", f.Kind, f.Detail)
			require.ErrorAs(t, c.Publish(t.Context(), "a", 1, false, nil), &f)
			assert.Equal(t, "timeout", f.Kind, f.Detail)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			require.ErrorAs(t, c.Publish(ctx, "a", 1, false, nil), &f)
			assert.Equal(t, "canceled", f.Kind, f.Detail)
			assert.NoError(t, c.Publish(t.Context(), "a", 0, false, nil), "QoS 0 awaits nothing")
		})
	}
}

func TestWhatTheTesterCannotSendIsNotTheBrokersFault(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			o := b.options(b.plain)
			o.ClientID = "denied-" + version
			c := dialed(t, dial, o)
			var f *Fault
			if version == "3.1.1" {
				_, err := c.Subscribe(t.Context(), "", 0)
				require.ErrorAs(t, err, &f)
			} else {
				require.ErrorAs(t, c.Publish(t.Context(), "", 0, false, nil), &f)
			}
			assert.Equal(t, "denied", f.Kind)
		})
	}
}

func FuzzPacketsOfABroker(f *testing.F) {
	f.Add([]byte("\x20\x02\x00\x00\x30\x04\x00\x01ax"), byte(4))
	f.Add([]byte("\x20\x03\x00\x00\x00\x32\x08\x00\x01a\x00\x01\x02\x01\x00"), byte(5))
	f.Fuzz(func(t *testing.T, octets []byte, version byte) {
		tap := newTap(&heardConn{in: octets}, version, 1<<16)
		n := 0
		tap.publish = func(m Message) { n += len(m.Topic) + len(m.Body) }
		out, err := io.ReadAll(tap)
		if err == nil {
			t.Fatal("a stream ends with a reason")
		}
		if len(out) > len(octets) || n > len(octets) {
			t.Fatalf("%d octets became %d handed on and %d recorded", len(octets), len(out), n)
		}
	})
}

// heardConn is a connection on which these octets arrive.
type heardConn struct {
	net.Conn
	in []byte
}

func (h *heardConn) Read(b []byte) (int, error) {
	if len(h.in) == 0 {
		return 0, net.ErrClosed
	}
	n := copy(b, h.in)
	h.in = h.in[n:]
	return n, nil
}
