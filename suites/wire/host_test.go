package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// opened is a host for devices whose topics are d/<device>/….
func opened(t testing.TB, o HostOptions) *Host {
	o.Listen = "127.0.0.1:0"
	o.DeviceOf = func(topic string) string {
		if l := strings.Split(topic, "/"); len(l) > 2 && l[0] == "d" {
			return l[1]
		}
		return ""
	}
	h, err := OpenHost(o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, h.Close()) })
	return h
}

// lamp are the options of a device called lamp at a host.
func lamp(h *Host) MQTTOptions {
	return MQTTOptions{URL: "mqtt://" + h.Address(), ClientID: "client-1", User: "lamp", Password: "a secret of the lamp", KeepAlive: 20 * time.Second,
		Will: &Message{Topic: "d/lamp/status", QoS: 1, Retain: true, Body: []byte("offline")}, Timeout: 5 * time.Second}
}

// packet waits for a packet of the lamp.
func packet(t testing.TB, h *Host, kind string, more func(Message) bool) Message {
	t.Helper()
	log, of := h.Packets("lamp")
	got := log.Wait(soon(t), 0, func(m Message) bool {
		return of(m) && m.Header.Get("Packet") == kind && (more == nil || more(m))
	}, 1)
	require.Len(t, got, 1, kind)
	return got[0]
}

func TestHostRecordsWhatADeviceSends(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			h := opened(t, HostOptions{Redactor: NewRedactor("a secret of the lamp")})
			c := dialed(t, dial, lamp(h))
			subscribed(t, c, "d/lamp/cmd/+", 1)
			require.NoError(t, c.Publish(t.Context(), "d/lamp/birth", 1, true, []byte("a secret of the lamp")))
			c.Close()

			hello := packet(t, h, "CONNECT", nil)
			assert.Equal(t, "d/lamp/status", hello.Topic)
			assert.Equal(t, "offline", string(hello.Body))
			assert.True(t, hello.Retain)
			assert.Equal(t, byte(1), hello.QoS)
			assert.Equal(t, version, hello.Header.Get("Version"))
			assert.Equal(t, "20", hello.Header.Get("Keep-Alive"))
			assert.Equal(t, "false", hello.Header.Get("Clean"))
			assert.Equal(t, "lamp", hello.Header.Get("User"))
			assert.Equal(t, "client-1", packet(t, h, "PUBLISH", nil).Header.Get("Client"))
			assert.Equal(t, "d/lamp/cmd/+", packet(t, h, "SUBSCRIBE", nil).Topic)
			sent := packet(t, h, "PUBLISH", nil)
			assert.True(t, sent.Retain)
			assert.Equal(t, Mask, string(sent.Body), "no secret is in the record")
			assert.Equal(t, "false", packet(t, h, "PUBACK", nil).Header.Get("Held"))
			packet(t, h, "DISCONNECT", nil)
			assert.Equal(t, "device", packet(t, h, "CLOSED", nil).Header.Get("From"))
			_, of := h.Packets("other")
			assert.False(t, of(sent), "another device has no part in it")
		})
	}
}

func TestHostLetsTheTesterSpeakWithDevices(t *testing.T) {
	t.Parallel()
	h := opened(t, HostOptions{})
	device := dialed(t, Dial5, lamp(h))
	subscribed(t, device, "d/lamp/cmd/#", 1)
	tester, x, err := h.Dial(t.Context(), "cityconf")
	require.NoError(t, err)
	require.Nil(t, x.Fault)
	t.Cleanup(tester.Close)
	subscribed(t, tester, "d/#", 1)
	require.NoError(t, tester.Publish(t.Context(), "d/lamp/cmd/on", 1, false, []byte("1")))
	require.Len(t, device.Log().Wait(soon(t), 0, nil, 1), 1)
	require.NoError(t, device.Publish(t.Context(), "d/lamp/ack/on", 1, false, []byte("2")))
	got := tester.Log().Wait(soon(t), 0, func(m Message) bool { return m.Topic == "d/lamp/ack/on" }, 1)
	require.Len(t, got, 1)
	order := packet(t, h, "PUBLISH", func(m Message) bool { return m.Header.Get("From") == "tester" })
	assert.Equal(t, "d/lamp/cmd/on", order.Topic)
}

