package wire

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// versions are the two protocols behind the one interface.
var versions = map[string]func(context.Context, MQTTOptions) (Client, Exchange, error){"3.1.1": Dial, "5": Dial5}

func dialed(t testing.TB, dial func(context.Context, MQTTOptions) (Client, Exchange, error), o MQTTOptions) Client {
	c, x, err := dial(t.Context(), o)
	require.NoError(t, err)
	require.Nil(t, x.Fault)
	require.NotNil(t, c)
	t.Cleanup(c.Close)
	return c
}

func subscribed(t testing.TB, c Client, filter string, qos byte) {
	granted, err := c.Subscribe(t.Context(), filter, qos)
	require.NoError(t, err)
	require.Equal(t, qos, granted)
}

// soon bounds what must happen.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestEverySchemeConnectsPublishesAndReceivesInOrder(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		for _, scheme := range []string{"mqtt", "mqtts", "wss"} {
			t.Run(version+"/"+scheme, func(t *testing.T) {
				t.Parallel()
				b := newBroker(t)
				url := map[string]string{"mqtt": b.plain, "mqtts": b.secure, "wss": b.socket}[scheme]
				c := dialed(t, dial, b.options(url))
				subscribed(t, c, "city/#", 2)
				for i := range 30 {
					require.NoError(t, c.Publish(t.Context(), "city/a", byte(i%3), false, fmt.Append(nil, i)))
				}
				got := c.Log().Wait(soon(t), 0, nil, 30)
				require.Len(t, got, 30)
				for i, m := range got {
					assert.Equal(t, fmt.Sprint(i), string(m.Body))
					assert.Equal(t, byte(i%3), m.QoS)
					assert.Equal(t, "city/a", m.Topic)
					assert.False(t, m.Retain)
					assert.WithinDuration(t, time.Now(), m.At, time.Minute)
				}
			})
		}
	}
}

func TestALargeMessageIsWhole(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	payload := bytes.Repeat([]byte("0123456789abcdef"), 20000)
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			o := b.options(b.socket)
			o.ClientID = "large-" + version
			c := dialed(t, dial, o)
			subscribed(t, c, "large/"+version, 1)
			require.NoError(t, c.Publish(t.Context(), "large/"+version, 1, false, payload))
			got := c.Log().Wait(soon(t), 0, nil, 1)
			require.Len(t, got, 1)
			assert.True(t, bytes.Equal(payload, got[0].Body))
		})
	}
}

func TestRetainedFlagIsRecordedAsDelivered(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			b := newBroker(t)
			c := dialed(t, dial, b.options(b.plain))
			subscribed(t, c, "state/#", 1)
			require.NoError(t, c.Publish(t.Context(), "state/x", 1, true, []byte("on")))
			live := c.Log().Wait(soon(t), 0, nil, 1)
			require.Len(t, live, 1)
			assert.False(t, live[0].Retain, "a live message is delivered without the flag")
			o := b.options(b.plain)
			o.ClientID = "late"
			late := dialed(t, dial, o)
			subscribed(t, late, "state/#", 1)
			stored := late.Log().Wait(soon(t), 0, nil, 1)
			require.Len(t, stored, 1)
			assert.True(t, stored[0].Retain)
		})
	}
}

func TestConnackRefusalIsRecordedWithItsCode(t *testing.T) {
	t.Parallel()
	b := newBroker(t)
	for name, c := range map[string]struct {
		dial           func(context.Context, MQTTOptions) (Client, Exchange, error)
		user, password string
		status         int
	}{
		"3.1.1 anonymous":      {Dial, "", "", 5},
		"3.1.1 wrong password": {Dial, goodUser, "wrong password", 5},
		"5 anonymous":          {Dial5, "", "", 0x86},
		"5 wrong password":     {Dial5, goodUser, "wrong password", 0x86},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := b.options(b.secure)
			o.User, o.Password = c.user, c.password
			client, x, err := c.dial(t.Context(), o)
			require.NoError(t, err)
			assert.Nil(t, client)
			require.NotNil(t, x.Fault)
			assert.Equal(t, "denied", x.Fault.Kind)
			require.Len(t, x.Received, 1)
			assert.Equal(t, c.status, x.Received[0].Status)
			assert.Equal(t, "CONNECT", x.Sent.Method)
		})
	}
}

func TestSubackRefusalIsAnAnswer(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			b := newBroker(t)
			c := dialed(t, dial, b.options(b.plain))
			granted, err := c.Subscribe(t.Context(), "secret/#", 1)
			require.NoError(t, err)
			assert.GreaterOrEqual(t, granted, byte(0x80))
		})
	}
}

func TestWillIsSentAfterADropAndNotAfterAClose(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			b := newBroker(t)
			watcher := dialed(t, dial, b.options(b.plain))
			subscribed(t, watcher, "will/#", 1)
			leave := func(name string, how func(Client)) {
				o := b.options(b.secure)
				o.ClientID, o.Will = name, &Message{Topic: "will/" + name, QoS: 1, Body: []byte("gone")}
				how(dialed(t, dial, o))
			}
			leave("clean", Client.Close)
			leave("cut", Client.Drop)
			got := watcher.Log().Wait(soon(t), 0, nil, 1)
			require.Len(t, got, 1)
			assert.Equal(t, "will/cut", got[0].Topic)
			assert.Equal(t, "gone", string(got[0].Body))
		})
	}
}

func TestALostBrokerIsReportedOnceAndEndsWaiting(t *testing.T) {
	t.Parallel()
	for version, dial := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			b := newBroker(t)
			c := dialed(t, dial, b.options(b.plain))
			subscribed(t, c, "a/#", 1)
			assert.Nil(t, c.Broken())
			b.stop()
			select {
			case err := <-c.Lost():
				require.Error(t, err)
			case <-soon(t).Done():
				t.Fatal("nobody said that the broker is lost")
			}
			require.NotNil(t, c.Broken(), "and it can be asked for later")
			published := func(m Message) bool { return m.Topic != "" }
			assert.Empty(t, c.Log().Wait(context.Background(), 0, published, 1), "waiting ends with the connection")
			var f *Fault
			require.ErrorAs(t, c.Publish(t.Context(), "a/b", 1, false, nil), &f)
			assert.Equal(t, "reset", f.Kind)
		})
	}
}

// TestNothingIsLeftBehind runs alone: it counts goroutines.
func TestNothingIsLeftBehind(t *testing.T) {
	b := newBroker(t)
	mute := peer(t, silent)
	before := runtime.NumGoroutine()
	for version := range versions {
		for range 10 {
			dialed(t, versions[version], b.options(b.secure)).Close()
			dialed(t, versions[version], b.options(b.socket)).Drop()
			refused := b.options(b.plain)
			refused.Password = "wrong password"
			_, _, err := versions[version](t.Context(), refused)
			require.NoError(t, err)
		}
		_, _, err := versions[version](t.Context(), MQTTOptions{URL: "mqtt://" + mute, Timeout: 50 * time.Millisecond})
		require.NoError(t, err)
	}
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 10*time.Second, 20*time.Millisecond,
		"%d goroutines before", before)
}