func TestHostActsOnTheLinkOfADevice(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			h := opened(t, HostOptions{})
			tester, _, err := h.Dial(t.Context(), "watch")
			require.NoError(t, err)
			t.Cleanup(tester.Close)
			subscribed(t, tester, "d/#", 1)

			first := dialed(t, dial, lamp(h))
			last, err := h.Do("lamp", LinkRefuse, 1)
			require.NoError(t, err)
			assert.Equal(t, 1, last)
			require.Error(t, <-first.Lost())
			offline := tester.Log().Wait(soon(t), 0, nil, 1)
			require.Len(t, offline, 1, "the will of a device that was cut off is published")
			assert.Equal(t, "offline", string(offline[0].Body))

			_, x, err := dial(t.Context(), lamp(h))
			require.NoError(t, err)
			require.NotNil(t, x.Fault, "the next attempt is refused")
			assert.Equal(t, map[string]int{"3.1.1": 3, "5": 0x88}[version], x.Received[0].Status)

			second := dialed(t, dial, lamp(h))
			_, err = h.Do("lamp", LinkTakeover, 0)
			require.NoError(t, err)
			require.Error(t, <-second.Lost())
			_, err = h.Do("lamp", "melt", 0)
			require.ErrorContains(t, err, "melt")
			last, err = h.Do("nobody", LinkCut, 0)
			require.NoError(t, err)
			assert.Zero(t, last)
		})
	}
}

func TestHostHoldsAcknowledgementsBack(t *testing.T) {
	t.Parallel()
	h := opened(t, HostOptions{})
	o := lamp(h)
	o.Timeout = 100 * time.Millisecond
	c := dialed(t, Dial, o)
	_, err := h.Do("lamp", LinkHold, 0)
	require.NoError(t, err)
	require.Error(t, c.Publish(t.Context(), "d/lamp/telemetry", 1, false, []byte("1")))
	assert.Equal(t, "true", packet(t, h, "PUBACK", nil).Header.Get("Held"))
	_, err = h.Do("lamp", LinkLose, 0)
	require.NoError(t, err)
	o.Timeout = 5 * time.Second
	again := dialed(t, Dial, o)
	require.NoError(t, again.Publish(t.Context(), "d/lamp/telemetry", 1, false, []byte("2")))
}

func TestHostKnowsTheUsersOfDevices(t *testing.T) {
	t.Parallel()
	h := opened(t, HostOptions{Users: map[string]string{"lamp": "a secret of the lamp"}})
	dialed(t, Dial, lamp(h))
	for name, change := range map[string]func(*MQTTOptions){
		"wrong password": func(o *MQTTOptions) { o.Password = "guess" },
		"nobody":         func(o *MQTTOptions) { o.User, o.Password = "", "" },
		"the tester":     func(o *MQTTOptions) { o.User = innerID },
	} {
		o := lamp(h)
		change(&o)
		_, x, err := Dial(t.Context(), o)
		require.NoError(t, err)
		require.NotNil(t, x.Fault, name)
		assert.Equal(t, "denied", x.Fault.Kind, name)
	}
}

func TestHostOverTLS(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	for name, c := range map[string]struct {
		mutual, certificate, admitted bool
	}{"server": {false, false, true}, "mutual": {true, true, true}, "mutual without certificate": {true, false, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := ca.issue()
			if c.mutual {
				config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, ca.pool
			}
			h := opened(t, HostOptions{TLS: config})
			client := &tls.Config{RootCAs: ca.pool, ServerName: "127.0.0.1"}
			if c.certificate {
				client.Certificates = ca.issue(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }).Certificates
			}
			raw, err := (&dialer{tls: client, timeout: 5 * time.Second}).secure(t.Context(), "tcp", h.Address())
			require.NoError(t, err)
			t.Cleanup(func() { raw.Close() })
			_, err = raw.Write([]byte{0x10, 0x10, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 9, 0, 4, 'l', 'a', 'm', 'p'})
			require.NoError(t, err)
			got := make([]byte, 4)
			require.NoError(t, raw.SetReadDeadline(time.Now().Add(5*time.Second)))
			_, err = raw.Read(got)
			assert.Equal(t, c.admitted, err == nil && got[0] == 0x20)
		})
	}
}

func TestHostSurvivesWhatIsNoMQTT(t *testing.T) {
	t.Parallel()
	for name, octets := range map[string]string{
		"another protocol": "GET /" + strings.Repeat("x", 100),
		"endless length":   "\x10\xff\xff\xff\xff\xff",
		"short connect":    "\x10\x02\x00\x04",
		"oversize":         "\x10\xff\xff\xff\x7f",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := opened(t, HostOptions{MaxPacket: 1 << 16})
			raw, err := (&dialer{timeout: 5 * time.Second}).tcp(t.Context(), "tcp", h.Address())
			require.NoError(t, err)
			t.Cleanup(func() { raw.Close() })
			_, err = raw.Write([]byte(octets))
			require.NoError(t, err)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			log, _ := h.Packets("")
			closed := log.Wait(ctx, 0, func(m Message) bool { return m.Header.Get("Packet") == "CLOSED" }, 1)
			assert.Len(t, closed, 1)
			dialed(t, Dial, lamp(h))
		})
	}
}
